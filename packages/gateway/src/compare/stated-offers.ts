import { contributing } from "@modeldex/catalog";
import type { StoredListing, StoredOverlay } from "@modeldex/catalog";
import { precisionsFromName } from "@modeldex/schema";
import type { DateTime, Offer, SourceId } from "@modeldex/schema";
import { precisionKey } from "./precision-bits.ts";

/** An offer, and who tells of it. */
export interface StatedOffer {
  readonly offer: Offer;
  readonly source: SourceId;
  readonly asOf: DateTime;
  /** Absent for a row that lists no model. */
  readonly listing?: StoredListing;
}

/**
 * Where a model can be called, by all its listings and the rows beside them: the cheapest output first, then the cheapest input, unknown prices last.
 * What has ended comes after all that has not. What two sources tell of one provider stays two entries. Where anybody may write, nothing is offered.
 */
export function statedOffers(listings: readonly StoredListing[], overlays: readonly StoredOverlay[]): readonly StatedOffer[] {
  const ofListings = contributing(listings).flatMap((listing) => (listing.record.offers ?? []).map((offer) => ({ offer: plainOffer(offer), source: listing.source, asOf: offer.asOf ?? listing.fetchedAt, listing })));
  const beside = vouched(overlays).flatMap(({ record, source, fetchedAt }) => (record.offers ?? []).map((offer) => ({ offer: plainOffer(offer), source, asOf: offer.asOf ?? fetchedAt })));
  return [...ofListings, ...beside].sort((left, right) =>
    Number(hasEnded(left)) - Number(hasEnded(right)) ||
    byPrice(left.offer.usdPerMillionOutputTokens, right.offer.usdPerMillionOutputTokens) ||
    byPrice(left.offer.usdPerMillionInputTokens, right.offer.usdPerMillionInputTokens) ||
    byText(left.offer.provider, right.offer.provider) || byText(left.source, right.source) || byText(left.offer.callAs ?? "", right.offer.callAs ?? "") || byText(left.offer.endpoint ?? "", right.offer.endpoint ?? ""));
}

/** Whether the provider had ended it already when it was last told of. */
export function hasEnded({ offer: { endsAt }, asOf }: Pick<StatedOffer, "offer" | "asOf">): boolean {
  return endsAt !== undefined && Date.parse(endsAt) <= Date.parse(asOf);
}

/** Where anybody may write, a row adds what it claims and nothing else. */
export function vouched(overlays: readonly StoredOverlay[]): readonly StoredOverlay[] {
  return overlays.filter(({ naming }) => naming !== "open");
}

/** An offer with its precision as makers write it: `fp8` is `FP8`; `unknown` says nothing. */
export function plainOffer({ precision, ...offer }: Offer): Offer {
  const plain = precision === undefined || /^(?:unknown|none|null|default|n\/?a)$/i.test(precision.trim()) ? undefined : precision;
  const [name, ...others] = plain === undefined ? [] : precisionsFromName(plain);
  const told = name === undefined || others.length > 0 ? plain : name;
  return told === undefined ? offer : { ...offer, precision: told };
}

/**
 * What is one service, whoever tells of it: the same provider called under the same id, such as `deepinfra` and `deepinfra/org/name` for `DeepInfra`
 * and `org/name`. `undefined` where it is not said under which id it is called.
 */
export function serviceOf({ provider, callAs }: Offer): string | undefined {
  if (callAs === undefined) return undefined;
  const [first = "", ...rest] = callAs.split("/");
  const id = rest.length > 0 && providerKey(first) === providerKey(provider) ? rest.join("/") : callAs;
  return `${providerKey(provider)}\n${id.toLowerCase()}`;
}

/** `together_ai`, `Together AI` and `Together` are one provider. */
export function providerKey(provider: string): string {
  const plain = provider.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return plain.length > 2 && plain.endsWith("ai") ? plain.slice(0, -2) : plain;
}

/** Services of which two sources tell other prices, each with what is told of it. Tiers that one source tells contradict each other nowhere. */
export function contestedServices(offers: readonly StatedOffer[]): readonly (readonly StatedOffer[])[] {
  const services = Map.groupBy(offers.filter(({ offer }) => serviceOf(offer) !== undefined), ({ offer }) => serviceOf(offer));
  return [...services.values()].flatMap((told) => {
    const bySource = [...Map.groupBy(told, ({ source }) => source).values()];
    const contested = new Set(bySource.flatMap((ours, place) => bySource.slice(place + 1).flatMap((theirs) => (disagree(ours, theirs) ? [ours, theirs] : []))));
    return contested.size === 0 ? [] : [[...contested].flat()];
  });
}

function disagree(ours: readonly StatedOffer[], theirs: readonly StatedOffer[]): boolean {
  const pairs = ours.flatMap(({ offer: left }) => theirs.filter(({ offer: right }) => isComparable(left, right)).map(({ offer: right }) => [left, right] as const));
  return pairs.length > 0 && !pairs.some(([left, right]) => samePrices(left, right));
}

/** Both state a price of one kind, and none says that it serves another precision. */
function isComparable(left: Offer, right: Offer): boolean {
  if (left.precision !== undefined && right.precision !== undefined && precisionKey(left.precision) !== precisionKey(right.precision)) return false;
  return prices.some((price) => left[price] !== undefined && right[price] !== undefined);
}

const prices = ["usdPerMillionInputTokens", "usdPerMillionOutputTokens"] as const;

/** What one of them does not state contradicts nothing. */
function samePrices(left: Offer, right: Offer): boolean {
  return prices.every((price) => {
    const [own, theirs] = [left[price], right[price]];
    return own === undefined || theirs === undefined || Math.abs(own - theirs) <= 1e-6 * Math.max(own, theirs);
  });
}

function byPrice(left: number | undefined, right: number | undefined): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  return left - right;
}

function byText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
