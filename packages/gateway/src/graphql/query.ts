import { CatalogInputError, sortKeys } from "@modeldex/catalog";
import type { FacetRequest, SearchSort, SortKey, StoredModel } from "@modeldex/catalog";
import { facetFields, parseListingKey } from "@modeldex/schema";
import type { ComparisonGroup, SourceId } from "@modeldex/schema";
import type { GraphQLResolveInfo } from "graphql";
import { compare } from "../compare/compare.ts";
import type { Comparison } from "../compare/compare.ts";
import { CursorError } from "../ranking/cursor.ts";
import { locate } from "../resolve/locate.ts";
import { resolve } from "../resolve/resolve.ts";
import type { Resolution } from "../resolve/resolution.ts";
import { longestText, search } from "../search/search.ts";
import type { SearchResult } from "../search/search.ts";
import { filterGround } from "./context.ts";
import type { GraphContext } from "./context.ts";
import { badInput } from "./errors.ts";
import { filterInput, filterOf } from "./filter.ts";
import { nodeOf } from "./node.ts";
import type { AnyNode } from "./node.ts";
import { pageInfo, pageSize } from "./pages.ts";
import { policyOf } from "./policy.ts";
import type { PolicyInput } from "./policy.ts";
import { selects, selectsWithin } from "./selection.ts";
import { sourceNode } from "./source.ts";

interface SearchArguments {
  readonly text?: string | null;
  readonly filter?: Readonly<Record<string, unknown>> | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly sort?: string | null;
  readonly reverse?: boolean | null;
  readonly benchmark?: string | null;
  readonly live?: boolean | null;
}

/** Fields of Model whose values a source may give only when asked for one model. */
const detailFields = new Set(["contextLength", "trust", "formats", "precisions", "parameters", "architecture", "artifacts", "evaluations", "conflicts", "memory", "availability"]);

export const queryResolvers = {
  Query: {
    search: searchPage,
    model: oneModel,
    models: async (_: unknown, { ids }: { readonly ids: readonly string[] }, { loaders }: GraphContext) => {
      atMost(ids, 100, "ids");
      const found = await loaders.model.loadMany(ids);
      return found.map((model) => (model instanceof Error ? raised(model) : (model ?? null)));
    },
    resolve: oneResolution,
    resolveMany: (_: unknown, { references }: { readonly references: readonly string[] }, context: GraphContext) => {
      atMost(references, 100, "references");
      return Promise.all(references.map((reference) => resolve(reference, context, context.services.comparing)));
    },
    compare: (_: unknown, { references, policy }: { readonly references: readonly string[]; readonly policy?: PolicyInput | null }, context: GraphContext) => {
      if (references.length < 2 || references.length > 8) throw badInput("references", `has ${references.length} of them; give 2 to 8.`);
      return compare(references, policyOf(policy, context.services.policies), context.signal, context.services.comparing);
    },
    sources: (_: unknown, _arguments: unknown, { services }: GraphContext) => services.sources,
    source: (_: unknown, { id }: { readonly id: string }, { services }: GraphContext) => services.sources.find((source) => source.id === id) ?? null,
    policies: (_: unknown, _arguments: unknown, { services }: GraphContext) => services.policies,
    node: (_: unknown, { id }: { readonly id: string }, context: GraphContext): Promise<AnyNode | null> => nodeOf(id, context),
  },
  ModelSearchConnection: {
    edges: ({ hits }: SearchResult) => hits.map(({ model, ...edge }) => ({ ...edge, node: model })),
    nodes: ({ hits }: SearchResult) => hits.map(({ model }) => model),
    pageInfo: ({ hits, hasNextPage, hasPreviousPage }: SearchResult) => pageInfo([hits[0], hits.at(-1)].flatMap((hit) => hit?.cursor ?? []), hasNextPage, hasPreviousPage),
    totalCount: async ({ total }: SearchResult) => (await total()).count,
    totalCountIsExact: async ({ total }: SearchResult) => (await total()).exact,
    facets: async ({ facets }: SearchResult, arguments_: { readonly of: readonly FacetRequest[] }) => {
      // Each once; a page may show them all.
      atMost(arguments_.of, facetFields.length, "of");
      arguments_.of.forEach(({ first }, place) => {
        if (first < 1 || first > 100) throw badInput(`of[${place}].first`, `asks for ${first} values of a facet; write a number from 1 to 100.`);
      });
      return facets(arguments_.of);
    },
    sources: async (result: SearchResult, _arguments: unknown, context: GraphContext) => noted(await result.outcomes(), context),
  },
  FacetValue: { filter: ({ filter }: { readonly filter: Parameters<typeof filterInput>[0] }) => filterInput(filter) },
  Resolution: {
    candidates: ({ candidates }: Resolution, { first }: { readonly first?: number | null }) => candidates.slice(0, pageSize(first, 5)),
    sources: ({ sources }: Resolution, _arguments: unknown, context: GraphContext) => noted(sources, context),
  },
  Comparison: {
    models: ({ columns }: Comparison) => columns.map(({ model }) => model),
    rows: ({ rows }: Comparison, { onlyDifferences, groups }: { readonly onlyDifferences?: boolean | null; readonly groups?: readonly ComparisonGroup[] | null }) =>
      rows({ onlyDifferences: onlyDifferences === true, ...(groups && { groups }) }),
  },
  ComparisonCell: { statedBy: ({ statedBy }: { readonly statedBy: readonly SourceId[] }, _arguments: unknown, context: GraphContext) => statedBy.map((id) => sourceNode(id, context)) },
  SourceOutcome: { source: ({ source }: { readonly source: SourceId }, _arguments: unknown, context: GraphContext) => sourceNode(source, context) },
};

async function searchPage(_: unknown, { text, filter, first, after, sort, reverse, benchmark, live }: SearchArguments, context: GraphContext): Promise<SearchResult> {
  if (text && text.length > longestText) throw badInput("text", `has ${text.length} characters; at most ${longestText} are read.`);
  const { services, signal } = context;
  const order = sortOf(sort, reverse === true, benchmark);
  if (order?.benchmark !== undefined) await reported(order.benchmark, context);
  const request = {
    filter: filterOf(filter, filterGround(context)), first: pageSize(first, 20), live: live !== false, partly: true, signal,
    ...(text && { text }), ...(after && { after }), ...(order && { sort: order }),
  };
  return search(request, services.comparing).catch((error: unknown) => {
    if (error instanceof CursorError) throw badInput("after", `${error.message}.`, error);
    if (error instanceof CatalogInputError) throw badInput("after", "was changed on its way; give it back as it was.", error);
    throw error;
  });
}

function sortOf(sort: string | null | undefined, reverse: boolean, benchmark: string | null | undefined): SearchSort | undefined {
  const name = benchmark?.trim() ?? "";
  if (sort === "BENCHMARK" && name === "") throw badInput("benchmark", "is missing; a search sorted by BENCHMARK needs the name of one, such as `mmlu`.");
  if (sort !== "BENCHMARK" && typeof benchmark === "string") throw badInput("benchmark", "says by which benchmark to sort; with another sort leave it out.");
  const key = sortKeys.find((known): known is SortKey => known === sort);
  if (key === undefined && reverse) throw badInput("reverse", "turns a sort by a value; with RELEVANCE leave it out.");
  return key && { key, reverse, ...(key === "BENCHMARK" && { benchmark: name }) };
}

/** Without any results in the catalog there is nothing to name, and nothing to sort by. */
async function reported(benchmark: string, { services }: GraphContext): Promise<void> {
  const { isReported, common } = await services.catalog.benchmark(benchmark);
  if (!isReported && common.length > 0) throw badInput("benchmark", `is "${benchmark}", of which no model here has a result; there are results of ${common.join(", ")}.`);
}

async function oneModel(_: unknown, { id, maxAgeSeconds }: { readonly id: string; readonly maxAgeSeconds?: number | null }, context: GraphContext, info: GraphQLResolveInfo): Promise<StoredModel | null> {
  const { services, signal, loaders, volatile } = context;
  if (maxAgeSeconds !== null && maxAgeSeconds !== undefined && maxAgeSeconds < 0) throw badInput("maxAgeSeconds", `is ${maxAgeSeconds}; write 0 or more.`);
  // Whoever names an age asks of this moment: an answer that is kept would grow older than that.
  if (typeof maxAgeSeconds === "number") volatile.yes = true;
  const stored = await loaders.model.load(id);
  const key = parseListingKey(stored?.leading ?? id);
  if (key === undefined || !services.sources.some((source) => source.id === key.source)) return stored ?? null;
  if (stored === undefined || typeof maxAgeSeconds === "number") {
    await locate(key.source, { nativeId: key.nativeId }, { signal, ...(typeof maxAgeSeconds === "number" && { maxAgeMs: maxAgeSeconds * 1000 }) }, services.comparing);
  }
  loaders.model.clear(id);
  const model = await loaders.model.load(id);
  if (model === undefined || !selects(info, detailFields)) return model ?? null;
  if (!(await loaders.details.load(model.leading))) volatile.yes = true;
  loaders.model.clear(id);
  return (await loaders.model.load(id)) ?? null;
}

/** What a person pasted is one model, so that its details are asked for where they are selected. */
async function oneResolution(_: unknown, { reference }: { readonly reference: string }, context: GraphContext, info: GraphQLResolveInfo): Promise<Resolution> {
  const { services, signal, loaders, volatile } = context;
  const details = selectsWithin(info, "model", detailFields);
  const resolution = await resolve(reference, { signal, details }, services.comparing);
  if (!details || resolution.model === undefined || resolution.detailed === true) return resolution;
  if (!(await loaders.details.load(resolution.model.leading))) volatile.yes = true;
  return { ...resolution, model: (await loaders.model.load(resolution.model.id)) ?? resolution.model };
}

/** An answer that rests on a failure is not kept for others. */
function noted<Outcome extends { readonly status: string }>(outcomes: readonly Outcome[], { volatile }: GraphContext): readonly Outcome[] {
  if (outcomes.some(({ status }) => status === "FAILED")) volatile.yes = true;
  return outcomes;
}

function atMost(list: readonly unknown[], most: number, argument: string): void {
  if (list.length > most) throw badInput(argument, `has ${list.length} of them; give at most ${most}.`);
}

function raised(error: Error): never {
  throw error;
}
