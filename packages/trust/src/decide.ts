import type { Digest } from "@modeldex/schema";
import { canonicalDigest } from "./canonical.ts";
import { ageKey, inClaimOrder, judgeRule } from "./judge-rule.ts";
import { matchersOf } from "./match-claims.ts";
import type { Policy, PolicyRule } from "./policy.ts";
import type { DecisionOutcome, RuleOutcome } from "@modeldex/schema";
import type { TrustReport } from "./report.ts";
import type { TrustClaim } from "./trust-claim.ts";

/** One rule, and the claims that decided it. */
export interface RuleResult {
  readonly rule: PolicyRule;
  readonly outcome: RuleOutcome;
  /** At most 20. */
  readonly because: readonly TrustClaim[];
  readonly explanation: string;
  /** What would make it pass; absent when it does, or does not apply. */
  readonly remedy?: string;
}

/** Whether a subject meets a policy, rule by rule. */
export interface PolicyDecision {
  readonly outcome: DecisionOutcome;
  readonly policy: Policy;
  readonly rules: readonly RuleResult[];
  /** Equal input digests and equal policy digests give equal decisions. */
  readonly inputDigest: Digest;
}

/** The part of a report that a decision rests on. */
export type DecisionInput = Pick<TrustReport, "claims" | "level" | "systemLevel" | "reportedAt">;

/**
 * Holds a report against a policy. Pure: it depends on claims, levels and the policy, not on order, clock or locale. Ages are reckoned from
 * `reportedAt`, and only where a rule asks for them.
 *
 * @param subjectReference what is decided about, such as `hf:openai/whisper-large-v3@<commit>`; it is part of `inputDigest`.
 */
export function decide(report: DecisionInput, policy: Policy, subjectReference: string): PolicyDecision {
  const named = new Set(policy.rules.flatMap((rule) => matchersOf(rule.test)).flatMap(({ issuers = [] }) => issuers));
  // What a row beside the listing says is no part of a decision that does not ask for its issuer.
  const input = { ...report, claims: inClaimOrder(report.claims.filter(({ overlay, issuer }) => overlay === undefined || named.has(issuer.key))) };
  const rules = policy.rules.map((rule) => judgeRule(rule, input));
  return { outcome: outcomeOf(rules), policy, rules, inputDigest: digestOf(input, policy, subjectReference) };
}

function outcomeOf(results: readonly RuleResult[]): DecisionOutcome {
  const has = (test: (result: RuleResult) => boolean): boolean => results.some(test);
  const blocking = (outcome: RuleOutcome) => (result: RuleResult) => result.rule.severity === "BLOCK" && result.outcome === outcome;
  const unknown = blocking("UNKNOWN");
  if (has(blocking("FAIL")) || has((result) => unknown(result) && result.rule.onUnknown === "DENY")) return "DENY";
  if (has((result) => unknown(result) && result.rule.onUnknown === "INDETERMINATE")) return "INDETERMINATE";
  const warns = ({ rule, outcome }: RuleResult): boolean => rule.severity === "WARN" && (outcome === "FAIL" || outcome === "UNKNOWN");
  return has(unknown) || has(warns) ? "WARN" : "ALLOW";
}

function digestOf(input: DecisionInput, policy: Policy, subjectReference: string): Digest {
  return canonicalDigest({
    subject: subjectReference,
    level: input.level,
    systemLevel: input.systemLevel,
    claims: input.claims.map(({ id, kind, status, effect, unknownReason, issuer, method, statement, stale }) => ({
      id, kind, status, effect, unknownReason, issuer: { type: issuer.type, key: issuer.key }, method, statement, stale,
    })),
    ages: ageKey(input, policy),
  });
}
