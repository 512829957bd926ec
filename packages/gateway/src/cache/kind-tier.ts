import { newTierCounters } from "./tier.ts";
import type { Tier, TierCounters } from "./tier.ts";

/** What a cache keeps: answers of sources, whole answers, and queries that clients name by their hash. */
export const cacheKinds = ["answers", "responses", "queries"] as const;
export type CacheKind = (typeof cacheKinds)[number];

/** Counts of one kind in one tier. */
export interface KindCounters extends Readonly<TierCounters> {
  readonly kind: CacheKind;
  readonly tier: string;
}

/** Views of tiers, each of which counts what it is asked for itself. */
export interface KindTiers {
  of(kind: CacheKind, tiers: readonly Tier[]): readonly Tier[];
  counters(): readonly KindCounters[];
}

export function createKindTiers(): KindTiers {
  const made: { readonly kind: CacheKind; readonly tier: Tier }[] = [];
  return {
    of: (kind, tiers) => tiers.map((tier) => {
      const counted = countedTier(tier);
      made.push({ kind, tier: counted });
      return counted;
    }),
    counters: () => made.map(({ kind, tier }) => ({ kind, tier: tier.name, ...tier.counters })),
  };
}

/** The same entries with counters of its own; errors stay with the tier itself, which alone sees them. */
function countedTier(tier: Tier): Tier {
  const counters = newTierCounters();
  const count = <Found>(found: Found | undefined): Found | undefined => {
    if (found === undefined) counters.misses += 1;
    else counters.hits += 1;
    return found;
  };
  return {
    name: tier.name,
    local: tier.local,
    counters,
    get: (key) => {
      const found = tier.get(key);
      return found instanceof Promise ? found.then(count) : count(found);
    },
    set: (key, entry, text) => {
      counters.sets += 1;
      return tier.set(key, entry, text);
    },
  };
}
