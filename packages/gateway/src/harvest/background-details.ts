import type { Catalog, ListingWrite, StoredListing } from "@modeldex/catalog";
import { listingKey, type RecordField, type SourceId } from "@modeldex/schema";
import type { Asker } from "../sources/ask.ts";
import { withPublisher } from "../sources/publisher-statement.ts";
import type { Writer } from "../sources/references.ts";
import type { Logger } from "../observe/log.ts";
import { pause } from "./pause.ts";
import { retryAfterMs } from "./scheduler.ts";

/** How much is fetched in the background; what a person asks for is fetched at once besides. */
export interface BackgroundDetails {
  /** How many of the most used models of each source. @default 2_000 */
  readonly mostUsed?: number;
  /** How many of them in a minute. @default 10 */
  readonly perMinute?: number;
}

/** Lent for asking sources for what they give only on demand. */
export interface Detailing {
  readonly catalog: Pick<Catalog, "acquireLease" | "applyListings" | "lackingDetails" | "markGone" | "noteAsked" | "releaseLease">;
  readonly ask: Pick<Asker, "can" | "getMany" | "onDemand" | "publisher" | "registry">;
  readonly writer: Pick<Writer, "toWrite">;
  readonly log: Logger;
  /** Who this process is: `<host>:<process id>`. */
  readonly holder: string;
  readonly now: () => Date;
  /** How to wait; for tests. @default a timer that ends with the signal */
  readonly pause?: typeof pause;
}

const defaults = { mostUsed: 2_000, perMinute: 10 } as const satisfies Required<BackgroundDetails>;
const batchSize = 5;
const deadlineMs = 60_000;
const minuteMs = 60_000;
/** Between looks at whether anything is lacking, when nothing was. */
const idleMs = 300_000;

/** The fields that are worth asking for; whoever is asked gives the others that it has as well. Offers are old before anybody looks at them. */
const wanted: ReadonlySet<RecordField> = new Set(["artifacts", "claims", "contextTokens", "evaluations"]);

/**
 * Fetches what sources give only on demand (context length, files with digests, claims, evaluations) for their most used models that lack it, or whose
 * revision has moved: some at a time, with the patience of a harvest and what its budget leaves to people. One process does it for each source.
 *
 * @returns a function that stops it and waits for what is under way.
 */
export function startBackgroundDetails(options: BackgroundDetails, lent: Detailing): () => Promise<void> {
  const stopping = new AbortController();
  const able = lent.ask.registry.ids.filter((source) => lent.ask.can(source, "GET") && fieldsOf(source, lent).length > 0);
  const loops = able.map((source) => keep(source, { ...defaults, ...options }, stopping.signal, lent));
  return async () => {
    stopping.abort();
    await Promise.all(loops);
  };
}

async function keep(source: SourceId, bounds: Required<BackgroundDetails>, signal: AbortSignal, lent: Detailing): Promise<void> {
  const { pause: wait = pause, log } = lent;
  const size = Math.min(batchSize, bounds.perMinute);
  const betweenMs = Math.ceil((minuteMs * size) / bounds.perMinute);
  let failures = 0;
  let asked = 0;
  // What was served first are the people who started it.
  await wait(betweenMs, signal);
  while (!signal.aborted) {
    const step = await once(source, { limit: size, among: bounds.mostUsed, leaseMs: betweenMs + 2 * deadlineMs }, signal, lent);
    if (signal.aborted) return;
    asked += step.asked;
    if (step.status === "FAILED") {
      failures += 1;
      const retryMs = Math.max(step.retryAfterMs ?? 0, retryAfterMs(failures, idleMs));
      const fields = { source, code: step.code, reason: step.message, failures, retryMs };
      if (failures === 1) log.info("background details have to wait", fields);
      else log.debug("background details have to wait again", fields);
      await wait(retryMs, signal);
      continue;
    }
    failures = 0;
    if (step.status === "ASKED") {
      log.debug("background details", { source, asked: step.asked, left: step.more });
      await wait(betweenMs, signal);
      continue;
    }
    if (step.status === "COMPLETE" && asked > 0) log.info("background details are complete", { source, asked, among: bounds.mostUsed });
    asked = 0;
    await wait(idleMs, signal);
  }
}

type Step =
  | { readonly status: "ASKED" | "COMPLETE" | "ELSEWHERE"; readonly asked: number; readonly more?: boolean }
  | { readonly status: "FAILED"; readonly asked: number; readonly code: string; readonly message: string; readonly retryAfterMs?: number };

interface Batch {
  readonly limit: number;
  readonly among: number;
  readonly leaseMs: number;
}

/** Asks for one batch. ELSEWHERE: another process does it. */
async function once(source: SourceId, { limit, among, leaseMs }: Batch, signal: AbortSignal, lent: Detailing): Promise<Step> {
  const { catalog, holder, log } = lent;
  // A lease beside that of harvests: no source has a + in its id.
  const lease = `${source}+details` as SourceId;
  try {
    const { acquired } = await catalog.acquireLease({ source: lease, holder, ttlMs: leaseMs });
    if (!acquired) return { status: "ELSEWHERE", asked: 0 };
    const lacking = await catalog.lackingDetails({ source, fields: fieldsOf(source, lent), among, limit: limit + 1 });
    if (lacking.length > 0) return await askFor(source, lacking.slice(0, limit), { more: lacking.length > limit, signal }, lent);
    await catalog.releaseLease(lease, holder);
    return { status: "COMPLETE", asked: 0 };
  } catch (error) {
    log.error("background details broke off", { source, error });
    return { status: "FAILED", asked: 0, code: "BROKEN_OFF", message: "an error of the gateway itself; the log has it" };
  }
}

async function askFor(source: SourceId, listings: readonly StoredListing[], { more, signal }: { readonly more: boolean; readonly signal: AbortSignal }, lent: Detailing): Promise<Step> {
  const { ask, catalog, writer, now } = lent;
  const need = new Set(ask.onDemand(source));
  const answers = await ask.getMany(source, listings.map(({ record }) => ({ nativeId: record.nativeId })), need, { signal, deadlineMs, priority: "harvest" });
  const writes: ListingWrite[] = [];
  const done: StoredListing["key"][] = [];
  let failure: Extract<Step, { status: "FAILED" }> | undefined;
  for (const [place, answer] of answers.entries()) {
    const listing = listings[place];
    if (listing === undefined) continue;
    if (answer.status === "FAILED") {
      // One that is answered wrongly is not asked for again until its revision moves; others may go better later.
      if (answer.code === "BAD_RESPONSE" || answer.code === "UNSUPPORTED") done.push(listing.key);
      else failure ??= { status: "FAILED", asked: 0, code: answer.code, message: answer.message, ...(answer.retryAfterMs !== undefined && { retryAfterMs: answer.retryAfterMs }) };
    } else if (answer.value === undefined) {
      await catalog.markGone([listing.key], answer.asOf);
    } else {
      const record = await withPublisher(source, answer.value, ask, { signal, deadlineMs, priority: "harvest" });
      const write = writer.toWrite(source, record, answer.asOf, need);
      writes.push(write);
      // Under a new name when it was renamed meanwhile.
      done.push(listing.key, listingKey(source, write.record.nativeId));
    }
  }
  if (writes.length > 0) await catalog.applyListings(writes);
  if (done.length > 0) await catalog.noteAsked([...new Set(done)], now().toISOString());
  return failure === undefined ? { status: "ASKED", asked: answers.length, more } : { ...failure, asked: writes.length };
}

function fieldsOf(source: SourceId, { ask }: Pick<Detailing, "ask">): readonly RecordField[] {
  return ask.onDemand(source).filter((field) => wanted.has(field));
}
