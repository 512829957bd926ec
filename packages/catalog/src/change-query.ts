import type { ChangeKind, DateTime, ListingKey, ModelId, SourceId } from "@modeldex/schema";

/** One row of the log. */
export interface StoredChange {
  readonly sequence: number;
  readonly kind: ChangeKind;
  readonly at: DateTime;
  readonly source?: SourceId;
  /** Its key when this was written. */
  readonly listing?: ListingKey;
  /** Its key now; absent when it is no longer kept, such as one whose name was given to another. */
  readonly listingNow?: ListingKey;
  /** Its model when this was written. */
  readonly model?: ModelId;
  readonly statement: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Which rows of the log; every given condition must hold, an absent one does not restrict. */
export interface ChangeQuery {
  /** Changes of the listings that these models have now, and of what left them. */
  readonly models?: readonly string[];
  readonly sources?: readonly SourceId[];
  readonly kinds?: readonly ChangeKind[];
  /** Written at this time or later. */
  readonly since?: DateTime;
  /** Rows after this one, by its number. */
  readonly after?: number;
  /** Rows before this one. */
  readonly before?: number;
  /** From 1 to 1000. */
  readonly limit: number;
  /** The last rows instead of the first. */
  readonly newest: boolean;
}

export interface ChangePage {
  /** Oldest first. */
  readonly changes: readonly StoredChange[];
  /** Whether rows that fit come before or after these, whatever `after` and `before` leave out. */
  readonly hasEarlier: boolean;
  readonly hasLater: boolean;
}
