import { expect, test } from "vitest";
import { cut } from "./cut.ts";

test.each([
  ["short", 10, "short"],
  ["Llama-3.1-8B-Instruct-GGUF", 16, "Llama-3.1-…-GGUF"],
  ["abcdef", 2, "a…"],
  ["😀😀😀😀😀", 4, "😀😀…😀"],
])("%s to %i letters is %s", (text, length, expected) => {
  expect(cut(text, length)).toBe(expected);
});
