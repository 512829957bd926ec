import { CatalogInputError } from "../errors.ts";
import { rankLimit, sequenceOf } from "../popularity.ts";
import type { CatalogQuery, HitStream, ModelHit, SearchWindow, WindowPage } from "../query.ts";
import type { Columns } from "./columns.ts";
import type { Database } from "./database.ts";
import { compileFilter, type Predicate } from "./filter.ts";
import { readModels } from "./read-models.ts";
import { numberOf } from "./rows.ts";
import { type ExactRanks, exactRanks, isVouchedId, maxExact } from "./exact.ts";
import { ranksBesideParts, streamsOf } from "./name-parts.ts";
import { extraRanks, firstRanks, type RankSource } from "./streams.ts";
import { readWindow, type WindowBounds, writeWindow } from "./window.ts";

/** Rows that each stream gives to a window. */
export const windowRows = 200;
/** More rows than a window can hold: six streams, and room for models that became more used meanwhile. */
const maxWindowRows = 2_000;

/** Reads one window of a search; see `Catalog.searchWindow`. */
export function searchWindow(database: Database, columns: Columns, { query, window }: { readonly query: CatalogQuery; readonly window: SearchWindow | undefined }): WindowPage {
  const bounds = window === undefined ? undefined : readWindow(window);
  const search = prepare(database, columns, query, bounds);
  if (bounds === undefined || bounds.index === 0) return firstWindow(search, bounds);
  return laterWindow(search, bounds);
}

interface Search {
  readonly database: Database;
  readonly accepts: Predicate;
  /** What is walked through; absent without words. */
  readonly main: RankSource | undefined;
  readonly names: RankSource | undefined;
  /** Rows of all columns, where parts of names are walked through. */
  readonly few: ReadonlySet<number> | undefined;
  readonly exact: ExactRanks;
  readonly exactSorted: readonly number[];
  readonly extra: ReadonlySet<number>;
  readonly newest: number;
}

function prepare(database: Database, columns: Columns, query: CatalogQuery, bounds: WindowBounds | undefined): Search {
  const newest = bounds?.newest ?? newestModel(database);
  const filter = compileFilter(database, columns, query.filter);
  const accepts: Predicate = (seq) => seq <= newest && filter(seq);
  const exact = exactRanks(database, query);
  const exactSorted = [...exact.byId.union(exact.byName)].filter((rank) => accepts(sequenceOf(rank))).sort((left, right) => left - right);
  const extra = new Set(extraRanks(database, query).filter((rank) => accepts(sequenceOf(rank))));
  const { main, names, few } = streamsOf(database, query, { isId: isVouchedId(exact), wantsParts: bounds === undefined ? undefined : bounds.parts === 1 });
  // Models that came after the first window do not count, so there are as few as there were.
  const fewRanks = few === undefined ? undefined : new Set(ranksBesideParts(database, few, (seq) => seq <= newest).filter((rank) => accepts(sequenceOf(rank))));
  return { database, accepts, main, names, few: fewRanks, exact, exactSorted, extra, newest };
}

function firstWindow(search: Search, given: WindowBounds | undefined): WindowPage {
  const limit = given === undefined ? windowRows : maxWindowRows;
  const ranksThrough = (source: RankSource | undefined, through: number | undefined): readonly number[] =>
    through === 0 ? [] : firstRanks(search.database, source, search.accepts, { after: 0, through: through ?? rankLimit, limit });
  const main = ranksThrough(search.main, given?.through);
  const names = search.names === undefined ? [] : ranksThrough(search.names, given?.name);
  const exact = given === undefined ? search.exactSorted.slice(0, maxExact) : search.exactSorted.filter((rank) => rank <= given.exact);
  const isPart = search.few !== undefined;
  const bounds = given ?? { index: 0, after: 0, through: main.at(-1) ?? 0, name: names.at(-1) ?? 0, exact: exact.at(-1) ?? 0, parts: Number(isPart), newest: search.newest };
  const found = new Map<number, HitStream[]>();
  addStream(found, exact.filter((rank) => search.exact.byId.has(rank)), "exact-id");
  addStream(found, exact.filter((rank) => search.exact.byName.has(rank)), "exact-name");
  addStream(found, search.few === undefined ? names : names.filter((rank) => search.few?.has(rank)), "name");
  addStream(found, search.few ?? main, "all");
  if (isPart) addStream(found, main, "part");
  addStream(found, search.extra, "extra");
  return page(search, bounds, found);
}

function laterWindow(search: Search, given: WindowBounds): WindowPage {
  const limit = given.through === undefined ? windowRows : maxWindowRows;
  const ranks = unpromoted(search, given, { after: given.after, through: given.through ?? rankLimit, limit });
  const bounds = given.through === undefined ? { ...given, through: ranks.at(-1) ?? given.after } : given;
  const found = new Map<number, HitStream[]>();
  addStream(found, ranks, search.few === undefined ? "all" : "part");
  return page(search, bounds, found);
}

/** Rows of the main stream that the first window does not have already. */
function unpromoted(search: Search, bounds: WindowBounds, range: { readonly after: number; readonly through: number; readonly limit: number }): readonly number[] {
  const found: number[] = [];
  let { after } = range;
  while (found.length < range.limit) {
    // Where names reach further than all columns, most rows after the first window are in it already: they are passed over together.
    const wanted = Math.max(range.limit - found.length, windowRows);
    const ranks = firstRanks(search.database, search.main, search.accepts, { after, through: range.through, limit: wanted });
    const reach = search.few === undefined ? Math.min(ranks.at(-1) ?? 0, bounds.name) : 0;
    const named = search.few ?? new Set(search.names === undefined || reach <= after ? [] : firstRanks(search.database, search.names, search.accepts, { after, through: reach, limit: Infinity }));
    const isExact = (rank: number): boolean => rank <= bounds.exact && (search.exact.byId.has(rank) || search.exact.byName.has(rank));
    found.push(...ranks.filter((rank) => !named.has(rank) && !isExact(rank) && !search.extra.has(rank)));
    const last = ranks.at(-1);
    if (last === undefined || ranks.length < wanted) break;
    after = last;
  }
  return found.slice(0, range.limit);
}

function page(search: Search, bounds: WindowBounds, found: ReadonlyMap<number, readonly HitStream[]>): WindowPage {
  if (found.size >= maxWindowRows) throw new CatalogInputError("The search window spans more rows than a window has: begin the search again.");
  const through = bounds.through ?? bounds.after;
  const next = through === 0 ? [] : unpromoted(search, bounds, { after: through, through: rankLimit, limit: 1 });
  const entries = readModels(search.database, [...found.keys()].map(sequenceOf));
  const hits: ModelHit[] = entries.map(({ rank, model, nameTokens }) => ({ model, streams: found.get(rank) ?? [], nameTokens }));
  const { index, name, exact, parts, newest } = bounds;
  return { window: writeWindow(bounds), hits, ...(next.length > 0 && { next: writeWindow({ index: index + 1, after: through, name, exact, parts, newest }) }) };
}

function addStream(found: Map<number, HitStream[]>, ranks: Iterable<number>, stream: HitStream): void {
  for (const rank of ranks) {
    const streams = found.get(rank);
    if (streams === undefined) found.set(rank, [stream]);
    else streams.push(stream);
  }
}

function newestModel(database: Database): number {
  const row = database.sql("SELECT coalesce(max(seq), 0) AS seq FROM models").get() ?? {};
  return numberOf(row, "seq");
}
