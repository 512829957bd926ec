import { expect, it } from "vitest";
import type { RuleOutcome } from "../generated/types.ts";
import { rulesInWords } from "./rule-results.tsx";

it.each<[readonly RuleOutcome[], string]>([
  [["FAIL", "UNKNOWN", "FAIL"], "2 more rules fail, 1 more rule is unknown"],
  [["SKIPPED", "PASS", "PASS"], "2 rules pass, 1 rule does not apply"],
])("folded rules of %j are told as: %s", (outcomes, words) => expect(rulesInWords(outcomes.map((outcome) => ({ outcome })))).toBe(words));
