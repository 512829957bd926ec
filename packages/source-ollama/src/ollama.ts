import { byEveryId, filled, getEach, onlyNeeded, parseOptions, readRange, sha256Of, SourceError, wholeDocuments, type ListingRecord, type RecordField, type Source, type SourceContext } from "@modeldex/plugin-kit";
import { claims, ollamaDetails } from "./about-ollama.ts";
import { readInstalled, showModel } from "./daemon.ts";
import { entriesOf, entryOf, type Entry } from "./entries.ts";
import { pageOf, readLibrary } from "./library.ts";
import { idOf, parseName, readingsOf } from "./names.ts";
import { optionsSchema, type OllamaOptions } from "./options.ts";
import { readRegistry, requestsPerModel } from "./registry.ts";

const freshMs = 6 * 3_600_000;
const onDemand = ["artifacts", "claims", "license", "architecture", "contextTokens", "capabilities"] as const;

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
  const { id, host, library, registry } = parseOptions(optionsSchema, given, "ollama()");
  const places = [{ url: library, what: "the index of Ollama's library" }, { url: host && `${host}/api/tags`, what: "the list of installed models" }];
  const documents = wholeDocuments(places.flatMap(({ url, what }) => (url === undefined ? [] : [{ url, what }])), freshMs);
  /** Names that only the daemon has, or had: they go nowhere else. */
  const ours = new Set<string>();
  const entriesIn = (read: readonly unknown[], context: SourceContext): readonly Entry[] => {
    const entries = entriesOf(library === undefined ? [] : readLibrary(read[0], context), host === undefined ? [] : readInstalled(read.at(-1), context));
    for (const { lead } of entries) if (lead.facts.url === undefined) ours.add(lead.name.base);
    return entries;
  };
  const known = async (context: SourceContext): Promise<ReadonlyMap<string, Entry>> =>
    byEveryId(entriesIn(await documents.read(context), context), ({ record }) => record);
  return {
    id, kind: "ollama", title: "Ollama", homepage: "https://ollama.com", contract: 1, details: ollamaDetails,
    baseAddresses: [host, library, registry].filter((address) => typeof address === "string"),
    // What a daemon has is its owner's: answers about it are not those of another gateway.
    ...(host !== undefined && { credentialScope: sha256Of(host).slice(-16) }),
    // The registry does not say how often it may be asked.
    limits: [{ pathPrefix: "/v2/", requests: 120, windowMs: 60_000 }],
    naming: (nativeId) => (/[/@]/.test(nativeId) ? "namespaced" : "curated"),
    onDemand, requestsPerGet: 2 + requestsPerModel, freshMs, about: async () => claims,
    ...((host !== undefined || library !== undefined) && {
      // A daemon is near, and changes with every `ollama pull`.
      listing: "full", harvestEveryMs: host === undefined ? freshMs : 300_000,
      list: (request, context) => documents.list(request, context, (read) => ({ records: entriesIn(read, context).map(({ record }) => record) })),
    }),
    get: async ({ refs, need }, context) => {
      const entries = await known(context);
      return await getEach(refs, context, async ({ nativeId, revision = "" }) => {
        const entry = entries.get(nativeId);
        const base = parseName(nativeId)?.base ?? "";
        // The library has every other bare name, as far as its index tells.
        if (entry === undefined && (ours.has(base) || (host !== undefined && library !== undefined && !base.includes("/") && !entries.has(base)))) return undefined;
        const record = need.size === 0 && entry?.record.revision?.startsWith(revision) === true ? entry.record : await ask(entry, nativeId, need, context);
        return record?.revision?.startsWith(revision) === true ? onlyNeeded(record, onDemand, need) : undefined;
      });
    },
    ...(registry !== false && {
      readFile: async ({ ref: { nativeId, revision = "" }, path, range }, context) => {
        const { lead } = (await known(context)).get(nativeId) ?? {};
        const name = lead === undefined ? parseName(nativeId) : lead.facts.url === undefined ? undefined : lead.name;
        const { digest = "", facts } = (name && (await readRegistry(registry, name, new Set(), context))) ?? {};
        const url = facts?.artifacts.find((file) => file.path === path)?.url;
        return url === undefined || !digest.startsWith(revision) ? undefined : await readRange(url, range, `${path} of ${nativeId}`, context);
      },
    }),
    parseReference: readingsOf,
  };

  /** Of what is public the registry is asked, of what only the daemon has the daemon, so that its name goes nowhere else. */
  async function ask(entry: Entry | undefined, nativeId: string, need: ReadonlySet<RecordField>, context: SourceContext): Promise<ListingRecord | undefined> {
    const { lead, names = [], installed = [], record } = entry ?? {};
    const name = lead?.name ?? parseName(nativeId);
    if (name === undefined || record?.offers !== undefined) return record;
    if (lead !== undefined && lead.facts.url === undefined) {
      const shown = host === undefined ? {} : await showModel(host, idOf(name), context);
      return entryOf({ ...lead, facts: filled(lead.facts, shown) }, names, installed).record;
    }
    if (registry === false) return record;
    const read = await readRegistry(registry, name, need, context);
    if (lead === undefined) return read && entryOf({ ...read, facts: { ...read.facts, ...read.stated, url: pageOf(name), access: "OPEN" } }, [read], []).record;
    if (read?.shortId === lead.shortId) return entryOf({ ...lead, digest: read.digest, facts: filled(lead.facts, read.facts) }, names, installed).record;
    throw new SourceError("BAD_RESPONSE", `${new URL(registry).host} has ${read?.shortId ?? "nothing"} for ${idOf(name)}, and the index of the library ${lead.shortId}: one of them is behind.`);
  }
}
