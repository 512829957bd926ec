import type { Gateway } from "@modeldex/gateway";
import { listingKey } from "@modeldex/schema";

type Catalog = Gateway["services"]["catalog"];

/** What is joined in a catalog, without times and sequence numbers: two catalogs that know the same have equal dumps. */
export interface CatalogDump {
  /** By id of the model: `<key> <state> <kind of link> <relation>: <statement>`, sorted. */
  readonly models: Readonly<Record<string, readonly string[]>>;
  /** By id of the model, what may belong to it and is not joined; sorted. */
  readonly candidates: Readonly<Record<string, readonly string[]>>;
  /** By id of the model: `<key> of <listing>: <statement>`, sorted. */
  readonly overlays: Readonly<Record<string, readonly string[]>>;
}

const pageSize = 500;

export async function dumpCatalog(catalog: Catalog): Promise<CatalogDump> {
  const models: Record<string, readonly string[]> = {};
  const candidates: Record<string, readonly string[]> = {};
  const overlays: Record<string, readonly string[]> = {};
  for await (const ids of modelIds(catalog)) {
    const [listings, candidateListings, overlaid] = await Promise.all([catalog.listingsOf(ids), catalog.candidateListingsOf(ids), catalog.overlaysOf(ids)]);
    for (const [place, id] of ids.entries()) {
      models[id] = (listings[place] ?? []).map(({ key, state, link }) => `${key} ${state} ${link.kind} ${link.relation}: ${link.statement}`).toSorted();
      candidates[id] = (candidateListings[place] ?? []).map(({ listing, link }) => `${listing.key} ${link.kind} ${link.relation}: ${link.statement}`).toSorted();
      overlays[id] = (overlaid[place] ?? []).map(({ key, listing, statement }) => `${key} of ${listing}: ${statement}`).toSorted();
    }
  }
  return { models: sorted(models), candidates: sorted(candidates), overlays: sorted(overlays) };
}

/** Ids of all models, some at a time, each once. */
export async function* modelIds(catalog: Catalog): AsyncGenerator<Parameters<Catalog["listingsOf"]>[0]> {
  const seen = new Set<string>();
  for (let after = 0, more = true; more; ) {
    const listings = await catalog.exportListings(after, pageSize);
    const stored = await catalog.listings(listings.map(({ source, record }) => listingKey(source, record.nativeId)));
    const ids = [...new Set(stored.flatMap((listing) => (listing === undefined ? [] : [listing.model])))].filter((id) => !seen.has(id));
    for (const id of ids) seen.add(id);
    if (ids.length > 0) yield ids;
    after = listings.at(-1)?.position ?? after;
    more = listings.length > 0;
  }
}

/** Only models of which there is something to tell, in the order of their ids. */
function sorted(dump: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(dump).filter(([, lines]) => lines.length > 0).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
