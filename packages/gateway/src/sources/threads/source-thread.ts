import { MessageChannel, Worker, type MessagePort } from "node:worker_threads";
import { SourceError, type Source } from "@modeldex/plugin-kit";
import type { Logger } from "../../observe/log.ts";
import { relayLog } from "./relay-log.ts";
import { readFailure, type FromThread, type RateState, type ThreadCall, type ThreadMethod, type ToThread } from "./protocol.ts";

/** The thread of one source: it begins with the first call, and anew, after a while, when it has broken down. */
export interface SourceThread {
  /** Begins the thread before its first call. Resolves when it is ready or broke down, at the latest after 15 s. */
  start(): Promise<void>;
  /** @throws {SourceError} `CIRCUIT_OPEN` while it is not begun anew yet. */
  begin(method: ThreadMethod, request: unknown, call: ThreadCall, listener: CallListener): OpenCall;
  /** What the source's budget was when it last answered. */
  rates(): RateState;
  /** Lets the source close, and ends the thread. */
  close(): Promise<void>;
}

/** Told what comes of one call, until it is aborted. */
export interface CallListener {
  readonly part: (part: unknown) => void;
  readonly streams: () => void;
  readonly answered: (value: unknown) => void;
  readonly failed: (error: Error) => void;
}

export interface OpenCall {
  /** Asks for the next part. */
  more(): void;
  /** Nothing more of it is wanted. */
  abort(): void;
}

export interface SourceThreadOptions {
  readonly source: Pick<Source, "id" | "title">;
  /** What the thread runs. */
  readonly entry: URL;
  /** Given to the entry as `workerData`, with `port`. */
  readonly data: object;
  readonly log: Logger;
}

/** Of the JavaScript heap, and again of memory outside of it. */
const mostMegabytes = 512;
const beatMs = 1_000;
/** Beats without an answer after which it counts as stuck; loading the configuration may take longer. */
const mostMissed = { ready: 10, starting: 60 } as const;
const firstRestMs = 500;
const longestRestMs = 60_000;
/** A thread that lived so long had not broken down from the start. */
const soundMs = 60_000;
const startMs = 15_000;
const closeMs = 3_000;

interface Running {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly startedAt: number;
  readonly ended: Promise<unknown>;
  /** Calls that it has not ended; `undefined`: one that nobody waits for any more. */
  readonly calls: Map<number, CallListener | undefined>;
  readonly settled: PromiseWithResolvers<void>;
  ready: boolean;
  missed: number;
  beat?: NodeJS.Timeout;
}

export function createSourceThread({ source, entry, data, log }: SourceThreadOptions): SourceThread {
  let running: Running | undefined;
  let rates: RateState = {};
  let lastId = 0;
  let breakdowns = 0;
  let restUntil = 0;

  function start(): Running {
    const { port1: port, port2 } = new MessageChannel();
    const worker = new Worker(entry, {
      name: `source ${source.id}`, workerData: { ...data, port: port2 }, transferList: [port2], resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    });
    const ended = new Promise((resolve) => void worker.once("exit", resolve));
    const started: Running = { worker, port, ended, startedAt: performance.now(), calls: new Map(), settled: Promise.withResolvers(), ready: false, missed: 0 };
    worker.on("error", (error) => brokeDown(started, sentenceOf(error), error));
    worker.on("exit", (code) => brokeDown(started, `ended its thread (${code})`));
    port.on("message", (message: FromThread) => heard(started, message));
    // Whoever waits for an answer has a deadline, which keeps the process; the thread does not.
    worker.unref();
    port.unref();
    return started;
  }

  function heard(from: Running, message: FromThread): void {
    from.missed = 0;
    switch (message.kind) {
      case "ready":
        from.ready = true;
        from.settled.resolve();
        return;
      case "unusable":
        return brokeDown(from, "could not be loaded in its thread", new Error(message.message));
      case "pong":
        return;
      case "log":
        return relayLog(log, message.line);
      case "streams":
        return from.calls.get(message.id)?.streams();
      case "part":
        return from.calls.get(message.id)?.part(message.part);
      case "answer":
        rates = message.rates;
        return ended(from, message.id)?.answered(message.value);
      case "failure":
        rates = message.rates;
        return ended(from, message.id)?.failed(readFailure(message.failure));
      default:
        return message satisfies never;
    }
  }

  function ended(from: Running, id: number): CallListener | undefined {
    const listener = from.calls.get(id);
    from.calls.delete(id);
    if (from.calls.size === 0) stopBeat(from);
    return listener;
  }

  /** While calls are not ended, it has to answer now and then. */
  function watch(thread: Running): void {
    thread.beat ??= setInterval(() => {
      if (thread.missed >= mostMissed[thread.ready ? "ready" : "starting"]) return brokeDown(thread, "kept its thread busy without answering");
      thread.missed += 1;
      thread.port.postMessage({ kind: "ping" } satisfies ToThread);
      void checkMemory(thread);
    }, beatMs).unref();
  }

  /** The limit of a thread does not count what lies outside of the JavaScript heap. */
  async function checkMemory(thread: Running): Promise<void> {
    const heap = await thread.worker.getHeapStatistics().catch(() => undefined);
    if ((heap?.external_memory ?? 0) > mostMegabytes * 1_000_000) brokeDown(thread, `took more than ${mostMegabytes} MB of memory`);
  }

  function brokeDown(thread: Running, how: string, error?: unknown): void {
    if (thread !== running) return;
    running = undefined;
    thread.settled.resolve();
    stopBeat(thread);
    breakdowns = performance.now() - thread.startedAt > soundMs ? 1 : breakdowns + 1;
    const restMs = Math.min(longestRestMs, firstRestMs * 2 ** (breakdowns - 1));
    restUntil = performance.now() + restMs;
    log.error("a source broke down and is begun anew when it is next asked", { source: source.id, how, restMs, ...(error === undefined ? {} : { error }) });
    const reason = new SourceError("BAD_RESPONSE", `The adapter of ${source.title} ${how}; the log has the cause.`);
    for (const listener of thread.calls.values()) listener?.failed(reason);
    thread.calls.clear();
    thread.port.close();
    void thread.worker.terminate();
  }

  function begin(method: ThreadMethod, request: unknown, call: ThreadCall, listener: CallListener): OpenCall {
    const restMs = restUntil - performance.now();
    if (restMs > 0) throw new SourceError("CIRCUIT_OPEN", `The adapter of ${source.title} broke down, and is begun anew in a moment.`, { retryAfterMs: Math.ceil(restMs) });
    running ??= start();
    const thread = running;
    const id = (lastId += 1);
    thread.calls.set(id, listener);
    watch(thread);
    const say = (message: ToThread) => {
      if (thread.calls.get(id) === listener) thread.port.postMessage(message);
    };
    say({ kind: "call", id, method, request, call });
    return {
      more: () => say({ kind: "more", id }),
      abort: () => {
        say({ kind: "abort", id });
        if (thread.calls.has(id)) thread.calls.set(id, undefined);
      },
    };
  }

  return {
    start: async () => {
      if (restUntil > performance.now()) return;
      running ??= start();
      const { settled } = running;
      const late = setTimeout(settled.resolve, startMs);
      await settled.promise;
      clearTimeout(late);
    },
    begin,
    rates: () => rates,
    close: async () => {
      const thread = running;
      if (thread === undefined) return;
      running = undefined;
      thread.settled.resolve();
      stopBeat(thread);
      thread.port.postMessage({ kind: "close" } satisfies ToThread);
      const late = setTimeout(() => void thread.worker.terminate(), closeMs);
      await thread.ended;
      clearTimeout(late);
      thread.port.close();
    },
  };
}

function stopBeat(thread: Running): void {
  clearInterval(thread.beat);
  delete thread.beat;
}

function sentenceOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  if (code === "ERR_WORKER_OUT_OF_MEMORY") return `took more than ${mostMegabytes} MB of memory`;
  return `broke down (${error instanceof Error ? error.name : `it threw a ${typeof error}`})`;
}
