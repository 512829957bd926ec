import { encodeEventTopics, encodeFunctionData, keccak256, parseAbi, stringToHex, toHex, type Address, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventRule, Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { compileFixture } from "../testing/compile.ts";
import { followed } from "../testing/followed.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { startRpcProxy } from "../testing/rpc-proxy.ts";
import { chainContext, runToEnd } from "../testing/run.ts";
import type { RawLog } from "../rpc/raw.ts";
import type { Session } from "../rpc/session.ts";
import { recoverTexts } from "./recover.ts";

const sha256 = `0x${"ab".repeat(32)}` as const;

describe.skipIf(anvilPath() === undefined)("texts that logs have only as hashes (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let address: Address;
  let forwarder: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    address = await chain.deploy("HashedNameRegistry");
    forwarder = await chain.deploy("CallForwarder");
  });
  afterAll(async () => {
    await chain.stop();
  });

  const set = { name: "args.name", owner: "args.owner", "artifact.path": "weights", "artifact.sha256": "args.sha256Hash" } as const;
  const mapping = (call: string, argument: string): Mapping => ({
    id: "hashed",
    chainId: chain.chainId,
    address,
    startBlock: 3,
    abi: [
      "event ModelRegistered(string indexed name, address indexed owner, bytes32 sha256Hash)",
      "event ModelNoted(string indexed name, string indexed author, string note)",
      "struct Model { bytes32 sha256Hash; string name; }",
      "function register(string name, bytes32 sha256Hash)",
      "function registerStruct(Model model)",
      "function registerMany(string[] names, bytes32 sha256Hash)",
      "function note(string name, string author, string text)",
    ],
    key: { from: "args.name" },
    on: {
      ModelRegistered: { op: "upsert", first: true, set, recover: { "args.name": { call, argument } } },
      ModelNoted: {
        op: "upsert",
        set: { description: "args.note", publisher: "args.author" },
        recover: { "args.name": { call: "note", argument: "name" }, "args.author": { call: "note", argument: "1" } },
      },
    },
  });
  const source = (call = "register", argument = "name", url = chain.url) =>
    onchain({ chains: [{ chainId: chain.chainId, rpc: [url], finality: "instant" }], registries: [mapping(call, argument)] });
  const idOf = (name: string): string => `eip155:31337:${address}/${encodeURIComponent(name)}`;
  const send = async (functionName: string, ...args: readonly unknown[]) => await chain.write("HashedNameRegistry", address, functionName, args);
  const callOf = (functionName: string, ...args: readonly unknown[]): Hex => encodeFunctionData({ abi: compileFixture("HashedNameRegistry").abi, functionName, args });
  const forward = async (...calls: readonly Hex[]) => await chain.write("CallForwarder", forwarder, "forward", [address, calls]);
  const namesOf = async (call: string, argument: string, block: number): Promise<readonly string[]> =>
    [...(await runToEnd(source(call, argument))).rows.values()].filter(({ details }) => Number(details?.["registeredAtBlock"]) >= block).map(({ name }) => name);

  test("takes the name, which is the key, from the calldata of the transaction", async () => {
    await send("register", "acme/tiny chat ✓", sha256);
    const row = (await runToEnd(source())).rows.get(idOf("acme/tiny chat ✓"));
    expect(row).toMatchObject({
      name: "acme/tiny chat ✓",
      artifacts: [{ path: "weights", digest: `sha256:${"ab".repeat(32)}` }],
      details: { key: "acme/tiny chat ✓", owner: chain.account },
      // The evidence stays as the chain has it.
      claims: [{ evidence: [{ raw: { topics: [expect.any(String), keccak256(stringToHex("acme/tiny chat ✓")), expect.any(String)] } }] }, {}],
    });
    expect(await source().get?.({ refs: [{ nativeId: idOf("acme/tiny chat ✓") }], need: new Set() }, chainContext())).toEqual([row]);
  });

  test("asks the node for the logs of one name by its hash, and for their transactions alone", async () => {
    await send("register", "asked/one", sha256);
    await send("register", "asked/two", sha256);
    const proxy = await startRpcProxy(chain.url, {});
    const [row] = (await source("register", "name", proxy.url).get?.({ refs: [{ nativeId: idOf("asked/two") }], need: new Set() }, chainContext())) ?? [];
    await proxy.close();
    expect(row).toMatchObject({ name: "asked/two" });
    expect(proxy.calls.filter(({ method }) => method === "eth_getTransactionByHash").length).toBe(1);
    expect(proxy.calls.filter(({ method }) => method === "eth_getLogs").map(({ params }) => (params[0] as { topics: unknown[] }).topics[1])).toEqual([[keccak256(stringToHex("asked/two"))]]);
  });

  test("finds the call within the calldata of another contract, and gives each log of a batch the call that is its own", async () => {
    const { blockNumber } = await forward(callOf("register", "batch/1", sha256), callOf("note", "batch/1", "Ada", "noted"), callOf("register", "batch/2", toHex(2, { size: 32 })), callOf("register", "batch/3", sha256));
    expect(await namesOf("register", "name", blockNumber)).toEqual(["batch/1", "batch/2", "batch/3"]);
    const { rows } = await runToEnd(source());
    expect(rows.get(idOf("batch/1"))).toMatchObject({ description: "noted", publisher: { name: "Ada" } });
    expect(rows.get(idOf("batch/2"))).toMatchObject({ artifacts: [{ digest: `sha256:${"02".padStart(64, "0")}` }] });
  });

  test("takes the text out of a struct, and the one of a list whose hash the log has", async () => {
    const struct = await send("registerStruct", { sha256Hash: sha256, name: "struct/1" });
    expect(await namesOf("registerStruct", "model.name", struct.blockNumber)).toEqual(["struct/1"]);
    const list = await send("registerMany", ["list/1", "list/2", "list/3"], sha256);
    expect(await namesOf("registerMany", "names", list.blockNumber)).toEqual(["list/1", "list/2", "list/3"]);
    expect(await namesOf("registerMany", "names.1", list.blockNumber)).toEqual(["list/2"]);
  });

  test("takes no text whose hash is another, however much it looks like the call", async () => {
    const { blockNumber } = await forward(callOf("registerMade", 7n, sha256), callOf("note", "decoy", "made-7", "made-7"));
    const context = chainContext();
    const { rows } = await runToEnd(source(), { context });
    expect([...rows.values()].filter(({ details }) => Number(details?.["registeredAtBlock"]) >= blockNumber).map(({ name }) => name)).toEqual([]);
    const { drops } = context;
    expect(drops.at(-1)?.reason).toBe("the log has its argument name only as a hash, and no call of register in the calldata of its transaction has a text with that hash");
    expect(rows.has(idOf("made-7"))).toBe(false);
    // Nor is it enough that another rule finds the text.
    const known = await forward(callOf("registerMade", 9n, sha256), callOf("note", "made-9", "decoy", ""));
    expect(await namesOf("register", "name", known.blockNumber)).toEqual([]);
  });

  test("holds the conditions of a rule against recovered texts, and asks for no transaction where another condition fails", async () => {
    await send("register", "condition/1", sha256);
    for (const [author, text] of [["Ada", "0xAB"], ["Ada", "other"], ["Bob", "0xab"]] as const) await send("note", "condition/1", author, text);
    const own = mapping("register", "name");
    const { ModelNoted: rule } = own.on ?? {};
    const conditional: Mapping = { ...own, on: { ModelNoted: { ...(rule as EventRule), when: { "args.author": "Ada", "args.note": "0xab" } } }, listed: false };
    const proxy = await startRpcProxy(chain.url, {});
    const chains = [{ chainId: chain.chainId, rpc: [proxy.url], finality: "instant" as const }];
    const alone = await runToEnd(onchain({ chains, registries: [conditional] }));
    await proxy.close();
    expect(alone.notListed).toBe(1);
    const asked = proxy.calls.filter(({ method }) => method === "eth_getTransactionByHash").length;
    expect(asked).toBe(2);
    const { rows } = await runToEnd(onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: [{ ...own, on: { ...own.on, ...conditional.on } }] }));
    expect(rows.get(idOf("condition/1"))).toMatchObject({ description: "0xAB", publisher: { name: "Ada" } });
  });

  test("stops where the node gives a log and not its transaction, and asks the next endpoint", async () => {
    const proxy = await startRpcProxy(chain.url, { answer: ({ method }) => (method === "eth_getTransactionByHash" ? { result: null } : undefined) });
    await expect(runToEnd(source("register", "name", proxy.url))).rejects.toMatchObject({
      code: "UNSUPPORTED",
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ gave a log of transaction 0x[0-9a-f]{64} and does not give the transaction, which holds a text that the log has only as a hash; configure an endpoint that keeps transactions\.$/),
    });
    const both = onchain({ chains: [{ chainId: chain.chainId, rpc: [proxy.url, chain.url], finality: "instant" }], registries: [mapping("register", "name")] });
    const { rows } = await runToEnd(both);
    await proxy.close();
    expect(rows).toEqual((await runToEnd(source())).rows);
    expect(rows.size).toBeGreaterThan(3);
  });

  test("gives equal rows whether read at once, in pages of one, or as it happens; and few requests for many", async () => {
    const follow = followed(() => source());
    await follow.read();
    await send("register", "followed/1", sha256);
    await follow.read();
    await forward(callOf("register", "followed/2", sha256), callOf("note", "followed/1", "Ada", "first"), callOf("register", "followed/3", sha256));
    await follow.read();
    await send("note", "followed/3", "Bob", "second");
    await follow.read();
    const proxy = await startRpcProxy(chain.url, {});
    const whole = await runToEnd(source("register", "name", proxy.url));
    await proxy.close();
    expect(new Map(follow.rows)).toEqual(whole.rows);
    expect((await runToEnd(source(), { limit: 1 })).rows).toEqual(whole.rows);
    expect(whole.rows.get(idOf("followed/1"))).toMatchObject({ description: "first", publisher: { name: "Ada" } });
    expect(proxy.requests).toBeLessThanOrEqual(8);
  });

  test("asks for each transaction once, and for one more where a page ends", async () => {
    const other = await chain.deploy("HashedNameRegistry");
    for (let n = 0; n < 120; n += 1) await chain.write("HashedNameRegistry", other, "register", [`counted/${n}`, sha256]);
    const proxy = await startRpcProxy(chain.url, {});
    const chains = [{ chainId: chain.chainId, rpc: [proxy.url], finality: "instant" as const }];
    const { rows, pages } = await runToEnd(onchain({ chains, registries: [{ ...mapping("register", "name"), address: other }] }), { limit: 40 });
    await proxy.close();
    expect([rows.size, pages.length]).toEqual([120, 3]);
    expect(proxy.calls.filter(({ method }) => method === "eth_getTransactionByHash").length).toBe(122);
  });
});

describe("calldata that is full of the selector", () => {
  const [event] = parseAbi(["event Named(string indexed name)"]);
  const [call] = parseAbi(["function register(string name)"]);
  const recovery = { argument: "name", abi: call, steps: ["0"] };
  const data = encodeFunctionData({ abi: [call], args: ["acme/hidden"] });
  const hash = keccak256(stringToHex("acme/hidden"));
  const log: RawLog = {
    address: "0x5FbDB2315678afecb367f032d93F642f64180aa3", topics: [encodeEventTopics({ abi: [event] })[0], hash], data: "0x", blockNumber: 1, logIndex: 0,
    blockHash: `0x${"00".repeat(32)}`, transactionHash: `0x${"11".repeat(32)}`,
  };
  const foundBehind = async (before: string): Promise<number> => {
    const session = { host: "node.example", transaction: async () => ({ input: `0x${before}${data.slice(2)}` }) } as unknown as Session;
    return (await recoverTexts(session, [{ log, recovery, hash }])).get(recovery)?.size ?? -1;
  };

  test("is searched, but no more than 2,048 places of it", async () => {
    const selector = data.slice(2, 10);
    expect(await foundBehind("")).toBe(1);
    expect(await foundBehind(selector.repeat(2_047))).toBe(1);
    expect(await foundBehind(selector.repeat(2_048))).toBe(0);
  });

  test("has its long texts hashed up to a megabyte", async () => {
    const long = encodeFunctionData({ abi: [call], args: ["x".repeat(120_000)] }).slice(2);
    expect(await foundBehind(long.repeat(7))).toBe(1);
    expect(await foundBehind(long.repeat(9))).toBe(0);
  });
});
