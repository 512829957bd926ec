import type { StoredListing } from "@modeldex/catalog";
import type { ComparisonGroup } from "@modeldex/schema";
import type { Policy, PolicyDecision, TrustReport } from "@modeldex/trust";
import { locate } from "../resolve/locate.ts";
import type { Resolution } from "../resolve/resolution.ts";
import { resolve } from "../resolve/resolve.ts";
import type { Resolving } from "../resolve/resolve.ts";
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

/** Resolves each reference, reads the details of each model once, and holds the models side by side. */
export async function compare(references: readonly string[], policy: Policy, signal: AbortSignal, lent: Comparing): Promise<Comparison> {
  const resolutions = await Promise.all(references.map((reference) => resolve(reference, { signal, details: true }, lent)));
  const found = resolutions.flatMap(({ model, listing, detailed: known }) => (model === undefined ? [] : [{ model, named: listing, known: known === true }]));
  const detailed = await Promise.all(found.map(async ({ model, named, known }) => {
    if (!known) await readDetails(named?.key ?? model.leading, signal, lent);
    const [fresh = model] = await lent.catalog.models([model.id]);
    return fresh ?? model;
  }));
  const listings = await lent.catalog.listingsOf(detailed.map(({ id }) => id));
  const columns = detailed.map((model, position): CompareSubject => ({ model, listings: namedFirst(listings[position] ?? [], found[position]?.named) }));
  return {
    columns,
    resolutions,
    unresolved: resolutions.filter(({ model }) => model === undefined),
    rows: async (options) => compareRows(wantsTrust(options.groups) ? await judged(columns, policy, signal, lent) : columns, options),
  };
}

/** Fields of one listing that its source gives only when asked. */
export async function readDetails(key: string, signal: AbortSignal, lent: Resolving): Promise<void> {
  const [listing] = await lent.catalog.listings([key as StoredListing["key"]]);
  if (listing === undefined || listing.state === "GONE") return;
  const need = new Set(lent.ask.registry.find(listing.source)?.onDemand ?? []);
  if (need.size > 0) await locate(listing.source, { nativeId: listing.record.nativeId }, { signal, need }, lent);
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
