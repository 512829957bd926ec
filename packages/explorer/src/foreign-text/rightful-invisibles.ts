/**
 * Places where an invisible character does its work, so that it is no oddity: within emoji, between letters of scripts that are written with joiners
 * (RFC 5892, appendix A, gives the idea), and a variation selector after a Chinese or Mongolian character.
 *
 * @returns the places as UTF-16 offsets; those of both halves where a character has two.
 */
export function rightfulPlaces(text: string): ReadonlySet<number> {
  const places = new Set<number>();
  if (!maybeRightful.test(text)) return places;
  for (const pattern of [emoji, betweenJoined, afterVirama, afterIdeograph, afterMongolian]) {
    for (const match of text.matchAll(pattern)) addIgnorable(places, match);
  }
  return places;
}

const maybeRightful = /\p{Variation_Selector}|\u200c|\u200d|\u{e007f}/u;

/**
 * Emoji (UTS 51): a pictograph with its style, skin and joined ones, a keycap, or the flag of England, Scotland or Wales, which alone are in use. Not by
 * `\p{RGI_Emoji}`, which takes a third of a second to compile.
 */
const emoji = (() => {
  const letters = (name: string) => [...name].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join("");
  const flag = `\u{1f3f4}(?:${["gbeng", "gbsct", "gbwls"].map(letters).join("|")})\u{e007f}`;
  const pictograph = "\\p{Extended_Pictographic}[\\ufe0e\\ufe0f]?\\p{Emoji_Modifier}?";
  return new RegExp(`${flag}|[0-9#*]\\ufe0f\\u20e3|${pictograph}(?:\\u200d${pictograph})*`, "gu");
})();

/** One joiner between two letters of a script that joins or stacks its letters. */
const betweenJoined = new RegExp(`(?<=[${joining()}])[\\u200c\\u200d](?=[${joining()}])`, "gu");

/** One joiner after a sign that takes the vowel away, as Indian scripts end a word with it. */
const afterVirama = /(?<=[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2])[\u200c\u200d]/gu;

const afterIdeograph = /(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]/gu;

const afterMongolian = /(?<=(?=\p{L})\p{Script=Mongolian})[\u180b-\u180d\u180f]/gu;

function joining(): string {
  const scripts = [
    "Arabic", "Syriac", "Mongolian", "Nko", "Mandaic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam",
    "Sinhala", "Khmer", "Myanmar", "Tibetan",
  ];
  // The joiners themselves are of the script "Inherited", so that a second one in a row is none between two letters.
  return scripts.map((script) => `\\p{Script=${script}}`).join("");
}

function addIgnorable(places: Set<number>, match: RegExpExecArray): void {
  for (const found of match[0].matchAll(/\p{Default_Ignorable_Code_Point}/gu)) {
    for (let half = 0; half < found[0].length; half += 1) places.add(match.index + found.index + half);
  }
}
