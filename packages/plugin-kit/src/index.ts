export type {
  ChainPosition, DetailField, DetailScalar, DetailsType, Explored, Explorer, FileRequest, GetRequest, ListPage, ListRequest, LiveFilter, ModelRef, PublisherStatement, RateLimit,
  ReferenceReading, SearchRequest, Source, SourceContext, SourceLog,
} from "./source.ts";
export type {
  FindOptions, FoundListing, Namesake, Subject, SubjectChange, SubjectHistory, SubjectListing, SubjectSource, Verifier, VerifierTools, VerifyRequest,
} from "./verifier.ts";
export { SourceError } from "./source-error.ts";
export { sourceErrorCodes } from "@modeldex/schema";
export type { SourceErrorCode } from "@modeldex/schema";
export { byEveryId, filled, listing, onlyNeeded, overlay } from "./drafts.ts";
export type { Draft } from "./drafts.ts";
export { OptionsError, parseOptions } from "./options.ts";
export type { OptionsIssue } from "./options.ts";
export { failureOf, found, nextLink, readJson, readJsonIfFound, retryAfterMs } from "./answers.ts";
export { fileRange, rangeHeader, readBytes, readRange, sha256Of } from "./bytes.ts";
export type { ExpectedBytes, ReadBytes } from "./bytes.ts";
export { modelReference } from "./model-reference.ts";
export { eachRow } from "./each-row.ts";
export type { EachRow } from "./each-row.ts";
export { challengedFetch } from "./challenged-fetch.ts";
export type { ChallengedRequest, ChallengeOptions } from "./challenged-fetch.ts";
export { ociRegistry } from "./oci-registry.ts";
export type { OciDocument, OciRegistry, OciRegistryOptions } from "./oci-registry.ts";
export { isOciRepository, isReferrersTag, readOciReference } from "./oci-reference.ts";
export type { OciReference } from "./oci-reference.ts";
export { digestClaims, layerFiles, manifestTypes, readLayer, readManifest } from "./content-manifest.ts";
export type { ContentLayer, ContentManifest } from "./content-manifest.ts";
export { getEach } from "./get-each.ts";
export { readRows } from "./read-rows.ts";
export { wholeDocuments } from "./whole-documents.ts";
export type { DocumentPlace, WholeDocuments } from "./whole-documents.ts";
export { byExplicitness, tagsByDigest } from "./explicit-tags.ts";
export { linkPackagings } from "./link-packagings.ts";
export {
  asArray, asBoolean, asCount, asHttpUrl, asNumber, asOneOf, asRecord, asRoundedCount, asSha256, asString, asStrings, asTime, asUnixTime, someOf,
} from "./unknown-values.ts";
export { statedWeights } from "./stated-weights.ts";
export type { WeightWords } from "./stated-weights.ts";
export { licenseOfTexts } from "./license-titles.ts";
export { mayRunForeignCode } from "./foreign-code.ts";
export type {
  Access, AnyDigest, Artifact, ArtifactRole, ChainEvidence, ChainRaw, ChangeKind, ClaimEffect, ClaimFacts, ClaimKind, ClaimOf, ClaimStatus, DateTime, Digest, DigestEvidence,
  DocumentEvidence, Evaluation, FileEvidence, Finality, Finding, FindingCheck, FindingEvidence, KeyValueCacheRecord, LicenseStatement, LineageHint, LineageRelation, LinkHint,
  ListingRecord, ListingRelation, Naming, Offer, OverlayRecord, PopularityRecord, PublisherKind, PublisherRecord, RecordField, Reference, ScanEvidence, SourceClaim,
  SourceEvidence, StaticAnalysisEvidence, UnknownReason, ValueOrigin, WeightFormat,
} from "@modeldex/schema";
export {
  artifactRole, formatOfPath, isLanguageCode, isLibrary, isTask, nameTokens, parametersFromName, precisionsFromName, readLicense, taskModalities,
} from "@modeldex/schema";
