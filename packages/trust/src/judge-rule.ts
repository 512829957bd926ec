import { claimKinds, systemTrustLevels, trustLevels, type ClaimKind } from "@modeldex/schema";
import { byCodeUnits } from "./canonical.ts";
import type { DecisionInput, RuleResult } from "./decide.ts";
import { judgeMatch, matchersOf, readsAs, type Verdict } from "./match-claims.ts";
import type { Policy, PolicyRule } from "./policy.ts";
import { countClaims, remedySentence } from "./rule-words.ts";
import type { TrustClaim } from "./trust-claim.ts";

/** Most claims that are given as reason of one rule. */
export const maxReasons = 20;

/** Order of claims in a report: UNDERMINES first, then FAILED, CAUTION, UNKNOWN, the rest, then what rows beside the listing say; then by kind and id. */
export function inClaimOrder(claims: readonly TrustClaim[]): readonly TrustClaim[] {
  return claims.toSorted(
    (left, right) => rank(left) - rank(right) || claimKinds.indexOf(left.kind) - claimKinds.indexOf(right.kind) || byCodeUnits(left.id, right.id),
  );
}

/** Holds one rule against a report whose claims are in order. */
export function judgeRule(rule: PolicyRule, input: DecisionInput): RuleResult {
  const verdict = judgeTest(rule, input);
  const { outcome, because, says, remedy } = verdict;
  return {
    rule,
    outcome,
    because: because.slice(0, maxReasons),
    explanation: rule.explanation === undefined ? says : `${says} ${rule.explanation}`,
    ...(outcome === "FAIL" || outcome === "UNKNOWN" ? { remedy: rule.remedy === undefined ? remedy : `${remedy} ${rule.remedy}` } : {}),
  };
}

/** What a decision reads of the clock: for each age limit of the policy, the claims that are within it. Part of the digest of its input. */
export function ageKey(input: DecisionInput, policy: Policy): readonly (readonly [number, readonly string[]])[] {
  const limits = policy.rules.flatMap((rule) => matchersOf(rule.test)).flatMap(({ maxAgeSeconds }) => (maxAgeSeconds === undefined ? [] : [maxAgeSeconds]));
  const distinct = [...new Set(limits)].toSorted((left, right) => left - right);
  return distinct.map((maxAgeSeconds) => {
    const within = input.claims.filter((claim) => readsAs({ ...claim, status: "VERIFIED" }, { maxAgeSeconds }, input.reportedAt) === "VERIFIED");
    return [maxAgeSeconds, within.map(({ id }) => id)];
  });
}

function rank({ effect, status, overlay }: TrustClaim): number {
  if (overlay !== undefined) return 5;
  if (effect === "UNDERMINES") return 0;
  if (status === "FAILED") return 1;
  if (effect === "CAUTION") return 2;
  return status === "UNKNOWN" ? 3 : 4;
}

/** A verdict whose remedy is a sentence. */
type Spoken = Omit<Verdict, "remedy"> & { readonly remedy: string };

function spoken({ remedy, ...verdict }: Verdict): Spoken {
  return { ...verdict, remedy: remedySentence(remedy, false) };
}

function judgeTest({ test }: PolicyRule, input: DecisionInput): Spoken {
  if ("require" in test) return spoken(judgeMatch("require", test.require, input));
  if ("forbid" in test) return spoken(judgeMatch("forbid", test.forbid, input));
  if ("anyOf" in test) return judgeAnyOf(test.anyOf.map((match) => judgeMatch("require", match, input)));
  const own = input.claims.filter(({ overlay }) => overlay === undefined);
  if ("level" in test) return judgeLevel(`The level is ${input.level}`, test.level, trustLevels.indexOf(input.level) >= trustLevels.indexOf(test.level), own);
  const reached = systemTrustLevels.indexOf(input.systemLevel) >= systemTrustLevels.indexOf(test.systemLevel);
  return judgeLevel(`The system's level is ${input.systemLevel}`, test.systemLevel, reached, own.filter(({ kind }) => systemKinds.has(kind)));
}

const systemKinds: ReadonlySet<ClaimKind> = new Set([
  "SOURCE_OPERATOR", "CONTROL_AUTHORITY", "REFERENCE_IMMUTABILITY", "CHANGE_HISTORY", "CROSS_SOURCE_DIGEST_MATCH",
]);

/** PASS when one passes; else the least bad news: UNKNOWN, then FAIL; SKIPPED when none applies. */
function judgeAnyOf(verdicts: readonly Verdict[]): Spoken {
  const [first, ...others] = verdicts;
  const passed = verdicts.find(({ outcome }) => outcome === "PASS") ?? (others.length === 0 ? first : undefined);
  if (passed !== undefined) return spoken(passed);
  const because = [...new Map(verdicts.flatMap((verdict) => verdict.because.map((claim) => [claim.id, claim] as const))).values()];
  const outcome = verdicts.some((verdict) => verdict.outcome === "UNKNOWN") ? "UNKNOWN" : verdicts.some((verdict) => verdict.outcome === "FAIL") ? "FAIL" : "SKIPPED";
  const open = verdicts.filter((verdict) => verdict.outcome === outcome);
  const alternatives = `of ${String(verdicts.length)} alternatives`;
  const opening = { UNKNOWN: `It is not known whether one ${alternatives} is met.`, FAIL: `None ${alternatives} is met.`, SKIPPED: `None ${alternatives} applies here.` }[outcome];
  const what = [...new Set(open.flatMap(({ remedy }) => remedy.what))];
  return {
    outcome,
    because: inClaimOrder(because),
    says: [opening, ...new Set(open.map(({ says }) => says))].join(" "),
    remedy: remedySentence({ step: outcome === "UNKNOWN" ? "CHECK" : "NEED", what }, true),
  };
}

/** A level that is not reached fails when something known stands in the way; it is unknown while something is not known. */
function judgeLevel(says: string, wanted: string, reached: boolean, claims: readonly TrustClaim[]): Spoken {
  const remedy = `Reach ${wanted}: the report says what is missing for the next level.`;
  if (reached) return { outcome: "PASS", because: [], says: `${says}; ${wanted} is asked for.`, remedy };
  const against = claims.filter(({ status, effect }) => status === "FAILED" || effect === "UNDERMINES");
  if (against.length > 0) {
    const stand = against.length === 1 ? "stands" : "stand";
    return { outcome: "FAIL", because: against, says: `${says}; ${wanted} is asked for, and ${countClaims(against.length)} ${stand} against it.`, remedy };
  }
  const unknown = claims.filter((claim) => claim.status === "UNKNOWN" || claim.stale);
  const checked = claims.some(({ status }) => status === "VERIFIED");
  if (unknown.length > 0 || !checked) {
    return { outcome: "UNKNOWN", because: unknown, says: `${says}; ${wanted} is asked for, and not everything could be checked.`, remedy };
  }
  return { outcome: "FAIL", because: [], says: `${says}; ${wanted} is asked for.`, remedy };
}
