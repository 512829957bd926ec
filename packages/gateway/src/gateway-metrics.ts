import type { Catalog, SourceCoverage } from "@modeldex/catalog";
import type { SourceId } from "@modeldex/schema";
import type { Caches } from "./cache/caches.ts";
import type { Metrics } from "./observe/metrics.ts";
import type { Asker } from "./sources/ask.ts";

/** Counting the listings of a large catalog takes a while; a count serves for this long. */
const countedForMs = 60_000;

/** Adds the metrics that are states of sources, caches and catalog. */
export function observeState(metrics: Metrics, { ask, caches, catalog }: { readonly ask: Asker; readonly caches: Caches; readonly catalog: Catalog }): void {
  observeSources(metrics, ask, coverages(ask.registry.ids, catalog));
  observeCaches(metrics, caches);
}

function observeSources(metrics: Metrics, ask: Asker, counted: () => Promise<readonly (readonly [SourceId, SourceCoverage])[]>): void {
  const { ids } = ask.registry;
  const labels = ["source"] as const;
  metrics.read("gauge", { name: "modeldex_source_requests_left", help: "Requests that the source still allows in the present window, where that is known.", labels }, () =>
    ids.flatMap((source) => {
      const { requestsLeft } = ask.status(source);
      return requestsLeft === undefined ? [] : [{ labels: { source }, value: requestsLeft }];
    }));
  metrics.read("gauge", { name: "modeldex_source_state", help: "1 at the present state of the source: OK, DEGRADED, DOWN, DISABLED, NEVER_ASKED.", labels: ["source", "state"] }, () =>
    ids.map((source) => ({ labels: { source, state: ask.status(source).state }, value: 1 })));
  metrics.read("gauge", { name: "modeldex_source_breaker_open", help: "1 while the source is left alone after failures in a row.", labels }, () =>
    ids.map((source) => ({ labels: { source }, value: ask.status(source).state === "DOWN" ? 1 : 0 })));
  metrics.read("gauge", { name: "modeldex_listings", help: "Stored listings that are not gone, at most a minute old.", labels }, async () =>
    (await counted()).map(([source, { listings }]) => ({ labels: { source }, value: listings })));
  metrics.read("gauge", { name: "modeldex_overlays", help: "Stored rows about models that others list, at most a minute old.", labels }, async () =>
    (await counted()).map(([source, { overlays }]) => ({ labels: { source }, value: overlays })));
}

function observeCaches(metrics: Metrics, caches: Caches): void {
  metrics.read("counter", { name: "modeldex_cache_reads_total", help: "Readings of a tier by what is kept: answers of sources, whole responses, queries by hash.", labels: ["kind", "tier", "result"] }, () =>
    caches.counters().kinds.flatMap(({ kind, tier, hits, misses }) => [
      { labels: { kind, tier, result: "hit" }, value: hits },
      { labels: { kind, tier, result: "miss" }, value: misses },
    ]));
  metrics.read("counter", { name: "modeldex_cache_writes_total", help: "Entries that were written to a tier.", labels: ["kind", "tier"] }, () =>
    caches.counters().kinds.map(({ kind, tier, sets }) => ({ labels: { kind, tier }, value: sets })));
  metrics.read("counter", { name: "modeldex_cache_errors_total", help: "Readings and writings that a tier failed at.", labels: ["tier"] }, () =>
    Object.entries(caches.counters().errors).map(([tier, value]) => ({ labels: { tier }, value })));
  metrics.read("counter", { name: "modeldex_cache_flights_total", help: "Questions to sources by what became of them: loaded, failed, joined to one under way, served stale.", labels: ["result"] }, () => {
    const { loads, loadErrors, joined, stale } = caches.answers.counters();
    return Object.entries({ loaded: loads - loadErrors, failed: loadErrors, joined, stale }).map(([result, value]) => ({ labels: { result }, value }));
  });
}

function coverages(sources: readonly SourceId[], catalog: Catalog): () => Promise<readonly (readonly [SourceId, SourceCoverage])[]> {
  let counted: Promise<readonly (readonly [SourceId, SourceCoverage])[]> | undefined;
  let until = 0;
  return () => {
    if (counted === undefined || performance.now() > until) {
      until = performance.now() + countedForMs;
      counted = Promise.all(sources.map(async (source) => [source, await catalog.coverage(source)] as const));
      // A count that failed is made again when somebody asks next.
      counted.catch(() => (until = 0));
    }
    return counted;
  };
}
