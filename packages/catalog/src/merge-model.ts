import { type DateTime, type ListingKey, type ListingRecord, modelId, type OverlayRecord, type PopularityRecord, type PublisherRecord, readLicense, type SourceId } from "@modeldex/schema";
import { cheapest, hasOffer, hasWeights } from "./model-facts.ts";
import type { StoredListing, StoredModel } from "./stored.ts";

/** What the merge reads of a listing. */
export type MergedListing = Pick<StoredListing, "key" | "source" | "naming" | "record" | "state">;

/** What the merge reads of an overlay whose source vouches for its names. */
export interface MergedOverlay {
  readonly key: ListingKey;
  readonly record: OverlayRecord;
}

/** A model without the times that every fetch of a listing moves. */
export type ModelDocument = Omit<StoredModel, "popularityAsOf" | "oldestFetchedAt">;

/**
 * Makes a model of its listings: values of the leading listing, gaps filled by the others in their order.
 *
 * Where the leading listing does not say when it was first published, the earliest of the others counts, since copies are made later.
 *
 * Listings of open registries add nothing unless all are open, and never counts of use; gone ones add nothing while another is listed. A list is taken as a whole
 * from the first listing that states it. Overlays fill the gaps that the listings leave.
 *
 * @param listings at least one, the leading one first
 * @param total how many listings the model has, when only those that may add values are given
 */
export function mergeModel(
  listings: readonly MergedListing[],
  total: { readonly listingCount: number; readonly sources: readonly SourceId[] } = totalOf(listings),
  overlays: readonly MergedOverlay[] = [],
): ModelDocument {
  const [leading] = listings;
  if (leading === undefined) throw new RangeError("A model has at least one listing");
  const giving = contributing(listings);
  const statedBy: Record<string, ListingKey> = {};
  const first = <T>(field: string, read: (record: ListingRecord) => T | undefined): T | undefined => {
    const giver = giving.find(({ record }) => read(record) !== undefined);
    if (giver !== undefined && giver.key !== leading.key) statedBy[field] = giver.key;
    return giver === undefined ? undefined : read(giver.record);
  };
  const records = giving.map(({ record }) => record);
  const beside = <T>(field: string, read: (record: Pick<OverlayRecord, "contextTokens" | "capabilities">) => T | undefined): T | undefined => {
    const stated = first(field, read);
    const giver = stated === undefined ? overlays.find(({ record }) => read(record) !== undefined) : undefined;
    if (giver === undefined) return stated;
    statedBy[field] = giver.key;
    return read(giver.record);
  };
  const earliest = (): DateTime | undefined => {
    const [giver] = giving.filter(({ record }) => record.createdAt !== undefined).toSorted((left, right) => Date.parse(left.record.createdAt ?? "") - Date.parse(right.record.createdAt ?? ""));
    if (giver !== undefined) statedBy["createdAt"] = giver.key;
    return giver?.record.createdAt;
  };
  const offering = [...records, ...overlays.map(({ record }) => record)];
  const list = <T>(field: string, read: (record: ListingRecord) => readonly T[] | undefined): readonly T[] => first(field, read) ?? [];
  const isOpen = giving.every(({ naming }) => naming === "open");
  const counting = isOpen ? undefined : giving.find(({ source, record }) => source === leading.source && record.popularity !== undefined);
  if (counting !== undefined && counting.key !== leading.key) statedBy["popularity"] = counting.key;
  return {
    id: modelId(leading.key),
    name: leading.record.name,
    leading: leading.key,
    listingCount: total.listingCount,
    sources: total.sources,
    ...present({
      anybodyMayWrite: isOpen ? true : undefined,
      publisher: first("publisher", (record) => record.publisher),
      description: first("description", (record) => record.description),
      task: first("task", (record) => record.task),
      modalities: first("modalities", (record) => record.modalities),
      architecture: first("architecture", (record) => record.architecture),
      parameters: first("parameters", (record) => record.parameters),
      contextTokens: beside("contextTokens", (record) => record.contextTokens),
      access: first("access", (record) => record.access),
      createdAt: leading.record.createdAt ?? earliest(),
      updatedAt: first("updatedAt", (record) => record.updatedAt),
      hasCard: first("hasCard", (record) => record.hasCard),
      hasWeights: hasWeights(records),
      hasOffer: hasOffer(offering),
      cheapest: cheapest(offering),
      popularity: counting?.record.popularity satisfies PopularityRecord | undefined,
    }),
    license: readLicense(first("license", (record) => record.license)),
    capabilities: beside("capabilities", (record) => record.capabilities) ?? [],
    languages: list("languages", (record) => record.languages),
    libraries: list("libraries", (record) => record.libraries),
    formats: list("formats", (record) => record.formats),
    precisions: list("precisions", (record) => record.precisions),
    tags: list("tags", (record) => record.tags),
    state: leading.state,
    statedBy,
  };
}

/**
 * When a model's counts were true: what the record that gives them says, else when that record was fetched.
 *
 * @param fetchedAt of the listing that gives the counts: `statedBy.popularity`, else the leading one
 */
export function popularityAsOf({ popularity }: Pick<ModelDocument, "popularity">, fetchedAt: DateTime): DateTime {
  return popularity?.asOf ?? fetchedAt;
}

/** The listings that may add values, names and words to their model. */
export function contributing<Listing extends Pick<MergedListing, "naming" | "state">>(listings: readonly Listing[]): readonly Listing[] {
  const vouched = listings.filter(({ naming }) => naming !== "open");
  const candidates = vouched.length > 0 ? vouched : listings;
  const present = candidates.filter(({ state }) => state !== "GONE");
  return present.length > 0 ? present : candidates;
}

/** Id of a publisher over all sources: `publisher:meta-llama`. */
export function publisherId(publisher: PublisherRecord): string {
  return `publisher:${(publisher.id ?? publisher.name).toLowerCase()}`;
}

function totalOf(listings: readonly MergedListing[]): { readonly listingCount: number; readonly sources: readonly SourceId[] } {
  const sources = listings.filter(({ state }) => state !== "GONE").map(({ source }) => source);
  return { listingCount: listings.length, sources: [...new Set(sources)] };
}

type Present<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
