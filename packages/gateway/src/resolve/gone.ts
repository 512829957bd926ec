import type { Catalog, StoredListing } from "@modeldex/catalog";
import { whySilent, type IsOff, type Missed } from "./missing.ts";
import type { Candidate, Resolution } from "./resolution.ts";

/**
 * What was named is gone from its source: NOT_FOUND with the listing as it was and its model, and since when; UNREACHABLE while the source cannot
 * say whether it is back.
 */
export async function goneFrom(listings: readonly StoredListing[], { reference, readAs, outcomes }: Missed, lent: { readonly catalog: Pick<Catalog, "models"> }, isOff: IsOff): Promise<Resolution> {
  const models = await lent.catalog.models(listings.map(({ model }) => model));
  const silent = outcomes.filter(({ status }) => status === "FAILED");
  const outcome = silent.length > 0 ? "UNREACHABLE" : "NOT_FOUND";
  const doubt = silent.length > 0 ? ` Whether it is back is not known: ${whySilent(silent, isOff)}.` : "";
  const [listing] = listings;
  const [model] = models;
  if (listing !== undefined && model !== undefined && new Set(listings.map((each) => each.model)).size === 1) {
    const { revision } = listing.record;
    const elsewhere = model.sources.length === 0 ? "" : ` Its model is still listed by ${model.sources.join(", ")}: ${model.id}.`;
    return { reference, outcome, model, listing, readAs, candidates: [], sources: outcomes, message: `${sentence(listing)}.${elsewhere}${doubt}`, ...(revision !== undefined && { revision }) };
  }
  const candidates = listings.flatMap((each, place): Candidate[] => {
    const candidate = models[place];
    return candidate === undefined ? [] : [{ model: candidate, listing: each, confidence: 1 / listings.length, reason: sentence(each), readAs: readAs[0] ?? "name" }];
  });
  return { reference, outcome, readAs, candidates, sources: outcomes, message: `${listings.map(sentence).join("; ")}.${doubt}` };
}

function sentence({ key, source, goneAt }: StoredListing): string {
  return `${key} is gone: ${source} has it no longer${goneAt === undefined ? "" : `, as was seen on ${goneAt.slice(0, 10)}`}`;
}
