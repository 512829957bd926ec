import {
  artifactRole, asCount, asRecord, asSha256, asString, formatOfPath, precisionsFromName, type Artifact, type Digest, type WeightFormat,
} from "@modeldex/plugin-kit";
import { objectsOf, type Payload } from "./payload.ts";
import { isFilePath } from "./repository-id.ts";

/** One file of a repository, as `siblings` lists it; sizes and digests only with `blobs=true`. */
export interface RepositoryFile {
  readonly path: string;
  readonly sizeBytes?: number;
  /** Over the raw bytes; absent for small files outside of large file storage. */
  readonly digest?: Digest;
  /** 40 hex: git's hash over the file, or over its pointer when it is in large file storage. */
  readonly gitSha1?: string;
  readonly xetHash?: string;
}

/** Where the files of a repository are. */
export interface RepositoryPlace {
  readonly endpoint: string;
  readonly id: string;
  /** Commit. */
  readonly revision?: string | undefined;
}

/** Most files that a record names. */
export const maxArtifacts = 2_000;

/** Files of a repository; `undefined` when the payload does not list them. Entries without a usable path are left out. */
export function readFiles(payload: Payload): readonly RepositoryFile[] | undefined {
  return Array.isArray(payload["siblings"]) ? objectsOf(payload["siblings"]).flatMap((entry) => readFile(entry) ?? []) : undefined;
}

/** Ending of a path in lower case with its dot; empty when there is none. */
export function extensionOf(path: string): string {
  return /\.[^./]+$/.exec(path)?.[0].toLowerCase() ?? "";
}

/** Formats of the weights among the files, in the order in which they are met. */
export function formatsOfFiles(files: readonly RepositoryFile[]): readonly WeightFormat[] {
  return [...new Set(files.flatMap((file) => formatOfPath(file.path) ?? []))];
}

/** Precisions that the names of GGUF files tell (`…Q4_K_M.gguf`). */
export function precisionsOfFiles(files: readonly RepositoryFile[]): readonly string[] {
  return [...new Set(files.flatMap((file) => precisionOf(file.path) ?? []))];
}

/**
 * Files as artifacts of a record.
 *
 * Beyond {@link maxArtifacts} the list is cut, weights kept first, and `artifactCount` says how many there are.
 */
export function artifactsOf(files: readonly RepositoryFile[], place: RepositoryPlace): { readonly artifacts: readonly Artifact[]; readonly artifactCount?: number } {
  const kept = files.length <= maxArtifacts ? files : [...files.filter((file) => isWeights(file)), ...files.filter((file) => !isWeights(file))].slice(0, maxArtifacts);
  return { artifacts: kept.map((file) => artifactOf(file, place)), ...(files.length > kept.length && { artifactCount: files.length }) };
}

/** Says whether a file holds weights. */
export function isWeights(file: RepositoryFile): boolean {
  return artifactRole(file.path) === "WEIGHTS";
}

/** Address of the bytes of a file: `{endpoint}/{id}/resolve/{revision}/{path}`. */
export function fileAddress(place: RepositoryPlace, path: string): string {
  return `${place.endpoint}/${place.id}/resolve/${encodeURIComponent(place.revision ?? "main")}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function readFile(entry: Payload): RepositoryFile | undefined {
  const path = asString(entry["rfilename"]);
  if (path === undefined || !isFilePath(path)) return undefined;
  const lfs = asRecord(entry["lfs"]);
  const sizeBytes = asCount(entry["size"]) ?? asCount(lfs?.["size"]);
  const digest = asSha256(lfs?.["sha256"] ?? lfs?.["oid"]);
  const gitSha1 = hex(entry["blobId"], 40);
  const xetHash = hex(entry["xetHash"], 64);
  return {
    path,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(digest !== undefined && { digest }),
    ...(gitSha1 !== undefined && { gitSha1 }),
    ...(xetHash !== undefined && { xetHash }),
  };
}

function artifactOf(file: RepositoryFile, place: RepositoryPlace): Artifact {
  const format = formatOfPath(file.path);
  const precision = precisionOf(file.path);
  const otherDigests = [...(file.gitSha1 === undefined ? [] : [`git-sha1:${file.gitSha1}`]), ...(file.xetHash === undefined ? [] : [`xet:${file.xetHash}`])];
  return {
    path: file.path,
    url: fileAddress(place, file.path),
    ...(file.sizeBytes !== undefined && { sizeBytes: file.sizeBytes }),
    ...(format !== undefined && { format }),
    ...(precision !== undefined && { precision }),
    ...(file.digest !== undefined && { digest: file.digest }),
    ...(otherDigests.length > 0 && { otherDigests }),
  };
}

function precisionOf(path: string): string | undefined {
  return extensionOf(path) === ".gguf" ? precisionsFromName(path.slice(path.lastIndexOf("/") + 1, -".gguf".length))[0] : undefined;
}

function hex(value: unknown, length: number): string | undefined {
  const text = asString(value)?.toLowerCase();
  return text?.length === length && /^[0-9a-f]+$/.test(text) ? text : undefined;
}
