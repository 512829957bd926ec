import type { StatedOffer } from "./stated-offers.ts";

const priceFields = ["usdPerMillionInputTokens", "usdPerMillionOutputTokens"] as const;
export type PriceField = (typeof priceFields)[number];

/** A price that is so far above those of the other offers of one model that its unit may be another one. */
export interface OddPrice {
  readonly stated: StatedOffer;
  readonly field: PriceField;
  /** USD per million tokens. */
  readonly usd: number;
  /** Of the other offers that cost something: the middle one, and all of them. */
  readonly median: number;
  readonly others: readonly StatedOffer[];
}

/** A price that is off by the tokens of its unit is so a thousandfold or a millionfold; what costs more by precision or speed seldom does tenfold. */
const oddTimes = 100;
const fewestOthers = 3;

/**
 * Prices of more than 100 times the median of the other offers of one model, where at least 3 others cost something. They are told, and never
 * corrected: nobody but the service knows its price.
 */
export function oddPrices(offers: readonly StatedOffer[]): readonly OddPrice[] {
  return priceFields.flatMap((field) => {
    const priced = offers.flatMap((stated) => ((stated.offer[field] ?? 0) > 0 ? [{ stated, usd: stated.offer[field] ?? 0 }] : []));
    if (priced.length <= fewestOthers) return [];
    return priced.flatMap(({ stated, usd }): readonly OddPrice[] => {
      const others = priced.filter((each) => each.stated !== stated);
      const median = medianOf(others.map((each) => each.usd));
      return usd > oddTimes * median ? [{ stated, field, usd, median, others: others.map((each) => each.stated) }] : [];
    });
  });
}

/** Of at least one number. */
function medianOf(numbers: readonly number[]): number {
  const ordered = numbers.toSorted((left, right) => left - right);
  const [low = 0, high = 0] = [ordered[Math.floor((ordered.length - 1) / 2)], ordered[Math.floor(ordered.length / 2)]];
  return Number(((low + high) / 2).toPrecision(12));
}
