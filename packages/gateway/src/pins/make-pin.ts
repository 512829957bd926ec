import type { Catalog, StoredListing, StoredModel } from "@modeldex/catalog";
import type { SourceClaim, SourceId } from "@modeldex/schema";
import { canonicalDigest, decide, makeEntry } from "@modeldex/trust";
import type { LockEntry, Policy, PolicyException, PolicyDecision, TrustReport } from "@modeldex/trust";
import type { Assessor, AssessorOptions } from "../assess/assessor.ts";
import { trustListing } from "../assess/subject.ts";
import type { Resolving } from "../resolve/resolving.ts";
import type { RequestBudget } from "../sources/request-budget.ts";
import type { AskResult } from "../sources/ask-result.ts";
import type { Chosen } from "./chosen-listing.ts";
import { systemNow } from "./system-now.ts";

/** Lent to pins. */
export interface PinLoan extends Resolving {
  readonly assessor: Assessor;
  /** An assessor over a catalog that shows a listing at another revision than the present, and keeps nothing. */
  readonly assessorOver: (catalog: AssessorOptions["catalog"]) => Assessor;
  readonly policies: readonly Policy[];
  /** Of the operator. */
  readonly exceptions: readonly PolicyException[];
}

/** What one request pins or checks with. */
export interface PinRequest {
  readonly signal: AbortSignal;
  /** Of the reports. */
  readonly budget: RequestBudget;
  /** Of everything else that is asked of sources. */
  readonly upstream: RequestBudget;
  /** What sources say of themselves: see `systemNow`. */
  readonly systems: Map<SourceId, Promise<AskResult<readonly SourceClaim[]>>>;
}

export interface Pin {
  readonly document: LockEntry;
  readonly digest: string;
  readonly model: StoredModel;
  /** With the record of the pinned revision. */
  readonly listing: StoredListing;
  readonly decision: PolicyDecision;
}

/** A pin with the report that it rests on, or why there is none. The report is there as far as one was made. */
export type MadePin = { readonly pin: Pin; readonly report: TrustReport } | { readonly problem: string; readonly report?: TrustReport };

/** Makes the pin of a chosen listing. */
export async function makePin(requested: string, { listing, named, presentRevision }: Chosen, policy: Policy, request: PinRequest, lent: PinLoan): Promise<MadePin> {
  const { ask, catalog } = lent;
  await systemNow(listing.source, request, lent);
  const [[model], [siblings = []]] = await Promise.all([catalog.models([listing.model]), catalog.listingsOf([listing.model])]);
  if (model === undefined) return { problem: `${listing.key} left its model meanwhile; pin it again.` };
  const { signal, budget } = request;
  const assessor = named === undefined ? lent.assessor : lent.assessorOver(showing(catalog, listing));
  const [report] = await assessor.assess([listing.key], { depth: "STANDARD", signal, budget });
  // Checks may have asked the source for more of the listing; another revision than the chosen one is not theirs to bring.
  const [stored] = named === undefined ? await catalog.listings([listing.key]) : [listing];
  if (report === undefined || stored === undefined) return { problem: `${listing.key} is no longer stored; pin it again.` };
  const decision = decide(report, policy, `listing:${stored.key}`, { exceptions: lent.exceptions });
  const made = makeEntry({
    requested, report, decision,
    ...(named !== undefined && { requestedRevision: named }),
    ...(presentRevision !== undefined && { presentRevision }),
    listing: trustListing(stored, ask.registry),
    others: siblings.filter(({ key, state }) => key !== stored.key && state !== "GONE").map((other) => trustListing(other, ask.registry)),
    hasFiles: ask.onDemand(stored.source).includes("artifacts"),
    pinnedAt: lent.now().toISOString(),
  });
  if (made.status === "REFUSED") return { problem: made.problem, report };
  return { pin: { document: made.entry, digest: canonicalDigest(made.entry), model, listing: stored, decision }, report };
}

/** The catalog with one listing at another revision. Nothing that is found or brought about that one is kept, since what is stored is its present. */
function showing(catalog: Catalog, listing: StoredListing): AssessorOptions["catalog"] {
  const shown = <Found extends StoredListing | undefined>(found: Found): Found | StoredListing => (found?.key === listing.key ? listing : found);
  return {
    ...catalog,
    listings: async (keys) => (await catalog.listings(keys)).map(shown),
    listingsOf: async (models) => (await catalog.listingsOf(models)).map((listings) => listings.map(shown)),
    findListing: async (source, id) => shown(await catalog.findListing(source, id)),
    saveFindings: async () => undefined,
    applyListings: async (writes) => catalog.applyListings(writes.filter(({ source, record }) => source !== listing.source || record.nativeId !== listing.record.nativeId)),
  };
}
