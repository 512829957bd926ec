import type { StoredListing } from "@modeldex/catalog";
import type { Offer } from "@modeldex/schema";
import { expect, it } from "vitest";
import { accessAttributes } from "./access-attributes.ts";
import { statedOffers } from "./stated-offers.ts";

/** Fetched at noon of 26 November 2026. */
function offering(offers: readonly Offer[]): StoredListing {
  return {
    key: "openrouter:a/b", source: "openrouter", naming: "curated", state: "LISTED", fetchedAt: "2026-11-26T12:00:00Z", record: { nativeId: "a/b", name: "b", offers },
    link: { kind: "LEADING", relation: "SAME_WEIGHTS", statement: "", evidence: [] },
  } as unknown as StoredListing;
}

const offers: readonly Offer[] = [
  { provider: "ended", usdPerMillionInputTokens: 0.1, usdPerMillionOutputTokens: 0.1, endsAt: "2026-04-06T00:00:00Z", precision: "fp8" },
  { provider: "unpriced" },
  { provider: "dear", usdPerMillionInputTokens: 0.4, usdPerMillionOutputTokens: 0.8 },
  // Is told of while it lasts.
  { provider: "ending", usdPerMillionInputTokens: 0.2, usdPerMillionOutputTokens: 0.3, endsAt: "2026-11-27T00:00:00Z" },
  { provider: "told before", usdPerMillionInputTokens: 0.1, usdPerMillionOutputTokens: 0.2, endsAt: "2026-11-26T00:00:00Z", asOf: "2026-11-25T00:00:00Z" },
];

it("has the cheapest first, unknown prices after them, and what has ended last", () => {
  expect(statedOffers([offering(offers)], []).map(({ offer }) => offer.provider)).toEqual(["told before", "ending", "dear", "unpriced", "ended"]);
});

it("is compared by what has not ended", () => {
  const read = (key: string, all: readonly Offer[]) => accessAttributes.find((attribute) => attribute.key === key)?.read({ model: { hasOffer: true }, listings: [offering(all)] } as unknown as Parameters<(typeof accessAttributes)[number]["read"]>[0]);
  const texts = (all: readonly Offer[]) => ["offers.providers", "offers.precisions", "offers.inputPrice", "offers.outputPrice"].map((key) => read(key, all)?.text);
  expect([texts(offers), texts(offers.slice(0, 1))]).toEqual([
    ["dear, ending, told before, unpriced", undefined, "0.1 to 0.4 (3 offers)", "0.2 to 0.8 (3 offers)"], [undefined, undefined, undefined, undefined],
  ]);
});
