import type { SourceHealth } from "@modeldex/catalog";
import { SourceError, type FileRequest, type ListPage, type ListRequest, type SearchRequest, type Source } from "@modeldex/plugin-kit";
import { createLentFetch, type LentFetch, type LentFetchOptions } from "@modeldex/plugin-kit/lend";
import type { ListingRecord, SourceClaim, SourceId } from "@modeldex/schema";
import { scopeOf } from "../cache/keys.ts";
import type { Logger } from "../observe/log.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import { createGetBatch, type GetOne } from "./get-batch.ts";
import { createHealth, type Health } from "./health.ts";
import { createIngest } from "./ingest.ts";
import { createRateBudget, type RateBudget } from "./rate-budget.ts";
import { createSourceCalls, type CallOptions } from "./source-call.ts";

/** A source ready to be asked. A method that it has not is absent; what the others give has been checked. All throw `SourceError`. */
export interface OpenSource {
  readonly source: Source;
  /** Answers are shared only within it: see `Source.credentialScope`. */
  readonly scope: string;
  readonly health: Health;
  readonly rates: RateBudget;
  readonly getOne?: (one: GetOne) => Promise<ListingRecord | undefined>;
  readonly search?: (request: SearchRequest, call: CallOptions) => Promise<readonly ListingRecord[]>;
  readonly lookup?: (text: string, call: CallOptions) => Promise<readonly ListingRecord[]>;
  readonly about?: (call: CallOptions) => Promise<readonly SourceClaim[]>;
  readonly list?: (request: ListRequest, call: CallOptions) => Promise<{ readonly page: ListPage; readonly dropped: number }>;
  readonly readFile?: (request: FileRequest, call: CallOptions) => Promise<ReadableStream<Uint8Array> | undefined>;
  /** Ends its connections, then closes the source. */
  close(): Promise<void>;
}

export interface OpenSourceOptions {
  readonly log: Logger;
  readonly now: () => Date;
  readonly offline: boolean;
  readonly userAgent: string;
  /** Ends every call under way. */
  readonly closing: AbortSignal;
  readonly onHealth?: (source: SourceId, health: SourceHealth) => void;
  /** @default createLentFetch */
  readonly lendFetch?: (options: LentFetchOptions) => LentFetch;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Longest time of one request; the deadline of its call is often shorter. */
const requestTimeoutMs = 120_000;
const closeTimeoutMs = 2_000;

export function openSource(source: Source, options: OpenSourceOptions): OpenSource {
  const { log, now, offline, userAgent, closing, onHealth, lendFetch = createLentFetch, sleep } = options;
  const baseAddresses = source.baseAddresses ?? [];
  const lent = lendFetch({ baseAddresses, userAgent, limits: { timeoutMs: requestTimeoutMs }, signal: closing, offline });
  const breaker = createCircuitBreaker({ now });
  const rates = createRateBudget(source.limits, now);
  const health = createHealth({ breaker, now, offline: offline && baseAddresses.length > 0, ...(onHealth === undefined ? {} : { onChange: (state) => onHealth(source.id as SourceId, state) }) });
  const calls = createSourceCalls({ source, lent: lent.fetch, rates, breaker, health, log, now, closing, ...(sleep === undefined ? {} : { sleep }) });
  const ingest = createIngest(source);
  const { get, search, lookup, about, list, readFile } = source;

  return {
    source,
    scope: scopeOf([source.kind, [...baseAddresses].sort(), source.credentialScope ?? "public"]),
    health,
    rates,
    ...(get && {
      getOne: createGetBatch(({ refs, need, ...call }) =>
        calls("get", (context) => get.call(source, { refs, need }, context), (value, report) => ingest.answers(value, refs, report), call),
      ),
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
    ...(list && {
      list: (request, call) =>
        calls("list", (context) => list.call(source, request, context), (value, report) => ({ page: ingest.page(value, report), dropped: report.dropped }), call),
    }),
    ...(readFile && {
      readFile: (request, call) =>
        calls("readFile", (context) => readFile.call(source, request, context), (value) => streamOf(value, source), { ...call, streams: true }),
    }),
    close: async () => {
      await lent.close();
      await closeSource(source, log);
    },
  };
}

function streamOf(value: unknown, source: Source): ReadableStream<Uint8Array> | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof ReadableStream) return value as ReadableStream<Uint8Array>;
  throw new SourceError("BAD_RESPONSE", `The adapter of ${source.title} answered wrongly: readFile must give a ReadableStream, or undefined when there is no such file.`);
}

/** A source that fails to close, or takes too long, does not keep the process from ending. */
async function closeSource(source: Source, log: Logger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    log.warn("a source did not close in time", { source: source.id });
    resolve();
  }, closeTimeoutMs);
  try {
    await Promise.race([source.close?.(), promise]);
  } catch (error) {
    log.warn("a source failed to close", { source: source.id, error });
  } finally {
    clearTimeout(timer);
  }
}
