import type { DecisionOutcome } from "../generated/types.ts";
import type { Word } from "./outcomes.ts";

/** What a policy decided of a pin. */
export const decisions: Readonly<Record<DecisionOutcome, Word>> = {
  ALLOW: { label: "meets the policy", note: "Every blocking rule passed, and no warning rule failed or is unknown. It says no more than the rules do.", tone: "good" },
  WARN: { label: "meets it with warnings", note: "No blocking rule failed; a warning rule failed or is unknown.", tone: "caution" },
  DENY: { label: "does not meet the policy", note: "A blocking rule failed.", tone: "bad" },
  INDETERMINATE: { label: "cannot be decided", note: "No blocking rule failed, but one is unknown. This is not a yes.", tone: "unknown" },
};
