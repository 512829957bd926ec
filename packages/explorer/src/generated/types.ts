// Written by scripts/generate.ts; a change here is lost.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What kind of publisher. */
export type PublisherKind =
  /** A company, institution or group. */
  | 'ORGANIZATION'
  /** One person. */
  | 'PERSON'
  /** A chain account. */
  | 'ADDRESS'
  /** The source does not say. */
  | 'UNKNOWN';

/** How a value is known. */
export type ValueOrigin =
  /** Read from the weights' own header. */
  | 'WEIGHTS'
  /** Stated by the source. */
  | 'STATED'
  /** Read off the name. */
  | 'NAME';

/** What a licence asks of those who use the model. */
export type LicenseClass =
  /** Any use; at most notices must be kept. */
  | 'PERMISSIVE'
  /** Any use; changed copies stay under the same terms. */
  | 'COPYLEFT'
  /** Fields of use are limited, as in RAIL, Llama and Gemma licences, or changed copies may not be shared. */
  | 'USE_RESTRICTED'
  /** No commercial use. */
  | 'NON_COMMERCIAL'
  /** No weights are licensed. */
  | 'PROPRIETARY'
  /** Not declared, or not known to this gateway. */
  | 'UNKNOWN';

/** File format of weights. */
export type WeightFormat =
  /** Safetensors: tensors and a JSON header, no code. */
  | 'SAFETENSORS'
  /** GGUF of llama.cpp. */
  | 'GGUF'
  /** ONNX. */
  | 'ONNX'
  /** Pickled Python objects, such as `.bin`, `.pt`, `.ckpt`: loading them can run code. */
  | 'PICKLE'
  /** Keras or HDF5. */
  | 'KERAS'
  /** TensorFlow Lite. */
  | 'TFLITE'
  /** MessagePack, as Flax writes it. */
  | 'MSGPACK'
  /** Core ML. */
  | 'COREML'
  /** MLX. */
  | 'MLX'
  /** OpenVINO. */
  | 'OPENVINO'
  /** TensorRT engine or plan. */
  | 'TENSORRT'
  /** Any other format. */
  | 'OTHER';

/** Whether a source still has a listing. */
export type ListingState =
  /** It can be chosen. */
  | 'LISTED'
  /** The source says it should no longer be chosen. */
  | 'DEPRECATED'
  /** The source no longer has it. */
  | 'GONE';

/** Who can get the files. */
export type Access =
  /** Anybody. */
  | 'OPEN'
  /** Whoever is let in: terms must be accepted, or somebody decides. */
  | 'GATED'
  /** Members only. */
  | 'PRIVATE'
  /** Nobody: the source has switched it off. */
  | 'DISABLED'
  /** The source does not say. */
  | 'UNKNOWN';

/** Why a listing belongs to its model; strongest first, after LEADING. */
export type LinkKind =
  /** It is the listing that gives the model its id. */
  | 'LEADING'
  /** The operator of this gateway says so. */
  | 'OPERATOR_RULE'
  /** Both hold a file of weights with the same sha256. */
  | 'SAME_DIGEST'
  /** It names the other, and the names do not contradict. */
  | 'EXPLICIT_REFERENCE'
  /** Same name and publisher, at sources whose operators keep the names. */
  | 'NAME_AND_PUBLISHER';

/** What a listing holds of its model. */
export type ListingRelation =
  /** The same bytes. */
  | 'SAME_WEIGHTS'
  /** A quantization of it. */
  | 'QUANTIZED'
  /** A service that runs it. */
  | 'HOSTED'
  /** A registration, without files. */
  | 'REGISTERED'
  /** Not known. */
  | 'UNKNOWN';

/**
 * Every given field must hold; within a list any one value. An unknown value meets no condition except the value UNKNOWN, so its `not`
 * holds. Ranges include both ends. `all` and `any` nest at most 5 deep. Without `states`: LISTED and DEPRECATED.
 * Texts are compared without case.
 */
export type ModelFilterInput = {
  /** Ids of sources that list it now. */
  readonly sources?: ReadonlyArray<string | number> | null | undefined;
  /** Tasks in the vocabulary of the Hugging Face Hub, such as `text-generation`. */
  readonly tasks?: ReadonlyArray<string> | null | undefined;
  /** Libraries that load it, such as `transformers`. */
  readonly libraries?: ReadonlyArray<string> | null | undefined;
  /** File formats of its weights. */
  readonly formats?: ReadonlyArray<WeightFormat> | null | undefined;
  /** Precisions of its weights, such as `BF16`, `Q4_K_M`. */
  readonly precisions?: ReadonlyArray<string> | null | undefined;
  /** ISO 639 codes, names in English such as `german`, `multilingual`, `code`. */
  readonly languages?: ReadonlyArray<string> | null | undefined;
  /** What it takes, such as `image`. */
  readonly inputModalities?: ReadonlyArray<string> | null | undefined;
  /** What it gives, such as `text`, `embedding`. */
  readonly outputModalities?: ReadonlyArray<string> | null | undefined;
  /** What it can do, such as `tools`. */
  readonly capabilities?: ReadonlyArray<string> | null | undefined;
  /** Architectures, such as `llama`. */
  readonly architectures?: ReadonlyArray<string> | null | undefined;
  /** Ids of publishers, such as `publisher:meta-llama`. */
  readonly publishers?: ReadonlyArray<string | number> | null | undefined;
  /** Tags of its sources. */
  readonly tags?: ReadonlyArray<string> | null | undefined;
  /** SPDX ids or `LicenseRef-…`; other spellings that name one licence, such as `apache 2`, are read as its id. */
  readonly licenses?: ReadonlyArray<string> | null | undefined;
  /** What its licence asks of those who use it. */
  readonly licenseClasses?: ReadonlyArray<LicenseClass> | null | undefined;
  /** How many parameters, in all. */
  readonly parameters?: IntRangeInput | null | undefined;
  /** In tokens. */
  readonly contextLength?: IntRangeInput | null | undefined;
  /** Downloads within the last 30 days. */
  readonly downloads30d?: IntRangeInput | null | undefined;
  /** USD per million input tokens, by the cheapest offer; compared to six decimals. */
  readonly inputPrice?: FloatRangeInput | null | undefined;
  /** USD per million output tokens, by the cheapest offer; compared to six decimals. */
  readonly outputPrice?: FloatRangeInput | null | undefined;
  /** When it was first published at its source. */
  readonly createdAt?: TimeRangeInput | null | undefined;
  /** When it was last changed at its source. */
  readonly updatedAt?: TimeRangeInput | null | undefined;
  /** Derived from one of these, at any distance: ids, aliases, keys of listings, or references as sources read them, such as `org/name`. An unknown one meets nothing. */
  readonly baseModels?: ReadonlyArray<string | number> | null | undefined;
  /** Who can get the files. */
  readonly access?: ReadonlyArray<Access> | null | undefined;
  /** Whether a source still has it. */
  readonly states?: ReadonlyArray<ListingState> | null | undefined;
  /** Whether somebody serves it. False: its sources say that nobody does. */
  readonly hasOffer?: boolean | null | undefined;
  /** Whether there are files of weights. False: its files are known, and none is one. */
  readonly hasWeights?: boolean | null | undefined;
  /** Whether it comes with documentation of its own. False: its sources say that it does not. */
  readonly hasCard?: boolean | null | undefined;
  /** What was found about it: each of these holds. */
  readonly trust?: ReadonlyArray<ClaimPredicateInput> | null | undefined;
  /** Level of the files of its leading listing, as last found; a model that was never assessed has none. */
  readonly trustLevels?: ReadonlyArray<TrustLevel> | null | undefined;
  /** Level of the system that serves its leading listing, as last found; a model that was never assessed has none. */
  readonly systemTrustLevels?: ReadonlyArray<SystemTrustLevel> | null | undefined;
  /** All of these hold. */
  readonly all?: ReadonlyArray<ModelFilterInput> | null | undefined;
  /** One of these holds, or more. */
  readonly any?: ReadonlyArray<ModelFilterInput> | null | undefined;
  /** This does not hold. */
  readonly not?: ModelFilterInput | null | undefined;
};

/**
 * Holds when one claim of this kind about the leading listing has one of these statuses and one of these effects; a list that is left out does not restrict,
 * and one of them must be there. Only what was checked counts: a kind that nobody has checked has the status UNKNOWN and the effect NEUTRAL.
 * "No failed scan" is `not: {trust: [{kind: THIRD_PARTY_SCAN, effects: [UNDERMINES]}]}`, since scans by others stay ASSERTED.
 * Searches read what was last found and ask nobody: what has expired since counts until it is checked again, which the trust report does. At another revision
 * nothing counts but what speaks against bytes that the listing still has, or may have while its files are not known.
 */
export type ClaimPredicateInput = {
  /** The kind of claim. */
  readonly kind: ClaimKind;
  /** How it is known. */
  readonly statuses?: ReadonlyArray<ClaimStatus> | null | undefined;
  /** Whether it helps. */
  readonly effects?: ReadonlyArray<ClaimEffect> | null | undefined;
};

/** Whole numbers from `min` to `max`, both included; an end that is left out is open. */
export type IntRangeInput = {
  /** The smallest. */
  readonly min?: number | null | undefined;
  /** The largest. */
  readonly max?: number | null | undefined;
};

/** Numbers from `min` to `max`, both included; an end that is left out is open. */
export type FloatRangeInput = {
  /** The smallest. */
  readonly min?: number | null | undefined;
  /** The largest. */
  readonly max?: number | null | undefined;
};

/** Times from `from` to `to`, both included; an end that is left out is open. */
export type TimeRangeInput = {
  /** The earliest. */
  readonly from?: string | null | undefined;
  /** The latest. */
  readonly to?: string | null | undefined;
};

/** Largest and newest first, but prices and names ascending; `reverse` turns it. Unknown values come last either way, after them what is listed only where anybody may write, ties by id. */
export type ModelSort =
  /** The best match first; without text the most used. */
  | 'RELEVANCE'
  /** Downloads within the last 30 days. */
  | 'DOWNLOADS'
  /** How many people marked it. */
  | 'LIKES'
  /** What the source finds to be rising. */
  | 'TRENDING'
  /** When it was first published. */
  | 'CREATED'
  /** When it was last changed. */
  | 'UPDATED'
  /** How many parameters. */
  | 'PARAMETERS'
  /** How much it can attend to. */
  | 'CONTEXT_LENGTH'
  /** The lowest price of input tokens, ascending. */
  | 'INPUT_PRICE'
  /** The lowest price of output tokens, ascending. */
  | 'OUTPUT_PRICE'
  /** Its name, ascending. */
  | 'NAME'
  /**
   * What it scored in the `benchmark` of the search, highest first. One number of each model counts: in the metric and unit in which most models report
   * the benchmark, the most independent author's, of those the newest, of those the highest. Settings may differ.
   */
  | 'BENCHMARK';

/** By what to count. Numbers and dates are given as histograms. */
export type FacetField =
  /** Source that lists it. */
  | 'SOURCE'
  /** Task. */
  | 'TASK'
  /** Library that loads it. */
  | 'LIBRARY'
  /** File format of its weights. */
  | 'FORMAT'
  /** Precision of its weights. */
  | 'PRECISION'
  /** Language. */
  | 'LANGUAGE'
  /** What it takes. */
  | 'INPUT_MODALITY'
  /** What it gives. */
  | 'OUTPUT_MODALITY'
  /** Licence, by SPDX id. */
  | 'LICENSE'
  /** What its licence asks of those who use it. */
  | 'LICENSE_CLASS'
  /** Publisher. */
  | 'PUBLISHER'
  /** Architecture. */
  | 'ARCHITECTURE'
  /** Who can get the files. */
  | 'ACCESS'
  /** Level of the files, the highest first, of the models that were assessed. */
  | 'TRUST_LEVEL'
  /** Level of the system, the highest first, of the models that were assessed. */
  | 'SYSTEM_TRUST_LEVEL'
  /**
   * Kind and status of what was found, such as `THIRD_PARTY_SCAN VERIFIED`: FAILED first, then VERIFIED, ASSERTED, UNKNOWN, NOT_APPLICABLE. Kinds that no
   * model of the result was checked for are left out. It leaves out `trust` of the filter.
   */
  | 'CLAIM_STATUS'
  /**
   * Kind and effect of what was found, such as `THIRD_PARTY_SCAN UNDERMINES`: UNDERMINES first, then CAUTION, SUPPORTS, NEUTRAL. Kinds that no model of the
   * result was checked for are left out. It leaves out `trust` of the filter.
   */
  | 'CLAIM_EFFECT'
  /** Number of parameters, as a histogram. */
  | 'PARAMETERS'
  /** Context length in tokens, as a histogram. */
  | 'CONTEXT_LENGTH'
  /** Lowest price of input tokens in USD per million, as a histogram. */
  | 'INPUT_PRICE'
  /** When it was first published, as a histogram. */
  | 'CREATED'
  /** When it was last changed, as a histogram. */
  | 'UPDATED';

/** One facet to count. */
export type FacetInput = {
  /** By what to count. */
  readonly field: FacetField;
  /** How many values or, for a histogram, bins. */
  readonly first?: number | null | undefined;
};

/** How one source fared. */
export type OutcomeStatus =
  /** It gave its part. */
  | 'OK'
  /** Some of it came in time. */
  | 'PARTIAL'
  /** It gave nothing, for the reason in `code`. */
  | 'FAILED'
  /** Not asked, since it cannot answer this, was not chosen, or is switched off. */
  | 'SKIPPED';

/** Where a source's part of an answer came from. */
export type OutcomeOrigin =
  /** What the gateway has stored, within the source's freshness time. */
  | 'CATALOG'
  /** Asked of the source for this answer. */
  | 'LIVE'
  /** An answer of the source that was kept for a while. */
  | 'CACHE'
  /** Older than the source's freshness time, served because nothing newer could be had. */
  | 'STALE';

/** Why a source failed, or was not asked. */
export type SourceErrorCode =
  /** No answer within the deadline. */
  | 'TIMEOUT'
  /** No connection, or the source says that it is in trouble. */
  | 'UNREACHABLE'
  /** The source, or its budget kept here, allows no request now. */
  | 'RATE_LIMITED'
  /** Credentials are missing, wrong, or not enough. */
  | 'UNAUTHORIZED'
  /** An answer that is not what the source documents. */
  | 'BAD_RESPONSE'
  /** The source cannot do what was asked. */
  | 'UNSUPPORTED'
  /** Not asked, after repeated failures. */
  | 'CIRCUIT_OPEN';

/** What became of a reference. */
export type ResolutionOutcome =
  /** Exactly one model is meant. */
  | 'RESOLVED'
  /** More than one could be meant: see `candidates`. */
  | 'AMBIGUOUS'
  /** Every source that could know it answered no. */
  | 'NOT_FOUND'
  /** No source reads such text. */
  | 'NOT_RECOGNIZED'
  /** A source that could know it did not answer. */
  | 'UNREACHABLE';

/** What a row is about. */
export type ComparisonGroup =
  /** Who made it, when, and where it is listed. */
  | 'IDENTITY'
  /** What it can do: task, modalities, size, context. */
  | 'CAPABILITY'
  /** Under which terms. */
  | 'LICENSE'
  /** How much it is used. */
  | 'POPULARITY'
  /** Reported results. */
  | 'EVALUATION'
  /** What it costs to call. */
  | 'COST'
  /** Files, formats, precisions. */
  | 'ARTIFACTS'
  /** On which evidence it can be trusted. */
  | 'TRUST';

/** Which end of the scale leads. */
export type BetterWhen =
  /** The larger value. */
  | 'HIGHER'
  /** The smaller value. */
  | 'LOWER';

/** What the cells of a row say together. */
export type RowVerdict =
  /** All values are known and equal. */
  | 'SAME'
  /** Known values differ. */
  | 'DIFFERENT'
  /** The known values are equal, some are unknown. */
  | 'PARTLY_UNKNOWN'
  /** No value is known. */
  | 'UNKNOWN'
  /** Measured differently. */
  | 'NOT_COMPARABLE';

/** How far the files of a listing can be trusted. Each level includes those before it. */
export type TrustLevel =
  /** It is listed. */
  | 'LISTED'
  /** An immutable revision, and the sha256 of all files of weights. */
  | 'PINNED'
  /** Plus own static checks, and complete scans by the source, without findings. */
  | 'INSPECTED'
  /** Plus a verified signature of the expected signer, or a digest match with a record whose writer is verified to be the publisher. */
  | 'AUTHENTICATED'
  /** Plus verified build provenance or execution attestation bound to this digest. */
  | 'ATTESTED';

/** How far the system around a listing can be trusted. Each level includes those before it. */
export type SystemTrustLevel =
  /** Nothing is known of who operates it. */
  | 'OPAQUE'
  /** A named operator, with mutable references. */
  | 'NAMED'
  /** Content is addressed by digest, with visible history. */
  | 'PINNABLE'
  /** Who may change it is visible, and is several parties, time-locked, or nobody. */
  | 'CONSTRAINED'
  /** Plus the same digest at two independent operators. */
  | 'INDEPENDENT';

/** How far to go to find out. */
export type TrustDepth =
  /** Stored findings only, no upstream request. */
  | 'CACHED'
  /** Within a budget shared by the whole request; what it does not reach is UNKNOWN with BUDGET_EXCEEDED. */
  | 'STANDARD'
  /** As STANDARD, with a larger budget: also checks that read weights. */
  | 'DEEP';

/** What kind of thing a claim is about. */
export type SubjectType =
  /** A file, by its digest. */
  | 'ARTIFACT'
  /** A revision of a listing, immutable. */
  | 'REVISION'
  /** A listing as it stands. */
  | 'LISTING'
  /** Who publishes. */
  | 'PUBLISHER'
  /** The registry itself. */
  | 'SOURCE'
  /** A contract, in CAIP-10. */
  | 'CONTRACT';

/** What a claim says. */
export type ClaimKind =
  /** These bytes have this digest. */
  | 'CONTENT_DIGEST'
  /** Independent sources report the same digest for the same file. */
  | 'CROSS_SOURCE_DIGEST_MATCH'
  /** OpenSSF Model Signing, cosign or the like; whose signature is PUBLISHER_IDENTITY. */
  | 'PUBLISHER_SIGNATURE'
  /** SLSA or in-toto provenance of the build. */
  | 'BUILD_PROVENANCE'
  /** What loading the files can do. A pickle is at best NEUTRAL. */
  | 'SERIALIZATION_SAFETY'
  /** Whether the repository's own code runs on load. */
  | 'CODE_EXECUTION_REQUIRED'
  /** Scanners of others; always ASSERTED. */
  | 'THIRD_PARTY_SCAN'
  /** Published advisories. */
  | 'SECURITY_ADVISORY'
  /** What it was made from. */
  | 'LINEAGE'
  /** Licence declared, in the file, and inherited. */
  | 'LICENSE_TERMS'
  /** Presence of documentation, not its truth. */
  | 'DOCUMENTATION_COMPLETENESS'
  /** A reported result; only asserted. */
  | 'EVALUATION_RESULT'
  /** Who stands behind the publisher's name. */
  | 'PUBLISHER_IDENTITY'
  /** Whether the name still belongs to the same owner. */
  | 'NAMESPACE_CONTINUITY'
  /** Who operates the registry or endpoint. */
  | 'SOURCE_OPERATOR'
  /** Who can change an entry, the registry or its contract. */
  | 'CONTROL_AUTHORITY'
  /** Whether the reference can come to mean other bytes. */
  | 'REFERENCE_IMMUTABILITY'
  /** What changed and whether one can see it. */
  | 'CHANGE_HISTORY'
  /** Where the bytes can still be had. */
  | 'AVAILABILITY'
  /** Hardware attestation of the code that serves; rarely of the weights. */
  | 'EXECUTION_ATTESTATION'
  /** An entry on a chain; says who wrote it, not that it is true. */
  | 'ONCHAIN_REGISTRATION'
  /** A plugin's own kind, named by `kindUri`. */
  | 'EXTENSION';

/** How we know a claim. */
export type ClaimStatus =
  /** This gateway checked the evidence with the named method. */
  | 'VERIFIED'
  /** Somebody says so. */
  | 'ASSERTED'
  /** Not checked, or not checkable. */
  | 'UNKNOWN'
  /** Checked, and contradicted. */
  | 'FAILED'
  /** Does not apply to this subject. */
  | 'NOT_APPLICABLE';

/** Whether a claim speaks for or against trusting its subject. */
export type ClaimEffect =
  /** It speaks for trusting it. */
  | 'SUPPORTS'
  /** It speaks neither for nor against. */
  | 'NEUTRAL'
  /** Somebody should look at it. */
  | 'CAUTION'
  /** It speaks against trusting it. */
  | 'UNDERMINES';

/** Why a status is UNKNOWN. */
export type UnknownReason =
  /** Nobody has asked for this check yet. */
  | 'NOT_REQUESTED'
  /** The bytes of the file would have to be read. */
  | 'NEEDS_BYTES'
  /** The file or record is not given to this gateway. */
  | 'ACCESS_DENIED'
  /** The source did not answer. */
  | 'SOURCE_UNAVAILABLE'
  /** The check did not end in time. */
  | 'TIMEOUT'
  /** The request's budget was used up. */
  | 'BUDGET_EXCEEDED'
  /** The file has a format that the check cannot read. */
  | 'UNSUPPORTED_FORMAT'
  /** It is not known whose key or certificate would be the right one. */
  | 'NO_TRUST_ANCHOR'
  /** There is nothing to check. */
  | 'NO_EVIDENCE_PUBLISHED'
  /** The evidence is too old. */
  | 'EXPIRED_EVIDENCE'
  /** Digests of different kinds, such as a CID of a tree and a sha256 of a file. */
  | 'INCOMPARABLE';

/** The most that a check of a kind can ever show. */
export type Verifiability =
  /** A proof. */
  | 'CRYPTOGRAPHIC'
  /** We can look. */
  | 'OBSERVABLE'
  /** Only ever asserted, such as training data, safety results, what an API serves. */
  | 'DECLARATIVE';

/** What kind of party makes a statement. */
export type IssuerType =
  /** This gateway, by its own check. */
  | 'GATEWAY'
  /** The registry. */
  | 'SOURCE'
  /** Who publishes the model. */
  | 'PUBLISHER'
  /** Who scanned the files. */
  | 'SCANNER'
  /** A chain, by its consensus. */
  | 'CHAIN'
  /** Who attests hardware or a build. */
  | 'ATTESTER'
  /** Who operates the registry, the endpoint or this gateway. */
  | 'OPERATOR';

/** How final a block is. */
export type Finality =
  /** It may still be reorganised. */
  | 'PENDING'
  /** Unlikely to be reorganised. */
  | 'SAFE'
  /** Final by the rule of the chain. */
  | 'FINALIZED';

/** A built-in or configured policy by id, or one given in place. */
export type PolicyInput =
  {   /** Id of a policy of `policies`. */
  readonly id: string | number; readonly rules?: never; }
  |  { readonly id?: never;   /** The rules of a policy given in place. */
  readonly rules: ReadonlyArray<PolicyRuleInput>; };

/** One rule of a policy given in place. An unknown never passes a BLOCK rule. */
export type PolicyRuleInput = {
  /** Unique in the policy. */
  readonly key: string;
  /** Name for a person. Default: the key. */
  readonly title?: string | null | undefined;
  /** How much a failure weighs. */
  readonly severity: RuleSeverity;
  /** What must hold. */
  readonly test: RuleTestInput;
  /** What an unknown makes of the decision. */
  readonly onUnknown?: UnknownHandling | null | undefined;
  /** Why somebody requires it, for a person. */
  readonly explanation?: string | null | undefined;
  /** What to do where it does not pass, for a person. */
  readonly remedy?: string | null | undefined;
};

/** What a rule requires: exactly one of these. */
export type RuleTestInput =
  {   /** At least one claim matches. */
  readonly require: ClaimMatchInput; readonly forbid?: never; readonly anyOf?: never; readonly level?: never; readonly systemLevel?: never; }
  |  { readonly require?: never;   /** No claim matches. */
  readonly forbid: ClaimMatchInput; readonly anyOf?: never; readonly level?: never; readonly systemLevel?: never; }
  |  { readonly require?: never; readonly forbid?: never;   /** At least one claim matches one of these. */
  readonly anyOf: ReadonlyArray<ClaimMatchInput>; readonly level?: never; readonly systemLevel?: never; }
  |  { readonly require?: never; readonly forbid?: never; readonly anyOf?: never;   /** The files reach this level, and nothing that is known stands against them: no claim of any kind failed or undermines trust. `LISTED` asks just that. */
  readonly level: TrustLevel; readonly systemLevel?: never; }
  |  { readonly require?: never; readonly forbid?: never; readonly anyOf?: never; readonly level?: never;   /** The system around them reaches this level. */
  readonly systemLevel: SystemTrustLevel; };

/** All given conditions, each met by any value of its list. */
export type ClaimMatchInput = {
  /** What the claim says. */
  readonly kinds?: ReadonlyArray<ClaimKind> | null | undefined;
  /** How we know it. */
  readonly statuses?: ReadonlyArray<ClaimStatus> | null | undefined;
  /** Whether it helps. */
  readonly effects?: ReadonlyArray<ClaimEffect> | null | undefined;
  /** Keys of those who make the statement. */
  readonly issuers?: ReadonlyArray<string> | null | undefined;
  /** What kind of party makes the statement. */
  readonly issuerTypes?: ReadonlyArray<IssuerType> | null | undefined;
  /** Names of checks with their version, such as `digest.compare/1`. */
  readonly methods?: ReadonlyArray<string> | null | undefined;
  /** How old the claim may be, in seconds; also lets stale claims of that age count. */
  readonly maxAgeSeconds?: number | null | undefined;
  /** How many claims by different issuers. */
  readonly atLeast?: number | null | undefined;
};

/** How much the failure of a rule weighs. */
export type RuleSeverity =
  /** The decision is DENY. */
  | 'BLOCK'
  /** The decision is WARN, unless a BLOCK rule decides otherwise. */
  | 'WARN'
  /** The decision does not change. */
  | 'INFO';

/** What became of one rule. */
export type RuleOutcome =
  /** It holds. */
  | 'PASS'
  /** It does not hold. */
  | 'FAIL'
  /** It cannot be said. */
  | 'UNKNOWN'
  /** It does not apply to this subject. */
  | 'SKIPPED';

/** What an unknown makes of the decision. */
export type UnknownHandling =
  /** It cannot be decided. */
  | 'INDETERMINATE'
  /** A warning. */
  | 'WARN'
  /** A refusal. */
  | 'DENY';

/** What a policy decides. */
export type DecisionOutcome =
  /** Every BLOCK rule passed, and no WARN rule failed or is unknown. */
  | 'ALLOW'
  /** A WARN rule failed or is unknown. */
  | 'WARN'
  /** A BLOCK rule failed. */
  | 'DENY'
  /** No BLOCK rule failed, but one is unknown. Never read it as ALLOW. */
  | 'INDETERMINATE';

/** What an adapter can do. */
export type SourceCapability =
  /** Fetches models by id. */
  | 'GET'
  /** Lists all or many models. */
  | 'LIST'
  /** Searches by words. */
  | 'SEARCH'
  /** Reads files. */
  | 'READ_FILE'
  /** Reads references, such as URLs, without asking the source. */
  | 'PARSE_REFERENCE'
  /** Finds by what is no id, such as a transaction or file hash. */
  | 'LOOKUP';

/** How a source does, in one word. */
export type SourceState =
  /** It answers. */
  | 'OK'
  /** It answers, but not always. */
  | 'DEGRADED'
  /** It does not answer. */
  | 'DOWN'
  /** Switched off here. */
  | 'DISABLED'
  /** It has not been asked since this gateway was set up. */
  | 'NEVER_ASKED';

/** What a file is for. */
export type ArtifactRole =
  /** Weights. */
  | 'WEIGHTS'
  /** Configuration, tokenizers, settings. */
  | 'CONFIGURATION'
  /** Code that is run. */
  | 'CODE'
  /** For people to read. */
  | 'DOCUMENTATION'
  /** Terms of use. */
  | 'LICENSE'
  /** Anything else. */
  | 'OTHER';

/** Who reports a result. */
export type EvaluationAuthor =
  /** Whoever publishes the model. */
  | 'PUBLISHER'
  /** Somebody else who uses the registry. */
  | 'COMMUNITY'
  /** The registry ran it. */
  | 'SOURCE'
  /** A third party with its own name to it. */
  | 'INDEPENDENT';

/** What the weights of an estimate were counted by. */
export type MemoryBasis =
  /** Sizes of the files, as the source states them. */
  | 'FILES'
  /** Parameters multiplied by the width of the precision. */
  | 'PARAMETERS';

/** How a derived model came from its base. */
export type LineageRelation =
  /** Trained further. */
  | 'FINETUNE'
  /** The same weights in fewer bits. */
  | 'QUANTIZED'
  /** Weights that are added to those of the base, such as LoRA. */
  | 'ADAPTER'
  /** Weights of several models combined. */
  | 'MERGE'
  /** Trained to answer as the base does. */
  | 'DISTILLED'
  /** The same weights in another format. */
  | 'CONVERTED'
  /** The source does not say. */
  | 'UNKNOWN';

/** What a row of the log tells. */
export type ChangeKind =
  /** A source lists it, for the first time or again. */
  | 'LISTED'
  /** Values of a listing changed, or the id of its model. */
  | 'UPDATED'
  /** A source no longer has it, or gave its name to another one. */
  | 'GONE'
  /** The same one has another name at its source. */
  | 'RENAMED'
  /** A listing came to a model, or a row of another source that says something of it. */
  | 'MERGED'
  /** A listing, or such a row, left a model. */
  | 'SPLIT'
  /** Files of weights are not those of before. */
  | 'WEIGHTS'
  /** The declared licence changed. */
  | 'LICENSE'
  /** Who can get the files changed. */
  | 'ACCESS'
  /** A price changed. */
  | 'PRICE'
  /** Status or effect of a finding changed; of one about a source also the state that it tells, such as another owner or other code. What one event turned is told once. */
  | 'FINDING'
  /** A harvest waits for its operator. Told once, until it is released. */
  | 'HELD_BACK';

/** A pin that is given back. */
export type PinInput = {
  /** The `document` of the pin, unchanged; spaces and the order of its members do not count. */
  readonly document: unknown;
};

/** What became of a pin. */
export type PinOutcome =
  /** All that can be told is as it was pinned. */
  | 'UNCHANGED'
  /** Something is not as it was pinned: see `drifts`. */
  | 'DRIFTED'
  /** It could not be found out, which is not a drift. */
  | 'UNREACHABLE'
  /** The document is no pin, was changed since it was made, or was made by a newer version. */
  | 'INVALID';

/** Kinds of drift, the worst first. */
export type DriftKind =
  /** Another repository, publisher or owner has the name. */
  | 'IDENTITY_CHANGED'
  /** The reference as it was pinned now gives other weights. */
  | 'WEIGHTS_CHANGED_SAME_REF'
  /** The pinned state can no longer be had: it is gone, disabled, or behind a gate. */
  | 'PIN_UNAVAILABLE'
  /** Files of code or a chat template differ, or loading it runs code now. */
  | 'CODE_CHANGED'
  /** Who can change the entry, or by what code, differs. */
  | 'CONTROL_CHANGED'
  /** Signatures of the publisher differ. */
  | 'SIGNATURE_CHANGED'
  /** The licence, or its text, differs. BLOCK when it is more restrictive. */
  | 'LICENSE_CHANGED'
  /** Who can get the files differs; they can still be had. */
  | 'ACCESS_CHANGED'
  /** Configuration, tokenizer or other files that are no weights and no code differ. */
  | 'CONFIG_CHANGED'
  /** Only documentation, tags or the name differ. */
  | 'METADATA_ONLY'
  /** The pinned state is as it was, and there is a newer one. */
  | 'NEW_REVISION_AVAILABLE';

export type ClaimRowFragment = { readonly id: string, readonly kind: ClaimKind, readonly kindUri: string | null, readonly statement: string, readonly status: ClaimStatus, readonly effect: ClaimEffect, readonly unknownReason: UnknownReason | null, readonly verifiability: Verifiability, readonly method: string, readonly observedAt: string, readonly validAt: string | null, readonly expiresAt: string | null, readonly stale: boolean, readonly subject: { readonly type: SubjectType, readonly reference: string, readonly revision: string | null, readonly digest: string | null, readonly listing: { readonly key: string } | null }, readonly issuer: { readonly type: IssuerType, readonly key: string, readonly name: string | null }, readonly statedBy: { readonly id: string, readonly title: string } | null, readonly checks: ReadonlyArray<{ readonly key: string, readonly status: ClaimStatus, readonly statement: string }>, readonly evidence: ReadonlyArray<
    | { readonly __typename: 'ChainEvidence', readonly chainId: number, readonly address: string, readonly implementation: string | null, readonly signature: string | null, readonly blockNumber: number, readonly blockHash: string, readonly blockAt: string | null, readonly transactionHash: string | null, readonly logIndex: number | null, readonly finality: Finality, readonly endpointsAgreeing: number, readonly endpointsAsked: number, readonly raw: unknown, readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null, readonly reproduce: string | null }
    | { readonly __typename: 'DigestEvidence', readonly left: string, readonly leftFrom: string, readonly right: string, readonly rightFrom: string, readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null, readonly reproduce: string | null }
    | { readonly __typename: 'ScanEvidence', readonly scanner: string, readonly verdict: string, readonly path: string | null, readonly revision: string | null, readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null, readonly reproduce: string | null }
    | { readonly __typename: 'StaticAnalysisEvidence', readonly path: string | null, readonly findings: ReadonlyArray<string>, readonly bytesRead: number, readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null, readonly reproduce: string | null }
    | { readonly __typename: 'SignatureEvidence', readonly format: string, readonly signer: string, readonly issuer: string | null, readonly transparencyLogIndex: string | null, readonly coveredFiles: number, readonly unsignedFileCount: number, readonly unsignedFiles: ReadonlyArray<string>, readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null, readonly reproduce: string | null }
    | { readonly __typename: 'AttestationEvidence', readonly platform: string, readonly measurements: unknown, readonly bindsTo: string, readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null, readonly reproduce: string | null }
    | { readonly __typename: 'DocumentEvidence', readonly statement: string, readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null, readonly reproduce: string | null }
  > };

export type DecisionRowFragment = { readonly outcome: DecisionOutcome, readonly inputDigest: string, readonly validUntil: string | null, readonly statement: unknown, readonly policy: { readonly id: string, readonly title: string, readonly version: string, readonly digest: string }, readonly exceptions: ReadonlyArray<ExceptionRowFragment>, readonly rules: ReadonlyArray<{ readonly outcome: RuleOutcome, readonly explanation: string, readonly remedy: string | null, readonly rule: { readonly key: string, readonly title: string, readonly severity: RuleSeverity, readonly definition: unknown }, readonly exception: ExceptionRowFragment | null, readonly because: ReadonlyArray<{ readonly id: string, readonly kind: ClaimKind, readonly status: ClaimStatus, readonly effect: ClaimEffect, readonly statement: string }> }> };

export type ExceptionRowFragment = { readonly subject: string, readonly rule: string, readonly policy: string | null, readonly reason: string, readonly by: string, readonly until: string };

export type PolicyChoiceFragment = { readonly id: string, readonly title: string };

export type PolicyRowFragment = { readonly id: string, readonly version: string, readonly title: string, readonly digest: string, readonly rules: ReadonlyArray<{ readonly key: string, readonly title: string, readonly severity: RuleSeverity, readonly definition: unknown }> };

export type SourceOutcomeRowFragment = { readonly status: OutcomeStatus, readonly origin: OutcomeOrigin | null, readonly asOf: string | null, readonly code: SourceErrorCode | null, readonly message: string | null, readonly retryAfterMs: number | null, readonly count: number, readonly elapsedMs: number, readonly source: { readonly id: string, readonly title: string } };

export type ComparePageQueryVariables = Exact<{
  references: ReadonlyArray<string> | string;
  policy?: PolicyInput | null | undefined;
}>;


export type ComparePageQuery = { readonly compare: { readonly models: ReadonlyArray<(
      { readonly evaluations: { readonly nodes: ReadonlyArray<ComparePageEvaluationFragment> } | null }
      & ComparePageModelFragment
    )>, readonly resolutions: ReadonlyArray<ComparePageResolutionFragment>, readonly rows: ReadonlyArray<ComparePageRowFragment> } | null, readonly policies: ReadonlyArray<PolicyChoiceFragment> };

export type CompareOnePageQueryVariables = Exact<{
  reference: string;
}>;


export type CompareOnePageQuery = { readonly resolve: (
    { readonly model: { readonly alternatives: ReadonlyArray<{ readonly reasons: ReadonlyArray<string>, readonly model: ComparePageModelFragment }> | null } | null }
    & ComparePageResolutionFragment
  ) | null };

export type ComparePageModelFragment = { readonly id: string, readonly name: string, readonly publisher: { readonly id: string, readonly name: string } | null };

export type ComparePageEvaluationFragment = { readonly benchmark: string, readonly metric: string | null, readonly value: number | null, readonly text: string, readonly unit: string | null, readonly settings: string | null, readonly date: string | null, readonly author: EvaluationAuthor, readonly url: string | null, readonly source: { readonly id: string, readonly title: string } };

export type ComparePageResolutionFragment = { readonly reference: string, readonly outcome: ResolutionOutcome, readonly readAs: ReadonlyArray<string>, readonly revision: string | null, readonly message: string | null, readonly model: ComparePageModelFragment | null, readonly listing: { readonly key: string, readonly source: { readonly id: string, readonly title: string } } | null, readonly candidates: ReadonlyArray<{ readonly confidence: number, readonly reason: string, readonly model: ComparePageModelFragment }> };

export type ComparePageRowFragment = { readonly attribute: string, readonly label: string, readonly group: ComparisonGroup, readonly unit: string | null, readonly better: BetterWhen | null, readonly verdict: RowVerdict, readonly leaders: ReadonlyArray<number>, readonly note: string | null, readonly cells: ReadonlyArray<{ readonly value: unknown, readonly text: string, readonly known: boolean, readonly origin: ValueOrigin | null, readonly asOf: string | null, readonly conflicting: boolean, readonly statedBy: ReadonlyArray<{ readonly id: string, readonly title: string }> }> };

export type ModelPageAlternativesFragment = { readonly id: string, readonly name: string, readonly alternatives: ReadonlyArray<{ readonly reasons: ReadonlyArray<string>, readonly model: { readonly id: string, readonly name: string, readonly task: string | null, readonly publisher: { readonly name: string } | null, readonly parameters: { readonly total: number } | null, readonly license: { readonly spdx: string | null, readonly name: string | null, readonly class: LicenseClass } } }> | null };

export type ModelPageArtifactsFragment = { readonly id: string, readonly artifacts: ModelPageArtifactPageFragment | null };

export type ModelPageArtifactPageFragment = { readonly totalCount: number | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<ModelPageArtifactFragment> };

export type ModelPageArtifactFragment = { readonly path: string, readonly role: ArtifactRole, readonly sizeBytes: number | null, readonly format: WeightFormat | null, readonly precision: string | null, readonly digest: string | null, readonly otherDigests: ReadonlyArray<string>, readonly url: string | null, readonly listing: { readonly key: string, readonly source: { readonly id: string, readonly title: string } } };

export type ModelArtifactsMoreQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type ModelArtifactsMoreQuery = { readonly model: { readonly id: string, readonly artifacts: ModelPageArtifactPageFragment | null } | null };

export type ModelPageAgainQueryVariables = Exact<{
  id: string | number;
}>;


export type ModelPageAgainQuery = { readonly model: { readonly id: string, readonly listings: { readonly nodes: ReadonlyArray<ModelPageAskedFragment> } } | null };

export type ModelPageAskedFragment = { readonly key: string, readonly fetchedAt: string, readonly name: string, readonly revision: string | null, readonly access: Access, readonly state: ListingState, readonly license: { readonly spdx: string | null, readonly name: string | null }, readonly source: { readonly id: string, readonly title: string } };

export type ModelPageEvaluationsFragment = { readonly id: string, readonly evaluations: ModelPageEvaluationPageFragment | null };

export type ModelPageEvaluationPageFragment = { readonly totalCount: number | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<ModelPageEvaluationFragment> };

export type ModelPageEvaluationFragment = { readonly benchmark: string, readonly metric: string | null, readonly text: string, readonly unit: string | null, readonly settings: string | null, readonly date: string | null, readonly author: EvaluationAuthor, readonly url: string | null, readonly source: { readonly id: string, readonly title: string } };

export type ModelEvaluationsMoreQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type ModelEvaluationsMoreQuery = { readonly model: { readonly id: string, readonly evaluations: ModelPageEvaluationPageFragment | null } | null };

export type HistoryChangeFragment = { readonly id: string, readonly kind: ChangeKind, readonly at: string, readonly statement: string, readonly before: unknown, readonly after: unknown, readonly source: { readonly id: string, readonly title: string } | null, readonly model: { readonly id: string } | null, readonly listing: { readonly key: string } | null };

export type HistoryBeforeQueryVariables = Exact<{
  models?: ReadonlyArray<string | number> | string | number | null | undefined;
  sources?: ReadonlyArray<string | number> | string | number | null | undefined;
  before?: string | null | undefined;
}>;


export type HistoryBeforeQuery = { readonly changes: { readonly pageInfo: { readonly hasPreviousPage: boolean, readonly startCursor: string | null }, readonly nodes: ReadonlyArray<HistoryChangeFragment> } | null };

export type ModelPageLineageFragment = { readonly id: string, readonly name: string, readonly publisher: { readonly name: string } | null, readonly lineage: { readonly base: ReadonlyArray<(
      { readonly model: (
        { readonly lineage: { readonly base: ReadonlyArray<(
            { readonly model: (
              { readonly lineage: { readonly base: ReadonlyArray<(
                  { readonly model: ModelPageRelativeFragment | null }
                  & ModelPageBaseFragment
                )> } }
              & ModelPageRelativeFragment
            ) | null }
            & ModelPageBaseFragment
          )> } }
        & ModelPageRelativeFragment
      ) | null }
      & ModelPageBaseFragment
    )>, readonly derived: { readonly totalCount: number | null } | null, readonly quantized: ModelPageDerivedFragment | null, readonly finetunes: ModelPageDerivedFragment | null, readonly adapters: ModelPageDerivedFragment | null, readonly merges: ModelPageDerivedFragment | null, readonly distilled: ModelPageDerivedFragment | null, readonly converted: ModelPageDerivedFragment | null, readonly otherwise: ModelPageDerivedFragment | null } };

export type ModelPageRelativeFragment = { readonly id: string, readonly name: string, readonly publisher: { readonly name: string } | null };

export type ModelPageBaseFragment = { readonly relation: LineageRelation, readonly reference: string, readonly statedBy: ReadonlyArray<{ readonly id: string, readonly title: string }> };

export type ModelPageDerivedFragment = { readonly totalCount: number | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<ModelPageDerivedEdgeFragment> };

export type ModelPageDerivedEdgeFragment = { readonly relation: LineageRelation, readonly statedBy: ReadonlyArray<{ readonly id: string, readonly title: string }>, readonly node: ModelPageRelativeFragment };

export type ModelDerivedMoreQueryVariables = Exact<{
  id: string | number;
  relation?: LineageRelation | null | undefined;
  after?: string | null | undefined;
}>;


export type ModelDerivedMoreQuery = { readonly model: { readonly id: string, readonly lineage: { readonly derived: ModelPageDerivedFragment | null } } | null };

export type ModelPageHeadFragment = { readonly id: string, readonly name: string, readonly task: string | null, readonly contextLength: number | null, readonly createdAt: string | null, readonly updatedAt: string | null, readonly publisher: { readonly id: string, readonly name: string, readonly kind: PublisherKind, readonly url: string | null } | null, readonly namesakes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly task: string | null, readonly popularity: { readonly downloads30d: number | null } }>, readonly parameters: { readonly total: number, readonly active: number | null, readonly origin: ValueOrigin } | null, readonly license: { readonly spdx: string | null, readonly name: string | null, readonly url: string | null, readonly class: LicenseClass }, readonly popularity: { readonly downloads30d: number | null, readonly downloadsAllTime: number | null, readonly likes: number | null, readonly asOf: string | null } };

export type ModelPageTrustFragment = { readonly trust: { readonly revision: string | null, readonly level: TrustLevel, readonly systemLevel: SystemTrustLevel, readonly missingForNext: ReadonlyArray<string>, readonly systemMissingForNext: ReadonlyArray<string>, readonly assessedAt: string | null, readonly counts: { readonly verified: number, readonly asserted: number, readonly unknown: number, readonly failed: number }, readonly decision: { readonly outcome: DecisionOutcome, readonly validUntil: string | null, readonly policy: { readonly id: string, readonly title: string }, readonly rules: ReadonlyArray<{ readonly outcome: RuleOutcome, readonly explanation: string, readonly rule: { readonly key: string, readonly title: string, readonly severity: RuleSeverity, readonly definition: unknown }, readonly exception: { readonly rule: string } | null }> }, readonly against: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: ClaimKind, readonly statement: string, readonly status: ClaimStatus, readonly effect: ClaimEffect, readonly observedAt: string, readonly stale: boolean, readonly issuer: { readonly type: IssuerType, readonly name: string | null }, readonly subject: { readonly listing: { readonly key: string } | null }, readonly checks: ReadonlyArray<{ readonly key: string, readonly status: ClaimStatus }> }> }, readonly conflicts: ReadonlyArray<{ readonly kind: ClaimKind, readonly note: string, readonly claims: ReadonlyArray<{ readonly id: string }> }> } | null };

export type ModelPageFactsFragment = { readonly capabilities: ReadonlyArray<string>, readonly architecture: string | null, readonly languages: ReadonlyArray<string>, readonly libraries: ReadonlyArray<string>, readonly formats: ReadonlyArray<WeightFormat>, readonly precisions: ReadonlyArray<string>, readonly modalities: { readonly input: ReadonlyArray<string>, readonly output: ReadonlyArray<string> } };

export type ModelPageConflictsFragment = { readonly conflicts: ReadonlyArray<{ readonly field: string, readonly positions: ReadonlyArray<{ readonly value: unknown, readonly statedBy: ReadonlyArray<{ readonly id: string, readonly title: string }>, readonly listings: ReadonlyArray<{ readonly id: string, readonly key: string }> }> }> };

export type ModelPageListingFragment = { readonly id: string, readonly key: string, readonly nativeId: string, readonly name: string, readonly url: string | null, readonly purl: string | null, readonly revision: string | null, readonly precisions: ReadonlyArray<string>, readonly access: Access, readonly state: ListingState, readonly fetchedAt: string, readonly goneAt: string | null, readonly source: { readonly id: string, readonly title: string, readonly kind: string }, readonly publisher: { readonly id: string, readonly name: string, readonly kind: PublisherKind } | null, readonly license: { readonly spdx: string | null, readonly name: string | null, readonly class: LicenseClass }, readonly link: { readonly kind: LinkKind, readonly relation: ListingRelation, readonly statement: string, readonly evidence: ReadonlyArray<
      | { readonly sourceUrl: string | null, readonly retrievedAt: string }
      | { readonly sourceUrl: string | null, readonly retrievedAt: string }
      | { readonly sourceUrl: string | null, readonly retrievedAt: string }
      | { readonly sourceUrl: string | null, readonly retrievedAt: string }
      | { readonly sourceUrl: string | null, readonly retrievedAt: string }
      | { readonly sourceUrl: string | null, readonly retrievedAt: string }
      | { readonly sourceUrl: string | null, readonly retrievedAt: string }
    > } };

export type ModelPageListingsFragment = { readonly listings: { readonly totalCount: number, readonly nodes: ReadonlyArray<(
      { readonly details: { readonly fields: unknown } | null }
      & ModelPageListingFragment
    )> }, readonly candidateListings: ReadonlyArray<{ readonly listing: (
      { readonly model: { readonly id: string } }
      & ModelPageListingFragment
    ), readonly link: { readonly kind: LinkKind, readonly relation: ListingRelation, readonly statement: string, readonly evidence: ReadonlyArray<
        | { readonly sourceUrl: string | null, readonly retrievedAt: string }
        | { readonly sourceUrl: string | null, readonly retrievedAt: string }
        | { readonly sourceUrl: string | null, readonly retrievedAt: string }
        | { readonly sourceUrl: string | null, readonly retrievedAt: string }
        | { readonly sourceUrl: string | null, readonly retrievedAt: string }
        | { readonly sourceUrl: string | null, readonly retrievedAt: string }
        | { readonly sourceUrl: string | null, readonly retrievedAt: string }
      > } }> };

export type ModelPageOfferFragment = { readonly provider: string, readonly inputPrice: number | null, readonly outputPrice: number | null, readonly cachedInputPrice: number | null, readonly contextLength: number | null, readonly maxOutputTokens: number | null, readonly capabilities: ReadonlyArray<string>, readonly callAs: string | null, readonly endpoint: string | null, readonly precision: string | null, readonly url: string | null, readonly endsAt: string | null, readonly uptimePercent: number | null, readonly degraded: boolean | null, readonly asOf: string, readonly source: { readonly id: string, readonly title: string, readonly kind: string }, readonly alsoStatedBy: ReadonlyArray<{ readonly id: string, readonly title: string }>, readonly otherPrices: ReadonlyArray<{ readonly usd: number, readonly per: string, readonly condition: string | null }> };

export type ModelPageOffersFragment = { readonly offers: { readonly totalCount: number, readonly nodes: ReadonlyArray<ModelPageOfferFragment> } };

export type ModelPageMemoryFragment = { readonly memory: ReadonlyArray<{ readonly precision: string | null, readonly format: WeightFormat | null, readonly path: string | null, readonly fileCount: number | null, readonly bytes: number, readonly weightsBytes: number, readonly contextBytes: number | null, readonly overheadBytes: number, readonly contextLength: number, readonly basis: MemoryBasis, readonly isLowerBound: boolean, readonly fits: boolean | null, readonly formula: string, readonly assumptions: ReadonlyArray<string>, readonly listing: { readonly id: string, readonly key: string, readonly source: { readonly id: string, readonly title: string } } }> };

export type ModelPageAboutFragment = { readonly description: string | null, readonly tags: ReadonlyArray<string> };

export type ModelPageQueryVariables = Exact<{
  id: string | number;
  policy?: PolicyInput | null | undefined;
  contextLength?: number | null | undefined;
  fitsIn?: number | null | undefined;
}>;


export type ModelPageQuery = { readonly model: (
    { readonly id: string, readonly aliases: ReadonlyArray<string> }
    & ModelPageHeadFragment
    & ModelPageTrustFragment
    & ModelPageFactsFragment
    & ModelPageConflictsFragment
    & ModelPageListingsFragment
    & ModelPageOffersFragment
    & ModelPageMemoryFragment
    & ModelPageAboutFragment
    & ModelPageEvaluationsFragment
    & ModelPageLineageFragment
    & ModelPageArtifactsFragment
    & ModelPageAlternativesFragment
  ) | null, readonly policies: ReadonlyArray<PolicyChoiceFragment>, readonly changes: { readonly pageInfo: { readonly hasPreviousPage: boolean, readonly startCursor: string | null }, readonly nodes: ReadonlyArray<HistoryChangeFragment> } | null, readonly moved: { readonly nodes: ReadonlyArray<{ readonly kind: ChangeKind, readonly at: string, readonly statement: string }> } | null };

export type ModelPageBomQueryVariables = Exact<{
  id: string | number;
}>;


export type ModelPageBomQuery = { readonly model: { readonly id: string, readonly mlBom: unknown } | null };

export type PinsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type PinsPageQuery = { readonly policies: ReadonlyArray<PolicyChoiceFragment> };

export type MakePinsQueryVariables = Exact<{
  references: ReadonlyArray<string> | string;
  policy?: PolicyInput | null | undefined;
}>;


export type MakePinsQuery = { readonly pin: ReadonlyArray<PinsPageResultFragment> | null };

export type CheckPinsQueryVariables = Exact<{
  pins: ReadonlyArray<PinInput> | PinInput;
}>;


export type CheckPinsQuery = { readonly checkPins: ReadonlyArray<{ readonly outcome: PinOutcome, readonly reference: string | null, readonly digest: string | null, readonly problem: string | null, readonly checkedAt: string, readonly model: { readonly id: string, readonly name: string } | null, readonly drifts: ReadonlyArray<{ readonly kind: DriftKind, readonly severity: RuleSeverity, readonly before: unknown, readonly after: unknown, readonly statement: string }> }> | null };

export type PinsBillOfMaterialsQueryVariables = Exact<{
  pins: ReadonlyArray<PinInput> | PinInput;
}>;


export type PinsBillOfMaterialsQuery = { readonly mlBom: unknown };

export type PinsPageResultFragment = { readonly reference: string, readonly problem: string | null, readonly resolution: { readonly outcome: ResolutionOutcome, readonly candidates: ReadonlyArray<{ readonly confidence: number, readonly reason: string, readonly model: { readonly id: string, readonly name: string, readonly publisher: { readonly id: string, readonly name: string } | null } }> }, readonly pin: { readonly digest: string, readonly revision: string, readonly fileCount: number, readonly createdAt: string, readonly document: unknown, readonly model: { readonly id: string, readonly name: string, readonly publisher: { readonly id: string, readonly name: string } | null }, readonly listing: { readonly key: string, readonly source: { readonly id: string, readonly title: string } }, readonly decision: { readonly outcome: DecisionOutcome, readonly policy: { readonly id: string, readonly title: string }, readonly rules: ReadonlyArray<{ readonly outcome: RuleOutcome, readonly explanation: string, readonly rule: { readonly key: string, readonly title: string, readonly severity: RuleSeverity } }> } } | null };

export type PoliciesPageQueryVariables = Exact<{ [key: string]: never; }>;


export type PoliciesPageQuery = { readonly policies: ReadonlyArray<PolicyRowFragment> };

export type PolicyEditorQueryVariables = Exact<{
  reference: string;
  asks: boolean;
  policy?: PolicyInput | null | undefined;
  base?: PolicyInput | null | undefined;
}>;


export type PolicyEditorQuery = { readonly policies: ReadonlyArray<PolicyRowFragment>, readonly resolve?: { readonly outcome: ResolutionOutcome, readonly message: string | null, readonly model: { readonly id: string, readonly name: string, readonly before: { readonly decision: { readonly outcome: DecisionOutcome, readonly policy: { readonly id: string, readonly title: string }, readonly rules: ReadonlyArray<{ readonly outcome: RuleOutcome, readonly rule: { readonly key: string } }> } } | null, readonly trust: { readonly assessedAt: string | null, readonly decision: DecisionRowFragment } | null } | null, readonly candidates: ReadonlyArray<{ readonly reason: string, readonly model: { readonly id: string, readonly name: string } }> } | null };

export type ResolvePageQueryVariables = Exact<{
  reference: string;
  digests: ReadonlyArray<string> | string;
  isDigest: boolean;
  other: string;
  withOther: boolean;
}>;


export type ResolvePageQuery = { readonly resolve: (
    { readonly artifact: { readonly path: string, readonly role: ArtifactRole, readonly sizeBytes: number | null, readonly digest: string | null } | null, readonly model: { readonly candidateListings: ReadonlyArray<{ readonly listing: { readonly key: string, readonly name: string, readonly source: { readonly id: string, readonly title: string }, readonly model: { readonly id: string } }, readonly link: ResolvePageLinkFragment }> } | null, readonly listing: (
      { readonly trust: { readonly claims: { readonly nodes: ReadonlyArray<ResolvePageRegistrationFragment> } } | null }
      & ResolvePageListingFragment
    ) | null, readonly candidates: ReadonlyArray<{ readonly confidence: number, readonly reason: string, readonly readAs: string, readonly model: ResolvePageModelFragment, readonly listing: { readonly key: string, readonly name: string, readonly source: { readonly id: string, readonly title: string, readonly kind: string }, readonly publisher: { readonly id: string, readonly name: string } | null, readonly link: ResolvePageLinkFragment } | null }>, readonly sources: ReadonlyArray<SourceOutcomeRowFragment> }
    & ResolvePageAnswerFragment
  ) | null, readonly other?: (
    { readonly listing: { readonly key: string, readonly source: { readonly id: string, readonly title: string, readonly kind: string }, readonly link: ResolvePageLinkFragment } | null, readonly candidates: ReadonlyArray<{ readonly model: { readonly id: string, readonly name: string, readonly publisher: { readonly id: string, readonly name: string } | null } }> }
    & ResolvePageAnswerFragment
  ) | null, readonly modelsByDigest?: ReadonlyArray<{ readonly digest: string, readonly models: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly artifacts: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly path: string, readonly role: ArtifactRole, readonly sizeBytes: number | null, readonly listing: { readonly key: string, readonly source: { readonly id: string, readonly title: string }, readonly model: { readonly id: string } } }> } }> | null };

export type ResolveManyPageQueryVariables = Exact<{
  references: ReadonlyArray<string> | string;
}>;


export type ResolveManyPageQuery = { readonly resolveMany: ReadonlyArray<(
    { readonly candidates: ReadonlyArray<{ readonly confidence: number, readonly model: { readonly id: string, readonly name: string } }> }
    & ResolvePageAnswerFragment
  )> | null };

export type ResolvePageAnswerFragment = { readonly reference: string, readonly outcome: ResolutionOutcome, readonly readAs: ReadonlyArray<string>, readonly revision: string | null, readonly message: string | null, readonly model: ResolvePageModelFragment | null };

export type ResolvePageModelFragment = { readonly id: string, readonly name: string, readonly task: string | null, readonly publisher: { readonly id: string, readonly name: string } | null, readonly license: { readonly spdx: string | null, readonly name: string | null, readonly class: LicenseClass }, readonly parameters: { readonly total: number, readonly active: number | null, readonly origin: ValueOrigin } | null };

export type ResolvePageListingFragment = { readonly key: string, readonly name: string, readonly nativeId: string, readonly url: string | null, readonly purl: string | null, readonly revision: string | null, readonly access: Access, readonly state: ListingState, readonly fetchedAt: string, readonly goneAt: string | null, readonly source: { readonly id: string, readonly title: string, readonly kind: string }, readonly publisher: { readonly id: string, readonly name: string } | null, readonly link: ResolvePageLinkFragment };

export type ResolvePageLinkFragment = { readonly kind: LinkKind, readonly relation: ListingRelation, readonly statement: string, readonly evidence: ReadonlyArray<
    | ResolvePageEvidence_ChainEvidence_Fragment
    | ResolvePageEvidence_DigestEvidence_Fragment
    | ResolvePageEvidence_ScanEvidence_Fragment
    | ResolvePageEvidence_StaticAnalysisEvidence_Fragment
    | ResolvePageEvidence_SignatureEvidence_Fragment
    | ResolvePageEvidence_AttestationEvidence_Fragment
    | ResolvePageEvidence_DocumentEvidence_Fragment
  > };

type ResolvePageEvidence_ChainEvidence_Fragment = { readonly __typename: 'ChainEvidence', readonly chainId: number, readonly address: string, readonly blockNumber: number, readonly transactionHash: string | null, readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null };

type ResolvePageEvidence_DigestEvidence_Fragment = { readonly __typename: 'DigestEvidence', readonly left: string, readonly leftFrom: string, readonly right: string, readonly rightFrom: string, readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null };

type ResolvePageEvidence_ScanEvidence_Fragment = { readonly __typename: 'ScanEvidence', readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null };

type ResolvePageEvidence_StaticAnalysisEvidence_Fragment = { readonly __typename: 'StaticAnalysisEvidence', readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null };

type ResolvePageEvidence_SignatureEvidence_Fragment = { readonly __typename: 'SignatureEvidence', readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null };

type ResolvePageEvidence_AttestationEvidence_Fragment = { readonly __typename: 'AttestationEvidence', readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null };

type ResolvePageEvidence_DocumentEvidence_Fragment = { readonly __typename: 'DocumentEvidence', readonly digest: string | null, readonly retrievedAt: string, readonly sourceUrl: string | null };

export type ResolvePageEvidenceFragment =
  | ResolvePageEvidence_ChainEvidence_Fragment
  | ResolvePageEvidence_DigestEvidence_Fragment
  | ResolvePageEvidence_ScanEvidence_Fragment
  | ResolvePageEvidence_StaticAnalysisEvidence_Fragment
  | ResolvePageEvidence_SignatureEvidence_Fragment
  | ResolvePageEvidence_AttestationEvidence_Fragment
  | ResolvePageEvidence_DocumentEvidence_Fragment
;

export type ResolvePageRegistrationFragment = { readonly id: string, readonly statement: string, readonly status: ClaimStatus, readonly effect: ClaimEffect, readonly observedAt: string, readonly issuer: { readonly type: IssuerType, readonly key: string, readonly name: string | null }, readonly evidence: ReadonlyArray<
    | ResolvePageEvidence_ChainEvidence_Fragment
    | ResolvePageEvidence_DigestEvidence_Fragment
    | ResolvePageEvidence_ScanEvidence_Fragment
    | ResolvePageEvidence_StaticAnalysisEvidence_Fragment
    | ResolvePageEvidence_SignatureEvidence_Fragment
    | ResolvePageEvidence_AttestationEvidence_Fragment
    | ResolvePageEvidence_DocumentEvidence_Fragment
  > };

export type SearchPageQueryVariables = Exact<{
  text?: string | null | undefined;
  filter?: ModelFilterInput | null | undefined;
  sort?: ModelSort | null | undefined;
  reverse?: boolean | null | undefined;
  benchmark?: string | null | undefined;
  after?: string | null | undefined;
  live?: boolean | null | undefined;
  facets: ReadonlyArray<FacetInput> | FacetInput;
  withFacets: boolean;
  withTrust: boolean;
  withSources: boolean;
}>;


export type SearchPageQuery = { readonly search: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly didYouMean: string | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly facets?: ReadonlyArray<SearchPageFacetFragment> | null, readonly edges: ReadonlyArray<SearchPageHitFragment>, readonly sources?: ReadonlyArray<SearchPageOutcomeFragment> } | null, readonly sources?: ReadonlyArray<SearchPageSourceFragment> };

export type SearchPageFacetFragment = { readonly field: FacetField, readonly countsAreExact: boolean, readonly totalCount: number, readonly unknownCount: number | null, readonly values: ReadonlyArray<{ readonly value: string, readonly count: number, readonly label: string }> };

export type SearchPageOutcomeFragment = (
  { readonly source: { readonly capabilities: ReadonlyArray<SourceCapability> } }
  & SourceOutcomeRowFragment
);

export type SearchPageHitFragment = { readonly score: number, readonly why: ReadonlyArray<{ readonly name: string, readonly value: number, readonly note: string | null }>, readonly node: { readonly id: string, readonly name: string, readonly task: string | null, readonly contextLength: number | null, readonly languages: ReadonlyArray<string>, readonly formats: ReadonlyArray<WeightFormat>, readonly publisher: { readonly id: string, readonly name: string } | null, readonly parameters: { readonly total: number, readonly active: number | null, readonly origin: ValueOrigin } | null, readonly license: { readonly spdx: string | null, readonly name: string | null, readonly class: LicenseClass }, readonly popularity: { readonly downloads30d: number | null, readonly downloadsAllTime: number | null, readonly asOf: string | null }, readonly listings: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly state: ListingState, readonly access: Access, readonly goneAt: string | null, readonly source: { readonly id: string, readonly title: string } }> }, readonly offers: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly inputPrice: number | null, readonly outputPrice: number | null, readonly provider: string, readonly asOf: string, readonly source: { readonly title: string } }> }, readonly trust?: { readonly level: TrustLevel, readonly systemLevel: SystemTrustLevel, readonly assessedAt: string | null, readonly claims: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly kind: ClaimKind, readonly effect: ClaimEffect, readonly status: ClaimStatus }> } } | null } };

export type SearchPageSourceFragment = { readonly id: string, readonly title: string, readonly status: { readonly state: SourceState }, readonly coverage: { readonly listings: number, readonly lastFullRunAt: string | null, readonly running: { readonly startedAt: string } | null } };

export type SourceFactsFragment = { readonly id: string, readonly title: string, readonly homepage: string | null, readonly kind: string, readonly capabilities: ReadonlyArray<SourceCapability>, readonly status: { readonly state: SourceState, readonly message: string | null, readonly lastSuccessAt: string | null, readonly lastErrorAt: string | null, readonly requestsLeft: number | null, readonly resetsAt: string | null }, readonly coverage: { readonly listings: number, readonly artifactsWithDigest: number, readonly lastFullRunAt: string | null, readonly lagSeconds: number | null, readonly notListed: number, readonly dropped: number, readonly notStored: number, readonly entriesPerRegistrant: number | null, readonly overlays: number, readonly overlaysUnmatched: number, readonly running: { readonly startedAt: string, readonly listingsSeen: number, readonly expected: number | null, readonly heldBackBecause: string | null } | null, readonly chains: ReadonlyArray<{ readonly chainId: number, readonly address: string, readonly head: number | null, readonly finalized: number | null, readonly indexed: number | null, readonly lagBlocks: number | null }> } };

export type SourcePageQueryVariables = Exact<{
  id: string | number;
}>;


export type SourcePageQuery = { readonly source: (
    { readonly trust: { readonly systemLevel: SystemTrustLevel, readonly systemMissingForNext: ReadonlyArray<string>, readonly counts: { readonly verified: number, readonly asserted: number, readonly unknown: number, readonly failed: number }, readonly claims: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<ClaimRowFragment> } } | null }
    & SourceFactsFragment
  ) | null, readonly changes: { readonly pageInfo: { readonly hasPreviousPage: boolean, readonly startCursor: string | null }, readonly nodes: ReadonlyArray<HistoryChangeFragment> } | null, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string }> };

export type SourceClaimsMoreQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type SourceClaimsMoreQuery = { readonly source: { readonly id: string, readonly trust: { readonly claims: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly nodes: ReadonlyArray<ClaimRowFragment> } } | null } | null };

export type SourcesPageQueryVariables = Exact<{ [key: string]: never; }>;


export type SourcesPageQuery = { readonly sources: ReadonlyArray<(
    { readonly trust: { readonly systemLevel: SystemTrustLevel } | null }
    & SourceFactsFragment
  )> };

export type TrustPageQueryVariables = Exact<{
  id: string | number;
  listing: string | number;
  policy?: PolicyInput | null | undefined;
  depth?: TrustDepth | null | undefined;
}>;


export type TrustPageQuery = { readonly policies: ReadonlyArray<PolicyChoiceFragment>, readonly model: { readonly id: string, readonly name: string, readonly listings: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly key: string, readonly name: string, readonly state: ListingState, readonly revision: string | null, readonly source: { readonly id: string, readonly title: string }, readonly trust: { readonly level: TrustLevel, readonly systemLevel: SystemTrustLevel, readonly assessedAt: string | null } | null }> } } | null, readonly node:
    | { readonly key: string, readonly nativeId: string, readonly name: string, readonly state: ListingState, readonly goneAt: string | null, readonly fetchedAt: string, readonly revision: string | null, readonly purl: string | null, readonly source: { readonly id: string, readonly title: string }, readonly trust: TrustPageReportFragment | null }
    | Record<PropertyKey, never>
   | null };

export type TrustPageClaimsQueryVariables = Exact<{
  listing: string | number;
  after: string;
}>;


export type TrustPageClaimsQuery = { readonly node:
    | { readonly key: string, readonly trust: { readonly claims: { readonly totalCount: number, readonly nodes: ReadonlyArray<ClaimRowFragment>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null }
    | Record<PropertyKey, never>
   | null };

export type TrustPageReportFragment = { readonly revision: string | null, readonly level: TrustLevel, readonly systemLevel: SystemTrustLevel, readonly missingForNext: ReadonlyArray<string>, readonly systemMissingForNext: ReadonlyArray<string>, readonly assessedAt: string | null, readonly counts: { readonly verified: number, readonly asserted: number, readonly unknown: number, readonly failed: number }, readonly claims: { readonly totalCount: number, readonly nodes: ReadonlyArray<ClaimRowFragment>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } }, readonly conflicts: ReadonlyArray<{ readonly kind: ClaimKind, readonly note: string, readonly claims: ReadonlyArray<TrustPageClaimLinkFragment> }>, readonly decision: DecisionRowFragment };

export type TrustPageClaimLinkFragment = { readonly id: string, readonly kind: ClaimKind, readonly status: ClaimStatus, readonly effect: ClaimEffect, readonly statement: string, readonly issuer: { readonly type: IssuerType, readonly key: string, readonly name: string | null } };
