import { createHash } from "node:crypto";
import { asArray, asRecord, asString, asStrings, asTime, readJson, SourceError, type SourceContext } from "@modeldex/plugin-kit";
import { idOf, parseName, type OllamaName } from "./names.ts";

/** One tag of the library, as an index of it tells. */
export interface LibraryTag {
  readonly name: OllamaName;
  /** First 12 hex digits of the sha256 of its manifest. */
  readonly shortId: string;
  /** As the site writes it: `4.9GB`, rounded. */
  readonly size?: string | undefined;
  /** As the site writes it: `128K`. */
  readonly context?: string | undefined;
  /** In lower case: `text`, `image`. */
  readonly input: readonly string[];
  readonly family: LibraryFamily;
}

/** What an index says of a name with all its tags. */
export interface LibraryFamily {
  readonly description?: string | undefined;
  readonly categories: readonly string[];
  /** `118.7M` */
  readonly pulls?: string | undefined;
  readonly seenAt?: string | undefined;
}

/** The library at one time. */
export interface Library {
  /** ETag of the document, else its sha256. */
  readonly version: string;
  readonly tags: readonly LibraryTag[];
  readonly dropped: readonly (readonly [id: string, reason: string])[];
}

type Fields = Readonly<Record<string, unknown>>;

const etagForm = /^(?:W\/)?"[\x21\x23-\x7e]{1,150}"$/;

/**
 * Reads the document at `url`, and only when it has changed since it was last read here.
 *
 * @returns a function; `known` is a version that is enough to have: when it still holds and nothing is at hand, the answer is `undefined`.
 */
export function createLibrary(url: string): (context: SourceContext, known?: string) => Promise<Library | undefined> {
  let held: Library | undefined;
  return async (context, known) => {
    const version = held?.version ?? known ?? "";
    const headers = { accept: "application/json", ...(etagForm.test(version) && { "if-none-match": version }) };
    const response = await context.fetch(url, { headers, signal: context.signal });
    if (response.status === 304) {
      await response.body?.cancel();
      return held;
    }
    const etag = response.headers.get("etag") ?? "";
    const document = await readJson(response, "the index of Ollama's library", context.now());
    held = { ...readLibrary(document), version: etagForm.test(etag) ? etag : createHash("sha256").update(JSON.stringify(document)).digest("hex") };
    return held;
  };
}

/**
 * Reads an index of the library, in one of two forms: `{ models: { <name>: { description, categories, pullCount, extractedAt, tags: { <tag>:
 * { fullTag, size, contextWindow, modelHash, capabilities } } } } }`, and `{ <name>: { <12 hex>: { name, size_str, context_window, input_types } } }`, which has
 * one tag for each digest.
 *
 * @throws {SourceError} `BAD_RESPONSE`: it is neither.
 */
export function readLibrary(document: unknown): Omit<Library, "version"> {
  const root = asRecord(document) ?? {};
  const models = asRecord(root["models"]);
  const families = Object.entries(models ?? root);
  const isIndex = models !== undefined || families.some(([, value]) => Object.keys(asRecord(value) ?? {}).some((key) => shortForm.test(key)));
  if (!isIndex) throw new SourceError("BAD_RESPONSE", "The index of Ollama's library is in no form that is known here; give the address of a document with models and their tags.");
  const tags: LibraryTag[] = [];
  const seen = new Set<string>();
  const dropped: (readonly [string, string])[] = [];
  for (const [name, value] of families) {
    const fields = asRecord(value);
    const rows = models === undefined ? fields : asRecord(fields?.["tags"]);
    if (fields === undefined || rows === undefined) dropped.push([name, "it has no tags in the index"]);
    for (const [key, row] of Object.entries(rows ?? {})) {
      const tag = models === undefined ? fromGallery(key, asRecord(row)) : fromIndex(asRecord(row), familyOf(fields ?? {}));
      if (tag === undefined) dropped.push([`${name}:${key}`, "it has no name with a tag, or no id of 12 hex digits"]);
      else if (seen.has(idOf(tag.name))) dropped.push([idOf(tag.name), "it is in the index twice"]);
      else tags.push(tag);
      if (tag !== undefined) seen.add(idOf(tag.name));
    }
  }
  return { tags, dropped };
}

const shortForm = /^[0-9a-f]{12}$/;

function familyOf(fields: Fields): LibraryFamily {
  return { description: asString(fields["description"]), categories: wordsOf(fields["categories"]), pulls: asString(fields["pullCount"]), seenAt: asTime(fields["extractedAt"]) };
}

function fromIndex(row: Fields | undefined, family: LibraryFamily): LibraryTag | undefined {
  const size = asString(row?.["size"]);
  const context = asString(row?.["contextWindow"]);
  // Of models in Ollama's cloud the site shows no size, and this index then has the window in its place.
  const [ownSize, ownContext] = context === undefined && /^\d+[KM]$/.test(size ?? "") ? [undefined, size] : [size, context];
  return tagOf(row?.["fullTag"], row?.["modelHash"], { size: ownSize, context: ownContext, input: wordsOf(row?.["capabilities"]), family });
}

function fromGallery(shortId: string, row: Fields | undefined): LibraryTag | undefined {
  // The badge that the site shows behind a tag whose weights are in that format; the tag itself says so too.
  return tagOf(asString(row?.["name"])?.replace(/\s+MLX$/, ""), shortId, { size: asString(row?.["size_str"]), context: asString(row?.["context_window"]), input: wordsOf(row?.["input_types"]), family: { categories: [] } });
}

function tagOf(name: unknown, shortId: unknown, rest: Omit<LibraryTag, "name" | "shortId">): LibraryTag | undefined {
  const parsed = parseName(asString(name) ?? "");
  return parsed === undefined || parsed.namespace !== undefined || typeof shortId !== "string" || !shortForm.test(shortId) ? undefined : { name: parsed, shortId, ...rest };
}

function wordsOf(value: unknown): readonly string[] {
  return (asStrings(asArray(value)) ?? []).map((word) => word.toLowerCase());
}
