import type { ExportedListing, ExportedOverlay, ImportedListing, ImportedOverlay } from "@modeldex/catalog";
import { listingStates, namings, parseListingKey, parseSourceId, type ListingKey, type ListingRecord, type ListingState, type Naming, type SourceId } from "@modeldex/schema";
import { overlay as overlayRecord } from "../sources/clean-record.ts";
import { isObject, list, object, oneOf, type Clean } from "../sources/clean.ts";
import { count, dateTime, id, line } from "../sources/clean-values.ts";

/**
 * A file of an export: lines of JSON. First an {@link ExportHeader}, then one line for each listing and after them one for each overlay, last an
 * {@link ExportEnd}, whose digest is over all bytes before it.
 */
export const exportFormat = "modeldex.export";
export const exportVersion = 1;

/** First line. */
export interface ExportHeader {
  readonly format: typeof exportFormat;
  readonly version: typeof exportVersion;
  readonly madeAt: string;
  /** Of the catalog when the export began. */
  readonly generation: string;
  /** Whether private listings are in it. */
  readonly private: boolean;
  readonly sources: readonly ExportSource[];
}

/** A source, and how many of its listings there were when the export began. */
export interface ExportSource {
  readonly id: string;
  readonly kind?: string;
  readonly title?: string;
  readonly listings: number;
  /** Absent: none. */
  readonly overlays?: number;
}

/** Last line. */
export interface ExportEnd {
  readonly listings: number;
  /** Listings in the file, by source. */
  readonly bySource: Readonly<Record<string, number>>;
  /** Overlays in the file; absent: none. */
  readonly overlays?: number;
  /** 64 hexadecimal digits, over all lines before this one with their line feeds. */
  readonly sha256: string;
}

/** What is wrong with a line, without its number. */
export class LineError extends Error {
  override readonly name = "LineError";
}

/** The line of one listing, without its line feed. */
export function listingLine({ source, naming, state, fetchedAt, firstSeenAt, goneAt, linkTargets, formerIds, record }: ExportedListing): string {
  return JSON.stringify({
    source, naming, state, fetchedAt, firstSeenAt,
    ...(goneAt !== undefined && { goneAt }),
    ...(linkTargets.length > 0 && { links: linkTargets }),
    ...(formerIds.length > 0 && { formerIds }),
    record,
  });
}

/** The line of one overlay, without its line feed. */
export function overlayLine({ source, naming, fetchedAt, firstSeenAt, goneAt, linkTargets, record }: ExportedOverlay): string {
  const line = { source, naming, fetchedAt, firstSeenAt, ...(goneAt !== undefined && { goneAt }), ...(linkTargets.length > 0 && { links: linkTargets }), record };
  return `${overlayStart}${JSON.stringify(line)}}`;
}

const overlayStart = '{"overlay":';

/** @throws {LineError} when it is no header of a version that this one reads. */
export function readHeader(text: string): ExportHeader {
  const value = parsed(text);
  if (value["format"] !== exportFormat) throw new LineError(`it is no export of Modeldex: its first line must have "format": "${exportFormat}"`);
  if (value["version"] !== exportVersion) throw new LineError(`it has version ${JSON.stringify(value["version"])} of the format, and this version of Modeldex reads ${exportVersion}; install the one that made it, or a newer one`);
  const header = whole(cleanHeader, value, "its header must have madeAt, generation, private and sources");
  return { ...header, format: exportFormat, version: exportVersion };
}

/** The last line, or `undefined` when it is a line of another kind. @throws {LineError} */
export function readEnd(text: string): ExportEnd | undefined {
  if (!text.startsWith('{"end":')) return undefined;
  const { end } = parsed(text);
  const { listings, bySource, overlays, sha256 } = isObject(end) ? end : {};
  if (typeof listings !== "number" || !isObject(bySource) || typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) throw new LineError("the last line must have listings, bySource and a sha256 of 64 hexadecimal digits");
  if (overlays !== undefined && typeof overlays !== "number") throw new LineError("overlays in the last line must be a number");
  return { listings, bySource: bySource as Readonly<Record<string, number>>, ...(overlays !== undefined && { overlays }), sha256 };
}

/** How a listing is read. */
export interface ListingReader {
  /** Looks at a record as at one that the source gives now. */
  cleanRecord(source: SourceId): Clean<ListingRecord>;
  /** Told the path of each value that is left out. */
  readonly note: (path: string) => void;
  /** Times after it, in milliseconds since 1970, are wrong: what they date could never be replaced. */
  readonly latestMs: number;
}

/** The listing of a line. @throws {LineError} */
export function readListing(text: string, reader: ListingReader): Omit<ImportedListing, "onDemand"> {
  const value = parsed(text);
  const source = sourceOf(value);
  const outline = whole(cleanOutline, value, `a listing must have ${outlineMembers.join(", ")}, as an export writes them`);
  const { naming, state, fetchedAt, firstSeenAt, goneAt, links = [], formerIds = [] } = outline;
  if ((state === "GONE") !== (goneAt !== undefined)) throw new LineError("goneAt must be there when state is GONE, and only then");
  refuseFuture({ fetchedAt, firstSeenAt, goneAt }, reader);
  const record = reader.cleanRecord(source)(value["record"], reader.note);
  if (record === undefined) throw new LineError("record must be a listing: nativeId and name must be texts");
  return { source, naming, fetchedAt, firstSeenAt, linkTargets: links, formerIds, record, ...(goneAt !== undefined && { goneAt }) };
}

/** The overlay of a line, or `undefined` when it is a line of another kind. @throws {LineError} */
export function readOverlay(text: string, reader: Pick<ListingReader, "note" | "latestMs">): ImportedOverlay | undefined {
  if (!text.startsWith(overlayStart)) return undefined;
  const { overlay: value } = parsed(text);
  if (!isObject(value)) throw new LineError("overlay must be an object");
  const source = sourceOf(value);
  const outline = whole(cleanOverlayOutline, value, "an overlay must have naming, fetchedAt and firstSeenAt, as an export writes them");
  const { naming, fetchedAt, firstSeenAt, goneAt, links = [] } = outline;
  refuseFuture({ fetchedAt, firstSeenAt, goneAt }, reader);
  const record = overlayRecord(value["record"], reader.note);
  if (record === undefined) throw new LineError("record must be an overlay: nativeId must be a text");
  return { source, naming, fetchedAt, firstSeenAt, linkTargets: links, record, ...(goneAt !== undefined && { goneAt }) };
}

function sourceOf({ source }: Readonly<Record<string, unknown>>): SourceId {
  const id = typeof source === "string" ? parseSourceId(source) : undefined;
  if (id === undefined) throw new LineError("source must be the id of a source, such as \"hf\"");
  return id;
}

function refuseFuture(times: Readonly<Record<string, string | undefined>>, { latestMs }: Pick<ListingReader, "latestMs">): void {
  for (const [member, time] of Object.entries(times)) {
    if (time !== undefined && Date.parse(time) > latestMs) throw new LineError(`${member} lies in the future (${time})`);
  }
}

interface Outline {
  readonly naming: Naming;
  readonly state: ListingState;
  readonly fetchedAt: string;
  readonly firstSeenAt: string;
  readonly goneAt?: string;
  readonly links?: readonly { readonly reference: string; readonly target: ListingKey }[];
  readonly formerIds?: readonly string[];
}

const outlineMembers = ["naming", "state", "fetchedAt", "firstSeenAt"] as const;
const key: Clean<ListingKey> = (value) => (typeof value === "string" && parseListingKey(value) !== undefined ? (value as ListingKey) : undefined);
const overlayFields = {
  naming: oneOf(namings),
  fetchedAt: dateTime,
  firstSeenAt: dateTime,
  goneAt: dateTime,
  links: list("links", object<{ readonly reference: string; readonly target: ListingKey }>("links.", { reference: id, target: key }, ["reference", "target"]), 1_000),
};
const cleanOutline = object<Outline>("", { ...overlayFields, state: oneOf(listingStates), formerIds: list("formerIds", id, 1_000) }, outlineMembers);
const cleanOverlayOutline = object<Omit<Outline, "state" | "formerIds">>("", overlayFields, ["naming", "fetchedAt", "firstSeenAt"]);
const cleanHeader = object<Omit<ExportHeader, "format" | "version">>(
  "",
  {
    madeAt: dateTime,
    generation: line(200),
    private: (value) => (typeof value === "boolean" ? value : undefined),
    sources: list("sources", object<ExportSource>("sources.", { id: line(40), kind: line(100), title: line(200), listings: count, overlays: count }, ["id", "listings"]), 1_000),
  },
  ["madeAt", "generation", "private", "sources"],
);

function parsed(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LineError("it is not JSON");
  }
  if (!isObject(value)) throw new LineError("it is not a JSON object");
  return value;
}

/** What a cleaner makes of it, when it leaves nothing out. */
function whole<T>(clean: Clean<T>, value: unknown, otherwise: string): T {
  const wrong: string[] = [];
  const kept = clean(value, (path) => void wrong.push(path));
  if (wrong.length > 0) throw new LineError(`${wrong.join(", ")} cannot be read`);
  if (kept === undefined) throw new LineError(otherwise);
  return kept;
}
