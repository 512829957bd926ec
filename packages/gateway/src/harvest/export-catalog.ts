import { createHash } from "node:crypto";
import type { Catalog, ExportedListing } from "@modeldex/catalog";
import { exportFormat, exportVersion, listingLine, overlayLine, type ExportEnd, type ExportHeader } from "./export-format.ts";

export interface ExportOptions {
  readonly catalog: Catalog;
  /** What the configuration says of a source, for the header. */
  readonly describe?: (source: string) => { readonly kind: string; readonly title: string } | undefined;
  /** Private listings too. @default false */
  readonly includePrivate?: boolean;
  /** Only listings of these sources. @default all */
  readonly sources?: readonly string[];
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly expected: number }) => void;
}

/** What was written. */
export interface ExportResult extends ExportEnd {
  /** Private listings that were left out. */
  readonly leftOut: number;
  /** Whether the generation of the catalog moved meanwhile: each listing is as it was when it was read. */
  readonly changedMeanwhile: boolean;
}

const pageSize = 500;

/**
 * The lines of an export, a page of listings at a time.
 *
 * @returns what was written, once the last piece has been taken.
 */
export async function* exportCatalog(options: ExportOptions): AsyncGenerator<string, ExportResult> {
  const { catalog, includePrivate = false, signal, onProgress } = options;
  const hash = createHash("sha256");
  const digested = (text: string): string => {
    hash.update(text);
    return text;
  };
  const header = await headerOf(options);
  const expected = header.sources.reduce((sum, { listings, overlays = 0 }) => sum + listings + overlays, 0);
  yield digested(`${JSON.stringify(header)}\n`);
  const wanted = new Set(header.sources.map(({ id }) => id));
  const bySource: Record<string, number> = {};
  let [listings, leftOut] = [0, 0];
  for (let after = 0; ; ) {
    signal?.throwIfAborted();
    const page = await catalog.exportListings(after, pageSize);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.position;
    const chosen = page.filter(({ source }) => wanted.has(source));
    const shown = includePrivate ? chosen : chosen.filter(isPublic);
    leftOut += chosen.length - shown.length;
    listings += shown.length;
    for (const { source } of shown) bySource[source] = (bySource[source] ?? 0) + 1;
    if (shown.length > 0) yield digested(shown.map((listing) => `${listingLine(listing)}\n`).join(""));
    onProgress?.({ done: listings, expected });
  }
  let overlays = 0;
  for (let after = 0; ; ) {
    signal?.throwIfAborted();
    const page = await catalog.exportOverlays(after, pageSize);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.position;
    // What is said of a private listing names it.
    const shown = page.filter(({ source, ofPrivate }) => wanted.has(source) && (includePrivate || !ofPrivate));
    overlays += shown.length;
    if (shown.length > 0) yield digested(shown.map((overlay) => `${overlayLine(overlay)}\n`).join(""));
    onProgress?.({ done: listings + overlays, expected });
  }
  const end: ExportEnd = { listings, bySource, ...(overlays > 0 && { overlays }), sha256: hash.digest("hex") };
  yield `${JSON.stringify({ end })}\n`;
  return { ...end, leftOut, changedMeanwhile: (await catalog.generation()) !== header.generation };
}

async function headerOf({ catalog, describe, includePrivate = false, sources, now = () => new Date() }: ExportOptions): Promise<ExportHeader> {
  const generation = await catalog.generation();
  const counts = (await catalog.exportCounts()).filter(({ source }) => sources === undefined || sources.includes(source));
  return {
    format: exportFormat,
    version: exportVersion,
    madeAt: now().toISOString(),
    generation,
    private: includePrivate,
    sources: counts.map(({ source, listings, privateListings, overlays }) => {
      const { kind, title } = describe?.(source) ?? {};
      return { id: source, ...(kind !== undefined && { kind }), ...(title !== undefined && { title }), listings: includePrivate ? listings : listings - privateListings, ...(overlays > 0 && { overlays }) };
    }),
  };
}

function isPublic({ record }: ExportedListing): boolean {
  return record.access !== "PRIVATE";
}
