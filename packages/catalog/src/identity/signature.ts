import { lastSegment, readName } from "./names.ts";
import { familyHome, knownPublisher, namesOfPublisher } from "./publishers.ts";

/** What a name says, by kind, so that two spellings of one name say the same. */
export interface NameSignature {
  /** Publisher in one spelling: the one that is stated, else the one whose family is named so. */
  readonly publisher?: string;
  /** Words of the family in no order: `["coder", "qwen"]`; what is about training, size, version, date or packaging is not among them. */
  readonly words: readonly string[];
  /** Language codes, in their order: `wmt19-de-en` is not `wmt19-en-de`. */
  readonly languages: readonly string[];
  /** Versions in their order: `["3.1"]`. */
  readonly versions: readonly string[];
  /** Sizes with those used per token and numbers of experts: `["235b", "a22b"]`. */
  readonly sizes: readonly string[];
  /** Words about training: `["instruct"]`. */
  readonly training: readonly string[];
  /** `["2507"]`, `["20240806"]`. */
  readonly dates: readonly string[];
  /** Quantization and format: `["gguf", "q4km"]`. */
  readonly packaging: readonly string[];
  /** Leads elsewhere tomorrow: `…-latest`. */
  readonly isMoving: boolean;
  /** All of that but packaging, as a person reads it: `qwen 2.5 coder 32b instruct`. */
  readonly spoken: string;
}

/** What a listing calls itself and its publisher. */
export interface Named {
  /** Texts that may be its name: the one that says more is read, or the first that is `owner/name`, an id as operators give them. */
  readonly names: readonly string[];
  /** One spelling of its publisher, from whoever may be believed. */
  readonly publisher?: string | undefined;
  /** Whether the name itself tells the publisher where none is stated. */
  readonly tellsPublisher?: boolean;
}

/**
 * Reads a name for the question which names are equal.
 *
 * The publisher's own word at the front is left out when letters remain (`Meta-Llama-3.1-8B`, `NVIDIA-Nemotron-…`), and `it` is `instruct`.
 *
 * @example
 * readSignature({ names: ["llama3.1:8b-instruct-q4_K_M"], tellsPublisher: true })
 * // { publisher: "meta-llama", words: ["llama"], versions: ["3.1"], sizes: ["8b"], training: ["instruct"], packaging: ["q4km"], … }
 */
export function readSignature({ names, publisher: stated, tellsPublisher = false }: Named): NameSignature {
  const given = names.find(isOperatorsId);
  const [reading] = (given === undefined ? names : [given]).map((name) => readName(lastSegment(name).replace(cloudRegion, ""))).sort((left, right) => right.words.length + right.packaging.length - left.words.length - left.packaging.length);
  const { words: all = [], packaging = [] } = reading ?? {};
  const publisher = stated ?? (tellsPublisher ? publisherInName(all) : undefined);
  const read = { words: [] as string[], languages: [] as string[], versions: [] as string[], sizes: [] as string[], training: [] as string[], dates: [] as string[] };
  let isMoving = false;
  const own = joinDates(withoutPublisher(all, publisher));
  for (const word of own) {
    if (word === "latest") isMoving = true;
    // Behind a size it says that the model completes text: `llama2:7b-text` of Ollama.
    else if (word === "text" && read.sizes.length > 0) read.training.push("base");
    else read[kindOf(word)].push(spelled(word));
  }
  const { languages, versions, dates } = read;
  return {
    ...(publisher !== undefined && { publisher }),
    words: unique(read.words), languages, versions, dates, isMoving, spoken: own.join(" "),
    sizes: unique(read.sizes), training: unique(read.training), packaging: unique(packaging),
  };
}

/** In front of vendor and model at Bedrock: `us.anthropic.claude-…`. */
const cloudRegion = /^(?:us|us-gov|eu|apac|jp|au|ca|sa|me|af|global)\.(?=[a-z0-9-]+\.)/i;

/** Whose model a name tells of by its first word, or by its second after the publisher's own: `gemma-3`, `google-gemma-3`. */
function publisherInName([first = "", second = ""]: readonly string[]): string | undefined {
  const home = familyHome(first);
  const vendor = knownPublisher(first);
  return home ?? (vendor !== undefined && familyHome(second) === vendor ? vendor : undefined);
}

/** Whether a native id is `owner/name`, as operators give them, and says something. */
export function isOperatorsId(nativeId: string): boolean {
  return /^[^/:.]+\/[^/:]*\p{L}{2}[^/:]*$/u.test(nativeId);
}

/** Equal for names that say the same but for their packaging; the publisher is part of it. Empty for a name without a word of its own, or without a publisher. */
export function signatureText({ publisher, words, languages, versions, sizes, training, dates }: NameSignature): string {
  return publisher === undefined || words.length === 0 ? "" : JSON.stringify([publisher, words, languages, versions, sizes, training, dates]);
}

/** Equal for names of one family and size from one publisher, whatever they say of version, training and date; empty like {@link signatureText}. */
export function stemText({ publisher, words, languages, sizes }: NameSignature): string {
  return publisher === undefined || words.length === 0 ? "" : JSON.stringify([publisher, words, languages, sizes.map((size) => size.toLowerCase())]);
}

/** Whether a name leaves open which training or state of its family it means: places give such names to one or another. */
export function isSilent(signature: NameSignature): boolean {
  const { words, training, dates } = signature;
  return isBare(signature) || (training.length === 0 && dates.length === 0 && !words.some((word) => tellingWords.has(word)));
}

/** Whether a name states neither version nor size nor date, so that it means whatever is newest: `deepseek-chat`, `mistral-large`. */
export function isBare({ versions, sizes, dates }: NameSignature): boolean {
  return versions.length === 0 && sizes.length === 0 && dates.length === 0;
}

/**
 * Whether a name says all that another one of its family and size says, and in addition only what is often left out: training, date, a later version.
 * Whoever means the longer one may write the shorter.
 */
export function saysMore(longer: NameSignature, shorter: NameSignature): boolean {
  const holds = (all: readonly string[], some: readonly string[]): boolean => some.every((each) => all.includes(each));
  const begins = shorter.versions.every((version, place) => longer.versions[place] === version);
  if (!holds(longer.training, shorter.training) || !holds(longer.dates, shorter.dates) || !begins) return false;
  return longer.training.length > shorter.training.length || longer.dates.length > shorter.dates.length || longer.versions.length > shorter.versions.length;
}

/**
 * Whether two names cannot mean one model: both state a size, and no equal one, or both a training, and one is base where the other is not. Versions and
 * dates are held against each other where the names share a word of their family.
 */
export function signaturesContradict(left: NameSignature, right: NameSignature): boolean {
  const apart = (ours: readonly string[], theirs: readonly string[]): boolean => ours.length > 0 && theirs.length > 0 && !ours.some((each) => theirs.includes(each));
  const totals = ({ sizes }: NameSignature): readonly string[] => sizes.filter((size) => /^(?:\d+x)?[\d.]+b$/.test(size));
  if (apart(totals(left), totals(right))) return true;
  const [ours, theirs] = [left, right].map(({ training }) => training.map((word) => (word === "chat" ? "instruct" : word)));
  if (apart(ours ?? [], theirs ?? [])) return true;
  if (!left.words.some((word) => right.words.includes(word))) return false;
  return apart(left.versions, right.versions) || apart(left.dates, right.dates);
}

/** Words after which nobody asks for base or instruct: how it was made, or a task that has only one. */
const tellingWords: ReadonlySet<string> = new Set(["distill", "distilled", "embed", "embedding", "embeddings", "rerank", "reranker", "whisper", "tts", "asr", "clip", "ocr", "guard", "guardian", "safeguard"]);

const trainingWords: Readonly<Record<string, string>> = {
  instruct: "instruct", it: "instruct", inst: "instruct", instruction: "instruct", chat: "chat", base: "base", pretrained: "base", foundation: "base",
  thinking: "thinking", think: "thinking", reasoning: "reasoning", reasoner: "reasoner", preview: "preview", exp: "exp", experimental: "exp", beta: "beta", alpha: "alpha", sft: "sft", dpo: "dpo", rlhf: "rlhf",
};

/** ISO 639-1 codes that stand in names of translation models, whose order says which way. */
const languageCodes: ReadonlySet<string> = new Set("ar bg cs da de el en es et fi fr he hi hr hu id ja ko lt lv nl no pl pt ro ru sk sl sr sv th tr uk vi zh".split(" "));

type Kind = "words" | "languages" | "versions" | "sizes" | "training" | "dates";

function kindOf(word: string): Kind {
  if (Object.hasOwn(trainingWords, word)) return "training";
  if (/^(?:\d+x)?\d+(?:\.\d+)?[bmt]$/.test(word) || /^[ae]\d+(?:\.\d+)?[bm]$/.test(word) || /^\d+e$/.test(word)) return "sizes";
  if (/^\d{4}$|^\d{6}$|^\d{8}$/.test(word)) return "dates";
  if (/^\d{1,3}(?:\.\d{1,3})*$/.test(word)) return "versions";
  return languageCodes.has(word) ? "languages" : "words";
}

function spelled(word: string): string {
  if (Object.hasOwn(trainingWords, word)) return trainingWords[word] ?? word;
  const size = /^(\d+x)?(\d+(?:\.\d+)?)([bm])$/.exec(word);
  if (size !== null) return `${size[1] ?? ""}${Number((Number(size[2]) * (size[3] === "b" ? 1 : 0.001)).toPrecision(6))}b`;
  return word.replace(/^(\d+)\.0$/, "$1");
}

/** `2024 08.06`, as `2024-08-06` is read, is one date, and so is `08 2024`. */
function joinDates(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const [place, word] of words.entries()) {
    const before = joined.at(-1);
    const day = before !== undefined && /^20[2-4]\d$/.test(before) ? /^(0[1-9]|1[0-2])(?:\.(0[1-9]|[12]\d|3[01]))?$/.exec(word) : null;
    if (day !== null) joined[joined.length - 1] = `${before}${day[1]}${day[2] ?? ""}`;
    else if (before !== undefined && /^(?:0[1-9]|1[0-2])$/.test(before) && /^20[2-4]\d$/.test(word) && place > 0) joined[joined.length - 1] = `${word}${before}`;
    else joined.push(word);
  }
  return joined;
}

/** Leaves out the publisher's own word at the front, where a word follows that can be the family. */
function withoutPublisher(words: readonly string[], publisher: string | undefined): readonly string[] {
  if (publisher === undefined) return words;
  for (const front of frontsOf(publisher)) {
    const next = words[front.length];
    const canBeFamily = next !== undefined && kindOf(next) === "words" && /^\p{L}[\p{L}\p{M}]+$/u.test(next);
    if (canBeFamily && front.every((part, place) => words[place] === part)) return words.slice(front.length);
  }
  return words;
}

const knownFronts = new Map<string, readonly (readonly string[])[]>();

/** What a name may begin with that only tells the publisher, the longest first. */
function frontsOf(publisher: string): readonly (readonly string[])[] {
  const known = knownFronts.get(publisher);
  if (known !== undefined) return known;
  const names = namesOfPublisher(publisher);
  const fronts = names.map((name) => readName(name).words).filter((front) => front.length > 0 && front.every((word) => familyHome(word) === undefined)).sort((left, right) => right.length - left.length);
  // Only publishers with several names are a fixed number.
  if (names.length > 1) knownFronts.set(publisher, fronts);
  return fronts;
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort();
}
