import type { UnknownReason } from "../generated/types.ts";

/** Reasons that another look with a larger budget may settle. */
const settledByDepth: ReadonlySet<UnknownReason> = new Set<UnknownReason>(["NOT_REQUESTED", "NEEDS_BYTES", "TIMEOUT", "BUDGET_EXCEEDED"]);

/** Whether another look with a larger budget may settle why something is unknown. */
export function isSettledByDepth(reason: UnknownReason | null): boolean {
  return reason !== null && settledByDepth.has(reason);
}

/** Whether what the endpoint says of a rule asks that more be checked, or speaks of what a request may cost. */
export function asksForDepth(...sentences: readonly (string | null)[]): boolean {
  return sentences.some((sentence) => sentence !== null && /\bLet (?:this|these) be checked\b|\bless depth\b|\bbudget\b/.test(sentence));
}
