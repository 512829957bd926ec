import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptyFolder, removeFolder } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { scriptedSource } from "./support/scripted-source.ts";

let folder: string;
let on: TestGateway;

beforeEach(async () => {
  folder = await emptyFolder();
});
afterEach(async () => {
  await on.close();
  await removeFolder(folder);
});

const models = async (): Promise<readonly string[]> => {
  const { first, second } = await on.query("{ first: model(id: \"one:acme/lantern\") { id } second: model(id: \"two:other/lamp\") { id } }");
  return [first.id, second.id];
};
const together = ["one:acme/lantern", "one:acme/lantern"];
const apart = ["one:acme/lantern", "two:other/lamp"];

test("the operator's file wins, is read again while serving, and a mistake in it changes nothing", async () => {
  const file = join(folder, "identity.yaml");
  await writeFile(file, "same: []\n");
  on = await startGateway({ sources: [scriptedSource("one", ["acme/lantern"]), scriptedSource("two", ["other/lamp"])], identity: { file } });
  await on.gateway.harvest("one", { all: false, signal: new AbortController().signal });
  await on.gateway.harvest("two", { all: false, signal: new AbortController().signal });
  expect(await models()).toEqual(apart);

  await writeFile(file, "same:\n  - [one:acme/lantern, two:other/lamp]\n");
  await vi.waitFor(async () => expect(await models()).toEqual(together), { timeout: 60_000, interval: 100 });
  const { model } = await on.query("{ model(id: \"two:other/lamp\") { listings { nodes { key link { kind statement } } } } }");
  expect(model.listings.nodes[1]).toEqual({ key: "two:other/lamp", link: { kind: "OPERATOR_RULE", statement: "The operator's configuration says that one:acme/lantern and two:other/lamp are the same model." } });

  await writeFile(file, "same:\n  - [one:acme/lantern]\n");
  const warnings = () => on.logs.filter(({ level }) => level === "warn").map(({ time: _time, ...line }: Readonly<Record<string, unknown>>) => line);
  const unusable = { level: "warn", message: "the identity rules stay as they were; their file cannot be used", file };
  await vi.waitFor(() => expect(warnings()).toEqual([{ ...unusable, reason: `${file}, line 2: same[0] is ["one:acme/lantern"]; write a list of two or more listing keys, such as [hf:google/bert, hf:google-bert/bert].` }]), { timeout: 60_000, interval: 100 });
  expect(await models()).toEqual(together);
  await rm(file);
  await vi.waitFor(() => expect(on.logs.filter(({ level }) => level === "warn")).toHaveLength(2), { timeout: 60_000, interval: 100 });
  expect(await models()).toEqual(together);

  await writeFile(file, "different:\n  - [one:acme/lantern, two:other/lamp]\n");
  await vi.waitFor(async () => expect(await models()).toEqual(apart), { timeout: 60_000, interval: 100 });
  const { changes } = await on.query("{ changes(first: 20) { edges { node { kind statement } } } }");
  expect(changes.edges.map(({ node }: { node: { kind: string } }) => node.kind)).toEqual(["LISTED", "LISTED", "MERGED", "SPLIT"]);
});

test("what is not joined is told with its kind, what speaks for it and what is missing", async () => {
  const bytes = { path: "w.gguf", sizeBytes: 2 ** 31, digest: `sha256:${"a".repeat(64)}` } as const;
  on = await startGateway({ sources: [scriptedSource("one", ["acme/lantern-8b"], { artifacts: [bytes] }), scriptedSource("two", ["other/lantern-70b"], { artifacts: [bytes] }), { ...scriptedSource("three", ["acme/lantern-8b"]), naming: "curated" }] });
  for (const id of ["one", "two", "three"]) await on.gateway.harvest(id, { all: false, signal: new AbortController().signal });
  const { model } = await on.query("{ model(id: \"one:acme/lantern-8b\") { listings { nodes { key } } candidateListings { listing { key } link { kind relation statement evidence { __typename } } } } }");
  expect(model).toEqual({
    listings: { nodes: [{ key: "one:acme/lantern-8b" }] },
    candidateListings: [{
      listing: { key: "two:other/lantern-70b" },
      link: {
        kind: "SAME_DIGEST", relation: "SAME_WEIGHTS", evidence: [{ __typename: "DigestEvidence" }],
        statement: `Both hold the same file of weights, sha256:${"a".repeat(64)}, but the names differ in size: 8000000000 parameters and 70000000000 parameters.`,
      },
    }],
  });
});

test("a rule of a source that is not configured is told once, and one of a model that is not known is not", async () => {
  const file = join(folder, "identity.yaml");
  await writeFile(file, "same:\n  - [one:acme/lantern, thre:acme/lantern, one:acme/not-there]\ndifferent:\n  - [thre:acme/other, one:acme/other]\n");
  on = await startGateway({ sources: [scriptedSource("one", ["acme/lantern"]), scriptedSource("two", ["other/lamp"])], identity: { file } });
  const warnings = () => on.logs.filter(({ level }) => level === "warn").map(({ time: _time, ...line }: Readonly<Record<string, unknown>>) => line);
  const message = "an identity rule names a source that is not configured; it is kept, and says nothing until there is one of this id";
  const first = { level: "warn", message, source: "thre", key: "thre:acme/lantern", configured: ["one", "two"] };
  await vi.waitFor(() => expect(warnings()).toEqual([first]), { timeout: 60_000, interval: 100 });
  await writeFile(file, "same:\n  - [one:acme/lantern, thre:acme/lantern]\n  - [one:acme/lantern, fuor:acme/lantern]\n");
  await vi.waitFor(() => expect(warnings()).toEqual([first, { ...first, source: "fuor", key: "fuor:acme/lantern" }]), { timeout: 60_000, interval: 100 });
});
