/**
 * kill -9 at random moments of a harvest, an import, a first start and a migration.
 *
 * node bench/kill.ts [--times 50] [--seed 1] [--models 6000]
 *
 * Prints each kill; ends with 1 when a file was damaged, had lost something, or ended otherwise than undisturbed work.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { startHub } from "../test/support/hub.ts";
import { harvestCase, importCase, starterCase } from "./kill/command-cases.ts";
import { exportedHub } from "./kill/export-file.ts";
import { killModels } from "./kill/kill-hub.ts";
import { killRounds } from "./kill/kill-rounds.ts";
import { migrationCase } from "./kill/migration-case.ts";

const { values } = parseArgs({ options: { times: { type: "string", default: "50" }, seed: { type: "string", default: "1" }, models: { type: "string", default: "6000" } } });
const hub = await startHub(killModels(Number(values.models)), 10_000_000);
const folder = mkdtempSync(join(tmpdir(), "modeldex-kill-"));
try {
  const cases = [harvestCase(hub.url, Number(values.models)), importCase(await exportedHub(hub.url, folder)), starterCase(), migrationCase(40_000)];
  const { hits, late, problems } = await killRounds({ cases, times: Number(values.times), seed: Number(values.seed), onKill: (line) => console.log(line) });
  const hit = Object.entries(hits).map(([name, count]) => `${name} ${count}`).join(", ");
  console.log(`Kills before the work was done, seed ${values.seed}: ${hit}; ${late} more came too late; ${problems.length} problems`);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
  await hub.close();
}
