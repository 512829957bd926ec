import { type KnownLetter, hasForeignLetters, knownLetter, letterLike } from "./look-alike-letters.ts";
import { type LookAlikeLetter, type TextWarning, codePointName } from "./segments.ts";

/** Most words that are told one by one. */
const mostWords = 5;
/** Longest part of a word that is quoted, and most of its letters that are told. */
const longestQuote = 40;
const mostLetters = 6;

/**
 * Finds words that may be read as others: those whose letters come from scripts that are taken for one another (the "moderately restrictive" idea of
 * UTS 39, so Latin beside Chinese, Japanese or Korean is fine), and those of which every letter looks like a Latin one though none is. The latter are
 * left alone in a text that has other letters of their script: it is written in that language.
 *
 * @returns at most five words, then how many more there are.
 */
export function lookAlikeWords(text: string): readonly TextWarning[] {
  if (!hasForeignLetters.test(text)) return [];
  // Without what is not seen, so that nothing hides within a word.
  const read = text.replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cs}]/gu, "").normalize("NFC");
  const written = scriptsInUse(read);
  const found = new Map<string, TextWarning>();
  let more = 0;
  for (const [word] of read.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    if (found.has(word) || !hasForeignLetters.test(word)) continue;
    const warning = mixture(word) ?? disguise(word, written);
    if (warning !== undefined && found.size < mostWords) found.set(word, warning);
    else if (warning !== undefined) more += 1;
  }
  const rest = more === 0 ? [] : [{ kind: "MORE_WORDS" as const, message: `${more} more word${more === 1 ? " is" : "s are"} written with letters that look like others.` }];
  return [...found.values(), ...rest];
}

/** Scripts of which the text has letters that nobody takes for Latin; `fullwidth` where it is Chinese, Japanese or Korean. */
function scriptsInUse(text: string): ReadonlySet<string> {
  const inUse = new Set<string>();
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)) inUse.add("fullwidth");
  for (const letter of new Set(text)) {
    const known = knownLetter(letter);
    if (known !== undefined && !known.same) inUse.add(known.script);
  }
  return inUse;
}

function mixture(word: string): TextWarning | undefined {
  const letters = lettersOf(word);
  const counts = Map.groupBy(letters, ({ script }) => script);
  if (counts.size < 2) return undefined;
  const foreign = letters.filter(({ script }) => script !== "Latin");
  const readsAsLatin = !counts.has("Latin") || foreign.every(({ latin }) => latin !== undefined);
  const size = (its: readonly LetterOfWord[]) => its.reduce((sum, { times }) => sum + times, 0);
  const byUse = [...counts].toSorted(([one, its], [other, theirs]) => size(theirs) - size(its) || Number(other === "Latin") - Number(one === "Latin"));
  const leading = readsAsLatin ? "Latin" : byUse[0]?.[0];
  if (leading === undefined) return undefined;
  const alike = told(letters.filter(({ script }) => script !== leading), leading);
  if (alike.length === 0) return undefined;
  const names = [...counts.keys()].map(String).toSorted();
  return {
    kind: "MIXED_SCRIPTS", word: quotedPart(word), letters: alike,
    message: `“${quotedPart(word)}” mixes ${names.slice(0, -1).join(", ")} and ${names.at(-1)} letters: it contains ${listed(alike, ({ letter, codePoint, script, looksLike, looksLikeScript }) => `${script} ${letter} (${codePoint}), which looks like ${looksLikeScript} ${looksLike}`)}.`,
  };
}

function disguise(word: string, written: ReadonlySet<string>): TextWarning | undefined {
  const letters = lettersOf(word);
  const [first] = letters;
  if (first === undefined || first.script === "Latin" || written.has(first.script)) return undefined;
  // A letter alone is a variable, an article or a preposition. A digit before it makes it a unit: `70В`.
  if (/^\p{L}\p{M}*$/u.test(word) || !letters.every(({ same }) => same) || otherLetters(word)) return undefined;
  const alike = told(letters, "Latin");
  return {
    kind: "LOOKS_LATIN", word: quotedPart(word), letters: alike,
    message: `“${quotedPart(word)}” is written with ${first.script} letters that all look like Latin ones: ${listed(alike, ({ letter, codePoint, looksLike }) => `${letter} (${codePoint}) like ${looksLike}`)}.`,
  };
}

interface LetterOfWord extends KnownLetter {
  readonly letter: string;
  readonly times: number;
}

/** Each letter once: a word may be as long as the text. */
function lettersOf(word: string): readonly LetterOfWord[] {
  const times = new Map<string, number>();
  for (const letter of word) times.set(letter, (times.get(letter) ?? 0) + 1);
  return [...times].flatMap(([letter, count]) => {
    const known = knownLetter(letter);
    return known === undefined ? [] : [{ letter, times: count, ...known }];
  });
}

/** Whether a word has letters of a script that nobody takes for Latin: no Latin word is read there. */
function otherLetters(word: string): boolean {
  return [...new Set(word)].some((letter) => /\p{L}/u.test(letter) && knownLetter(letter) === undefined);
}

function told(letters: readonly LetterOfWord[], leading: KnownLetter["script"]): readonly LookAlikeLetter[] {
  return letters.flatMap(({ letter, script, latin }) => {
    const looksLike = latin === undefined ? undefined : letterLike(latin, leading);
    return looksLike === undefined ? [] : [{ letter, codePoint: codePointName(letter), script, looksLike, looksLikeScript: leading }];
  });
}

function listed(letters: readonly LookAlikeLetter[], say: (letter: LookAlikeLetter) => string): string {
  const more = letters.length - mostLetters;
  return `${letters.slice(0, mostLetters).map(say).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

function quotedPart(word: string): string {
  const letters = [...word.replaceAll(/(\p{M}{4})\p{M}+/gu, "$1").slice(0, longestQuote * 2).toWellFormed()];
  return letters.length > longestQuote ? `${letters.slice(0, longestQuote).join("")}…` : letters.join("");
}
