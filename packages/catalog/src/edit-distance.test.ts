import { expect, test } from "vitest";
import { editDistance } from "./edit-distance.ts";

test.each([
  ["bert", "bert", 0], ["whsiper", "whisper", 1], ["instrct", "instruct", 1], ["mistrall", "mistral", 1], ["lamma", "llama", 2], ["", "ab", 2], ["kitten", "sitting", 3], ["abc", "xyz", 3], ["bertbert", "bert", 4],
])("%j and %j are %i apart, as far as anybody asks", (left, right, distance) => {
  expect([editDistance(left, right, 2), editDistance(right, left, 2), editDistance(left, right, 3)]).toEqual([Math.min(distance, 3), Math.min(distance, 3), distance]);
});
