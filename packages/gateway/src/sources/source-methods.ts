import { SourceError, type FileRequest, type ListPage, type ListRequest, type PublisherStatement, type SearchRequest, type Source } from "@modeldex/plugin-kit";
import type { ListingRecord, SourceClaim } from "@modeldex/schema";
import type { GetBatch } from "./get-batch.ts";
import type { CallOptions } from "./guarded-call.ts";
import { createIngest } from "./ingest.ts";
import type { SourceCalls } from "./source-call.ts";

/** The methods of a source. One that it has not is absent; what the others give has been checked. All throw `SourceError`. */
export interface SourceMethods {
  /** One answer for each reference, in their order. */
  readonly getMany?: (batch: GetBatch) => Promise<readonly (ListingRecord | SourceError | undefined)[]>;
  readonly search?: (request: SearchRequest, call: CallOptions) => Promise<readonly ListingRecord[]>;
  readonly lookup?: (text: string, call: CallOptions) => Promise<readonly ListingRecord[]>;
  readonly about?: (call: CallOptions) => Promise<readonly SourceClaim[]>;
  /** `undefined`: it says nothing of this publisher. */
  readonly publisher?: (id: string, call: CallOptions) => Promise<PublisherStatement | undefined>;
  readonly list?: (request: ListRequest, call: CallOptions) => Promise<ListedPage>;
  readonly readFile?: (request: FileRequest, call: CallOptions) => Promise<ReadableStream<Uint8Array> | undefined>;
}

export interface ListedPage {
  readonly page: ListPage;
  /** Rows left out because they could not be read. */
  readonly dropped: number;
}

/** The methods of a source of this thread. */
export function createSourceMethods(source: Source, calls: SourceCalls): SourceMethods {
  const ingest = createIngest(source);
  const { get, search, lookup, about, publisher, list, readFile } = source;
  return {
    ...(get && {
      getMany: ({ refs, need, ...call }) => calls("get", (context) => get.call(source, { refs, need }, context), (value, report) => ingest.answers(value, refs, report), call),
    }),
    ...(search && {
      search: (request, call) =>
        calls("search", (context) => search.call(source, request, context), (value, report) => ingest.records(value, report).slice(0, request.limit), call),
    }),
    ...(lookup && {
      lookup: (text, call) => calls("lookup", (context) => lookup.call(source, text, context), (value, report) => ingest.records(value, report), call),
    }),
    ...(about && {
      about: (call) => calls("about", (context) => about.call(source, context), (value, report) => ingest.claims(value, report), call),
    }),
    ...(publisher && {
      publisher: (id, call) => calls("publisher", (context) => publisher.call(source, id, context), (value, report) => ingest.publisher(value, report), call),
    }),
    ...(list && {
      list: (request, call) =>
        calls("list", (context) => list.call(source, request, context), (value, report) => ({ page: ingest.page(value, report), dropped: report.dropped }), call),
    }),
    ...(readFile && {
      readFile: (request, call) =>
        calls("readFile", (context) => readFile.call(source, request, context), (value) => streamOf(value, source), { ...call, streams: true }),
    }),
  };
}

function streamOf(value: unknown, source: Source): ReadableStream<Uint8Array> | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof ReadableStream) return value as ReadableStream<Uint8Array>;
  throw new SourceError("BAD_RESPONSE", `The adapter of ${source.title} answered wrongly: readFile must give a ReadableStream, or undefined when there is no such file.`);
}
