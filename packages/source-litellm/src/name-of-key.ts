/** What a key of LiteLLM's map says of the model, without what it says of the host. */
export interface KeyName {
  /** The model's own name as the key writes it, without provider, region, tariff and the host's own version. */
  readonly name: string;
  /** Who made it, in the key's word, where it has one: `meta` of `us.meta.llama3-…`, `meta-llama` of `deepinfra/meta-llama/…`. */
  readonly author?: string;
  /** Where the host runs it, in the key's word: `eu`, `us-east-1`. Amazon's prefixes (`us.`) stay in `callAs`, since they are part of the id there. */
  readonly region?: string;
  /** What the provider is called with: the key without LiteLLM's own parts. */
  readonly callAs: string;
  /** The name leads to another model tomorrow. */
  readonly moving: boolean;
}

/**
 * Reads a key by the words of its provider.
 *
 * @param provider `litellm_provider` of the row.
 * @example
 * nameOfKey("bedrock/us-east-1/meta.llama3-8b-instruct-v1:0", "bedrock")
 * // { name: "llama3-8b-instruct", author: "meta", region: "us-east-1", callAs: "meta.llama3-8b-instruct-v1:0", moving: false }
 */
export function nameOfKey(key: string, provider: string): KeyName {
  const [first = "", ...rest] = key.split("/");
  const parts = rest.length > 0 && isPrefix(first, provider) ? rest : [first, ...rest];
  const region = parts.find((part) => regions.test(part)) ?? (provider === "fireworks_ai" ? /-(us|eu)$/.exec(key)?.[1] : undefined);
  const called = parts.filter((part) => !regions.test(part) && !routes.has(part));
  const { author, name } = ownName(called, provider);
  return {
    name: name === "" ? key : name,
    // A host's own name in the author's place says nothing of who made the model.
    ...(author !== undefined && author !== provider && { author }),
    ...(region !== undefined && { region }),
    callAs: called.join("/"),
    moving: movingWords.test(key) || (provider === "deepseek" && /^(?:deepseek\/)?deepseek-(?:chat|reasoner)$/.test(key)),
  };
}

/** LiteLLM writes the provider before a slash, without what it adds to it to tell kinds of models apart: `vertex_ai/` of `vertex_ai-llama_models`. */
function isPrefix(word: string, provider: string): boolean {
  return provider === word || provider.replaceAll("_", "-") === word || (provider.startsWith(word) && /^[-_]/.test(provider.slice(word.length)));
}

const regions = /^(?:us|eu|global|global-standard|[a-z]{2}(?:-gov)?-[a-z]+-\d)$/;
/** Ways in which LiteLLM calls Bedrock. */
const routes = new Set(["invoke", "converse"]);
const movingWords = /(?:^|[-@/.])(?:latest|nightly)(?:$|-)|^text-moderation-stable$/;

function ownName(called: readonly string[], provider: string): { readonly author?: string; readonly name: string } {
  const words = called.filter((part) => !hostWords.has(part));
  const last = words.at(-1) ?? "";
  if (/^(?:aiml|fal_ai)$/.test(provider)) {
    const [author, ...path] = words;
    return author !== undefined && /^(?:openai|google|bytedance)$/.test(author) ? { author, name: path.join("-") } : { name: words.join("-") };
  }
  if (/^(?:bedrock|oci$)/.test(provider)) return dottedName(last);
  const plain = unhosted(last, provider);
  const [, maker, made] = /^(openai|anthropic|alibaba|zai|cohere)-(?=[a-z])(.+)$/i.exec(plain) ?? [];
  const author = words.at(-2) ?? maker;
  return { ...(author !== undefined && { author }), name: made ?? plain };
}

/** Parts of a path that name neither a model nor its maker. */
const hostWords = new Set(["accounts", "fireworks", "models", "routers", "@cf", "@hf", "ranking", "ps", "fal-ai", "text-to-image", "edit"]);

/** `us.meta.llama3-8b-instruct-v1:0` and `xai.grok-4`: ids of Amazon Bedrock and Oracle. */
function dottedName(id: string): { readonly author?: string; readonly name: string } {
  const [, author, rest = id] = /^([a-z][a-z0-9]*)\.(.+)$/.exec(id.replace(/^(?:us|eu|apac|au|jp|global|us-gov|ca|sa)\./, "")) ?? [];
  const own = rest.replace("@", "-");
  if (author === undefined) return { name: withoutHostVersion(own) };
  return { author, name: withoutHostVersion(/^[rv]\d/.test(own) ? `${author}-${own}` : own, /^(?:meta|ai21)$/.test(author)) };
}

/**
 * Bedrock ends ids in a version of its own, `-v1:0`, also after a date or another number. Other numbers are the maker's: `titan-embed-text-v2:0`,
 * `mistral-7b-instruct-v0:2`, `claude-v2:1`, `embed-english-v3`; and so is a first one without a minor, `titan-embed-text-v1`, but of makers who
 * number otherwise, or of a name of one word.
 */
function withoutHostVersion(id: string, numbersOtherwise = false): string {
  const [, name, v, major, minor] = /^(.+?)-(v?)(\d+(?:-\d+)?)(?::(\d+))?$/.exec(id) ?? [];
  if (name === undefined || major === undefined || (v === "" && minor === undefined)) return id;
  const first = major === "1" && name.includes("-") && (minor !== undefined || numbersOtherwise || /-\d+$/.test(name));
  if (first || v === "" || /-\d{4,8}$/.test(name)) return name;
  return `${name}-v${major.replace("-", ".")}${minor === undefined || minor === "0" ? "" : `.${minor}`}`;
}

/** What one host adds to a name, or writes in its own way; of Vertex AI's own models a number after `@` is the model's. */
const spellings: readonly (readonly [provider: RegExp, written: RegExp, own: string])[] = [
  [/^fireworks_ai/, /-(?:us|eu)$/, ""], [/^fireworks_ai/, /(\d)p(?=\d)/g, "$1."], [/^azure(?:_text)?$/, /^gpt-35-/, "gpt-3.5-"], [/^azure_ai$/, /^FW-/, ""],
  [/^databricks$/, /^databricks-/, ""], [/^ollama$/, /-cloud$/, ""], [/^openrouter$/, /:.*$/, ""], [/^sagemaker$/, /^meta-textgeneration-/, ""],
  [/^(?:vertex_ai|ai21$)/, /-maas$|@default$/, ""], [/^(?:vertex_ai(?!-(?:embedding|image|text|language|video))|ai21$)/, /(?:@|(?<=@\d{4})-)\d{3}$/, ""], [/^(?:vertex_ai|ai21$)/, /@/, "-"],
];

function unhosted(name: string, provider: string): string {
  return spellings.filter(([host]) => host.test(provider)).reduce((plain, [, written, own]) => plain.replace(written, own), name);
}
