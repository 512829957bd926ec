/**
 * Asks a gateway thousands of odd references, texts, cursors and filters, most of them valid ones that were changed. It must know each as a mistake
 * or answer it, never fail, and answer valid questions as before.
 *
 * node bench/odd-input-flood.ts [--count 10000] [--seed 1] [--url http://127.0.0.1:4000 | --hub http://127.0.0.1:8080]
 *
 * Without --url it starts one: after a harvest of the Hub at --hub, which it asks live besides; or with the starter catalog and an address where
 * nobody answers. Ends with 1 when there was a fault.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { runOddInputs } from "./odd-input-run.ts";
import { runCommand, startGateway } from "./running-gateway.ts";

const { values } = parseArgs({ options: { count: { type: "string", default: "10000" }, seed: { type: "string", default: "1" }, url: { type: "string" }, hub: { type: "string" } } });
const folder = mkdtempSync(join(tmpdir(), "modeldex-odd-"));
// Port 9 (discard) of the loopback refuses at once.
const settings = { MODELDEX_DATA_DIR: folder, MODELDEX_STARTER: values.hub === undefined ? "on" : "off", HF_ENDPOINT: values.hub ?? "http://127.0.0.1:9" };
if (values.hub !== undefined) console.log((await runCommand(["harvest", "hf", "--all"], settings)).out);
const own = values.url === undefined ? await startGateway(settings) : undefined;
try {
  const report = await runOddInputs({ url: values.url ?? own?.url ?? "", count: Number(values.count), seed: Number(values.seed) });
  const share = (count: number): string => `${((100 * count) / report.total).toFixed(1).padStart(5)} %`;
  console.log(`${report.total} inputs, ${report.mutated} of them valid ones that were changed (${share(report.mutated).trim()}), in ${(report.elapsedMs / 1000).toFixed(1)} s\n`);
  for (const [outcome, count] of Object.entries(report.outcomes)) console.log(`${share(count)} ${String(count).padStart(6)}  ${outcome}`);
  console.log(`\nfaults: ${report.faults.length}; valid questions answered as before: ${report.sameAfter ? "yes" : "no"}`);
  for (const { input, answer } of report.faults) console.log(JSON.stringify({ variables: input.variables, answer }));
  process.exitCode = report.faults.length === 0 && report.sameAfter ? 0 : 1;
} finally {
  await own?.stop();
  rmSync(folder, { recursive: true, force: true });
}
