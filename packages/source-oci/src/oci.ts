import { asSha256, byExplicitness, eachRow, fileRange, getEach, isReferrersTag, ociRegistry, rangeHeader, readOciReference, sha256Of } from "@modeldex/plugin-kit";
import type { FileRequest, ListingRecord, ModelRef, Source, SourceContext } from "@modeldex/plugin-kit";
import { filesOf } from "./files.ts";
import { artifactsOf, listPage } from "./listing.ts";
import { readOptions, type OciOptions } from "./options.ts";
import { packagingOf } from "./packagings.ts";
import { ociDetails, recordOf, type Reading } from "./record.ts";
import { readingsOf } from "./reference.ts";

/**
 * Models in one OCI registry, packed as ModelPack, KitOps, for Docker's Model Runner or as Ollama does. One listing for each manifest of a repository, under its
 * most explicit tag.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @example
 * oci({ url: "https://docker.io", repositories: ["ai/llama3.1"] }).id
 * // "oci"
 */
export function oci(given: OciOptions): Source {
  const options = readOptions(given);
  const { id, host, origins, username, password, token } = options;
  const registry = ociRegistry(options);
  const reading = (context: SourceContext): Reading => ({ options, context, registry: registry(context) });
  return {
    id, kind: "oci", title: `OCI registry ${host}`, contract: 1, baseAddresses: origins,
    ...(options.isPrivate && { credentialScope: sha256Of(JSON.stringify([host, username, password, token])).slice(7, 23) }),
    limits: [{ pathPrefix: "/", requests: 3_000, windowMs: 60_000 }],
    listing: "full", naming: options.curated ? "curated" : "namespaced", details: ociDetails,
    freshMs: 12 * 3_600_000, harvestEveryMs: 6 * 3_600_000,
    about: async () => [
      { kind: "SOURCE_OPERATOR", facts: { operator: host }, evidence: [], statement: `Whoever may push to a repository of ${host} decides what its tags stand for.` },
      { kind: "REFERENCE_IMMUTABILITY", facts: { references: "CONTENT_ADDRESSED" }, evidence: [], statement: "Manifests and files are known by the sha256 of their bytes; tags move." },
    ],
    list: async (request, context) => await listPage(request, reading(context)),
    get: async ({ refs }, context) => await getEach(refs, context, async (ref) => await getOne(ref, reading(context))),
    readFile: async (request, context) => await readFile(request, reading(context)),
    parseReference: (text) => readingsOf(text, host),
  };
}

/** What a reference names. `undefined`: it is not there, or not served: with credentials only what is configured is, since whoever may ask the gateway could read all that they open. */
async function artifactAt({ nativeId, revision }: ModelRef, { registry, options: { host, repositories, isPrivate } }: Reading) {
  const { host: named, repository = "", tag, digest } = readOciReference(nativeId) ?? {};
  const wanted = revision === undefined ? (digest ?? tag) : asSha256(revision);
  if (named !== host || wanted === undefined || isReferrersTag(wanted) || (isPrivate && repositories?.includes(repository) === false)) return undefined;
  const manifest = await registry.manifest(repository, wanted);
  return manifest && { repository, manifest, own: tag === undefined ? [] : [tag] };
}

async function getOne(ref: ModelRef, reading: Reading): Promise<ListingRecord | undefined> {
  const asked = await artifactAt(ref, reading);
  if (asked === undefined) return undefined;
  // Of a revision that is named the tags of today say nothing. Of many tags the most explicit ones are looked at.
  const tags = ref.revision === undefined ? ((await reading.registry.tags(asked.repository)) ?? []) : [];
  const rows = eachRow(reading.context);
  const others = await artifactsOf(asked.repository, tags.filter((tag) => !asked.own.includes(tag)).slice(0, 60), rows, reading);
  const same = others.find(({ manifest }) => manifest.digest === asked.manifest.digest)?.own ?? [];
  return await rows.read(ref.nativeId, recordOf({ ...asked, own: [...asked.own, ...same].sort(byExplicitness) }, reading), []);
}

async function readFile({ ref, path, range }: FileRequest, reading: Reading): Promise<ReadableStream<Uint8Array> | undefined> {
  const asked = await artifactAt(ref, reading);
  const files = asked === undefined || packagingOf(asked.manifest.fields) === undefined ? [] : filesOf(asked.manifest.fields, String);
  const digest = files.find((file) => file.path === path)?.digest;
  if (asked === undefined || digest === undefined) return undefined;
  const response = await reading.registry.blob(asked.repository, digest, rangeHeader(range));
  return await fileRange(response, range, `${path} of ${ref.nativeId}`, reading.context.now());
}
