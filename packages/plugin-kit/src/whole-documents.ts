import { readJson } from "./answers.ts";
import { sha256Of } from "./bytes.ts";
import { SourceError } from "./source-error.ts";
import type { ListPage, ListRequest, SourceContext } from "./source.ts";

/** A JSON document that has everything of a source, or of a part of it. */
export interface DocumentPlace {
  readonly url: string;
  /** What it is, as a noun: `the list of models`. */
  readonly what: string;
}

/** The documents of a source; see `wholeDocuments`. */
export interface WholeDocuments {
  /**
   * Their values now, for `get` and `search`: a document that had an ETag is kept, and asked for on the condition that it changed.
   *
   * @throws {SourceError} what `readJson` gives.
   */
  read(context: SourceContext): Promise<readonly unknown[]>;
  /**
   * One page with everything, for `list`: `unchanged` while each document is what it was at the checkpoint, for at most half of `freshMs`; else what `rows`
   * makes of their values, with `whole` where there was a checkpoint.
   *
   * @throws {SourceError} what `readJson` and `rows` give; `BAD_RESPONSE` for a cursor.
   */
  list(request: ListRequest, context: SourceContext, rows: (documents: readonly unknown[]) => Pick<ListPage, "records" | "overlays" | "notListed">): Promise<ListPage>;
}

/**
 * Documents that are listed whole, on the condition that they changed (RFC 9110, 13.1.2). The checkpoint is the time of reading and, for each document,
 * its ETag, or its sha256 where the service gives none.
 *
 * @param freshMs - that of the source.
 * @example
 * const models = wholeDocuments([{ url: "https://hub.example/models.json", what: "the list of models" }], 3_600_000);
 * // list: (request, context) => models.list(request, context, ([document]) => ({ records: recordsOf(document, context) }))
 * // get: const [document] = await models.read(context)
 */
export function wholeDocuments(places: readonly DocumentPlace[], freshMs: number): WholeDocuments {
  const kept = new Map<string, Read>();
  async function current(place: DocumentPlace, context: SourceContext): Promise<Read> {
    const held = kept.get(place.url);
    const read = (await readDocument(place, held?.state, context)) ?? held;
    if (read === undefined) throw new SourceError("BAD_RESPONSE", `${new URL(place.url).host} says that ${place.what} did not change, and was not asked whether it did.`);
    if (etagForm.test(read.state)) kept.set(place.url, read);
    return read;
  }
  return {
    read: async (context) => (await Promise.all(places.map((place) => current(place, context)))).map(({ value }) => value),
    list: async ({ cursor, since }, context, rows) => {
      if (cursor !== undefined) throw new SourceError("BAD_RESPONSE", "Everything comes in one page, which gives no cursor; list it without one.");
      const known = since === undefined ? [] : statesOf(since, context.now().getTime() - freshMs / 2, context.now().getTime());
      const answers = await Promise.all(places.map((place, at) => readDocument(place, known[at], context)));
      if (answers.every((answer, at) => answer === undefined || answer.state === known[at])) return { unchanged: true };
      const read = await Promise.all(places.map(async (place, at) => answers[at] ?? (await current(place, context))));
      const checkpoint = [context.now().toISOString(), ...read.map(({ state }) => state)].join(" ");
      return { ...rows(read.map(({ value }) => value)), checkpoint, ...(since !== undefined && { whole: true }) };
    },
  };
}

interface Read {
  readonly value: unknown;
  /** ETag, or sha256 of the value. */
  readonly state: string;
}

const etagForm = /^(?:W\/)?"[\x21\x23-\x7e]{1,200}"$/;

/** @returns `undefined`: it is what it was at the state that is known. */
async function readDocument({ url, what }: DocumentPlace, known: string | undefined, context: SourceContext): Promise<Read | undefined> {
  const condition = known !== undefined && etagForm.test(known) ? { "if-none-match": known } : undefined;
  const response = await context.fetch(url, { headers: { accept: "application/json", ...condition }, signal: context.signal });
  if (condition !== undefined && response.status === 304) {
    await response.body?.cancel();
    return undefined;
  }
  const value = await readJson(response, what, context.now());
  const etag = response.headers.get("etag") ?? "";
  return { value, state: etagForm.test(etag) ? etag : sha256Of(JSON.stringify(value)) };
}

/** The states of a checkpoint that was written between two times; none of a text that is no such checkpoint. */
function statesOf(checkpoint: string, fromMs: number, toMs: number): readonly string[] {
  const [at = "", ...states] = checkpoint.length > 2_000 ? [] : checkpoint.split(" ");
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) ? Date.parse(at) : Number.NaN;
  return atMs > fromMs && atMs <= toMs ? states : [];
}
