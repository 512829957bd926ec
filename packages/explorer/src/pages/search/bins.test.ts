import { expect, it } from "vitest";
import { binOf } from "./bins.ts";

it.each([
  ["100000000..999999999", false, { min: "100000000", max: "999999999" }],
  ["0..0.099999", false, { min: "0", max: "0.099999" }],
  ["2020-01-01T00:00:00.000Z..2024-12-31T23:59:59.999Z", true, { min: "2020-01-01", max: "2024-12-31" }],
  ["1..", false, undefined], ["a..b", false, undefined], ["1..2..3", false, undefined], ["1..2", true, undefined], ["", false, undefined],
])("reads the ends of %j", (value, isDay, ends) => {
  expect(binOf(value, isDay)).toEqual(ends);
});
