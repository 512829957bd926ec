import type { DateTime, Digest } from "@modeldex/schema";

/**
 * Readers of values from outside. Each gives the value when it is one of the kind that is asked for, and `undefined` otherwise, which is
 * what a record says by absence. None converts by guess: `"12"` is no number, `""` no text.
 */

/** Text that is not empty and not only spaces, as it is written. */
export function asString(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** A finite number. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A whole number from 0 to 2^53 - 1: a count, a size, a height. */
export function asCount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/**
 * A count as pages write it, rounded, with a letter for its unit: `118.7M`, `8.0B`, `128K`.
 *
 * @param thousand - what a K is: 1,000, or 1,024 where a service counts so.
 * @example
 * asRoundedCount("118.7M")
 * // 118700000
 */
export function asRoundedCount(value: unknown, thousand: 1_000 | 1_024 = 1_000): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,15}(?:\.\d{1,6})?) ?([KMBT]?)$/i.exec(asString(value) ?? "") ?? [];
  return digits === undefined ? undefined : asCount(Math.round(Number(digits) * thousand ** " KMBT".indexOf(unit === "" ? " " : unit.toUpperCase())));
}

export function asBoolean(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

export function asArray(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** An object that is no array. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}

/** The texts of a list; entries of another kind are left out. */
export function asStrings(value: unknown): readonly string[] | undefined {
  return asArray(value)?.filter((entry) => asString(entry) !== undefined).map(String);
}

/**
 * Those values of a list that are there, each once; `undefined` where none is, since an empty list would say that there are none.
 *
 * @example
 * someOf([undefined, "GGUF", "GGUF"])
 * // ["GGUF"]
 */
export function someOf<Value>(values: readonly Value[]): readonly NonNullable<Value>[] | undefined {
  const stated = new Set(values.filter((value) => value !== undefined && value !== null));
  return stated.size === 0 ? undefined : [...stated];
}

/** One of the given words. */
export function asOneOf<const Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === value);
}

/**
 * A time as RFC 3339 in UTC, with whole seconds where there are no fractions.
 *
 * @param value - RFC 3339 text with an offset, or a date without a time (read as midnight UTC). A time without an offset is no time.
 * @example
 * asTime("2024-07-18T08:56:00+02:00")
 * // "2024-07-18T06:56:00Z"
 */
export function asTime(value: unknown): DateTime | undefined {
  const parts = typeof value === "string" ? timePattern.exec(value) : null;
  if (parts === null) return undefined;
  const [text, year, month, day] = parts;
  // Date.parse takes 30 February for 1 March.
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) > daysInMonth ? undefined : timeText(Date.parse(text));
}

/** A time from seconds since 1970, as chains and Unix write it; 0 means that there is none. */
export function asUnixTime(value: unknown): DateTime | undefined {
  const seconds = asNumber(value);
  return seconds === undefined || seconds <= 0 ? undefined : timeText(seconds * 1000);
}

/** An absolute http(s) URL without user name and password, as it is written. */
export function asHttpUrl(value: unknown): string | undefined {
  const text = asString(value);
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined;
  return url.username === "" && url.password === "" ? text : undefined;
}

/** A sha256 as records write it, from 64 hex digits in any case, with or without `sha256:` or `0x` in front. */
export function asSha256(value: unknown): Digest | undefined {
  const hex = typeof value === "string" ? /^(?:sha256:|0x)?([0-9a-f]{64})$/i.exec(value)?.[1] : undefined;
  return hex === undefined ? undefined : `sha256:${hex.toLowerCase()}`;
}

const timePattern = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2}))?$/;

function timeText(milliseconds: number): DateTime | undefined {
  const date = new Date(milliseconds);
  const year = Number.isNaN(date.getTime()) ? -1 : date.getUTCFullYear();
  return year < 1 || year > 9999 ? undefined : date.toISOString().replace(".000Z", "Z");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
