import { expect, it } from "vitest";
import { filterOffers, valuesOf, withOfferFilter } from "./offer-filter.ts";

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
