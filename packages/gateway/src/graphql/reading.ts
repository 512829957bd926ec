import type { DerivedPage, LineageStatement, SortedPosition, StoredListing, StoredModel, StoredOverlay } from "@modeldex/catalog";
import type { LineageRelation, SourceId } from "@modeldex/schema";
import type { GraphQLResolveInfo } from "graphql";
import type { Alternative } from "../compare/alternatives.ts";
import { compareBeside, withOffersOnDemand } from "../compare/compare.ts";
import type { Comparison } from "../compare/compare.ts";
import { conflictsOf } from "../compare/conflicts.ts";
import type { Position } from "../compare/conflicts.ts";
import { namesakesOf } from "../compare/namesakes.ts";
import type { Resolution } from "../resolve/resolution.ts";
import { artifactOf, artifactsPage } from "./artifacts.ts";
import type { ArtifactNode } from "./artifacts.ts";
import { availabilityFields } from "./availability.ts";
import type { AvailabilityArguments } from "./availability.ts";
import { filterGround } from "./context.ts";
import type { GraphContext } from "./context.ts";
import { badInput } from "./errors.ts";
import { filterOf } from "./filter.ts";
import { evaluationsOf, offersOf } from "./offers.ts";
import type { OfferArguments } from "./offers.ts";
import { memoryFields } from "./memory.ts";
import type { MemoryArguments } from "./memory.ts";
import { publisherNode } from "./model.ts";
import { pageOf, pageSize } from "./pages.ts";
import { policyOf } from "./policy.ts";
import type { PolicyInput } from "./policy.ts";
import { positionPage, readPosition } from "./positions.ts";
import { isWithinList } from "./selection.ts";
import { isConfigured, sourceNode } from "./source.ts";

interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

interface AlternativeArguments {
  readonly first?: number | null;
  readonly filter?: Readonly<Record<string, unknown>> | null;
}

interface LineageNode {
  readonly model: StoredModel;
}

/** Alternatives that a model is compared with when nobody says with which. */
const compared = 3;

/** Resolvers of what a page about one model shows; parents are stored records. */
export const readingResolvers = {
  Model: {
    artifacts: async (model: StoredModel, page: PageArguments, context: GraphContext, info: GraphQLResolveInfo) => artifactsPage(await detailedListings(model, context, info), page),
    offers: async (model: StoredModel, page: PageArguments & OfferArguments, context: GraphContext, info: GraphQLResolveInfo) => pageOf(offersOf(await offeringListings(model, context, info), await overlaysOf(model, context), page), { ...page, fallback: 20 }, ({ key }) => key),
    availability: async (model: StoredModel, arguments_: AvailabilityArguments, context: GraphContext, info: GraphQLResolveInfo) => {
      await offeringListings(model, context, info);
      return availabilityFields(await detailedListings(model, context, info), await overlaysOf(model, context), arguments_);
    },
    memory: async (model: StoredModel, arguments_: MemoryArguments, context: GraphContext, info: GraphQLResolveInfo) => memoryFields(await memoryGround(model.id, await detailedListings(model, context, info), context), arguments_),
    evaluations: async (model: StoredModel, page: PageArguments, context: GraphContext, info: GraphQLResolveInfo) => {
      const found = evaluationsOf(await detailedListings(model, context, info), await overlaysOf(model, context));
      return found === undefined ? null : pageOf(found, { ...page, fallback: 50 }, ({ key }) => key);
    },
    conflicts: async (model: StoredModel, _: unknown, context: GraphContext) => conflictsOf(await listingsOf(model, context), await overlaysOf(model, context)),
    lineage: (model: StoredModel): LineageNode => ({ model }),
    alternatives: (model: StoredModel, arguments_: AlternativeArguments, context: GraphContext): Promise<readonly Alternative[]> => alternativesOf(model, arguments_, context),
    namesakes: async (model: StoredModel, { first }: { readonly first?: number | null }, { loaders }: GraphContext) => {
      const size = pageSize(first, 5);
      const publisher = publisherNode(model.publisher)?.id;
      return publisher === undefined ? [] : namesakesOf(model, await loaders.mostUsedOf.load(publisher)).slice(0, size);
    },
    compareWith,
  },
  Listing: {
    artifacts: async (listing: StoredListing, page: PageArguments, context: GraphContext, info: GraphQLResolveInfo) => {
      if (!isWithinList(info)) await askAlone(listing.key, context);
      return artifactsPage([(await context.loaders.listing.load(listing.key)) ?? listing], page);
    },
    memory: async (listing: StoredListing, arguments_: MemoryArguments, context: GraphContext, info: GraphQLResolveInfo) => {
      if (!isWithinList(info) && (await askAlone(listing.key, context))) context.loaders.listingsOf.clear(listing.model);
      const { model } = (await context.loaders.listing.load(listing.key)) ?? listing;
      return memoryFields(await memoryGround(model, await servedListings(model, context), context), arguments_, listing.key);
    },
  },
  Resolution: {
    artifact: async (resolution: Resolution, _: unknown, context: GraphContext, info: GraphQLResolveInfo): Promise<ArtifactNode | null> => {
      const { file, listing } = resolution;
      if (file === undefined || listing === undefined) return null;
      if (!isWithinList(info)) await askAlone(listing.key, context);
      return artifactOf(resolution, await context.loaders.listing.load(listing.key));
    },
  },
  Publisher: { models: publisherModels },
  Lineage: {
    base: ({ model }: LineageNode, _: unknown, { loaders }: GraphContext) => loaders.lineageOf.load(model.id),
    derived: derivedModels,
  },
  LineageLink: {
    model: ({ model }: LineageStatement, _: unknown, { loaders }: GraphContext) => (model === undefined ? null : loaders.model.load(model)),
    statedBy: ({ statedBy }: LineageStatement, _: unknown, context: GraphContext) => statedBy.map((id) => sourceNode(id, context)),
  },
  DerivedModelEdge: { statedBy: ({ statedBy }: { readonly statedBy: readonly SourceId[] }, _: unknown, context: GraphContext) => statedBy.map((id) => sourceNode(id, context)) },
  FieldPosition: {
    statedBy: ({ sources }: Position, _: unknown, context: GraphContext) => sources.map((id) => sourceNode(id, context)),
    listings: ({ listings }: Position, { first }: { readonly first?: number | null }) => listings.slice(0, pageSize(first, 5)),
  },
};

/** Listings of sources that are served, the leading one first. */
async function listingsOf({ id }: StoredModel, context: GraphContext): Promise<readonly StoredListing[]> {
  return servedListings(id, context);
}

async function servedListings(id: StoredModel["id"], context: GraphContext): Promise<readonly StoredListing[]> {
  return (await context.loaders.listingsOf.load(id)).filter(({ source }) => isConfigured(source, context));
}

/** What estimates of a model's memory rest on: of a packaging of one other model also what that one's listings say. */
async function memoryGround(id: StoredModel["id"], listings: readonly StoredListing[], context: GraphContext) {
  const bases = (await context.loaders.lineageOf.load(id)).flatMap(({ model, relation }) => (model !== undefined && (relation === "QUANTIZED" || relation === "CONVERTED") ? [model] : []));
  const [base] = bases;
  return { listings, packagedFrom: base === undefined || bases.length > 1 ? [] : await servedListings(base, context) };
}

/** The same, with what the leading listing's source gives only when asked; of models in a list, what is stored. */
async function detailedListings(model: StoredModel, context: GraphContext, info: GraphQLResolveInfo): Promise<readonly StoredListing[]> {
  if (!isWithinList(info) && (await askAlone(model.leading, context))) context.loaders.listingsOf.clear(model.id);
  return listingsOf(model, context);
}

/** The same, with the offers that sources give only when asked, as far as the budget of the request goes; of models in a list, what is stored. */
async function offeringListings(model: StoredModel, context: GraphContext, info: GraphQLResolveInfo): Promise<readonly StoredListing[]> {
  const listings = await listingsOf(model, context);
  const asked = isWithinList(info) ? [] : withOffersOnDemand(listings, context.services.comparing);
  if (asked.length === 0) return listings;
  await Promise.all(asked.map(async ({ key, source }) => {
    try {
      for (let taken = 0; taken < (context.services.comparing.ask.registry.find(source)?.requestsPerGet ?? 1); taken += 1) context.budget.takeRequest();
    } catch {
      // What is stored is shown, and another request may get more.
      context.volatile.yes = true;
      return;
    }
    await askAlone(key, context);
  }));
  context.loaders.listingsOf.clear(model.id);
  return listingsOf(model, context);
}

/** What sources that are served say of it beside their listings. */
async function overlaysOf({ id }: StoredModel, context: GraphContext): Promise<readonly StoredOverlay[]> {
  return (await context.loaders.overlaysOf.load(id)).filter(({ source }) => isConfigured(source, context));
}

/** @returns whether this request has asked for the details of the listing, so that what was loaded before may be older. */
async function askAlone(key: StoredListing["key"], { loaders, volatile }: GraphContext): Promise<true> {
  const answered = await loaders.details.load(key);
  if (!answered) volatile.yes = true;
  loaders.listing.clear(key);
  return true;
}

function alternativesOf(model: StoredModel, { first, filter }: AlternativeArguments, context: GraphContext): Promise<readonly Alternative[]> {
  return context.loaders.alternatives({ first: pageSize(first, 5), filter: filterOf(filter, filterGround(context)) }).load(model);
}

async function compareWith(model: StoredModel, { references, policy }: { readonly references?: readonly string[] | null; readonly policy?: PolicyInput | null }, context: GraphContext, info: GraphQLResolveInfo): Promise<Comparison> {
  if (references && (references.length < 1 || references.length > 7)) throw badInput("references", `has ${references.length} of them; give 1 to 7, or leave it out for the first alternatives.`);
  const chosen = policyOf(policy, context.services.policies);
  const others = references ?? (await alternativesOf(model, { first: compared }, context)).map(({ model: other }) => other);
  return compareBeside(model, others, { policy: chosen, signal: context.signal, details: !isWithinList(info) }, context.services.comparing);
}

async function derivedModels({ model }: LineageNode, { first, after, relation }: PageArguments & { readonly relation?: LineageRelation | null }, { loaders }: GraphContext) {
  const list = `made from ${model.id} ${relation ?? ""}`;
  const position = readPosition(list, after) as number | undefined;
  const request = { limit: pageSize(first, 20), ...(relation && { relation }), ...(position !== undefined && { after: position }) };
  const { models, total, hasMore }: DerivedPage = await loaders.derivedFrom(request).load(model.id);
  const found = await Promise.all(models.map(async ({ model: id, position: place, ...edge }) => ({ node: await loaders.model.load(id), position: place, edge })));
  const entries = found.flatMap(({ node, ...entry }) => (node === undefined ? [] : [{ node, ...entry }]));
  return positionPage(list, entries, { hasMore, after: position !== undefined, total });
}

async function publisherModels({ id }: { readonly id: string }, { first, after }: PageArguments, { loaders }: GraphContext) {
  const list = `published by ${id}`;
  const position = readPosition(list, after) as SortedPosition | undefined;
  const { hits, hasMore, total } = await loaders.publishedBy({ limit: pageSize(first, 20), ...(position !== undefined && { after: position }) }).load(id);
  return positionPage(list, hits.map(({ model, position: place }) => ({ node: model, position: place })), { hasMore, after: position !== undefined, total });
}
