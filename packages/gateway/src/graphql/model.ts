import type { StoredLink, StoredListing, StoredModel } from "@modeldex/catalog";
import { readLicense } from "@modeldex/schema";
import type { PublisherRecord } from "@modeldex/schema";
import { mlBom } from "@modeldex/trust";
import { bomSubject } from "../assess/bom-subject.ts";
import type { GraphContext } from "./context.ts";
import { evidenceOf } from "./evidence.ts";
import type { EvidenceNode } from "./evidence.ts";
import { pageOf, pageSize } from "./pages.ts";
import { packageUrl } from "./package-url.ts";
import { isConfigured, sourceNode } from "./source.ts";
import type { SourceNode } from "./source.ts";
import { listingTrust } from "./trust.ts";
import type { TrustArguments, TrustNode } from "./trust.ts";

interface ListArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** Resolvers of models, listings and what hangs on them; parents are stored records. */
export const modelResolvers = {
  Model: {
    __isTypeOf: (value: object) => "leading" in value,
    aliases: async ({ id }: StoredModel, { first }: ListArguments, { loaders }: GraphContext) => (await loaders.aliasesOf.load(id)).slice(0, pageSize(first, 20)),
    publisher: ({ publisher }: StoredModel) => publisherNode(publisher),
    modalities: ({ modalities }: StoredModel) => modalities ?? { input: [], output: [] },
    contextLength: ({ contextTokens }: StoredModel) => contextTokens,
    popularity: ({ popularity, popularityAsOf }: StoredModel) => ({ ...popularity, ...(popularity && { asOf: popularityAsOf }) }),
    listings: async ({ id }: StoredModel, page: ListArguments, context: GraphContext) => {
      const listings = await context.loaders.listingsOf.load(id);
      return pageOf(listings.filter(({ source }) => isConfigured(source, context)), { ...page, fallback: 20 }, ({ key }) => key);
    },
    candidateListings: async ({ id }: StoredModel, { first }: ListArguments, context: GraphContext) =>
      (await context.loaders.candidatesOf.load(id)).filter(({ listing: { source } }) => isConfigured(source, context)).slice(0, pageSize(first, 10)),
    trust: async ({ leading }: StoredModel, arguments_: TrustArguments, context: GraphContext): Promise<TrustNode | null> => listingTrust(leading, arguments_, context),
    mlBom: async ({ leading }: StoredModel, _: unknown, context: GraphContext) => {
      const [listing, trust] = [await context.loaders.listing.load(leading), await listingTrust(leading, {}, context)];
      if (listing === undefined || trust === null) return null;
      // What is missing of the record was filled while it was checked.
      const [filled = listing] = await context.services.catalog.listings([leading]);
      return mlBom([bomSubject(filled, purlOf(filled, context), { report: trust, decision: trust.decision() })], context.services.now().toISOString());
    },
  },
  Listing: {
    __isTypeOf: (value: object) => "link" in value,
    id: ({ key }: StoredListing) => `listing:${key}`,
    source: ({ source }: StoredListing, _: unknown, context: GraphContext): SourceNode => sourceNode(source, context),
    nativeId: ({ record }: StoredListing) => record.nativeId,
    model: ({ model }: StoredListing, _: unknown, { loaders }: GraphContext) => loaders.model.load(model),
    url: ({ record }: StoredListing) => record.url,
    purl: (listing: StoredListing, _: unknown, context: GraphContext) => purlOf(listing, context),
    revision: ({ record }: StoredListing) => record.revision,
    name: ({ record }: StoredListing) => record.name,
    publisher: ({ record }: StoredListing) => publisherNode(record.publisher),
    license: ({ record }: StoredListing) => readLicense(record.license),
    precisions: ({ record }: StoredListing) => record.precisions ?? [],
    access: ({ record }: StoredListing) => record.access ?? "UNKNOWN",
    trust: ({ key }: StoredListing, arguments_: TrustArguments, context: GraphContext) => listingTrust(key, arguments_, context),
    details: detailsOf,
  },
  ListingLink: { evidence: ({ evidence }: StoredLink, _: unknown, context: GraphContext): readonly EvidenceNode[] => evidence.map((each) => evidenceOf(each, context)) },
  Publisher: { __isTypeOf: (value: object) => "isPublisher" in value },
};

export interface PublisherNode {
  readonly isPublisher: true;
  readonly id: string;
  readonly name: string;
  readonly url?: string;
  readonly kind: string;
}

/** Id of a publisher: `publisher:` and its id or name in lower case. */
export function publisherNode(publisher: PublisherRecord | undefined): PublisherNode | null {
  if (publisher === undefined) return null;
  const { id, name, url, kind } = publisher;
  return { isPublisher: true, id: `publisher:${(id ?? name).toLowerCase()}`, name, kind: kind ?? "UNKNOWN", ...(url !== undefined && { url }) };
}

function purlOf({ source, record }: StoredListing, { services }: GraphContext): string | undefined {
  return packageUrl(services.sources.find(({ id }) => id === source)?.kind, record);
}

/** Declared fields of the source's own type, or all of them as JSON. */
function detailsOf({ source, record }: StoredListing, _: unknown, { services }: GraphContext): object | null {
  if (record.details === undefined) return null;
  const details = services.sources.find(({ id }) => id === source)?.details;
  return details === undefined ? { __typename: "GenericDetails", fields: record.details } : { __typename: details.typeName, ...record.details };
}
