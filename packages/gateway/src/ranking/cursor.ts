import { createHash } from "node:crypto";
import type { CatalogQuery, SearchWindow, SortedPosition } from "@modeldex/catalog";

/** Where a page of a search ended. Opaque to clients, bound to its query. */
export type SearchCursor = (
  | { readonly kind: "ranked"; readonly window: SearchWindow; readonly score: number; readonly id: string }
  | { readonly kind: "sorted"; readonly position: SortedPosition }
) & {
  readonly extra: readonly string[];
  /** The corrected text whose hits were shown. */
  readonly corrected?: string;
};

/** In UTF-16 code units: a correction may be a little longer than the text. */
const longestCorrection = 1_000;

/** What the `after` of a search says is not a cursor of this search. */
export class CursorError extends Error {
  override readonly name = "CursorError";
}

/** Digest of everything that decides what a search finds and in which order. */
export function queryDigest(query: Omit<CatalogQuery, "extra">, order: string): string {
  return createHash("sha256").update(JSON.stringify([query.text ?? null, canonical(query.filter), order])).digest("base64url").slice(0, 12);
}

/** Writes a cursor as text (base64url of JSON). */
export function writeCursor(digest: string, cursor: SearchCursor): string {
  const place = cursor.kind === "ranked" ? ["r", cursor.window, cursor.score, cursor.id] : [cursor.position.open === true ? "o" : "s", cursor.position.value, cursor.position.id];
  const body = [1, digest, ...place, cursor.extra, ...(cursor.corrected === undefined ? [] : [cursor.corrected])];
  return Buffer.from(JSON.stringify(body)).toString("base64url");
}

/**
 * Reads the text of a cursor.
 *
 * @throws {CursorError} when it is none, or belongs to another search.
 */
export function readCursor(digest: string, text: string): SearchCursor {
  const parts = decode(text);
  if (parts === undefined || parts[0] !== 1 || typeof parts[1] !== "string") {
    throw new CursorError("is not a cursor of this endpoint; give back `endCursor` or an edge's `cursor` as it was");
  }
  if (parts[1] !== digest) throw new CursorError("belongs to another search; give it back with the same text, filter and sort");
  const cursor = parts[2] === "r" ? rankedOf(parts) : parts[2] === "s" || parts[2] === "o" ? sortedOf(parts) : undefined;
  if (cursor === undefined) throw new CursorError("was changed on its way; give it back as it was");
  return cursor;
}

function decode(text: string): readonly unknown[] | undefined {
  if (text.length > 8192 || !/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    // Not JSON: the caller says what a cursor is.
    return undefined;
  }
}

function rankedOf(parts: readonly unknown[]): SearchCursor | undefined {
  const [, , , window, score, id, extra, corrected] = parts;
  if (!isWindow(window) || typeof score !== "number" || !Number.isFinite(score) || typeof id !== "string" || !isTexts(extra) || !isCorrection(corrected)) return undefined;
  return { kind: "ranked", window, score, id, extra, ...(corrected !== undefined && { corrected }) };
}

function sortedOf(parts: readonly unknown[]): SearchCursor | undefined {
  const [, , kind, value, id, extra, corrected] = parts;
  const known = value === null || typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
  if (!known || typeof id !== "string" || !isTexts(extra) || !isCorrection(corrected)) return undefined;
  return { kind: "sorted", position: { value, id, ...(kind === "o" && { open: true as const }) }, extra, ...(corrected !== undefined && { corrected }) };
}

function isWindow(value: unknown): value is SearchWindow {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((bound) => typeof bound === "number" && Number.isFinite(bound));
}

function isCorrection(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === "string" && value !== "" && value.length <= longestCorrection);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 100 && value.every((text) => typeof text === "string");
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]));
}
