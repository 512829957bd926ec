import {
  accesses, artifactRoles, evaluationAuthors, lineageRelations, listingRelations, publisherKinds, valueOrigins, weightFormats,
  type Access, type Artifact, type Evaluation, type KeyValueCacheRecord, type LicenseStatement, type LineageHint, type LinkHint,
  type ListingRecord, type Offer,
  type OverlayRecord, type PopularityRecord, type PublisherKind, type PublisherRecord, type RecordField,
} from "@modeldex/schema";
import { closedObject, distinct, list, oneOf, wanting, type Clean, type Fields } from "./clean.ts";
import { claim } from "./clean-claims.ts";
import { amount, anyDigest, boolean, count, dateTime, digest, finite, id, line, percent, positiveCount, text, url } from "./clean-values.ts";

/** Most files of one listing that are kept. */
export const maxArtifacts = 2_000;

const name = line(1_024);
const word = line(256);
const sentence = line(1_024);
const words = (path: string, limit = 100) => distinct(path, word, limit);

const publisher = closedObject<PublisherRecord>(
  "publisher.",
  { name, id, url, kind: oneOf(publisherKinds.filter((kind): kind is PublisherKind => kind !== "UNKNOWN")) },
  ["name"],
);

const license = closedObject<LicenseStatement>("license.", { stated: sentence, name: sentence, url }, ["stated"]);

const popularity = closedObject<PopularityRecord>("popularity.", { downloads30d: count, downloadsAllTime: count, likes: count, trending: finite, asOf: dateTime }, []);

const parameters = closedObject<NonNullable<ListingRecord["parameters"]>>(
  "parameters.",
  { total: positiveCount, active: positiveCount, origin: oneOf(valueOrigins) },
  ["total", "origin"],
);

const keyValueCache = closedObject<KeyValueCacheRecord>(
  "keyValueCache.",
  { layers: count, numbersPerToken: positiveCount, windowedLayers: positiveCount, windowTokens: positiveCount },
  ["layers", "numbersPerToken"],
);

const modalities = closedObject<NonNullable<ListingRecord["modalities"]>>(
  "modalities.",
  { input: words("modalities.input", 20), output: words("modalities.output", 20) },
  ["input", "output"],
);

const link = closedObject<LinkHint>("links.", { reference: id, relation: oneOf(listingRelations), statement: sentence }, ["reference", "relation", "statement"]);

const lineage = closedObject<LineageHint>("lineage.", { reference: id, relation: oneOf(lineageRelations) }, ["reference", "relation"]);

const artifact = closedObject<Artifact>(
  "artifacts.",
  {
    path: id,
    sizeBytes: count,
    format: oneOf(weightFormats),
    precision: word,
    url,
    digest,
    role: oneOf(artifactRoles),
    otherDigests: distinct("artifacts.otherDigests", anyDigest, 20),
  },
  ["path"],
);

const offer = closedObject<Offer>(
  "offers.",
  {
    provider: word,
    providerId: word,
    callAs: id,
    endpoint: id,
    usdPerMillionInputTokens: amount,
    usdPerMillionOutputTokens: amount,
    usdPerMillionCachedInputTokens: amount,
    otherPrices: list(
      "offers.otherPrices",
      closedObject<NonNullable<Offer["otherPrices"]>[number]>("offers.otherPrices.", { usd: amount, per: word, condition: sentence }, ["usd", "per"]),
      50,
    ),
    contextTokens: positiveCount,
    maxOutputTokens: positiveCount,
    precision: word,
    capabilities: words("offers.capabilities"),
    url,
    endsAt: dateTime,
    uptimePercent: percent,
    degraded: boolean,
    asOf: dateTime,
  },
  ["provider"],
);

const evaluation = closedObject<Evaluation>(
  "evaluations.",
  { benchmark: word, author: oneOf(evaluationAuthors), value: finite, text: sentence, metric: word, unit: word, settings: sentence, date: dateTime, url },
  ["benchmark", "author"],
);

const listingFields: Fields<ListingRecord> = {
  nativeId: id,
  stableId: id,
  aliases: distinct("aliases", id, 1_000),
  movingAliases: distinct("movingAliases", id, 1_000),
  name,
  publisher,
  registrant: word,
  url,
  access: oneOf(accesses.filter((access): access is Access => access !== "UNKNOWN")),
  description: text(16_384),
  deprecated: boolean,
  hasCard: boolean,
  revision: id,
  task: word,
  modalities,
  capabilities: words("capabilities"),
  architecture: word,
  parameters,
  precisions: words("precisions"),
  contextTokens: positiveCount,
  keyValueCache,
  license,
  languages: words("languages", 500),
  libraries: words("libraries"),
  formats: distinct("formats", oneOf(weightFormats), 20),
  tags: words("tags", 500),
  createdAt: dateTime,
  updatedAt: dateTime,
  popularity,
  links: list("links", link, 100),
  lineage: list("lineage", lineage, 100),
  artifacts: list("artifacts", artifact, maxArtifacts),
  artifactCount: count,
  offers: list("offers", offer, 500),
  evaluations: list("evaluations", evaluation, 2_000),
  claims: list("claims", claim, 500),
  // By the source's own declaration: see `detailsCleaner`.
  details: () => undefined,
};

/** Names of the fields that a record may leave out. */
export const recordFields = Object.keys(listingFields).filter((field): field is RecordField => field !== "nativeId" && field !== "name");

/** Everything of a listing but its details, which are cleaned by what the source declares. */
export function listingCleaner(details: Clean<NonNullable<ListingRecord["details"]>>): Clean<ListingRecord> {
  const clean = closedObject<ListingRecord>("", { ...listingFields, details }, ["nativeId", "name"]);
  return wanting("a record", (value, note) => {
    const record = clean(value, note);
    return record?.artifacts?.length === maxArtifacts ? withCount(record, value) : record;
  });
}

const fieldsOfOverlay: Fields<OverlayRecord> = {
  nativeId: id,
  name,
  publisher,
  registrant: listingFields.registrant,
  links: listingFields.links,
  contextTokens: positiveCount,
  capabilities: listingFields.capabilities,
  offers: listingFields.offers,
  evaluations: listingFields.evaluations,
  claims: listingFields.claims,
};

/** Names of the fields that an overlay may leave out, but for its name. */
export const overlayFields: readonly string[] = Object.keys(fieldsOfOverlay).filter((field) => field !== "nativeId" && field !== "name");

/** An overlay row. */
export const overlay: Clean<OverlayRecord> = closedObject<OverlayRecord>("", fieldsOfOverlay, ["nativeId"]);

/** How many files there are when only the first are kept. */
function withCount(record: ListingRecord, value: unknown): ListingRecord {
  const given = (value as { readonly artifacts: readonly unknown[] }).artifacts.length;
  return given > maxArtifacts && record.artifactCount === undefined ? { ...record, artifactCount: given } : record;
}
