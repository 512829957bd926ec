import { expect, it } from "vitest";
import { sortedParts } from "./sorted-parts.ts";

const sorted = (...values: readonly string[]) => values.map((value) => ({ why: [{ name: "sort", value: 0, note: `downloads: ${value}` }] }));

it("says where known values end, and where what anybody may write begins", () => {
  expect([...sortedParts(sorted("9", "1", "unknown", "unknown", "5", "unknown"), "DOWNLOADS")]).toEqual([
    [2, "Downloads in 30 days: not known from here on."], [4, "From here on: listed only where anybody may write."], [5, "Downloads in 30 days: not known from here on."],
  ]);
  expect([...sortedParts(sorted("unknown"), "BENCHMARK").keys()]).toEqual([0]);
});

it("says nothing where all is known, and nothing of a model that is named unknown", () => {
  expect(sortedParts(sorted("9", "1"), "DOWNLOADS").size).toBe(0);
  expect(sortedParts(sorted("a", "unknown"), "NAME").size).toBe(0);
  expect(sortedParts([{ why: [{ name: "read as", value: 1, note: "x: unknown" }] }], "LIKES").size).toBe(0);
});
