import { setImmediate as nextTurn } from "node:timers/promises";
import type { Catalog, CatalogQuery, Facet, FacetRequest, ModelFilter, SearchSort, SearchWindow } from "@modeldex/catalog";
import { queryWords } from "@modeldex/schema";
import type { ModelId } from "@modeldex/schema";
import { throwIfGone, waitedFor } from "../observe/client-gone.ts";
import { CursorError, queryDigest, readCursor, writeCursor } from "../ranking/cursor.ts";
import type { SearchCursor } from "../ranking/cursor.ts";
import { byRank, rank } from "../ranking/rank.ts";
import type { RankedHit } from "../ranking/rank.ts";
import type { SourceOutcome } from "../sources/outcome.ts";
import type { LiveSearch } from "./live.ts";
import { mostExtra, type SearchHit } from "./search-hit.ts";
import { spelled } from "./spelling.ts";
import { searchOutcomes } from "./outcomes.ts";
import type { FreshnessOf } from "./outcomes.ts";

/** What somebody searches for. */
export interface SearchRequest {
  readonly text?: string;
  readonly filter: ModelFilter;
  readonly first: number;
  /** A cursor of the same search. */
  readonly after?: string;
  /** Without: by relevance. */
  readonly sort?: SearchSort;
  /** Also ask the sources that can search. */
  readonly live: boolean;
  /** Where words of the text find nothing, search for the others. @default false */
  readonly partly?: boolean;
  readonly signal: AbortSignal;
}

/** One page. Counts and facets are asked of it, so that nobody pays for what is not selected. */
export interface SearchResult {
  readonly hits: readonly SearchHit[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** A corrected spelling, or the words of the text that are found. When the text as typed finds nothing, everything here is about this text. */
  readonly didYouMean?: string;
  /** The text as typed finds nothing. */
  readonly hitsAreOfCorrection?: boolean;
  readonly outcomes: () => Promise<readonly SourceOutcome[]>;
  readonly total: () => Promise<{ readonly count: number; readonly exact: boolean }>;
  readonly facets: (requests: readonly FacetRequest[]) => Promise<readonly Facet[]>;
}

/** Lent to searches. */
export interface Searching {
  readonly catalog: Catalog;
  readonly live: LiveSearch;
  readonly freshness: FreshnessOf;
}

/** Longest text of a query, in UTF-16 code units. */
export const longestText = 500;

/**
 * Ranked, filtered search: asks live sources on a first page with text, writes what they answer into the catalog, then asks the catalog once.
 *
 * @throws {CursorError} when `after` is no cursor of this search.
 */
export async function search(request: SearchRequest, lent: Searching): Promise<SearchResult> {
  const text = request.text?.trim() === "" ? undefined : request.text?.trim();
  const words = text === undefined ? [] : queryWords(text);
  await nextTurn();
  if (text !== undefined && words.length === 0) return nothingSaid(request, lent);
  const order = request.sort === undefined ? "RELEVANCE" : `${request.sort.key}${request.sort.reverse ? "-" : ""}${request.sort.benchmark ?? ""}`;
  const digest = queryDigest({ words, filter: request.filter, ...(text !== undefined && { text }) }, order);
  const after = request.after === undefined ? undefined : readCursor(digest, request.after);
  if (after !== undefined && (after.kind === "ranked") !== (request.sort === undefined)) throw new CursorError("was changed on its way; give it back as it was");
  const asked = text === undefined ? undefined : await lent.live.ask({ text, filter: request.filter, ask: request.live && after === undefined, signal: request.signal });
  const extra = after?.extra ?? (asked === undefined ? [] : await unmatched(asked.models, words, lent.catalog));
  const typed: CatalogQuery = { words, filter: request.filter, extra: extra as readonly ModelId[], ...(text !== undefined && { text }) };
  const pageFor = (query: CatalogQuery, corrected?: string): Promise<Page> => {
    // Whoever types has often asked for more already, and nobody waits for this.
    throwIfGone(request.signal);
    const ground = { digest, extra: query.extra, ...(corrected !== undefined && { corrected }) };
    return request.sort === undefined ? rankedPage(query, request, ground, after, lent.catalog) : sortedPage(query, request, request.sort, ground, after, lent.catalog);
  };
  const { query, page, didYouMean } = await spelled(typed, after?.corrected, { pageFor, catalog: lent.catalog, partly: request.partly === true });
  return {
    ...page,
    hasPreviousPage: after !== undefined,
    ...(didYouMean !== undefined && { didYouMean, hitsAreOfCorrection: query !== typed }),
    outcomes: () => waitedFor(request.signal, () => searchOutcomes({ models: page.hits.map(({ model }) => model), filter: request.filter, live: request.live, ...(asked && { asked }) }, lent)),
    total: () => waitedFor(request.signal, () => lent.catalog.count(query)),
    facets: (requests) => waitedFor(request.signal, () => lent.catalog.facets(query, requests)),
  };
}

/** A text of signs alone names nothing; it is not as if no text were given. */
function nothingSaid(request: SearchRequest, lent: Searching): SearchResult {
  return {
    hits: [], hasNextPage: false, hasPreviousPage: false,
    outcomes: () => searchOutcomes({ models: [], filter: request.filter, live: false }, lent),
    total: async () => ({ count: 0, exact: true }),
    facets: async (requests) => requests.map(({ field }) => ({ field, countsAreExact: true, totalCount: 0, ...(!field.startsWith("CLAIM_") && { unknownCount: 0 }), values: [] })),
  };
}

/** Live hits that the words alone would not find: they go with the cursor, so that later pages know them. */
async function unmatched(models: readonly ModelId[], words: CatalogQuery["words"], catalog: Catalog): Promise<readonly ModelId[]> {
  if (models.length === 0) return [];
  const matches = await catalog.matchesWords(words, models);
  return models.filter((_, position) => matches[position] === false).slice(0, mostExtra);
}

type Page = Pick<SearchResult, "hits" | "hasNextPage">;

/** What every cursor of one search carries. */
interface CursorGround {
  readonly digest: string;
  readonly extra: readonly string[];
  readonly corrected?: string;
}

async function rankedPage(query: CatalogQuery, request: SearchRequest, ground: CursorGround, after: SearchCursor | undefined, catalog: Catalog): Promise<Page> {
  const hits: SearchHit[] = [];
  let last = after?.kind === "ranked" ? after : undefined;
  let at: SearchWindow | undefined = last?.window;
  for (;;) {
    const page = await catalog.searchWindow(query, at);
    const ranked = rank(page.hits, { text: query.text }).filter((candidate) => last === undefined || isAfter(candidate, last));
    for (const candidate of ranked) {
      if (hits.length === request.first) return { hits, hasNextPage: true };
      hits.push(hitOf(candidate, page.window, ground));
    }
    if (page.next === undefined) return { hits, hasNextPage: false };
    at = page.next;
    last = undefined;
  }
}

function isAfter(candidate: RankedHit, last: { readonly score: number; readonly id: string }): boolean {
  return byRank(candidate, { score: last.score, hit: { model: { id: last.id } } } as RankedHit) > 0;
}

function hitOf({ hit, score, why }: RankedHit, window: SearchWindow, { digest, ...ground }: CursorGround): SearchHit {
  return {
    model: hit.model, score, why,
    // Most pages are asked for their first and last cursor alone.
    get cursor() {
      return writeCursor(digest, { kind: "ranked", window, score, id: hit.model.id, ...ground });
    },
  };
}

async function sortedPage(query: CatalogQuery, request: SearchRequest, sort: SearchSort, { digest, ...ground }: CursorGround, after: SearchCursor | undefined, catalog: Catalog): Promise<Page> {
  const page = await catalog.searchSorted(query, sort, request.first, after?.kind === "sorted" ? after.position : undefined);
  const hits = page.hits.map(({ model, position }) => ({
    model,
    score: 0,
    why: [{ name: "sort", value: 0, note: `${sort.key.toLowerCase().replaceAll("_", " ")}: ${position.value ?? "unknown"}` }],
    cursor: writeCursor(digest, { kind: "sorted", position, ...ground }),
  }));
  return { hits, hasNextPage: page.hasMore };
}
