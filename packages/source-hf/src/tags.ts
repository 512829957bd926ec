import { isLanguageCode, isLibrary, isTask, type LineageRelation, type WeightFormat } from "@modeldex/plugin-kit";

/** What the tags of a model say; the Hub mixes its own words with those of the publisher. */
export interface TagReading {
  /** Ids after `license:`. */
  readonly licenses: readonly string[];
  readonly bases: readonly { readonly id: string; readonly relation?: LineageRelation }[];
  /** First tag that is a task. */
  readonly task?: string;
  /** First tag that is a library. */
  readonly library?: string;
  readonly languages: readonly string[];
  readonly formats: readonly WeightFormat[];
  readonly precisions: readonly string[];
  /** The Hub found code in the repository that loading the model runs. */
  readonly customCode: boolean;
}

/** The Hub's words for relations between models. */
export const relations: Readonly<Record<string, LineageRelation>> = { quantized: "QUANTIZED", finetune: "FINETUNE", adapter: "ADAPTER", merge: "MERGE" };

const formatTags: Readonly<Record<string, WeightFormat>> = {
  safetensors: "SAFETENSORS", gguf: "GGUF", onnx: "ONNX", pytorch: "PICKLE", tf: "KERAS", keras: "KERAS", "tf-keras": "KERAS", jax: "MSGPACK", tflite: "TFLITE",
  coreml: "COREML", mlx: "MLX", openvino: "OPENVINO", tensorrt: "TENSORRT", rust: "OTHER",
};
/** Words of the Hub that stand among the formats at the front and name none. */
const frontTags = new Set(["tensorboard", "stable-baselines3", "ml-agents"]);
/** Words that hardly mean anything else, wherever they stand. */
const unmistakable = new Set(["safetensors", "gguf"]);

const precisionTags: Readonly<Record<string, string>> = {
  "4-bit": "4-bit", "8-bit": "8-bit", fp8: "FP8", awq: "AWQ", gptq: "GPTQ", bitsandbytes: "bitsandbytes", "compressed-tensors": "compressed-tensors",
};

/**
 * Reads the tags of a model.
 *
 * The Hub writes the formats it found in the repository at the front, before the architecture; further back `pytorch` or `jax` is a word of the publisher
 * (`TheBloke/Llama-2-7B-GGUF` is tagged `pytorch` and holds GGUF alone).
 */
export function readTags(tags: readonly string[]): TagReading {
  const prefixed = (prefix: string) => tags.flatMap((tag) => (tag.startsWith(prefix) && tag.length > prefix.length ? tag.slice(prefix.length) : []));
  const task = tags.find((tag) => isTask(tag));
  const library = tags.find((tag) => isLibrary(tag));
  return {
    licenses: [...new Set(prefixed("license:").map((id) => id.toLowerCase()))],
    bases: basesOf(prefixed("base_model:")),
    ...(task !== undefined && { task }),
    ...(library !== undefined && { library }),
    languages: tags.filter((tag) => isLanguageTag(tag)),
    formats: formatsOf(tags),
    precisions: tags.flatMap((tag) => precisionTags[tag.toLowerCase()] ?? []),
    customCode: tags.includes("custom_code"),
  };
}

/** Tags that no other field of the record has taken, without repeats. `doi:`, `arxiv:`, `dataset:` and `region:` stay. */
export function remainingTags(tags: readonly string[], taken: ReadonlySet<string>): readonly string[] {
  return [...new Set(tags)].filter((tag) => !taken.has(tag) && !tag.startsWith("license:") && !tag.startsWith("base_model:"));
}

/** `base_model:<relation>:<id>` says more than the `base_model:<id>` that stands beside it. */
function basesOf(texts: readonly string[]): TagReading["bases"] {
  const bases = new Map<string, LineageRelation | undefined>();
  for (const text of texts) {
    const colon = text.indexOf(":");
    const id = text.slice(colon + 1);
    const relation = colon < 0 ? undefined : relations[text.slice(0, colon)];
    bases.set(id, relation ?? bases.get(id));
  }
  return [...bases].map(([id, relation]) => ({ id, ...(relation !== undefined && { relation }) }));
}

/** `ami` is a corpus of meetings far more often than the language of Taiwan. */
function isLanguageTag(tag: string): boolean {
  return isLanguageCode(tag) && tag !== "ami";
}

function formatsOf(tags: readonly string[]): readonly WeightFormat[] {
  const behind = tags.findIndex((tag) => formatTags[tag] === undefined && !frontTags.has(tag) && !isLibrary(tag));
  const front = behind < 0 ? tags : tags.slice(0, behind);
  const found = [...front, ...tags.filter((tag) => unmistakable.has(tag))];
  return [...new Set(found.flatMap((tag) => formatTags[tag] ?? []))];
}
