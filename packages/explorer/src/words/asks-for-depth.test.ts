import { expect, it } from "vitest";
import { asksForDepth, isSettledByDepth } from "./asks-for-depth.ts";

it.each<[readonly (string | null)[], boolean]>([
  [["Let this be checked: serialization safety. Load a file in a format that holds no code."], true],
  [[null, "1 claim could not be checked. The request may cost no more upstream time; ask for fewer models, or for less depth."], true],
  [["The request's budget was used up."], true],
  [["Ask the publisher, or choose another revision or model.", null], false],
])("asksForDepth of %j", (sentences, asks) => expect(asksForDepth(...sentences)).toBe(asks));

it("isSettledByDepth knows what more bytes or time change", () => {
  expect([isSettledByDepth("NEEDS_BYTES"), isSettledByDepth("BUDGET_EXCEEDED"), isSettledByDepth("NO_EVIDENCE_PUBLISHED"), isSettledByDepth(null)]).toEqual([true, true, false, false]);
});
