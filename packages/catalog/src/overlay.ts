import type { DateTime, ListingKey, Naming, OverlayRecord, SourceId } from "@modeldex/schema";
import type { LinkTarget } from "./listing-write.ts";

/** One overlay to store: what a source says beside its listings of a model that others list. */
export interface OverlayWrite {
  readonly source: SourceId;
  readonly naming: Naming;
  readonly record: OverlayRecord;
  /** When the record was true at the source. An older write than what is stored changes nothing. */
  readonly fetchedAt: DateTime;
  /** The listing that each readable reference of `record.links` means. */
  readonly linkTargets: readonly LinkTarget[];
}

/** An overlay that belongs to a model. */
export interface StoredOverlay {
  /** `<source id>:<native id>` of the row; no listing has this key. */
  readonly key: ListingKey;
  readonly source: SourceId;
  /** Where it is `open` the row adds its claims to the model, and nothing else. */
  readonly naming: Naming;
  readonly record: OverlayRecord;
  /** The listing that it speaks of. */
  readonly listing: ListingKey;
  /** Why it belongs to that one, in a sentence. */
  readonly statement: string;
  readonly firstSeenAt: DateTime;
  readonly fetchedAt: DateTime;
}

/** An overlay of an export. */
export interface ImportedOverlay extends OverlayWrite {
  readonly firstSeenAt: DateTime;
  /** When the source no longer had it; absent: it has it. */
  readonly goneAt?: DateTime;
}

export interface ExportedOverlay extends ImportedOverlay {
  /** Its place: the next overlays are asked for after it. */
  readonly position: number;
  /** It speaks of a listing whose access is PRIVATE. */
  readonly ofPrivate: boolean;
}
