import { expect, it } from "vitest";
import { isFileDigest } from "./is-file-digest.ts";

it.each([
  [`sha256:${"0a".repeat(32)}`, true], [`git-sha1:${"0a".repeat(20)}`, true], ["0a".repeat(32), false], [`sha256:${"0a".repeat(6)}`, false], [`blake3:${"0a".repeat(32)}`, false], [`sha256:${"0A".repeat(32)}`, false],
])("%s: %s", (text, answer) => expect(isFileDigest(text)).toBe(answer));
