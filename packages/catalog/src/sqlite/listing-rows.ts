import { type DateTime, type ListingKey, listingKey, type ListingRecord, type ListingState, type Naming, parseListingKey, type SourceId } from "@modeldex/schema";
import { leadingStatement } from "../identity/groups.ts";
import type { StoredLink, StoredListing } from "../stored.ts";
import type { Database } from "./database.ts";
import { jsonOf, numberOf, optionalText, type Row, textOf } from "./rows.ts";

/** A listing as one write works on it. */
export interface ListingRow {
  readonly seq: number;
  key: ListingKey;
  readonly source: SourceId;
  nativeId: string;
  stableId: string | undefined;
  /** Number of its model. */
  model: number;
  naming: Naming;
  /** By which listings of one publisher, family and size are found; see `nameKey`. */
  nameKey: number | undefined;
  state: ListingState;
  /** Which tables hold parts of it; see {@link partBits}. */
  parts: number;
  fetchedAt: DateTime;
  firstSeenAt: DateTime;
  goneAt: DateTime | undefined;
  run: number;
  link: StoredLink;
  /** Canonical JSON. */
  json: string;
  record: ListingRecord;
  /** Whether this write brought it. */
  isNew: boolean;
}

export const partBits = { digests: 1, targets: 2, movingAliases: 4, aliases: 8, lineage: 16, knownWeights: 64, callNames: 128 } as const;

const columns = `l.seq, l.key, l.source, l.native_id, l.stable_id, l.model, l.naming, l.name_key, l.state, l.parts, l.fetched_at, l.first_seen_at, l.gone_at, l.run,
  l.link_kind, l.link_relation, l.link_statement, l.link_evidence, r.record`;
const from = `FROM json_each(?) AS asked CROSS JOIN listings AS l ON`;

export function rowsByKey(database: Database, keys: readonly ListingKey[]): readonly ListingRow[] {
  return rowsBySequence(database, [...sequencesByKey(database, keys).values()]);
}

/** Numbers of the listings that have exactly these keys now. */
export function sequencesByKey(database: Database, keys: readonly string[]): ReadonlyMap<ListingKey, number> {
  const asked = keys.flatMap((key) => {
    const parsed = parseListingKey(key);
    return parsed === undefined ? [] : [[parsed.source, fold(parsed.nativeId), parsed.nativeId]];
  });
  if (asked.length === 0) return new Map();
  const found = database
    .sql(
      `SELECT l.key, l.seq FROM json_each(?) AS asked CROSS JOIN listings AS l
       ON l.folded = asked.value ->> 1 AND l.source = asked.value ->> 0 AND l.native_id = asked.value ->> 2`,
    )
    .all(JSON.stringify(asked));
  return new Map(found.map((row) => [textOf(row, "key") as ListingKey, numberOf(row, "seq")]));
}

export function rowsBySequence(database: Database, sequences: readonly number[]): readonly ListingRow[] {
  return rows(database, `SELECT ${columns} ${from} l.seq = asked.value JOIN records AS r ON r.listing = l.seq`, sequences);
}

export function rowsByModel(database: Database, models: readonly number[]): readonly ListingRow[] {
  return rows(database, `SELECT ${columns} ${from} l.model = asked.value JOIN records AS r ON r.listing = l.seq`, models);
}

/** Numbers of the listings of one source that have these inner ids, which survive a rename. */
export function sequencesByStableId(database: Database, source: SourceId, stableIds: readonly string[]): readonly number[] {
  if (stableIds.length === 0) return [];
  return database
    .sql("SELECT l.seq FROM json_each(?) AS asked CROSS JOIN listings AS l ON l.source = ? AND l.stable_id = asked.value")
    .all(JSON.stringify(stableIds), source)
    .map((row) => numberOf(row, "seq"));
}

export function insertRow(database: Database, row: ListingRow): void {
  const { kind, relation, statement, evidence } = row.link;
  database
    .sql(
      `INSERT INTO listings (seq, source, native_id, folded, stable_id, model, naming, name_key, state, parts, fetched_at, first_seen_at, gone_at, run,
         link_kind, link_relation, link_statement, link_evidence)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      row.seq, row.source, row.nativeId, fold(row.nativeId), row.stableId ?? null, row.model, row.naming, row.nameKey ?? null, row.state, row.parts, row.fetchedAt,
      row.firstSeenAt, row.goneAt ?? null, row.run, kind, relation, kind === "LEADING" ? "" : statement, evidence.length === 0 ? null : JSON.stringify(evidence),
    );
  database.sql("INSERT INTO records (listing, record) VALUES (?, ?)").run(row.seq, row.json);
}

/** Stores everything of a row but its model, link and record. Where only its state changed, {@link updateState} spares the indexes. */
export function updateRow(database: Database, row: ListingRow): void {
  database
    .sql(
      `UPDATE listings SET native_id = ?, folded = ?, stable_id = ?, naming = ?, state = ?, parts = ?, fetched_at = ?, first_seen_at = ?,
         gone_at = ?, run = ? WHERE seq = ?`,
    )
    .run(
      row.nativeId, fold(row.nativeId), row.stableId ?? null, row.naming, row.state, row.parts, row.fetchedAt, row.firstSeenAt,
      row.goneAt ?? null, row.run, row.seq,
    );
}

/** Stores what may change while a listing keeps its name and is not gone. */
export function updateState(database: Database, row: ListingRow): void {
  database
    .sql("UPDATE listings SET naming = ?, state = ?, parts = ?, fetched_at = ?, run = ? WHERE seq = ?")
    .run(row.naming, row.state, row.parts, row.fetchedAt, row.run, row.seq);
}

/** Stores that an unchanged listing was seen again. */
export function updateSeen(database: Database, row: ListingRow): void {
  database.sql("UPDATE listings SET fetched_at = ?, run = ? WHERE seq = ?").run(row.fetchedAt, row.run, row.seq);
}

export function updateRecord(database: Database, row: ListingRow): void {
  database.sql("UPDATE records SET record = ? WHERE listing = ?").run(row.json, row.seq);
}

export function updateLink(database: Database, row: ListingRow): void {
  const { kind, relation, statement, evidence } = row.link;
  database
    .sql("UPDATE listings SET model = ?, link_kind = ?, link_relation = ?, link_statement = ?, link_evidence = ? WHERE seq = ?")
    .run(row.model, kind, relation, kind === "LEADING" ? "" : statement, evidence.length === 0 ? null : JSON.stringify(evidence), row.seq);
}

/** Moves a listing to another native id within its source. */
export function renameRow(row: ListingRow, nativeId: string): void {
  row.nativeId = nativeId;
  row.key = listingKey(row.source, nativeId);
}

/** A native id as it is looked up: without case. */
export function fold(nativeId: string): string {
  return nativeId.toLowerCase();
}

/** The link of a row in `link_*` columns. */
export function readLink(row: Row): StoredLink {
  const leads = textOf(row, "link_kind") === "LEADING";
  return {
    kind: textOf(row, "link_kind") as StoredLink["kind"],
    relation: textOf(row, "link_relation") as StoredLink["relation"],
    statement: leads ? leadingStatement(textOf(row, "key")) : textOf(row, "link_statement"),
    evidence: row["link_evidence"] === null ? [] : jsonOf<StoredLink["evidence"]>(row, "link_evidence"),
  };
}

function rows(database: Database, sql: string, asked: readonly (string | number)[]): readonly ListingRow[] {
  return asked.length === 0 ? [] : database.sql(sql).all(JSON.stringify(asked)).map(readRow);
}

function readRow(row: Row): ListingRow {
  const json = textOf(row, "record");
  let record: ListingRecord | undefined;
  return {
    seq: numberOf(row, "seq"),
    key: textOf(row, "key") as ListingKey,
    source: textOf(row, "source") as SourceId,
    nativeId: textOf(row, "native_id"),
    stableId: optionalText(row, "stable_id"),
    model: numberOf(row, "model"),
    naming: textOf(row, "naming") as Naming,
    nameKey: row["name_key"] === null ? undefined : numberOf(row, "name_key"),
    state: textOf(row, "state") as ListingState,
    parts: numberOf(row, "parts"),
    fetchedAt: textOf(row, "fetched_at"),
    firstSeenAt: textOf(row, "first_seen_at"),
    goneAt: optionalText(row, "gone_at"),
    run: numberOf(row, "run"),
    link: readLink(row),
    json,
    // Most rows that a harvest reads are unchanged, and then nobody looks into the record.
    get record(): ListingRecord {
      record ??= JSON.parse(json) as ListingRecord;
      return record;
    },
    set record(value: ListingRecord) {
      record = value;
    },
    isNew: false,
  };
}

/** A row as the port gives it. */
export function storedListing(row: ListingRow, model: StoredListing["model"]): StoredListing {
  return {
    key: row.key,
    source: row.source,
    naming: row.naming,
    record: row.record,
    state: row.state,
    model,
    link: row.link,
    firstSeenAt: row.firstSeenAt,
    fetchedAt: row.fetchedAt,
    ...(row.goneAt !== undefined && { goneAt: row.goneAt }),
  };
}
