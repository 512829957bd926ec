import type { Catalog, StoredListing, StoredModel } from "@modeldex/catalog";
import type { Source } from "@modeldex/plugin-kit";
import type { ListingKey, ModelId, SourceCapability, SourceId, TrustDepth } from "@modeldex/schema";
import type { Policy, TrustReport } from "@modeldex/trust";
import DataLoader from "dataloader";
import type { Assessor } from "../assess/assessor.ts";
import type { Comparing } from "../compare/compare.ts";
import type { RequestBudget } from "../sources/request-budget.ts";
import type { SourceStatus } from "../sources/health.ts";

/** What resolvers translate to. One for the life of the gateway. */
export interface Services {
  readonly catalog: Catalog;
  /** In the configuration's order. */
  readonly sources: readonly Source[];
  readonly comparing: Comparing;
  readonly assessor: Assessor;
  readonly policies: readonly Policy[];
  readonly statusOf: (source: SourceId) => SourceStatus;
  readonly capabilitiesOf: (source: SourceId) => readonly SourceCapability[];
  readonly now: () => Date;
  readonly startBudget: () => RequestBudget;
}

/** One for each request. */
export interface GraphContext {
  readonly requestId: string;
  /** Aborts at the request's deadline, or when the client is gone. */
  readonly signal: AbortSignal;
  readonly services: Services;
  readonly loaders: Loaders;
  readonly budget: RequestBudget;
  /** Set when the answer holds what another request would not get again: a failure, a state of this moment. */
  readonly volatile: { yes: boolean };
}

/** Reads of one request, batched. */
export interface Loaders {
  readonly model: DataLoader<string, StoredModel | undefined>;
  readonly listing: DataLoader<ListingKey, StoredListing | undefined>;
  readonly listingsOf: DataLoader<ModelId, readonly StoredListing[]>;
  readonly candidatesOf: DataLoader<ModelId, Awaited<ReturnType<Catalog["candidateListingsOf"]>>[number]>;
  readonly aliasesOf: DataLoader<ModelId, readonly string[]>;
  /** Reports by depth; the key is that of the listing. */
  readonly trust: Readonly<Record<TrustDepth, DataLoader<ListingKey, TrustReport>>>;
}

/** The context of one request. */
export function createContext(services: Services, requestId: string, signal: AbortSignal): GraphContext {
  const { catalog } = services;
  const budget = services.startBudget();
  const reports = (depth: TrustDepth): DataLoader<ListingKey, TrustReport> =>
    new DataLoader((keys) => services.assessor.assess(keys, { depth, budget, signal }));
  return {
    requestId,
    signal,
    services,
    budget,
    volatile: { yes: false },
    loaders: {
      model: new DataLoader((ids) => catalog.models(ids)),
      listing: new DataLoader((keys) => catalog.listings(keys)),
      listingsOf: new DataLoader((ids) => catalog.listingsOf(ids)),
      candidatesOf: new DataLoader((ids) => catalog.candidateListingsOf(ids)),
      aliasesOf: new DataLoader((ids) => catalog.aliasesOf(ids)),
      trust: { CACHED: reports("CACHED"), STANDARD: reports("STANDARD"), DEEP: reports("DEEP") },
    },
  };
}
