import type { ListingRecord } from "@modeldex/schema";

/**
 * Package URL of a listing where purl-spec has a type for its kind of source: `huggingface`, and `oci`, whose version is the digest of the manifest
 * and whose `repository_url` says where it is. `undefined` for others; an image without a digest has none.
 *
 * @param kind `Source.kind`
 * @example
 * packageUrl("oci", { nativeId: "docker.io/ai/llama3.1:8B-Q4_K_M", revision: "sha256:3ef2…" })
 * // "pkg:oci/llama3.1@sha256%3A3ef2…?repository_url=docker.io%2Fai%2Fllama3.1&tag=8B-Q4_K_M"
 */
export function packageUrl(kind: string | undefined, { nativeId, revision }: Pick<ListingRecord, "nativeId" | "revision">): string | undefined {
  switch (kind) {
    case "huggingface": return `pkg:huggingface/${nativeId}${revision === undefined ? "" : `@${revision}`}`;
    case "oci": return imageUrl(nativeId, revision);
    default: return undefined;
  }
}

function imageUrl(nativeId: string, revision: string | undefined): string | undefined {
  const [, repository, tag] = /^([^@]*?\/[^@:]+)(?::([\w][\w.-]*))?(?:@[a-z0-9]+:[0-9a-f]+)?$/i.exec(nativeId) ?? [];
  if (repository === undefined || revision === undefined || !/^sha(?:256|512):[0-9a-f]+$/.test(revision)) return undefined;
  const name = repository.slice(repository.lastIndexOf("/") + 1).toLowerCase();
  const qualifiers = [`repository_url=${encodeURIComponent(repository)}`, ...(tag === undefined ? [] : [`tag=${encodeURIComponent(tag)}`])];
  return `pkg:oci/${encodeURIComponent(name)}@${encodeURIComponent(revision)}?${qualifiers.join("&")}`;
}
