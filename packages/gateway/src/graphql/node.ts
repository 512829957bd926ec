import type { StoredChange, StoredListing, StoredModel } from "@modeldex/catalog";
import type { ListingKey } from "@modeldex/schema";
import { changeById } from "./changes.ts";
import type { GraphContext } from "./context.ts";
import { publisherNode } from "./model.ts";
import type { PublisherNode } from "./model.ts";
import type { SourceNode } from "./source.ts";

/** What `node` can give. */
export type AnyNode = StoredModel | StoredListing | PublisherNode | SourceNode | StoredChange;

/** Anything by its id: a listing (`listing:…`), a publisher (`publisher:…`), a change (`change:…`), a source, else a model. */
export async function nodeOf(id: string, context: GraphContext): Promise<AnyNode | null> {
  const { loaders, services } = context;
  if (id.startsWith("listing:")) return (await loaders.listing.load(id.slice("listing:".length) as ListingKey)) ?? null;
  if (id.startsWith("publisher:")) return publisherById(id, context);
  if (id.startsWith("change:")) return changeById(id, context);
  return services.sources.find((source) => source.id === id) ?? (await loaders.model.load(id)) ?? null;
}

/** A publisher is known by its models: the most used one names it. */
async function publisherById(id: string, { services }: GraphContext): Promise<PublisherNode | null> {
  const page = await services.catalog.searchSorted({ words: [], filter: { publishers: [id] }, extra: [] }, { key: "DOWNLOADS", reverse: false }, 1);
  const node = publisherNode(page.hits[0]?.model.publisher);
  return node?.id === id ? node : null;
}
