import type { Catalog, StoredListing } from "@modeldex/catalog";
import type { SourceErrorCode } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import type { Logger } from "../observe/log.ts";
import type { Asker } from "../sources/ask.ts";
import type { Writer } from "../sources/references.ts";

/** Lent for looking at listings one by one. */
export interface Rechecking {
  readonly catalog: Pick<Catalog, "applyListings" | "markGone" | "pendingListings" | "unseenListings">;
  readonly ask: Pick<Asker, "can" | "getMany">;
  readonly writer: Pick<Writer, "toWrite">;
  readonly log: Logger;
}

/** The run whose listings are left out. */
export interface EndedRun {
  readonly run: number;
  /** Native id of a listing that it has shown; absent when it showed none. */
  readonly shown: string | undefined;
  readonly signal: AbortSignal;
  /** Only listings with evidence that was not final yet. */
  readonly pending?: boolean;
}

export interface Rechecked {
  readonly asked: number;
  readonly changed: number;
  readonly gone: number;
}

/** Most listings that are looked at after one run, and at a time. */
const mostRechecked = 200;
const batchSize = 50;
const deadlineMs = 120_000;

/** Listings up to which it says nothing that all of them are missing. */
const fewListings = 10;

/** Failures that the others would meet as well; the next run goes on. */
const endsIt: ReadonlySet<SourceErrorCode> = new Set(["CIRCUIT_OPEN", "RATE_LIMITED", "TIMEOUT", "UNAUTHORIZED", "UNREACHABLE"]);

/**
 * Looks at stored listings that a run over a part of a source has not seen, the oldest fetched first: they may have been deleted, renamed or hidden, or
 * are only not in that part. A bounded number for each run, with the patience of a harvest.
 *
 * Of a source that shows everything only what was not final yet needs that: an answer to a person brought it, and a reorganisation of the chain may
 * have taken it away before any run could see it.
 *
 * Where all of many are missing, one that the run has just shown is asked for as well: a source that does not know that one either is not believed.
 */
export async function recheckUnseen(source: SourceId, { run, shown, signal, pending = false }: EndedRun, lent: Rechecking): Promise<Rechecked> {
  const counts = { asked: 0, changed: 0, gone: 0 };
  if (!lent.ask.can(source, "GET")) return counts;
  const unseen = await (pending ? lent.catalog.pendingListings(source, run, mostRechecked) : lent.catalog.unseenListings(source, run, mostRechecked));
  const missing: { readonly listing: StoredListing; readonly at: string }[] = [];
  let ended = false;
  for (let start = 0; start < unseen.length && !ended && !signal.aborted; start += batchSize) {
    const batch = unseen.slice(start, start + batchSize);
    const answers = await lent.ask.getMany(source, batch.map(refOf), undefined, { signal, deadlineMs, priority: "harvest", fresh: true });
    for (const [place, answer] of answers.entries()) {
      const listing = batch[place];
      if (listing === undefined) continue;
      if (answer.status === "FAILED") {
        ended ||= endsIt.has(answer.code);
        continue;
      }
      counts.asked += 1;
      if (answer.value === undefined) {
        missing.push({ listing, at: answer.asOf });
        continue;
      }
      const written = await lent.catalog.applyListings([lent.writer.toWrite(source, answer.value, answer.asOf)]);
      counts.changed += written.changed;
      counts.gone += written.gone;
    }
  }
  const isDoubtful = missing.length > fewListings && missing.length === counts.asked;
  if (!isDoubtful || (await knows(source, shown, signal, lent))) {
    for (const { listing, at } of missing) counts.gone += (await lent.catalog.markGone([listing.key], at)).gone;
  } else {
    lent.log.warn("the source does not know listings that it has just shown; nothing was taken for gone", { source, missing: missing.length, shown });
  }
  if (counts.asked > 0) lent.log.debug("listings that the run did not show were looked at", { source, ...counts });
  return counts;
}

async function knows(source: SourceId, nativeId: string | undefined, signal: AbortSignal, lent: Rechecking): Promise<boolean> {
  if (nativeId === undefined) return false;
  const [answer] = await lent.ask.getMany(source, [{ nativeId }], undefined, { signal, deadlineMs, priority: "harvest", fresh: true });
  return answer?.status === "OK" && answer.value !== undefined;
}

function refOf({ record }: StoredListing): { readonly nativeId: string } {
  return { nativeId: record.nativeId };
}
