import type { UnknownReason } from "@modeldex/schema";

import { foreignText } from "../foreign-text.ts";
import { judgeImport } from "./judge-import.ts";
import type { PickleReading } from "./read-pickle.ts";

/** A file of pickles that was read, and the entry of a zip that it is, if it is one. */
export interface PlacedReading {
  readonly entry?: string;
  /** Its place in the directory of the zip. */
  readonly index?: number;
  readonly reading: PickleReading;
  readonly bytes: Uint8Array;
}

/** What pickles import, by judgement: each `posix.system at byte 12 of archive/data.pkl`, for the evidence. */
export interface JudgedReadings {
  readonly dangerous: readonly string[];
  /** What is on no list, what is computed, and what is altered. */
  readonly unlisted: readonly string[];
  readonly allowed: readonly string[];
  /** The same three for sentences: names without places, each once. */
  readonly names: { readonly dangerous: readonly string[]; readonly unlisted: readonly string[]; readonly allowed: readonly string[] };
  /** The first pickle that could not be read to its end: a clause, and why. */
  readonly unread?: { readonly because: string; readonly unknownReason: UnknownReason };
}

export function judgeReadings(readings: readonly PlacedReading[]): JudgedReadings {
  const places = { dangerous: [] as string[], unlisted: [] as string[], allowed: [] as string[] };
  const names = { dangerous: new Set<string>(), unlisted: new Set<string>(), allowed: new Set<string>() };
  const add = (judgement: keyof typeof places, name: string, place: string): void => {
    places[judgement].push(`${name} ${place}`);
    names[judgement].add(name);
  };
  let unread: JudgedReadings["unread"];
  for (const { entry, reading } of readings) {
    const of = entry === undefined ? "" : ` of ${foreignText(entry)}`;
    for (const { module, name, offset, depth } of reading.imports) {
      add(judgeImport(module, name), `${foreignText(module)}.${foreignText(name)}`, depth === 0 ? `at byte ${offset}${of}` : `in the pickle within the string at byte ${offset}${of}`);
    }
    for (const { opcode, offset } of reading.computed) add("unlisted", "an import that is computed", `(${opcode} at byte ${offset}${of})`);
    for (const { module, name, offset } of reading.altered) add("unlisted", `an alteration of ${foreignText(module)}.${foreignText(name)} itself`, `at byte ${offset}${of}`);
    if (reading.status === "unreadable") unread ??= { because: entry === undefined ? reading.because : `${foreignText(entry)}: ${reading.because}`, unknownReason: reading.limited ? "BUDGET_EXCEEDED" : "UNSUPPORTED_FORMAT" };
  }
  return { ...places, names: { dangerous: [...names.dangerous], unlisted: [...names.unlisted], allowed: [...names.allowed] }, ...(unread === undefined ? {} : { unread }) };
}

/** A few of many: `a, b, c and 4 more`. */
export function few(names: readonly string[], most = 3): string {
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}
