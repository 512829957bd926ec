import { quoted } from "../foreign-text.ts";

/** Nesting that serde_json, with which loaders read the header, refuses. */
const maxDepth = 127;

/**
 * What `JSON.parse` hides in a text that it has accepted, and another reader may take otherwise: a key that stands twice in one object, a number
 * that is no plain whole number, a text that is no Unicode, deep nesting. A clause that names the first of them; `undefined` when there is none.
 */
export function jsonOddity(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x7b:
      case 0x5b: {
        open.push(text[at] === "{" ? new Set() : undefined);
        if (open.length > maxDepth) return `its header is nested more than ${String(maxDepth)} deep`;
        break;
      }
      case 0x7d:
      case 0x5d:
        open.pop();
        break;
      case 0x22: {
        const end = endOfString(text, at);
        const oddity = stringOddity(text, at, end, open.at(-1));
        if (oddity !== undefined) return oddity;
        at = end - 1;
        break;
      }
      default: {
        const digits = numberAt(text, at);
        if (digits === "") break;
        if (!/^(?:0|[1-9]\d*)$/.test(digits)) return `its header has the number ${digits.slice(0, 40)}, which readers take differently`;
        at += digits.length - 1;
      }
    }
  }
  return undefined;
}

function stringOddity(text: string, start: number, end: number, keys: Set<string> | undefined): string | undefined {
  const token = text.slice(start, end);
  const value = token.includes("\\") ? (JSON.parse(token) as string) : token.slice(1, -1);
  if (!value.isWellFormed()) return "its header has a text that is no Unicode";
  if (keys === undefined || !isKey(text, end)) return undefined;
  if (keys.has(value)) return `its header has the key ${quoted(value)} twice`;
  keys.add(value);
  return undefined;
}

/** Index after the closing quotation mark. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1;
  return at + 1;
}

function isKey(text: string, after: number): boolean {
  let at = after;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return text.charCodeAt(at) === 0x3a;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The characters of a number that begins here; empty when none does. */
function numberAt(text: string, start: number): string {
  const first = text.charCodeAt(start);
  if (first !== 0x2d && !(first >= 0x30 && first <= 0x39)) return "";
  let at = start + 1;
  while (at < text.length && /[0-9.eE+-]/.test(text.charAt(at))) at += 1;
  return text.slice(start, at);
}
