import { expect, it } from "vitest";
import { columnsOf, filterOffers, inGroups, isOwnEntry, valuesOf, withOfferFilter } from "./offer-filter.ts";

const offers = [{ provider: "Zeta", precision: "FP8" }, { provider: "acme", precision: null }, { provider: "Zeta", precision: "BF16" }];

it.each([
  [{ provider: "", precision: "" }, [0, 1, 2]],
  [{ provider: "Zeta", precision: "" }, [0, 2]],
  [{ provider: "Zeta", precision: "BF16" }, [2]],
  [{ provider: "acme", precision: "FP8" }, []],
])("chooses %j", (filter, places) => {
  expect(filterOffers(offers, filter).map((offer) => offers.indexOf(offer))).toEqual(places);
});

it("gives each value once, and no unknown one", () => {
  expect(valuesOf(offers, "provider")).toEqual(["acme", "Zeta"]);
  expect(valuesOf(offers, "precision")).toEqual(["BF16", "FP8"]);
});

it("keeps what else stands in the address", () => {
  const query = new URLSearchParams("context=4096&provider=acme");
  expect(withOfferFilter(query, "provider", "").toString()).toBe("context=4096");
  expect(withOfferFilter(query, "precision", "FP8").toString()).toBe("context=4096&provider=acme&precision=FP8");
});

it("groups offers by whether they have a price by token, and what has ended apart", () => {
  const offer = (inputPrice: number | null, outputPrice: number | null, endsAt: string | null = null) => ({ inputPrice, outputPrice, endsAt });
  const [free, half, unknown, endsLater, ended] = [offer(0, 0), offer(null, 2), offer(null, null), offer(1, 1, "2026-06-01T00:00:00Z"), offer(1, 1, "2026-01-01T00:00:00Z")];
  expect(inGroups([free, half, ended, unknown, endsLater], Date.parse("2026-03-01T00:00:00Z"))).toEqual({ priced: [free, half, endsLater], unpriced: [unknown], ended: [ended] });
});

it.each([
  [{}, { precision: false, state: false }],
  [{ precision: "FP8" }, { precision: true, state: false }],
  [{ uptimePercent: 0 }, { precision: false, state: true }],
  [{ degraded: false }, { precision: false, state: false }],
  [{ degraded: true }, { precision: false, state: true }],
  [{ capabilities: ["tools"] }, { precision: false, state: true }],
  [{ otherPrices: [{ usd: 0.04, per: "image" }] }, { precision: false, state: true }],
  [{ endsAt: "2026-06-01T00:00:00Z" }, { precision: false, state: true }],
])("needs columns for %j", (said, columns) => {
  const silent = { precision: null, uptimePercent: null, capabilities: [], degraded: null, endsAt: null, otherPrices: [] };
  expect(columnsOf([silent, { ...silent, ...said }])).toEqual(columns);
});

it("tells the entries of a catalog file from those of other sources", () => {
  expect([{ kind: "file" }, { kind: "litellm" }].map(isOwnEntry)).toEqual([true, false]);
});
