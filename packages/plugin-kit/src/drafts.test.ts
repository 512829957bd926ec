import { describe, expect, expectTypeOf, it } from "vitest";
import type { ListingRecord } from "@modeldex/schema";
import { listing, overlay, type Draft } from "./drafts.ts";

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
