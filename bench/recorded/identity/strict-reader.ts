/**
 * What a name says of size, version, date and training, read simply and strictly. Written for the evidence alone and apart from the rules of the
 * catalog, so that both can be held against each other.
 */
export interface StrictReading {
  /** Parameters, experts and active parameters as written: `8b`, `8x7b`, `a3b`, `16e`. */
  readonly sizes: readonly string[];
  /** Numbers of generations and versions in their order: `3.1`, `2`. */
  readonly versions: readonly string[];
  /** Four, six or eight digits: `2507`, `0528`, `20241022`. */
  readonly dates: readonly string[];
  /** `instruct`, `base`, `thinking`. */
  readonly training: readonly string[];
  /** Every other word, sorted. */
  readonly words: readonly string[];
}

/** What of a name two readings are held against each other by. */
export const aspects = ["sizes", "versions", "dates", "training", "words"] as const;
export type Aspect = (typeof aspects)[number];

/** How two names stand to each other: they say the same, one says less, or each says something of one aspect that the other denies. */
export type Nature = "SAYS" | "SILENT" | "CONTRADICTS";


const packaging =
  /^(?:gguf|ggml|awq|gptq|exl\d?|mlx|onnx|bnb|qat|hf|tee|free|latest|bf16|(?:nv|mx)?fp\d+|f16|f32|int\d+|nf4|w\d+a\d+|\d+bit|i?q\d+(?:k[sml]?|\d)?|dynamic|quantized|imatrix|safetensors|transformers)$/;
const trainingWords: Readonly<Record<string, string>> = {
  instruct: "instruct", chat: "instruct", it: "instruct", inst: "instruct", base: "base", text: "base", pt: "base", pretrained: "base", thinking: "thinking", think: "thinking", reasoning: "thinking",
};

/** @param publishers texts whose own words at the front of a name say nothing: `NVIDIA-`, `Meta-`, `AI21-` */
export function readStrictly(name: string, publishers: readonly string[] = []): StrictReading {
  const text = name.slice(name.lastIndexOf("/") + 1).normalize("NFKC").toLowerCase().replace(/^c4ai-|^ai21-/, "")
    .replace(/(?<![a-z0-9])(?:ud[-_])?i?q\d+(?:[-_](?:k|\d))?(?:[-_](?:xxs|xs|s|m|l|xl))?(?![a-z0-9])/g, " ")
    .replace(/(?<=\d)[-_ ]?bit\b/g, "bit").replace(/(?<=\d)[p_](?=\d)/g, ".").replace(/(?<![\d])(20\d\d)-(\d\d)-(\d\d)(?!\d)/g, "$1$2$3").replace(/(?<!\d)(\d\d)-(20\d\d)(?!\d)/g, "$2$1");
  const parts = text.split(/[^\p{L}\p{M}\d.]+|\.(?!\d)|(?<!\d)\./u).filter((part) => part !== "");
  const isOwn = ownWords(publishers);
  const found = { sizes: new Set<string>(), versions: [] as string[], dates: new Set<string>(), training: new Set<string>(), words: [] as string[] };
  let lastWasNumber = false;
  let isFirst = true;
  for (const part of parts) {
    if (packaging.test(part)) continue;
    for (const [piece] of part.matchAll(/(?<![a-z])[ae]\d+(?:\.\d+)?b(?![a-z])|\d+(?:\.\d+)*(?:x\d+(?:\.\d+)?)?[bmtek](?![a-z])|\d+(?:\.\d+)*|[\p{L}\p{M}]+/gu)) {
      const isNumber = /^\d+(?:\.\d+)*$/.test(piece);
      if (isNumber && /^(?:\d{4}|\d{6}|\d{8})$/.test(piece)) found.dates.add(piece);
      else if (isNumber) {
        const last = found.versions.at(-1);
        if (lastWasNumber && last !== undefined && /^\d{1,2}$/.test(last) && /^\d{1,2}$/.test(piece)) found.versions[found.versions.length - 1] = `${last}.${piece}`;
        else found.versions.push(piece);
      } else if (/\d/.test(piece)) found.sizes.add(piece);
      else if (trainingWords[piece] !== undefined) found.training.add(trainingWords[piece]);
      else if (piece !== "v" && !(isFirst && isOwn(piece))) found.words.push(piece);
      lastWasNumber = isNumber;
      isFirst = false;
    }
  }
  return {
    sizes: [...found.sizes].sort(), versions: found.versions.map((version) => version.replace(/(?:\.0)+$/, "")).sort(), dates: [...found.dates].sort(),
    training: [...found.training].sort(), words: found.words.toSorted(),
  };
}

/** The aspects in which each name says something that the other does not. */
export function contradictions(left: StrictReading, right: StrictReading): readonly Aspect[] {
  return aspects.filter((aspect) => lacks(left[aspect], right[aspect]) && lacks(right[aspect], left[aspect]));
}

/** The aspects in which the readings are not equal. */
export function differences(left: StrictReading, right: StrictReading): readonly Aspect[] {
  return aspects.filter((aspect) => left[aspect].join(" ") !== right[aspect].join(" "));
}

export function natureOf(left: StrictReading, right: StrictReading): Nature {
  if (left.words.join("") === right.words.join("") && differences(left, right).every((aspect) => aspect === "words")) return "SAYS";
  if (contradictions(left, right).length > 0) return "CONTRADICTS";
  return differences(left, right).length === 0 ? "SAYS" : "SILENT";
}

function lacks(ours: readonly string[], theirs: readonly string[]): boolean {
  return ours.some((each) => !theirs.includes(each));
}

/** Words that say who publishes, where a name begins with one: the beginning of a publisher's name. */
function ownWords(publishers: readonly string[]): (word: string) => boolean {
  const squeezed = publishers.map((publisher) => publisher.toLowerCase().replace(/[^\p{L}\d]/gu, ""));
  return (word) => word.length > 1 && squeezed.some((publisher) => publisher.startsWith(word));
}
