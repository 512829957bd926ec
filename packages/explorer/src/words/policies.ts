import type { DecisionOutcome, RuleOutcome, RuleSeverity, TrustDepth, UnknownHandling } from "../generated/types.ts";
import type { Meaning } from "./claims.ts";
import type { Word } from "./outcomes.ts";

/** What a policy decides. */
export const decisionOutcomes: Readonly<Record<DecisionOutcome, Word>> = {
  ALLOW: { label: "Meets the policy", note: "Every blocking rule passed, and no warning rule failed or is unknown. It says no more than the rules do.", tone: "good" },
  WARN: { label: "Meets it with warnings", note: "No blocking rule failed, but a warning rule failed, or what is unknown counts as a warning.", tone: "caution" },
  DENY: { label: "Does not meet the policy", note: "A blocking rule failed, or what is unknown counts as a refusal.", tone: "bad" },
  INDETERMINATE: { label: "Cannot be decided", note: "No blocking rule failed, but one is unknown. This is not a yes.", tone: "unknown" },
};

/** What became of one rule. */
export const ruleOutcomes: Readonly<Record<RuleOutcome, Word>> = {
  FAIL: { label: "fails", note: "It does not hold.", tone: "bad" },
  UNKNOWN: { label: "unknown", note: "It cannot be said whether it holds.", tone: "unknown" },
  PASS: { label: "passes", note: "It holds.", tone: "good" },
  SKIPPED: { label: "skipped", note: "It does not apply to this subject.", tone: "plain" },
};

/** How much the failure of a rule weighs. */
export const severities: Readonly<Record<RuleSeverity, Word>> = {
  BLOCK: { label: "blocks", note: "Where it fails, the policy is not met.", tone: "accent" },
  WARN: { label: "warns", note: "Where it fails, there is a warning, unless a blocking rule decides otherwise.", tone: "plain" },
  INFO: { label: "informs", note: "Where it fails, the decision does not change.", tone: "plain" },
};

/** What an unknown makes of the decision. */
export const unknownHandlings: Readonly<Record<UnknownHandling, Meaning>> = {
  INDETERMINATE: { label: "cannot be decided", note: "What is unknown leaves the decision open." },
  WARN: { label: "a warning", note: "What is unknown makes the decision a warning." },
  DENY: { label: "a refusal", note: "What is unknown makes the decision a refusal." },
};

/** What a policy makes of a blocking rule that is unknown, as its definition says; `undefined` where that weighs nothing of its own. */
export function unknownTreatment({ severity, definition }: { readonly severity: RuleSeverity; readonly definition: unknown }): string | undefined {
  if (severity !== "BLOCK") return undefined;
  const handling: unknown = typeof definition === "object" && definition !== null && "onUnknown" in definition ? definition.onUnknown : undefined;
  if (handling === "WARN") return "this policy treats that as a warning";
  return handling === "DENY" ? "this policy treats that as a refusal" : undefined;
}

/** How far to go to find out, and what that costs. */
export const depths: Readonly<Record<TrustDepth, Meaning>> = {
  CACHED: { label: "What is stored", note: "Shows findings that are stored here, and asks nobody." },
  STANDARD: { label: "Usual look", note: "Checks what is missing or out of date, with a small budget: it asks the sources, and what the budget does not reach stays unknown." },
  DEEP: { label: "Look further", note: "The same with a larger budget, and it reads weights: more requests to the sources, more bytes, and more time." },
};
