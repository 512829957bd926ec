import type { SourceId } from "@modeldex/schema";
import { harvest } from "./run.ts";
import type { Harvesting } from "./run.ts";

/** One source to keep harvested. */
export interface ScheduledSource {
  readonly source: SourceId;
  readonly everyMs: number;
}

/** Longest wait after failures, in units of the source's own interval. */
const mostBackOff = 8;

/**
 * Keeps sources harvested in this process: at once, then at their interval; after a failure less often. A source that another process harvests
 * is left to it.
 *
 * @returns a function that stops it and waits for the runs under way.
 */
export function startScheduler(sources: readonly ScheduledSource[], lent: Harvesting): () => Promise<void> {
  const stopping = new AbortController();
  const loops = sources.map(({ source, everyMs }) => keep(source, everyMs, stopping.signal, lent));
  return async () => {
    stopping.abort();
    await Promise.all(loops);
  };
}

async function keep(source: SourceId, everyMs: number, signal: AbortSignal, lent: Harvesting): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const failed = await once(source, signal, lent);
    failures = failed ? Math.min(failures + 1, Math.log2(mostBackOff)) : 0;
    await pause(everyMs * 2 ** failures, signal);
  }
}

/** @returns whether it failed. */
async function once(source: SourceId, signal: AbortSignal, lent: Harvesting): Promise<boolean> {
  try {
    const result = await harvest(source, { all: false, signal }, lent);
    if (result.status === "FAILED") lent.log.warn("harvest failed", { source, code: result.code, reason: result.message });
    else if (result.status === "REFUSED") lent.log.info("another process harvests the source", { source, holder: result.holder, until: result.until });
    else lent.log.debug("harvest", { source, ...result });
    return result.status === "FAILED";
  } catch (error) {
    lent.log.error("harvest broke off", { source, error });
    return true;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    if (signal.aborted) done();
  });
}
