/**
 * Readers of foreign bytes over mutated files.
 *
 * node bench/fuzz-formats.ts [--format all] [--inputs 100000] [--seed 1] [--from 0]
 *
 * Prints for each format what became of the inputs, the slowest in ms of CPU (aim: 50), and the share that came to the later stages of the reader;
 * ends with 1 when a reader threw, read outside a file or beyond its limits, and prints the input in hex. With the same seed,
 * `--from N --inputs 1` makes input N again.
 */
import { parseArgs } from "node:util";

import { fuzzedFormats } from "../packages/trust/src/formats/fixtures/fuzzed-formats.ts";
import { runFuzz } from "../packages/trust/src/formats/fixtures/run-fuzz.ts";

const { values } = parseArgs({ options: { format: { type: "string", default: "all" }, inputs: { type: "string", default: "100000" }, seed: { type: "string", default: "1" }, from: { type: "string", default: "0" } } });
const formats = fuzzedFormats.filter(({ name }) => values.format === "all" || values.format === name);
if (formats.length === 0) throw new Error(`There is no format ${values.format}; say one of ${fuzzedFormats.map(({ name }) => name).join(", ")}, all.`);
const [inputs, seed, from] = [values.inputs, values.seed, values.from].map(Number);
if (![inputs, seed, from].every((number) => Number.isSafeInteger(number)) || inputs === undefined || inputs < 1) throw new Error("--inputs, --seed and --from are whole numbers, --inputs from 1 on.");

for (const format of formats) {
  const report = await runFuzz(format, { inputs, seed: seed ?? 1, from: from ?? 0 });
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  console.log(`${report.format}: ${report.inputs} inputs of seed ${report.seed} in ${Math.round(report.elapsedMs)} ms, ${report.faults.length} faults`);
  console.log(`  outcomes: ${Object.entries(report.outcomes).map(([outcome, count]) => `${outcome} ${count}`).join(", ")}`);
  console.log(`  stages: ${report.stages.map(({ stage, share }) => `${stage} ${percent(share)}`).join(", ")}; to the later ones ${percent(report.laterShare)}`);
  console.log(`  most read of one: ${report.mostBytesRead} bytes in ${report.mostReads} readings; slowest: ${report.slowest.cpuMs.toFixed(1)} ms of CPU, input ${report.slowest.input}`);
  for (const { input, what, hex } of report.faults) console.error(`  input ${input}: ${what}\n    ${hex}`);
  if (report.faults.length > 0) process.exitCode = 1;
}
