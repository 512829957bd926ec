import type { Catalog, ModelFilter, StoredListing, StoredModel } from "@modeldex/catalog";
import type { OutcomeOrigin, SourceId } from "@modeldex/schema";
import { liveIsOff, type SourceOutcome } from "../sources/outcome.ts";
import type { LiveAnswer } from "./live.ts";

/** How long what is stored of each source counts as fresh, and what the source can do. */
export interface FreshnessOf {
  readonly sources: readonly SourceId[];
  /** Whether the source is one that live searches may ask. */
  canSearch(source: SourceId): boolean;
  /** Milliseconds. */
  freshMs(source: SourceId): number;
  /** Whether words that people type may be sent to the source. */
  live(source: SourceId): boolean;
  /** Nobody is asked. */
  readonly offline: boolean;
  now(): Date;
}

export interface OutcomeRequest {
  /** What this page serves. */
  readonly models: readonly StoredModel[];
  readonly filter: ModelFilter;
  readonly live: boolean;
  readonly asked?: LiveAnswer;
}

/** One row for each configured source: how it fared for this page, and how old what it gave is. */
export async function searchOutcomes(request: OutcomeRequest, lent: { readonly catalog: Catalog; readonly freshness: FreshnessOf }): Promise<readonly SourceOutcome[]> {
  const listings = (await lent.catalog.listingsOf(request.models.map(({ id }) => id))).flat();
  return lent.freshness.sources.map((source) => {
    const chosen = request.filter.sources === undefined || request.filter.sources.includes(source);
    const served = chosen ? listings.filter((listing) => listing.source === source && listing.state !== "GONE") : [];
    return outcomeOf(source, served, chosen, request, lent.freshness);
  });
}

function outcomeOf(source: SourceId, served: readonly StoredListing[], chosen: boolean, request: OutcomeRequest, freshness: FreshnessOf): SourceOutcome {
  const answer = request.asked?.answers.get(source);
  const asOf = served.map(({ fetchedAt }) => fetchedAt).sort()[0];
  const stored: Pick<SourceOutcome, "count" | "asOf" | "origin"> = { count: served.length, ...(asOf !== undefined && { asOf, origin: originOf(source, asOf, freshness) }) };
  if (!chosen) return { source, status: "SKIPPED", message: "not chosen by the filter", elapsedMs: 0, ...stored };
  if (answer === undefined) {
    const message = freshness.canSearch(source) ? whyNotAsked(source, request, freshness) : undefined;
    if (message === undefined || served.length > 0) return { source, status: "OK", elapsedMs: 0, ...stored, ...(message === liveIsOff && { message }) };
    return { source, status: "SKIPPED", message, elapsedMs: 0, ...stored };
  }
  if (answer.status === "FAILED") {
    const { code, message, retryAfterMs, elapsedMs } = answer;
    return { source, status: "FAILED", code, message, elapsedMs, ...(retryAfterMs !== undefined && { retryAfterMs }), ...stored };
  }
  const stale = stored.origin === "STALE" ? "STALE" : answer.origin;
  return { source, status: "OK", elapsedMs: answer.elapsedMs, count: Math.max(served.length, answer.value.length), origin: stale, asOf: asOf !== undefined && asOf < answer.asOf ? asOf : answer.asOf };
}

function whyNotAsked(source: SourceId, { live }: OutcomeRequest, freshness: FreshnessOf): string {
  if (freshness.offline) return "not asked: this gateway is offline";
  if (!freshness.live(source)) return liveIsOff;
  return live ? "asked only for the first page of a search with text" : "live search is off for this request";
}

function originOf(source: SourceId, asOf: string, freshness: FreshnessOf): OutcomeOrigin {
  return freshness.now().getTime() - Date.parse(asOf) > freshness.freshMs(source) ? "STALE" : "CATALOG";
}
