import { listingKey, type ListingKey, type ListingRecord, type SourceId } from "@modeldex/schema";
import type { ListingWrite } from "../listing-write.ts";
import type { ListingRow } from "./listing-rows.ts";

/** Keys under which a model that states an inner id was known before. Without one, a name is all that a listing is known by, and a former one says nothing. */
export function formerKeys(source: SourceId, { stableId, aliases = [] }: ListingRecord): readonly ListingKey[] {
  return stableId === undefined ? [] : aliases.map((alias) => listingKey(source, alias));
}

/** Listings that stand under former names of a write: itself, where no inner id says otherwise, and other models. */
export function formerRows(at: (key: ListingKey) => ListingRow | undefined, { source, record }: ListingWrite): { readonly own?: ListingRow; readonly others: readonly ListingRow[] } {
  const rows = formerKeys(source, record).flatMap((key) => at(key) ?? []).filter((row) => row.nativeId !== record.nativeId);
  const own = rows.find((row) => row.stableId === undefined);
  const others = rows.filter((row) => row.stableId !== undefined && row.stableId !== record.stableId);
  return { ...(own !== undefined && { own }), others };
}

/** A record without the aliases that are names of other models. */
export function withoutNames(record: ListingRecord, others: readonly ListingRow[]): ListingRecord {
  const { aliases = [], ...rest } = record;
  const kept = aliases.filter((alias) => !others.some((row) => row.nativeId === alias));
  return kept.length === 0 ? rest : { ...rest, aliases: kept };
}
