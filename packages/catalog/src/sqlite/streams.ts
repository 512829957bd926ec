import { parseListingKey, type QueryWord } from "@modeldex/schema";
import type { CatalogQuery } from "../query.ts";
import { signatureOf } from "../model-words.ts";
import { sequenceOf } from "../popularity.ts";
import type { Database } from "./database.ts";
import type { Predicate } from "./filter.ts";
import { fold } from "./listing-rows.ts";
import { readNumbers } from "./number-list.ts";
import { modelSequences } from "./read-listings.ts";
import { numberOf, optionalText, type Row } from "./rows.ts";

/** Models that a whole text names, as row ids in the order of use. */
export interface ExactRanks {
  readonly byId: ReadonlySet<number>;
  readonly byName: ReadonlySet<number>;
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
  const all = words.map(({ alternatives }) => `(${alternatives.map((tokens) => `(${tokens.map(quote).join(" AND ")})`).join(" OR ")})`).join(" AND ");
  return scope === "name" ? `{name} : (${all})` : all;
}

/** The first rows in the order of use that match and pass, read in growing blocks, so that a rare match ends as fast as a common one. */
export function firstRanks(database: Database, expression: string | undefined, accepts: Predicate, range: RankRange): number[] {
  const found: number[] = [];
  let { after } = range;
  for (let block = 256; found.length < range.limit; block = Math.min(block * 4, 65_536)) {
    const ranks = readBlock(database, expression, { after, through: range.through, limit: block });
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
export function allRanks(database: Database, expression: string): readonly number[] {
  const row = database.sql("SELECT group_concat(rowid) AS ranks FROM words WHERE words MATCH ?").get(expression) ?? {};
  return readNumbers(optionalText(row, "ranks") ?? null);
}

/** Most models that one exact text gives: the most used ones. */
export const maxExact = 200;

/** Models that the text names as a whole: by id, native id or alias; or by its whole name. Each the most used first. */
export function exactRanks(database: Database, text: string | undefined): ExactRanks {
  const trimmed = text?.trim() ?? "";
  if (trimmed === "") return { byId: new Set(), byName: new Set() };
  const signature = signatureOf(trimmed);
  return { byId: new Set([...ranksOfKey(database, trimmed), ...ranksOfNativeId(database, trimmed)]), byName: signature === "" ? new Set() : new Set(ranksOfName(database, signature)) };
}

/** Most live hits that a query brings. */
const maxExtra = 100;

/** For each of these models whether the words find it. */
export function matchesWords(database: Database, words: readonly QueryWord[], ids: readonly string[]): readonly boolean[] {
  const expression = matchExpression(words, "all");
  const find = database.sql("SELECT 1 FROM models AS m JOIN words AS w ON w.rowid = m.rk WHERE m.seq = ? AND w.words MATCH ?");
  return modelSequences(database, ids).map((seq) => seq !== undefined && (expression === undefined || find.get(seq, expression) !== undefined));
}

/** Row ids of the models that a source found for the text. */
export function extraRanks(database: Database, query: CatalogQuery): readonly number[] {
  if (query.extra.length === 0) return [];
  const sequences = modelSequences(database, query.extra.slice(0, maxExtra)).filter((seq) => seq !== undefined);
  return ranks(database.sql("SELECT m.rk FROM json_each(?) AS asked CROSS JOIN models AS m ON m.seq = asked.value").all(JSON.stringify(sequences)));
}

function readBlock(database: Database, expression: string | undefined, { after, through, limit }: RankRange): readonly number[] {
  const row =
    expression === undefined
      ? database.sql("SELECT group_concat(rk) AS ranks FROM (SELECT rk FROM models WHERE rk > ? AND rk <= ? ORDER BY rk LIMIT ?)").get(after, through, limit)
      : database
          .sql("SELECT group_concat(rowid) AS ranks FROM (SELECT rowid FROM words WHERE words MATCH ? AND rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ?)")
          .get(expression, after, through, limit);
  return readNumbers(optionalText(row ?? {}, "ranks") ?? null).sort((left, right) => left - right);
}

function ranksOfKey(database: Database, text: string): readonly number[] {
  const parsed = parseListingKey(text.toLowerCase());
  if (parsed === undefined) return [];
  return ranks(
    database
      .sql(
        `SELECT m.rk FROM (
           SELECT model FROM listings WHERE folded = ?1 AND source = ?2
           UNION SELECT l.model FROM aliases AS a CROSS JOIN listings AS l ON l.seq = a.listing WHERE a.folded = ?1 AND a.source = ?2
         ) AS found CROSS JOIN models AS m ON m.seq = found.model ORDER BY m.rk LIMIT ?3`,
      )
      .all(fold(parsed.nativeId), parsed.source, maxExact),
  );
}

/** In an open registry anybody can take any id, so there a bare id leads only to models that are listed nowhere else. */
const mayName = "(l.naming <> 'open' OR l.link_kind = 'LEADING')";

function ranksOfNativeId(database: Database, text: string): readonly number[] {
  return ranks(
    database
      .sql(
        `SELECT m.rk FROM (
           SELECT l.model FROM listings AS l WHERE l.folded = ?1 AND ${mayName}
           UNION SELECT l.model FROM aliases AS a CROSS JOIN listings AS l ON l.seq = a.listing WHERE a.folded = ?1 AND ${mayName}
         ) AS found CROSS JOIN models AS m ON m.seq = found.model ORDER BY m.rk LIMIT ?2`,
      )
      .all(fold(text), maxExact),
  );
}

function ranksOfName(database: Database, signature: string): readonly number[] {
  return ranks(
    database
      .sql(
        `SELECT DISTINCT m.rk FROM signatures AS s CROSS JOIN listings AS l ON l.seq = s.listing CROSS JOIN models AS m ON m.seq = l.model
         WHERE s.signature = ?1 AND ${mayName} ORDER BY m.rk`,
      )
      .all(signature),
  );
}

function ranks(rows: readonly Row[]): readonly number[] {
  return rows.map((row) => numberOf(row, "rk"));
}

/** Tokens are letters and digits already; quoted, FTS5 reads nothing else into them. */
function quote(token: string): string {
  return `"${token.replaceAll('"', "")}"`;
}
