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

/** Columns that not every table of offers needs. */
export interface OfferColumns {
  readonly cachedInput: boolean;
  readonly mostOutput: boolean;
  readonly precision: boolean;
  readonly uptime: boolean;
  readonly capabilities: boolean;
  /** How it does and what it can do: whether there is anything to say of any. */
  readonly state: boolean;
}

/** Which of them hold anything, and what no source states, in words. */
export function columnsOf(offers: readonly { readonly cachedInputPrice: number | null; readonly maxOutputTokens: number | null; readonly precision: string | null; readonly uptimePercent: number | null; readonly capabilities: readonly string[]; readonly degraded: boolean | null; readonly endsAt: string | null }[]): { readonly columns: OfferColumns; readonly unstated: readonly string[] } {
  const [uptime, capabilities] = [offers.some(({ uptimePercent }) => uptimePercent !== null), offers.some((offer) => offer.capabilities.length > 0)];
  const columns = {
    cachedInput: offers.some(({ cachedInputPrice }) => cachedInputPrice !== null),
    mostOutput: offers.some(({ maxOutputTokens }) => maxOutputTokens !== null),
    precision: offers.some(({ precision }) => precision !== null),
    uptime, capabilities,
    state: uptime || capabilities || offers.some(({ degraded, endsAt }) => degraded === true || endsAt !== null),
  };
  const words = { cachedInput: "the price of cached input", mostOutput: "the most output", precision: "the precision that is served", uptime: "the uptime", capabilities: "what it can do" } as const;
  return { columns, unstated: (Object.keys(words) as (keyof typeof words)[]).filter((name) => !columns[name]).map((name) => words[name]) };
}
