/** Names of providers, by the word before the slash of LiteLLM's keys, where they are not that word with capital letters. */
const names: Readonly<Record<string, string>> = {
  ai21: "AI21", aiml: "AI/ML API", azure: "Azure OpenAI", azure_ai: "Azure AI Foundry", bedrock: "Amazon Bedrock", bedrock_mantle: "Amazon Bedrock Mantle", chatgpt: "ChatGPT",
  cloudflare: "Cloudflare Workers AI", dashscope: "Alibaba Model Studio", deepinfra: "DeepInfra", deepseek: "DeepSeek", elevenlabs: "ElevenLabs", fal_ai: "fal", fireworks_ai: "Fireworks AI", friendliai: "FriendliAI",
  gemini: "Google AI Studio", github_copilot: "GitHub Copilot", gigachat: "GigaChat", gmi: "GMI Cloud", gradient_ai: "DigitalOcean Gradient AI", lambda_ai: "Lambda", libertai: "LibertAI",
  meta_llama: "Meta Llama API", minimax: "MiniMax", mistral: "Mistral AI", moonshot: "Moonshot AI", nlp_cloud: "NLP Cloud", nvidia_nim: "NVIDIA NIM", oci: "Oracle Cloud", openai: "OpenAI",
  openrouter: "OpenRouter", ovhcloud: "OVHcloud", palm: "Google PaLM", publicai: "Public AI", runwayml: "Runway", sagemaker: "Amazon SageMaker", sambanova: "SambaNova", v0: "v0",
  vertex_ai: "Google Vertex AI", voyage: "Voyage AI", wandb: "Weights & Biases", watsonx: "IBM watsonx", xai: "xAI", zai: "Z.ai",
};

/** The name of a provider for people, from `litellm_provider`: `vertex_ai-llama_models` is `Google Vertex AI`. */
export function providerName(provider: string): string {
  const id = provider.replace(/^text-completion-/, "");
  for (let start = id; start !== ""; start = start.replace(/(?:^|[-_])[^-_]*$/, "")) if (Object.hasOwn(names, start)) return names[start] ?? start;
  return id.split(/[-_]/).map((word) => (word === "ai" ? "AI" : word.charAt(0).toUpperCase() + word.slice(1))).join(" ");
}

/**
 * Providers whose ids are those of the Hub of Hugging Face: of their keys with an author, recorded in August 2026, most are ids of the Hub to the
 * letter, and the others are marked by what `hubId` refuses.
 */
const hubProviders = /^(?:anyscale|baseten|crusoe|deepinfra|featherless_ai|fireworks_ai-embedding-models|gmi|huggingface|hyperbolic|nebius|nscale|tensormesh|together_ai|wandb)$/;

/** Endings that hosts add to an id of the Hub for a way to serve it, and models that are not there. */
const notOnHub = /-(?:turbo|tput|free|latest)$|^(?:claude|gemini|gpt-(?!oss)|o\d)/i;

/** The id on the Hub that a row of this provider means by what it is called with; `undefined`: none that is certain. */
export function hubId(callAs: string, provider: string): string | undefined {
  const id = provider === "cloudflare" && callAs.startsWith("@hf/") ? callAs.slice(4) : hubProviders.test(provider) ? callAs : "";
  const [, name] = /^[\w.-]+\/([\w.-]+)$/.exec(id) ?? [];
  return name === undefined || notOnHub.test(name) ? undefined : id;
}
