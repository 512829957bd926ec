import type { DateTime } from "@modeldex/schema";
import { byCodeUnits, canonicalJson } from "./canonical.ts";
import type { Policy } from "./policy.ts";

/** A rule that an operator does not hold against one listing for a time, and why. */
export interface PolicyException {
  /**
   * `<listing key>`, or `<listing key>@<revision>` for that revision alone. Compared exactly: there is no pattern. The last "@" begins the revision, so a
   * listing whose key has one is named with its revision; its name alone would be read as a revision of another.
   */
  readonly subject: string;
  /** Key of the rule. */
  readonly rule: string;
  /** Id of the policy. Absent: any policy of the gateway that has such a rule, but none that is given in place. */
  readonly policy?: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly by: string;
  /** From then on it no longer counts. */
  readonly until: DateTime;
}

/** What an exception is looked for: a rule of a policy, about a listing at its revision. */
export interface ExceptionQuery {
  /** Key of the listing. */
  readonly subject: string;
  readonly revision?: string;
  readonly policy: Policy;
  readonly rule: string;
  /** The time of the report. */
  readonly at: DateTime;
}

/** The exception that counts, of several the one that ends last; `undefined` when there is none, or it has ended. */
export function exceptionFor(exceptions: readonly PolicyException[], query: ExceptionQuery): PolicyException | undefined {
  const counting = exceptions.filter((exception) => concerns(exception, query));
  return counting.toSorted((left, right) => Date.parse(right.until) - Date.parse(left.until) || byCodeUnits(canonicalJson(left), canonicalJson(right)))[0];
}

function concerns(exception: PolicyException, { subject, revision, policy, rule, at }: ExceptionQuery): boolean {
  const mark = exception.subject.lastIndexOf("@");
  const [key, only] = mark < 0 ? [exception.subject] : [exception.subject.slice(0, mark), exception.subject.slice(mark + 1)];
  const named = key === subject && (only === undefined || only === revision);
  // Who gives a policy in place says for himself what it holds against a listing.
  const ofPolicy = exception.policy === undefined ? policy.id !== policy.digest : exception.policy === policy.id;
  return named && ofPolicy && exception.rule === rule && Date.parse(exception.until) > Date.parse(at);
}
