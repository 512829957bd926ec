import { afterEach, describe, expect, it } from "vitest";
import { createLogger, silentLogger, type Logger } from "../observe/log.ts";
import { createCache, type ReadPolicy } from "./cache.ts";
import { clusterSlot } from "./cluster-slot.ts";
import { memoryTier } from "./memory-tier.ts";
import { connectRedis, type RedisAddress } from "./redis-connection.ts";
import { redisTier } from "./redis-tier.ts";
import { redisMissing, startRedisCluster, startRedisServer } from "./testing/redis-server.ts";

const policy: ReadPolicy<number> = { freshMs: 60_000, accept: (value) => (typeof value === "number" ? value : undefined) };
const opened: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function server() {
  const started = await startRedisServer();
  opened.push(() => started.stop());
  return started;
}

/** A process of its own, as far as the cache goes. Without memory every reading goes to Redis. */
function cacheOver(address: RedisAddress, options: { readonly memory?: boolean; readonly log?: Logger; readonly timeoutMs?: number } = {}) {
  // Long, since the machine may be busy; tests of a Redis that does not answer take a short one.
  const { memory = false, log = silentLogger, timeoutMs = 2_000 } = options;
  const connection = connectRedis(address, log);
  const tier = redisTier({ redis: connection.client, log, timeoutMs, probeEveryMs: 50 });
  opened.push(async () => {
    tier.close();
    await connection.close();
  });
  const cache = createCache({ tiers: memory ? [memoryTier(), tier] : [tier], log });
  let loads = 0;
  const load = async () => (loads += 1);
  return { cache, connection, tier, loads: () => loads, load, read: (key: string) => cache.read(key, load, policy) };
}

/** Reads other keys until Redis answers again, without a fixed time. */
async function untilHit(reader: ReturnType<typeof cacheOver>): Promise<void> {
  for (let round = 0; ; round += 1) {
    await reader.read(`probe ${round}`);
    await reader.cache.settle();
    if ((await reader.read(`probe ${round}`)).origin === "CACHE") return;
    if (round > 500) throw new Error("Redis was not used again.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.skipIf(redisMissing !== undefined)(`Redis tier${redisMissing === undefined ? "" : ` (${redisMissing})`}`, () => {
  it("lets a second process answer without a load of its own", async () => {
    const { url } = await server();
    const first = cacheOver({ url }, { memory: true });
    const second = cacheOver({ url }, { memory: true });
    const keys = Array.from({ length: 200 }, (_value, index) => `key ${index}`);
    const loaded = await Promise.all(keys.map((key) => first.read(key)));
    await first.cache.settle();
    const found = await Promise.all(keys.map((key) => second.read(key)));
    expect(found.map(({ value, origin, storedAt }) => ({ value, origin, storedAt }))).toEqual(loaded.map(({ value, storedAt }) => ({ value, origin: "CACHE", storedAt })));
    expect([first.loads(), second.loads()]).toEqual([200, 0]);
    expect(second.cache.counters().tiers).toEqual({ memory: { hits: 0, misses: 200, sets: 200, errors: 0 }, redis: { hits: 200, misses: 0, sets: 0, errors: 0 } });
  });

  it("treats what it cannot read as a miss, and replaces it", async () => {
    const { url } = await server();
    const reader = cacheOver({ url });
    await reader.connection.ready(1_000);
    await reader.connection.client.set("k", "[0,no json");
    expect(await reader.read("k")).toMatchObject({ value: 1, origin: "LIVE" });
    await reader.cache.settle();
    expect(await reader.read("k")).toMatchObject({ value: 1, origin: "CACHE" });
  });

  it("lets entries expire with their last use", async () => {
    const { url } = await server();
    const reader = cacheOver({ url });
    await reader.read("k");
    await reader.cache.settle();
    const leftMs = await reader.connection.client.pttl("k");
    expect(leftMs).toBeGreaterThan(50_000);
    expect(leftMs).toBeLessThanOrEqual(60_000);
  });

  it("fails no reading while Redis is stopped, and delays only the first few", async () => {
    const redis = await server();
    const reader = cacheOver({ url: redis.url }, { timeoutMs: 200 });
    await reader.read("warm");
    redis.pause();
    const times: number[] = [];
    for (let index = 0; index < 200; index += 1) {
      const began = performance.now();
      expect(await reader.read(`stopped ${index}`)).toMatchObject({ origin: "LIVE" });
      times.push(performance.now() - began);
    }
    expect(times.filter((ms) => ms >= 190).length).toBeLessThanOrEqual(3);
    redis.resume();
    await untilHit(reader);
  });

  it("fails no reading while Redis is killed and started again, and logs each change once", async () => {
    const lines: { level: string; message: string }[] = [];
    const log = createLogger({ write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) });
    const redis = await server();
    const reader = cacheOver({ url: redis.url }, { log });
    await reader.read("warm");
    const closed = new Promise<void>((resolve) => void reader.connection.client.once("close", resolve));
    await redis.kill();
    await closed;
    for (let index = 0; index < 200; index += 1) expect(await reader.read(`killed ${index}`)).toMatchObject({ origin: "LIVE" });
    await redis.restart();
    await untilHit(reader);
    expect(lines.map(({ level, message }) => `${level}: ${message}`).toSorted()).toEqual([
      "info: Redis answers again",
      "info: Redis can be reached again",
      "warn: Redis cannot be reached; answers are cached in this process only",
      "warn: Redis does not answer and is left alone until it does",
    ]);
  });

  it("fails no reading when there was never a Redis, and closes", async () => {
    const redis = await server();
    await redis.kill();
    const reader = cacheOver({ url: redis.url });
    for (let index = 0; index < 20; index += 1) expect(await reader.read(`never ${index}`)).toMatchObject({ origin: "LIVE" });
  });

  it("serves from memory while Redis is stopped in the middle of a load of readings", async () => {
    const redis = await server();
    const reader = cacheOver({ url: redis.url }, { memory: true });
    const keys = Array.from({ length: 50 }, (_value, index) => `key ${index}`);
    await Promise.all(keys.map((key) => reader.read(key)));
    redis.pause();
    const found = await Promise.all(keys.map((key) => reader.read(key)));
    expect(found.every(({ origin }) => origin === "CACHE")).toBe(true);
    expect(reader.loads()).toBe(50);
    redis.resume();
  });
});

describe.skipIf(redisMissing !== undefined)(`Redis Cluster${redisMissing === undefined ? "" : ` (${redisMissing})`}`, () => {
  const keys = Array.from({ length: 300 }, (_value, index) => `key ${index}`);

  /** A cluster that holds all keys, a reader that loaded none of them, and the times of its readings while one node is stopped. */
  async function withOneStopped(fullCoverage: boolean) {
    const cluster = await startRedisCluster({ fullCoverage });
    opened.push(() => cluster.stop());
    const address = { nodes: cluster.addresses.slice(0, 1) };
    const first = cacheOver(address);
    const reader = cacheOver(address, { timeoutMs: 500 });
    await Promise.all(keys.map((key) => first.read(key)));
    await first.cache.settle();
    const found = await Promise.all(keys.map((key) => reader.read(key)));
    expect(found.every(({ origin }) => origin === "CACHE")).toBe(true);
    expect(reader.loads()).toBe(0);

    const stopped = cluster.nodes[1]!;
    const slots = (reader.connection.client as unknown as { slots: string[][] }).slots;
    const onStopped = new Set(keys.filter((key) => slots[clusterSlot(key)]?.[0] === `127.0.0.1:${stopped.port}`));
    stopped.pause();
    const readings: { key: string; origin: string; ms: number }[] = [];
    for (let round = 0; round < 5; round += 1) {
      for (const key of keys) {
        const began = performance.now();
        readings.push({ key, origin: (await reader.read(key)).origin, ms: performance.now() - began });
      }
    }
    return { reader, stopped, onStopped, readings, slow: readings.filter(({ ms }) => ms >= 400).length };
  }

  it("keeps entries over all nodes, and does without the one that stopped", { timeout: 120_000 }, async () => {
    const { reader, stopped, onStopped, readings, slow } = await withOneStopped(false);
    expect(slow).toBeLessThanOrEqual(4);
    expect(onStopped.size).toBeGreaterThan(50);
    expect(readings.filter(({ key, origin }) => origin !== (onStopped.has(key) ? "LIVE" : "CACHE"))).toEqual([]);
    stopped.resume();
    await untilHit(reader);
  });

  it("does without a cluster that is down because one node stopped", { timeout: 120_000 }, async () => {
    const { reader, stopped, slow } = await withOneStopped(true);
    expect(slow).toBeLessThanOrEqual(12);
    stopped.resume();
    await untilHit(reader);
  });
});

describe("connectRedis", () => {
  it("refuses an address that it cannot read", () => {
    expect(() => connectRedis({ url: "localhost:6379" }, silentLogger)).toThrow("redis://127.0.0.1:6379");
    expect(() => connectRedis({ nodes: [] }, silentLogger)).toThrow("host:port");
  });
});
