/**
 * Speed of the harvest of one source while another one brings entries of one account, beside the same harvest alone.
 *
 * node bench/harvest-beside-spam.ts [--entries 10000] [--listings 10000] [--rounds 7]
 *
 * Each round fills two empty catalogs, whose writes happen in a process of their own as in a gateway that serves. Rounds alternate in which comes first.
 * All harvests wait for that process, which does one page after the other: what counts is the CPU time that it takes until the one source is harvested,
 * as other processes on the machine disturb it least. Prints also the time on the clock and the CPU time of the gateway itself. Ends with 1 when the
 * harvest beside takes more than 1.2 times as much. Linux only.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { createGateway } from "../packages/gateway/src/create-gateway.ts";
import { serverSettings } from "../packages/gateway/src/config/server-settings.ts";
import type { ListingRecord, Source } from "../packages/plugin-kit/src/index.ts";
import { quantile } from "./lean-client.ts";
import { syntheticPage } from "./synthetic-listings.ts";

const mostRatio = 1.2;
const { values } = parseArgs({
  options: { entries: { type: "string", default: "10000" }, listings: { type: "string", default: "10000" }, rounds: { type: "string", default: "7" } },
});
const [entries, listings, rounds] = [Number(values.entries), Number(values.listings), Number(values.rounds)];

const theirs = syntheticPage({ start: 0, count: listings }).map(({ record }) => record);
const spam = syntheticPage({ start: 0, count: entries }).map(({ record: { stableId: _, ...record } }, place): ListingRecord => ({
  ...record, nativeId: `entry/${place}`, registrant: "eip155:1:0x00000000000000000000000000000000000000aa", description: "llama 3.1 8b instruct gguf whisper bge",
  links: [{ reference: `pkg:huggingface/${record.nativeId}`, relation: "REGISTERED", statement: "It names it." }],
}));

const folder = mkdtempSync(join(tmpdir(), "modeldex-beside-spam-"));
try {
  await round(-1, false);
  const alone: Cost[] = [];
  const beside: Cost[] = [];
  for (let place = 0; place < rounds; place += 1) {
    for (const isBeside of place % 2 === 0 ? [false, true] : [true, false]) (isBeside ? beside : alone).push(await round(place, isBeside));
    console.log(`round ${place + 1}: alone ${costText(alone.at(-1))}; beside ${costText(beside.at(-1))}`);
  }
  const ratioOf = (part: keyof Cost): number => middle(beside, part) / middle(alone, part);
  console.log(`median of ${rounds} rounds over ${listings} listings beside ${entries} entries of one account, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}:`);
  console.log(`writing ${middle(alone, "writingMs")} ms alone, ${middle(beside, "writingMs")} ms beside, ratio ${ratioOf("writingMs").toFixed(2)} (at most ${mostRatio})`);
  console.log(`on the clock ${middle(alone, "clockMs")} ms and ${middle(beside, "clockMs")} ms, ratio ${ratioOf("clockMs").toFixed(2)}; gateway ${middle(alone, "gatewayMs")} ms and ${middle(beside, "gatewayMs")} ms of CPU time`);
  process.exitCode = ratioOf("writingMs") > mostRatio ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What the harvest of the one source takes, in whole milliseconds. */
interface Cost {
  readonly clockMs: number;
  /** CPU time of the process that writes. */
  readonly writingMs: number;
  /** CPU time of this one, which reads the source and checks what it gives. */
  readonly gatewayMs: number;
}

async function round(place: number, isBeside: boolean): Promise<Cost> {
  const dataDir = join(folder, `${place}-${isBeside}`);
  const gateway = await createGateway(
    {
      config: { sources: [scripted("hf", theirs, "namespaced"), scripted("open", spam, "open")] }, dataDir, server: serverSettings({ port: 0 }),
      search: { liveDeadlineMs: 2_500, liveLimit: 100 }, offline: false, harvest: false, starter: false, logLevel: "error", holder: `bench:${process.pid}`,
    },
    { splitWrites: true },
  );
  try {
    await gateway.prepare();
    const options = { all: true, signal: AbortSignal.timeout(600_000) };
    const other = isBeside ? gateway.harvest("open", options) : undefined;
    const [began, cpu, writing] = [performance.now(), process.cpuUsage(), childCpuMs()];
    const result = await gateway.harvest("hf", options);
    const { user, system } = process.cpuUsage(cpu);
    const cost = { clockMs: Math.round(performance.now() - began), writingMs: childCpuMs() - writing, gatewayMs: Math.round((user + system) / 1_000) };
    if (result.status !== "DONE" || result.added !== listings) throw new Error(`the harvest ended with ${JSON.stringify(result)}`);
    const kept = await other;
    if (kept !== undefined && (kept.status !== "DONE" || kept.added > 100)) throw new Error(`the other harvest ended with ${JSON.stringify(kept)}`);
    return cost;
  } finally {
    await gateway.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function scripted(id: string, records: readonly ListingRecord[], naming: "namespaced" | "open"): Source {
  return {
    id, naming, contract: 1, kind: "scripted", title: id, homepage: "https://scripted.example", listing: "full",
    list: async ({ cursor = "0", limit }) => {
      const next = Number(cursor) + limit;
      return { records: records.slice(Number(cursor), next), ...(next < records.length && { cursor: String(next) }) };
    },
  };
}

/** User and system time of all children of this process, from `/proc/<pid>/stat` (proc(5): fields 4, 14 and 15, in hundredths of a second). */
function childCpuMs(): number {
  const stats = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ").map(Number)];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
  return stats.filter(([, parent]) => parent === process.pid).reduce((sum, fields) => sum + 10 * ((fields[11] ?? 0) + (fields[12] ?? 0)), 0);
}

function middle(costs: readonly Cost[], part: keyof Cost): number {
  return quantile(costs.map((cost) => cost[part]), 0.5);
}

function costText(cost: Cost | undefined): string {
  return cost === undefined ? "" : `${cost.clockMs} ms, ${cost.writingMs} of them writing`;
}
