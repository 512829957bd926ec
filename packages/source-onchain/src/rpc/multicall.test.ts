import { encodeFunctionData, parseAbi, type Hex } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readOptions } from "../options.ts";
import { fabstir } from "../presets/fabstir.ts";
import { anvilPath } from "../testing/anvil.ts";
import type { PassingCall, RpcProxy, RpcProxyOptions } from "../testing/rpc-proxy.ts";
import { chainContext, runToEnd, type Run } from "../testing/run.ts";
import { startSampleChain, type SampleChain } from "../testing/sample-chain.ts";
import { multicallAddress } from "./multicall.ts";
import { meaningOf, RpcError } from "./rpc-error.ts";
import { onChain } from "./session.ts";

const entries = 260;

describe.skipIf(anvilPath() === undefined)("views that are called together (install @foundry-rs/anvil if skipped)", () => {
  let chain: SampleChain;
  /** Read without Multicall3: each view by itself. */
  let single: Run;
  beforeAll(async () => {
    chain = await startSampleChain();
    for (let first = 0; first < entries; first += 52) await chain.write("FileRegistry", chain.files, "addMany", ["acme/many", first, 52]);
    await chain.mine(3);
    const code = await chain.rpc("eth_getCode", [await chain.deploy("CallAggregator"), "latest"]);
    await chain.rpc("anvil_setCode", [multicallAddress, code]);
    await chain.mine(3);
    single = await runToEnd(chain.through([(await chain.proxied(withoutMulticall)).url]), { limit: 1_000 });
  });
  afterEach(async () => chain.closeProxies());
  afterAll(async () => chain.stop());

  const isMulticall = ({ method, params }: PassingCall): boolean => method === "eth_call" && (params[0] as { to: string }).to === multicallAddress;
  const withoutMulticall: RpcProxyOptions = { answer: (call) => (isMulticall(call) ? { result: "0x" } : undefined) };
  const viewsOf = (proxy: RpcProxy) => proxy.calls.filter(({ method }) => method === "eth_call");
  const read = async (proxy: RpcProxy) => (await runToEnd(chain.through([proxy.url]), { limit: 1_000 })).rows;

  test("gives the rows, and the evidence, of views called one by one, with a hundredth of the calls", async () => {
    const proxy = await chain.proxied({});
    expect(await read(proxy)).toEqual(single.rows);
    expect(viewsOf(proxy).length).toBe(Math.ceil((entries + 6) / 100));
    expect(viewsOf(proxy).every(isMulticall)).toBe(true);
  });

  test("states calls and results that a call alone gives again", async () => {
    const rows = await read(await chain.proxied({}));
    const calls = [...rows.values()].flatMap(({ claims = [] }) => claims).flatMap(({ evidence }) => evidence).flatMap((each) => (each.kind === "chain" && "call" in each.raw && "result" in each.raw ? [{ ...each, raw: each.raw }] : []));
    expect(calls.length).toBe(entries + 6);
    for (const { address, raw, blockNumber } of calls.slice(0, 20)) {
      expect(await chain.rpc("eth_call", [{ to: address, data: raw.call }, `0x${blockNumber.toString(16)}`])).toBe(raw.result);
    }
  });

  test.each([
    ["takes too much gas", { error: { code: -32_000, message: "out of gas" } }],
    ["takes too long", { error: { code: -32_000, message: "execution aborted (timeout = 5s)" } }],
    ["gives too much", { error: { code: -32_000, message: "response too large" } }],
  ])("asks for fewer at a time where a call of more than 30 %s", async (_what, error) => {
    const proxy = await chain.proxied({ answer: (call) => (isMulticall(call) && (params0(call).data.length - 2) / 2 > 30 * 200 ? error : undefined) });
    expect(await read(proxy)).toEqual(single.rows);
    expect(viewsOf(proxy).filter(isMulticall).length).toBeLessThan(25);
    expect(viewsOf(proxy).filter((call) => !isMulticall(call)).length).toBeLessThan(4);
  });

  test("asks one by one where no call of several is taken", async () => {
    const proxy = await chain.proxied({ answer: (call) => (isMulticall(call) ? { error: { code: -32_000, message: "out of gas" } } : undefined) });
    expect(await read(proxy)).toEqual(single.rows);
    expect(viewsOf(proxy).filter((call) => !isMulticall(call)).length).toBe(entries + 6);
  });

  test.each([
    ["nothing is", withoutMulticall],
    ["something else is", { answer: (call) => (isMulticall(call) ? { result: `0x${"00".repeat(31)}01` } : undefined) }],
    ["something is that gives fewer results", { answer: (call) => (isMulticall(call) ? { result: `0x${"00".repeat(31)}20${"00".repeat(32)}` } : undefined) }],
  ] satisfies [string, RpcProxyOptions][])("asks one by one, and tries but once, where %s at the address", async (_what, options) => {
    const proxy = await chain.proxied(options);
    expect(await read(proxy)).toEqual(single.rows);
    expect(viewsOf(proxy).filter((call) => !isMulticall(call)).length).toBe(entries + 6);
    expect(viewsOf(proxy).filter(isMulticall).length).toBe(1);
  });

  test("takes for reverted what is, and asks again alone what failed among others", async () => {
    const picky = await chain.deploy("PickyViews");
    await chain.mine(1);
    const proxy = await chain.proxied({});
    const [read] = readOptions({
      chains: [{ chainId: chain.chainId, rpc: [proxy.url] }],
      registries: [fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 })],
    }).chains;
    if (read === undefined) throw new Error("there is one chain");
    const abi = parseAbi(["function pick(uint256 id) view returns (uint256)"]);
    const given = await onChain(read, chainContext(), async (session) =>
      Promise.all(
        Array.from({ length: 40 }, async (_, id) =>
          session.call(picky, encodeFunctionData({ abi, args: [BigInt(id)] }), session.head.number).then(Number, (error: unknown) => (error instanceof RpcError ? meaningOf(error) : error)),
        ),
      ),
    );
    expect(given).toEqual(Array.from({ length: 40 }, (_, id) => (id % 7 === 0 || id % 11 === 0 ? "REVERTED" : id)));
    // Nine are reverted; of 13, 26 and 39, which take 12 million gas each, at least one finds too little of the 30 million.
    const alone = viewsOf(proxy).filter((call) => !isMulticall(call));
    expect(alone.length).toBeGreaterThan(9);
    expect(alone.length).toBeLessThan(30);
  });

  function params0({ params }: PassingCall): { readonly data: Hex } {
    return params[0] as { data: Hex };
  }
});
