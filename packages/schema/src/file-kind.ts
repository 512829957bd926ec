import type { ArtifactRole, WeightFormat } from "./values.ts";

/** Formats by extension, in lower case. */
const formatByExtension: Readonly<Record<string, WeightFormat>> = {
  safetensors: "SAFETENSORS",
  gguf: "GGUF",
  onnx: "ONNX",
  onnx_data: "ONNX",
  bin: "PICKLE",
  pt: "PICKLE",
  pth: "PICKLE",
  ckpt: "PICKLE",
  pkl: "PICKLE",
  pickle: "PICKLE",
  joblib: "PICKLE",
  pdparams: "PICKLE",
  h5: "KERAS",
  hdf5: "KERAS",
  keras: "KERAS",
  tflite: "TFLITE",
  msgpack: "MSGPACK",
  mlmodel: "COREML",
  engine: "TENSORRT",
  plan: "TENSORRT",
  ot: "OTHER",
  nemo: "OTHER",
  npz: "OTHER",
  pb: "OTHER",
  ggml: "OTHER",
  llamafile: "OTHER",
  litertlm: "OTHER",
  task: "OTHER",
  mnn: "OTHER",
  pte: "OTHER",
  pt2: "OTHER",
  rknn: "OTHER",
  rkllm: "OTHER",
  caffemodel: "OTHER",
  pdiparams: "OTHER",
  dduf: "OTHER",
};

/** File names whose extension says another thing than the file is. */
const formatByName: readonly (readonly [RegExp, WeightFormat | undefined])[] = [
  [/^(?:training_args|optimizer|scheduler|scaler|rng_state.*|random_states.*|trainer_state)\.(?:bin|pt|pth|pkl)$/, undefined],
  [/^(?:tokenizer|vocab|spiece|sentencepiece)\b.*\.(?:bin|pkl|pickle)$/, undefined],
  [/^openvino_.*\.(?:bin|xml)$/, "OPENVINO"],
  [/^ggml[-_].*\.bin$/, "OTHER"],
  [/^weights(?:\.[0-9]+)?\.npz$/, "MLX"],
  [/^(?:model|variables)\.?(?:ckpt)?.*\.(?:data-[0-9]{5}-of-[0-9]{5}|index)$/, "OTHER"],
];

/**
 * The format of a file of weights, by its name alone.
 *
 * `.bin` is read as a pickle, which it is in almost every repository. Files of MLX models are mostly `.safetensors`, and are that here.
 *
 * @returns `undefined` for a file that is not weights; the state of a trainer (`optimizer.pt`) is none.
 * @example
 * formatOfPath("unet/diffusion_pytorch_model.fp16.safetensors")
 * // "SAFETENSORS"
 */
export function formatOfPath(path: string): WeightFormat | undefined {
  const lowered = path.slice(-maxPathLength).toLowerCase();
  if (/\.(?:mlpackage|mlmodelc)\//.test(lowered)) return /\.(?:bin|mlmodel|mil)$/.test(lowered) ? "COREML" : undefined;
  const name = baseName(lowered);
  for (const [pattern, format] of formatByName) if (pattern.test(name)) return format;
  const extension = extensionOf(name);
  return Object.hasOwn(formatByExtension, extension) ? formatByExtension[extension] : undefined;
}

/**
 * What a file of a model is for, by its name alone.
 *
 * @example
 * artifactRole("modeling_chatglm.py")
 * // "CODE"
 */
export function artifactRole(path: string): ArtifactRole {
  const name = baseName(path.slice(-maxPathLength).toLowerCase());
  if (formatOfPath(path) !== undefined) return "WEIGHTS";
  if (/^(?:licen[cs]e|copying|notice|use[_-]policy|usage[_-]policy|terms)(?:[-_.].*)?$/.test(name)) return "LICENSE";
  if (/^(?:readme|model[_-]?card|changelog|citation)(?:[-_.].*)?$/.test(name)) return "DOCUMENTATION";
  if (/^(?:vocab|merges|added_tokens|special_tokens|labels|classes|requirements|bpe|dict).*\.(?:txt|bpe|codes)$/.test(name)) return "CONFIGURATION";
  const extension = extensionOf(name);
  return Object.hasOwn(roleByExtension, extension) ? (roleByExtension[extension] ?? "OTHER") : "OTHER";
}

/** Longest path that is read, in UTF-16 code units; the end counts. */
const maxPathLength = 1024;

const roleExtensions: readonly (readonly [ArtifactRole, string])[] = [
  ["CODE", "py ipynb sh bash js mjs cjs ts c cc cpp cu cuh h hpp rs go java rb jl lua swift kt r so dll dylib exe wasm"],
  ["CONFIGURATION", "json json5 jsonl yaml yml toml cfg conf ini xml jinja j2 model tiktoken vocab spm bpe proto modelfile"],
  ["DOCUMENTATION", "md mdx rst pdf html tex bib"],
];
const roleByExtension: Readonly<Record<string, ArtifactRole>> = Object.fromEntries(
  roleExtensions.flatMap(([role, extensions]) => extensions.split(" ").map((extension) => [extension, role])),
);

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}
