import { claimKinds, systemTrustLevels, trustLevels, type ClaimKind, type SystemTrustLevel, type TrustLevel } from "@modeldex/schema";
import { byCodeUnits } from "./canonical.ts";
import type { DecisionInput, RuleResult } from "./decide.ts";
import { judgeMatch, matchersOf, readsAs, type Verdict } from "./match-claims.ts";
import type { Policy, PolicyRule } from "./policy.ts";
import { countClaims, firstStatements, remedySentence } from "./rule-words.ts";
import { isAssessed, type TrustClaim } from "./trust-claim.ts";

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
  const isOpen = outcome === "FAIL" || outcome === "UNKNOWN";
  return {
    rule,
    outcome,
    because: because.slice(0, maxReasons),
    explanation: [says, isOpen ? firstStatements(because) : "", rule.explanation ?? ""].filter((part) => part !== "").join(" "),
    ...(isOpen ? { remedy: rule.remedy === undefined ? remedy : `${remedy} ${rule.remedy}` } : {}),
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
  if ("level" in test && test.level === "LISTED") return judgeAgainst(own);
  if ("level" in test) return judgeLevel(`The level is ${input.level}`, test.level, trustLevels.indexOf(input.level) >= trustLevels.indexOf(test.level), own);
  const reached = systemTrustLevels.indexOf(input.systemLevel) >= systemTrustLevels.indexOf(test.systemLevel);
  return judgeLevel(`The system's level is ${input.systemLevel}`, test.systemLevel, reached, own.filter(({ kind }) => systemKinds.has(kind)));
}

const pinnedKinds = ["REFERENCE_IMMUTABILITY", "CONTENT_DIGEST"] as const;
const inspectedKinds = [...pinnedKinds, "CODE_EXECUTION_REQUIRED", "SERIALIZATION_SAFETY", "THIRD_PARTY_SCAN"] as const;
const authenticatedKinds = [...inspectedKinds, "PUBLISHER_SIGNATURE", "CROSS_SOURCE_DIGEST_MATCH", "PUBLISHER_IDENTITY"] as const;
const pinnableKinds = ["SOURCE_OPERATOR", "REFERENCE_IMMUTABILITY", "CHANGE_HISTORY"] as const;

/** What a level asks to be known: such claims are told first where it is not reached. */
const kindsOfLevels: Readonly<Record<TrustLevel | SystemTrustLevel, readonly ClaimKind[]>> = {
  LISTED: [], PINNED: pinnedKinds, INSPECTED: inspectedKinds, AUTHENTICATED: authenticatedKinds, ATTESTED: [...authenticatedKinds, "BUILD_PROVENANCE", "EXECUTION_ATTESTATION"],
  OPAQUE: [], NAMED: ["SOURCE_OPERATOR"], PINNABLE: pinnableKinds, CONSTRAINED: [...pinnableKinds, "CONTROL_AUTHORITY"],
  INDEPENDENT: [...pinnableKinds, "CONTROL_AUTHORITY", "CROSS_SOURCE_DIGEST_MATCH"],
};

const systemKinds: ReadonlySet<ClaimKind> = new Set(kindsOfLevels.INDEPENDENT);

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

/**
 * A level is reached, and nothing that is known stands against it: no claim failed or undermines trust. It is unknown while something is not known that keeps
 * it from being reached.
 */
function judgeLevel(says: string, wanted: TrustLevel | SystemTrustLevel, reached: boolean, claims: readonly TrustClaim[]): Spoken {
  const remedy = `Reach ${wanted}: the report says what is missing for the next level.`;
  const against = claims.filter(standsAgainst);
  if (against.length > 0) {
    const stand = against.length === 1 ? "stands" : "stand";
    return { outcome: "FAIL", because: against, says: `${says}; ${wanted} is asked for, and ${countClaims(against.length)} ${stand} against it.`, remedy };
  }
  if (reached) return { outcome: "PASS", because: [], says: `${says}; ${wanted} is asked for.`, remedy };
  const unknown = claims.filter((claim) => claim.status === "UNKNOWN" || claim.stale);
  const checked = claims.some(({ status }) => status === "VERIFIED");
  if (unknown.length > 0 || !checked) {
    const inTheWay = unknown.filter(({ kind }) => kindsOfLevels[wanted].includes(kind));
    return { outcome: "UNKNOWN", because: inTheWay.length > 0 ? inTheWay : unknown, says: `${says}; ${wanted} is asked for, and not everything could be checked.`, remedy };
  }
  return { outcome: "FAIL", because: [], says: `${says}; ${wanted} is asked for.`, remedy };
}

/**
 * The lowest level asks no more than that nothing that is known stands against it, of whatever kind. What could not be checked is told, and stands against
 * nothing; where nothing was looked at, nothing can be said.
 */
function judgeAgainst(claims: readonly TrustClaim[]): Spoken {
  const against = claims.filter(standsAgainst);
  const remedy = "Needed: no claim that failed or undermines trust.";
  if (against.length > 0) return { outcome: "FAIL", because: against, says: `${countClaims(against.length)} failed or ${against.length === 1 ? "undermines" : "undermine"} trust.`, remedy };
  const looked = claims.filter((claim) => isAssessed(claim) && claim.status !== "UNKNOWN");
  const unknown = claims.filter(({ status }) => status === "UNKNOWN");
  if (looked.length === 0) return { outcome: "UNKNOWN", because: unknown, says: "Nothing was checked yet, so what stands against it is not known.", remedy: remedySentence({ step: "CHECK", what: [] }, false) };
  const rest = unknown.length === 0 ? "" : ` ${String(unknown.length)} more could not be checked.`;
  const said = looked.length === 1 ? "1 claim was looked at; it did not fail, and does not undermine trust." : `${countClaims(looked.length)} were looked at; none failed or undermines trust.`;
  return { outcome: "PASS", because: [], says: `${said}${rest}`, remedy };
}

function standsAgainst({ status, effect }: TrustClaim): boolean {
  return status === "FAILED" || effect === "UNDERMINES";
}
