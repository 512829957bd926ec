import type { SourceErrorCode } from "@modeldex/plugin-kit";
import type { DateTime, OutcomeOrigin, OutcomeStatus, SourceId } from "@modeldex/schema";

/** Of a source that is not sent what people type: see `Source.live`. */
export const liveIsOff = "not asked: live search is off for this source";

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
