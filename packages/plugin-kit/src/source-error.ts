import type { SourceErrorCode } from "@modeldex/schema";

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
