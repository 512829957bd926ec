import { describe, expect, it } from "vitest";
import { agreement, rawEvidencePath } from "./evidence-words.ts";

describe("agreement", () => {
  it.each([
    [1, 1, "One endpoint was asked, so nothing was held against it"],
    [2, 3, "2 of 3 endpoints gave equal data"],
    [1, 2, "1 of 2 endpoints gave equal data"],
  ])("of %i of %i", (agreeing, asked, words) => expect(agreement(agreeing, asked)).toBe(words));
});

describe("rawEvidencePath", () => {
  it.each([
    [`sha256:${"a".repeat(64)}`, `/evidence/${"a".repeat(64)}`],
    [null, undefined],
    [`keccak256:${"a".repeat(64)}`, undefined],
    ["sha256:../x", undefined],
  ])("of %s", (digest, path) => expect(rawEvidencePath(digest)).toBe(path));
});
