import { SourceError } from "@modeldex/plugin-kit";
import type { UnknownReason } from "@modeldex/schema";

/**
 * Why something could not be found out, read off what was thrown: a `SourceError`, an error whose `code` is `BUDGET_EXCEEDED`, or the reason of an
 * aborted signal.
 */
export function unknownReasonOf(error: unknown): UnknownReason {
  if (!(error instanceof Error)) return "SOURCE_UNAVAILABLE";
  if ("code" in error && error.code === "BUDGET_EXCEEDED") return "BUDGET_EXCEEDED";
  if (error instanceof SourceError) {
    if (error.code === "UNAUTHORIZED") return "ACCESS_DENIED";
    if (error.code === "UNSUPPORTED") return "UNSUPPORTED_FORMAT";
    return error.code === "TIMEOUT" ? "TIMEOUT" : "SOURCE_UNAVAILABLE";
  }
  return error.name === "TimeoutError" || error.name === "AbortError" ? "TIMEOUT" : "SOURCE_UNAVAILABLE";
}
