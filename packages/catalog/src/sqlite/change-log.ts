import type { ChangeKind, ListingKey, ModelId, SourceId } from "@modeldex/schema";
import type { StoredChange } from "../catalog.ts";
import type { Database } from "./database.ts";
import { jsonOf, numberOf, optionalText, type Row, textOf } from "./rows.ts";
import type { Work } from "./work.ts";

/** Appends what happened to listings, with the ids that their models have now: whatever is told of a listing has made its model again. */
export function saveChanges(work: Work): void {
  if (work.changes.length === 0) return;
  work.transaction.sequence();
  for (const { kind, statement, listing, before, after } of work.changes) {
    appendChange(work.database, { kind, at: work.at, source: listing.source, listing: listing.key, model: work.modelIds.get(listing.model), statement, before, after });
  }
}

type NewChange = Omit<StoredChange, "sequence" | "source" | "listing" | "model"> & {
  readonly source?: SourceId | undefined;
  readonly listing?: ListingKey | undefined;
  readonly model?: ModelId | undefined;
};

/** Appends one row to the log. Most rows tell that a listing came which is a model of its own, so what follows from that is not repeated. */
export function appendChange(database: Database, { kind, at, source, listing, model, statement, before, after }: NewChange): void {
  database
    .sql("INSERT INTO changes (kind, at, source, listing, model, statement, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(kind, at, source ?? null, listing ?? null, model === (listing as string | undefined) ? null : (model ?? null), statement, jsonOrNull(before), jsonOrNull(after));
}

/** Rows of the log after a number, oldest first. */
export function readChanges(database: Database, after: number, limit: number): readonly StoredChange[] {
  return database.sql("SELECT * FROM changes WHERE sequence > ? ORDER BY sequence LIMIT ?").all(after, limit).map(readChange);
}

function readChange(row: Row): StoredChange {
  const [source, listing] = [optionalText(row, "source"), optionalText(row, "listing")];
  const model = optionalText(row, "model") ?? listing;
  const statement = textOf(row, "statement");
  return {
    sequence: numberOf(row, "sequence"),
    kind: textOf(row, "kind") as ChangeKind,
    at: textOf(row, "at"),
    ...(source !== undefined && { source: source as SourceId }),
    ...(listing !== undefined && { listing: listing as ListingKey }),
    ...(model !== undefined && { model: model as ModelId }),
    statement: statement === "" && row["kind"] === "LISTED" ? `${listing ?? source ?? ""} is listed.` : statement,
    ...(row["before"] !== null && { before: jsonOf<unknown>(row, "before") }),
    ...(row["after"] !== null && { after: jsonOf<unknown>(row, "after") }),
  };
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
