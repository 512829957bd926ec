import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { huggingFace } from "@modeldex/source-hf";
import { liteLlm } from "@modeldex/source-litellm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { priceMap } from "../packages/source-litellm/src/fixtures/price-map.ts";
import { emptyFolder, removeFolder, runCommand } from "./support/command.ts";
import { startGateway, type TestGateway } from "./support/gateway.ts";
import { startHub, type TestHub } from "./support/hub.ts";

const llama = "meta-llama/Meta-Llama-3.1-8B-Instruct";
const path = "/BerriAI/litellm/main/model_prices_and_context_window.json";

/** The map of prices over HTTP, with an ETag that changes with it. */
let [server, address, map, version]: [Server | undefined, string, Readonly<Record<string, unknown>>, number] = [undefined, "", {}, 0];
let answers: number[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const etag = `"${version}"`;
    const status = request.url !== path ? 404 : request.headers["if-none-match"] === etag ? 304 : 200;
    answers.push(status);
    response.writeHead(status, { etag, "content-type": "text/plain; charset=utf-8" }).end(status === 200 ? JSON.stringify(map) : undefined);
  });
  await new Promise<void>((resolve) => void server?.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server?.close(resolve)));
beforeEach(() => void ([map, version, answers] = [priceMap, 1, []]));

describe("a source that only says something of models that others list", () => {
  let hub: TestHub;
  let modeldex: TestGateway;
  let at: number;
  const harvest = async (id: string, more: { readonly force?: boolean } = {}) => modeldex.gateway.harvest(id, { all: false, ...more, signal: AbortSignal.timeout(30_000) });
  const coverage = async () => (await modeldex.query(`{ source(id: "litellm") { capabilities coverage { listings overlays overlaysUnmatched dropped lastFullRunAt } } }`)).source;
  beforeEach(async () => {
    at = Date.parse("2026-11-20T10:00:00Z");
    hub = await startHub();
    hub.put({ id: llama, license: "llama3.1" });
    modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url }), liteLlm({ endpoint: address })] }, { now: () => new Date(at) });
  });
  afterEach(async () => {
    await modeldex.close();
    await hub.close();
  });

  it("adds offers to the model that a row links to, lists nothing, and is asked by no search", async () => {
    expect(await harvest("litellm")).toMatchObject({ status: "DONE", seen: 6, overlays: 6, added: 6, dropped: 3 });
    expect(await coverage()).toEqual({ capabilities: ["LIST", "PARSE_REFERENCE"], coverage: { listings: 0, overlays: 6, overlaysUnmatched: 6, dropped: 3, lastFullRunAt: "2026-11-20T10:00:00.000Z" } });
    expect(await modeldex.gateway.probe()).toContainEqual({ id: "litellm", state: "6 rows about models that others list stored; ready" });
    await harvest("hf");
    const asked = answers.length;
    const { model, search } = await modeldex.query(`{
      model(id: "hf:${llama}") { listings { nodes { key } } offers { nodes { source { id } provider providerId callAs inputPrice outputPrice contextLength maxOutputTokens capabilities } } }
      search(text: "llama 3.1 8b instruct", first: 5) { nodes { id } sources { source { id } status count } }
    }`);
    expect(model).toEqual({
      listings: { nodes: [{ key: `hf:${llama}` }] },
      offers: { nodes: [{ source: { id: "litellm" }, provider: "DeepInfra", providerId: "deepinfra", callAs: llama, inputPrice: 0.03, outputPrice: 0.05, contextLength: 131_072, maxOutputTokens: 131_072, capabilities: ["tool-choice"] }] },
    });
    expect(search.nodes).toContainEqual({ id: `hf:${llama}` });
    expect([search.sources.find(({ source }: any) => source.id === "litellm"), answers.length]).toEqual([{ source: { id: "litellm" }, status: "OK", count: 0 }, asked]);
    expect((await coverage()).coverage.overlaysUnmatched).toBeLessThan(6);
  });

  it("is read again only when its document has changed, and then whole: what is not in it any more is gone", async () => {
    await harvest("hf");
    await harvest("litellm");
    at += 3_600_000;
    expect(await harvest("litellm")).toMatchObject({ status: "DONE", unchanged: true, seen: 0 });
    const { "ollama/llama2:13b": _, ...fewer } = priceMap;
    [map, version] = [{ ...fewer, [`deepinfra/${llama}`]: { ...priceMap[`deepinfra/${llama}`], output_cost_per_token: 1e-7 } }, 2];
    expect(await harvest("litellm")).toMatchObject({ status: "DONE", seen: 5, added: 0, changed: 1, gone: 1 });
    at += 43_200_000;
    expect(await harvest("litellm")).toMatchObject({ status: "DONE", seen: 5, changed: 0, gone: 0 });
    expect(answers).toEqual([200, 304, 200, 200]);
    const { model } = await modeldex.query(`{ model(id: "hf:${llama}") { offers { nodes { outputPrice } } } }`);
    expect(model.offers.nodes).toEqual([{ outputPrice: 0.1 }]);
  });

  it("keeps its rows when most of them vanish at once, and says so of rows", async () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, place) => [`host/model-${place}`, { litellm_provider: "host", input_cost_per_token: 1e-6 }]));
    map = many;
    await harvest("litellm");
    [map, version] = [Object.fromEntries(Object.entries(many).slice(0, 10)), 2];
    at += 3_600_000;
    expect(await harvest("litellm")).toMatchObject({ status: "DONE", gone: 0, heldBackBecause: expect.stringMatching(/^30 of 40 rows \(75 %\) were not seen/) });
    expect((await coverage()).coverage.overlays).toBe(40);
    expect(await harvest("litellm", { force: true })).toMatchObject({ status: "DONE", gone: 30 });
    expect((await coverage()).coverage.overlays).toBe(10);
  });
});

describe("the command line", () => {
  let folder: string;
  beforeAll(async () => void (folder = await emptyFolder()));
  afterAll(() => removeFolder(folder));

  it("tries, harvests, shows and exports such a source as any other", async () => {
    const settings = { MODELDEX_DATA_DIR: join(folder, "data"), LITELLM_ENDPOINT: address };
    const tried = await runCommand(["try-source", "litellm", "--list"], settings);
    expect([tried.code, tried.out]).toEqual([0, expect.stringMatching(/list 20: 6 kept[^]*6 overlays; checkpoint \S+Z "1"[^]*gpt-4o +1 offer +of "gpt-4o"\n[^]*left out sample_spec: the sample of a row, no model/)]);
    expect(await runCommand(["harvest", "litellm"], settings)).toMatchObject({ code: 0, out: expect.stringMatching(/^litellm: 6 rows seen \(6 new, 0 changed, 0 gone, 3 left out\)/) });
    expect((await runCommand(["sources"], settings)).out).toContain("litellm has 6 rows about models that others list; 6 of them fit none that is known here");
    const file = join(folder, "models.ndjson");
    expect((await runCommand(["export", file], settings)).out).toContain("6 rows beside them, about models that others list");
    const lines = (await readFile(file, "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    expect(lines.filter(({ overlay }) => overlay !== undefined).map(({ overlay }) => overlay.record.nativeId)).toContain("mistral/mistral-large-latest");
  });
});
