import { SourceError, type RateLimit } from "@modeldex/plugin-kit";
import { readRateLimit } from "./rate-limit-headers.ts";

/** Whose request it is: a person waits for an answer, a harvest has time. */
export type Priority = "person" | "harvest";

/** What is left of the requests that an origin allows, as its headers say, or as the source declares until they do. */
export interface RateBudget {
  /**
   * Takes one request.
   *
   * @returns how many milliseconds to wait before trying to take it again; 0: taken.
   * A harvest leaves a tenth of the window to people.
   */
  take(url: URL, priority: Priority): number;
  /** As `take`, but takes nothing. */
  waitMs(url: URL, priority: Priority): number;
  /** Learns from the headers of an answer. */
  observe(url: URL, status: number, headers: Headers): void;
  /** Gives the state of the bucket with the least left. */
  state(): { readonly requestsLeft?: number; readonly resetsAt?: Date };
}

interface Bucket {
  readonly prefix: string;
  /** Requests in a window; absent: not known, and not limited. */
  limit: number | undefined;
  windowMs: number;
  left: number;
  resetsAt: number;
  /** Whether headers have told of the window that ends at `resetsAt`. */
  told: boolean;
  /** Nothing is asked before, since the origin said so. */
  pausedUntil: number;
}

/** Part of a window that harvests leave to people. */
const reserve = 0.1;

/** @param limits as `Source.limits` declares them. */
export function createRateBudget(limits: readonly RateLimit[] = [], now: () => Date = () => new Date()): RateBudget {
  const declared = [...limits].sort((left, right) => right.pathPrefix.length - left.pathPrefix.length);
  const buckets = new Map<string, Bucket>();

  function bucketOf(url: URL): Bucket {
    const limit = declared.find(({ pathPrefix }) => url.pathname.startsWith(pathPrefix));
    const key = `${url.origin} ${limit?.pathPrefix ?? ""}`;
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = {
        prefix: limit?.pathPrefix ?? "",
        limit: limit?.requests,
        windowMs: limit?.windowMs ?? 60_000,
        left: limit?.requests ?? Infinity,
        resetsAt: 0,
        told: false,
        pausedUntil: 0,
      };
      // Records may name any host; what is known of the longest unused one is forgotten.
      if (buckets.size >= 200) buckets.delete(buckets.keys().next().value ?? "");
      buckets.set(key, bucket);
    }
    refill(bucket);
    return bucket;
  }

  function refill(bucket: Bucket): void {
    const at = now().getTime();
    if (bucket.limit === undefined || at < bucket.resetsAt) return;
    bucket.left = bucket.limit;
    bucket.resetsAt = at + bucket.windowMs;
    bucket.told = false;
  }

  function untilNext(bucket: Bucket, priority: Priority): number {
    const at = now().getTime();
    const kept = priority === "harvest" ? Math.floor((bucket.limit ?? 0) * reserve) : 0;
    return Math.max(0, bucket.pausedUntil - at, bucket.left <= kept ? Math.max(1, bucket.resetsAt - at) : 0);
  }

  return {
    take: (url, priority) => {
      const bucket = bucketOf(url);
      const waitMs = untilNext(bucket, priority);
      if (waitMs === 0) bucket.left -= 1;
      return waitMs;
    },
    waitMs: (url, priority) => untilNext(bucketOf(url), priority),
    observe: (url, status, headers) => {
      const bucket = bucketOf(url);
      const at = now().getTime();
      const said = readRateLimit(headers, at);
      if (said.limit !== undefined) bucket.limit = said.limit;
      if (said.windowMs !== undefined) bucket.windowMs = said.windowMs;
      const refused = status === 429 || status === 503;
      // "None left" without the end of the window says nothing beyond Retry-After, after which the origin wants to be asked again.
      const untilRetry = refused && said.resetMs === undefined ? said.retryAfterMs : undefined;
      if (untilRetry !== undefined) {
        bucket.left = bucket.limit ?? Infinity;
        bucket.resetsAt = at + untilRetry + bucket.windowMs;
        bucket.told = false;
      } else if (said.remaining !== undefined) {
        bucket.limit ??= Math.max(1, said.remaining);
        // Requests under way are not in the count yet, and answers overtake each other: within a window it only falls.
        bucket.left = bucket.told ? Math.min(bucket.left, said.remaining) : said.remaining;
        bucket.told = true;
        if (said.resetMs !== undefined) bucket.resetsAt = at + said.resetMs;
        else if (bucket.resetsAt <= at) bucket.resetsAt = at + bucket.windowMs;
      }
      if (refused) {
        // Some requests left on a 429 means that another limit was hit, of which the window says nothing.
        const waitMs = said.retryAfterMs ?? (status === 429 && said.remaining === 0 ? said.resetMs : undefined);
        if (waitMs !== undefined) bucket.pausedUntil = Math.max(bucket.pausedUntil, at + waitMs);
      }
    },
    state: () => {
      const known = [...buckets.values()].filter(({ limit }) => limit !== undefined);
      known.forEach(refill);
      const least = known.sort((left, right) => left.left - right.left)[0];
      return least === undefined ? {} : { requestsLeft: least.left, resetsAt: new Date(Math.max(least.resetsAt, least.pausedUntil)) };
    },
  };
}

/** The error for a request that its budget does not allow in time. */
export function rateLimited(title: string, waitMs: number): SourceError {
  return new SourceError("RATE_LIMITED", `${title} allows no further request for ${describeWait(waitMs)}.`, { retryAfterMs: Math.ceil(waitMs) });
}

function describeWait(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return seconds === 1 ? "1 second" : seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
