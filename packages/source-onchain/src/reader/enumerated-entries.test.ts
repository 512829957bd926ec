import { toHex, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { fabstir } from "../presets/fabstir.ts";
import { anvilPath } from "../testing/anvil.ts";
import { listedRegistry, lists } from "../testing/listed-registry.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { startRpcProxy } from "../testing/rpc-proxy.ts";
import { chainContext, runToEnd } from "../testing/run.ts";

const sha256 = `0x${"ab".repeat(32)}` as const;

describe.skipIf(anvilPath() === undefined)("who registered an entry, and what it was at a block (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let listed: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    listed = await chain.deploy("ListedRegistry");
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = (registries: readonly Mapping[], { rpc = chain.url, finality = "instant" as "instant" | { readonly depth: number } } = {}) =>
    onchain({ chains: [{ chainId: chain.chainId, rpc: [rpc], finality }], registries });

  test("is the owner that the contract's list names, where no event tells of it", async () => {
    await chain.write("ListedRegistry", listed, "add", ["mine", sha256], 2);
    const { rows } = await runToEnd(source([listedRegistry(listed, { list: lists.structs })]));
    expect([...rows.values()]).toMatchObject([{ name: "mine", registrant: `eip155:31337:${chain.accounts[2]}` }]);
    const nobody = listedRegistry(listed, { list: { ...lists.structs, set: { name: "item.name" } } });
    expect((await runToEnd(source([nobody]))).rows.values().next().value?.registrant).toBeUndefined();
  });

  test.each(["structs", "count", "pages"] as const)("is told without the call where an item is longer than evidence is kept, by %s", async (way) => {
    const address = await chain.deploy("ListedRegistry");
    await chain.write("ListedRegistry", address, "add", ["short", sha256]);
    await chain.write("ListedRegistry", address, "add", [`long ${"x".repeat(70)}`, sha256]);
    const long = await startRpcProxy(chain.url, {
      // The gas of a block does not pay for a text of that length.
      change: ({ method }, result) => (method === "eth_call" && typeof result === "string" && result.includes("78".repeat(70)) ? `${result}${"00".repeat(70_000)}` : result),
    });
    const { rows } = await runToEnd(source([listedRegistry(address, { list: lists[way] })], { rpc: long.url }), { limit: 1 });
    await long.close();
    const [short, other] = [...rows.values()];
    expect([short?.claims?.[0]?.evidence.length, other?.name, other?.claims?.map(({ kind, evidence }) => [kind, evidence])]).toEqual([
      way === "structs" ? 0 : 1, `long ${"x".repeat(70)}`, [["ONCHAIN_REGISTRATION", []], ["CONTENT_DIGEST", []]],
    ]);
  });

  test("is not who wrote the first log about an entry that the contract lists itself", async () => {
    const { key } = await chain.registerFile({ repo: "acme/listed", file: "a.gguf", sha256 });
    const { on, ...preset } = fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1, enumerate: true });
    const retired = await chain.write("FileRegistry", chain.files, "deactivate", [key], 3);
    const registry = { ...preset, on: { ModelDeactivated: on?.["ModelDeactivated"] ?? [] } };
    const [row] = [...(await runToEnd(source([registry]))).rows.values()];
    expect(row).toMatchObject({
      deprecated: true,
      revision: `block:${retired.blockNumber}:${retired.blockHash}`,
      claims: [{ statement: expect.stringMatching(/^Entry 0x[0-9a-f]{64} is listed by fabstir/), evidence: expect.arrayContaining([expect.objectContaining({ signature: "getAllModels()" }), expect.objectContaining({ signature: "ModelDeactivated(bytes32)" })]) }, { kind: "CONTENT_DIGEST" }],
    });
    expect([row?.registrant, row?.createdAt, row?.details?.["registeredAtBlock"]]).toEqual([undefined, undefined, undefined]);
  });

  test("is who sent the registration, where that names an owner that is no account", async () => {
    const address = await chain.deploy("ChildFilesRegistry");
    await chain.write("ChildFilesRegistry", address, "register", ["somebody", 0n], 4);
    const registry: Mapping = {
      id: "texts", chainId: chain.chainId, address, startBlock: 3, key: { from: "args.modelId" },
      abi: ["event ModelRegistered(uint256 indexed modelId, address indexed owner, string name, uint64 registeredAt)"],
      on: { ModelRegistered: { op: "upsert", set: { name: "args.name", owner: "args.name" } } },
    };
    expect([...(await runToEnd(source([registry]))).rows.values()]).toMatchObject([{ details: { owner: "somebody" }, registrant: `eip155:31337:${chain.accounts[4]}` }]);
  });

  test("a revision is what it was then or nothing: not what it is now, where the node no longer keeps the state of its block", async () => {
    const { key, blockNumber, blockHash } = await chain.registerFile({ repo: "acme/then", file: "a.gguf", sha256 });
    await chain.mine(3);
    const isThen = (params: readonly unknown[]): boolean => params[1] === toHex(blockNumber);
    const pruned = await startRpcProxy(chain.url, {
      answer: ({ method, params }) => (method === "eth_call" && isThen(params) ? { error: { code: -32_000, message: "missing trie node 12ab (path )" } } : undefined),
    });
    const preset = fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 });
    const ref = { nativeId: `eip155:31337:${chain.files}/${key}` };
    const at = { ...ref, revision: `block:${blockNumber}:${blockHash}` };
    const [now, then] = (await source([preset], { rpc: pruned.url }).get?.({ refs: [ref, at], need: new Set() }, chainContext())) ?? [];
    await pruned.close();
    expect(now).toMatchObject({ name: "acme/then/a.gguf" });
    expect(then).toMatchObject({ code: "UNSUPPORTED", message: expect.stringMatching(/^127\.0\.0\.1:\d+ no longer keeps the state that is needed for the state of fabstir at block \d+; configure an archive endpoint\.$/) });
  });

  test("a contract that is not final yet lists nothing so far, and stops nobody else's harvest", async () => {
    const { key } = await chain.registerFile({ repo: "acme/older", file: "a.gguf", sha256 });
    await chain.mine(4);
    const address = await chain.deploy("ListedRegistry");
    const startBlock = Number(await chain.rpc("eth_blockNumber", []));
    await chain.write("ListedRegistry", address, "add", ["new", sha256]);
    const registries = [fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 }), listedRegistry(address, { startBlock, list: lists.count })];
    const early = await runToEnd(source(registries, { finality: { depth: 3 } }));
    expect([early.rows.has(`eip155:31337:${chain.files}/${key}`), [...early.rows.values()].filter(({ details }) => details?.["registry"] === "listed").length]).toEqual([true, 0]);
    await chain.mine(3);
    const later = await runToEnd(source(registries, { finality: { depth: 3 } }), { since: early.checkpoint });
    expect([...later.rows.values()].map(({ name }) => name)).toEqual(["new"]);
  });
});
