import { openRouterForm } from "./address-form.ts";
import { kaggleForm, ociForm, ollamaForm, splitTag } from "./command-form.ts";
import { lastPart, type Origin, origins, owned, ownerPart, pointedNames, type TextForm } from "./text-form.ts";

/** Vendors in ids of Amazon Bedrock. Source: its list of foundation models. */
const bedrockVendors = "ai21|amazon|anthropic|cohere|deepseek|google|luma|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|stability|twelvelabs|writer|zai";
const bedrockId = new RegExp(`^(?:(?:us|eu|apac|global|us-gov|jp|au|ca|sa)\\.)?(${bedrockVendors})\\.([a-z0-9][a-z0-9.-]*?)(?:-v(\\d+)(?::(\\d+))?)?(?::\\w+)?$`, "i");

/** What LiteLLM, and programs like it, write before a provider's id, with the provider's name. */
const providers: Readonly<Record<string, string>> = {
  azure: "Azure", azure_ai: "Azure", cerebras: "Cerebras", databricks: "Databricks", deepinfra: "DeepInfra",
  deepgram: "Deepgram", gradient_ai: "Gradient AI", groq: "Groq", hosted_vllm: "vLLM", huggingface: "Hugging Face", hyperbolic: "Hyperbolic", lambda_ai: "Lambda",
  "litellm_proxy": "LiteLLM", nebius: "Nebius", novita: "Novita", nscale: "Nscale", nvidia_nim: "NVIDIA NIM", ollama_chat: "Ollama", ovhcloud: "OVHcloud",
  sambanova: "SambaNova", scaleway: "Scaleway", snowflake: "Snowflake", together_ai: "Together AI", togethercomputer: "Together AI", vercel_ai_gateway: "Vercel AI Gateway", voyage: "Voyage AI", wandb: "Weights & Biases",
  watsonx: "watsonx",
};
/** Of those and of others, who make the models that they are asked for. */
const makers: Readonly<Record<string, string>> = {
  anthropic: "Anthropic", cohere: "Cohere", cohere_chat: "Cohere", deepseek: "DeepSeek", gemini: "Google", google: "Google", mistral: "Mistral", openai: "OpenAI", perplexity: "Perplexity", xai: "xAI",
};
const hubOwners = new Set(["anthropic", "cohere", "deepseek", "google", "mistral", "openai", "perplexity"]);
const frameworks = "transformers|pyTorch|tensorFlow1|tensorFlow2|tfLite|tfJs|keras|jax|flax|gemmaCpp|gguf|onnx|other|maxText|litert";

/** Ids and addresses of one scheme, each with how it names a model. */
const schemes: readonly (readonly [RegExp, (found: RegExpExecArray) => TextForm | undefined])[] = [
  [/^arn:aws[\w-]*:bedrock:[\w-]*:\d*:(?:foundation-model|inference-profile)\/(.+)$/i, ([, id = ""]) => bedrockForm(id)],
  [/^bedrock\/(?:(?:converse|invoke|converse_like)\/)?(?:[a-z]{2}(?:-gov)?-[a-z]+-\d\/)?(.+)$/i, ([, id = ""]) => bedrockForm(id) ?? { readAs: "Amazon Bedrock model id", origin: origins.bedrock, names: pointedNames(lastPart(id)) }],
  [/^(?:fireworks(?:_ai)?\/)?accounts\/[\w.-]+\/(?:models|deployedModels)\/([\w.-]+)/i, ([, name = ""]) => ({ readAs: "Fireworks model id", origin: origins.fireworks, names: pointedNames(name) })],
  [/^(?:(?:cloudflare|workers-ai)\/)?@(?:cf|hf)\/([\w.-]+)\/([\w.-]+)$/i, ([, owner = "", name = ""]) => ({ readAs: "Cloudflare Workers AI id", origin: origins.cloudflare, names: pointedNames(name), owner })],
  [/^(?:vertex_ai\/)?(?:projects\/[\w.:-]+\/locations\/[\w-]+\/)?publishers\/([\w.-]+)\/models\/([\w.-]+)(?:@.*)?$/i, ([, owner = "", name = ""]) => ({ readAs: "Vertex AI publisher model", origin: origins.vertex, names: pointedNames(name.replace(/-maas$/, "")), owner })],
  [/^projects\/[\w.:-]+\/locations\/[\w-]+\/models\/([\w.-]+)(?:@.*)?$/i, ([, name = ""]) => ({ readAs: "Vertex AI model", origin: origins.vertex, names: pointedNames(name).filter((each) => /[a-z]/i.test(each)) })],
  [/^vertex_ai\/(?:[\w.-]+\/)?([\w.-]+?)(?:-maas)?(?:@[\w-]+)?$/i, ([, name = ""]) => ({ readAs: "Vertex AI model id", origin: origins.vertex, names: pointedNames(name) })],
  [/^models:\/+([^/@]+(?:\.[^/@]+)*)(?:\/[^/]+|@.+)?$/, ([, name = ""]) => ({ readAs: "MLflow model", origin: origins.mlflow, names: [lastPart(decoded(name).replaceAll(/[._]/g, (sign) => (sign === "." ? "." : "-")))], vague: true })],
  [/^(?:urn:)?air:(?:[\w-]+:)?(?:[\w-]+:)?(civitai|huggingface|hf):([^@]+?)(?:@([\w.-]+))?(?::[\w-]+)?(?:\.\w+)?$/i, ([, site = "", id = "", version]) => airForm(site, id, version)],
  [/^azureml:\/\/registries\/([\w.-]+)\/models\/([\w.-]+)(?:\/(?:versions|labels)\/([\w.-]+))?/i, ([, registry = "", name = "", version]) => ({ readAs: "Azure ML address", origin: origins.azure, names: pointedNames(name), ...ownerOf(registry.replace(/^azureml-|^azure-/, "")), ...(version === "latest" && { vague: true as const }) })],
  [/^(?:azureml):([A-Za-z][\w.-]*):(\d+)$/i, ([, name = ""]) => ({ readAs: "Azure ML model", origin: origins.azure, names: pointedNames(name) })],
  [/^nvcr\.io\/(.+)$/i, ([text]) => ({ ...ociForm(text), readAs: "NVIDIA NGC container", names: pointedNames(lastPart(splitTag(text)[0])) })],
  [/^ngc:\/\/(.+)$/i, ([, path = ""]) => ({ readAs: "NVIDIA NGC address", origin: origins.nvidia, names: pointedNames(lastPart(splitTag(path)[0])) })],
  [/^hf:\/\/([\w.-]+\/[\w.-]+)/i, ([, path = ""]) => owned("hf:// address", origins.huggingFace, path)],
  [/^kaggle:\/\/(.+)$/i, ([, handle]) => kaggleForm(handle)],
  [new RegExp(`^([\\w-]+/[\\w.-]+/(?:${frameworks})/[\\w.-]+(?:/\\d+)?)$`, "i"), ([, handle]) => kaggleForm(handle)],
  [/^([\w.-]+\/[\w.-]+):[0-9a-f]{64}$/i, ([, path = ""]) => ({ ...owned("Replicate version", origins.replicate, path), names: pointedNames(lastPart(path)) })],
  [/^(?:replicate\/)([\w.-]+\/[\w.-]+)(?::[0-9a-f]{64})?$/i, ([, path = ""]) => ({ ...owned("Replicate id", origins.replicate, path), names: pointedNames(lastPart(path)) })],
  [/^pkg:(\w+)\/([^?#]+)(?:\?([^#]*))?/i, ([, type = "", path = "", qualifiers = ""]) => packageForm(type.toLowerCase(), path, new URLSearchParams(qualifiers))],
  [/^(?:https?:\/\/)?registry\.ollama\.ai\/(?:library\/)?([\w./-]+(?::[\w.-]+)?)$/i, ([, name = ""]) => ollamaForm(name, "name of Ollama's registry")],
  [/^(?:oci|docker):\/\/(.+)$/i, ([, name = ""]) => ociForm(name)],
  [/^openrouter\/(~?[\w.-]+\/[\w.-]+(?::[\w.-]+)?)$/i, ([, name = ""]) => ({ ...openRouterForm(name), readAs: "LiteLLM key for OpenRouter", reference: name })],
  [/^ollama(?:_chat)?\/([\w./-]+(?::[\w.-]+)?)$/i, ([, name = ""]) => ollamaForm(name, "LiteLLM key for Ollama")],
  [/^~[\w.-]+\/[\w.-]+$/, ([name]) => openRouterForm(name)],
  [/^[\w.-]+\/[\w.-]+:(?:free|extended|thinking|nitro|floor|online|beta|exacto)$/i, ([name]) => openRouterForm(name)],
  [/^(\w+)([/:])(?!\/)(.+)$/, ([, provider = "", sign = "", rest = ""]) => providerForm(provider.toLowerCase(), sign, rest)],
  [/^(?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d+)?\/[\w./-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/, ([name]) => ociForm(name)],
  [/^localhost(?::\d+)?\/[\w./-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/, ([name]) => ociForm(name)],
  [/^(?:[\w-]+\/)?[\w.-]+:[\w.-]+$/, ([name]) => ownOllamaForm(name)],
];

/** Ids as places where models are called or kept write them, and addresses of schemes. */
export function idForm(text: string): TextForm | undefined {
  if (/\s/.test(text)) return undefined;
  const bedrock = bedrockForm(text);
  if (bedrock !== undefined) return bedrock;
  for (const [pattern, read] of schemes) {
    const found = pattern.exec(text);
    const form = found === null ? undefined : read(found);
    if (form !== undefined) return form;
  }
  return undefined;
}

/** `vendor.model-vN:M` with a region before it; N:M count Bedrock's own versions, but for `v0:M`, which is the model's 0.M. */
function bedrockForm(id: string): TextForm | undefined {
  const [, owner, name, major, minor] = bedrockId.exec(id) ?? [];
  if (owner === undefined || name === undefined) return undefined;
  const version = major === "0" && minor !== undefined ? `-v0.${minor}` : "";
  const written = name.toLowerCase().startsWith(`${owner.toLowerCase()}.`) ? name.slice(owner.length + 1) : name;
  // `deepseek.r1` is called by its maker as well.
  const whole = /[a-z]{3}/i.test(written) ? written : `${owner}-${written}`;
  return { readAs: "Amazon Bedrock model id", origin: origins.bedrock, names: pointedNames(`${whole}${version}`), owner };
}

/** Ids of Civitai are numbers; of other places AIR writes their own. Source: the AIR draft of Civitai. */
function airForm(site: string, id: string, version: string | undefined): TextForm {
  if (site.toLowerCase() === "civitai") return { readAs: "AIR of Civitai", origin: origins.civitai, names: [] };
  return { ...owned("AIR of Hugging Face", origins.huggingFace, id), reference: version === undefined ? id : `${id}@${version}` };
}

/** Source: purl-spec, types huggingface, mlflow, oci, docker. */
function packageForm(type: string, path: string, qualifiers: URLSearchParams): TextForm | undefined {
  const [name = "", version] = path.split("@").map(decoded);
  const at = qualifiers.get("repository_url");
  switch (type) {
    case "huggingface": return owned("package URL", origins.huggingFace, name);
    case "mlflow": return { readAs: "package URL", origin: origins.mlflow, reference: `models:/${name}${version === undefined ? "" : `/${version}`}`, names: [lastPart(name)], vague: true };
    case "oci": return imagePackage(at ?? name, version, qualifiers.get("tag"));
    case "docker": return imagePackage(at === null ? name : `${at.replace(/^https?:\/\//, "").replace(/\/+$/, "")}/${name}`, version, qualifiers.get("tag"));
    default: return { readAs: `package URL of type ${type}`, names: [lastPart(name)], ...ownerOf(ownerPart(name)), vague: true };
  }
}

function imagePackage(repository: string, version: string | undefined, tag: string | null): TextForm {
  const isDigest = version?.startsWith("sha256:") === true;
  const at = isDigest ? `@${version}` : version !== undefined ? `:${version}` : tag !== null ? `:${tag}` : "";
  const form = ociForm(`${repository.replace(/^https?:\/\//, "").replace(/\/+$/, "")}${at}`);
  return { ...form, readAs: "package URL", ...(isDigest && tag !== null && { names: [`${lastPart(repository)} ${tag}`] }) };
}

/** `groq/whisper-large-v3`, `openai:gpt-4o`; what follows may be of a form of its own. */
function providerForm(provider: string, sign: string, rest: string): TextForm | undefined {
  const maker = makers[provider];
  // `openai/whisper-large-v3` is the id of a repository as well, and says who publishes it.
  if (sign === "/" && hubOwners.has(provider)) return undefined;
  const title = maker ?? providers[provider];
  if (title === undefined || rest === "") return undefined;
  const inner = idForm(rest);
  const origin: Origin = { title, kinds: [provider] };
  const owner = ownerPart(rest);
  const names = inner !== undefined && inner.names.length > 0 ? inner.names : pointedNames(lastPart(rest));
  return { readAs: `id at ${title}`, origin, names, ...ownerOf(inner?.owner ?? owner ?? maker), ...(inner?.vague && { vague: true }) };
}

function ownOllamaForm(name: string): TextForm | undefined {
  // A scheme of somebody else's, not a name and its tag.
  if (/^(?:pkg|urn|arn|eip155|did|cid|ipfs|ar|walrus|data|mailto|javascript|file|sha\d+|md5|blake3|keccak256|git-sha\d+|xet|ft):/i.test(name)) return undefined;
  const { reference: _, ...form } = ollamaForm(name, "name and tag of Ollama");
  return form;
}

function ownerOf(owner: string | undefined): { readonly owner?: string } {
  return owner === undefined || owner === "" ? {} : { owner };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A per cent sign that escapes nothing stands for itself.
    return text;
  }
}
