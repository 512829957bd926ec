import type { SourceId } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { oddPrices } from "./odd-prices.ts";
import type { StatedOffer } from "./stated-offers.ts";

/** Prices of input, each of an offer of its own. */
const offers = (...prices: readonly (number | undefined)[]): readonly StatedOffer[] =>
  prices.map((usd, place) => ({ source: "litellm" as SourceId, asOf: "2026-08-21T00:00:00Z", offer: { provider: `p${place}`, ...(usd !== undefined && { usdPerMillionInputTokens: usd }) } }));

describe("a price that is far above the others", () => {
  it.each([
    ["a million times as much", [0.1, 0.12, 0.2, 71_000], [[71_000, 0.12, 3]]],
    ["more than a hundred times the median", [1, 1, 1, 100.01], [[100.01, 1, 3]]],
    ["a hundred times the median", [1, 1, 1, 100], []],
    ["two others", [1, 1, 1_000], []],
    ["of four others the middle between two", [0.1, 0.2, 0.4, 0.5, 31], [[31, 0.3, 4]]],
    ["two of them", [0.1, 0.1, 0.2, 0.2, 71_000, 280_000], [[71_000, 0.2, 5], [280_000, 0.2, 5]]],
    ["others that are free", [0, 0, 0, 0.5], []],
    ["free ones beside those that cost something", [0, 0, 0.1, 0.1, 0.1, 50], [[50, 0.1, 3]]],
    ["others without a price", [undefined, undefined, undefined, 0.1, 50], []],
    ["far below", [1, 1, 1, 0.000_001], []],
    ["nothing", [], []],
  ])("is told: %s", (_what, prices, expected) => {
    const found = oddPrices(offers(...prices));
    expect(found.map(({ usd, median, others, field, stated }) => [usd, median, others.length, field, stated.offer.usdPerMillionInputTokens === usd]))
      .toEqual(expected.map((each) => [...each, "usdPerMillionInputTokens", true]));
  });
});
