export const modelSorts = [
  "RELEVANCE", "DOWNLOADS", "LIKES", "TRENDING", "CREATED", "UPDATED", "PARAMETERS", "CONTEXT_LENGTH", "INPUT_PRICE", "OUTPUT_PRICE", "NAME",
  "BENCHMARK",
] as const;
/** What a search is sorted by: largest and newest first, but prices and names ascending. */
export type ModelSort = (typeof modelSorts)[number];

export const facetFields = [
  "SOURCE", "TASK", "LIBRARY", "FORMAT", "PRECISION", "LANGUAGE", "INPUT_MODALITY", "OUTPUT_MODALITY", "LICENSE", "LICENSE_CLASS", "PUBLISHER",
  "ARCHITECTURE", "ACCESS", "TRUST_LEVEL", "SYSTEM_TRUST_LEVEL", "CLAIM_STATUS", "CLAIM_EFFECT", "PARAMETERS", "CONTEXT_LENGTH", "INPUT_PRICE", "CREATED", "UPDATED",
] as const;
/** Fields by whose values a search is counted. */
export type FacetField = (typeof facetFields)[number];

export const outcomeStatuses = ["OK", "PARTIAL", "FAILED", "SKIPPED"] as const;
/** How one source fared for one answer. */
export type OutcomeStatus = (typeof outcomeStatuses)[number];

export const outcomeOrigins = ["CATALOG", "LIVE", "CACHE", "STALE"] as const;
/** Where a source's part of an answer came from. */
export type OutcomeOrigin = (typeof outcomeOrigins)[number];

export const sourceErrorCodes = [
  "TIMEOUT", "UNREACHABLE", "RATE_LIMITED", "UNAUTHORIZED", "BAD_RESPONSE", "UNSUPPORTED", "CIRCUIT_OPEN",
] as const;
/** Why a source failed, or was not asked; each is described in the SDL. */
export type SourceErrorCode = (typeof sourceErrorCodes)[number];

export const resolutionOutcomes = ["RESOLVED", "AMBIGUOUS", "NOT_FOUND", "NOT_RECOGNIZED", "UNREACHABLE"] as const;
/** What became of a reference. */
export type ResolutionOutcome = (typeof resolutionOutcomes)[number];

export const comparisonGroups = ["IDENTITY", "CAPABILITY", "LICENSE", "POPULARITY", "EVALUATION", "COST", "ARTIFACTS", "TRUST"] as const;
/** Groups of the rows of a comparison. */
export type ComparisonGroup = (typeof comparisonGroups)[number];

export const betterWhens = ["HIGHER", "LOWER"] as const;
/** Which end of a row's scale leads. */
export type BetterWhen = (typeof betterWhens)[number];

export const availabilityKinds = ["WEIGHTS", "HOSTED", "REGISTERED", "UNKNOWN"] as const;
/** What can be had of a model at one place. */
export type AvailabilityKind = (typeof availabilityKinds)[number];

export const memoryBases = ["FILES", "PARAMETERS"] as const;
/** What an estimate of memory counts: the sizes of files, or parameters by the width of a precision. */
export type MemoryBasis = (typeof memoryBases)[number];

export const rowVerdicts = ["SAME", "DIFFERENT", "PARTLY_UNKNOWN", "UNKNOWN", "NOT_COMPARABLE"] as const;
/** What the cells of a row say together. */
export type RowVerdict = (typeof rowVerdicts)[number];

export const trustDepths = ["CACHED", "STANDARD", "DEEP"] as const;
/** How far a trust report may go to find out. */
export type TrustDepth = (typeof trustDepths)[number];

export const subjectTypes = ["ARTIFACT", "REVISION", "LISTING", "PUBLISHER", "SOURCE", "CONTRACT"] as const;
/** What a claim is about. */
export type SubjectType = (typeof subjectTypes)[number];

export const ruleSeverities = ["BLOCK", "WARN", "INFO"] as const;
/** How much the failure of a rule weighs. */
export type RuleSeverity = (typeof ruleSeverities)[number];

export const ruleOutcomes = ["PASS", "FAIL", "UNKNOWN", "SKIPPED"] as const;
/** What became of one rule. */
export type RuleOutcome = (typeof ruleOutcomes)[number];

export const unknownHandlings = ["INDETERMINATE", "WARN", "DENY"] as const;
/** What an unknown makes of a decision. */
export type UnknownHandling = (typeof unknownHandlings)[number];

export const decisionOutcomes = ["ALLOW", "WARN", "DENY", "INDETERMINATE"] as const;
/** What a policy decides. */
export type DecisionOutcome = (typeof decisionOutcomes)[number];

export const sourceCapabilities = ["GET", "LIST", "SEARCH", "READ_FILE", "PARSE_REFERENCE", "LOOKUP"] as const;
/** What a source can do. */
export type SourceCapability = (typeof sourceCapabilities)[number];

export const sourceStates = ["OK", "DEGRADED", "DOWN", "DISABLED", "NEVER_ASKED"] as const;
/** How a source does. */
export type SourceState = (typeof sourceStates)[number];

export const pinOutcomes = ["UNCHANGED", "DRIFTED", "UNREACHABLE", "INVALID"] as const;
/** How a pin holds. UNREACHABLE: could not find out, which is no drift. */
export type PinOutcome = (typeof pinOutcomes)[number];

export const driftKinds = [
  "IDENTITY_CHANGED", "WEIGHTS_CHANGED_SAME_REF", "PIN_UNAVAILABLE", "CODE_CHANGED", "CONTROL_CHANGED", "SIGNATURE_CHANGED",
  "LICENSE_CHANGED", "ACCESS_CHANGED", "CONFIG_CHANGED", "METADATA_ONLY", "NEW_REVISION_AVAILABLE",
] as const;
/** What is not as it was pinned, the worst first. */
export type DriftKind = (typeof driftKinds)[number];
