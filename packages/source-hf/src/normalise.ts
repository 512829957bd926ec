import {
  asBoolean, asCount, asNumber, asRecord, asString, asTime, listing, taskModalities,
  type Access, type ListingRecord, type PublisherRecord, type RecordField,
} from "@modeldex/plugin-kit";
import { hasCard, readLanguages, readLicense } from "./card.ts";
import { claimsOf } from "./claims.ts";
import { contextOfConfiguration, contextOfGguf } from "./context-length.ts";
import { readDetails } from "./details.ts";
import { readEvaluations } from "./evaluations.ts";
import { artifactsOf, formatsOfFiles } from "./files.ts";
import { keyValueCacheOf } from "./key-value-cache.ts";
import { lineageOf, readBases, readSuccessor } from "./lineage.ts";
import { readParameters, readPrecisions } from "./parameters.ts";
import { wordOf, type Payload } from "./payload.ts";
import { isRepositoryId, ownerOf } from "./repository-id.ts";
import { readRepository, type Repository } from "./repository.ts";
import { readOffers } from "./serving.ts";
import { remainingTags } from "./tags.ts";

/** Fields that a look at one model fills and lists leave out; see `Source.onDemand`. Of `hasCard` lists leave out what their tags do not tell. */
export const onDemandFields = ["architecture", "artifacts", "artifactCount", "claims", "contextTokens", "evaluations", "hasCard", "keyValueCache"] as const satisfies readonly RecordField[];

/** What a payload is read with. */
export interface ReadingOptions {
  /** Base address of the Hub, without a trailing slash. */
  readonly endpoint: string;
  /** Whether a repository is served although it is private. @default none is */
  readonly servesPrivate?: (id: string) => boolean;
  /** Fields of {@link onDemandFields} that the record is to hold. @default none */
  readonly need?: ReadonlySet<RecordField>;
  /** `config.json` of the repository, when it was read. */
  readonly configuration?: Payload | undefined;
  /** Former paths and other spellings that led here. */
  readonly aliases?: readonly string[];
}

/** A payload as a record, or why it gives none. */
export type Reading =
  | { readonly status: "listing"; readonly record: ListingRecord }
  | { readonly status: "private" | "unreadable"; readonly nativeId: string; readonly reason: string };

/** Most tags that a record holds. */
const maxTags = 500;

/** The Hub gave this second to every repository that was there before it kept dates of creation. */
const floorOfCreation = "2022-03-02T23:29:0";

/**
 * Makes a listing of what the Hub answers for a model: an entry of a list, an `expand` answer, or the whole of `GET /api/models/{id}`.
 *
 * Any field may be absent or of another type; then the record does not have it. Nothing is kept that has no field in the record.
 */
export function readModel(value: unknown, options: ReadingOptions): Reading {
  const payload = asRecord(value);
  const id = asString(payload?.["id"]) ?? asString(payload?.["modelId"]);
  if (payload === undefined || id === undefined) return { status: "unreadable", nativeId: "(no id)", reason: "the row has no id" };
  if (!isRepositoryId(id)) return { status: "unreadable", nativeId: id.slice(0, 100), reason: "the id is not of the form org/name" };
  const hidden = payload["private"] ?? false;
  if (hidden === true && options.servesPrivate?.(id) !== true) return { status: "private", nativeId: id, reason: "private repositories are not served" };
  // What is not plainly public is kept back.
  if (typeof hidden !== "boolean") return { status: "unreadable", nativeId: id, reason: "whether it is private is said by neither true nor false" };
  return { status: "listing", record: recordOf(readRepository(payload, id, options.endpoint), options) };
}

function recordOf(repository: Repository, options: ReadingOptions): ListingRecord {
  const { id, payload, place, tags, allTags, files } = repository;
  const { configuration, need = new Set<RecordField>() } = options;
  const address = `${place.endpoint}/${id}`;
  const task = taskOf(repository);
  const library = wordOf(payload["library_name"]) ?? tags.library;
  const languages = readLanguages(repository);
  const license = readLicense(repository);
  const bases = readBases(repository);
  const offers = readOffers(payload, address);
  const taken = new Set([...(languages ?? []), ...(task === undefined ? [] : [task]), ...(library === undefined ? [] : [library])]);
  const aliases = (options.aliases ?? []).filter((alias) => alias !== id);
  return listing({
    nativeId: id,
    stableId: wordOf(payload["_id"]),
    aliases: aliases.length > 0 ? aliases : undefined,
    name: repository.name,
    publisher: publisherOf(id, place.endpoint),
    url: address,
    access: accessOf(payload),
    hasCard: hasCard(repository),
    revision: place.revision,
    task,
    modalities: task === undefined ? undefined : taskModalities(task),
    architecture: need.has("architecture") ? architectureOf(payload, configuration) : undefined,
    parameters: readParameters(repository, bases),
    precisions: readPrecisions(repository),
    contextTokens: need.has("contextTokens") ? contextOf(payload, configuration) : undefined,
    keyValueCache: need.has("keyValueCache") && configuration !== undefined ? keyValueCacheOf(configuration) : undefined,
    license,
    languages,
    libraries: library === undefined ? undefined : [library],
    formats: formatsOf(repository),
    tags: Array.isArray(payload["tags"]) ? remainingTags(allTags, taken).slice(0, maxTags) : undefined,
    createdAt: createdAt(payload["createdAt"]),
    updatedAt: asTime(payload["lastModified"]),
    popularity: popularityOf(payload),
    lineage: bases.length > 0 ? lineageOf(bases) : undefined,
    ...((need.has("artifacts") || need.has("artifactCount")) && files !== undefined && artifactsOf(files, place)),
    offers,
    // Who asks for results asks for all that the Hub has: what is absent then is none.
    evaluations: need.has("evaluations") ? (readEvaluations(repository) ?? []) : undefined,
    claims: need.has("claims") && place.revision !== undefined
      ? claimsOf({ ...repository, place: { ...place, revision: place.revision }, files: files ?? [], bases, license, configuration, successor: readSuccessor(repository) })
      : undefined,
    details: readDetails(payload, offers),
  });
}

function taskOf({ payload, tags, card }: Repository): string | undefined {
  return taskWordOf(payload["pipeline_tag"]) ?? tags.task ?? taskWordOf(card["pipeline_tag"]) ?? taskWordOf(asRecord(payload["transformersInfo"])?.["pipeline_tag"]);
}

/** Absent for what people write where there is no task. */
function taskWordOf(value: unknown): string | undefined {
  const task = wordOf(value);
  return task === undefined || /^(?:n\/?a|none|null|nan|undefined|unknown|[-?]+)$/i.test(task) ? undefined : task;
}

function publisherOf(id: string, endpoint: string): PublisherRecord | undefined {
  const owner = ownerOf(id);
  return owner === undefined ? undefined : { name: owner, url: `${endpoint}/${owner}` };
}

function architectureOf(payload: Payload, configuration: Payload | undefined): string | undefined {
  const ofHub = wordOf(asRecord(payload["config"])?.["model_type"]);
  return ofHub ?? wordOf(configuration?.["model_type"]) ?? wordOf(asRecord(payload["gguf"])?.["architecture"]);
}

function contextOf(payload: Payload, configuration: Payload | undefined): number | undefined {
  return contextOfGguf(payload) ?? (configuration === undefined ? undefined : contextOfConfiguration(configuration));
}

/** Disabled before gated: a disabled repository is often gated besides. */
function accessOf(payload: Payload): Access | undefined {
  if (asBoolean(payload["disabled"]) === true) return "DISABLED";
  if (payload["private"] === true) return "PRIVATE";
  const gated = payload["gated"];
  if (gated === true || asString(gated) !== undefined) return "GATED";
  return gated === false ? "OPEN" : undefined;
}

function formatsOf({ payload, tags, files }: Repository): ListingRecord["formats"] {
  if (files !== undefined) return formatsOfFiles(files);
  const headers = [...(asRecord(payload["safetensors"]) === undefined ? [] : ["SAFETENSORS" as const]), ...(asRecord(payload["gguf"]) === undefined ? [] : ["GGUF" as const])];
  const formats = [...new Set([...tags.formats, ...headers])];
  return formats.length > 0 ? formats : undefined;
}

/** Absent for the floor: such a repository was made at some time before. */
function createdAt(value: unknown): string | undefined {
  const time = asTime(value);
  return time?.startsWith(floorOfCreation) === true ? undefined : time;
}

function popularityOf(payload: Payload): { readonly [Count in "downloads30d" | "downloadsAllTime" | "likes" | "trending"]: number | undefined } {
  return {
    downloads30d: asCount(payload["downloads"]),
    downloadsAllTime: asCount(payload["downloadsAllTime"]),
    likes: asCount(payload["likes"]),
    trending: asNumber(payload["trendingScore"]),
  };
}
