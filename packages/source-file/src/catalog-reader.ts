import { createHash } from "node:crypto";
import type { ListingRecord, SourceContext } from "@modeldex/plugin-kit";
import { SourceError } from "@modeldex/plugin-kit";
import { decode } from "./decode.ts";
import type { LeftOut } from "./kubeflow.ts";
import { maxModels } from "./format.ts";
import { mistaken, shown, type DocumentMistakes } from "./mistakes.ts";
import { beside, placesOf, type Place } from "./places.ts";
import { readAddress, type Validators } from "./read-address.ts";
import { readCatalog, type CatalogContent } from "./read-catalog.ts";
import { readPath } from "./read-path.ts";
import type { Syntax } from "./parse-document.ts";

/** The catalog as all its documents say. */
export interface CatalogState {
  readonly records: readonly ListingRecord[];
  readonly leftOut: readonly LeftOut[];
  /** Equal for equal documents, whatever process reads them. */
  readonly digest: string;
}

export interface CatalogReaderOptions {
  /** Absolute paths, patterns, and addresses. */
  readonly from: readonly string[];
  /** What messages show paths relative to. */
  readonly directory: string;
  readonly maxBytes: number;
  readonly token: string | undefined;
  /** Addresses are not asked more often. */
  readonly addressEveryMs: number;
}

/** Changes when documents are read in another way, so that what is stored is listed anew. */
const readerVersion = 1;
/** Most documents that lists of catalogs may name. */
const maxNamed = 200;

/**
 * Reads documents when they have changed: files by their state, addresses by conditional requests.
 *
 * @returns a function that gives the whole catalog.
 * @throws {SourceError} from that function, when a document cannot be had or has mistakes: then nothing is given at all.
 */
export function createCatalogReader(options: CatalogReaderOptions): (context: SourceContext) => Promise<CatalogState> {
  const known = new Map<string, KnownDocument>();
  let last: { readonly digest: string; readonly state: CatalogState } | undefined;

  async function read(place: Place, context: SourceContext): Promise<KnownDocument> {
    const before = known.get(place.at);
    const now = context.now().getTime();
    if (place.kind === "address") {
      if (before !== undefined && now - before.askedAt < options.addressEveryMs / 2) return before;
      const fetched = await readAddress(place, before?.validators, { context, token: options.token, maxBytes: options.maxBytes });
      if (fetched === undefined && before !== undefined) return keep({ ...before, askedAt: now });
      if (fetched === undefined) throw new SourceError("BAD_RESPONSE", `${place.label} did not answer with a document.`);
      return keep({ ...contentOf(place, fetched.bytes, fetched.type, before), validators: fetched.validators, version: fetched.version, askedAt: now });
    }
    const found = await readPath(place, before?.version, { maxBytes: options.maxBytes, signal: context.signal });
    if (found === undefined && before !== undefined) return before;
    if (found === undefined) throw new SourceError("BAD_RESPONSE", `${place.label} could not be read.`);
    return keep({ ...contentOf(place, found.bytes, "", before), version: found.version, askedAt: now });
  }

  function keep(document: KnownDocument): KnownDocument {
    known.set(document.place.at, document);
    return document;
  }

  return async (context) => {
    const documents = await readAll(options, (place) => read(place, context));
    for (const at of known.keys()) if (!documents.some(({ place }) => place.at === at)) known.delete(at);
    const digest = sha256([readerVersion, ...documents.map(({ place, digest: of }) => `${place.label} ${of}`)].join("\n"));
    if (last?.digest !== digest) last = { digest, state: { ...combined(documents), digest } };
    return last.state;
  };
}

/** A document as it was read last. */
interface KnownDocument {
  readonly place: Place;
  readonly version: string;
  readonly validators?: Validators;
  readonly askedAt: number;
  /** Sha256 of its bytes. */
  readonly digest: string;
  readonly content: CatalogContent;
  /** Where a list of catalogs has it; absent for what the configuration names. */
  readonly isIncluded?: (model: string) => boolean;
}

/** Each document that the configuration names, then those that it names itself. */
async function readAll({ from, directory }: CatalogReaderOptions, read: (place: Place) => Promise<KnownDocument>): Promise<readonly KnownDocument[]> {
  const places = (await Promise.all(from.map((at) => placesOf(at, directory)))).flat();
  const documents = new Map<string, KnownDocument>();
  for (const place of places) {
    const document = await read(place);
    documents.set(place.at, document);
    for (const { name, path, isIncluded } of document.content.catalogs) {
      const named = beside(place, path);
      if (named === undefined) throw new SourceError("BAD_RESPONSE", `${place.label} names the catalog ${name} at ${shown(path)}, which is not in its folder; put it there.`);
      if (documents.has(named.at)) continue;
      if (documents.size >= maxNamed + places.length) throw new SourceError("BAD_RESPONSE", `${place.label} names more than ${maxNamed} catalogs; name fewer.`);
      documents.set(named.at, { ...(await read(named)), isIncluded });
    }
  }
  return [...documents.values()];
}

function contentOf(place: Place, bytes: Uint8Array, type: string, before: KnownDocument | undefined): Pick<KnownDocument, "place" | "digest" | "content"> {
  const digest = sha256(bytes);
  if (before?.digest === digest) return { place, digest, content: before.content };
  const decoded = decode(bytes);
  const content = "mistake" in decoded ? { records: [], mistakes: [decoded.mistake], leftOut: [], catalogs: [] } : readCatalog(decoded.text, syntaxOf(place, type));
  return { place, digest, content };
}

function syntaxOf({ at, kind }: Place, type: string): Syntax {
  const path = kind === "address" ? new URL(at).pathname : at;
  const [, ending = ""] = /\.([a-z]+)$/i.exec(path) ?? [];
  if (/^(?:jsonl|ndjson)$/i.test(ending) || /ndjson|jsonl|json-lines/.test(type)) return "jsonl";
  // JSON is YAML as well, where nothing says which it is.
  return /^json$/i.test(ending) || (!/^ya?ml$/i.test(ending) && type.endsWith("json")) ? "json" : "yaml";
}

/** @throws {SourceError} for mistakes in any of them. */
function combined(documents: readonly KnownDocument[]): Omit<CatalogState, "digest"> {
  const wrong: DocumentMistakes[] = documents.filter(({ content }) => content.mistakes.length > 0).map(({ place, content }) => ({ label: place.label, mistakes: content.mistakes }));
  const records = new Map<string, { readonly record: ListingRecord; readonly label: string }>();
  const leftOut: LeftOut[] = [];
  for (const { place, content, isIncluded } of documents) {
    leftOut.push(...content.leftOut);
    for (const [index, record] of content.records.entries()) {
      const { nativeId } = record;
      const first = records.get(nativeId);
      if (isIncluded?.(nativeId) === false) leftOut.push({ nativeId, reason: "its catalog excludes it, or does not include it" });
      else if (first === undefined) records.set(nativeId, { record, label: place.label });
      else if (content.position === undefined) leftOut.push({ nativeId, reason: `${first.label} has a model of this name already` });
      else wrong.push({ label: place.label, mistakes: [{ ...content.position(index), field: "id", message: `is ${shown(nativeId)}, which ${first.label} has already; give each model an id of its own` }] });
    }
  }
  if (wrong.length > 0) throw mistaken(wrong);
  if (records.size > maxModels) throw new SourceError("BAD_RESPONSE", `The catalog has ${records.size} models; at most ${maxModels} are read. Make several sources of it.`);
  return { records: [...records.values()].map(({ record }) => record), leftOut };
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
