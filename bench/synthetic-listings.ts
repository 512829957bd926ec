import type { ListingWrite } from "../packages/catalog/src/index.ts";
import type { SourceId } from "../packages/schema/src/index.ts";

/** Source of the synthetic listings. */
export const syntheticSource = "hf" as SourceId;

const families = ["Llama-3.1", "Qwen2.5", "Mistral", "gemma-2", "bert-base", "whisper-large-v3", "Phi-3", "deepseek-r1", "bge-m3", "flux.1"];
const variants = ["Instruct", "GGUF", "finetuned", "lora", "v2", "chat", "AWQ", "multilingual", "distill", "sft"];
const tasks = ["text-generation", "fill-mask", "automatic-speech-recognition", "feature-extraction", "text-to-image"];
const libraries = ["transformers", "diffusers", "gguf", "peft", "sentence-transformers"];

/** Which listings: their numbers, and a shift of their dates and counts of use. */
export interface SyntheticRange {
  readonly start: number;
  readonly count: number;
  /** @default 0 */
  readonly drift?: number;
}

/** Listings in the shape of a Hub's, the most used first: 15 tags, a task, a library, a licence, counts, dates. */
export function syntheticPage({ start, count, drift = 0 }: SyntheticRange): readonly ListingWrite[] {
  return Array.from({ length: count }, (_, place) => write(start + place, drift));
}

function write(place: number, drift: number): ListingWrite {
  const mixed = Math.imul(place + 1, 0x9e3779b1) >>> 0;
  const at = <T>(values: readonly T[], shift: number): T => values[(mixed >>> shift) % values.length] as T;
  const owner = `owner${(mixed >>> 3) % 9_973}`;
  const name = `${at(families, 2)}-${1 + ((mixed >>> 5) % 70)}B-${at(variants, 9)}-${(mixed >>> 4).toString(36)}`;
  const tags = Array.from({ length: 15 }, (_, tag) => (tag < 3 ? `license:l${(mixed >>> tag) % 40}` : tag < 6 ? `dataset:set-${((mixed >>> tag) % 900).toString(36)}` : `tag-${(mixed >>> (tag % 9)) % 300}`));
  const popularity = { downloads30d: Math.floor(2e8 / (place + 1) ** 1.15) + drift * (place % 7), likes: mixed % 500 };
  return {
    source: syntheticSource,
    naming: "namespaced",
    fetchedAt: new Date(Date.UTC(2026, 0, 1 + drift)).toISOString(),
    linkTargets: [],
    onDemand: ["artifacts"],
    record: {
      nativeId: `${owner}/${name}`,
      stableId: (mixed * 4096 + place).toString(16),
      name,
      publisher: { name: owner },
      url: `https://huggingface.co/${owner}/${name}`,
      access: "OPEN",
      task: at(tasks, 7),
      libraries: [at(libraries, 11)],
      formats: ["SAFETENSORS"],
      license: { stated: "apache-2.0" },
      languages: ["en"],
      parameters: { total: mixed * 10, origin: "WEIGHTS" },
      tags,
      popularity,
      createdAt: new Date(1.6e12 + mixed * 40).toISOString(),
      updatedAt: new Date(1.7e12 + mixed * 10).toISOString(),
    },
  };
}
