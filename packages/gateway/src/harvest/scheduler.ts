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
 * Keeps sources harvested in this process: at once, then at their interval; while they do not answer, less often. A source that another process
 * harvests is left to it.
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
  let told: string | undefined;
  while (!signal.aborted) {
    const { backOff, trouble } = await once(source, signal, lent);
    failures = backOff ? Math.min(failures + 1, Math.log2(mostBackOff)) : 0;
    // A source that is asked every second and is in trouble for a day is in the log once.
    if (trouble !== undefined && trouble !== told) lent.log.warn("harvest failed", { source, reason: trouble });
    told = trouble;
    await pause(everyMs * 2 ** failures, signal);
  }
}

interface Tried {
  /** Whether to ask less often: the source does not answer. One that answers wrongly is right again as soon as somebody has mended it. */
  readonly backOff: boolean;
  /** What somebody should know. */
  readonly trouble?: string;
}

async function once(source: SourceId, signal: AbortSignal, lent: Harvesting): Promise<Tried> {
  try {
    const result = await harvest(source, { all: false, signal }, lent);
    if (result.status === "FAILED") return { backOff: result.code !== "BAD_RESPONSE", trouble: `${result.code ?? "FAILED"}: ${result.message}` };
    if (result.status === "DONE" && result.unchanged === true) return { backOff: false };
    lent.log.debug("harvest", { source, ...result });
    return { backOff: false, ...(result.status === "DONE" && result.heldBackBecause !== undefined && { trouble: result.heldBackBecause }) };
  } catch (error) {
    lent.log.error("harvest broke off", { source, error });
    return { backOff: true };
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
