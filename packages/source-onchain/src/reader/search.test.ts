import type { ListingRecord } from "@modeldex/plugin-kit";
import { keccak256, stringToHex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import type { ChainOptions } from "../options.ts";
import { erc8004 } from "../presets/erc8004.ts";
import { fabstir } from "../presets/fabstir.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { startRpcProxy, type RpcProxyOptions } from "../testing/rpc-proxy.ts";
import { chainContext } from "../testing/run.ts";

const sha256 = `0x${"ab".repeat(32)}` as const;

describe.skipIf(anvilPath() === undefined)("search among what is not final yet (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  beforeAll(async () => {
    chain = await startLocalChain();
    await chain.registerFile({ repo: "acme/final", file: "model.gguf", sha256 });
    await chain.mine(10);
    await chain.registerFile({ repo: "Acme/Llama-3.1", file: "model.gguf", sha256 });
    await chain.registerAgent({ uri: "https://agents.example/0.json", model: "pkg:huggingface/acme/llama-agent" });
    await chain.write("FileRegistry", chain.files, "addMany", ["acme/many", 0n, 30n]);
    await chain.registerFile({ repo: "acme/llama-4", file: "model.gguf", sha256 });
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = (finality: ChainOptions["finality"], url = chain.url) =>
    onchain({
      chains: [{ chainId: 31_337, rpc: [url], ...(finality === undefined ? {} : { finality }) }],
      registries: [fabstir({ chainId: 31_337, address: chain.files, startBlock: 1 }), erc8004({ chainId: 31_337, address: chain.agents, startBlock: 1, modelMetadataKey: "model" })],
    });
  const found = async (text: string, { limit = 20, finality = { depth: 6 }, url = chain.url }: { readonly limit?: number; readonly finality?: ChainOptions["finality"]; readonly url?: string } = {}): Promise<readonly ListingRecord[]> =>
    (await source(finality, url).search?.({ text, filter: {}, limit }, chainContext())) ?? [];
  const names = async (text: string, options?: Parameters<typeof found>[1]) => (await found(text, options)).map(({ name }) => name);
  const counted = async (options: RpcProxyOptions, text: string) => {
    const proxy = await startRpcProxy(chain.url, options);
    const records = await names(text, { url: proxy.url });
    await proxy.close();
    return { records, methods: proxy.calls.map(({ method }) => method), requests: proxy.requests };
  };

  test("finds entries whose name or id has all words, in any case, the newest first, and says that they are not final", async () => {
    expect(await names("LLAMA acme")).toEqual(["acme/llama-4/model.gguf", "Acme/Llama-3.1/model.gguf", "acme/llama-agent"]);
    expect(await names("llama 3.1")).toEqual(["Acme/Llama-3.1/model.gguf"]);
    expect(await names(keccak256(stringToHex("acme/llama-4/model.gguf")))).toEqual(["acme/llama-4/model.gguf"]);
    expect(await names("final")).toEqual([]);
    expect(await names(" ")).toEqual([]);
    for (const { details, claims = [] } of await found("llama")) {
      expect(details).toMatchObject({ finality: "PENDING" });
      expect(claims.flatMap(({ evidence }) => evidence)).toSatisfy((all: readonly { readonly finality?: string }[]) => all.length > 0 && all.every(({ finality }) => finality === "PENDING"));
    }
  });

  test("gives at most 20, and no more than are asked for", async () => {
    expect([(await names("many")).length, (await names("many", { limit: 100 })).length, await names("many", { limit: 2 })]).toEqual([20, 20, ["acme/many/model-29.gguf", "acme/many/model-28.gguf"]]);
  });

  test("asks for logs once, in a bounded number of requests, and for nothing more where there are none", async () => {
    const some = await counted({}, "llama");
    expect([some.records.length, some.requests <= 10]).toEqual([3, true]);
    const none = await counted({ change: ({ method }, result) => (method === "eth_getLogs" ? [] : result) }, "llama");
    expect([none.records, none.methods.filter((method) => method === "eth_getLogs").length, none.requests]).toEqual([[], 1, 3]);
  });

  test("has nothing where the endpoint refuses the range, and fails where it fails", async () => {
    const refuses = (message: string): RpcProxyOptions => ({ answer: ({ method }) => (method === "eth_getLogs" ? { error: { code: -32_000, message } } : undefined) });
    expect((await counted(refuses("block range is too wide"), "llama")).records).toEqual([]);
    await expect(counted(refuses("boom"), "llama")).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });

  test("looks at the newest of each registry, however many one of them has", async () => {
    await chain.registerAgent({ uri: "https://agents.example/1.json", model: "crowded agent" });
    for (const first of [0n, 35n]) await chain.write("FileRegistry", chain.files, "addMany", ["acme/crowd", first, 35n]);
    expect(await names("crowded")).toEqual(["crowded agent"]);
    expect((await names("crowd")).length).toBe(20);
  });

  test("is not offered where every block is final at once", () => {
    expect([source("instant").search, source({ depth: 0 }).search]).toEqual([undefined, undefined]);
    expect(source(undefined).search).toBeTypeOf("function");
  });
});
