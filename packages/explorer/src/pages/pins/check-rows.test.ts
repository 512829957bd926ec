import { expect, it } from "vitest";
import type { PinOutcome, RuleSeverity } from "../../generated/types.ts";
import { byWeight, countsText, sourcesNamed, unasked } from "./check-rows.ts";
import type { CheckRow } from "./check-rows.ts";

const row = (place: number, outcome?: PinOutcome, severity?: RuleSeverity): CheckRow => ({
  entry: { place, requested: `r${place}`, document: { requested: `r${place}`, source: { id: place < 3 ? "hf" : "ollama" } } },
  result: outcome && { outcome, reference: `r${place}`, digest: null, problem: null, checkedAt: "2026-01-01T00:00:00Z", model: null, drifts: severity === undefined ? [] : [{ kind: "METADATA_ONLY", severity, before: null, after: null, statement: "" }] },
});
const bad: CheckRow = { entry: { place: 9, requested: undefined, problem: "Entry 10 is no object, so it is no pin." }, result: undefined };

it("puts what weighs most first, and what was not asked about last", () => {
  const rows = [row(0, "UNCHANGED"), row(1), row(2, "DRIFTED", "INFO"), bad, row(4, "UNREACHABLE"), row(5, "DRIFTED", "BLOCK"), row(6, "INVALID")];
  expect(byWeight(rows).map(({ entry }) => entry.place)).toEqual([5, 2, 4, 6, 9, 0, 1]);
  expect(countsText(rows)).toBe("2 drifted, 1 not known, 2 no valid pin, 1 unchanged");
  expect(unasked(rows).map(({ place }) => place)).toEqual([1]);
  expect(sourcesNamed(rows.map(({ entry }) => entry))).toBe(2);
  expect(countsText([row(1)])).toBe("");
});
