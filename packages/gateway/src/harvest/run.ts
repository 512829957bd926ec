import { setImmediate as turnOfOthers } from "node:timers/promises";
import type { Catalog, HarvestRun, LeaseAnswer, PageWrite } from "@modeldex/catalog";
import { LeaseLostError } from "@modeldex/catalog";
import type { ListPage } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import type { Logger } from "../observe/log.ts";
import type { Recorders } from "../observe/recorders.ts";
import type { Asker, AskResult } from "../sources/ask.ts";
import type { Writer } from "../sources/references.ts";
import { hasEnded } from "./holder.ts";
import { pageParts } from "./page-parts.ts";
import { pause } from "./pause.ts";
import { recheckUnseen } from "./recheck.ts";
import { heldBackBecause } from "./removal-guard.ts";

/** Lent to the harvests of one process. */
export interface Harvesting {
  readonly catalog: Catalog;
  readonly ask: Asker;
  readonly writer: Writer;
  readonly log: Logger;
  /** Who this process is: `<host>:<process id>`. */
  readonly holder: string;
  readonly now: () => Date;
  /** Where runs and their pages are noted. */
  readonly recorders?: Pick<Recorders, "harvestBegan" | "harvestPage" | "harvestEnded">;
}

export interface HarvestOptions {
  /** Every model that the source lists; otherwise only what changed since the last run, where the source can say. */
  readonly all: boolean;
  /** Remove what was not seen, whatever the guard says. */
  readonly force?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: HarvestProgress) => void;
}

export interface HarvestProgress {
  readonly seen: number;
  readonly expected?: number;
  readonly elapsedMs: number;
}

/** How a harvest ended. INTERRUPTED and FAILED ones are taken up at their last page by the next. */
export type HarvestResult =
  | ({ readonly status: "DONE"; readonly heldBackBecause?: string; readonly unchanged?: true } & HarvestCounts)
  | { readonly status: "REFUSED"; readonly holder: string; readonly until: string }
  | ({ readonly status: "FAILED" | "INTERRUPTED"; readonly message: string; readonly code?: string } & HarvestCounts);

export interface HarvestCounts {
  /** Listings and overlays that the run saw, also before it was interrupted. */
  readonly seen: number;
  /** How many of what the run saw now are overlays; absent: none. */
  readonly overlays?: number;
  /** How many of them before: absent when it was not interrupted. */
  readonly seenBefore?: number;
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
  readonly dropped: number;
  /** Entries of accounts that have as many as are kept; absent: none. */
  readonly notStored?: number;
  readonly elapsedMs: number;
}

const leaseMs = 60_000;
const pageLimit = 500;
const pageDeadlineMs = 120_000;
const longestPauseMs = 2_000;

/** One run over one source: lease, pages with their cursors, guard, sweep. Never throws for trouble of the source. */
export async function harvest(source: SourceId, options: HarvestOptions, lent: Harvesting): Promise<HarvestResult> {
  const full = await isWhole(source, options, lent);
  const look = full ? undefined : await firstLook(source, options, lent);
  if (look?.answer.status === "FAILED") return failed(look.answer, noCounts, options);
  if (look?.answer.value.unchanged === true) return { status: "DONE", unchanged: true, ...noCounts, ...(look.heldBackBecause !== undefined && { heldBackBecause: look.heldBackBecause }) };
  const lease = await takeLease(source, lent);
  if (!lease.acquired) return { status: "REFUSED", holder: lease.holder, until: lease.until };
  const renewal = setInterval(() => void lent.catalog.renewLease(source, lent.holder, leaseMs).catch((error: unknown) => lent.log.warn("lease not renewed", { source, error })), leaseMs / 4);
  lent.recorders?.harvestBegan(source);
  let status: HarvestResult["status"] = "FAILED";
  try {
    const run = await lent.catalog.beginRun({ source, holder: lent.holder, full, at: stamp(lent) });
    const result = await walk(source, run, options, { ...lent, ...(look !== undefined && { look }) });
    status = result.status;
    return result;
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    status = "INTERRUPTED";
    return { status, message: error.message, ...noCounts };
  } finally {
    clearInterval(renewal);
    lent.recorders?.harvestEnded(source, status);
    await lent.catalog.releaseLease(source, lent.holder);
  }
}

/** The first page of what changed, asked for before there is a run. */
interface FirstLook {
  readonly since: string;
  readonly answer: PageAnswer;
  /** What an earlier run left to the operator; where nothing has changed since, it still waits. */
  readonly heldBackBecause?: string;
}

type PageAnswer = AskResult<ListPage> & { readonly dropped: number };

/** Asks a source that was listed before what has changed: where nothing has, or it fails, there is no run and nothing is written. */
async function firstLook(source: SourceId, options: HarvestOptions, lent: Harvesting): Promise<FirstLook | undefined> {
  const { checkpoint, running, heldBackBecause: held } = await lent.catalog.harvestState(source);
  if (checkpoint === undefined || running !== undefined) return undefined;
  return { since: checkpoint, ...(held !== undefined && { heldBackBecause: held }), answer: await askPage(source, { since: checkpoint, whole: false }, options, lent) };
}

/** The lease of a process of this host that was killed is free at once, not only when it runs out. Two who see that at the same time: one gets it. */
async function takeLease(source: SourceId, { catalog, holder }: Harvesting): Promise<LeaseAnswer> {
  const answer = await catalog.acquireLease({ source, holder, ttlMs: leaseMs });
  if (answer.acquired || !hasEnded(answer.holder)) return answer;
  await catalog.releaseLease(source, answer.holder);
  return catalog.acquireLease({ source, holder, ttlMs: leaseMs });
}

/** How long an interrupted run over everything is taken up also by a run that was not asked to be one: what it brought would be lost else. */
const wholeRunLastsMs = 2 * 24 * 60 * 60_000;

/** Whether a run shows every model: by wish, because the source has no place to go on from, or because such a run was interrupted. */
export async function isWhole(source: SourceId, { all, force }: Pick<HarvestOptions, "all" | "force">, { ask, catalog, now }: Pick<Harvesting, "ask" | "catalog" | "now">): Promise<boolean> {
  if (all || (force === true && ask.listing(source) === "full")) return true;
  const { running, checkpoint } = await catalog.harvestState(source);
  if (running?.full === true && now().getTime() - Date.parse(running.startedAt) < wholeRunLastsMs) return true;
  return ask.listing(source) === "full" && checkpoint === undefined;
}

export const noCounts: HarvestCounts = { seen: 0, added: 0, changed: 0, gone: 0, dropped: 0, elapsedMs: 0 };

const interrupted = "stopped; the next harvest goes on here";

/** Asks for the next page while the last one is being written. */
async function walk(source: SourceId, run: HarvestRun, options: HarvestOptions, { look, ...lent }: Harvesting & { readonly look?: FirstLook }): Promise<HarvestResult> {
  const began = performance.now();
  const counts = { seen: run.listingsSeen, added: 0, changed: 0, gone: 0, dropped: 0 };
  let [notStored, overlays] = [0, 0];
  const ended = (): HarvestCounts => ({ ...counts, ...(overlays > 0 && { overlays }), ...(notStored > 0 && { notStored }), ...(run.listingsSeen > 0 && { seenBefore: run.listingsSeen }), elapsedMs: Math.round(performance.now() - began) });
  const visited = new Set<string>();
  const record = (page: Omit<HarvestCounts, "elapsedMs">): void => lent.recorders?.harvestPage({ source, rows: counts.seen - run.listingsSeen, elapsedMs: performance.now() - began, ...page });
  let shown: string | undefined;
  let at = run.cursor;
  const since = run.full ? undefined : run.since;
  const place = { since, whole: run.full && lent.ask.listing(source) === "bounded" };
  const isSeen = look !== undefined && at === undefined && look.since === since;
  let asked = isSeen ? Promise.resolve(look.answer) : askPage(source, { ...place, cursor: at }, options, lent);
  let whole = true;
  for (;;) {
    const answer = await asked;
    if (options.signal.aborted || answer.status === "FAILED") return failed(answer, ended(), options);
    const page = answer.value;
    if (page.unchanged === true) {
      if (since === undefined) return { status: "FAILED", code: "BAD_RESPONSE", message: `${source} says that nothing has changed, and was asked for everything.`, ...ended() };
      whole = false;
      break;
    }
    whole &&= since === undefined || page.whole === true;
    const endless = page.cursor !== undefined && visited.has(page.cursor);
    if (page.cursor !== undefined && !endless) {
      visited.add(page.cursor);
      asked = askPage(source, { ...place, cursor: page.cursor }, options, lent);
      asked.catch(() => undefined);
    }
    const parts = pageParts(page, at);
    const before = { ...counts, notStored, atMs: performance.now() };
    for (const [part, rows] of parts.entries()) {
      if (part > 0) await turnOfOthers();
      if (part > 0 && options.signal.aborted) return { status: "INTERRUPTED", message: interrupted, ...ended() };
      const written = await lent.catalog.applyPage(pageWrite(source, run, rows, part === parts.length - 1 ? answer.dropped : 0, lent));
      counts.added += written.added;
      counts.changed += written.changed;
      counts.gone += written.gone;
      notStored += written.notStored ?? 0;
    }
    at = page.cursor;
    const seen = (page.records?.length ?? 0) + (page.overlays?.length ?? 0);
    counts.seen += seen;
    overlays += page.overlays?.length ?? 0;
    shown = page.records?.[0]?.nativeId ?? shown;
    counts.dropped += answer.dropped;
    record({ seen, added: counts.added - before.added, changed: counts.changed - before.changed, gone: counts.gone - before.gone, dropped: answer.dropped });
    options.onProgress?.({ seen: counts.seen, elapsedMs: performance.now() - began, ...(page.expected !== undefined && { expected: page.expected }) });
    if (endless) return { status: "FAILED", code: "BAD_RESPONSE", message: `${source} gave the same cursor twice; its pages would never end.`, ...ended() };
    if (page.cursor === undefined) break;
    // What is mostly over the bound of its accounts leaves the time to those whose entries are kept.
    if ((notStored - before.notStored) * 2 > seen) await pause(Math.min(longestPauseMs, 2 * (performance.now() - before.atMs)), options.signal);
  }
  const isFull = lent.ask.listing(source) === "full";
  const showsAll = isFull ? whole : place.whole;
  const endedRun = { run: run.run, shown, signal: options.signal };
  // What is not final yet is shown by no run: it is looked at before the others go.
  const pending = isFull ? await recheckUnseen(source, { ...endedRun, pending: true }, lent) : undefined;
  const { gone, held } = await end(source, { ...run, showsAll, seen: counts.seen }, options, lent);
  // What a part of a source does not show may still be there: some of it is looked at one by one.
  const rechecked = isFull || showsAll ? pending : await recheckUnseen(source, endedRun, lent);
  const more = { changed: rechecked?.changed ?? 0, gone: gone + (rechecked?.gone ?? 0) };
  record({ seen: 0, added: 0, ...more, dropped: 0 });
  return { status: "DONE", ...ended(), changed: counts.changed + more.changed, gone: counts.gone + more.gone, ...(held !== undefined && { heldBackBecause: held }) };
}

/** Where a page is, and of which run: what `list` is asked for. */
interface Place {
  readonly cursor?: string | undefined;
  readonly since?: string | undefined;
  /** Everything is wanted of a source that gives a part by itself. */
  readonly whole: boolean;
}

/** A run that ends before its last page: by its source, or since it is stopped. */
function failed(answer: PageAnswer, counts: HarvestCounts, { signal }: HarvestOptions): HarvestResult {
  if (signal.aborted || answer.status !== "FAILED") return { status: "INTERRUPTED", message: interrupted, ...counts };
  return { status: "FAILED", code: answer.code, message: answer.message, ...counts };
}

function askPage(source: SourceId, { cursor, since, whole }: Place, options: HarvestOptions, lent: Harvesting): Promise<PageAnswer> {
  const request = { limit: pageLimit, ...(cursor !== undefined && { cursor }), ...(since !== undefined && { since }), ...(whole && { whole }) };
  return lent.ask.list(source, request, { signal: options.signal, deadlineMs: pageDeadlineMs, priority: "harvest" });
}

function pageWrite(source: SourceId, run: HarvestRun, page: ListPage, dropped: number, lent: Harvesting): PageWrite {
  const at = stamp(lent);
  const chains = page.chains ?? (page.chain === undefined ? [] : [page.chain]);
  const fetchedAt = page.asOf !== undefined && page.asOf < at && chains.length === 0 ? page.asOf : at;
  return {
    source,
    run: run.run,
    holder: lent.holder,
    writes: [
      ...(page.records ?? []).map((record) => lent.writer.toWrite(source, record, fetchedAt)),
      ...(page.updates ?? []).map((record) => ({ ...lent.writer.toWrite(source, record, fetchedAt), updateOnly: true })),
    ],
    overlays: (page.overlays ?? []).map((record) => lent.writer.toOverlay(source, record, fetchedAt)),
    gone: (page.gone ?? []).map((nativeId) => lent.writer.key(source, nativeId)),
    dropped,
    at,
    ...(page.cursor !== undefined && { cursor: page.cursor }),
    ...(page.checkpoint !== undefined && { checkpoint: page.checkpoint }),
    ...(page.expected !== undefined && { expected: page.expected }),
    ...(page.asOf !== undefined && { asOf: page.asOf }),
    ...(page.notListed !== undefined && { notListed: page.notListed }),
    ...(chains.length > 0 && { chains }),
  };
}

/** A run whose pages have ended. */
interface EndedRun extends HarvestRun {
  readonly seen: number;
  /** What it did not show is gone: it was asked for everything, or its pages say that they are. */
  readonly showsAll: boolean;
}

async function end(source: SourceId, run: EndedRun, options: HarvestOptions, lent: Harvesting): Promise<{ readonly gone: number; readonly held?: string }> {
  const { seen, showsAll } = run;
  const sight = showsAll ? await lent.catalog.countUnseen(source, run.run) : { unseen: 0, listed: 0 };
  const trusted = options.force === true || lent.ask.trustsRemovals(source);
  const held = trusted ? undefined : heldBackBecause({ source, seen, ...sight });
  const result = await lent.catalog.endRun({
    source, run: run.run, holder: lent.holder, sweep: showsAll && held === undefined, whole: showsAll || run.full, at: stamp(lent), ...(held !== undefined && { heldBackBecause: held }),
  });
  return { gone: result.gone, ...(held !== undefined && { held }) };
}

function stamp(lent: Harvesting): string {
  return lent.now().toISOString();
}
