import { contributing } from "@modeldex/catalog";
import type { StoredListing } from "@modeldex/catalog";
import type { Artifact, ListingRecord, SourceId } from "@modeldex/schema";
import { artifactRole, parseListingKey, readLicense } from "@modeldex/schema";
import { byteText, count, parameterText } from "./attribute.ts";
import type { Attribute, CompareSubject, KnownValue } from "./attribute.ts";
import { isContested } from "./conflicts.ts";
import type { ConflictField } from "./conflicts.ts";

/** What every comparison holds side by side, group by group; where it can be had, evaluations and trust are added by their own files. */
export const plainAttributes: readonly Attribute[] = [
  { key: "name", label: "Name", group: "IDENTITY", read: ({ model }) => plain(model.name) },
  { key: "publisher", label: "Publisher", group: "IDENTITY", read: stated((record) => record.publisher?.name, { isSpelledByEach: true }) },
  { key: "task", label: "Task", group: "IDENTITY", read: stated((record) => record.task, { field: "task" }) },
  { key: "architecture", label: "Architecture", group: "IDENTITY", read: stated((record) => record.architecture, { field: "architecture" }) },
  { key: "createdAt", label: "Published", group: "IDENTITY", unit: "date", read: dated((record) => record.createdAt) },
  { key: "updatedAt", label: "Last changed", group: "IDENTITY", unit: "date", read: dated((record) => record.updatedAt) },
  { key: "revision", label: "Revision", group: "IDENTITY", read: ({ listings }) => textOf(listings[0]?.record.revision) },
  { key: "sources", label: "Listed at", group: "IDENTITY", read: ({ model }) => listOf(model.sources, model.sources) },

  { key: "modalities.input", label: "Takes", group: "CAPABILITY", read: ({ model }) => listOf(model.modalities?.input) },
  { key: "modalities.output", label: "Gives", group: "CAPABILITY", read: ({ model }) => listOf(model.modalities?.output) },
  { key: "capabilities", label: "Capabilities", group: "CAPABILITY", read: ({ model }) => listOf(model.capabilities) },
  { key: "languages", label: "Languages", group: "CAPABILITY", read: ({ model }) => listOf(model.languages) },
  { key: "libraries", label: "Libraries", group: "CAPABILITY", read: ({ model }) => listOf(model.libraries) },
  {
    key: "parameters.total", label: "Parameters", group: "CAPABILITY", unit: "parameters",
    read: stated((record) => record.parameters?.total, { text: parameterText, origin: (record) => record.parameters?.origin, field: "parameters" }),
  },
  {
    key: "parameters.active", label: "Parameters used per token", group: "CAPABILITY", unit: "parameters", better: "LOWER",
    read: stated((record) => record.parameters?.active, { text: parameterText, origin: (record) => record.parameters?.origin }),
  },
  { key: "contextLength", label: "Context length", group: "CAPABILITY", unit: "tokens", better: "HIGHER", read: contextLength },

  { key: "license.spdx", label: "Licence", group: "LICENSE", read: stated((record) => licenseText(record), { field: "license" }) },
  {
    key: "license.class", label: "Kind of licence", group: "LICENSE",
    read: ({ model }) => (model.license.class === "UNKNOWN" ? undefined : plain(model.license.class, model.license.class.toLowerCase().replaceAll("_", " "))),
  },
  { key: "access", label: "Access", group: "LICENSE", read: ({ model }) => (model.access === undefined ? undefined : plain(model.access, model.access.toLowerCase())) },

  { key: "popularity.downloads30d", label: "Downloads in 30 days", group: "POPULARITY", unit: "downloads", better: "HIGHER", notComparable: countedDifferently, read: ({ model }) => numberOf(model.popularity?.downloads30d) },
  { key: "popularity.downloadsAllTime", label: "Downloads of all time", group: "POPULARITY", unit: "downloads", better: "HIGHER", notComparable: countedDifferently, read: ({ model }) => numberOf(model.popularity?.downloadsAllTime) },
  { key: "popularity.likes", label: "Likes", group: "POPULARITY", unit: "likes", better: "HIGHER", notComparable: countedDifferently, read: ({ model }) => numberOf(model.popularity?.likes) },
  { key: "popularity.trending", label: "Trending", group: "POPULARITY", better: "HIGHER", notComparable: countedDifferently, read: ({ model }) => numberOf(model.popularity?.trending) },

  { key: "weights.bytes", label: "Size of all weight files", group: "ARTIFACTS", unit: "bytes", read: ({ listings }) => weightBytes(listings[0]) },
  { key: "weights.files", label: "Weight files", group: "ARTIFACTS", unit: "files", read: ({ listings }) => fileCount(listings[0], () => true) },
  {
    key: "weights.digests", label: "Weight files with a sha256", group: "ARTIFACTS", unit: "files",
    read: ({ listings }) => fileCount(listings[0], ({ digest }) => digest !== undefined),
  },
];

interface Stating<Value> {
  readonly text?: (value: Value) => string;
  readonly origin?: (record: ListingRecord) => KnownValue["origin"];
  /** The field of a model whose conflicts these are; without, known values conflict when they are not equal. */
  readonly field?: ConflictField;
  /** Each source has its own way to write it (`meta-llama`, `Meta`): a difference is no conflict. */
  readonly isSpelledByEach?: boolean;
}

/** A value of one field, from the listings that may add values to their model. */
function stated<Value extends string | number>(
  read: (record: ListingRecord) => Value | undefined,
  { text = String, origin = () => undefined, field, isSpelledByEach = false }: Stating<Value> = {},
): (subject: CompareSubject) => KnownValue | undefined {
  return ({ listings }) => {
    const known = contributing(listings).flatMap((listing) => {
      const value = read(listing.record);
      return value === undefined ? [] : [{ listing, value }];
    });
    const first = known[0];
    if (first === undefined) return undefined;
    const from = origin(first.listing.record);
    return {
      value: first.value,
      text: text(first.value),
      statedBy: unique(known.filter(({ value }) => same(value, first.value)).map(({ listing }) => listing.source)),
      conflicting: field === undefined ? !isSpelledByEach && known.some(({ value }) => !same(value, first.value)) : isContested(listings, field),
      ...(from !== undefined && { origin: from }),
    };
  };
}

/** What the listings state; where none does, what a row beside them gave to the model. */
function contextLength(subject: CompareSubject): KnownValue | undefined {
  const { contextTokens, statedBy } = subject.model;
  const own = stated((record) => record.contextTokens, { text: count, field: "contextLength" })(subject);
  if (own !== undefined || contextTokens === undefined) return own;
  const source = parseListingKey(statedBy["contextTokens"] ?? "")?.source;
  return { value: contextTokens, text: count(contextTokens), ...(source !== undefined && { statedBy: [source] }) };
}

function dated(field: (record: ListingRecord) => string | undefined): (subject: CompareSubject) => KnownValue | undefined {
  return ({ listings }) => {
    const value = contributing(listings).map(({ record }) => field(record)).find((date) => date !== undefined);
    return value === undefined ? undefined : plain(value, value.slice(0, 10));
  };
}

function licenseText(record: ListingRecord): string | undefined {
  const license = readLicense(record.license);
  return license.spdx ?? license.name ?? record.license?.stated;
}

function weightFiles(listing: StoredListing | undefined): readonly Artifact[] | undefined {
  const { artifacts, artifactCount } = listing?.record ?? {};
  if (artifacts === undefined || (artifactCount !== undefined && artifactCount > artifacts.length)) return undefined;
  return artifacts.filter(({ role, path }) => (role ?? artifactRole(path)) === "WEIGHTS");
}

function weightBytes(listing: StoredListing | undefined): KnownValue | undefined {
  const files = weightFiles(listing);
  if (files === undefined || files.some(({ sizeBytes }) => sizeBytes === undefined)) return undefined;
  const total = files.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
  return plain(total, byteText(total));
}

function fileCount(listing: StoredListing | undefined, wanted: (file: Artifact) => boolean): KnownValue | undefined {
  const files = weightFiles(listing);
  return files === undefined ? undefined : numberOf(files.filter(wanted).length);
}

/** Each source counts in its own way, so figures of two sources are shown side by side and lead nothing. */
function countedDifferently(subjects: readonly CompareSubject[]): string | undefined {
  const sources = unique(subjects.flatMap(({ listings }) => (listings[0] === undefined ? [] : [listings[0].source])));
  return sources.length > 1 ? `counted differently by ${sources.join(" and ")}` : undefined;
}

function plain(value: unknown, text = String(value)): KnownValue {
  return { value, text };
}

function textOf(value: string | undefined): KnownValue | undefined {
  return value === undefined ? undefined : plain(value);
}

function numberOf(value: number | undefined): KnownValue | undefined {
  return value === undefined ? undefined : plain(value, Number.isInteger(value) ? count(value) : String(value));
}

function listOf(values: readonly string[] | undefined, statedBy?: readonly SourceId[]): KnownValue | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const sorted = [...values].sort();
  return { value: sorted, text: sorted.join(", "), ...(statedBy && { statedBy }) };
}

function same(a: string | number, b: string | number): boolean {
  return typeof a === "string" && typeof b === "string" ? a.toLowerCase() === b.toLowerCase() : a === b;
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
