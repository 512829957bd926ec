import type { SourceErrorCode } from "@modeldex/plugin-kit";
import type { DateTime } from "@modeldex/schema";
import type { Priority } from "./rate-budget.ts";

/** What a source answered, or why it did not. */
export type AskResult<T> = AskAnswer<T> | AskFailure;

export interface AskAnswer<T> {
  readonly status: "OK";
  readonly value: T;
  readonly origin: "LIVE" | "CACHE" | "STALE";
  /** When the source was asked. */
  readonly asOf: DateTime;
  readonly elapsedMs: number;
}

export interface AskFailure {
  readonly status: "FAILED";
  readonly code: SourceErrorCode;
  /** One sentence for a person, without secrets. */
  readonly message: string;
  readonly retryAfterMs?: number;
  readonly elapsedMs: number;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Longest wait for the answer. What comes later is still stored for the next who ask. @default 5_000; for a harvest 120_000 */
  readonly deadlineMs?: number;
  /** @default "person" */
  readonly priority?: Priority;
  /** Ask the source even when a fresh answer is stored, and take no stored one instead. @default false */
  readonly fresh?: boolean;
  /** A stored answer that is older is taken only when asking fails. @default the source's own freshness */
  readonly maxAgeMs?: number;
}
