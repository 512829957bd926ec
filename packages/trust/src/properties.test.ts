import { decisionOutcomes, type DecisionOutcome } from "@modeldex/schema";
import { claimKinds, systemTrustLevels, trustLevels, type ClaimKind } from "@modeldex/schema";
import { expect, it } from "vitest";
import { anyClaim, anyFinding, anySourceClaim, claim, pick, random, shuffled } from "../test/claims.ts";
import { assessed, commit, input, listing, sha, stored, weights } from "../test/subjects.ts";
import { builtInPolicies } from "./built-in-policies.ts";
import { decide } from "./decide.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";
import { buildReport } from "./report.ts";
import type { TrustFinding, TrustListing } from "./trust-claim.ts";
import { builtInVerifiers } from "./verifiers/built-in-verifiers.ts";

const runs = 400;
const [defaultPolicy] = builtInPolicies as readonly [Policy];
const better: Readonly<Record<DecisionOutcome, number>> = { DENY: 0, INDETERMINATE: 1, WARN: 2, ALLOW: 3 };

/** A policy of one or two rules that does not ask for bare assertions or failures. */
function anyPolicy(next: () => number): Policy {
  const match = () => ({
    kinds: [pick(next, claimKinds), pick(next, claimKinds)],
    ...(next() < 0.5 ? { effects: [pick(next, ["SUPPORTS", "NEUTRAL", "CAUTION", "UNDERMINES"])] } : {}),
    ...(next() < 0.3 ? { statuses: ["VERIFIED"] } : {}),
  });
  const tests = [() => ({ require: match() }), () => ({ forbid: match() }), () => ({ anyOf: [match(), match()] }), () => ({ level: "PINNED" }), () => ({ systemLevel: "PINNABLE" })];
  const keys = next() < 0.5 ? ["a"] : ["a", "b"];
  return parsePolicy({ rules: keys.map((key) => ({ key, severity: "BLOCK", test: pick(next, tests)() })) });
}

function ranks(subject: TrustListing, others: readonly TrustListing[], findings: readonly TrustFinding[]) {
  const report = buildReport(input(subject, { others, findings }));
  return { report, level: trustLevels.indexOf(report.level), systemLevel: systemTrustLevels.indexOf(report.systemLevel), decision: decide(report, defaultPolicy, subject.key).outcome };
}

it("no set of source claims yields VERIFIED, a level, or ALLOW by itself", () => {
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const claims = Array.from({ length: Math.floor(next() * 12) }, () => anySourceClaim(next));
    const system = { claims: Array.from({ length: 4 }, () => anySourceClaim(next)), observedAt: "2026-11-01T10:00:00Z" };
    const subject = listing("hf:a/b", { revision: commit, artifacts: [weights("model.safetensors", sha("a"))], license: { stated: "mit" }, claims });
    const report = buildReport(input(subject, { system }));
    const statuses = new Set(report.claims.map(({ status, effect }) => `${status} ${effect}`));
    const outcomes = [defaultPolicy, anyPolicy(next)].map((policy) => decide(report, policy, "hf:a/b").outcome);
    expect({ seed, statuses: [...statuses], level: report.level, allowed: outcomes.includes("ALLOW"), pinnable: systemTrustLevels.indexOf(report.systemLevel) > 1 })
      .toEqual({ seed, statuses: ["ASSERTED NEUTRAL"], level: "LISTED", allowed: false, pinnable: false });
  }
});

it("no set of source claims is made VERIFIED by the built-in verifiers, which verify only what they saw themselves", async () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const next = random(seed);
    const claims = Array.from({ length: 8 }, () => anySourceClaim(next));
    const subject = listing("hf:a/b", { revision: "main", claims });
    const report = buildReport(input(subject, { findings: await assessed(subject, [], builtInVerifiers()) }));
    const verified = report.claims.filter(({ status }) => status === "VERIFIED").map(({ kind, effect }) => `${kind} ${effect}`);
    expect({ seed, verified }).toEqual({ seed, verified: ["REFERENCE_IMMUTABILITY CAUTION"] });
  }
});

it("an unknown on a blocking rule never yields ALLOW", () => {
  let unknowns = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const claims = Array.from({ length: Math.floor(next() * 10) }, () => anyClaim(next));
    const decision = decide({ claims, level: "LISTED", systemLevel: "OPAQUE", reportedAt: "2026-11-01T12:00:00.000Z" }, anyPolicy(next), "x");
    if (!decision.rules.some(({ outcome }) => outcome === "UNKNOWN")) continue;
    unknowns += 1;
    expect({ seed, outcome: decision.outcome }).not.toEqual({ seed, outcome: "ALLOW" });
  }
  expect(unknowns).toBeGreaterThan(runs / 10);
});

it("making a known claim unknown never turns another decision into ALLOW", () => {
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const claims = Array.from({ length: 1 + Math.floor(next() * 6) }, () => anyClaim(next));
    const policy = anyPolicy(next);
    const report = (list: typeof claims) => ({ claims: list, level: "LISTED", systemLevel: "OPAQUE", reportedAt: "2026-11-01T12:00:00.000Z" }) as const;
    const before = decide(report(claims), policy, "x").outcome;
    const [first, ...rest] = claims;
    if (first === undefined) continue;
    const after = decide(report([{ ...first, status: "UNKNOWN", method: "some.check/1" }, ...rest]), policy, "x").outcome;
    // A match of a forbidding rule that becomes unknown is no failure any more, but it is no pass either.
    if (before !== "ALLOW") expect({ seed, after }).not.toEqual({ seed, after: "ALLOW" });
  }
});

it("a FAILED finding never raises a level or a decision", () => {
  for (let seed = 0; seed < runs; seed += 1) {
    const next = random(seed);
    const subject = listing("hf:a/b", { revision: commit, artifacts: [weights("model.safetensors", sha("a"))], license: { stated: "mit" } });
    const kinds = shuffled(next, [...claimKinds]).slice(0, 10);
    const findings = kinds.map((kind, index) => stored(anyFinding(next, { kind, ...(next() < 0.7 ? { status: "VERIFIED", effect: "SUPPORTS" } : {}) } as object), { check: `check-${String(index)}/1` }));
    const before = ranks(subject, [], findings);
    const failure = stored(anyFinding(next, { kind: pick(next, claimKinds), status: "FAILED" } as object), { check: "failing/1" });
    const after = ranks(subject, [], [...findings, failure]);
    expect({ seed, level: after.level <= before.level, system: after.systemLevel <= before.systemLevel, decision: better[after.decision] <= better[before.decision] })
      .toEqual({ seed, level: true, system: true, decision: true });
    for (let trial = 0; trial < 3; trial += 1) {
      const policy = anyPolicy(next);
      const weigh = (report: typeof before.report): number => better[decide({ ...report, level: "LISTED", systemLevel: "OPAQUE" }, policy, "x").outcome];
      expect({ seed, trial, rose: weigh(after.report) > weigh(before.report) }).toEqual({ seed, trial, rose: false });
    }
  }
});

it("a report and a decision do not depend on the order of what they rest on", () => {
  for (let seed = 0; seed < runs / 4; seed += 1) {
    const next = random(seed);
    const claims = Array.from({ length: 8 }, () => anySourceClaim(next));
    const findings = Array.from({ length: 6 }, (_, index) => stored(anyFinding(next), { check: `check-${String(index)}/1` }));
    const others = [listing("oci:a", { license: { stated: "mit" } }), listing("mlflow:a", { license: { stated: "apache-2.0" } })];
    const report = (order: <Value>(values: readonly Value[]) => readonly Value[]) =>
      buildReport(input(listing("hf:a/b", { revision: commit, license: { stated: "gpl-3.0" }, claims: order(claims) }), { others: order(others), findings: order(findings) }));
    const straight = report((values) => values);
    const turned = report((values) => shuffled(next, values));
    const ids = straight.claims.map(({ id }) => id);
    expect({ seed, ids: turned.claims.map(({ id }) => id), distinct: new Set(ids).size, decision: decide(turned, defaultPolicy, "x") })
      .toEqual({ seed, ids, distinct: ids.length, decision: decide(straight, defaultPolicy, "x") });
  }
});

it("records that anybody may write change nothing in the report of somebody else's listing", async () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const next = random(seed);
    const subject = listing("hf:a/b", { revision: commit, license: { stated: "mit" }, artifacts: [weights("model.safetensors", sha("a")), weights("b.gguf", sha("b"))], claims: [] });
    const strangers = Array.from({ length: 3 }, (_, index) => {
      const artifacts = [weights(pick(next, ["model.safetensors", "b.gguf"]), sha(pick(next, ["a", "b", "c"])))];
      return listing(`onchain:${String(index)}`, { license: { stated: pick(next, ["mit", "proprietary"]) }, artifacts, claims: Array.from({ length: 3 }, () => anySourceClaim(next)) }, "open");
    });
    const report = async (others: readonly TrustListing[]) => buildReport(input(subject, { others, findings: await assessed(subject, others, builtInVerifiers()) }));
    // That strangers state the same is said, and nothing follows from it.
    const { claims, counts: _, ...rest } = await report(strangers);
    const { claims: claimsBefore, counts: _before, ...before } = await report([]);
    const ofOthers = claims.filter(({ kind }) => kind === "CROSS_SOURCE_DIGEST_MATCH").map(({ status, effect }) => `${status} ${effect}`);
    expect({ seed, ...rest, claims: claims.filter(({ kind }) => kind !== "CROSS_SOURCE_DIGEST_MATCH") }).toEqual({ seed, ...before, claims: claimsBefore });
    expect(["", "UNKNOWN NEUTRAL"]).toContain(ofOthers.join("; "));
  }
});

it("a decision does not depend on the clock or the locale", () => {
  const kinds: readonly ClaimKind[] = ["CONTENT_DIGEST", "THIRD_PARTY_SCAN", "LINEAGE"];
  const report = { claims: kinds.map((kind) => claim(kind, "VERIFIED", "SUPPORTS")), level: "PINNED", systemLevel: "NAMED", reportedAt: "2026-11-01T12:00:00.000Z" } as const;
  const zone = process.env.TZ;
  const first = decide(report, defaultPolicy, "x");
  try {
    process.env.TZ = "Pacific/Kiritimati";
    expect(decide({ ...report, reportedAt: "2031-01-01T00:00:00.000Z" }, defaultPolicy, "x")).toEqual(first);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
  expect(decisionOutcomes).toContain(first.outcome);
});
