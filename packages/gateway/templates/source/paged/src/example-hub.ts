import { asArray, asCount, asRecord, asString, asTime, listing, parseOptions, readJson, SourceError } from "@modeldex/plugin-kit";
import type { ListingRecord, Source, SourceContext } from "@modeldex/plugin-kit";
import { z } from "zod";

const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("example-hub"),
  endpoint: z.url({ protocol: /^https?$/, error: "must be an http or https URL, such as https://api.models.example/v1" })
    .transform((url) => url.replace(/\/+$/, "")).default("https://api.models.example/v1"),
});

/** `id`: id of the source, default `example-hub`. `endpoint`: address of the API. */
export type ExampleHubOptions = z.input<typeof optionsSchema>;

const idForm = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;
const pages = "https://models.example/models/";
/** Most rows of one page that the service gives. */
const mostRows = 100;

/**
 * The models of Example Hub, by its REST API: pages, a search, and one model at a time.
 *
 * @throws {OptionsError} naming the option that is wrong.
 */
export function exampleHub(options: ExampleHubOptions = {}): Source {
  const { id, endpoint } = parseOptions(optionsSchema, options, "exampleHub()");
  const ask = (path: string, context: SourceContext): Promise<Response> => context.fetch(`${endpoint}${path}`, { signal: context.signal });

  async function getOne(nativeId: string, context: SourceContext): Promise<ListingRecord | undefined> {
    if (!idForm.test(nativeId)) return undefined;
    const response = await ask(`/models/${nativeId}`, context);
    if (response.status === 404) return undefined;
    const [model] = readModel(await readJson(response, `the model ${nativeId}`, context.now()), context);
    if (model === undefined) throw new SourceError("BAD_RESPONSE", `Example Hub did not answer with a model for ${nativeId}.`);
    return model;
  }

  return {
    id,
    kind: "example-hub",
    title: "Example Hub",
    homepage: "https://models.example/",
    contract: 1,
    baseAddresses: [endpoint],
    limits: [{ pathPrefix: "/", requests: 60, windowMs: 60_000 }],
    // A run shows every model, so what it does not show is gone.
    listing: "full",
    // Who gives an entry its name: "curated" (the operator), "namespaced" (publishers, each in a space of their own), "open" (anybody).
    naming: "namespaced",
    harvestEveryMs: 21_600_000,
    list: async ({ cursor, limit }, context) => {
      // Cursors come back as hostile text: a parameter of this form (base64 of both alphabets), never a URL.
      if (cursor !== undefined && !/^[\w+/=.~-]{1,200}$/.test(cursor)) throw new SourceError("BAD_RESPONSE", "Example Hub has no page of this cursor.");
      const after = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page = asRecord(await readJson(await ask(`/models?limit=${Math.min(limit, mostRows)}${after}`, context), "the list of models", context.now()));
      const [next, expected] = [asString(page?.next), asCount(page?.total)];
      return {
        records: rowsOf(page?.items).flatMap((row) => readModel(row, context)),
        ...(next !== undefined && { cursor: next }),
        ...(expected !== undefined && { expected }),
      };
    },
    search: async ({ text, limit }, context) => {
      const found = asRecord(await readJson(await ask(`/search?q=${encodeURIComponent(text)}&limit=${Math.min(limit, mostRows)}`, context), "a search", context.now()));
      return rowsOf(found?.items).flatMap((row) => readModel(row, context));
    },
    get: ({ refs }, context) => Promise.all(refs.map(async ({ nativeId }) => {
      try {
        return await getOne(nativeId, context);
      } catch (error) {
        // One model that cannot be had costs the others nothing; anything else ends the call.
        if (error instanceof SourceError && error.code === "UNAUTHORIZED" && !context.signal.aborted) return error;
        throw error;
      }
    })),
    parseReference: (text) => {
      const [nativeId, certain] = text.startsWith(pages) ? [text.slice(pages.length), true] : [text, false];
      return idForm.test(nativeId) ? [{ ref: { nativeId }, readAs: certain ? "Example Hub URL" : "Example Hub id", certain }] : [];
    },
  };
}

function rowsOf(value: unknown): readonly unknown[] {
  const rows = asArray(value);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", "Example Hub did not answer with a list of models.");
  return rows;
}

/** Absent means that Example Hub does not say: nothing is guessed. A row that cannot be one is left out with its reason. */
function readModel(row: unknown, context: SourceContext): readonly ListingRecord[] {
  const model = asRecord(row) ?? {};
  const nativeId = asString(model.id);
  if (nativeId === undefined || !idForm.test(nativeId)) {
    context.drop(nativeId ?? "unknown", "its id is not publisher/name");
    return [];
  }
  const [publisher = "", name = ""] = nativeId.split("/");
  const license = asString(model.license);
  return [listing({
    nativeId,
    name,
    publisher: { name: publisher },
    url: pages + nativeId,
    description: asString(model.summary),
    task: asString(model.task),
    license: license === undefined ? undefined : { stated: license },
    createdAt: asTime(model.created),
    popularity: { likes: asCount(model.likes) },
  })];
}
