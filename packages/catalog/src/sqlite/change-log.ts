import type { ChangeKind, ListingKey, ModelId, SourceId } from "@modeldex/schema";
import { canonicalJson } from "../canonical-json.ts";
import type { StoredChange } from "../change-query.ts";
import type { Database } from "./database.ts";
import { sequencesOfKeys } from "./read-listings.ts";
import { jsonOf, numberOf, optionalText, type Row, textOf } from "./rows.ts";
import type { Work } from "./work.ts";

/** Appends what happened to listings, with the ids that their models have now: whatever is told of a listing has made its model again. */
export function saveChanges(work: Work): void {
  if (work.changes.length === 0) return;
  work.transaction.sequence();
  for (const { kind, statement, listing, source = listing.source, other, before, after } of work.changes) {
    const model = work.modelIds.get(listing.model);
    appendChange(work.database, { kind, at: work.at, source, listing: listing.key, about: listing.seq, other, model, statement, before, after });
  }
}

type NewChange = Omit<StoredChange, "sequence" | "source" | "listing" | "model" | "listingNow"> & {
  readonly source?: SourceId | undefined;
  readonly listing?: ListingKey | undefined;
  /** Number of the listing. */
  readonly about?: number | undefined;
  /** Number of a listing of the other model that this is about. */
  readonly other?: number | undefined;
  readonly model?: ModelId | undefined;
};

/** Appends one row to the log. Most rows tell that a listing came which is a model of its own, so what follows from that is not repeated. */
export function appendChange(database: Database, change: NewChange): void {
  const { kind, at, source, listing, about, other, model, statement, before, after } = change;
  database
    .sql("INSERT INTO changes (kind, at, source, listing, about, other, model, statement, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    .run(
      kind, at, source ?? null, listing ?? null, about ?? null, other ?? null, model === (listing as string | undefined) ? null : (model ?? null), statement,
      jsonOrNull(before), jsonOrNull(after),
    );
}

/** What a row of the log is read from, as `c`. */
export const changeColumns = "c.sequence, c.kind, c.at, c.source, c.listing, c.model, c.statement, c.before, c.after, now.key AS listing_now FROM changes AS c LEFT JOIN listings AS now ON now.seq = c.about";

/** Rows of the log after a number, oldest first. */
export function readChanges(database: Database, after: number, limit: number): readonly StoredChange[] {
  return database.sql(`SELECT ${changeColumns} WHERE c.sequence > ? ORDER BY c.sequence LIMIT ?`).all(after, limit).map(readChange);
}

/** Rows of the log by number, in the order asked. */
export function readChangesAt(database: Database, sequences: readonly number[]): readonly (StoredChange | undefined)[] {
  const rows = database.sql(`SELECT ${changeColumns} WHERE c.sequence IN (SELECT value FROM json_each(?))`).all(JSON.stringify(sequences));
  const found = new Map(rows.map((row) => [numberOf(row, "sequence"), readChange(row)]));
  return sequences.map((sequence) => found.get(sequence));
}

/** The newest changes of each listing, oldest first. */
export function changesOfListings(database: Database, keys: readonly ListingKey[], limit: number): readonly (readonly StoredChange[])[] {
  return sequencesOfKeys(database, keys).map((listing) => {
    if (listing === undefined) return [];
    return database.sql(`SELECT ${changeColumns} WHERE c.about = ? ORDER BY c.sequence DESC LIMIT ?`).all(listing, limit).map(readChange).reverse();
  });
}

/** A row of {@link changeColumns}. */
export function readChange(row: Row): StoredChange {
  const [source, listing, listingNow] = [optionalText(row, "source"), optionalText(row, "listing"), optionalText(row, "listing_now")];
  const model = optionalText(row, "model") ?? listing;
  const statement = textOf(row, "statement");
  return {
    sequence: numberOf(row, "sequence"),
    kind: textOf(row, "kind") as ChangeKind,
    at: textOf(row, "at"),
    ...(source !== undefined && { source: source as SourceId }),
    ...(listing !== undefined && { listing: listing as ListingKey }),
    ...(listingNow !== undefined && { listingNow: listingNow as ListingKey }),
    ...(model !== undefined && { model: model as ModelId }),
    statement: statement === "" && row["kind"] === "LISTED" ? `${listing ?? source ?? ""} is listed.` : statement,
    ...(row["before"] !== null && { before: jsonOf<unknown>(row, "before") }),
    ...(row["after"] !== null && { after: jsonOf<unknown>(row, "after") }),
  };
}

/** With the members in one order, so that where `before` and `after` differ something did change. */
function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : canonicalJson(value);
}
