import type { Logger } from "../observe/log.ts";
import { writeEntry, type CacheEntry, type Tier, type TierCounters } from "./tier.ts";

/** LIVE: loaded for this reading. CACHE: stored and fresh. STALE: stored, older than its freshness time. */
export type CacheOrigin = "LIVE" | "CACHE" | "STALE";

/** How long an answer serves, in milliseconds from when it was loaded. */
export interface ReadPolicy<T> {
  readonly freshMs: number;
  /** After `freshMs`: served at once with its age, while one flight loads it anew. @default 0 */
  readonly staleMs?: number;
  /** After `freshMs`: served when loading fails or takes longer than the reader waits. @default staleMs */
  readonly ifErrorMs?: number;
  /** Freshness of an answer that says "there is none"; such an answer is never served stale. @default 0: not stored */
  readonly negativeMs?: number;
  /** @default the value is undefined */
  readonly isNegative?: (value: T) => boolean;
  /** Looks at a stored value; `undefined`: not one of this kind, which is a miss. Not asked about `undefined` itself. */
  readonly accept: (value: unknown) => T | undefined;
}

export interface ReadOptions {
  /** Load even when a fresh answer is stored, and serve no stored one. @default false */
  readonly fresh?: boolean;
  /** What is older is loaded anew, and served only when that fails. @default what the policy says */
  readonly maxAgeMs?: number;
  /** Ends the reader's wait. The flight goes on and is stored. */
  readonly signal?: AbortSignal;
  /** Longest wait for a flight. @default without end */
  readonly waitMs?: number;
}

export interface ReadItem<T> {
  readonly key: string;
  readonly load: () => Promise<T>;
}

export interface ReadResult<T> {
  readonly value: T;
  readonly origin: CacheOrigin;
  /** When the loading began, milliseconds since 1970. */
  readonly storedAt: number;
}

/** Reads through tiers, nearest first, with one flight per key. */
export interface Cache {
  /** @throws what `load` throws, the reason of the signal, or {@link WaitEndedError}, when no stored answer may stand in. */
  read<T>(key: string, load: () => Promise<T>, policy: ReadPolicy<T>, options?: ReadOptions): Promise<ReadResult<T>>;
  /** The loads that are needed begin in one tick, so that they can be asked for together. In the order given. */
  readMany<T>(items: readonly ReadItem<T>[], policy: ReadPolicy<T>, options?: ReadOptions): Promise<readonly PromiseSettledResult<ReadResult<T>>[]>;
  /** Counts since the start. */
  counters(): CacheCounters;
  /** Waits until everything under way is loaded and stored. */
  settle(): Promise<void>;
}

/** The flight took longer than the reader waits. */
export class WaitEndedError extends Error {
  override readonly name = "WaitEndedError";
}

export interface CacheCounters {
  readonly tiers: Readonly<Record<string, Readonly<TierCounters>>>;
  readonly loads: number;
  readonly loadErrors: number;
  /** Readings that waited for a flight that was already under way. */
  readonly joined: number;
  /** Readings that were served an answer past its freshness. */
  readonly stale: number;
}

export interface CacheOptions {
  /** Nearest first. */
  readonly tiers: readonly Tier[];
  readonly now?: () => Date;
  readonly log: Logger;
}

export function createCache({ tiers, now = () => new Date(), log }: CacheOptions): Cache {
  const flights = new Map<string, Promise<{ readonly value: unknown; readonly storedAt: number }>>();
  const storing = new Set<Promise<void>>();
  const counts = { loads: 0, loadErrors: 0, joined: 0, stale: 0 };
  /** Flights that are over. */
  let landed = 0;
  const time = () => now().getTime();

  async function readMany<T>(items: readonly ReadItem<T>[], policy: ReadPolicy<T>, options: ReadOptions = {}) {
    const before = landed;
    const entries = options.fresh === true ? [] : await Promise.all(items.map((item) => lookUp(item.key, policy)));
    return Promise.allSettled(items.map((item, index) => serve(item, policy, options, entries[index] ?? landedSince(before, item.key, policy, options))));
  }

  async function read<T>(key: string, load: () => Promise<T>, policy: ReadPolicy<T>, options: ReadOptions = {}) {
    const before = landed;
    const entry = options.fresh === true ? undefined : await lookUp(key, policy);
    return serve({ key, load }, policy, options, entry ?? landedSince(before, key, policy, options));
  }

  /** The newest usable entry; farther tiers are asked only while no fresh one is found. */
  async function lookUp<T>(key: string, policy: ReadPolicy<T>): Promise<CacheEntry | undefined> {
    let best: CacheEntry | undefined;
    for (const [index, tier] of tiers.entries()) {
      const entry: CacheEntry | undefined = accepted(await tier.get(key), policy);
      if (entry === undefined || (best !== undefined && best.storedAt >= entry.storedAt)) continue;
      best = entry;
      if (index > 0) store(key, entry, tiers.slice(0, index));
      if (entry.freshUntil > time()) break;
    }
    return best;
  }

  /** What a flight brought that ended while farther tiers were asked. */
  function landedSince<T>(before: number, key: string, policy: ReadPolicy<T>, options: ReadOptions): CacheEntry | undefined {
    if (landed === before || options.fresh === true) return undefined;
    for (const tier of tiers) {
      const answer = tier.local ? tier.get(key) : undefined;
      const entry = answer instanceof Promise ? undefined : accepted(answer, policy);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  function accepted<T>(entry: CacheEntry | undefined, policy: ReadPolicy<T>): CacheEntry | undefined {
    if (entry === undefined || entry.usableUntil <= time()) return undefined;
    return entry.absent === true || policy.accept(entry.value) !== undefined ? entry : undefined;
  }

  async function serve<T>(item: ReadItem<T>, policy: ReadPolicy<T>, options: ReadOptions, entry: CacheEntry | undefined): Promise<ReadResult<T>> {
    const at = time();
    const recent = entry !== undefined && at - entry.storedAt <= (options.maxAgeMs ?? Infinity);
    if (entry !== undefined && recent && entry.freshUntil > at) return stored(entry, policy, "CACHE");
    const flight = fly(item, policy);
    if (entry !== undefined && recent && entry.staleUntil > at) {
      flight.catch((error: unknown) => log.debug("a stale answer could not be loaded anew", { key: item.key, error }));
      return stored(entry, policy, "STALE");
    }
    try {
      const { value, storedAt } = await awaitWithin(flight, options);
      return { value: value as T, origin: "LIVE", storedAt };
    } catch (error) {
      if (entry !== undefined && entry.usableUntil > time()) return stored(entry, policy, "STALE");
      throw error;
    }
  }

  function stored<T>(entry: CacheEntry, policy: ReadPolicy<T>, origin: CacheOrigin): ReadResult<T> {
    if (origin === "STALE") counts.stale += 1;
    // An absent entry is made only from a value for which `isNegative` holds; of a list that is the stored empty one.
    const value = (entry.absent === true && entry.value === undefined ? undefined : policy.accept(entry.value)) as T;
    return { value, origin, storedAt: entry.storedAt };
  }

  function fly<T>(item: ReadItem<T>, policy: ReadPolicy<T>) {
    const existing = flights.get(item.key);
    if (existing !== undefined) {
      counts.joined += 1;
      return existing;
    }
    const flight = load(item, policy).finally(() => {
      flights.delete(item.key);
      landed += 1;
    });
    flights.set(item.key, flight);
    return flight;
  }

  async function load<T>(item: ReadItem<T>, policy: ReadPolicy<T>) {
    const storedAt = time();
    counts.loads += 1;
    try {
      const value = await item.load();
      store(item.key, newEntry(value, storedAt, policy), tiers);
      return { value, storedAt };
    } catch (error) {
      counts.loadErrors += 1;
      throw error;
    }
  }

  function store(key: string, entry: CacheEntry, into: readonly Tier[]): void {
    if (entry.usableUntil <= time()) return;
    const text = writeEntry(entry);
    for (const tier of into) {
      const done = tier.set(key, entry, text);
      if (!(done instanceof Promise)) continue;
      const kept = done.finally(() => storing.delete(kept));
      storing.add(kept);
    }
  }

  return {
    read,
    readMany,
    counters: () => ({ ...counts, tiers: Object.fromEntries(tiers.map((tier) => [tier.name, { ...tier.counters }])) }),
    settle: async () => {
      while (flights.size > 0 || storing.size > 0) await Promise.allSettled([...flights.values(), ...storing]);
    },
  };
}

function newEntry<T>(value: T, storedAt: number, policy: ReadPolicy<T>): CacheEntry {
  const negative = policy.isNegative?.(value) ?? value === undefined;
  if (negative) {
    const until = storedAt + (policy.negativeMs ?? 0);
    const times = { storedAt, freshUntil: until, staleUntil: until, usableUntil: until };
    return value === undefined ? { value, absent: true, ...times } : { value, ...times };
  }
  const freshUntil = storedAt + policy.freshMs;
  const staleMs = policy.staleMs ?? 0;
  const ifErrorMs = policy.ifErrorMs ?? staleMs;
  return { value, storedAt, freshUntil, staleUntil: freshUntil + staleMs, usableUntil: freshUntil + Math.max(staleMs, ifErrorMs) };
}

async function awaitWithin<T>(flight: Promise<T>, { signal, waitMs }: ReadOptions): Promise<T> {
  if (signal === undefined && waitMs === undefined) return flight;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal?.reason instanceof Error ? signal.reason : new Error("The wait was ended.", { cause: signal?.reason }));
  const timer = waitMs === undefined ? undefined : setTimeout(() => reject(new WaitEndedError(`No answer within ${waitMs} ms.`)), waitMs);
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([flight, ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
