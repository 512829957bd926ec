import { expect, it } from "vitest";
import { quantity, writtenQuantity } from "./quantity.ts";

it.each([
  ["1B", 1e9], ["8b", 8e9], ["500M", 5e8], ["128k", 128_000], ["1,000", 1_000], ["0.5", 0.5], [".5 b", 5e8], ["0.6B", 6e8], ["1.1b", 1.1e9], ["7 G", 7e9], ["1T", 1e12], ["0", 0], [" 131072 ", 131_072],
])("reads %j as %d", (text, value) => {
  expect(quantity(text)).toBe(value);
});

it.each([[""], ["b"], ["-1"], ["1,00"], ["1Q"], ["eight"], ["1e9"], ["1.2.3"], ["99999T"], ["8b instruct"]])("finds no number in %j", (text) => {
  expect(quantity(text)).toBeUndefined();
});

it.each([[1e9, "1B"], [5e8, "500M"], [131_072, "131072"], [1_500_000_000, "1.5B"], [999_999_999, "999999999"], [0.02, "0.02"], [0, "0"], [128_000, "128k"], [1e12, "1T"]])("writes %d as %s, which reads back", (value, text) => {
  expect([writtenQuantity(value), quantity(text)]).toEqual([text, value]);
});
