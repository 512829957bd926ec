import type { ReferenceReading } from "@modeldex/plugin-kit";
import { followsNamingRule, isBareRepositoryId, isFilePath, isRevision } from "./repository-id.ts";

const hubHosts = new Set(["huggingface.co", "www.huggingface.co", "hf.co", "www.hf.co"]);

/** First path segments of the Hub that are no owner of models. */
const reservedNames = new Set([
  "api", "blog", "brand", "buckets", "changelog", "chat", "collections", "datasets", "docs", "enterprise", "front", "huggingchat", "inference",
  "inference-endpoints", "join", "kernels", "learn", "login", "logout", "metrics", "models", "new", "notifications", "organizations", "papers", "posts",
  "pricing", "privacy", "search", "settings", "spaces", "support", "tasks", "terms-of-service", "welcome",
]);

/** A digest, a commit, or an address or transaction of a chain: nobody means a model of that name. */
const isHash = /^(?:0x)?(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** Longest text that is looked at. */
const longestReference = 1024;

/**
 * Reads a text as the name of a model on the Hub; empty when it is of no form that the Hub has.
 *
 * Forms: addresses of the Hub (also `/tree|blob|resolve|raw|commit|commits/<revision>/<path>`), of the configured endpoint and of `/api/models`;
 * `hf://org/name[@revision][/path]`; `hf.co/org/name:QUANT` as Ollama writes it; purl `pkg:huggingface/org/name[@commit]`; `org/name[@revision]`; single names.
 *
 * @example
 * parseHubReference("hf.co/google/gemma-3-4b-it:Q4_K_M", "https://huggingface.co")
 * // [{ ref: { nativeId: "google/gemma-3-4b-it" }, readAs: "Ollama name of a Hugging Face model", certain: true }]
 */
export function parseHubReference(text: string, endpoint: string): readonly ReferenceReading[] {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed.length > longestReference) return [];
  const reading = /^pkg:/i.test(trimmed) ? fromPackageUrl(trimmed, endpoint)
    : /^hf:\/\//i.test(trimmed) ? fromScheme(trimmed.slice("hf://".length))
    : /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? fromAddress(trimmed, endpoint)
    : fromHostWithoutScheme(trimmed, endpoint) ?? fromBareName(trimmed);
  return reading === undefined || reading === "refused" ? [] : [reading];
}

function fromPackageUrl(text: string, endpoint: string): ReferenceReading | undefined {
  const match = /^pkg:\/{0,2}huggingface\/([^@?#]+)(?:@([^?#]+))?(?:\?([^#]*))?(?:#(.+))?$/i.exec(text);
  if (match === null) return undefined;
  const repository = new URLSearchParams(match[3] ?? "").get("repository_url");
  if (repository !== null && !isOwnAddress(repository, endpoint)) return undefined;
  return reading("package URL", true, decoded(match[1]), decoded(match[2]), decoded(match[4]));
}

function fromScheme(rest: string): ReferenceReading | undefined {
  const match = /^([^/@]+\/[^/@]+)(?:@([^/]+))?(?:\/(.+))?$/.exec(rest);
  if (match?.[1] === undefined || !isBareRepositoryId(match[1]) || isReserved(match[1])) return undefined;
  return reading("hf:// address", true, match[1], decoded(match[2]), match[3]);
}

function fromAddress(text: string, endpoint: string): ReferenceReading | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if ((url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.password !== "") return undefined;
  const path = pathOnHub(url, endpoint);
  return path === undefined ? undefined : fromPath(path, "Hugging Face URL");
}

/** `hf.co/org/name:QUANT` and addresses pasted without their scheme. Another host with a dot is not taken for an owner. */
function fromHostWithoutScheme(text: string, endpoint: string): ReferenceReading | "refused" | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const host = text.slice(0, slash).toLowerCase();
  if (!hubHosts.has(host) && host !== new URL(endpoint).host) return undefined;
  const quantized = /^[^/]+\/([^/:]+\/[^/:]+):([A-Za-z0-9_.-]+)$/.exec(text);
  if (quantized !== null) return isReserved(quantized[1]) ? "refused" : reading("Ollama name of a Hugging Face model", true, quantized[1]) ?? "refused";
  return fromAddress(`https://${text}`, endpoint) ?? fromAddress(`http://${text}`, endpoint) ?? "refused";
}

function fromBareName(text: string): ReferenceReading | undefined {
  const match = /^([^@]+)(?:@(.+))?$/.exec(text);
  if (match?.[1] === undefined || !isBareRepositoryId(match[1]) || isReserved(match[1]) || isHash.test(match[1])) return undefined;
  return reading("Hugging Face id", false, match[1], match[2]);
}

function fromPath(path: string, readAs: string): ReferenceReading | undefined {
  const parts = path.split("/").filter((part) => part !== "").map((part) => decoded(part));
  const [first, second, third, revision, ...file] = parts;
  if (first === "api") {
    if (second !== "models" || third === undefined) return undefined;
    const [owner, name, word, commit] = parts.slice(2);
    if (name === undefined || name === "revision") return reading(readAs, true, owner, commit);
    return reading(readAs, true, `${owner}/${name}`, word === "revision" ? commit : undefined);
  }
  if (first === undefined || reservedNames.has(first.toLowerCase())) return undefined;
  if (second === undefined) return reading(readAs, true, first);
  // The address that git clones from.
  const id = third === undefined ? `${first}/${second.replace(/\.git$/, "")}` : `${first}/${second}`;
  const atRevision = third !== undefined && ["tree", "blob", "resolve", "raw", "commit", "commits"].includes(third);
  return reading(readAs, true, id, atRevision ? revision : undefined, atRevision && file.length > 0 ? file.join("/") : undefined);
}

/** Path below the Hub or the configured endpoint; `undefined` for another host. */
function pathOnHub(url: URL, endpoint: string): string | undefined {
  const own = new URL(endpoint);
  const prefix = own.pathname.replace(/\/+$/, "");
  if (url.host === own.host && (url.pathname === prefix || url.pathname.startsWith(`${prefix}/`))) return url.pathname.slice(prefix.length);
  return hubHosts.has(url.hostname) && url.port === "" ? url.pathname : undefined;
}

function isOwnAddress(text: string, endpoint: string): boolean {
  return URL.canParse(text) && pathOnHub(new URL(text), endpoint) !== undefined;
}

function isReserved(id: string | undefined): boolean {
  return reservedNames.has((id?.split("/")[0] ?? "").toLowerCase());
}

/** A part that is present and malformed refuses the whole reading: half a reference would name something else. */
function reading(readAs: string, certain: boolean, id: string | undefined, revision?: string, path?: string): ReferenceReading | undefined {
  if (id === undefined || !followsNamingRule(id)) return undefined;
  if (revision !== undefined && !isRevision(revision)) return undefined;
  if (path !== undefined && !isFilePath(path)) return undefined;
  // The default branch is what an id means without a revision.
  const named = revision === "main" || revision === "HEAD" ? undefined : revision;
  return { ref: { nativeId: id, ...(named !== undefined && { revision: named }), ...(path !== undefined && { path }) }, readAs, certain };
}

/** Percent-decoded; as it stands when it is malformed, which no id or revision allows. */
function decoded<Text extends string | undefined>(text: Text): Text | string {
  try {
    return text === undefined ? text : decodeURIComponent(text);
  } catch {
    return text;
  }
}
