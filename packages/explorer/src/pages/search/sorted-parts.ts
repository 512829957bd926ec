import type { ModelSort, SearchPageHitFragment } from "../../generated/types.ts";
import { sorts } from "../../words/search.ts";

/**
 * Lines that stand before some of sorted hits, by their places: where the values end that are known, and where those end that somebody vouches for. The endpoint
 * puts unknown values last, and behind them what is listed only where anybody may write, in the same order once more.
 */
export function sortedParts(edges: readonly Pick<SearchPageHitFragment, "why">[], sort: ModelSort): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  // Every model has a name, and without a sort nothing stands last for want of a value.
  if (sort === "NAME" || sort === "RELEVANCE") return lines;
  const { label } = sorts[sort];
  let wasUnknown = false;
  for (const [place, edge] of edges.entries()) {
    const isUnknown = isUnknownIn(edge);
    if (isUnknown && !wasUnknown) lines.set(place, `${label.charAt(0).toUpperCase()}${label.slice(1)}: not known from here on.`);
    if (!isUnknown && wasUnknown) lines.set(place, "From here on: listed only where anybody may write.");
    wasUnknown = isUnknown;
  }
  return lines;
}

function isUnknownIn({ why }: Pick<SearchPageHitFragment, "why">): boolean {
  return why.some(({ name, note }) => name === "sort" && note?.endsWith(": unknown") === true);
}
