import { sameRevision, type ChangeKind, type ListingRecord, type Offer, type RecordField } from "@modeldex/schema";
import { canonicalJson } from "./canonical-json.ts";
import type { ListingWrite } from "./listing-write.ts";
import type { StoredListing } from "./stored.ts";
import { changedWeights, weightFiles } from "./weight-changes.ts";

/** One thing that differs between two states of a listing, for the log. */
export interface RecordChange {
  readonly kind: Extract<ChangeKind, "UPDATED" | "LICENSE" | "ACCESS" | "PRICE" | "WEIGHTS">;
  readonly statement: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** How two states came to differ. */
export interface ChangeCircumstances {
  /** Fields that the source fills only on demand: where one of the states lacks them, they were not asked for. */
  readonly onDemand: readonly RecordField[];
  /** The listing got another name, which is told as such. */
  readonly renamed: boolean;
}

/** Longer values are named in the log and not repeated there, in characters of JSON. */
const maxLoggedLength = 1_000;

/** What a new name brings with it; that it was changed at the source then says no more than that. */
const followsFromName = new Set<keyof ListingRecord>(["nativeId", "name", "url", "publisher", "aliases", "movingAliases", "updatedAt"]);

/** What the files of one revision say; where it is told in another way of the same revision, it was only asked in another way. */
const followsFromFiles = new Set<keyof ListingRecord>(["artifacts", "artifactCount", "formats", "precisions", "parameters", "architecture", "contextTokens", "keyValueCache"]);

/**
 * What the log tells about a change. Counts of use move all the time and are not told, nor are numbers among the details of a source, nor what
 * was only asked for now. Each difference is told once.
 *
 * @returns nothing when only such things differ.
 */
export function changesBetween(before: ListingRecord, after: ListingRecord, { onDemand, renamed }: ChangeCircumstances): readonly RecordChange[] {
  const changes: RecordChange[] = [];
  const updated: (keyof ListingRecord)[] = [];
  const wasAsked = (field: keyof ListingRecord): boolean => !onDemand.some((each) => each === field) || (before[field] !== undefined && after[field] !== undefined);
  const isSameRevision = sameRevision(before.revision, after.revision) !== undefined;
  for (const field of fieldsOf(before, after)) {
    if (!wasAsked(field) || canonicalJson(before[field]) === canonicalJson(after[field])) continue;
    if (field === "license") changes.push({ kind: "LICENSE", statement: "Its licence changed.", ...beforeAndAfter(before.license, after.license) });
    else if (field === "access") changes.push({ kind: "ACCESS", statement: "Who can get its files changed.", ...beforeAndAfter(before.access, after.access) });
    else if (!isTold(field, before, after, onDemand) || (isSameRevision && (field === "revision" || followsFromFiles.has(field)))) continue;
    else if (!(renamed && followsFromName.has(field))) updated.push(field);
  }
  const weights = before.artifacts === undefined || after.artifacts === undefined ? undefined : changedWeights(weightFiles(before), weightFiles(after));
  if (weights !== undefined) changes.push(weights);
  const price = changedPrices(before.offers ?? [], after.offers ?? []);
  if (price !== undefined) changes.push(price);
  const told = updated.filter((field) => field !== "artifacts" || weights === undefined);
  if (told.length > 0) changes.push({ kind: "UPDATED", statement: `Changed: ${told.join(", ")}.`, before: shortFields(before, told), after: shortFields(after, told) });
  return changes;
}

/**
 * Merges what a source fills only on demand: fields that were not asked for now keep what is known of the same revision. Offers are of no revision: those of
 * providers that the record does not name are kept where the source was not asked for them. Nor is whether there is a card, so that a look at the files which
 * no longer have one is told, whatever lists said in between.
 */
export function keepOnDemand({ record: stored, fetchedAt }: Pick<StoredListing, "record" | "fetchedAt">, { record: written, onDemand, needed = [] }: Pick<ListingWrite, "record" | "onDemand" | "needed">): ListingRecord {
  const offering = onDemand.includes("offers") && !needed.includes("offers") ? keepOffers({ record: stored, fetchedAt }, written) : written;
  const publishing = onDemand.includes("publisher") ? keepPublisherKind(stored, offering) : offering;
  const record = onDemand.includes("hasCard") ? keepCard(stored, publishing, needed.length > 0) : publishing;
  const revision = sameRevision(stored.revision, record.revision);
  if (record.revision !== undefined && revision === undefined) return record;
  const kept = onDemand.filter((field) => record[field] === undefined && stored[field] !== undefined);
  if (kept.length === 0 && revision === record.revision) return record;
  // What was read of a revision stays bound to it, also when the source did not name the revision this time, or only its beginning.
  const fields = record.revision === undefined && stored.revision !== undefined ? [...kept, "revision" as const] : kept;
  return { ...record, ...pick(stored, fields), ...(revision !== undefined && { revision }) };
}

/**
 * Adds to what is stored the fields that an earlier answer gave on demand and a later one was not asked for, where both are of the same revision.
 *
 * @returns the stored record itself when there is nothing to add.
 */
export function addOnDemand(stored: ListingRecord, earlier: ListingRecord, onDemand: readonly RecordField[]): ListingRecord {
  const revision = sameRevision(stored.revision, earlier.revision);
  if (revision === undefined || stored.nativeId !== earlier.nativeId) return stored;
  const added = onDemand.filter((field) => stored[field] === undefined && earlier[field] !== undefined);
  return added.length === 0 ? stored : { ...stored, ...pick(earlier, added), revision };
}

function keepOffers({ record: stored, fetchedAt }: Pick<StoredListing, "record" | "fetchedAt">, record: ListingRecord): ListingRecord {
  const named = new Set(record.offers?.map(({ provider }) => provider));
  const kept = (stored.offers ?? []).filter(({ provider }) => !named.has(provider)).map((offer): Offer => ({ ...offer, asOf: offer.asOf ?? fetchedAt }));
  return kept.length === 0 ? record : { ...record, offers: [...(record.offers ?? []), ...kept] };
}

function keepPublisherKind(stored: ListingRecord, record: ListingRecord): ListingRecord {
  const { publisher } = record;
  const kind = stored.publisher?.kind;
  if (publisher === undefined || publisher.kind !== undefined || kind === undefined || publisher.name !== stored.publisher?.name) return record;
  return { ...record, publisher: { ...publisher, kind } };
}

/** What a record does not say stays; and at one revision a list, which sees less than who looked at the model, says nothing against what is known. */
function keepCard(stored: ListingRecord, record: ListingRecord, looked: boolean): ListingRecord {
  const isKnown = !looked && sameRevision(stored.revision, record.revision) !== undefined;
  if (stored.hasCard === undefined || (record.hasCard !== undefined && !isKnown)) return record;
  return { ...record, hasCard: stored.hasCard };
}

/** Whether a difference in this field is worth a row of its own. */
function isTold(field: keyof ListingRecord, before: ListingRecord, after: ListingRecord, onDemand: readonly RecordField[]): boolean {
  switch (field) {
    case "popularity": case "aliases": return false;
    case "publisher": return !onDemand.includes("publisher") || !isAskedApart(before.publisher?.kind, after.publisher?.kind) || canonicalJson(withoutKind(before)) !== canonicalJson(withoutKind(after));
    case "claims": return !onDemand.includes("publisher") || !isAskedApart(ofPublisher(before)[0], ofPublisher(after)[0]) || canonicalJson(ofModel(before)) !== canonicalJson(ofModel(after));
    case "details": return canonicalJson(withoutNumbers(before.details)) !== canonicalJson(withoutNumbers(after.details));
    case "artifacts": return canonicalJson(before.artifacts?.map(withoutAddress)) !== canonicalJson(after.artifacts?.map(withoutAddress));
    case "offers": return canonicalJson(comparedOffers(before, after, onDemand)) !== canonicalJson(comparedOffers(after, before, onDemand));
    default: return true;
  }
}

/** What is said of a publisher comes with another question than the record: where one of the states lacks it, it was not asked for. */
function isAskedApart(before: unknown, after: unknown): boolean {
  return (before === undefined) !== (after === undefined);
}

function withoutKind({ publisher: { kind: _, ...publisher } = { name: "" } }: ListingRecord): object {
  return publisher;
}

function ofPublisher({ claims = [] }: ListingRecord): NonNullable<ListingRecord["claims"]> {
  return claims.filter(({ kind }) => kind === "PUBLISHER_IDENTITY");
}

function ofModel({ claims = [] }: ListingRecord): NonNullable<ListingRecord["claims"]> {
  return claims.filter(({ kind }) => kind !== "PUBLISHER_IDENTITY");
}

/** Numbers that a source counts, such as its own measure of attention. */
function withoutNumbers(details: ListingRecord["details"]): object {
  return Object.fromEntries(Object.entries(details ?? {}).filter(([, value]) => typeof value !== "number"));
}

function withoutAddress({ url: _url, ...file }: NonNullable<ListingRecord["artifacts"]>[number]): object {
  return file;
}

/** In any order. Of offers on demand only those of providers that both states have: of the others one of the states may only not have been asked. */
function comparedOffers({ offers }: ListingRecord, other: ListingRecord, onDemand: readonly RecordField[]): readonly string[] | undefined {
  const shared = new Set(other.offers?.map(({ provider }) => provider));
  return offers?.filter(({ provider }) => !onDemand.includes("offers") || shared.has(provider)).map((offer) => canonicalJson(withoutPrices(offer))).sort();
}

type NotCompared = "usdPerMillionInputTokens" | "usdPerMillionOutputTokens" | "usdPerMillionCachedInputTokens" | "otherPrices" | "uptimePercent" | "degraded" | "asOf";

/** Prices are told by themselves, states of the moment not at all. */
function withoutPrices(offer: Offer): Omit<Offer, NotCompared> {
  const {
    usdPerMillionInputTokens: _input, usdPerMillionOutputTokens: _output, usdPerMillionCachedInputTokens: _cached, otherPrices: _other,
    uptimePercent: _uptime, degraded: _degraded, asOf: _asOf, ...rest
  } = offer;
  return rest;
}

/** Offers of the same provider under the same id whose prices differ; those that came or went are no change of a price. */
function changedPrices(before: readonly Offer[], after: readonly Offer[]): RecordChange | undefined {
  const earlier = byOffer(before);
  const changed = [...byOffer(after)].flatMap(([id, now]) => {
    const old = earlier.get(id);
    return old === undefined || pricesOf(old) === pricesOf(now) ? [] : [{ old, now }];
  });
  if (changed.length === 0) return undefined;
  const providers = [...new Set(changed.map(({ now }) => now.provider))];
  const statement = `Other prices at ${providers.slice(0, 8).join(", ")}${providers.length > 8 ? ` and ${providers.length - 8} more` : ""}.`;
  return { kind: "PRICE", statement, before: changed.slice(0, 8).map(({ old }) => old), after: changed.slice(0, 8).map(({ now }) => now) };
}

function byOffer(offers: readonly Offer[]): ReadonlyMap<string, Offer> {
  const found = new Map<string, Offer>();
  for (const offer of offers) {
    const id = canonicalJson([offer.provider, offer.callAs, offer.precision, offer.endpoint]);
    let place = id;
    for (let count = 1; found.has(place); count += 1) place = `${id} ${count}`;
    found.set(place, offer);
  }
  return found;
}

function pricesOf(offer: Offer): string {
  return canonicalJson([offer.usdPerMillionInputTokens, offer.usdPerMillionOutputTokens, offer.usdPerMillionCachedInputTokens, offer.otherPrices]);
}

function fieldsOf(before: ListingRecord, after: ListingRecord): readonly (keyof ListingRecord)[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof ListingRecord)[];
}

function pick<Field extends keyof ListingRecord>(record: ListingRecord, fields: readonly Field[]): Pick<ListingRecord, Field> {
  return Object.fromEntries(fields.map((field) => [field, record[field]])) as Pick<ListingRecord, Field>;
}

function shortFields(record: ListingRecord, fields: readonly (keyof ListingRecord)[]): object {
  return pick(record, fields.filter((field) => isShort(record[field])));
}

function beforeAndAfter(before: unknown, after: unknown): Pick<RecordChange, "before" | "after"> {
  return { ...(isShort(before) && { before }), ...(isShort(after) && { after }) };
}

function isShort(value: unknown): boolean {
  return value !== undefined && canonicalJson(value).length <= maxLoggedLength;
}
