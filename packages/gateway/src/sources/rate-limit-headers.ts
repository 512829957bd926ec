/** What the headers of one answer say about limits; absent: not said. */
export interface RateLimitFacts {
  /** Requests in a window. */
  readonly limit?: number;
  readonly remaining?: number;
  /** Until the window ends. */
  readonly resetMs?: number;
  readonly windowMs?: number;
  readonly retryAfterMs?: number;
}

/**
 * Reads `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers, both as structured fields and as the earlier
 * `limit=…, remaining=…, reset=…`), `RateLimit-Remaining` and its like, `X-RateLimit-…`, and `Retry-After` (RFC 9110, section 10.2.3).
 *
 * @param at the time now, in milliseconds since 1970, for headers that name a moment.
 * @example
 * readRateLimit(new Headers({ RateLimit: '"api";r=499;t=295', "RateLimit-Policy": '"fixed window";"api";q=500;w=300' }), Date.now())
 * // { limit: 500, remaining: 499, resetMs: 295000, windowMs: 300000 }
 */
export function readRateLimit(headers: Headers, at: number): RateLimitFacts {
  const now = headers.get("ratelimit") ?? "";
  const policy = headers.get("ratelimit-policy") ?? "";
  const one = (name: string) => headers.get(`ratelimit-${name}`) ?? headers.get(`x-ratelimit-${name}`) ?? headers.get(`x-rate-limit-${name}`);
  const limit = parameter(policy, "q") ?? parameter(now, "limit") ?? whole(one("limit"));
  const remaining = parameter(now, "r") ?? parameter(now, "remaining") ?? whole(one("remaining"));
  const resetMs = seconds(parameter(now, "t") ?? parameter(now, "reset")) ?? moment(one("reset"), at);
  const windowMs = seconds(parameter(policy, "w"));
  const retryAfterMs = retryAfter(headers.get("retry-after"), at);
  return {
    ...(limit === undefined || limit === 0 ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(resetMs === undefined ? {} : { resetMs }),
    ...(windowMs === undefined || windowMs === 0 ? {} : { windowMs }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Longest time that a header is believed. */
const longestMs = 24 * 60 * 60_000;

function parameter(field: string, name: string): number | undefined {
  return whole(new RegExp(`(?:^|[;,\\s])${name}=(\\d{1,12})(?=$|[;,\\s])`).exec(field)?.[1]);
}

function whole(text: string | null | undefined): number | undefined {
  const match = /^\s*(\d{1,15})/.exec(text ?? "");
  return match === null ? undefined : Number(match[1]);
}

function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : bounded(value * 1_000);
}

/** Seconds from now, or a moment in seconds or milliseconds since 1970. */
function moment(text: string | null, at: number): number | undefined {
  const value = whole(text);
  if (value === undefined) return undefined;
  if (value > 1e12) return bounded(value - at);
  return bounded(value > 1e9 ? value * 1_000 - at : value * 1_000);
}

function retryAfter(text: string | null, at: number): number | undefined {
  if (text === null) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return bounded(Number(text) * 1_000);
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : bounded(time - at);
}

function bounded(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), longestMs);
}
