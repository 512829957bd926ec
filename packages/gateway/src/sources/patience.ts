import type { Logger } from "../observe/log.ts";

/** Runs code of sources that holds up everybody while it runs, and lets go of what takes too long. */
export interface Patience {
  /** @returns what `run` gives; `otherwise` when that source is not run at present. What `run` throws is thrown. */
  run<T>(source: string, what: string, run: () => T, otherwise: T): T;
}

export interface PatienceOptions {
  readonly log: Logger;
  /** Milliseconds that pass. @default performance.now */
  readonly elapsed?: () => number;
}

/** Slow once may be chance, when the machine is busy. */
const slowMs = 100;
const slowInARow = 3;
const restMs = 60_000;
/** So long is no chance: it is never run again. */
const blockingMs = 1_000;

export function createPatience({ log, elapsed = () => performance.now() }: PatienceOptions): Patience {
  const slow = new Map<string, { count: number; until: number }>();

  function judge(source: string, what: string, began: number): void {
    const key = `${source} ${what}`;
    const at = elapsed();
    const tookMs = Math.round(at - began);
    if (tookMs > blockingMs) {
      slow.set(key, { count: 0, until: Infinity });
      log.error("a source blocked the main thread and is left out there until the next start", { source, what, tookMs });
    } else if (tookMs <= slowMs) {
      slow.delete(key);
    } else {
      const count = (slow.get(key)?.count ?? 0) + 1;
      slow.set(key, count < slowInARow ? { count, until: 0 } : { count: 0, until: at + restMs });
      if (count === slowInARow) log.warn("a source takes too long on the main thread and is left out there for a minute", { source, what, tookMs });
    }
  }

  return {
    run: (source, what, run, otherwise) => {
      const began = elapsed();
      if ((slow.get(`${source} ${what}`)?.until ?? 0) > began) return otherwise;
      try {
        return run();
      } finally {
        judge(source, what, began);
      }
    },
  };
}
