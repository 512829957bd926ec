import type { Offer } from "@modeldex/schema";
import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import { key, sample, type SampleWrite, sha256, weights } from "./samples.ts";

/** What sources give only when they are asked for it, and how it is kept. */
export function onDemandSuite(open: () => Promise<Catalog>): void {
  describe("what is given on demand", () => {
    test("keeps what was fetched on demand at the same revision and drops it at another", async () => {
      const catalog = await open();
      const onDemand = ["artifacts", "contextTokens"] as const;
      await catalog.applyListings([sample("hf:a/b", { revision: "r1", contextTokens: 8, artifacts: [weights("w.gguf", "a")], onDemand })]);
      await catalog.applyListings([sample("hf:a/b", { revision: "r1", task: "t", onDemand, fetchedAt: "2026-03-02T00:00:00Z" })]);
      await catalog.applyListings([sample("hf:a/b", { task: "t", onDemand, fetchedAt: "2026-03-03T00:00:00Z" })]);
      expect((await catalog.listings([key("hf:a/b")]))[0]?.record).toEqual({
        nativeId: "a/b", name: "b", task: "t", revision: "r1", contextTokens: 8, artifacts: [weights("w.gguf", "a")],
      });
      await catalog.applyListings([sample("hf:a/b", { revision: "r2", task: "t", onDemand, fetchedAt: "2026-03-04T00:00:00Z" })]);
      expect((await catalog.listings([key("hf:a/b")]))[0]?.record).toEqual({ nativeId: "a/b", name: "b", task: "t", revision: "r2" });
      expect(await catalog.listingsByDigest([sha256("a")])).toEqual([[]]);
    });

    test("keeps offers of providers that a list does not name, with their time, until they are asked for again", async () => {
      const catalog = await open();
      const write = (fetchedAt: string, offers: readonly Offer[] | undefined, more: SampleWrite = {}) =>
        catalog.applyListings([sample("router:a/b", { ...(offers && { offers }), onDemand: ["offers"], fetchedAt, ...more })]);
      const stored = async () => (await catalog.listings([key("router:a/b")]))[0]?.record.offers;
      const own = (price: number, callAs = "a/b") => ({ provider: "Router", callAs, usdPerMillionInputTokens: price });
      const [cheap, precise] = [{ provider: "Nebius", endpoint: "nebius/fp8", precision: "FP8" }, { provider: "Mistral" }];
      await write("2026-03-01T00:00:00Z", [own(2), own(0, "a/b:free"), cheap, precise], { needed: ["offers"] });
      expect(await stored()).toEqual([own(2), own(0, "a/b:free"), cheap, precise]);
      await write("2026-03-02T00:00:00Z", [own(3)]);
      const dated = [{ ...cheap, asOf: "2026-03-01T00:00:00Z" }, { ...precise, asOf: "2026-03-01T00:00:00Z" }];
      expect(await stored()).toEqual([own(3), ...dated]);
      expect(await write("2026-03-03T00:00:00Z", [own(3)])).toMatchObject({ changed: 0, unchanged: 1 });
      await write("2026-03-04T00:00:00Z", undefined);
      expect(await stored()).toEqual([{ ...own(3), asOf: "2026-03-03T00:00:00Z" }, ...dated]);
      await write("2026-03-05T00:00:00Z", [own(3)], { revision: "another" });
      expect(await stored()).toEqual([own(3), ...dated]);
      await write("2026-03-06T00:00:00Z", [own(3), cheap], { needed: ["offers"] });
      expect(await stored()).toEqual([own(3), cheap]);
    });

    test("takes offers as they are from a source that does not give them on demand", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { offers: [{ provider: "one" }, { provider: "two" }], onDemand: ["artifacts"] })]);
      await catalog.applyListings([sample("hf:a/b", { offers: [{ provider: "one" }], onDemand: ["artifacts"], fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect((await catalog.listings([key("hf:a/b")]))[0]?.record.offers).toEqual([{ provider: "one" }]);
    });

    test("adds what an answer that comes late knows on demand of the same revision, and nothing else of it", async () => {
      const catalog = await open();
      const onDemand = ["artifacts", "contextTokens"] as const;
      await catalog.applyListings([sample("hf:a/b", { revision: "r1", task: "new", onDemand, fetchedAt: "2026-03-03T00:00:00Z" })]);
      const late = (revision: string) => sample("hf:a/b", { revision, task: "old", contextTokens: 8, artifacts: [weights("w.gguf", "a")], onDemand, fetchedAt: "2026-03-02T00:00:00Z" });
      expect(await catalog.applyListings([late("r0")])).toMatchObject({ changed: 0, unchanged: 1 });
      expect(await catalog.applyListings([late("r1")])).toEqual({ added: 0, changed: 0, unchanged: 1, completed: 1, gone: 0 });
      expect(await catalog.applyListings([late("r1")])).toEqual({ added: 0, changed: 0, unchanged: 1, gone: 0 });
      const [listing] = await catalog.listings([key("hf:a/b")]);
      expect(listing).toMatchObject({ fetchedAt: "2026-03-03T00:00:00Z", record: { task: "new", contextTokens: 8 } });
      expect((await catalog.listingsByDigest([sha256("a")]))[0]?.map((found) => found.key)).toEqual(["hf:a/b"]);
      await catalog.markGone([key("hf:a/b")], "2026-03-04T00:00:00Z");
      expect(await catalog.applyListings([late("r1")])).toMatchObject({ changed: 0, unchanged: 1 });
    });
  });
}
