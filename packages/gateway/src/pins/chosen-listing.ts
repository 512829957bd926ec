import type { StoredListing } from "@modeldex/catalog";
import { parseListingKey } from "@modeldex/schema";
import { locate } from "../resolve/locate.ts";
import { resolve } from "../resolve/resolve.ts";
import type { Resolving } from "../resolve/resolve.ts";
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

/** How old what is stored may be to count as the present of a pin. */
const presentMs = 60_000;

/** Reads a reference: which listing it means, and which revision it names. `<source>:<native id>@<revision>` is read too. */
export async function understood(reference: string, signal: AbortSignal, lent: Resolving): Promise<{ readonly resolution: Resolution; readonly named?: string }> {
  const text = reference.trim();
  const resolution = await resolve(reference, { signal }, lent);
  if (resolution.outcome === "RESOLVED") {
    const named = lent.read(text).find(({ source, reading }) => source === resolution.listing?.source && reading.ref.revision !== undefined)?.reading.ref.revision;
    return { resolution, ...(named !== undefined && { named }) };
  }
  const at = text.lastIndexOf("@");
  const key = at < 0 ? undefined : parseListingKey(text.slice(0, at).replace(/^listing:/, ""));
  if (key === undefined || at === text.length - 1 || !lent.freshness.sources.includes(key.source)) return { resolution };
  const whole = await resolve(text.slice(0, at), { signal }, lent);
  return whole.outcome === "RESOLVED" ? { resolution: { ...whole, reference }, named: text.slice(at + 1) } : { resolution };
}

/** The listing as its source has it now or, where a revision is named, at that one; which is never stored as the present. */
export async function listingAt(listing: StoredListing, named: string | undefined, signal: AbortSignal, lent: Resolving): Promise<Choice> {
  const { source, record: { nativeId } } = listing;
  const need = new Set(lent.ask.onDemand(source));
  if (named === undefined) return present(listing, { signal, need, maxAgeMs: presentMs }, lent);
  if (!lent.ask.can(source, "GET")) return { problem: `${listing.key} cannot be had at the revision ${named}: ${source} shows its present state alone.` };
  const answer = await lent.ask.get(source, { nativeId, revision: named }, need, { signal, deadlineMs: lent.deadlineMs, maxAgeMs: presentMs });
  if (answer.status === "FAILED") return { problem: `${listing.key} could not be had at the revision ${named}: ${answer.message}` };
  if (answer.value === undefined) return { problem: `${listing.key} has no revision ${named}; give one that its source has, or none.` };
  const { revision: presentRevision } = listing.record;
  return { listing: { ...listing, record: answer.value, fetchedAt: answer.asOf }, named, ...(presentRevision !== undefined && { presentRevision }) };
}

async function present(listing: StoredListing, options: Parameters<typeof locate>[2], lent: Resolving): Promise<Choice> {
  const { source, key, record: { nativeId } } = listing;
  const { listing: found, outcome } = await locate(source, { nativeId }, options, lent);
  if (outcome.status === "FAILED") return { problem: `${key} could not be asked for now, and a pin needs its present state: ${outcome.message ?? "its source did not answer"}` };
  return found === undefined ? { problem: `${key} is gone: ${source} has it no longer.` } : { listing: found };
}
