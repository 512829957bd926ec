import type { ExportedListing, ImportedListing } from "@modeldex/catalog";
import { listingStates, namings, parseListingKey, parseSourceId, type ListingKey, type ListingRecord, type ListingState, type Naming, type SourceId } from "@modeldex/schema";
import { isObject, list, object, oneOf, type Clean } from "../sources/clean.ts";
import { count, dateTime, id, line } from "../sources/clean-values.ts";

/**
 * A file of an export: lines of JSON. First an {@link ExportHeader}, then one line for each listing, last an {@link ExportEnd}, whose digest is
 * over all bytes before it.
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
}

/** Last line. */
export interface ExportEnd {
  readonly listings: number;
  /** Listings in the file, by source. */
  readonly bySource: Readonly<Record<string, number>>;
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
  const { listings, bySource, sha256 } = isObject(end) ? end : {};
  if (typeof listings !== "number" || !isObject(bySource) || typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) throw new LineError("the last line must have listings, bySource and a sha256 of 64 hexadecimal digits");
  return { listings, bySource: bySource as Readonly<Record<string, number>>, sha256 };
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
  const source = typeof value["source"] === "string" ? parseSourceId(value["source"]) : undefined;
  if (source === undefined) throw new LineError("source must be the id of a source, such as \"hf\"");
  const outline = whole(cleanOutline, value, `a listing must have ${outlineMembers.join(", ")}, as an export writes them`);
  const { naming, state, fetchedAt, firstSeenAt, goneAt, links = [], formerIds = [] } = outline;
  if ((state === "GONE") !== (goneAt !== undefined)) throw new LineError("goneAt must be there when state is GONE, and only then");
  for (const [member, time] of Object.entries({ fetchedAt, firstSeenAt, goneAt })) {
    if (time !== undefined && Date.parse(time) > reader.latestMs) throw new LineError(`${member} lies in the future (${time})`);
  }
  const record = reader.cleanRecord(source)(value["record"], reader.note);
  if (record === undefined) throw new LineError("record must be a listing: nativeId and name must be texts");
  return { source, naming, fetchedAt, firstSeenAt, linkTargets: links, formerIds, record, ...(goneAt !== undefined && { goneAt }) };
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
const cleanOutline = object<Outline>(
  "",
  {
    naming: oneOf(namings),
    state: oneOf(listingStates),
    fetchedAt: dateTime,
    firstSeenAt: dateTime,
    goneAt: dateTime,
    links: list("links", object<{ readonly reference: string; readonly target: ListingKey }>("links.", { reference: id, target: key }, ["reference", "target"]), 1_000),
    formerIds: list("formerIds", id, 1_000),
  },
  outlineMembers,
);
const cleanHeader = object<Omit<ExportHeader, "format" | "version">>(
  "",
  {
    madeAt: dateTime,
    generation: line(200),
    private: (value) => (typeof value === "boolean" ? value : undefined),
    sources: list("sources", object<ExportSource>("sources.", { id: line(40), kind: line(100), title: line(200), listings: count }, ["id", "listings"]), 1_000),
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
