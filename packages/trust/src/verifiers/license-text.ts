import { knownMarks, knownSurroundings, knownTexts, type KnownLicense, type KnownMarks, type KnownText } from "./license-known.ts";
import { licenseWords, wordsDigest } from "./license-words.ts";

/**
 * What a text was recognised as.
 *
 * - `TEXT`: the terms of the licence word for word, and around them a title, names and what its publisher puts there.
 * - `MARKS`: title and marks of an agreement whose editions are not compared word for word.
 * - `CHANGED`: it begins and ends as the licence does and has other words within, or more words around it, which may be other terms.
 * - `NONE`: nothing that is known here.
 */
export type RecognisedLicense =
  | { readonly status: "TEXT" | "MARKS"; readonly license: KnownLicense }
  | { readonly status: "CHANGED"; readonly license: KnownLicense; readonly because: string }
  | { readonly status: "NONE" };

/** Licences to recognise. */
export interface LicenseTable {
  readonly texts: readonly KnownText[];
  readonly marks: readonly KnownMarks[];
  readonly surroundings: ReadonlySet<string>;
}

const everyLicense: LicenseTable = { texts: knownTexts, marks: knownMarks, surroundings: knownSurroundings };

/** Longest title and names around the terms, in words. */
const maxAround = 25;
/** A title stands among so many first words. */
const titleWithin = 40;
/** Words of short remarks around the terms that may alter them. */
const altering = new Set([
  "academic", "addendum", "addition", "additional", "additionally", "commercial", "commercially", "condition", "conditions", "educational", "except", "exception", "following",
  "however", "may", "modification", "modified", "must", "noncommercial", "not", "only", "permission", "prohibited", "provided", "purposes", "research", "restricted",
  "restriction", "restrictions", "shall", "unless", "use", "without",
]);

/**
 * Recognises the text of a licence: by digests of its words, so that one changed word is seen, or by the marks of agreements that have many editions.
 * Copyright lines, white space and mark-up do not count.
 *
 * @example
 * recogniseLicense("MIT License\n\nCopyright (c) 2026 Acme\n\nPermission is hereby granted, …").status
 * // "TEXT"
 */
export function recogniseLicense(text: string, { texts, marks, surroundings }: LicenseTable = everyLicense): RecognisedLicense {
  const words = licenseWords(text);
  const joined = spaced(words);
  const byMarks = marks.find((row) => hasMarks(row, words, joined));
  if (byMarks !== undefined) return { status: "MARKS", license: byMarks.license };
  const candidates = texts.flatMap((row) => {
    const parts = partsOf(row, joined);
    return parts === undefined ? [] : [{ row, parts, equal: row.sha256.includes(wordsDigest(wordsOf(parts.terms))) }];
  });
  const equal = candidates.find((candidate) => candidate.equal);
  if (equal !== undefined) {
    const { row: { license }, parts } = equal;
    const more = [parts.before, parts.after].filter((part) => !isHarmless(wordsOf(part), surroundings)).reduce((sum, part) => sum + wordsOf(part).length, 0);
    return more === 0 ? { status: "TEXT", license } : { status: "CHANGED", license, because: `it holds its terms and ${String(more)} further words, which may be other terms` };
  }
  // Several licences begin and end alike; then it is not said which one was changed, except by the title.
  const [first] = candidates;
  const titled = candidates.find(({ row, parts }) => parts.before.includes(spaced(licenseWords(row.license.name)))) ?? (candidates.length === 1 ? first : undefined);
  return titled === undefined ? { status: "NONE" } : { status: "CHANGED", license: titled.row.license, because: "its words are not those of that licence" };
}

interface Parts {
  readonly before: string;
  readonly terms: string;
  readonly after: string;
}

function partsOf({ from, to }: KnownText, joined: string): Parts | undefined {
  const start = joined.indexOf(` ${from} `);
  const last = joined.lastIndexOf(` ${to} `);
  if (start < 0 || last < start) return undefined;
  const end = last + to.length + 1;
  return { before: joined.slice(0, start + 1), terms: joined.slice(start, end), after: joined.slice(end) };
}

function wordsOf(part: string): readonly string[] {
  return part.split(" ").filter((word) => word !== "");
}

function isHarmless(words: readonly string[], surroundings: ReadonlySet<string>): boolean {
  if (words.length <= maxAround && !words.some((word) => altering.has(word))) return true;
  return surroundings.has(wordsDigest(words));
}

function hasMarks({ title, marks, words: [least, most] }: KnownMarks, words: readonly string[], joined: string): boolean {
  if (words.length < least || words.length > most) return false;
  return spaced(words.slice(0, titleWithin)).includes(spaced(licenseWords(title))) && marks.every((mark) => joined.includes(spaced(licenseWords(mark))));
}

function spaced(words: readonly string[]): string {
  return ` ${words.join(" ")} `;
}
