import { type ListingKey, listingKey, type SourceId } from "@modeldex/schema";
import type { ListingWrite } from "../listing-write.ts";
import { formerKeys } from "./former-names.ts";
import { type ListingRow, rowsByKey, rowsBySequence, sequencesByStableId } from "./listing-rows.ts";
import { keepRows, type Work } from "./work.ts";

/** Which rows stand where, while writes move them. */
export class Places {
  readonly #byKey = new Map<string, ListingRow>();
  readonly #byStableId = new Map<string, ListingRow>();

  constructor(work: Work, writes: readonly ListingWrite[]) {
    const keys = writes.flatMap(({ source, record }) => [listingKey(source, record.nativeId), ...formerKeys(source, record)]);
    for (const row of keepRows(work, rowsByKey(work.database, keys))) this.put(row);
    for (const [source, ids] of stableIdsBySource(writes)) {
      const elsewhere = sequencesByStableId(work.database, source, ids).filter((seq) => !work.rows.has(seq));
      for (const row of keepRows(work, rowsBySequence(work.database, elsewhere))) this.put(row);
    }
  }

  at(key: ListingKey): ListingRow | undefined {
    return this.#byKey.get(key);
  }

  /** The listing of the same source with this inner id, under whatever name. */
  sameInside(source: SourceId, stableId: string | undefined): ListingRow | undefined {
    return stableId === undefined ? undefined : this.#byStableId.get(`${source}:${stableId}`);
  }

  put(row: ListingRow): void {
    this.#byKey.set(row.key, row);
    if (row.stableId !== undefined) this.#byStableId.set(`${row.source}:${row.stableId}`, row);
  }

  remove(row: ListingRow): void {
    if (this.#byKey.get(row.key) === row) this.#byKey.delete(row.key);
    if (row.stableId !== undefined) this.#byStableId.delete(`${row.source}:${row.stableId}`);
  }
}

function stableIdsBySource(writes: readonly ListingWrite[]): ReadonlyMap<SourceId, string[]> {
  const ids = new Map<SourceId, string[]>();
  for (const { source, record } of writes) {
    if (record.stableId !== undefined) ids.set(source, [...(ids.get(source) ?? []), record.stableId]);
  }
  return ids;
}
