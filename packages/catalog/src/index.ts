export { LeaseLostError } from "./catalog.ts";
export type {
  CandidateListing, Catalog, ChainProgress, DerivedPage, DerivedRequest, EndRunRequest, FindingsWrite, HarvestRun, HarvestState, IdentityRules, LeaseAnswer,
  LeaseRequest, LineageStatement, LinkTarget, ListingWrite, NameSuggestion, PageWrite, RunRequest, SourceCoverage, SourceHealth, StoredChange, StoredFinding, WriteResult,
} from "./catalog.ts";
export type { LicenseValue } from "@modeldex/schema";
export type { StoredLink, StoredListing, StoredModel } from "./stored.ts";
export { facetFields } from "@modeldex/schema";
export type { FacetField } from "@modeldex/schema";
export { sortKeys } from "./query.ts";
export type {
  CatalogQuery, Facet, FacetRequest, FacetValue, HitStream, ModelFilter, ModelHit, Range, SearchSort, SearchWindow, SortedPage, SortedPosition,
  SortKey, WindowPage,
} from "./query.ts";
export { CatalogBusyError, CatalogFileError, CatalogInputError } from "./errors.ts";
export { mergeModel, publisherId } from "./merge-model.ts";
export type { MergedListing, ModelDocument } from "./merge-model.ts";
export { openSqliteCatalog } from "./sqlite/open-catalog.ts";
export type { SqliteCatalogOptions } from "./sqlite/open-catalog.ts";
