import type { StoredListing, StoredModel } from "@modeldex/catalog";
import type { ComparisonGroup } from "@modeldex/schema";
import type { Policy, PolicyDecision, TrustReport } from "@modeldex/trust";
import { locate } from "../resolve/locate.ts";
import type { Resolution } from "../resolve/resolution.ts";
import { resolve } from "../resolve/resolve.ts";
import type { Resolving } from "../resolve/resolving.ts";
import type { CompareSubject } from "./attribute.ts";
import { compareRows } from "./rows.ts";
import type { ComparisonRow } from "./rows.ts";

/** Lent to comparisons. */
export interface Comparing extends Resolving {
  /** Reports about listings, in their order, with the decision of a policy. */
  readonly judge: (listings: readonly StoredListing[], policy: Policy, signal: AbortSignal) => Promise<readonly { readonly report: TrustReport; readonly decision: PolicyDecision }[]>;
}

export interface Comparison {
  readonly columns: readonly CompareSubject[];
  /** In the order asked. */
  readonly resolutions: readonly Resolution[];
  readonly unresolved: readonly Resolution[];
  /** Trust rows are worked out only when they are asked for. */
  readonly rows: (options: { readonly onlyDifferences: boolean; readonly groups?: readonly ComparisonGroup[] }) => Promise<readonly ComparisonRow[]>;
}

/** Of one model. */
const mostAskedForOffers = 3;

/** Resolves each reference, reads the details of each model once, and holds the models side by side. */
export async function compare(references: readonly string[], policy: Policy, signal: AbortSignal, lent: Comparing): Promise<Comparison> {
  const resolutions = await Promise.all(references.map((reference) => resolve(reference, { signal, details: true }, lent)));
  return sideBySide(resolutions, { policy, signal, details: true }, lent);
}

export interface BesideOptions {
  readonly policy: Policy;
  readonly signal: AbortSignal;
  /** Ask sources for what they fill only on demand; not for models of a list. */
  readonly details: boolean;
}

/** One model, which stands first, beside others that are known or are resolved. */
export async function compareBeside(model: StoredModel, others: readonly (string | StoredModel)[], options: BesideOptions, lent: Comparing): Promise<Comparison> {
  const { signal, details } = options;
  const resolved = others.map(async (other) => (typeof other === "string" ? resolve(other, { signal, details }, lent) : resolutionOf(other)));
  return sideBySide([resolutionOf(model), ...(await Promise.all(resolved))], options, lent);
}

/** A model that was not looked for by a text. */
function resolutionOf(model: StoredModel): Resolution {
  return { reference: model.id, outcome: "RESOLVED", model, readAs: ["id of a model"], candidates: [], sources: [] };
}

async function sideBySide(resolutions: readonly Resolution[], { policy, signal, details }: BesideOptions, lent: Comparing): Promise<Comparison> {
  const found = resolutions.flatMap(({ outcome, model, listing, detailed: known }) => (outcome !== "RESOLVED" || model === undefined ? [] : [{ model, named: listing, known: known === true || !details }]));
  await Promise.all(found.filter(({ known }) => !known).map(({ model, named }) => readDetails(named?.key ?? model.leading, signal, lent)));
  if (details) await readOffers(found.map(({ model }) => model), signal, lent);
  const fresh = await lent.catalog.models(found.map(({ model }) => model.id));
  const detailed = found.map(({ model }, position) => fresh[position] ?? model);
  const ids = detailed.map(({ id }) => id);
  const [listings, overlays] = await Promise.all([lent.catalog.listingsOf(ids), lent.catalog.overlaysOf(ids)]);
  const columns = detailed.map((model, position): CompareSubject => ({ model, listings: namedFirst(listings[position] ?? [], found[position]?.named), overlays: overlays[position] ?? [] }));
  return {
    columns,
    resolutions,
    unresolved: resolutions.filter(({ outcome }) => outcome !== "RESOLVED"),
    rows: async (options) => compareRows(wantsTrust(options.groups) ? await judged(columns, policy, signal, lent) : columns, options),
  };
}

/**
 * Fields of one listing that its source gives only when asked.
 *
 * @returns whether they are as the source has them; `false` when it did not answer.
 */
export async function readDetails(key: string, signal: AbortSignal, lent: Resolving): Promise<boolean> {
  const [listing] = await lent.catalog.listings([key as StoredListing["key"]]);
  if (listing === undefined || listing.state === "GONE") return true;
  const need = new Set(lent.ask.registry.find(listing.source)?.onDemand ?? []);
  if (need.size === 0) return true;
  const { outcome } = await locate(listing.source, { nativeId: listing.record.nativeId }, { signal, need }, lent);
  return outcome.status !== "FAILED";
}

/** Listings whose sources give offers only when asked, as many of one model as are asked for it. */
export function withOffersOnDemand(listings: readonly StoredListing[], { ask }: Pick<Resolving, "ask">): readonly StoredListing[] {
  return listings.filter(({ source, state, naming }) => state !== "GONE" && naming !== "open" && ask.registry.find(source)?.onDemand?.includes("offers") === true).slice(0, mostAskedForOffers);
}

/** Who serves these models, also where another listing leads them. */
async function readOffers(models: readonly StoredModel[], signal: AbortSignal, lent: Resolving): Promise<void> {
  const listings = await lent.catalog.listingsOf(models.map(({ id }) => id));
  await Promise.all(listings.flatMap((each) => withOffersOnDemand(each, lent)).map(({ key }) => readDetails(key, signal, lent)));
}

/** A reference that names one listing compares that listing, although another leads its model. */
function namedFirst(listings: readonly StoredListing[], named: StoredListing | undefined): readonly StoredListing[] {
  if (named === undefined) return listings;
  const found = listings.find(({ key }) => key === named.key);
  return found === undefined ? listings : [found, ...listings.filter(({ key }) => key !== named.key)];
}

function wantsTrust(groups: readonly ComparisonGroup[] | undefined): boolean {
  return groups === undefined || groups.includes("TRUST");
}

async function judged(columns: readonly CompareSubject[], policy: Policy, signal: AbortSignal, lent: Comparing): Promise<readonly CompareSubject[]> {
  const leading = columns.flatMap(({ listings }) => (listings[0] === undefined ? [] : [listings[0]]));
  const trust = await lent.judge(leading, policy, signal);
  return columns.map((column) => {
    const at = leading.findIndex(({ key }) => key === column.listings[0]?.key);
    const known = trust[at];
    return known === undefined ? column : { ...column, trust: known };
  });
}
