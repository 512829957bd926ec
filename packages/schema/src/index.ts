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
  Artifact, Evaluation, LicenseStatement, LineageHint, LinkHint, ListingRecord, Offer, OverlayRecord, PopularityRecord, PublisherRecord, RecordField,
} from "./records.ts";
export {
  claimEffects, claimKinds, claimStatuses, issuerTypes, systemTrustLevels, trustLevels, unknownReasons, verifiabilities,
} from "./claims.ts";
export type {
  ChainEvidence, ClaimEffect, ClaimFacts, ClaimKind, ClaimOf, ClaimStatus, DocumentEvidence, FileEvidence, IssuerType, SourceClaim, SourceEvidence,
  SystemTrustLevel, TrustLevel, UnknownReason, Verifiability,
} from "./claims.ts";
export type {
  AttestationEvidence, DigestEvidence, Finding, FindingCheck, FindingEvidence, ScanEvidence, SignatureEvidence, StaticAnalysisEvidence,
} from "./findings.ts";
export type { QueryWord } from "./tokens.ts";
