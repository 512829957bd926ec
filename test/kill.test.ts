import { afterEach, beforeEach, expect, it } from "vitest";
import { harvestCase, importCase, starterCase } from "../bench/kill/command-cases.ts";
import { exportedHub } from "../bench/kill/export-file.ts";
import { killModels } from "../bench/kill/kill-hub.ts";
import { killRounds } from "../bench/kill/kill-rounds.ts";
import { migrationCase } from "../bench/kill/migration-case.ts";
import { emptyFolder, removeFolder } from "./support/command.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

let hub: TestHub;
let folder: string;
beforeEach(async () => {
  hub = await startHub(killModels(2_000), 10_000_000);
  folder = await emptyFolder();
});
afterEach(async () => {
  await removeFolder(folder);
  await hub.close();
});

// The longer form: node bench/kill.ts --times 50.
it("keeps the file whole, loses nothing and takes the work up, whenever a harvest, an import, a first start or a migration is killed", async () => {
  const lines: string[] = [];
  const report = await killRounds({ cases: [harvestCase(hub.url, 2_000), importCase(await exportedHub(hub.url, folder)), starterCase(), migrationCase(20_000)], times: 4, seed: 7, onKill: (line) => lines.push(line) });
  expect(report.problems, lines.join("\n")).toEqual([]);
  expect(report.hits["harvest"], lines.join("\n")).toBeGreaterThan(0);
}, 240_000);
