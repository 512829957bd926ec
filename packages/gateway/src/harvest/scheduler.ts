import type { SourceId } from "@modeldex/schema";
import { pause } from "./pause.ts";
import { harvest } from "./run.ts";
import type { Harvesting, HarvestResult } from "./run.ts";

/** One source to keep harvested. */
export interface ScheduledSource {
  readonly source: SourceId;
  readonly everyMs: number;
}

export interface SchedulerOptions {
  /** How to wait; for tests. @default a timer that ends with the signal */
  readonly pause?: typeof pause;
}

/** Wait after a first failure; it doubles with each further one, up to the source's own interval, and up to the longer of these two. */
const firstRetryMs = 60_000;
const shortestCapMs = 480_000;

/**
 * Keeps sources harvested in this process: at once, then at their interval; after a failure soon, then less and less often. A source that fails is told of
 * once, and once more when it works again. One that another process harvests is left to it.
 *
 * @returns a function that stops it and waits for the runs under way.
 */
export function startScheduler(sources: readonly ScheduledSource[], lent: Harvesting, options: SchedulerOptions = {}): () => Promise<void> {
  const stopping = new AbortController();
  const loops = sources.map((scheduled) => keep(scheduled, stopping.signal, { lent, wait: options.pause ?? pause }));
  return async () => {
    stopping.abort();
    await Promise.all(loops);
  };
}

/** How long to wait after so many failures in a row. */
export function retryAfterMs(failures: number, everyMs: number): number {
  return Math.min(firstRetryMs * 2 ** Math.min(failures - 1, 20), Math.max(everyMs, shortestCapMs));
}

interface Keeping {
  readonly lent: Harvesting;
  readonly wait: typeof pause;
}

async function keep({ source, everyMs }: ScheduledSource, signal: AbortSignal, { lent, wait }: Keeping): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const result = await once(source, signal, lent);
    if (result.status === "FAILED") {
      failures += 1;
      const retryMs = retryAfterMs(failures, everyMs);
      const fields = { source, code: result.code, reason: result.message, failures, retryMs };
      if (failures === 1) lent.log.warn("harvest failed; it is tried again, less and less often", fields);
      else lent.log.debug("harvest failed again", fields);
      await wait(retryMs, signal);
      continue;
    }
    if (failures > 0) lent.log.info("harvest works again", { source, failures });
    lent.log.debug("harvest", { source, ...result });
    failures = 0;
    await wait(everyMs, signal);
  }
}

async function once(source: SourceId, signal: AbortSignal, lent: Harvesting): Promise<HarvestResult | { readonly status: "FAILED"; readonly code: string; readonly message: string }> {
  try {
    return await harvest(source, { all: false, signal }, lent);
  } catch (error) {
    lent.log.error("harvest broke off", { source, error });
    return { status: "FAILED", code: "BROKEN_OFF", message: "an error of the gateway itself; the log has it" };
  }
}
