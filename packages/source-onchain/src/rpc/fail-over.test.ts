import type { SourceContext } from "@modeldex/plugin-kit";
import { testContext } from "@modeldex/plugin-kit/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readOptions, type Chain } from "../options.ts";
import { fabstir } from "../presets/fabstir.ts";
import { listPage } from "../reader/list.ts";
import { anvilPath } from "../testing/anvil.ts";
import type { RpcProxy, RpcProxyOptions } from "../testing/rpc-proxy.ts";
import { blocksOf, startSampleChain, type SampleChain } from "../testing/sample-chain.ts";

const began = Date.parse("2026-01-01T00:00:00Z");

describe.skipIf(anvilPath() === undefined)("an endpoint that fails beside others (install @foundry-rs/anvil if skipped)", () => {
  let chain: SampleChain;
  beforeAll(async () => {
    chain = await startSampleChain();
  });
  afterEach(async () => chain.closeProxies());
  afterAll(async () => chain.stop());

  /** As a source holds the chain, with endpoints that wait for a short time only. */
  const chainOf = (on: readonly RpcProxy[], agreement = 1): Chain => {
    const [first] = readOptions({
      chains: [{ chainId: chain.chainId, rpc: on.map(({ url }) => url), agreement }],
      registries: [fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 })],
    }).chains;
    const [endpoint, ...others] = (first?.endpoints ?? []).map((each) => ({ ...each, timeoutMs: 300 }));
    if (first === undefined || endpoint === undefined) throw new Error("there is one chain");
    return { ...first, endpoints: [endpoint, ...others] };
  };
  const at = (seconds: number): SourceContext => testContext({ fetch: globalThis.fetch, now: new Date(began + seconds * 1000) });
  const list = async (of: Chain, context: SourceContext = at(0)) => (await listPage([of], { limit: 100 }, context)).records?.map(({ nativeId }) => nativeId);
  const hangs: RpcProxyOptions = { http: () => true };
  const down: RpcProxyOptions = { http: (response) => (response.writeHead(503).end(), true) };

  test("is given up after its deadline, and asked last for a minute", async () => {
    const [hanging, right] = [await chain.proxied(hangs), await chain.proxied({})];
    const both = chainOf([hanging, right]);
    const rows = await list(chainOf([right]));
    expect(await list(both)).toEqual(rows);
    // The page has two parts, the start of the run and its first page; in the second one it was not asked.
    expect(hanging.requests).toBe(1);
    expect(await list(both, at(59))).toEqual(rows);
    expect(hanging.requests).toBe(1);
    expect(await list(both, at(61))).toEqual(rows);
    expect(hanging.requests).toBe(2);
  });

  test("is given up after three requests when it hangs at logs alone", async () => {
    const hanging = await chain.proxied({ http: (_response, calls) => calls.some((call) => blocksOf(call) > 0) });
    const right = await chain.proxied({});
    expect(await list(chainOf([hanging, right]))).toEqual(await list(chainOf([right])));
    expect(hanging.calls.map(blocksOf).filter((blocks) => blocks > 0)).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
  });

  test("is asked for less first, where a few logs come in time", async () => {
    const slow = await chain.proxied({ http: (_response, calls) => calls.some((call) => blocksOf(call) > 10) });
    expect(await list(chainOf([slow]))).toEqual(await list(chainOf([await chain.proxied({})])));
  });

  test("does not end the work of others that must agree", async () => {
    const [hanging, ...right] = [await chain.proxied(hangs), await chain.proxied({}), await chain.proxied({})];
    expect(await list(chainOf([hanging, ...right], 2))).toEqual(await list(chainOf(right)));
    expect(hanging.requests).toBe(1);
  });

  test("names all hosts when all fail", async () => {
    const [hanging, dead] = [await chain.proxied(hangs), await chain.proxied(down)];
    const [first, second] = [hanging, dead].map(({ url }) => new URL(url).host);
    await expect(list(chainOf([hanging, dead]))).rejects.toMatchObject({
      code: "TIMEOUT",
      retryable: true,
      message: `All 2 RPC endpoints of chain 31337 failed: ${first} gave no answer within 300 ms. ${second} is in trouble and did not give a JSON-RPC request (503).`,
    });
  });

  test.each([1, 2])("is left at once when the caller's signal ends, where %i must agree", async (agreement) => {
    const controller = new AbortController();
    const hanging = await chain.proxied({ http: () => (controller.abort(new Error("the deadline is over")), true) });
    const [other, last] = [await chain.proxied({}), await chain.proxied({})];
    const of = chainOf([hanging, other, last], agreement);
    await expect(list(of, testContext({ fetch: globalThis.fetch, signal: controller.signal }))).rejects.toThrow("the deadline is over");
    expect([last.requests, of.endpoints.map(({ failedAt }) => failedAt)]).toEqual([0, [undefined, undefined, undefined]]);
  });
});
