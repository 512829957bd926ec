import type { ChangeKind, DateTime, ListingKey, ModelId, SourceId } from "@modeldex/schema";
import type { Database, Transaction } from "./database.ts";
import type { ListingRow } from "./listing-rows.ts";
import type { OverlayRow } from "./overlay-rows.ts";
import { numberOf } from "./rows.ts";

/** What one write has in hand between its steps: rows, links, models, log. */
export interface Work {
  readonly transaction: Transaction;
  readonly database: Database;
  /** When this write happens, for the log. */
  readonly at: DateTime;
  /** Rows that were read or made, by number. */
  readonly rows: Map<number, ListingRow>;
  /** Listings whose facts of identity may have changed. */
  readonly relink: Set<number>;
  /** Listings that came to another model. */
  readonly moved: Set<number>;
  /** Overlays that this write brings or marks, as they were before it; `undefined`: new. */
  readonly overlays: Map<number, OverlayRow | undefined>;
  /** Models that must be made again from their listings. */
  readonly models: Set<number>;
  /** Those of them whose words may differ too. */
  readonly reworded: Set<number>;
  /** Ids of the models that were made again. */
  readonly modelIds: Map<number, ModelId>;
  readonly changes: PendingChange[];
  /** New keys of renamed listings by the old ones. */
  readonly renamed: Map<ListingKey, ListingKey>;
  /** Accounts that have as many entries as they may; see `roomFor`. */
  readonly full: Set<string>;
  readonly counts: { added: number; changed: number; unchanged: number; completed?: number; gone: number; notStored?: number };
  /** The next free numbers. */
  nextListing(): number;
  nextModel(): number;
}

/** A row of the log; the id of the listing's model is filled in at the end. */
export interface PendingChange {
  readonly kind: ChangeKind;
  readonly statement: string;
  readonly listing: ListingRow;
  /** Who says it, where that is not the source of the listing. */
  readonly source?: SourceId;
  /** Number of a listing of the other model that this is also about: the one that was left or come to. */
  readonly other?: number;
  readonly before?: unknown;
  readonly after?: unknown;
}

export function beginWork(transaction: Transaction, at: DateTime): Work {
  const { database } = transaction;
  const listing = counter(database, "listings");
  const model = counter(database, "models");
  return {
    transaction,
    database,
    at,
    rows: new Map(),
    relink: new Set(),
    moved: new Set(),
    overlays: new Map(),
    models: new Set(),
    reworded: new Set(),
    modelIds: new Map(),
    changes: [],
    renamed: new Map(),
    full: new Set(),
    counts: { added: 0, changed: 0, unchanged: 0, gone: 0 },
    nextListing: listing,
    nextModel: model,
  };
}

/** Puts rows in hand; a row that is already there stays, since it may have been changed. */
export function keepRows(work: Work, rows: readonly ListingRow[]): readonly ListingRow[] {
  return rows.map((row) => {
    const known = work.rows.get(row.seq);
    if (known !== undefined) return known;
    work.rows.set(row.seq, row);
    return row;
  });
}

function counter(database: Database, table: "listings" | "models"): () => number {
  let last: number | undefined;
  return () => {
    if (last === undefined) {
      const row = database.sql("SELECT seq FROM sqlite_sequence WHERE name = ?").get(table);
      last = row === undefined ? 0 : numberOf(row, "seq");
    }
    last += 1;
    return last;
  };
}
