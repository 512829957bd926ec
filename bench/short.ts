/**
 * The ratios of bench/README.md, held twice as loosely as their goals, over a small synthetic catalog and a small chain; for CI.
 *
 * node bench/short.ts
 *
 * Ends with 1 when a ratio is below its bound. CPU time is compared, in rounds that alternate, so that a busy machine does not matter much.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { backfillRates } from "./onchain-rate.ts";
import { fillCatalog } from "./synthetic-catalog.ts";
import { measureThroughput } from "./throughput.ts";

const bounds = [
  { what: "CPU per search of a bare server beside the gateway's", of: "besideBare", least: 0.375 },
  { what: "CPU per search uncached beside one that is kept", of: "cachedBesideUncached", least: 7.5 },
  { what: "CPU per registration of a plain viem loop beside that of reading a registry on a chain", of: "backfill", least: 0.25 },
] as const;

const folder = mkdtempSync(join(tmpdir(), "modeldex-short-"));
try {
  const ids = await fillCatalog(folder, 30_000);
  const throughput = await measureThroughput({ dataDir: folder, ids, rounds: 5, requests: 200 });
  const measured = { ...throughput, backfill: (await backfillRates(500, 5)).ratioByCpu };
  for (const { what, of, least } of bounds) {
    console.log(`${what}: ${measured[of].toFixed(2)} (at least ${least})`);
    if (!(measured[of] >= least)) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
