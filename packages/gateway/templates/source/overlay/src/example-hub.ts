import { asArray, asHttpUrl, asNumber, asRecord, asString, asTime, overlay, parseOptions, readRows, SourceError, wholeDocuments } from "@modeldex/plugin-kit";
import type { OverlayRecord, Source, SourceContext } from "@modeldex/plugin-kit";
import { z } from "zod";

const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("example-hub"),
  url: z.url({ protocol: /^https?$/, error: "must be an http or https URL, such as https://models.example/results.json" }).default("https://models.example/results.json"),
});

/** `id`: id of the source, default `example-hub`. `url`: address of the document. */
export type ExampleHubOptions = z.input<typeof optionsSchema>;

/** What is stored counts as fresh for so long; half of it before, a document that has not changed is listed anew. */
const freshMs = 21_600_000;

/**
 * What Example Hub says of models that others list: results of benchmarks, in one JSON document: `{ "results": [{ "model": "https://huggingface.co/…", … }] }`.
 *
 * @throws {OptionsError} naming the option that is wrong.
 */
export function exampleHub(options: ExampleHubOptions = {}): Source {
  const { id, url } = parseOptions(optionsSchema, options, "exampleHub()");
  // Asked for on the condition that it changed; a checkpoint is its ETag, or its digest where it has none.
  const document = wholeDocuments([{ url, what: "the results" }], freshMs);
  return {
    id,
    kind: "example-hub",
    title: "Example Hub",
    homepage: "https://models.example/",
    contract: 1,
    baseAddresses: [url],
    // A run shows every row, so what it does not show is gone.
    listing: "full",
    // Its operator writes the rows. Of an "open" source, where anybody may, a row adds its claims and nothing else.
    naming: "curated",
    freshMs,
    harvestEveryMs: freshMs,
    list: (request, context) => document.list(request, context, ([read]) => ({ overlays: overlaysOf(read, context) })),
  };
}

/**
 * One overlay for each model, with all its results; a row that cannot be one is left out with its reason. An overlay joins a model by the link; one with
 * a `name` joins by that as well, where naming is not "open".
 */
function overlaysOf(document: unknown, context: SourceContext): readonly OverlayRecord[] {
  const rows = asArray(asRecord(document)?.results);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", "Example Hub did not answer with a list of results.");
  const results = readRows(rows, context, (row, drop) => {
    const [model, benchmark, value] = [asHttpUrl(row.model), asString(row.benchmark), asNumber(row.score)];
    if (model === undefined) return drop(row.model, "its model is no URL");
    if (benchmark === undefined || value === undefined) return drop(model, "it has no benchmark or no score");
    return { model, evaluation: { benchmark, author: "SOURCE", value, metric: asString(row.metric), date: asTime(row.date) } as const };
  });
  return [...Map.groupBy(results, ({ model }) => model)].map(([model, own]) => overlay({
    nativeId: model,
    links: [{ reference: model, relation: "UNKNOWN", statement: `Example Hub reports its results under ${model}.` }],
    evaluations: own.map(({ evaluation }) => evaluation),
  }));
}
