export { LeaseLostError } from "./catalog.ts";
export type {
  CandidateListing, Catalog, ChainProgress, EndRunRequest, FindingsWrite, HarvestRun, HarvestState,
  IdentityRules, LeaseAnswer, LeaseRequest, PageWrite, RunRequest, SourceCoverage,
  SourceHealth, StoredFinding, WriteResult,
} from "./catalog.ts";
export { keepOnDemand } from "./record-changes.ts";
export type { AssessedClaim, Assessment, FileFindingsRequest, LackingAssessmentRequest, StoredAssessment } from "./assessment.ts";
export type { LinkTarget, ListingWrite } from "./listing-write.ts";
export type { ExportedOverlay, ImportedOverlay, OverlayWrite, StoredOverlay } from "./overlay.ts";
export type { SourceFinding, SourceFindingsWrite, StoredSourceFinding } from "./source-finding.ts";
export type { ExportCount, ExportedListing, ImportedListing } from "./exported.ts";
export type { ChangePage, ChangeQuery, StoredChange } from "./change-query.ts";
export type {
  BenchmarkKnown, CallName, DerivedPage, DerivedRequest, DigestFilesPage, DigestModelsPage, DigestPageRequest, FilePosition, LackingRequest, LineageStatement, NameSuggestion,
  SimilarRequest,
} from "./reading.ts";
export type { LicenseValue } from "@modeldex/schema";
export type { StoredLink, StoredListing, StoredModel } from "./stored.ts";
export { facetFields } from "@modeldex/schema";
export type { FacetField } from "@modeldex/schema";
export { sortKeys } from "./query.ts";
export type {
  CatalogQuery, ClaimPredicate, Facet, FacetRequest, FacetValue, HitStream, ModelFilter, ModelHit, Range, SearchSort, SearchWindow, SortedPage, SortedPosition,
  SortKey, WindowPage,
} from "./query.ts";
export { CatalogBusyError, CatalogFileError, CatalogInputError, CatalogWriterError } from "./errors.ts";
export { isRepackaged, nameRelation, trainingSaid } from "./identity/names.ts";
export { judgeNames } from "./identity/judge-names.ts";
export { isCalled } from "./identity/publishers.ts";
export type { NameVerdict } from "./identity/judge-names.ts";
export type { NameRelation, NamedListing } from "./identity/names.ts";
export { contributing, mergeModel, publisherId } from "./merge-model.ts";
export type { MergedListing, MergedOverlay, ModelDocument } from "./merge-model.ts";
export { openSqliteCatalog } from "./sqlite/open-catalog.ts";
export type { SqliteCatalogOptions } from "./sqlite/open-catalog.ts";
export { openSplitCatalog } from "./sqlite/open-split-catalog.ts";
export type { SplitCatalogOptions } from "./sqlite/open-split-catalog.ts";
