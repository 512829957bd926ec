import { readLicense } from "@modeldex/schema";
import type { LicenseStatement, LicenseValue, ListingRecord } from "@modeldex/schema";

/** Counts are told with two or three digits, so that the same number differs a little from source to source. */
const tolerance = 0.05;

type Count = NonNullable<ListingRecord["parameters"]>;

/** A licence as it is held against others; `other` and `unknown` without a name say nothing. */
export function licenseOf(stated: LicenseStatement): LicenseValue | undefined {
  const read = readLicense(stated);
  return read.spdx === undefined && read.name === undefined && read.class === "UNKNOWN" ? undefined : read;
}

/** Of a licence that is known by its SPDX id, what else is said of it does not matter. */
export function sameLicense(left: LicenseValue, right: LicenseValue): boolean {
  return left.spdx === undefined && right.spdx === undefined ? sameWord(left.name, right.name) : left.spdx === right.spdx;
}

export function sameCount(left: Count, right: Count): boolean {
  return Math.abs(left.total - right.total) <= tolerance * Math.max(left.total, right.total);
}

/** Words of other catalogs for tasks of the Hub, and tasks of the Hub under which one model is listed here and there. */
const tasksByWord: Readonly<Record<string, string>> = {
  "chat": "text-generation", "completion": "text-generation", "text-completion": "text-generation", "conversational": "text-generation", "text2text-generation": "text-generation", "responses": "text-generation",
  "embedding": "feature-extraction", "embeddings": "feature-extraction", "text-embedding": "feature-extraction", "text-embeddings": "feature-extraction", "sentence-similarity": "feature-extraction",
  "audio-transcription": "automatic-speech-recognition", "speech-to-text": "automatic-speech-recognition", "transcription": "automatic-speech-recognition",
  "audio-speech": "text-to-speech", "text-to-audio": "text-to-speech", "speech-synthesis": "text-to-speech",
  "rerank": "text-ranking", "reranking": "text-ranking", "reranker": "text-ranking", "image-generation": "text-to-image", "video-generation": "text-to-video", "moderation": "text-classification",
  "image-to-text": "image-text-to-text", "visual-question-answering": "image-text-to-text", "vision": "image-text-to-text",
};

/** `Text Generation`, `chat` and `text-generation` are one task. */
export function sameTask(left: string, right: string): boolean {
  return taskKey(left) === taskKey(right);
}

/** Whether who serves a model for text alone says no more than that of one that takes other things as well. */
export function isPartOfTask(served: string, task: string): boolean {
  return sameTask(served, "text-generation") && /-text-to-text$|^any-to-any$/.test(taskKey(task));
}

function taskKey(task: string): string {
  const word = task.trim().toLowerCase().replace(/[\s_]+/g, "-");
  return Object.hasOwn(tasksByWord, word) ? (tasksByWord[word] ?? word) : word;
}

/** Words that name no architecture of their own. */
const anyArchitecture = new Set(["transformer", "transformers", "decoder", "decoderonly", "encoder", "encoderdecoder", "llm", "moe", "cnn", "other", "unknown", "auto"]);

/** The word of an architecture; `undefined` for one that says nothing. */
export function architectureOf(stated: string): string | undefined {
  return anyArchitecture.has(architectureKey(stated)) ? undefined : stated;
}

/** `LlamaForCausalLM`, `LlamaModel` and `llama` are one architecture, `qwen3_moe` and `qwen3moe` another. */
export function sameArchitecture(left: string, right: string): boolean {
  return architectureKey(left) === architectureKey(right);
}

function architectureKey(name: string): string {
  return name.replace(/For[A-Z][A-Za-z]*$/, "").toLowerCase().replace(/for(?:causallm|conditionalgeneration)$|(?:lmhead|doubleheads)?model$/, "").replace(/[^\p{L}\p{N}]/gu, "").replace(/text$/, "");
}

function sameWord(left: unknown, right: unknown): boolean {
  return String(left).toLowerCase() === String(right).toLowerCase();
}
