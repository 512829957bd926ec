import type { ModelPageArtifactFragment } from "../../generated/types.ts";

export interface FileFacts {
  /** Bytes of all files whose size is known; `undefined` when none is. */
  readonly bytes: number | undefined;
  /** Files whose size is not stated. */
  readonly withoutSize: number;
  /** Files of weights. */
  readonly weights: number;
  /** Paths of files of weights of which no sha256 is stated. */
  readonly weightsWithoutDigest: readonly string[];
}

/** What can be said of some files together. */
export function fileFacts(files: readonly Pick<ModelPageArtifactFragment, "path" | "role" | "sizeBytes" | "digest">[]): FileFacts {
  const sizes = files.flatMap(({ sizeBytes }) => (sizeBytes === null ? [] : [sizeBytes]));
  const weights = files.filter(({ role }) => role === "WEIGHTS");
  return {
    bytes: sizes.length === 0 ? undefined : sizes.reduce((sum, size) => sum + size, 0),
    withoutSize: files.length - sizes.length,
    weights: weights.length,
    weightsWithoutDigest: weights.flatMap(({ path, digest }) => (digest === null ? [path] : [])),
  };
}
