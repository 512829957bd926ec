export type {
  ChainPosition, DetailField, DetailScalar, DetailsType, FileRequest, GetRequest, ListPage, ListRequest, LiveFilter, ModelRef, RateLimit,
  ReferenceReading, SearchRequest, Source, SourceContext, SourceLog,
} from "./source.ts";
export type { Subject, SubjectListing, Verifier, VerifierTools, VerifyRequest } from "./verifier.ts";
export { SourceError, sourceErrorCodes } from "./source-error.ts";
export type { SourceErrorCode } from "./source-error.ts";
export type {
  Access, AnyDigest, Artifact, ArtifactRole, ChainEvidence, ClaimEffect, ClaimFacts, ClaimKind, ClaimOf, ClaimStatus, DateTime, Digest, DigestEvidence,
  DocumentEvidence, Evaluation, FileEvidence, Finality, Finding, FindingCheck, FindingEvidence, LicenseStatement, LineageHint, LineageRelation, LinkHint,
  ListingRecord, ListingRelation, Naming, Offer, OverlayRecord, PopularityRecord, PublisherRecord, RecordField, Reference, ScanEvidence, SourceClaim,
  SourceEvidence, StaticAnalysisEvidence, UnknownReason, ValueOrigin, WeightFormat,
} from "@modeldex/schema";
