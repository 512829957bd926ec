/**
 * Speed of `list` over a registry on a chain, to its end, beside a plain viem loop that makes the same calls, from a node on loopback.
 *
 * node bench/onchain-backfill.ts [--registrations 5000] [--rounds 5]
 *
 * Needs the development packages of packages/source-onchain (anvil, solc). Prints each round, then medians and their ratio; ends with 1 when the
 * ratio by CPU time of this process is below 0.5.
 */
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";

import { quantile } from "./lean-client.ts";
import { backfillRates } from "./onchain-rate.ts";

const leastRatio = 0.5;
const { values } = parseArgs({ options: { registrations: { type: "string", default: "5000" }, rounds: { type: "string", default: "5" } } });
const { plain, whole, ratio, ratioByCpu } = await backfillRates(Number(values.registrations), Number(values.rounds), (line) => console.log(line));
console.log(`median of ${values.rounds} rounds over ${values.registrations} registrations, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}:`);
console.log(`plain viem loop ${Math.round(quantile(plain, 0.5))} registrations/s, list ${Math.round(quantile(whole, 0.5))} registrations/s, ratio ${ratio.toFixed(2)}, by CPU ${ratioByCpu.toFixed(2)} (at least ${leastRatio})`);
process.exitCode = ratioByCpu < leastRatio ? 1 : 0;
