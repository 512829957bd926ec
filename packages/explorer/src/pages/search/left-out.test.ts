import { expect, it } from "vitest";
import { chipsOf } from "./chips.ts";
import { filterOf, readState, writeState } from "./filter-state.ts";
import { countWithout, leftOut } from "./left-out.ts";

const facets = [
  { field: "LICENSE_CLASS", totalCount: 40, unknownCount: 7 }, { field: "PARAMETERS", totalCount: 50, unknownCount: 12 }, { field: "TASK", totalCount: 60, unknownCount: 0 },
  { field: "CLAIM_STATUS", totalCount: 30, unknownCount: null }, { field: "SOURCE", totalCount: 20, unknownCount: 0 },
] as const;
const stateOf = (address: string) => readState(new URLSearchParams(address)).state;

it("tells for each field how many models lack its value, or that this is not counted", () => {
  expect(leftOut(stateOf("license=PERMISSIVE&license=COPYLEFT&max-params=1000&max-context=9&min-downloads=5&status=CONTENT_DIGEST+VERIFIED&has=card&scans=scanned&task=a"), facets).map(({ shown: _, ...rest }) => rest)).toEqual([
    { field: "Licence", count: 7, isCounted: true },
    { field: "Claim, how it is known", count: undefined, isCounted: false },
    { field: "Task", count: 0, isCounted: true },
    { field: "Parameters", count: 12, isCounted: true },
    // Its facet has not come yet.
    { field: "Context", count: undefined, isCounted: true },
    { field: "Downloads", count: undefined, isCounted: false },
    { field: "What it has or lacks", count: undefined, isCounted: false },
    { field: "Scans by others", count: undefined, isCounted: false },
  ]);
});

it("leads to those of which a number is not known, and leaves the other conditions", () => {
  const state = stateOf("license=PERMISSIVE&max-params=1000&min-context=9");
  const [, parameters] = leftOut(state, facets);
  const turned = { ...state, ...parameters?.shown };
  expect(filterOf(turned)).toEqual({ licenseClasses: ["PERMISSIVE"], contextLength: { min: 9 }, all: [{ not: { parameters: { min: 0 } } }] });
  expect(chipsOf(turned, (_, value) => value).map(({ field, value }) => `${field}: ${value}`)).toContain("Parameters: not known");
  expect(filterOf(readState(writeState(turned)).state)).toEqual(filterOf(turned));
});

it("tells nothing of what leaves nothing unknown out", () => {
  expect(leftOut(stateOf("source=hf&state=GONE&not-license=PERMISSIVE&license=UNKNOWN&license=COPYLEFT&not-max-params=1000&status=CONTENT_DIGEST+UNKNOWN&effect=CONTENT_DIGEST+NEUTRAL&scans=no-finding"), facets)).toEqual([]);
});

it("counts what there is without a condition where a facet says so, and nowhere else", () => {
  const counted = (address: string) => {
    const state = stateOf(address);
    return chipsOf(state, (_, value) => value).map((chip) => countWithout(state, chip, facets));
  };
  expect(counted("q=x&license=PERMISSIVE&max-params=1000&max-context=9&has=card&scans=no-finding")).toEqual([40, 50, undefined, undefined, undefined]);
  // Another choice in the same field would be left out with it.
  expect(counted("license=PERMISSIVE&license=COPYLEFT&source=hf")).toEqual([undefined, undefined, 20]);
  expect(counted("not-license=PERMISSIVE&license=COPYLEFT")).toEqual([undefined, 40]);
  expect(counted("status=CONTENT_DIGEST+VERIFIED")).toEqual([30]);
  expect(counted("status=CONTENT_DIGEST+VERIFIED&scans=scanned")).toEqual([undefined, undefined]);
});
