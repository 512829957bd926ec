import type { Cluster, Redis } from "ioredis";
import type { Logger } from "../observe/log.ts";
import { untilReady } from "./redis-connection.ts";
import { clusterSlot } from "./cluster-slot.ts";
import { newTierCounters, readEntry, type CacheEntry, type Tier } from "./tier.ts";

export interface RedisTierOptions {
  readonly redis: Redis | Cluster;
  readonly log: Logger;
  /** Longest wait for one answer. @default 100 */
  readonly timeoutMs?: number;
  /** Longest wait for the first connection, which begins with the first reading. @default 1_000 */
  readonly startMs?: number;
  /** Failures in a row after which a node is left alone. @default 3 */
  readonly failuresToPause?: number;
  /** Time between two probes of a node that is left alone. @default 500 */
  readonly probeEveryMs?: number;
  /** Longest entry that is stored, in UTF-16 code units. @default 1 MiB */
  readonly maxTextLength?: number;
}

/**
 * Entries in Redis, shared by all processes. Single GETs in automatic pipelines, never MGET, which fails over the slots of a cluster.
 *
 * A node that does not answer in time is left alone, and asked again in the background: while Redis is stopped or gone, only the first few
 * readings wait, each for `timeoutMs`. Each node of a cluster is judged by itself.
 */
export function redisTier(options: RedisTierOptions): Tier & { close(): void } {
  const { redis, log, timeoutMs = 100, startMs = 1_000, failuresToPause = 3, probeEveryMs = 500, maxTextLength = 1024 * 1024 } = options;
  const counters = newTierCounters();
  const failures = new Map<string, number>();
  const probes = new Map<string, NodeJS.Timeout>();
  let closed = false;
  let starting: Promise<unknown> | undefined;
  let started = redis.status === "ready";

  /** Gives `undefined` when it fails, is late, or its node is left alone. */
  async function attempt<T>(key: string, command: () => Promise<T>): Promise<T | undefined> {
    if (!started && !closed) {
      await (starting ??= untilReady(redis, startMs));
      started = true;
    }
    const node = nodeOf(redis, key);
    if (closed || probes.has(node)) return undefined;
    try {
      const answer = await within(timeoutMs, command);
      failures.delete(node);
      return answer;
    } catch (error) {
      counters.errors += 1;
      const count = (failures.get(node) ?? 0) + 1;
      failures.set(node, count);
      if (count >= failuresToPause) pause(node, key, error);
      return undefined;
    }
  }

  function pause(node: string, key: string, error: unknown): void {
    if (closed || probes.has(node)) return;
    log.warn("Redis does not answer and is left alone until it does", { node, error });
    schedule(node, key);
  }

  function schedule(node: string, key: string): void {
    probes.set(node, setTimeout(() => void probe(node, key), probeEveryMs).unref());
  }

  /** Asks for the key that failed: a node of a cluster that is down answers a PING and no GET. */
  async function probe(node: string, key: string): Promise<void> {
    try {
      await within(timeoutMs, () => redis.get(key));
    } catch {
      if (!closed) schedule(node, key);
      return;
    }
    if (closed) return;
    probes.delete(node);
    failures.delete(node);
    log.info("Redis answers again", { node });
  }

  return {
    name: "redis",
    local: false,
    counters,
    get: async (key) => {
      const text = await attempt(key, () => redis.get(key));
      const entry = typeof text === "string" ? readEntry(text) : undefined;
      if (entry === undefined) counters.misses += 1;
      else counters.hits += 1;
      return entry;
    },
    set: async (key, entry, text) => {
      const ttlMs = remainingMs(entry);
      if (ttlMs <= 0 || text.length > maxTextLength) return;
      if ((await attempt(key, () => redis.set(key, text, "PX", ttlMs))) === "OK") counters.sets += 1;
    },
    close: () => {
      closed = true;
      for (const timer of probes.values()) clearTimeout(timer);
      probes.clear();
    },
  };
}

/** Counted from when it was loaded, since Redis and this process may tell the time differently. */
function remainingMs(entry: CacheEntry): number {
  return Math.ceil(entry.usableUntil - entry.storedAt);
}

/** Name of the node that holds a key, as `host:port`; one name for all when it is no cluster or its slots are not known yet. */
function nodeOf(redis: Redis | Cluster, key: string): string {
  return isCluster(redis) ? (redis.slots[clusterSlot(key)]?.[0] ?? "cluster") : "redis";
}

function isCluster(redis: Redis | Cluster): redis is Cluster {
  return redis.isCluster;
}

async function within<T>(timeoutMs: number, command: () => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  try {
    return await Promise.race([command(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
