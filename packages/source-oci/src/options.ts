import { parseOptions } from "@modeldex/plugin-kit";
import { z } from "zod";
import { hubHost, isRepository } from "./reference.ts";

export interface OciOptions {
  /** Each with its own credentials; a host once. */
  readonly registries: readonly OciRegistryOptions[];
  /** @default "oci" */
  readonly id?: string | undefined;
}

export interface OciRegistryOptions {
  /** Address of the registry, without a path; `https://docker.io` means Docker Hub. */
  readonly url: string;
  /** What is listed, such as `["ai/llama3.1"]`. @default whatever the registry's own catalog (`/v2/_catalog`) has; Docker Hub and GHCR have none */
  readonly repositories?: readonly string[] | undefined;
  /** With `password`: sent by Basic to the registry, or to where it gives tokens. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Sent as it is, as Bearer; in the place of `username`. */
  readonly token?: string | undefined;
  /** Address at which the registry gives tokens, where that is another host: nothing else gets `password`. @default the registry's own; of Docker Hub https://auth.docker.io */
  readonly authUrl?: string | undefined;
  /** Whoever keeps the registry gives each repository its name, so that names there may join models. @default false */
  readonly curated?: boolean | undefined;
  /** Who publishes what is there, where an artifact does not say. @default the first part of a repository's name, where it has several */
  readonly publisher?: string | undefined;
}

/** One registry with its defaults. */
export type RegistryOptions = ReturnType<typeof readOptions>["registries"][number];

/** @throws {OptionsError} naming the option that is wrong. */
export function readOptions(options: OciOptions) {
  return parseOptions(schema, options, "oci()");
}

const withoutCatalog = new Set([hubHost, "ghcr.io"]);
const origin = (example: string) => z.url({ protocol: /^https?$/, error: `must be an http or https URL, such as ${example}` }).transform((url) => new URL(url));
const secret = z.string().regex(/^[\x20-\x7e]+$/, "must be text without line breaks");

const registry = z
  .strictObject({
    url: origin("https://registry.example").refine((url) => `${url.pathname}${url.search}${url.hash}${url.username}` === "/", "must be an address without a path or credentials; name repositories in the option repositories"),
    repositories: z.array(z.string().refine(isRepository, 'must be a repository without a tag, such as "ai/llama3.1"')).max(10_000).optional(),
    username: secret.regex(/^[^:]*$/, "must not have a colon").optional(),
    password: secret.optional(),
    token: secret.optional(),
    authUrl: origin("https://auth.example").optional(),
    curated: z.boolean().default(false),
    publisher: z.string().trim().min(1).max(200).optional(),
  })
  .refine(({ username, password }) => (username === undefined) === (password === undefined), { path: ["password"], message: "goes with username; give both or neither" })
  .refine(({ username, token }) => username === undefined || token === undefined, { path: ["token"], message: "stands in the place of username and password; give one or the other" })
  .transform(({ url, authUrl, ...rest }) => {
    const isHub = /^(?:(?:index\.|registry-1\.)?docker\.io|hub\.docker\.com)$/.test(url.host);
    const own = isHub ? "https://registry-1.docker.io" : url.origin;
    return { ...rest, host: isHub ? hubHost : url.host, origin: own, authOrigin: authUrl?.origin ?? (isHub ? "https://auth.docker.io" : own), isPrivate: rest.username !== undefined || rest.token !== undefined };
  })
  .refine(({ host, repositories }) => repositories !== undefined || !withoutCatalog.has(host), { path: ["repositories"], message: 'must be there: this registry has no catalog that could be listed; name some, such as ["ai/llama3.1"], or none ([]) to only resolve references' });

const schema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("oci"),
  registries: z.array(registry).min(1, "must name at least one registry, such as [{ url: \"https://registry.example\" }]").max(100)
    .refine((all) => new Set(all.map(({ host }) => host)).size === all.length, "names a host twice; put its repositories into one entry"),
});
