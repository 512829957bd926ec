import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { claimKinds, systemTrustLevels, trustLevels, type ClaimKind, type DecisionOutcome, type Finding } from "@modeldex/schema";
import { expect, it } from "vitest";
import { anyFinding, anySourceClaim, pick, random, shuffled, someBlock } from "../test/claims.ts";
import { anyExceptions, anyPolicy, anyReport, decisionsOfSeeds } from "../test/decisions-of-seeds.ts";
import { assessed, commit, input, listing, sha, stored, weights } from "../test/subjects.ts";
import { builtInPolicies } from "./built-in-policies.ts";
import { decide } from "./decide.ts";
import { allWeightsCheck } from "./levels.ts";
import type { Policy } from "./policy.ts";
import { buildReport } from "./report.ts";
import { matchersOf } from "./match-claims.ts";
import type { TrustClaim, TrustFinding, TrustListing } from "./trust-claim.ts";
import { builtInVerifiers } from "./verifiers/built-in-verifiers.ts";

const runs = 2_000;
/** From what keeps people away to what lets them in. */
const better: Readonly<Record<DecisionOutcome, number>> = { DENY: 0, INDETERMINATE: 1, WARN: 2, ALLOW: 3 };
/** One of the built-in policies, in turn: all of them over all runs. */
const inTurn = (seed: number) => builtInPolicies[seed % builtInPolicies.length] as Policy;
const standsAgainst = ({ status, effect }: TrustClaim): boolean => status === "FAILED" || effect === "UNDERMINES";
/** Whether a rule of the policy asks that something is known of a kind. */
const isNamed = ({ rules }: Policy, kind: ClaimKind): boolean => rules.flatMap(({ test }) => matchersOf(test)).some(({ kinds }) => kinds?.includes(kind) ?? true);
const place = (level: string): number => (trustLevels as readonly string[]).indexOf(level);
const systemPlace = (level: string): number => (systemTrustLevels as readonly string[]).indexOf(level);

it("no set of source claims yields VERIFIED, a level, or ALLOW by itself", () => {
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const claims = Array.from({ length: Math.floor(next() * 12) }, () => anySourceClaim(next));
    const system = { claims: Array.from({ length: 4 }, () => anySourceClaim(next)), observedAt: "2026-11-01T10:00:00Z" };
    const subject = listing("hf:a/b", { revision: commit, artifacts: [weights("model.safetensors", sha("a"))], license: { stated: "mit" }, claims });
    const report = buildReport(input(subject, { system }));
    const statuses = new Set(report.claims.map(({ status, effect }) => `${status} ${effect}`));
    const { outcome } = decide(report, inTurn(seed), "hf:a/b");
    expect({ seed, statuses: [...statuses], level: report.level, allowed: outcome === "ALLOW", pinnable: systemPlace(report.systemLevel) > 1 })
      .toEqual({ seed, statuses: ["ASSERTED NEUTRAL"], level: "LISTED", allowed: false, pinnable: false });
  }
});

it("no set of source claims makes the built-in verifiers verify more than they do without any, nor raises a level or a decision", async () => {
  const verifiers = builtInVerifiers();
  for (let seed = 0; seed < runs / 4; seed += 1) {
    const next = random(seed);
    const record = { revision: pick(next, ["main", commit, someBlock]), artifacts: pick(next, [[weights("model.safetensors", sha("a"))], [weights("model.bin")], []]) };
    const report = async (claims: readonly ReturnType<typeof anySourceClaim>[]) => {
      // An id that names a chain, so that a block could be looked up.
      const subject = listing("onchain:eip155:1:0xab/1", { ...record, claims }, "namespaced");
      return buildReport(input(subject, { findings: await assessed(subject, [], verifiers) }));
    };
    const [plain, claiming] = [await report([]), await report(Array.from({ length: 8 }, () => anySourceClaim(next)))];
    const verified = ({ claims }: typeof plain): readonly string[] => claims.filter(({ status }) => status === "VERIFIED").map(({ kind, effect, method }) => `${kind} ${effect} ${method}`).toSorted();
    const decided = (of: typeof plain): readonly number[] => builtInPolicies.filter(({ id }) => id !== "api-endpoint").map((policy) => better[decide(of, policy, "hf:a/b").outcome]);
    // A scan that its scanner finished is the scanner's word, and may count for a decision; it verifies nothing.
    const scanned = claiming.claims.some(({ kind }) => kind === "THIRD_PARTY_SCAN");
    const before = decided(plain);
    expect({ seed, verified: verified(claiming), level: place(claiming.level) <= place(plain.level), rose: !scanned && decided(claiming).some((outcome, at) => outcome === better.ALLOW && outcome > (before[at] ?? 0)) })
      .toEqual({ seed, verified: verified(plain), level: true, rose: false });
  }
});

it("an unknown on a blocking rule never yields ALLOW, but by an exception that is said", () => {
  let unknowns = 0;
  let excepted = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const report = anyReport(next);
    const exceptions = anyExceptions(next);
    for (const policy of [anyPolicy(next), inTurn(seed)]) {
      const plain = decide(report, policy, "hf:a/b");
      const open = plain.rules.filter(({ rule, outcome }) => rule.severity === "BLOCK" && (outcome === "UNKNOWN" || outcome === "FAIL"));
      if (open.length > 0) {
        unknowns += 1;
        expect({ seed, policy: policy.id, outcome: plain.outcome }).not.toEqual({ seed, policy: policy.id, outcome: "ALLOW" });
      }
      const lifted = decide(report, policy, "hf:a/b", { exceptions });
      if (lifted.outcome !== plain.outcome) {
        excepted += 1;
        expect({ seed, raised: better[lifted.outcome] > better[plain.outcome], said: lifted.exceptions.length > 0 && lifted.validUntil !== undefined }).toEqual({ seed, raised: true, said: true });
      }
      const outcomes = ({ rules }: typeof plain): readonly string[] => rules.map(({ outcome }) => outcome);
      expect({ seed, outcomes: outcomes(lifted) }).toEqual({ seed, outcomes: outcomes(plain) });
    }
  }
  expect(unknowns).toBeGreaterThan(runs / 2);
  expect(excepted).toBeGreaterThan(runs / 100);
});

it("making a known claim unknown never turns another decision into ALLOW", () => {
  let turned = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const report = anyReport(next);
    const [first, ...rest] = report.claims;
    if (first === undefined) continue;
    const unknown = { ...report, claims: [{ ...first, status: "UNKNOWN" as const, method: "some.check/1" }, ...rest] };
    for (const policy of [anyPolicy(next), inTurn(seed)]) {
      const [before, after] = [decide(report, policy, "x").outcome, decide(unknown, policy, "x").outcome];
      if (before !== after) turned += 1;
      // A match of a forbidding rule that becomes unknown is no failure any more, but it is no pass either.
      // A level asks of all kinds that nothing known stands against it, and so of what is known alone: what must be known is for rules that name kinds.
      const isOfLevel = policy.rules.some(({ test }) => "level" in test) && standsAgainst(first) && !isNamed(policy, first.kind);
      if (before !== "ALLOW" && !isOfLevel) expect({ seed, policy: policy.id, after }).not.toEqual({ seed, policy: policy.id, after: "ALLOW" });
    }
  }
  expect(turned).toBeGreaterThan(runs / 40);
});

it("a claim that failed or undermines trust never ends in ALLOW by a built-in policy, whatever else is known", () => {
  let others = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const report = anyReport(next);
    const { outcome } = decide(report, inTurn(seed), "hf:a/b");
    if (report.claims.some(standsAgainst)) expect({ seed, outcome }).toEqual({ seed, outcome: "DENY" });
    else others += 1;
  }
  expect(others).toBeGreaterThan(runs / 50);
});

it("a FAILED finding never raises a level or a decision", () => {
  let lowered = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const subject = listing("hf:a/b", { revision: commit, artifacts: [weights("model.safetensors", sha("a"))], license: { stated: "mit" } });
    const kinds = shuffled(next, [...claimKinds]).slice(0, 10);
    const findings = kinds.map((kind, index) => stored(anyFinding(next, { kind, ...(next() < 0.7 ? { status: "VERIFIED", effect: "SUPPORTS" } : {}) } as Partial<Finding>), { check: `check-${String(index)}/1` }));
    const failure = stored(anyFinding(next, { kind: pick(next, claimKinds), status: "FAILED" } as Partial<Finding>), { check: "failing/1" });
    const report = (found: readonly TrustFinding[]) => buildReport(input(subject, { findings: found }));
    const [before, after] = [report(findings), report([...findings, failure])];
    expect({ seed, level: after.level, system: systemPlace(after.systemLevel) <= systemPlace(before.systemLevel) }).toEqual({ seed, level: "LISTED", system: true });
    const exceptions = anyExceptions(next);
    for (const policy of [inTurn(seed), anyPolicy(next)]) {
      const weigh = (of: typeof before): number => better[decide(of, policy, "hf:a/b", { exceptions }).outcome];
      if (weigh(after) < weigh(before)) lowered += 1;
      expect({ seed, policy: policy.id, rose: weigh(after) > weigh(before) }).toEqual({ seed, policy: policy.id, rose: false });
    }
  }
  expect(lowered).toBeGreaterThan(runs / 10);
});

/** Findings that make a listing INSPECTED, so that the next level is in reach. */
const inspected = (["CODE_EXECUTION_REQUIRED", "SERIALIZATION_SAFETY"] as const).map((kind) =>
  stored({ kind, statement: "Looked at.", status: "VERIFIED", effect: "SUPPORTS", method: "look/1", evidence: [] }, { check: `${kind}/1` }),
);
const pinned = [
  stored({ kind: "REFERENCE_IMMUTABILITY", statement: "A commit.", status: "VERIFIED", effect: "SUPPORTS", method: "form/1", evidence: [] }, { check: "form/1" }),
  stored({ kind: "CONTENT_DIGEST", statement: "All.", status: "ASSERTED", effect: "SUPPORTS", method: "digest/1", evidence: [], checks: [{ key: allWeightsCheck, status: "VERIFIED", statement: "" }] }, { check: "digest/1" }),
  stored({ kind: "THIRD_PARTY_SCAN", statement: "None.", status: "NOT_APPLICABLE", effect: "NEUTRAL", method: "scan/1", evidence: [] }, { check: "scan/1" }),
];

it("records that anybody may write never raise the level of somebody else's model, unless their writer is verified to be the publisher", () => {
  const reached = { AUTHENTICATED: 0, INSPECTED: 0 };
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const keys = ["onchain:1", "onchain:2", "hf:mallory/copy"];
    const matched = keys.filter(() => next() < 0.5);
    const owned = [...keys, "onchain:10", "onchain:"].filter(() => next() < 0.3);
    const check = (key: string, sure: boolean) => ({ key, status: sure ? ("VERIFIED" as const) : pick(next, ["UNKNOWN", "FAILED"] as const), statement: "" });
    const match: Finding = { kind: "CROSS_SOURCE_DIGEST_MATCH", statement: "Equal.", ...pick(next, [{ status: "VERIFIED" as const }, { status: "UNKNOWN" as const, unknownReason: "NO_TRUST_ANCHOR" as const }]), effect: "NEUTRAL", method: "m/1", evidence: [], checks: keys.map((key) => check(key, matched.includes(key))) };
    const isVerified = next() < 0.7;
    const identity: Finding = { kind: "PUBLISHER_IDENTITY", statement: "It is.", status: isVerified ? "VERIFIED" : "ASSERTED", effect: "SUPPORTS", method: "i/1", evidence: [], checks: owned.map((key) => check(`writer:${key}`, next() < 0.8)) };
    const expires = next() < 0.2 ? { expiresAt: "2026-11-01T11:59:59.000Z" } : {};
    const findings = [...pinned, ...inspected, stored({ ...match, ...expires }, { check: "match/1" }), stored(identity, { check: "identity/1" })];
    const { level } = buildReport(input(listing("hf:acme/tiny", { revision: commit, claims: [] }), { findings }));
    const proven = identity.checks?.filter(({ status }) => status === "VERIFIED").map(({ key }) => key) ?? [];
    const expected = isVerified && !("expiresAt" in expires) && matched.some((key) => proven.includes(`writer:${key}`)) ? "AUTHENTICATED" : "INSPECTED";
    expect({ seed, level }).toEqual({ seed, level: expected });
    reached[expected] += 1;
  }
  expect(Math.min(reached.AUTHENTICATED, reached.INSPECTED)).toBeGreaterThan(runs / 20);
});

it("records that anybody may write neither raise nor contradict the report of somebody else's listing, through the verifiers", async () => {
  const verifiers = builtInVerifiers();
  for (let seed = 0; seed < runs / 6; seed += 1) {
    const next = random(seed);
    const subject = listing("hf:a/b", { revision: commit, license: { stated: "mit" }, artifacts: [weights("model.safetensors", sha("a")), weights("b.gguf", sha("b"))], claims: [] });
    const strangers = Array.from({ length: 3 }, (_, index) => {
      const artifacts = [weights(pick(next, ["model.safetensors", "b.gguf"]), sha(pick(next, ["a", "b", "c"])))];
      return listing(`onchain:${String(index)}`, { license: { stated: pick(next, ["mit", "proprietary"]) }, artifacts, claims: Array.from({ length: 3 }, () => anySourceClaim(next)) }, "open");
    });
    const report = async (others: readonly TrustListing[]) => buildReport(input(subject, { others, findings: [...inspected, ...(await assessed(subject, others, verifiers))] }));
    const [alone, among] = [await report([]), await report(strangers)];
    const told = ({ level, systemLevel, counts, conflicts }: typeof alone) => ({ level, systemLevel, verified: counts.verified, failed: counts.failed, conflicts });
    const decided = (of: typeof alone): readonly number[] => builtInPolicies.map((policy) => better[decide(of, policy, "hf:a/b").outcome]);
    const before = decided(alone);
    expect({ seed, ...told(among), rose: decided(among).some((outcome, at) => outcome > (before[at] ?? 0)) }).toEqual({ seed, ...told(alone), rose: false });
  }
});

it("a report and a decision do not depend on the order of what they rest on", () => {
  for (let seed = 0; seed < runs / 3; seed += 1) {
    const next = random(seed);
    const claims = Array.from({ length: 8 }, () => anySourceClaim(next)).map((claim) => ({ ...claim, statement: `Believe me: ${JSON.stringify(claim)}` }));
    const findings = Array.from({ length: 6 }, (_, index) => stored(anyFinding(next), { check: `check-${String(index)}/1` }));
    const others = [listing("oci:a", { license: { stated: "mit" } }), listing("mlflow:a", { license: { stated: "apache-2.0" } })];
    const report = (order: <Value>(values: readonly Value[]) => readonly Value[]) =>
      buildReport(input(listing("hf:a/b", { revision: commit, license: { stated: "gpl-3.0" }, claims: order(claims) }), { others: order(others), findings: order(findings) }));
    const straight = report((values) => values);
    const turned = report((values) => shuffled(next, values));
    const ids = straight.claims.map(({ id }) => id);
    const decisions = (of: typeof straight) => [inTurn(seed), anyPolicy(random(seed))].map((policy) => decide(of, policy, "x"));
    expect({ seed, ids: turned.claims.map(({ id }) => id), distinct: new Set(ids).size, missing: [turned.missingForNext, turned.systemMissingForNext], decisions: decisions(turned) })
      .toEqual({ seed, ids, distinct: ids.length, missing: [straight.missingForNext, straight.systemMissingForNext], decisions: decisions(straight) });
  }
});

it("a decision depends on nothing but its findings and its policy: another order, zone and locale, another process and moment give the same", () => {
  const count = 200;
  const here = decisionsOfSeeds(count, false);
  expect(decisionsOfSeeds(count, true)).toBe(here);
  const program = join(import.meta.dirname, "../test/decisions-of-seeds.ts");
  for (const env of [{ TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }, { TZ: "America/St_Johns", LANG: "sv_SE.UTF-8", LC_ALL: "sv_SE.UTF-8" }]) {
    expect(execFileSync(process.execPath, ["--no-warnings", program, String(count)], { encoding: "utf8", env: { PATH: process.env.PATH, ...env } })).toBe(here);
  }
});

it("a decision does not depend on the time of its report, but where a rule or an exception asks for it", () => {
  for (let seed = 0; seed < runs / 3; seed += 1) {
    const next = random(seed);
    const report = anyReport(next);
    const policies = [inTurn(seed), anyPolicy(next)].filter(({ rules }) => !JSON.stringify(rules).includes("maxAgeSeconds"));
    for (const policy of policies) {
      const told = ({ outcome, rules, inputDigest }: ReturnType<typeof decide>) => ({ outcome, rules, inputDigest });
      expect(told(decide({ ...report, reportedAt: "2031-01-01T00:00:00.000Z" }, policy, "x"))).toEqual(told(decide(report, policy, "x")));
    }
  }
});
