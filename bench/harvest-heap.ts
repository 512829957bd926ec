/**
 * Heap after collection while the replayed Hub is harvested: it must not grow with the number of listings.
 *
 * node --expose-gc bench/harvest-heap.ts <folder with upstreams/ and data/>
 *
 * Ends with 1 when the heap at 60,000 listings is more than 15 % above that at 20,000.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createGateway, loadSettings } from "@modeldex/gateway";

import { startReplay } from "./recorded/replay-server.ts";

const [folder] = process.argv.slice(2);
const collect = globalThis.gc;
if (folder === undefined || collect === undefined) {
  console.error("usage: node --expose-gc bench/harvest-heap.ts <folder with upstreams/ and data/>");
  process.exit(2);
}

const temporary = mkdtempSync(join(tmpdir(), "modeldex-heap-"));
const hub = await startReplay(folder);
const heaps = new Map<number, number>();
try {
  const settings = await loadSettings({ HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: temporary, MODELDEX_STARTER: "off", MODELDEX_LOG: "error" }, join(import.meta.dirname, ".."));
  const gateway = await createGateway(settings);
  const marks = [20_000, 40_000, 60_000];
  await gateway.harvest("hf", {
    all: true,
    signal: AbortSignal.timeout(600_000),
    onProgress: ({ seen }) => {
      const mark = marks[0];
      if (mark === undefined || seen < mark) return;
      marks.shift();
      collect();
      heaps.set(mark, process.memoryUsage().heapUsed);
    },
  });
  await gateway.close();
} finally {
  await hub.stop();
  rmSync(temporary, { recursive: true, force: true });
}
for (const [seen, bytes] of heaps) console.log(`${seen} listings: ${(bytes / 1e6).toFixed(1)} MB of heap after collection`);
const growth = (heaps.get(60_000) ?? Number.NaN) / (heaps.get(20_000) ?? Number.NaN);
console.log(`60,000 beside 20,000: ${((growth - 1) * 100).toFixed(1)} %`);
process.exitCode = growth <= 1.15 ? 0 : 1;
