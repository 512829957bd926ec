import type { Source, SourceContext } from "@modeldex/plugin-kit";
import type { Logger } from "../observe/log.ts";
import { leftAlone, type CallOptions, type GuardedCalls } from "./guarded-call.ts";
import type { IngestReport } from "./ingest.ts";
import { patientFetch } from "./patient-fetch.ts";
import type { RateBudget } from "./rate-budget.ts";
import { createTurns } from "./turns.ts";

/** What was left out of one answer. */
export interface CallReport extends IngestReport {
  readonly dropped: number;
}

/**
 * Calls a method of the source with a context of its own.
 *
 * @param ask calls the method; may throw, reject, or never settle.
 * @param accept checks the answer.
 * @throws {SourceError} whatever went wrong; and `BudgetExceededError`.
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
  readonly guard: GuardedCalls;
  readonly log: Logger;
  readonly now: () => Date;
  readonly offline?: boolean;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Requests of one source that are under way at once. */
const maxConcurrentRequests = 24;

export function createSourceCalls(options: SourceCallsOptions): SourceCalls {
  const { source, rates, guard, log, now } = options;
  const loan = {
    fetch: options.lent,
    title: source.title,
    rates,
    turns: createTurns(maxConcurrentRequests),
    now,
    offline: options.offline === true,
    ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
  };

  function contextOf(signal: AbortSignal, report: CallReport, { priority, deadlineMs, budget }: CallOptions, leftAloneMs: number | undefined): SourceContext {
    const deadlineAt = now().getTime() + deadlineMs;
    return {
      fetch: leftAloneMs !== undefined ? () => Promise.reject(leftAlone(source.title, leftAloneMs)) : patientFetch(loan, { priority, signal, deadlineAt, ...(budget === undefined ? {} : { budget }) }),
      signal,
      now,
      log: { debug: (message, fields) => log.debug(message, fields), warn: (message, fields) => log.warn(message, fields) },
      drop: (nativeId, reason) => report.drop(String(nativeId), String(reason)),
    };
  }

  return async (method, ask, accept, call) => {
    const report = createReport(log, method);
    try {
      return await guard(method, async (signal, leftAloneMs) => {
        const answer = await ask(contextOf(signal, report, call, leftAloneMs));
        signal.throwIfAborted();
        return accept(answer, report);
      }, call);
    } finally {
      report.finish();
    }
  };
}

/** Most paths of one call that are told. */
const mostNotes = 200;

function createReport(log: Logger, method: string): CallReport & { finish(): void } {
  const notes = new Map<string, { count: number; readonly advice: string | undefined }>();
  let dropped = 0;
  return {
    get dropped() {
      return dropped;
    },
    drop: (nativeId, reason) => {
      dropped += 1;
      log.debug("a row was left out", { method, nativeId: nativeId.slice(0, 200), reason: reason.slice(0, 500) });
    },
    note: (path, advice) => {
      const known = notes.get(path);
      if (known !== undefined) known.count += 1;
      // Names of members are foreign text, and there may be another in each row.
      else if (notes.size < mostNotes) notes.set(path, { count: 1, advice });
    },
    finish: () => {
      if (notes.size === 0) return;
      const all = [...notes];
      const advice = all.flatMap(([path, note]) => (note.advice === undefined ? [] : [[path, note.advice] as const]));
      log.debug("values were left out", { method, values: Object.fromEntries(all.map(([path, { count }]) => [path, count])), advice: Object.fromEntries(advice) });
    },
  };
}
