import { createHash } from "node:crypto";
import type { Catalog, ImportedListing, ImportedOverlay, WriteResult } from "@modeldex/catalog";
import type { Source } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import { listingCleaner } from "../sources/clean-record.ts";
import { detailsCleaner } from "../sources/details-type.ts";
import { LineError, readEnd, readHeader, readListing, readOverlay, type ExportEnd, type ExportHeader, type ListingReader } from "./export-format.ts";
import { FileReadError, readLines } from "./read-lines.ts";

/** A file that is no whole export; nothing was written. The message names the file, and the line where there is one. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}

export interface ImportOptions {
  readonly catalog: Catalog;
  /** The configured source with an id, which says how its records are read. */
  readonly sourceOf: (id: string) => Pick<Source, "details" | "onDemand"> | undefined;
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  /** First everything is checked, then it is written. */
  readonly step: "CHECK" | "WRITE";
  readonly done: number;
  readonly expected: number;
}

/** What a file held, and what came of it. */
export interface ImportResult extends ExportEnd {
  readonly madeAt: string;
  readonly added: number;
  readonly changed: number;
  /** Stored already, or known in a newer state. */
  readonly unchanged: number;
  /** How many of these were stored without details that the file has of the same revision. */
  readonly completed: number;
  readonly gone: number;
  /** Entries of accounts that have as many here as are kept where anybody may write. */
  readonly notStored: number;
  /** Values that this version does not know, by their path. */
  readonly valuesLeftOut: Readonly<Record<string, number>>;
  /** Sources of the file that the configuration does not name: their models are found, but their listings are not shown. */
  readonly unknownSources: readonly string[];
}

/** Longest line of a file. A record is far below: its lists and texts are bounded. */
const maxLineBytes = 8_388_608;
const batchSize = 500;
const dayMs = 86_400_000;

/**
 * Reads a file that `exportCatalog` made into the catalog. It is read twice: first every line, the counts and the digest are checked, then it is
 * written in batches. What is stored already costs nothing, so an import that was interrupted is simply run again.
 *
 * @throws {ImportError} when the file is not whole; nothing was written then.
 */
export async function importCatalog(path: string, options: ImportOptions): Promise<ImportResult> {
  const { catalog, sourceOf, signal, onProgress } = options;
  const left = new Map<string, number>();
  const reader = listingReader(options, (name) => void left.set(name, (left.get(name) ?? 0) + 1));
  let header: ExportHeader | undefined;
  const tell = (step: ImportProgress["step"], done: number): void =>
    onProgress?.({ step, done, expected: header?.sources.reduce((sum, { listings, overlays = 0 }) => sum + listings + overlays, 0) ?? 0 });

  let done = 0;
  const checked = (): void => {
    done += 1;
    if (done % batchSize === 0) tell("CHECK", done);
  };
  const end = await readFile(path, {
    signal, reader,
    header: (found) => void (header = found),
    listing: async () => checked(),
    overlay: async () => checked(),
  });
  if (header === undefined) throw new ImportError(`${path}: it has no header.`);

  const counts = { added: 0, changed: 0, unchanged: 0, completed: 0, gone: 0, notStored: 0 };
  done = 0;
  const count = (written: WriteResult, rows: number): void => {
    for (const part of ["added", "changed", "unchanged", "completed", "gone", "notStored"] as const) counts[part] += written[part] ?? 0;
    done += rows;
    tell("WRITE", done);
  };
  const listings = batches<ImportedListing>(async (rows) => count(await catalog.importListings(rows), rows.length));
  const overlays = batches<ImportedOverlay>(async (rows) => count(await catalog.importOverlays(rows), rows.length));
  const again = await readFile(path, {
    signal, reader: { ...reader, note: () => undefined },
    header: () => undefined,
    listing: (listing) => listings.add({ ...listing, onDemand: sourceOf(listing.source)?.onDemand ?? [] }),
    overlay: (overlay) => overlays.add(overlay),
  });
  await listings.end();
  await overlays.end();
  if (again.sha256 !== end.sha256) throw new ImportError(`${path} was replaced while it was imported; what was written is of both. Run the import again.`);
  return {
    ...end, ...counts, madeAt: header.madeAt, valuesLeftOut: Object.fromEntries(left),
    unknownSources: Object.keys(end.bySource).filter((id) => sourceOf(id) === undefined),
  };
}

/** Writes rows as many at a time. */
function batches<Row>(write: (rows: readonly Row[]) => Promise<void>): { add(row: Row): Promise<void>; end(): Promise<void> } {
  let batch: Row[] = [];
  const end = async (): Promise<void> => {
    const rows = batch;
    batch = [];
    if (rows.length > 0) await write(rows);
  };
  return {
    end,
    add: async (row) => {
      batch.push(row);
      if (batch.length >= batchSize) await end();
    },
  };
}

interface FileVisitor {
  readonly reader: ListingReader;
  readonly signal: AbortSignal | undefined;
  header(header: ExportHeader): void;
  listing(listing: Omit<ImportedListing, "onDemand">): Promise<void>;
  overlay(overlay: ImportedOverlay): Promise<void>;
}

/** Reads all of it, and checks counts and digest at its end. @throws {ImportError} */
async function readFile(path: string, visitor: FileVisitor): Promise<ExportEnd> {
  const hash = createHash("sha256");
  const bySource: Record<string, number> = {};
  let end: ExportEnd | undefined;
  let [last, overlays] = [0, 0];
  try {
    for await (const { number, bytes, ended } of readLines(path, maxLineBytes)) {
      visitor.signal?.throwIfAborted();
      last = number;
      const text = bytes.toString("utf8");
      if (end !== undefined) throw new LineError("nothing may follow the line with the digest");
      end = number === 1 ? undefined : readEnd(text);
      if (end !== undefined) continue;
      if (!ended) throw new LineError("the file ends in the middle of a line; copy it again");
      hash.update(bytes).update("\n");
      if (number === 1) {
        visitor.header(readHeader(text));
        continue;
      }
      const overlay = readOverlay(text, visitor.reader);
      if (overlay !== undefined) {
        overlays += 1;
        await visitor.overlay(overlay);
        continue;
      }
      const listing = readListing(text, visitor.reader);
      bySource[listing.source] = (bySource[listing.source] ?? 0) + 1;
      await visitor.listing(listing);
    }
  } catch (error) {
    if (error instanceof LineError) throw new ImportError(`${path}, line ${last}: ${error.message}. Nothing was imported.`, { cause: error });
    if (error instanceof FileReadError) throw new ImportError(`${path}: ${error.message}. Nothing was imported.`, { cause: error });
    throw error;
  }
  if (last === 0) throw new ImportError(`${path}: the file is empty. Nothing was imported.`);
  if (end === undefined) throw new ImportError(`${path}: the last line, with the digest, is missing after line ${last}; copy the file again. Nothing was imported.`);
  const digest = hash.digest("hex");
  if (digest !== end.sha256) throw new ImportError(`${path}: its digest is sha256 ${digest}, and its last line says ${end.sha256}; it is not what was exported. Nothing was imported.`);
  checkCounts(path, end, bySource);
  if (overlays !== (end.overlays ?? 0)) throw new ImportError(`${path}: it has ${overlays} overlays, and its last line says ${end.overlays ?? 0}. Nothing was imported.`);
  return end;
}

function checkCounts(path: string, end: ExportEnd, bySource: Readonly<Record<string, number>>): void {
  const sum = Object.values(bySource).reduce((all, listings) => all + listings, 0);
  const differing = Object.keys({ ...end.bySource, ...bySource }).filter((source) => end.bySource[source] !== bySource[source]);
  if (end.listings === sum && differing.length === 0) return;
  throw new ImportError(`${path}: it has ${sum} listings, and its last line says ${end.listings}${differing.length === 0 ? "" : ` (${differing.join(", ")} differ)`}. Nothing was imported.`);
}

function listingReader({ sourceOf, now = () => new Date() }: ImportOptions, note: (path: string) => void): ListingReader {
  const cleaners = new Map<SourceId, ReturnType<typeof listingCleaner>>();
  return {
    note,
    latestMs: now().getTime() + dayMs,
    cleanRecord: (source) => {
      const known = cleaners.get(source) ?? listingCleaner(detailsCleaner(sourceOf(source)?.details));
      cleaners.set(source, known);
      return known;
    },
  };
}
