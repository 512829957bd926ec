/**
 * Load with distinct queries while Redis runs, is paused (SIGSTOP), is killed, and is started again.
 *
 * node bench/redis-outage.ts [--seconds 30] [--concurrency 8]
 *
 * A gateway in a process of its own asks a small server in the shape of the Hub; each query is new, so that each reads and writes both caches,
 * asks the source and writes into the catalog. Prints a Markdown table; ends with 1 when a request failed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";

import { startRedisServer } from "../packages/gateway/src/cache/testing/redis-server.ts";
import { startHub } from "../test/support/hub.ts";
import { distinctQueries, outageModels, wrongAnswer } from "./distinct-queries.ts";
import { percentile, startLoad } from "./load.ts";
import { startGateway } from "./running-gateway.ts";
import type { RunningGateway } from "./running-gateway.ts";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "30" }, concurrency: { type: "string", default: "8" } } });
const redis = await startRedisServer();
const phases: readonly (readonly [string, () => unknown])[] = [
  ["Redis runs", () => undefined],
  ["paused (SIGSTOP)", () => redis.pause()],
  ["killed (SIGKILL)", () => redis.kill()],
  ["started again", () => redis.restart()],
];
const phaseMs = (1000 * Number(values.seconds)) / phases.length;
const folder = mkdtempSync(join(tmpdir(), "modeldex-outage-"));
const hub = await startHub(outageModels, 10_000_000);
let gateway: RunningGateway | undefined;
try {
  gateway = await startGateway({ HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: folder, REDIS_URL: redis.url });
  const load = startLoad({ endpoint: `${gateway.url}/graphql`, concurrency: Number(values.concurrency), next: distinctQueries(), wrong: wrongAnswer });
  await delay(2_000);
  load.take();
  const rows: string[] = [];
  let failures: string[] = [];
  for (const [name, begin] of phases) {
    const began = performance.now();
    await begin();
    await delay(phaseMs);
    const samples = load.take();
    const failed = samples.flatMap(({ failure }) => failure ?? []);
    failures = [...failures, ...failed];
    const seconds = (performance.now() - began) / 1000;
    const times = [0.5, 0.95, 0.99, 1].map((share) => percentile(samples, share).toFixed(1));
    rows.push(`| ${name} | ${samples.length} | ${failed.length} | ${Math.round(samples.length / seconds)} | ${times.join(" | ")} |`);
  }
  await load.stop();
  const late = load.take().flatMap(({ failure }) => failure ?? []);
  failures = [...failures, ...late];
  console.log(`${values.seconds} s, ${values.concurrency} requests at a time, each a new query with a live source; ${availableParallelism()} cores shared by load, gateway, Hub and Redis; Node ${process.versions.node}`);
  console.log("");
  console.log("| Redis | requests | failed | a second | p50 ms | p95 ms | p99 ms | longest ms |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  console.log(rows.join("\n"));
  for (const failure of new Set(failures)) console.error(failure);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await gateway?.stop();
  await hub.close();
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
}
