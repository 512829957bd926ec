import { expect, test } from "vitest";
import { isAbbreviated, sameRevision } from "./revisions.ts";

const whole = `sha256:46e0c10c039e${"ab".repeat(26)}`;

test.each([
  ["equal names", "main", "main", "main"],
  ["equal digests", whole, whole, whole],
  ["a digest and its beginning", "sha256:46e0c10c039e", whole, whole],
  ["the same in the other order", whole, "sha256:46e0c10c039e", whole],
  ["two beginnings", "sha256:46e0c10c039e", "sha256:46e0c10c039eab", "sha256:46e0c10c039eab"],
  ["twin: one digit differs", "sha256:46e0c10c039f", whole, undefined],
  ["twin: too short to tell states apart", "sha256:46e0c10c039", whole, undefined],
  ["the beginning of a commit", "46e0c10c039e", "46e0c10c039eabababababababababababababababab", undefined],
  ["a name that begins like a digest", "sha256:46e0c10c039e", "sha256:46e0c10c039e-next", undefined],
  ["nothing and a name", undefined, "main", undefined],
  ["nothing and nothing", undefined, undefined, undefined],
])("compares %s", (_, one, other, expected) => {
  expect(sameRevision(one, other)).toBe(expected);
});

test("knows the beginning of a digest from a whole one", () => {
  expect(["sha256:46e0c10c039e", whole, "sha256:main", "46e0c10c039e"].map(isAbbreviated)).toEqual([true, false, false, false]);
});
