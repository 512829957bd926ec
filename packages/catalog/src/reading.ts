import type { LineageRelation, ListingKey, ModelId, Naming, RecordField, SourceId } from "@modeldex/schema";
import type { ModelFilter } from "./query.ts";
import type { StoredListing } from "./stored.ts";

/** One page of what is found by a digest. */
export interface DigestPageRequest<Position> {
  /** `position` of the last entry of the page before. Hostile when it comes back. */
  readonly after?: Position;
  /** From 1 to 1000. */
  readonly limit: number;
}

export interface FilePosition {
  readonly listing: number;
  readonly path: string;
}

export interface DigestFilesPage {
  readonly files: readonly { readonly listing: ListingKey; readonly path: string; readonly position: FilePosition }[];
  readonly hasMore: boolean;
  /** On all pages together; absent above 10,000. */
  readonly total?: number;
}

export interface DigestModelsPage {
  readonly models: readonly { readonly model: ModelId; readonly position: number }[];
  readonly hasMore: boolean;
  /** On all pages together; absent where the digest is that of more than 10,000 files. */
  readonly total?: number;
}

export interface SimilarRequest {
  readonly filter: ModelFilter;
  /** The larger size divided by the smaller one is at most this. */
  readonly sizeFactor: number;
  /** For models whose number of parameters is not stored, each in its place: the number to go by. */
  readonly sizes?: readonly (number | undefined)[];
  /** How many for each, from 1 to 200. */
  readonly limit: number;
}

/** Whether results of a benchmark are stored. */
export interface BenchmarkKnown {
  readonly isReported: boolean;
  /** Where it is not: those that most models report, in lower case. At most 5. */
  readonly common: readonly string[];
}

/** A name that completes what was typed; after a text with `/`, the native id. */
export interface NameSuggestion {
  readonly text: string;
  /** Absent when several models have this name. */
  readonly model?: ModelId;
}

/** One base of a model. */
export interface LineageStatement {
  readonly relation: LineageRelation;
  /** As the first listing that states it writes it. */
  readonly reference: string;
  /** Absent when the base is not in the catalog. */
  readonly model?: ModelId;
  readonly statedBy: readonly SourceId[];
}

export interface DerivedRequest {
  /** Only what somebody says came about in this way. */
  readonly relation?: LineageRelation;
  /** `position` of the last model of the page before. Hostile when it comes back. */
  readonly after?: number;
  /** At most 1000. */
  readonly limit: number;
}

export interface DerivedPage {
  /** On all pages together. */
  readonly total: number;
  /** Each model once. Of several relations to the same base a known one, and what the leading listing says, comes first. */
  readonly models: readonly { readonly model: ModelId; readonly relation: LineageRelation; readonly statedBy: readonly SourceId[]; readonly position: number }[];
  readonly hasMore: boolean;
}

/** A name that leads to a model and is no id of a listing: the key of an overlay, or the id by which an offer is called. */
export interface CallName {
  /** As the row or the offer writes it. */
  readonly name: string;
  /** Whose listing or overlay has it. */
  readonly source: SourceId;
  readonly naming: Naming;
  /** Who is called by it; absent: it is the key of an overlay. */
  readonly provider?: string;
  /** The listing that it leads to; absent: the overlay fits none as yet. */
  readonly listing?: StoredListing;
  /** What an overlay calls the model. */
  readonly modelName?: string;
}

/** Which listings to ask a source for more about. */
export interface LackingRequest {
  readonly source: SourceId;
  /** Fields that are wanted; a listing that lacks one of them is given. */
  readonly fields: readonly RecordField[];
  /** How many of the most used models of the source are looked at. */
  readonly among: number;
  readonly limit: number;
}
