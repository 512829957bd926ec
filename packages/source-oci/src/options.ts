import { isOciRepository, parseOptions } from "@modeldex/plugin-kit";
import { z } from "zod";
import { hubHost } from "./reference.ts";

/** One registry. Several are several sources, each with an `id` of its own. */
export type OciOptions = z.input<typeof schema>;

/** Options with their defaults, and where the registry answers. */
export type Options = ReturnType<typeof readOptions>;

/** @throws {OptionsError} naming the option that is wrong. */
export function readOptions(options: OciOptions) {
  const { url, authUrl, ...rest } = parseOptions(schema, options, "oci()");
  const isHub = /^(?:(?:index\.|registry-1\.)?docker\.io|hub\.docker\.com)$/.test(url.host);
  const [host, origin, authOrigin] = isHub ? [hubHost, "https://registry-1.docker.io", "https://auth.docker.io"] : [url.host, url.origin, url.origin];
  return { ...rest, host, origin, origins: [...new Set([origin, authUrl?.origin ?? authOrigin])], isPrivate: rest.username !== undefined || rest.token !== undefined };
}

const address = z.url({ protocol: /^https?$/, error: "must be an http or https URL, such as https://registry.example" }).transform((url) => new URL(url));
const secret = z.string().regex(/^[\x20-\x7e]+$/, "must be text without line breaks");

const schema = z
  .strictObject({
    /** @default "oci" */
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("oci"),
    /** Address of the registry, without a path; `https://docker.io` means Docker Hub. */
    url: address.refine(({ href, origin }) => href === `${origin}/`, "must be an address without a path or credentials; name repositories in the option repositories"),
    /** What is listed, such as `["ai/llama3.1"]`. @default whatever the registry's own catalog (`/v2/_catalog`) has; Docker Hub and GHCR have none */
    repositories: z.array(z.string().refine(isOciRepository, 'must be a repository without a tag, such as "ai/llama3.1"')).readonly().transform((names) => names.toSorted()).optional(),
    /** With `password`: sent by Basic to the registry, or to where it gives tokens. */
    username: secret.regex(/^[^:]*$/, "must not have a colon").optional(),
    password: secret.optional(),
    /** Sent as it is, as Bearer; in the place of `username`. */
    token: secret.optional(),
    /** Address at which the registry gives tokens, where that is another host: nothing else gets `password`. @default the registry's own; of Docker Hub https://auth.docker.io */
    authUrl: address.optional(),
    /** Whoever keeps the registry gives each repository its name, so that names there may join models; the namespace says nothing of a publisher then. @default false */
    curated: z.boolean().default(false),
    /** Who publishes what is there, where an artifact does not say. @default the first part of a repository's name, where it has several and the registry is not curated */
    publisher: z.string().trim().min(1).max(200).optional(),
  })
  .refine(({ username, password }) => (username === undefined) === (password === undefined), "username goes with password; give both or neither")
  .refine(({ username, token }) => username === undefined || token === undefined, "token stands in the place of username and password; give one or the other");
