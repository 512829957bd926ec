import { asCount, asRecord, asTime, SourceError, type ListPage, type ListRequest, type SourceContext } from "@modeldex/plugin-kit";
import { dateQuery, leanQuery } from "./fields.ts";
import { readCheckpoint, readPlace, writeCheckpoint, writePlace, type Checkpoint, type Place } from "./harvest-place.ts";
import type { HubClient, ModelRows } from "./hub-client.ts";
import type { HubOptions } from "./options.ts";
import { readRows } from "./rows.ts";

/** Most models that the Hub gives in one page with `expand[]`. */
const pageSize = 500;

/** Likes from which on a changed model counts as one that is used, though its downloads are not counted yet. */
const notedLikes = 20;

/** What the pages of a run have in common. */
export interface Harvest {
  readonly hub: HubClient;
  /** How much a run brings. */
  readonly harvest: HubOptions["harvest"];
  /** Time after which all counts are read again, in milliseconds. */
  readonly countsEveryMs: number;
  /** Namespaces that are listed whole besides, because their private repositories are served. */
  readonly namespaces: readonly string[];
}

/** One request for a page of a part. */
interface PageRequest {
  readonly run: Harvest;
  readonly context: SourceContext;
  readonly limit: number;
  readonly since: Checkpoint | undefined;
}

/**
 * One page of a harvest.
 *
 * A run over everything goes by date of creation, which does not move while it lasts. A bounded one goes by downloads; a row that moves meanwhile comes
 * twice, or with the next run. A run since a checkpoint goes by date of change, newest first, down to the checkpoint (a creation is a change); of a bounded
 * one a row counts as a record when it is used as much as the last of the most downloaded, or liked, and otherwise as an update of what is known. Counts
 * change without a date of change, so from time to time the listing is read again after that.
 *
 * The checkpoint is the newest change when the run started: what changes meanwhile belongs to the next run.
 *
 * @throws {SourceError} `BAD_RESPONSE`: a cursor or checkpoint that is not of this source.
 */
export async function harvestPage(run: Harvest, request: ListRequest, context: SourceContext): Promise<ListPage> {
  const limit = Math.max(1, Math.min(Math.trunc(request.limit) || pageSize, pageSize));
  const since = request.since === undefined ? undefined : readCheckpoint(request.since);
  if (request.since !== undefined && since === undefined) throw new SourceError("BAD_RESPONSE", "The checkpoint is none that this source gave; list everything anew.");
  const asked = { run, context, limit, since };
  const place = request.cursor === undefined ? await firstPlace(asked, request.whole === true) : readPlace(request.cursor);
  if (place === undefined || (place.part === "changed" && since === undefined)) {
    throw new SourceError("BAD_RESPONSE", "The cursor is none that this source gave for such a run; start the run anew without it.");
  }
  switch (place.part) {
    case "all": return await everything(asked, place);
    case "changed": return await changed(asked, place, since?.changed ?? "");
    case "top": return await mostDownloaded(asked, place);
    case "own": return await ownNamespaces(asked, place);
    default: return place.part satisfies never;
  }
}

async function firstPlace({ run, context, since }: PageRequest, whole: boolean): Promise<Place> {
  if (since === undefined || whole) {
    const newest = await newestChange(run.hub, context);
    return { part: whole || run.harvest === "all" ? "all" : "top", given: 0, ...(newest !== undefined && { newest }) };
  }
  const { countedAt, least } = since;
  const recount = countedAt === undefined || context.now().getTime() - Date.parse(countedAt) >= run.countsEveryMs;
  return { part: "changed", given: 0, recount, ...(countedAt !== undefined && { countedAt }), ...(least !== undefined && { least }) };
}

async function everything(asked: PageRequest, place: Place): Promise<ListPage> {
  const page = await readPage(asked, place, { sort: "createdAt" });
  const { records, gone } = readRows(page.rows, asked.run.hub, asked.context);
  return { records, ...gonePart(gone), ...(page.cursor === undefined ? after(asked, counted(asked, place)) : goOn(place, page.cursor)) };
}

async function changed(asked: PageRequest, place: Place, since: string): Promise<ListPage> {
  const { run, context } = asked;
  const page = await readPage(asked, place, { sort: "lastModified" });
  // What has no date cannot be told to be older.
  const fresh = page.rows.filter((row) => (changeOf(row) ?? since) >= since);
  const newest = place.newest ?? newestOf([since, ...page.rows.map(changeOf)]);
  const isUsed = (row: unknown): boolean => run.harvest === "all" || countOf(row, "downloads") >= (place.least ?? Infinity) || countOf(row, "likes") >= notedLikes;
  const used = readRows(fresh.filter(isUsed), run.hub, context);
  const others = readRows(fresh.filter((row) => !isUsed(row)), run.hub, context);
  const here = { ...place, newest };
  const goesOn = page.cursor !== undefined && fresh.length === page.rows.length;
  const { recount, cursor: _, ...ended } = here;
  return {
    records: used.records,
    ...(others.records.length > 0 && { updates: others.records }),
    ...gonePart([...used.gone, ...others.gone]),
    ...(goesOn && page.cursor !== undefined ? goOn(here, page.cursor)
      : recount === true ? { cursor: writePlace({ ...ended, part: run.harvest === "all" ? "all" : "top", given: 0 }) }
      : after(asked, ended)),
  };
}

async function mostDownloaded(asked: PageRequest, place: Place): Promise<ListPage> {
  const { harvest, hub } = asked.run;
  const top = harvest === "all" ? Infinity : harvest.top;
  const page = await readPage({ ...asked, limit: Math.max(1, Math.min(asked.limit, top - place.given)) }, place, { sort: "downloads" });
  const given = place.given + page.rows.length;
  const { records, gone } = readRows(page.rows, hub, asked.context);
  const goesOn = page.cursor !== undefined && given < top;
  // Where the Hub has no more than these, whatever is new belongs to them.
  const least = page.cursor === undefined ? 0 : Math.min(...page.rows.map((row) => countOf(row, "downloads")));
  return {
    records,
    ...gonePart(gone),
    ...(Number.isFinite(top) && { expected: top }),
    ...(goesOn && page.cursor !== undefined ? goOn({ ...place, given }, page.cursor) : after(asked, { ...counted(asked, place), least })),
  };
}

async function ownNamespaces(asked: PageRequest, place: Place): Promise<ListPage> {
  const author = asked.run.namespaces[place.given];
  // The configuration has changed since the run began.
  if (author === undefined) return after(asked, place);
  const page = await readPage(asked, place, { sort: "createdAt", author });
  const { records, gone } = readRows(page.rows, asked.run.hub, asked.context);
  return { records, ...gonePart(gone), ...(page.cursor === undefined ? after(asked, place) : goOn(place, page.cursor)) };
}

/** What follows the last page of a part: one's own namespaces one by one, then the checkpoint. */
function after({ run }: PageRequest, place: Place): Pick<ListPage, "cursor" | "checkpoint"> {
  const { cursor: _, ...rest } = place;
  const next = place.part === "own" ? place.given + 1 : 0;
  if (next < run.namespaces.length) return { cursor: writePlace({ ...rest, part: "own", given: next }) };
  const { newest, countedAt, least } = place;
  if (newest === undefined) return {};
  return { checkpoint: writeCheckpoint({ changed: newest, ...(countedAt !== undefined && { countedAt }), ...(least !== undefined && { least }) }) };
}

function counted({ context }: PageRequest, place: Place): Place {
  return { ...place, countedAt: asTime(context.now().toISOString()) ?? context.now().toISOString() };
}

function goOn(place: Place, cursor: string): Pick<ListPage, "cursor"> {
  return { cursor: writePlace({ ...place, cursor }) };
}

function gonePart(gone: readonly string[]): Pick<ListPage, "gone"> {
  return gone.length > 0 ? { gone } : {};
}

async function readPage({ run, context, limit }: PageRequest, { cursor }: Place, parameters: Readonly<Record<string, string>>): Promise<ModelRows> {
  const page = await run.hub.listModels(leanQuery({ ...parameters, limit: String(limit), ...(cursor !== undefined && { cursor }) }), context);
  if (page.cursor !== undefined && page.cursor === cursor) throw new SourceError("BAD_RESPONSE", `The Hub at ${run.hub.endpoint} names the same page as the next one.`);
  return page;
}

async function newestChange(hub: HubClient, context: SourceContext): Promise<string | undefined> {
  const { rows } = await hub.listModels(dateQuery({ sort: "lastModified", limit: "1" }), context);
  return changeOf(rows[0]);
}

function newestOf(times: readonly (string | undefined)[]): string {
  return times.reduce<string>((newest, time) => (time !== undefined && time > newest ? time : newest), "");
}

function changeOf(row: unknown): string | undefined {
  return asTime(asRecord(row)?.["lastModified"]);
}

function countOf(row: unknown, field: "downloads" | "likes"): number {
  return asCount(asRecord(row)?.[field]) ?? 0;
}
