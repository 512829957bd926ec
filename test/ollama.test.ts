import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ollama } from "@modeldex/source-ollama";
import { configuration, digests, library, license, manifest, tags } from "../packages/source-ollama/src/fixtures/ollama-answers.ts";
import { startGateway, type TestGateway } from "./support/gateway.ts";

let server: Server;
let modeldex: TestGateway;
let asked: string[];
/** What the daemon has; `undefined`: it is down. */
let installed: readonly object[] | undefined;
let index: object;

beforeEach(async () => {
  [asked, installed, index] = [[], tags.models, library];
  const bodies: Readonly<Record<string, () => string | undefined>> = {
    "/library.json": () => JSON.stringify(index),
    "/api/tags": () => (installed === undefined ? undefined : JSON.stringify({ models: installed })),
    "/v2/library/llama3.1/manifests/8b-instruct-q4_K_M": () => manifest,
    [`/v2/library/llama3.1/blobs/${digests.configuration}`]: () => configuration,
    [`/v2/library/llama3.1/blobs/${digests.license}`]: () => license,
  };
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const body = bodies[request.url ?? ""];
    const text = body?.();
    response.writeHead(body === undefined ? 404 : text === undefined ? 503 : 200, { "content-type": "text/plain" }).end(text ?? "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  modeldex = await startGateway({ sources: [ollama({ library: `${address}/library.json`, host: address, registry: address })] });
});
afterEach(async () => {
  await modeldex.close();
  server.closeAllConnections();
  server.close();
});

const harvest = async () => await modeldex.gateway.harvest("ollama", { all: false, signal: AbortSignal.timeout(30_000) });
const resolve = async (reference: string) =>
  (await modeldex.query("query($reference: String!) { resolve(reference: $reference) { outcome readAs listing { nativeId revision } sources { status code } } }", { reference })).resolve;
const llama = "llama3.1:8b-instruct-q4_K_M";

it("resolves every way to name a listing: tags, the command, an address, the id that the command prints", async () => {
  await harvest();
  const short = digests.manifest.slice(7, 19);
  for (const reference of ["llama3.1", "llama3.1:8b", "ollama run llama3.1:8b", "https://ollama.com/library/llama3.1:latest", short, `ollama:${llama}`]) {
    expect(await resolve(reference), reference).toMatchObject({ outcome: "RESOLVED", listing: { nativeId: llama, revision: `sha256:${short}` } });
  }
  expect(await resolve("ollama run my-embedder")).toMatchObject({ outcome: "RESOLVED", listing: { nativeId: "mxbai-embed-large:335m-v1-fp16" } });
  // All of it was listed; only the index and the daemon were asked, once each.
  expect(asked.toSorted()).toEqual(["/api/tags", "/library.json"]);
});

it("pins by the whole digest that the registry tells, keeps it while the index tells its beginning, and lets go of it when the tag moves", async () => {
  await harvest();
  const [made] = (await modeldex.query("query($references: [String!]!) { pin(references: $references) { problem pin { revision files { path digest } } } }", { references: ["llama3.1:8b"] })).pin;
  expect(made).toMatchObject({ problem: null, pin: { revision: digests.manifest } });
  expect(made.pin.files.find(({ path }: { readonly path: string }) => path === "model.gguf")).toEqual({ path: "model.gguf", digest: digests.weights });
  const state = async () => (await modeldex.query("query($id: ID!) { model(id: $id) { license { spdx } artifacts(first: 9) { nodes { path } } listings { nodes { nativeId revision } } } }", { id: `ollama:${llama}` })).model;
  const known = { license: { spdx: "LicenseRef-HF-llama3.1" }, artifacts: { nodes: [{ path: "model.gguf" }, { path: "template" }, { path: "LICENSE" }, { path: "params.json" }] }, listings: { nodes: [{ nativeId: llama, revision: digests.manifest }] } };
  expect(await state()).toEqual(known);
  // Another model is installed, so that everything is listed again.
  installed = tags.models.slice(1);
  await harvest();
  expect(await state()).toEqual(known);
  const { "llama3.1": family, ...others } = library.models;
  const moved = Object.fromEntries(Object.entries(family.tags).map(([tag, row]) => [tag, { ...row, ...(tag !== "8b-text-q4_0" && { modelHash: "0123456789ab" }) }]));
  index = { ...library, models: { ...others, "llama3.1": { ...family, tags: moved } } };
  await harvest();
  expect(await state()).toEqual({ license: { spdx: null }, artifacts: null, listings: { nodes: [{ nativeId: llama, revision: "sha256:0123456789ab" }] } });
});

it("keeps what is stored while the daemon is down, and says so", async () => {
  await harvest();
  installed = undefined;
  await harvest().catch(() => undefined);
  const { source } = await modeldex.query('{ source(id: "ollama") { status { state message } coverage { listings } } }');
  expect(source).toMatchObject({ status: { message: expect.stringMatching(/127\.0\.0\.1:\d+ is in trouble and did not give the list of installed models \(503\)/) }, coverage: { listings: 10 } });
  expect(await resolve("ollama run acme-support:7b")).toMatchObject({ outcome: "RESOLVED", listing: { nativeId: "acme-support:7b" } });
});
