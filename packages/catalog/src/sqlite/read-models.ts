import { type ModelDocument, popularityAsOf } from "../merge-model.ts";
import type { StoredModel } from "../stored.ts";
import type { Database } from "./database.ts";
import { jsonOf, numberOf, type Row, textOf } from "./rows.ts";

/** A model with what stands beside its document. */
export interface ModelEntry {
  readonly seq: number;
  readonly rank: number;
  readonly model: StoredModel;
  readonly nameTokens: readonly string[];
}

/** Times move with every fetch, so they are read beside the document. */
const columns = `m.seq, m.rk, m.doc, m.name_tokens, leading.fetched_at,
  CASE WHEN m.listing_count = 1 THEN leading.fetched_at ELSE (SELECT min(l.fetched_at) FROM listings AS l WHERE l.model = m.seq) END AS oldest`;

/** Models by number, in the order asked; those that are gone meanwhile are left out. */
export function readModels(database: Database, sequences: readonly number[]): readonly ModelEntry[] {
  if (sequences.length === 0) return [];
  return database
    .sql(`SELECT ${columns} FROM json_each(?) AS asked CROSS JOIN models AS m ON m.seq = asked.value CROSS JOIN listings AS leading ON leading.seq = m.leading ORDER BY asked.key`)
    .all(JSON.stringify(sequences))
    .map((row) => readEntry(row, database));
}

function readEntry(row: Row, database: Database): ModelEntry {
  const document = jsonOf<ModelDocument>(row, "doc");
  const seq = numberOf(row, "seq");
  const names = textOf(row, "name_tokens");
  return {
    seq,
    rank: numberOf(row, "rk"),
    model: { ...document, popularityAsOf: popularityAsOf(document, countedAt(database, seq, document) ?? textOf(row, "fetched_at")), oldestFetchedAt: textOf(row, "oldest") },
    nameTokens: names === "" ? [] : names.split(" "),
  };
}

/** When the listing that gives the counts was fetched, where that is not the leading one. */
function countedAt(database: Database, seq: number, { statedBy: { popularity: giver } }: ModelDocument): string | undefined {
  if (giver === undefined) return undefined;
  const row = database.sql("SELECT fetched_at FROM listings WHERE model = ? AND key = ?").get(seq, giver);
  return row === undefined ? undefined : textOf(row, "fetched_at");
}
