import { createHash } from "node:crypto";

const prefix = "modeldex:1";

/**
 * Key of an answer of a source. Without the catalog's generation, so that a harvest does not empty the cache.
 *
 * @param scope whose view it is: see `scopeOf`. Answers are never shared across scopes.
 * @returns text of the form `modeldex:1:upstream:<source id>:<scope>:<method>:<sha256 of the request>`.
 */
export function upstreamKey(source: string, scope: string, method: string, request: unknown): string {
  return `${prefix}:upstream:${source}:${scope}:${method}:${digest(canonicalJson(request))}`;
}

/**
 * Key of a whole answer.
 *
 * @param parts the catalog's generation, the hash of the document, its variables, the name of the operation, and the caller's visibility scope.
 * @returns text of the form `modeldex:1:response:<sha256>`.
 */
export function responseKey(parts: {
  readonly generation: string;
  readonly documentHash: string;
  readonly variables?: unknown;
  readonly operation?: string;
  readonly scope?: string;
}): string {
  const { generation, documentHash, variables = {}, operation = "", scope = "public" } = parts;
  return `${prefix}:response:${digest(canonicalJson([generation, documentHash, operation, scope, variables]))}`;
}

/** Twelve hex digits for the view that a configuration gives: other addresses or other credentials are another view. */
export function scopeOf(view: unknown): string {
  return digest(canonicalJson(view)).slice(0, 12);
}

/** JSON with sorted keys and without `undefined` members; sets are sorted lists. Equal requests give equal text. */
export function canonicalJson(value: unknown): string {
  if (value === undefined) return "null";
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (value instanceof Set) return `[${[...value].map(canonicalJson).sort().join(",")}]`;
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
