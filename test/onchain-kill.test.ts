import { afterEach, beforeEach, expect, it } from "vitest";
import { chainCase } from "../bench/kill/command-cases.ts";
import { killRounds } from "../bench/kill/kill-rounds.ts";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import type { LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";

let chain: LocalChain;
beforeEach(async () => {
  chain = await startLocalChain();
  for (let first = 0; first < 1_200; first += 50) await chain.write("FileRegistry", chain.files, "addMany", ["acme/many", BigInt(first), 50n]);
  await chain.mine(1);
}, 60_000);
afterEach(async () => {
  await chain.stop();
});

it("loses nothing and leaves what undisturbed work leaves, whenever the harvest of a chain is killed", async () => {
  const lines: string[] = [];
  const report = await killRounds({ cases: [chainCase(chain.url, chain.files)], times: 3, seed: 11, onKill: (line) => lines.push(line) });
  expect(report.problems, lines.join("\n")).toEqual([]);
  expect(report.hits["harvest of a chain"], lines.join("\n")).toBeGreaterThan(0);
}, 240_000);
