import type { SourceClaim } from "./claims.ts";
import type {
  Access, ArtifactRole, DateTime, Digest, EvaluationAuthor, LineageRelation, ListingRelation, PublisherKind, Reference, ValueOrigin, WeightFormat,
} from "./values.ts";

/**
 * One model as one source states it.
 *
 * Absent means "the source does not say" (never null, `""`, 0 or a guess); an empty list means "none".
 * Times are RFC 3339 in UTC.
 */
export interface ListingRecord {
  /** The id people use there, in the origin's own spelling; unique within the source. */
  readonly nativeId: string;
  /** Inner id that survives a rename and is never given to another model (Hub `_id`). Tells "renamed" from "path re-used". */
  readonly stableId?: string;
  /** Ids that lead here for good: former paths, other spellings, `name@digest`. They resolve for ever. */
  readonly aliases?: readonly string[];
  /** Ids that lead here now and may lead elsewhere tomorrow: tags, `…-latest`, `@champion`. They join nothing by name. */
  readonly movingAliases?: readonly string[];
  readonly name: string;
  readonly publisher?: PublisherRecord;
  /**
   * Account that wrote the entry, in any form that is the same for all entries of one account; on a chain `eip155:<chain>:<address>`. Case does not
   * count. It stays when the entry is handed on. It says nothing but of an entry that anybody may write (`naming` is `open`): of these, only a
   * number is kept for each account.
   */
  readonly registrant?: string;
  readonly url?: string;
  readonly access?: Access;
  readonly description?: string;
  /** The source says it should no longer be chosen. GraphQL `state`. */
  readonly deprecated?: boolean;
  /** Whether it comes with a card: documentation of its own, such as a README of more than a heading. */
  readonly hasCard?: boolean;
  /**
   * Immutable state that this record describes: commit, digest, or `block:<number>:<hash>`. Where a list tells only the beginning of a digest,
   * `sha256:` and at least 12 hex digits: it is the same revision as the whole digest, which `get` then gives.
   */
  readonly revision?: string;
  /** Task in the vocabulary of the Hugging Face Hub; unknown words pass through. */
  readonly task?: string;
  readonly modalities?: { readonly input: readonly string[]; readonly output: readonly string[] };
  /** What it can do, in lower-case words: `tools`, `structured-output`, `reasoning`. */
  readonly capabilities?: readonly string[];
  /** Architecture as the weights' configuration names it, such as `llama`. */
  readonly architecture?: string;
  /** Counts of parameters; `active` per token in a mixture of experts. */
  readonly parameters?: { readonly total: number; readonly active?: number; readonly origin: ValueOrigin };
  /** Precisions as their makers write them: `BF16`, `FP8`, `Q4_K_M`. */
  readonly precisions?: readonly string[];
  /** Tokens. GraphQL `contextLength`. */
  readonly contextTokens?: number;
  readonly license?: LicenseStatement;
  /** ISO 639 codes; `multilingual` and `code` where the source says so. */
  readonly languages?: readonly string[];
  readonly libraries?: readonly string[];
  readonly formats?: readonly WeightFormat[];
  readonly tags?: readonly string[];
  readonly createdAt?: DateTime;
  readonly updatedAt?: DateTime;
  readonly popularity?: PopularityRecord;
  /** Says that this is a model listed elsewhere. A claim, not identity: the gateway decides. */
  readonly links?: readonly LinkHint[];
  /** Says what it was made from. */
  readonly lineage?: readonly LineageHint[];
  readonly artifacts?: readonly Artifact[];
  /** Number of files when `artifacts` is cut (at 2,000). */
  readonly artifactCount?: number;
  readonly offers?: readonly Offer[];
  readonly evaluations?: readonly Evaluation[];
  readonly claims?: readonly SourceClaim[];
  /** Values of the fields declared in `Source.details`; others, and values of another type, are dropped. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Name of a field that a record may leave out. */
export type RecordField = Exclude<keyof ListingRecord, "nativeId" | "name">;

/** Who publishes, in the source's own words. */
export interface PublisherRecord {
  readonly name: string;
  /** Id within the source, when it is not the name. */
  readonly id?: string;
  readonly url?: string;
  readonly kind?: PublisherKind;
}

/** Counts as the source gives them; `trending` has no unit. */
export interface PopularityRecord {
  readonly downloads30d?: number;
  readonly downloadsAllTime?: number;
  readonly likes?: number;
  readonly trending?: number;
  /** When these counts were true, where that is not the time of the record. */
  readonly asOf?: DateTime;
}

/** As stated; the gateway maps it to SPDX and class. Several that all apply are joined with ` AND `. */
export interface LicenseStatement {
  readonly stated: string;
  readonly name?: string;
  readonly url?: string;
}

/** Says that this listing is a model which `reference` names. */
export interface LinkHint {
  readonly reference: Reference;
  readonly relation: ListingRelation;
  /** One sentence for a person. */
  readonly statement: string;
}

/** Says what a model was made from. */
export interface LineageHint {
  readonly reference: Reference;
  readonly relation: LineageRelation;
}

/** One file of one listing at its revision. */
export interface Artifact {
  readonly path: string;
  readonly sizeBytes?: number;
  readonly format?: WeightFormat;
  readonly precision?: string;
  readonly url?: string;
  readonly digest?: Digest;
  /** Derived from the path when absent. */
  readonly role?: ArtifactRole;
  /** `<algorithm>:<value>` of whatever is not the sha256 of the raw bytes: `git-sha1:…`, `blake3:…`, `xet:…`. */
  readonly otherDigests?: readonly string[];
}

/** One provider serving the model. Prices are USD; a free offer has price 0, an unknown or variable price is absent. */
export interface Offer {
  readonly provider: string;
  /** Id of the provider within the source, where that is not its name: `vertex_ai-llama_models`. */
  readonly providerId?: string;
  /** Id under which the provider is called. */
  readonly callAs?: string;
  /** GraphQL `inputPrice`. */
  readonly usdPerMillionInputTokens?: number;
  /** GraphQL `outputPrice`. */
  readonly usdPerMillionOutputTokens?: number;
  readonly usdPerMillionCachedInputTokens?: number;
  /** Any other unit, or a price under a condition: `{ usd: 0.04, per: "image" }`. */
  readonly otherPrices?: readonly { readonly usd: number; readonly per: string; readonly condition?: string }[];
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly precision?: string;
  readonly capabilities?: readonly string[];
  readonly url?: string;
  /** When the provider stops it. */
  readonly endsAt?: DateTime;
}

/** One reported result. */
export interface Evaluation {
  readonly benchmark: string;
  readonly author: EvaluationAuthor;
  readonly value?: number;
  /** As reported, when it is not one number: `20.0 ± 1.2`. */
  readonly text?: string;
  readonly metric?: string;
  readonly unit?: string;
  readonly settings?: string;
  readonly date?: DateTime;
  readonly url?: string;
}

/** Adds to a model that other sources list, and lists none. Joined by the rules of a listing; until one model fits it is kept and counted as unmatched. */
export interface OverlayRecord
  extends Pick<ListingRecord, "nativeId" | "publisher" | "registrant" | "links" | "contextTokens" | "capabilities" | "offers" | "evaluations" | "claims"> {
  /** Model name as the row writes it, without host or region; absent: joined by `links` only. */
  readonly name?: string;
}
