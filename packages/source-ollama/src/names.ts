import type { ReferenceReading } from "@modeldex/plugin-kit";

/** A name as Ollama writes it: `[host/][namespace/]model[:tag]` (ollama `types/model/name.go`). */
export interface OllamaName {
  /** All before the tag, without what goes without saying: `llama3.1`, `acme/support`, `hf.co/org/repo`. */
  readonly base: string;
  readonly tag: string;
  readonly model: string;
  /** Absent: Ollama's own library. */
  readonly namespace?: string;
  /** Absent: Ollama's own registry. */
  readonly host?: string;
}

const nameForm = /^(?:(?:([A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::\d{1,5})?)\/)?([A-Za-z0-9_][A-Za-z0-9_-]{0,79})\/)?([A-Za-z0-9_][A-Za-z0-9_.-]{0,79})(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,79}))?$/;
const ownHosts: ReadonlySet<string> = new Set(["ollama.com", "www.ollama.com", "registry.ollama.ai"]);
const hubHosts: ReadonlySet<string> = new Set(["hf.co", "huggingface.co"]);
const digestForm = /^(.+)@(sha256:[0-9a-f]{64})$/i;

/** @returns `undefined` for a text of another form; a host has a dot or a port. */
export function parseName(text: string): OllamaName | undefined {
  const [, written, space, model, tag = "latest"] = (text.length > 512 ? null : nameForm.exec(text)) ?? [];
  if (model === undefined || (written !== undefined && !/[.:]/.test(written))) return undefined;
  const host = written === undefined || ownHosts.has(written.toLowerCase()) ? undefined : written;
  const namespace = host === undefined && space === "library" ? undefined : space;
  return { base: [host, namespace, model].filter((part) => part !== undefined).join("/"), tag, model, ...(namespace !== undefined && { namespace }), ...(host !== undefined && { host }) };
}

/** The id of a name; the tag `latest` goes without saying. */
export function idOf({ base, tag }: Pick<OllamaName, "base" | "tag">): string {
  return tag === "latest" ? base : `${base}:${tag}`;
}

/** Every way to write a name. */
export function idsOf(name: Pick<OllamaName, "base" | "tag">): readonly string[] {
  return name.tag === "latest" ? [name.base, `${name.base}:latest`] : [idOf(name)];
}

/** Whether Ollama pulls it from the Hub of Hugging Face. */
export function isFromHub({ host }: OllamaName): boolean {
  return host !== undefined && hubHosts.has(host.toLowerCase());
}

/**
 * Readings of a text: names, with `ollama run` or `ollama://` before them; addresses of ollama.com and of the registry; `name@sha256:…`; the 12 digits of `ollama ls`.
 *
 * A name behind another host, as `hf.co/org/repo:Q4_K_M`, and `org/name` without a tag belong to others first.
 */
export function readingsOf(text: string, registry: string | false): readonly ReferenceReading[] {
  const pasted = text.trim();
  if (pasted.length > 1_024) return [];
  const [, command] = /^(?:ollama +(?:run|pull|show) +|ollama:\/\/)(\S+)$/.exec(pasted) ?? [];
  if (command !== undefined) return reading(command, "Ollama command or address", true);
  const path = pathAtOllama(pasted, registry);
  if (path !== undefined) return reading(path, "Ollama address", true);
  if (/^[0-9a-f]{12}$/.test(pasted)) return [{ ref: { nativeId: pasted }, readAs: "Ollama id", certain: false }];
  return /[a-z]/i.test(pasted) && !/^(?:sha256:|0x)?[0-9a-f]{40,}$/i.test(pasted) ? reading(pasted, "Ollama name", false) : [];
}

function reading(text: string, readAs: string, certain: boolean): readonly ReferenceReading[] {
  const [, named, digest] = digestForm.exec(text) ?? [];
  const name = parseName(named ?? text);
  if (name === undefined) return [];
  const beside = name.host !== undefined || (!certain && name.namespace !== undefined && !text.includes(":"));
  const ref = digest === undefined ? { nativeId: idOf(name) } : name.tag === "latest" ? { nativeId: `${name.base}@${digest.toLowerCase()}` } : { nativeId: idOf(name), revision: digest.toLowerCase() };
  return [{ ref, readAs, certain: certain && name.host === undefined, ...(beside && { beside }) }];
}

const pagesOfSite: ReadonlySet<string> = new Set(["api", "blog", "cloud", "docs", "download", "models", "pricing", "public", "search", "settings", "signin", "signup"]);

/** The name in `ollama.com/library/llama3.1:8b`, `ollama.com/acme/support`, `registry.ollama.ai/v2/library/llama3.1/manifests/8b`, also without a scheme. */
function pathAtOllama(text: string, registry: string | false): string | undefined {
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  const own = url !== null && (ownHosts.has(url.host.toLowerCase()) || (registry !== false && url.host === new URL(registry).host));
  if (url === null || !own || url.username !== "" || url.password !== "") return undefined;
  const [space, model, tag] = /^\/v2\/([^/]+)\/([^/]+)\/manifests\/([^/]+)$/.exec(url.pathname)?.slice(1) ?? [];
  if (tag !== undefined) return tag.startsWith("sha256:") ? `${space}/${model}@${tag}` : `${space}/${model}:${tag}`;
  const [first = "", second, ...more] = url.pathname.replace(/\/(?:tags|blobs\/[0-9a-f]+)?\/?$/, "").slice(1).split("/");
  return second === undefined || more.length > 0 || pagesOfSite.has(first) ? undefined : `${first}/${second}`;
}
