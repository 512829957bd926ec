import { asArray, asCount, asRecord, asString, asTime, listing, parseOptions, readRows, SourceError, wholeDocuments } from "@modeldex/plugin-kit";
import type { ListingRecord, Source, SourceContext } from "@modeldex/plugin-kit";
import { z } from "zod";

const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("example-hub"),
  url: z.url({ protocol: /^https?$/, error: "must be an http or https URL, such as https://models.example/models.json" }).default("https://models.example/models.json"),
});

/** `id`: id of the source, default `example-hub`. `url`: address of the document. */
export type ExampleHubOptions = z.input<typeof optionsSchema>;

const idForm = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;
const pages = "https://models.example/models/";
/** What is stored counts as fresh for so long; half of it before, a document that has not changed is listed anew. */
const freshMs = 21_600_000;

/**
 * The models that Example Hub lists in one JSON document: `{ "models": [{ "id": "lumen/lantern-1b", … }] }`.
 *
 * @throws {OptionsError} naming the option that is wrong.
 */
export function exampleHub(options: ExampleHubOptions = {}): Source {
  const { id, url } = parseOptions(optionsSchema, options, "exampleHub()");
  // Asked for on the condition that it changed; a checkpoint is its ETag, or its digest where it has none.
  const document = wholeDocuments([{ url, what: "the list of models" }], freshMs);
  return {
    id,
    kind: "example-hub",
    title: "Example Hub",
    homepage: "https://models.example/",
    contract: 1,
    baseAddresses: [url],
    // A run shows every model, so what it does not show is gone.
    listing: "full",
    // Who gives an entry its name: "curated" (the operator), "namespaced" (publishers, each in a space of their own), "open" (anybody).
    naming: "namespaced",
    freshMs,
    harvestEveryMs: freshMs,
    list: (request, context) => document.list(request, context, ([read]) => ({ records: recordsOf(read, context) })),
    get: async ({ refs }, context) => {
      const [read] = await document.read(context);
      const records = recordsOf(read, context);
      return refs.map((ref) => records.find(({ nativeId }) => nativeId === ref.nativeId));
    },
    parseReference: (text) => {
      const [nativeId, certain] = text.startsWith(pages) ? [text.slice(pages.length), true] : [text, false];
      return idForm.test(nativeId) ? [{ ref: { nativeId }, readAs: certain ? "Example Hub URL" : "Example Hub id", certain }] : [];
    },
  };
}

/** Absent means that Example Hub does not say: nothing is guessed. A row that cannot be one is left out with its reason. */
function recordsOf(document: unknown, context: SourceContext): readonly ListingRecord[] {
  const models = asArray(asRecord(document)?.models);
  if (models === undefined) throw new SourceError("BAD_RESPONSE", "Example Hub did not answer with a list of models.");
  return readRows(models, context, (model, drop) => {
    const nativeId = asString(model.id) ?? "";
    return idForm.test(nativeId) ? recordOf(nativeId, model) : drop(model.id, "its id is not publisher/name");
  });
}

function recordOf(nativeId: string, model: Readonly<Record<string, unknown>>): ListingRecord {
  const [publisher = "", name = ""] = nativeId.split("/");
  const [license, total] = [asString(model.license), asCount(model.parameters)];
  return listing({
    nativeId,
    name,
    publisher: { name: publisher },
    url: pages + nativeId,
    task: asString(model.task),
    license: license === undefined ? undefined : { stated: license },
    parameters: total === undefined || total === 0 ? undefined : { total, origin: "STATED" },
    popularity: { downloads30d: asCount(model.downloads) },
    updatedAt: asTime(model.updated),
  });
}
