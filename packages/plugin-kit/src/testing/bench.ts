import type { ListingRecord } from "@modeldex/schema";
import { SourceError } from "../source-error.ts";
import type { FileRequest, ModelRef, Source, SourceContext } from "../source.ts";
import { asArray, asRecord } from "../unknown-values.ts";
import { problem, type SourceProblem } from "./problems.ts";
import { recordedFetch, UnknownExchangeError, type RecordedExchange } from "./recorded-fetch.ts";
import { testContext, type TestContext } from "./test-context.ts";

/** What a source is checked with. Everything that the examples lead to must have an answer in `exchanges` or `fetch`. */
export interface SourceCheckOptions {
  /** Recorded answers. A source that asks nobody needs none. */
  readonly exchanges?: readonly RecordedExchange[];
  /** Answers of another kind, such as those of a scripted chain; in the place of `exchanges`. */
  readonly fetch?: typeof globalThis.fetch;
  readonly examples?: SourceExamples;
  /** Credentials that the source was given; they may show up in no message, log line, or request to another host. */
  readonly secrets?: readonly string[];
  /** @default 2026-01-01T00:00:00Z */
  readonly now?: Date;
}

export interface SourceExamples {
  /** Models that `get` knows: native ids, or references with a revision. */
  readonly known?: readonly (string | ModelRef)[];
  /** A native id that does not exist. @default "modeldex-suite/no-such-model" */
  readonly unknown?: string;
  /** Words that `search` finds something for. */
  readonly search?: string;
  /** @default 20 */
  readonly searchLimit?: number;
  /** @default 100 */
  readonly listLimit?: number;
  /** A text that `lookup` finds something for. */
  readonly lookup?: string;
  /** A file that `readFile` reads, with a range. */
  readonly file?: FileRequest;
  /** Texts that `parseReference` reads, and the native id of the first reading. */
  readonly references?: Readonly<Record<string, string>>;
  /** Texts that it must not read, beyond those that no source reads. */
  readonly foreign?: readonly string[];
}

/** A method of a source with the arguments of the examples. */
export interface Probe {
  readonly name: "about" | "get" | "list" | "search" | "lookup" | "readFile";
  run(source: Source, context: SourceContext): Promise<unknown>;
}

/** How one call of a source went. */
export interface Trial {
  readonly value?: unknown;
  /** What it threw; absent when it did not. */
  readonly error?: unknown;
  readonly context: TestContext;
  readonly requests: readonly SentRequest[];
  /** Requests that nothing is recorded for. */
  readonly unknown: readonly string[];
}

export interface SentRequest {
  readonly url: URL;
  /** Headers and body as one text. */
  readonly rest: string;
  /** Name of the first header with a credential. */
  readonly credential: string | undefined;
  /** Whether the answer was JSON. */
  json: boolean;
}

/** Changes what the origin answers. */
export type Spoil = (answer: () => Promise<Response>, request: SpoiledRequest) => Promise<Response>;

/** The request whose answer is changed. */
export interface SpoiledRequest {
  /** Place among the requests of its call. */
  readonly index: number;
  readonly url: string;
  /** Given with this request. */
  readonly signal: AbortSignal | undefined;
}

/** Opens sources and calls them, each call with a fetch of its own that is watched. */
export interface Bench {
  readonly options: SourceCheckOptions;
  readonly examples: SourceExamples;
  try(run: Probe["run"], how?: { readonly spoil?: Spoil; readonly signal?: AbortSignal; readonly tolerant?: boolean }): Promise<Trial>;
  /** Whether each call gets a source of its own. */
  readonly fresh: boolean;
  /** Every call so far, in order. */
  readonly trials: readonly Trial[];
}

/** As in `Source.baseAddresses`. */
const credentialHeaders = ["authorization", "cookie", "proxy-authorization", "x-api-key"];

/** Makes a bench for a source, or for a factory, which then gives a fresh source to every call. */
export function bench(source: Source | (() => Source | Promise<Source>), options: SourceCheckOptions): Bench {
  const trials: Trial[] = [];
  return {
    options,
    examples: options.examples ?? {},
    fresh: typeof source === "function",
    trials,
    try: async (run, { spoil, signal, tolerant = false } = {}) => {
      const recorded = recordedFetch(options.exchanges ?? []);
      const requests: SentRequest[] = [];
      const base = options.fetch ?? recorded.fetch;
      const fetch: typeof globalThis.fetch = async (input, init) => {
        const request = new Request(input, init);
        const sent: SentRequest = { url: new URL(request.url), rest: JSON.stringify([...request.headers]) + (await request.clone().text()), credential: credentialHeaders.find((name) => request.headers.has(name)), json: false };
        const index = requests.push(sent) - 1;
        const answer = async (): Promise<Response> => {
          try {
            const response = await (input instanceof Request || init?.body instanceof ReadableStream ? base(request) : base(input, init));
            sent.json = await isJson(response);
            return response;
          } catch (error) {
            if (!tolerant || !(error instanceof UnknownExchangeError)) throw error;
            return Object.defineProperty(new Response("no such page", { status: 400 }), "url", { value: request.url });
          }
        };
        return await (spoil === undefined ? answer() : spoil(answer, { index, url: request.url, signal: init?.signal ?? (input instanceof Request ? input.signal : undefined) }));
      };
      const context = testContext({ fetch, ...(signal === undefined ? {} : { signal }), ...(options.now === undefined ? {} : { now: options.now }) });
      const opened = typeof source === "function" ? await source() : source;
      const outcome = await settled(async () => await run(opened, context));
      if (typeof source === "function") await opened.close?.();
      const trial = { ...outcome, context, requests, unknown: tolerant ? [] : recorded.unknown };
      trials.push(trial);
      return trial;
    },
  };
}

/** The methods that a source has and the examples lead to. */
export function probes(source: Source, examples: SourceExamples): readonly Probe[] {
  const { known = [], search, lookup, file, searchLimit = 20, listLimit = 100 } = examples;
  const found: Probe[] = [];
  if (source.list !== undefined) found.push({ name: "list", run: async (opened, context) => await opened.list?.({ limit: listLimit }, context) });
  if (source.get !== undefined && known.length > 0) {
    const need = new Set(source.onDemand);
    found.push({ name: "get", run: async (opened, context) => await opened.get?.({ refs: known.map(asRef), need }, context) });
  }
  if (source.search !== undefined && search !== undefined) {
    found.push({ name: "search", run: async (opened, context) => await opened.search?.({ text: search, filter: {}, limit: searchLimit }, context) });
  }
  if (source.lookup !== undefined && lookup !== undefined) {
    found.push({ name: "lookup", run: async (opened, context) => await opened.lookup?.(lookup, context) });
  }
  if (source.readFile !== undefined && file !== undefined) {
    found.push({ name: "readFile", run: async (opened, context) => await wholeFile(await opened.readFile?.(file, context)) });
  }
  if (source.about !== undefined) found.push({ name: "about", run: async (opened, context) => await opened.about?.(context) });
  return found;
}

/** A native id as a reference. */
export function asRef(model: string | ModelRef): ModelRef {
  return typeof model === "string" ? { nativeId: model } : model;
}

/** What is wrong with a call that should have succeeded: a missing recording, or what it threw. */
export function* unexpectedFailure(trial: Trial, at: string): Iterable<SourceProblem> {
  const [missing] = trial.unknown;
  if (missing !== undefined) {
    yield problem("recorded", `${at} asks ${missing}, for which nothing is recorded; add it to the exchanges, or ask something else`);
  } else if ("error" in trial) {
    yield trial.error instanceof SourceError
      ? problem("failures", `${at} threw ${trial.error.code} (${trial.error.message}) for answers that are right; correct the example or the source`)
      : foreignError(trial.error, at, "for answers that are right");
  }
}

/** The problem of an exception that is no SourceError. */
export function foreignError(error: unknown, at: string, when: string): SourceProblem {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : `a ${typeof error}`;
  return problem("failures", `${at} threw ${what} ${when}; look at unknown values before use (asRecord, asString) and throw a SourceError`);
}

/** The records in what a method gave: of a page, of a list of answers, or none. */
export function recordsOf(value: unknown): readonly ListingRecord[] {
  const list = Array.isArray(value) ? value : asRecord(value)?.records;
  return Array.isArray(list) ? list.filter((entry) => typeof entry === "object" && entry !== null && !(entry instanceof Error)) : [];
}

/** How many rows a method gave: records, and overlays of a page. */
export function rowsIn(value: unknown): number {
  return recordsOf(value).length + (asArray(asRecord(value)?.overlays) ?? []).length;
}

async function wholeFile(stream: ReadableStream<Uint8Array> | undefined): Promise<Uint8Array | undefined> {
  return stream === undefined ? undefined : new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Whether an answer's body is JSON; the body stays unread. */
export async function isJson(response: Response): Promise<boolean> {
  try {
    JSON.parse(await response.clone().text());
    return true;
  } catch {
    return false;
  }
}

async function settled(run: () => Promise<unknown>): Promise<{ readonly value: unknown } | { readonly error: unknown }> {
  const late = Promise.withResolvers<{ readonly error: unknown }>();
  const timer = setTimeout(() => late.resolve({ error: new Error("it had not ended after 10 seconds") }), 10_000);
  try {
    return await Promise.race([run().then((value) => ({ value }), (error: unknown) => ({ error })), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
