import { type ListingKey, listingKey, type SourceId } from "@modeldex/schema";
import type { WriteResult } from "../catalog.ts";
import type { LinkTarget } from "../listing-write.ts";
import type { ExportCount, ExportedListing, ImportedListing } from "../exported.ts";
import type { Database, Transaction } from "./database.ts";
import { addAlias } from "./listing-parts.ts";
import { fold, type ListingRow, rowsByKey, rowsBySequence, updateRow } from "./listing-rows.ts";
import { numberOf, textOf } from "./rows.ts";
import { keepRows, type Work } from "./work.ts";
import { markRowGone, writeListings } from "./write-listings.ts";

/** Listings after a place, in the order in which they came. */
export function exportListings(database: Database, after: number, limit: number): readonly ExportedListing[] {
  const sequences = database.sql("SELECT seq FROM listings WHERE seq > ? ORDER BY seq LIMIT ?").all(after, limit).map((row) => numberOf(row, "seq"));
  const targets = linkTargetsOf(database, sequences);
  const aliases = aliasesOf(database, sequences);
  return [...rowsBySequence(database, sequences)]
    .sort((left, right) => left.seq - right.seq)
    .map((row) => ({
      position: row.seq,
      source: row.source,
      naming: row.naming,
      record: row.record,
      state: row.state,
      fetchedAt: row.fetchedAt,
      firstSeenAt: row.firstSeenAt,
      ...(row.goneAt !== undefined && { goneAt: row.goneAt }),
      linkTargets: targets.get(row.seq) ?? [],
      formerIds: formerIds(row, aliases.get(row.seq) ?? []),
    }));
}

export function exportCounts(database: Database): readonly ExportCount[] {
  return database
    .sql(
      `SELECT source, sum(listings) AS listings, sum(private) AS private, sum(overlays) AS overlays FROM (
         SELECT l.source, count(*) AS listings, sum(coalesce(r.record ->> '$.access', '') = 'PRIVATE') AS private, 0 AS overlays
         FROM listings AS l JOIN records AS r ON r.listing = l.seq GROUP BY l.source
         UNION ALL SELECT source, 0, 0, count(*) FROM overlays GROUP BY source
       ) GROUP BY source ORDER BY source`,
    )
    .all()
    .map((row) => ({ source: textOf(row, "source") as SourceId, listings: numberOf(row, "listings"), privateListings: numberOf(row, "private"), overlays: numberOf(row, "overlays") }));
}

/** Stores listings of an export, and what was known of their past. */
export function importListings(transaction: Transaction, listings: readonly ImportedListing[], at: string): WriteResult {
  return writeListings(transaction, { writes: boundedWrites(listings), gone: [], at, afterwards: (work) => restoreHistory(work, listings) });
}

/** Of what anybody may write, also what stood beyond the bound is kept; gone entries come last, since they are listed until they are marked. */
function boundedWrites(listings: readonly ImportedListing[]): readonly ImportedListing[] {
  const isLast = ({ naming, goneAt }: ImportedListing): boolean => naming === "open" && goneAt !== undefined;
  return [...listings.filter((listing) => !isLast(listing)), ...listings.filter(isLast)].map((listing) => (listing.naming === "open" ? { ...listing, asked: true } : listing));
}

function restoreHistory(work: Work, listings: readonly ImportedListing[]): void {
  const keys = listings.map(({ source, record }) => listingKey(source, record.nativeId));
  const rows = new Map(keepRows(work, rowsByKey(work.database, keys)).map((row) => [row.key, row]));
  for (const [place, listing] of listings.entries()) {
    const row = rows.get(keys[place] as ListingKey);
    if (row !== undefined && isSameModel(row, listing)) restore(work, row, listing);
  }
}

/** Under one name there may be another model by now, which has a past of its own. */
function isSameModel(row: ListingRow, { record }: ImportedListing): boolean {
  return row.stableId === undefined || record.stableId === undefined || row.stableId === record.stableId;
}

function restore(work: Work, row: ListingRow, { firstSeenAt, goneAt, formerIds: ids }: ImportedListing): void {
  const earlier = Date.parse(firstSeenAt) < Date.parse(row.firstSeenAt);
  if (earlier) row.firstSeenAt = firstSeenAt;
  const known = new Set(ids.length === 0 ? [] : (aliasesOf(work.database, [row.seq]).get(row.seq) ?? []).map(fold));
  const missing = ids.filter((id) => !known.has(fold(id)) && id !== row.nativeId);
  for (const id of missing) addAlias(work.database, row, id);
  if (missing.length > 0) work.models.add(row.model);
  if (earlier || missing.length > 0) updateRow(work.database, row);
  if (goneAt !== undefined) markRowGone(work, row, goneAt);
}

function formerIds(row: ListingRow, aliases: readonly string[]): readonly string[] {
  const told = new Set((row.record.aliases ?? []).map(fold));
  return aliases.filter((alias) => !told.has(fold(alias)));
}

function aliasesOf(database: Database, sequences: readonly number[]): ReadonlyMap<number, readonly string[]> {
  const rows = database
    .sql("SELECT a.listing, a.native_id FROM json_each(?) AS asked CROSS JOIN aliases AS a ON a.listing = asked.value WHERE a.moving = 0 ORDER BY a.listing, a.folded")
    .all(JSON.stringify(sequences));
  return grouped(rows.map((row) => [numberOf(row, "listing"), textOf(row, "native_id")]));
}

function linkTargetsOf(database: Database, sequences: readonly number[]): ReadonlyMap<number, readonly LinkTarget[]> {
  const rows = database
    .sql(
      `SELECT t.listing, t.reference, t.source || ':' || t.folded AS target FROM json_each(?) AS asked CROSS JOIN link_targets AS t ON t.listing = asked.value
       ORDER BY t.listing, t.reference, target`,
    )
    .all(JSON.stringify(sequences));
  return grouped(rows.map((row) => [numberOf(row, "listing"), { reference: textOf(row, "reference"), target: textOf(row, "target") as ListingKey }]));
}

function grouped<T>(pairs: readonly (readonly [number, T])[]): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const [listing, value] of pairs) {
    const group = groups.get(listing);
    if (group === undefined) groups.set(listing, [value]);
    else group.push(value);
  }
  return groups;
}
