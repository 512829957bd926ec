import { changeKinds } from "@modeldex/schema";
import type { ChangePage, ChangeQuery } from "../change-query.ts";
import { CatalogInputError } from "../errors.ts";
import { changeColumns, readChange } from "./change-log.ts";
import type { Database } from "./database.ts";
import { modelSequences } from "./read-listings.ts";
import { numberOf, textOf } from "./rows.ts";

/** Most rows that one page holds. */
const maxPage = 1_000;

/** One page of the log; see `Catalog.findChanges`. */
export function findChanges(database: Database, query: ChangeQuery): ChangePage {
  const { after, before, limit, newest } = query;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > maxPage) throw new CatalogInputError(`A page of the log has 1 to ${maxPage} rows.`);
  const last = lastSequence(database);
  for (const place of [after, before]) {
    if (place !== undefined && (!Number.isSafeInteger(place) || place < 1 || place > last)) throw new CatalogInputError(`The log has no row ${String(place)}; its last one is ${last}.`);
  }
  const streams = streamsOf(database, query);
  const floor = query.since === undefined ? 0 : firstSince(database, query.since, last) - 1;
  const bounds: Bounds = { after: Math.max(after ?? 0, floor), before: before ?? last + 1 };
  const found = sequencesOf(database, streams, { query, bounds, limit: limit + 1, newest });
  const kept = found.slice(0, limit).sort((left, right) => left - right);
  const isAny = (within: Bounds): boolean => sequencesOf(database, streams, { query, bounds: within, limit: 1, newest }).length > 0;
  // Of an empty page everything that fits lies beyond its bounds.
  const first = kept[0] ?? (after ?? floor) + 1;
  const end = kept.at(-1) ?? (before ?? last + 1) - 1;
  return { changes: rowsOf(database, kept), hasEarlier: isAny({ after: floor, before: first }), hasLater: isAny({ after: Math.max(end, floor), before: last + 1 }) };
}

/** Between these rows, neither included. */
interface Bounds {
  readonly after: number;
  readonly before: number;
}

/** A condition that an index answers, and in the order of the log where there can be many rows. */
interface Stream {
  readonly where: string;
  readonly values: readonly (string | number)[];
}

/** The streams that together hold every row that a query can find, each row perhaps in several. */
function streamsOf(database: Database, { models, sources, kinds }: ChangeQuery): readonly Stream[] {
  if (models !== undefined) {
    const listings = JSON.stringify(listingsOf(database, models));
    const chosen = (column: string): string => `SELECT sequence FROM changes WHERE ${column} IN (SELECT value FROM json_each(?))`;
    return [{ where: `c.sequence IN (${chosen("about")} UNION ${chosen("other")})`, values: [listings, listings] }];
  }
  if (sources === undefined && kinds === undefined) return [{ where: "true", values: [] }];
  const named = sources ?? database.sql("SELECT DISTINCT source FROM listings UNION SELECT source FROM sources UNION SELECT source FROM source_findings").all().map((row) => textOf(row, "source"));
  return named.flatMap((source) => (kinds ?? changeKinds).map((kind) => ({ where: "c.source = ? AND c.kind = ?", values: [source, kind] })));
}

interface Search {
  readonly query: ChangeQuery;
  readonly bounds: Bounds;
  readonly limit: number;
  /** From the end. */
  readonly newest: boolean;
}

/** Numbers of the first rows of all streams together, in the order of the search. */
function sequencesOf(database: Database, streams: readonly Stream[], { query, bounds, limit, newest }: Search): readonly number[] {
  const conditions = ["c.sequence > ?", "c.sequence < ?"];
  const values: (string | number)[] = [bounds.after, bounds.before];
  if (query.since !== undefined) add("c.at >= ?", query.since);
  if (query.models !== undefined && query.sources !== undefined) add("c.source IN (SELECT value FROM json_each(?))", JSON.stringify(query.sources));
  if (query.models !== undefined && query.kinds !== undefined) add("c.kind IN (SELECT value FROM json_each(?))", JSON.stringify(query.kinds));
  const order = newest ? "DESC" : "ASC";
  const found = new Set<number>();
  for (const stream of streams) {
    const rows = database
      .sql(`SELECT c.sequence FROM changes AS c WHERE ${[stream.where, ...conditions].join(" AND ")} ORDER BY c.sequence ${order} LIMIT ?`)
      .all(...stream.values, ...values, limit);
    for (const row of rows) found.add(numberOf(row, "sequence"));
  }
  return [...found].sort((left, right) => (newest ? right - left : left - right)).slice(0, limit);

  function add(condition: string, value: string): void {
    conditions.push(condition);
    values.push(value);
  }
}

/** Listings that belong to these models now. */
function listingsOf(database: Database, models: readonly string[]): readonly number[] {
  const asked = [...new Set(modelSequences(database, models).filter((model) => model !== undefined))];
  return database
    .sql("SELECT l.seq FROM json_each(?) AS asked CROSS JOIN listings AS l ON l.model = asked.value ORDER BY l.seq")
    .all(JSON.stringify(asked))
    .map((row) => numberOf(row, "seq"));
}

/** The first row at or after a time; the log is nearly in the order of its times, so that few rows lie between. */
function firstSince(database: Database, since: string, last: number): number {
  const row = database.sql("SELECT min(sequence) AS first FROM changes WHERE at >= ?").get(since);
  return row === undefined || row["first"] === null ? last + 1 : numberOf(row, "first");
}

function lastSequence(database: Database): number {
  const row = database.sql("SELECT max(sequence) AS last FROM changes").get();
  return row === undefined || row["last"] === null ? 0 : numberOf(row, "last");
}

function rowsOf(database: Database, sequences: readonly number[]): ChangePage["changes"] {
  return database.sql(`SELECT ${changeColumns} WHERE c.sequence IN (SELECT value FROM json_each(?)) ORDER BY c.sequence`).all(JSON.stringify(sequences)).map(readChange);
}
