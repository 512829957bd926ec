import { asArray, asCount, asRecord, byEveryId, getEach, listing, parseOptions, readJsonIfFound, SourceError, wholeDocuments, type ListingRecord, type Source, type SourceClaim, type SourceContext } from "@modeldex/plugin-kit";
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
  const models = wholeDocuments([{ url: `${endpoint}/api/v1/models`, what: "the list of models" }], freshMs);
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
    list: (request, context) => models.list(request, context, ([document]) => ({ records: recordsIn(document, context) })),
    get: async ({ refs, need }, context) => {
      const [document] = await models.read(context);
      const byId = byEveryId(recordsIn(document, context), (record) => record);
      return await getEach(refs, context, async ({ nativeId }) => {
        const record = byId.get(nativeId);
        return record !== undefined && need.has("offers") ? await withEndpoints(record, endpoint, context) : record;
      });
    },
    parseReference: (text) => readingsOf(text, endpoint),
  };
}

function recordsIn(document: unknown, context: SourceContext): readonly ListingRecord[] {
  const rows = asArray(asRecord(document)?.["data"]);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", "OpenRouter did not answer with a list of models in `data`.");
  const isPart = typeof asRecord(asRecord(document)?.["links"])?.["next"] === "string" || (asCount(asRecord(document)?.["total_count"]) ?? 0) > rows.length;
  if (isPart) throw new SourceError("BAD_RESPONSE", `OpenRouter gave ${rows.length} models and says that there are more: a part is not taken for the whole.`);
  return recordsOf(rows, context.drop);
}

/** Beside OpenRouter's own offers those of each provider. */
async function withEndpoints(record: ListingRecord, endpoint: string, context: SourceContext): Promise<ListingRecord> {
  const slug = record.offers?.[0]?.callAs ?? record.nativeId;
  const response = await context.fetch(`${endpoint}/api/v1/models/${slug}/endpoints`, { headers: { accept: "application/json" }, signal: context.signal });
  const answer = await readJsonIfFound(response, `the providers of ${slug}`, context.now());
  if (answer === undefined) return record;
  const rows = asArray(asRecord(asRecord(answer)?.["data"])?.["endpoints"]);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", `OpenRouter did not answer with a list of providers for ${slug}.`);
  return listing({ ...record, offers: [...(record.offers ?? []), ...endpointOffers(rows, slug)] });
}

const claims: readonly SourceClaim[] = [
  { kind: "SOURCE_OPERATOR", statement: "OpenRouter is a commercial service that passes requests on to providers; it keeps the list of models itself.", facts: { operator: "OpenRouter" }, evidence: [] },
  { kind: "REFERENCE_IMMUTABILITY", statement: "An id leads to whatever OpenRouter routes it to now: providers, precision and weights behind it may change, and ids that begin with ~ lead to the newest of a family.", facts: { references: "MUTABLE" }, evidence: [] },
  { kind: "EXTENSION", statement: "Which weights answer, and in which precision, is each provider's word that OpenRouter passes on; nothing of it can be checked from outside.", facts: { kindUri: "urn:modeldex:serving-is-asserted" }, evidence: [] },
];
