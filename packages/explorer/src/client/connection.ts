/** How the endpoint does, as this page sees it. */
export interface Connection {
  /** When requests began to fail on the way; `undefined` while the endpoint answers. */
  readonly lostAt: Date | undefined;
  /** When it last answered this page. */
  readonly answeredAt: Date | undefined;
  /** The last absence that ended; `undefined` while there was none, and while it is away. */
  readonly absence: Absence | undefined;
  /** Moves each time the endpoint is found again: what failed is asked again then. */
  readonly epoch: number;
}

/** A time in which the endpoint could not be reached. */
export interface Absence {
  readonly from: Date;
  readonly until: Date;
}

let current: Connection = { lostAt: undefined, answeredAt: undefined, absence: undefined, epoch: 0 };
const listeners = new Set<() => void>();
/** The first wait; each further one is twice as long as that before, up to `longestWaitMs`. */
const firstWaitMs = 3_000;
const longestWaitMs = 60_000;
/** What serves `/healthz` does so at once, or is not there. */
const lookMs = 3_000;
/** Longer than a gateway works at one request, with room for a slow line. */
const longestMs = 60_000;
let timer: ReturnType<typeof setTimeout> | undefined;
let looking: Promise<boolean> | undefined;
/** Waits since the endpoint last answered a question; that it says it is well is no answer yet. */
let waits = 0;

/** The present state; the same object until it changes. */
export function connection(): Connection {
  return current;
}

/** @returns what ends the listening. */
export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * `fetch`, which ends after a minute and notes whether the endpoint can be reached. While it cannot, `/healthz` is asked after 3, 6, 12, 24, 48 and then
 * every 60 seconds, and at once when the browser is online again or its tab is looked at.
 */
export async function watchedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, { ...init, signal: AbortSignal.any([AbortSignal.timeout(longestMs), ...(init?.signal ? [init.signal] : [])]) });
    // A proxy says these of a gateway that is gone.
    if (response.status === 502 || response.status === 503 || response.status === 504) lost();
    else {
      waits = 0;
      found();
    }
    return response;
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) lost();
    throw error;
  }
}

/** Asks now whether the endpoint is there again, and says whether it is. */
export function lookAgain(): Promise<boolean> {
  clearTimeout(timer);
  looking ??= look().finally(() => {
    looking = undefined;
  });
  return looking;
}

async function look(): Promise<boolean> {
  const isThere = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(lookMs) }).then(({ ok }) => ok, () => false);
  // A question may have found it meanwhile.
  if (current.lostAt === undefined) return true;
  if (isThere) found();
  else lookLater();
  return isThere;
}

function found(): void {
  const { lostAt, epoch } = current;
  const now = new Date();
  if (lostAt === undefined) return change({ ...current, answeredAt: now });
  clearTimeout(timer);
  globalThis.removeEventListener?.("online", lookAfresh);
  globalThis.document?.removeEventListener("visibilitychange", lookWhenSeen);
  change({ lostAt: undefined, answeredAt: now, absence: { from: lostAt, until: now }, epoch: epoch + 1 });
}

function lost(): void {
  if (current.lostAt !== undefined) return;
  change({ ...current, lostAt: new Date(), absence: undefined });
  globalThis.addEventListener?.("online", lookAfresh);
  globalThis.document?.addEventListener("visibilitychange", lookWhenSeen);
  lookLater();
}

function lookLater(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void lookAgain(), Math.min(firstWaitMs * 2 ** waits, longestWaitMs));
  waits += 1;
}

/** The line was gone, and how long was waited says nothing of the endpoint. */
function lookAfresh(): void {
  waits = 0;
  void lookAgain();
}

function lookWhenSeen(): void {
  if (document.visibilityState === "visible") void lookAgain();
}

function change(next: Connection): void {
  current = next;
  for (const listener of listeners) listener();
}
