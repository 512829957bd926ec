import { mkdtemp, rm } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import type { ListingKey } from "@modeldex/schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";

let records: ListingRecord[];
let modeldex: TestGateway;
beforeEach(async () => {
  records = [];
  const source: Source = { id: "reg", contract: 1, kind: "scripted", title: "Changing", homepage: "https://scripted.example", listing: "full", list: async () => ({ records }) };
  modeldex = await startGateway({ sources: [source] });
});
afterEach(() => modeldex.close());

const harvest = () => modeldex.gateway.harvest("reg", { all: true, signal: AbortSignal.timeout(30_000) });
const model = (nativeId: string, stableId: string, more: Partial<ListingRecord> = {}): ListingRecord => ({ nativeId, name: nativeId.slice(nativeId.indexOf("/") + 1), stableId, publisher: { name: nativeId.slice(0, nativeId.indexOf("/")) }, ...more });
const fields = "nodes { id kind statement before after source { id } model { id } listing { key } } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
const document = `query($first: Int, $after: String, $last: Int, $before: String, $models: [ID!], $sources: [ID!], $kinds: [ChangeKind!], $since: DateTime) {
  changes(first: $first, after: $after, last: $last, before: $before, models: $models, sources: $sources, kinds: $kinds, since: $since) { ${fields} }
}`;
const changes = async (variables: Readonly<Record<string, unknown>> = {}) => (await modeldex.query(document, variables)).changes;

describe("the log", () => {
  it("tells once of each model that is renamed, made again by another owner, deleted or made private, whatever counts move", async () => {
    const others = Array.from({ length: 20 }, (_, place) => model(`c/m${place}`, `c${place}`, { popularity: { downloads30d: place } }));
    records = [model("a/renamed", "1"), model("a/remade", "2"), model("a/deleted", "3"), model("a/hidden", "4", { access: "OPEN" }), model("a/moved", "5"), ...others];
    await harvest();
    const { pageInfo: { endCursor } } = await changes({ last: 1 });
    // The path of the moved one is given to another at once.
    records = [
      model("b/renamed", "1", { updatedAt: "2026-05-01T00:00:00Z" }), model("a/remade", "20"), model("a/hidden", "4", { access: "PRIVATE" }), model("b/moved", "5"), model("a/moved", "50"),
      ...others.map((each, place) => ({ ...each, popularity: { downloads30d: 100 + place } })),
    ];
    await harvest();
    await harvest();
    const { nodes } = await changes({ first: 100, after: endCursor });
    expect(nodes.map(({ kind, listing, before, after }: any) => ({ kind, listing: listing?.key, before, after }))).toEqual([
      { kind: "RENAMED", listing: "reg:b/renamed", before: { key: "reg:a/renamed" }, after: { key: "reg:b/renamed" } },
      { kind: "RENAMED", listing: "reg:b/moved", before: { key: "reg:a/moved" }, after: { key: "reg:b/moved" } },
      { kind: "GONE", listing: "reg:a/remade", before: { key: "reg:a/remade", stableId: "2" }, after: null },
      { kind: "LISTED", listing: "reg:a/remade", before: null, after: { key: "reg:a/remade", stableId: "20" } },
      { kind: "ACCESS", listing: "reg:a/hidden", before: "OPEN", after: "PRIVATE" },
      { kind: "LISTED", listing: "reg:a/moved", before: null, after: null },
      { kind: "GONE", listing: "reg:a/deleted", before: null, after: null },
    ]);
  });

  it("gives what changed in the shape of the field it is about", async () => {
    const offer = { provider: "one", usdPerMillionInputTokens: 1, usdPerMillionOutputTokens: 2 };
    const first = { license: { stated: "mit" }, contextTokens: 4096, offers: [offer], artifacts: [{ path: "w.gguf", digest: `sha256:${"a".repeat(64)}` as const }] };
    records = [model("a/b", "1", first)];
    await harvest();
    records = [model("a/b", "1", { license: { stated: "llama3.1" }, contextTokens: 8192, access: "GATED", offers: [{ ...offer, usdPerMillionOutputTokens: 1.5 }], artifacts: [{ path: "w.gguf", digest: `sha256:${"b".repeat(64)}` as const }] })];
    await harvest();
    const { nodes } = await changes({ models: ["reg:a/b"], kinds: ["LICENSE", "ACCESS", "UPDATED", "PRICE", "WEIGHTS"] });
    const shown = Object.fromEntries(nodes.map(({ kind, before, after }: any) => [kind, [before, after]]));
    expect(shown).toEqual({
      LICENSE: [{ spdx: "MIT", name: "MIT License", class: "PERMISSIVE" }, expect.objectContaining({ class: "USE_RESTRICTED" })],
      ACCESS: ["UNKNOWN", "GATED"],
      UPDATED: [{ contextLength: 4096 }, { contextLength: 8192 }],
      PRICE: [[{ provider: "one", inputPrice: 1, outputPrice: 2, otherPrices: [], capabilities: [] }], [{ provider: "one", inputPrice: 1, outputPrice: 1.5, otherPrices: [], capabilities: [] }]],
      WEIGHTS: [[{ path: "w.gguf", digest: `sha256:${"a".repeat(64)}` }], [{ path: "w.gguf", digest: `sha256:${"b".repeat(64)}` }]],
    });
    expect(nodes.map(({ model: { id }, source: { id: source } }: any) => [id, source])).toEqual(Array.from({ length: 5 }, () => ["reg:a/b", "reg"]));
  });

  it("is read forward and backward without loss, while it grows", async () => {
    records = Array.from({ length: 30 }, (_, place) => model(`a/m${place}`, String(place)));
    await harvest();
    const forward: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: any = await changes({ first: 7, after });
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      forward.push(...page.nodes.map(({ id }: any) => id));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
      if (forward.length === 14) records.push(model("a/late", "late"));
      if (forward.length === 14) await harvest();
    }
    expect([forward.length, new Set(forward).size]).toEqual([31, 31]);
    const backward: string[] = [];
    for (let before: string | null = null, more = true; more; ) {
      const page: any = await changes({ last: 7, before });
      expect(page.pageInfo.hasNextPage).toBe(before !== null);
      backward.unshift(...page.nodes.map(({ id }: any) => id));
      before = page.pageInfo.startCursor;
      more = page.pageInfo.hasPreviousPage;
    }
    expect(backward).toEqual(forward);
    const end = await changes({ last: 1 });
    expect(await changes({ after: end.pageInfo.endCursor })).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: true, endCursor: null } });
    expect((await changes({ since: "2999-01-01T00:00:00Z" })).nodes).toEqual([]);
    expect((await changes()).nodes).toHaveLength(31);
    const { node } = await modeldex.query("query($id: ID!) { node(id: $id) { __typename id ... on Change { kind statement at } } }", { id: forward[3] });
    expect(node).toEqual({ __typename: "Change", id: forward[3], kind: "LISTED", statement: "reg:a/m3 is listed.", at: expect.any(String) });
    expect(await modeldex.query('{ a: node(id: "change:99999") { id } b: node(id: "change:x") { id } }')).toEqual({ a: null, b: null });
  });

  it("is not kept among whole answers, so that a follower sees what came", async () => {
    records = [model("a/one", "1")];
    await harvest();
    const { pageInfo: { endCursor: after } } = await changes({ first: 1 });
    expect((await changes({ after })).nodes).toEqual([]);
    const { catalog } = modeldex.gateway.services;
    await catalog.markGone(["reg:a/one" as ListingKey], new Date().toISOString());
    expect((await changes({ after })).nodes).toMatchObject([{ kind: "GONE" }]);
  });

  it.each([
    ["both ends", { first: 1, last: 1 }, "`last` stands beside `first`; give one of them: `first` reads forward, `last` backward.", "last"],
    ["too many", { last: 101 }, "`last` is 101; write a number from 1 to 100.", "last"],
    ["none", { first: 0 }, "`first` is 0; write a number from 1 to 100.", "first"],
    ["a forged cursor", { after: Buffer.from("[3,\"0123456789\"]").toString("base64url") }, "`after` is not a cursor of this list; give back `endCursor` or an edge's `cursor` as it was.", "after"],
    ["what is no cursor", { before: "5" }, "`before` is not a cursor of this list; give back `endCursor` or an edge's `cursor` as it was.", "before"],
    ["an unknown source", { sources: ["hub"] }, "`sources` has \"hub\"; the sources here are reg.", "sources"],
    ["an empty list", { kinds: [] }, "`kinds` is an empty list, which nothing can meet; leave it out.", "kinds"],
  ])("refuses %s", async (_, variables, message, argument) => {
    const { data, errors = [] } = await modeldex.ask(document, variables);
    expect([data.changes, errors.map(({ message: said, extensions }) => [said, extensions.code, extensions.argument])]).toEqual([null, [[message, "BAD_USER_INPUT", argument]]]);
  });

  it("refuses a cursor beyond the end of a log that was put back to an earlier state", async () => {
    records = [model("a/one", "1")];
    await harvest();
    const folder = await mkdtemp(join(tmpdir(), "modeldex-earlier-"));
    const { catalog } = modeldex.gateway.services;
    const restored = new DatabaseSync(join(modeldex.dataDir, "catalog.sqlite"), { readOnly: true });
    restored.exec(`VACUUM INTO '${join(folder, "catalog.sqlite")}'`);
    restored.close();
    await catalog.markGone(["reg:a/one" as ListingKey], new Date().toISOString());
    const { pageInfo: { endCursor: after } } = await changes();
    const earlier = await startGateway({ sources: [] }, { dataDir: folder });
    try {
      const { errors = [] } = await earlier.ask("query($after: String) { changes(after: $after) { nodes { id } } }", { after });
      expect(errors.map(({ message, extensions: { code } }) => [message, code])).toEqual([["`after` lies beyond the end of the log, which was put back to an earlier state: The log has no row 2; its last one is 1. Begin again without it.", "BAD_USER_INPUT"]]);
    } finally {
      await earlier.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("refuses a cursor of another catalog", async () => {
    records = [model("a/one", "1")];
    await harvest();
    const { pageInfo: { endCursor: after } } = await changes();
    const other = await startGateway({ sources: [] });
    try {
      const { errors = [] } = await other.ask("query($after: String) { changes(after: $after) { nodes { id } } }", { after });
      expect(errors.map(({ extensions: { code, argument } }) => [code, argument])).toEqual([["BAD_USER_INPUT", "after"]]);
    } finally {
      await other.close();
    }
  });
});
