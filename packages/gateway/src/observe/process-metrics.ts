import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Metrics } from "./metrics.ts";

/**
 * Adds the basics of the process: memory, processor time, start, and the delay of the event loop since the last reading.
 *
 * @returns a function that ends the watching.
 */
export function watchProcess(metrics: Metrics): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const one = (value: number) => [{ labels: {}, value }];
  metrics.read("gauge", { name: "process_start_time_seconds", help: "When the process began, in seconds since 1970.", labels: [] }, () => one(Math.round(performance.timeOrigin) / 1000));
  metrics.read("counter", { name: "process_cpu_seconds_total", help: "Processor time, of the system too.", labels: [] }, () => {
    const { user, system } = process.cpuUsage();
    return one((user + system) / 1e6);
  });
  metrics.read("gauge", { name: "process_resident_memory_bytes", help: "Resident memory.", labels: [] }, () => one(process.memoryUsage.rss()));
  metrics.read("gauge", { name: "nodejs_heap_size_used_bytes", help: "Memory that objects of the program take.", labels: [] }, () => one(process.memoryUsage().heapUsed));
  metrics.read("gauge", { name: "nodejs_eventloop_delay_seconds", help: "How late timers were since the last reading.", labels: ["quantile"] }, () => {
    const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? Math.round(nanoseconds / 1000) / 1e6 : 0);
    const readings = [["0.5", delay.percentile(50)], ["0.99", delay.percentile(99)], ["1", delay.max]] as const;
    const seen = delay.count > 0 ? readings.map(([quantile, value]) => ({ labels: { quantile }, value: seconds(value) })) : [];
    delay.reset();
    return seen;
  });
  return () => void delay.disable();
}
