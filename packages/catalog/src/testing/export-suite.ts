import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { ExportedListing, ImportedListing } from "../exported.ts";
import { id, key, query, Random, randomSample, sample, source } from "./samples.ts";

/** What an export gives, and what a catalog is that was filled from one. */
export function exportSuite(open: () => Promise<Catalog>): void {
  const everything = async (catalog: Catalog): Promise<ExportedListing[]> => {
    const all: ExportedListing[] = [];
    for (;;) {
      const page = await catalog.exportListings(all.at(-1)?.position ?? 0, 7);
      if (page.length === 0) return all;
      all.push(...page);
    }
  };
  const asImport = ({ position: _position, state: _state, ...listing }: ExportedListing): ImportedListing => ({ ...listing, onDemand: [] });
  const bare = (listings: readonly ExportedListing[]): unknown[] => listings.map(({ position: _position, ...listing }) => listing);
  /** With joins by reference, a former name, a removed and a private listing. */
  const filled = async (): Promise<Catalog> => {
    const catalog = await open();
    await catalog.setIdentityRules({ same: [], different: [], sourceOrder: [source("hf"), source("or")] });
    const random = new Random(7);
    await catalog.applyListings(Array.from({ length: 40 }, (_, place) => randomSample(random, place)));
    await catalog.applyListings([sample("hf:old/name", { stableId: "1", fetchedAt: "2026-01-01T00:00:00Z" })]);
    await catalog.applyListings([sample("hf:new/name", { stableId: "1" }), sample("hf:a/gone"), sample("hf:a/secret", { access: "PRIVATE" })]);
    await catalog.applyListings([sample("or:hosted/name", { refersTo: { "pkg:huggingface/New/Name": "hf:New/Name" } })]);
    await catalog.markGone([key("hf:a/gone")], "2026-03-02T00:00:00Z");
    return catalog;
  };

  describe("an export", () => {
    test("gives every listing once, in pages, with its history", async () => {
      const catalog = await filled();
      const all = await everything(catalog);
      expect(all.map(({ position }) => position)).toEqual(all.map(({ position }) => position).toSorted((left, right) => left - right));
      const told = all.slice(-4).map(({ record, state, firstSeenAt, goneAt, formerIds, linkTargets }) => [record.nativeId, state, firstSeenAt, goneAt, formerIds, linkTargets]);
      expect(told).toEqual([
        ["new/name", "LISTED", "2026-01-01T00:00:00Z", undefined, ["old/name"], []],
        ["a/gone", "GONE", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", [], []],
        ["a/secret", "LISTED", "2026-03-01T00:00:00Z", undefined, [], []],
        ["hosted/name", "LISTED", "2026-03-01T00:00:00Z", undefined, [], [{ reference: "pkg:huggingface/New/Name", target: "hf:new/name" }]],
      ]);
      const hf = all.filter(({ source: from }) => from === "hf").length;
      expect(await catalog.exportCounts()).toEqual([{ source: "hf", listings: hf, privateListings: 1, overlays: 0 }, { source: "or", listings: 1, privateListings: 0, overlays: 0 }]);
    });

    test("makes an equal catalog, also in small steps, and changes nothing the second time", async () => {
      const before = await filled();
      const listings = (await everything(before)).map(asImport);
      const after = await open();
      for (let start = 0; start < listings.length; start += 5) await after.importListings(listings.slice(start, start + 5));
      expect(bare(await everything(after))).toEqual(bare(await everything(before)));
      const ids = ["hf:old/name", "or:hosted/name", "hf:a/gone"];
      expect(await after.models(ids)).toEqual(await before.models(ids));
      const joined = async (catalog: Catalog): Promise<unknown> => (await catalog.listingsOf([id("hf:new/name")])).flat().map(({ key: each, link }) => [each, link]);
      expect(await joined(after)).toEqual(await joined(before));
      expect(await joined(after)).toHaveLength(2);
      for (const text of ["", "llama", "name"]) {
        const found = async (catalog: Catalog): Promise<unknown> => (await catalog.searchWindow(query(text))).hits.map(({ model, nameTokens }) => [model, nameTokens]);
        expect(await found(after)).toEqual(await found(before));
        const facets = [{ field: "TASK", first: 10 }, { field: "SOURCE", first: 10 }] as const;
        expect(await after.facets(query(text), facets)).toEqual(await before.facets(query(text), facets));
      }
      const changes = (await after.changes(0, 1_000)).length;
      expect(await after.importListings(listings)).toEqual({ added: 0, changed: 0, unchanged: listings.length, gone: 0 });
      expect((await after.changes(0, 1_000)).length).toBe(changes);
    });

    test("puts nothing older over something newer, and does not bring back what went since", async () => {
      const listings = (await everything(await filled())).map(asImport).slice(-4);
      const catalog = await open();
      await catalog.applyListings([sample("hf:new/name", { stableId: "1", description: "newer", fetchedAt: "2026-04-01T00:00:00Z" }), sample("hf:a/gone", { fetchedAt: "2026-03-05T00:00:00Z" }), sample("hf:a/secret")]);
      await catalog.markGone([key("hf:a/secret")], "2026-03-09T00:00:00Z");
      await catalog.importListings(listings);
      const kept = await catalog.listings(["hf:new/name", "hf:a/gone", "hf:a/secret"].map(key));
      expect(kept.map((listing) => [listing?.record.description, listing?.state, listing?.firstSeenAt])).toEqual([
        ["newer", "LISTED", "2026-01-01T00:00:00Z"], [undefined, "LISTED", "2026-03-01T00:00:00Z"], [undefined, "GONE", "2026-03-01T00:00:00Z"],
      ]);
    });

    test("leaves another model alone that has taken the name since", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:new/name", { stableId: "2", fetchedAt: "2026-04-01T00:00:00Z" })]);
      await catalog.importListings((await everything(await filled())).map(asImport).filter(({ record }) => record.nativeId === "new/name"));
      expect((await catalog.listings([key("hf:new/name")]))[0]).toMatchObject({ firstSeenAt: "2026-04-01T00:00:00Z", record: { stableId: "2" } });
      expect(await catalog.findListing(source("hf"), "old/name")).toBeUndefined();
    });
  });
}
