import { isFiller } from "./filler-words.ts";
import { readName, type NameWord } from "./name-words.ts";
import { type QueryReading, readMeaning } from "./query-readings.ts";

/** One word of a query, or several that mean something together: any one of the alternatives, each all of its tokens; or what it was read as. */
export interface QueryWord {
  readonly text: string;
  readonly alternatives: readonly (readonly string[])[];
  readonly reading?: QueryReading;
}

/** Most tokens that one text gives, for an index and for a query. */
export const maxTokens = 64;

/**
 * Tokens of a name or id for an index: first those that {@link nameSignature} joins, then those that only help other spellings find it
 * (`gpt2` beside `gpt 2`, `3` beside `3p1`, `q4` beside `q4km`, `bgem3` beside `bge m3`, `code llama` beside `CodeLlama`, pairs of Chinese letters).
 *
 * Tokens are lower-case letters and digits of any script, at most 64 code units each, at most {@link maxTokens}, none twice. Of a text longer than
 * 1024 code units only the beginning is read. What {@link queryWords} makes of the same text always finds it.
 *
 * @example
 * nameTokens("meta-llama/Llama-3.1-8B-Instruct")
 * // ["meta", "llama", "3p1", "8b", "instruct", "3", "llama31"]
 */
export function nameTokens(text: string): string[] {
  const words = readName(text);
  const tokens = new Set<string>();
  for (const word of words) for (const token of word.tokens) add(tokens, token);
  for (const word of words) for (const token of word.extras) add(tokens, token);
  return [...tokens];
}

/**
 * Words of a query. A model matches when, for every word, all tokens of one alternative are among its {@link nameTokens}, or one token of the word's
 * reading is among its `propertyTokens`: a word may name a size, language, task, licence, format or precision. Words that only fill a sentence
 * (`models for german`) are left out where others remain.
 *
 * @returns at most as many words as give {@link maxTokens} tokens, none twice; empty when the text holds no letter and no digit.
 * @example
 * queryWords("gpt2 3.1")
 * // [{ text: "gpt2", alternatives: [["gpt", "2"], ["gpt2"]] }, { text: "3.1", alternatives: [["3p1"]] }]
 * queryWords("german 8b").map(({ reading }) => reading?.as)
 * // ["the language de", "parameters from 7.5B to 8.5B"]
 */
export function queryWords(text: string): QueryWord[] {
  const words = new Map<string, QueryWord>();
  const fillers = new Set<string>();
  let count = 0;
  const written = readName(text);
  for (let place = 0; place < written.length; ) {
    const { reading, taken } = readMeaning(written, place) ?? { reading: undefined, taken: 1 };
    const fills = reading === undefined && isFiller(written, place);
    const together = written.slice(place, place + taken);
    const tokens = together.flatMap((word) => word.tokens);
    count += tokens.length;
    if (count > maxTokens) break;
    const key = tokens.join(" ");
    if (!words.has(key)) words.set(key, { text: spoken(together), alternatives: together.map(alternatives).reduce(eachWithEach), ...(reading && { reading }) });
    if (fills) fillers.add(key);
    else fillers.delete(key);
    place += taken;
  }
  const telling = [...words].filter(([key]) => !fillers.has(key));
  return (telling.length > 0 ? telling : [...words]).map(([, word]) => word);
}

/**
 * The name in one spelling, for matches of whole names: equal for `Llama-3.1-8B`, `llama3.1 8b` and `LLAMA 3.1-8b`.
 *
 * @returns tokens joined by a space; empty when the text holds no letter and no digit.
 * @example
 * nameSignature("Llama-3.1-8B")
 * // "llama 3p1 8b"
 */
export function nameSignature(text: string): string {
  const tokens: string[] = [];
  for (const word of readName(text)) tokens.push(...word.tokens);
  return tokens.slice(0, maxTokens).join(" ");
}

function add(tokens: Set<string>, token: string): void {
  if (tokens.size < maxTokens) tokens.add(token);
}

function spoken(words: readonly NameWord[]): string {
  return words.map(({ text, gap }, place) => (place === 0 ? text : gap + text)).join("");
}

function eachWithEach(left: (readonly string[])[], right: (readonly string[])[]): (readonly string[])[] {
  return left.flatMap((one) => right.map((other) => [...new Set([...one, ...other])]));
}

function alternatives(word: NameWord): (readonly string[])[] {
  const seen = new Set<string>();
  return [word.tokens, ...word.readings].filter((tokens) => {
    const key = tokens.join(" ");
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
