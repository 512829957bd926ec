/**
 * Publishers that different places call differently. First the id on the Hugging Face Hub, where the publisher has one, then what others say. Of the
 * 233 explicit references of OpenRouter to the Hub (four dumps, 2025-07 to 2026-08), and of the origins' own pages.
 */
const aliases: readonly (readonly string[])[] = [
  ["01-ai", "01.ai", "yi"],
  ["ai21labs", "ai21", "ai21 labs"],
  ["aion-labs", "aionlabs"],
  ["alibaba-nlp", "alibaba nlp"],
  ["allenai", "ai2", "allen institute for ai", "ai2 (allen institute for ai)"],
  ["amazon", "aws", "amazon web services"],
  ["anthropic"],
  ["arcee-ai", "arcee", "arcee ai"],
  ["baai"],
  ["baidu", "ernie"],
  ["bigcode"],
  ["bytedance-seed", "bytedance", "bytedance seed"],
  ["coherelabs", "cohereforai", "cohere", "cohere for ai", "cohere labs", "c4ai"],
  ["databricks"],
  ["deepcogito", "deep cogito", "cogito"],
  ["deepseek-ai", "deepseek"],
  ["google", "google deepmind", "deepmind", "google-bert", "google-t5"],
  ["huggingfacetb", "hugging face smol models research"],
  ["ibm-granite", "ibm", "ibm granite", "ibm research"],
  ["inclusionai", "inclusion ai"],
  ["internlm", "shanghai ai laboratory"],
  ["lgai-exaone", "lg ai research", "lg"],
  ["liquidai", "liquid", "liquid ai"],
  ["meituan-longcat", "meituan"],
  ["meta-llama", "meta", "meta ai", "meta llama", "facebook", "facebookai", "facebookresearch"],
  ["microsoft"],
  ["minimaxai", "minimax"],
  ["mistralai", "mistral", "mistral ai", "mistral ai_"],
  ["mixedbread-ai", "mixedbread", "mixedbread ai"],
  ["moonshotai", "moonshot", "moonshot ai"],
  ["nomic-ai", "nomic", "nomic ai"],
  ["nousresearch", "nous", "nous research"],
  ["nvidia"],
  ["openai", "openai-community"],
  ["openbmb"],
  ["perplexity-ai", "perplexity"],
  ["primeintellect", "prime-intellect", "prime intellect"],
  ["qwen", "alibaba", "alibaba cloud", "qwen team"],
  ["snowflake", "snowflake inc"],
  ["stabilityai", "stability", "stability ai"],
  ["stepfun-ai", "stepfun"],
  ["tencent", "tencent hunyuan", "hunyuan"],
  ["tiiuae", "tii", "technology innovation institute"],
  ["upstage"],
  ["xai-org", "xai", "x-ai"],
  ["xiaomimimo", "xiaomi", "xiaomi mimo"],
  ["zai-org", "z-ai", "z.ai", "zai", "zhipu", "zhipuai", "zhipu ai", "thudm"],
];

/** Whose models are named so, by the first word of the name: for places that state no publisher, such as Ollama's library. */
const homes: Readonly<Record<string, string>> = {
  ...home("meta-llama", "llama"), ...home("qwen", "qwen", "qwq", "qvq"), ...home("google", "gemma", "gemini", "codegemma", "paligemma", "shieldgemma", "medgemma", "embeddinggemma", "functiongemma", "translategemma"),
  ...home("mistralai", "mistral", "mixtral", "codestral", "devstral", "magistral", "ministral", "mathstral", "pixtral", "voxtral"), ...home("microsoft", "phi"), ...home("deepseek-ai", "deepseek"),
  ...home("ibm-granite", "granite"), ...home("coherelabs", "command", "aya"), ...home("huggingfacetb", "smollm", "smolvlm"), ...home("tiiuae", "falcon"), ...home("01-ai", "yi"),
  ...home("zai-org", "glm", "chatglm", "codegeex"), ...home("moonshotai", "kimi"), ...home("minimaxai", "minimax"), ...home("openai", "gpt", "whisper", "chatgpt"), ...home("anthropic", "claude"),
  ...home("xai-org", "grok"), ...home("nvidia", "nemotron"), ...home("allenai", "olmo", "tulu"), ...home("nomic-ai", "nomic"), ...home("mixedbread-ai", "mxbai"), ...home("baai", "bge"),
  ...home("snowflake", "snowflake"), ...home("bigcode", "starcoder"), ...home("stabilityai", "stablelm"), ...home("upstage", "solar"), ...home("lgai-exaone", "exaone"), ...home("internlm", "internlm"),
  ...home("nousresearch", "hermes"), ...home("openbmb", "minicpm"), ...home("liquidai", "lfm"), ...home("baidu", "ernie"), ...home("tencent", "hunyuan"), ...home("ai21labs", "jamba"),
  ...home("amazon", "nova", "titan"), ...home("perplexity-ai", "sonar"), ...home("deepcogito", "cogito"), ...home("databricks", "dbrx"), ...home("codellama", "codellama"), ...home("lmsys", "vicuna"), ...home("huggingfaceh4", "zephyr"), ...home("openchat", "openchat"), ...home("tinyllama", "tinyllama"),
  ...home("xiaomimimo", "mimo"), ...home("stepfun-ai", "step"), ...home("bytedance-seed", "seed"), ...home("inclusionai", "ling", "ring"), ...home("vikhyatk", "moondream"),
};

const known = new Map(aliases.flatMap((names) => names.map((name) => [fold(name), fold(names[0] ?? name)] as const)));

const namesByCanonical = new Map(aliases.map((names) => [fold(names[0] ?? ""), names] as const));

/**
 * One id for a publisher, whatever a place calls it; of several texts (id, name) the first that is known by another name counts.
 *
 * @returns `undefined` when nothing is stated.
 * @example
 * canonicalPublisher(["meta-llama", "Meta"]) === canonicalPublisher(["Meta AI"])
 * // true
 */
export function canonicalPublisher(texts: readonly string[]): string | undefined {
  const folded = texts.map(fold).filter((text) => text !== "");
  const alias = folded.map((text) => known.get(text)).find((found) => found !== undefined);
  return alias ?? folded[0];
}

/** The publisher whose models are named so, by the first word of a name, in lower case; `undefined` for words that are nobody's alone. */
export function familyHome(word: string): string | undefined {
  const found = Object.hasOwn(homes, word) ? homes[word] : undefined;
  return found === undefined ? undefined : canonicalPublisher([found]);
}

/** The publisher that is called so; `undefined` for one that is not known by several names. */
export function knownPublisher(text: string): string | undefined {
  return known.get(fold(text));
}

/** All that a publisher is called, for leaving it out of the names of its models. */
export function namesOfPublisher(canonical: string): readonly string[] {
  return namesByCanonical.get(canonical) ?? [canonical];
}

function home(publisher: string, ...words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, publisher]));
}

/** Case and what stands between words do not matter. */
function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[\s._-]+/g, " ").trim();
}
