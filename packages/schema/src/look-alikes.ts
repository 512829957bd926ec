import { squeezedName } from "./squeezed-name.ts";
import { writtenWords } from "./written-words.ts";

/**
 * How two names of models could be taken for one another. `EQUAL`: the same, apart from case, separators and accents. `LOOK_ALIKE`: other characters that
 * look the same. `SUFFIX`: one of them adds that it is the real one. `SPELLING`: one or two letters of one long word differ.
 */
export type NameLikeness =
  | { readonly kind: "EQUAL" | "LOOK_ALIKE" | "SUFFIX" }
  /** The words that differ, in lower case: of the first name, and of the second. */
  | { readonly kind: "SPELLING"; readonly words: readonly [string, string] };

/** Words at an end of a name that only say that this is the model of that name. */
const suffixes: ReadonlySet<string> = new Set(["official", "original", "orig", "genuine", "hf"]);
/** Shortest word in which one letter may differ, two, and a letter may be doubled. */
const shortestForOne = 6;
const shortestForTwo = 10;
const shortestForDouble = 4;
/** Longest name that is compared, in UTF-16 code units. */
const maxLength = 256;

/** Cyrillic and Greek letters that nobody tells from Latin ones, in lower case (after the confusables of Unicode, UTS 39). */
const foreign: ReadonlyMap<string, string> = new Map(
  "аa еe оo рp сc уy хx іi ѕs јj һh ԁd ԛq ԝw кk мm тt вb нh ӏl αa οo ρp νv κk ιi τt υu χx εe βb ηn".split(" ").map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
);

/**
 * Whether two names differ, and only by characters that look alike: `l`, `I` and `1`; `o` and `0`; `m` and `rn`; `w` and `vv`; Cyrillic and Greek letters
 * and Latin ones; full-width forms. Case is no difference. For names of publishers: in those of models a digit is a version or a size, see
 * {@link nameLikeness}.
 *
 * @example
 * looksLike("meta-Ilama", "meta-llama")
 * // true
 */
export function looksLike(left: string, right: string): boolean {
  const [one, other] = [left.slice(0, maxLength), right.slice(0, maxLength)];
  return one.toLowerCase() !== other.toLowerCase() && sameShapes(shapes(one), shapes(other));
}

/**
 * How two names of models could be taken for one another. Precision first: names that differ in a digit, or in a whole word that is none of `official`, `hf`
 * and the like, name different models, such as `v1` and `v2`, `7B` and `8B`, or `Llama-3.1-8B` and `Llama-3.1-8B-Instruct`.
 *
 * Whether two words that differ by a letter are one word misspelt (`mistrall`) or two (`cased`, `llava`) is for whoever knows how many models have each.
 *
 * @param left name without publisher; of a longer text only the beginning is read.
 * @returns `undefined` for names of different models.
 */
export function nameLikeness(left: string, right: string): NameLikeness | undefined {
  const [one, other] = [left.slice(0, maxLength), right.slice(0, maxLength)];
  const squeezed = squeezedName(one);
  if (squeezed === "") return undefined;
  if (squeezed === squeezedName(other)) return { kind: "EQUAL" };
  const [words, others] = [nameParts(one), nameParts(other)];
  if (sameShapes(words.flatMap(shapesInName), others.flatMap(shapesInName))) return { kind: "LOOK_ALIKE" };
  const [bare, otherBare] = [bared(words), bared(others)];
  const isBared = bare.length < words.length || otherBare.length < others.length;
  if (isBared && bare.length > 0 && sameShapes(bare.flatMap(shapesInName), otherBare.flatMap(shapesInName))) return { kind: "SUFFIX" };
  const differing = misspelt(words, others);
  return differing === undefined ? undefined : { kind: "SPELLING", words: differing };
}

/**
 * A name in parts: runs of letters and runs of digits, as written. A digit that stands for a letter, such as in `L1ama` or `Mistra1`, stays with its word.
 *
 * @example
 * nameParts("Mistra1-7B-v0.3")
 * // ["Mistra1", "7", "B", "v", "0.3"]
 */
export function nameParts(name: string): readonly string[] {
  return writtenWords(name.slice(0, maxLength)).flatMap(({ written }) => partsOf(written));
}

/** The name without one of its parts, for looking up names that have all others; `undefined` when nothing is left. */
export function withoutPart(name: string, part: string): string | undefined {
  const left = writtenWords(name.slice(0, maxLength)).flatMap(({ written }) => {
    const parts = partsOf(written);
    return parts.includes(part) ? parts.filter((each) => each !== part) : [written];
  });
  return left.length === 0 ? undefined : left.join(" ");
}

/** The name without words at its ends that only say that it is the real one; `undefined` when there are none, or nothing else. */
export function withoutSuffix(name: string): string | undefined {
  const words = writtenWords(name.slice(0, maxLength)).map(({ written }) => written);
  const bare = bared(words);
  return bare.length === words.length || bare.length === 0 ? undefined : bare.join(" ");
}

/** Whether a part of a name may be a word of another name written otherwise: long enough, and not of digits alone. */
export function mayBeMiswritten(part: string): boolean {
  return part.length >= shortestForDouble && /\p{L}/u.test(part);
}

/** Whether a part of a name holds digits within its word, or letters of other scripts that look like Latin ones. */
export function isDisguised(part: string): boolean {
  return /\p{L}/u.test(part) && [...part.toLowerCase()].some((letter) => letter === "0" || letter === "1" || foreign.has(letter));
}

/** A digit 0 or 1 is read as a letter where a letter follows it, and letters precede or several follow; and at the end of a long word. */
const digitInWord = /(?<=\p{L}\p{L})[01](?=\p{L})|(?<=\p{L})[01](?=\p{L}{3})|^[01](?=\p{L}{3})|(?<=^\p{L}{5,})[01]$/gu;

function partsOf(word: string): readonly string[] {
  const marked = word.replace(digitInWord, (digit) => (digit === "1" ? "\ue001" : "\ue000"));
  return (marked.match(/[0-9.]+|[^0-9.]+/g) ?? []).map((part) => part.replaceAll("\ue001", "1").replaceAll("\ue000", "0"));
}

function bared(words: readonly string[]): readonly string[] {
  let [from, to] = [0, words.length];
  while (to > from && suffixes.has(words[to - 1]?.toLowerCase() ?? "")) to -= 1;
  while (from < to && suffixes.has(words[from]?.toLowerCase() ?? "")) from += 1;
  return words.slice(from, to);
}

/** For each character those that it looks like, itself first. Dots of numbers do not count, nor do signs between words. */
function shapes(part: string): readonly string[] {
  const isNumber = /^[0-9.]+$/.test(part);
  const plain = part.normalize("NFKC").replaceAll(/rn/g, "m").replaceAll(/vv/gi, "w");
  return [...plain].flatMap((character) => {
    if (character === ".") return [];
    if (isNumber) return [character];
    return [shapeOf.get(character) ?? foreign.get(character.toLowerCase()) ?? character.toLowerCase()];
  });
}

/** In a longer word of a name nobody remembers which letters are capital: `IIama` is read as `Llama`. */
function shapesInName(part: string): readonly string[] {
  const found = shapes(part);
  return part.length < shortestForDouble ? found : found.map((shape) => (shape === "L" ? "lL" : shape));
}

/** Capital L and small l are one letter in names, and only the small one looks like a capital I. */
const shapeOf: ReadonlyMap<string, string> = new Map([["l", "lL"], ["L", "L"], ["I", "il"], ["1", "1l"], ["0", "0o"], ["ӏ", "l"], ["Ι", "il"], ["І", "il"]]);

function sameShapes(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((shape, place) => [...shape].some((character) => right[place]?.includes(character)));
}

/** The one word in which two names differ, where it is the same but for a letter or two. */
function misspelt(words: readonly string[], others: readonly string[]): readonly [string, string] | undefined {
  if (words.length !== others.length) return undefined;
  const differing = words.flatMap((word, place) => {
    const [left, right] = [word.toLowerCase(), (others[place] ?? "").toLowerCase()];
    return left === right ? [] : [[left, right] as const];
  });
  const [pair, second] = differing;
  return pair !== undefined && second === undefined && isMisspelling(...pair) ? pair : undefined;
}

function isMisspelling(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length);
  if (!isWord(left) || !isWord(right) || shorter < shortestForDouble) return false;
  if (withoutDoubles(left) === withoutDoubles(right)) return true;
  const most = shorter >= shortestForTwo ? 2 : shorter >= shortestForOne ? 1 : 0;
  return most > 0 && lettersApart(left, right, most);
}

function isWord(part: string): boolean {
  return /^\p{L}+$/u.test(part);
}

function withoutDoubles(word: string): string {
  return word.replaceAll(/(.)\1+/gu, "$1");
}

/** Whether at most so many letters were put in, left out, changed or swapped: what both begin and end with is taken off, and the rest is tried. */
function lettersApart(left: string, right: string, most: number): boolean {
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  const [one, other] = [left.slice(start), right.slice(start)];
  if (one === other) return true;
  if (most === 0) return false;
  const swapped = one[0] === other[1] && one[1] === other[0] && lettersApart(one.slice(2), other.slice(2), most - 1);
  return swapped || lettersApart(one.slice(1), other, most - 1) || lettersApart(one, other.slice(1), most - 1) || lettersApart(one.slice(1), other.slice(1), most - 1);
}
