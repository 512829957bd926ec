import type { DateTime, ListingState, SourceId } from "@modeldex/schema";
import type { ListingWrite } from "./listing-write.ts";

/** One listing of an export: what is stored of it beyond its record. */
export interface ImportedListing extends ListingWrite {
  readonly firstSeenAt: DateTime;
  /** When the source no longer had it; absent: it has it. */
  readonly goneAt?: DateTime;
  /** Native ids that it had before, and that its record does not tell. */
  readonly formerIds: readonly string[];
}

export interface ExportedListing extends Omit<ImportedListing, "onDemand"> {
  /** Its place: the next listings are asked for after it. */
  readonly position: number;
  readonly state: ListingState;
}

export interface ExportCount {
  readonly source: SourceId;
  readonly listings: number;
  /** Those of them whose access is PRIVATE. */
  readonly privateListings: number;
  readonly overlays: number;
}
