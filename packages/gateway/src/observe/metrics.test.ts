import { expect, it } from "vitest";
import { createMetrics } from "./metrics.ts";

it("writes counters, gauges, histograms and readings as Prometheus reads them", async () => {
  const metrics = createMetrics();
  const count = metrics.counter({ name: "calls_total", help: "Calls.", labels: ["source", "outcome"] });
  count({ source: "hf", outcome: "OK" });
  count({ outcome: "OK", source: "hf" }, 2);
  count({ source: 'a"b\\c\nd', outcome: "TIMEOUT" });
  metrics.gauge({ name: "left", help: "Left over\nhere.", labels: [] })({}, 7);
  const note = metrics.histogram({ name: "call_seconds", help: "Durations.", labels: ["source"] });
  for (const seconds of [0.001, 0.005, 0.3, 20]) note({ source: "hf" }, seconds);
  metrics.read("gauge", { name: "listings", help: "Listings.", labels: ["source"] }, async () => [{ labels: { source: "hf" }, value: 3 }]);
  expect(await metrics.text()).toMatchInlineSnapshot(`
    "# HELP calls_total Calls.
    # TYPE calls_total counter
    calls_total{source="hf",outcome="OK"} 3
    calls_total{source="a\\"b\\\\c\\nd",outcome="TIMEOUT"} 1
    # HELP left Left over\\nhere.
    # TYPE left gauge
    left 7
    # HELP call_seconds Durations.
    # TYPE call_seconds histogram
    call_seconds_bucket{source="hf",le="0.005"} 2
    call_seconds_bucket{source="hf",le="0.01"} 2
    call_seconds_bucket{source="hf",le="0.025"} 2
    call_seconds_bucket{source="hf",le="0.05"} 2
    call_seconds_bucket{source="hf",le="0.1"} 2
    call_seconds_bucket{source="hf",le="0.25"} 2
    call_seconds_bucket{source="hf",le="0.5"} 3
    call_seconds_bucket{source="hf",le="1"} 3
    call_seconds_bucket{source="hf",le="2.5"} 3
    call_seconds_bucket{source="hf",le="5"} 3
    call_seconds_bucket{source="hf",le="10"} 3
    call_seconds_bucket{source="hf",le="+Inf"} 4
    call_seconds_sum{source="hf"} 20.306
    call_seconds_count{source="hf"} 4
    # HELP listings Listings.
    # TYPE listings gauge
    listings{source="hf"} 3
    # HELP modeldex_metrics_failures_total Readings of metrics that failed.
    # TYPE modeldex_metrics_failures_total counter
    modeldex_metrics_failures_total 0
    "
  `);
});

it("leaves out a reading that fails, and counts it", async () => {
  const metrics = createMetrics();
  metrics.read("gauge", { name: "broken", help: "Broken.", labels: [] }, () => Promise.reject(new Error("gone")));
  metrics.read("gauge", { name: "also_broken", help: "Broken.", labels: [] }, () => {
    throw new Error("gone");
  });
  metrics.counter({ name: "good_total", help: "Good.", labels: [] })({});
  expect((await metrics.text()).split("\n")).toEqual([
    "# HELP good_total Good.", "# TYPE good_total counter", "good_total 1",
    "# HELP modeldex_metrics_failures_total Readings of metrics that failed.", "# TYPE modeldex_metrics_failures_total counter", "modeldex_metrics_failures_total 2", "",
  ]);
});

it("tells apart no more sets of labels than it may", async () => {
  const metrics = createMetrics();
  const count = metrics.counter({ name: "operations_total", help: "Operations.", labels: ["operation"], most: 2 });
  for (const operation of ["A", "B", "C", "D", "A"]) count({ operation });
  expect((await metrics.text()).match(/^operations_total\{.*$/gm)).toEqual(['operations_total{operation="A"} 2', 'operations_total{operation="B"} 1', 'operations_total{operation="other"} 2']);
});
