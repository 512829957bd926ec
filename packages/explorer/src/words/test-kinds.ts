import type { TestKind } from "../policy/rule-values.ts";
import type { Meaning } from "./claims.ts";

/** What a rule can ask for. */
export const testKindWords: Readonly<Record<TestKind, Meaning>> = {
  require: { label: "Require a claim", note: "Holds when at least one claim meets the conditions." },
  forbid: { label: "Forbid claims", note: "Holds when no claim meets the conditions." },
  anyOf: { label: "Require one of several", note: "Holds when at least one claim meets any of these sets of conditions." },
  level: { label: "Level of the files", note: "Holds when the files reach this level, and nothing that is known stands against them." },
  systemLevel: { label: "Level of the system", note: "Holds when the system around the files reaches this level." },
};
