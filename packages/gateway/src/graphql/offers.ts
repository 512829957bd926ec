import { contributing } from "@modeldex/catalog";
import type { StoredListing, StoredOverlay } from "@modeldex/catalog";
import type { Evaluation, Offer, SourceId } from "@modeldex/schema";
import { precisionKey } from "../compare/precision-bits.ts";
import { plainOffer, providerKey, serviceOf, statedOffers, vouched } from "../compare/stated-offers.ts";
import type { GraphContext } from "./context.ts";
import { sourceNode } from "./source.ts";

/** An offer under the names of the schema. */
export function offerFields(stated: Offer): Readonly<Record<string, unknown>> {
  const { usdPerMillionInputTokens, usdPerMillionOutputTokens, usdPerMillionCachedInputTokens, contextTokens, otherPrices = [], capabilities = [], ...rest } = plainOffer(stated);
  return {
    ...rest, otherPrices, capabilities,
    ...(usdPerMillionInputTokens !== undefined && { inputPrice: usdPerMillionInputTokens }),
    ...(usdPerMillionOutputTokens !== undefined && { outputPrice: usdPerMillionOutputTokens }),
    ...(usdPerMillionCachedInputTokens !== undefined && { cachedInputPrice: usdPerMillionCachedInputTokens }),
    ...(contextTokens !== undefined && { contextLength: contextTokens }),
  };
}

/** Something that a listing states, with a key that is unique within its list. */
export interface StatedNode {
  readonly key: string;
  readonly statedBy: SourceId;
}

/** Which offers are wanted; each is left out where it is null. */
export interface OfferArguments {
  readonly provider?: string | null;
  readonly precision?: string | null;
  readonly maxInputPrice?: number | null;
  readonly maxOutputPrice?: number | null;
}

export interface OfferNode extends StatedNode {
  readonly alsoStatedBy: readonly SourceId[];
}

/** Where a model can be called, see `statedOffers`; an offer without a price is not within one. */
export function offersOf(listings: readonly StoredListing[], overlays: readonly StoredOverlay[], { provider, precision, maxInputPrice, maxOutputPrice }: OfferArguments = {}): readonly OfferNode[] {
  const stated = statedOffers(listings, overlays);
  const tellers = Map.groupBy(stated, ({ offer }) => serviceOf(offer));
  const within = (price: number | undefined, most: number | null | undefined): boolean => most === null || most === undefined || (price !== undefined && price <= most);
  const chosen = stated.filter(({ offer }) =>
    (!provider || providerKey(offer.provider) === providerKey(provider)) && (!precision || (offer.precision !== undefined && precisionKey(offer.precision) === precisionKey(precision))) &&
    within(offer.usdPerMillionInputTokens, maxInputPrice) && within(offer.usdPerMillionOutputTokens, maxOutputPrice));
  return withKeys(chosen, ({ offer, source }) => [source, offer.provider, offer.callAs, offer.precision, ...(offer.endpoint === undefined ? [] : [offer.endpoint])].join("\n"), ({ offer, source, asOf }) => {
    const service = serviceOf(offer);
    const others = service === undefined ? [] : (tellers.get(service) ?? []).map((told) => told.source).filter((teller) => teller !== source);
    return { ...offerFields(offer), asOf, statedBy: source, alsoStatedBy: [...new Set(others)] };
  });
}

/** Reported results, those of the leading listing first; `undefined` when no listing says whether there are any. */
export function evaluationsOf(listings: readonly StoredListing[], overlays: readonly StoredOverlay[]): readonly StatedNode[] | undefined {
  const stating = [...contributing(listings), ...vouched(overlays)].filter(({ record }) => record.evaluations !== undefined);
  if (stating.length === 0) return undefined;
  const found = stating.flatMap(({ source, record }) => (record.evaluations ?? []).map((evaluation) => ({ evaluation, source })));
  return withKeys(
    found,
    ({ evaluation: { benchmark, metric, settings, date }, source }) => [source, benchmark, metric, settings, date].join("\n"),
    ({ evaluation, source }) => ({ ...evaluation, text: evaluation.text ?? textOf(evaluation), statedBy: source }),
  );
}

export const offerResolvers = {
  Offer: {
    source: ({ statedBy }: StatedNode, _: unknown, context: GraphContext) => sourceNode(statedBy, context),
    alsoStatedBy: ({ alsoStatedBy }: OfferNode, _: unknown, context: GraphContext) => alsoStatedBy.map((id) => sourceNode(id, context)),
  },
  Evaluation: { source: ({ statedBy }: StatedNode, _: unknown, context: GraphContext) => sourceNode(statedBy, context) },
};

function textOf({ value, unit }: Evaluation): string {
  return value === undefined ? "" : unit === undefined ? String(value) : `${value} ${unit}`;
}

/** Equal keys are counted, so that a cursor names one entry. */
function withKeys<Entry, Node extends Omit<StatedNode, "key">>(entries: readonly Entry[], keyOf: (entry: Entry) => string, nodeOf: (entry: Entry) => Node): readonly (Node & StatedNode)[] {
  const counts = new Map<string, number>();
  return entries.map((entry) => {
    const key = keyOf(entry);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return { ...nodeOf(entry), key: count === 0 ? key : `${key}\n${count}` };
  });
}
