import { asBoolean, asCount, asHttpUrl, asRecord, asRoundedCount, asSha256, asString, asStrings, asTime, someOf } from "@modeldex/plugin-kit";
import { formatOfPath, isLanguageCode, listing, modelReference, parametersFromName, precisionsFromName } from "@modeldex/plugin-kit";
import type { DetailsType, ListingRecord, OciDocument, OciRegistry, SourceContext } from "@modeldex/plugin-kit";
import { filesOf } from "./files.ts";
import type { Options } from "./options.ts";
import { fieldsOf, packagingOf } from "./packagings.ts";
import { hubHost } from "./reference.ts";
import { signatureClaims } from "./signatures.ts";

/** What one call of the source reads with. */
export type Reading = { readonly options: Options; readonly registry: OciRegistry; readonly context: SourceContext };

/** A manifest with the tags that lead to it, the most explicit first; none: it is known by its digest. */
export type Artifact = { readonly repository: string; readonly manifest: OciDocument; readonly own: readonly string[] };

/** Fields that the source adds to the public schema. */
export const ociDetails = {
  typeName: "OciDetails",
  fields: {
    packaging: ["String!", "How the model is packed: `ModelPack`, `KitOps`, `Docker Model Runner` or `Ollama`."],
    family: ["String", "Family of a ModelPack, or the name that a Kitfile gives."],
    version: ["String", "Version that the artifact states."],
  },
} as const satisfies DetailsType;

/** Of the source of an artifact's code only what is a model. */
const hubPage = (value: unknown) => (/^https?:\/\/huggingface\.co\//.test(asString(value) ?? "") ? asHttpUrl(value) : undefined);

/** Makes the listing of an artifact. A text says why it is none. */
export async function recordOf(artifact: Artifact, reading: Reading): Promise<ListingRecord | string> {
  const { repository, manifest: { fields, digest }, own: [tag, ...others] } = artifact;
  const { registry, options: { host, publisher, curated, isPrivate } } = reading;
  const [packaging, descriptor] = [packagingOf(fields), asRecord(fields.config)];
  const [kind, configDigest] = [asString(descriptor?.mediaType) ?? "something without a configuration", asSha256(descriptor?.digest)];
  if (packaging === undefined) return `it is no model in a known packaging, but ${kind}, as a container image is`;
  if (configDigest === undefined) return "its manifest names no configuration by sha256";
  const [config, claims] = await Promise.all([registry.document(repository, configDigest), signatureClaims(artifact, reading)]);
  if (config === undefined) return "its configuration is missing";

  const field = fieldsOf(packaging, config.fields, asRecord(fields.annotations) ?? {});
  const [version, size, quantization, architecture] = (["version", "size", "quantization", "architecture"] as const).map((each) => field(each, asString));
  const license = field("license", (value) => asString(asStrings(value)?.join(" AND ") ?? value));
  const [origin, revision] = [field("origin", asHttpUrl) ?? field("code", hubPage), field("originRevision", asString)];
  const [input, output] = [field("input", asStrings), field("output", asStrings)];
  const [id, byDigest, path] = [`${host}/${repository}`, `${host}/${repository}@${digest}`, repository.split("/")];
  // Whoever gives the names, as Docker does in `ai/`, packs models of others there.
  const owner = path.length === 1 || curated || id.startsWith(`${hubHost}/ai/`) ? undefined : path[0];
  const by = field("publisher", asString) ?? publisher ?? owner;
  const parameters = parametersFromName(size?.replaceAll(" ", "") ?? "");
  const files = filesOf(fields, (blob) => registry.address(repository, "blobs", blob));
  return listing({
    nativeId: tag === undefined ? byDigest : `${id}:${tag}`, revision: digest,
    ...(tag !== undefined && { aliases: [byDigest], movingAliases: others.map((other) => `${id}:${other}`) }),
    name: field("name", asString) ?? `${path.at(-1)}${tag === undefined ? "" : `:${tag}`}`,
    publisher: by === undefined ? undefined : { name: by },
    url: field("page", asHttpUrl) ?? (host === hubHost ? `https://hub.docker.com/r/${repository}` : undefined),
    // What needs no credentials is there for everybody.
    access: isPrivate ? undefined : "OPEN",
    description: field("description", asString), createdAt: field("createdAt", asTime), license: license === undefined ? undefined : { stated: license },
    links: origin === undefined ? undefined : [{
      reference: modelReference(origin, revision), relation: quantization === undefined ? "UNKNOWN" : "QUANTIZED",
      statement: `The artifact names ${origin}${revision === undefined ? "" : ` at ${revision}`} as its source.`,
    }],
    architecture, contextTokens: field("context", (value) => asCount(value) ?? asRoundedCount(value), architecture),
    parameters: parameters && { ...parameters, origin: "STATED" },
    precisions: someOf(precisionsBy(tag, precisionsFromName([quantization, field("precision", asString)].join(" ")), quantization)),
    formats: someOf([formatOfPath(`model.${field("format", asString)}`), ...files.map(({ format }) => format)]),
    modalities: input && output && { input, output }, languages: field("languages", asStrings)?.filter(isLanguageCode),
    capabilities: someOf((["tools", "reasoning", "reward"] as const).filter((word) => field(word, asBoolean))),
    artifacts: files, claims, details: { packaging: packaging.title, family: field("family", asString), version },
  });
}

/** Docker writes two quantizations where its tool cannot tell which one the file has (`IQ2_XXS/Q4_K_M`); the tag says it. */
function precisionsBy(tag: string | undefined, stated: readonly string[], quantization: string | undefined): readonly string[] {
  if (tag === undefined || quantization?.includes("/") !== true) return stated;
  const named = precisionsFromName(tag);
  const both = stated.filter((precision) => named.includes(precision));
  return both.length > 0 ? both : stated;
}
