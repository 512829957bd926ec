export { listingKey, maxReferenceLength, modelId, parseListingKey, parseSourceId } from "./ids.ts";
export type { ListingKey, ModelId, SourceId } from "./ids.ts";
export {
  accesses, artifactRoles, changeKinds, evaluationAuthors, finalities, licenseClasses, lineageRelations, linkKinds, listingRelations, listingStates,
  namings, publisherKinds, valueOrigins, weightFormats,
} from "./values.ts";
export type {
  Access, AnyDigest, ArtifactRole, ChangeKind, DateTime, Digest, EvaluationAuthor, Finality, LicenseClass, LineageRelation, LinkKind, ListingRelation,
  ListingState, Naming, PublisherKind, Reference, ValueOrigin, WeightFormat,
} from "./values.ts";
export type {
  Artifact, Evaluation, KeyValueCacheRecord, LicenseStatement, LineageHint, LinkHint, ListingRecord, Offer, OverlayRecord, PopularityRecord, PublisherRecord, RecordField,
} from "./records.ts";
export {
  claimEffects, claimKinds, claimStatuses, issuerTypes, systemTrustLevels, trustLevels, unknownReasons, verifiabilities,
} from "./claims.ts";
export type {
  ChainEvidence, ChainRaw, ClaimEffect, ClaimFacts, ClaimKind, ClaimOf, ClaimStatus, DocumentEvidence, FileEvidence, IssuerType, SourceClaim, SourceEvidence,
  SystemTrustLevel, TrustLevel, UnknownReason, Verifiability,
} from "./claims.ts";
export { stateCheckPrefix } from "./findings.ts";
export type {
  AttestationEvidence, DigestEvidence, Finding, FindingCheck, FindingEvidence, ScanEvidence, SignatureEvidence, StaticAnalysisEvidence,
} from "./findings.ts";
export { maxTokens, nameSignature, nameTokens, queryWords } from "./tokens.ts";
export type { QueryWord } from "./tokens.ts";
export { isDisguised, looksLike, mayBeMiswritten, nameLikeness, nameParts, withoutPart, withoutSuffix } from "./look-alikes.ts";
export type { NameLikeness } from "./look-alikes.ts";
export { squeezedName } from "./squeezed-name.ts";
export { propertyTokens } from "./property-tokens.ts";
export type { ModelProperties } from "./property-tokens.ts";
export type { QueryReading } from "./query-readings.ts";
export { isAbbreviated, sameRevision } from "./revisions.ts";
export { readLicense } from "./license.ts";
export type { LicenseValue } from "./license.ts";
export { isTask, taskModalities, tasks } from "./tasks.ts";
export type { Modalities, Task } from "./tasks.ts";
export { isLibrary, libraries } from "./libraries.ts";
export { isLanguageCode } from "./languages.ts";
export { languageCodes } from "./language-names.ts";
export { parametersFromName, precisionsFromName } from "./model-name.ts";
export type { NamedParameters } from "./model-name.ts";
export { artifactRole, formatOfPath } from "./file-kind.ts";
export {
  availabilityKinds, betterWhens, comparisonGroups, decisionOutcomes, driftKinds, facetFields, memoryBases, modelSorts, outcomeOrigins, outcomeStatuses, pinOutcomes, resolutionOutcomes, rowVerdicts,
  ruleOutcomes, ruleSeverities, sourceCapabilities, sourceErrorCodes, sourceStates, subjectTypes, trustDepths, unknownHandlings,
} from "./answer-values.ts";
export type {
  AvailabilityKind, BetterWhen, ComparisonGroup, DecisionOutcome, DriftKind, FacetField, MemoryBasis, ModelSort, OutcomeOrigin, OutcomeStatus, PinOutcome, ResolutionOutcome, RowVerdict, RuleOutcome,
  RuleSeverity, SourceCapability, SourceErrorCode, SourceState, SubjectType, TrustDepth, UnknownHandling,
} from "./answer-values.ts";
export { detailsSdl } from "./sdl/details.ts";
export type { DetailsDescription } from "./sdl/details.ts";
export { typeDefs } from "./sdl/type-defs.ts";
export { schemaText } from "./sdl/schema-text.ts";
