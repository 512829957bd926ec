import { createHash } from "node:crypto";
import { getAddress } from "viem";
import type { CheckedMapping } from "./mapping-schema.ts";

/** 16 hex digits of everything in a mapping that decides what is read; the order in which members are written does not count. */
export function fingerprintOf({ about: _about, writeCall: _writeCall, ...mapping }: CheckedMapping): string {
  const text = JSON.stringify({ ...mapping, address: getAddress(mapping.address) }, canonical);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function canonical(_name: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
