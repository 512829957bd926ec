import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mutants, type Mutant } from "./mutants/mutants.ts";

/**
 * Runs the tests of what judges trust and identity over sources with one mistake each (a comparison turned round, a missing file ignored, an unknown that passes), and
 * says which mistakes no test has found. First the same tests run over the sources as they are, and must pass.
 *
 * node bench/mutants.ts
 */
const root = join(import.meta.dirname, "..");

for (const { name, file, from } of mutants) {
  const times = readFileSync(join(root, file), "utf8").split(from).length - 1;
  if (times !== 1) throw new Error(`The mutant "${name}" changes a text that stands ${String(times)} times in ${file}: bring it up to date.`);
}

for (const [only, some] of Map.groupBy(mutants, (mutant) => mutant.only)) {
  const whole = await run({ tests: [...new Set(some.flatMap(({ tests }) => tests))], ...(only !== undefined && { only }) }, "none");
  if (whole !== 0) throw new Error("The tests do not pass over the sources as they are.");
}
const survivors: Mutant[] = [];
for (const mutant of mutants) {
  const code = await run(mutant, mutant.name);
  if (code === 0) survivors.push(mutant);
  console.log(`${code === 0 ? "SURVIVES" : "caught"}  ${mutant.name} (${mutant.file})`);
}
console.log(`${String(mutants.length - survivors.length)} of ${String(mutants.length)} mutants are caught`);
process.exitCode = survivors.length === 0 ? 0 : 1;

/** Exit code of the tests. */
async function run({ tests, only }: Pick<Mutant, "tests" | "only">, mutant: string): Promise<number> {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", "--config", "bench/mutants/vitest.config.ts", "--reporter=dot", ...tests, ...(only === undefined ? [] : ["-t", only])], {
    cwd: root, stdio: "ignore", env: { ...process.env, MUTANT: mutant },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}
