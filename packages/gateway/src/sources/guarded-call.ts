import { SourceError, type Source } from "@modeldex/plugin-kit";
import type { Logger } from "../observe/log.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import type { Health } from "./health.ts";
import { asSourceError } from "./ingest.ts";
import type { Priority } from "./rate-budget.ts";
import { BudgetExceededError, type RequestBudget } from "./request-budget.ts";

/** How one call is made. */
export interface CallOptions {
  readonly priority: Priority;
  /** The call is over then, whatever the method does. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  readonly budget?: RequestBudget;
  /** The answer is a stream that is read after the call: only the caller's signal ends it then. @default false */
  readonly streams?: boolean;
  /** The source is left alone for so long: the call makes no request. */
  readonly leftAloneMs?: number;
}

/**
 * Runs one call of a source: not while the source is left alone, and not beyond its deadline. Only `about` is called always, since most sources know
 * without asking what they are; what comes of it says nothing about whether they can be reached.
 *
 * @param run may throw, reject, or never settle; with `leftAloneMs` it makes no request.
 * @throws {SourceError} whatever went wrong; and {@link BudgetExceededError}.
 */
export type GuardedCalls = <T>(method: string, run: (signal: AbortSignal, leftAloneMs?: number) => Promise<T>, options: CallOptions) => Promise<T>;

/** Says whether a call may be made, and is told how it went. */
export type CallWatch = Pick<CircuitBreaker, "enter" | "closedMs" | "passed"> & Pick<Health, "succeeded" | "failed">;

/** Lets every call through, where somebody else watches. */
export const unwatched: CallWatch = { enter: () => 0, closedMs: () => 0, passed: () => undefined, succeeded: () => undefined, failed: () => undefined };

export interface GuardOptions {
  readonly source: Source;
  readonly watch: CallWatch;
  readonly log: Logger;
  readonly closing: AbortSignal;
}

export function createGuardedCalls({ source, watch: watching, log, closing }: GuardOptions): GuardedCalls {
  let told: string | undefined;

  function judged(error: unknown, method: string, call: CallOptions, watch: CallWatch): unknown {
    const exceeded = budgetExceeded(error, call.budget);
    if (exceeded !== undefined) {
      watch.passed();
      return exceeded;
    }
    if (call.signal?.aborted === true || closing.aborted) {
      watch.passed();
      return new SourceError("TIMEOUT", `The request was stopped before ${source.title} answered.`);
    }
    const known = asSourceError(error) ?? broken(source, method, error);
    // One that is asked every second says it once.
    if (known.code === "BAD_RESPONSE" && known.message !== told) log.warn("a source answered wrongly", { method, error });
    told = known.message;
    watch.failed(known);
    return known;
  }

  return async (method, run, call) => {
    const watch = method === "about" ? unwatched : watching;
    const closedMs = watch.enter();
    if (closedMs > 0) throw leftAlone(source.title, closedMs);
    const leftAloneMs = method === "about" ? watching.closedMs() || call.leftAloneMs : undefined;
    const deadline = startDeadline(source, call, closing);
    try {
      const answer = await untilAborted(() => run(deadline.signal, leftAloneMs), deadline.signal);
      watch.succeeded();
      told = undefined;
      return answer;
    } catch (error) {
      throw judged(error, method, call, watch);
    } finally {
      deadline.end();
    }
  };
}

/** The error for what is asked of a source that is left alone. */
export function leftAlone(title: string, closedMs: number): SourceError {
  return new SourceError("CIRCUIT_OPEN", `${title} failed repeatedly and is not asked for some seconds.`, { retryAfterMs: closedMs });
}

interface Deadline {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

function startDeadline(source: Source, { deadlineMs, signal, budget, streams = false }: CallOptions, closing: AbortSignal): Deadline {
  const own = new AbortController();
  const expire = () => own.abort(new SourceError("TIMEOUT", `${source.title} did not answer within ${deadlineMs} ms.`));
  const timer = setTimeout(expire, deadlineMs);
  const others = [signal, budget?.signal].filter((other) => other !== undefined);
  return {
    signal: AbortSignal.any([own.signal, closing, ...others]),
    end: () => {
      clearTimeout(timer);
      // What the adapter left running has no one to report to.
      if (!streams) own.abort(new SourceError("TIMEOUT", `The call of ${source.title} is over.`));
    },
  };
}

/** Settles when the answer does, or when the signal is aborted, whatever the call does then. */
async function untilAborted<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([run(), promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** An adapter may have put an error of its own around it. */
function budgetExceeded(error: unknown, budget: RequestBudget | undefined): BudgetExceededError | undefined {
  if (budget?.signal.reason instanceof BudgetExceededError) return budget.signal.reason;
  let cause = error;
  for (let depth = 0; depth < 8 && cause instanceof Error; depth += 1) {
    if (cause instanceof BudgetExceededError) return cause;
    cause = cause.cause;
  }
  return undefined;
}

function broken(source: Source, method: string, error: unknown): SourceError {
  const what = error instanceof Error ? error.name : `it threw a ${typeof error}`;
  return new SourceError("BAD_RESPONSE", `The adapter of ${source.title} failed in ${method} (${what}); the log has the cause.`, { cause: error });
}
