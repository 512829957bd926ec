import type { Priority } from "./rate-budget.ts";

/** Bounds how much is under way at once. Whoever waits gets a turn in order, people before harvests. */
export interface Turns {
  /**
   * @returns what ends the turn; calling it twice is harmless.
   * @throws the reason of the signal.
   */
  take(priority: Priority, signal: AbortSignal): Promise<() => void>;
}

interface Waiter {
  readonly grant: () => void;
}

export function createTurns(limit: number): Turns {
  let running = 0;
  const waiting: Record<Priority, Set<Waiter>> = { person: new Set(), harvest: new Set() };

  function grantNext(): void {
    const [waiter] = waiting.person.size > 0 ? waiting.person : waiting.harvest;
    if (waiter === undefined || running >= limit) return;
    waiting.person.delete(waiter);
    waiting.harvest.delete(waiter);
    running += 1;
    waiter.grant();
  }

  function turn(): () => void {
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      running -= 1;
      grantNext();
    };
  }

  return {
    take: async (priority, signal) => {
      signal.throwIfAborted();
      if (running < limit) {
        running += 1;
        return turn();
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const waiter = { grant: resolve };
      const onAbort = () => {
        if (waiting[priority].delete(waiter)) reject(signal.reason);
      };
      waiting[priority].add(waiter);
      signal.addEventListener("abort", onAbort, { once: true });
      try {
        await promise;
      } finally {
        signal.removeEventListener("abort", onAbort);
      }
      return turn();
    },
  };
}
