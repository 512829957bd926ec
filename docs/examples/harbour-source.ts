import { createHash } from "node:crypto";
import { asArray, asBoolean, asCount, asHttpUrl, asRecord, asSha256, asString, asStrings, asTime, asUnixTime, listing, parseOptions, readJson, SourceError } from "@modeldex/plugin-kit";
import type { ListingRecord, Source, SourceContext } from "@modeldex/plugin-kit";
import { z } from "zod";

/** Options of `harbour()`, as they are written in the configuration. With the key of a team its own models are seen beside the public ones. */
const harbourOptions = z.strictObject({
  key: z.string().regex(/^[\x21-\x7e]+$/, "must be the key of a team, without spaces"),
  id: z.string().default("harbour"),
  url: z.url("must be an address, such as https://api.harbour.example/v2").transform((url) => url.replace(/\/+$/, "")).default("https://api.harbour.example/v2"),
});

const idForm = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;
const pages = "https://harbour.example/m/";
/** Words of Harbour for what the Hub of Hugging Face calls by these tasks. */
const tasks: Readonly<Record<string, string>> = { asr: "automatic-speech-recognition", tts: "text-to-speech", embedding: "feature-extraction" };

/** The models that a team sees in Harbour, an invented registry of speech models. */
export function harbour(options: z.input<typeof harbourOptions>): Source {
  const { key, id, url } = parseOptions(harbourOptions, options, "harbour()");
  const ask = (path: string, context: SourceContext): Promise<Response> => context.fetch(`${url}${path}`, { signal: context.signal, headers: { authorization: `Token ${key}` } });

  async function getOne(nativeId: string, context: SourceContext, withFiles: boolean): Promise<ListingRecord | undefined> {
    if (!idForm.test(nativeId)) return undefined;
    const response = await ask(`/models/${nativeId}`, context);
    if (response.status === 404) return undefined;
    const [model] = readModel(await readObject(response, `the model ${nativeId}`, context), context, withFiles);
    if (model === undefined) throw new SourceError("BAD_RESPONSE", `Harbour did not answer with a model for ${nativeId}.`);
    return model;
  }

  return {
    id,
    kind: "harbour",
    title: "Harbour",
    homepage: "https://harbour.example/",
    contract: 1,
    baseAddresses: [url],
    credentialScope: createHash("sha256").update(key).digest("hex").slice(0, 16),
    limits: [{ pathPrefix: "/", requests: 120, windowMs: 60_000 }],
    listing: "full",
    onDemand: ["artifacts"],
    list: async ({ cursor = "1", since, limit }, context) => {
      if (!/^\d{1,9}$/.test(cursor)) throw new SourceError("BAD_RESPONSE", "Harbour has no page of this cursor.");
      const changed = since === undefined ? "" : `&changed_after=${encodeURIComponent(since)}`;
      const page = await readObject(await ask(`/models?page_size=${Math.min(limit, 100)}&page=${cursor}${changed}`, context), "the list of models", context);
      const [next, expected, checkpoint] = [asCount(page.next_page), asCount(page.total), asTime(page.server_time)];
      return {
        records: rowsOf(page.items).flatMap((item) => readModel(item, context)),
        ...(next !== undefined && { cursor: String(next) }),
        ...(expected !== undefined && { expected }),
        // The time before the first page was read: what changes while it is read is listed again.
        ...(checkpoint !== undefined && cursor === "1" && { checkpoint }),
      };
    },
    search: async ({ text, limit }, context) => {
      const found = await readObject(await ask(`/find?q=${encodeURIComponent(text)}&limit=${Math.min(limit, 100)}`, context), "a search", context);
      return rowsOf(found.hits).flatMap((hit) => readModel(hit, context));
    },
    get: ({ refs, need }, context) => Promise.all(refs.map(async ({ nativeId }) => {
      try {
        return await getOne(nativeId, context, need.has("artifacts"));
      } catch (error) {
        // One model that cannot be had costs the others nothing; anything else ends the call.
        if (error instanceof SourceError && error.code === "UNAUTHORIZED" && !context.signal.aborted) return error;
        throw error;
      }
    })),
    parseReference: (text) => {
      const [nativeId, certain] = text.startsWith(pages) ? [text.slice(pages.length), true] : [text, false];
      return idForm.test(nativeId) ? [{ ref: { nativeId }, readAs: certain ? "Harbour URL" : "Harbour id", certain }] : [];
    },
  };
}

async function readObject(response: Response, what: string, context: SourceContext): Promise<Readonly<Record<string, unknown>>> {
  const value = asRecord(await readJson(response, what, context.now()));
  if (value === undefined) throw new SourceError("BAD_RESPONSE", `Harbour did not answer with an object for ${what}.`);
  return value;
}

function rowsOf(value: unknown): readonly unknown[] {
  const rows = asArray(value);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", "Harbour did not answer with a list of models.");
  return rows;
}

function readModel(value: unknown, context: SourceContext, withFiles = false): readonly ListingRecord[] {
  const model = asRecord(value) ?? {};
  const nativeId = asString(model.slug) ?? "";
  if (!idForm.test(nativeId)) {
    context.drop(nativeId, "its slug is not owner/name");
    return [];
  }
  const [owner, downloads] = [asRecord(model.owner), asRecord(model.downloads)];
  const [publisher, kind, licence, millions, origin] = [asString(owner?.display_name), asString(model.kind), asString(model.licence), asCount(model.size_m), asHttpUrl(model.derived_from)];
  return [listing({
    nativeId,
    name: asString(model.title) ?? nativeId.slice(nativeId.indexOf("/") + 1),
    url: pages + nativeId,
    aliases: asStrings(model.former_slugs)?.filter((slug) => idForm.test(slug)),
    publisher: publisher === undefined ? undefined : { name: publisher, id: asString(owner?.handle) },
    access: model.visibility === "team" ? "PRIVATE" : model.visibility === "public" ? "OPEN" : undefined,
    deprecated: asBoolean(model.retired),
    task: kind === undefined ? undefined : (tasks[kind] ?? kind),
    license: licence === undefined ? undefined : { stated: licence },
    parameters: millions === undefined || millions === 0 ? undefined : { total: millions * 1_000_000, origin: "STATED" },
    languages: asStrings(model.langs),
    popularity: { downloads30d: asCount(downloads?.month), downloadsAllTime: asCount(downloads?.ever) },
    createdAt: asUnixTime(model.created),
    updatedAt: asTime(model.changed),
    lineage: origin === undefined ? undefined : [{ reference: origin, relation: "UNKNOWN" }],
    artifacts: withFiles ? asArray(model.files)?.flatMap((file) => {
      const { name, bytes, sha256 } = asRecord(file) ?? {};
      const path = asString(name);
      return path === undefined ? [] : [{ path, sizeBytes: asCount(bytes), digest: asSha256(sha256) }];
    }) : undefined,
  })];
}
