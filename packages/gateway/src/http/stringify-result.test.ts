import { expect, it } from "vitest";
import { stringifyResult } from "./stringify-result.ts";

it.each([
  [{ data: { search: { nodes: [{ id: "hf:a/b", text: "“ü” \u2028 \\ \"" }], totalCount: 1 } } }],
  [{ data: Object.assign(Object.create(null) as object, { a: null }) as Record<string, unknown> }],
  [{ data: null, errors: [{ message: "no" }] }],
  [{ data: { a: 1 }, errors: [{ message: "half" }] }],
  [{ data: { a: 1 }, extensions: { cost: 2 } }],
  [{ errors: [{ message: "no" }] }],
])("writes what JSON.stringify writes, each time it is asked: %j", (result) => {
  const ordered = { errors: undefined, data: undefined, extensions: undefined, ...result };
  const expected = `${JSON.stringify(ordered)}\n`;
  expect([stringifyResult(ordered as never), stringifyResult(ordered as never)]).toEqual([expected, expected]);
});
