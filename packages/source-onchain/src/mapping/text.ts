import { getAddress, isAddress } from "viem";

/**
 * Makes text from a chain fit to store and show: well-formed Unicode, without NUL and other control characters, cut at `maxLength`.
 *
 * @returns `undefined` when nothing is left.
 */
export function cleanText(text: string, maxLength: number): string | undefined {
  // Cut twice: before the expressions run over a megabyte, and after the trim.
  const shown = text.slice(0, maxLength * 2).toWellFormed().replaceAll(controlCharacters, " ").trim();
  const cut = shown.length > maxLength ? shown.slice(0, maxLength).toWellFormed().trimEnd() : shown;
  return cut === "" ? undefined : cut;
}

/** As `cleanText`, for what means something else when it is cut: too long, or with control characters, is nothing. */
export function exactText(text: string, maxLength: number): string | undefined {
  if (text.length > maxLength || !text.isWellFormed() || text.includes("\u{FFFD}")) return undefined;
  return text === "" || text.search(controlCharacters) !== -1 ? undefined : text;
}

/** A key for a person: a text with control characters or direction overrides is percent-encoded, as in its id, so that no two keys look the same. */
export function shownKey(key: string): string {
  return exactText(key, key.length) === undefined ? encodeURIComponent(key) : key;
}

/**
 * A decoded value of the ABI as text: integers decimal, addresses checksummed, bytes as hex.
 *
 * @returns `undefined` for arrays and structs, which have no one text.
 */
export function valueText(value: unknown): string | undefined {
  // Most texts are of another length, and the check keeps each that it is given.
  if (typeof value === "string") return value.length === 42 && isAddress(value, { strict: false }) ? getAddress(value) : value;
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}

const controlCharacters = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;
