/** What a budget is of. */
export type BudgetPart = "requests" | "time" | "bytes";

/** What all upstream work for one request of a person may cost together. */
export interface RequestBudgetLimits {
  /** @default 25 */
  readonly requests?: number;
  /** @default 3_000 */
  readonly timeMs?: number;
  /** Of bodies, after decompression. @default 8_000_000 */
  readonly bytes?: number;
}

/** Thrown by whatever would go beyond the budget of the request. */
export class BudgetExceededError extends Error {
  override readonly name = "BudgetExceededError";
  readonly code = "BUDGET_EXCEEDED";
  readonly part: BudgetPart;

  constructor(part: BudgetPart) {
    super(`The request may cost no more upstream ${part}; ask for fewer models, or for less depth.`);
    this.part = part;
  }
}

/** Shared by everything that one request does; it only ever shrinks. */
export interface RequestBudget {
  /** Aborted with a `BudgetExceededError` when time is up. */
  readonly signal: AbortSignal;
  /** @throws {BudgetExceededError} when no request, no byte or no time is left. */
  takeRequest(): void;
  /** Counts bytes. @throws {BudgetExceededError} when more come than are left. */
  takeBytes(count: number): void;
  /** The answer with its body counted; the body fails with `BudgetExceededError` when more comes than is left. */
  countBody(response: Response): Response;
  /** The stream with its bytes counted. */
  countStream(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array>;
  readonly left: { readonly requests: number; readonly bytes: number; readonly timeMs: number };
  /** Ends the clock. */
  end(): void;
}

/** Begins a budget. Its clock runs from here on. */
export function createRequestBudget(limits: RequestBudgetLimits = {}, now: () => Date = () => new Date()): RequestBudget {
  const { requests = 25, timeMs = 3_000, bytes = 8_000_000 } = limits;
  const left = { requests, bytes };
  const endsAt = now().getTime() + timeMs;
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(new BudgetExceededError("time")), timeMs).unref();
  const timeLeft = () => Math.max(0, endsAt - now().getTime());

  function takeBytes(count: number): void {
    if (count > left.bytes) {
      left.bytes = 0;
      throw new BudgetExceededError("bytes");
    }
    left.bytes -= count;
  }

  function countStream(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    return stream.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          takeBytes(chunk.byteLength);
          controller.enqueue(chunk);
        },
      }),
    );
  }

  return {
    signal: clock.signal,
    takeRequest: () => {
      if (timeLeft() === 0) throw new BudgetExceededError("time");
      if (left.bytes === 0) throw new BudgetExceededError("bytes");
      if (left.requests === 0) throw new BudgetExceededError("requests");
      left.requests -= 1;
    },
    takeBytes,
    countStream,
    countBody: (response) => {
      if (response.body === null) return response;
      const counted = new Response(countStream(response.body), { status: response.status, statusText: response.statusText, headers: response.headers });
      // A constructed Response has no URL, and callers read links relative to it.
      return Object.defineProperties(counted, { url: { value: response.url }, redirected: { value: response.redirected } });
    },
    get left() {
      return { ...left, timeMs: timeLeft() };
    },
    end: () => clearTimeout(timer),
  };
}
