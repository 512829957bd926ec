import { badInput } from "./errors.ts";

/** A Relay page over a list that is at hand whole. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly edges: readonly { readonly node: Node; readonly cursor: string }[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export const mostPerPage = 100;

/** Checks a `first`: from 1 to 100; null means the default. */
export function pageSize(first: number | null | undefined, fallback: number): number {
  if (first === null || first === undefined) return fallback;
  if (first < 1 || first > mostPerPage) throw badInput("first", `is ${first}; write a number from 1 to ${mostPerPage}.`);
  return first;
}

/**
 * One page of a short list. A cursor names the last item by its key, so it holds while the list changes.
 *
 * @param keyOf unique within the list.
 */
export function pageOf<Node>(items: readonly Node[], { first, after, fallback }: { readonly first?: number | null; readonly after?: string | null; readonly fallback: number }, keyOf: (item: Node) => string): Page<Node> {
  const size = pageSize(first, fallback);
  const from = after === null || after === undefined ? 0 : placeOf(items, after, keyOf);
  const nodes = items.slice(from, from + size);
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(keyOf(node)) }));
  return { nodes, edges, totalCount: items.length, pageInfo: pageInfo(edges.map(({ cursor }) => cursor), from + size < items.length, from > 0) };
}

export function pageInfo(cursors: readonly string[], hasNextPage: boolean, hasPreviousPage: boolean): PageInfo {
  return { hasNextPage, hasPreviousPage, startCursor: cursors[0] ?? null, endCursor: cursors.at(-1) ?? null };
}

function placeOf<Node>(items: readonly Node[], after: string, keyOf: (item: Node) => string): number {
  const key = /^[A-Za-z0-9_-]{1,4096}$/.test(after) ? Buffer.from(after, "base64url").toString("utf8") : undefined;
  if (key === undefined || !key.startsWith("k:")) throw badInput("after", "is not a cursor of this list; give back `endCursor` or an edge's `cursor` as it was.");
  const place = items.findIndex((item) => keyOf(item) === key.slice(2));
  if (place < 0) throw badInput("after", "names an item that is no longer in this list; begin again without it.");
  return place + 1;
}

function cursorOf(key: string): string {
  return Buffer.from(`k:${key}`).toString("base64url");
}
