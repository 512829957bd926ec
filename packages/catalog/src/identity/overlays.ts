import type { ListingKey } from "@modeldex/schema";
import { compareText } from "../text-order.ts";
import { edgesFrom } from "./edges.ts";
import type { Edge, IdentityFacts } from "./facts.ts";
import { nameFits } from "./name-edges.ts";

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

/** Where the names of listings are looked up. */
export interface Namesakes {
  readonly listings: readonly IdentityFacts[];
  /** Number of the model of a listing. */
  readonly modelOf: (key: ListingKey) => number | undefined;
}

/**
 * The listing that an overlay belongs to by its name, as the `second` of an edge: where all listings that fit are one model, the one whose weights are
 * as they were published, then the smallest key.
 */
export function placeByName(overlay: IdentityFacts, { listings, modelOf }: Namesakes): Edge | undefined {
  const fits = nameFits(overlay, listings);
  const packaging = new Map(listings.map(({ key, signature }) => [key, signature.packaging.length]));
  if (new Set(fits.map(({ second }) => modelOf(second))).size !== 1) return undefined;
  return fits.toSorted((left, right) => (packaging.get(left.second) ?? 0) - (packaging.get(right.second) ?? 0) || compareText(left.second, right.second))[0];
}
