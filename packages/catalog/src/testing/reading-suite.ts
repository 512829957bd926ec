import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import { id, key, Random, sample, sha256, weights } from "./samples.ts";

/** What is read of models beside searches: files by digest, and models that are alike. */
export function readingSuite(open: () => Promise<Catalog>): void {
  describe("digests", () => {
    test("find files and models page by page, each once, also digests of other kinds", async () => {
      const catalog = await open();
      const blob = `git-sha1:${"7".repeat(40)}`;
      await catalog.applyListings(Array.from({ length: 25 }, (_, place) => sample(`hf:a/m${place}`, { artifacts: [{ path: "b.json", otherDigests: [blob] }, { path: "a.json", otherDigests: [blob] }] })));
      await catalog.applyListings([sample("hf:w/one", { artifacts: [weights("w.gguf", "a")] }), sample("ol:two", { artifacts: [weights("model", "a"), weights("w.gguf", "a")], name: "one" })]);
      const files: string[] = [];
      for (let after: { listing: number; path: string } | undefined, more = true; more; ) {
        const [page] = await catalog.filesByDigest([blob as `${string}:${string}`], { limit: 7, ...(after && { after }) });
        files.push(...(page?.files ?? []).map(({ listing, path }) => `${listing} ${path}`));
        expect(page?.total).toBe(50);
        after = page?.files.at(-1)?.position;
        more = page?.hasMore === true;
      }
      expect(files).toEqual(Array.from({ length: 25 }, (_, place) => [`hf:a/m${place} a.json`, `hf:a/m${place} b.json`]).flat());
      const models: string[] = [];
      for (let after: number | undefined, more = true; more; ) {
        const [page] = await catalog.modelsByDigest([blob as `${string}:${string}`], { limit: 4, ...(after !== undefined && { after }) });
        models.push(...(page?.models ?? []).map(({ model }) => model));
        expect(page?.total).toBe(25);
        after = page?.models.at(-1)?.position;
        more = page?.hasMore === true;
      }
      expect(models).toEqual(Array.from({ length: 25 }, (_, place) => `hf:a/m${place}`));
      // Two listings of one model, in the order asked, beside a digest that nobody has.
      expect((await catalog.modelsByDigest([sha256("b"), sha256("a")], { limit: 5 })).map(({ models: found, total }) => [found.map(({ model }) => model), total])).toEqual([[[], 0], [["hf:w/one"], 1]]);
      expect((await catalog.filesByDigest([sha256("a")], { limit: 5 }))[0]?.files.map(({ listing, path }) => [listing, path])).toEqual([["hf:w/one", "w.gguf"], ["ol:two", "model"], ["ol:two", "w.gguf"]]);
      await expect(catalog.filesByDigest([sha256("a")], { limit: 0 })).rejects.toMatchObject({ name: "CatalogInputError" });
      await expect(catalog.modelsByDigest([sha256("a")], { limit: 1, after: Number.NaN })).rejects.toMatchObject({ name: "CatalogInputError" });
    });
  });

  describe("similar models", () => {
    test("have the task and about the size, and are the most used that the filter lets through", async () => {
      const catalog = await open();
      const random = new Random(5);
      const made = Array.from({ length: 400 }, (_, place) => ({
        name: `hf:a/m${place}`, task: random.pick(["text-generation", "fill-mask"]), total: random.oneIn(5) ? undefined : random.pick([1, 2, 4, 8, 16]) * 1e9,
        downloads: 4 ** random.below(9) * 1000 + place, license: random.pick(["mit", "llama3.1"]),
      }));
      await catalog.applyListings(made.map(({ name, task, total, downloads, license }) => sample(name, {
        task, license: { stated: license }, popularity: { downloads30d: downloads }, ...(total !== undefined && { parameters: { total, origin: "STATED" as const } }),
      })));
      await catalog.applyListings([sample("hf:a/silent")]);
      await catalog.markGone([key("hf:a/m7")], "2026-03-03T00:00:00Z");
      const used = new Map(made.map(({ name, downloads }) => [name, downloads]));
      for (const subject of made.slice(0, 40)) {
        const fits = made.filter(({ name, task, total, license }) =>
          name !== subject.name && name !== "hf:a/m7" && task === subject.task && license === "mit" &&
          (subject.total === undefined || (total !== undefined && total >= subject.total / 2 && total <= subject.total * 2)));
        const best = fits.map(({ downloads }) => downloads).sort((left, right) => right - left).slice(0, 6);
        const [found = []] = await catalog.similarTo([id(subject.name)], { limit: 6, sizeFactor: 2, filter: { licenseClasses: ["PERMISSIVE"] } });
        expect(found.every((model) => fits.some(({ name }) => name === model.id))).toBe(true);
        // Models of nearly the same use may stand in either order.
        expect(found.map((model) => Math.round(Math.log(used.get(model.id) ?? 0) * 2))).toEqual(best.map((downloads) => Math.round(Math.log(downloads) * 2)));
      }
      expect(await catalog.similarTo([id("hf:a/silent"), id("hf:no/thing")], { limit: 6, sizeFactor: 2, filter: {} })).toEqual([[], []]);
      await expect(catalog.similarTo([], { limit: 0, sizeFactor: 2, filter: {} })).rejects.toMatchObject({ name: "CatalogInputError" });
    });
  });
}
