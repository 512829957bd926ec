import { counted } from "../format/numbers.ts";
import type { DecisionOutcome, RuleOutcome, RuleSeverity } from "../generated/types.ts";

/** What of a rule's result a sentence about the decision counts. */
export interface CountedResult {
  readonly rule: { readonly severity: RuleSeverity };
  readonly outcome: RuleOutcome;
  readonly exception: unknown;
}

/** Why a decision is what it is, in numbers of rules: `2 rules that block fail, and 1 is unknown.` */
export function decisionSentence(outcome: DecisionOutcome, results: readonly CountedResult[]): string {
  const number = (severity: RuleSeverity, each: RuleOutcome): number => results.filter((result) => result.exception === null && result.rule.severity === severity && result.outcome === each).length;
  const [failed, open, warned, warnedOpen] = [number("BLOCK", "FAIL"), number("BLOCK", "UNKNOWN"), number("WARN", "FAIL"), number("WARN", "UNKNOWN")];
  const block = phrase("rule that blocks", "rules that block", failed, open);
  const warn = phrase("rule that warns", "rules that warn", warned, warnedOpen);
  switch (outcome) {
    case "DENY": return failed > 0 ? `${block}.` : `${block}, and what is unknown counts as a refusal.`;
    case "INDETERMINATE": return `${block}. That is not a yes.`;
    // A blocking rule that is unknown leaves a warning only where the policy says so.
    case "WARN": return `${[open > 0 ? `${block}, and this policy treats that as a warning` : block, warn].filter((text) => text !== "").join("; ")}.`;
    case "ALLOW": return "No rule that counts for the decision fails or is unknown. It says no more than the rules do.";
    default: return outcome satisfies never;
  }
}

/** `2 rules that block fail, and 1 is unknown`; empty without any. */
function phrase(one: string, many: string, failed: number, open: number): string {
  const unknown = open === 1 ? "is unknown" : "are unknown";
  if (failed === 0) return open === 0 ? "" : `${counted(open, one, many)} ${unknown}`;
  const fails = `${counted(failed, one, many)} ${failed === 1 ? "fails" : "fail"}`;
  return open === 0 ? fails : `${fails}, and ${open} ${unknown}`;
}
