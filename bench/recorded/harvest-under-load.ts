/**
 * Searches while the replayed Hub is harvested whole: 20 different ones a second, beside the same when nothing is harvested. During one of the runs
 * repositories are renamed, re-created by another owner, deleted and made private; the catalog's `changes` must tell each once.
 *
 * node bench/recorded/harvest-under-load.ts <folder with upstreams/ and data/> [--idle 15] [--live]
 *
 * Prints a Markdown table; ends with 1 when a search failed or a change was not told exactly once.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";

import { openSqliteCatalog } from "../../packages/catalog/src/index.ts";
import type { Catalog, StoredChange } from "../../packages/catalog/src/index.ts";

import { type Load, percentile } from "../load.ts";
import { nameQuestions } from "../name-questions.ts";
import { startPacedLoad } from "../paced-load.ts";
import { runCommand } from "../running-gateway.ts";
import { type HarvestingGateway, startHarvestingGateway } from "../bench-process.ts";
import { makeMoves, plannedMoves, toldOf, toldOfOthers } from "./moved-repositories.ts";
import { mostUsedIds, startReplay } from "./replay-server.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { idle: { type: "string", default: "15" }, live: { type: "boolean", default: false } } });
const [folder] = positionals;
if (folder === undefined) {
  console.error("usage: node bench/recorded/harvest-under-load.ts <folder with upstreams/ and data/> [--idle 15] [--live]");
  process.exit(2);
}

const hf = "hf" as Parameters<Catalog["harvestState"]>[0];
const perSecond = 20;
const temporary = mkdtempSync(join(tmpdir(), "modeldex-load-"));
const hub = await startReplay(folder);
const next = nameQuestions(await mostUsedIds(hub.url, 4_000), values.live);
const open: HarvestingGateway[] = [];
const rows: string[] = [];
const failures: string[] = [];
try {
  const first = await gateway("first");
  await phase("everything is new, the serving process harvests", first, () => first.harvest("hf"));
  await phase("nothing is harvested", first, () => delay(1000 * Number(values.idle)));

  const catalog = await openSqliteCatalog({ path: join(temporary, "first", "catalog.sqlite"), readOnly: true });
  const mark = (await allChanges(catalog, 0)).at(-1)?.sequence ?? 0;
  const moves = await plannedMoves(hub, [hub.models / 10, (hub.models * 9) / 10].map(Math.round));
  const moved = halfway(catalog).then(() => makeMoves(hub, moves));
  await phase("everything again, the serving process harvests", first, () => first.harvest("hf"));
  await moved;
  const afterOne = await allChanges(catalog, mark);
  await phase("everything again, a second process harvests", first, () => harvestBeside("first"));
  const afterTwo = await allChanges(catalog, mark);
  await catalog.close();
  await first.stop();

  const second = await gateway("second");
  await phase("everything is new, a second process harvests", second, () => harvestBeside("second"));
  await second.stop();

  console.log(`${perSecond} different searches a second${values.live ? ", sources asked live" : ""}, ${hub.models} models; ${availableParallelism()} cores shared by load, gateway, harvest and Hub; load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}\n`);
  console.log("| meanwhile | s | searches | failed | p50 ms | p95 ms | p99 ms | longest ms |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  console.log(`${rows.join("\n")}\n`);
  console.log("| during the run | expected | told after it | told after the next |\n| --- | --- | --- | --- |");
  for (const move of moves) {
    const told = toldOf(move, afterTwo);
    console.log(`| ${move.what} | ${move.expected.join(", ")} | ${toldOf(move, afterOne).join(", ")} | ${told.join(", ")} |`);
    if (told.join() !== move.expected.join()) failures.push(`${move.what}: told ${told.join(", ") || "not at all"}`);
  }
  for (const { kind, listing } of toldOfOthers(moves, afterTwo)) failures.push(`${listing ?? ""}: ${kind}, although nothing happened to it`);
  for (const failure of new Set(failures)) console.error(failure);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  for (const each of open) await each.stop();
  await hub.stop();
  rmSync(temporary, { recursive: true, force: true });
}

async function gateway(name: string): Promise<HarvestingGateway> {
  const started = await startHarvestingGateway({ HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: join(temporary, name) });
  open.push(started);
  return started;
}

async function harvestBeside(name: string): Promise<void> {
  const { status, out, err } = await runCommand(["harvest", "hf", "--all"], { HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: join(temporary, name) });
  if (status !== 0) throw new Error(`modeldex harvest ended with ${status}: ${err || out}`);
}

/** Searches as long as the work takes. */
async function phase(what: string, { url }: HarvestingGateway, work: () => Promise<unknown>): Promise<void> {
  const load: Load = startPacedLoad({ endpoint: `${url}/graphql`, perSecond, next });
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  await load.stop();
  const samples = load.take();
  const failed = samples.flatMap(({ failure }) => failure ?? []);
  failures.push(...failed);
  const times = [0.5, 0.95, 0.99, 1].map((share) => percentile(samples, share).toFixed(1));
  rows.push(`| ${what} | ${seconds.toFixed(1)} | ${samples.length} | ${failed.length} | ${times.join(" | ")} |`);
}

/** Resolves when a run has read half of the models. */
async function halfway(catalog: Catalog): Promise<void> {
  for (;;) {
    const { running } = await catalog.harvestState(hf);
    if (running !== undefined && running.listingsSeen > hub.models / 2) return;
    await delay(20);
  }
}

async function allChanges(catalog: Catalog, after: number): Promise<readonly StoredChange[]> {
  const found: StoredChange[] = [];
  for (;;) {
    const page = await catalog.changes(found.at(-1)?.sequence ?? after, 10_000);
    found.push(...page);
    if (page.length < 10_000) return found;
  }
}
