import { createHash } from "node:crypto";
import { asArray, asCount, asRecord, asString, asTime, listing, parseOptions, readJson, SourceError } from "@modeldex/plugin-kit";
import type { ListingRecord, ListPage, ListRequest, Source, SourceContext } from "@modeldex/plugin-kit";
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
    list: async (request, context) => listDocument(await readDocument(url, context), request, context),
    get: async ({ refs }, context) => {
      const records = recordsOf(await readDocument(url, context), context);
      return refs.map((ref) => records.find(({ nativeId }) => nativeId === ref.nativeId));
    },
    parseReference: (text) => {
      const [nativeId, certain] = text.startsWith(pages) ? [text.slice(pages.length), true] : [text, false];
      return idForm.test(nativeId) ? [{ ref: { nativeId }, readAs: certain ? "Example Hub URL" : "Example Hub id", certain }] : [];
    },
  };
}

/** One page, however long the document is; `unchanged` where it is what the checkpoint says. */
function listDocument(models: readonly unknown[], { cursor, since }: ListRequest, context: SourceContext): ListPage {
  if (cursor !== undefined) throw new SourceError("BAD_RESPONSE", "Example Hub is listed in one page and gives no cursor; list it without one.");
  const digest = createHash("sha256").update(JSON.stringify(models)).digest("hex");
  if (since !== undefined && isStillTrue(since, digest, context.now())) return { unchanged: true };
  return { records: recordsOf(models, context), checkpoint: `${digest}@${context.now().toISOString()}`, ...(since !== undefined && { whole: true }) };
}

function isStillTrue(since: string, digest: string, now: Date): boolean {
  const [, of, at = ""] = /^([0-9a-f]{64})@(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(since) ?? [];
  const age = now.getTime() - Date.parse(at);
  return of === digest && age >= 0 && age < freshMs / 2;
}

async function readDocument(url: string, context: SourceContext): Promise<readonly unknown[]> {
  const response = await context.fetch(url, { signal: context.signal });
  const models = asArray(asRecord(await readJson(response, "the list of models", context.now()))?.models);
  if (models === undefined) throw new SourceError("BAD_RESPONSE", "Example Hub did not answer with a list of models.");
  return models;
}

function recordsOf(models: readonly unknown[], context: SourceContext): readonly ListingRecord[] {
  return models.flatMap((model) => readModel(asRecord(model) ?? {}, context));
}

/** Absent means that Example Hub does not say: nothing is guessed. A row that cannot be one is left out with its reason. */
function readModel(model: Readonly<Record<string, unknown>>, context: SourceContext): readonly ListingRecord[] {
  const nativeId = asString(model.id) ?? "";
  if (!idForm.test(nativeId)) {
    context.drop(nativeId, "its id is not publisher/name");
    return [];
  }
  const [publisher = "", name = ""] = nativeId.split("/");
  const [license, total] = [asString(model.license), asCount(model.parameters)];
  return [listing({
    nativeId,
    name,
    publisher: { name: publisher },
    url: pages + nativeId,
    task: asString(model.task),
    license: license === undefined ? undefined : { stated: license },
    parameters: total === undefined || total === 0 ? undefined : { total, origin: "STATED" },
    popularity: { downloads30d: asCount(model.downloads) },
    updatedAt: asTime(model.updated),
  })];
}
