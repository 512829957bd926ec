import { readFileSync } from "node:fs";
import { buildSchema, printSchema } from "graphql";
import { expect, it } from "vitest";
import { schemaText } from "./schema-text.ts";

it("is what the file of the release holds below its header", () => {
  const file = readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8");
  const body = file.replace(/^(?:#.*\n)+\n/, "");
  expect(body === schemaText(), "packages/schema/schema.graphql is old; write it again: node scripts/write-sdl.ts").toBe(true);
});

it("has the fields that sources add, in a schema that can be built", () => {
  const schema = buildSchema(schemaText([{ typeName: "ShelfDetails", fields: { aisle: ["Int", "Where it stands."] } }]));
  expect(printSchema(schema)).toContain("union ListingDetails = GenericDetails | ShelfDetails");
});
