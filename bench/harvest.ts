/**
 * Speed of `modeldex harvest hf --all` beside a plain loop over the same pages, from a recorded Hub on loopback.
 *
 * node bench/harvest.ts <folder with upstreams/ and data/> [--rounds 3]
 *
 * Rounds alternate, so that both meet the same machine. Prints each round, then medians and their ratio; ends with 1 when the ratio is below 0.4.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { harvestRates } from "./harvest-rate.ts";
import { quantile } from "./lean-client.ts";
import { startReplay } from "./recorded/replay-server.ts";

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
  const { plain, whole, ratio } = await harvestRates(hub.url, temporary, Number(values.rounds), (line) => console.log(line));
  console.log(`median of ${values.rounds} rounds over ${hub.models} models, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}:`);
  console.log(`plain loop ${Math.round(quantile(plain, 0.5))} listings/s, modeldex ${Math.round(quantile(whole, 0.5))} listings/s, ratio ${ratio.toFixed(2)} (at least ${leastRatio})`);
  process.exitCode = ratio < leastRatio ? 1 : 0;
} finally {
  await hub.stop();
  rmSync(temporary, { recursive: true, force: true });
}
