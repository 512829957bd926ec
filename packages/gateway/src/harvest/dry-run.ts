import { keepOnDemand, type Catalog, type StoredListing } from "@modeldex/catalog";
import type { ListPage } from "@modeldex/plugin-kit";
import { listingKey, type ListingKey, type ListingRecord, type SourceId } from "@modeldex/schema";
import { canonicalJson } from "@modeldex/trust";
import type { Asker } from "../sources/ask.ts";
import type { Writer } from "../sources/references.ts";
import { compareOverlays, type OverlaysSeen } from "./dry-run-overlays.ts";
import { heldBackBecause } from "./removal-guard.ts";
import { isWhole } from "./run.ts";

/** Lent to a dry run. Of the catalog only what reads is used. */
export interface DryRunning {
  readonly catalog: Catalog;
  readonly ask: Asker;
  readonly writer: Writer;
  readonly now: () => Date;
}

export interface DryRunOptions {
  /** Every model that the source lists; otherwise what a harvest would ask for. */
  readonly all: boolean;
  /** As if the operator let go of what was not seen. */
  readonly force: boolean;
  /** Most rows that are asked for; a document that comes whole may have more. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** What a harvest of a source would bring. */
export interface DryRun {
  readonly status: "DONE" | "FAILED";
  /** Of a failure: its code and a sentence. What was seen before is told all the same. */
  readonly code?: string;
  readonly message?: string;
  /** What was asked for: everything, or what changed since the checkpoint. */
  readonly since?: string;
  readonly pages: number;
  /** Whether the pages were read to their end. `false`: the limit ended them, so what is gone cannot be told. */
  readonly complete: boolean;
  /** The source says that nothing has changed since the checkpoint. */
  readonly unchanged?: true;
  readonly listings: {
    readonly seen: number;
    readonly added: readonly RowName[];
    readonly changed: readonly ChangedRow[];
    readonly same: number;
    /** What the source says is removed, and what a run over everything has not seen. */
    readonly gone: readonly RowName[];
  };
  readonly overlays: OverlaysSeen;
  /** Why what was not seen would stay. */
  readonly heldBackBecause?: string;
}

export interface RowName {
  readonly nativeId: string;
  readonly name?: string;
}

export interface ChangedRow extends RowName {
  /** The fields that differ. */
  readonly fields: readonly string[];
  /** It is listed again; it was gone. */
  readonly wasGone?: true;
  /** The id under which it is stored, where it has another now. */
  readonly storedAs?: string;
}

const pageLimit = 500;
const pageDeadlineMs = 120_000;
/** Rows of the catalog that are read at a time. */
const readAtOnce = 1_000;

/** Asks a source what a harvest would ask, holds it against the catalog, and writes nothing. Begins at the first page, also where a run was interrupted. Never throws for trouble of the source. */
export async function dryRun(source: SourceId, options: DryRunOptions, lent: DryRunning): Promise<DryRun> {
  const full = await isWhole(source, options, lent);
  const { checkpoint } = await lent.catalog.harvestState(source);
  const since = full ? undefined : checkpoint;
  const read = await readPages(source, { full, since }, options, lent);
  const inCatalog = storedRows(source, lent.catalog);
  const listings = await compareListings(source, read, { ...lent, inCatalog });
  const overlays = await compareOverlays(source, read.overlays, lent);
  const showsAll = read.complete && !read.unchanged && (lent.ask.listing(source) === "full" ? read.whole : full && lent.ask.listing(source) === "bounded");
  const unseen = showsAll ? unseenRows(await inCatalog(), listings.stored) : { gone: [], listed: 0 };
  const goneOverlays = showsAll ? overlays.stored.filter(({ key }) => !overlays.seenKeys.has(key)).map(({ nativeId }) => ({ nativeId })) : [];
  const trusted = options.force || lent.ask.trustsRemovals(source);
  const counts = { source, seen: read.records.length + read.overlays.length, unseen: unseen.gone.length + goneOverlays.length, listed: unseen.listed + (showsAll ? overlays.stored.length : 0) };
  const held = trusted ? undefined : heldBackBecause(counts);
  const told = await toldGone(source, read.gone, lent);
  return {
    status: read.failure === undefined ? "DONE" : "FAILED",
    ...read.failure,
    ...(since !== undefined && { since }),
    pages: read.pages,
    complete: read.complete,
    ...(read.unchanged && { unchanged: true }),
    listings: { seen: read.records.length, added: listings.added, changed: listings.changed, same: listings.same, gone: [...new Map([...told, ...unseen.gone].map((row) => [row.nativeId, row])).values()] },
    overlays: { ...overlays.seen, gone: goneOverlays },
    ...(held !== undefined && { heldBackBecause: held }),
  };
}

interface PagesRead {
  readonly records: readonly ListingRecord[];
  /** Rows that count only where they are stored. */
  readonly updates: readonly ListingRecord[];
  readonly overlays: NonNullable<ListPage["overlays"]>;
  readonly gone: readonly string[];
  readonly pages: number;
  readonly complete: boolean;
  /** The pages say that they show everything. */
  readonly whole: boolean;
  readonly unchanged: boolean;
  readonly failure?: { readonly code: string; readonly message: string };
}

async function readPages(source: SourceId, { full, since }: { readonly full: boolean; readonly since: string | undefined }, { limit, signal }: DryRunOptions, { ask }: DryRunning): Promise<PagesRead> {
  const [records, updates, overlays, gone] = [[] as ListingRecord[], [] as ListingRecord[], [] as NonNullable<ListPage["overlays"]>[number][], [] as string[]];
  const visited = new Set<string>();
  let [cursor, whole]: [string | undefined, boolean] = [undefined, true];
  for (let pages = 1; ; pages += 1) {
    const left = limit - records.length - updates.length - overlays.length;
    const request = { limit: Math.min(pageLimit, left), ...(cursor !== undefined && { cursor }), ...(since !== undefined && { since }), ...(full && ask.listing(source) === "bounded" && { whole: true }) };
    const answer = await ask.list(source, request, { signal, deadlineMs: pageDeadlineMs, priority: "harvest" });
    signal.throwIfAborted();
    const seen = { records, updates, overlays, gone, pages, whole, unchanged: false };
    if (answer.status === "FAILED") return { ...seen, complete: false, failure: { code: answer.code, message: answer.message } };
    const page = answer.value;
    if (page.unchanged === true && since === undefined) return { ...seen, complete: false, failure: { code: "BAD_RESPONSE", message: `${source} says that nothing has changed, and was asked for everything.` } };
    if (page.unchanged === true) return { ...seen, complete: true, unchanged: true };
    whole &&= since === undefined || page.whole === true;
    records.push(...(page.records ?? []));
    updates.push(...(page.updates ?? []));
    overlays.push(...(page.overlays ?? []));
    gone.push(...(page.gone ?? []));
    cursor = page.cursor;
    if (cursor === undefined) return { ...seen, whole, complete: true };
    if (visited.has(cursor)) return { ...seen, whole, complete: false, failure: { code: "BAD_RESPONSE", message: `${source} gave the same cursor twice; its pages would never end.` } };
    visited.add(cursor);
    if (records.length + updates.length + overlays.length >= limit) return { ...seen, whole, complete: false };
  }
}

interface ListingsCompared {
  readonly added: readonly RowName[];
  readonly changed: readonly ChangedRow[];
  readonly same: number;
  /** Keys of the stored listings that were seen. */
  readonly stored: ReadonlySet<ListingKey>;
}

async function compareListings(source: SourceId, { records, updates }: PagesRead, { catalog, writer, now, inCatalog }: DryRunning & { readonly inCatalog: () => Promise<StoredRows> }): Promise<ListingsCompared> {
  const [added, changed, stored] = [[] as RowName[], [] as ChangedRow[], new Set<ListingKey>()];
  const rows = [...records.map((record) => ({ record, updateOnly: false })), ...updates.map((record) => ({ record, updateOnly: true }))];
  let same = 0;
  for (let start = 0; start < rows.length; start += readAtOnce) {
    const part = rows.slice(start, start + readAtOnce);
    const known = await catalog.listings(part.map(({ record }) => writer.key(source, record.nativeId)));
    for (const [place, { record, updateOnly }] of part.entries()) {
      const row = known[place] ?? (await formerRow(source, record, { catalog, writer, inCatalog }));
      if (row === undefined) {
        if (!updateOnly) added.push({ nativeId: record.nativeId, name: record.name });
        continue;
      }
      stored.add(row.key);
      const change = changeOf(row, keepOnDemand(row, writer.toWrite(source, record, now().toISOString())));
      if (change === undefined) same += 1;
      else changed.push(change);
    }
  }
  return { added, changed, same, stored };
}

/** The listing with the record's inner id: the same model under an earlier name. Without one, a former name says nothing. */
async function formerRow(source: SourceId, { stableId, aliases = [] }: ListingRecord, { catalog, writer, inCatalog }: Pick<DryRunning, "catalog" | "writer"> & { readonly inCatalog: () => Promise<StoredRows> }): Promise<StoredListing | undefined> {
  if (stableId === undefined) return undefined;
  const same = (await inCatalog()).byStableId.get(stableId);
  const [found, ...named] = await catalog.listings([...(same === undefined ? [] : [same.key]), ...aliases.map((alias) => writer.key(source, alias))]);
  return same === undefined ? [found, ...named].find((row) => row !== undefined && row.record.stableId === undefined) : found;
}

function changeOf({ record: before, goneAt }: StoredListing, after: ListingRecord): ChangedRow | undefined {
  const members = (record: ListingRecord): Readonly<Record<string, unknown>> => ({ ...record });
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => canonicalJson(members(before)[field]) !== canonicalJson(members(after)[field]));
  if (fields.length === 0 && goneAt === undefined) return undefined;
  return { nativeId: after.nativeId, name: after.name, fields: fields.toSorted(), ...(goneAt !== undefined && { wasGone: true }), ...(before.nativeId !== after.nativeId && { storedAs: before.nativeId }) };
}

/** Of what the source says is removed, what is stored and was not gone. */
async function toldGone(source: SourceId, gone: readonly string[], { catalog, writer }: DryRunning): Promise<readonly RowName[]> {
  const rows = await catalog.listings(gone.map((nativeId) => writer.key(source, nativeId)));
  return rows.flatMap((row) => (row === undefined || row.goneAt !== undefined ? [] : [{ nativeId: row.record.nativeId, name: row.record.name }]));
}

/** Of a stored listing what tells whether it is seen. */
interface StoredRow {
  readonly key: ListingKey;
  readonly nativeId: string;
  readonly name: string;
  readonly stableId: string | undefined;
  readonly isGone: boolean;
}

interface StoredRows {
  readonly rows: readonly StoredRow[];
  readonly byStableId: ReadonlyMap<string, StoredRow>;
}

function unseenRows({ rows }: StoredRows, seen: ReadonlySet<ListingKey>): { readonly gone: readonly RowName[]; readonly listed: number } {
  const listed = rows.filter(({ isGone }) => !isGone);
  return { gone: listed.filter(({ key }) => !seen.has(key)).map(({ nativeId, name }) => ({ nativeId, name })), listed: listed.length };
}

/** Reads all listings of a source, once and only where somebody asks: the whole catalog is gone through for it. */
function storedRows(source: SourceId, catalog: Catalog): () => Promise<StoredRows> {
  let found: Promise<StoredRows> | undefined;
  return () => (found ??= readRows(source, catalog));
}

async function readRows(source: SourceId, catalog: Catalog): Promise<StoredRows> {
  const found: StoredRow[] = [];
  for (let after = 0; ; ) {
    const rows = await catalog.exportListings(after, readAtOnce);
    const last = rows.at(-1);
    if (last === undefined) return { rows: found, byStableId: new Map(found.flatMap((row) => (row.stableId === undefined ? [] : [[row.stableId, row] as const]))) };
    after = last.position;
    for (const { record: { nativeId, name, stableId }, goneAt } of rows.filter((row) => row.source === source)) {
      found.push({ key: listingKey(source, nativeId), nativeId, name, stableId, isGone: goneAt !== undefined });
    }
  }
}
