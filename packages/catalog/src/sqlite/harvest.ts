import type { DateTime, SourceId } from "@modeldex/schema";
import {
  type ChainProgress, type EndRunRequest, type HarvestRun, type HarvestState, LeaseLostError, type PageWrite, type RunRequest, type SourceCoverage,
  type SourceHealth, type WriteResult,
} from "../catalog.ts";
import { CatalogInputError } from "../errors.ts";
import type { StoredListing } from "../stored.ts";
import { appendChange } from "./change-log.ts";
import type { Database, Transaction } from "./database.ts";
import { assertLease } from "./leases.ts";
import { rowsBySequence } from "./listing-rows.ts";
import { readListings } from "./read-listings.ts";
import { isOpenSource } from "./registrants.ts";
import { numberOf, optionalText, type Row, textOf } from "./rows.ts";
import { countOverlays } from "./read-overlays.ts";
import { markRowsGone, writeListings } from "./write-listings.ts";
import { countUnseenOverlays, sweepOverlays, writeOverlays } from "./write-overlays.ts";

/** Begins a run, or takes up one of the same kind that was interrupted; one of another kind is given up. */
export function beginRun({ database }: Transaction, { source, holder, full, at }: RunRequest, now: number): HarvestRun {
  assertLease(database, { source, holder, now });
  database.sql("UPDATE runs SET ended_at = ? WHERE source = ? AND ended_at IS NULL AND is_full <> ?").run(at, source, Number(full));
  database.sql("INSERT INTO sources (source) VALUES (?) ON CONFLICT DO NOTHING").run(source);
  if (openRun(database, source) === undefined) database.sql("INSERT INTO runs (source, is_full, started_at) VALUES (?, ?, ?)").run(source, Number(full), at);
  // Without a place to go on at, as after the last page, everything is read again, so it is counted again.
  database.sql("UPDATE runs SET listings_seen = 0, not_listed = 0, dropped = 0, not_stored = 0 WHERE source = ? AND ended_at IS NULL AND cursor IS NULL").run(source);
  // Of a page that was not stored whole, every part is read again.
  database.sql("UPDATE runs SET not_stored_in_part = 0 WHERE source = ? AND ended_at IS NULL").run(source);
  const run = openRun(database, source) ?? {};
  const cursor = optionalText(run, "cursor");
  const since = full ? undefined : optionalText(sourceRow(database, source) ?? { checkpoint: null }, "checkpoint");
  return {
    run: numberOf(run, "run"),
    full,
    startedAt: textOf(run, "started_at"),
    ...(cursor !== undefined && { cursor }),
    ...(since !== undefined && { since }),
    listingsSeen: numberOf(run, "listings_seen"),
  };
}

/** Stores a page of a run with the place after it. */
export function applyPage(transaction: Transaction, page: PageWrite, now: number): WriteResult {
  const { database } = transaction;
  const { source, run, holder, writes, overlays = [], gone, cursor, checkpoint, expected, asOf, notListed = 0, dropped = 0, chains = [], at } = page;
  assertLease(database, { source, holder, now });
  assertOpen(database, source, run);
  const stranger = [...writes, ...overlays].find((write) => write.source !== source);
  if (stranger !== undefined) throw new CatalogInputError(`A page of ${source} brings a row of ${stranger.source}.`);
  const result = writeListings(transaction, { writes, gone, run, at, afterwards: (work) => writeOverlays(work, { overlays, gone, run }) });
  countNotStored(database, { run, cursor, notStored: result.notStored ?? 0 });
  database
    .sql(
      `UPDATE runs SET cursor = ?, checkpoint = coalesce(?, checkpoint), expected = coalesce(?, expected), as_of = coalesce(?, as_of),
         listings_seen = listings_seen + ?, not_listed = not_listed + ?, dropped = dropped + ? WHERE run = ?`,
    )
    .run(cursor ?? null, checkpoint ?? null, expected ?? null, asOf ?? null, writes.filter(({ updateOnly }) => updateOnly !== true).length + overlays.length, notListed, dropped, run);
  if (asOf !== undefined) database.sql("UPDATE sources SET as_of = ? WHERE source = ?").run(asOf, source);
  for (const chain of chains) saveChain(database, source, chain);
  return result;
}

/** A page that comes in parts names its own place until the last one: what its parts have not stored counts once the run goes past it. */
function countNotStored(database: Database, { run, cursor, notStored }: { readonly run: number; readonly cursor: string | undefined; readonly notStored: number }): void {
  database
    .sql(
      `UPDATE runs SET not_stored = iif(cursor IS ?1, not_stored, not_stored + not_stored_in_part + ?2), not_stored_in_part = iif(cursor IS ?1, not_stored_in_part + ?2, 0)
       WHERE run = ?3`,
    )
    .run(cursor ?? null, notStored, run);
}

/** Listings and overlays of the source that the run has not seen: neither on a page nor, since it began, in an answer to a person. */
export function countUnseen(database: Database, source: SourceId, run: number): { readonly unseen: number; readonly listed: number; readonly overlays: number } {
  const startedAt = startOf(database, source, run);
  const listed = numberOf(database.sql("SELECT count(*) AS count FROM listings WHERE source = ? AND gone_at IS NULL").get(source) ?? {}, "count");
  const overlays = countUnseenOverlays(database, source, { run, startedAt });
  const count = numberOf(database.sql(`SELECT count(*) AS count FROM listings WHERE ${unseen}`).get(source, run, startedAt) ?? {}, "count");
  return { unseen: count + overlays.unseen, listed: listed + overlays.listed, overlays: overlays.listed };
}

/** Listings of the source that the run has not seen, the oldest fetched first. */
export function unseenListings(database: Database, source: SourceId, run: number, limit: number): readonly StoredListing[] {
  const rows = database.sql(`SELECT seq FROM listings WHERE ${unseen} ORDER BY julianday(fetched_at), seq LIMIT ?`).all(source, run, startOf(database, source, run), Math.min(limit, maxUnseen));
  return readListings(database, rows.map((row) => numberOf(row, "seq"))).filter((listing) => listing !== undefined);
}

/** Those with evidence that was not final when they were stored. */
export function pendingListings(database: Database, source: SourceId, run: number, limit: number): readonly StoredListing[] {
  const rows = database
    .sql(
      `SELECT seq FROM records AS r INDEXED BY records_pending JOIN listings ON seq = r.listing
       WHERE instr(r.record, '"finality":"PENDING"') > 0 AND ${unseen} ORDER BY julianday(fetched_at), seq LIMIT ?`,
    )
    .all(source, run, startOf(database, source, run), Math.min(limit, maxUnseen));
  return readListings(database, rows.map((row) => numberOf(row, "seq"))).filter((listing) => listing !== undefined);
}

/** Ends a run: keeps its checkpoint, and with `sweep` marks what it has not seen. */
export function endRun(transaction: Transaction, request: EndRunRequest, now: number): WriteResult {
  const { database } = transaction;
  const { source, run, holder, sweep, whole = false, heldBackBecause, at } = request;
  assertLease(database, { source, holder, now });
  const row = assertOpen(database, source, run);
  const isFull = whole || numberOf(row, "is_full") === 1;
  if (sweep && !isFull) throw new CatalogInputError(`Run ${run} of ${source} is not a full one, so what it has not seen is not gone: end it without \`sweep\`.`);
  const result = sweep ? sweepUnseen(transaction, { source, run, startedAt: textOf(row, "started_at"), at }) : { added: 0, changed: 0, unchanged: 0, gone: 0 };
  database.sql("UPDATE runs SET ended_at = ? WHERE run = ?").run(at, run);
  const complete = isFull && heldBackBecause === undefined;
  const waited = optionalText(sourceRow(database, source) ?? { held_back_because: null }, "held_back_because") !== undefined;
  database
    .sql(
      `UPDATE sources SET checkpoint = coalesce(?1, checkpoint), last_run_at = ?2, last_full_run_at = iif(?3, ?2, last_full_run_at), held_back_because = ?4,
         not_listed = iif(?5, 0, not_listed) + ?6, dropped = iif(?5, 0, dropped) + ?7,
         not_stored = iif(?5, 0, not_stored) + ?8 WHERE source = ?9`,
    )
    .run(
      optionalText(row, "checkpoint") ?? null, at, Number(complete), heldBackBecause ?? null, Number(isFull), numberOf(row, "not_listed"),
      numberOf(row, "dropped"), notStoredIn(row), source,
    );
  // Until its operator decides, every run is held back again; the log tells that it waits, once.
  if (heldBackBecause !== undefined && !waited) {
    transaction.sequence();
    appendChange(database, { kind: "HELD_BACK", at, source, statement: heldBackBecause });
  }
  transaction.runEnded();
  return result;
}

export function harvestState(database: Database, source: SourceId, now: number): HarvestState {
  const row = sourceRow(database, source);
  const run = openRun(database, source);
  const optional = (from: Row | undefined, column: string): string | undefined => (from === undefined ? undefined : optionalText(from, column));
  const lease = database.sql("SELECT holder FROM leases WHERE source = ? AND until > ?").get(source, now);
  // Counts of a full run under way replace the earlier ones only when it has ended.
  const during = (column: "not_listed" | "dropped" | "not_stored"): number => {
    const before = row === undefined ? 0 : numberOf(row, column);
    if (run === undefined) return before;
    return numberOf(run, "is_full") === 1 && optional(row, "last_run_at") !== undefined ? before : before + (column === "not_stored" ? notStoredIn(run) : numberOf(run, column));
  };
  return {
    ...present({
      checkpoint: optional(row, "checkpoint"),
      lastFullRunAt: optional(row, "last_full_run_at"),
      lastRunAt: optional(row, "last_run_at"),
      asOf: optional(row, "as_of"),
      heldBackBecause: optional(row, "held_back_because"),
    }),
    ...(run !== undefined && {
      running: {
        startedAt: textOf(run, "started_at"),
        full: numberOf(run, "is_full") === 1,
        listingsSeen: numberOf(run, "listings_seen"),
        ...(run["expected"] !== null && { expected: numberOf(run, "expected") }),
        ...(lease !== undefined && { holder: textOf(lease, "holder") }),
      },
    }),
    ...(optional(row, "held_back_because") !== undefined && heldBackRun(database, source)),
    notListed: during("not_listed"),
    dropped: during("dropped"),
    notStored: during("not_stored"),
    chains: readChains(database, source),
    health: present({
      lastSuccessAt: optional(row, "last_success_at"),
      lastErrorAt: optional(row, "last_error_at"),
      lastErrorCode: optional(row, "last_error_code"),
      lastErrorMessage: optional(row, "last_error_message"),
    }),
  };
}

/** Remembers how a source fared; members that are absent keep what is known. */
export function recordHealth({ database }: Transaction, source: SourceId, health: SourceHealth): void {
  database
    .sql(
      `INSERT INTO sources (source, last_success_at, last_error_at, last_error_code, last_error_message) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (source) DO UPDATE SET last_success_at = coalesce(excluded.last_success_at, last_success_at),
         last_error_code = iif(excluded.last_error_at IS NULL, last_error_code, excluded.last_error_code),
         last_error_message = iif(excluded.last_error_at IS NULL, last_error_message, excluded.last_error_message),
         last_error_at = coalesce(excluded.last_error_at, last_error_at)`,
    )
    .run(source, health.lastSuccessAt ?? null, health.lastErrorAt ?? null, health.lastErrorCode ?? null, health.lastErrorMessage ?? null);
}

export function coverage(database: Database, source: SourceId): SourceCoverage {
  const row = database.sql("SELECT count(*) AS listings, min(fetched_at) AS oldest FROM listings WHERE source = ? AND gone_at IS NULL").get(source) ?? {};
  const digests = database
    .sql("SELECT count(*) AS count FROM listings AS l JOIN digests AS d ON d.listing = l.seq WHERE l.source = ? AND l.gone_at IS NULL AND d.digest GLOB 'sha256:*' AND d.path <> ''")
    .get(source);
  const oldest = optionalText(row, "oldest");
  return {
    listings: numberOf(row, "listings"),
    artifactsWithDigest: numberOf(digests ?? {}, "count"),
    ...countOverlays(database, source),
    ...(oldest !== undefined && { oldestFetchedAt: oldest }),
    ...(isOpenSource(database, source) && { entriesPerRegistrant: database.entriesPerRegistrant }),
  };
}

function notStoredIn(run: Row): number {
  return numberOf(run, "not_stored") + numberOf(run, "not_stored_in_part");
}

/** Most unseen listings that are given at once. */
const maxUnseen = 1_000;
const unseen = "source = ? AND gone_at IS NULL AND run <> ? AND julianday(fetched_at) < julianday(?)";
/** Listings that are swept at a time. */
const sweepChunk = 1_000;

interface Sweep {
  readonly source: SourceId;
  readonly run: number;
  readonly startedAt: DateTime;
  readonly at: DateTime;
}

function sweepUnseen(transaction: Transaction, { source, run, startedAt, at }: Sweep): WriteResult {
  const sequences = transaction.database.sql(`SELECT seq FROM listings WHERE ${unseen} ORDER BY seq`).all(source, run, startedAt).map((row) => numberOf(row, "seq"));
  let gone = 0;
  for (let start = 0; start < sequences.length; start += sweepChunk) {
    gone += markRowsGone(transaction, rowsBySequence(transaction.database, sequences.slice(start, start + sweepChunk)), at).gone;
  }
  return { added: 0, changed: 0, unchanged: 0, gone: gone + sweepOverlays(transaction, { source, run, startedAt, at }) };
}

function saveChain(database: Database, source: SourceId, { chainId, address, head, finalized, indexed }: ChainProgress): void {
  database
    .sql("INSERT OR REPLACE INTO chains (source, chain_id, address, head, finalized, indexed) VALUES (?, ?, ?, ?, ?, ?)")
    .run(source, chainId, address, head, finalized, indexed);
}

function readChains(database: Database, source: SourceId): readonly ChainProgress[] {
  return database
    .sql("SELECT * FROM chains WHERE source = ? ORDER BY chain_id, address")
    .all(source)
    .map((row) => ({
      chainId: numberOf(row, "chain_id"),
      address: textOf(row, "address"),
      head: numberOf(row, "head"),
      finalized: numberOf(row, "finalized"),
      indexed: numberOf(row, "indexed"),
    }));
}

function startOf(database: Database, source: SourceId, run: number): DateTime {
  const startedAt = optionalText(database.sql("SELECT started_at FROM runs WHERE run = ? AND source = ?").get(run, source) ?? { started_at: null }, "started_at");
  if (startedAt === undefined) throw new CatalogInputError(`${source} has no harvest run ${run}.`);
  return startedAt;
}

function assertOpen(database: Database, source: SourceId, run: number): Row {
  const row = openRun(database, source);
  if (row === undefined || numberOf(row, "run") !== run) throw new LeaseLostError(`Run ${run} of ${source} has ended; begin another.`);
  return row;
}

function openRun(database: Database, source: SourceId): Row | undefined {
  return database.sql("SELECT * FROM runs WHERE source = ? AND ended_at IS NULL").get(source);
}

/** What is held back is so since the run that ended last. */
function heldBackRun(database: Database, source: SourceId): Pick<HarvestState, "heldBack"> {
  const row = database.sql("SELECT started_at, listings_seen FROM runs WHERE source = ? AND ended_at IS NOT NULL ORDER BY run DESC LIMIT 1").get(source);
  return row === undefined ? {} : { heldBack: { startedAt: textOf(row, "started_at"), listingsSeen: numberOf(row, "listings_seen") } };
}

function sourceRow(database: Database, source: SourceId): Row | undefined {
  return database.sql("SELECT * FROM sources WHERE source = ?").get(source);
}

type Present<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
