import { kaggleForm, ociForm, ollamaForm } from "./command-form.ts";
import { lastPart, type Origin, origins, owned, pointedNames, type TextForm } from "./text-form.ts";

/** Addresses that copy the Hub path by path. */
const mirrors = new Set(["hf-mirror.com", "www.hf-mirror.com", "alpha.hf-mirror.com", "aifasthub.com"]);

/** Pages of other places: how the path below the host names a model. */
const pages: readonly (readonly [host: RegExp, read: (path: string, url: URL) => TextForm | undefined])[] = [
  [/^(?:www\.)?(?:huggingface\.co|hf\.co)$/, (path) => hubPath(path, "Hugging Face URL")],
  [/^(?:www\.)?modelscope\.(?:cn|ai)$/, (path) => ownedPage(/^(?:openapi\/v1\/|api\/v1\/)?models\/([\w.-]+\/[\w.-]+)/.exec(path)?.[1], "ModelScope URL", origins.modelScope)],
  [/^(?:www\.)?ollama\.com$/, (path) => ollamaPath(/^(?:library\/)?((?:[\w.-]+\/)?[\w.-]+(?::[\w.-]+)?)(?:\/|$)/.exec(path.replace(/\/(?:tags|blobs).*$/, ""))?.[1])],
  [/^registry\.ollama\.ai$/, (path) => ollamaPath(/^v2\/(?:library\/)?(.+)\/manifests\/([\w.-]+)$/.exec(path)?.slice(1).join(":"))],
  [/^(?:www\.)?openrouter\.ai$/, (path) => openRouterPath(/^(?:api\/v1\/models\/)?(~?[\w.-]+\/[\w.-]+(?::[\w.-]+)?)(?:\/|$)/.exec(path)?.[1])],
  [/^(?:www\.)?replicate\.com$/, (path) => ownedPage(/^([\w.-]+\/[\w.-]+)(?:\/|$)/.exec(path)?.[1], "Replicate URL", origins.replicate)],
  [/^(?:www\.)?civitai\.(?:com|red|green)$/, (path) => (/^(?:api\/v1\/)?models\/\d+/.test(path) ? { readAs: "Civitai URL", origin: origins.civitai, names: /^models\/\d+\/([\w%.-]+)/.exec(path)?.slice(1) ?? [] } : undefined)],
  [/^(?:www\.)?kaggle\.com$/, (path) => asUrl(kaggleForm(/^models\/(.+)$/.exec(path)?.[1]), "Kaggle URL")],
  [/^github\.com$/, (path) => ownedPage(/^marketplace\/models\/(?:azureml-|azure-)?([\w.-]+\/[\w.-]+)/.exec(path)?.[1], "GitHub Models URL", origins.github)],
  [/^build\.nvidia\.com$/, (path) => ownedPage(/^([\w.-]+\/[\w.-]+)/.exec(path)?.[1], "NVIDIA NIM URL", origins.nvidia)],
  [/^catalog\.ngc\.nvidia\.com$/, (path) => named(/\/(?:models|containers|resources)\/([\w.-]+)/.exec(path)?.[1], "NVIDIA NGC URL", origins.nvidia)],
  [/^hub\.docker\.com$/, (path) => asUrl(imageAt(/^(?:r|layers|repository\/docker)\/([\w.-]+\/[\w.-]+)/.exec(path)?.[1]), "Docker Hub URL")],
  [/^quay\.io$/, (path) => asUrl(imageAt(/^repository\/([\w.-]+\/[\w./-]+)/.exec(path)?.[1], "quay.io/"), "Quay URL")],
  [/^jozu\.ml$/, (path) => asUrl(imageAt(/^repository\/([\w.-]+\/[\w.-]+)/.exec(path)?.[1], "jozu.ml/"), "Jozu Hub URL")],
  [/^ai\.azure\.com$/, (path) => named(/^(?:explore|catalog)\/models\/([\w.-]+)/.exec(path)?.[1], "Azure AI Foundry URL", origins.azure)],
  [/^(?:www\.)?artificialanalysis\.ai$/, (path) => named(/^models\/([\w.-]+)/.exec(path)?.[1], "Artificial Analysis URL", origins.artificialAnalysis)],
  [/^(?:www\.)?lmstudio\.ai$/, (path) => ownedPage(/^models\/([\w.-]+\/[\w.-]+)/.exec(path)?.[1], "LM Studio URL", origins.lmStudio)],
  [/^(?:www\.|app\.)?fireworks\.ai$/, (path) => named(/^models\/[\w.-]+\/([\w.-]+)/.exec(path)?.[1], "Fireworks URL", origins.fireworks)],
  [/^developers\.cloudflare\.com$/, (path) => named(/^workers-ai\/models\/([\w.-]+)/.exec(path)?.[1], "Cloudflare URL", origins.cloudflare)],
  [/^console\.groq\.com$/, (path) => named(/^docs\/model\/(?:[\w.-]+\/)?([\w.-]+)/.exec(path)?.[1], "Groq URL", { title: "Groq", kinds: ["groq"] })],
  [/^(?:www\.)?deepinfra\.com$/, (path) => ownedPage(/^([\w.-]+\/[\w.-]+)/.exec(path)?.[1], "DeepInfra URL", { title: "DeepInfra", kinds: ["deepinfra"] })],
  [/^console\.cloud\.google\.com$/, (path) => named(/^vertex-ai\/publishers\/[\w.-]+\/model-garden\/([\w.-]+)/.exec(path)?.[1], "Vertex AI URL", origins.vertex)],
];

/** Addresses of pages at places where models are shown, with or without their `https://`. */
export function addressForm(text: string): TextForm | undefined {
  const address = /^https?:\/\//i.test(text) ? text : /^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|co|cn|ai|io|ml)\/\S+$/i.test(text) ? `https://${text}` : undefined;
  if (address === undefined || /\s/.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const path = url.pathname.replace(/^\/+|\/+$/g, "");
  if (mirrors.has(url.hostname)) return hubPath(path, "URL of a mirror of Hugging Face");
  for (const [host, read] of pages) {
    const form = host.test(url.hostname) ? read(path, url) : undefined;
    if (form !== undefined) return form;
  }
  return undefined;
}

function hubPath(path: string, readAs: string): TextForm | undefined {
  const [first, name] = path.split("/");
  if (first === undefined || name === undefined || /^(?:api|datasets|spaces|docs|collections|papers|blog|models)$/.test(first)) return undefined;
  return { ...owned(readAs, origins.huggingFace, `${first}/${name}`), reference: `https://huggingface.co/${path}` };
}

function ollamaPath(name: string | undefined): TextForm | undefined {
  return name === undefined || /^(?:search|library|models|blog|download|docs|signin|api)$/.test(name) ? undefined : ollamaForm(name, "Ollama URL");
}

function openRouterPath(name: string | undefined): TextForm | undefined {
  if (name === undefined || /^(?:docs|api|models|settings|rankings|chat|provider)\//.test(name)) return undefined;
  return { ...openRouterForm(name), readAs: "OpenRouter URL", reference: name };
}

/** `author/slug[:variant]`, `~author/x-latest`. */
export function openRouterForm(name: string): TextForm {
  const path = name.replace(/^~/, "").replace(/:[\w.-]+$/, "");
  return { ...owned("OpenRouter id", origins.openRouter, path), ...(name.startsWith("~") && { vague: true }) };
}

function imageAt(path: string | undefined, host = "docker.io/"): TextForm | undefined {
  return path === undefined ? undefined : ociForm(`${host}${path}`);
}

function asUrl(form: TextForm | undefined, readAs: string): TextForm | undefined {
  return form && { ...form, readAs };
}

function named(name: string | undefined, readAs: string, origin: Origin): TextForm | undefined {
  return name === undefined ? undefined : { readAs, origin, names: pointedNames(name) };
}

function ownedPage(path: string | undefined, readAs: string, origin: Origin): TextForm | undefined {
  return path === undefined ? undefined : { ...owned(readAs, origin, path), names: pointedNames(lastPart(path)) };
}
