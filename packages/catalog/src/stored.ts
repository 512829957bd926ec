import type {
  Access, DateTime, LicenseValue, LinkKind, ListingKey, ListingRecord, ListingRelation, ListingState, ModelId, Naming, PopularityRecord,
  PublisherRecord, SourceId, ValueOrigin, WeightFormat, FindingEvidence,
} from "@modeldex/schema";

/** A listing as it is kept. */
export interface StoredListing {
  readonly key: ListingKey;
  readonly source: SourceId;
  readonly naming: Naming;
  readonly record: ListingRecord;
  readonly state: ListingState;
  readonly model: ModelId;
  readonly link: StoredLink;
  readonly firstSeenAt: DateTime;
  /** When the record was last known to be true at the source. */
  readonly fetchedAt: DateTime;
  /** When the source no longer had it. */
  readonly goneAt?: DateTime;
}

/** Why a listing belongs to its model. */
export interface StoredLink {
  readonly kind: LinkKind;
  readonly relation: ListingRelation;
  readonly statement: string;
  /** What it rests on; times are those of the write. */
  readonly evidence: readonly (FindingEvidence & { readonly retrievedAt: DateTime })[];
}

/** A model: values of its leading listing, gaps filled by the others. Records that anybody may write add nothing, unless there is no other. */
export interface StoredModel {
  readonly id: ModelId;
  readonly name: string;
  readonly leading: ListingKey;
  /** It is listed only where anybody may write an entry; absent: some source says who may. */
  readonly anybodyMayWrite?: true;
  readonly listingCount: number;
  /** Sources that list it now. */
  readonly sources: readonly SourceId[];
  readonly publisher?: PublisherRecord;
  readonly description?: string;
  readonly task?: string;
  readonly modalities?: { readonly input: readonly string[]; readonly output: readonly string[] };
  readonly capabilities: readonly string[];
  readonly architecture?: string;
  readonly parameters?: { readonly total: number; readonly active?: number; readonly origin: ValueOrigin };
  readonly contextTokens?: number;
  readonly license: LicenseValue;
  readonly languages: readonly string[];
  readonly libraries: readonly string[];
  readonly formats: readonly WeightFormat[];
  readonly precisions: readonly string[];
  readonly tags: readonly string[];
  /** Whether it comes with documentation of its own; absent: no listing says. */
  readonly hasCard?: boolean;
  /** Whether there are files of weights; absent: no listing says. */
  readonly hasWeights?: boolean;
  /** Whether somebody serves it; absent: no listing says. */
  readonly hasOffer?: boolean;
  /** The lowest prices of all offers in USD, each by itself. */
  readonly cheapest?: { readonly usdPerMillionInputTokens?: number; readonly usdPerMillionOutputTokens?: number };
  readonly access?: Access;
  readonly state: ListingState;
  readonly popularity?: PopularityRecord;
  /** When its counts were true. */
  readonly popularityAsOf: DateTime;
  readonly createdAt?: DateTime;
  readonly updatedAt?: DateTime;
  /** The oldest and newest `fetchedAt` of its listings. */
  readonly oldestFetchedAt: DateTime;
  /** Which listing gives each value, where it is not the leading one. */
  readonly statedBy: Readonly<Record<string, ListingKey>>;
}
