import type { Catalog, StoredListing } from "@modeldex/catalog";
import type { ModelRef } from "@modeldex/plugin-kit";
import type { RecordField, SourceId } from "@modeldex/schema";
import type { Asker } from "../sources/ask.ts";
import { liveIsOff, type SourceOutcome } from "../sources/outcome.ts";
import type { Writer } from "../sources/references.ts";

/** Lent to whoever looks up single listings. */
export interface Locating {
  readonly catalog: Catalog;
  readonly ask: Asker;
  readonly writer: Writer;
  readonly now: () => Date;
  readonly deadlineMs: number;
}

export interface LocateOptions {
  readonly signal: AbortSignal;
  /** Fields that cost further requests and are wanted. */
  readonly need?: ReadonlySet<RecordField>;
  /** The text may well mean something else: a source that is not sent what people type is asked only for what is stored of it. @default false */
  readonly guessed?: boolean;
  /** Ask again when what is stored is older. @default the source's own freshness */
  readonly maxAgeMs?: number;
}

/** What came of looking for one listing. `listing` may be there although the source failed: then it is what was stored. */
export interface Located {
  readonly listing?: StoredListing;
  /** Immutable form of the revision that was named, when the source has it. */
  readonly revision?: string;
  /** Another model that had the asked name, where the source leads from there to `listing` now. */
  readonly formerly?: StoredListing;
  /** What is stored of the model, where the revision that was named is not to be had. */
  readonly present?: StoredListing;
  /** What was stored, where the source has it no longer. */
  readonly gone?: StoredListing;
  readonly outcome: SourceOutcome;
}

/**
 * A listing by source and native id: from the catalog while it is fresh, else from the source, else the stored one with its age.
 * What is stored is always the present state; of a revision that is named besides it is only asked whether the source has it.
 */
export async function locate(source: SourceId, ref: ModelRef, options: LocateOptions, lent: Locating): Promise<Located> {
  const { revision: named, ...present } = ref;
  const located = await locatePresent(source, present, options, lent);
  const { listing, outcome } = located;
  if (named === undefined || listing === undefined) return located;
  if (named === listing.record.revision) return { ...located, revision: named };
  const answer = await lent.ask.get(source, { nativeId: listing.record.nativeId, revision: named }, new Set(), { signal: options.signal, deadlineMs: lent.deadlineMs, priority: "person" });
  if (answer.status === "FAILED") {
    const { code, message, elapsedMs } = answer;
    return { present: listing, outcome: { ...outcome, status: "FAILED", code, message, elapsedMs } };
  }
  if (answer.value === undefined) return { present: listing, outcome: { ...outcome, count: 0, message: `it has no revision ${named} of this model` } };
  return { listing, revision: answer.value.revision ?? named, outcome };
}

async function locatePresent(source: SourceId, given: ModelRef, options: LocateOptions, lent: Locating): Promise<Located> {
  const stored = await lent.catalog.findListing(source, given.nativeId);
  const ref = inItsCase(given, stored);
  const isGone = stored?.state === "GONE";
  const usable = isGone ? undefined : stored;
  const gone = isGone ? { gone: stored } : {};
  if (options.guessed === true && stored === undefined && !lent.ask.registry.live(source)) return { outcome: { source, status: "SKIPPED", message: liveIsOff, count: 0, elapsedMs: 0 } };
  const freshMs = options.maxAgeMs ?? lent.ask.freshMs(source);
  const known = usable !== undefined && ageMs(usable, lent) <= freshMs && hasAll(usable, options.need);
  if (known || !lent.ask.can(source, "GET")) return { ...(usable && { listing: usable }), ...gone, outcome: storedOutcome(source, usable, freshMs, lent) };
  const answer = await lent.ask.get(source, ref, options.need ?? new Set(), {
    signal: options.signal, deadlineMs: lent.deadlineMs, priority: "person", ...(options.maxAgeMs !== undefined && { maxAgeMs: options.maxAgeMs }),
  });
  if (answer.status === "FAILED") {
    const { code, message, retryAfterMs, elapsedMs } = answer;
    const { status: _, ...rest } = storedOutcome(source, usable, freshMs, lent);
    return { ...(usable && { listing: usable }), ...gone, outcome: { ...rest, status: "FAILED", code, message, elapsedMs, ...(retryAfterMs !== undefined && { retryAfterMs }) } };
  }
  const { origin, asOf, elapsedMs, value: record } = answer;
  if (record === undefined) {
    if (usable !== undefined && origin === "LIVE" && isCalled(usable, ref)) await lent.catalog.markGone([usable.key], asOf);
    const kept = stored && (await lent.catalog.findListing(source, ref.nativeId));
    return { ...(kept?.state === "GONE" && { gone: kept }), outcome: { source, status: "OK", origin, asOf, count: 0, elapsedMs } };
  }
  await lent.catalog.applyListings([{ ...lent.writer.toWrite(source, record, asOf, options.need), asked: true }]);
  const listing = await lent.catalog.findListing(source, record.nativeId);
  const formerly = listing !== undefined && stored !== undefined && isAnother(stored, listing) ? stored : undefined;
  return { ...(listing && { listing }), ...(formerly && { formerly }), outcome: { source, status: "OK", origin, asOf, count: 1, elapsedMs } };
}

/** The catalog finds ids in any case, and a source need not. */
function inItsCase(ref: ModelRef, stored: StoredListing | undefined): ModelRef {
  const nativeId = stored?.record.nativeId;
  return nativeId !== undefined && nativeId.toLowerCase() === ref.nativeId.toLowerCase() ? { ...ref, nativeId } : ref;
}

/** Whether the listing has exactly this id: that a source has none in another case says nothing of it. */
function isCalled({ record: { nativeId, aliases = [], movingAliases = [] } }: StoredListing, ref: ModelRef): boolean {
  return [nativeId, ...aliases, ...movingAliases].includes(ref.nativeId);
}

/** By the inner ids: a name alone says nothing. */
function isAnother(stored: StoredListing, found: StoredListing): boolean {
  const [was, is] = [stored.record.stableId, found.record.stableId];
  return stored.key !== found.key && was !== undefined && is !== undefined && was !== is;
}

/** Offers are never taken for complete: a list brings some of them, and they change without a revision. The cache knows whether they were asked for lately. */
function hasAll(listing: StoredListing, need: ReadonlySet<RecordField> | undefined): boolean {
  return need === undefined || [...need].every((field) => field !== "offers" && listing.record[field] !== undefined);
}

function storedOutcome(source: SourceId, listing: StoredListing | undefined, freshMs: number, lent: Locating): SourceOutcome {
  if (listing === undefined) return { source, status: "OK", count: 0, elapsedMs: 0 };
  return { source, status: "OK", origin: ageMs(listing, lent) > freshMs ? "STALE" : "CATALOG", asOf: listing.fetchedAt, count: 1, elapsedMs: 0 };
}

function ageMs(listing: StoredListing, lent: Locating): number {
  return lent.now().getTime() - Date.parse(listing.fetchedAt);
}
