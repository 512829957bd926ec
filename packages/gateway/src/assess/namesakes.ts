import type { Catalog } from "@modeldex/catalog";
import type { Namesake, SubjectListing } from "@modeldex/plugin-kit";
import { queryWords, squeezedName } from "@modeldex/schema";
import type { SourceRegistry } from "../sources/registry.ts";
import { shownListing } from "./subject.ts";

/** Lent for looking for names. */
export interface NamesakeLoan {
  readonly catalog: Pick<Catalog, "searchWindow" | "listings">;
  readonly ask: { readonly registry: Pick<SourceRegistry, "find"> };
}

/** Most namesakes that are given. */
const most = 20;

/** Stored models whose name is equal to that of the listing, by other publishers: see `VerifierTools.namesakes`. */
export async function namesakesOf({ key, record }: SubjectListing, { catalog, ask }: NamesakeLoan): Promise<readonly Namesake[]> {
  const words = queryWords(record.name);
  if (words.length === 0) return [];
  const { hits } = await catalog.searchWindow({ words, filter: { anybodyMayWrite: false }, extra: [] });
  const own = squeezedName(record.name);
  const publisher = record.publisher?.name.toLowerCase();
  const models = hits.map(({ model }) => model).filter((model) => squeezedName(model.name) === own && model.publisher?.name.toLowerCase() !== publisher && model.leading !== key);
  const byUse = models.toSorted((left, right) => (right.popularity?.downloads30d ?? 0) - (left.popularity?.downloads30d ?? 0) || (left.id < right.id ? -1 : 1));
  const listings = await catalog.listings(byUse.slice(0, most).map(({ leading }) => leading));
  return listings.flatMap((listing) => (listing === undefined ? [] : [{ listing: shownListing(listing, ask.registry), likeness: "EQUAL" as const }]));
}
