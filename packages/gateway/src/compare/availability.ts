import { contributing } from "@modeldex/catalog";
import type { StoredListing, StoredOverlay } from "@modeldex/catalog";
import { artifactRole } from "@modeldex/schema";
import type { AvailabilityKind, ListingRecord, Offer, SourceId, WeightFormat } from "@modeldex/schema";
import { copyPrecisions, precisionKey } from "./precision-bits.ts";
import { statedOffers } from "./stated-offers.ts";
import { weightSetsOf } from "./weight-sets.ts";

/** One way to get a model: a copy of its weights, a service, or an entry. */
export interface Availability {
  readonly kind: AvailabilityKind;
  readonly source: SourceId;
  /** Absent for a row that lists no model. */
  readonly listing?: StoredListing;
  readonly precision?: string;
  readonly format?: WeightFormat;
  readonly sizeBytes?: number;
  /** Of a service. */
  readonly offer?: Offer;
}

export interface AvailabilityRequest {
  readonly kind?: AvailabilityKind;
  /** In any spelling. */
  readonly precision?: string;
}

/**
 * Where a model can be had, in one list: copies of its weights by listing, the leading one first; then services, the cheapest first; then entries of
 * which it is not known what they have, and those that anybody may write.
 */
export function availabilityOf(listings: readonly StoredListing[], overlays: readonly StoredOverlay[], { kind, precision }: AvailabilityRequest = {}): readonly Availability[] {
  const present = listings.filter(({ state, record }) => state !== "GONE" && record.access !== "DISABLED");
  const vouched = new Set(contributing(present));
  const speaking = present.filter((listing) => vouched.has(listing) && listing.naming !== "open");
  const entries = present.filter((listing) => !speaking.includes(listing));
  const services = statedOffers(speaking, overlays).map(({ offer, source, listing }): Availability => ({
    kind: "HOSTED", source, offer, ...(listing && { listing }), ...(offer.precision !== undefined && { precision: offer.precision }),
  }));
  const found: readonly Availability[] = [
    ...speaking.flatMap(copiesOf),
    ...services,
    ...speaking.filter(({ record }) => !hasWeights(record) && (record.offers ?? []).length === 0).map((listing) => ({ kind: listing.link.relation === "HOSTED" ? ("HOSTED" as const) : ("UNKNOWN" as const), source: listing.source, listing })),
    ...entries.map((listing) => ({ kind: "REGISTERED" as const, source: listing.source, listing })),
  ];
  return found.filter((each) => (kind === undefined || each.kind === kind) && (precision === undefined || (each.precision !== undefined && precisionKey(each.precision) === precisionKey(precision))));
}

/** One for each file set where files are known, else for each precision, else one. */
function copiesOf(listing: StoredListing): readonly Availability[] {
  const { record, source } = listing;
  if (!hasWeights(record)) return [];
  const way = { kind: "WEIGHTS", source, listing } as const;
  const sets = weightSetsOf(record);
  if (sets.length > 0) {
    return sets.map(({ bytes, format, precision }) => ({ ...way, sizeBytes: bytes, ...(format !== undefined && { format }), ...(precision !== undefined && { precision }) }));
  }
  const [format] = record.formats?.length === 1 ? record.formats : [];
  const precisions = copyPrecisions(record.precisions ?? []);
  const told = precisions.length === 0 ? [{}] : precisions.map((precision) => ({ precision }));
  return told.map((each) => ({ ...way, ...each, ...(format !== undefined && { format }) }));
}

function hasWeights({ artifacts, formats, precisions, offers }: ListingRecord): boolean {
  if (artifacts?.some((file) => (file.role ?? artifactRole(file.path)) === "WEIGHTS") === true || (formats ?? []).length > 0) return true;
  return artifacts === undefined && formats === undefined && (precisions ?? []).length > 0 && (offers ?? []).length === 0;
}
