import { listingKey, type ListingKey, type OverlayRecord } from "@modeldex/schema";
import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { ExportedOverlay, ImportedOverlay } from "../overlay.ts";
import type { TestClock } from "./harvest-suite.ts";
import { id, key, query, Random, sample, source } from "./samples.ts";

/** What differs from a plain overlay of an open registry that states one claim. */
interface SampleOverlay extends Partial<Omit<OverlayRecord, "nativeId" | "links">> {
  readonly naming?: ImportedOverlay["naming"];
  readonly fetchedAt?: string;
  readonly goneAt?: string;
}

/** Rows that list no model: what they belong to, what they add to it, and what becomes of them. */
export function overlaySuite(openWith: (clock: TestClock) => Promise<Catalog>): void {
  const start = Date.parse("2026-04-01T00:00:00Z");
  const open = (): Promise<Catalog> => openWith({ at: start });
  const claims = [{ kind: "EXTENSION", statement: "Somebody attests it.", facts: { kindUri: "https://attest.example/1", value: 1 }, evidence: [] }] as const satisfies OverlayRecord["claims"];

  /** An overlay of `eas` that refers to these listings. */
  const overlay = (nativeId: string, targets: readonly string[], { naming = "open", fetchedAt = "2026-03-01T00:00:00Z", goneAt, ...fields }: SampleOverlay = {}): ImportedOverlay => ({
    source: source("eas"), naming, fetchedAt, firstSeenAt: fetchedAt,
    ...(goneAt !== undefined && { goneAt }),
    record: { nativeId, claims, links: targets.map((target) => ({ reference: `pkg:${target}`, relation: "UNKNOWN" as const, statement: `It names ${target}.` })), ...fields },
    linkTargets: targets.map((target) => ({ reference: `pkg:${target}`, target: target as ListingKey })),
  });
  const counts = async (catalog: Catalog): Promise<readonly number[]> => {
    const { overlays, overlaysUnmatched } = await catalog.coverage(source("eas"));
    return [overlays, overlaysUnmatched];
  };
  const takeBack = (catalog: Catalog, names: readonly string[], goneAt: string) => catalog.importOverlays(names.map((name) => overlay(name, [], { goneAt, fetchedAt: "2026-02-01T00:00:00Z" })));
  const overlaysOf = async (catalog: Catalog, model: string): Promise<readonly string[]> => (await catalog.overlaysOf([id(model)])).flat().map(({ record, listing }) => `${record.nativeId} ${listing}`);
  const everything = async (catalog: Catalog): Promise<readonly ExportedOverlay[]> => {
    const all: ExportedOverlay[] = [];
    for (;;) {
      const page = await catalog.exportOverlays(all.at(-1)?.position ?? 0, 2);
      if (page.length === 0) return all;
      all.push(...page);
    }
  };

  describe("an overlay", () => {
    test("belongs to the model that it refers to, whichever came first, and is counted as unmatched until then", async () => {
      const catalog = await open();
      expect(await catalog.importOverlays([overlay("early", ["hf:a/one"]), overlay("lost", ["hf:a/other"]), overlay("mute", [])])).toEqual({ added: 3, changed: 0, unchanged: 0, gone: 0 });
      expect(await counts(catalog)).toEqual([3, 3]);
      await catalog.applyListings([sample("hf:A/One")]);
      await catalog.importOverlays([overlay("late", ["hf:a/one"])]);
      expect(await counts(catalog)).toEqual([4, 2]);
      expect((await catalog.overlaysOf([id("hf:A/One")]))[0]).toEqual(["early", "late"].map((nativeId) => ({
        key: `eas:${nativeId}`, source: "eas", naming: "open", record: overlay(nativeId, ["hf:a/one"]).record, listing: "hf:A/One", statement: "It names hf:a/one.",
        firstSeenAt: "2026-03-01T00:00:00Z", fetchedAt: "2026-03-01T00:00:00Z",
      })));
      expect(await catalog.listings([key("eas:early")])).toEqual([undefined]);
      // A listing of the same name is another thing.
      await catalog.applyListings([sample("eas:late")]);
      await catalog.markGone([key("eas:late")], "2026-03-02T00:00:00Z");
      expect(await counts(catalog)).toEqual([4, 2]);
      expect((await catalog.models(["eas:early", "hf:a/one"])).map((model) => model?.sources)).toEqual([undefined, ["hf"]]);
    });

    test("adds nothing but itself to a model where anybody may write", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/one", { publisher: { name: "a" } })]);
      const shown = async (): Promise<unknown> => [await catalog.models(["hf:a/one"]), await catalog.listingsOf([id("hf:a/one")]), (await catalog.searchWindow(query("one"))).hits, await catalog.benchmark("MMLU")];
      const before = await shown();
      const generous = { contextTokens: 1_000_000, capabilities: ["tools"], offers: [{ provider: "p", usdPerMillionInputTokens: 0 }], evaluations: [{ benchmark: "MMLU", author: "PUBLISHER", value: 100 }] } as const;
      await catalog.importOverlays([overlay("row", ["hf:a/one"], generous)]);
      expect(await overlaysOf(catalog, "hf:a/one")).toEqual(["row hf:a/one"]);
      expect(await shown()).toEqual(before);
      await catalog.importOverlays([overlay("row", ["hf:a/one"], { ...generous, naming: "curated" })]);
      expect((await catalog.models(["hf:a/one"]))[0]).toMatchObject({ contextTokens: 1_000_000, capabilities: ["tools"], hasOffer: true });
    });

    test("fills gaps after the listings where its source vouches for its names, and lets them go with it", async () => {
      const catalog = await open();
      const offers = [{ provider: "p", usdPerMillionInputTokens: 2 }];
      await catalog.applyListings([sample("hf:a/one", { contextTokens: 4_096, offers: [{ provider: "own", usdPerMillionInputTokens: 3 }] }), sample("hf:a/two")]);
      const before = await catalog.models(["hf:a/one", "hf:a/two"]);
      const values = { naming: "curated", contextTokens: 8_192, capabilities: ["tools"], offers, evaluations: [{ benchmark: "MMLU", author: "INDEPENDENT", value: 70 }] } as const;
      await catalog.importOverlays([overlay("1", ["hf:a/one"], values), overlay("2", ["hf:a/two"], values)]);
      const told = (await catalog.models(["hf:a/one", "hf:a/two"])).map((model) => [model?.contextTokens, model?.capabilities, model?.hasOffer, model?.cheapest?.usdPerMillionInputTokens, model?.statedBy]);
      expect(told).toEqual([
        [4_096, ["tools"], true, 2, { capabilities: "eas:1" }], [8_192, ["tools"], true, 2, { contextTokens: "eas:2", capabilities: "eas:2" }],
      ]);
      expect(await catalog.benchmark("mmlu")).toMatchObject({ isReported: true });
      await takeBack(catalog, ["1", "2"], "2026-03-02T00:00:00Z");
      expect(await catalog.models(["hf:a/one", "hf:a/two"])).toEqual(before);
      expect(await counts(catalog)).toEqual([0, 0]);
    });

    test("follows its listing through a rename and into another model, and leaves it when it goes", async () => {
      const catalog = await open();
      await catalog.importOverlays([overlay("row", ["hf:a/old"], { naming: "curated", contextTokens: 512 })]);
      await catalog.applyListings([sample("hf:a/old", { stableId: "1" })]);
      await catalog.applyListings([sample("hf:a/new", { stableId: "1", fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect(await overlaysOf(catalog, "hf:a/new")).toEqual(["row hf:a/new"]);
      await catalog.setIdentityRules({ same: [[key("or:x/new"), key("hf:a/new")]], different: [], sourceOrder: [source("or"), source("hf")] });
      await catalog.applyListings([sample("or:x/new")]);
      expect([await overlaysOf(catalog, "or:x/new"), (await catalog.models(["or:x/new"]))[0]?.contextTokens]).toEqual([["row hf:a/new"], 512]);
      // The name that it refers to is given to another model.
      await catalog.applyListings([sample("hf:a/old", { stableId: "2", fetchedAt: "2026-03-03T00:00:00Z" })]);
      expect([await overlaysOf(catalog, "or:x/new"), await overlaysOf(catalog, "hf:a/old")]).toEqual([[], ["row hf:a/old"]]);
      expect((await catalog.models(["or:x/new", "hf:a/old"])).map((model) => model?.contextTokens)).toEqual([undefined, 512]);
      await catalog.markGone([key("hf:a/old")], "2026-03-04T00:00:00Z");
      expect([await overlaysOf(catalog, "hf:a/old"), (await catalog.models(["hf:a/old"]))[0]?.contextTokens, await counts(catalog)]).toEqual([[], undefined, [1, 1]]);
      await catalog.applyListings([sample("hf:a/old", { stableId: "2", fetchedAt: "2026-03-05T00:00:00Z" })]);
      expect(await overlaysOf(catalog, "hf:a/old")).toEqual(["row hf:a/old"]);
    });

    test("belongs to nothing when its listing is dropped, until another has the name", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/taken", { aliases: ["a/before"] }), sample("hf:b/one", { stableId: "1" })]);
      await catalog.importOverlays([overlay("by name", ["hf:a/taken"]), overlay("by alias", ["hf:a/before"]), overlay("of both", ["hf:a/before", "or:other"])]);
      await catalog.applyListings([sample("or:other")]);
      expect(await overlaysOf(catalog, "hf:a/taken")).toEqual(["by alias hf:a/taken", "by name hf:a/taken", "of both hf:a/taken"]);
      await catalog.applyListings([sample("hf:a/taken", { stableId: "1", fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect(await overlaysOf(catalog, "hf:a/taken")).toEqual(["by name hf:a/taken"]);
      // One that refers to another listing too belongs to that one now.
      expect(await overlaysOf(catalog, "or:other")).toEqual(["of both or:other"]);
      expect(await counts(catalog)).toEqual([3, 1]);
      await catalog.applyListings([sample("hf:a/before")]);
      expect([await overlaysOf(catalog, "hf:a/before"), await counts(catalog)]).toEqual([["by alias hf:a/before", "of both hf:a/before"], [3, 0]]);
    });

    test("is joined by the rules of references: its name says no more than its target, and it is sure of one", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/llama-8b"), sample("hf:a/llama-70b"), sample("open:77", { naming: "open", name: "llama-8b" })]);
      await catalog.importOverlays([
        overlay("other size", ["hf:a/llama-8b"], { name: "llama-70b" }), overlay("two", ["hf:a/llama-8b", "hf:a/llama-70b"]),
        overlay("same name", ["hf:a/llama-8b"], { name: "Llama 8B" }), overlay("both", ["open:77", "hf:a/llama-8b"]),
      ]);
      expect(await overlaysOf(catalog, "hf:a/llama-8b")).toEqual(["both hf:a/llama-8b", "same name hf:a/llama-8b"]);
      expect(await counts(catalog)).toEqual([4, 2]);
      // Where only one of the two is left, it is that one.
      await catalog.markGone([key("hf:a/llama-70b")], "2026-03-02T00:00:00Z");
      expect(await overlaysOf(catalog, "hf:a/llama-8b")).toEqual(["both hf:a/llama-8b", "same name hf:a/llama-8b", "two hf:a/llama-8b"]);
      // What it refers to says another name now.
      await catalog.applyListings([sample("hf:a/llama-8b", { name: "llama-70b", fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect((await overlaysOf(catalog, "hf:a/llama-8b")).map((text) => text.split(" hf:")[0])).toEqual(["both", "other size", "same name", "two"]);
    });

    test("is replaced by what is newer only, and told in the log of its model", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/one")]);
      const since = (await catalog.changes(0, 100)).length;
      const priced = (usd: number): SampleOverlay => ({ naming: "curated", offers: [{ provider: "p", usdPerMillionInputTokens: usd }], fetchedAt: `2026-03-0${usd}T00:00:00Z` });
      await catalog.importOverlays([overlay("row", ["hf:a/one"], priced(2))]);
      expect(await catalog.importOverlays([overlay("row", ["hf:a/one"], priced(1)), overlay("row", ["hf:a/one"], priced(2))])).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
      await catalog.importOverlays([overlay("row", ["hf:a/one"], priced(3))]);
      expect((await catalog.models(["hf:a/one"]))[0]?.cheapest).toEqual({ usdPerMillionInputTokens: 3 });
      await takeBack(catalog, ["row"], "2026-03-02T00:00:00Z");
      expect(await counts(catalog)).toEqual([1, 0]);
      await takeBack(catalog, ["row"], "2026-03-04T00:00:00Z");
      await catalog.importOverlays([overlay("row", ["hf:a/one"], priced(3))]);
      expect(await counts(catalog)).toEqual([0, 0]);
      const told = (await catalog.changes(0, 100)).slice(since).map(({ kind, source: by, listing, model, statement }) => [kind, by, listing, model, statement]);
      expect(told).toEqual([
        ["MERGED", "eas", "hf:a/one", "hf:a/one", "eas:row speaks of hf:a/one: It names hf:a/one."],
        ["PRICE", "eas", "hf:a/one", "hf:a/one", "eas:row: Other prices at p."],
        ["SPLIT", "eas", "hf:a/one", "hf:a/one", "eas:row says nothing of hf:a/one any more."],
      ]);
    });

    test("goes when a full run or its source no longer has it, and counts among what the run saw", async () => {
      const clock = { at: start };
      const catalog = await openWith(clock);
      const at = (seconds: number): string => new Date(start + seconds * 1_000).toISOString();
      const eas = source("eas");
      const begin = async (): Promise<number> => (await catalog.beginRun({ source: eas, holder: "one", full: true, at: new Date(clock.at).toISOString() })).run;
      await catalog.acquireLease({ source: eas, holder: "one", ttlMs: 600_000 });
      await catalog.applyListings([sample("hf:a/one")]);
      const page = (run: number, names: readonly string[], seconds: number, gone: readonly string[] = []) =>
        catalog.applyPage({ source: eas, run, holder: "one", writes: [], overlays: names.map((name) => overlay(name, ["hf:a/one"], { fetchedAt: at(seconds) })), gone: gone.map((name) => listingKey("eas", name)), at: at(seconds) });
      const first = await begin();
      expect(await page(first, ["1", "2", "3"], 1)).toEqual({ added: 3, changed: 0, unchanged: 0, gone: 0 });
      expect((await catalog.harvestState(eas)).running?.listingsSeen).toBe(3);
      await catalog.endRun({ source: eas, run: first, holder: "one", sweep: true, at: at(2) });
      expect(await counts(catalog)).toEqual([3, 0]);
      clock.at = start + 10_000;
      const second = await begin();
      expect(await page(second, ["2"], 11, ["3"])).toEqual({ added: 0, changed: 0, unchanged: 1, gone: 1 });
      expect(await catalog.countUnseen(eas, second)).toEqual({ unseen: 1, listed: 2, overlays: 2 });
      expect(await catalog.endRun({ source: eas, run: second, holder: "one", sweep: true, at: at(12) })).toMatchObject({ gone: 1 });
      expect([await overlaysOf(catalog, "hf:a/one"), await counts(catalog)]).toEqual([["2 hf:a/one"], [1, 0]]);
      clock.at = start + 20_000;
      const third = await begin();
      expect(await page(third, ["1", "2"], 21)).toEqual({ added: 0, changed: 1, unchanged: 1, gone: 0 });
      expect(await overlaysOf(catalog, "hf:a/one")).toEqual(["1 hf:a/one", "2 hf:a/one"]);
      await expect(catalog.applyPage({ source: eas, run: third, holder: "one", writes: [], gone: [], at: at(22), overlays: [{ ...overlay("1", []), source: source("or") }] })).rejects.toThrow(/brings a row of or/);
    });

    test("is bounded for each account where anybody may write, and makes room when it goes", async () => {
      const catalog = await open();
      const rows = (names: readonly string[], registrant: string, naming: ImportedOverlay["naming"] = "open") => names.map((name) => overlay(name, ["hf:a/one"], { naming, registrant }));
      const many = Array.from({ length: 1_003 }, (_, place) => `n${place}`);
      expect(await catalog.importOverlays(rows(many, "0xAA"))).toEqual({ added: 1_000, changed: 0, unchanged: 0, gone: 0, notStored: 3 });
      expect(await catalog.importOverlays(rows(["more"], "0xaa"))).toMatchObject({ added: 0, notStored: 1 });
      expect(await catalog.importOverlays([...rows(["n0", "n1"], "0xAA"), ...rows(["other"], "0xbb"), ...rows(["vouched"], "0xaa", "curated")])).toEqual({ added: 2, changed: 0, unchanged: 2, gone: 0 });
      await takeBack(catalog, ["n0"], "2026-03-02T00:00:00Z");
      expect(await catalog.importOverlays(rows(["more", "most"], "0xaa"))).toMatchObject({ added: 1, notStored: 1 });
    });

    test("is exported and imported with its past, also before the listing that it speaks of", async () => {
      const before = await open();
      await before.applyListings([sample("hf:a/one")]);
      await before.importOverlays([overlay("here", ["hf:a/one"]), overlay("gone", ["hf:a/one"], { goneAt: "2026-03-02T00:00:00Z" }), overlay("lost", ["hf:a/other"], { naming: "curated", contextTokens: 9 })]);
      const all = await everything(before);
      expect(all.map(({ record, goneAt, linkTargets }) => [record.nativeId, goneAt, linkTargets.map(({ target }) => target)])).toEqual([
        ["here", undefined, ["hf:a/one"]], ["gone", "2026-03-02T00:00:00Z", []], ["lost", undefined, ["hf:a/other"]],
      ]);
      expect(await before.exportCounts()).toEqual([{ source: "eas", listings: 0, privateListings: 0, overlays: 3 }, { source: "hf", listings: 1, privateListings: 0, overlays: 0 }]);
      const after = await open();
      await after.importOverlays(all);
      await after.applyListings([sample("hf:a/one")]);
      expect(await everything(after)).toEqual(all);
      expect(await after.overlaysOf([id("hf:a/one")])).toEqual(await before.overlaysOf([id("hf:a/one")]));
      expect(await after.importOverlays(all)).toEqual({ added: 0, changed: 0, unchanged: 3, gone: 0 });
    });

    test("belongs to the same model in whatever order everything comes", async () => {
      const random = new Random(11);
      const names = ["a/one", "a/two", "b/one", "b/two-7b", "b/two-70b"];
      const listings = names.flatMap((name, place) => [
        sample(`hf:${name}`, { aliases: [`old/${place}`] }), sample(`or:${name}`, { refersTo: { [`hf ${name}`]: `hf:${name}` }, naming: "curated" }), sample(`open:${place}`, { naming: "open", name, refersTo: { [`hf ${name}`]: `hf:${name}` } }),
      ]);
      const overlays = Array.from({ length: 30 }, (_, place) => overlay(String(place), Array.from({ length: 1 + random.below(2) }, () => random.pick([`hf:${random.pick(names)}`, `or:${random.pick(names)}`, `open:${random.below(5)}`, `hf:old/${random.below(5)}`, "hf:none"])), {
        naming: random.pick(["open", "curated"]), contextTokens: 1 + place, ...(random.oneIn(3) && { name: random.pick(names) }),
      }));
      const outcome = async (seed: number): Promise<unknown> => {
        const order = new Random(seed);
        const catalog = await open();
        await catalog.setIdentityRules({ same: [], different: [], sourceOrder: [source("hf"), source("or")] });
        for (const write of order.shuffled([...listings, ...overlays])) await ("firstSeenAt" in write ? catalog.importOverlays([write]) : catalog.applyListings([write]));
        const models = names.map((name) => id(`hf:${name}`));
        return { counts: await counts(catalog), models: await catalog.models(models), overlays: (await catalog.overlaysOf(models)).map((rows) => rows.map(({ key: row, listing, statement }) => [row, listing, statement])) };
      };
      const first = await outcome(1);
      expect(first).toMatchObject({ counts: [30, expect.any(Number)] });
      for (const seed of [2, 3, 4]) expect(await outcome(seed)).toEqual(first);
    });
  });
}
