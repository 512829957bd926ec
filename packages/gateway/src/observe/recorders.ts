import type { Metrics } from "./metrics.ts";

/** Where the rooms of the gateway note what happens. */
export interface Recorders {
  /** An answer of a source, or why there was none. `origin` is absent when it failed. */
  sourceCall(call: { readonly source: string; readonly method: string; readonly outcome: string; readonly origin?: string; readonly elapsedMs: number }): void;
  /** An operation that was answered. `name` is absent when the operation has none, or the request was refused before one was found. */
  operation(operation: { readonly name?: string; readonly elapsedMs: number; readonly codes: readonly string[]; readonly cached: boolean }): void;
  request(request: { readonly route: string; readonly method: string; readonly status: number }): void;
  harvestBegan(source: string): void;
  /** A page of a harvest that was written: what it brought, how many rows the run has brought in this process, and for how long it has gone on. */
  harvestPage(page: { readonly source: string; readonly rows: number; readonly elapsedMs: number } & PageCounts): void;
  harvestEnded(source: string, status: string): void;
  /** An assessment in the background. */
  assessment(result: AssessmentResult): void;
}

/** How an assessment ended. PARTLY: its budget reached no further. UNAVAILABLE: the source failed meanwhile. FAILED: a fault of the gateway. */
export type AssessmentResult = "DONE" | "PARTLY" | "UNAVAILABLE" | "FAILED";

/** Of one page. */
export interface PageCounts {
  readonly seen: number;
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
  readonly dropped: number;
}

/** Names of operations that are told apart; clients choose them. */
const mostOperations = 100;

/** Prepares the metrics of what happens; those of states are read when somebody asks. */
export function createRecorders(metrics: Metrics): Recorders {
  const calls = metrics.counter({ name: "modeldex_source_calls_total", help: "Questions to sources by how they were answered; origin is LIVE, CACHE, STALE, or NONE for failures.", labels: ["source", "method", "outcome", "origin"] });
  const callSeconds = metrics.histogram({ name: "modeldex_source_call_seconds", help: "How long sources took where they were asked; answers of the cache are not in it.", labels: ["source", "method"] });
  const operations = metrics.histogram({ name: "modeldex_operation_seconds", help: "How long operations took, by their names; those beyond the first 100 names are other.", labels: ["operation"], most: mostOperations });
  const cached = metrics.counter({ name: "modeldex_operation_cached_total", help: "Operations that were answered with a whole answer of before.", labels: ["operation"], most: mostOperations });
  const errors = metrics.counter({ name: "modeldex_operation_errors_total", help: "Errors of answers by code.", labels: ["operation", "code"], most: 3 * mostOperations });
  const requests = metrics.counter({ name: "modeldex_http_requests_total", help: "HTTP requests by route, method and status.", labels: ["route", "method", "status"] });
  const rows = metrics.counter({ name: "modeldex_harvest_rows_total", help: "Listings that harvests brought: seen, added, changed, gone, dropped.", labels: ["source", "change"] });
  const runs = metrics.counter({ name: "modeldex_harvest_runs_total", help: "Harvests by how they ended.", labels: ["source", "status"] });
  const rate = metrics.gauge({ name: "modeldex_harvest_rows_per_second", help: "Rate of the harvest that runs, or of the last one.", labels: ["source"] });
  const running = metrics.gauge({ name: "modeldex_harvest_running", help: "1 while this process harvests the source.", labels: ["source"] });
  const assessments = metrics.counter({ name: "modeldex_background_assessments_total", help: "Models that were assessed in the background by how it ended: DONE, PARTLY, UNAVAILABLE, FAILED.", labels: ["result"] });
  return {
    assessment: (result) => assessments({ result }),
    sourceCall: ({ source, method, outcome, origin, elapsedMs }) => {
      calls({ source, method, outcome, origin: origin ?? "NONE" });
      if (origin === undefined || origin === "LIVE") callSeconds({ source, method }, elapsedMs / 1000);
    },
    operation: ({ name, elapsedMs, codes, cached: wasCached }) => {
      const operation = name ?? "unnamed";
      operations({ operation }, elapsedMs / 1000);
      if (wasCached) cached({ operation });
      for (const code of codes) errors({ operation, code });
    },
    request: ({ route, method, status }) => requests({ route, method, status: String(status) }),
    harvestBegan: (source) => running({ source }, 1),
    harvestPage: ({ source, rows: soFar, elapsedMs, seen, added, changed, gone, dropped }) => {
      for (const [change, count] of Object.entries({ seen, added, changed, gone, dropped })) rows({ source, change }, count);
      if (elapsedMs > 0) rate({ source }, Math.round((1000 * soFar) / elapsedMs));
    },
    harvestEnded: (source, status) => {
      running({ source }, 0);
      runs({ source, status });
    },
  };
}
