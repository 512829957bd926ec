import { SourceError, type Source } from "@modeldex/plugin-kit";
import { describe, expect, it } from "vitest";
import { asSourceError, createIngest, type IngestReport } from "./ingest.ts";

const source: Source = {
  id: "test",
  kind: "test",
  title: "Test",
  homepage: "https://test.example",
  contract: 1,
  list: async () => ({}),
  details: { typeName: "TestDetails", fields: { repositoryId: ["String", "Its id."], files: ["[SafeInt!]", "Sizes."], finality: ["Finality!", "How final."] } },
};

function report() {
  const rows: [string, string][] = [];
  const notes: string[] = [];
  const given: IngestReport = { drop: (nativeId, reason) => void rows.push([nativeId, reason]), note: (path) => void notes.push(path) };
  return { rows, notes, given };
}

/** What is kept of one row. */
function ingest(row: unknown, of: Source = source) {
  const { rows, notes, given } = report();
  const [record] = createIngest(of).records([row], given);
  return { record, rows, notes };
}

const whole = {
  nativeId: "org/model",
  stableId: "abc",
  aliases: ["old/model"],
  movingAliases: ["model:latest"],
  name: "Model",
  publisher: { name: "Org", id: "org", url: "https://org.example/", kind: "ORGANIZATION" },
  registrant: "eip155:1:0x00000000000000000000000000000000000000AA",
  url: "https://test.example/org/model",
  access: "OPEN",
  description: "Two\nlines.",
  deprecated: false,
  revision: "0123abc",
  task: "text-generation",
  modalities: { input: ["text"], output: ["text"] },
  capabilities: ["tools"],
  architecture: "llama",
  parameters: { total: 8_030_261_248, active: 1, origin: "WEIGHTS" },
  precisions: ["BF16"],
  contextTokens: 131_072,
  license: { stated: "apache-2.0", name: "Apache", url: "https://license.example/" },
  languages: ["en", "da"],
  libraries: ["transformers"],
  formats: ["SAFETENSORS"],
  tags: ["a"],
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-02T00:00:00.123Z",
  popularity: { downloads30d: 0, downloadsAllTime: 5, likes: 3, trending: 0.5 },
  links: [{ reference: "pkg:huggingface/org/model@0123", relation: "SAME_WEIGHTS", statement: "Says so." }],
  lineage: [{ reference: "pkg:huggingface/org/base", relation: "FINETUNE" }],
  artifacts: [{ path: "a.safetensors", sizeBytes: 0, format: "SAFETENSORS", precision: "BF16", url: "https://f.example/a", digest: `sha256:${"a".repeat(64)}`, role: "WEIGHTS", otherDigests: [`git-sha1:${"b".repeat(40)}`] }],
  artifactCount: 1,
  offers: [{ provider: "p", providerId: "p-1", callAs: "m", usdPerMillionInputTokens: 0, usdPerMillionOutputTokens: 1.5, usdPerMillionCachedInputTokens: 0.1, otherPrices: [{ usd: 0.04, per: "image", condition: "large" }], contextTokens: 1, maxOutputTokens: 2, precision: "FP8", capabilities: ["tools"], url: "https://o.example/", endsAt: "2027-01-01T00:00:00Z" }],
  evaluations: [{ benchmark: "mmlu", author: "PUBLISHER", value: -1, text: "about", metric: "acc", unit: "%", settings: "5-shot", date: "2026-01-01T00:00:00Z", url: "https://e.example/" }],
  claims: [
    { kind: "LINEAGE", statement: "A finetune.", evidence: [{ kind: "document", url: "https://d.example/", pointer: "/a", digest: `sha256:${"c".repeat(64)}` }], validAt: "2026-01-01T00:00:00Z", issuer: { type: "PUBLISHER", key: "org" } },
    { kind: "CONTENT_DIGEST", statement: "Has this digest.", evidence: [{ kind: "file", path: "a", revision: "r" }], facts: { digest: `keccak256:${"d".repeat(64)}`, path: "a" } },
    {
      kind: "ONCHAIN_REGISTRATION", statement: "Registered.", facts: { registry: "Fabstir", key: "1", owner: "0x1" },
      evidence: [{ kind: "chain", chainId: 1, address: "0x2", blockNumber: 0, blockHash: "0x3", finality: "FINALIZED", logIndex: 0, endpointsAgreeing: 1, endpointsAsked: 2, raw: { topics: ["0x4"], data: "0x" } }],
    },
    { kind: "EXTENSION", statement: "More.", evidence: [], facts: { kindUri: "https://x.example/kind", value: { a: [1, "b", null, true] } } },
  ],
  details: { repositoryId: "r1", files: [1, 2], finality: "SAFE" },
};

describe("createIngest", () => {
  it("keeps a whole record as it is", () => {
    expect(ingest(whole)).toEqual({ record: whole, rows: [], notes: [] });
  });

  const chained = (raw: object, transactionHash?: string) => ({
    kind: "chain", chainId: 1, address: "0x2", blockNumber: 0, blockHash: "0x3", finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, raw, ...(transactionHash !== undefined && { transactionHash }),
  });
  const keptOf = (evidence: object) => ingest({ nativeId: "a", name: "a", claims: [{ kind: "LINEAGE", statement: "So.", evidence: [evidence] }] }).record?.claims?.[0]?.evidence;

  it.each([
    ["a call as somebody", chained({ call: "0x12", from: "0x4", result: "0x" })],
    ["a refused call", chained({ call: "0x12", from: "0x4", reverted: true })],
    ["storage", chained({ slot: "0x1", value: "0x2" })],
    ["code", chained({ codeHash: "0x5" })],
    ["a transaction", chained({ from: "0x4", to: "0x2", input: "0x12" }, "0x6")],
    ["a log of 128 KiB", chained({ topics: ["0x4"], data: `0x${"a".repeat(262_144)}` })],
  ])("keeps evidence of a chain that is %s, whole", (_what, evidence) => {
    expect(keptOf(evidence)).toEqual([evidence]);
  });

  it.each([
    ["a transaction without its hash", chained({ from: "0x4", input: "0x12" })],
    ["more bytes than are kept, which cut would not be found again", chained({ topics: ["0x4"], data: `0x${"a".repeat(262_146)}` })],
    ["bytes that are no hex", chained({ call: "0x12", result: "ok" })],
    ["a call without a result that is not refused", chained({ call: "0x12", reverted: false })],
  ])("leaves out evidence of a chain that is %s", (_what, evidence) => {
    expect(keptOf(evidence)).toEqual([]);
  });

  it.each([
    ["null", null],
    ["a text", "org/model"],
    ["no nativeId", { name: "n" }],
    ["an empty nativeId", { nativeId: "", name: "n" }],
    ["a nativeId of 1,025 characters", { nativeId: "x".repeat(1_025), name: "n" }],
    ["a nativeId with NUL", { nativeId: "a\0b", name: "n" }],
    ["a nativeId with a lone surrogate", { nativeId: "a\ud800", name: "n" }],
    ["a nativeId with a newline", { nativeId: "a\nb", name: "n" }],
    ["a nativeId with outer space", { nativeId: " a", name: "n" }],
    ["no name", { nativeId: "a" }],
    ["a name of white space", { nativeId: "a", name: " \n" }],
    ["a member that throws", { nativeId: "a", get name() { throw new Error("trap"); } }],
    ["a revoked proxy", (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()],
  ])("drops a row that has %s, with a reason", (_what, row) => {
    const { record, rows } = ingest(row);
    expect(record).toBeUndefined();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.[1]).toMatch(/nativeId or name/);
  });

  it("keeps the other rows and drops a repetition", () => {
    const { rows, given } = report();
    const kept = createIngest(source).records([{ nativeId: "a", name: "first" }, 7, { nativeId: "a", name: "second" }, { nativeId: "b", name: "b" }], given);
    expect(kept).toEqual([{ nativeId: "a", name: "first" }, { nativeId: "b", name: "b" }]);
    expect(rows.map(([nativeId]) => nativeId)).toEqual(["(without nativeId)", "a"]);
  });

  it("removes unknown fields, null, empty texts, and what is of another type", () => {
    const row = { nativeId: "a", name: "n", id: 1, status: "VERIFIED", url: null, description: "", task: 7, tags: "x", license: {}, publisher: { id: "x" }, deprecated: "yes", languages: ["en", 7, "", "en"], __proto__: { tags: ["inherited"] } };
    expect(ingest(row).record).toEqual({ nativeId: "a", name: "n", languages: ["en"] });
  });

  it("cuts texts and lists at their bounds, at a whole character", () => {
    const { record, notes } = ingest({ nativeId: "a", name: `${"n".repeat(1_022)}€`, description: "ü".repeat(20_000), tags: Array.from({ length: 600 }, (_value, index) => `t${index}`), artifacts: Array.from({ length: 2_500 }, (_value, index) => ({ path: `f${index}` })) });
    expect(record?.name).toBe("n".repeat(1_022));
    expect(Buffer.byteLength(record?.description ?? "")).toBe(16_384);
    expect([record?.tags?.length, record?.artifacts?.length, record?.artifactCount]).toEqual([500, 2_000, 2_500]);
    expect(notes).toEqual(["tags beyond 500", "artifacts beyond 2000"]);
  });

  it("removes NUL and lone surrogates from texts, and line breaks from names", () => {
    expect(ingest({ nativeId: "a", name: " a\0b\ud800\nc😀 ", description: "a\0\ndc00\udc00" }).record).toEqual({ nativeId: "a", name: "ab c😀", description: "a\ndc00" });
  });

  it.each([
    ["2026-08-01", "2026-08-01T00:00:00Z"],
    ["2026-08-01T12:00:00Z", "2026-08-01T12:00:00Z"],
    ["2026-08-01T12:00:00.500Z", "2026-08-01T12:00:00.500Z"],
    ["2026-08-01T12:00:00.123456789Z", "2026-08-01T12:00:00.123Z"],
    ["2026-08-01T12:00:00+02:00", "2026-08-01T10:00:00Z"],
    ["2026-08-01 12:00:00Z", "2026-08-01T12:00:00Z"],
    ["2026-08-01T12:00:00z", "2026-08-01T12:00:00Z"],
    ["2024-02-29", "2024-02-29T00:00:00Z"],
    ["2026-02-29", undefined],
    ["2026-04-31T00:00:00Z", undefined],
    ["2026-08-01T25:00:00Z", undefined],
    ["2026-08-01T12:00:00", undefined],
    ["1 August 2026", undefined],
    ["", undefined],
    [1_785_542_400, undefined],
    [new Date(0), undefined],
  ])("reads the date %s as %s", (given, expected) => {
    expect(ingest({ nativeId: "a", name: "n", createdAt: given }).record?.createdAt).toBe(expected);
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example", "https://user:pass@a.example", "https://", "https://\ud800", 7])("leaves out the URL %s", (given) => {
    expect(ingest({ nativeId: "a", name: "n", url: given, license: { stated: "mit", url: "https://a.example/".padEnd(3_000, "x") } }).record).toEqual({ nativeId: "a", name: "n", license: { stated: "mit" } });
  });

  it("escapes what a URL cannot hold", () => {
    expect(ingest({ nativeId: "a", name: "n", url: "https://a.example/a b\"<c>" }).record?.url).toBe("https://a.example/a%20b%22%3Cc%3E");
  });

  it("keeps finite counts and prices only, and no guess in place of what is wrong", () => {
    const record = ingest({ nativeId: "a", name: "n", popularity: { downloads30d: Number.NaN, likes: -1, downloadsAllTime: 2 ** 60, trending: Infinity }, parameters: { total: 0, origin: "NAME" }, contextTokens: 8_192.000_001, offers: [{ provider: "p", usdPerMillionInputTokens: -1 }, { callAs: "x" }] }).record;
    expect(record).toEqual({ nativeId: "a", name: "n", popularity: {}, contextTokens: 8_192, offers: [{ provider: "p" }] });
  });

  it("keeps when counts were true, and leaves out what is no time", () => {
    const asOf = (given: unknown): unknown => ingest({ nativeId: "a", name: "n", popularity: { likes: 3, asOf: given } }).record?.popularity;
    expect([asOf("2026-05-01"), asOf("2026-05-01T00:00:00Z"), asOf("soon"), asOf(7)]).toEqual([
      { likes: 3, asOf: "2026-05-01T00:00:00Z" }, { likes: 3, asOf: "2026-05-01T00:00:00Z" }, { likes: 3 }, { likes: 3 },
    ]);
  });

  it("leaves out digests that are none", () => {
    const digests = ["sha256:short", `SHA256:${"a".repeat(64)}`, `sha256:${"A".repeat(64)}`, "a".repeat(64), `md5:${"a".repeat(31)}`];
    const { record } = ingest({ nativeId: "a", name: "n", artifacts: [{ path: "p", digest: digests[0], otherDigests: [...digests, "cid:bafy", `md5:${"a".repeat(32)}`] }] });
    expect(record?.artifacts).toEqual([{ path: "p", otherDigests: ["cid:bafy", `md5:${"a".repeat(32)}`] }]);
  });

  it("refuses claims with status or effect, of unknown kind, without facts, or by an issuer that is not theirs to name", () => {
    const base = { kind: "LINEAGE", statement: "s", evidence: [] };
    const claims = [
      { ...base, status: "VERIFIED" }, { ...base, effect: "SUPPORTS" }, { ...base, status: undefined }, { ...base, kind: "GOODNESS" }, { ...base, statement: "" }, { ...base, kind: "CONTENT_DIGEST" },
      { ...base, kind: "CONTENT_DIGEST", facts: { digest: "x" } }, { ...base, kind: "toString" }, 7, { ...base, issuer: { type: "GATEWAY", key: "k" } }, { ...base, facts: { digest: "x" } },
    ];
    const { record, notes } = ingest({ nativeId: "a", name: "n", claims });
    expect(record?.claims).toEqual([base, base]);
    expect(notes.filter((note) => note === "claims with status or effect")).toHaveLength(3);
  });

  it("leaves out evidence that does not say where to look", () => {
    const evidence = [{ kind: "document", url: "file:///etc/passwd" }, { kind: "file", path: "a" }, { kind: "chain", chainId: 1 }, { kind: "scan" }, { kind: "document", url: "https://d.example/", more: 1 }];
    expect(ingest({ nativeId: "a", name: "n", claims: [{ kind: "LINEAGE", statement: "s", evidence }] }).record?.claims?.[0]?.evidence).toEqual([{ kind: "document", url: "https://d.example/" }]);
  });

  it("reduces details to the declared fields and types, and has none without a field that is never null", () => {
    const details = (value: unknown) => ingest({ nativeId: "a", name: "n", details: value }).record?.details;
    expect(details({ repositoryId: 7, files: [1, "2", 3.5, 4], finality: "SAFE", extra: 1, constructor: 1 })).toEqual({ files: [1, 4], finality: "SAFE" });
    expect(details({ repositoryId: "r" })).toBeUndefined();
    expect(details([])).toBeUndefined();
  });

  it("keeps bounded JSON as details where the source declares none", () => {
    const { details: _, ...undeclared } = source;
    const details = (value: unknown) => ingest({ nativeId: "a", name: "n", details: value }, undeclared).record?.details;
    expect(details({ a: [1, { b: "c\0" }], n: 10n, f: () => 1, nan: Number.NaN })).toEqual({ a: [1, { b: "c" }], n: "10" });
    expect(details(JSON.parse('{"__proto__": {"polluted": true}, "x": 1}'))).toEqual({ x: 1 });
    expect(details({ a: "x".repeat(40_000) })).toBeUndefined();
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    expect(JSON.stringify(details(loop)).length).toBeLessThan(200);
  });

  it("throws nothing and gives well-formed bounded records for any garbage", () => {
    let seed = 42;
    const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const fields = Object.keys(whole);
    const garbage = (depth: number): unknown => {
      const kinds = [undefined, null, "", "\0\ud800", "x".repeat(next(3_000)), next(1e9) - 5e8, Number.NaN, Infinity, true, 5n, Symbol("s"), () => 1, new Date(Number.NaN), new Map()];
      if (depth > 0 && next(3) === 0) return Array.from({ length: next(5) }, () => garbage(depth - 1));
      if (depth > 0 && next(3) === 0) return Object.fromEntries(Array.from({ length: next(6) }, () => [fields[next(fields.length)] ?? "x", garbage(depth - 1)]));
      return kinds[next(kinds.length)];
    };
    const { given } = report();
    for (let round = 0; round < 2_000; round += 1) {
      const row = { ...whole, ...Object.fromEntries(Array.from({ length: 8 }, () => [fields[next(fields.length)] ?? "x", garbage(4)])) };
      for (const record of createIngest(source).records([row], given)) {
        const text = JSON.stringify(record);
        expect(JSON.parse(text)).toEqual(record);
        expect(text.isWellFormed() && !text.includes("\\u0000")).toBe(true);
      }
    }
  });
});

describe("answers of get", () => {
  const answers = (value: unknown, refs = [{ nativeId: "a" }, { nativeId: "b" }]) => createIngest(source).answers(value, refs, report().given);
  const a = { nativeId: "a", name: "A" };

  it("are one for each reference: a record, nothing, or an error", () => {
    expect(answers([a, undefined])).toEqual([a, undefined]);
    const error = new SourceError("UNAUTHORIZED", "No.");
    expect(answers([error, null])).toEqual([error, undefined]);
  });

  it("are refused as a whole when their number is wrong", () => {
    for (const value of [undefined, null, {}, "ab", [], [a], [a, undefined, undefined]]) expect(() => answers(value)).toThrow(SourceError);
    expect(() => answers([a])).toThrow("one answer for each of 2 references and gave 1");
  });

  it("are an error for the one that is no listing, or one that was not asked", () => {
    const [first, second] = answers([{ nativeId: "a" }, { nativeId: "c", name: "C" }]);
    expect(first).toMatchObject({ code: "BAD_RESPONSE", message: expect.stringContaining("its answer for a is no listing") as string });
    expect(second).toMatchObject({ code: "BAD_RESPONSE", message: expect.stringContaining("asked for b it answered c") as string });
  });

  it("may have another nativeId when an alias is the asked one", () => {
    const renamed = { nativeId: "c", name: "C", aliases: ["a"] };
    const moving = { nativeId: "d", name: "D", movingAliases: ["b"] };
    expect(answers([renamed, moving])).toEqual([renamed, moving]);
  });
});

describe("pages of list", () => {
  const page = (value: unknown) => createIngest(source).page(value, report().given);

  it("keep what the contract has", () => {
    const whole = {
      records: [{ nativeId: "a", name: "A" }], overlays: [{ nativeId: "o" }], gone: ["x"], cursor: " exactly\n", checkpoint: "c", expected: 3, asOf: "2026-01-01T00:00:00Z",
      chain: { chainId: 1, address: "0x1", head: 3, finalized: 2, indexed: 1 }, notListed: 1,
    };
    expect(page({ ...whole, more: 1 })).toEqual(whole);
    expect(page({})).toEqual({});
    expect(page({ updates: [{ nativeId: "a", name: "A", more: 1 }, { nativeId: "b" }] })).toEqual({ updates: [{ nativeId: "a", name: "A" }] });
    expect(() => page({ updates: {} })).toThrow(/a list was expected/);
  });

  it("are refused when they are none, or when the place to go on cannot be kept", () => {
    for (const value of [undefined, [], "x", { records: {} }, { overlays: 1 }, { cursor: "" }, { cursor: 5 }, { cursor: null }, { cursor: "a\0" }, { checkpoint: "x".repeat(70_000) }, { unchanged: true, records: [] }, { unchanged: true, checkpoint: "c" }]) {
      expect(() => page(value)).toThrow(SourceError);
    }
  });
});

describe("asSourceError", () => {
  it("reads an error of another copy of the kit, and no other error", () => {
    const foreign = Object.assign(new Error("Too many."), { name: "SourceError", code: "RATE_LIMITED", retryAfterMs: 5 });
    expect(asSourceError(foreign)).toMatchObject({ code: "RATE_LIMITED", message: "Too many.", retryAfterMs: 5 });
    expect(asSourceError(Object.assign(new Error("x"), { name: "SourceError", code: "MINE" }))).toBeUndefined();
    expect(asSourceError(new TypeError("x"))).toBeUndefined();
    expect(asSourceError({ name: "SourceError", code: "TIMEOUT", message: "x" })).toBeUndefined();
  });
});
