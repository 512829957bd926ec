import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { fabstir } from "../presets/fabstir.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { startRpcProxy, type RpcProxy, type RpcProxyOptions } from "../testing/rpc-proxy.ts";
import { runToEnd } from "../testing/run.ts";
import { multicallAddress } from "./multicall.ts";

const pageSize = 100;
const perBatch = 50;

/**
 * What a run over n entries with one view each may ask, in p = n / 100 pages, of an endpoint that gives the logs of all blocks at once:
 *
 * - calls: 10 p + 20 with Multicall3, and 10 p + 20 + n without. A page takes 9: three open its session, one each gives logs, the time of the last
 *   block and views, two what stands behind the contract, one sees that the anchor is still there; the start of the run takes some 20 (the
 *   contract's code, and blocks by which a reorganisation is seen).
 * - HTTP requests: 7 p + 8, and 7 p + 8 + n / 50 without Multicall3.
 */
function bounds(entries: number, multicall: boolean): { readonly calls: number; readonly requests: number } {
  const pages = Math.ceil(entries / pageSize);
  return {
    calls: 10 * pages + 20 + (multicall ? 0 : entries),
    requests: 7 * pages + 8 + (multicall ? 0 : Math.ceil(entries / perBatch)),
  };
}

describe.skipIf(anvilPath() === undefined)("requests for a run (install @foundry-rs/anvil if skipped)", () => {
  const chains = new Map<number, LocalChain>();
  const proxies: RpcProxy[] = [];
  beforeAll(async () => {
    for (const entries of [10, 100, 1_000]) {
      const chain = await startLocalChain();
      chains.set(entries, chain);
      const code = await chain.rpc("eth_getCode", [await chain.deploy("CallAggregator"), "latest"]);
      await chain.rpc("anvil_setCode", [multicallAddress, code]);
      for (let first = 0; first < entries; first += 50) await chain.write("FileRegistry", chain.files, "addMany", ["acme/many", first, Math.min(50, entries - first)]);
      await chain.mine(3);
    }
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });
  afterAll(async () => {
    for (const chain of chains.values()) await chain.stop();
  });

  const noMulticall: RpcProxyOptions = {
    answer: ({ method, params }) => (method === "eth_call" && (params[0] as { to: string }).to === multicallAddress ? { result: "0x" } : undefined),
  };
  const counted = async (entries: number, endpoints: number, options: RpcProxyOptions = {}) => {
    const chain = chains.get(entries);
    if (chain === undefined) throw new Error("there is no such chain");
    const own = await Promise.all(Array.from({ length: endpoints }, async () => startRpcProxy(chain.url, options)));
    proxies.push(...own);
    const source = onchain({
      chains: [{ chainId: chain.chainId, rpc: own.map(({ url }) => url), agreement: endpoints }],
      registries: [fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 })],
    });
    const { rows } = await runToEnd(source, { limit: pageSize });
    expect(rows.size).toBe(entries);
    return { calls: own.reduce((sum, { calls }) => sum + calls.length, 0), requests: own.reduce((sum, { requests }) => sum + requests, 0) };
  };

  test.each([10, 100, 1_000])("grows with pages, and not with entries, where the chain has Multicall3: %i entries", async (entries) => {
    const { calls, requests } = await counted(entries, 1);
    const most = bounds(entries, true);
    expect(calls).toBeLessThanOrEqual(most.calls);
    expect(requests).toBeLessThanOrEqual(most.requests);
  });

  test.each([10, 100, 1_000])("grows with batches where it has none: %i entries", async (entries) => {
    const { calls, requests } = await counted(entries, 1, noMulticall);
    const most = bounds(entries, false);
    expect(calls).toBeLessThanOrEqual(most.calls);
    expect(requests).toBeLessThanOrEqual(most.requests);
  });

  test.each([10, 100, 1_000])("is at most twice as much where two endpoints must agree: %i entries", async (entries) => {
    for (const options of [{}, noMulticall]) {
      const [one, two] = [await counted(entries, 1, options), await counted(entries, 2, options)];
      expect(two.calls).toBeLessThanOrEqual(2 * one.calls);
      expect(two.requests).toBeLessThanOrEqual(2 * one.requests);
    }
  });
});
