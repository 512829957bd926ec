import type { Catalog, StoredListing } from "@modeldex/catalog";
import { SourceError, type Verifier } from "@modeldex/plugin-kit";
import type { DateTime, ListingRecord, RecordField, UnknownReason } from "@modeldex/schema";
import { unknownReasonOf } from "@modeldex/trust";
import type { Asker } from "../sources/ask.ts";
import type { Writer } from "../sources/references.ts";
import { withPublisher, withStoredPublisher } from "../sources/publisher-statement.ts";
import type { Priority } from "../sources/rate-budget.ts";
import { BudgetExceededError, type RequestBudget } from "../sources/request-budget.ts";

/** Lent for asking sources for the fields that they fill on demand. */
export interface DetailLoan {
  readonly catalog: Pick<Catalog, "applyListings" | "listings">;
  readonly ask: Pick<Asker, "get" | "publisher" | "onDemand" | "can"> & { readonly registry: Pick<Asker["registry"], "find"> };
  readonly writer: Pick<Writer, "toWrite">;
}

/** What one asking may cost, and whose it is. */
export interface DetailCall {
  readonly budget: RequestBudget;
  readonly signal: AbortSignal;
  readonly priority: Priority;
}

/** A listing with the fields that could be had. */
export interface Filled {
  readonly listing: StoredListing;
  /** Fields that were wanted and are still missing, and why. */
  readonly missing: ReadonlySet<RecordField>;
  readonly because?: { readonly unknownReason: UnknownReason; readonly statement: string };
}

/** Longest that a report waits to hear who publishes; a later answer is kept for the next. */
const publisherWaitMs = 1_000;

/** Fields of the record that these verifiers decide on. */
export function fieldsRead(verifiers: readonly Verifier[]): ReadonlySet<RecordField> {
  return new Set(verifiers.flatMap(({ reads = [] }) => reads));
}

/**
 * Asks the source of a listing for fields that it fills on demand, writes them into the catalog, and gives the listing as it is then. As many requests
 * of the budget as the source may make; a failure keeps what is stored.
 *
 * @param wanted fields to ask for, as far as the source fills them on demand.
 */
export async function fillDetails(
  listing: StoredListing,
  wanted: ReadonlySet<RecordField>,
  loan: DetailLoan & DetailCall,
): Promise<Filled> {
  const { catalog, ask, writer, budget, signal, priority } = loan;
  const need = new Set(ask.onDemand(listing.source).filter((field) => wanted.has(field)));
  if (need.size === 0) return { listing, missing: new Set() };
  const failed = (unknownReason: UnknownReason, statement: string): Filled => ({ listing, missing: need, because: { unknownReason, statement } });
  if (listing.state === "GONE" || !ask.can(listing.source, "GET")) return failed("SOURCE_UNAVAILABLE", "The source no longer has this listing, or cannot be asked for it.");
  const options = { signal: AbortSignal.any([signal, budget.signal]), priority };
  const once = async (fresh: boolean) => {
    for (let taken = 0; taken < (ask.registry.find(listing.source)?.requestsPerGet ?? 1); taken += 1) budget.takeRequest();
    return ask.get(listing.source, { nativeId: listing.record.nativeId }, need, { ...options, deadlineMs: Math.max(1, budget.left.timeMs), ...(fresh && { fresh }) });
  };
  let answer: Awaited<ReturnType<typeof once>>;
  try {
    answer = await once(false);
    // A kept answer about an earlier revision cannot complete what is stored.
    if (answer.status === "OK" && isBehind(answer.value, answer.asOf, listing)) answer = await once(true);
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) throw error;
    return failed("BUDGET_EXCEEDED", "The budget of this request was used up before the source could be asked; ask again, or for fewer models.");
  }
  if (answer.status === "FAILED") {
    const reason = budget.signal.aborted ? "BUDGET_EXCEEDED" : unknownReasonOf(new SourceError(answer.code, answer.message));
    return failed(reason, answer.message);
  }
  if (answer.value === undefined) return failed("SOURCE_UNAVAILABLE", "The source no longer shows this listing.");
  const record = withStoredPublisher(listing.source, answer.value, listing.record, ask);
  await catalog.applyListings([writer.toWrite(listing.source, record, answer.asOf, need)]);
  const [stored = listing] = await catalog.listings([listing.key]);
  return { listing: stored, missing: new Set() };
}

function isBehind(record: ListingRecord | undefined, asOf: DateTime, { fetchedAt, record: stored }: StoredListing): boolean {
  return record !== undefined && record.revision !== stored.revision && Date.parse(asOf) < Date.parse(fetchedAt);
}

/** The same listing with what its source says of the publisher, where the budget has a request left for it; stored like any other detail. */
export async function fillPublisher(filled: Filled, loan: DetailLoan & DetailCall): Promise<Filled> {
  const { catalog, ask, writer, budget, signal, priority } = loan;
  const { key, source, state, record, fetchedAt } = filled.listing;
  if (state === "GONE" || record.publisher === undefined || ask.registry.find(source)?.publisher === undefined) return filled;
  try {
    budget.takeRequest();
  } catch {
    // Who publishes is asked for when there is time; the report does not wait for it.
    return filled;
  }
  const said = await withPublisher(source, record, ask, { signal: AbortSignal.any([signal, budget.signal]), deadlineMs: Math.max(1, Math.min(publisherWaitMs, budget.left.timeMs)), priority });
  if (said === record) return filled;
  await catalog.applyListings([writer.toWrite(source, said, fetchedAt)]);
  const [listing = filled.listing] = await catalog.listings([key]);
  return { ...filled, listing };
}
