import { setTimeout as delay } from "node:timers/promises";
import { SourceError } from "@modeldex/plugin-kit";
import { asSourceError } from "./ingest.ts";
import { rateLimited, type Priority, type RateBudget } from "./rate-budget.ts";
import { readRateLimit } from "./rate-limit-headers.ts";
import type { RequestBudget } from "./request-budget.ts";
import type { Turns } from "./turns.ts";

/** Lent to every request of one source. */
export interface FetchLoan {
  /** Asks once; throws `SourceError`. */
  readonly fetch: typeof globalThis.fetch;
  /** Name of the source, for messages. */
  readonly title: string;
  readonly rates: RateBudget;
  readonly turns: Turns;
  readonly now: () => Date;
  /** Nothing is asked, so nothing is repeated. @default false */
  readonly offline?: boolean;
  /** @default a timer */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

/** One call of a source. */
export interface FetchCall {
  readonly priority: Priority;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. Nothing is waited for that comes later. */
  readonly deadlineAt: number;
  /** What all calls for one request of a person may cost together. */
  readonly budget?: RequestBudget;
}

/** How often a request is repeated. A person waits for the answer; a harvest has time. */
const retries: Readonly<Record<Priority, number>> = { person: 1, harvest: 5 };
const retryStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const firstBackoffMs = 250;
const longestBackoffMs = 30_000;

/**
 * A `fetch` that keeps to the rate that the origin allows, and repeats what failed in passing (429, 502, 503, 504, no connection).
 *
 * Every request whose body can be sent again is repeated, also a POST: sources only read, and JSON-RPC reads by POST.
 *
 * @throws {SourceError} `RATE_LIMITED` when no request is allowed before the deadline, and what the lent `fetch` throws.
 * @throws {BudgetExceededError} when `budget` is used up.
 */
export function patientFetch(loan: FetchLoan, call: FetchCall): typeof globalThis.fetch {
  const { sleep = (ms, signal) => delay(ms, undefined, { signal }), random = Math.random } = loan;
  const time = () => loan.now().getTime();

  return async (input, init = {}) => {
    const url = URL.parse(input instanceof Request ? input.url : String(input));
    // The lent fetch says what is wrong with it.
    if (url === null) return loan.fetch(input, init);
    const signal = AbortSignal.any([call.signal, ...(init.signal === undefined || init.signal === null ? [] : [init.signal])]);
    const mostRetries = loan.offline !== true && isRepeatable(input, init) ? retries[call.priority] : 0;
    for (let attempt = 0; ; attempt += 1) {
      await untilAllowed(url, signal);
      call.budget?.takeRequest();
      const answer = await once(input, init, signal);
      if (answer instanceof Response) {
        loan.rates.observe(url, answer.status, answer.headers);
        if (!retryStatuses.has(answer.status)) return call.budget?.countBody(answer) ?? answer;
      }
      const asked = answer instanceof Response ? readRateLimit(answer.headers, time()).retryAfterMs : answer.retryAfterMs;
      const waitMs = Math.max(asked ?? backoffMs(attempt, random()), loan.rates.waitMs(url, call.priority));
      const hopeless = attempt >= mostRetries || time() + waitMs > call.deadlineAt;
      if (hopeless) return giveUp(answer, waitMs);
      if (answer instanceof Response) await answer.body?.cancel();
      await wait(waitMs, signal);
    }
  };

  async function untilAllowed(url: URL, signal: AbortSignal): Promise<void> {
    for (;;) {
      const waitMs = loan.rates.take(url, call.priority);
      if (waitMs === 0) return;
      if (time() + waitMs > call.deadlineAt) throw rateLimited(loan.title, waitMs);
      await wait(waitMs, signal);
    }
  }

  /** @returns the answer, or the error when it may pass. */
  async function once(input: Parameters<typeof globalThis.fetch>[0], init: RequestInit, signal: AbortSignal): Promise<Response | SourceError> {
    const endTurn = await loan.turns.take(call.priority, signal);
    try {
      return await loan.fetch(input instanceof Request ? input.clone() : input, { ...init, signal });
    } catch (error) {
      signal.throwIfAborted();
      const known = asSourceError(error);
      if (known?.code === "UNREACHABLE" || known?.code === "RATE_LIMITED") return known;
      throw error;
    } finally {
      endTurn();
    }
  }

  async function giveUp(answer: Response | SourceError, waitMs: number): Promise<Response> {
    if (answer instanceof SourceError) throw answer;
    if (answer.status !== 429) return answer;
    await answer.body?.cancel();
    throw rateLimited(loan.title, waitMs);
  }

  async function wait(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await sleep(ms, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  }
}

function isRepeatable(input: Parameters<typeof globalThis.fetch>[0], init: RequestInit): boolean {
  const { body } = init;
  if (input instanceof Request && input.body !== null && body === undefined) return true;
  return !(body instanceof ReadableStream) && !(typeof body === "object" && body !== null && Symbol.asyncIterator in body);
}

/** Doubles each time; random over its upper half, so that processes that failed together do not return together. */
function backoffMs(attempt: number, chance: number): number {
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** attempt) * (0.5 + chance / 2);
}
