/**
 * Throughput, response cache, latency, harvest, backfill of a chain, decisions of a policy and trust reports in one table, each beside its baseline of the
 * same run.
 *
 * node bench/all.ts [folder with upstreams/ and data/] [--rounds 5] [--requests 600] [--models 100000]
 *
 * With the folder the catalog is a harvest of the replayed Hub; without, it is synthetic and the harvest is left out. Linux, macOS.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { harvestRates } from "./harvest-rate.ts";
import { quantile } from "./lean-client.ts";
import { backfillRates } from "./onchain-rate.ts";
import { decisionRates } from "./policy-rate.ts";
import { mostUsedIds, startReplay } from "./recorded/replay-server.ts";
import { runCommand } from "./running-gateway.ts";
import { fillCatalog } from "./synthetic-catalog.ts";
import { measureThroughput, type Rate } from "./throughput.ts";
import { trustRates } from "./trust-rate.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" }, requests: { type: "string", default: "600" }, models: { type: "string", default: "100000" } },
});
const [folder] = positionals;
const [rounds, requests] = [Number(values.rounds), Number(values.requests)];
const temporary = mkdtempSync(join(tmpdir(), "modeldex-bench-"));
const hub = folder === undefined ? undefined : await startReplay(folder);
try {
  const dataDir = join(temporary, "catalog");
  const before = loadavg()[0] ?? 0;
  const ids = hub === undefined ? await fillCatalog(dataDir, Number(values.models)) : await harvested(hub.url, dataDir);
  const measured = await measureThroughput({ dataDir, ids, rounds, requests });
  const backfill = await backfillRates(5_000, rounds);
  const decisions = decisionRates(40, rounds);
  const trust = await trustRates(join(temporary, "trust"), rounds);
  const harvest = hub === undefined ? undefined : await harvestRates(hub.url, temporary, Math.min(3, rounds));

  console.log(`${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; load ${before.toFixed(1)} at the beginning, ${loadavg()[0]?.toFixed(1)} at the end`);
  console.log(`${hub === undefined ? `${values.models} synthetic models` : `${hub.models} models of the replayed Hub`}; medians of ${rounds} rounds of ${requests} searches, each new, 20 models x 12 fields, 8 connections; times of one connection\n`);
  console.log("| | CPU ms a request | requests a second | p50 ms | p95 ms |\n| --- | ---: | ---: | ---: | ---: |");
  console.log([row("bare node:http server, same search", measured.bare), row("gateway", measured.gateway), row("gateway, kept answers", measured.cached)].join("\n"));
  console.log("\n| ratio | by CPU | by requests a second | goal |\n| --- | ---: | ---: | ---: |");
  console.log(`| gateway beside the bare server | ${measured.besideBare.toFixed(2)} | ${measured.besideBareBySecond.toFixed(2)} | 0.75 |`);
  console.log(`| kept answers beside new ones | ${measured.cachedBesideUncached.toFixed(1)} | ${measured.cachedBesideUncachedBySecond.toFixed(1)} | 15 |`);
  console.log(`| list of a chain beside a plain viem loop (${Math.round(quantile(backfill.whole, 0.5))} and ${Math.round(quantile(backfill.plain, 0.5))} registrations a second) | ${backfill.ratioByCpu.toFixed(2)} | ${backfill.ratio.toFixed(2)} | 0.5 |`);
  console.log(`| decisions over 40 claims beside writing them as JSON (${Math.round(quantile(decisions.decided, 0.5))} and ${Math.round(quantile(decisions.plain, 0.5))} a second of CPU) | ${decisions.ratio.toFixed(2)} | | 0.1 |`);
  if (harvest !== undefined) {
    console.log(`| harvest beside a plain loop (${Math.round(quantile(harvest.whole, 0.5))} and ${Math.round(quantile(harvest.plain, 0.5))} listings a second) | | ${harvest.ratio.toFixed(2)} | 0.4 |`);
  }
  const { cold, warm } = trust.one.STANDARD;
  console.log(`\ntrust report of one model: cold ${cold.requests} requests and ${cold.bytes} bytes upstream, warm ${warm.requests}; a page of 20 is complete after ${trust.page.length - 1} pages and ${trust.page.reduce((sum, { requests }) => sum + requests, 0)} requests, and takes ${trust.besidePlain.toFixed(1)} times the CPU of the plain page`);
} finally {
  await hub?.stop();
  rmSync(temporary, { recursive: true, force: true });
}

function row(what: string, { cpuMs, perSecond, p50Ms, p95Ms }: Rate): string {
  return `| ${what} | ${cpuMs.toFixed(3)} | ${Math.round(perSecond)} | ${p50Ms.toFixed(2)} | ${p95Ms.toFixed(2)} |`;
}

/** Fills the folder from the Hub. @returns ids of its most used models. */
async function harvested(hubUrl: string, dataDir: string): Promise<readonly string[]> {
  const { status, out, err } = await runCommand(["harvest", "hf", "--all"], { HF_ENDPOINT: hubUrl, MODELDEX_DATA_DIR: dataDir });
  if (status !== 0) throw new Error(`modeldex harvest ended with ${status}: ${err || out}`);
  return mostUsedIds(hubUrl, 10_000);
}
