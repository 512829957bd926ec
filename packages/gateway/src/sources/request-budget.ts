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

/** What `TrustDepth` DEEP allows for one request; it ends before the request's own deadline does. */
export const deepLimits = { requests: 100, timeMs: 8_000, bytes: 64_000_000 } as const satisfies RequestBudgetLimits;

/** What pinning and checking pins may ask of sources for one request, beside what its reports cost. */
export const pinLimits = { requests: 100, timeMs: 8_000 } as const satisfies RequestBudgetLimits;

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

/** Counters of a budget in memory that threads share. */
export interface BudgetShare {
  /** Requests and bytes that are left. */
  readonly left: SharedArrayBuffer;
  /** Requests taken by whoever was given this share. */
  readonly taken: SharedArrayBuffer;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
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
  /** For a thread that works for the same request. */
  readonly share: BudgetShare;
  /** Ends the clock. */
  end(): void;
}

/** Begins a budget. Its clock runs from here on. */
export function createRequestBudget(limits: RequestBudgetLimits = {}, now: () => Date = () => new Date()): RequestBudget {
  const { requests = 25, timeMs = 3_000, bytes = 8_000_000 } = limits;
  const left = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  new Int32Array(left).set([requests, bytes]);
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(new BudgetExceededError("time")), timeMs).unref();
  return budgetOver({ left, taken: oneCounter(), endsAt: now().getTime() + timeMs }, { signal: clock.signal, now, end: () => clearTimeout(timer) });
}

/** The same budget, and whether a request was taken from it through this one, in whichever thread. */
export function watchedBudget({ share, signal }: RequestBudget, now: () => Date): { readonly budget: RequestBudget; readonly asked: () => boolean } {
  const taken = oneCounter();
  return { budget: joinRequestBudget({ ...share, taken }, signal, now), asked: () => Atomics.load(new Int32Array(taken), 0) > 0 };
}

/** The budget of a request that another began. @param signal aborted when its time is up. */
export function joinRequestBudget(share: BudgetShare, signal: AbortSignal, now: () => Date = () => new Date()): RequestBudget {
  return budgetOver(share, { signal, now, end: () => undefined });
}

function budgetOver(share: BudgetShare, { signal, now, end }: { readonly signal: AbortSignal; readonly now: () => Date; readonly end: () => void }): RequestBudget {
  const left = new Int32Array(share.left);
  const taken = new Int32Array(share.taken);
  const timeLeft = () => Math.max(0, share.endsAt - now().getTime());

  function takeBytes(count: number): void {
    if (!takenFrom(left, bytesAt, count)) {
      Atomics.store(left, bytesAt, 0);
      throw new BudgetExceededError("bytes");
    }
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
    signal,
    share,
    takeRequest: () => {
      if (timeLeft() === 0) throw new BudgetExceededError("time");
      if (Atomics.load(left, bytesAt) === 0) throw new BudgetExceededError("bytes");
      if (!takenFrom(left, requestsAt, 1)) throw new BudgetExceededError("requests");
      Atomics.add(taken, 0, 1);
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
      return { requests: Atomics.load(left, requestsAt), bytes: Atomics.load(left, bytesAt), timeMs: timeLeft() };
    },
    end,
  };
}

const requestsAt = 0;
const bytesAt = 1;

function oneCounter(): SharedArrayBuffer {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

/** Takes a count, unless less is left; another thread may take at the same time. */
function takenFrom(counters: Int32Array, at: number, count: number): boolean {
  for (;;) {
    const before = Atomics.load(counters, at);
    if (count > before) return false;
    if (Atomics.compareExchange(counters, at, before, before - count) === before) return true;
  }
}
