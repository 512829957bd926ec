import { artifactRole, formatOfPath, precisionsFromName } from "@modeldex/schema";
import type { Artifact, ListingRecord, WeightFormat } from "@modeldex/schema";
import { copyPrecisions, isGgufPrecision } from "./precision-bits.ts";

/** Files that are loaded together: one format, one precision, all shards. */
export interface WeightSet {
  readonly bytes: number;
  readonly fileCount: number;
  /** Of the first file. */
  readonly path: string;
  readonly format?: WeightFormat;
  readonly precision?: string;
}

/** Files under one name, but for the number of a shard. */
interface Shards {
  readonly folder: string;
  /** Without folder, shard number and ending, in lower case. */
  readonly name: string;
  readonly format: WeightFormat | undefined;
  readonly files: readonly Artifact[];
}

/** Weights that are loaded beside others and run nothing alone. */
const partOnly = /(?:^|[/._-])(?:mmproj|projector|adapter(?:[_-]model)?|lora|imatrix|optimizer|training_args)(?![a-z])/i;
const shard = /[-_.](\d{4,6})-of-(\d{4,6})(?=\.[^./]+$)/i;
/** `consolidated.03.pth` is the fourth of as many as there are. */
const numbered = /\.\d{2}(?=\.pth$)/i;
/** Layers of a registry that have no names are counted: `model.gguf`, then `model-2.gguf` or `2-model.gguf`. They are parts of one copy. */
const unnamedLayer = /^(?:\d+-)?(model|tensor)(?:-\d+)?(?=\.gguf$|$)/;
/** What is packed has another size than what is loaded. */
const packed = /\.(?:gz|tgz|zst|zip|xz|bz2)$/i;
/** Data that an ONNX graph keeps beside itself. */
const onnxData = /(?:(?:\.|_)data(?:_\d+)?)$/i;
const variant = /[._](fp16|bf16|fp32|fp8)$/;

/** Formats by which of several copies is loaded first. */
const preferred: readonly (WeightFormat | undefined)[] = ["SAFETENSORS", "PICKLE", "MLX", "MSGPACK", "KERAS", "TFLITE", "COREML", "OPENVINO", "TENSORRT", "OTHER", undefined];
/** Names by which libraries load weights; the first that is there counts, `consolidated` is a second copy in another layout. */
const loaded = ["model", "pytorch_model", "diffusion_pytorch_model", "tf_model", "flax_model", "weights", "consolidated"];

/**
 * The ways in which the weights of a listing can be loaded, each with the size of its files: each quantization of GGUF and each graph of ONNX is one;
 * of the other formats one is chosen, safetensors first, and of several copies of the weights the one that libraries load. A pipeline of diffusers is
 * the sum of its parts.
 *
 * @returns nothing where the list of files is cut, a size is not stated, a shard is missing, a file is packed, or several files may be copies or parts.
 */
export function weightSetsOf(record: ListingRecord): readonly WeightSet[] {
  const known = counted.get(record);
  if (known !== undefined) return known;
  const sets = countSets(record);
  counted.set(record, sets);
  return sets;
}

/** Several fields of a query ask the same of thousands of files. */
const counted = new WeakMap<ListingRecord, readonly WeightSet[]>();

function countSets(record: ListingRecord): readonly WeightSet[] {
  const { artifacts, artifactCount, precisions = [] } = record;
  if (artifacts === undefined || (artifactCount !== undefined && artifactCount > artifacts.length)) return [];
  const weights = artifacts.filter((file) => (file.role ?? artifactRole(file.path)) === "WEIGHTS" && !partOnly.test(file.path));
  if (weights.some(({ path }) => packed.test(path))) return [];
  const groups = shardsOf(weights);
  const quantizations = groups.filter(({ format }) => format === "GGUF");
  const others = groups.filter(({ format }) => format !== "GGUF" && format !== "ONNX");
  const format = preferred.find((each) => others.some((group) => group.format === each));
  const plain = plainSets(others.filter((group) => group.format === format), artifacts.some(({ path }) => path === "model_index.json"));
  const ofPlain = copyPrecisions(precisions).filter((precision) => !isGgufPrecision(precision));
  return [
    ...quantizations.flatMap((group) => setOf([group], precisionOf(group) ?? (quantizations.length === 1 && precisions.length === 1 ? precisions[0] : undefined))),
    ...graphs(groups.filter((group) => group.format === "ONNX")),
    ...plain.flatMap(({ parts, precision }) => setOf(parts, precision ?? ofPlain[0])),
  ];
}

function shardsOf(files: readonly Artifact[]): readonly Shards[] {
  const groups = Map.groupBy(files, (file) => `${formatOf(file) ?? ""}\n${withoutShard(file.path)}`);
  return [...groups.values()].map((members) => {
    const [first] = members;
    const path = withoutShard(first?.path ?? "");
    const end = path.lastIndexOf("/");
    return { folder: path.slice(0, end + 1), name: path.slice(end + 1).replace(/\.[^.]*$/, "").toLowerCase(), format: first && formatOf(first), files: members };
  });
}

function formatOf({ format, path }: Artifact): WeightFormat | undefined {
  return format ?? formatOfPath(path) ?? formatOfPath(path.replace(onnxData, ""));
}

function withoutShard(path: string): string {
  return path.replace(unnamedLayer, "$1").replace(shard, "").replace(numbered, "").replace(onnxData, "");
}

/** One copy of the weights, and the copies of it in other precisions that stand beside it. */
function plainSets(groups: readonly Shards[], isPipeline: boolean): readonly { readonly parts: readonly Shards[]; readonly precision?: string }[] {
  const folders = Map.groupBy(groups, ({ folder }) => folder);
  const root = folders.get("") ?? (folders.size === 1 ? groups : undefined);
  const parts = root === undefined ? (isPipeline ? [...folders.values()].map(copiesOf) : []) : [copiesOf(root)];
  if (parts.length === 0 || parts.some((copies) => copies === undefined)) return [];
  const known = parts.filter((copies) => copies !== undefined);
  const variants = new Set(known.flatMap((copies) => [...copies.keys()]));
  return [...variants].map((name) => ({
    parts: known.flatMap((copies) => copies.get(name) ?? copies.get("") ?? [...copies.values()].slice(0, 1)),
    ...(name !== "" && { precision: name.toUpperCase() }),
  }));
}

/** The group that is loaded from one folder, by variant, the plain one under `""`; `undefined` when it is not clear which of several that is. */
function copiesOf(groups: readonly Shards[]): ReadonlyMap<string, Shards> | undefined {
  const stem = ({ name }: Shards): string => name.replace(variant, "");
  const stems = [...new Set(groups.map(stem))];
  const chosen = stems.length === 1 ? stems[0] : loaded.find((name) => stems.includes(name));
  if (chosen === undefined) return undefined;
  return new Map(groups.filter((group) => stem(group) === chosen).map((group) => [variant.exec(group.name)?.[1] ?? "", group]));
}

/** `model.onnx`, `model_fp16.onnx`: each runs alone. An encoder and its decoders do not. */
function graphs(groups: readonly Shards[]): readonly WeightSet[] {
  const alone = groups.filter(({ name }) => /^model(?:_[a-z0-9_]+)?$/.test(name));
  const chosen = groups.length === 1 ? groups : groups.some(({ name }) => /encoder|decoder/.test(name)) ? [] : alone;
  return chosen.flatMap((group) => setOf([group], precisionOf(group)));
}

function setOf(parts: readonly Shards[], precision: string | undefined): readonly WeightSet[] {
  const [first] = parts;
  const files = parts.flatMap((part) => part.files);
  const path = files[0]?.path;
  if (first === undefined || path === undefined || !parts.every(isWhole)) return [];
  const sizes = files.map(({ sizeBytes }) => sizeBytes).filter((size) => size !== undefined);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  // Sizes are the word of whoever wrote the entry: a sum that no integer holds is no size.
  if (sizes.length < files.length || bytes === 0 || !Number.isSafeInteger(bytes)) return [];
  return [{ bytes, fileCount: files.length, path, ...(first.format !== undefined && { format: first.format }), ...(precision !== undefined && { precision }) }];
}

/** All shards that a name promises. */
function isWhole({ files }: Shards): boolean {
  const of = shard.exec(files[0]?.path ?? "")?.[2];
  return of === undefined || files.length === Number(of);
}

function precisionOf({ files: [file], name }: Shards): string | undefined {
  return file?.precision ?? precisionsFromName(name)[0];
}
