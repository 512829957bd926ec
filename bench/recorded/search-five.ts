/**
 * Holds five searches, and exact ids drawn by chance, against a harvest of a recorded Hub, over HTTP.
 *
 * node bench/recorded/search-five.ts <folder with upstreams/ and data/> [--ids 1000] [--seed 20261121] [--live]
 *
 * With `--live` nothing is harvested: each search is answered by asking the Hub while it waits (pull-through), and a repeat must ask nothing.
 * Ends with 1 when a wanted model is not among the first three, or an exact id is not first.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { runCommand, startGateway, type RunningGateway } from "../running-gateway.ts";
import { startReplay, type ReplayServer } from "./replay-server.ts";

const wanted: Readonly<Record<string, string>> = {
  "llama3.1 8b instruct": "meta-llama/Llama-3.1-8B-Instruct",
  "qwen 2.5 coder 7b": "Qwen/Qwen2.5-Coder-7B-Instruct",
  "bge m3": "BAAI/bge-m3",
  "bert base uncased": "google-bert/bert-base-uncased",
  "danish bert": "Maltehb/danish-bert-botxo",
};
const searchQuery = `query ($text: String!, $first: Int!, $live: Boolean!) {
  search(text: $text, first: $first, live: $live) { edges { node { id } } }
}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ids: { type: "string", default: "1000" }, seed: { type: "string", default: "20261121" }, live: { type: "boolean", default: false } },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error("usage: node bench/recorded/search-five.ts <folder with upstreams/ and data/> [--ids 1000] [--seed 20261121] [--live]");
  process.exit(2);
}

const temporary = mkdtempSync(join(tmpdir(), "modeldex-search-"));
const hub = await startReplay(folder);
let gateway: RunningGateway | undefined;
let failures = 0;
try {
  const settings = { HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: temporary };
  if (!values.live) {
    const { status, out, err } = await runCommand(["harvest", "hf", "--all"], settings);
    if (status !== 0) throw new Error(`modeldex harvest ended with ${status}: ${err || out}`);
    console.log(out.trim());
  }
  gateway = await startGateway(settings);
  for (const [text, id] of Object.entries(wanted)) await findAmongThree(gateway, text, id);
  if (values.live) await repeatWithoutAsking(gateway, hub);
  else await findExactly(gateway, await drawIds(hub, Number(values.ids), Number(values.seed)));
} finally {
  await gateway?.stop();
  await hub.stop();
  rmSync(temporary, { recursive: true, force: true });
}
console.log(failures === 0 ? "all as wanted" : `${failures} not as wanted`);
process.exitCode = failures === 0 ? 0 : 1;

async function findAmongThree(asked: RunningGateway, text: string, id: string): Promise<void> {
  const found = await idsOf(asked, text, 3);
  const place = found.indexOf(`hf:${id}`);
  if (place < 0) failures += 1;
  console.log(`${place < 0 ? "MISSING" : `place ${place + 1}`}  ${text} -> ${id}${place < 0 ? ` (found ${found.join(", ")})` : ""}`);
}

async function repeatWithoutAsking(asked: RunningGateway, upstream: ReplayServer): Promise<void> {
  await upstream.control({ resetStats: true });
  for (const text of Object.keys(wanted)) await idsOf(asked, text, 3);
  const { total } = await upstream.stats();
  if (total > 0) failures += 1;
  console.log(`${total} upstream calls for a repeat of all five`);
}

async function findExactly(asked: RunningGateway, ids: readonly string[]): Promise<void> {
  const missed: string[] = [];
  for (const id of ids) {
    const [first] = await idsOf(asked, id, 1);
    if (first !== `hf:${id}`) missed.push(`${id} (first: ${first ?? "nothing"})`);
  }
  failures += missed.length;
  console.log(`${ids.length - missed.length} of ${ids.length} exact ids first (seed ${values.seed})`);
  for (const miss of missed.slice(0, 10)) console.log(`  ${miss}`);
}

async function idsOf(asked: RunningGateway, text: string, first: number): Promise<readonly string[]> {
  const data = (await asked.ask(searchQuery, { text, first, live: values.live })) as { readonly search: { readonly edges: readonly { readonly node: { readonly id: string } }[] } };
  return data.search.edges.map(({ node }) => node.id);
}

/** Draws ids of the Hub without repeats, the same for the same seed. */
async function drawIds(upstream: ReplayServer, count: number, seed: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let next: string | undefined = `${upstream.url}/api/models?sort=id&limit=1000`; next !== undefined; ) {
    const response: Response = await fetch(next);
    for (const { id } of (await response.json()) as readonly { readonly id: string }[]) ids.push(id);
    next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  }
  const random = mulberry32(seed);
  return Array.from({ length: Math.min(count, ids.length) }, () => ids.splice(Math.floor(random() * ids.length), 1)[0] ?? "");
}

/** Small generator of numbers from 0 to 1 with 32 bits of state (mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
