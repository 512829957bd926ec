/**
 * Speed of `modeldex harvest hf --all` beside a plain loop over the same pages, from a recorded Hub on loopback.
 *
 * node bench/harvest.ts <folder with upstreams/ and data/> [--rounds 3]
 *
 * Rounds alternate, so that both meet the same machine. Prints each round, then medians and their ratio; ends with 1 when the ratio is below 0.4.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { plainHarvest } from "./harvest-baseline.ts";
import { startReplay } from "./recorded/replay-server.ts";
import { runCommand } from "./running-gateway.ts";

const leastRatio = 0.4;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: "string", default: "3" } } });
const [folder] = positionals;
if (folder === undefined) {
  console.error("usage: node bench/harvest.ts <folder with upstreams/ and data/> [--rounds 3]");
  process.exit(2);
}

const temporary = mkdtempSync(join(tmpdir(), "modeldex-harvest-"));
const hub = await startReplay(folder);
try {
  const plain: number[] = [];
  const whole: number[] = [];
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const baseline = await plainHarvest(hub.url, join(temporary, `plain-${round}.db`));
    plain.push(baseline.listingsPerSecond);
    whole.push(await harvestAll(hub.url, join(temporary, `data-${round}`), baseline.listings));
    console.log(`round ${round}: plain loop ${perSecond(plain.at(-1))}, modeldex ${perSecond(whole.at(-1))}`);
  }
  const ratio = median(whole) / median(plain);
  console.log(`median of ${values.rounds} rounds over ${hub.models} models, ${availableParallelism()} cores, Node ${process.versions.node}:`);
  console.log(`plain loop ${perSecond(median(plain))}, modeldex ${perSecond(median(whole))}, ratio ${ratio.toFixed(2)} (at least ${leastRatio})`);
  process.exitCode = ratio < leastRatio ? 1 : 0;
} finally {
  await hub.stop();
  rmSync(temporary, { recursive: true, force: true });
}

/** Listings a second of one harvest into an empty folder, as the command measures it: without the start of the process. */
async function harvestAll(hubUrl: string, dataDir: string, expected: number): Promise<number> {
  const { status, out, err } = await runCommand(["harvest", "hf", "--all", "--json"], { HF_ENDPOINT: hubUrl, MODELDEX_DATA_DIR: dataDir });
  if (status !== 0) throw new Error(`modeldex harvest ended with ${status}: ${err || out}`);
  const { seen, elapsedMs } = JSON.parse(out) as { readonly seen: number; readonly elapsedMs: number };
  if (seen < expected * 0.99) throw new Error(`modeldex harvest saw ${seen} of ${expected} models.`);
  return (1000 * seen) / elapsedMs;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function perSecond(value: number | undefined): string {
  return `${Math.round(value ?? 0)} listings/s`;
}
