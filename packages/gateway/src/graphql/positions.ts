import { createHash } from "node:crypto";
import { badInput } from "./errors.ts";
import { pageInfo } from "./pages.ts";
import type { PageInfo } from "./pages.ts";

/**
 * Writes the place of an entry in a list that is read page by page, as text that is opaque to clients and bound to the list.
 *
 * @param list tells the list from every other one.
 * @param position plain JSON.
 */
export function writePosition(list: string, position: unknown): string {
  return Buffer.from(JSON.stringify([position, seal(list, position)])).toString("base64url");
}

/**
 * Reads what {@link writePosition} wrote for the same list.
 *
 * @throws {GraphQLError} BAD_USER_INPUT when it is of another list, or nobody's.
 */
export function readPosition(list: string, text: string | null | undefined, argument = "after"): unknown {
  if (text === null || text === undefined) return undefined;
  const [position, sealed] = decode(text) ?? [];
  if (sealed === undefined || sealed !== seal(list, position)) throw badInput(argument, "is not a cursor of this list; give back `endCursor` or an edge's `cursor` as it was.");
  return position;
}

/** A Relay page of entries that were read with one more to come, or not. */
export function positionPage<Node, Edge extends object = object>(
  list: string, entries: readonly { readonly node: Node; readonly position: unknown; readonly edge?: Edge }[], more: { readonly hasMore: boolean; readonly after: boolean; readonly total?: number | undefined },
): { readonly nodes: readonly Node[]; readonly edges: readonly object[]; readonly pageInfo: PageInfo; readonly totalCount?: number | undefined } {
  const edges = entries.map(({ node, position, edge }) => ({ ...edge, node, cursor: writePosition(list, position) }));
  return { nodes: edges.map(({ node }) => node), edges, pageInfo: pageInfo(edges.map(({ cursor }) => cursor), more.hasMore, more.after), totalCount: more.total };
}

function seal(list: string, position: unknown): string {
  return createHash("sha256").update(JSON.stringify([list, position])).digest("base64url").slice(0, 10);
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
