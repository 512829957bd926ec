/**
 * What a page about models costs over the whole recorded Hub, each beside the plain page of the same models.
 *
 * node bench/reading.ts <folder with upstreams/ and data/>
 *
 * Prints the median of 15 answers in ms, none of them from the cache of whole answers, and the alternatives of some well-known models, for a person to judge.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startReplay } from "./recorded/replay-server.ts";
import { runCommand, startGateway } from "./running-gateway.ts";

const rounds = 15;
const known = ["meta-llama/Llama-3.1-8B-Instruct", "Qwen/Qwen2.5-7B-Instruct", "BAAI/bge-m3", "openai/whisper-large-v3", "google-bert/bert-base-uncased", "black-forest-labs/FLUX.1-dev", "sentence-transformers/all-MiniLM-L6-v2"];
const digests = Array.from({ length: 1000 }, (_, place) => `sha256:${place.toString(16).padStart(64, "0")}`);
const pages: Readonly<Record<string, readonly [string, Readonly<Record<string, unknown>>]>> = {
  "20 models": ["{ search(first: 20, live: false) { nodes { id name task license { spdx } } } }", {}],
  "20 models with offers, files, lineage": ["{ search(first: 20, live: false) { nodes { id offers { totalCount } artifacts { totalCount } conflicts { field } lineage { base { relation model { name } } derived(first: 3) { totalCount nodes { name } } } } } }", {}],
  "20 models with 3 alternatives each": ["{ search(first: 20, live: false) { nodes { id alternatives(first: 3) { similarity reasons model { id } } } } }", {}],
  "1 model with 3 alternatives": [`{ models(ids: ["hf:${known[0] ?? ""}"]) { alternatives(first: 3) { model { id } } } }`, {}],
  "1000 digests": ["query($digests: [Digest!]!) { modelsByDigest(digests: $digests) { models { nodes { id } } artifacts { nodes { path } } } }", { digests }],
  "100 changes, the newest": ["{ changes(last: 100) { nodes { id kind statement } pageInfo { hasPreviousPage } } }", {}],
  "100 changes of a kind that is rare": ["{ changes(first: 100, kinds: [WEIGHTS, PRICE], since: \"2020-01-01T00:00:00Z\") { nodes { id } } }", {}],
};

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node bench/reading.ts <folder with upstreams/ and data/>");
  process.exit(2);
}

const temporary = mkdtempSync(join(tmpdir(), "modeldex-reading-"));
const hub = await startReplay(folder);
const settings = { HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: temporary };
const { status, err } = await runCommand(["harvest", "hf", "--all"], settings);
if (status !== 0) throw new Error(`modeldex harvest ended with ${status}: ${err}`);
const gateway = await startGateway(settings);
try {
  for (const [name, [document, variables]] of Object.entries(pages)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      // A comment makes every document another one.
      await gateway.ask(`${document} # ${name} ${round}`, variables);
      times.push(performance.now() - began);
    }
    console.log(`${name}: ${times.toSorted((left, right) => left - right)[Math.floor(rounds / 2)]?.toFixed(1) ?? ""} ms`);
  }
  const { models } = (await gateway.ask("query($ids: [ID!]!) { models(ids: $ids) { id alternatives(first: 5) { similarity reasons model { id } } } }", { ids: known.map((id) => `hf:${id}`) })) as { readonly models: readonly ({ readonly id: string; readonly alternatives: readonly { readonly similarity: number; readonly reasons: readonly string[]; readonly model: { readonly id: string } }[] } | null)[] };
  for (const model of models) {
    console.log(`\n${model?.id ?? "not there"}`);
    for (const { similarity, reasons, model: { id } } of model?.alternatives ?? []) console.log(`  ${similarity.toFixed(3)} ${id}: ${reasons.join(" ")}`);
  }
} finally {
  await gateway.stop();
  await hub.stop();
  rmSync(temporary, { recursive: true, force: true });
}
