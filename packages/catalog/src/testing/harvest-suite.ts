import { describe, expect, test } from "vitest";
import { type Catalog, LeaseLostError, type PageWrite } from "../catalog.ts";
import { key, query, sample, source } from "./samples.ts";

/** Clock of a catalog under test: the time is what was last set. */
export interface TestClock {
  at: number;
}

/** Runs, leases, what becomes of listings that a run no longer sees, and how the catalog says that it moved. */
export function harvestSuite(open: (clock: TestClock) => Promise<Catalog>): void {
  const hf = source("hf");
  const start = Date.parse("2026-04-01T00:00:00Z");
  const iso = (seconds: number): string => new Date(start + seconds * 1000).toISOString();
  const begin = async (): Promise<{ readonly catalog: Catalog; readonly clock: TestClock; readonly run: number }> => {
    const clock = { at: start };
    const catalog = await open(clock);
    await catalog.acquireLease({ source: hf, holder: "one", ttlMs: 60_000 });
    const { run } = await catalog.beginRun({ source: hf, holder: "one", full: true, at: iso(0) });
    return { catalog, clock, run };
  };
  const page = (run: number, names: readonly string[], more: Partial<PageWrite> = {}): PageWrite => ({
    source: hf, run, holder: "one", at: iso(10), gone: [], writes: names.map((name) => sample(`hf:a/${name}`, { fetchedAt: iso(5) })), ...more,
  });

  describe("leases", () => {
    test("are refused by the name of the holder, run out, and are renewed or given back", async () => {
      const clock = { at: start };
      const catalog = await open(clock);
      expect(await catalog.acquireLease({ source: hf, holder: "one", ttlMs: 60_000 })).toEqual({ acquired: true });
      expect(await catalog.acquireLease({ source: hf, holder: "two", ttlMs: 60_000 })).toEqual({ acquired: false, holder: "one", until: iso(60) });
      clock.at += 50_000;
      expect([await catalog.renewLease(hf, "one", 60_000), await catalog.renewLease(hf, "two", 60_000)]).toEqual([true, false]);
      clock.at += 50_000;
      expect((await catalog.acquireLease({ source: hf, holder: "two", ttlMs: 60_000 })).acquired).toBe(false);
      clock.at += 10_001;
      expect(await catalog.acquireLease({ source: hf, holder: "two", ttlMs: 60_000 })).toEqual({ acquired: true });
      expect(await catalog.renewLease(hf, "one", 60_000)).toBe(false);
      await catalog.releaseLease(hf, "one");
      expect((await catalog.acquireLease({ source: hf, holder: "one", ttlMs: 1 })).acquired).toBe(false);
      await catalog.releaseLease(hf, "two");
      expect((await catalog.acquireLease({ source: hf, holder: "one", ttlMs: 1 })).acquired).toBe(true);
    });

    test("guard every page: a run whose lease was taken stores nothing more", async () => {
      const { catalog, clock, run } = await begin();
      await catalog.applyPage(page(run, ["x"]));
      clock.at += 61_000;
      await catalog.acquireLease({ source: hf, holder: "two", ttlMs: 60_000 });
      await expect(catalog.applyPage(page(run, ["y"], { cursor: "2" }))).rejects.toThrow(/one no longer has the lease of hf \(two harvests it now\)/);
      await expect(catalog.endRun({ source: hf, run, holder: "one", sweep: true, at: iso(70) })).rejects.toBeInstanceOf(LeaseLostError);
      await expect(catalog.beginRun({ source: hf, holder: "one", full: true, at: iso(70) })).rejects.toBeInstanceOf(LeaseLostError);
      expect(await catalog.listings([key("hf:a/y")])).toEqual([undefined]);
      expect((await catalog.beginRun({ source: hf, holder: "two", full: true, at: iso(71) })).cursor).toBeUndefined();
    });
  });

  describe("runs", () => {
    test("are taken up where they were interrupted, by anybody who has the lease", async () => {
      const { catalog, run } = await begin();
      expect(await catalog.applyPage(page(run, ["x", "y"], { cursor: "page 2", expected: 4, asOf: iso(1), notListed: 3, dropped: 1 }))).toEqual({ added: 2, changed: 0, unchanged: 0, gone: 0 });
      expect(await catalog.harvestState(hf)).toEqual({
        asOf: iso(1), running: { startedAt: iso(0), full: true, listingsSeen: 2, expected: 4, holder: "one" }, notListed: 3, dropped: 1, notStored: 0, chains: [], health: {},
      });
      await catalog.releaseLease(hf, "one");
      await catalog.acquireLease({ source: hf, holder: "two", ttlMs: 60_000 });
      expect(await catalog.beginRun({ source: hf, holder: "two", full: true, at: iso(20) })).toEqual({ run, full: true, startedAt: iso(0), cursor: "page 2", listingsSeen: 2 });
      await catalog.applyPage(page(run, ["z"], { holder: "two", checkpoint: "c1" }));
      await catalog.endRun({ source: hf, run, holder: "two", sweep: true, at: iso(30) });
      expect(await catalog.harvestState(hf)).toEqual({ checkpoint: "c1", lastFullRunAt: iso(30), lastRunAt: iso(30), asOf: iso(1), notListed: 3, dropped: 1, notStored: 0, chains: [], health: {} });
    });

    test("count anew when they were interrupted after their last page, since they are read from the beginning", async () => {
      const { catalog, run } = await begin();
      await catalog.applyPage(page(run, ["x", "y"], { cursor: "page 2", notListed: 3, dropped: 1 }));
      await catalog.applyPage(page(run, ["z"], { notListed: 2, dropped: 1 }));
      expect(await catalog.beginRun({ source: hf, holder: "one", full: true, at: iso(20) })).toEqual({ run, full: true, startedAt: iso(0), listingsSeen: 0 });
      await catalog.applyPage(page(run, ["x", "y", "z"], { notListed: 5, dropped: 2 }));
      await catalog.endRun({ source: hf, run, holder: "one", sweep: true, at: iso(30) });
      expect(await catalog.harvestState(hf)).toMatchObject({ notListed: 5, dropped: 2 });
      expect((await catalog.count(query(""))).count).toBe(3);
    });

    test("begin anew when the interrupted one was of another kind, and go on from the checkpoint", async () => {
      const { catalog, run } = await begin();
      await catalog.applyPage(page(run, ["x"], { checkpoint: "c1" }));
      await catalog.endRun({ source: hf, run, holder: "one", sweep: true, at: iso(30) });
      const delta = await catalog.beginRun({ source: hf, holder: "one", full: false, at: iso(40) });
      expect(delta).toMatchObject({ full: false, since: "c1", listingsSeen: 0 });
      await catalog.applyPage(page(delta.run, ["y"], { cursor: "2", checkpoint: "c2" }));
      const full = await catalog.beginRun({ source: hf, holder: "one", full: true, at: iso(50) });
      expect(full).toEqual({ run: full.run, full: true, startedAt: iso(50), listingsSeen: 0 });
      expect(full.run).not.toBe(delta.run);
      await expect(catalog.applyPage(page(delta.run, ["z"]))).rejects.toBeInstanceOf(LeaseLostError);
    });

    test("mark what they have not seen, but not what came in an answer meanwhile", async () => {
      const { catalog, run } = await begin();
      await catalog.applyListings([sample("hf:a/old", { fetchedAt: iso(-100) }), sample("or:other", { fetchedAt: iso(-100) }), sample("hf:a/asked", { fetchedAt: iso(3) })]);
      await catalog.applyPage(page(run, ["x"]));
      expect(await catalog.countUnseen(hf, run)).toEqual({ unseen: 1, listed: 3, overlays: 0 });
      expect(await catalog.endRun({ source: hf, run, holder: "one", sweep: true, at: iso(30) })).toEqual({ added: 0, changed: 0, unchanged: 0, gone: 1 });
      const states = (await catalog.listings([key("hf:a/old"), key("or:other"), key("hf:a/asked"), key("hf:a/x")])).map((listing) => [listing?.state, listing?.goneAt]);
      expect(states).toEqual([["GONE", iso(30)], ["LISTED", undefined], ["LISTED", undefined], ["LISTED", undefined]]);
      expect((await catalog.count(query(""))).count).toBe(3);
      expect((await catalog.changes(0, 100)).filter(({ kind }) => kind === "GONE").map(({ listing }) => listing)).toEqual(["hf:a/old"]);
    });

    test("tell what they have not seen, the oldest fetched first, also when they have ended", async () => {
      const { catalog, run } = await begin();
      await catalog.applyListings([-10, -30, -20].map((age) => sample(`hf:a/old${age}`, { fetchedAt: iso(age) })));
      await catalog.applyListings([sample("or:other", { fetchedAt: iso(-100) }), sample("hf:a/gone", { fetchedAt: iso(-100) })]);
      await catalog.markGone([key("hf:a/gone")], iso(-50));
      await catalog.applyPage(page(run, ["x"]));
      await catalog.endRun({ source: hf, run, holder: "one", sweep: false, at: iso(30) });
      const unseen = async (limit: number): Promise<readonly string[]> => (await catalog.unseenListings(hf, run, limit)).map((listing) => listing.key);
      expect([await unseen(10), await unseen(2)]).toEqual([["hf:a/old-30", "hf:a/old-20", "hf:a/old-10"], ["hf:a/old-30", "hf:a/old-20"]]);
      await catalog.applyListings([sample("hf:a/old-30", { fetchedAt: iso(40) })]);
      expect(await unseen(10)).toEqual(["hf:a/old-20", "hf:a/old-10"]);
      await expect(catalog.unseenListings(hf, 99, 1)).rejects.toThrow(/hf has no harvest run 99/);
    });

    test("tell which of those were stored with evidence that was not final", async () => {
      const { catalog, run } = await begin();
      const onChain = (name: string, finality: "PENDING" | "FINALIZED", age: number) =>
        sample(`hf:a/${name}`, {
          fetchedAt: iso(age),
          claims: [{
            kind: "ONCHAIN_REGISTRATION", statement: `it says "finality":"PENDING"`, facts: { registry: "eip155:1:0xA", key: name },
            evidence: [{ kind: "chain", chainId: 1, address: "0xA", signature: "A()", blockNumber: 1, blockHash: "0x1", raw: { call: "0x", result: "0x" }, finality, endpointsAgreeing: 1, endpointsAsked: 1 }],
          }],
        });
      await catalog.applyListings([onChain("late", "PENDING", -10), onChain("early", "PENDING", -20), onChain("final", "FINALIZED", -30), onChain("during", "PENDING", 5), onChain("seen", "PENDING", -40)]);
      await catalog.applyListings([{ ...onChain("elsewhere", "PENDING", -50), source: source("or") }, onChain("gone", "PENDING", -60)]);
      await catalog.markGone([key("hf:a/gone")], iso(-5));
      await catalog.applyPage(page(run, ["seen"]));
      const pending = async (limit: number): Promise<readonly string[]> => (await catalog.pendingListings(hf, run, limit)).map((listing) => listing.key);
      expect([await pending(10), await pending(1)]).toEqual([["hf:a/early", "hf:a/late"], ["hf:a/early"]]);
      await catalog.applyListings([onChain("early", "FINALIZED", -1)]);
      expect(await pending(10)).toEqual(["hf:a/late"]);
    });

    test("change what is known and add nothing where only that is wanted", async () => {
      const { catalog, run } = await begin();
      await catalog.applyListings([sample("hf:a/known", { fetchedAt: iso(-100) }), sample("hf:a/before", { stableId: "7", fetchedAt: iso(-100) })]);
      const updates = [sample("hf:a/known", { task: "t", fetchedAt: iso(5) }), sample("hf:a/unknown", { fetchedAt: iso(5) }), sample("hf:b/after", { stableId: "7", fetchedAt: iso(5) })];
      const { writes } = page(run, ["x"]);
      expect(await catalog.applyPage(page(run, [], { writes: [...writes, ...updates.map((write) => ({ ...write, updateOnly: true }))] }))).toEqual({ added: 1, changed: 2, unchanged: 0, gone: 0 });
      const stored = await catalog.listings([key("hf:a/known"), key("hf:a/unknown"), key("hf:b/after"), key("hf:a/x")]);
      expect(stored.map((listing) => listing?.record.task ?? listing?.key)).toEqual(["t", undefined, "hf:b/after", "hf:a/x"]);
      expect((await catalog.harvestState(hf)).running?.listingsSeen).toBe(1);
    });

    test("that are held back keep everything and say why", async () => {
      const { catalog, run } = await begin();
      await catalog.applyListings([sample("hf:a/old", { fetchedAt: iso(-100) })]);
      await catalog.applyPage(page(run, ["x"]));
      await catalog.endRun({ source: hf, run, holder: "one", sweep: false, heldBackBecause: "Half of it would go.", at: iso(30) });
      const state = await catalog.harvestState(hf);
      expect(state).toMatchObject({ heldBackBecause: "Half of it would go.", heldBack: { startedAt: iso(0), listingsSeen: 1 }, lastRunAt: iso(30) });
      expect(state).not.toHaveProperty("lastFullRunAt");
      expect((await catalog.changes(0, 10)).at(-1)).toMatchObject({ kind: "HELD_BACK", source: "hf", statement: "Half of it would go." });
      expect((await catalog.count(query(""))).count).toBe(2);
    });

    test("of a part of the source cannot sweep", async () => {
      const { catalog, run } = await begin();
      await catalog.endRun({ source: hf, run, holder: "one", sweep: true, at: iso(1) });
      const delta = await catalog.beginRun({ source: hf, holder: "one", full: false, at: iso(40) });
      await expect(catalog.endRun({ source: hf, run: delta.run, holder: "one", sweep: true, at: iso(50) })).rejects.toThrow(/not a full one/);
    });

    test("that were meant for changes and showed everything sweep, and count as full", async () => {
      const { catalog, run } = await begin();
      await catalog.applyPage(page(run, ["x", "y"], { checkpoint: "c1", notListed: 3 }));
      await catalog.endRun({ source: hf, run, holder: "one", sweep: true, at: iso(30) });
      const delta = await catalog.beginRun({ source: hf, holder: "one", full: false, at: iso(40) });
      await catalog.applyPage(page(delta.run, ["y"], { checkpoint: "c2", notListed: 1, at: iso(41) }));
      expect(await catalog.countUnseen(hf, delta.run)).toEqual({ unseen: 1, listed: 2, overlays: 0 });
      expect(await catalog.endRun({ source: hf, run: delta.run, holder: "one", sweep: true, whole: true, at: iso(50) })).toEqual({ added: 0, changed: 0, unchanged: 0, gone: 1 });
      expect(await catalog.harvestState(hf)).toMatchObject({ checkpoint: "c2", lastFullRunAt: iso(50), lastRunAt: iso(50), notListed: 1 });
    });

    test("store removals, chains and health with what the source covers", async () => {
      const { catalog, run } = await begin();
      const chain = { chainId: 1, address: "0xabc", head: 20, finalized: 18, indexed: 17 };
      await catalog.applyPage(page(run, ["x", "y"], { chains: [chain] }));
      await catalog.applyPage(page(run, [], { gone: [key("hf:a/y"), key("hf:a/none")], chains: [{ ...chain, indexed: 18 }], at: iso(11) }));
      await catalog.recordSourceHealth(hf, { lastErrorAt: iso(1), lastErrorCode: "TIMEOUT", lastErrorMessage: "It took too long." });
      await catalog.recordSourceHealth(hf, { lastSuccessAt: iso(2) });
      expect(await catalog.harvestState(hf)).toMatchObject({
        chains: [{ ...chain, indexed: 18 }],
        health: { lastSuccessAt: iso(2), lastErrorAt: iso(1), lastErrorCode: "TIMEOUT", lastErrorMessage: "It took too long." },
      });
      expect(await catalog.coverage(hf)).toEqual({ listings: 1, artifactsWithDigest: 0, overlays: 0, overlaysUnmatched: 0, oldestFetchedAt: iso(5) });
      expect(await catalog.coverage(source("none"))).toEqual({ listings: 0, artifactsWithDigest: 0, overlays: 0, overlaysUnmatched: 0 });
    });
  });

  describe("the generation", () => {
    test("moves at most every five seconds, at once when a run ends, and not when nothing changes", async () => {
      const { catalog, clock, run } = await begin();
      const first = await catalog.generation();
      await catalog.applyPage(page(run, ["x"]));
      expect(await catalog.generation()).toBe(first);
      clock.at += 5_000;
      const second = await catalog.generation();
      expect(second).not.toBe(first);
      await catalog.applyPage(page(run, ["x"], { at: iso(20) }));
      clock.at += 5_000;
      expect(await catalog.generation()).toBe(second);
      await catalog.applyPage(page(run, ["y"]));
      await catalog.endRun({ source: hf, run, holder: "one", sweep: true, at: iso(30) });
      expect(await catalog.generation()).not.toBe(second);
    });

    test("is another one for another catalog", async () => {
      const [one, other] = [await open({ at: start }), await open({ at: start })];
      expect(await one.generation()).not.toBe(await other.generation());
    });
  });
}
