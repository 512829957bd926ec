import type { ChainRaw } from "@modeldex/schema";

export type RawKind = "log" | "call" | "storage" | "code" | "transaction";

/** What kind of thing was read from the chain. */
export function rawKind(raw: ChainRaw): RawKind {
  if ("topics" in raw) return "log";
  if ("call" in raw) return "call";
  if ("slot" in raw) return "storage";
  return "codeHash" in raw ? "code" : "transaction";
}

/** What a contract itself says in it, in hex: of a log its topics and data, of a call its result, of storage its value. */
export function saidInHex(raw: ChainRaw): readonly string[] {
  if ("topics" in raw) return [...raw.topics, raw.data];
  if ("result" in raw) return [raw.result];
  return "slot" in raw ? [raw.value] : [];
}
