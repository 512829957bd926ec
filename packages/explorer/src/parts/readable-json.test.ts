import { expect, test } from "vitest";
import { readable } from "./readable-json.ts";

test.each<[unknown, readonly string[]]>([
  ["mit", ["mit"]],
  ["", ["an empty text"]],
  [0, ["0"]],
  [null, ["not known"]],
  [false, ["false"]],
  [["a", "b", 3], ["a, b, 3"]],
  [[], ["nothing (an empty list)"]],
  [{ spdx: "MIT", class: "PERMISSIVE" }, ["spdx: MIT", "class: PERMISSIVE"]],
  [{ price: { input: 0.1, output: null } }, ["price:", "  input: 0.1", "  output: not known"]],
  [[{ path: "a", size: 1 }, { path: "b", size: 2 }], ["- path: a", "  size: 1", "- path: b", "  size: 2"]],
])("%j reads %j", (value, lines) => {
  expect(readable(value)).toEqual(lines);
});

test("counts the lines that it does not show", () => {
  const lines = readable(Object.fromEntries(Array.from({ length: 30 }, (_, place) => [`k${place}`, place])));
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe("… and 10 more lines");
});
