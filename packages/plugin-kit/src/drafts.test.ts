import { describe, expect, expectTypeOf, it } from "vitest";
import type { ListingRecord } from "@modeldex/schema";
import { byEveryId, filled, listing, onlyNeeded, overlay, type Draft } from "./drafts.ts";

describe("listing", () => {
  it("leaves out undefined members at any depth, and objects of which nothing remains", () => {
    const record = listing({
      nativeId: "acme/tiny",
      name: "tiny",
      description: undefined,
      publisher: { name: "acme", url: undefined },
      popularity: { likes: undefined, downloads30d: undefined },
      parameters: { total: 7, active: undefined, origin: "STATED" },
      artifacts: [{ path: "model.gguf", sizeBytes: undefined, otherDigests: [] }],
      claims: [{ kind: "CONTENT_DIGEST", statement: "It has this digest.", evidence: [], validAt: undefined, facts: { digest: "blake3:1", path: undefined } }],
      details: { stars: 0, none: undefined, nested: { a: undefined } },
      tags: [],
    });
    expect(record).toStrictEqual({
      nativeId: "acme/tiny",
      name: "tiny",
      publisher: { name: "acme" },
      parameters: { total: 7, origin: "STATED" },
      artifacts: [{ path: "model.gguf", otherDigests: [] }],
      claims: [{ kind: "CONTENT_DIGEST", statement: "It has this digest.", evidence: [], facts: { digest: "blake3:1" } }],
      details: { stars: 0 },
      tags: [],
    });
  });

  it("keeps zero, false and what is no plain object", () => {
    const bytes = new Uint8Array([1]);
    expect(listing({ nativeId: "a", name: "a", deprecated: false, popularity: { likes: 0 }, details: { bytes, empty: {} } })).toStrictEqual({
      nativeId: "a", name: "a", deprecated: false, popularity: { likes: 0 }, details: { bytes, empty: {} },
    });
  });

  it("takes undefined for optional members only, and null for none", () => {
    expectTypeOf<ListingRecord>().toExtend<Draft<ListingRecord>>();
    // @ts-expect-error a name is required
    listing({ nativeId: "a", name: undefined });
    // @ts-expect-error null is not how a record says that it does not know
    listing({ nativeId: "a", name: "a", description: null });
    // @ts-expect-error what a publisher must have, it must have in a draft as well
    listing({ nativeId: "a", name: "a", publisher: { name: undefined } });
    // @ts-expect-error a claim has no status
    listing({ nativeId: "a", name: "a", claims: [{ kind: "AVAILABILITY", statement: "It can be had.", evidence: [], status: "VERIFIED" }] });
  });
});

describe("overlay", () => {
  it("makes an overlay in the same way", () => {
    expect(overlay({ nativeId: "row-1", name: undefined, offers: [{ provider: "acme", usdPerMillionInputTokens: 0, url: undefined }] })).toStrictEqual({
      nativeId: "row-1", offers: [{ provider: "acme", usdPerMillionInputTokens: 0 }],
    });
  });
});

describe("filled", () => {
  it("takes each member from the first draft that has it, those of details and popularity one by one, and others whole", () => {
    expect(filled<Draft<ListingRecord>>(
      { nativeId: "a", name: "own", description: undefined, tags: ["own"], details: { stars: 0, none: undefined }, popularity: undefined, parameters: { total: 7, origin: "STATED" } },
      undefined,
      { name: "other", description: "first", tags: ["other"], details: { stars: 7, none: 1 }, contextTokens: undefined, parameters: { total: 8, active: 3, origin: "NAME" } },
      { description: "second", popularity: { likes: 3 }, contextTokens: 8 },
    )).toEqual({ nativeId: "a", name: "own", description: "first", tags: ["own"], details: { stars: 0, none: 1 }, popularity: { likes: 3 }, contextTokens: 8, parameters: { total: 7, origin: "STATED" } });
  });
});

describe("onlyNeeded", () => {
  it("leaves out the fields on demand that nobody asked for, and no others", () => {
    const record = { nativeId: "a", name: "a", tags: ["x"], contextTokens: 8, offers: [] };
    expect(onlyNeeded(record, ["contextTokens", "offers"], new Set(["offers", "tags"]))).toEqual({ nativeId: "a", name: "a", tags: ["x"], offers: [] });
  });
});

describe("byEveryId", () => {
  it("finds by each id; an own one wins over one that moved there, and the first over the second", () => {
    const [one, two, three] = [{ nativeId: "one", name: "1", aliases: ["two", "x"] }, { nativeId: "two", name: "2", movingAliases: ["x", "latest"] }, { nativeId: "three", name: "3" }];
    expect([...byEveryId([one, two, three], (record) => record)]).toEqual([["one", one], ["two", two], ["three", three], ["x", one], ["latest", two]]);
  });
});
