import { encodeFunctionData, parseAbi, type Address, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOptions } from "../options.ts";
import { onChain, type Session } from "../rpc/session.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain, type Written } from "../testing/local-chain.ts";
import { startRpcProxy, type RpcProxyOptions } from "../testing/rpc-proxy.ts";
import { chainContext } from "../testing/run.ts";
import { registrantsOf } from "./registrants.ts";

describe.skipIf(anvilPath() === undefined)("who sent a registration (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let registry: Address;
  let caller: Address;
  let own: Written;
  let passed: Written;
  const register = (name: string): Hex => encodeFunctionData({ abi: parseAbi(["function register(string)"]), args: [name] });
  beforeAll(async () => {
    chain = await startLocalChain();
    registry = await chain.deploy("OpenRegistry");
    caller = await chain.deploy("RegistryCaller");
    own = await chain.write("OpenRegistry", registry, "register", ["own"]);
    passed = await chain.write("RegistryCaller", caller, "pass", [registry, "passed on"]);
    await chain.mine(3);
  });
  afterAll(async () => {
    await chain.stop();
  });

  const session = async <T>(url: string, work: (opened: Session) => Promise<T>): Promise<T> => {
    const { chains } = readOptions({
      chains: [{ chainId: chain.chainId, rpc: [url] }],
      registries: [{ id: "models", chainId: chain.chainId, address: registry, startBlock: 0, abi: ["event Registered(bytes32 indexed id, string name)"], key: { from: "args.id" }, on: { Registered: { op: "upsert", set: { name: "args.name" } } } }],
    });
    const [only] = chains;
    if (only === undefined) throw new Error("there is no chain");
    return await onChain(only, chainContext(), work);
  };
  const logsOf = async (opened: Session) => (await opened.logs({ addresses: [registry], topics: [], fromBlock: 0, toBlock: opened.head.number })).map((log) => ({ log }));
  const through = async (options: RpcProxyOptions) => {
    const proxy = await startRpcProxy(chain.url, options);
    try {
      const found = await session(proxy.url, async (opened) => [...(await registrantsOf(opened, await logsOf(opened))).keys()]);
      return { found, requests: proxy.requests };
    } finally {
      await proxy.close();
    }
  };

  test("is the sender of the transaction, with the transaction as evidence, through another contract too", async () => {
    const found = await session(chain.url, async (opened) => await registrantsOf(opened, await logsOf(opened)));
    const account = `eip155:${chain.chainId}:${chain.account}`;
    const evidence = { kind: "chain", chainId: chain.chainId, address: registry, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, blockAt: expect.any(String) };
    expect([...found]).toEqual([
      [own.transactionHash, { account, evidence: { ...evidence, ...own, raw: { from: chain.account, to: registry, input: register("own") } } }],
      [passed.transactionHash, { account, evidence: { ...evidence, ...passed, raw: { from: chain.account, to: caller, input: expect.stringMatching(/^0x/) } } }],
    ]);
  });

  test("is asked in one batch, and each transaction once", async () => {
    const both = [own.transactionHash, passed.transactionHash];
    // Opening, the logs, the transactions.
    expect(await through({})).toEqual({ found: both, requests: 3 });
  });

  test.each<[string, RpcProxyOptions]>([
    ["no longer has it", { change: ({ method, params }, result) => (method === "eth_getTransactionByHash" && params[0] === own.transactionHash ? null : result) }],
    ["has it in another block", { change: ({ method, params }, result) => (method === "eth_getTransactionByHash" && params[0] === own.transactionHash ? { ...(result as object), blockHash: `0x${"1".repeat(64)}` } : result) }],
    ["keeps no index", { answer: ({ method, params }) => (method === "eth_getTransactionByHash" && params[0] === own.transactionHash ? { error: { code: -32_601, message: "the method is not available" } } : undefined) }],
  ])("is not said where the node %s", async (_what, options) => {
    expect((await through(options)).found).toEqual([passed.transactionHash]);
  });
});
