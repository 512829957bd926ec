import { cutText } from "./cut-text.ts";
import { lookAlikeWords } from "./look-alike-words.ts";
import { markable, nameOfMarked } from "./marked-characters.ts";
import { rightfulPlaces } from "./rightful-invisibles.ts";
import { type MarkReason, type MarkSegment, type TextSegment, type TextWarning, codePointName } from "./segments.ts";

/** How a text is prepared. */
export interface InspectOptions {
  /** Longest text that is shown, in UTF-16 code units. @default 10000 */
  readonly maxLength?: number;
  /** Keeps newlines and tabs; else each run of them is one space. @default false */
  readonly multiline?: boolean;
}

/** A foreign text in parts that are fit to show. */
export interface InspectedText {
  /** In order; neighbours are not both `text`. Empty for an empty text. */
  readonly segments: readonly TextSegment[];
  /** Empty for a text without oddities. */
  readonly warnings: readonly TextWarning[];
}

/** Most combining marks that a letter keeps: Hebrew and Vietnamese need three, Thai two. */
const mostMarks = 4;

/**
 * Prepares text that somebody else wrote for display: what turns the direction of writing, is not seen or steers a terminal becomes a mark with its name;
 * piles of combining marks and overlong texts are cut, with how much is left out; words that may be read as others are told. What is left is text, not
 * HTML, and may still run from right to left: give it an element of its own (`<bdi>`).
 *
 * Nothing but the shown part is looked at, so that a megabyte costs no more than `maxLength`, and a count of the rest.
 *
 * @example
 * inspectText("safe\u202Etxt.bin")
 * // { segments: [{ kind: "text", text: "safe" }, { kind: "mark", reason: "DIRECTION", codePoint: "U+202E", label: "right-to-left override", count: 1 },
 * //   { kind: "text", text: "txt.bin" }], warnings: [{ kind: "DIRECTION", message: "…" }] }
 */
export function inspectText(text: string, { maxLength = 10_000, multiline = false }: InspectOptions = {}): InspectedText {
  const { kept, leftOut } = cutText(text, maxLength);
  const laid = laidOut(kept, multiline);
  const marks = isPlain(laid) ? (laid === "" ? [] : [{ kind: "text" as const, text: laid }]) : segmentsOf(laid);
  const segments: readonly TextSegment[] = leftOut === 0 ? marks : [...marks, cutMark(leftOut)];
  return { segments, warnings: [...markWarnings(segments), ...lookAlikeWords(laid)] };
}

/**
 * Whether a text has anything that {@link inspectText} would mark or warn of, apart from its length.
 *
 * @example
 * hasOddities("РуБерт")
 * // false
 */
export function hasOddities(text: string): boolean {
  const laid = laidOut(text, true);
  if (isPlain(laid)) return false;
  return oddities(laid).next().done !== true || lookAlikeWords(laid).length > 0;
}

/** Newlines of all systems are one, or a space. */
function laidOut(text: string, multiline: boolean): string {
  const lines = /[\r\u0085\u2028\u2029]/.test(text) ? text.replaceAll(/\r\n|[\r\u0085\u2028\u2029]/g, "\n") : text;
  return multiline || !/[\n\t]/.test(lines) ? lines : lines.replaceAll(/[\n\t]+/g, " ");
}

/** Most texts, told by one expression. */
function isPlain(text: string): boolean {
  return /^[\n\t -~\u00a0-\u00ac\u00ae-\u02ff]*$/.test(text);
}

/** Characters to look at one by one, or a letter's marks beyond those that it keeps. */
const odd = new RegExp(`${markable.source}|(?<=[\\p{Mn}\\p{Me}]{${mostMarks}})(?:(?!\\p{Default_Ignorable_Code_Point})[\\p{Mn}\\p{Me}])+`, "gu");

function* oddities(text: string): Generator<RegExpExecArray, void, undefined> {
  const rightful = rightfulPlaces(text);
  for (const match of text.matchAll(odd)) {
    if (match[0] !== "\n" && match[0] !== "\t" && !rightful.has(match.index)) yield match;
  }
}

function segmentsOf(text: string): readonly TextSegment[] {
  const segments: TextSegment[] = [];
  let from = 0;
  for (const { 0: found, index } of oddities(text)) {
    if (index > from) segments.push({ kind: "text", text: text.slice(from, index) });
    const mark = markOf(found);
    const last = segments.at(-1);
    if (last?.kind === "mark" && last.codePoint !== undefined && last.codePoint === mark.codePoint) segments[segments.length - 1] = { ...last, count: last.count + 1 };
    else segments.push(mark);
    from = index + found.length;
  }
  if (from < text.length) segments.push({ kind: "text", text: text.slice(from) });
  return segments;
}

function markOf(found: string): MarkSegment {
  if (markable.test(found)) return { kind: "mark", codePoint: codePointName(found), count: 1, ...nameOfMarked(found) };
  const count = [...found].length;
  return { kind: "mark", reason: "COMBINING_MARKS", label: `${count} more combining mark${count === 1 ? "" : "s"}`, count };
}

function cutMark(leftOut: number): MarkSegment {
  return { kind: "mark", reason: "CUT", label: `${leftOut.toLocaleString("en-US")} more character${leftOut === 1 ? "" : "s"}`, count: leftOut };
}

function markWarnings(segments: readonly TextSegment[]): readonly TextWarning[] {
  const marks = segments.filter((segment) => segment.kind === "mark");
  return [...Map.groupBy(marks, ({ reason }) => reason)].map(([kind, found]) => ({ kind, message: sentence(kind, found) }));
}

function sentence(reason: MarkReason, marks: readonly MarkSegment[]): string {
  const names = [...new Set(marks.map(({ codePoint, label }) => `${label} (${codePoint ?? ""})`))];
  const list = `${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
  const count = marks.reduce((sum, mark) => sum + mark.count, 0).toLocaleString("en-US");
  switch (reason) {
    case "DIRECTION":
      return `Characters here turn the direction of writing, so that the text would look like another one: ${list}.`;
    case "INVISIBLE":
      return `Characters here cannot be seen: ${list}.`;
    case "CONTROL":
      return `Control characters stand in this text: ${list}.`;
    case "PRIVATE_USE":
      return `Characters here have no agreed meaning: ${list}.`;
    case "UNASSIGNED":
      return `Code points here are not known to be characters: ${list}.`;
    case "LONE_SURROGATE":
      return `The text is damaged: ${list}.`;
    case "COMBINING_MARKS":
      return `${count} combining marks are left out, beyond ${mostMarks} on one letter.`;
    case "CUT":
      return `The text is longer than is shown: ${count} characters are left out.`;
    default:
      return reason satisfies never;
  }
}
