interface Offer {
  readonly provider: string;
  readonly precision: string | null;
}

/** What an address chooses of the offers; an empty text chooses all. */
export interface OfferFilter {
  readonly provider: string;
  readonly precision: string;
}

/** The offers that are chosen, in their order. */
export function filterOffers<Each extends Offer>(offers: readonly Each[], { provider, precision }: OfferFilter): readonly Each[] {
  return offers.filter((offer) => (provider === "" || offer.provider === provider) && (precision === "" || offer.precision === precision));
}

/** The values there are to choose from, in the order of the alphabet. */
export function valuesOf(offers: readonly Offer[], name: keyof Offer): readonly string[] {
  const values = offers.map((offer) => offer[name]).filter((value) => value !== null);
  return [...new Set(values)].toSorted((left, right) => left.localeCompare(right, "en"));
}

/** The address with another choice. */
export function withOfferFilter(query: URLSearchParams, name: keyof OfferFilter, value: string): URLSearchParams {
  const next = new URLSearchParams(query);
  if (value === "") next.delete(name);
  else next.set(name, value);
  return next;
}
