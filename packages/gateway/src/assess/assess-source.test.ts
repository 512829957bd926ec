import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteCatalog } from "@modeldex/catalog";
import type { Finding, Source, Verifier, VerifyRequest } from "@modeldex/plugin-kit";
import type { ListingKey, SourceClaim, SourceId, TrustDepth } from "@modeldex/schema";
import { builtInVerifiers, type SourceReport } from "@modeldex/trust";
import { afterEach, describe, expect, it } from "vitest";
import { createCache } from "../cache/cache.ts";
import { memoryTier } from "../cache/memory-tier.ts";
import { silentLogger } from "../observe/log.ts";
import { createAsker } from "../sources/ask.ts";
import { createReferences } from "../sources/references.ts";
import { createRegistry } from "../sources/registry.ts";
import { BudgetExceededError, createRequestBudget, type RequestBudgetLimits } from "../sources/request-budget.ts";
import { createVerifierLender } from "../sources/verifier-tools.ts";
import { createAssessor } from "./assessor.ts";

const id = "chain" as SourceId;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const account = "eip155:1:0xaa";
const operator: SourceClaim = { kind: "SOURCE_OPERATOR", statement: "Acme operates it.", facts: { operator: "Acme" }, evidence: [], issuer: { type: "OPERATOR", key: account } };
/** Who has a power, as it was read at a block. */
const power = (name: string, who: string, blockNumber = 1, key = account): SourceClaim => ({
  kind: "CONTROL_AUTHORITY", statement: `${who} has ${name}.`, facts: { power: name }, issuer: { type: "CHAIN", key },
  evidence: [{ kind: "chain", chainId: 1, address: "0xaa", blockNumber, blockHash: `0x${"11".repeat(32)}`, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, raw: { call: "0x", result: "0x" } }],
});
const claimless: SourceClaim = { kind: "CONTROL_AUTHORITY", statement: "The chain could not be asked.", facts: { power: "code" }, evidence: [], issuer: { type: "OPERATOR", key: account } };

/** A verifier of CONTROL_AUTHORITY that a test answers for, and what it was asked. */
function answering() {
  const asked: string[] = [];
  const answer = { of: (statement: string): Partial<Finding> & { readonly statement: string } => ({ statement }) };
  const verifier: Verifier<"CONTROL_AUTHORITY"> = {
    id: "authority/1", kind: "CONTROL_AUTHORITY", depth: "STANDARD", inspects: false,
    verify: async ({ claim }, tools) => {
      if (claim === undefined || claim.evidence.length === 0) return [];
      asked.push(claim.statement);
      const expiresAt = new Date(tools.now().getTime() + 3_600_000).toISOString();
      return [{ kind: "CONTROL_AUTHORITY", status: "VERIFIED", effect: "CAUTION", method: "authority/1", evidence: [], expiresAt, ...answer.of(claim.statement) } as Finding];
    },
  };
  return { verifier, asked, answer };
}

/** A gateway's rooms before one source, on a clock of the test. */
async function setUp(verifiers: readonly Verifier[], { folder }: { readonly folder?: string } = {}) {
  let time = Date.parse("2026-11-01T12:00:00Z");
  const now = () => new Date(time);
  const states: { claims: readonly SourceClaim[] | Error; asked: number } = { claims: [operator, power("owner", "A")], asked: 0 };
  const source: Source = {
    id, kind: "chain", title: "Chain", contract: 1, freshMs: 1_000, naming: "open", list: async () => ({ records: [] }),
    about: async () => {
      states.asked += 1;
      if (states.claims instanceof Error) throw states.claims;
      return states.claims;
    },
  };
  const place = folder ?? (await mkdtemp(join(tmpdir(), "modeldex-source-")));
  if (folder === undefined) closers.push(() => rm(place, { recursive: true, force: true }));
  const registry = createRegistry([source]);
  const catalog = await openSqliteCatalog({ path: join(place, "catalog.sqlite"), now });
  closers.push(() => catalog.close());
  const ask = createAsker({ registry, cache: createCache({ tiers: [memoryTier()], now, log: silentLogger }), log: silentLogger, now, sleep: async () => undefined });
  closers.push(() => ask.close());
  const lender = createVerifierLender({ ask, catalog, log: silentLogger, now });
  closers.push(() => lender.close());
  const writer = createReferences({ registry, log: silentLogger });
  const assessor = createAssessor({ catalog, verifiers, lender, ask, writer, log: silentLogger, now });
  const within = async <Result>(limits: RequestBudgetLimits, work: (budget: ReturnType<typeof createRequestBudget>) => Promise<Result>): Promise<Result> => {
    const budget = createRequestBudget(limits, now);
    const result = await work(budget);
    budget.end();
    return result;
  };
  return {
    catalog, states, folder: place, assessor, within,
    advance: (ms: number) => void (time += ms),
    list: (name: string, record: object = {}) => catalog.applyListings([writer.toWrite(id, { nativeId: name, name, ...record }, now().toISOString())]),
    report: async (depth: TrustDepth = "STANDARD", limits: RequestBudgetLimits = {}) => await within(limits, async (budget) => (await assessor.assessSource(id, { depth, budget, signal: new AbortController().signal })) as SourceReport),
    changes: async () => (await catalog.changes(0, 100)).filter(({ kind }) => kind === "FINDING").map(({ statement }) => statement),
  };
}

const hour = 3_600_000;
const lines = ({ claims }: Pick<SourceReport, "claims">) => claims.filter(({ kind }) => kind === "CONTROL_AUTHORITY").map(({ status, stale, statement }) => `${status}${stale ? " stale" : ""}: ${statement}`);

describe("checks of a source", () => {
  it("are made once, kept, and made again when they have expired, whatever block the source read meanwhile", async () => {
    const { verifier, asked } = answering();
    const { report, states, advance } = await setUp([verifier]);
    expect(lines(await report())).toEqual(["VERIFIED: A has owner."]);
    states.claims = [operator, power("owner", "A", 2)];
    advance(5_000);
    expect([lines(await report()), asked.length]).toEqual([["VERIFIED: A has owner."], 1]);
    advance(hour);
    expect([lines(await report()), asked.length]).toEqual([["VERIFIED: A has owner."], 2]);
  });

  it("are made at once when the source states otherwise; until they can be, what was found is out of date", async () => {
    const { verifier, asked, answer } = answering();
    const { report, states, advance, changes } = await setUp([verifier]);
    await report();
    states.claims = [operator, power("owner", "B")];
    advance(5_000);
    answer.of = () => ({ statement: "Unreachable.", status: "UNKNOWN", unknownReason: "SOURCE_UNAVAILABLE" }) as Finding;
    expect(lines(await report())).toEqual(["VERIFIED stale: A has owner."]);
    answer.of = (statement) => ({ statement });
    expect([lines(await report()), asked.length]).toEqual([["VERIFIED: B has owner."], 3]);
    // Neither status nor effect nor a state that the check tells turned.
    expect(await changes()).toEqual([]);
  });

  it("ask nothing with CACHED, also in a process that has heard nothing of the source", async () => {
    const { verifier, asked } = answering();
    const first = await setUp([verifier]);
    expect(lines(await first.report("CACHED"))).toEqual([]);
    await first.report();
    const second = await setUp([verifier], { folder: first.folder });
    expect([lines(await second.report("CACHED")), second.states.asked, asked.length]).toEqual([["VERIFIED: A has owner."], 0, 1]);
  });

  it("keep what was found of a contract that the source can not read now, and of one whose source fails", async () => {
    const { verifier } = answering();
    const { report, states, advance, folder } = await setUp([verifier]);
    await report();
    states.claims = [operator, claimless];
    advance(2 * hour);
    expect(lines(await report())).toEqual(["VERIFIED: A has owner.", "ASSERTED: The chain could not be asked."]);
    const failing = await setUp([verifier], { folder });
    failing.states.claims = new Error("down");
    failing.advance(4 * hour);
    expect(lines(await failing.report())).toEqual(["VERIFIED stale: A has owner."]);
  });

  it("let go what was found of a power that the source reads no longer, and of a contract that it no longer speaks of", async () => {
    const { verifier } = answering();
    const { report, states, advance, catalog } = await setUp([verifier]);
    states.claims = [operator, power("owner", "A"), power("pause", "A"), power("owner", "A", 1, "eip155:1:0xbb")];
    await report();
    states.claims = [operator, power("owner", "A")];
    advance(5_000);
    expect(lines(await report())).toEqual(["VERIFIED: A has owner."]);
    expect((await catalog.sourceFindings([id]))[0]?.map(({ claim }) => claim?.issuer?.key)).toEqual([account]);
  });

  it("are not made by verifiers that look at listings, and are those of verifiers that are configured alone", async () => {
    const seen: unknown[] = [];
    const looking: Verifier = { id: "looks/1", kind: "CONTROL_AUTHORITY", depth: "STANDARD", verify: async ({ claim }) => (seen.push(claim), []) };
    const { verifier } = answering();
    const first = await setUp([verifier]);
    await first.report();
    const { report } = await setUp([looking], { folder: first.folder });
    expect([lines(await report()), seen]).toEqual([["ASSERTED: A has owner."], []]);
  });

  it("are made once for all who ask at one time, and for listings of the source in one request", async () => {
    const { verifier, asked } = answering();
    const { report, states, list, assessor, within } = await setUp([verifier]);
    await list("one");
    await list("two");
    const [reports] = await Promise.all([
      within({}, async (budget) => await assessor.assess(["chain:one", "chain:two"] as ListingKey[], { depth: "STANDARD", budget, signal: new AbortController().signal })), report(),
    ]);
    expect([reports.map(lines), asked.length, states.asked]).toEqual([[["VERIFIED: A has owner."], ["VERIFIED: A has owner."]], 1, 1]);
  });

  it("that a used up budget does not reach are unknown and tried again, and tried with one's own budget", async () => {
    const { verifier, answer } = answering();
    const asking: Verifier<"CONTROL_AUTHORITY"> = {
      ...verifier,
      verify: async (request, tools) => {
        try {
          await tools.fetch("http://127.0.0.1:9/");
        } catch (error) {
          if (error instanceof BudgetExceededError) answer.of = () => ({ statement: "Not reached.", status: "UNKNOWN", unknownReason: "BUDGET_EXCEEDED" }) as Finding;
          else answer.of = (statement) => ({ statement });
        }
        return await verifier.verify(request, tools);
      },
    };
    const { report, catalog } = await setUp([{ ...asking, baseAddresses: ["http://127.0.0.1:9"] }]);
    expect(lines(await report("STANDARD", { requests: 0 }))).toEqual(["UNKNOWN: Not reached."]);
    expect(await catalog.sourceFindings([id])).toEqual([[]]);
    const both = await Promise.all([report("STANDARD", { requests: 0 }), report()]);
    expect(both.map(lines)[1]).toEqual(["VERIFIED: A has owner."]);
  });

  it("do not undo what was read at a later block by a node that lies behind", async () => {
    const { verifier, answer } = answering();
    const { report, advance, changes } = await setUp([verifier]);
    const owned = (by: string, validAt: string) => () => ({ statement: `${by} owns it.`, validAt, checks: [{ key: "state:holder", status: "VERIFIED" as const, statement: `Held by ${by}.` }] });
    answer.of = owned("B", "2026-11-01T11:59:00Z");
    await report();
    advance(hour);
    answer.of = owned("A", "2026-11-01T11:58:00Z");
    expect(lines(await report())).toEqual(["VERIFIED stale: B owns it."]);
    answer.of = owned("C", "2026-11-01T13:00:00Z");
    expect([lines(await report()), await changes()]).toEqual([["VERIFIED: C owns it."], ["C owns it."]]);
  });
});

describe("a verifier that looks at sources", () => {
  it("is shown the source and all that it states of itself", async () => {
    const requests: VerifyRequest[] = [];
    const looking: Verifier = { id: "looks/1", kind: "SOURCE_OPERATOR", depth: "STANDARD", inspects: false, inspectsSource: true, needs: "records", verify: async (request) => (requests.push(request), []) };
    const { report } = await setUp([looking]);
    await report();
    expect(requests.map(({ claim, subject }) => [claim?.statement, subject.source, subject.listing.record.claims?.length])).toEqual([
      [undefined, { id: "chain", title: "Chain", baseAddresses: [] }, 2], ["Acme operates it.", { id: "chain", title: "Chain", baseAddresses: [] }, 2],
    ]);
  });

  it("says who operates a source, among the built-in ones, and nothing of a source that the configuration does not name", async () => {
    const { report, assessor, within } = await setUp(builtInVerifiers());
    const { systemLevel, claims } = await report();
    expect([systemLevel, claims.map(({ kind, status }) => `${kind} ${status}`)]).toEqual(["NAMED", ["SOURCE_OPERATOR ASSERTED", "CONTROL_AUTHORITY ASSERTED"]]);
    expect(await within({}, async (budget) => await assessor.assessSource("gone" as SourceId, { depth: "STANDARD", budget, signal: new AbortController().signal }))).toBeUndefined();
  });
});

describe("kinds that plugins bring", () => {
  /** A plugin that checks how much energy was used, as an example. */
  const energy: Verifier<"EXTENSION"> = {
    id: "energy/1", kind: "EXTENSION", kindUri: "https://kinds.example/energy", depth: "STANDARD", inspects: false,
    verify: async ({ claim }) => {
      const isKnown = typeof claim?.facts.value === "number" && claim.facts.value > 0;
      return claim === undefined ? [] : [{ kind: "EXTENSION", statement: `It ${isKnown ? "used" : "can not have used"} ${JSON.stringify(claim.facts.value)} kWh.`, status: isKnown ? "VERIFIED" : "FAILED", effect: isKnown ? "NEUTRAL" : "CAUTION", method: "energy/1", evidence: [] }];
    },
  };
  const water: Verifier<"EXTENSION"> = { ...energy, id: "water/1", kindUri: "https://kinds.example/water", verify: async ({ claim }) => (claim === undefined ? [] : [{ kind: "EXTENSION", statement: "Water was measured.", status: "VERIFIED", effect: "NEUTRAL", method: "water/1", evidence: [] }]) };
  const extension = (name: string, value: unknown): SourceClaim => ({ kind: "EXTENSION", statement: `Its ${name} is ${JSON.stringify(value)}.`, facts: { kindUri: `https://kinds.example/${name}`, value }, evidence: [] });

  it.each([
    [12, "energy VERIFIED NEUTRAL: It used 12 kWh."],
    [-12, "energy FAILED CAUTION: It can not have used -12 kWh."],
  ])("are checked each by its own plugin alone, and stay asserted where there is none: %j", async (value, expected) => {
    const claims = [extension("energy", value), extension("water", 1), extension("noise", 2)];
    const { states, report, list, assessor, within } = await setUp([...builtInVerifiers(), energy, water]);
    states.claims = claims;
    await list("one", { claims });
    const shown = (of: Pick<SourceReport, "claims">) => of.claims.filter(({ kind }) => kind === "EXTENSION").map(({ kindUri, status, effect, statement }) => `${String(kindUri).split("/").at(-1)} ${status} ${effect}: ${statement}`).toSorted();
    const [ofListing] = await within({}, async (budget) => await assessor.assess(["chain:one"] as ListingKey[], { depth: "STANDARD", budget, signal: new AbortController().signal }));
    const once = [expected, "noise ASSERTED NEUTRAL: Its noise is 2.", "water VERIFIED NEUTRAL: Water was measured."].toSorted();
    expect(shown(await report())).toEqual(once);
    // The listing states them too, beside its source.
    expect(shown(ofListing as SourceReport)).toEqual([...once, ...once].toSorted());
  });
});
