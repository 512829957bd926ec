import type { Catalog } from "@modeldex/catalog";
import { parseListingKey, type ListingKey, type SourceId } from "@modeldex/schema";
import { pause } from "../harvest/pause.ts";
import { retryAfterMs } from "../harvest/scheduler.ts";
import type { Logger } from "../observe/log.ts";
import type { AssessmentResult, Recorders } from "../observe/recorders.ts";
import type { Asker } from "../sources/ask.ts";
import { createRequestBudget } from "../sources/request-budget.ts";
import type { Assessor } from "./assessor.ts";

/** How many models are kept assessed; what a person asks about is assessed at once besides. */
export interface BackgroundAssessments {
  /** How many of the most used models. @default 500 */
  readonly mostUsed?: number;
  /** How many of them in a minute. @default 6 */
  readonly perMinute?: number;
}

/** Lent for assessing. */
export interface BackgroundAssessing {
  readonly catalog: Pick<Catalog, "acquireLease" | "lackingAssessment" | "releaseLease">;
  readonly assessor: Pick<Assessor, "assess" | "checks">;
  readonly ask: Pick<Asker, "status" | "registry">;
  readonly log: Logger;
  /** Who this process is: `<host>:<process id>`. */
  readonly holder: string;
  readonly now: () => Date;
  readonly recorders?: Pick<Recorders, "assessment">;
  /** How to wait; for tests. @default a timer that ends with the signal */
  readonly pause?: typeof pause;
}

const defaults = { mostUsed: 500, perMinute: 6 } as const satisfies Required<BackgroundAssessments>;
const minuteMs = 60_000;
/** Between looks at whether anything is lacking, when nothing was. */
const idleMs = 300_000;
/** Longest time of one assessment: nobody waits for it. Requests and bytes are those of a person's. */
const oneMs = 30_000;
/** The first waits so many times as long as the others: what is fetched of a model besides is there by then. */
const firstWaits = 5;
/** A lease beside those of the sources, none of which has a + in its id. */
const lease = "+assessments" as SourceId;

/**
 * Keeps the most used models assessed: those that never were first, then those of which something expired or changed. One at a time, with the patience of a
 * harvest and what its budget leaves to people. A source that fails is left alone for a while, and longer each time. One process does it.
 *
 * @returns a function that stops it and waits for what is under way.
 */
export function startBackgroundAssessor(options: BackgroundAssessments, lent: BackgroundAssessing): () => Promise<void> {
  const stopping = new AbortController();
  const loop = keep({ ...defaults, ...options }, stopping.signal, lent);
  return async () => {
    stopping.abort();
    await loop;
  };
}

/** What one run remembers. */
interface Memory {
  /** Sources that failed: how often in a row, and until when they are left alone, in milliseconds since 1970. */
  readonly resting: Map<SourceId, { readonly failures: number; readonly until: number }>;
  /** Listings whose assessment broke off for a fault of the gateway. */
  readonly broken: Set<ListingKey>;
}

async function keep({ mostUsed, perMinute }: Required<BackgroundAssessments>, signal: AbortSignal, lent: BackgroundAssessing): Promise<void> {
  const { pause: wait = pause, log } = lent;
  const betweenMs = Math.ceil(minuteMs / perMinute);
  const memory: Memory = { resting: new Map(), broken: new Set() };
  let assessed = 0;
  await wait(firstWaits * betweenMs, signal);
  while (!signal.aborted) {
    const step = await once({ among: mostUsed, leaseMs: Math.max(betweenMs, idleMs) + 2 * oneMs }, memory, signal, lent);
    if (signal.aborted) break;
    if (step === "ASSESSED") {
      assessed += 1;
      await wait(betweenMs, signal);
      continue;
    }
    if (step === "COMPLETE" && assessed > 0) log.info("background assessments are complete", { assessed, among: mostUsed, resting: [...memory.resting.keys()] });
    assessed = 0;
    await wait(idleMs, signal);
  }
  await release(lent);
}

/** `ELSEWHERE`: another process does it. */
type Step = "ASSESSED" | "COMPLETE" | "ELSEWHERE" | "BROKEN_OFF";

async function once({ among, leaseMs }: { readonly among: number; readonly leaseMs: number }, memory: Memory, signal: AbortSignal, lent: BackgroundAssessing): Promise<Step> {
  const { catalog, assessor, ask, holder, log, now } = lent;
  try {
    const { acquired } = await catalog.acquireLease({ source: lease, holder, ttlMs: leaseMs });
    if (!acquired) return "ELSEWHERE";
    const at = now();
    const sources = ask.registry.ids.filter((id) => (memory.resting.get(id)?.until ?? 0) <= at.getTime());
    const lacking = await catalog.lackingAssessment({ among, sources, verifiers: assessor.checks, now: at.toISOString(), limit: 1 + memory.broken.size });
    const next = lacking.find((key) => !memory.broken.has(key));
    if (next === undefined) return "COMPLETE";
    await assessOne(next, memory, signal, lent);
    return "ASSESSED";
  } catch (error) {
    log.error("background assessments broke off", { error });
    return "BROKEN_OFF";
  }
}

async function assessOne(key: ListingKey, memory: Memory, signal: AbortSignal, { assessor, ask, log, now, recorders }: BackgroundAssessing): Promise<void> {
  const began = now().toISOString();
  const budget = createRequestBudget({ timeMs: oneMs }, now);
  let result: AssessmentResult = "FAILED";
  try {
    const [report] = await assessor.assess([key], { depth: "STANDARD", budget, signal, priority: "harvest" });
    const unreached = report?.claims.some((claim) => claim.overlay === undefined && claim.status === "UNKNOWN" && claim.unknownReason === "BUDGET_EXCEEDED") === true;
    result = unreached ? "PARTLY" : "DONE";
  } catch (error) {
    if (signal.aborted) return;
    // The next one may go better; this one would break off again.
    memory.broken.add(key);
    log.error("an assessment broke off", { listing: key, error });
  } finally {
    budget.end();
  }
  const source = parseListingKey(key)?.source;
  const status = source === undefined ? undefined : ask.status(source);
  const failed = (status?.state === "DEGRADED" || status?.state === "DOWN") && (status.lastErrorAt ?? "") >= began;
  if (source !== undefined && failed) result = rest(source, memory, { log, now, reason: status?.message });
  else if (source !== undefined) memory.resting.delete(source);
  recorders?.assessment(result);
  log.debug("background assessment", { listing: key, result });
}

function rest(source: SourceId, { resting }: Memory, { log, now, reason }: Pick<BackgroundAssessing, "log" | "now"> & { readonly reason: string | undefined }): AssessmentResult {
  const failures = (resting.get(source)?.failures ?? 0) + 1;
  const retryMs = retryAfterMs(failures, idleMs);
  resting.set(source, { failures, until: now().getTime() + retryMs });
  const fields = { source, reason, failures, retryMs };
  if (failures === 1) log.info("background assessments leave a source alone", fields);
  else log.debug("background assessments leave a source alone again", fields);
  return "UNAVAILABLE";
}

async function release({ catalog, holder, log }: BackgroundAssessing): Promise<void> {
  try {
    await catalog.releaseLease(lease, holder);
  } catch (error) {
    log.debug("the lease of background assessments ends by itself", { error });
  }
}
