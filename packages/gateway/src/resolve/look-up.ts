import type { StoredListing } from "@modeldex/catalog";
import type { SourceId } from "@modeldex/schema";
import type { SourceOutcome } from "../sources/outcome.ts";
import type { Resolving } from "./resolving.ts";

/** What sources found by a text that is no id. */
export interface LookUp {
  readonly listings: readonly StoredListing[];
  readonly outcomes: readonly SourceOutcome[];
}

export const noLookup: LookUp = { listings: [], outcomes: [] };

/** Asks every source that looks things up, and stores what they find. */
export async function lookUp(text: string, { signal }: { readonly signal: AbortSignal }, lent: Resolving): Promise<LookUp> {
  const able = lent.freshness.sources.filter((source) => lent.ask.can(source, "LOOKUP") && lent.freshness.live(source));
  const answers = await Promise.all(able.map(async (source) => ({ source, answer: await lent.ask.lookup(source, text, { signal, deadlineMs: lent.deadlineMs, priority: "person" }) })));
  const listings: StoredListing[] = [];
  for (const { source, answer } of answers) {
    if (answer.status !== "OK" || answer.value.length === 0) continue;
    await lent.catalog.applyListings(answer.value.map((record) => ({ ...lent.writer.toWrite(source, record, answer.asOf), asked: true })));
    const stored = await lent.catalog.listings(answer.value.map(({ nativeId }) => lent.writer.key(source, nativeId)));
    listings.push(...stored.filter((listing) => listing !== undefined));
  }
  return { listings, outcomes: answers.map(({ source, answer }) => outcomeOf(source, answer)) };
}

/** One line for a source that knew of nothing by that id, and was then asked to look it up. */
export function together(outcomes: readonly SourceOutcome[], looked: LookUp): readonly SourceOutcome[] {
  const again = new Set(looked.outcomes.map(({ source }) => source));
  return [...outcomes.filter(({ source, status, count, message }) => !again.has(source) || status !== "OK" || count > 0 || message !== undefined), ...looked.outcomes];
}

function outcomeOf(source: SourceId, answer: Awaited<ReturnType<Resolving["ask"]["lookup"]>>): SourceOutcome {
  if (answer.status === "OK") return { source, status: "OK", origin: answer.origin, asOf: answer.asOf, count: answer.value.length, elapsedMs: answer.elapsedMs };
  const { code, message, elapsedMs, retryAfterMs } = answer;
  return { source, status: "FAILED", code, message, count: 0, elapsedMs, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
