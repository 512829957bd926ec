import type { DateTime, Digest } from "@modeldex/schema";
import { canonicalDigest } from "./canonical.ts";
import { exceptionFor, type PolicyException } from "./exceptions.ts";
import { ageKey, inClaimOrder, judgeRule } from "./judge-rule.ts";
import { matchersOf } from "./match-claims.ts";
import type { Policy, PolicyRule } from "./policy.ts";
import type { DecisionOutcome, RuleOutcome } from "@modeldex/schema";
import type { TrustReport } from "./report.ts";
import { exceptionSentence } from "./rule-words.ts";
import type { TrustClaim } from "./trust-claim.ts";
import { validUntil } from "./valid-until.ts";

/** One rule, and the claims that decided it. */
export interface RuleResult {
  readonly rule: PolicyRule;
  readonly outcome: RuleOutcome;
  /** At most 20. */
  readonly because: readonly TrustClaim[];
  readonly explanation: string;
  /** What would make it pass; absent when it does, or does not apply. */
  readonly remedy?: string;
  /** Why its outcome does not count for this decision; only where it is FAIL or UNKNOWN, of a rule that is more than INFO. */
  readonly exception?: PolicyException;
}

/** Whether a subject meets a policy, rule by rule. */
export interface PolicyDecision {
  readonly outcome: DecisionOutcome;
  readonly policy: Policy;
  readonly rules: readonly RuleResult[];
  /** Equal input digests and equal policy digests give equal outcomes of each rule. */
  readonly inputDigest: Digest;
  /** What is decided about, as it was given. */
  readonly subject: string;
  readonly revision?: string;
  /** The time of the report. */
  readonly decidedAt: DateTime;
  /** When something that it rests on ends; absent: nothing does. */
  readonly validUntil?: DateTime;
  /** The exceptions that it rests on, each once. */
  readonly exceptions: readonly PolicyException[];
}

/** The part of a report that a decision rests on. */
export type DecisionInput = Pick<TrustReport, "claims" | "level" | "systemLevel" | "reportedAt" | "revision">;

export interface DecideOptions {
  /** Of the operator; what concerns other subjects, policies or times does not count. @default none */
  readonly exceptions?: readonly PolicyException[];
}

/**
 * Holds a report against a policy. Pure: it depends on claims, levels, exceptions and the policy, not on order, clock or locale. Ages and ends are reckoned
 * from `reportedAt`, and only where a rule or an exception asks for them.
 *
 * @param subjectReference what is decided about: the key of a listing, perhaps after `listing:`, as ids of the schema have it. It is part of `inputDigest`.
 */
export function decide(report: DecisionInput, policy: Policy, subjectReference: string, { exceptions = [] }: DecideOptions = {}): PolicyDecision {
  const named = new Set(policy.rules.flatMap((rule) => matchersOf(rule.test)).flatMap(({ issuers = [] }) => issuers));
  // What a row beside the listing says is no part of a decision that does not ask for its issuer.
  const input = { ...report, claims: inClaimOrder(report.claims.filter(({ overlay, issuer }) => overlay === undefined || named.has(issuer.key))) };
  const query = { subject: subjectReference.replace(/^listing:/, ""), policy, at: report.reportedAt, ...(report.revision === undefined ? {} : { revision: report.revision }) };
  const rules = policy.rules.map((rule) => excepted(judgeRule(rule, input), exceptionFor(exceptions, { ...query, rule: rule.key })));
  const restsOn = [...new Set(rules.flatMap(({ exception }) => exception ?? []))];
  const until = validUntil(input, policy, restsOn);
  return {
    outcome: outcomeOf(rules.filter(({ exception }) => exception === undefined)),
    policy,
    rules,
    inputDigest: digestOf(input, policy, { subjectReference, exceptions: restsOn }),
    subject: subjectReference,
    ...(report.revision === undefined ? {} : { revision: report.revision }),
    decidedAt: report.reportedAt,
    ...(until === undefined ? {} : { validUntil: until }),
    exceptions: restsOn,
  };
}

function excepted(result: RuleResult, exception: PolicyException | undefined): RuleResult {
  const counts = result.rule.severity !== "INFO" && (result.outcome === "FAIL" || result.outcome === "UNKNOWN");
  if (exception === undefined || !counts) return result;
  return { ...result, explanation: `${result.explanation} ${exceptionSentence(exception)}`, exception };
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

function digestOf(input: DecisionInput, policy: Policy, { subjectReference, exceptions }: { readonly subjectReference: string; readonly exceptions: readonly PolicyException[] }): Digest {
  return canonicalDigest({
    subject: subjectReference,
    ...(exceptions.length === 0 ? {} : { exceptions }),
    level: input.level,
    systemLevel: input.systemLevel,
    claims: input.claims.map(({ id, kind, status, effect, unknownReason, issuer, method, statement, stale }) => ({
      id, kind, status, effect, unknownReason, issuer: { type: issuer.type, key: issuer.key }, method, statement, stale,
    })),
    ages: ageKey(input, policy),
  });
}
