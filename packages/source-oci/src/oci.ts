import { createHash } from "node:crypto";
import { asSha256, SourceError, type FileRequest, type ListingRecord, type ModelRef, type Source, type SourceClaim, type SourceContext } from "@modeldex/plugin-kit";
import { byteRange, sliced } from "./byte-range.ts";
import { freshMs, listPage } from "./listing.ts";
import { readOptions, type OciOptions } from "./options.ts";
import { modelIn, ociDetails, recordOf } from "./record.ts";
import { byExplicitness, isReferrersTag, readingsOf, readReference } from "./reference.ts";
import { registryClient, type Registry } from "./registry.ts";

/**
 * Models in OCI registries, packed as ModelPack, KitOps, for Docker's Model Runner or as Ollama does. One listing for each manifest of a repository, under its
 * most explicit tag.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @example
 * oci({ registries: [{ url: "https://docker.io", repositories: ["ai/llama3.1"] }] }).id
 * // "oci"
 */
export function oci(given: OciOptions): Source {
  const { id, registries } = readOptions(given);
  const clients = new Map(registries.map((registry) => [registry.host, registryClient(registry)]));
  const hosts = new Set(clients.keys());
  const secrets = registries.flatMap(({ host, username = "", password = "", token = "", isPrivate }) => (isPrivate ? [[host, username, password, token]] : []));
  return {
    id,
    kind: "oci",
    title: registries.length === 1 ? `OCI registry ${[...hosts].join("")}` : "OCI registries",
    contract: 1,
    baseAddresses: [...new Set(registries.flatMap(({ origin, authOrigin }) => [origin, authOrigin]))],
    ...(secrets.length > 0 && { credentialScope: createHash("sha256").update(JSON.stringify(secrets)).digest("hex").slice(0, 16) }),
    limits: [{ pathPrefix: "/", requests: 3_000, windowMs: 60_000 }],
    listing: "full",
    naming: (nativeId) => (clients.get(readReference(nativeId)?.host ?? "")?.options.curated === true ? "curated" : "namespaced"),
    freshMs,
    harvestEveryMs: 3_600_000,
    details: ociDetails,
    about: async () => registries.flatMap(({ host }) => aboutRegistry(host)),
    list: (request, context) => listPage(request, clients, context),
    get: async ({ refs }, context) => await Promise.all(refs.map(async (ref) => await getOne(ref, clients, context))),
    ...(registries.some(({ repositories = [] }) => repositories.length > 0) && { lookup: (text: string, context: SourceContext) => byDigest(text, clients, context) }),
    readFile: (request, context) => readFile(request, clients, context),
    parseReference: (text) => readingsOf(text, hosts),
  };
}

type Clients = ReadonlyMap<string, Registry>;

/** Tags of one repository that are looked at for one model, the most explicit ones. */
const mostTags = 60;
const mostRepositories = 50;

/** The repository and the manifest that a reference names; `undefined`: there is none, or it is not served. */
async function manifestOf({ nativeId, revision }: ModelRef, clients: Clients, context: SourceContext) {
  const named = readReference(nativeId);
  const registry = clients.get(named?.host ?? "");
  const wanted = revision === undefined ? (named?.digest ?? named?.tag) : asSha256(revision);
  if (named === undefined || registry?.serves(named.repository) !== true || wanted === undefined || isReferrersTag(wanted)) return undefined;
  const manifest = await registry.manifest(named.repository, wanted, context);
  return manifest && { named, registry, manifest };
}

async function getOne(ref: ModelRef, clients: Clients, context: SourceContext): Promise<ListingRecord | SourceError | undefined> {
  try {
    const found = await manifestOf(ref, clients, context);
    if (found === undefined) return undefined;
    const { named: { repository, tag }, registry, manifest } = found;
    const tags = await registry.tags(repository, context);
    // Of a revision that is named the tags of today say nothing.
    const siblings = ref.revision === undefined ? (tags ?? []).filter((other) => other !== tag && !isReferrersTag(other)).slice(0, mostTags) : [];
    const same = (await registry.digests(repository, siblings, context)).get(manifest.digest) ?? [];
    const own = [...same, ...(tag === undefined ? [] : [tag])].sort(byExplicitness);
    const record = await recordOf({ repository, manifest, own, tags }, registry, context);
    if (typeof record !== "string") return record;
    context.drop(ref.nativeId, record);
    return undefined;
  } catch (error) {
    if (context.signal.aborted || !(error instanceof SourceError)) throw error;
    return error;
  }
}

/** A digest says nothing of its repository, so those that are configured are asked. */
async function byDigest(text: string, clients: Clients, context: SourceContext): Promise<readonly ListingRecord[]> {
  const digest = asSha256(text.trim());
  if (digest === undefined) return [];
  const named = [...clients.values()].flatMap(({ options: { host, repositories = [] } }) => repositories.map((name) => `${host}/${name}@${digest}`));
  const answers = await Promise.all(named.slice(0, mostRepositories).map(async (nativeId) => await getOne({ nativeId }, clients, context)));
  const found = answers.flatMap((answer) => (answer === undefined || answer instanceof SourceError ? [] : [answer]));
  const failure = answers.find((answer) => answer instanceof SourceError);
  if (found.length === 0 && failure !== undefined) throw failure;
  return found;
}

async function readFile({ ref, path, range }: FileRequest, clients: Clients, context: SourceContext): Promise<ReadableStream<Uint8Array> | undefined> {
  const found = await manifestOf(ref, clients, context);
  if (found === undefined) return undefined;
  const { named: { repository }, registry, manifest } = found;
  const model = await modelIn({ repository, manifest }, registry, context);
  const digest = typeof model === "string" ? undefined : model.files.find((file) => file.path === path)?.digest;
  if (digest === undefined) return undefined;
  const response = await registry.blob(repository, digest, context, byteRange(range));
  return await sliced(response, range, `${path} of ${ref.nativeId}`, context.now());
}

function aboutRegistry(host: string): readonly SourceClaim[] {
  return [
    { kind: "SOURCE_OPERATOR", statement: `${host} is a registry of OCI artifacts; whoever may push to a repository there decides what its tags stand for.`, facts: { operator: host }, evidence: [] },
    { kind: "REFERENCE_IMMUTABILITY", statement: `In ${host} a manifest and its files are known by the sha256 of their bytes; a tag can be moved to another manifest.`, facts: { references: "CONTENT_ADDRESSED" }, evidence: [] },
  ];
}
