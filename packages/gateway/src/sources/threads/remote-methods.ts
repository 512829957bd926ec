import type { PublisherStatement, SourceError, Source } from "@modeldex/plugin-kit";
import type { ListingRecord, SourceClaim } from "@modeldex/schema";
import type { CallOptions, GuardedCalls } from "../guarded-call.ts";
import type { ListedPage, SourceMethods } from "../source-methods.ts";
import { joinPage, readFailure, type PagePart, type ThreadCall, type ThreadMethod, type ThreadRecord } from "./protocol.ts";
import type { OpenCall, SourceThread } from "./source-thread.ts";

/** The methods of a source, asked for in its thread, which has checked what comes. */
export function createRemoteMethods(source: Source, thread: SourceThread, guard: GuardedCalls): SourceMethods {
  const ask = (method: ThreadMethod, request: unknown, call: CallOptions, onPart?: (part: unknown) => void) =>
    guard(method, (signal, leftAloneMs) => answerOf({ thread, method, request, call: { ...written(call), ...(leftAloneMs !== undefined && { leftAloneMs }) }, signal }, onPart), call);
  return {
    ...(source.get && {
      getMany: async ({ refs, need, ...call }) => ((await ask("get", { refs, need }, call)) as readonly ThreadRecord[]).map(readRecord),
    }),
    ...(source.search && { search: async (request, call) => (await ask("search", request, call)) as readonly ListingRecord[] }),
    ...(source.lookup && { lookup: async (text, call) => (await ask("lookup", text, call)) as readonly ListingRecord[] }),
    ...(source.about && { about: async (call) => (await ask("about", undefined, call)) as readonly SourceClaim[] }),
    ...(source.publisher && { publisher: async (id, call) => (await ask("publisher", id, call)) as PublisherStatement | undefined }),
    ...(source.list && {
      list: async (request, call) => {
        const parts: PagePart[] = [];
        return joinPage(parts, (await ask("list", request, call, (part) => void parts.push(part as PagePart))) as ListedPage);
      },
    }),
    ...(source.readFile && {
      readFile: (request, call) => {
        const streamed = { ...call, streams: true };
        return guard("readFile", (signal) => streamOf({ thread, method: "readFile", request, call: written(call), signal }), streamed);
      },
    }),
  };
}

interface Asked {
  readonly thread: SourceThread;
  readonly method: ThreadMethod;
  readonly request: unknown;
  readonly call: ThreadCall;
  readonly signal: AbortSignal;
}

function answerOf({ thread, method, request, call, signal }: Asked, onPart: (part: unknown) => void = () => undefined): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const open = thread.begin(method, request, call, {
    part: (part) => {
      onPart(part);
      // Between two parts everybody else gets their turn.
      setImmediate(open.more);
    },
    streams: () => undefined,
    answered: resolve,
    failed: reject,
  });
  signal.addEventListener("abort", open.abort, { once: true });
  return promise;
}

/**
 * The file as a stream that asks the thread for each chunk. (A stream that is itself handed to another thread loses the class of its errors, and
 * never ends when the thread does.)
 */
function streamOf({ thread, method, request, call, signal }: Asked): Promise<ReadableStream<Uint8Array> | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadableStream<Uint8Array> | undefined>();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let pulled = Promise.withResolvers<void>();
  const finish = (end: (stream: ReadableStreamDefaultController<Uint8Array>) => void) => {
    if (controller !== undefined) end(controller);
    controller = undefined;
    pulled.resolve();
  };
  const open: OpenCall = thread.begin(method, request, call, {
    streams: () => {
      resolve(new ReadableStream<Uint8Array>({
        start: (made) => void (controller = made),
        pull: () => {
          pulled = Promise.withResolvers();
          open.more();
          return pulled.promise;
        },
        cancel: () => {
          controller = undefined;
          open.abort();
        },
      }, { highWaterMark: 0 }));
    },
    part: (part) => {
      controller?.enqueue(part as Uint8Array);
      pulled.resolve();
    },
    answered: () => {
      resolve(undefined);
      finish((stream) => stream.close());
    },
    failed: (error) => {
      reject(error);
      finish((stream) => stream.error(error));
    },
  });
  signal.addEventListener("abort", () => {
    open.abort();
    finish((stream) => stream.error(signal.reason));
  }, { once: true });
  return promise;
}

function written({ priority, deadlineMs, budget }: CallOptions): ThreadCall {
  return { priority, deadlineMs, ...(budget && { budget: budget.share }) };
}

function readRecord({ record, failure }: ThreadRecord): ListingRecord | SourceError | undefined {
  if (failure === undefined) return record;
  const error = readFailure(failure);
  if (error.name === "SourceError") return error;
  throw error;
}
