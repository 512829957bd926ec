import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { loadSettings } from "@modeldex/gateway";
import { openRouter } from "@modeldex/source-openrouter";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { scriptedSource } from "./support/scripted-source.ts";

/** In the shape of the service; synthetic. */
const row = (id: string, name: string) => ({ id, canonical_slug: id, name, created: 1_780_000_000, context_length: 8192, pricing: { prompt: "0.000001", completion: "0.000002" }, supported_parameters: ["tools"] });
const endpoint = (provider: string, tag: string, quantization: string, prompt: string) => ({ provider_name: provider, tag, quantization, context_length: 4096, status: 0, uptime_last_30m: 99.5, pricing: { prompt, completion: "0.000002" } });

let service: Server;
let asked: string[];
let failing: boolean;
let time: number;
let modeldex: TestGateway;
let address: string;

beforeEach(async () => {
  [asked, failing, time] = [[], false, Date.parse("2026-11-26T12:00:00Z")];
  service = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const body = path === "/api/v1/models" ? { data: [row("acme/lantern-1b", "Acme: Lantern 1B"), row("acme/ember-2b", "Acme: Ember 2B")] }
      : { data: { endpoints: [endpoint("Nebius", "nebius/fp8", "fp8", "0.0000005"), endpoint("Nebius", "nebius/bf16", "unknown", "0.0000008")] } };
    response.writeHead(failing ? 503 : 200, { "content-type": "application/json" }).end(failing ? "" : JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(service, "listening");
  address = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  modeldex = await startGateway({
    sources: [scriptedSource("hub", ["acme/Lantern-1B"]), openRouter({ endpoint: address })],
    identity: { same: [["hub:acme/Lantern-1B", "openrouter:acme/lantern-1b"]] }, backgroundDetails: false, backgroundAssessments: false,
  }, { now: () => new Date(time) });
  for (const source of ["hub", "openrouter"]) await modeldex.gateway.harvest(source, { all: false, signal: new AbortController().signal });
  asked.length = 0;
});
afterEach(async () => {
  await modeldex.close();
  service.close();
});

const offer = "provider endpoint precision inputPrice uptimePercent degraded asOf";
const page = `{ model(id: "hub:acme/Lantern-1B") { offers { nodes { ${offer} } } } }`;
const offersOf = ({ offers }: { offers: { nodes: readonly Record<string, unknown>[] } }) => offers.nodes.map(({ provider, endpoint: which, precision, inputPrice, asOf }) => [provider, which, precision, inputPrice, asOf]);
const noon = "2026-11-26T12:00:00.000Z";
const own = (asOf = noon) => ["OpenRouter", null, null, 1, asOf];
const providers = [["Nebius", "nebius/fp8", "FP8", 0.5, noon], ["Nebius", "nebius/bf16", null, 0.8, noon]];
const requests = ["/api/v1/models", "/api/v1/models/acme/lantern-1b/endpoints"];

test("the page of a model asks for the providers behind it, also where another listing leads; a search and a list do not", async () => {
  const search = `{ search(text: "lantern") { nodes { offers { nodes { ${offer} } } } } }`;
  const list = `{ models(ids: ["hub:acme/Lantern-1B"]) { offers { nodes { ${offer} } } } }`;
  expect(offersOf((await modeldex.query(search)).search.nodes[0])).toEqual([own()]);
  expect(offersOf((await modeldex.query(list)).models[0])).toEqual([own()]);
  expect(asked).toEqual([]);
  const { model } = await modeldex.query(page);
  expect(offersOf(model)).toEqual([...providers, own()]);
  expect(model.offers.nodes[0]).toMatchObject({ uptimePercent: 99.5, degraded: false });
  expect(asked).toEqual(requests);
  expect(offersOf((await modeldex.query(page)).model)).toEqual([...providers, own()]);
  expect(asked).toEqual(requests);
  // The next harvest brings OpenRouter's own offers alone; those of the providers stay, with their time.
  time += 60_000;
  await modeldex.gateway.harvest("openrouter", { all: true, signal: new AbortController().signal });
  expect(offersOf((await modeldex.query(list)).models[0])).toEqual([...providers, own("2026-11-26T12:01:00.000Z")]);
});

test("a comparison asks for the providers of each model, whichever of its listings is named", async () => {
  await modeldex.query('{ compare(references: ["hub:acme/Lantern-1B", "openrouter:acme/ember-2b"]) { rows { __typename } } }');
  expect([...new Set(asked)].toSorted()).toEqual(["/api/v1/models", "/api/v1/models/acme/ember-2b/endpoints", "/api/v1/models/acme/lantern-1b/endpoints"]);
  expect(offersOf((await modeldex.query(page)).model)).toEqual([...providers, own()]);
});

test("a model's page shows what is stored while OpenRouter is down", async () => {
  failing = true;
  expect(offersOf((await modeldex.query(page)).model)).toEqual([own()]);
});

test("the repository's own configuration has it, unless it is switched off", async () => {
  const configuration = fileURLToPath(new URL("../modeldex.config.ts", import.meta.url));
  const sources = async (more: Readonly<Record<string, string>>) => (await loadSettings({ MODELDEX_CONFIG: configuration, ...more }, tmpdir())).config.sources.map(({ id, baseAddresses }) => [id, ...(baseAddresses ?? [])].join(" "));
  expect(await sources({ OPENROUTER_ENDPOINT: address })).toContain(`openrouter ${address}`);
  expect(await sources({})).toContain("openrouter https://openrouter.ai");
  expect((await sources({ OPENROUTER_ENDPOINT: "off" })).join()).not.toContain("openrouter");
});
