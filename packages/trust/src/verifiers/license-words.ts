import { createHash } from "node:crypto";

/**
 * The words of a licence text, apart from what changes nothing: case, white space, punctuation, mark-up, hyphens, lines of copyright,
 * `licence` for `license` (after the SPDX matching guidelines, SPDX specification, annex B).
 *
 * @example
 * licenseWords("Copyright (c) 2026 Acme\n\nRedistributions in *source* form")
 * // ["redistributions", "in", "source", "form"]
 */
export function licenseWords(text: string): readonly string[] {
  const lines = text.normalize("NFKC").toLowerCase().split(/\r\n|\r|\n/);
  const plain = lines.filter((line) => !isCopyrightLine(line)).join("\n").replace(/(?<=\p{L})[-‐‑](?=\p{L})|['’`]/gu, "");
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => equalWords[word] ?? word);
}

/** sha256 of words with one space between them, in lower-case hex. */
export function wordsDigest(words: readonly string[]): string {
  return createHash("sha256").update(words.join(" ")).digest("hex");
}

const equalWords: Readonly<Record<string, string>> = { licence: "license", licences: "licenses", sublicence: "sublicense", https: "http" };

/** Names a year, a sign or a place for a name; a sentence that goes on with "copyright notice" in the next line does not. */
function isCopyrightLine(line: string): boolean {
  return /^\W*(?:(?:portions\s+|modifications\s+)?copyright\s*(?:\(c\)|©|[<[{]|\d{4}|by\s)|©|\(c\)\s*\d{4})/.test(line) || /^\W*all rights reserved\W*$/.test(line);
}
