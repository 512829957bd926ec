import { quoted } from "../foreign-text.ts";
import type { WorkInPieces } from "../pieces.ts";
import { afterSpace, endOfString, parsedText, pieceCharacters } from "./json-members.ts";

/** Nesting that serde_json, with which loaders read the header, refuses. */
const maxDepth = 127;

/**
 * What `JSON.parse` hides of a text, and another reader may take otherwise: a key that stands twice in one object, a number that is no plain whole
 * number, a text that is no Unicode, deep nesting. A clause that names the first of them; `undefined` when there is none. Of a text that is no JSON
 * it says anything.
 *
 * @param what - subject of the clause.
 */
export function* jsonOddity(text: string, what = "its header"): WorkInPieces<string | undefined> {
  const open: (Set<string> | undefined)[] = [];
  let next = pieceCharacters;
  for (let at = 0; at < text.length; at += 1) {
    if (at > next) {
      yield;
      next = at + pieceCharacters;
    }
    switch (text.charCodeAt(at)) {
      case 0x7b:
      case 0x5b: {
        open.push(text[at] === "{" ? new Set() : undefined);
        if (open.length > maxDepth) return `${what} is nested more than ${String(maxDepth)} deep`;
        break;
      }
      case 0x7d:
      case 0x5d:
        open.pop();
        break;
      case 0x22: {
        const end = endOfString(text, at);
        const oddity = stringOddity(text, [at, end], open.at(-1), what);
        if (oddity !== undefined) return oddity;
        at = end - 1;
        break;
      }
      default: {
        const digits = numberAt(text, at);
        if (digits === "") break;
        if (!/^(?:0|[1-9]\d*)$/.test(digits)) return `${what} has the number ${digits.slice(0, 40)}, which readers take differently`;
        at += digits.length - 1;
      }
    }
  }
  return undefined;
}

function stringOddity(text: string, [start, end]: readonly [number, number], keys: Set<string> | undefined, what: string): string | undefined {
  const token = text.slice(start, end);
  const value = token.includes("\\") ? parsedText(token) : token.slice(1, -1);
  if (value === undefined) return `${what} is no JSON`;
  if (!value.isWellFormed()) return `${what} has a text that is no Unicode`;
  if (keys === undefined || text[afterSpace(text, end)] !== ":") return undefined;
  if (keys.has(value)) return `${what} has the key ${quoted(value)} twice`;
  keys.add(value);
  return undefined;
}

/** The characters of a number that begins here; empty when none does. */
function numberAt(text: string, start: number): string {
  const first = text.charCodeAt(start);
  if (first !== 0x2d && !isDigit(first)) return "";
  let at = start + 1;
  while (isDigit(text.charCodeAt(at)) || ".eE+-".includes(text.charAt(at) || " ")) at += 1;
  return text.slice(start, at);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
