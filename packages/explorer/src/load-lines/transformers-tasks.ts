/**
 * Tasks whose pipeline is in transformers 4 and 5 alike, under the Hub's name. Those that version 5 took out (summarization, translation,
 * text2text-generation, question-answering) are in the other table.
 */
export const pipelineTasks: ReadonlySet<string> = new Set([
  "text-generation", "text-classification", "token-classification", "fill-mask", "feature-extraction", "zero-shot-classification", "image-classification",
  "object-detection", "image-segmentation", "depth-estimation", "video-classification", "zero-shot-image-classification", "zero-shot-object-detection",
  "mask-generation", "image-text-to-text", "image-feature-extraction", "audio-classification", "automatic-speech-recognition", "zero-shot-audio-classification",
  "text-to-audio", "text-to-speech", "document-question-answering", "table-question-answering",
]);

/** Class that loads a model of a task without a pipeline, together with its tokenizer. */
export const autoClasses: ReadonlyMap<string, string> = new Map([
  ["summarization", "AutoModelForSeq2SeqLM"], ["translation", "AutoModelForSeq2SeqLM"], ["text2text-generation", "AutoModelForSeq2SeqLM"],
  ["question-answering", "AutoModelForQuestionAnswering"], ["sentence-similarity", "AutoModel"], ["text-ranking", "AutoModelForSequenceClassification"],
]);

/** Class of PEFT that loads the base model and the adapter on it. */
export const peftClasses: ReadonlyMap<string, string> = new Map([
  ["text-generation", "AutoPeftModelForCausalLM"], ["summarization", "AutoPeftModelForSeq2SeqLM"], ["translation", "AutoPeftModelForSeq2SeqLM"],
  ["text2text-generation", "AutoPeftModelForSeq2SeqLM"], ["text-classification", "AutoPeftModelForSequenceClassification"],
  ["token-classification", "AutoPeftModelForTokenClassification"], ["question-answering", "AutoPeftModelForQuestionAnswering"],
  ["feature-extraction", "AutoPeftModelForFeatureExtraction"],
]);
