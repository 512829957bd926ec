import type { MessagePort } from "node:worker_threads";
import { SourceError, type FileRequest, type GetRequest, type ListRequest, type SearchRequest } from "@modeldex/plugin-kit";
import type { Logger } from "../../observe/log.ts";
import type { CallOptions } from "../guarded-call.ts";
import type { RateBudget } from "../rate-budget.ts";
import { joinRequestBudget } from "../request-budget.ts";
import type { SourceMethods } from "../source-methods.ts";
import { splitPage, writeFailure, type FromThread, type ThreadFailure, type ThreadRecord, type ToThread } from "./protocol.ts";

/** What answers in the thread of a source. */
export interface Answering {
  readonly methods: SourceMethods;
  readonly rates: RateBudget;
  readonly port: MessagePort;
  readonly log: Logger;
  /** Called once, when the main thread wants the thread to end. */
  readonly close: () => Promise<void>;
}

interface Running {
  readonly ending: AbortController;
  /** Settles when the next part is wanted, or the call was aborted. */
  wanted: PromiseWithResolvers<void>;
}

type Call = Extract<ToThread, { kind: "call" }>;

/** Answers what the main thread asks, until it says that it is over. */
export function answerCalls({ methods, rates, port, log, close }: Answering): void {
  const running = new Map<number, Running>();
  const post = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(message, transfer);

  port.on("message", (message: ToThread) => {
    switch (message.kind) {
      case "ping":
        return post({ kind: "pong" });
      case "call":
        return void answer(message);
      case "more":
        return running.get(message.id)?.wanted.resolve();
      case "abort":
        return abort(running.get(message.id));
      case "close":
        return void close();
      default:
        return message satisfies never;
    }
  });
  post({ kind: "ready" });

  async function answer(asked: Call): Promise<void> {
    const { id } = asked;
    const call: Running = { ending: new AbortController(), wanted: Promise.withResolvers() };
    running.set(id, call);
    try {
      const value = await ask(asked, call);
      post({ kind: "answer", id, value, rates: rates.state() });
    } catch (error) {
      post({ kind: "failure", id, failure: writeFailure(error) ?? unexpected(error), rates: rates.state() });
    } finally {
      running.delete(id);
    }
  }

  /** Calls throw none; a file may break off with any. */
  function unexpected(error: unknown): ThreadFailure {
    log.warn("a file of a source broke off", { error });
    return { code: "BAD_RESPONSE", message: "The file broke off; the log has the cause." };
  }

  async function ask({ id, method, request, call }: Call, run: Running): Promise<unknown> {
    const { budget, ...how } = call;
    const { signal } = run.ending;
    const options: CallOptions = { ...how, signal, ...(budget && { budget: joinRequestBudget(budget, signal) }) };
    // The main thread of this same package writes the requests.
    switch (method) {
      case "get":
        return (await methods.getMany?.({ ...(request as GetRequest), ...options }))?.map(written);
      case "search":
        return methods.search?.(request as SearchRequest, options);
      case "lookup":
        return methods.lookup?.(request as string, options);
      case "about":
        return methods.about?.(options);
      case "publisher":
        return methods.publisher?.(request as string, options);
      case "list": {
        const { parts, rest } = splitPage((await methods.list?.(request as ListRequest, options)) ?? { page: {}, dropped: 0 });
        for (const part of parts) {
          post({ kind: "part", id, part });
          await nextWanted(run);
        }
        return rest;
      }
      case "readFile": {
        const stream = await methods.readFile?.(request as FileRequest, options);
        if (stream === undefined) return undefined;
        post({ kind: "streams", id });
        await sendStream(id, stream, run);
        return undefined;
      }
      default:
        return method satisfies never;
    }
  }

  async function sendStream(id: number, stream: ReadableStream<Uint8Array>, run: Running): Promise<void> {
    const reader = stream.getReader();
    try {
      for (;;) {
        await nextWanted(run);
        const { done, value } = await reader.read();
        if (done) return;
        // A copy of its own: what is handed over is lost here, and a chunk may be a part of a larger piece of memory.
        const part = new Uint8Array(value);
        post({ kind: "part", id, part }, [part.buffer]);
      }
    } catch (error) {
      await reader.cancel(error).catch(() => undefined);
      throw error;
    }
  }
}

function abort(run: Running | undefined): void {
  if (run === undefined) return;
  const reason = new SourceError("TIMEOUT", "The call was ended.");
  run.ending.abort(reason);
  run.wanted.promise.catch(() => undefined);
  run.wanted.reject(reason);
}

async function nextWanted(run: Running): Promise<void> {
  await run.wanted.promise;
  run.wanted = Promise.withResolvers();
}

function written(answer: unknown): ThreadRecord {
  if (answer === undefined) return {};
  const failure = writeFailure(answer);
  return failure !== undefined ? { failure } : { record: answer as NonNullable<ThreadRecord["record"]> };
}
