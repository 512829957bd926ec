import { languageCodes } from "./language-names.ts";
import type { NameWord } from "./name-words.ts";
import { precisionsFromName } from "./model-name.ts";
import { formatToken, languageToken, licenseClassToken, licenseFamilies, licenseToken, parameterTokens, precisionToken, taskToken } from "./property-tokens.ts";
import { type Task, tasks } from "./tasks.ts";
import { type WeightFormat, weightFormats } from "./values.ts";

/** What words of a query also mean: a model with one of these properties matches them as if it were named so. */
export interface QueryReading {
  readonly kind: "size" | "language" | "task" | "licence" | "format" | "precision";
  /** Any one of them, as `propertyTokens` writes them. */
  readonly tokens: readonly string[];
  /** For a person: what they were read as, such as `parameters from 7.5B to 8.5B`. */
  readonly as: string;
}

/** Words that were read together, from the place that was asked for on. */
export interface ReadWords {
  readonly reading: QueryReading;
  readonly taken: number;
}

/** Reads what the words at a place mean beside themselves: the most words that mean something together. */
export function readMeaning(words: readonly NameWord[], place: number): ReadWords | undefined {
  const size = readSizes(words, place) ?? readSize(words, place);
  if (size !== undefined) return size;
  for (let taken = Math.min(longestPhrase, words.length - place); taken > 0; taken -= 1) {
    const texts = words.slice(place, place + taken).map(({ text }) => text);
    const reading = readPhrase(texts.join(" ")) ?? (taken === 1 ? readWord(texts[0] ?? "") : undefined);
    if (reading !== undefined) return { reading, taken };
  }
  return undefined;
}

/** Words for tasks that are not their ids. */
const taskWords: Readonly<Record<string, readonly Task[]>> = {
  "speech recognition": ["automatic-speech-recognition"], "speech to text": ["automatic-speech-recognition"], asr: ["automatic-speech-recognition"],
  stt: ["automatic-speech-recognition"], transcription: ["automatic-speech-recognition"], transcribe: ["automatic-speech-recognition"],
  tts: ["text-to-speech"], "speech synthesis": ["text-to-speech"], "voice cloning": ["text-to-speech"],
  embedding: ["feature-extraction", "sentence-similarity"], embeddings: ["feature-extraction", "sentence-similarity"], embedder: ["feature-extraction", "sentence-similarity"],
  "sentence embedding": ["feature-extraction", "sentence-similarity"], "sentence embeddings": ["feature-extraction", "sentence-similarity"],
  "text embedding": ["feature-extraction", "sentence-similarity"], "text embeddings": ["feature-extraction", "sentence-similarity"],
  reranker: ["text-ranking"], reranking: ["text-ranking"], rerank: ["text-ranking"],
  ner: ["token-classification"], "named entity recognition": ["token-classification"], "pos tagging": ["token-classification"], "pos tagger": ["token-classification"],
  summarisation: ["summarization"], summarizer: ["summarization"], summarize: ["summarization"], translate: ["translation"], translator: ["translation"],
  captioning: ["image-to-text"], "image captioning": ["image-to-text"], "image generation": ["text-to-image"], "video generation": ["text-to-video", "image-to-video"],
  "music generation": ["text-to-audio"], "object detector": ["object-detection"], segmentation: ["image-segmentation", "mask-generation"],
  "zero shot": ["zero-shot-classification", "zero-shot-image-classification", "zero-shot-object-detection"],
  vlm: ["image-text-to-text"], "vision language": ["image-text-to-text"], multimodal: ["image-text-to-text", "any-to-any"], llm: ["text-generation"], llms: ["text-generation"],
  vlms: ["image-text-to-text"], "language model": ["text-generation"], "language models": ["text-generation"], "large language model": ["text-generation"], "large language models": ["text-generation"],
  qa: ["question-answering"], vqa: ["visual-question-answering"], vad: ["voice-activity-detection"], "time series": ["time-series-forecasting"], forecasting: ["time-series-forecasting"],
  "masked language model": ["fill-mask"], mlm: ["fill-mask"], depth: ["depth-estimation"], "3d generation": ["image-to-3d", "text-to-3d"],
};

const taskPhrases: ReadonlyMap<string, readonly Task[]> = new Map([
  ...tasks.filter((task) => task !== "other" && task !== "conversational").map((task) => [task.replaceAll("-", " "), [task]] as const),
  ...Object.entries(taskWords),
]);
const longestPhrase = Math.max(...[...taskPhrases.keys()].map((phrase) => phrase.split(" ").length));

function readPhrase(phrase: string): QueryReading | undefined {
  const meant = taskPhrases.get(phrase);
  if (meant !== undefined) return { kind: "task", tokens: meant.map(taskToken), as: `the task ${meant.join(" or ")}` };
  if (/^(?:permissive|permissively)(?: licensed?| license| licence)?$/.test(phrase)) return { kind: "licence", tokens: [licenseClassToken("PERMISSIVE")], as: "a permissive licence" };
  if (/^(?:copyleft)(?: licensed?| license| licence)?$/.test(phrase)) return { kind: "licence", tokens: [licenseClassToken("COPYLEFT")], as: "a copyleft licence" };
  if (/^open ?source(?: licensed?| license| licence)?$/.test(phrase)) return { kind: "licence", tokens: [licenseClassToken("PERMISSIVE"), licenseClassToken("COPYLEFT")], as: "an open-source licence, permissive or copyleft" };
  if (/^commercial(?:ly)?(?: us(?:e|able)| license| licence)?$/.test(phrase)) return { kind: "licence", tokens: [licenseClassToken("PERMISSIVE"), licenseClassToken("COPYLEFT")], as: "a licence that asks for no terms of use, permissive or copyleft" };
  if (/^(?:non ?commercial)$/.test(phrase)) return { kind: "licence", tokens: [licenseClassToken("NON_COMMERCIAL")], as: "a non-commercial licence" };
  const named = /^(\S+?)(?: 2(?:\.0)?)?(?: licen[sc]ed?)?$/.exec(phrase)?.[1];
  const family = licenseFamilies.find((each) => each === named);
  return family === undefined || (phrase.includes("2") && family !== "apache") ? undefined : { kind: "licence", tokens: [licenseToken(family)], as: `a licence of the family ${family.toUpperCase()}` };
}

function readWord(word: string): QueryReading | undefined {
  if (word === "multilingual" || word === "polyglot") return { kind: "language", tokens: [languageToken("multilingual")], as: "multilingual, or with five languages and more" };
  const codes = languageCodes(word);
  if (codes !== undefined) return { kind: "language", tokens: codes.map(languageToken), as: `the language ${codes[0] ?? word}` };
  const format = formatOf(word);
  if (format !== undefined) return { kind: "format", tokens: [formatToken(format)], as: `the format ${format}` };
  const [precision] = precisionsFromName(word);
  return precision === undefined ? undefined : { kind: "precision", tokens: [precisionToken(precision.toLowerCase().replace(/[^a-z0-9]/g, ""))], as: `the precision ${precision}` };
}

function formatOf(word: string): WeightFormat | undefined {
  return weightFormats.find((format) => format !== "OTHER" && format.toLowerCase() === word);
}

/** `up to` and `from` take what is called so: TinyLlama has 1.1 billion and is no model above "up to 1b". */
type Sign = "below" | "up to" | "above" | "from";
const comparisons: Readonly<Record<string, Sign | undefined>> = {
  under: "below", below: "below", "<": "below", "less than": "below", "smaller than": "below",
  "<=": "up to", "≤": "up to", max: "up to", "up to": "up to", "at most": "up to", "no more than": "up to",
  over: "above", above: "above", ">": "above", "more than": "above", "larger than": "above",
  ">=": "from", "≥": "from", min: "from", "at least": "from",
};
/** Most words that compare together. */
const longestComparison = 3;
const counted = /^([0-9]{1,4}(?:\.[0-9]{1,3})?)(b|m|bn)$/;
const units: Readonly<Record<string, number>> = { b: 1e9, bn: 1e9, billion: 1e9, m: 1e6, million: 1e6 };
const largest = 1e16;

/** `7b-13b`, `7b to 13b`, `between 1b and 3b`. */
function readSizes(words: readonly NameWord[], place: number): ReadWords | undefined {
  const opening = words[place]?.text;
  const opened = opening === "between" || opening === "from" ? 1 : 0;
  const low = countAt(words, place + opened);
  const next = place + opened + (low?.taken ?? 0);
  const joined = words[next]?.text === "to" || (opening === "between" && words[next]?.text === "and") ? 1 : 0;
  const high = low === undefined ? undefined : countAt(words, next + joined);
  if (low === undefined || high === undefined || low.value >= high.value) return undefined;
  if (joined === 0 && !/^\s*[-–—]\s*$/.test(words[next]?.gap ?? "")) return undefined;
  return { reading: about(low.value, high.value), taken: next + joined + high.taken - place };
}

/** `8b`, `8 billion`, `under 1b`, `up to 8b`, `<7b`. */
function readSize(words: readonly NameWord[], place: number): ReadWords | undefined {
  const first = words[place];
  if (first === undefined) return undefined;
  const { comparison, taken: compared } = comparisonAt(words, place);
  const at = place + compared;
  const count = countAt(words, at);
  if (count === undefined) return undefined;
  const sign = comparison ?? (at === place ? signBefore(first.gap) : undefined);
  const taken = compared + count.taken;
  const { value } = count;
  const bound = roundTo(value);
  if (sign === "below") return { reading: sizes(0, bound, `parameters below ${short(bound)}`), taken };
  if (sign === "up to") return { reading: sizes(0, calledUntil(value), `parameters up to ${short(bound)}`), taken };
  if (sign === "from") return { reading: sizes(floorTo(value * 0.94), largest, `parameters from ${short(bound)}`), taken };
  if (sign === "above") return { reading: sizes(bound, largest, `parameters from ${short(bound)}`), taken };
  return { reading: about(value, value), taken };
}

function comparisonAt(words: readonly NameWord[], place: number): { readonly comparison: Sign | undefined; readonly taken: number } {
  for (let taken = longestComparison; taken > 0; taken--) {
    const phrase = words.slice(place, place + taken).map(({ text }) => text).join(" ");
    if (Object.hasOwn(comparisons, phrase)) return { comparison: comparisons[phrase], taken };
  }
  return { comparison: undefined, taken: 0 };
}

function countAt(words: readonly NameWord[], place: number): { readonly value: number; readonly taken: number } | undefined {
  const [word, next] = [words[place], words[place + 1]];
  const [, digits, unit] = counted.exec(word?.text ?? "") ?? [];
  const alone = digits === undefined ? /^[0-9]{1,4}(?:\.[0-9]{1,3})?$/.exec(word?.text ?? "")?.[0] : undefined;
  const spelled = alone === undefined || next === undefined || !/^\s+$/.test(next.gap) || !Object.hasOwn(units, next.text) ? undefined : units[next.text];
  const value = digits !== undefined ? Number(digits) * (units[unit ?? ""] ?? 0) : Number(alone ?? 0) * (spelled ?? 0);
  return value >= 1e6 && value < 1e15 ? { value, taken: digits !== undefined ? 1 : 2 } : undefined;
}

function signBefore(gap: string): Sign | undefined {
  const sign = /(?:<=?|>=?|≤|≥)\s*$/.exec(gap)?.[0].trim();
  return sign === undefined ? undefined : comparisons[sign];
}

function sizes(from: number, below: number, as: string): QueryReading {
  return { kind: "size", tokens: parameterTokens(from, below), as };
}

/** What people call so: what is called 7 billion may be 7.4, and of whole billions up to a quarter is left unsaid (1.24 is called 1). */
function about(low: number, high: number): QueryReading {
  const [from, below] = [floorTo(low * 0.94), calledUntil(high)];
  return sizes(from, below, `parameters from ${short(from)} to ${short(below)}`);
}

/** From here on a size is called something else. */
function calledUntil(high: number): number {
  const most = Math.max(high * 1.06, high % 1e9 === 0 ? high + 0.25e9 : 0);
  return floorTo(most) + stepAt(most);
}

/** The number of two digits that is nearest. */
function roundTo(value: number): number {
  const unit = stepAt(value);
  return Math.round(value / unit) * unit;
}

function floorTo(value: number): number {
  const unit = stepAt(value);
  return Math.floor(value / unit) * unit;
}

function stepAt(value: number): number {
  return 10 ** (`${Math.floor(value)}`.length - 2);
}

function short(value: number): string {
  return value >= 1e9 ? `${Number((value / 1e9).toFixed(2))}B` : `${Number((value / 1e6).toFixed(2))}M`;
}
