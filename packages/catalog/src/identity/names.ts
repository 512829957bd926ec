/** What a name says, read for the question whether two names can mean the same model. */
export interface NameReading {
  /** Words in their order, without packaging: `["llama", "3.1", "8b", "instruct"]`. */
  readonly words: readonly string[];
  /** Words about packaging: `["q4km", "gguf"]`. */
  readonly packaging: readonly string[];
}

const extensions = /\.(gguf|ggml|safetensors|bin|pth?|onnx|tflite|mlmodel|ckpt)$/;
/** Quantizations: Q4_K_M, IQ2_XXS, Q8_0, UD-Q4_K_XL, q4f16_1. */
const quantization = /(?<![\p{L}\d])(?:ud[-_.])?i?q\d+(?:f\d+)?(?:[-_](?:k|\d))?(?:[-_](?:xxs|xs|s|m|l|xl|xxl|nl))?(?![\p{L}\d])/gu;
const packagingWord =
  /^(?:gguf|ggml|awq|gptq|exl\d?|mlx|onnx|safetensors|openvino|tensorrt|coreml|tflite|bnb|imatrix|quantized|quant|hf|transformers|cloud|(?:nv|mx)?fp\d+|bf16|f16|f32|int\d+|nf4|w\d+a\d+|\d+(?:\.\d+)?bits?|\d+(?:\.\d+)?bpw)$/;
/** Versions that some places write without their point: `qwen25`, `gpt-35-turbo`, `llama31`. */
const twoDigitVersion = /(?<![\p{L}\d])(qwen|gpt|llama|claude|granite|phi)[- ]?([1-4])([1-57])(?![\p{L}\d.])/gu;
const wordPattern = /(?<![\p{L}\d])[a-z]\d+(?:\.\d+)?[a-z]?(?![\p{L}\p{M}\d])|[\p{L}\p{M}]+|\d+(?:\.\d+)*(?:x\d+(?:\.\d+)?)?\p{L}*/gu;

/**
 * Reads a name: case, separators and the `v` of versions do not matter, `3p1`, `3_1` and `3-1` are `3.1`.
 *
 * @example
 * readName("Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf")
 * // { words: ["meta", "llama", "3.1", "8b", "instruct"], packaging: ["q4km", "gguf"] }
 */
export function readName(text: string): NameReading {
  const packaging: string[] = [];
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(extensions, " $1")
    .replace(quantization, (word) => {
      packaging.push(word.replace(/[^a-z0-9]/g, ""));
      return " ";
    })
    .replace(/(\d)[-_ ]bit\b/g, "$1bit")
    .replace(/(?<![\p{L}\d])v(?=\d)/gu, "")
    .replace(/(?<=\p{L}{2})v(?=\d+(?:\.\d+)?(?![\p{L}\d]))/gu, " ")
    .replace(/(?<=\d)p(?=\d)/g, ".")
    .replace(/(?<=(?:^|[-_ ])\d)_(?=\d[bm](?![\p{L}\d]))/gu, ".")
    .replace(twoDigitVersion, "$1 $2.$3");
  const words: string[] = [];
  for (const part of plain.split(/(?:[^\p{L}\p{M}\d.]|(?<!\d)\.|\.(?!\d))+/u)) {
    if (packagingWord.test(part)) packaging.push(part);
    else for (const [word] of part.matchAll(wordPattern)) (packagingWord.test(word) ? packaging : words).push(word);
  }
  return { words: joinVersions(words), packaging };
}

/**
 * Whether two names cannot mean the same model: each says something of one kind (size, base or instruct, version, date) that the other does not.
 * Versions and dates are held against each other only where the names share a word: `#3` says nothing about `whisper-large-v2`.
 *
 * @returns one sentence, or `undefined` when nothing speaks against it.
 */
export function contradiction(left: string, right: string): string | undefined {
  const readings = [readName(left).words, readName(right).words] as const;
  const isRelated = readings[0].some((word) => /^\p{L}[\p{L}\p{M}]+$/u.test(word) && readings[1].includes(word));
  for (const [kind, read] of Object.entries(isRelated ? { ...ownKinds, ...familyKinds } : ownKinds)) {
    const [ours, theirs] = [new Set(readings[0].flatMap(read)), new Set(readings[1].flatMap(read))];
    const [onlyOurs, onlyTheirs] = [[...ours.difference(theirs)], [...theirs.difference(ours)]];
    if (onlyOurs.length > 0 && onlyTheirs.length > 0) {
      return `the names differ in ${kind}: ${onlyOurs.join(", ")} and ${onlyTheirs.join(", ")}`;
    }
  }
  return undefined;
}

/** The texts that say what a listing is, and whose words its name may carry besides. */
export interface NamedListing {
  readonly name: string;
  readonly nativeId: string;
  readonly publisher: string;
}

/**
 * What a referring name says that its target does not say; packaging and the publishers' own words do not count.
 *
 * @returns the words that are missing in the target; empty when it says everything.
 */
export function unsaid(referring: NamedListing, target: NamedListing): readonly string[] {
  // `org/name/file.gguf` is named after a file of the target itself.
  if (referring.name.toLowerCase().startsWith(`${target.nativeId.toLowerCase()}/`)) return [];
  const publishers = new Set([...readName(referring.publisher).words, ...readName(target.publisher).words]);
  const words = readName(lastSegment(referring.name)).words;
  // A bare number, as registries count their entries, is no name.
  if (!words.some((word) => /\p{L}/u.test(word))) return [];
  const said = words.filter((word) => !publishers.has(word));
  const texts = [lastSegment(target.name), target.nativeId].map((text) => readName(text).words);
  const known = new Set(texts.flat());
  const missing = said.filter((word) => !known.has(word));
  if (missing.length === 0) return [];
  const flat = said.join("");
  return texts.some((text) => text.filter((word) => !publishers.has(word)).join("") === flat) ? [] : missing;
}

/** How the names of two models stand to each other. */
export type NameRelation = "SAME" | "EXTENDS" | "OTHER";

/**
 * Holds the names of two models against each other. Packaging, the publishers' own words and words about training (base, instruct) do not count.
 *
 * @returns SAME: they say the same; EXTENDS: one says all that the other says, and more; OTHER: they are names of different things.
 */
export function nameRelation(left: NamedListing, right: NamedListing): NameRelation {
  const publishers = new Set([...readName(left.publisher).words, ...readName(right.publisher).words]);
  const [ours, theirs] = [left, right].map(({ name }) => readName(lastSegment(name)).words.filter((word) => !tuned.has(word) && !untuned.has(word)));
  if (ours === undefined || theirs === undefined) return "OTHER";
  if (ours.length > 0 && ours.join("") === theirs.join("")) return "SAME";
  if (!ours.some((word) => /^\p{L}[\p{L}\p{M}]+$/u.test(word) && theirs.includes(word))) return "OTHER";
  const lacks = (words: readonly string[], other: readonly string[]): boolean => words.some((word) => !other.includes(word) && !publishers.has(word));
  const [more, less] = [lacks(ours, theirs), lacks(theirs, ours)];
  if (!more && !less) return "SAME";
  return more && less ? "OTHER" : "EXTENDS";
}

/**
 * What a name says of training: further than a base (`instruct`, `chat`, `it`), or no further (`base`, `pt`). `base` counts only beside a size: `t5-base` is one itself.
 *
 * @returns `undefined` when it says neither.
 */
export function trainingSaid(name: string): "TUNED" | "UNTUNED" | undefined {
  const { words } = readName(lastSegment(name));
  if (words.some((word) => tuned.has(word))) return "TUNED";
  return words.some((word) => untuned.has(word)) && words.some((word) => ownKinds.size(word).length > 0) ? "UNTUNED" : undefined;
}

/** Whether a name tells of other packaging than the weights as they were published: a quantization, or a format for one runtime. */
export function isRepackaged(name: string): boolean {
  return readName(lastSegment(name)).packaging.some((word) => !usualPackaging.has(word));
}

/** Says how the weights were published, and nothing of another packaging. */
export const usualPackaging: ReadonlySet<string> = new Set(["hf", "transformers", "safetensors", "bf16", "f16", "f32", "fp16", "fp32"]);

/** Whether two names tell of different packaging, such as one of a quantization and one of none. */
export function packagingDiffers(left: string, right: string): boolean {
  const [ours, theirs] = [new Set(readName(left).packaging), new Set(readName(right).packaging)];
  return ours.symmetricDifference(theirs).size > 0;
}

/** `org/name` and `host/org/name` to `name`. */
export function lastSegment(name: string): string {
  let end = name.length;
  while (end > 0 && name[end - 1] === "/") end -= 1;
  return end === 0 ? name : name.slice(name.lastIndexOf("/", end - 1) + 1);
}

const tuned = new Set(["instruct", "chat", "it", "inst", "instruction", "assistant"]);
const untuned = new Set(["base", "text", "pt", "pretrained", "foundation"]);

type Reading = (word: string) => readonly string[];

const ownKinds = {
  size: (word) => {
    const size = /^(?:(\d+)x)?(\d+(?:\.\d+)?)([bmt])$/.exec(word);
    if (size === null) return [];
    const unit = { m: 1e6, b: 1e9, t: 1e12 }[size[3] ?? ""] ?? 1;
    return [`${size[1] === undefined ? "" : `${size[1]} × `}${Number(size[2]) * unit} parameters`];
  },
  training: (word) => (tuned.has(word) ? ["instruct"] : untuned.has(word) ? ["base"] : []),
} satisfies Record<string, Reading>;

const familyKinds = {
  version: (word) => (/^\d{1,3}(?:\.\d{1,3})*$/.test(word) ? [word.replace(/\.0$/, "")] : []),
  date: (word) => (/^\d{4,8}$/.test(word) ? [word] : []),
} satisfies Record<string, Reading>;

/** `3 1` is version 3.1, whatever stood between; dates and years (four digits) stay alone. */
function joinVersions(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (before !== undefined && /^\d{1,2}$/.test(before) && /^\d{1,2}$/.test(word)) joined[joined.length - 1] = `${before}.${word}`;
    else joined.push(word);
  }
  return joined;
}
