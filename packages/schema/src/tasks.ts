/** What goes into a model and what comes out, in lower-case words. */
export interface Modalities {
  readonly input: readonly string[];
  readonly output: readonly string[];
}

type Row = readonly [input: readonly string[], output: readonly string[]] | undefined;

/**
 * Modalities by task. The ids are those of the Hugging Face Hub (npm `@huggingface/tasks` 0.21.54, read on 2026-11-20) and the two that only its older
 * data has; `undefined` where the task does not fix them. An output that is no medium has a word of its own: `label`, `score`, `embedding`, `mask`, …
 */
const modalitiesByTask = {
  "any-to-any": undefined,
  "audio-classification": [["audio"], ["label"]],
  "audio-text-to-text": [["audio", "text"], ["text"]],
  "audio-to-audio": [["audio"], ["audio"]],
  "automatic-speech-recognition": [["audio"], ["text"]],
  "conversational": [["text"], ["text"]],
  "depth-estimation": [["image"], ["depth"]],
  "document-question-answering": [["image", "text"], ["text"]],
  "feature-extraction": undefined,
  "fill-mask": [["text"], ["text"]],
  "graph-ml": [["graph"], ["label"]],
  "image-classification": [["image"], ["label"]],
  "image-feature-extraction": [["image"], ["embedding"]],
  "image-segmentation": [["image"], ["mask"]],
  "image-text-to-image": [["image", "text"], ["image"]],
  "image-text-to-text": [["image", "text"], ["text"]],
  "image-text-to-video": [["image", "text"], ["video"]],
  "image-to-3d": [["image"], ["3d"]],
  "image-to-image": [["image"], ["image"]],
  "image-to-text": [["image"], ["text"]],
  "image-to-video": [["image"], ["video"]],
  "keypoint-detection": [["image"], ["keypoints"]],
  "mask-generation": [["image"], ["mask"]],
  "multiple-choice": [["text"], ["label"]],
  "object-detection": [["image"], ["boxes"]],
  "other": undefined,
  "question-answering": [["text"], ["text"]],
  "reinforcement-learning": [["observation"], ["action"]],
  "robotics": [["observation"], ["action"]],
  "sentence-similarity": [["text"], ["embedding"]],
  "summarization": [["text"], ["text"]],
  "table-question-answering": [["table", "text"], ["text"]],
  "table-to-text": [["table"], ["text"]],
  "tabular-classification": [["table"], ["label"]],
  "tabular-regression": [["table"], ["number"]],
  "tabular-to-text": [["table"], ["text"]],
  "text-classification": [["text"], ["label"]],
  "text-generation": [["text"], ["text"]],
  "text-ranking": [["text"], ["score"]],
  "text-retrieval": [["text"], ["score"]],
  "text-to-3d": [["text"], ["3d"]],
  "text-to-audio": [["text"], ["audio"]],
  "text-to-image": [["text"], ["image"]],
  "text-to-speech": [["text"], ["audio"]],
  "text-to-video": [["text"], ["video"]],
  "text2text-generation": [["text"], ["text"]],
  "time-series-forecasting": [["time-series"], ["time-series"]],
  "token-classification": [["text"], ["label"]],
  "translation": [["text"], ["text"]],
  "unconditional-image-generation": [[], ["image"]],
  "video-classification": [["video"], ["label"]],
  "video-text-to-text": [["text", "video"], ["text"]],
  "video-to-video": [["video"], ["video"]],
  "visual-document-retrieval": [["image", "text"], ["score"]],
  "visual-question-answering": [["image", "text"], ["text"]],
  "voice-activity-detection": [["audio"], ["label"]],
  "zero-shot-classification": [["text"], ["label"]],
  "zero-shot-image-classification": [["image", "text"], ["label"]],
  "zero-shot-object-detection": [["image", "text"], ["boxes"]],
} as const satisfies Readonly<Record<string, Row>>;

/** A task id of the Hugging Face Hub. */
export type Task = keyof typeof modalitiesByTask;

/** Every known task id. Sources may use others, which pass through. */
export const tasks: readonly Task[] = Object.keys(modalitiesByTask).filter(isTask);

/**
 * Tells a text that is a known task id from others.
 *
 * @example
 * isTask("text-generation")
 * // true
 */
export function isTask(text: string): text is Task {
  return Object.hasOwn(modalitiesByTask, text);
}

/**
 * What a model for this task takes and gives.
 *
 * @returns `undefined` for an unknown task, and for one that does not fix it (`feature-extraction`, `any-to-any`, `other`).
 * @example
 * taskModalities("automatic-speech-recognition")
 * // { input: ["audio"], output: ["text"] }
 */
export function taskModalities(task: string): Modalities | undefined {
  const row: Row = isTask(task) ? modalitiesByTask[task] : undefined;
  return row === undefined ? undefined : { input: row[0], output: row[1] };
}
