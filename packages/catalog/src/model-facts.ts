import type { ListingRecord } from "@modeldex/schema";
import { isWeights } from "./digests.ts";
import type { StoredModel } from "./stored.ts";

/** Whether there are weights; `undefined` when no listing says. A listing that shows all its files, and no weights among them, says no. */
export function hasWeights(records: readonly ListingRecord[]): boolean | undefined {
  const said = records.map(({ formats, artifacts, artifactCount }) => {
    if ((formats ?? []).length > 0 || artifacts?.some(isWeights) === true) return true;
    const isWhole = artifacts !== undefined && artifactCount === undefined;
    return formats !== undefined || isWhole ? false : undefined;
  });
  return anyOf(said);
}

/** Whether somebody serves it; `undefined` when no listing says. */
export function hasOffer(records: readonly Pick<ListingRecord, "offers">[]): boolean | undefined {
  return anyOf(records.map(({ offers }) => (offers === undefined ? undefined : offers.length > 0)));
}

/** The lowest price of all offers, for each kind of token; absent when none states any. */
export function cheapest(records: readonly Pick<ListingRecord, "offers">[]): StoredModel["cheapest"] {
  const offers = records.flatMap((record) => record.offers ?? []);
  const input = lowest(offers.map((offer) => offer.usdPerMillionInputTokens));
  const output = lowest(offers.map((offer) => offer.usdPerMillionOutputTokens));
  if (input === undefined && output === undefined) return undefined;
  return { ...(input !== undefined && { usdPerMillionInputTokens: input }), ...(output !== undefined && { usdPerMillionOutputTokens: output }) };
}

function anyOf(said: readonly (boolean | undefined)[]): boolean | undefined {
  return said.includes(true) ? true : said.includes(false) ? false : undefined;
}

function lowest(prices: readonly (number | undefined)[]): number | undefined {
  const known = prices.filter((price) => price !== undefined && price >= 0 && Number.isFinite(price)) as readonly number[];
  return known.length === 0 ? undefined : Math.min(...known);
}
