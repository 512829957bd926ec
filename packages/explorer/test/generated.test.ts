import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { generated } from "../scripts/generated-files.ts";
import { client } from "../src/client/client.ts";

const folder = join(import.meta.dirname, "../src/generated");
const files = new Map(await Promise.all((await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)));
const manifest: Readonly<Record<string, string>> = JSON.parse(files.get("persisted-documents.json") ?? "{}");

it("what is generated is there as the script would write it; after a change of a .graphql file or the schema run `pnpm --filter @modeldex/explorer generate`", async () => {
  const wanted = await generated();
  expect([...files.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
  for (const [name, text] of wanted) expect([name, files.get(name)]).toEqual([name, text]);
});

it("each operation is named by the sha256 of its text", () => {
  expect(Object.keys(manifest).length).toBeGreaterThan(0);
  for (const [hash, text] of Object.entries(manifest)) expect(createHash("sha256").update(text).digest("hex")).toBe(hash);
});

describe("the client", async () => {
  afterEach(() => vi.unstubAllGlobals());

  const modules = await Promise.all([...files.keys()].filter((name) => name.endsWith(".ts") && name !== "types.ts").map(async (name): Promise<Readonly<Record<string, TypedDocumentNode<unknown, AnyVariables>>>> => import(join(folder, name))));
  const operations = modules.flatMap((module) => Object.entries(module));

  it.each(operations)("sends %s by its hash, and letter by letter the text that has it where that is not known", async (name, document) => {
    const sent: { readonly method: string; readonly hash: string; readonly query: unknown }[] = [];
    vi.stubGlobal("fetch", async (input: string | URL, init: RequestInit = {}) => {
      const asked = typeof init.body === "string" ? JSON.parse(init.body) : Object.fromEntries(new URL(input, "http://gateway.example").searchParams);
      const { persistedQuery } = typeof asked.extensions === "string" ? JSON.parse(asked.extensions) : asked.extensions;
      sent.push({ method: init.method ?? "GET", hash: persistedQuery.sha256Hash, query: asked.query });
      return Response.json(asked.query === undefined ? { errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }] } : { data: {} });
    });
    const { error } = await client.query(document, {}, { requestPolicy: "network-only" }).toPromise();
    expect(error).toBeUndefined();
    const [hash = "", text] = Object.entries(manifest).find(([, each]) => new RegExp(`^query ${name}\\b`).test(each)) ?? [];
    expect(sent.map(({ hash: named, query }) => [named, query])).toEqual([[hash, undefined], [hash, text]]);
    expect(sent[0]?.method).toBe("GET");
  });
});
