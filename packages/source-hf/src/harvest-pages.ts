import { asRecord, asTime, SourceError, type ListPage, type ListRequest, type SourceContext } from "@modeldex/plugin-kit";
import { dateQuery, leanQuery } from "./fields.ts";
import { isCursor, type HubClient, type ModelRows } from "./hub-client.ts";
import type { HubOptions } from "./options.ts";
import { recordsOf } from "./rows.ts";

/** Cursor of a run with a bound: how many were given before, and the cursor of the Hub. */
const boundedCursor = /^(\d{1,9})\.(.+)$/;

/** Most models that the Hub gives in one page with `expand[]`. */
const pageSize = 500;

/** What the pages of a run have in common. */
export interface Harvest {
  readonly hub: HubClient;
  /** How much a run brings. */
  readonly harvest: HubOptions["harvest"];
}

/** One request for a page. */
interface PageRequest {
  readonly hub: HubClient;
  readonly context: SourceContext;
  /** Of the Hub. */
  readonly cursor: string | undefined;
  readonly limit: number;
}

/**
 * One page of a harvest.
 *
 * A full run goes by date of creation, which does not move while it lasts; a run since a checkpoint goes by date of change, newest first,
 * down to the checkpoint. The checkpoint of a run is the newest date of change when it started, so that what changes meanwhile belongs to the next run.
 *
 * @throws {SourceError} `BAD_RESPONSE`: a cursor or checkpoint that is not of this source.
 */
export async function harvestPage({ hub, harvest }: Harvest, request: ListRequest, context: SourceContext): Promise<ListPage> {
  const limit = Math.max(1, Math.min(Math.trunc(request.limit) || pageSize, pageSize));
  const [, count = "0", rest] = harvest === "all" ? [] : (boundedCursor.exec(request.cursor ?? "") ?? []);
  const cursor = harvest === "all" ? request.cursor : rest;
  if (request.cursor !== undefined && (cursor === undefined || !isCursor(cursor))) {
    throw new SourceError("BAD_RESPONSE", "The cursor is none that this source gave for such a run; start the run anew without it.");
  }
  const page = { hub, context, cursor, limit };
  if (harvest !== "all") return await mostDownloaded(page, harvest.top, Number(count));
  if (request.since === undefined) return await everything(page);
  const since = asTime(request.since);
  if (since === undefined) throw new SourceError("BAD_RESPONSE", "The checkpoint is none that this source gave (a time such as 2026-01-31T08:00:00Z); list everything anew.");
  return await changed(page, since);
}

async function everything(request: PageRequest): Promise<ListPage> {
  const checkpoint = request.cursor === undefined ? await newestChange(request) : undefined;
  const page = await readPage(request, "createdAt");
  return {
    records: recordsOf(page.rows, request.hub.endpoint, request.context),
    ...(page.cursor !== undefined && { cursor: page.cursor }),
    ...(checkpoint !== undefined && { checkpoint }),
  };
}

async function changed(request: PageRequest, since: string): Promise<ListPage> {
  const page = await readPage(request, "lastModified");
  // What has no date cannot be told to be older.
  const fresh = page.rows.filter((row) => (changeOf(row) ?? since) >= since);
  const newest = page.rows.map(changeOf).find((time) => time !== undefined) ?? since;
  return {
    records: recordsOf(fresh, request.hub.endpoint, request.context),
    ...(page.cursor !== undefined && fresh.length === page.rows.length && { cursor: page.cursor }),
    ...(request.cursor === undefined && { checkpoint: newest > since ? newest : since }),
  };
}

async function mostDownloaded(request: PageRequest, top: number, before: number): Promise<ListPage> {
  const page = await readPage({ ...request, limit: Math.max(1, Math.min(request.limit, top - before)) }, "downloads");
  const given = before + page.rows.length;
  return {
    records: recordsOf(page.rows, request.hub.endpoint, request.context),
    ...(page.cursor !== undefined && given < top && { cursor: `${given}.${page.cursor}` }),
  };
}

async function readPage({ hub, context, cursor, limit }: PageRequest, sort: string): Promise<ModelRows> {
  const page = await hub.listModels(leanQuery({ sort, limit: String(limit), ...(cursor !== undefined && { cursor }) }), context);
  if (page.cursor !== undefined && page.cursor === cursor) throw new SourceError("BAD_RESPONSE", `The Hub at ${hub.endpoint} names the same page as the next one.`);
  return page;
}

async function newestChange({ hub, context }: PageRequest): Promise<string | undefined> {
  const { rows } = await hub.listModels(dateQuery({ sort: "lastModified", limit: "1" }), context);
  return changeOf(rows[0]);
}

function changeOf(row: unknown): string | undefined {
  return asTime(asRecord(row)?.["lastModified"]);
}
