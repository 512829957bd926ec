import { createHash } from "node:crypto";
import { asArray, asBoolean, asCount, asRecord, asSha256, asString, asStrings, asTime, formatOfPath, listing, parseOptions, readJson, SourceError } from "@modeldex/plugin-kit";
import type { ListingRecord, Source, SourceContext } from "@modeldex/plugin-kit";
import { z } from "zod";

const orchardOptions = z.strictObject({
  key: z.string().regex(/^[\x21-\x7e]+$/, "must be a key of the Orchard, without spaces").optional(),
  id: z.string().default("orchard"),
  url: z.url("must be an address, such as https://orchard.example/api/v2").transform((url) => url.replace(/\/+$/, "")).default("https://orchard.example/api/v2"),
  site: z.url("must be an address, such as https://orchard.example").transform((site) => new URL("/", site).href).default("https://orchard.example/"),
});

const slugForm = /^(\w[\w.-]{0,99})\/(\w[\w.-]{0,99})$/;
const tasks: Readonly<Record<string, string>> = { chat: "text-generation", embedding: "feature-extraction" };
/** The Orchard's clock may differ from ours. */
const overlapMs = 300_000;

/**
 * The varieties of an Orchard, an invented registry. Written by somebody who had docs/write-a-source.md and half a page about its API, and nothing else:
 * pages of 50, oldest first, and `changed_after`; one variety by its slug; `find`; a key that raises the limit of requests and opens what is for members.
 */
export function orchard(options: z.input<typeof orchardOptions> = {}): Source {
  const { key, id, url, site: homepage } = parseOptions(orchardOptions, options, "orchard()");
  const pages = `${homepage}v/`;
  const headers: Readonly<Record<string, string>> = key === undefined ? {} : { authorization: `Key ${key}` };
  const ask = (path: string, context: SourceContext): Promise<Response> => context.fetch(`${url}${path}`, { signal: context.signal, headers });
  const readItems = async (path: string, what: string, context: SourceContext): Promise<{ readonly records: readonly ListingRecord[]; readonly last: number | undefined }> => {
    const body = asRecord(await readJson(await ask(path, context), what, context.now()));
    const items = asArray(body?.items);
    if (items === undefined) throw new SourceError("BAD_RESPONSE", `The Orchard did not answer with ${what}.`);
    return { records: items.flatMap((item) => readVariety(item, pages, context) ?? []), last: asCount(body?.pages) };
  };
  const getOne = async (slug: string, context: SourceContext): Promise<ListingRecord | SourceError | undefined> => {
    if (!slugForm.test(slug)) return undefined;
    try {
      const response = await ask(`/varieties/${slug}`, context);
      if (response.status === 404) return undefined;
      const body = asRecord(await readJson(response, `the variety ${slug}`, context.now()));
      if (body === undefined) throw new SourceError("BAD_RESPONSE", `The Orchard did not answer with the variety ${slug}.`);
      const record = readVariety(body, pages, context);
      if (record === undefined) throw new SourceError("BAD_RESPONSE", `The Orchard's answer for ${slug} is no variety.`);
      return record.nativeId === slug ? record : { ...record, aliases: [slug] };
    } catch (error) {
      if (context.signal.aborted || !(error instanceof SourceError)) throw error;
      return error;
    }
  };
  return {
    id,
    kind: "orchard",
    title: "Orchard",
    homepage,
    contract: 1,
    baseAddresses: [url],
    ...(key === undefined ? {} : { credentialScope: createHash("sha256").update(key).digest("hex").slice(0, 16) }),
    limits: [{ pathPrefix: "/", requests: key === undefined ? 60 : 600, windowMs: 60_000 }],
    listing: "full",
    list: async ({ cursor = "1", since }, context) => {
      if (!/^[1-9]\d{0,8}$/.test(cursor)) throw new SourceError("BAD_RESPONSE", "The cursor is no page of the Orchard.");
      if (since !== undefined && asTime(since) !== since) throw new SourceError("BAD_RESPONSE", "The checkpoint is no time.");
      const query = new URLSearchParams({ ...(since === undefined ? {} : { changed_after: since }), page: cursor });
      const { records, last } = await readItems(`/varieties?${query}`, "the list of varieties", context);
      if (last === undefined) throw new SourceError("BAD_RESPONSE", "The Orchard did not say how many pages there are.");
      const page = Number(cursor);
      // Only the first page gives the checkpoint: what changes during the run is asked for again by the next.
      const checkpoint = asTime(new Date(context.now().getTime() - overlapMs).toISOString());
      return { records, ...(page < last ? { cursor: String(page + 1) } : {}), ...(page === 1 && checkpoint !== undefined ? { checkpoint } : {}) };
    },
    search: async ({ text, limit }, context) =>
      (await readItems(`/find?${new URLSearchParams({ q: text, max: String(limit) })}`, "what it found", context)).records.slice(0, limit),
    get: ({ refs }, context) => Promise.all(refs.map(({ nativeId }) => getOne(nativeId, context))),
    parseReference: (text) => {
      const address = URL.parse(text);
      const page = address === null ? "" : `${address.origin}${address.pathname}`;
      const nativeId = page.startsWith(pages) ? page.slice(pages.length) : text;
      const isAddress = nativeId !== text;
      return slugForm.test(nativeId) ? [{ ref: { nativeId }, readAs: isAddress ? "Orchard URL" : "Orchard slug", certain: isAddress }] : [];
    },
  };
}

function readVariety(value: unknown, pages: string, context: SourceContext): ListingRecord | undefined {
  const item = asRecord(value) ?? {};
  const [nativeId, owner, shortName] = slugForm.exec(asString(item.slug) ?? "") ?? [];
  if (nativeId === undefined || owner === undefined || shortName === undefined) {
    context.drop(asString(item.slug) ?? "unknown", "its slug is not maker/name");
    return undefined;
  }
  const maker = asRecord(item.maker);
  const company = asBoolean(maker?.company);
  const kind = asString(item.kind);
  const total = asCount(item.size);
  const terms = asString(item.terms);
  return listing({
    nativeId,
    name: asString(item.title) ?? shortName,
    url: `${pages}${nativeId}`,
    publisher: { name: asString(maker?.handle) ?? owner, kind: company === undefined ? undefined : company ? "ORGANIZATION" : "PERSON" },
    task: kind === undefined ? undefined : tasks[kind],
    parameters: total === undefined ? undefined : { total, origin: "STATED" },
    license: terms === undefined ? undefined : { stated: terms },
    languages: asStrings(item.speaks),
    contextTokens: asCount(item.window),
    updatedAt: asTime(item.changed),
    deprecated: asBoolean(item.retired),
    artifacts: asArray(item.weights)?.flatMap((weight) => {
      const file = asRecord(weight);
      const path = asString(file?.file);
      return path === undefined ? [] : [{ path, sizeBytes: asCount(file?.bytes), format: formatOfPath(path), digest: asSha256(file?.sha256) }];
    }),
  });
}
