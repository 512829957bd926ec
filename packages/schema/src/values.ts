/** `sha256:<64 lower-case hex>` over the raw bytes. */
export type Digest = `sha256:${string}`;

/** Every form of the scalar `Digest`, also those that are no sha256 of a file: `keccak256:…`, `git-sha1:…`, `cid:…`, `walrus:…`. */
export type AnyDigest = `${string}:${string}`;

/** RFC 3339, UTC: `2026-08-01T00:00:00Z`. */
export type DateTime = string;

/**
 * Text that some source reads in one way: a purl (`pkg:huggingface/org/name@<commit>`), URL, CAIP id, OCI reference, digest.
 * Never `<source id>:…`, since operators choose source ids.
 */
export type Reference = string;

export const weightFormats = [
  "SAFETENSORS", "GGUF", "ONNX", "PICKLE", "KERAS", "TFLITE", "MSGPACK", "COREML", "MLX", "OPENVINO", "TENSORRT", "OTHER",
] as const;
/** File format of weights. */
export type WeightFormat = (typeof weightFormats)[number];

export const accesses = ["OPEN", "GATED", "PRIVATE", "DISABLED", "UNKNOWN"] as const;
/** Who can get the files. In a record, unknown is said by absence. */
export type Access = Exclude<(typeof accesses)[number], "UNKNOWN">;

export const listingRelations = ["SAME_WEIGHTS", "QUANTIZED", "HOSTED", "REGISTERED", "UNKNOWN"] as const;
/** What a listing holds of its model. */
export type ListingRelation = (typeof listingRelations)[number];

export const lineageRelations = ["FINETUNE", "QUANTIZED", "ADAPTER", "MERGE", "DISTILLED", "CONVERTED", "UNKNOWN"] as const;
/** How a derived model came from its base. */
export type LineageRelation = (typeof lineageRelations)[number];

export const finalities = ["PENDING", "SAFE", "FINALIZED"] as const;
/** How final a block is. SAFE: unlikely to be reorganised; FINALIZED: by the rule of the chain. */
export type Finality = (typeof finalities)[number];

export const valueOrigins = ["WEIGHTS", "STATED", "NAME"] as const;
/** How a value is known: read from the weights' own header, stated by the source, or read off the name. */
export type ValueOrigin = (typeof valueOrigins)[number];

export const artifactRoles = ["WEIGHTS", "CONFIGURATION", "CODE", "DOCUMENTATION", "LICENSE", "OTHER"] as const;
/** What a file is for. */
export type ArtifactRole = (typeof artifactRoles)[number];

export const publisherKinds = ["ORGANIZATION", "PERSON", "ADDRESS", "UNKNOWN"] as const;
/** What kind of publisher; ADDRESS is a chain account. In a record, unknown is said by absence. */
export type PublisherKind = Exclude<(typeof publisherKinds)[number], "UNKNOWN">;

export const evaluationAuthors = ["PUBLISHER", "COMMUNITY", "SOURCE", "INDEPENDENT"] as const;
/** Who reports an evaluation. */
export type EvaluationAuthor = (typeof evaluationAuthors)[number];

export const licenseClasses = ["PERMISSIVE", "COPYLEFT", "USE_RESTRICTED", "NON_COMMERCIAL", "PROPRIETARY", "UNKNOWN"] as const;
/** USE_RESTRICTED: fields of use are limited. PROPRIETARY: no weights are licensed. */
export type LicenseClass = (typeof licenseClasses)[number];

export const listingStates = ["LISTED", "DEPRECATED", "GONE"] as const;
/** DEPRECATED: the source says it should no longer be chosen. GONE: the source no longer has it. */
export type ListingState = (typeof listingStates)[number];

export const linkKinds = ["LEADING", "OPERATOR_RULE", "SAME_DIGEST", "EXPLICIT_REFERENCE", "NAME_AND_PUBLISHER"] as const;
/** Why a listing belongs to its model; strongest first, after LEADING. */
export type LinkKind = (typeof linkKinds)[number];

export const changeKinds = [
  "LISTED", "UPDATED", "GONE", "RENAMED", "MERGED", "SPLIT", "WEIGHTS", "LICENSE", "ACCESS", "PRICE", "FINDING", "HELD_BACK",
] as const;
/** What a row of the change log tells. MERGED, SPLIT: listings came to or left a model. HELD_BACK: a harvest waits for its operator. */
export type ChangeKind = (typeof changeKinds)[number];

export const namings = ["curated", "namespaced", "open"] as const;
/** Who can give an entry its name. `curated`: the source's operator. `namespaced`: each owner within a namespace. `open`: anybody, anything. */
export type Naming = (typeof namings)[number];
