import { CatalogInputError } from "../errors.ts";
import { openRanks } from "../popularity.ts";
import { type CatalogQuery, type SearchSort, type SortedPage, type SortedPosition, type SortKey, sortKeys } from "../query.ts";
import { compareText } from "../text-order.ts";
import type { Columns, NumberName } from "./columns.ts";
import type { Database } from "./database.ts";
import { compileFilter } from "./filter.ts";
import { findAll, select } from "./matches.ts";
import { readModels } from "./read-models.ts";
import { readResults } from "./results.ts";

/** Most models on one page. */
export const maxPage = 1_000;

/** What a page of a sorted search is asked by. */
export interface SortedRequest {
  readonly query: CatalogQuery;
  readonly sort: SearchSort;
  readonly limit: number;
  readonly after: SortedPosition | undefined;
}

/** Reads one page in the order of a value; see `Catalog.searchSorted`. */
export function searchSorted(database: Database, columns: Columns, { query, sort, limit, after }: SortedRequest): SortedPage {
  if (!sortKeys.includes(sort.key)) throw new CatalogInputError(`Nothing is sorted by ${String(sort.key)}; sort by one of ${sortKeys.join(", ")}.`);
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > maxPage) throw new CatalogInputError(`A page has 0 to ${maxPage} models.`);
  const order = orderOf(database, columns, sort);
  const start = after === undefined ? undefined : readPosition(after, sort.key);
  const places: Place[] = [];
  for (const seq of select(findAll(database, columns, query), compileFilter(database, columns, query.filter))) {
    const place = { seq, value: order.value(seq), isOpen: columns.rank.get(seq) > openRanks };
    if (start === undefined || order.compareTo(place, start) > 0) keepFirst(places, place, { order, size: limit + 1 });
  }
  places.sort(order.compare);
  const entries = new Map(readModels(database, places.slice(0, limit).map(({ seq }) => seq)).map((entry) => [entry.seq, entry.model]));
  const hits = places.slice(0, limit).flatMap(({ seq, value, isOpen }) => {
    const model = entries.get(seq);
    return model === undefined ? [] : [{ model, position: { value, id: columns.id.get(seq), ...(isOpen && { open: true as const }) } }];
  });
  return { hits, hasMore: places.length > limit };
}

interface Place {
  readonly seq: number;
  /** Null when unknown. */
  readonly value: number | string | null;
  /** It is listed only where anybody may write. */
  readonly isOpen: boolean;
}

interface Order {
  value(seq: number): number | string | null;
  compare(left: Place, right: Place): number;
  compareTo(place: Place, position: SortedPosition): number;
}

const numberKeys = {
  DOWNLOADS: "downloads30d", LIKES: "likes", TRENDING: "trending", CREATED: "createdAt", UPDATED: "updatedAt", PARAMETERS: "parameters",
  CONTEXT_LENGTH: "contextLength", INPUT_PRICE: "inputPrice", OUTPUT_PRICE: "outputPrice",
} as const satisfies Record<Exclude<SortKey, "NAME" | "BENCHMARK">, NumberName>;
const ascendingKeys: ReadonlySet<SortKey> = new Set(["NAME", "INPUT_PRICE", "OUTPUT_PRICE"]);

/** Largest first, prices and names ascending, each turned by `reverse`; unknown last, then what anybody may write, and ties by id either way. */
function orderOf(database: Database, columns: Columns, { key, reverse, benchmark }: SearchSort): Order {
  const isAscending = ascendingKeys.has(key) !== reverse;
  const compareValues = (left: number | string | null, right: number | string | null): number => {
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const ascending = left < right ? -1 : left > right ? 1 : 0;
    return isAscending ? ascending : -ascending;
  };
  return {
    value: valueReader(database, columns, key, benchmark),
    compare: (left, right) => Number(left.isOpen) - Number(right.isOpen) || compareValues(left.value, right.value) || compareText(columns.id.get(left.seq), columns.id.get(right.seq)),
    compareTo: (place, position) =>
      Number(place.isOpen) - Number(position.open === true) || compareValues(place.value, position.value) || compareText(columns.id.get(place.seq), position.id),
  };
}

function valueReader(database: Database, columns: Columns, key: SortKey, benchmark: string | undefined): Order["value"] {
  if (key === "NAME") return (seq) => columns.name.get(seq);
  if (key === "BENCHMARK") {
    if (benchmark === undefined) throw new CatalogInputError("A search sorted by BENCHMARK needs the name of one.");
    const results = readResults(database, benchmark);
    return (seq) => results.get(seq) ?? null;
  }
  const number = columns.numbers[numberKeys[key]];
  return (seq) => {
    const value = number.get(seq);
    return Number.isNaN(value) ? null : value;
  };
}

/** Keeps the first of many in a heap whose top is the last of them. */
function keepFirst(heap: Place[], place: Place, { order, size }: { readonly order: Order; readonly size: number }): void {
  if (heap.length < size) {
    heap.push(place);
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!isAfter(order, heap, child, parent)) break;
      swap(heap, child, parent);
      child = parent;
    }
    return;
  }
  const top = heap[0];
  if (top === undefined || order.compare(place, top) >= 0) return;
  heap[0] = place;
  for (let parent = 0; ; ) {
    let last = parent;
    for (const child of [2 * parent + 1, 2 * parent + 2]) if (child < heap.length && isAfter(order, heap, child, last)) last = child;
    if (last === parent) return;
    swap(heap, parent, last);
    parent = last;
  }
}

function isAfter(order: Order, heap: readonly Place[], left: number, right: number): boolean {
  const [one, other] = [heap[left], heap[right]];
  return one !== undefined && other !== undefined && order.compare(one, other) > 0;
}

function swap(heap: Place[], left: number, right: number): void {
  const [one, other] = [heap[left], heap[right]];
  if (one === undefined || other === undefined) return;
  heap[left] = other;
  heap[right] = one;
}

/** A position that came back from outside. */
function readPosition(position: unknown, key: SortKey): SortedPosition {
  const { value, id, open } = (typeof position === "object" && position !== null ? position : {}) as Partial<Record<keyof SortedPosition, unknown>>;
  const isValue = value === null || (key === "NAME" ? typeof value === "string" : typeof value === "number" && Number.isFinite(value));
  if (typeof id !== "string" || !isValue) {
    throw new CatalogInputError(`A position in a search sorted by ${key} has an id and ${key === "NAME" ? "a text" : "a number"} or null as its value, as searchSorted gave it.`);
  }
  return { value: value as SortedPosition["value"], id, ...(open === true && { open }) };
}
