import type { ListingRecord } from "../../packages/schema/src/index.ts";

/** Fields of a listing that a recorded list can tell. No descriptions, no texts of model cards. */
export type StarterRecord = Pick<
  ListingRecord,
  | "nativeId" | "aliases" | "name" | "publisher" | "url" | "access" | "revision" | "task" | "architecture" | "parameters" | "contextTokens"
  | "license" | "languages" | "libraries" | "formats" | "createdAt" | "updatedAt" | "popularity"
>;

/** What one recorded list tells about one model. */
export interface RecordedFacts {
  /** Repository path, `<publisher>/<name>`. */
  readonly id: string;
  /** When these facts were true: RFC 3339, UTC. */
  readonly asOf: string;
  readonly known: Partial<Omit<StarterRecord, "nativeId" | "name" | "publisher" | "url">>;
}

/** One line of the starter catalog. */
export interface StarterLine {
  /** Date of the oldest fact that the record holds. */
  readonly asOf: string;
  readonly record: StarterRecord;
}

/** Say how things stood at one moment; an older list must not complete a newer one with them. */
const momentary = ["revision", "updatedAt", "access"] as const;
/** Change now and then; lists at most a year older may complete them. */
const changing = ["formats"] as const;
const lasting = ["aliases", "task", "architecture", "parameters", "contextTokens", "license", "languages", "libraries", "createdAt"] as const;
const yearMs = 366 * 24 * 3600 * 1000;

/**
 * Joins what several lists tell about one model: the newest value of each field wins.
 * Counts and formats are completed only from lists at most a year older than the newest.
 *
 * @param facts at least one, all of the same id, in any order.
 */
export function mergeFacts(facts: readonly RecordedFacts[]): StarterLine {
  const ordered = facts.toSorted((left, right) => compareText(right.asOf, left.asOf));
  const newest = ordered[0];
  if (newest === undefined) throw new Error("mergeFacts needs at least one list that tells something.");
  const used = new Set<string>([newest.asOf]);
  const fields: Record<string, unknown> = {};
  for (const field of momentary) {
    if (newest.known[field] !== undefined) fields[field] = newest.known[field];
  }
  for (const field of [...lasting, ...changing]) {
    const recent = changing.some((name) => name === field) ? ordered.filter((one) => isWithinAYear(one, newest)) : ordered;
    const from = recent.find((one) => one.known[field] !== undefined);
    if (from === undefined) continue;
    fields[field] = from.known[field];
    used.add(from.asOf);
  }
  const popularity = mergePopularity(ordered, used);
  if (popularity !== undefined) fields["popularity"] = popularity;
  const slash = newest.id.indexOf("/");
  const record = {
    nativeId: newest.id,
    name: newest.id.slice(slash + 1),
    publisher: { name: newest.id.slice(0, slash) },
    url: `https://huggingface.co/${newest.id}`,
    ...fields,
  } satisfies StarterRecord;
  return { asOf: [...used].toSorted(compareText)[0] ?? newest.asOf, record };
}

/** Orders by popularity, then by id, so that the same facts give the same file. */
export function byPopularity(left: StarterLine, right: StarterLine): number {
  const downloads = (line: StarterLine): number => line.record.popularity?.downloads30d ?? 0;
  const likes = (line: StarterLine): number => line.record.popularity?.likes ?? 0;
  return downloads(right) - downloads(left) || likes(right) - likes(left) || compareText(left.record.nativeId, right.record.nativeId);
}

/** Compares by code unit, which is the same on every machine (`localeCompare` is not). */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function mergePopularity(ordered: readonly RecordedFacts[], used: Set<string>): StarterRecord["popularity"] {
  const first = ordered.find((one) => one.known.popularity !== undefined);
  if (first === undefined) return undefined;
  const merged: Record<string, number> = {};
  for (const { asOf, known } of ordered.filter((one) => isWithinAYear(one, first))) {
    for (const [count, value] of Object.entries(known.popularity ?? {})) {
      if (count in merged) continue;
      merged[count] = value;
      used.add(asOf);
    }
  }
  return merged;
}

function isWithinAYear(one: RecordedFacts, newest: RecordedFacts): boolean {
  return Date.parse(newest.asOf) - Date.parse(one.asOf) <= yearMs;
}
