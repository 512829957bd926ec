import { asArray, asRecord, readJson, SourceError, type ListingRecord, type ListPage, type ListRequest, type Source, type SourceContext } from "@modeldex/plugin-kit";
import { aboutTheHub } from "./about-the-hub.ts";
import { isPart, modelOf, openGradientDetails } from "./model-row.ts";
import { readOptions, type OpenGradientOptions, type Options } from "./options.ts";
import { readingsOf } from "./references.ts";

/**
 * The model hub of OpenGradient: its anonymous API, whole, page by page. Nothing is ever sent but the page that is asked for, or the name of a
 * model; there is no search, and no credential.
 *
 * OpenGradient publishes no description of this API: see `modelOf` for what rests on whom.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @example
 * openGradient().id
 * // "opengradient"
 */
export function openGradient(given: OpenGradientOptions = {}): Source {
  const options = readOptions(given);
  return {
    id: options.id,
    kind: "opengradient",
    title: "OpenGradient",
    homepage: options.site,
    contract: 1,
    baseAddresses: [options.endpoint, ...(options.enclaves === undefined ? [] : [options.enclaves.rpc])],
    // Nothing is known of the hub's own limits.
    limits: [{ pathPrefix: "/", requests: 60, windowMs: 60_000 }],
    listing: "full",
    harvestEveryMs: 6 * 3_600_000,
    details: openGradientDetails,
    about: (context) => aboutTheHub(options, context),
    list: (request, context) => listPage(request, options, context),
    get: async ({ refs }, context) => Promise.all(refs.map(({ nativeId }) => getOne(nativeId, options, context))),
    parseReference: (text) => readingsOf(text, options.site),
  };
}

/** The page size that programs of others ask for. */
const pageSize = 100;

async function listPage({ cursor = "0", limit }: ListRequest, options: Options, context: SourceContext): Promise<ListPage> {
  const [, pageText, sizeText] = /^(\d{1,9})(?:x(\d{1,3}))?$/.exec(cursor) ?? [];
  // All pages of a run must have one size, also when they are asked for with another limit.
  const size = sizeText === undefined ? Math.min(limit, pageSize) : Number(sizeText);
  if (pageText === undefined || size < 1 || size > pageSize) throw new SourceError("BAD_RESPONSE", "The cursor is no page of OpenGradient's hub; start the run anew without it.");
  const page = Number(pageText);
  const query = new URLSearchParams({ page: `${page}`, limit: `${size}` });
  const answer = await readJson(await ask(`?${query}`, options, context), "the list of models", context.now());
  // Both forms were seen.
  const rows = asArray(answer) ?? asArray(asRecord(answer)?.["models"]);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", "OpenGradient's hub did not answer with a list of models.");
  const records = rows.slice(0, size).flatMap((row) => kept(row, options, context));
  return { records, ...(rows.length < size ? {} : { cursor: `${page + 1}x${size}` }) };
}

function kept(row: unknown, options: Options, context: SourceContext): readonly ListingRecord[] {
  const record = modelOf(row, options);
  if (record !== undefined) return [record];
  const name = asRecord(row)?.["name"];
  context.drop(typeof name === "string" ? name.slice(0, 200) : "unknown", "it has no name or no author, or they make no id");
  return [];
}

/** By `<author>/<name>`, or, as in the hub's older addresses, by its name. */
async function getOne(nativeId: string, options: Options, context: SourceContext): Promise<ListingRecord | SourceError | undefined> {
  const slash = nativeId.indexOf("/");
  const [author, name] = slash === -1 ? [undefined, nativeId] : [nativeId.slice(0, slash), nativeId.slice(slash + 1)];
  if (!isPart(name) || (author !== undefined && !isPart(author))) return undefined;
  const query = author === undefined ? "" : `?${new URLSearchParams({ authorUsername: author })}`;
  try {
    const response = await ask(`${encodeURIComponent(name)}${query}`, options, context);
    if (response.status === 404) return undefined;
    const record = modelOf(await readJson(response, `the model ${nativeId}`, context.now()), options);
    if (record === undefined) throw new SourceError("BAD_RESPONSE", `OpenGradient's answer for ${nativeId} is no model.`);
    if (record.nativeId === nativeId || author === undefined) return record;
    throw new SourceError("BAD_RESPONSE", `OpenGradient's hub was asked for ${nativeId} and answered with ${record.nativeId}.`);
  } catch (error) {
    if (context.signal.aborted || !(error instanceof SourceError)) throw error;
    return error;
  }
}

async function ask(path: string, { endpoint }: Options, context: SourceContext): Promise<Response> {
  return await context.fetch(`${endpoint}/api/v0/models/${path}`, { headers: { accept: "application/json" }, signal: context.signal });
}
