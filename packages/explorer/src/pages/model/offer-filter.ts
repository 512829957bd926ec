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

/** Offers as they stand in the table: those with a price by token, those without one that is known, and those that have ended. Each keeps its order. */
export function inGroups<Each extends { readonly inputPrice: number | null; readonly outputPrice: number | null; readonly endsAt: string | null }>(offers: readonly Each[], now: number): { readonly priced: readonly Each[]; readonly unpriced: readonly Each[]; readonly ended: readonly Each[] } {
  const ended = offers.filter(({ endsAt }) => endsAt !== null && Date.parse(endsAt) <= now);
  const going = offers.filter((offer) => !ended.includes(offer));
  const isPriced = ({ inputPrice, outputPrice }: Each): boolean => inputPrice !== null || outputPrice !== null;
  return { priced: going.filter(isPriced), unpriced: going.filter((offer) => !isPriced(offer)), ended };
}

/** Columns that not every table of offers needs: whether any offer has something to say in them. */
export interface OfferColumns {
  readonly precision: boolean;
  /** How it does, what it can do, and its other prices. */
  readonly state: boolean;
}

export function columnsOf(offers: readonly { readonly precision: string | null; readonly uptimePercent: number | null; readonly capabilities: readonly string[]; readonly degraded: boolean | null; readonly endsAt: string | null; readonly otherPrices: readonly unknown[] }[]): OfferColumns {
  return {
    precision: offers.some(({ precision }) => precision !== null),
    state: offers.some(({ uptimePercent, capabilities, degraded, endsAt, otherPrices }) => uptimePercent !== null || otherPrices.length > 0 || capabilities.length > 0 || degraded === true || endsAt !== null),
  };
}

/** Whether an offer is an entry of a catalog file, which whoever runs the gateway wrote or chose. */
export function isOwnEntry({ kind }: { readonly kind: string }): boolean {
  return kind === "file";
}
