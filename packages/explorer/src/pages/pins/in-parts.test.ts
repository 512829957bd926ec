import { expect, it } from "vitest";
import { inParts, sizeOf } from "./in-parts.ts";

it.each([
  [[], []],
  [["a", "b", "c"], [["a", "b"], ["c"]]],
  [["1234567", "12345", "1"], [["1234567"], ["12345", "1"]]],
  [["a".repeat(50), "b"], [["a".repeat(50)], ["b"]]],
])("parts %j", (items, parts) => {
  expect(inParts(items, { most: 2, bytes: 14 })).toEqual(parts);
});

it("counts bytes, not letters", () => {
  expect(sizeOf("é😀")).toBe(2 + 2 + 4);
});
