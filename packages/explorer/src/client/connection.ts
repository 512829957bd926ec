/** How the endpoint does, as this page sees it. */
export interface Connection {
  /** When requests began to fail on the way; `undefined` while the endpoint answers. */
  readonly lostAt: Date | undefined;
  /** When it last answered this page. */
  readonly answeredAt: Date | undefined;
  /** Moves each time the endpoint is found again: what failed is asked again then. */
  readonly epoch: number;
}

let current: Connection = { lostAt: undefined, answeredAt: undefined, epoch: 0 };
const listeners = new Set<() => void>();
const lookAgainMs = 3_000;
/** Longer than a gateway works at one request, with room for a slow line. */
const longestMs = 60_000;
let looking: ReturnType<typeof setTimeout> | undefined;

/** The present state; the same object until it changes. */
export function connection(): Connection {
  return current;
}

/** @returns what ends the listening. */
export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** `fetch`, which ends after a minute and notes whether the endpoint can be reached. While it cannot, `/healthz` is asked every three seconds. */
export async function watchedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, { ...init, signal: AbortSignal.any([AbortSignal.timeout(longestMs), ...(init?.signal ? [init.signal] : [])]) });
    // A proxy says these of a gateway that is gone.
    if (response.status === 502 || response.status === 503 || response.status === 504) lost();
    else answered();
    return response;
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) lost();
    throw error;
  }
}

function answered(): void {
  const found = current.lostAt !== undefined;
  change({ lostAt: undefined, answeredAt: new Date(), epoch: found ? current.epoch + 1 : current.epoch });
}

function lost(): void {
  if (current.lostAt !== undefined) return;
  change({ ...current, lostAt: new Date() });
  lookLater();
}

function lookLater(): void {
  clearTimeout(looking);
  looking = setTimeout(() => void lookAgain(), lookAgainMs);
}

/** Asks now whether the endpoint is there again. */
export async function lookAgain(): Promise<void> {
  if (current.lostAt === undefined) return;
  const isThere = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(lookAgainMs) }).then(({ ok }) => ok, () => false);
  if (isThere) answered();
  else lookLater();
}

function change(next: Connection): void {
  current = next;
  for (const listener of listeners) listener();
}
