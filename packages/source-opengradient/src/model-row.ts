import { asArray, asCount, asHttpUrl, asRecord, asString, asStrings, asTime, formatOfPath, isTask, listing, type Artifact, type DetailsType, type Draft, type ListingRecord } from "@modeldex/plugin-kit";
import type { Options } from "./options.ts";

/** Fields that the source adds to the public schema. */
export const openGradientDetails = {
  typeName: "OpenGradientDetails",
  fields: {
    task: ["String", "Task in the hub's own word."],
    release: ["String", "Newest release, such as `1.00`, where the hub says."],
    blobIds: ["[String!]", "Ids of files on Walrus, and older ones on IPFS, as the hub gives them."],
    authorAddress: ["String", "Account of the author, where the hub says."],
    otherFields: ["JSON", "Fields of the hub's answer that are not known here, as they are; long texts and lists are left out."],
  },
} as const satisfies DetailsType;

/** An author and a name, as the hub's pages write them. */
export function modelId(author: string, name: string): string {
  return `${author}/${name}`;
}

/**
 * Makes a listing of what the hub says of a model. No description of this API is published: `name`, `description`, `taskName` and
 * `authorUsername` are what several programs of others read (seen in November 2026), `ipfsCid` and `size` of a file what OpenGradient's own
 * client reads after an upload; all other names are guesses, which do no harm where they are wrong.
 *
 * @returns `undefined` when it has no name or no author, or they make no id.
 */
export function modelOf(row: unknown, options: Pick<Options, "site" | "aggregator">): ListingRecord | undefined {
  const fields = asRecord(row) ?? {};
  const name = asString(fields["name"]);
  const author = asString(fields["authorUsername"]);
  if (name === undefined || author === undefined || !isPart(name) || !isPart(author)) return undefined;
  const task = asString(fields["taskName"]);
  const files = filesOf(fields);
  const address = asString(fields["authorAddress"]);
  const others = otherFields(fields);
  return listing({
    nativeId: modelId(author, name),
    // The hub's older addresses name a model alone; who has the name first there may change.
    movingAliases: [name],
    name,
    publisher: { name: author, url: `${options.site}/models/${encodeURIComponent(author)}` },
    url: `${options.site}/models/${encodeURIComponent(author)}/${encodeURIComponent(name)}`,
    description: asString(fields["description"]),
    hasCard: (asString(fields["description"]) ?? "").length > 200 ? true : undefined,
    task: taskOf(task),
    license: statedLicense(fields),
    tags: asStrings(fields["tags"]),
    createdAt: asTime(fields["createdAt"]),
    updatedAt: asTime(fields["updatedAt"]),
    artifacts: files.length === 0 ? undefined : files.map(({ blobId, ...file }) => artifactOf(file, blobId, options.aggregator)),
    details: {
      task,
      release: asString(asRecord(asArray(fields["versions"])?.at(-1))?.["versionString"]) ?? asString(fields["latestVersion"]),
      blobIds: files.length === 0 ? undefined : [...new Set(files.map(({ blobId }) => blobId))],
      authorAddress: address !== undefined && /^0x[0-9a-fA-F]{40}$/.test(address) ? address : undefined,
      otherFields: Object.keys(others).length === 0 ? undefined : others,
    },
  });
}

/** Whether a text can be one part of an id and of an address. */
export function isPart(text: string): boolean {
  return text.length <= 200 && /^[^/\s\p{C}][^/\p{C}]*$/u.test(text) && text !== "." && text !== "..";
}

/** 32 bytes as base64url: a blob on Walrus. */
function isWalrusId(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** CIDv0, or CIDv1 in base32. */
function isCid(text: string): boolean {
  return /^Qm[1-9A-HJ-NP-Za-km-z]{44}$/.test(text) || /^b[a-z2-7]{58,}$/.test(text);
}

interface HubFile {
  readonly path: string;
  readonly blobId: string;
  readonly sizeBytes: number | undefined;
}

const blobFields = ["ipfsCid", "blobId", "walrusBlobId", "modelCid", "cid"] as const;
const mostFiles = 2_000;

/** Files of the model itself and of its releases; a model with nothing but a path of its weights has one. */
function filesOf(fields: Readonly<Record<string, unknown>>): readonly HubFile[] {
  const releases = (asArray(fields["versions"]) ?? []).map((release) => asRecord(release) ?? {});
  const rows = [fields, ...releases].flatMap((each) => asArray(each["files"]) ?? []);
  const found = rows.slice(0, mostFiles).flatMap((row): readonly HubFile[] => {
    const file = asRecord(row) ?? {};
    const path = asString(file["name"]) ?? asString(file["fileName"]) ?? asString(file["filename"]) ?? asString(file["path"]);
    const blobId = blobIn(file);
    return path === undefined || blobId === undefined ? [] : [{ path, blobId, sizeBytes: asCount(file["size"]) }];
  });
  if (found.length > 0) return found;
  const only = asString(fields["llmPath"]) ?? blobIn(fields);
  return only !== undefined && (isWalrusId(only) || isCid(only)) ? [{ path: "model", blobId: only, sizeBytes: undefined }] : [];
}

function blobIn(fields: Readonly<Record<string, unknown>>): string | undefined {
  return blobFields.map((name) => asString(fields[name])).find((text) => text !== undefined && (isWalrusId(text) || isCid(text)));
}

/** Neither id is the sha256 of the file: one hashes its encoding, the other blocks of it. */
function artifactOf({ path, sizeBytes }: Omit<HubFile, "blobId">, blobId: string, aggregator: string): Draft<Artifact> {
  const walrus = isWalrusId(blobId);
  return {
    path,
    sizeBytes,
    format: formatOfPath(path),
    url: walrus ? `${aggregator}/v1/blobs/${blobId}` : undefined,
    otherDigests: [walrus ? `walrus:${blobId}` : `cid:${blobId}`],
  };
}

function taskOf(text: string | undefined): string | undefined {
  const word = text?.trim().toLowerCase().replaceAll(/[\s_]+/g, "-");
  return word !== undefined && isTask(word) ? word : undefined;
}

function statedLicense(fields: Readonly<Record<string, unknown>>) {
  const stated = asString(fields["license"]) ?? asString(fields["licenseName"]);
  return stated === undefined ? undefined : { stated, url: asHttpUrl(fields["licenseUrl"]) };
}

const known = new Set(["name", "authorUsername", "description", "taskName", "license", "licenseName", "licenseUrl", "tags", "createdAt", "updatedAt", "versions", "latestVersion", "files", "authorAddress", "llmPath", ...blobFields]);

/** At most 30 flat fields. */
function otherFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const others = Object.entries(fields).filter(([name, value]) => !known.has(name) && name.length <= 60 && isSmall(value));
  return Object.fromEntries(others.slice(0, 30));
}

function isSmall(value: unknown): boolean {
  return typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)) || (typeof value === "string" && value !== "" && value.length <= 300);
}
