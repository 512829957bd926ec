/**
 * Publishers that different places call differently: their accounts on the Hugging Face Hub, the first standing for the publisher, and what others call
 * them. An account that is only called like a vendor is anybody's. From the 233 explicit references of OpenRouter to the Hub (four dumps, 2025-07 to
 * 2026-08), and the origins' own pages.
 */
const publishers: readonly (readonly [accounts: readonly string[], called: readonly string[]])[] = [
  [["01-ai"], ["01.ai", "yi"]],
  [["ai21labs"], ["ai21", "ai21 labs"]],
  [["aion-labs"], ["aionlabs"]],
  [["alibaba-nlp"], ["alibaba nlp"]],
  [["allenai"], ["ai2", "allen institute for ai"]],
  [["amazon"], ["aws", "amazon web services"]],
  [["anthropic"], []],
  [["arcee-ai"], ["arcee", "arcee ai"]],
  [["baai"], []],
  [["baidu"], ["ernie"]],
  [["bigcode"], []],
  [["bytedance-seed", "bytedance"], ["bytedance seed"]],
  [["coherelabs", "cohereforai"], ["cohere", "cohere for ai", "cohere labs", "c4ai"]],
  [["databricks"], []],
  [["deepcogito"], ["deep cogito", "cogito"]],
  [["deepseek-ai"], ["deepseek"]],
  [["google", "google-bert", "google-t5"], ["google deepmind", "deepmind"]],
  [["huggingfacetb"], ["hugging face smol models research"]],
  [["ibm-granite"], ["ibm", "ibm granite", "ibm research"]],
  [["inclusionai"], ["inclusion ai"]],
  [["internlm"], ["shanghai ai laboratory"]],
  [["lgai-exaone"], ["lg", "lg ai research"]],
  [["liquidai"], ["liquid", "liquid ai"]],
  [["meituan-longcat"], ["meituan"]],
  [["meta-llama", "facebook", "facebookai"], ["meta", "meta ai", "meta llama", "facebook research"]],
  [["microsoft"], []],
  [["minimaxai"], ["minimax"]],
  [["mistralai"], ["mistral", "mistral ai"]],
  [["mixedbread-ai"], ["mixedbread", "mixedbread ai"]],
  [["moonshotai"], ["moonshot", "moonshot ai"]],
  [["nomic-ai"], ["nomic", "nomic ai"]],
  [["nousresearch"], ["nous", "nous research"]],
  [["nvidia"], []],
  [["openai", "openai-community"], []],
  [["openbmb"], []],
  [["perplexity-ai"], ["perplexity"]],
  [["primeintellect"], ["prime-intellect", "prime intellect"]],
  [["qwen"], ["alibaba", "alibaba cloud", "qwen team"]],
  [["snowflake"], ["snowflake inc"]],
  [["stabilityai"], ["stability", "stability ai"]],
  [["stepfun-ai"], ["stepfun"]],
  [["tencent"], ["hunyuan", "tencent hunyuan"]],
  [["tiiuae"], ["tii", "technology innovation institute"]],
  [["upstage"], []],
  [["xai-org"], ["xai", "x-ai"]],
  [["xiaomimimo"], ["xiaomi", "xiaomi mimo"]],
  [["zai-org", "thudm"], ["z-ai", "z.ai", "zai", "zhipu", "zhipuai", "zhipu ai"]],
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

const byAccount = new Map(publishers.flatMap(([accounts]) => accounts.map((account) => [account, accounts[0] ?? account] as const)));
const byName = new Map(publishers.flatMap(([accounts, called]) => [...accounts, ...called].map((name) => [fold(name), accounts[0] ?? name] as const)));
const namesByPublisher = new Map(publishers.map(([accounts, called]) => [accounts[0] ?? "", [...accounts, ...called]] as const));

/**
 * One id for a publisher, by what a source's operator calls it; of several texts (id, name) the first that is known by another name counts.
 *
 * @returns `undefined` when nothing is stated.
 * @example
 * canonicalPublisher(["Meta AI"])
 * // "meta-llama"
 */
export function canonicalPublisher(texts: readonly string[]): string | undefined {
  const stated = texts.map((text) => text.trim().toLowerCase()).filter((text) => text !== "");
  return stated.map((text) => byName.get(fold(text))).find((found) => found !== undefined) ?? stated[0];
}

/** The publisher with this account on the Hugging Face Hub; `undefined` for an account that is only called like a vendor, such as `meta`. */
export function publisherOfAccount(account: string): string | undefined {
  const id = account.toLowerCase();
  return byAccount.get(id) ?? (byName.has(fold(id)) ? undefined : id);
}

/** The publisher whose models are named so, by the first word of a name, in lower case; `undefined` for words that are nobody's alone. */
export function familyHome(word: string): string | undefined {
  const found = Object.hasOwn(homes, word) ? homes[word] : undefined;
  return found === undefined ? undefined : canonicalPublisher([found]);
}

/**
 * Whether what a text calls a publisher may be this one, by its id or name in a source: equal, or one that is known by both names.
 *
 * @example
 * isCalled("meta", "meta-llama")
 * // true
 */
export function isCalled(stated: string, publisher: string): boolean {
  const asked = stated.trim().toLowerCase();
  return asked === publisher.toLowerCase() || publisherOfAccount(publisher) === canonicalPublisher([asked]);
}

/** The publisher that is called so; `undefined` for one that is not known by several names. */
export function knownPublisher(text: string): string | undefined {
  return byName.get(fold(text));
}

/** All that a publisher is called, for leaving it out of the names of its models. */
export function namesOfPublisher(canonical: string): readonly string[] {
  return namesByPublisher.get(canonical) ?? [canonical];
}

function home(publisher: string, ...words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, publisher]));
}

/** Case and what stands between words do not matter. */
function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[\s._-]+/g, " ").trim();
}
