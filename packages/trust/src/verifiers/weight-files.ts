import { artifactRole, type Artifact, type ListingRecord } from "@modeldex/plugin-kit";

/** What a file is for, as the source says or its path tells. */
export function roleOf(artifact: Artifact): ReturnType<typeof artifactRole> {
  return artifact.role ?? artifactRole(artifact.path);
}

/** The weight files of a record; `undefined` when its files are not known. */
export function weightFiles(record: ListingRecord): readonly Artifact[] | undefined {
  return record.artifacts?.filter((artifact) => roleOf(artifact) === "WEIGHTS");
}

/** Whether the record names all files: sources cut long lists. */
export function namesAllFiles({ artifacts, artifactCount }: ListingRecord): boolean {
  return artifacts !== undefined && (artifactCount === undefined || artifactCount <= artifacts.length);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Some names for a sentence, at most three. */
export function named(paths: readonly string[]): string {
  return paths.slice(0, 3).join(", ") + (paths.length > 3 ? ` and ${String(paths.length - 3)} more` : "");
}
