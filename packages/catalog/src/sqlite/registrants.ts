import type { ListingRecord, Naming, SourceId } from "@modeldex/schema";
import type { ImportedListing } from "../exported.ts";
import type { ListingWrite } from "../listing-write.ts";
import type { Database } from "./database.ts";
import { numberOf } from "./rows.ts";
import type { Work } from "./work.ts";

/** Entries whose account is not known have so many times as much room, together. */
const roomOfUnknown = 10;
/** Entries of an account that are kept beyond the bound since somebody asked for each. */
const mostAsked = 20;
/** Entries of an account that are kept at all, as a multiple of the bound: those that it took back stay, marked gone. */
const mostKept = 10;

/** An entry to store; with `goneAt` it takes no room from those that are listed. */
type NewEntry = ListingWrite & Pick<ImportedListing, "goneAt">;

/** Where an entry that is not stored may stand. */
export interface Room {
  /** Beyond the bound, since somebody asked for it. */
  readonly beyond: boolean;
  /** Number of the listing that makes room: of those beyond the bound, the one that was fetched first. */
  readonly instead?: number;
}

/**
 * Whether there is room for an entry that is not stored, or is gone and comes back. What not just anybody may write always has room.
 *
 * @returns `undefined` when its account has as many as it may.
 */
export function roomFor(work: Work, { source, naming, record, asked, goneAt }: NewEntry, isStored = false): Room | undefined {
  const registrant = registrantOf(naming, record);
  if (registrant === undefined) return { beyond: false };
  const isGone = goneAt !== undefined;
  const account = JSON.stringify([source, registrant, isStored, isGone]);
  const bound = work.database.entriesPerRegistrant * (registrant === unknown ? roomOfUnknown : 1);
  if (!work.full.has(account)) {
    const { listed, kept } = count(work.database, source, registrant);
    if ((isGone || listed < bound) && (isStored || kept < bound * mostKept)) return { beyond: false };
    work.full.add(account);
  }
  if (asked !== true) return undefined;
  if (count(work.database, source, registrant).beyond < mostAsked) return { beyond: true };
  const instead = oldestBeyond(work, source, registrant);
  return instead === undefined ? undefined : { beyond: true, instead };
}

/** Remembers whose entry a listing is, and forgets it when not just anybody may write it. */
export function saveRegistrant(database: Database, { seq, source, naming, record }: Registered, beyond = false): void {
  const registrant = registrantOf(naming, record);
  if (registrant === undefined) {
    database.sql("DELETE FROM registrants WHERE listing = ?").run(seq);
    return;
  }
  database
    .sql(
      `INSERT INTO registrants (listing, source, registrant, beyond) VALUES (?, ?, ?, ?)
       ON CONFLICT (listing) DO UPDATE SET registrant = excluded.registrant, beyond = max(beyond, excluded.beyond)`,
    )
    .run(seq, source, registrant, Number(beyond));
}

/** Whether a source has entries that anybody may write. */
export function isOpenSource(database: Database, source: SourceId): boolean {
  return database.sql("SELECT 1 FROM registrants WHERE source = ? LIMIT 1").get(source) !== undefined;
}

/** A listing as far as its account goes. */
interface Registered {
  readonly seq: number;
  readonly source: SourceId;
  readonly naming: Naming;
  readonly record: ListingRecord;
}

/** Account of all entries that state none. */
const unknown = "";

function registrantOf(naming: Naming, { registrant = unknown }: ListingRecord): string | undefined {
  return naming === "open" ? registrant.toLowerCase() : undefined;
}

interface Count {
  /** Within the bound and not gone. */
  readonly listed: number;
  /** Within the bound, gone ones too. */
  readonly kept: number;
  /** Beyond the bound, gone ones too. */
  readonly beyond: number;
}

function count(database: Database, source: SourceId, registrant: string): Count {
  const row =
    database
      .sql(
        `SELECT total(r.beyond = 0 AND l.gone_at IS NULL) AS listed, total(r.beyond = 0) AS kept, total(r.beyond) AS beyond
         FROM registrants AS r CROSS JOIN listings AS l ON l.seq = r.listing WHERE r.source = ? AND r.registrant = ?`,
      )
      .get(source, registrant) ?? {};
  return { listed: numberOf(row, "listed"), kept: numberOf(row, "kept"), beyond: numberOf(row, "beyond") };
}

/** Not one that the write at hand brings or changes. */
function oldestBeyond(work: Work, source: SourceId, registrant: string): number | undefined {
  const rows = work.database
    .sql(
      `SELECT l.seq FROM registrants AS r CROSS JOIN listings AS l ON l.seq = r.listing
       WHERE r.source = ? AND r.registrant = ? AND r.beyond = 1 ORDER BY julianday(l.fetched_at), l.seq`,
    )
    .all(source, registrant);
  return rows.map((row) => numberOf(row, "seq")).find((seq) => !work.rows.has(seq));
}
