import { SourceError, type ListingRecord, type ListPage, type Source } from "@modeldex/plugin-kit";
import { keccak256, stringToHex, toFunctionSelector, toHex, type Address, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ListRule, Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { fabstir } from "../presets/fabstir.ts";
import { anvilPath } from "../testing/anvil.ts";
import { listedRegistry, lists } from "../testing/listed-registry.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { startRpcProxy, type RpcProxy } from "../testing/rpc-proxy.ts";
import { chainContext, runToEnd } from "../testing/run.ts";

const digest = (digits: string): Hex => `0x${digits.repeat(32)}`;
const keyOf = (name: string): Hex => keccak256(stringToHex(name));
const names = (rows: ReadonlyMap<string, ListingRecord>): readonly string[] => [...rows.values()].map(({ name }) => name);

describe.skipIf(anvilPath() === undefined)("a registry that lists its own entries (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let proxy: RpcProxy;
  beforeAll(async () => {
    chain = await startLocalChain();
    proxy = await startRpcProxy(chain.url, {});
  });
  afterAll(async () => {
    await proxy.close();
    await chain.stop();
  });

  const source = (registries: readonly Mapping[], url = chain.url): Source => onchain({ chains: [{ chainId: 31_337, rpc: [url], finality: "instant" }], registries });
  const write = async (address: Address, name: string, args: readonly unknown[]) => await chain.write("ListedRegistry", address, name, args);
  const filled = async (count: number): Promise<Address> => {
    const address = await chain.deploy("ListedRegistry");
    for (let first = 0; first < count; first += 50) await write(address, "addMany", ["model", BigInt(first), BigInt(Math.min(50, count - first))]);
    return address;
  };
  const idOf = (address: string, name: string): string => `eip155:31337:${address}/${keyOf(name)}`;
  const get = async (from: Source, nativeId: string) => (await from.get?.({ refs: [{ nativeId }], need: new Set() }, chainContext()))?.[0];

  describe.each(Object.entries(lists))("by %s", (_way, list) => {
    test("gives each entry once, on pages of whatever size, and keeps up with additions, changes and removals", async () => {
      const address = await filled(23);
      const registry = listedRegistry(address, { list });
      const expected = async () => new Map((await runToEnd(source([registry]), { limit: 500 })).rows);
      const whole = await runToEnd(source([registry]), { limit: 500 });
      expect(names(whole.rows)).toEqual(Array.from({ length: 23 }, (_, n) => `model-${n}`));
      const small = await runToEnd(source([registry]), { limit: 5 });
      expect(small.pages.length).toBeGreaterThanOrEqual(5);
      expect(small.pages.every(({ records = [] }) => records.length <= 5)).toBe(true);
      expect([...small.rows.values()].map(({ claims: _claims, ...row }) => row)).toEqual([...whole.rows.values()].map(({ claims: _claims, ...row }) => row));
      expect(small.checkpoint).toBe(whole.checkpoint);

      await write(address, "add", ["late", digest("ab")]);
      await write(address, "setDigest", [keyOf("model-3"), digest("cd")]);
      const added = await runToEnd(source([registry]), { since: whole.checkpoint, limit: 500 });
      expect(added.pages.some((page) => page.whole)).toBe(false);
      expect(added.rows).toEqual(await expected());
      expect(added.rows.get(idOf(address, "late"))).toMatchObject({ name: "late", artifacts: [{ digest: `sha256:${"ab".repeat(32)}` }] });
      expect(added.rows.get(idOf(address, "model-3"))).toMatchObject({ artifacts: [{ digest: `sha256:${"cd".repeat(32)}` }] });

      // The last one takes the place of the removed one.
      await write(address, "remove", [keyOf("model-5")]);
      const removed = await runToEnd(source([registry]), { since: added.checkpoint, limit: 7 });
      expect(removed.pages.every((page) => page.whole === true)).toBe(true);
      expect([removed.rows.size, removed.rows.has(idOf(address, "model-5")), names(removed.rows)[5]]).toEqual([23, false, "late"]);
      // As many as before, and another order.
      await write(address, "remove", [keyOf("model-0")]);
      await write(address, "add", ["later", digest("ab")]);
      expect((await runToEnd(source([registry]), { since: removed.checkpoint })).pages.every((page) => page.whole === true)).toBe(true);
      expect(await get(source([registry]), idOf(address, "later"))).toMatchObject({ name: "later" });
      expect(await get(source([registry]), idOf(address, "model-5"))).toBeUndefined();
    });

    test("has nothing of an empty one", async () => {
      const registry = listedRegistry(await chain.deploy("ListedRegistry"), { list });
      const { rows, pages, checkpoint } = await runToEnd(source([registry]));
      expect([rows.size, pages.length, checkpoint.split(":")[6]?.split(".").slice(0, 2)]).toEqual([0, 1, ["listed", "0"]]);
      expect(await get(source([registry]), idOf(registry.address, "none"))).toBeUndefined();
    });
  });

  test("gives the call of each entry as its evidence, cut to the entry where a page would be long, and none where a list has no smaller part", async () => {
    const address = await filled(23);
    const evidence = async (list: ListRule, read: Mapping["read"] = []) =>
      [...(await runToEnd(source([listedRegistry(address, { list, read })]))).rows.values()].map(({ claims = [] }) => claims.map((claim) => claim.evidence));
    for (const list of [lists.count, lists.pages, lists["pages of a contract that reverts at its end"], lists["pages of a contract that gives fewer"]]) {
      const all = await evidence(list);
      expect(all).toHaveLength(23);
      for (const [registered = [], digestOf = []] of all) {
        expect([registered.length, digestOf.length]).toEqual([1, 1]);
        const [call] = registered;
        if (call?.kind !== "chain" || !("call" in call.raw) || !("result" in call.raw)) throw new Error("there is no call");
        expect(await chain.rpc("eth_call", [{ to: call.address, data: call.raw.call }, toHex(call.blockNumber)])).toBe(call.raw.result);
        expect(call.raw.result.length / 2).toBeLessThan(4_200);
      }
    }
    expect(await evidence(lists.structs)).toEqual(Array.from({ length: 23 }, () => [[], []]));
    const [first] = await evidence({ keys: "getAllModels", key: "item.id" }, [{ call: "getModel", args: ["{key}"], set: { name: "out.name" } }]);
    expect(first).toMatchObject([[{ signature: "getModel(bytes32)" }]]);
  });

  test("asks in batches, also for long enumerations, and never makes one page of them", async () => {
    const address = await filled(600);
    const before = proxy.requests;
    const { pages, rows } = await runToEnd(source([listedRegistry(address, { list: lists.pages })], proxy.url), { limit: 250 });
    expect([rows.size, pages.map(({ records = [] }) => records.length)]).toEqual([600, [250, 250, 100]]);
    expect(proxy.requests - before).toBeLessThan(80);
    // Two rounds of pages, for the keys and for the items, and a call of its own for each item of a page that is long.
    const calls = async (size: number): Promise<number> => {
      const earlier = proxy.calls.length;
      await runToEnd(source([listedRegistry(address, { list: { ...lists.pages, size } })], proxy.url), { limit: 500 });
      return proxy.calls.slice(earlier).filter(({ method }) => method === "eth_call").length;
    };
    expect([await calls(4) < 2 * 150 + 30, await calls(50) < 600 + 2 * 12 + 30]).toEqual([true, true]);
    const ids = listedRegistry(address, { list: { keys: "getAllIds" }, read: [{ call: "getModel", args: ["{key}"], set: { name: "out.name" } }] });
    const byKeys = await runToEnd(source([ids]), { limit: 250 });
    expect([names(byKeys.rows), byKeys.pages.length]).toEqual([names(rows), 3]);
  });

  test("takes the number of an item for its key where the mapping names no other, and asks for one entry by it", async () => {
    const address = await filled(60);
    const { key: _key, ...byNumber } = lists["count from 1"];
    const registry = listedRegistry(address, { list: byNumber });
    const { rows } = await runToEnd(source([registry]));
    expect([...rows.keys()].slice(0, 2)).toEqual([`eip155:31337:${address}/1`, `eip155:31337:${address}/2`]);
    const before = proxy.calls.length;
    const found = await source([registry], proxy.url).get?.({ refs: ["60", "0", "61", "999999999999999999999"].map((key) => ({ nativeId: `eip155:31337:${address}/${key}` })), need: new Set() }, chainContext());
    expect(found?.map((record) => (record instanceof Error ? record.message : record?.name))).toEqual(["model-59", undefined, undefined, undefined]);
    expect(proxy.calls.length - before).toBeLessThan(15);
    // The last one goes, and with it its number.
    const { checkpoint } = await runToEnd(source([registry]));
    await write(address, "remove", [keyOf("model-59")]);
    const shorter = await runToEnd(source([registry]), { since: checkpoint });
    expect([shorter.rows.size, shorter.pages.every(({ whole }) => whole === true)]).toEqual([59, true]);
  });

  test("finds the last entries by the address of the contract, and nothing by a transaction, which has no logs", async () => {
    const address = await filled(30);
    const { transactionHash } = await write(address, "add", ["newest", digest("ab")]);
    for (const list of [lists.count, lists.pages, lists.structs]) {
      const from = source([listedRegistry(address, { list })]);
      expect((await from.lookup?.(address, chainContext()))?.map(({ name }) => name)).toEqual(["newest", ...Array.from({ length: 19 }, (_, n) => `model-${29 - n}`)]);
      expect(await from.lookup?.(transactionHash, chainContext())).toEqual([]);
      expect((await from.lookup?.(keyOf("newest"), chainContext()))?.map(({ name }) => name)).toEqual(["newest"]);
    }
  });

  test("reads views with arguments of the key and of another contract, and takes a status from them", async () => {
    const [listing, other] = [await filled(3), await filled(3)];
    await write(other, "setRetired", [keyOf("model-1"), true]);
    const read = (owner: string) => [{
      call: "getModelOf", args: ["{key}", owner], address: other, set: { description: "out.name" }, status: { from: "out.retired", table: { true: "DEPRECATED", false: "LISTED" } },
    }] as const;
    const { rows } = await runToEnd(source([listedRegistry(listing, { list: lists.count, read: read(chain.account) })]));
    expect([...rows.values()].map(({ description, deprecated }) => [description, deprecated])).toEqual([["model-0", undefined], ["model-1", true], ["model-2", undefined]]);
    const refused = await runToEnd(source([listedRegistry(listing, { list: lists.count, read: read(other) })]));
    expect([...refused.rows.values()].map(({ description, deprecated }) => [description, deprecated])).toEqual([[undefined, undefined], [undefined, undefined], [undefined, undefined]]);
  });

  test("reads views with arguments that the newest event of the key has, and with the key transformed", async () => {
    const { key } = await chain.registerAgent({ uri: "https://agents.example/0.json" });
    await chain.write("AgentRegistry", chain.agents, "setMetadata", [BigInt(key), "old", "0x6f6c64"]);
    await chain.write("AgentRegistry", chain.agents, "setMetadata", [BigInt(key), "new", "0x6e6577"]);
    const agents: Mapping = {
      id: "agents", chainId: 31_337, address: chain.agents, startBlock: 0, key: { from: "args.agentId" },
      abi: [
        "event Registered(uint256 indexed agentId, string agentURI, address indexed owner)",
        "event MetadataSet(uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue)",
        "function getMetadata(uint256 agentId, string metadataKey) view returns (bytes)",
      ],
      on: { Registered: { op: "upsert", set: { name: "agent {key}" } }, MetadataSet: { op: "upsert", set: {} } },
      read: [{ call: "getMetadata", args: ["{key}", "{args.metadataKey}"], set: { description: "out | utf8" } }],
    };
    expect([...(await runToEnd(source([agents]))).rows.values()].map(({ name, description }) => [name, description])).toEqual([[`agent ${key}`, "new"]]);
  });

  test("goes on at a newer block where the node no longer keeps the state of the anchor, and shows everything with the next run when keys went meanwhile", async () => {
    const address = await filled(20);
    const registry = listedRegistry(address, { list: lists.count });
    for (const removed of [[], ["model-2"]]) {
      const page = await source([registry]).list?.({ limit: 8 }, chainContext());
      const anchor = page?.chain?.finalized ?? 0;
      await write(address, "add", [`added with ${removed.length}`, digest("ab")]);
      for (const name of removed) await write(address, "remove", [keyOf(name)]);
      const pruned = await startRpcProxy(chain.url, {
        answer: ({ method, params }) => (method === "eth_call" && Number(params[1]) <= anchor ? { error: { code: -32_000, message: "missing trie node 2b5a (path ) state 0x2b5a is not available" } } : undefined),
      });
      const rows = new Map<string, ListingRecord>();
      let { cursor, checkpoint } = page ?? {};
      while (cursor !== undefined) {
        const next: ListPage | undefined = await source([registry], pruned.url).list?.({ limit: 8, cursor }, chainContext());
        for (const record of next?.records ?? []) rows.set(record.nativeId, record);
        ({ cursor, checkpoint } = next ?? {});
      }
      await pruned.close();
      const undisturbed = await runToEnd(source([registry]));
      expect(rows).toEqual(undisturbed.rows);
      const after = await runToEnd(source([registry]), { since: checkpoint ?? "" });
      expect(after.pages.map(({ whole }) => whole === true)).toEqual([removed.length > 0]);
    }
  });

  test("says that a list which cannot be read is left as it was, and that a long one is not searched for one entry", async () => {
    const registry = listedRegistry(chain.files, { list: lists.count });
    await expect(runToEnd(source([registry]))).rejects.toMatchObject({
      code: "BAD_RESPONSE",
      message: expect.stringMatching(/^count\(\) of eip155:31337:0x\w{40} \(registry "listed"\) reverts, or gives what the mapping's ABI does not describe, at block \d+; what it lists is left as it was\.$/),
    });
    const selector = toFunctionSelector("count()");
    const long = await startRpcProxy(chain.url, {
      answer: ({ method, params }) => (method === "eth_call" && (params[0] as { data: string }).data === selector ? { result: toHex(2_001, { size: 32 }) } : undefined),
    });
    const answer = await get(source([registry], long.url), idOf(chain.files, "model-1"));
    await long.close();
    expect(answer).toBeInstanceOf(SourceError);
    expect(answer).toMatchObject({ code: "UNSUPPORTED", message: "listed cannot be asked for one entry, and lists too many to look for it; the next harvest brings it." });
  });

  test("reads what events say along with what the contract lists", async () => {
    const preset = fabstir({ chainId: 31_337, address: chain.files, startBlock: 1 });
    const registry: Mapping = { ...preset, abi: [...preset.abi, "function getAllModels() view returns (bytes32[])"], list: { keys: "getAllModels", set: { description: "listed as {item}" } } };
    const { key } = await chain.registerFile({ repo: "acme/both", file: "a.gguf", sha256: digest("ab") });
    const first = await runToEnd(source([registry]));
    expect([...first.rows.values()]).toMatchObject([{ name: "acme/both/a.gguf", description: `listed as ${key}`, revision: expect.stringMatching(/^block:/), artifacts: [{ digest: `sha256:${"ab".repeat(32)}` }] }]);
    await chain.write("FileRegistry", chain.files, "deactivate", [key]);
    const second = await runToEnd(source([registry]), { since: first.checkpoint, limit: 1 });
    expect([...second.rows.values()]).toMatchObject([{ deprecated: true, description: `listed as ${key}` }]);
    expect(second.rows).toEqual((await runToEnd(source([registry]))).rows);
    expect(await get(source([registry]), `eip155:31337:${chain.files}/${key}`)).toEqual([...second.rows.values()][0]);
  });
});
