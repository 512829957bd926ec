import type { ListingKey } from "@modeldex/schema";
import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import type { ImportedOverlay } from "../overlay.ts";
import type { CallName } from "../reading.ts";
import { key, sample, source } from "./samples.ts";

/** Names that lead to a model and are no id of a listing: keys of overlays and ids by which offers are called. */
export function callNameSuite(open: () => Promise<Catalog>): void {
  const row = (nativeId: string, target: string | undefined, more: Partial<ImportedOverlay["record"]> = {}, naming: ImportedOverlay["naming"] = "curated"): ImportedOverlay => ({
    source: source(naming === "open" ? "chain" : "litellm"), naming, fetchedAt: "2026-03-01T00:00:00Z", firstSeenAt: "2026-03-01T00:00:00Z",
    record: { nativeId, ...more, ...(target !== undefined && { links: [{ reference: `pkg:${target}`, relation: "HOSTED", statement: `It names ${target}.` }] }) },
    linkTargets: target === undefined ? [] : [{ reference: `pkg:${target}`, target: target as ListingKey }],
  });
  const shown = (names: readonly CallName[] | undefined) => names?.map(({ name, source: by, provider, listing, modelName }) => [name, by, provider, listing?.key, modelName]);
  const find = async (catalog: Catalog, ...texts: readonly string[]) => (await catalog.callNames(texts)).map(shown);

  describe("a name that is no id of a listing", () => {
    test("leads from the id of an offer to the listing that has it, whatever its case, until the offer or the listing is gone", async () => {
      const catalog = await open();
      const offers = [{ provider: "groq", callAs: "qwen/qwen3-32b" }, { provider: "nebius", callAs: "Qwen/Qwen3-32B" }, { provider: "own" }];
      await catalog.applyListings([sample("hf:Qwen/Qwen3-32B", { offers }), sample("hf:a/other", { offers: [{ provider: "x", callAs: "y" }] })]);
      const both = [["Qwen/Qwen3-32B", "hf", "nebius", "hf:Qwen/Qwen3-32B", undefined], ["qwen/qwen3-32b", "hf", "groq", "hf:Qwen/Qwen3-32B", undefined]];
      expect(await find(catalog, "QWEN/qwen3-32b", "qwen", "own")).toEqual([both, [], []]);
      await catalog.applyListings([sample("hf:Qwen/Qwen3-32B", { offers: offers.slice(1), fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect(await find(catalog, "qwen/qwen3-32b")).toEqual([both.slice(0, 1)]);
      await catalog.markGone([key("hf:Qwen/Qwen3-32B")], "2026-03-03T00:00:00Z");
      expect(await find(catalog, "qwen/qwen3-32b", "Y")).toEqual([[], [["y", "hf", "x", "hf:a/other", undefined]]]);
    });

    test("leads from the key of an overlay, and from its offers, to what it is joined to; one that fits none says its own name", async () => {
      const catalog = await open();
      const groq = row("groq/qwen/qwen3-32b", "hf:Qwen/Qwen3-32B", { offers: [{ provider: "groq", callAs: "qwen/qwen3-32b" }] });
      await catalog.importOverlays([groq, row("bedrock/lost-7b", undefined, { name: "lost-7b" })]);
      const lost = [["bedrock/lost-7b", "litellm", undefined, undefined, "lost-7b"]];
      expect(await find(catalog, "Groq/Qwen/Qwen3-32B", "bedrock/lost-7b")).toEqual([[["groq/qwen/qwen3-32b", "litellm", undefined, undefined, undefined]], lost]);
      await catalog.applyListings([sample("hf:Qwen/Qwen3-32B")]);
      expect(await find(catalog, "groq/qwen/qwen3-32b", "qwen/qwen3-32b")).toEqual([
        [["groq/qwen/qwen3-32b", "litellm", undefined, "hf:Qwen/Qwen3-32B", undefined]], [["qwen/qwen3-32b", "litellm", "groq", "hf:Qwen/Qwen3-32B", undefined]],
      ]);
      const moved = { ...groq, fetchedAt: "2026-03-02T00:00:00Z", record: { ...groq.record, offers: [{ provider: "groq", callAs: "qwen3" }] } };
      await catalog.importOverlays([moved]);
      expect(await find(catalog, "qwen/qwen3-32b", "qwen3")).toEqual([[], [["qwen3", "litellm", "groq", "hf:Qwen/Qwen3-32B", undefined]]]);
      await catalog.importOverlays([{ ...moved, fetchedAt: "2026-03-02T00:00:00Z", goneAt: "2026-03-04T00:00:00Z" }]);
      expect(await find(catalog, "qwen3", "groq/qwen/qwen3-32b")).toEqual([[], []]);
    });

    test("gives those first whose source vouches for its names", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/one"), sample("hf:b/two")]);
      await catalog.importOverlays([row("z/key", "hf:a/one"), row("z/key", "hf:b/two", {}, "open")]);
      expect(await find(catalog, "z/key")).toEqual([[["z/key", "litellm", undefined, "hf:a/one", undefined], ["z/key", "chain", undefined, "hf:b/two", undefined]]]);
    });

    test("finds a listing by its revision where that is a sha256, as registries of images name states", async () => {
      const catalog = await open();
      const [first, second] = [`sha256:${"ab".repeat(32)}`, `sha256:${"cd".repeat(32)}`] as const;
      await catalog.applyListings([sample("oci:r.example/a/x:1", { revision: first })]);
      expect((await catalog.listingsByDigest([first]))[0]?.map((listing) => listing.key)).toEqual(["oci:r.example/a/x:1"]);
      await catalog.applyListings([sample("oci:r.example/a/x:1", { revision: second, fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect((await catalog.listingsByDigest([first, second])).map((found) => found.map((listing) => listing.key))).toEqual([[], ["oci:r.example/a/x:1"]]);
    });
  });
}
