import type { WorkInPieces } from "../pieces.ts";

/** A member of a JSON object. Its value, which was not parsed, stands from `from` up to `to` in the text. */
export interface JsonMember {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** Characters of one piece of work. */
export const pieceCharacters = 131_072;

/**
 * Takes the JSON object that a text is apart into its members, so that each can be parsed by itself: parsing millions of values in one go would hold the
 * process. `undefined`: it is no object. Where there are more than `most` members, so many and one are given. Values are delimited alone; whoever parses them finds out whether they are JSON.
 */
export function* jsonMembers(text: string, most: number): WorkInPieces<readonly JsonMember[] | undefined> {
  const members: JsonMember[] = [];
  let at = afterSpace(text, 0);
  if (text[at] !== "{") return undefined;
  at = afterSpace(text, at + 1);
  let next = at + pieceCharacters;
  for (let more = text[at] !== "}"; more; ) {
    if (at > next) {
      yield;
      next = at + pieceCharacters;
    }
    const keyEnd = endOfString(text, at);
    const key = text[at] === '"' ? parsedText(text.slice(at, keyEnd)) : undefined;
    const colon = afterSpace(text, keyEnd);
    if (key === undefined || text[colon] !== ":") return undefined;
    const from = afterSpace(text, colon + 1);
    const to = yield* endOfValue(text, from);
    members.push({ key, from, to });
    if (members.length > most) return members;
    at = afterSpace(text, to);
    more = text[at] === ",";
    if (more) at = afterSpace(text, at + 1);
  }
  if (text[at] !== "}") return undefined;
  return afterSpace(text, at + 1) === text.length ? members : undefined;
}

/** The text that a JSON string stands for; `undefined` when it is none. */
export function parsedText(token: string): string | undefined {
  try {
    return String(JSON.parse(token));
  } catch {
    return undefined;
  }
}

/** Index after the closing quotation mark, which an even number of backslashes stands before. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text.charCodeAt(before) === 0x5c) before -= 1;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
  return text.length;
}

/** Index of the first character from here on that is no white space of JSON. */
export function afterSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function* endOfValue(text: string, start: number): WorkInPieces<number> {
  let depth = 0;
  let next = start + pieceCharacters;
  for (let at = start; at < text.length; at += 1) {
    if (at > next) {
      yield;
      next = at + pieceCharacters;
    }
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at) - 1;
    else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (depth === 0 && (code === 0x2c || isSpace(code))) return at;
    else continue;
    if (depth === 0) return at + 1;
  }
  return text.length;
}
