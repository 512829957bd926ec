import { contributing } from "@modeldex/catalog";
import type { StoredListing, StoredOverlay } from "@modeldex/catalog";
import type { Evaluation, Offer, SourceId } from "@modeldex/schema";
import type { GraphContext } from "./context.ts";
import { sourceNode } from "./source.ts";

/** An offer under the names of the schema. */
export function offerFields(offer: Offer): Readonly<Record<string, unknown>> {
  const { usdPerMillionInputTokens, usdPerMillionOutputTokens, usdPerMillionCachedInputTokens, contextTokens, otherPrices = [], capabilities = [], ...rest } = offer;
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

/** Where a model can be called: the cheapest output first, then the cheapest input, unknown prices last. */
export function offersOf(listings: readonly StoredListing[], overlays: readonly StoredOverlay[]): readonly StatedNode[] {
  const found = [...contributing(listings), ...vouched(overlays)].flatMap(({ source, record, fetchedAt }) => (record.offers ?? []).map((offer) => ({ offer, source, asOf: fetchedAt })));
  const sorted = found.sort((left, right) =>
    byPrice(left.offer.usdPerMillionOutputTokens, right.offer.usdPerMillionOutputTokens) ||
    byPrice(left.offer.usdPerMillionInputTokens, right.offer.usdPerMillionInputTokens) ||
    byText(left.offer.provider, right.offer.provider) || byText(left.source, right.source) || byText(left.offer.callAs ?? "", right.offer.callAs ?? ""));
  return withKeys(sorted, ({ offer, source }) => [source, offer.provider, offer.callAs, offer.precision, ...(offer.endpoint === undefined ? [] : [offer.endpoint])].join("\n"), ({ offer, source, asOf }) => ({ asOf, ...offerFields(offer), statedBy: source }));
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

/** Where anybody may write, a row adds what it claims and nothing else. */
function vouched(overlays: readonly StoredOverlay[]): readonly StoredOverlay[] {
  return overlays.filter(({ naming }) => naming !== "open");
}

export const offerResolvers = {
  Offer: { source: ({ statedBy }: StatedNode, _: unknown, context: GraphContext) => sourceNode(statedBy, context) },
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

function byPrice(left: number | undefined, right: number | undefined): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  return left - right;
}

function byText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
