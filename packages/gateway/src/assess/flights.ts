/** A result that several wait for. */
export interface Flight<Result> {
  readonly result: Promise<Result>;
  /** Whether this caller began it. */
  readonly own: boolean;
}

/** Work that is done once for all who want it at the same time. */
export interface Flights<Result> {
  /**
   * Begins the work, or joins what is under way under the same key. The work is aborted when all who wait for it have gone; one who goes gets
   * the reason of their own signal.
   */
  join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Flight<Result>;
}

interface Flying<Result> {
  readonly result: Promise<Result>;
  readonly ending: AbortController;
  waiting: number;
}

/** Makes a place for flights of one kind. */
export function createFlights<Result>(): Flights<Result> {
  const flying = new Map<string, Flying<Result>>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<Result>): Flying<Result> {
    const ending = new AbortController();
    const flight = { result: work(ending.signal).finally(() => flying.get(key) === flight && flying.delete(key)), ending, waiting: 0 };
    flying.set(key, flight);
    return flight;
  }

  return {
    join: (key, signal, work) => {
      const known = flying.get(key);
      const flight = known ?? begin(key, work);
      flight.waiting += 1;
      const leave = () => {
        flight.waiting -= 1;
        if (flight.waiting > 0) return;
        // Whoever comes later begins anew.
        if (flying.get(key) === flight) flying.delete(key);
        flight.ending.abort(signal.reason);
      };
      return { result: untilGone(flight.result, signal, leave), own: known === undefined };
    },
  };
}

async function untilGone<Result>(result: Promise<Result>, signal: AbortSignal, leave: () => void): Promise<Result> {
  const { promise: gone, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    leave();
    reject(signal.reason);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([result, gone]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
