export const sourceErrorCodes = ["TIMEOUT", "UNREACHABLE", "RATE_LIMITED", "UNAUTHORIZED", "BAD_RESPONSE", "UNSUPPORTED", "CIRCUIT_OPEN"] as const;

/**
 * Why a source failed, or was not asked.
 *
 * - `TIMEOUT`: no answer within the deadline.
 * - `UNREACHABLE`: no connection, or the origin answers that it is in trouble (5xx).
 * - `RATE_LIMITED`: the origin, or its budget kept here, allows no request now.
 * - `UNAUTHORIZED`: credentials are missing, wrong, or not enough.
 * - `BAD_RESPONSE`: an answer that is not what the origin documents.
 * - `UNSUPPORTED`: the source cannot do what was asked.
 * - `CIRCUIT_OPEN`: not asked, after repeated failures; only the gateway gives it.
 */
export type SourceErrorCode = (typeof sourceErrorCodes)[number];

/** What a source throws. The message is one sentence for a person (what failed, where, what to do), without secrets. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly code: SourceErrorCode;
  /** When the origin says to ask again. */
  readonly retryAfterMs: number | undefined;

  constructor(code: SourceErrorCode, message: string, options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Whether asking again later may succeed. */
  get retryable(): boolean {
    return this.code === "TIMEOUT" || this.code === "UNREACHABLE" || this.code === "RATE_LIMITED" || this.code === "CIRCUIT_OPEN";
  }
}
