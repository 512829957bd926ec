import type { ListingRecord } from "@modeldex/plugin-kit";
import { toHex, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { startRpcProxy } from "../testing/rpc-proxy.ts";
import { chainContext } from "../testing/run.ts";

describe.skipIf(anvilPath() === undefined)("several registries of one contract (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let address: Address;
  let elsewhere: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    address = await chain.deploy("ReviewedRegistry");
    elsewhere = await chain.deploy("ReviewedRegistry");
    for (const name of ["model 0", "model 1"]) await chain.write("ReviewedRegistry", address, "registerModel", [name]);
    await chain.write("ReviewedRegistry", address, "registerDataset", ["dataset 0"]);
    for (const [at, key] of [[elsewhere, 1n], [elsewhere, 0n], [elsewhere, 99n], [address, 1n]] as const) {
      await chain.write("ReviewedRegistry", at, "review", [key, toHex(1, { size: 32 }), 3n, "good"], 1);
    }
  });
  afterAll(async () => {
    await chain.stop();
  });

  const abi = [
    "event ModelRegistered(uint256 indexed id, string name)",
    "event DatasetRegistered(uint256 indexed id, string name)",
    "event Reviewed(uint256 indexed id, bytes32 indexed reviewId, address indexed reviewer, uint256 score, string text)",
  ];
  const mapping = (id: string, more: Partial<Mapping>): Mapping => ({ id, chainId: chain.chainId, address, startBlock: 3, abi, key: { from: "args.id" }, ...more });
  const reviews = (more: Partial<Mapping>): Mapping =>
    mapping("reviews", { on: { Reviewed: { op: "claim", id: "args.reviewId", kindUri: "https://registry.example/review", statement: "args.text", issuer: "args.reviewer" } }, ...more });
  const models = (more: Partial<Mapping> = {}): Mapping => mapping("models", { on: { ModelRegistered: { op: "upsert", set: { name: "args.name" } } }, ...more });
  const datasets = (): Mapping => mapping("datasets", { space: "dataset", on: { DatasetRegistered: { op: "upsert", set: { name: "args.name" } } } });
  const source = (registries: readonly Mapping[], rpc = chain.url) => onchain({ chains: [{ chainId: chain.chainId, rpc: [rpc], finality: "instant" }], registries });
  const idOf = (key: string): string => `eip155:31337:${address}/${key}`;
  const readings = (registries: readonly Mapping[], text: string) => (source(registries).parseReference?.(text) ?? []).map(({ ref, certain }) => [ref.nativeId, certain]);

  test("an entry is that of the registry that lists it, wherever the claims about it are configured", async () => {
    const registries = [reviews({ claimsOn: "models" }), models(), datasets()];
    expect(readings(registries, idOf("1"))).toEqual([[idOf("1"), true]]);
    expect(readings(registries, `eip155:31337/erc721:${address}/1`)).toEqual([[idOf("1"), true], [idOf("dataset:1"), true]]);
    const [record] = (await source(registries).get?.({ refs: [{ nativeId: idOf("1") }], need: new Set() }, chainContext())) ?? [];
    expect(record).toMatchObject({ name: "model 1", claims: [{ kind: "ONCHAIN_REGISTRATION" }, { kind: "EXTENSION", statement: "good" }] });
    const { naming } = source([reviews({ claimsOn: "models", writers: "open" }), models({ writers: "curated" })]);
    expect(typeof naming === "function" && naming(idOf("1"))).toBe("curated");
  });

  test("an entry is found by any spelling of its id, which is then one of its ids", async () => {
    const registries = [models()];
    const asked = `eip155:31337:${address.toUpperCase().replace("X", "x")}/1`;
    const [record, same] = (await source(registries).get?.({ refs: [{ nativeId: asked }, { nativeId: idOf("1") }], need: new Set() }, chainContext())) ?? [];
    const lower = idOf("1").replace(address, address.toLowerCase());
    expect(same).toMatchObject({ nativeId: idOf("1"), aliases: [lower] });
    expect(record).toEqual({ ...(same as ListingRecord), aliases: [lower, asked] });
  });

  test("a contract has one reading, and an id without its space one for each space", () => {
    const registries = [reviews({ claimsOn: "models" }), models({ space: "model" }), datasets()];
    const contract = [[`eip155:31337:${address}`, false]];
    expect([address, `eip155:31337:${address}`].map((text) => readings(registries, text))).toEqual([contract, contract]);
    expect(readings(registries, idOf("model:1"))).toEqual([[idOf("model:1"), true]]);
    expect(readings(registries, idOf("1"))).toEqual([[idOf("model:1"), true], [idOf("dataset:1"), true]]);
    expect(readings(registries, idOf("other:1"))).toEqual([]);
    expect(readings([models(), reviews({ address: elsewhere, claimsOn: "models" })], `eip155:31337:${elsewhere}/1`)).toEqual([]);
  });

  test("the look-up of an address gives each entry once, and of a contract that only makes claims the entries they are about, without asking for all logs", async () => {
    const proxy = await startRpcProxy(chain.url, {});
    const registries = [reviews({ claimsOn: "models" }), models(), datasets(), reviews({ id: "elsewhere", address: elsewhere, claimsOn: "models" })];
    const found = async (text: string) => ((await source(registries, proxy.url).lookup?.(text, chainContext())) ?? []).map(({ name }) => name);
    expect(await found(address)).toEqual(["model 1", "dataset 0", "model 0"]);
    expect(await found(elsewhere)).toEqual(["model 0", "model 1"]);
    const topics = proxy.calls.filter(({ method }) => method === "eth_getLogs").map(({ params }) => (params[0] as { readonly topics: readonly unknown[] }).topics[0]);
    expect(topics.length).toBeGreaterThan(3);
    expect(topics.every((any) => Array.isArray(any) && any.length > 0)).toBe(true);
    await proxy.close();
  });
});
