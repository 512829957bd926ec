import { writtenWords } from "./written-words.ts";

/** Longest text that is given, in UTF-16 code units. */
const maxLength = 256;

/**
 * A name without what stands between its words, in lower case and without diacritics: what a part of a name is looked for in.
 *
 * @example
 * squeezedName("flair/NER-danish_v2.0")
 * // "flairnerdanishv20"
 */
export function squeezedName(text: string): string {
  return writtenWords(text).map((word) => word.text.replaceAll(".", "")).join("").slice(0, maxLength);
}
