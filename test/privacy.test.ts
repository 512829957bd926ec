import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ListingRecord } from "@modeldex/plugin-kit";
import { huggingFace } from "@modeldex/source-hf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyFolder, removeFolder, runCommand, serveCommand, stopCommand } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";
import { scriptedSource } from "./support/scripted-source.ts";

const off = "not asked: live search is off for this source";
let hub: TestHub;
let open: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  hub = await startHub();
  open = [() => hub.close()];
});
afterEach(async () => {
  for (const close of open.reverse()) await close();
});

/** A gateway over the Hub, to which nothing that people type is sent, and a shelf. */
async function start(): Promise<TestGateway> {
  const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url }), scriptedSource("shelf", ["acme/whisper-small"])], live: { hf: false } });
  open.push(() => modeldex.close());
  return modeldex;
}

const search = "query($text: String) { search(text: $text) { nodes { id } sources { source { id } status origin code message } } }";
const resolve = "query($reference: String!) { resolve(reference: $reference) { outcome message model { id } candidates { model { id } } sources { source { id } status message } } }";

describe("a source with live search off", () => {
  it("hears no word of a search, and its row says so; the others are asked", async () => {
    const modeldex = await start();
    const { search: found } = await modeldex.query(search, { text: "whisper" });
    expect(found).toEqual({
      nodes: [{ id: "shelf:acme/whisper-small" }],
      sources: [{ source: { id: "hf" }, status: "SKIPPED", origin: null, code: null, message: off }, { source: { id: "shelf" }, status: "OK", origin: "LIVE", code: null, message: null }],
    });
    expect(hub.requests).toEqual([]);
  });

  it("hears no text that it is only guessed to mean, also not in a comparison", async () => {
    const modeldex = await start();
    for (const reference of ["BAAI/bge-m3", "bge m3", "bge-m3", "BAAI/bge-m3@main"]) {
      const { resolve: found } = await modeldex.query(resolve, { reference });
      expect([reference, found.outcome, found.sources.find(({ source }: any) => source.id === "hf")]).toEqual([reference, "NOT_FOUND", { source: { id: "hf" }, status: "SKIPPED", message: off }]);
      expect(found.message).toContain(`hf: ${off}.`);
    }
    await modeldex.query('{ compare(references: ["BAAI/bge-m3", "openai/whisper-large-v3"]) { unresolved { outcome } } }');
    expect(hub.requests).toEqual([]);
  });

  it("is asked for what is named by its own URL or key, and for what is stored of it", async () => {
    const modeldex = await start();
    expect((await modeldex.query(resolve, { reference: `${hub.url}/BAAI/bge-m3` })).resolve).toMatchObject({ outcome: "RESOLVED", model: { id: "hf:BAAI/bge-m3" } });
    expect((await modeldex.query(resolve, { reference: "hf:google-bert/bert-base-uncased" })).resolve).toMatchObject({ outcome: "RESOLVED" });
    expect(hub.requests.map((line) => /models\/([^?]+)/.exec(line)?.[1])).toEqual(["BAAI/bge-m3", "google-bert/bert-base-uncased"]);
    expect((await modeldex.query(resolve, { reference: "BAAI/bge-m3" })).resolve).toMatchObject({ outcome: "RESOLVED", model: { id: "hf:BAAI/bge-m3" } });
    const { search: found } = await modeldex.query(search, { text: "bge m3" });
    expect(found).toMatchObject({ nodes: [{ id: "hf:BAAI/bge-m3" }], sources: [{ status: "OK", origin: "CATALOG", message: off }, { status: "OK" }] });
    expect(hub.requests.some((line) => line.includes("search="))).toBe(false);
  });

  it("is searched in what was harvested of it", async () => {
    const modeldex = await start();
    await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
    const heard = hub.requests.length;
    const { search: found } = await modeldex.query(search, { text: "danish bert" });
    expect([found.nodes[0], found.sources[0]]).toEqual([{ id: "hf:Maltehb/danish-bert-botxo" }, { source: { id: "hf" }, status: "OK", origin: "CATALOG", code: null, message: off }]);
    expect((await modeldex.query(resolve, { reference: "danish bert botxo" })).resolve.outcome).not.toBe("NOT_FOUND");
    expect(hub.requests.length).toBe(heard);
  });

  it("is not asked to look up a text either; the source itself may say so, and the operator has the last word", async () => {
    const heard: string[] = [];
    const record: ListingRecord = { nativeId: "acme/x", name: "x" };
    const quiet = (id: string) => ({ ...scriptedSource(id, ["acme/whisper"]), live: false, lookup: async (text: string) => (heard.push(`${id} ${text}`), [record]) });
    const modeldex = await startGateway({ sources: [quiet("first"), quiet("second")], live: { second: true } });
    open.push(() => modeldex.close());
    const { resolve: found } = await modeldex.query(resolve, { reference: "0x00112233445566778899" });
    expect(found).toMatchObject({ outcome: "RESOLVED", model: { id: "second:acme/x" } });
    expect(heard).toEqual(["second 0x00112233445566778899"]);
  });
});

it("a start with an unknown source under live is refused, by its name", async () => {
  const folder = await emptyFolder();
  open.push(() => removeFolder(folder));
  const path = join(folder, "modeldex.config.mjs");
  const run = async (live: string) => {
    await writeFile(path, `export default { sources: [{ id: "shelf", kind: "x", title: "X", homepage: "https://x.example", contract: 1, search: async () => [] }], live: ${live} };`);
    return runCommand(["search", "x"], { MODELDEX_CONFIG: path, MODELDEX_DATA_DIR: folder });
  };
  expect(await run("{ hf: false }")).toEqual({ code: 2, out: "", err: 'live names "hf", which is no source; there are shelf.\n' });
  expect(await run("{ shelf: 'no' }")).toMatchObject({ code: 2, err: expect.stringContaining("live must say true or false for ids of sources, such as { hf: false }.") });
});

it("nothing leaves the house with MODELDEX_OFFLINE=1: no connection is made, and everything still answers", async () => {
  const connections: string[] = [];
  const listening = createServer((socket) => {
    connections.push(String(socket.remotePort));
    socket.destroy();
  });
  await new Promise<void>((done) => void listening.listen(0, "127.0.0.1", done));
  const folder = await emptyFolder();
  open.push(() => removeFolder(folder), async () => listening.close());
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const settings = { HF_ENDPOINT: url, HF_TOKEN: "hf_x", ONCHAIN_RPC_84532: url, HTTP_PROXY: url, HTTPS_PROXY: url, MODELDEX_DATA_DIR: folder, MODELDEX_OFFLINE: "1", MODELDEX_STARTER: "on", MODELDEX_HARVEST: "on" };
  const serving = await serveCommand(settings);
  open.push(() => stopCommand(serving));
  const id = "openai/whisper-large-v3";
  expect((await serving.query(search, { text: "whisper large v3" })).search).toMatchObject({ nodes: expect.arrayContaining([{ id: `hf:${id}` }]), sources: [{ source: { id: "hf" }, status: "OK" }, { source: { id: "onchain" } }] });
  expect((await serving.query(search, { text: "qzxvwk" })).search.sources[0]).toMatchObject({ status: "SKIPPED", message: "not asked: this gateway is offline" });
  for (const reference of [id, `https://huggingface.co/${id}`, "0x00112233445566778899", "hf:nobody/nothing", "https://huggingface.co/nobody/nothing"]) expect((await serving.query(resolve, { reference })).resolve.outcome).toMatch(/^[A-Z_]+$/);
  const { model } = await serving.query(`{ model(id: "hf:${id}", maxAgeSeconds: 0) { id contextLength trust(depth: DEEP) { level } } }`);
  expect(model).toMatchObject({ id: `hf:${id}`, trust: { level: expect.any(String) } });
  expect((await serving.query(`{ compare(references: ["${id}", "google-bert/bert-base-uncased"]) { models { id } rows { attribute } } }`)).compare.models).toHaveLength(2);
  expect((await serving.query("{ sources { id status { state } } }")).sources).toHaveLength(2);
  const harvest = await runCommand(["harvest", "hf", "--json"], { ...settings, MODELDEX_HARVEST: "off" });
  expect([harvest.code, JSON.parse(harvest.out)]).toMatchObject([4, { status: "FAILED", code: "UNREACHABLE", message: expect.stringContaining("this gateway is offline") }]);
  expect(connections).toEqual([]);
});
