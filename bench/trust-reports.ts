/**
 * Upstream requests and bytes of trust reports, cold and warm, of a model of the Hub and of a page of 20, and the CPU of such a page beside the plain one.
 *
 * node bench/trust-reports.ts [--rounds 5]
 *
 * Asks a server in the shape of the Hub on loopback. Ends with 1 when a warm report asks anything.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { trustRates, type ReportCost } from "./trust-rate.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const folder = mkdtempSync(join(tmpdir(), "modeldex-trust-"));
try {
  const { one, page, cpuMs, besidePlain } = await trustRates(folder, Number(values.rounds));
  const last = page.at(-1);
  console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}; medians of ${values.rounds} rounds\n`);
  console.log("| | upstream requests | bytes | ms |\n| --- | ---: | ---: | ---: |");
  for (const [depth, { cold, warm }] of Object.entries(one)) console.log([row(`one model, ${depth}, cold`, cold), row(`one model, ${depth}, warm`, warm)].join("\n"));
  page.forEach((cost, place) => console.log(row(`20 models, STANDARD, report ${place + 1}`, cost)));
  console.log("\n| page of 20 models | CPU ms | beside the plain page |\n| --- | ---: | ---: |");
  console.log([["plain", cpuMs.plain], ["with stored findings (CACHED)", cpuMs.cached], ["with warm reports (STANDARD)", cpuMs.standard]].map(([what, ms]) => `| ${what} | ${Number(ms).toFixed(2)} | ${(Number(ms) / cpuMs.plain).toFixed(2)} |`).join("\n"));
  console.log(`\nwarm reports beside the plain page, median of the rounds: ${besidePlain.toFixed(2)}`);
  const warm = [one.STANDARD.warm, one.DEEP.warm, ...(last === undefined ? [] : [last])];
  if (warm.some(({ requests }) => requests > 0)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function row(what: string, { requests, bytes, elapsedMs }: ReportCost): string {
  return `| ${what} | ${requests} | ${bytes} | ${elapsedMs.toFixed(0)} |`;
}
