import { expect, it } from "vitest";
import { plainFields } from "./plain-fields.ts";

it.each([
  [{ owner: "team", costCentre: 4711, tags: ["a", "b"], nested: { x: [1] }, none: null }, [["owner", "team"], ["costCentre", "4711"], ["tags", "a, b"], ["nested", '{"x":[1]}'], ["none", "null"]]],
  [{ empty: [] }, [["empty", ""]]],
  [[1, 2], []],
  ["text", []],
  [null, []],
  [undefined, []],
])("lists the members of %j", (value, fields) => {
  expect(plainFields(value)).toEqual(fields);
});
