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
  /** The model's own name, as people write it: without host or region. */
  readonly name: string;
  /** Who publishes it; only where the source states one. */
  readonly publisher?: PublisherRecord;
  /**
   * Account that wrote the entry, in any form that is the same for all entries of one account; on a chain `eip155:<chain>:<address>`. Case does not
   * count. It stays when the entry is handed on. It says nothing but of an entry that anybody may write (`naming` is `open`): of these, only a
   * number is kept for each account.
   */
  readonly registrant?: string;
  /** Its page for people. */
  readonly url?: string;
  /** Who can get its files. */
  readonly access?: Access;
  /** Plain text, at most 16,384 characters. */
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
  /** What a token of context takes of the memory; absent also where no rule is known for the architecture. */
  readonly keyValueCache?: KeyValueCacheRecord;
  /** In the source's own words. */
  readonly license?: LicenseStatement;
  /** ISO 639 codes; `multilingual` and `code` where the source says so. */
  readonly languages?: readonly string[];
  /** Libraries that load it: `transformers`. */
  readonly libraries?: readonly string[];
  /** Of the weights. Does not follow from `artifacts`: both are given. */
  readonly formats?: readonly WeightFormat[];
  /** Words of the source. */
  readonly tags?: readonly string[];
  /** When it was first published there. */
  readonly createdAt?: DateTime;
  /** When it was last changed there. */
  readonly updatedAt?: DateTime;
  /** How much it is used. */
  readonly popularity?: PopularityRecord;
  /** Says that this is a model listed elsewhere. A claim, not identity: the gateway decides. */
  readonly links?: readonly LinkHint[];
  /** Says what it was made from. */
  readonly lineage?: readonly LineageHint[];
  /** Its files at the revision. */
  readonly artifacts?: readonly Artifact[];
  /** Number of files when `artifacts` is cut (at 2,000). */
  readonly artifactCount?: number;
  /** Where it can be called, and at which price. */
  readonly offers?: readonly Offer[];
  /** Results that are reported of it. */
  readonly evaluations?: readonly Evaluation[];
  /** What the source states beyond that, with evidence. */
  readonly claims?: readonly SourceClaim[];
  /** Values of the fields declared in `Source.details`; others, and values of another type, are dropped. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Name of a field that a record may leave out. */
export type RecordField = Exclude<keyof ListingRecord, "nativeId" | "name">;

/** What a model keeps of each token that it attends to, as the configuration of its weights tells. In numbers; how many bytes each takes is up to whoever runs it. */
export interface KeyValueCacheRecord {
  /** Layers that keep every token. */
  readonly layers: number;
  /** Numbers that one layer keeps of one token: 2 × key-value heads × size of a head, or the size of the latent vector and its positions. */
  readonly numbersPerToken: number;
  /** Layers that keep the last `windowTokens` alone. */
  readonly windowedLayers?: number;
  readonly windowTokens?: number;
}

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
  /** Which of several endpoints of the provider under that id, in the source's own word: `nebius/fp8`. */
  readonly endpoint?: string;
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
  /** Share of the time or of the requests that it was served lately, from 0 to 100, as the source measures it. A state of the moment: the log tells no change of it. */
  readonly uptimePercent?: number;
  /** Whether the source says that it works badly now; no change of it is told either. */
  readonly degraded?: boolean;
  /** When it was true, where that is not the time of the record. */
  readonly asOf?: DateTime;
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
