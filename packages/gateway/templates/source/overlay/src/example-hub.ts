import { createHash } from "node:crypto";
import { asArray, asHttpUrl, asNumber, asRecord, asString, asTime, overlay, parseOptions, readJson, SourceError } from "@modeldex/plugin-kit";
import type { Draft, Evaluation, ListPage, ListRequest, OverlayRecord, Source, SourceContext } from "@modeldex/plugin-kit";
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
    list: async (request, context) => listDocument(await readDocument(url, context), request, context),
  };
}

/** One page, however long the document is; `unchanged` where it is what the checkpoint says. */
function listDocument(results: readonly unknown[], { cursor, since }: ListRequest, context: SourceContext): ListPage {
  if (cursor !== undefined) throw new SourceError("BAD_RESPONSE", "Example Hub is listed in one page and gives no cursor; list it without one.");
  const digest = createHash("sha256").update(JSON.stringify(results)).digest("hex");
  if (since !== undefined && isStillTrue(since, digest, context.now())) return { unchanged: true };
  return { overlays: overlaysOf(results, context), checkpoint: `${digest}@${context.now().toISOString()}`, ...(since !== undefined && { whole: true }) };
}

function isStillTrue(since: string, digest: string, now: Date): boolean {
  const [, of, at = ""] = /^([0-9a-f]{64})@(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(since) ?? [];
  const age = now.getTime() - Date.parse(at);
  return of === digest && age >= 0 && age < freshMs / 2;
}

async function readDocument(url: string, context: SourceContext): Promise<readonly unknown[]> {
  const response = await context.fetch(url, { signal: context.signal });
  const results = asArray(asRecord(await readJson(response, "the results", context.now()))?.results);
  if (results === undefined) throw new SourceError("BAD_RESPONSE", "Example Hub did not answer with a list of results.");
  return results;
}

/** One overlay for each model, with all its results. It joins a model by the link; a row with a `name` joins by that as well, where naming is not "open". */
function overlaysOf(results: readonly unknown[], context: SourceContext): readonly OverlayRecord[] {
  const byModel = Map.groupBy(results.flatMap((row) => readResult(asRecord(row) ?? {}, context)), ({ model }) => model);
  return [...byModel].map(([model, rows]) => overlay({
    nativeId: model,
    links: [{ reference: model, relation: "UNKNOWN", statement: `Example Hub reports its results under ${model}.` }],
    evaluations: rows.map(({ evaluation }) => evaluation),
  }));
}

/** A row that cannot be one is left out with its reason. */
function readResult(row: Readonly<Record<string, unknown>>, context: SourceContext): readonly { readonly model: string; readonly evaluation: Draft<Evaluation> }[] {
  const [model, benchmark, value] = [asHttpUrl(row.model), asString(row.benchmark), asNumber(row.score)];
  if (model === undefined || benchmark === undefined || value === undefined) {
    context.drop(asString(row.model) ?? "unknown", model === undefined ? "its model is no URL" : "it has no benchmark or no score");
    return [];
  }
  return [{ model, evaluation: { benchmark, author: "SOURCE", value, metric: asString(row.metric), date: asTime(row.date) } }];
}
