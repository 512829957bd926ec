import { setImmediate as tick } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { silentLogger } from "../observe/log.ts";
import { createCache, WaitEndedError, type ReadPolicy } from "./cache.ts";
import { memoryTier } from "./memory-tier.ts";
import { newTierCounters, readEntry, writeEntry, type Tier } from "./tier.ts";

const policy: ReadPolicy<string | undefined> = {
  freshMs: 1_000,
  staleMs: 2_000,
  ifErrorMs: 10_000,
  negativeMs: 100,
  accept: (value) => (typeof value === "string" ? value : undefined),
};

/** A cache on a clock that the test moves, and a loader that counts. */
function setUp(tiers: readonly Tier[] = [memoryTier()]) {
  let time = Date.parse("2026-01-01T00:00:00Z");
  let loads = 0;
  let answer: () => Promise<string | undefined> = async () => `answer ${loads}`;
  const cache = createCache({ tiers, now: () => new Date(time), log: silentLogger });
  return {
    cache,
    start: time,
    advance: (ms: number) => void (time += ms),
    answerWith: (next: () => Promise<string | undefined>) => void (answer = next),
    loads: () => loads,
    load: async () => {
      loads += 1;
      return answer();
    },
  };
}

describe("createCache", () => {
  it("loads once and serves the stored answer while it is fresh", async () => {
    const { cache, load, loads, start, advance } = setUp();
    expect(await cache.read("k", load, policy)).toEqual({ value: "answer 1", origin: "LIVE", storedAt: start });
    advance(999);
    expect(await cache.read("k", load, policy)).toEqual({ value: "answer 1", origin: "CACHE", storedAt: start });
    expect(loads()).toBe(1);
  });

  it("has one flight for twenty readings at once", async () => {
    const { cache, load, loads } = setUp();
    const results = await Promise.all(Array.from({ length: 20 }, () => cache.read("k", load, policy)));
    expect(new Set(results.map(({ value }) => value))).toEqual(new Set(["answer 1"]));
    expect(loads()).toBe(1);
    expect(cache.counters()).toMatchObject({ loads: 1, joined: 19, loadErrors: 0 });
  });

  it("serves a stale answer with its age at once, while one flight loads it anew", async () => {
    const { cache, load, loads, start, advance } = setUp();
    await cache.read("k", load, policy);
    advance(1_500);
    const stale = await Promise.all([cache.read("k", load, policy), cache.read("k", load, policy)]);
    expect(stale).toEqual(Array(2).fill({ value: "answer 1", origin: "STALE", storedAt: start }));
    await cache.settle();
    expect(await cache.read("k", load, policy)).toEqual({ value: "answer 2", origin: "CACHE", storedAt: start + 1_500 });
    expect(loads()).toBe(2);
  });

  it("waits for a new answer when the stored one is past its stale time", async () => {
    const { cache, load, advance } = setUp();
    await cache.read("k", load, policy);
    advance(3_001);
    expect(await cache.read("k", load, policy)).toMatchObject({ value: "answer 2", origin: "LIVE" });
  });

  it("serves the old answer when loading fails, and the failure when there is none", async () => {
    const { cache, load, start, advance, answerWith } = setUp();
    await cache.read("k", load, policy);
    answerWith(() => Promise.reject(new Error("down")));
    advance(5_000);
    expect(await cache.read("k", load, policy)).toEqual({ value: "answer 1", origin: "STALE", storedAt: start });
    await expect(cache.read("other", load, policy)).rejects.toThrow("down");
    advance(10_000);
    await expect(cache.read("k", load, policy)).rejects.toThrow("down");
  });

  it("serves the old answer when loading takes longer than the reader waits, and stores what comes later", async () => {
    const { cache, load, start, advance, answerWith } = setUp();
    await cache.read("k", load, policy);
    advance(5_000);
    const { promise, resolve } = Promise.withResolvers<string>();
    answerWith(() => promise);
    expect(await cache.read("k", load, policy, { waitMs: 5 })).toEqual({ value: "answer 1", origin: "STALE", storedAt: start });
    await expect(cache.read("other", load, policy, { waitMs: 5 })).rejects.toThrow(WaitEndedError);
    resolve("late");
    await cache.settle();
    expect(await cache.read("other", load, policy)).toMatchObject({ value: "late", origin: "CACHE" });
  });

  it("ends a reader's wait by its signal without ending the flight for the others", async () => {
    const { cache, load, answerWith, loads } = setUp();
    const { promise, resolve } = Promise.withResolvers<string>();
    answerWith(() => promise);
    const impatient = new AbortController();
    const left = cache.read("k", load, policy, { signal: impatient.signal });
    const stays = cache.read("k", load, policy);
    impatient.abort(new Error("gone"));
    await expect(left).rejects.toThrow("gone");
    resolve("there");
    expect(await stays).toMatchObject({ value: "there" });
    expect(loads()).toBe(1);
  });

  it("keeps an answer that there is none for a short time, and never serves it stale", async () => {
    const { cache, load, loads, advance, answerWith } = setUp();
    answerWith(async () => undefined);
    expect(await cache.read("k", load, policy)).toMatchObject({ value: undefined, origin: "LIVE" });
    advance(99);
    expect(await cache.read("k", load, policy)).toMatchObject({ value: undefined, origin: "CACHE" });
    advance(1);
    expect(await cache.read("k", load, policy)).toMatchObject({ value: undefined, origin: "LIVE" });
    expect(loads()).toBe(2);
  });

  it("loads again when fresh is asked for, and then serves no stored answer", async () => {
    const { cache, load, answerWith } = setUp();
    await cache.read("k", load, policy);
    expect(await cache.read("k", load, policy, { fresh: true })).toMatchObject({ value: "answer 2", origin: "LIVE" });
    answerWith(() => Promise.reject(new Error("down")));
    await expect(cache.read("k", load, policy, { fresh: true })).rejects.toThrow("down");
  });

  it("loads again what is older than the reader accepts, and serves it only when that fails", async () => {
    const { cache, load, advance, answerWith } = setUp();
    await cache.read("k", load, policy);
    advance(500);
    expect(await cache.read("k", load, policy, { maxAgeMs: 400 })).toMatchObject({ value: "answer 2", origin: "LIVE" });
    advance(500);
    answerWith(() => Promise.reject(new Error("down")));
    expect(await cache.read("k", load, policy, { maxAgeMs: 400 })).toMatchObject({ value: "answer 2", origin: "STALE" });
  });

  it("begins all loads that are needed in one tick, and settles each by itself", async () => {
    const { cache } = setUp();
    await cache.read("b", async () => "stored", policy);
    const begun: string[] = [];
    const item = (key: string, fails = false) => ({
      key,
      load: async () => {
        begun.push(key);
        await tick();
        // Whoever collects loads sees all of them here.
        if (fails) throw new Error(`${begun.length} were begun`);
        return begun.join();
      },
    });
    const results = await cache.readMany([item("a"), item("b"), item("c", true)], policy);
    expect(results).toEqual([
      { status: "fulfilled", value: expect.objectContaining({ value: "a,c", origin: "LIVE" }) },
      { status: "fulfilled", value: expect.objectContaining({ value: "stored", origin: "CACHE" }) },
      { status: "rejected", reason: new Error("2 were begun") },
    ]);
  });

  it("takes the newest answer of all tiers and brings it nearer", async () => {
    const [near, far] = [memoryTier(), { ...memoryTier(), name: "far" }];
    const shared = [{ ...memoryTier(), name: "near 2" }, far];
    const first = setUp([near, far]);
    const second = setUp(shared);
    await first.cache.read("k", first.load, policy);
    expect(await second.cache.read("k", second.load, policy)).toMatchObject({ value: "answer 1", origin: "CACHE" });
    expect(second.loads()).toBe(0);
    first.advance(1_500);
    second.advance(1_500);
    await first.cache.read("k", first.load, policy, { fresh: true });
    expect(await second.cache.read("k", second.load, policy)).toMatchObject({ value: "answer 2", origin: "CACHE" });
    expect(await shared[0]!.get("k")).toMatchObject({ value: "answer 2" });
    expect(second.loads()).toBe(0);
  });

  it("does not load again when a flight ended while a farther tier was asked", async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const slow: Tier = { name: "slow", local: false, counters: newTierCounters(), get: () => promise, set: () => undefined };
    const { cache, load, loads } = setUp([memoryTier(), slow]);
    const reading = cache.read("k", load, policy);
    await cache.read("k", load, policy, { fresh: true });
    resolve(undefined);
    expect(await reading).toMatchObject({ value: "answer 1", origin: "CACHE" });
    expect(loads()).toBe(1);
  });

  it("treats a stored value of another kind as a miss", async () => {
    const tier = memoryTier();
    const { cache, load } = setUp([tier]);
    const times = { storedAt: 0, freshUntil: 9e12, staleUntil: 9e12, usableUntil: 9e12 };
    void tier.set("k", { value: 42, ...times }, "");
    expect(await cache.read("k", load, policy)).toMatchObject({ value: "answer 1", origin: "LIVE" });
  });

  it("loads once per key over any sequence of readings while answers are fresh", async () => {
    const { cache, load, loads } = setUp();
    let seed = 7;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    const keys = Array.from({ length: 500 }, () => `k${next() % 40}`);
    const results = await Promise.all(keys.map((key) => (next() % 3 === 0 ? tick() : Promise.resolve()).then(() => cache.read(key, load, policy))));
    const byKey = new Map<string, Set<unknown>>();
    for (const [index, { value }] of results.entries()) byKey.set(keys[index]!, (byKey.get(keys[index]!) ?? new Set()).add(value));
    expect([...byKey.values()].every((values) => values.size === 1)).toBe(true);
    expect(loads()).toBe(byKey.size);
  });
});

describe("entries as text", () => {
  const times = { storedAt: 1, freshUntil: 2, staleUntil: 3, usableUntil: 4 };

  it("come back as they were", () => {
    for (const entry of [{ value: { a: ["ß", 1, null] }, ...times }, { value: undefined, absent: true as const, ...times }, { value: null, ...times }]) {
      expect(readEntry(writeEntry(entry))).toEqual(entry);
    }
  });

  it("are nothing when they do not parse, are cut, or are of another version", () => {
    const text = writeEntry({ value: "x", ...times });
    for (const wrong of ["", "null", "{}", "[]", text.slice(0, -1), text.replace("[1,", "[2,"), text.replace("[1,1,", '[1,"1",'), text.replace("[1,1,", "[1,-1,")]) {
      expect(readEntry(wrong)).toBeUndefined();
    }
  });
});

describe("memoryTier", () => {
  it("keeps no more bytes than allowed, the least used go first, and an oversized entry is not kept", () => {
    const tier = memoryTier({ maxEntries: 100, maxBytes: 8_000 });
    const entry = { value: "v", storedAt: 0, freshUntil: 1, staleUntil: 1, usableUntil: 1 };
    for (let index = 0; index < 20; index += 1) void tier.set(`key ${index}`, entry, "x".repeat(993));
    const kept = Array.from({ length: 20 }, (_value, index) => index).filter((index) => tier.get(`key ${index}`) !== undefined);
    expect(kept).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
    void tier.set("large", entry, "x".repeat(2_000));
    expect(tier.get("large")).toBeUndefined();
  });
});
