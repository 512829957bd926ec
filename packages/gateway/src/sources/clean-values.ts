import { maxReferenceLength, type AnyDigest, type DateTime, type Digest } from "@modeldex/schema";
import { repaired, wanting, type Clean } from "./clean.ts";

/** Text of at most `maxBytes` in UTF-8, cut at a character; without NUL, lone surrogates and outer white space. Empty: absent. */
export function text(maxBytes: number): Clean<string> {
  return wanting("a text that is not empty", (value) => {
    if (typeof value !== "string") return undefined;
    const kept = cut(repaired(value).trim(), maxBytes);
    return kept === "" ? undefined : kept;
  });
}

/** Text in one line: other control characters become spaces. */
export function line(maxBytes: number): Clean<string> {
  const clean = text(maxBytes);
  return wanting("a text that is not empty", (value, note) => {
    const kept = clean(value, note);
    return kept === undefined || !controls.test(kept) ? kept : clean(kept.replace(everyControl, " "), note);
  });
}

/** A native id, alias or reference: kept exactly as it is, or not at all. */
export const id: Clean<string> = wanting(`a text of at most ${maxReferenceLength} characters, without outer spaces and control characters`, (value) =>
  typeof value === "string" && value !== "" && value.length <= maxReferenceLength && value.isWellFormed() && !controls.test(value) && value.trim() === value
    ? value
    : undefined);

/** Absolute http or https URL without user name and password. */
export const url: Clean<string> = wanting("an absolute http(s) URL without user name and password", (value) => {
  if (typeof value !== "string" || value.length > 2_048 || !/^https?:\/\//i.test(value) || !value.isWellFormed()) return undefined;
  const parsed = URL.parse(value);
  if (parsed === null || parsed.username !== "" || parsed.password !== "") return undefined;
  return unsafeInUrl.test(value) ? parsed.href : value;
});

/** RFC 3339 in UTC, from any form that names its offset; a day alone is its beginning. */
export const dateTime: Clean<DateTime> = wanting("a time as RFC 3339 in UTC, such as 2026-08-01T00:00:00Z", (value) => {
  if (typeof value !== "string" || value.length > 40) return undefined;
  const match = dateForm.exec(value);
  if (match === null) return undefined;
  const [, year, month, day, clock, offset] = match;
  if (clock !== undefined && offset === undefined) return undefined;
  if (Number(day) > daysIn(Number(year), Number(month))) return undefined;
  const time = Date.parse(clock === undefined ? `${value}T00:00:00Z` : value);
  if (Number.isNaN(time)) return undefined;
  if (offset === "Z" && value.length <= 24 && value[10] === "T") return value;
  const iso = new Date(time).toISOString();
  return iso.length === 24 ? iso.replace(".000Z", "Z") : undefined;
});

/** Integer from 0 to 2^53-1; fractions are rounded. */
export const count: Clean<number> = wanting("a whole number from 0 on", (value) => {
  if (typeof value !== "number" || !(value >= 0) || value > Number.MAX_SAFE_INTEGER) return undefined;
  return Math.round(value);
});

/** Integer from 1 to 2^53-1. */
export const positiveCount: Clean<number> = wanting("a whole number from 1 on", (value, note) => {
  const kept = count(value, note);
  return kept === 0 ? undefined : kept;
});

/** Finite, not negative. */
export const amount: Clean<number> = wanting("a number from 0 on", (value) => (typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined));

export const percent: Clean<number> = wanting("a number from 0 to 100", (value) => (typeof value === "number" && value >= 0 && value <= 100 ? value : undefined));

export const finite: Clean<number> = wanting("a number", (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined));

export const boolean: Clean<boolean> = wanting("true or false", (value) => (typeof value === "boolean" ? value : undefined));

/** `sha256:<64 lower-case hex>`. */
export const digest: Clean<Digest> = wanting("sha256: and 64 lower-case hex digits", (value) => (typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value) ? (value as Digest) : undefined));

/** `<algorithm>:<value>`, with as many lower-case hex digits as the algorithm has, where it is a known one. */
export const anyDigest: Clean<AnyDigest> = wanting("<algorithm>:<value>, with lower-case hex digits", (value) => {
  if (typeof value !== "string" || value.length > 256) return undefined;
  const match = /^([a-z][a-z0-9-]{1,31}):([\x21-\x7e]+)$/.exec(value);
  if (match === null) return undefined;
  const length = hexLengths.get(match[1] ?? "");
  return length === undefined || (match[2]?.length === length && /^[0-9a-f]+$/.test(match[2])) ? (value as AnyDigest) : undefined;
});

const hexLengths: ReadonlyMap<string, number> = new Map([
  ["md5", 32], ["sha1", 40], ["git-sha1", 40], ["sha224", 56], ["sha256", 64], ["sha384", 96], ["sha512", 128], ["keccak256", 64], ["blake3", 64],
]);

const controls = /[\u0000-\u001f\u007f]/;
const everyControl = new RegExp(controls.source, "g");
const unsafeInUrl = /[\s\u0000-\u001f\u007f"<>\\^`{|}]/;
const dateForm = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[Tt ]([0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?)(Z|z|[+-]\d\d:?\d\d)?)?$/;

function daysIn(year: number, month: number): number {
  return month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const encoder = new TextEncoder();

function cut(whole: string, maxBytes: number): string {
  // A UTF-16 code unit takes at most three bytes.
  if (whole.length * 3 <= maxBytes || (whole.length <= maxBytes && Buffer.byteLength(whole) <= maxBytes)) return whole;
  return whole.slice(0, encoder.encodeInto(whole, new Uint8Array(maxBytes)).read);
}
