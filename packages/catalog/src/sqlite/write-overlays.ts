import { type DateTime, listingKey, type ListingKey, parseListingKey, type SourceId } from "@modeldex/schema";
import { canonicalJson } from "../canonical-json.ts";
import type { WriteResult } from "../catalog.ts";
import { CatalogInputError } from "../errors.ts";
import { nameKey, overlayName } from "../identity/listing-name.ts";
import type { ImportedOverlay, OverlayWrite } from "../overlay.ts";
import { saveCallNames } from "./call-names.ts";
import type { Database, Transaction } from "./database.ts";
import { hasOverlays, overlayByKey, type OverlayRow, overlaysBySequence, saveOverlayTargets } from "./overlay-rows.ts";
import { numberOf } from "./rows.ts";
import { beginWork, type Work } from "./work.ts";
import { finish } from "./write-listings.ts";

/** What a write of overlays brings. */
export interface OverlaysWrite {
  readonly overlays: readonly OverlayWrite[];
  readonly gone: readonly ListingKey[];
  /** The harvest run that saw them. */
  readonly run?: number;
}

/** Stores overlays within a write; what they belong to is found at its end. */
export function writeOverlays(work: Work, { overlays, gone, run }: OverlaysWrite): void {
  for (const overlay of overlays) applyOverlay(work, overlay, run);
  if (gone.length === 0 || !hasOverlays(work.database)) return;
  for (const key of gone) {
    const parsed = parseListingKey(key);
    const row = parsed === undefined ? undefined : overlayByKey(work.database, parsed.source, parsed.nativeId);
    if (row !== undefined) markOverlayGone(work, row, work.at);
  }
}

/** Stores overlays of an export, and what was known of their past. */
export function importOverlays(transaction: Transaction, overlays: readonly ImportedOverlay[], at: DateTime): WriteResult {
  const work = beginWork(transaction, at);
  for (const overlay of overlays) {
    applyOverlay(work, overlay, undefined);
    const row = overlayByKey(work.database, overlay.source, overlay.record.nativeId);
    if (row === undefined) continue;
    if (Date.parse(overlay.firstSeenAt) < Date.parse(row.firstSeenAt)) work.database.sql("UPDATE overlays SET first_seen_at = ? WHERE seq = ?").run(overlay.firstSeenAt, row.seq);
    if (overlay.goneAt !== undefined) markOverlayGone(work, row, overlay.goneAt);
  }
  return finish(work);
}

const unseen = "source = ? AND gone_at IS NULL AND run <> ? AND julianday(fetched_at) < julianday(?)";
/** Overlays that are swept at a time. */
const sweepChunk = 1_000;

/** Overlays of the source that a run which began then has not seen, and how many there are in all. */
export function countUnseenOverlays(database: Database, source: SourceId, run: { readonly run: number; readonly startedAt: DateTime }): { readonly unseen: number; readonly listed: number } {
  const count = (sql: string, ...values: readonly (string | number)[]): number => numberOf(database.sql(sql).get(...values) ?? {}, "count");
  return {
    unseen: count(`SELECT count(*) AS count FROM overlays WHERE ${unseen}`, source, run.run, run.startedAt),
    listed: count("SELECT count(*) AS count FROM overlays WHERE source = ? AND gone_at IS NULL", source),
  };
}

/** Marks what a full run has not seen. @returns how many went. */
export function sweepOverlays(transaction: Transaction, { source, run, startedAt, at }: { readonly source: SourceId; readonly run: number; readonly startedAt: DateTime; readonly at: DateTime }): number {
  const sequences = transaction.database.sql(`SELECT seq FROM overlays WHERE ${unseen} ORDER BY seq`).all(source, run, startedAt).map((row) => numberOf(row, "seq"));
  let gone = 0;
  for (let start = 0; start < sequences.length; start += sweepChunk) {
    const work = beginWork(transaction, at);
    for (const row of overlaysBySequence(transaction.database, sequences.slice(start, start + sweepChunk))) markOverlayGone(work, row, at);
    gone += finish(work).gone;
  }
  return gone;
}

function applyOverlay(work: Work, { source, naming, record, fetchedAt, linkTargets }: OverlayWrite, run: number | undefined): void {
  const { database, counts } = work;
  if (Number.isNaN(Date.parse(fetchedAt))) throw new CatalogInputError(`fetchedAt of the overlay ${listingKey(source, record.nativeId)} is no time: ${fetchedAt}`);
  const json = canonicalJson(record);
  const row = overlayByKey(database, source, record.nativeId);
  const registrant = naming === "open" ? (record.registrant ?? "").toLowerCase() : null;
  if (registrant !== null && (row === undefined || row.goneAt !== undefined) && !hasRoom(work, source, registrant)) {
    counts.notStored = (counts.notStored ?? 0) + 1;
    return;
  }
  const key = nameKey(overlayName(record), naming);
  if (row === undefined) {
    const { lastInsertRowid } = database
      .sql("INSERT INTO overlays (source, native_id, naming, registrant, name_key, record, fetched_at, first_seen_at, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(source, record.nativeId, naming, registrant, key ?? null, json, fetchedAt, fetchedAt, run ?? 0);
    saveOverlayTargets(database, Number(lastInsertRowid), linkTargets);
    saveCallNames(database, { table: "overlay", seq: Number(lastInsertRowid) }, { offers: record.offers, key: record.nativeId });
    work.overlays.set(Number(lastInsertRowid), undefined);
    counts.added += 1;
    return;
  }
  if (isOlder(fetchedAt, row)) {
    // It still shows that its run saw the row.
    if (row.goneAt === undefined && run !== undefined) database.sql("UPDATE overlays SET run = ? WHERE seq = ?").run(run, row.seq);
    counts.unchanged += 1;
    return;
  }
  const differs = saveOverlayTargets(database, row.seq, linkTargets) || json !== row.json || naming !== row.naming || row.goneAt !== undefined;
  database
    .sql("UPDATE overlays SET naming = ?, registrant = ?, name_key = ?, record = ?, fetched_at = ?, gone_at = NULL, run = coalesce(?, run) WHERE seq = ?")
    .run(naming, registrant, key ?? null, json, fetchedAt, run ?? null, row.seq);
  if (json !== row.json) saveCallNames(database, { table: "overlay", seq: row.seq }, { offers: record.offers, key: record.nativeId });
  // What an earlier version stored has no key of its name before it is seen again.
  if (differs || key !== row.nameKey) touch(work, row);
  counts[differs ? "changed" : "unchanged"] += 1;
}

/** Overlays of one account that are kept where anybody may write, for each entry of it that is: one account may speak of many models. */
const overlaysPerEntry = 10;
/** Overlays whose account is not known have so many times as much room, together. */
const roomOfUnknown = 10;
/** So many times as many are kept in all: those that the account took back stay, marked gone. */
const mostKept = 10;

function hasRoom({ database, full }: Work, source: SourceId, registrant: string): boolean {
  const account = JSON.stringify(["overlays", source, registrant]);
  if (full.has(account)) return false;
  const bound = database.entriesPerRegistrant * overlaysPerEntry * (registrant === "" ? roomOfUnknown : 1);
  const row = database.sql("SELECT count(*) AS kept, total(gone_at IS NULL) AS listed FROM overlays WHERE source = ? AND registrant = ?").get(source, registrant) ?? {};
  const isFull = numberOf(row, "listed") >= bound || numberOf(row, "kept") >= bound * mostKept;
  if (isFull) full.add(account);
  return !isFull;
}

function isOlder(fetchedAt: DateTime, row: OverlayRow): boolean {
  const at = Date.parse(fetchedAt);
  return at < Date.parse(row.fetchedAt) || (row.goneAt !== undefined && at < Date.parse(row.goneAt));
}

/** Marks an overlay that the source no longer had at that time, unless something newer is known. */
function markOverlayGone(work: Work, row: OverlayRow, at: DateTime): void {
  if (row.goneAt !== undefined || Date.parse(at) < Date.parse(row.fetchedAt)) return;
  saveOverlayTargets(work.database, row.seq, []);
  work.database.sql("UPDATE overlays SET gone_at = ?, name_key = NULL WHERE seq = ?").run(at, row.seq);
  touch(work, row);
  work.counts.gone += 1;
}

/** Remembers how it was before this write. */
function touch(work: Work, row: OverlayRow): void {
  if (!work.overlays.has(row.seq)) work.overlays.set(row.seq, row);
}
