import { expect, it } from "vitest";
import { lanesOf } from "./lanes.ts";

it.each([
  [[10, 50, 90], [0, 0, 0]],
  [[10, 12, 90], [0, 1, 0]],
  [[90, 12, 10], [0, 1, 0]],
  [[5, 5, 5], [0, 1, 2]],
  [[0, 10, 20, 30], [0, 1, 0, 1]],
  [[], []],
])("puts %j in lanes %j", (places, lanes) => {
  expect(lanesOf(places, 18)).toEqual(lanes);
});
