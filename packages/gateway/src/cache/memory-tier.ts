import { LRUCache } from "lru-cache";
import { newTierCounters, type CacheEntry, type Tier } from "./tier.ts";

export interface MemoryTierOptions {
  /** @default 10_000 */
  readonly maxEntries?: number;
  /** Size of the entries as JSON text, in UTF-16 code units. @default 64 MiB */
  readonly maxBytes?: number;
}

/** Least recently used entries within this process. An entry larger than an eighth of the whole is not kept. */
export function memoryTier(options: MemoryTierOptions = {}): Tier {
  const maxSize = options.maxBytes ?? 64 * 1024 * 1024;
  const entries = new LRUCache<string, CacheEntry>({ max: options.maxEntries ?? 10_000, maxSize, maxEntrySize: Math.max(1, Math.floor(maxSize / 8)) });
  const counters = newTierCounters();
  return {
    name: "memory",
    local: true,
    counters,
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) counters.misses += 1;
      else counters.hits += 1;
      return entry;
    },
    set: (key, entry, text) => {
      counters.sets += 1;
      entries.set(key, entry, { size: Math.max(1, key.length + text.length) });
    },
  };
}
