/** Where a text seems to come from. */
export interface Origin {
  /** For a person. */
  readonly title: string;
  /** Kinds of sources that read it, where there are such. */
  readonly kinds: readonly string[];
}

/** A form of text that is known, whether or not a source that reads it is configured. */
export interface TextForm {
  /** What the text is, for a person: `Amazon Bedrock model id`. */
  readonly readAs: string;
  /** Absent: the text names a model in a way that many places share. */
  readonly origin?: Origin;
  /** Other text that says exactly which model is meant, for sources of these kinds (of any kind, where none are named). */
  readonly reference?: string;
  /**
   * The name of the model without host, region, account and provider, in the spellings that it may have elsewhere; the likeliest first. Empty: the
   * text holds no name.
   */
  readonly names: readonly string[];
  /** Who publishes the model there. */
  readonly owner?: string;
  /** The name leads elsewhere tomorrow, or leaves out what tells two models apart: that a model is called the same proves nothing. */
  readonly vague?: true;
}

export const origins = {
  huggingFace: { title: "Hugging Face", kinds: ["huggingface"] },
  ollama: { title: "Ollama", kinds: ["ollama"] },
  openRouter: { title: "OpenRouter", kinds: ["openrouter"] },
  oci: { title: "OCI registries", kinds: ["oci"] },
  liteLlm: { title: "LiteLLM", kinds: ["litellm"] },
  bedrock: { title: "Amazon Bedrock", kinds: ["bedrock"] },
  vertex: { title: "Google Vertex AI", kinds: ["vertex"] },
  azure: { title: "Azure AI Foundry", kinds: ["azure"] },
  fireworks: { title: "Fireworks", kinds: ["fireworks"] },
  cloudflare: { title: "Cloudflare Workers AI", kinds: ["cloudflare"] },
  mlflow: { title: "MLflow", kinds: ["mlflow"] },
  replicate: { title: "Replicate", kinds: ["replicate"] },
  modelScope: { title: "ModelScope", kinds: ["modelscope"] },
  civitai: { title: "Civitai", kinds: ["civitai"] },
  kaggle: { title: "Kaggle", kinds: ["kaggle"] },
  nvidia: { title: "NVIDIA NGC", kinds: ["ngc"] },
  github: { title: "GitHub Models", kinds: ["github-models"] },
  lmStudio: { title: "LM Studio", kinds: ["lmstudio"] },
  artificialAnalysis: { title: "Artificial Analysis", kinds: ["artificial-analysis"] },
} as const satisfies Record<string, Origin>;

/**
 * Spellings of a name whose origin writes no points in it: `llama3-1-8b` and `llama-3_1-8b` are 3.1, `llama-v3p1-8b` is v3.1 and 3.1. The likeliest
 * first, the one that was given last.
 */
export function pointedNames(name: string): readonly string[] {
  const pointed = (text: string): string => text.replace(/(\d)p(?=\d)/g, "$1.").replace(/(?<![\d.])(\d)[-_](\d)(?=[-_@]|$)/g, "$1.$2");
  return [...new Set([pointed(name), pointed(name.replace(/(^|[-_])v(?=\d+p\d)/g, "$1")), name])];
}

/** The part after the last slash. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The part before the last slash that is its owner; `undefined` for a single name. */
export function ownerPart(path: string): string | undefined {
  return path.split("/").at(-2);
}

/** A form of `owner/name`, whose owner is its publisher. */
export function owned(readAs: string, origin: Origin, path: string): TextForm {
  const owner = ownerPart(path);
  return { readAs, origin, names: [lastPart(path)], ...(owner !== undefined && { owner }) };
}
