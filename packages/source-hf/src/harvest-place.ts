import { asTime } from "@modeldex/plugin-kit";
import { isCursor } from "./hub-client.ts";

/**
 * Parts of a run: everything by date of creation, what changed since the last run, the most downloaded, and the namespaces whose private repositories are
 * served. A run has one or several of them, in this order.
 */
export type Part = (typeof parts)[number];
const parts = ["all", "changed", "top", "own"] as const;

/** Where a run stands. */
export interface Place {
  readonly part: Part;
  /** Rows given of the most downloaded; namespaces done of one's own. */
  readonly given: number;
  /** The newest change when the run started: the next one goes on from there. */
  readonly newest?: string;
  /** Whether counts are read again after what changed. */
  readonly recount?: boolean;
  /** When all counts were read last. */
  readonly countedAt?: string;
  /** Downloads of the last of the most downloaded. */
  readonly least?: number;
  /** Cursor of the Hub; absent at the beginning of a part. */
  readonly cursor?: string;
}

/** Where the next run goes on. */
export interface Checkpoint extends Pick<Place, "countedAt" | "least"> {
  readonly changed: string;
}

/** A place as the cursor of a page. */
export function writePlace({ part, given, newest, recount, countedAt, least, cursor }: Place): string {
  return textOf({ part, given, newest, recount: recount === true ? 1 : undefined, countedAt, least, cursor });
}

/** @returns `undefined` for a text that {@link writePlace} does not write. */
export function readPlace(text: string): Place | undefined {
  const fields = new URLSearchParams(text);
  const part = parts.find((known) => known === fields.get("part"));
  const cursor = fields.get("cursor");
  const newest = timeOf(fields, "newest");
  const given = countOf(fields, "given");
  if (part === undefined || given === undefined || (cursor !== null && !isCursor(cursor))) return undefined;
  const place: Place = {
    part, given, ...marks(fields),
    ...(newest !== undefined && { newest }), ...(fields.get("recount") === "1" && { recount: true }), ...(cursor !== null && { cursor }),
  };
  return writePlace(place) === text ? place : undefined;
}

export function writeCheckpoint({ changed, countedAt, least }: Checkpoint): string {
  return textOf({ changed, countedAt, least });
}

/**
 * A time alone is the checkpoint of earlier versions.
 *
 * @returns `undefined` for a text that {@link writeCheckpoint} does not write.
 */
export function readCheckpoint(text: string): Checkpoint | undefined {
  if (asTime(text) === text) return { changed: text };
  const fields = new URLSearchParams(text);
  const changed = timeOf(fields, "changed");
  if (changed === undefined) return undefined;
  const checkpoint = { changed, ...marks(fields) };
  return writeCheckpoint(checkpoint) === text ? checkpoint : undefined;
}

function marks(fields: URLSearchParams): Pick<Place, "countedAt" | "least"> {
  const countedAt = timeOf(fields, "countedAt");
  const least = countOf(fields, "least");
  return { ...(countedAt !== undefined && { countedAt }), ...(least !== undefined && { least }) };
}

function timeOf(fields: URLSearchParams, name: string): string | undefined {
  return asTime(fields.get(name));
}

function countOf(fields: URLSearchParams, name: string): number | undefined {
  const text = fields.get(name) ?? "";
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

function textOf(fields: Readonly<Record<string, string | number | undefined>>): string {
  return new URLSearchParams(Object.entries(fields).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]))).toString();
}
