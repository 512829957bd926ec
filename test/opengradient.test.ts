import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGradient } from "@modeldex/source-opengradient";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { startGateway, type TestGateway } from "./support/gateway.ts";

const blobId = "jKzAHsOHS1zA193_9N-n5H_IjupBjKce08qMLLseRe8";
const models = [
  { name: "og-1hr-volatility-ethusdt", authorUsername: "OpenGradient", description: "Volatility of ETH in one hour.", taskName: "Time Series Forecasting", llmPath: blobId, newField: { nobody: "knows" } },
  ...Array.from({ length: 100 }, (_, index) => ({ name: `model-${index}`, authorUsername: "ada", taskName: "Other" })),
];

let hub: Server;
let modeldex: TestGateway;
let address: string;
const asked: string[] = [];

beforeAll(async () => {
  hub = createServer((request, response) => {
    asked.push(request.url ?? "");
    const url = new URL(request.url ?? "/", "http://hub");
    const name = decodeURIComponent(url.pathname.slice("/api/v0/models/".length));
    const page = Number(url.searchParams.get("page"));
    const limit = Number(url.searchParams.get("limit"));
    const answer = name === "" ? models.slice(page * limit, (page + 1) * limit) : models.find((model) => model.name === name);
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" }).end(JSON.stringify(answer ?? { detail: "Not Found" }));
  });
  hub.listen(0, "127.0.0.1");
  await once(hub, "listening");
  address = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  modeldex = await startGateway({ sources: [openGradient({ endpoint: address })] });
});
afterAll(async () => {
  await modeldex.close();
});

const model = "query($id: ID!) { model(id: $id) { name listings { nodes { url details { ... on OpenGradientDetails { task blobIds } } artifacts(first: 5) { nodes { path otherDigests url } } } } } }";

it("lists the hub whole, page by page, with the ids of files on Walrus", async () => {
  await modeldex.gateway.harvest("opengradient", { all: true, signal: AbortSignal.timeout(30_000) });
  expect(asked).toEqual(["/api/v0/models/?page=0&limit=100", "/api/v0/models/?page=1&limit=100"]);
  const { source } = await modeldex.query('{ source(id: "opengradient") { coverage { listings } } }');
  expect(source.coverage.listings).toBe(101);
  expect(await modeldex.query(model, { id: "opengradient:OpenGradient/og-1hr-volatility-ethusdt" })).toEqual({
    model: {
      name: "og-1hr-volatility-ethusdt",
      listings: {
        nodes: [{
          url: "https://hub.opengradient.ai/models/OpenGradient/og-1hr-volatility-ethusdt",
          details: { task: "Time Series Forecasting", blobIds: [blobId] },
          artifacts: { nodes: [{ path: "model", otherDigests: [`walrus:${blobId}`], url: `https://aggregator.suicore.com/v1/blobs/${blobId}` }] },
        }],
      },
    },
  });
});

it("is found by words, and by its address", async () => {
  const { search, resolve } = await modeldex.query(`{
    search(text: "volatility ethusdt") { nodes { id } sources { source { id } status } }
    resolve(reference: "https://hub.opengradient.ai/models/OpenGradient/og-1hr-volatility-ethusdt") { outcome model { id } }
  }`);
  expect(search.nodes[0]).toEqual({ id: "opengradient:OpenGradient/og-1hr-volatility-ethusdt" });
  expect(resolve).toEqual({ outcome: "RESOLVED", model: { id: "opengradient:OpenGradient/og-1hr-volatility-ethusdt" } });
});

it("is found by the blob id of a file, in each of its forms, which could be another network's as well", async () => {
  const { resolveMany } = await modeldex.query("query($references: [String!]!) { resolveMany(references: $references) { outcome readAs model { id } message } }", {
    references: [blobId, `walrus://${blobId}`, `https://aggregator.suicore.com/v1/blobs/${blobId}`, `ar://${blobId}`, blobId.replace("j", "k")],
  });
  const volatility = { id: "opengradient:OpenGradient/og-1hr-volatility-ethusdt" };
  const nowhere = (how: string) => `No listing that is stored here holds a file with this ${how}; such ids are found only where a source states them.`;
  expect(resolveMany).toEqual([
    { outcome: "RESOLVED", readAs: ["Walrus blob id"], model: volatility, message: null },
    { outcome: "RESOLVED", readAs: ["Walrus blob id"], model: volatility, message: null },
    { outcome: "RESOLVED", readAs: ["Walrus blob id"], model: volatility, message: null },
    { outcome: "NOT_FOUND", readAs: ["Arweave transaction"], model: null, message: nowhere("Arweave transaction") },
    { outcome: "NOT_FOUND", readAs: ["Walrus blob id", "Arweave transaction"], model: null, message: nowhere("Walrus blob id or Arweave transaction") },
  ]);
});

it("says in a model's trust report who operates the hub, and that nobody describes its API", async () => {
  const { model: found } = await modeldex.query("query($id: ID!) { model(id: $id) { trust { claims(first: 50) { nodes { kind statement status } } } } }", { id: "opengradient:OpenGradient/og-1hr-volatility-ethusdt" });
  const said = found.trust.claims.nodes.filter(({ kind }: any) => kind === "SOURCE_OPERATOR" || kind === "EXTENSION");
  expect(said.map(({ kind, status }: any) => [kind, status])).toEqual([["SOURCE_OPERATOR", "ASSERTED"], ["EXTENSION", "ASSERTED"]]);
  expect(said[1].statement).toContain("an API that its operator does not describe");
});

describe.skipIf(anvilPath() === undefined)("with the registry of enclaves (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  const claims = async (gateway: TestGateway) => {
    const { model: found } = await gateway.query("query($id: ID!) { model(id: $id) { trust { claims(first: 50) { nodes { kind status statement evidence { ... on ChainEvidence { address blockNumber finality raw } } } } } } }", { id: "opengradient:OpenGradient/og-1hr-volatility-ethusdt" });
    return found.trust.claims.nodes.filter(({ statement }: any) => /enclave/.test(statement));
  };
  beforeAll(async () => {
    chain = await startLocalChain();
  });
  afterAll(async () => {
    await chain.stop();
  });

  it("says how many enclaves are enabled and how many measurements approved, with the calls that say so", async () => {
    const registry = await chain.deploy("TEERegistry");
    for (const key of ["0x01", "0x02", "0x03"]) await chain.write("TEERegistry", registry, "registerTEE", [key, "https://enclave.example", `0x${"5c".repeat(32)}`, key === "0x03" ? 1 : 0]);
    await chain.write("TEERegistry", registry, "approvePCR", [`0x${"5c".repeat(32)}`, 0, "v1"]);
    await chain.mine(3);
    const gateway = await startGateway({ sources: [openGradient({ endpoint: address, enclaves: { rpc: chain.url, chainId: 31_337, registry } })] });
    try {
      await gateway.gateway.harvest("opengradient", { all: true, signal: AbortSignal.timeout(30_000) });
      const [enabled, approved] = await claims(gateway);
      expect(enabled).toMatchObject({ kind: "EXECUTION_ATTESTATION", status: "ASSERTED", statement: `2 enclaves that relay requests to models are enabled in eip155:31337:${registry}: each attests the gateway's own code, not the model that answers.` });
      expect(approved).toMatchObject({ kind: "EXTENSION", statement: `1 measurements of enclave images are approved in eip155:31337:${registry}, by whoever administers that contract.` });
      for (const { evidence: [call] } of [enabled, approved]) {
        expect(call).toMatchObject({ address: registry, finality: "FINALIZED" });
        expect(await chain.rpc("eth_call", [{ to: registry, data: call.raw.call }, `0x${call.blockNumber.toString(16)}`])).toBe(call.raw.result);
      }
    } finally {
      await gateway.close();
    }
  });

  it("says nothing of enclaves where the endpoint serves another chain, and everything else", async () => {
    const gateway = await startGateway({ sources: [openGradient({ endpoint: address, enclaves: { rpc: chain.url } })] });
    try {
      await gateway.gateway.harvest("opengradient", { all: true, signal: AbortSignal.timeout(30_000) });
      expect(await claims(gateway)).toEqual([]);
    } finally {
      await gateway.close();
    }
  });
});

it("serves the catalog's copy when the host is down", async () => {
  hub.closeAllConnections();
  hub.close();
  await once(hub, "close");
  const before = await modeldex.query(model, { id: "opengradient:OpenGradient/og-1hr-volatility-ethusdt" });
  expect(before.model.name).toBe("og-1hr-volatility-ethusdt");
  const { search, resolve } = await modeldex.query(`{
    search(text: "og volatility") { nodes { id } }
    resolve(reference: "OpenGradient/og-1hr-volatility-ethusdt") { outcome model { id } }
  }`);
  expect(search.nodes[0]).toEqual({ id: "opengradient:OpenGradient/og-1hr-volatility-ethusdt" });
  expect(resolve.model).toEqual({ id: "opengradient:OpenGradient/og-1hr-volatility-ethusdt" });
  const harvested = await modeldex.gateway.harvest("opengradient", { all: true, signal: AbortSignal.timeout(30_000) });
  expect(harvested).toMatchObject({ status: "FAILED", code: "UNREACHABLE", gone: 0 });
  expect((await modeldex.query('{ source(id: "opengradient") { coverage { listings } } }')).source.coverage.listings).toBe(101);
});
