import type { SourceId } from "@modeldex/schema";
import { pause } from "./pause.ts";
import { harvest, noCounts } from "./run.ts";
import type { Harvesting, HarvestResult } from "./run.ts";

/** One source to keep harvested. */
export interface ScheduledSource {
  readonly source: SourceId;
  /** Absent: it is harvested once, unless it ever was. */
  readonly everyMs?: number;
}

export interface SchedulerOptions {
  /** How to wait; for tests. @default a timer that ends with the signal */
  readonly pause?: typeof pause;
}

/** Longest wait after a first failure; it doubles with each further one. */
const firstRetryMs = 60_000;
/** A wait grows up to the source's own interval; of one that is asked more often, up to eight of those, and to this at most. */
const shortestCapMs = 480_000;
/** Longest wait for the one harvest of a source that has no interval. */
const onceWithinMs = 21_600_000;

/**
 * Keeps sources harvested in this process: at once, then at their interval; after a failure soon, then less and less often. One that answers wrongly is right
 * again as soon as somebody has mended it, and is asked at its interval at the latest. Trouble is told once as long as it is the same, and once more when it is
 * over. A source that another process harvests is left to it. One without an interval is left alone once it was harvested, by whomever.
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
  const longest = Math.max(everyMs, Math.min(everyMs * 8, shortestCapMs));
  return Math.min(Math.min(firstRetryMs, everyMs) * 2 ** Math.min(failures - 1, 20), longest);
}

interface Keeping {
  readonly lent: Harvesting;
  readonly wait: typeof pause;
}

async function keep({ source, everyMs: interval }: ScheduledSource, signal: AbortSignal, { lent, wait }: Keeping): Promise<void> {
  const everyMs = interval ?? onceWithinMs;
  let failures = 0;
  let told: string | undefined;
  while (!signal.aborted && !(interval === undefined && (await wasHarvested(source, lent)))) {
    const result = await once(source, signal, lent);
    const trouble = troubleOf(result);
    if (result.status === "FAILED") {
      failures += 1;
      const retryMs = result.code === "BAD_RESPONSE" ? Math.min(everyMs, retryAfterMs(failures, everyMs)) : retryAfterMs(failures, everyMs);
      const fields = { source, code: result.code, reason: result.message, failures, retryMs };
      if (trouble !== told) lent.log.warn("harvest failed; it is tried again", fields);
      else lent.log.debug("harvest failed again", fields);
      told = trouble;
      await wait(retryMs, signal);
      continue;
    }
    if (failures > 0) lent.log.info("harvest works again", { source, failures });
    if (result.status === "REFUSED" && trouble !== told) lent.log.info("another process harvests the source", { source, holder: result.holder, until: result.until });
    else if (trouble !== undefined && trouble !== told) lent.log.warn("harvest waits for its operator", { source, reason: trouble });
    if (!isUnchanged(result)) lent.log.debug("harvest", { source, ...result });
    failures = 0;
    told = trouble;
    if (interval !== undefined) await wait(everyMs, signal);
    else if (result.status !== "DONE") await wait(firstRetryMs, signal);
  }
}

/** Whether a harvest of it has ever come to its end. */
async function wasHarvested(source: SourceId, { catalog, log }: Harvesting): Promise<boolean> {
  try {
    return (await catalog.harvestState(source)).lastRunAt !== undefined;
  } catch (error) {
    log.error("harvest broke off", { source, error });
    return true;
  }
}

/** What somebody should know, once: that a source does not answer, in whatever way, or what is wrong with what it answers. */
function troubleOf(result: HarvestResult): string | undefined {
  switch (result.status) {
    case "FAILED": return result.code === "BAD_RESPONSE" ? result.message : "does not answer";
    case "DONE": return result.heldBackBecause;
    case "REFUSED": return `harvested by ${result.holder}`;
    default: return undefined;
  }
}

/** One that is asked every second has nothing to tell most of the time. */
function isUnchanged(result: HarvestResult): boolean {
  return result.status === "DONE" && result.unchanged === true;
}

async function once(source: SourceId, signal: AbortSignal, lent: Harvesting): Promise<HarvestResult> {
  try {
    return await harvest(source, { all: false, signal }, lent);
  } catch (error) {
    lent.log.error("harvest broke off", { source, error });
    return { status: "FAILED", code: "BROKEN_OFF", message: "an error of the gateway itself; the log has it", ...noCounts };
  }
}
