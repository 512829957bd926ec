import { lastPart, origins, owned, type TextForm } from "./text-form.ts";

/**
 * Lines of a shell and of Python that load or fetch one model, as people copy them from a model's page. What they name is read as the program that
 * they call reads it.
 *
 * Sources: `--help` of ollama, hf, docker, lms, llama.cpp, vllm, oras, skopeo, kit, modctl; documentation of transformers, sentence-transformers,
 * diffusers, huggingface_hub, mlflow, replicate and kagglehub.
 */
export function commandForm(text: string): TextForm | undefined {
  return shellForm(text.replace(/^[$!]\s*/, "").replace(/^sudo\s+/, "").replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, "")) ?? pythonForm(text);
}

const verbs: readonly (readonly [RegExp, (words: readonly string[], line: string) => TextForm | undefined])[] = [
  [/^ollama\s+(?:run|pull|show|push|cp)\s+/, ([name]) => (name === undefined ? undefined : ollamaForm(name, "command of Ollama"))],
  [/^(?:huggingface-cli|hf)\s+(?:download|models\s+info|repo-files)\s+/, ([name], line) => hubForm(name, "command of Hugging Face", optionOf(line, "revision"))],
  [/^git\s+(?:lfs\s+)?clone\s+/, ([address]) => (address === undefined ? undefined : { readAs: "command of git", reference: address, names: nameOf(address) })],
  [/^lms\s+(?:get|load)\s+/, ([name]) => (name === undefined ? undefined : studioForm(name))],
  [/^docker\s+model\s+(?:pull|run|inspect)\s+/, ([name]) => imageForm(name, "command of Docker")],
  [/^(?:docker|podman|nerdctl)\s+pull\s+/, ([name]) => imageForm(name, "command of Docker")],
  [/^(?:oras|kit|modctl)\s+(?:pull|fetch|unpack|inspect)\s+/, ([name]) => imageForm(name, "command that pulls from a registry")],
  [/^skopeo\s+(?:copy|inspect)\s+/, ([name]) => imageForm(name, "command that pulls from a registry")],
  [/^vllm\s+serve\s+/, ([name], line) => hubForm(name, "command of vLLM", optionOf(line, "revision"))],
  [/^modelscope\s+download\s+/, (words, line) => modelScopeForm(optionOf(line, "model") ?? words[0])],
  [/^kaggle\s+models\s+.*\bdownload\s+/, ([handle]) => kaggleForm(handle)],
];

function shellForm(line: string): TextForm | undefined {
  for (const [verb, read] of verbs) {
    const found = verb.exec(line);
    if (found !== null) return read(argumentsOf(line.slice(found[0].length)), line);
  }
  const repository = /\s(?:-hf|-hfr|--hf-repo)[\s=]+(\S+)/.exec(line)?.[1];
  if (repository !== undefined) return hubForm(repository, "command of llama.cpp", undefined);
  const served = /^(?:docker|podman|python3?|mlx_lm\.\w+|trtllm-serve|text-generation-launcher|sglang)\s/.test(line) ? (optionOf(line, "model-path") ?? optionOf(line, "model-id") ?? optionOf(line, "model")) : undefined;
  return served === undefined ? undefined : hubForm(served, "command that serves a model", optionOf(line, "revision"));
}

/** What is no option and no value of one; quotes are taken off. */
function argumentsOf(rest: string): readonly string[] {
  return rest.split(/\s+/).filter((word, place, all) => word !== "" && !word.startsWith("-") && !/^--(?:revision|include|exclude|local-dir|model|platform|cache-dir|token)$/.test(all[place - 1] ?? "")).map(bare);
}

function optionOf(line: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)--${name}[\\s=]+(\\S+)`).exec(line)?.[1];
  return value === undefined ? undefined : bare(value);
}

function bare(word: string): string {
  return word.replace(/^["']|["',;]+$/g, "");
}

/** Calls whose first text, or named argument, is a repository of the Hub. */
const loads = /\b(?:from_pretrained|from_single_file|SentenceTransformer|CrossEncoder|snapshot_download|hf_hub_download|WhisperModel|LLM|pipeline|load_model|model_download|run|completion|create)\s*\(/;

function pythonForm(text: string): TextForm | undefined {
  const call = loads.exec(text);
  if (call === null) return undefined;
  const function_ = call[0].replace(/\s*\($/, "");
  const rest = text.slice(call.index + call[0].length);
  const keyed = /\b(?:model|repo_id|model_id|pretrained_model_name_or_path|model_name_or_path)\s*=\s*["']([^"']+)["']/.exec(rest)?.[1];
  const first = /^\s*["']([^"']+)["']/.exec(rest)?.[1];
  const name = keyed ?? (function_ === "pipeline" ? undefined : first);
  if (name === undefined) return undefined;
  const readAs = `call of ${function_} in Python`;
  if (/modelscope/i.test(text)) return modelScopeForm(name);
  if (function_ === "model_download") return kaggleForm(name);
  if (function_ === "run") return /\breplicate\b/.test(text) ? { ...owned(readAs, origins.replicate, splitTag(name)[0]), names: [lastPart(splitTag(name)[0])] } : undefined;
  if (["load_model", "completion", "create"].includes(function_)) return { readAs, reference: name, names: nameOf(name) };
  return hubForm(name, readAs, /\brevision\s*=\s*["']([^"']+)["']/.exec(rest)?.[1]);
}

/** A name as Ollama takes it; `hf.co/…` is a repository of the Hub. */
export function ollamaForm(name: string, readAs: string): TextForm {
  const [path, tag] = splitTag(name.replace(/@sha256:[0-9a-f]+$/i, ""));
  const names = [`${lastPart(path)} ${tag ?? ""}`.replaceAll(/[-_]/g, "-").trim()];
  if (/^(?:hf\.co|huggingface\.co)\//i.test(name)) return { readAs, origin: { title: "Hugging Face", kinds: ["huggingface", "ollama"] }, reference: name, names: [lastPart(path)] };
  return { readAs, origin: origins.ollama, reference: name, names: tag === "latest" ? [lastPart(path)] : names, vague: true };
}

function hubForm(name: string | undefined, readAs: string, revision: string | undefined): TextForm | undefined {
  // A path on somebody's disk is no repository.
  if (name === undefined || /^(?:[./~]|[A-Za-z]:\\)/.test(name)) return undefined;
  const [repository, quantization] = splitTag(name);
  if (/^[a-z]+:\/\//i.test(name)) return { readAs, reference: name, names: nameOf(name) };
  const reference = quantization !== undefined ? `hf.co/${name}` : revision === undefined || repository.includes("@") ? repository : `${repository}@${revision}`;
  return { ...owned(readAs, origins.huggingFace, repository.replace(/@.*$/, "")), reference };
}

function studioForm(name: string): TextForm {
  if (/^https?:\/\//i.test(name)) return { readAs: "command of LM Studio", reference: name, names: nameOf(name) };
  return owned("command of LM Studio", origins.lmStudio, name.replace(/@[^/]*$/, ""));
}

function imageForm(name: string | undefined, readAs: string): TextForm | undefined {
  if (name === undefined) return undefined;
  if (/^(?:hf\.co|huggingface\.co)\//i.test(name)) return ollamaForm(name, readAs);
  return { ...ociForm(name.replace(/^docker:\/\//, "")), readAs };
}

/** An image by its name, as registries and the programs of Docker take it: `docker.io` is what is meant without a host. */
export function ociForm(name: string): TextForm {
  const [path, tag] = splitTag(name.replace(/@[a-z0-9]+:[0-9a-f]+$/i, ""));
  const host = path.slice(0, path.indexOf("/"));
  const whole = /[.:]|^localhost$/.test(host) ? name : `docker.io/${name}`;
  const names = tag === undefined || tag === "latest" ? [lastPart(path)] : [`${lastPart(path)} ${tag}`];
  return { readAs: "reference of an OCI registry", origin: origins.oci, reference: `oci://${whole}`, names, vague: true };
}

function modelScopeForm(name: string | undefined): TextForm | undefined {
  return name === undefined ? undefined : owned("ModelScope id", origins.modelScope, name);
}

/** `owner/model/framework/variation[/version]`; the variation tells sizes apart and is part of the name. */
export function kaggleForm(handle: string | undefined): TextForm | undefined {
  const [owner, model, , variation] = handle?.split("/") ?? [];
  if (owner === undefined || model === undefined) return undefined;
  const isWhole = variation === undefined || variation === "default" || variation.toLowerCase().startsWith(model.toLowerCase());
  return { readAs: "Kaggle handle", origin: origins.kaggle, names: [isWhole ? (variation === undefined || variation === "default" ? model : variation) : `${model}-${variation}`], owner };
}

/** The tag after the last colon that is no port of a host. */
export function splitTag(name: string): readonly [string, string?] {
  const found = /^(.+):([\w][\w.-]*)$/.exec(name);
  return found?.[1] === undefined || found[2] === undefined || found[2].includes("/") ? [name] : [found[1], found[2]];
}

function nameOf(address: string): readonly string[] {
  const name = lastPart(address.replace(/[?#].*$/, "").replace(/\/+$/, "").replace(/\.git$/, ""));
  return name === "" ? [] : [name];
}
