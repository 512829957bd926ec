import type { SourceHealth } from "@modeldex/catalog";
import type { SourceError } from "@modeldex/plugin-kit";
import type { DateTime, SourceState } from "@modeldex/schema";
import type { CircuitBreaker } from "./circuit-breaker.ts";

/** How a source fares as this process sees it. DEGRADED: the last call failed. DOWN: it fails again and again, and is left alone for a while. DISABLED: the gateway is offline. */
export interface SourceStatus {
  readonly state: SourceState;
  readonly message?: string;
  readonly lastSuccessAt?: DateTime;
  readonly lastErrorAt?: DateTime;
  readonly requestsLeft?: number;
  readonly resetsAt?: DateTime;
}

/** With what is stored of calls before this process began, or by another: a source that was not asked since does as it did then. */
export function withStoredHealth(status: SourceStatus, { lastSuccessAt, lastErrorAt, lastErrorMessage }: SourceHealth): SourceStatus {
  const known = { ...(lastSuccessAt !== undefined && { lastSuccessAt }), ...(lastErrorAt !== undefined && { lastErrorAt }), ...status };
  if (status.state !== "NEVER_ASKED" || (lastSuccessAt ?? lastErrorAt) === undefined) return known;
  if (lastErrorAt === undefined || (lastSuccessAt !== undefined && lastSuccessAt >= lastErrorAt)) return { ...known, state: "OK" };
  return { ...known, state: "DEGRADED", ...(lastErrorMessage !== undefined && { message: lastErrorMessage }) };
}

/** Remembers how the calls of one source went. */
export interface Health {
  succeeded(): void;
  failed(error: SourceError): void;
  status(): Pick<SourceStatus, "state" | "message" | "lastSuccessAt" | "lastErrorAt">;
}

export interface HealthOptions {
  readonly breaker: CircuitBreaker;
  readonly now: () => Date;
  readonly offline: boolean;
  /** Told when it changes; of successes in a row, and of equal failures, at most once a minute. */
  readonly onChange?: (health: SourceHealth) => void;
}

const tellEveryMs = 60_000;

export function createHealth({ breaker, now, offline, onChange }: HealthOptions): Health {
  let health: SourceHealth = {};
  let failing = false;
  let toldAt = 0;

  function tell(): void {
    toldAt = now().getTime();
    onChange?.(health);
  }

  return {
    succeeded: () => {
      const at = now();
      const recovered = failing || health.lastSuccessAt === undefined;
      failing = false;
      health = { ...health, lastSuccessAt: at.toISOString() };
      breaker.succeeded();
      if (recovered || at.getTime() - toldAt >= tellEveryMs) tell();
    },
    failed: (error) => {
      const repeats = failing && health.lastErrorCode === error.code && health.lastErrorMessage === error.message && now().getTime() - toldAt < tellEveryMs;
      failing = true;
      health = { ...health, lastErrorAt: now().toISOString(), lastErrorCode: error.code, lastErrorMessage: error.message };
      // Only these say that the source does not work; the others come from one that answers.
      if (!offline && (error.code === "TIMEOUT" || error.code === "UNREACHABLE")) breaker.failed();
      else breaker.passed();
      if (!repeats) tell();
    },
    status: () => ({
      state: stateOf(),
      ...(offline ? { message: "This gateway is offline (MODELDEX_OFFLINE): the source is not asked." } : failing && health.lastErrorMessage !== undefined ? { message: health.lastErrorMessage } : {}),
      ...(health.lastSuccessAt === undefined ? {} : { lastSuccessAt: health.lastSuccessAt }),
      ...(health.lastErrorAt === undefined ? {} : { lastErrorAt: health.lastErrorAt }),
    }),
  };

  function stateOf(): SourceState {
    if (offline) return "DISABLED";
    if (breaker.state() !== "CLOSED") return "DOWN";
    if (failing) return "DEGRADED";
    return health.lastSuccessAt === undefined ? "NEVER_ASKED" : "OK";
  }
}
