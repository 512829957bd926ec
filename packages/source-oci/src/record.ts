import { asArray, asHttpUrl, asRecord, asSha256, asString, asTime, listing, type DetailsType, type ListingRecord, type SourceContext } from "@modeldex/plugin-kit";
import { filesOf } from "./files.ts";
import { linkTo, packagingOf } from "./packagings.ts";
import type { Manifest, Registry } from "./registry.ts";
import { hubHost } from "./reference.ts";
import { signatureClaims } from "./signatures.ts";

/** Fields that the source adds to the public schema. */
export const ociDetails = {
  typeName: "OciDetails",
  fields: {
    packaging: ["String!", "How the model is packed: `ModelPack`, `KitOps`, `Docker Model Runner` or `Ollama`."],
    family: ["String", "Family of a ModelPack, or the name that a Kitfile gives."],
    version: ["String", "Version that the artifact states."],
    authors: ["[String!]", "Authors that the artifact states, in its own words."],
    parameters: ["JSON", "Whatever a Kitfile says in `model.parameters`."],
    chosenManifest: ["Digest", "Where the tag names an index of several manifests: the one that is described here."],
  },
} as const satisfies DetailsType;

/** One artifact with its names. */
export interface Named {
  readonly repository: string;
  readonly manifest: Manifest;
  /** Tags that lead to it, the most explicit first; none: it is known by its digest. */
  readonly own: readonly string[];
  /** All tags of the repository; `undefined`: it does not list them. */
  readonly tags: readonly string[] | undefined;
}

/** The manifest that describes the model, and its files. A text says why it is none. */
export async function modelIn({ manifest, repository }: Pick<Named, "manifest" | "repository">, registry: Registry, context: SourceContext) {
  const chosen = await chosenFrom(manifest, repository, registry, context);
  const packaging = chosen === undefined ? undefined : packagingOf(chosen.fields);
  if (chosen === undefined || packaging === undefined) return `it is no model in a known packaging, but ${asString(asRecord(chosen?.fields.config)?.mediaType) ?? "something without a configuration"}, as a container image is`;
  return { chosen, packaging, files: filesOf(chosen.fields, (digest) => `${registry.options.origin}/v2/${repository}/blobs/${digest}`) };
}

/** Of an index (several platforms, say) the first entry that says to be a model, else its first. */
async function chosenFrom(manifest: Manifest, repository: string, registry: Registry, context: SourceContext): Promise<Manifest | undefined> {
  const entries = asArray(manifest.fields.manifests)?.map((entry) => asRecord(entry) ?? {});
  if (entries === undefined) return manifest;
  const digest = asSha256((entries.find((entry) => packagingOf(entry) !== undefined) ?? entries[0])?.digest);
  return digest && (await registry.manifest(repository, digest, context));
}

const mostFiles = 2_000;

/** Makes the listing of an artifact. A text says why it is none. */
export async function recordOf(named: Named, registry: Registry, context: SourceContext): Promise<ListingRecord | string> {
  const { repository, manifest: { digest, fields }, own: [tag, ...others] } = named;
  const { host, publisher, isPrivate } = registry.options;
  const model = await modelIn(named, registry, context);
  if (typeof model === "string") return model;
  const { chosen, packaging, files } = model;
  const [descriptor, annotations] = [asRecord(chosen.fields.config) ?? {}, { ...asRecord(fields.annotations), ...asRecord(chosen.fields.annotations) }];
  const configDigest = asSha256(descriptor.digest);
  if (configDigest === undefined) return "its manifest names no configuration by sha256";
  const isEmpty = descriptor.mediaType === "application/vnd.oci.empty.v1+json";
  const [config, claims] = await Promise.all([isEmpty ? {} : registry.config(repository, configDigest, context), signatureClaims({ ...named, digest }, registry, context)]);
  if (config === undefined) return "its configuration is missing";
  const said = packaging.say(config);
  const note = (key: string): string | undefined => asString(annotations[`org.opencontainers.image.${key}`]);
  const [path, license, vendor, source] = [repository.split("/"), note("licenses"), note("vendor"), asHttpUrl(note("source"))];
  const [owner, last] = [path.length > 1 ? path[0] : undefined, path.at(-1) ?? repository];
  const by = vendor ?? publisher ?? owner;
  const formats = [...new Set([...(said.formats ?? []), ...files.flatMap(({ format }) => format ?? [])])];
  return listing({
    ...said,
    nativeId: tag === undefined ? byDigest(named, host) : `${host}/${repository}:${tag}`,
    aliases: tag === undefined ? undefined : [byDigest(named, host)],
    movingAliases: tag === undefined ? undefined : others.map((other) => `${host}/${repository}:${other}`),
    name: said.name ?? (tag === undefined ? last : `${last}:${tag}`),
    publisher: said.publisher ?? (by === undefined ? undefined : { name: by }),
    url: said.url ?? asHttpUrl(note("documentation")) ?? asHttpUrl(note("url")) ?? (host === hubHost ? `https://hub.docker.com/r/${repository}` : undefined),
    // What needs no credentials is there for everybody.
    access: isPrivate ? undefined : "OPEN",
    revision: digest,
    description: said.description ?? note("description") ?? note("title"),
    license: said.license ?? (license === undefined ? undefined : { stated: license }),
    createdAt: said.createdAt ?? asTime(note("created")),
    links: said.links ?? (source !== undefined && /^https?:\/\/huggingface\.co\//.test(source) ? linkTo(source, note("revision"), said.precisions !== undefined && formats.includes("GGUF")) : undefined),
    formats: formats.length === 0 ? undefined : formats,
    hasCard: files.some(({ path: name }) => /(?:^|\/)readme\.md$/i.test(name)) ? true : undefined,
    artifacts: files.slice(0, mostFiles),
    artifactCount: files.length > mostFiles ? files.length : undefined,
    claims,
    details: { ...said.details, version: asString(said.details?.version) ?? note("version"), packaging: packaging.title, chosenManifest: chosen.digest === digest ? undefined : chosen.digest },
  });
}

function byDigest({ repository, manifest }: Named, host: string): string {
  return `${host}/${repository}@${manifest.digest}`;
}
