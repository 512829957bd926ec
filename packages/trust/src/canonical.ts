import { createHash } from "node:crypto";
import type { Digest } from "@modeldex/schema";

/**
 * Writes a value as JSON with the keys of every object in code unit order and without spaces, as RFC 8785 does for the values used here
 * (no numbers outside the safe range). Members that are `undefined` are left out. Equal values give equal text, in any locale.
 *
 * @example
 * canonicalJson({ b: 1, a: [true, undefined] })
 * // '{"a":[true,null],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "null";
}

/** Digest of the canonical JSON of a value. */
export function canonicalDigest(value: unknown): Digest {
  return `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
}

/** Order of two texts by code units: the same in every locale. */
export function byCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => sorted(entry));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([left], [right]) => byCodeUnits(left, right));
  // A key such as `__proto__` must become an own member, which `fromEntries` guarantees.
  return Object.fromEntries(entries.map(([key, member]): [string, unknown] => [key, sorted(member)]));
}
