// Written by scripts/generate.ts; a change here is lost.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
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

export type PoliciesPageQueryVariables = Exact<{ [key: string]: never; }>;


export type PoliciesPageQuery = { readonly policies: ReadonlyArray<PolicyRowFragment> };

export type PolicyEditorQueryVariables = Exact<{
  reference: string;
  asks: boolean;
  policy?: PolicyInput | null | undefined;
  base?: PolicyInput | null | undefined;
}>;


export type PolicyEditorQuery = { readonly policies: ReadonlyArray<PolicyRowFragment>, readonly resolve?: { readonly outcome: ResolutionOutcome, readonly message: string | null, readonly model: { readonly id: string, readonly name: string, readonly before: { readonly decision: { readonly outcome: DecisionOutcome, readonly policy: { readonly id: string, readonly title: string }, readonly rules: ReadonlyArray<{ readonly outcome: RuleOutcome, readonly rule: { readonly key: string } }> } } | null, readonly trust: { readonly assessedAt: string | null, readonly decision: DecisionRowFragment } | null } | null, readonly candidates: ReadonlyArray<{ readonly reason: string, readonly model: { readonly id: string, readonly name: string } }> } | null };

export type SearchPageQueryVariables = Exact<{
  text?: string | null | undefined;
  filter?: ModelFilterInput | null | undefined;
  sort?: ModelSort | null | undefined;
  reverse?: boolean | null | undefined;
  after?: string | null | undefined;
  live?: boolean | null | undefined;
}>;


export type SearchPageQuery = { readonly search: { readonly totalCount: number, readonly totalCountIsExact: boolean, readonly didYouMean: string | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly why: ReadonlyArray<{ readonly name: string, readonly value: number, readonly note: string | null }>, readonly node: { readonly id: string, readonly name: string, readonly task: string | null, readonly license: { readonly spdx: string | null, readonly name: string | null, readonly class: LicenseClass } } }>, readonly sources: ReadonlyArray<SourceOutcomeRowFragment> } | null };

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
