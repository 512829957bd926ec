import { readFile } from "node:fs/promises";
import { huggingFace } from "@modeldex/source-hf";
import { buildClientSchema, buildSchema, getIntrospectionQuery, printSchema } from "graphql";
import { expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import { scriptedSource } from "./support/scripted-source.ts";

const body = (sdl: string): string => sdl.replace(/^(?:#.*\n)+\n/, "");

it("is what a gateway serves whose sources add no fields", async () => {
  const modeldex = await startGateway({ sources: [scriptedSource("shelf", [])] });
  try {
    const answer = await fetch(`${modeldex.url}/schema.graphql`);
    const sdl = await answer.text();
    expect([answer.status, answer.headers.get("content-type"), sdl.split("\n", 1)[0]]).toEqual([200, "text/plain; charset=utf-8", "# The schema of this Modeldex. Types of its sources: none."]);
    expect(body(sdl) === body(await readFile(new URL("../packages/schema/schema.graphql", import.meta.url), "utf8"))).toBe(true);
  } finally {
    await modeldex.close();
  }
});

it("is served with the types of the sources, and is the schema that answers", async () => {
  const details = { typeName: "ShelfDetails", fields: { aisle: ["Int", "Where it stands."] } } as const;
  const modeldex = await startGateway({ sources: [huggingFace({}), { ...scriptedSource("shelf", []), details }], search: {} }, { offline: true });
  try {
    const sdl = await (await fetch(`${modeldex.url}/schema.graphql`)).text();
    expect(sdl.split("\n", 1)[0]).toBe("# The schema of this Modeldex. Types of its sources: HuggingFaceDetails (hf), ShelfDetails (shelf).");
    const answering = buildClientSchema(await modeldex.query(getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true })));
    expect(printSchema(buildSchema(sdl)).split("\n").toSorted()).toEqual(printSchema(answering).split("\n").toSorted());
  } finally {
    await modeldex.close();
  }
});
