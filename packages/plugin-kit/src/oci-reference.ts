import type { Digest } from "@modeldex/schema";
import { asSha256 } from "./unknown-values.ts";

/** What a text of the form `<host>/<repository>[:<tag>][@sha256:<hex>]` names. */
export interface OciReference {
  readonly host: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
}

const form = /^([^\s/]+)\/([a-z0-9._/-]+)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/**
 * Reads the name of an artifact in a registry, as `docker` and `oras` take it; nothing is added where there is no host or tag.
 *
 * @returns `undefined` for text of another form.
 * @example
 * readOciReference("docker.io/ai/llama3.1:8B-Q4_K_M")
 * // { host: "docker.io", repository: "ai/llama3.1", tag: "8B-Q4_K_M", digest: undefined }
 */
export function readOciReference(text: string): OciReference | undefined {
  const [, host, repository, tag, digest] = text.length > 1024 ? [] : (form.exec(text) ?? []);
  return host !== undefined && isOciRepository(repository) ? { host, repository, tag, digest: asSha256(digest) } : undefined;
}

/** Name of a repository (OCI distribution specification 1.1, "Pulling manifests"), of at most 255 characters. */
export function isOciRepository(text: unknown): text is string {
  return typeof text === "string" && text.length <= 255 && /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/.test(text);
}

/** Name of a tag, likewise. */
export function isOciTag(text: unknown): text is string {
  return typeof text === "string" && /^\w[\w.-]{0,127}$/.test(text);
}

/** Whether a tag names what belongs to another manifest: of the referrers tag schema (specification 1.1), and cosign's `.sig`, `.att`, `.sbom`. */
export function isReferrersTag(tag: string): boolean {
  return /^sha256-[0-9a-f]{64}(?:\.\w+)?$/.test(tag);
}
