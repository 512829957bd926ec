import { join } from "node:path";

import { plainHarvest } from "./harvest-baseline.ts";
import { quantile } from "./lean-client.ts";
import { runCommand } from "./running-gateway.ts";

export interface HarvestRates {
  /** Listings a second of the plain loop. */
  readonly plain: readonly number[];
  /** Listings a second of `modeldex harvest hf --all`, without the start of the process. */
  readonly whole: readonly number[];
  /** Median of the whole over median of the plain. */
  readonly ratio: number;
}

/** Harvests everything of a Hub in turn by the plain loop and by the command, each time into nothing. Rounds alternate, so that both meet the same machine. */
export async function harvestRates(hubUrl: string, folder: string, rounds: number, onRound?: (line: string) => void): Promise<HarvestRates> {
  const plain: number[] = [];
  const whole: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const baseline = await plainHarvest(hubUrl, join(folder, `plain-${round}.db`));
    const rate = await harvestAll(hubUrl, join(folder, `data-${round}`), baseline.listings);
    plain.push(baseline.listingsPerSecond);
    whole.push(rate);
    onRound?.(`round ${round}: plain loop ${Math.round(baseline.listingsPerSecond)} listings/s, modeldex ${Math.round(rate)} listings/s`);
  }
  return { plain, whole, ratio: quantile(whole, 0.5) / quantile(plain, 0.5) };
}

/** Listings a second of one harvest into an empty folder, as the command measures it. */
async function harvestAll(hubUrl: string, dataDir: string, expected: number): Promise<number> {
  const { status, out, err } = await runCommand(["harvest", "hf", "--all", "--json"], { HF_ENDPOINT: hubUrl, MODELDEX_DATA_DIR: dataDir });
  if (status !== 0) throw new Error(`modeldex harvest ended with ${status}: ${err || out}`);
  const { seen, elapsedMs } = JSON.parse(out) as { readonly seen: number; readonly elapsedMs: number };
  if (seen < expected * 0.99) throw new Error(`modeldex harvest saw ${seen} of ${expected} models.`);
  return (1000 * seen) / elapsedMs;
}
