import type { AnyDigest } from "@modeldex/schema";

/** Hexadecimal digits of a whole digest. */
const lengths: Readonly<Record<string, number>> = { sha256: 64, keccak256: 64, blake3: 64, xet: 64, sha512: 128, sha1: 40, "git-sha1": 40, "git-sha256": 64, md5: 32 };

/**
 * The digest that a text is: `sha256:` and 64 hexadecimal digits and its like; bare, 64 digits are a sha256, as `sha256sum` prints it, and 40 a
 * git-sha1. `undefined` for any other text.
 */
export function digestIn(text: string): AnyDigest | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return `sha256:${text.toLowerCase()}`;
  if (/^[0-9a-f]{40}$/i.test(text)) return `git-sha1:${text.toLowerCase()}`;
  const algorithm = algorithmOf(text).toLowerCase();
  return lengths[algorithm] !== undefined && digestProblem(text.toLowerCase()) === undefined ? (text.toLowerCase() as AnyDigest) : undefined;
}

/** What is wrong with a digest of a known algorithm, to be said of the text or argument that it is: a part of one could mean many files. */
export function digestProblem(digest: string): string | undefined {
  const algorithm = algorithmOf(digest).toLowerCase();
  const value = digest.slice(algorithm.length + 1);
  const length = lengths[algorithm];
  if (length === undefined) return undefined;
  if (!/^[0-9a-f]*$/i.test(value)) return `is "${digest}", and a ${algorithm} is written in hexadecimal digits.`;
  if (value.length === length) return undefined;
  return `is "${digest}" with ${value.length} hexadecimal digits; a whole ${algorithm} has ${length}, and a part of one names nothing for certain.`;
}

/** What stands before the colon; empty where there is none. */
export function algorithmOf(digest: string): string {
  return digest.slice(0, Math.max(0, digest.indexOf(":")));
}
