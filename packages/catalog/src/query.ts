import type { Access, ClaimEffect, ClaimKind, ClaimStatus, FacetField, LicenseClass, ListingState, ModelId, QueryWord, SystemTrustLevel, TrustLevel, WeightFormat } from "@modeldex/schema";
import type { StoredModel } from "./stored.ts";

/** What to find. Equal queries give equal counts, facets and pages while nothing is written. */
export interface CatalogQuery {
  /** Words of the text, as `queryWords` of the schema reads them; every word must be found. Empty: every model. */
  readonly words: readonly QueryWord[];
  /** The text as typed, for an exact id, alias or name; and, where the words find nothing, or fewer than five models of a text without spaces, for parts of names. */
  readonly text?: string;
  readonly filter: ModelFilter;
  /** Models that match without the words, because a source says so (live hits). At most 100. */
  readonly extra: readonly ModelId[];
}

/**
 * Every given field must hold; within a list any one value. An unknown value meets no condition except the value UNKNOWN, so its `not` holds.
 * Ranges include both ends. Without `states`: LISTED and DEPRECATED. Texts are compared without case.
 */
export interface ModelFilter {
  readonly sources?: readonly string[];
  readonly tasks?: readonly string[];
  readonly libraries?: readonly string[];
  readonly formats?: readonly WeightFormat[];
  readonly precisions?: readonly string[];
  readonly languages?: readonly string[];
  readonly capabilities?: readonly string[];
  readonly architectures?: readonly string[];
  /** Ids such as `publisher:meta-llama`. */
  readonly publishers?: readonly string[];
  readonly tags?: readonly string[];
  readonly licenses?: readonly string[];
  readonly licenseClasses?: readonly LicenseClass[];
  readonly inputModalities?: readonly string[];
  readonly outputModalities?: readonly string[];
  readonly parameters?: Range;
  readonly contextLength?: Range;
  readonly downloads30d?: Range;
  /** Milliseconds since 1970. */
  readonly createdAt?: Range;
  readonly updatedAt?: Range;
  /** Ids of models: made from one of these, at any distance. Unknown ids meet nothing. */
  readonly baseModels?: readonly string[];
  /** USD per million tokens, by the cheapest offer; likewise `outputPrice`. To six decimals. */
  readonly inputPrice?: Range;
  readonly outputPrice?: Range;
  readonly hasOffer?: boolean;
  readonly hasWeights?: boolean;
  readonly hasCard?: boolean;
  readonly access?: readonly (Access | "UNKNOWN")[];
  readonly states?: readonly ListingState[];
  /** Whether it is listed only where anybody may write; it is never unknown. */
  readonly anybodyMayWrite?: boolean;
  /** Each of them holds of what was last found about the leading listing. */
  readonly trust?: readonly ClaimPredicate[];
  /** As last found; a model that was never assessed has none. */
  readonly trustLevels?: readonly TrustLevel[];
  readonly systemTrustLevels?: readonly SystemTrustLevel[];
  readonly all?: readonly ModelFilter[];
  readonly any?: readonly ModelFilter[];
  readonly not?: ModelFilter;
}

/**
 * Holds when one claim of this kind has one of these statuses and one of these effects; an absent list does not restrict. A kind that nobody has
 * checked has the status UNKNOWN and the effect NEUTRAL.
 */
export interface ClaimPredicate {
  readonly kind: ClaimKind;
  readonly statuses?: readonly ClaimStatus[];
  readonly effects?: readonly ClaimEffect[];
}

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** How a hit was found. `exact-id`: the text is its id, alias or full native id; `exact-name`: its whole name; `part`: what was typed stands within its name. */
export type HitStream = "exact-id" | "exact-name" | "name" | "all" | "part" | "extra";

/** One hit, with what a ranking needs. */
export interface ModelHit {
  readonly model: StoredModel;
  readonly streams: readonly HitStream[];
  /** Tokens of the names and ids of its listings, as stored. */
  readonly nameTokens: readonly string[];
}

/**
 * One stretch of the search in popularity order. Its bounds are fixed when it is first read, so that rows that come in later neither push a hit
 * out nor show one twice. Plain data, for a cursor; hostile when it comes back: a reader checks it.
 */
export type SearchWindow = Readonly<Record<string, number>>;

export interface WindowPage {
  /** The window with its bounds fixed: give it back to read the same window again. */
  readonly window: SearchWindow;
  readonly hits: readonly ModelHit[];
  /** The window after this one; absent when this is the last. */
  readonly next?: SearchWindow;
}

export const sortKeys = ["DOWNLOADS", "LIKES", "TRENDING", "CREATED", "UPDATED", "PARAMETERS", "CONTEXT_LENGTH", "INPUT_PRICE", "OUTPUT_PRICE", "NAME", "BENCHMARK"] as const;
/** Values a page can be sorted by: largest and newest first, but prices and names ascending. */
export type SortKey = (typeof sortKeys)[number];

export interface SearchSort {
  readonly key: SortKey;
  readonly reverse: boolean;
  /**
   * By which benchmark, with BENCHMARK. What counts is one number of each model: in the metric and unit in which most models report the benchmark, the
   * most independent author's, of those the newest, of those the highest.
   */
  readonly benchmark?: string;
}

/** Where a sorted page ended. `value` is null among the unknown ones. Hostile when it comes back. */
export interface SortedPosition {
  readonly value: number | string | null;
  readonly id: string;
  /** It is among the models that are listed only where anybody may write, which come last. */
  readonly open?: true;
}

export interface SortedPage {
  readonly hits: readonly { readonly model: StoredModel; readonly position: SortedPosition }[];
  readonly hasMore: boolean;
}

/** `first`: how many values or, for a histogram, bins. */
export interface FacetRequest {
  readonly field: FacetField;
  readonly first: number;
}

export interface Facet {
  readonly field: FacetField;
  readonly countsAreExact: boolean;
  /** Models that are counted: those of the query without its own selection of this field. */
  readonly totalCount: number;
  /** How many of these have no value, or UNKNOWN; absent of claims, where a kind that nobody has checked has a value. */
  readonly unknownCount?: number;
  readonly values: readonly FacetValue[];
}

/** `filter`, put into `all` of the query's filter without its own selection of this field, gives exactly `count` models. */
export interface FacetValue {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly filter: ModelFilter;
}
