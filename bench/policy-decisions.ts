/**
 * Decisions a second of the default policy over one report, beside writing the same report as JSON.
 *
 * node bench/policy-decisions.ts [--claims 40] [--rounds 5]
 *
 * Prints each round, then medians and their ratio; ends with 1 when the ratio by CPU time of this process is below 0.1.
 */
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";

import { quantile } from "./lean-client.ts";
import { decisionRates } from "./policy-rate.ts";

const leastRatio = 0.1;
const { values } = parseArgs({ options: { claims: { type: "string", default: "40" }, rounds: { type: "string", default: "5" } } });
const { plain, decided, ratio } = decisionRates(Number(values.claims), Number(values.rounds), (line) => console.log(line));
console.log(`median of ${values.rounds} rounds over a report of ${values.claims} claims, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}:`);
console.log(`JSON ${Math.round(quantile(plain, 0.5))} reports/s, decide ${Math.round(quantile(decided, 0.5))} decisions/s, ratio by CPU ${ratio.toFixed(3)} (at least ${leastRatio})`);
process.exitCode = ratio < leastRatio ? 1 : 0;
