import { claimEffects, claimKinds, ruleSeverities, systemTrustLevels, trustLevels, unknownHandlings } from "@modeldex/schema";
import { builtInPolicies } from "../src/built-in-policies.ts";
import { canonicalDigest } from "../src/canonical.ts";
import { decide, type DecisionInput } from "../src/decide.ts";
import type { PolicyException } from "../src/exceptions.ts";
import { parsePolicy } from "../src/parse-policy.ts";
import type { Policy } from "../src/policy.ts";
import { anyClaim, pick, random, shuffled } from "./claims.ts";

export const reportedAt = "2026-11-01T12:00:00.000Z";

/** A policy of one to three rules of any form; none asks for failures, which an added failure would meet. */
export function anyPolicy(next: () => number): Policy {
  const match = () => ({
    ...(next() < 0.8 ? { kinds: [pick(next, claimKinds), pick(next, claimKinds)] } : {}),
    ...(next() < 0.3 ? { statuses: pick(next, [["VERIFIED"], ["VERIFIED", "ASSERTED"]]) } : {}),
    effects: [pick(next, claimEffects)],
    ...(next() < 0.2 ? { maxAgeSeconds: pick(next, [60, 3_600, 86_400]) } : {}),
    ...(next() < 0.2 ? { atLeast: 2 } : {}),
  });
  const tests = [
    () => ({ require: match() }), () => ({ forbid: match() }), () => ({ anyOf: [match(), match()] }), () => ({ level: pick(next, trustLevels) }), () => ({ systemLevel: pick(next, systemTrustLevels) }),
  ];
  const keys = ["a", "b", "c"].slice(0, 1 + Math.floor(next() * 3));
  const rule = (key: string) => ({ key, severity: pick(next, ruleSeverities), onUnknown: pick(next, unknownHandlings), test: pick(next, tests)() });
  return parsePolicy({ id: "any", rules: keys.map(rule) });
}

/** A report of some claims, of levels that need not follow from them. */
export function anyReport(next: () => number): DecisionInput {
  return { claims: Array.from({ length: Math.floor(next() * 12) }, () => anyClaim(next)), level: pick(next, trustLevels), systemLevel: pick(next, systemTrustLevels), reportedAt, revision: "main" };
}

/** Exceptions of some rules, for some subjects, of which some have ended. */
export function anyExceptions(next: () => number): readonly PolicyException[] {
  return Array.from({ length: Math.floor(next() * 4) }, () => ({
    subject: pick(next, ["hf:a/b", "hf:a/b@main", "hf:a/b@next", "hf:a/c"]), rule: pick(next, ["a", "b", "c", "nothing-against"]), reason: "So.", by: pick(next, ["ada", "bob"]),
    until: pick(next, ["2026-11-01T12:00:00.000Z", "2026-11-01T12:00:00.001Z", "2027-01-01T00:00:00.000Z"]), ...(next() < 0.3 ? { policy: pick(next, ["any", "other"]) } : {}),
  }));
}

/** Digest of the decisions of the built-in and of some other policies over some reports; with `turned` in another order of the same claims. */
export function decisionsOfSeeds(count: number, turned: boolean): string {
  const decisions = Array.from({ length: count }, (_, seed) => {
    const next = random(seed);
    const report = anyReport(next);
    const policies = [...builtInPolicies, anyPolicy(next)];
    const exceptions = anyExceptions(next);
    const order = <Value>(values: readonly Value[]): readonly Value[] => (turned ? shuffled(random(seed + 1), values) : values);
    return policies.map((policy) => decide({ ...report, claims: order(report.claims).map((claim) => ({ ...claim, id: `claim:${claim.statement}${claim.effect}${claim.method}${claim.subject.type}${claim.issuer.key}${String(claim.stale)}` })) }, policy, "hf:a/b", { exceptions: order(exceptions) }));
  });
  return canonicalDigest(decisions);
}

// Run as a program it tells the same digest, for whoever starts it under another zone and locale.
if (import.meta.main) process.stdout.write(decisionsOfSeeds(Number(process.argv[2]), false));
