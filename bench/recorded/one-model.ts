/**
 * Four well-known models over all kinds of places at once: the replayed Hub, OpenRouter, Ollama, LiteLLM, OCI registries, a catalog file and a local chain. Everything is
 * harvested by the command from a real configuration file, served, and asked in ONE query; the facts of the answer are held against `one-model/answer.json`.
 *
 * node bench/recorded/one-model.ts <folder with upstreams/ and data/> [--update] [--top 50000]
 *
 * `--update` writes the file anew; `--top` takes so many of the Hub's most downloaded models instead of 10,000, with the same facts. Ends with 1 when a fact differs. Needs Debian's docker-registry.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { differences, facts } from "../../test/support/answer-facts.ts";
import { startEntries, startPackedModels, writeCatalog, writeRules } from "../../test/support/four-places.ts";
import { question } from "../../test/support/one-model-question.ts";
import { runCommand, startGateway } from "../running-gateway.ts";
import { startCatalogs } from "./catalogs-server.ts";
import { renameLlama } from "./one-model/rename-llama.ts";
import { startReplay } from "./replay-server.ts";

const { values: { update = false, top = "10000" }, positionals: [folder] } = parseArgs({ allowPositionals: true, options: { update: { type: "boolean" }, top: { type: "string" } } });
if (folder === undefined) {
  console.error("usage: node bench/recorded/one-model.ts <folder with upstreams/ and data/> [--update] [--top 50000]");
  process.exit(2);
}
const snapshot = fileURLToPath(new URL("./one-model/answer.json", import.meta.url));
const began = performance.now();
const dataDir = mkdtempSync(join(tmpdir(), "modeldex-one-model-"));
const ends: (() => Promise<void>)[] = [];
try {
  const text = `${JSON.stringify(await answer(folder), null, 1)}\n`;
  if (update) writeFileSync(snapshot, text);
  const found = differences(readFileSync(snapshot, "utf8"), text);
  for (const line of found) console.log(line);
  console.log(`${found.length === 0 ? "the answer is as it is kept" : `${found.length} lines differ from ${snapshot}`}, in ${seconds()} s`);
  process.exitCode = found.length === 0 ? 0 : 1;
} finally {
  for (const end of ends.toReversed()) await end();
  rmSync(dataDir, { recursive: true, force: true });
}

async function answer(recorded: string): Promise<unknown> {
  const hub = await startReplay(recorded);
  ends.push(hub.stop);
  const { urls, stop } = await startCatalogs(recorded, ["openrouter", "ollama", "ollama-registry", "litellm"]);
  ends.push(stop);
  const [{ packed, docker, hosts }, chain] = await Promise.all([startPackedModels(), startEntries(await renameLlama(hub))]);
  ends.push(packed.stop, docker.stop, chain.stop);
  const at = (name: string): string => urls[name] ?? "";
  const settings = {
    MODELDEX_CONFIG: fileURLToPath(new URL("./one-model/modeldex.config.ts", import.meta.url)), MODELDEX_DATA_DIR: dataDir,
    HF_ENDPOINT: hub.url, ONE_MODEL_TOP: top, OPENROUTER_ENDPOINT: at("openrouter"), LITELLM_ENDPOINT: at("litellm"),
    OLLAMA_HOST: at("ollama"), OLLAMA_REGISTRY_ENDPOINT: at("ollama-registry"), OLLAMA_LIBRARY_URL: `${at("ollama-registry")}/library.json`,
    MODELDEX_OCI: packed.url, ONE_MODEL_DOCKER: docker.url, MODELDEX_CATALOG: await writeCatalog(dataDir), MODELDEX_IDENTITY: await writeRules(dataDir),
    ONCHAIN_RPC_31337: chain.url, ONE_MODEL_FILES: chain.files, ONE_MODEL_AGENTS: chain.agents,
  };
  console.log(`${hub.models} models of the Hub and the other places stand after ${seconds()} s`);
  const { status, out, err } = await runCommand(["harvest"], settings);
  console.log(out.trim());
  if (status !== 0) throw new Error(`modeldex harvest ended with ${status}: ${err}`);
  const gateway = await startGateway(settings);
  ends.push(gateway.stop);
  console.log(`harvested and served after ${seconds()} s`);
  return facts(await gateway.ask(question), hosts);
}

function seconds(): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}
