import type { ChangeKind, ListingRecord, RecordField } from "@modeldex/schema";
import { canonicalJson } from "./canonical-json.ts";
import { weightDigests } from "./digests.ts";

/** One thing that differs between two states of a listing, for the log. */
export interface RecordChange {
  readonly kind: Extract<ChangeKind, "UPDATED" | "LICENSE" | "ACCESS" | "WEIGHTS">;
  readonly statement: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const neverTold: ReadonlySet<keyof ListingRecord> = new Set(["popularity", "aliases"]);
const toldByRename: ReadonlySet<keyof ListingRecord> = new Set([...neverTold, "nativeId", "name", "publisher", "url"]);

/** Longer values are named in the log and not repeated there, in characters of JSON. */
const maxLoggedLength = 1_000;

/**
 * What the log tells about a change. Counts of use move all the time and are not told; files are told when the bytes at a path differ. Names that led
 * here once are no news, and what a new name brings with it is told as the rename.
 *
 * @returns nothing when only such values differ.
 */
export function changesBetween(before: ListingRecord, after: ListingRecord): readonly RecordChange[] {
  const untold = before.nativeId === after.nativeId ? neverTold : toldByRename;
  const changes: RecordChange[] = [];
  const updated: (keyof ListingRecord)[] = [];
  for (const field of fieldsOf(before, after)) {
    if (canonicalJson(before[field]) === canonicalJson(after[field])) continue;
    if (field === "license") changes.push({ kind: "LICENSE", statement: "Its licence changed.", ...beforeAndAfter(before.license, after.license) });
    else if (field === "access") changes.push({ kind: "ACCESS", statement: "Who can get its files changed.", ...beforeAndAfter(before.access, after.access) });
    else if (!untold.has(field)) updated.push(field);
  }
  const weights = changedWeights(before, after);
  if (weights !== undefined) changes.push(weights);
  const told = updated.filter((field) => field !== "artifacts" || weights === undefined);
  if (told.length > 0) changes.push({ kind: "UPDATED", statement: `Changed: ${told.join(", ")}.`, ...beforeAndAfter(pick(before, told), pick(after, told)) });
  return changes;
}

/** Merges what a source fills only on demand: fields that were not asked for now keep what is known of the same revision. */
export function keepOnDemand(stored: ListingRecord, written: ListingRecord, onDemand: readonly RecordField[]): ListingRecord {
  const record = onDemand.includes("publisher") ? keepPublisherKind(stored, written) : written;
  if (record.revision !== undefined && record.revision !== stored.revision) return record;
  const kept = onDemand.filter((field) => record[field] === undefined && stored[field] !== undefined);
  if (kept.length === 0) return record;
  // What was read of a revision stays bound to it, also when the source did not name the revision this time.
  const fields = record.revision === undefined && stored.revision !== undefined ? [...kept, "revision" as const] : kept;
  return { ...record, ...pick(stored, fields) };
}

/**
 * Adds to what is stored the fields that an earlier answer gave on demand and a later one was not asked for, where both are of the same revision.
 *
 * @returns the stored record itself when there is nothing to add.
 */
export function addOnDemand(stored: ListingRecord, earlier: ListingRecord, onDemand: readonly RecordField[]): ListingRecord {
  if (stored.revision === undefined || stored.revision !== earlier.revision || stored.nativeId !== earlier.nativeId) return stored;
  const added = onDemand.filter((field) => stored[field] === undefined && earlier[field] !== undefined);
  return added.length === 0 ? stored : { ...stored, ...pick(earlier, added) };
}

function keepPublisherKind(stored: ListingRecord, record: ListingRecord): ListingRecord {
  const { publisher } = record;
  const kind = stored.publisher?.kind;
  if (publisher === undefined || publisher.kind !== undefined || kind === undefined || publisher.name !== stored.publisher?.name) return record;
  return { ...record, publisher: { ...publisher, kind } };
}

function changedWeights(before: ListingRecord, after: ListingRecord): RecordChange | undefined {
  if (before.artifacts === undefined || after.artifacts === undefined) return undefined;
  const [old, now] = [weightDigests(before), weightDigests(after)];
  const paths = Object.keys(old).filter((path) => now[path] !== undefined && now[path] !== old[path]);
  if (paths.length === 0) return undefined;
  const only = (digests: Readonly<Record<string, string>>): object => Object.fromEntries(paths.slice(0, 8).map((path) => [path, digests[path]]));
  return { kind: "WEIGHTS", statement: `Other bytes at ${paths.slice(0, 8).join(", ")}.`, before: only(old), after: only(now) };
}

function fieldsOf(before: ListingRecord, after: ListingRecord): readonly (keyof ListingRecord)[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof ListingRecord)[];
}

function pick<Field extends keyof ListingRecord>(record: ListingRecord, fields: readonly Field[]): Pick<ListingRecord, Field> {
  return Object.fromEntries(fields.map((field) => [field, record[field]])) as Pick<ListingRecord, Field>;
}

function beforeAndAfter(before: unknown, after: unknown): Pick<RecordChange, "before" | "after"> {
  const short = (value: unknown): boolean => value !== undefined && canonicalJson(value).length <= maxLoggedLength;
  return { ...(short(before) && { before }), ...(short(after) && { after }) };
}
