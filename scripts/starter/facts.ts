import type { ListingRecord, PopularityRecord } from "../../packages/schema/src/index.ts";

/** Fields of a listing that a recorded list can tell. No descriptions, no texts of model cards. */
export type StarterRecord = Pick<
  ListingRecord,
  | "nativeId" | "aliases" | "name" | "publisher" | "url" | "access" | "revision" | "task" | "architecture" | "parameters" | "contextTokens"
  | "license" | "languages" | "libraries" | "formats" | "createdAt" | "updatedAt" | "popularity"
>;

/** Counts as a list gives them; the list has the date. */
export type Counts = Omit<PopularityRecord, "asOf">;

/** What one recorded list tells about one model. */
export interface RecordedFacts {
  /** Repository path, `<publisher>/<name>`. */
  readonly id: string;
  /** When these facts were true: RFC 3339, UTC. */
  readonly asOf: string;
  readonly known: Partial<Omit<StarterRecord, "nativeId" | "name" | "publisher" | "url" | "popularity">> & { readonly popularity?: Counts };
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
 * Counts and formats are completed only from lists at most a year older than the newest, and counts have a date of their own.
 * What is older than the day the repository was made tells of another repository, and is left out.
 *
 * @param facts at least one, all of the same id, in any order.
 * @param formerNames names that lead to it. That they do is as new as the rename, whatever the age of the list that has them.
 */
export function mergeFacts(facts: readonly RecordedFacts[], formerNames: readonly string[] = []): StarterLine {
  const ordered = sinceCreation(facts.toSorted((left, right) => compareText(right.asOf, left.asOf)));
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
  if (formerNames.length > 0) fields["aliases"] = [...new Set([...(ordered.find(({ known }) => known.aliases !== undefined)?.known.aliases ?? []), ...formerNames])];
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
  const dates = new Set<string>();
  for (const { asOf, known } of ordered.filter((one) => isWithinAYear(one, first))) {
    for (const [count, value] of Object.entries(known.popularity ?? {})) {
      if (count in merged) continue;
      merged[count] = value;
      dates.add(asOf);
    }
  }
  for (const date of dates) used.add(date);
  const asOf = [...dates].toSorted(compareText)[0];
  return { ...merged, ...(asOf !== undefined && { asOf }) };
}

/**
 * The facts that are not older than the repository, newest first as they were given. A list that dates the repository after itself
 * contradicts itself, so its day of creation is dropped.
 */
function sinceCreation(ordered: readonly RecordedFacts[]): readonly RecordedFacts[] {
  const consistent = ordered.map((one): RecordedFacts => {
    const { createdAt, ...known } = one.known;
    return createdAt === undefined || createdAt <= one.asOf ? one : { ...one, known };
  });
  const createdAt = consistent.find(({ known }) => known.createdAt !== undefined)?.known.createdAt ?? "";
  return consistent.filter(({ asOf }) => asOf >= createdAt);
}

function isWithinAYear(one: RecordedFacts, newest: RecordedFacts): boolean {
  return Date.parse(newest.asOf) - Date.parse(one.asOf) <= yearMs;
}
