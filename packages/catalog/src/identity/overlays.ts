import type { ListingKey } from "@modeldex/schema";
import { compareText } from "../text-order.ts";
import { edgesFrom } from "./edges.ts";
import type { Edge, IdentityFacts } from "./facts.ts";

/**
 * The listing that an overlay belongs to, as the `second` of an edge, by the rules that join a listing to what it refers to. It belongs to at most
 * one and joins no two models; a listing that its source no longer has holds none. One whose name somebody vouches for comes first, then the smallest key.
 *
 * @param targets what it refers to, by key
 */
export function placeOverlay(overlay: IdentityFacts, targets: ReadonlyMap<ListingKey, IdentityFacts>): Edge | undefined {
  const present = new Map([...targets].filter(([, { isGone }]) => !isGone));
  const isOpen = ({ second }: Edge): boolean => present.get(second)?.naming === "open";
  return edgesFrom(overlay, present)
    .filter(({ joins }) => joins)
    .toSorted((left, right) => Number(isOpen(left)) - Number(isOpen(right)) || compareText(left.second, right.second))[0];
}
