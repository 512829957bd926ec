import { describe, expect, test } from "vitest";
import type { Catalog, PageWrite } from "../catalog.ts";
import type { ImportedListing } from "../exported.ts";
import type { ListingWrite } from "../listing-write.ts";
import { id, key, sample, type SampleWrite, source, weights } from "./samples.ts";

/** How many entries of one account a catalog keeps of a source where anybody may write, and what becomes of the others. */
export function registrantSuite(open: () => Promise<Catalog>): void {
  const chain = source("chain");
  const later = (minute: number): string => `2026-03-02T00:${String(minute).padStart(2, "0")}:00Z`;
  const entry = (name: string, fields: SampleWrite = {}): ListingWrite => sample(`chain:${name}`, { naming: "open", registrant: "eip155:1:0xaa", ...fields });
  const entries = (count: number, fields: SampleWrite = {}, from = 0): readonly ListingWrite[] => Array.from({ length: count }, (_, place) => entry(`e${from + place}`, fields));
  const listed = async (catalog: Catalog): Promise<number> => (await catalog.coverage(chain)).listings;
  const ask = (catalog: Catalog, name: string, fields: SampleWrite = {}) => catalog.applyListings([{ ...entry(name, fields), asked: true }]);
  const isStored = async (catalog: Catalog, name: string): Promise<boolean> => (await catalog.listings([key(`chain:${name}`)]))[0] !== undefined;

  describe("entries that anybody may write", () => {
    test("are stored up to 100 of one account and counted from there, those of others and of other sources not", async () => {
      const catalog = await open();
      expect(await catalog.applyListings(entries(130))).toEqual({ added: 100, changed: 0, unchanged: 0, gone: 0, notStored: 30 });
      expect(await catalog.applyListings(entries(5, { registrant: "eip155:1:0xBB" }, 200))).toEqual({ added: 5, changed: 0, unchanged: 0, gone: 0 });
      // The same account in another spelling, and the same account elsewhere.
      expect(await catalog.applyListings(entries(2, { registrant: "EIP155:1:0xAA" }, 300))).toEqual({ added: 0, changed: 0, unchanged: 0, gone: 0, notStored: 2 });
      expect((await catalog.applyListings([sample("other:e", { naming: "open", registrant: "eip155:1:0xaa" }), sample("hf:e", { registrant: "eip155:1:0xaa" })])).added).toBe(2);
      expect([await catalog.coverage(chain), await catalog.coverage(source("hf"))]).toMatchObject([{ listings: 105, entriesPerRegistrant: 100 }, { listings: 1 }]);
      expect(await catalog.coverage(source("hf"))).not.toHaveProperty("entriesPerRegistrant");
      expect([await isStored(catalog, "e99"), await isStored(catalog, "e100")]).toEqual([true, false]);
    });

    test("are changed as ever once they are stored, whatever else their account wrote", async () => {
      const catalog = await open();
      await catalog.applyListings(entries(101));
      expect(await catalog.applyListings(entries(101, { description: "new", fetchedAt: later(1) }))).toEqual({ added: 0, changed: 100, unchanged: 0, gone: 0, notStored: 1 });
      expect((await catalog.listings([key("chain:e99")]))[0]?.record.description).toBe("new");
    });

    test("of which no account is known share a room of 1,000", async () => {
      const catalog = await open();
      const nameless = Array.from({ length: 1_003 }, (_, place) => sample(`chain:n${place}`, { naming: "open" }));
      expect(await catalog.applyListings(nameless)).toMatchObject({ added: 1_000, notStored: 3 });
      expect((await catalog.applyListings(entries(1))).added).toBe(1);
    });

    test("make room when they are gone, and come back only where there is some", async () => {
      const catalog = await open();
      await catalog.applyListings(entries(100));
      await catalog.markGone([key("chain:e0"), key("chain:e1")], later(1));
      expect(await catalog.applyListings(entries(3, { fetchedAt: later(2) }, 100))).toMatchObject({ added: 2, notStored: 1 });
      expect(await catalog.applyListings(entries(1, { fetchedAt: later(3) }))).toEqual({ added: 0, changed: 0, unchanged: 0, gone: 0, notStored: 1 });
      expect((await catalog.listings([key("chain:e0")]))[0]?.state).toBe("GONE");
      await catalog.markGone([key("chain:e50")], later(4));
      expect(await catalog.applyListings(entries(1, { fetchedAt: later(5) }))).toMatchObject({ changed: 1 });
      expect([await listed(catalog), (await catalog.listings([key("chain:e0")]))[0]?.state]).toEqual([100, "LISTED"]);
    });

    test("do not fill the catalog by being written and taken back in turn", async () => {
      const catalog = await open();
      let added = 0;
      for (let round = 0; round < 12; round += 1) {
        const names = entries(100, { fetchedAt: later(2 * round) }, 1_000 * round);
        added += (await catalog.applyListings(names)).added;
        await catalog.markGone(names.map(({ record }) => key(`chain:${record.nativeId}`)), later(2 * round + 1));
      }
      expect(added).toBe(1_000);
    });

    test("that somebody asks for by itself are stored beyond the bound: twenty, of which the one fetched first makes room", async () => {
      const catalog = await open();
      await catalog.applyListings(entries(100));
      for (let place = 0; place < 20; place += 1) expect((await ask(catalog, `a${place}`, { fetchedAt: later(place) })).added).toBe(1);
      expect(await listed(catalog)).toBe(120);
      // Asked for again, the first one is fresh.
      await ask(catalog, "a0", { fetchedAt: later(30) });
      expect(await ask(catalog, "a20", { fetchedAt: later(31) })).toEqual({ added: 1, changed: 0, unchanged: 0, gone: 1 });
      expect([await listed(catalog), await isStored(catalog, "a0"), await isStored(catalog, "a1"), await isStored(catalog, "a20"), await isStored(catalog, "e0")]).toEqual([120, true, false, true, true]);
      expect(await catalog.models(["chain:a1"])).toEqual([undefined]);
      const log = await catalog.changes(0, 1_000);
      expect(log.at(-2)?.kind === "GONE" ? log.at(-2) : log.at(-1)).toMatchObject({ kind: "GONE", listing: "chain:a1", statement: expect.stringContaining("its account has more entries than are kept") });
      // A harvest that sees them changes them, and counts only what is not stored.
      expect(await catalog.applyListings([entry("a20", { description: "x", fetchedAt: later(32) }), entry("a1", { fetchedAt: later(32) })])).toEqual({ added: 0, changed: 1, unchanged: 0, gone: 0, notStored: 1 });
      // More at once than there is room for: none of them drives out another.
      const many = Array.from({ length: 30 }, (_, place) => ({ ...entry(`b${place}`, { fetchedAt: later(40) }), asked: true }));
      expect(await catalog.applyListings(many)).toEqual({ added: 20, changed: 0, unchanged: 0, gone: 20, notStored: 10 });
      expect(await listed(catalog)).toBe(120);
    });

    test("are bounded also where they join a model that others list, and cost it nothing", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { artifacts: [weights("w.gguf", "a")] })]);
      await catalog.applyListings(entries(150, { artifacts: [weights("w.gguf", "a")] }));
      expect((await catalog.listingsOf([id("hf:a/b")]))[0]?.length).toBe(101);
      expect((await catalog.models(["hf:a/b"]))[0]).not.toHaveProperty("anybodyMayWrite");
    });

    test("are free of the bound when their source says who may write them, and come under it when it no longer does", async () => {
      const catalog = await open();
      await catalog.applyListings(entries(100));
      await catalog.applyListings(entries(10, { naming: "curated", fetchedAt: later(1) }));
      expect(await catalog.applyListings(entries(12, {}, 100))).toMatchObject({ added: 10, notStored: 2 });
      await catalog.applyListings(entries(10, { fetchedAt: later(2) }));
      expect([await listed(catalog), (await catalog.applyListings(entries(1, {}, 500))).notStored]).toEqual([110, 1]);
    });

    test("come out of an export as they went in, the gone ones and those beyond the bound too", async () => {
      const catalog = await open();
      await catalog.applyListings(entries(100));
      await catalog.markGone(Array.from({ length: 60 }, (_, place) => key(`chain:e${place}`)), later(1));
      await catalog.applyListings(entries(60, {}, 100));
      for (let place = 0; place < 3; place += 1) await ask(catalog, `a${place}`);
      const exported = await catalog.exportListings(0, 1_000);
      const copy = await open();
      const asImport = exported.map(({ position: _position, state: _state, ...listing }): ImportedListing => ({ ...listing, onDemand: [] }));
      expect(await copy.importListings(asImport)).toMatchObject({ added: 163, gone: 60 });
      expect((await copy.exportListings(0, 1_000)).map(({ record, state }) => `${record.nativeId} ${record.registrant} ${state}`).toSorted()).toEqual(exported.map(({ record, state }) => `${record.nativeId} ${record.registrant} ${state}`).toSorted());
      expect([await listed(copy), (await copy.applyListings(entries(1, {}, 900))).notStored]).toEqual([103, 1]);
    });
  });

  describe("what a run has not stored", () => {
    const at = later(0);
    const begin = async (catalog: Catalog, full = true): Promise<number> => {
      await catalog.acquireLease({ source: chain, holder: "one", ttlMs: 60_000 });
      return (await catalog.beginRun({ source: chain, holder: "one", full, at })).run;
    };
    const page = (run: number, writes: readonly ListingWrite[], more: Partial<PageWrite> = {}): PageWrite => ({ source: chain, run, holder: "one", at, gone: [], writes, ...more });
    const end = (catalog: Catalog, run: number, sweep = true) => catalog.endRun({ source: chain, run, holder: "one", sweep, at });
    const notStored = async (catalog: Catalog): Promise<number> => (await catalog.harvestState(chain)).notStored;

    test("is counted over the run, the same when everything is read again, and added to by what follows", async () => {
      const catalog = await open();
      const whole = async (): Promise<void> => {
        const run = await begin(catalog);
        await catalog.applyPage(page(run, entries(80), { cursor: "2" }));
        await catalog.applyPage(page(run, entries(80, {}, 80), { cursor: "3" }));
        await catalog.applyPage(page(run, entries(40, {}, 160), { checkpoint: "c" }));
        await end(catalog, run);
      };
      await whole();
      expect([await notStored(catalog), await listed(catalog)]).toEqual([100, 100]);
      await whole();
      expect([await notStored(catalog), await listed(catalog)]).toEqual([100, 100]);
      const run = await begin(catalog, false);
      await catalog.applyPage(page(run, entries(7, {}, 200)));
      expect(await notStored(catalog)).toBe(107);
      await end(catalog, run, false);
      expect(await notStored(catalog)).toBe(107);
      await whole();
      expect(await notStored(catalog)).toBe(100);
    });

    test("is not counted twice when the run is interrupted within a page that comes in parts", async () => {
      const catalog = await open();
      await catalog.applyListings(entries(100));
      const run = await begin(catalog);
      await catalog.applyPage(page(run, entries(10, {}, 100), { cursor: "2" }));
      // The first part of the second page names the place of the page itself.
      await catalog.applyPage(page(run, entries(10, {}, 110), { cursor: "2" }));
      expect(await notStored(catalog)).toBe(20);
      expect(await begin(catalog)).toBe(run);
      await catalog.applyPage(page(run, entries(10, {}, 110), { cursor: "2" }));
      await catalog.applyPage(page(run, entries(10, {}, 120)));
      await end(catalog, run, false);
      expect(await notStored(catalog)).toBe(30);
    });
  });
}
