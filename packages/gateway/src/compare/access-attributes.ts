import { contributing } from "@modeldex/catalog";
import type { Offer, SourceId } from "@modeldex/schema";
import { byteText } from "./attribute.ts";
import type { Attribute, CompareSubject, KnownValue } from "./attribute.ts";
import { isHosted } from "./listing-kind.ts";
import { memoryOf, usualContextTokens } from "./memory.ts";
import type { MemoryEstimate } from "./memory.ts";
import { oddPrices } from "./odd-prices.ts";
import type { PriceField } from "./odd-prices.ts";
import { contestedServices, hasEnded, providerKey, statedOffers } from "./stated-offers.ts";
import type { StatedOffer } from "./stated-offers.ts";

/** Where a model can be had and called, in which precision, at what price, and what memory it takes: over all its listings and the rows beside them. */
export const accessAttributes: readonly Attribute[] = [
  { key: "offers.providers", label: "Served by", group: "COST", read: (subject) => offered(subject, ({ provider }) => provider, providerKey) },
  { key: "offers.precisions", label: "Served in", group: "COST", read: (subject) => offered(subject, ({ precision }) => precision) },
  { key: "offers.inputPrice", label: "Price of input", group: "COST", unit: "USD per million tokens", better: "LOWER", read: priceOf("usdPerMillionInputTokens") },
  { key: "offers.outputPrice", label: "Price of output", group: "COST", unit: "USD per million tokens", better: "LOWER", read: priceOf("usdPerMillionOutputTokens") },
  { key: "formats", label: "Weight formats", group: "ARTIFACTS", read: listed((record) => record.formats) },
  { key: "precisions", label: "Precisions", group: "ARTIFACTS", read: listed((record) => record.precisions) },
  { key: "memory.least", label: "Memory, estimated, at 8k context", group: "ARTIFACTS", unit: "bytes", better: "LOWER", notComparable: ofOtherPrecisions, read: leastMemory },
];

/** Offers that have not ended. */
function going(listings: CompareSubject["listings"], overlays: NonNullable<CompareSubject["overlays"]>): readonly StatedOffer[] {
  return statedOffers(listings, overlays).filter((offer) => !hasEnded(offer));
}

/** What the offers say of one thing. That nobody serves it is known where a source says so. */
function offered({ model, listings, overlays = [] }: CompareSubject, read: (offer: Offer) => string | undefined, keyOf: (value: string) => string = (value) => value): KnownValue | undefined {
  const stated = going(listings, overlays).flatMap((each) => {
    const value = read(each.offer);
    return value === undefined ? [] : [{ ...each, value }];
  });
  const spelled = Map.groupBy(stated, ({ value }) => keyOf(value)).values().flatMap(([first]) => (first === undefined ? [] : [first.value]));
  if (stated.length > 0) return listOf([...spelled], sourcesOf(stated));
  return model.hasOffer === false ? { value: [], text: "none" } : undefined;
}

/** The lowest price leads; the text tells the range. A price that is far above the others is told beside it. */
function priceOf(price: PriceField): (subject: CompareSubject) => KnownValue | undefined {
  return ({ model, listings, overlays = [] }) => {
    const all = going(listings, overlays);
    const stated = all.flatMap((each) => (each.offer[price] === undefined ? [] : [{ ...each, usd: each.offer[price] }]));
    if (stated.length === 0) return undefined;
    const odd = oddPrices(all).filter(({ field }) => field === price);
    const prices = stated.map(({ usd }) => usd).filter((usd) => odd.every((each) => each.usd !== usd));
    const [least, most] = [Math.min(...prices), Math.max(...prices)];
    const counted = odd.length === 0 ? `${stated.length} offers` : `${prices.length} of ${stated.length} offers`;
    const text = `${least === most ? least : `${least} to ${most}`}${stated.length === 1 ? "" : ` (${counted})`}`;
    const told = odd.map(({ stated: { offer, source }, usd, median }) => `${source} tells ${usd} of ${offer.provider} for ${model.id}, more than 100 times the median of the other offers (${median}): not in the range`);
    return { value: least, text, statedBy: sourcesOf(stated), conflicting: odd.length > 0 || contestedServices(all).length > 0, ...(told.length > 0 && { note: told.join("; ") }) };
  };
}

/** A list over all listings that have weights; what serves a model has none. */
function listed(read: (record: CompareSubject["listings"][number]["record"]) => readonly string[] | undefined): (subject: CompareSubject) => KnownValue | undefined {
  return ({ listings }) => {
    const stating = contributing(listings).filter((listing) => !isHosted(listing) && (read(listing.record) ?? []).length > 0);
    return stating.length === 0 ? undefined : listOf(stating.flatMap(({ record }) => read(record) ?? []), [...new Set(stating.map(({ source }) => source))]);
  };
}

function leastMemory({ listings }: CompareSubject): KnownValue | undefined {
  const ways = memoryOf(listings, { contextTokens: usualContextTokens });
  const [least, most] = [ways[0], ways.at(-1)];
  if (least === undefined || most === undefined) return undefined;
  const text = least.bytes === most.bytes ? memoryText(least) : `${memoryText(least)} to ${memoryText(most)}`;
  return { value: least.bytes, text, statedBy: [...new Set(ways.map(({ listing }) => listing.source))] };
}

function memoryText({ bytes, precision, isLowerBound }: MemoryEstimate): string {
  return `${isLowerBound ? "at least " : ""}${byteText(bytes)}${precision === undefined ? "" : ` (${precision})`}`;
}

/** The same weights in fewer bits take less, which says nothing of the model; a lower bound leads nothing. */
function ofOtherPrecisions(subjects: readonly CompareSubject[]): string | undefined {
  const least = subjects.flatMap(({ listings }) => memoryOf(listings, { contextTokens: usualContextTokens }).slice(0, 1));
  const precisions = [...new Set(least.map(({ precision }) => precision ?? "an unknown precision"))];
  if (precisions.length > 1) return `the smallest are in ${precisions.join(" and ")}`;
  return least.some(({ isLowerBound }) => isLowerBound) ? "something that is not known comes on top" : undefined;
}

function sourcesOf(stated: readonly StatedOffer[]): readonly SourceId[] {
  return [...new Set(stated.map(({ source }) => source))];
}

function listOf(values: readonly string[], statedBy: readonly SourceId[]): KnownValue {
  const sorted = [...new Set(values)].sort();
  return { value: sorted, text: sorted.join(", "), statedBy };
}
