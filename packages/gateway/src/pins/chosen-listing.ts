import type { StoredListing } from "@modeldex/catalog";
import { parseListingKey, type DateTime, type ListingRecord, type SourceId } from "@modeldex/schema";
import { resolve } from "../resolve/resolve.ts";
import type { Resolving } from "../resolve/resolving.ts";
import type { Resolution } from "../resolve/resolution.ts";

/** The listing that a reference means, at the revision that it names. */
export interface Chosen {
  /** With the record of that revision, and what its source fills only on demand. */
  readonly listing: StoredListing;
  /** As the reference named it; absent: the present is meant. */
  readonly named?: string;
  /** Where a revision was named: what the listing is at now. */
  readonly presentRevision?: string;
}

export type Choice = Chosen | { readonly problem: string };

/** Reads a reference: which listing it means, and which revision it names. `<source>:<native id>@<revision>` is read too. */
export async function understood(reference: string, signal: AbortSignal, lent: Resolving): Promise<{ readonly resolution: Resolution; readonly named?: string }> {
  const text = reference.trim();
  const resolution = await resolve(reference, { signal }, lent);
  if (resolution.outcome === "RESOLVED") {
    const named = lent.read(resolution.read ?? text).find(({ source, reading }) => source === resolution.listing?.source && reading.ref.revision !== undefined)?.reading.ref.revision;
    return { resolution, ...(named !== undefined && { named }) };
  }
  const at = text.lastIndexOf("@");
  const key = at < 0 ? undefined : parseListingKey(text.slice(0, at).replace(/^listing:/, ""));
  if (key === undefined || at === text.length - 1 || !lent.freshness.sources.includes(key.source)) return { resolution };
  const whole = await resolve(text.slice(0, at), { signal }, lent);
  return whole.outcome === "RESOLVED" ? { resolution: { ...whole, reference }, named: text.slice(at + 1) } : { resolution };
}

/**
 * The listing as its source has it now, whatever is stored, or at the revision that is named. The present is stored, as any answer about it is; another
 * revision is not.
 */
export async function listingAt(listing: StoredListing, named: string | undefined, signal: AbortSignal, lent: Resolving): Promise<Choice> {
  const { source, key, record: { nativeId } } = listing;
  if (!lent.ask.can(source, "GET")) return named === undefined ? { listing } : { problem: `${key} cannot be had at the revision ${named}: ${source} shows its present state alone.` };
  const asking = { signal, deadlineMs: lent.deadlineMs, fresh: true };
  const revision = named === undefined ? {} : { revision: named };
  const answer = await lent.ask.get(source, { nativeId, ...revision }, new Set(lent.ask.onDemand(source)), asking);
  if (answer.status === "FAILED") return { problem: `${key} could not be asked for ${named === undefined ? "now, and a pin needs its present state" : `at the revision ${named}`}: ${answer.message}` };
  const { value: record, asOf } = answer;
  if (record === undefined) return { problem: named === undefined ? `${key} is gone: ${source} has it no longer.` : `${key} has no revision ${named}; give one that its source has, or none.` };
  if (named === undefined) return storedPresent(source, record, asOf, lent);
  // Beside a commit of its own choosing, what is the present now is no news until it moves.
  const present = record.revision === named ? await lent.ask.get(source, { nativeId }, new Set(), asking) : undefined;
  const presentRevision = present?.status === "OK" ? present.value?.revision : undefined;
  return { listing: { ...listing, record, fetchedAt: asOf }, named, ...(presentRevision !== undefined && { presentRevision }) };
}

/** Writes what a source gave of its present, with everything that it fills on demand, and gives what is stored then. */
export async function storedPresent(source: SourceId, record: ListingRecord, asOf: DateTime, { ask, catalog, writer }: Pick<Resolving, "ask" | "catalog" | "writer">): Promise<Choice> {
  await catalog.applyListings([{ ...writer.toWrite(source, record, asOf, new Set(ask.onDemand(source))), asked: true }]);
  const [listing] = await catalog.listings([writer.key(source, record.nativeId)]);
  return listing === undefined ? { problem: `${source}:${record.nativeId} is not kept here: its account has as many entries as are kept.` } : { listing };
}
