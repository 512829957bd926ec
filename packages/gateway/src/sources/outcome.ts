import type { SourceErrorCode } from "@modeldex/plugin-kit";
import type { DateTime, SourceId } from "@modeldex/schema";

export const outcomeStatuses = ["OK", "PARTIAL", "FAILED", "SKIPPED"] as const;
/** PARTIAL: some of it came in time. SKIPPED: not asked, since it cannot answer this, was not chosen, or is switched off. */
export type OutcomeStatus = (typeof outcomeStatuses)[number];

export const outcomeOrigins = ["CATALOG", "LIVE", "CACHE", "STALE"] as const;
/** STALE: older than the source's freshness time, served because nothing newer could be had. */
export type OutcomeOrigin = (typeof outcomeOrigins)[number];

/** How one source fared in one request. */
export interface SourceOutcome {
  readonly source: SourceId;
  readonly status: OutcomeStatus;
  /** Where its part came from; absent when it gave nothing. */
  readonly origin?: OutcomeOrigin;
  /** When what was served was true at the source. */
  readonly asOf?: DateTime;
  readonly code?: SourceErrorCode;
  /** One sentence for a person, without secrets. */
  readonly message?: string;
  readonly retryAfterMs?: number;
  readonly count: number;
  readonly elapsedMs: number;
}
