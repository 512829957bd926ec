import type { ListingRecord } from "@modeldex/schema";
import { changedWeights, hasDigests, type WeightChange, weightFiles, type WeightFiles } from "../weight-changes.ts";
import type { Database } from "./database.ts";
import { type ListingRow, partBits, updateState } from "./listing-rows.ts";
import { jsonOf } from "./rows.ts";

/**
 * Weights of a listing over a time in which nobody asked for its files. A record of another revision drops what was fetched on demand; its digests
 * are kept here, and held against those of the files that come next.
 *
 * @param row with the record that is stored now
 * @param before the record that it had until now
 */
export function weightsSinceDropped(database: Database, row: ListingRow, before: ListingRecord): WeightChange | undefined {
  if (before.artifacts !== undefined && row.record.artifacts === undefined) {
    const known = weightFiles(before);
    if (hasDigests(known)) keep(database, row, known);
    return undefined;
  }
  if ((row.parts & partBits.knownWeights) === 0 || row.record.artifacts === undefined) return undefined;
  return changedWeights(take(database, row), weightFiles(row.record));
}

function keep(database: Database, row: ListingRow, known: WeightFiles): void {
  database.sql("INSERT OR REPLACE INTO known_weights (listing, weights) VALUES (?, ?)").run(row.seq, JSON.stringify(known));
  row.parts |= partBits.knownWeights;
  updateState(database, row);
}

function take(database: Database, row: ListingRow): WeightFiles {
  const stored = database.sql("SELECT weights FROM known_weights WHERE listing = ?").get(row.seq);
  database.sql("DELETE FROM known_weights WHERE listing = ?").run(row.seq);
  row.parts &= ~partBits.knownWeights;
  updateState(database, row);
  return stored === undefined ? { digests: {}, isCut: true } : jsonOf<WeightFiles>(stored, "weights");
}
