import { writeEntry, type CacheEntry, type Tier } from "./tier.ts";

/** Whole answers by key, in the same tiers as the answers of sources. */
export interface ResponseStore {
  get(key: string): Promise<unknown>;
  /** @param keptMs how long it may serve. */
  set(key: string, value: unknown, keptMs: number): void;
}

/** A store over tiers, nearest first. What is found in a farther tier is brought nearer. */
export function createResponseStore(tiers: readonly Tier[], now: () => Date): ResponseStore {
  return {
    async get(key) {
      for (const [place, tier] of tiers.entries()) {
        const entry = await tier.get(key);
        if (entry === undefined || entry.usableUntil <= now().getTime()) continue;
        if (place > 0) keep(tiers.slice(0, place), key, entry);
        return entry.value;
      }
      return undefined;
    },
    set(key, value, keptMs) {
      const storedAt = now().getTime();
      const until = storedAt + keptMs;
      keep(tiers, key, { value, storedAt, freshUntil: until, staleUntil: until, usableUntil: until });
    },
  };
}

function keep(tiers: readonly Tier[], key: string, entry: CacheEntry): void {
  const text = writeEntry(entry);
  for (const tier of tiers) void tier.set(key, entry, text);
}
