import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { ModelFilter } from "../query.ts";
import { id, key, query, Random, sample, weights } from "./samples.ts";
import { walk } from "./search-suite.ts";

/** What models were made from. */
export function lineageSuite(open: () => Promise<Catalog>): void {
  describe("lineage", () => {
    const derived = async (catalog: Catalog, base: string): Promise<readonly string[] | undefined> => (await catalog.derivedFrom([id(base)], { limit: 100 }))[0]?.models.map(({ model }) => model);

    test("is given from both ends, whichever comes first, and follows a correction", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:b/tune", { madeFrom: { "pkg:a/Base": "hf:A/base" } }),
        sample("hf:c/quant", { lineage: [{ reference: "pkg:a/Base", relation: "QUANTIZED" }, { reference: "elsewhere", relation: "UNKNOWN" }], popularity: { downloads30d: 9 } }),
      ]);
      expect(await catalog.lineageOf([id("hf:b/tune"), id("hf:no/thing")])).toEqual([[{ relation: "FINETUNE", reference: "pkg:a/Base", statedBy: ["hf"] }], []]);
      const quant = { ...sample("hf:c/quant", { lineage: [{ reference: "pkg:a/Base", relation: "QUANTIZED" }, { reference: "elsewhere", relation: "UNKNOWN" }], popularity: { downloads30d: 9 } }), lineageTargets: [{ reference: "pkg:a/Base", target: key("hf:A/base") }] };
      // The record is as before; what was read of its references is not.
      await catalog.applyListings([sample("hf:a/Base"), quant]);
      expect(await catalog.lineageOf([id("hf:c/quant")])).toEqual([[
        { relation: "UNKNOWN", reference: "elsewhere", statedBy: ["hf"] },
        { relation: "QUANTIZED", reference: "pkg:a/Base", model: "hf:a/Base", statedBy: ["hf"] },
      ]]);
      const [{ total, models, hasMore } = { total: 0, models: [], hasMore: true }] = await catalog.derivedFrom([id("hf:a/Base")], { limit: 10 });
      expect([total, hasMore, models.map(({ position: _, ...rest }) => rest)]).toEqual([2, false, [
        { model: "hf:c/quant", relation: "QUANTIZED", statedBy: ["hf"] },
        { model: "hf:b/tune", relation: "FINETUNE", statedBy: ["hf"] },
      ]]);
      expect((await catalog.derivedFrom([id("hf:a/Base")], { limit: 10, relation: "FINETUNE" }))[0]?.models.map(({ model }) => model)).toEqual(["hf:b/tune"]);
      await catalog.applyListings([sample("hf:b/tune", { fetchedAt: "2026-03-02T00:00:00Z" })]);
      await catalog.markGone([key("hf:c/quant")], "2026-03-02T00:00:00Z");
      expect([await derived(catalog, "hf:a/Base"), await catalog.lineageOf([id("hf:b/tune")])]).toEqual([[], [[]]]);
    });

    test("goes by the model, under former names too, and a model is not made from itself", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:a/base", { stableId: "1", artifacts: [weights("w.gguf", "a")] }),
        sample("zz:copy", { artifacts: [weights("w.gguf", "a")], madeFrom: { base: "hf:a/base" } }),
        sample("hf:b/one", { madeFrom: { base: "hf:a/base" } }), sample("hf:b/two", { madeFrom: { copy: "zz:copy" } }),
        sample("chain:c/three", { naming: "open", madeFrom: { base: "hf:a/base" }, artifacts: [weights("v.gguf", "b")] }), sample("hf:b/four", { artifacts: [weights("v.gguf", "b")] }),
      ]);
      expect(await catalog.lineageOf([id("zz:copy")])).toEqual([[]]);
      expect(await derived(catalog, "zz:copy")).toEqual(["hf:b/one", "hf:b/two"]);
      await catalog.applyListings([sample("hf:a/renamed", { stableId: "1", artifacts: [weights("w.gguf", "a")], fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect([await derived(catalog, "hf:a/renamed"), (await catalog.lineageOf([id("hf:b/one")]))[0]?.[0]?.model]).toEqual([["hf:b/one", "hf:b/two"], "hf:a/renamed"]);
      // Another model takes the former name: it is what is meant from now on, also by the copy of the first one.
      await catalog.applyListings([sample("hf:a/base", { stableId: "2", fetchedAt: "2026-03-03T00:00:00Z" })]);
      expect([await derived(catalog, "hf:a/renamed"), await derived(catalog, "hf:a/base")]).toEqual([["hf:b/two"], ["hf:a/renamed", "hf:b/one"]]);
    });

    test("finds everything that was made from a model, at any distance", async () => {
      const catalog = await open();
      await catalog.applyListings([
        sample("hf:a/base"), sample("hf:b/tune", { madeFrom: { base: "hf:a/base" } }), sample("hf:c/quant", { madeFrom: { tune: "hf:b/tune" } }),
        sample("hf:d/merge", { madeFrom: { quant: "hf:c/quant", other: "hf:e/other" } }), sample("hf:e/other", { madeFrom: { merge: "hf:d/merge" } }), sample("hf:f/apart"),
      ]);
      const found = async (filter: ModelFilter): Promise<readonly string[]> => (await walk(catalog, query("", filter))).toSorted();
      expect(await found({ baseModels: ["hf:a/base"] })).toEqual(["hf:b/tune", "hf:c/quant", "hf:d/merge", "hf:e/other"]);
      expect(await found({ baseModels: ["hf:e/other"] })).toEqual(["hf:d/merge"]);
      expect(await found({ baseModels: ["hf:e/other", "hf:c/quant", "hf:no/thing"] })).toEqual(["hf:d/merge", "hf:e/other"]);
      expect(await found({ not: { baseModels: ["hf:a/base"] } })).toEqual(["hf:a/base", "hf:f/apart"]);
      expect(await found({ baseModels: ["hf:no/thing"] })).toEqual([]);
      await catalog.markGone([key("hf:c/quant")], "2026-03-02T00:00:00Z");
      expect(await found({ baseModels: ["hf:a/base"] })).toEqual(["hf:b/tune", "hf:d/merge", "hf:e/other"]);
    });

    test("keeps what was said on demand, and how it was read", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/base"), sample("hf:b/x", { madeFrom: { base: "hf:a/base" }, onDemand: ["lineage"] })]);
      await catalog.applyListings([sample("hf:b/x", { onDemand: ["lineage"], tags: ["new"], fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect(await derived(catalog, "hf:a/base")).toEqual(["hf:b/x"]);
    });

    test("pages through derived models by their use, each once, and refuses what it never gave", async () => {
      const catalog = await open();
      const random = new Random(4);
      await catalog.applyListings([sample("hf:a/base"), ...Array.from({ length: 90 }, (_, place) => sample(`hf:b/m${place}`, { madeFrom: { base: "hf:a/base" }, popularity: { downloads30d: random.below(10_000) } }))]);
      const whole = await derived(catalog, "hf:a/base");
      const paged: string[] = [];
      let after: number | undefined;
      for (let more = true; more; ) {
        const [page] = await catalog.derivedFrom([id("hf:a/base")], { limit: 7, ...(after !== undefined && { after }) });
        if (page === undefined) throw new Error("there is a page for each base");
        expect(page.total).toBe(90);
        paged.push(...page.models.map(({ model }) => model));
        after = page.models.at(-1)?.position;
        more = page.hasMore;
      }
      expect([paged, new Set(paged).size]).toEqual([whole, 90]);
      await expect(catalog.derivedFrom([id("hf:a/base")], { limit: -1 })).rejects.toMatchObject({ name: "CatalogInputError" });
      await expect(catalog.derivedFrom([id("hf:a/base")], { limit: 1, after: Number.NaN })).rejects.toMatchObject({ name: "CatalogInputError" });
    });
  });
}
