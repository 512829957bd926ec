import type { QueryWord } from "@modeldex/schema";
import type { CatalogQuery } from "../query.ts";
import { openRanks, sequenceOf } from "../popularity.ts";
import type { Database } from "./database.ts";
import type { Predicate } from "./filter.ts";
import { readNumbers } from "./number-list.ts";
import { modelSequences } from "./read-listings.ts";
import { numberOf, optionalText, type Row } from "./rows.ts";

/** What is walked through in the order of use: rows of one index that match. */
export interface RankSource {
  readonly index: "words" | "parts";
  readonly expression: string;
  /** Only rows whose text holds each of these; for the index of parts, which finds by three letters at a time. */
  readonly pieces?: readonly string[];
}

/** Rows of an index after one row id, in the order of use. */
export interface RankRange {
  readonly after: number;
  /** The last one that counts. */
  readonly through: number;
  readonly limit: number;
}

/** Where the words are looked for. */
export type Scope = "name" | "all";

/**
 * What FTS5 is asked: every word, by any one of its spellings.
 *
 * @returns `undefined` without words, which every model matches.
 */
export function matchExpression(words: readonly QueryWord[], scope: Scope): string | undefined {
  if (words.length === 0) return undefined;
  const all = words.map((word) => anyOf(choices(word, scope).map((tokens) => tokens.map(quote)))).join(" AND ");
  return scope === "name" ? `{name} : (${all})` : all;
}

/**
 * Asks for names that hold every word but the last, and one that begins as the last does.
 *
 * @param isOpen false: the last word is complete too
 */
export function prefixExpression(words: readonly QueryWord[], isOpen: boolean): string | undefined {
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const before = words.slice(0, -1).map(({ alternatives }) => anyOf(alternatives.map((tokens) => tokens.map(quote))));
  const begun = anyOf(last.alternatives.map((tokens) => tokens.map((token, place) => (isOpen && place === tokens.length - 1 ? `${quote(token)}*` : quote(token)))));
  return `{name} : (${[...before, begun].join(" AND ")})`;
}

function anyOf(alternatives: readonly (readonly string[])[]): string {
  return `(${alternatives.map((terms) => `(${terms.join(" AND ")})`).join(" OR ")})`;
}

/** A word may stand there, or the model may be what the word means, which is no name. */
function choices({ alternatives, reading }: QueryWord, scope: Scope): readonly (readonly string[])[] {
  return scope === "name" ? alternatives : [...alternatives, ...(reading?.tokens ?? []).map((token) => [token])];
}

/** The first rows in the order of use that match and pass, read in growing blocks, so that a rare match ends as fast as a common one. */
export function firstRanks(database: Database, source: RankSource | undefined, accepts: Predicate, range: RankRange): number[] {
  const found: number[] = [];
  let { after } = range;
  for (let block = Math.min(256, Math.max(16, range.limit)); found.length < range.limit; block = Math.min(block * 4, 65_536)) {
    const ranks = readBlock(database, source, { after, through: range.through, limit: block });
    for (const rank of ranks) {
      if (accepts(sequenceOf(rank))) found.push(rank);
      if (found.length === range.limit) break;
    }
    const last = ranks.at(-1);
    if (last === undefined || ranks.length < block) break;
    after = last;
  }
  return found;
}

/** All rows that match, in no order. */
export function allRanks(database: Database, source: RankSource): readonly number[] {
  return tables[source.index].flatMap((table) => {
    const row = database.sql(`SELECT group_concat(rowid) AS ranks FROM ${table} WHERE ${matches(table)}`).get(...conditions(source)) ?? {};
    return readNumbers(optionalText(row, "ranks") ?? null);
  });
}

/** What an index consists of, in the order of row ids: words of models that are listed only where anybody may write stand by themselves. */
const tables = { words: ["words", "open_words"], parts: ["parts"] } as const satisfies Record<RankSource["index"], readonly string[]>;
type Table = (typeof tables)[RankSource["index"]][number];

/** Whether a row matches ?1, and for parts also whether it holds every piece of ?2. */
function matches(table: Table): string {
  return table === "parts" ? "parts MATCH ?1 AND NOT EXISTS (SELECT 1 FROM json_each(?2) AS piece WHERE instr(parts.text, piece.value) = 0)" : `${table} MATCH ?1`;
}

function conditions({ index, expression, pieces = [] }: RankSource): readonly string[] {
  return index === "parts" ? [expression, JSON.stringify(pieces)] : [expression];
}

/** Most live hits that a query brings. */
const maxExtra = 100;

/** For each of these models whether the words find it. */
export function matchesWords(database: Database, words: readonly QueryWord[], ids: readonly string[]): readonly boolean[] {
  const expression = matchExpression(words, "all");
  const finds = tables.words.map((table) => database.sql(`SELECT 1 FROM models AS m JOIN ${table} AS w ON w.rowid = m.rk WHERE m.seq = ? AND w.${table} MATCH ?`));
  return modelSequences(database, ids).map((seq) => seq !== undefined && (expression === undefined || finds.some((find) => find.get(seq, expression) !== undefined)));
}

/** Row ids of the models that a source found for the text. */
export function extraRanks(database: Database, query: CatalogQuery): readonly number[] {
  if (query.extra.length === 0) return [];
  const sequences = modelSequences(database, query.extra.slice(0, maxExtra)).filter((seq) => seq !== undefined);
  return ranks(database.sql("SELECT m.rk FROM json_each(?) AS asked CROSS JOIN models AS m ON m.seq = asked.value").all(JSON.stringify(sequences)));
}

function readBlock(database: Database, source: RankSource | undefined, range: RankRange): readonly number[] {
  if (source === undefined) return numbers(database.sql("SELECT group_concat(rk) AS ranks FROM (SELECT rk FROM models WHERE rk > ? AND rk <= ? ORDER BY rk LIMIT ?)").get(range.after, range.through, range.limit));
  const found: number[] = [];
  for (const table of tables[source.index]) {
    if (found.length === range.limit || (table === "open_words" && range.through <= openRanks)) break;
    const sql = `SELECT group_concat(rowid) AS ranks FROM (SELECT rowid FROM ${table} WHERE ${matches(table)} AND rowid > ?3 AND rowid <= ?4 ORDER BY rowid LIMIT ?5)`;
    found.push(...numbers(database.sql(sql).get(source.expression, JSON.stringify(source.pieces ?? []), range.after, range.through, range.limit - found.length)));
  }
  return found;
}

function numbers(row: Row | undefined): readonly number[] {
  return readNumbers(optionalText(row ?? {}, "ranks") ?? null).sort((left, right) => left - right);
}

/** Row ids in a column `rk`. */
export function ranks(rows: readonly Row[]): readonly number[] {
  return rows.map((row) => numberOf(row, "rk"));
}

/** Tokens are letters and digits already; quoted, FTS5 reads nothing else into them. */
function quote(token: string): string {
  return `"${token.replaceAll('"', "")}"`;
}
