import type { DateTime, ListingKey, ListingRecord, Naming, RecordField, SourceId } from "@modeldex/schema";

/** One listing to store. */
export interface ListingWrite {
  readonly source: SourceId;
  readonly naming: Naming;
  readonly record: ListingRecord;
  /** When the record was true at the source. An older write than what is stored changes nothing; it only adds what that lacks `onDemand` of the same revision. */
  readonly fetchedAt: DateTime;
  /** What `record.links` refer to, read by the sources: the listing that each readable reference means. */
  readonly linkTargets: readonly LinkTarget[];
  /** The same for what `record.lineage` refers to. @default none could be read */
  readonly lineageTargets?: readonly LinkTarget[];
  /**
   * Fields that this source fills only on demand: absent ones keep their stored value (at the same `revision`). Of `publisher` only the kind is such a
   * value, and it is kept as long as the name is the same. `hasCard` may be given without being asked, and keeps its stored value at any revision.
   */
  readonly onDemand: readonly RecordField[];
  /**
   * Those of `onDemand` that the source was asked for. Of `offers` a record may hold some without being asked: those take the place of what is stored of
   * their providers, and the others stay, with the time at which they were true. Asked for, they are all that there are. @default none
   */
  readonly needed?: readonly RecordField[];
  /** Changes a listing that is stored already, under this name or with this inner id, and adds none. @default false */
  readonly updateOnly?: boolean;
  /**
   * Somebody asked for this entry by itself. Where anybody may write, it is then stored also when its account has as many entries as are kept: 20 of
   * each account at a time, of which the one that was fetched first makes room. @default false
   */
  readonly asked?: boolean;
}

/** A link of a record whose reference a source could read. */
export interface LinkTarget {
  readonly reference: string;
  readonly target: ListingKey;
}
