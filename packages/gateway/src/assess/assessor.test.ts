import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteCatalog } from "@modeldex/catalog";
import { readJson, SourceError, type Finding, type ListingRecord, type Source, type Verifier } from "@modeldex/plugin-kit";
import type { Digest, ListingKey, SourceId } from "@modeldex/schema";
import { builtInVerifiers, type TrustReport } from "@modeldex/trust";
import { afterEach, describe, expect, it } from "vitest";
import { createCache } from "../cache/cache.ts";
import { memoryTier } from "../cache/memory-tier.ts";
import { silentLogger } from "../observe/log.ts";
import { createAsker } from "../sources/ask.ts";
import { createReferences } from "../sources/references.ts";
import { createRegistry } from "../sources/registry.ts";
import { createRequestBudget, type RequestBudgetLimits } from "../sources/request-budget.ts";
import { createVerifierLender } from "../sources/verifier-tools.ts";
import { createAssessor } from "./assessor.ts";
import type { TrustDepth } from "@modeldex/schema";

const commit = "0123456789abcdef0123456789abcdef01234567";
const sha = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const hub = "hub" as SourceId;
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** Without those that look at each weight file: requests are counted here. */
const withoutFiles = builtInVerifiers().filter(({ files }) => files === undefined);

/** A hub on a real port whose answers a test may change, and a gateway's rooms before it, on a clock of the test. */
async function setUp({ verifiers = withoutFiles, onDemand = [] }: { readonly verifiers?: readonly Verifier[]; readonly onDemand?: Source["onDemand"] } = {}) {
  const routes: Record<string, Route> = {};
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const route = routes[request.url ?? ""];
    if (route === undefined) response.writeHead(404).end();
    else route(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const folder = await mkdtemp(join(tmpdir(), "modeldex-assess-"));
  closers.push(() => rm(folder, { recursive: true, force: true }));

  let time = Date.parse("2026-11-01T12:00:00Z");
  const now = () => new Date(time);
  const source: Source = {
    id: hub, kind: "hub", title: "Hub", homepage: "https://hub.example", contract: 1, baseAddresses: [address], freshMs: 1_000, onDemand,
    get: async ({ refs }, context) => Promise.all(refs.map(async ({ nativeId }) => (await readJson(await context.fetch(`${address}/models/${nativeId}`), "a model")) as ListingRecord)),
    readFile: async ({ ref, path }, context) => {
      const response = await context.fetch(`${address}/files/${ref.nativeId}/${ref.revision ?? ""}/${path}`);
      if (response.status === 404) return undefined;
      if (!response.ok) throw new SourceError("UNREACHABLE", "The hub is down.");
      return response.body ?? undefined;
    },
    about: async () => [{ kind: "SOURCE_OPERATOR", statement: "Acme operates it.", facts: { operator: "Acme" }, evidence: [] }],
  };
  const registry = createRegistry([source, { ...source, id: "chain", kind: "onchain", title: "Chain", naming: "open", onDemand: [] }]);
  const catalog = await openSqliteCatalog({ path: join(folder, "catalog.sqlite"), now });
  closers.push(() => catalog.close());
  const ask = createAsker({ registry, cache: createCache({ tiers: [memoryTier()], now, log: silentLogger }), log: silentLogger, now, sleep: async () => undefined });
  closers.push(() => ask.close());
  const lender = createVerifierLender({ ask, catalog, log: silentLogger, now });
  closers.push(() => lender.close());
  const writer = createReferences({ registry, log: silentLogger });
  const assessor = createAssessor({ catalog, verifiers, lender, ask, writer, log: silentLogger, now });
  const fileRoute = (path: string) => `/files/acme/tiny/${commit}/${path}`;

  return {
    catalog, assessor, asked, routes, fileRoute, now,
    advance: (ms: number) => void (time += ms),
    store: (record: Partial<ListingRecord>, id: SourceId = hub) => catalog.applyListings([writer.toWrite(id, { nativeId: "acme/tiny", name: "tiny", ...record }, now().toISOString())]),
    assess: async (depth: TrustDepth = "STANDARD", limits: RequestBudgetLimits = {}, signal = new AbortController().signal): Promise<TrustReport> => {
      const budget = createRequestBudget(limits, now);
      const [report] = await assessor.assess(["hub:acme/tiny" as ListingKey], { depth, budget, signal });
      budget.end();
      return report as TrustReport;
    },
  };
}

const ofKind = (report: TrustReport, kind: string) =>
  report.claims.filter((claim) => claim.kind === kind).map((claim) => `${claim.status}${claim.unknownReason === undefined ? "" : `(${claim.unknownReason})`} ${claim.effect}${claim.stale ? " stale" : ""}`);
const json = (value: unknown): Route => (_request, response) => void response.setHeader("content-type", "application/json").end(JSON.stringify(value));
const complete: Partial<ListingRecord> = {
  revision: commit, license: { stated: "mit" },
  artifacts: [{ path: "model.safetensors", digest: sha("a") }, { path: "config.json" }],
  claims: [{ kind: "THIRD_PARTY_SCAN", statement: "Clean.", facts: { scanner: "Acme AV", verdict: "CLEAN" }, evidence: [] }],
};

/** A verifier that counts its runs. */
function counting(answer: () => Finding | Error | Promise<Finding>, more: Partial<Verifier> = {}) {
  const runs: string[] = [];
  const verifier: Verifier = {
    id: "counting/1", kind: "LINEAGE", depth: "STANDARD",
    verify: async ({ subject }) => {
      runs.push(subject.listing.key);
      const given = await answer();
      if (given instanceof Error) throw given;
      return [given];
    },
    ...more,
  };
  return { verifier, runs };
}
const good: Finding = { kind: "LINEAGE", statement: "Its base is there.", status: "VERIFIED", effect: "SUPPORTS", method: "lineage/1", evidence: [] };

describe("assess", () => {
  it("checks what was never checked, stores it, and asks nothing when it is warm", async () => {
    const { store, assess, asked, routes, fileRoute, catalog } = await setUp();
    await store(complete);
    routes[fileRoute("config.json")] = json({ architectures: ["Tiny"] });
    const cold = await assess();
    expect({ level: cold.level, system: cold.systemLevel, scan: ofKind(cold, "THIRD_PARTY_SCAN"), code: ofKind(cold, "CODE_EXECUTION_REQUIRED"), asked: [...asked] }).toEqual({
      level: "PINNED", system: "NAMED", scan: ["ASSERTED SUPPORTS"], code: ["VERIFIED SUPPORTS"], asked: [fileRoute("config.json")],
    });
    const kept = cold.claims.flatMap(({ evidence }) => evidence).find(({ kept: digest }) => digest !== undefined)?.kept;
    expect(Buffer.from((await catalog.evidence(kept as Digest))?.bytes ?? []).toString()).toBe('{"architectures":["Tiny"]}');
    expect(await assess()).toEqual(cold);
    expect(asked).toHaveLength(1);
  });

  it("makes no request and checks nothing with CACHED, and serves what was found before", async () => {
    const { store, assess, asked, routes, fileRoute } = await setUp();
    await store(complete);
    routes[fileRoute("config.json")] = json({});
    const first = await assess("CACHED");
    expect({ level: first.level, assessedAt: first.assessedAt, counts: first.counts, asked: [...asked] }).toEqual({
      level: "LISTED", assessedAt: undefined, counts: { verified: 0, asserted: 2, unknown: 0, failed: 0 }, asked: [],
    });
    const { level, claims, assessedAt } = await assess();
    const cached = await assess("CACHED");
    expect({ level: cached.level, claims: cached.claims, assessedAt: cached.assessedAt, asked: asked.length }).toEqual({ level, claims, assessedAt, asked: 1 });
  });

  it("lets what rests on records follow the records, also with CACHED", async () => {
    const { store, assess, advance, routes, fileRoute } = await setUp();
    await store(complete);
    routes[fileRoute("config.json")] = json({});
    await assess();
    advance(1_000);
    await store({ ...complete, artifacts: [{ path: "model.safetensors" }, { path: "config.json" }] });
    const after = await assess("CACHED");
    expect({ level: after.level, digests: ofKind(after, "CONTENT_DIGEST") }).toEqual({ level: "LISTED", digests: ["UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"] });
  });

  it("asks the source for fields that it fills on demand, once, and keeps them", async () => {
    const { store, assess, asked, routes, fileRoute } = await setUp({ onDemand: ["artifacts", "claims"] });
    await store({ revision: commit });
    routes["/models/acme/tiny"] = json({ nativeId: "acme/tiny", name: "tiny", ...complete });
    routes[fileRoute("config.json")] = json({});
    const report = await assess();
    expect({ level: report.level, scan: ofKind(report, "THIRD_PARTY_SCAN"), asked: [...asked] }).toEqual({
      level: "PINNED", scan: ["ASSERTED SUPPORTS"], asked: ["/models/acme/tiny", fileRoute("config.json")],
    });
    await assess();
    expect(asked).toHaveLength(2);
  });

  it("asks for a scan again when the last one has expired", async () => {
    const { store, assess, advance, asked, routes, fileRoute } = await setUp({ onDemand: ["artifacts", "claims"] });
    await store(complete);
    routes[fileRoute("config.json")] = json({});
    await assess();
    const flagged = { kind: "THIRD_PARTY_SCAN", statement: "Flagged.", facts: { scanner: "Acme AV", verdict: "UNSAFE" }, evidence: [] };
    routes["/models/acme/tiny"] = json({ nativeId: "acme/tiny", name: "tiny", ...complete, claims: [flagged] });
    advance(25 * 3_600_000);
    expect([ofKind(await assess(), "THIRD_PARTY_SCAN"), asked.at(-1)]).toEqual([["ASSERTED UNDERMINES"], "/models/acme/tiny"]);
  });

  it("keeps the last finding, stale, while the source is down", async () => {
    const { store, assess, advance, routes, fileRoute } = await setUp({ onDemand: ["artifacts", "claims"] });
    await store(complete);
    routes[fileRoute("config.json")] = json({});
    await assess();
    routes["/models/acme/tiny"] = (_request, response) => void response.writeHead(500).end();
    advance(25 * 3_600_000);
    const report = await assess();
    expect([ofKind(report, "THIRD_PARTY_SCAN"), ofKind(report, "CODE_EXECUTION_REQUIRED"), report.level]).toEqual([["ASSERTED SUPPORTS stale"], ["VERIFIED SUPPORTS"], "PINNED"]);
  });

  it("says why while nothing could be found out, and tries again next time", async () => {
    const { store, assess, routes, fileRoute, catalog } = await setUp();
    await store(complete);
    routes[fileRoute("config.json")] = (_request, response) => void response.writeHead(500).end();
    expect(ofKind(await assess(), "CODE_EXECUTION_REQUIRED")).toEqual(["UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"]);
    const [findings = []] = await catalog.findings(["hub:acme/tiny" as ListingKey]);
    expect(findings.filter(({ finding }) => finding.kind === "CODE_EXECUTION_REQUIRED")).toEqual([]);
    routes[fileRoute("config.json")] = json({});
    expect(ofKind(await assess(), "CODE_EXECUTION_REQUIRED")).toEqual(["VERIFIED SUPPORTS"]);
  });

  it("drops findings about a claim that the source no longer makes", async () => {
    const { store, assess, advance, routes, fileRoute, catalog } = await setUp();
    await store(complete);
    routes[fileRoute("config.json")] = json({});
    await assess();
    advance(1_000);
    await store({ ...complete, claims: [] });
    expect(ofKind(await assess(), "THIRD_PARTY_SCAN")).toEqual(["NOT_APPLICABLE NEUTRAL"]);
    const [findings = []] = await catalog.findings(["hub:acme/tiny" as ListingKey]);
    expect(findings.map(({ finding }) => finding.kind).toSorted()).toEqual(["CODE_EXECUTION_REQUIRED", "CONTENT_DIGEST", "REFERENCE_IMMUTABILITY", "THIRD_PARTY_SCAN"]);
  });
});

describe("the budget", () => {
  it.each([
    ["no request left", { requests: 0 }],
    ["too few bytes", { bytes: 10 }],
  ] as const)("makes what it does not reach UNKNOWN, not stored: %s", async (_name, limits) => {
    const { store, assess, routes, fileRoute, asked } = await setUp();
    await store(complete);
    routes[fileRoute("config.json")] = json({ architectures: ["Tiny".repeat(100)] });
    const report = await assess("STANDARD", limits);
    expect([ofKind(report, "CODE_EXECUTION_REQUIRED"), ofKind(report, "CONTENT_DIGEST")]).toEqual([["UNKNOWN(BUDGET_EXCEEDED) NEUTRAL"], ["ASSERTED SUPPORTS"]]);
    expect(asked.length).toBeLessThanOrEqual(1);
    expect(ofKind(await assess(), "CODE_EXECUTION_REQUIRED")).toEqual(["VERIFIED SUPPORTS"]);
  });

  it("ends in time although the source hangs", async () => {
    const { store, assess, routes, fileRoute } = await setUp();
    await store(complete);
    routes[fileRoute("config.json")] = () => undefined;
    expect(ofKind(await assess("STANDARD", { timeMs: 60 }), "CODE_EXECUTION_REQUIRED")).toEqual(["UNKNOWN(BUDGET_EXCEEDED) NEUTRAL"]);
  });

  it("is shared by all listings of one request", async () => {
    const { catalog, assessor, asked, routes, now } = await setUp();
    const keys = ["a", "b", "c"].map((name) => `hub:acme/${name}` as ListingKey);
    await catalog.applyListings(keys.map((key) => ({ source: hub, naming: "namespaced", record: { nativeId: key.slice(4), name: key, ...complete }, fetchedAt: now().toISOString(), linkTargets: [], onDemand: [] })));
    for (const key of keys) routes[`/files/${key.slice(4)}/${commit}/config.json`] = json({});
    const budget = createRequestBudget({ requests: 2 }, now);
    const reports = await assessor.assess(keys, { depth: "STANDARD", budget, signal: new AbortController().signal });
    budget.end();
    expect([asked.length, reports.flatMap((report) => ofKind(report, "CODE_EXECUTION_REQUIRED")).toSorted()]).toEqual([2, ["UNKNOWN(BUDGET_EXCEEDED) NEUTRAL", "VERIFIED SUPPORTS", "VERIFIED SUPPORTS"]]);
  });
});

describe("verifiers", () => {
  it("run once for equal assessments at one time, and again by those whose own budget reaches further", async () => {
    const { verifier, runs } = counting(() => good);
    const { store, assess } = await setUp({ verifiers: [verifier] });
    await store(complete);
    await Promise.all([assess(), assess(), assess()]);
    expect(runs).toHaveLength(1);
    const other = await setUp();
    await other.store(complete);
    other.routes[other.fileRoute("config.json")] = json({});
    const [poor, rich] = await Promise.all([other.assess("STANDARD", { requests: 0 }), other.assess()]);
    expect([ofKind(poor, "CODE_EXECUTION_REQUIRED"), ofKind(rich, "CODE_EXECUTION_REQUIRED"), other.asked.length]).toEqual([["UNKNOWN(BUDGET_EXCEEDED) NEUTRAL"], ["VERIFIED SUPPORTS"], 1]);
  });

  it("that fail cost their own kind only", async () => {
    const { verifier } = counting(() => new TypeError("secret path /etc"));
    const { store, assess } = await setUp({ verifiers: [...builtInVerifiers(), verifier] });
    await store({ ...complete, artifacts: [{ path: "model.safetensors", digest: sha("a") }] });
    const report = await assess();
    expect([report.claims.find(({ kind }) => kind === "LINEAGE")?.statement, report.level]).toEqual(["The check could not be made: counting/1 failed.", "PINNED"]);
  });

  it("cannot speak of another kind than their own", async () => {
    const { verifier } = counting(() => ({ ...good, kind: "PUBLISHER_SIGNATURE" }));
    const { store, assess } = await setUp({ verifiers: [verifier] });
    await store(complete);
    expect((await assess()).claims.map(({ kind }) => kind)).toEqual(["THIRD_PARTY_SCAN", "LICENSE_TERMS", "SOURCE_OPERATOR"]);
  });

  it("that read weights run with DEEP alone, and those that need records only reach nothing upstream", async () => {
    const deep = counting(() => good, { depth: "DEEP" });
    const sly: Verifier = { id: "sly/1", kind: "AVAILABILITY", depth: "STANDARD", needs: "records", verify: async (_request, tools) => (await tools.readFile("config.json"), []) };
    const { store, assess, asked } = await setUp({ verifiers: [deep.verifier, sly] });
    await store(complete);
    const standard = await assess();
    expect([deep.runs.length, ofKind(standard, "AVAILABILITY"), asked]).toEqual([0, ["UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL"], []]);
    expect(ofKind(await assess("DEEP"), "LINEAGE")).toEqual(["VERIFIED SUPPORTS"]);
  });

  it("no longer configured leave no finding in a report", async () => {
    const { verifier } = counting(() => good);
    const before = await setUp({ verifiers: [verifier] });
    await before.store(complete);
    await before.assess();
    const without = createAssessor({ catalog: before.catalog, verifiers: [], lender: { tools: () => expect.fail("lent") }, ask: { get: expect.fail, about: expect.fail, publisher: expect.fail, onDemand: () => [], can: () => false, registry: { find: () => undefined } }, writer: { toWrite: expect.fail, read: () => [] }, log: silentLogger });
    const budget = createRequestBudget();
    const [report] = await without.assess(["hub:acme/tiny" as ListingKey], { depth: "CACHED", budget, signal: new AbortController().signal });
    budget.end();
    expect(report?.claims.map(({ kind }) => kind)).toEqual(["THIRD_PARTY_SCAN", "LICENSE_TERMS"]);
  });

  it("have ids of their own, and an unknown listing is a mistake of the caller", async () => {
    const { verifier } = counting(() => good);
    await expect(setUp({ verifiers: [verifier, verifier] })).rejects.toThrow('Two verifiers have the id "counting/1"');
    const { assess } = await setUp();
    await expect(assess()).rejects.toThrow('There is no listing "hub:acme/tiny" in the catalog to assess.');
  });
});
