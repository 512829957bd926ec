import { createHash } from "node:crypto";
import { SourceError, type FileRequest, type ListingRecord, type ListPage, type ListRequest, type ModelRef, type RecordField, type Source, type SourceContext } from "@modeldex/plugin-kit";
import { aboutOllama } from "./about-ollama.ts";
import { askedEntry, shortIdOf, type Entry } from "./entries.ts";
import { readRange } from "./file-range.ts";
import { parseName, readingsOf } from "./names.ts";
import { fromManifest, mostLicenses, readOnDemand } from "./on-demand.ts";
import { readOptions, type OllamaOptions, type Options } from "./options.ts";
import { ollamaDetails, onDemandFields, recordOf } from "./record.ts";
import { pathsOf, readConfiguration, readManifest } from "./registry.ts";
import { createSurvey, type Survey } from "./survey.ts";

const freshMs = 6 * 3_600_000;

/**
 * Ollama as one source with three origins: an index of its library and a daemon, which are listed together, and the registry, which is asked for one model
 * at a time. A run needs both of the first two: when one cannot be reached the run fails with its name, and what is stored stays.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @example
 * ollama({ host: "127.0.0.1" }).baseAddresses
 * // ["http://127.0.0.1:11434", "https://registry.ollama.ai"]
 */
export function ollama(given: OllamaOptions = {}): Source {
  const options = readOptions(given);
  const { id, host, library, registry } = options;
  const survey = createSurvey(options);
  const lists = host !== undefined || library !== undefined;
  return {
    id,
    kind: "ollama",
    title: "Ollama",
    homepage: "https://ollama.com",
    contract: 1,
    baseAddresses: [host, library, registry].filter((address) => typeof address === "string"),
    // What a daemon has is its owner's: answers about it are not those of another gateway.
    ...(host !== undefined && { credentialScope: createHash("sha256").update(host).digest("hex").slice(0, 16) }),
    // The registry does not say how often it may be asked.
    limits: [{ pathPrefix: "/v2/", requests: 120, windowMs: 60_000 }],
    naming: (nativeId) => (/[/@]/.test(nativeId) ? "namespaced" : "curated"),
    onDemand: onDemandFields,
    requestsPerGet: (library === undefined ? 0 : 1) + (host === undefined ? 0 : 1) + Math.max(registry === false ? 0 : 2 + mostLicenses, host === undefined ? 0 : 1),
    freshMs,
    details: ollamaDetails,
    about: async () => aboutOllama(options),
    ...(lists && {
      listing: "full",
      // A daemon is near, and changes with every `ollama pull`.
      harvestEveryMs: host === undefined ? freshMs : 300_000,
      list: async (request, context) => await listPage(request, survey, context),
      lookup: async (text, context) => (/^(?:sha256:)?[0-9a-f]{12,64}$/.test(text) ? (await survey.read(context)).entries.filter((entry) => hasId(entry, text.replace("sha256:", ""))).map((entry) => recordOf(entry)) : []),
    }),
    get: async ({ refs, need }, context) => {
      const known = await survey.read(context);
      return await Promise.all(refs.map(async (ref) => await getOne(ref, need, { known, options, context })));
    },
    ...(registry !== false && { readFile: async (request, context) => await readFile(request, registry, await survey.read(context), context) }),
    parseReference: (text) => readingsOf(text, registry),
  };
}

async function listPage({ cursor, since }: ListRequest, survey: Survey, context: SourceContext): Promise<ListPage> {
  if (cursor !== undefined) throw new SourceError("BAD_RESPONSE", "Ollama is listed in one page and gives no cursor; list it without one.");
  const [, version, at = ""] = /^(\S{1,400}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(since ?? "") ?? [];
  const age = context.now().getTime() - Date.parse(at);
  const state = await survey.read(context, version !== undefined && age >= 0 && age < freshMs / 2 ? version : undefined);
  if (state.unchanged) return { unchanged: true };
  return {
    records: state.entries.map((entry) => recordOf(entry)),
    checkpoint: `${state.version} ${context.now().toISOString()}`,
    ...(since !== undefined && { whole: true }),
  };
}

interface Lent {
  readonly known: Awaited<ReturnType<Survey["read"]>>;
  readonly options: Options;
  readonly context: SourceContext;
}

async function getOne(ref: ModelRef, need: ReadonlySet<RecordField>, lent: Lent): Promise<ListingRecord | SourceError | undefined> {
  try {
    const entry = lent.known.find(ref.nativeId);
    const found = entry === undefined ? await fromRegistry(ref, need, lent) : await detailed(entry, ref, need, lent);
    return found === undefined ? undefined : withoutUnasked(found, need);
  } catch (error) {
    if (lent.context.signal.aborted || !(error instanceof SourceError)) throw error;
    return error;
  }
}

async function detailed(entry: Entry, { nativeId, revision = /@(sha256:[0-9a-f]{64})$/.exec(nativeId)?.[1] }: ModelRef, need: ReadonlySet<RecordField>, { options, context }: Lent): Promise<ListingRecord | undefined> {
  const read = need.size === 0 && (revision === undefined || entry.digest !== undefined) ? { fields: {} } : await readOnDemand(entry, need, options, context);
  const record = recordOf({ ...entry, digest: read.digest ?? entry.digest }, read.fields);
  return revision === undefined || record.revision?.startsWith(revision) === true ? record : undefined;
}

/** Of a name that neither index nor daemon knows; only names that Ollama's own registry may have are sent there. */
async function fromRegistry({ nativeId, revision }: ModelRef, need: ReadonlySet<RecordField>, { known, options: { registry }, context }: Lent): Promise<ListingRecord | undefined> {
  const name = /^[0-9a-f]{12}$/.test(nativeId) ? undefined : parseName(nativeId);
  if (registry === false || name === undefined || name.host !== undefined) return undefined;
  const manifest = await readManifest(registry, name, context);
  if (manifest === undefined || (revision !== undefined && !manifest.digest.startsWith(revision))) return undefined;
  const configuration = await readConfiguration(manifest, context);
  const listed = known.entries.find(({ name: { base }, shortId }) => base === name.base && shortId === shortIdOf(manifest.digest));
  const entry = listed === undefined ? askedEntry(name, manifest.digest, configuration) : { ...listed, digest: manifest.digest };
  const movingAliases = [...new Set([...entry.movingAliases, nativeId])].filter((id) => id !== entry.nativeId);
  return recordOf({ ...entry, movingAliases }, need.size === 0 ? {} : await fromManifest(manifest, configuration, need, context));
}

function withoutUnasked(record: ListingRecord, need: ReadonlySet<RecordField>): ListingRecord {
  const unasked = new Set<string>(onDemandFields.filter((field) => !need.has(field)));
  const { nativeId, name, ...rest } = record;
  return { nativeId, name, ...Object.fromEntries(Object.entries(rest).filter(([field]) => !unasked.has(field))) };
}

function hasId({ shortId, digest }: Entry, hex: string): boolean {
  return shortId === hex.slice(0, 12) && (hex.length === 12 || digest?.startsWith(`sha256:${hex}`) === true);
}

async function readFile({ ref, path, range }: FileRequest, registry: string, known: Lent["known"], context: SourceContext): Promise<ReadableStream<Uint8Array> | undefined> {
  const entry = known.find(ref.nativeId);
  const name = entry?.name ?? parseName(ref.nativeId);
  if (name === undefined || name.host !== undefined || (entry !== undefined && entry.where !== "PUBLIC")) return undefined;
  const manifest = await readManifest(registry, name, context);
  if (manifest === undefined || (ref.revision !== undefined && !manifest.digest.startsWith(ref.revision))) return undefined;
  const layer = ["gguf", undefined].flatMap((format) => pathsOf(manifest, { format })).find(([each]) => each === path)?.[1];
  return layer === undefined ? undefined : await readRange(`${manifest.blobs}/${layer.digest}`, range, context);
}
