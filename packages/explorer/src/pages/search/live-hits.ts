import type { SearchPageHitFragment, SearchPageOutcomeFragment } from "../../generated/types.ts";

type Edges = readonly SearchPageHitFragment[];

interface Found {
  readonly totalCount: number;
  readonly edges: Edges;
}

/** Which hits stand where: those that were read stay in their places, and what comes later stands behind them. */
export interface Arranged {
  readonly edges: Edges;
  /** Where those begin that came later; `undefined` where none did. */
  readonly addedAt: number | undefined;
}

/** Puts hits that came later behind those that are read, each model once. */
export function arrange(read: Edges, later: Edges): Arranged {
  const first = unique(read);
  const edges = unique([...first, ...later]);
  return { edges, addedAt: edges.length > first.length ? first.length : undefined };
}

/** Whether an answer of the sources shows the same as what is stored, but for how well it fits: then one can stand in the place of the other unseen. */
export function showsSame(stored: Found, live: Found): boolean {
  const shown = ({ totalCount, edges }: Found): string => JSON.stringify([totalCount, edges.map(({ node: { trust: _trust, ...node } }) => node)]);
  return shown(stored) === shown(live);
}

/** Titles of the sources that a live search asks, off how each fared for what is stored: of those that search, each but those that no words are sent to. */
export function askable(outcomes: readonly SearchPageOutcomeFragment[]): readonly string[] {
  // "not chosen by the filter", "not asked: live search is off for this source", "not asked: this gateway is offline".
  return outcomes.filter(({ source, message }) => source.capabilities.includes("SEARCH") && !/^not (?:asked|chosen)/.test(message ?? "")).map(({ source }) => source.title);
}

/** How many of the sources that were asked just now did not answer. */
export function unanswered(outcomes: readonly Pick<SearchPageOutcomeFragment, "status">[]): number {
  return outcomes.filter(({ status }) => status === "FAILED").length;
}

function unique(edges: Edges): Edges {
  const seen = new Set<string>();
  return edges.filter(({ node: { id } }) => !seen.has(id) && seen.add(id));
}
