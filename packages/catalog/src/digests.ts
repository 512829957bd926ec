import type { Artifact, ListingRecord } from "@modeldex/schema";

/** A digest that a record states, for finding and joining listings. */
export interface StatedDigest {
  readonly digest: string;
  /** Path of the file; empty when it is not said. */
  readonly path: string;
  readonly joins: DigestUse;
}

/** NONE: found by it only. SILENT: a digest without a path, which joins a file of weights elsewhere. WEIGHTS: a file of weights of 1 MiB and more. */
export const digestUses = { NONE: 0, SILENT: 1, WEIGHTS: 2 } as const;
export type DigestUse = (typeof digestUses)[keyof typeof digestUses];

/** Smaller files of weights are pointers, or so trivial that equal ones mean nothing. */
const joiningBytes = 1024 * 1024;
const weightFile = /\.(?:safetensors|gguf|ggml|bin|pth?|onnx|onnx_data|h5|keras|tflite|msgpack|ckpt|mlmodel|pdparams|nemo|npz|task|engine|llamafile)$/i;
/** State of a training or a tokenizer, in formats that weights have too. */
const besideWeights = /(?:^|\/)(?:optimizer|scheduler|scaler|rng_state|training_args|trainer_state|tokenizer|vocab)[^/]*$/i;
const hexValue = /^[a-z0-9-]+:[0-9a-f]+$/i;

/** Every digest of a record, none twice for one path. */
export function digestsOf(record: ListingRecord): readonly StatedDigest[] {
  const found = new Map<string, StatedDigest>();
  const add = (digest: string, path: string, joins: DigestUse): void => {
    const normal = normalDigest(digest);
    const known = found.get(`${normal} ${path}`);
    if (known === undefined || known.joins < joins) found.set(`${normal} ${path}`, { digest: normal, path, joins });
  };
  // Of a source that names states by their digest, as registries of images do.
  if (record.revision !== undefined && /^sha256:[0-9a-f]{64}$/i.test(record.revision)) add(record.revision, "", digestUses.NONE);
  for (const artifact of record.artifacts ?? []) {
    if (artifact.digest !== undefined) add(artifact.digest, artifact.path, isJoiningFile(artifact) ? digestUses.WEIGHTS : digestUses.NONE);
    for (const digest of artifact.otherDigests ?? []) add(digest, artifact.path, digestUses.NONE);
  }
  for (const claim of record.claims ?? []) {
    if (claim.kind !== "CONTENT_DIGEST") continue;
    const { digest, path } = claim.facts;
    const artifact = record.artifacts?.find((each) => each.path === path);
    const isFile = path !== undefined && isJoiningFile(artifact ?? { path });
    const joins = !digest.startsWith("sha256:") ? digestUses.NONE : path === undefined ? digestUses.SILENT : isFile ? digestUses.WEIGHTS : digestUses.NONE;
    add(digest, path ?? "", joins);
  }
  return [...found.values()];
}

/** Hexadecimal values in lower case; others (CIDs) as they are. */
export function normalDigest(digest: string): string {
  return hexValue.test(digest) ? digest.toLowerCase() : digest;
}

function isJoiningFile(artifact: Artifact): boolean {
  return isWeights(artifact) && (artifact.sizeBytes === undefined || artifact.sizeBytes >= joiningBytes);
}

/** Whether a file holds weights; not the state of a training or a tokenizer, in formats that weights have too. */
export function isWeights(artifact: Artifact): boolean {
  if (besideWeights.test(artifact.path)) return false;
  return artifact.role === undefined ? artifact.format !== undefined || weightFile.test(artifact.path) : artifact.role === "WEIGHTS";
}
