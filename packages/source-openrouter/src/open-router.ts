import { createHash } from "node:crypto";
import { asArray, asCount, asRecord, listing, parseOptions, readJson, SourceError, type ListingRecord, type ListPage, type ListRequest, type Source, type SourceClaim, type SourceContext } from "@modeldex/plugin-kit";
import { z } from "zod";
import { endpointOffers } from "./offers.ts";
import { openRouterDetails, recordsOf } from "./records.ts";
import { readingsOf } from "./references.ts";

/** `id` of the source, by default `openrouter`; `endpoint`: origin of the service or of a mirror, by default `https://openrouter.ai`. */
export type OpenRouterOptions = z.input<typeof optionsSchema>;

const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("openrouter"),
  endpoint: z.url({ protocol: /^https?$/, error: "must be an http or https URL, such as https://openrouter.ai" }).transform((url) => url.replace(/\/+$/, "")).default("https://openrouter.ai"),
});

/** What is stored counts as fresh for so long; half of it before, a document that has not changed is given anew. */
const freshMs = 2 * 3_600_000;

/**
 * The models that OpenRouter routes to: one anonymous document with all of them (`/api/v1/models`), and the providers behind one model
 * (`/api/v1/models/<author>/<slug>/endpoints`), which are its `offers` on demand. Nothing that people type is sent, and no credential.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @example
 * openRouter().id
 * // "openrouter"
 */
export function openRouter(given: OpenRouterOptions = {}): Source {
  const { id, endpoint } = parseOptions(optionsSchema, given, "openRouter()");
  return {
    id, kind: "openrouter", title: "OpenRouter", homepage: "https://openrouter.ai", contract: 1, details: openRouterDetails,
    baseAddresses: [endpoint],
    // OpenRouter states no limit of these addresses.
    limits: [{ pathPrefix: "/", requests: 120, windowMs: 60_000 }],
    listing: "full",
    // What leads to the newest of a family, and what is OpenRouter's own (routers, unnamed previews), joins no model by its name.
    naming: (nativeId) => (/^(?:~|openrouter\/)/.test(nativeId) ? "namespaced" : "curated"),
    onDemand: ["offers"], requestsPerGet: 2,
    freshMs, harvestEveryMs: 1_800_000,
    about: async () => claims,
    list: (request, context) => page(endpoint, request, context),
    get: async ({ refs, need }, context) => {
      const records = recordsOf((await readModels(endpoint, context)).rows, context.drop);
      const byId = new Map(records.flatMap((record) => [...(record.movingAliases ?? []), ...(record.aliases ?? []), record.nativeId].map((name) => [name, record] as const)));
      return Promise.all(refs.map(async ({ nativeId }) => {
        const record = byId.get(nativeId);
        return record !== undefined && need.has("offers") ? withEndpoints(record, endpoint, context) : record;
      }));
    },
    parseReference: (text) => readingsOf(text, endpoint),
  };
}

/** The whole document is one page; a checkpoint is when it was read, and its ETag, or its digest where it has none. */
async function page(endpoint: string, { cursor, since = "" }: ListRequest, context: SourceContext): Promise<ListPage> {
  if (cursor !== undefined) throw new SourceError("BAD_RESPONSE", "OpenRouter's models come in one page and give no cursor; list them without one.");
  const [, at = "", earlier] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([\x21-\x7e]{1,200})$/.exec(since) ?? [];
  const ageMs = context.now().getTime() - Date.parse(at);
  const known = ageMs >= 0 && ageMs < freshMs / 2 ? earlier : undefined;
  const { rows, state } = await readModels(endpoint, context, known);
  if (state === known) return { unchanged: true };
  return { records: recordsOf(rows, context.drop), checkpoint: `${context.now().toISOString()} ${state}`, ...(since !== "" && { whole: true }) };
}

/** @param known state of an earlier reading: while it holds there may be no rows. */
async function readModels(endpoint: string, context: SourceContext, known?: string): Promise<{ readonly rows: readonly unknown[]; readonly state: string }> {
  const tag = /^(?:W\/)?"[\x21\x23-\x7e]{1,190}"$/;
  const condition = known !== undefined && tag.test(known) ? { "if-none-match": known } : undefined;
  const response = await context.fetch(`${endpoint}/api/v1/models`, { headers: { accept: "application/json", ...condition }, signal: context.signal });
  if (condition !== undefined && known !== undefined && response.status === 304) return { rows: [], state: known };
  const document = asRecord(await readJson(response, "the list of models", context.now()));
  const rows = asArray(document?.["data"]);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", "OpenRouter did not answer with a list of models in `data`.");
  const isPart = typeof asRecord(document?.["links"])?.["next"] === "string" || (asCount(document?.["total_count"]) ?? 0) > rows.length;
  if (isPart) throw new SourceError("BAD_RESPONSE", `OpenRouter gave ${rows.length} models and says that there are more: a part is not taken for the whole.`);
  const etag = response.headers.get("etag") ?? "";
  return { rows, state: tag.test(etag) ? etag : createHash("sha256").update(JSON.stringify(rows)).digest("hex") };
}

/** Beside OpenRouter's own offers those of each provider. */
async function withEndpoints(record: ListingRecord, endpoint: string, context: SourceContext): Promise<ListingRecord | SourceError> {
  const slug = record.offers?.[0]?.callAs ?? record.nativeId;
  try {
    const response = await context.fetch(`${endpoint}/api/v1/models/${slug}/endpoints`, { headers: { accept: "application/json" }, signal: context.signal });
    if (response.status === 404) return (await response.body?.cancel(), record);
    const rows = asArray(asRecord(asRecord(await readJson(response, `the providers of ${slug}`, context.now()))?.["data"])?.["endpoints"]);
    if (rows === undefined) return new SourceError("BAD_RESPONSE", `OpenRouter did not answer with a list of providers for ${slug}.`);
    return listing({ ...record, offers: [...(record.offers ?? []), ...endpointOffers(rows, slug)] });
  } catch (error) {
    if (context.signal.aborted || !(error instanceof SourceError)) throw error;
    return error;
  }
}

const claims: readonly SourceClaim[] = [
  { kind: "SOURCE_OPERATOR", statement: "OpenRouter is a commercial service that passes requests on to providers; it keeps the list of models itself.", facts: { operator: "OpenRouter" }, evidence: [] },
  { kind: "REFERENCE_IMMUTABILITY", statement: "An id leads to whatever OpenRouter routes it to now: providers, precision and weights behind it may change, and ids that begin with ~ lead to the newest of a family.", facts: { references: "MUTABLE" }, evidence: [] },
  { kind: "EXTENSION", statement: "Which weights answer, and in which precision, is each provider's word that OpenRouter passes on; nothing of it can be checked from outside.", facts: { kindUri: "urn:modeldex:serving-is-asserted" }, evidence: [] },
];
