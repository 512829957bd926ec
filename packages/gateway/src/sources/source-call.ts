import { SourceError, type Source, type SourceContext } from "@modeldex/plugin-kit";
import type { Logger } from "../observe/log.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";
import type { Health } from "./health.ts";
import { asSourceError, type IngestReport } from "./ingest.ts";
import { patientFetch } from "./patient-fetch.ts";
import type { Priority, RateBudget } from "./rate-budget.ts";
import { BudgetExceededError, type RequestBudget } from "./request-budget.ts";
import { createTurns } from "./turns.ts";

/** How one call is made. */
export interface CallOptions {
  readonly priority: Priority;
  /** The call is over then, whatever the method does. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  readonly budget?: RequestBudget;
  /** The answer is a stream that is read after the call: only the caller's signal ends it then. @default false */
  readonly streams?: boolean;
}

/** What was left out of one answer. */
export interface CallReport extends IngestReport {
  readonly dropped: number;
}

/**
 * Calls a method of the source with a context of its own.
 *
 * @param ask calls the method; may throw, reject, or never settle.
 * @param accept checks the answer.
 * @throws {SourceError} whatever went wrong; and {@link BudgetExceededError}.
 */
export type SourceCalls = <T>(
  method: string,
  ask: (context: SourceContext) => unknown,
  accept: (answer: unknown, report: CallReport) => T,
  options: CallOptions,
) => Promise<T>;

export interface SourceCallsOptions {
  readonly source: Source;
  readonly lent: typeof globalThis.fetch;
  readonly rates: RateBudget;
  readonly breaker: CircuitBreaker;
  readonly health: Health;
  readonly log: Logger;
  readonly now: () => Date;
  readonly closing: AbortSignal;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Requests of one source that are under way at once. */
const maxConcurrentRequests = 24;

export function createSourceCalls(options: SourceCallsOptions): SourceCalls {
  const { source, rates, breaker, health, now, closing } = options;
  const log = options.log.child({ source: source.id });
  const loan = {
    fetch: options.lent,
    title: source.title,
    rates,
    turns: createTurns(maxConcurrentRequests),
    now,
    ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
  };

  let told: string | undefined;

  function contextOf(signal: AbortSignal, report: CallReport, { priority, deadlineMs, budget }: CallOptions): SourceContext {
    const deadlineAt = now().getTime() + deadlineMs;
    return {
      fetch: patientFetch(loan, { priority, signal, deadlineAt, ...(budget === undefined ? {} : { budget }) }),
      signal,
      now,
      log: { debug: (message, fields) => log.debug(message, fields), warn: (message, fields) => log.warn(message, fields) },
      drop: (nativeId, reason) => report.drop(String(nativeId), String(reason)),
    };
  }

  function judged(error: unknown, method: string, call: CallOptions): unknown {
    const exceeded = budgetExceeded(error, call.budget);
    if (exceeded !== undefined) {
      breaker.passed();
      return exceeded;
    }
    if (call.signal?.aborted === true || closing.aborted) {
      breaker.passed();
      return new SourceError("TIMEOUT", `The request was stopped before ${source.title} answered.`);
    }
    const known = asSourceError(error) ?? broken(source, method, error);
    // One that is asked every second says it once.
    if (known.code === "BAD_RESPONSE" && known.message !== told) log.warn("a source answered wrongly", { method, error });
    told = known.message;
    health.failed(known);
    return known;
  }

  return async (method, ask, accept, call) => {
    const closedMs = breaker.enter();
    if (closedMs > 0) {
      throw new SourceError("CIRCUIT_OPEN", `${source.title} failed repeatedly and is not asked for some seconds.`, { retryAfterMs: closedMs });
    }
    const deadline = startDeadline(source, call, closing);
    const report = createReport(log, method);
    try {
      const context = contextOf(deadline.signal, report, call);
      const accepted = accept(await untilAborted(() => ask(context), deadline.signal), report);
      health.succeeded();
      told = undefined;
      return accepted;
    } catch (error) {
      throw judged(error, method, call);
    } finally {
      deadline.end();
      report.finish();
    }
  };
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

/** Settles when the answer does, or when the signal is aborted, whatever the method does then. A method that throws is one that rejects. */
async function untilAborted(ask: () => unknown, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([(async () => ask())(), promise]);
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

function createReport(log: Logger, method: string): CallReport & { finish(): void } {
  const notes = new Map<string, number>();
  let dropped = 0;
  return {
    get dropped() {
      return dropped;
    },
    drop: (nativeId, reason) => {
      dropped += 1;
      log.debug("a row was left out", { method, nativeId: nativeId.slice(0, 200), reason: reason.slice(0, 500) });
    },
    note: (path) => void notes.set(path, (notes.get(path) ?? 0) + 1),
    finish: () => {
      if (notes.size > 0) log.debug("values were left out", { method, values: Object.fromEntries(notes) });
    },
  };
}
