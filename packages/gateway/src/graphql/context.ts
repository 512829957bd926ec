import type { Catalog, DerivedPage, DerivedRequest, DigestFilesPage, DigestModelsPage, DigestPageRequest, FilePosition, SortedPage, SortedPosition, StoredListing, StoredModel, StoredOverlay } from "@modeldex/catalog";
import type { Source } from "@modeldex/plugin-kit";
import type { AnyDigest, ListingKey, ModelId, SourceCapability, SourceId, TrustDepth } from "@modeldex/schema";
import type { Policy, PolicyException, TrustReport } from "@modeldex/trust";
import DataLoader from "dataloader";
import type { Assessor } from "../assess/assessor.ts";
import { alternatives } from "../compare/alternatives.ts";
import type { Alternative, AlternativesRequest } from "../compare/alternatives.ts";
import { mostUsedOf } from "../compare/namesakes.ts";
import { readDetails } from "../compare/compare.ts";
import type { Comparing } from "../compare/compare.ts";
import { waitedFor } from "../observe/client-gone.ts";
import type { Pins } from "../pins/pins.ts";
import type { RequestBudget } from "../sources/request-budget.ts";
import type { SourceStatus } from "../sources/health.ts";
import type { FilterGround } from "./filter.ts";

/** What resolvers translate to. One for the life of the gateway. */
export interface Services {
  readonly catalog: Catalog;
  /** In the configuration's order. */
  readonly sources: readonly Source[];
  readonly comparing: Comparing;
  readonly assessor: Assessor;
  readonly policies: readonly Policy[];
  /** Of the operator; those that have ended count no longer. */
  readonly exceptions: readonly PolicyException[];
  readonly pins: Pins;
  readonly statusOf: (source: SourceId) => SourceStatus;
  readonly capabilitiesOf: (source: SourceId) => readonly SourceCapability[];
  readonly now: () => Date;
  /** What one request may cost upstream; `DEEP` allows more, `PINS` is for what pins ask beside reports. */
  readonly startBudget: (of?: "STANDARD" | "DEEP" | "PINS") => RequestBudget;
}

/** One for each request. */
export interface GraphContext {
  readonly requestId: string;
  /** Aborts at the request's deadline, or when the client is gone. */
  readonly signal: AbortSignal;
  readonly services: Services;
  readonly loaders: Loaders;
  readonly budget: RequestBudget;
  /** One for all pins of the request, whose clock begins with the first. */
  readonly pinBudget: () => RequestBudget;
  /** Set when the answer holds what another request would not get again: a failure, a state of this moment. */
  readonly volatile: { yes: boolean };
}

/** Reads of one request, batched. */
export interface Loaders {
  readonly model: DataLoader<string, StoredModel | undefined>;
  readonly listing: DataLoader<ListingKey, StoredListing | undefined>;
  readonly listingsOf: DataLoader<ModelId, readonly StoredListing[]>;
  readonly overlaysOf: DataLoader<ModelId, readonly StoredOverlay[]>;
  readonly candidatesOf: DataLoader<ModelId, Awaited<ReturnType<Catalog["candidateListingsOf"]>>[number]>;
  readonly aliasesOf: DataLoader<ModelId, readonly string[]>;
  readonly lineageOf: DataLoader<ModelId, Awaited<ReturnType<Catalog["lineageOf"]>>[number]>;
  readonly derivedFrom: (request: DerivedRequest) => DataLoader<ModelId, DerivedPage>;
  readonly modelsByDigest: (request: DigestPageRequest<number>) => DataLoader<AnyDigest, DigestModelsPage>;
  readonly filesByDigest: (request: DigestPageRequest<FilePosition>) => DataLoader<AnyDigest, DigestFilesPage>;
  readonly alternatives: (request: AlternativesRequest) => DataLoader<StoredModel, readonly Alternative[], ModelId>;
  /** The most used models of a publisher, by its id, of those that somebody vouches for. */
  readonly mostUsedOf: DataLoader<string, readonly StoredModel[]>;
  /** Models of a publisher, by its id. */
  readonly publishedBy: (request: { readonly limit: number; readonly after?: SortedPosition }) => DataLoader<string, SortedPage & { readonly total: number }>;
  /** Asks the source of one listing, once in a request, for what it gives only when asked; whether it answered. */
  readonly details: DataLoader<ListingKey, boolean>;
  /** Reports by depth; the key is that of the listing. */
  readonly trust: Readonly<Record<TrustDepth, DataLoader<ListingKey, TrustReport>>>;
}

/** What filters of this request are read with. */
export function filterGround({ services }: GraphContext): FilterGround {
  return { sourceIds: services.sources.map(({ id }) => id), read: services.comparing.read };
}

/** The context of one request. */
export function createContext(services: Services, requestId: string, signal: AbortSignal): GraphContext {
  const { catalog } = services;
  const budget = services.startBudget();
  let deep: RequestBudget | undefined;
  let pins: RequestBudget | undefined;
  const budgetFor = (depth: TrustDepth): RequestBudget => (depth === "DEEP" ? (deep ??= services.startBudget("DEEP")) : budget);
  const reports = (depth: TrustDepth): DataLoader<ListingKey, TrustReport> =>
    new DataLoader((keys) => waitedFor(signal, () => services.assessor.assess(keys, { depth, budget: budgetFor(depth), signal })));
  return {
    requestId,
    signal,
    services,
    budget,
    pinBudget: () => (pins ??= services.startBudget("PINS")),
    volatile: { yes: false },
    loaders: {
      model: new DataLoader((ids) => catalog.models(ids)),
      listing: new DataLoader((keys) => catalog.listings(keys)),
      listingsOf: new DataLoader((ids) => catalog.listingsOf(ids)),
      overlaysOf: new DataLoader((ids) => catalog.overlaysOf(ids)),
      candidatesOf: new DataLoader((ids) => catalog.candidateListingsOf(ids)),
      aliasesOf: new DataLoader((ids) => catalog.aliasesOf(ids)),
      lineageOf: new DataLoader((ids) => catalog.lineageOf(ids)),
      derivedFrom: byRequest((request) => new DataLoader((ids) => catalog.derivedFrom(ids, request))),
      modelsByDigest: byRequest((request) => new DataLoader((digests) => catalog.modelsByDigest(digests, request))),
      filesByDigest: byRequest((request) => new DataLoader((digests) => catalog.filesByDigest(digests, request))),
      alternatives: byRequest((request) => new DataLoader((models) => alternatives(models, request, { catalog, sources: services.sources.map(({ id }) => id as SourceId) }), { cacheKeyFn: ({ id }) => id })),
      mostUsedOf: new DataLoader((publishers) => Promise.all(publishers.map((publisher) => mostUsedOf(publisher, catalog, services.sources.map(({ id }) => id as SourceId))))),
      publishedBy: byRequest(({ limit, after }) => new DataLoader((publishers) => Promise.all(publishers.map(async (publisher) => {
        const query = { words: [], filter: { publishers: [publisher] }, extra: [] };
        const [page, { count }] = await Promise.all([catalog.searchSorted(query, { key: "DOWNLOADS", reverse: false }, limit, after), catalog.count(query)]);
        return { ...page, total: count };
      })))),
      details: new DataLoader((keys) => Promise.all(keys.map((key) => readDetails(key, signal, services.comparing)))),
      trust: { CACHED: reports("CACHED"), STANDARD: reports("STANDARD"), DEEP: reports("DEEP") },
    },
  };
}

/** One loader for each way in which the same thing is asked for in a request. */
function byRequest<Request, Loader>(make: (request: Request) => Loader): (request: Request) => Loader {
  const made = new Map<string, Loader>();
  return (request) => {
    const key = JSON.stringify(request);
    const known = made.get(key) ?? make(request);
    made.set(key, known);
    return known;
  };
}
