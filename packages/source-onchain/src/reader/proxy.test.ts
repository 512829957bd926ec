import type { ChainEvidence, ListingRecord } from "@modeldex/plugin-kit";
import type { Address } from "viem";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { fabstir } from "../presets/fabstir.ts";
import { anvilPath } from "../testing/anvil.ts";
import { listedRegistry, lists } from "../testing/listed-registry.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { chainContext, runToEnd } from "../testing/run.ts";

const sha256 = `0x${"cd".repeat(32)}` as const;
const functionsMissing = "the contract's code does not have functions that the mapping reads; what they gave is missing";
const eventsMissing = "the contract's code does not have events that the mapping reads; earlier logs stay readable";

describe.skipIf(anvilPath() === undefined)("a registry behind a proxy (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  beforeEach(async () => {
    chain = await startLocalChain();
  });
  afterEach(async () => {
    await chain.stop();
  });

  const source = (registry: Mapping) => onchain({ chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }], registries: [registry] });
  const files = (address: Address): Mapping => fabstir({ chainId: 31_337, address, startBlock: 1 });
  const add = async (address: Address, file: string) => await chain.write("FileRegistry", address, "addModel", ["acme/models", file, sha256, 1n]);
  const stamps = ({ claims = [] }: ListingRecord): readonly (string | undefined)[] =>
    claims.flatMap(({ evidence }) => evidence).map((each) => (each as ChainEvidence).implementation);

  test("is read on after an upgrade that keeps what the mapping uses, each evidence with the implementation of its block", async () => {
    const { proxy, implementation } = await chain.deployProxy("FileRegistry");
    await add(proxy, "a.gguf");
    const first = await runToEnd(source(files(proxy)));
    const { implementation: next } = await chain.upgradeProxy(proxy, "FileRegistry");
    await add(proxy, "b.gguf");
    const context = chainContext();
    const { rows } = await runToEnd(source(files(proxy)), { since: first.checkpoint, context });
    expect([...first.rows.values(), ...rows.values()].map((record) => [record.name, stamps(record)])).toEqual([
      ["acme/models/a.gguf", [implementation, implementation, implementation]],
      ["acme/models/b.gguf", [next, next, next]],
    ]);
    expect([...(await runToEnd(source(files(proxy)))).rows.values()].map(stamps)).toEqual([[implementation, implementation, next], [next, next, next]]);
    expect(context.logs.filter(({ level }) => level === "warn")).toEqual([]);
  });

  test("says which functions and events a new implementation lacks, and keeps what the logs say", async () => {
    const { proxy } = await chain.deployProxy("FileRegistry");
    await add(proxy, "a.gguf");
    const { checkpoint } = await runToEnd(source(files(proxy)));
    await add(proxy, "b.gguf");
    const { implementation } = await chain.upgradeProxy(proxy, "AgentRegistry");
    const context = chainContext();
    const { rows } = await runToEnd(source(files(proxy)), { since: checkpoint, context });
    expect([...rows.values()].map(({ name, artifacts }) => [name, artifacts])).toEqual([["acme/models/b.gguf", [{ path: "b.gguf" }]]]);
    const where = { registry: "fabstir", contract: `eip155:31337:${proxy}`, implementation };
    const said = [
      { level: "warn", message: functionsMissing, fields: { ...where, functions: ["getModel(bytes32)"] } },
      { level: "warn", message: eventsMissing, fields: { ...where, events: ["ModelAdded(bytes32,string,string,uint256)", "ModelDeactivated(bytes32)", "ModelReactivated(bytes32)"] } },
    ];
    // Once for the contract as it is, and once for the upgrade that the run has read.
    expect(context.logs.filter(({ level }) => level === "warn")).toEqual([...said, ...said]);
    expect(context.logs).toContainEqual({ level: "debug", message: "a registry's proxy was given another implementation", fields: { registry: "fabstir", implementation, block: expect.any(Number) } });
  });

  test("drops entries that only a missing view names, with the view", async () => {
    const { proxy } = await chain.deployProxy("FileRegistry");
    const byView: Mapping = { ...files(proxy), on: { ModelAdded: { op: "upsert", set: {} } }, read: [{ call: "getModel", args: ["{key}"], set: { name: "out.fileName" } }] };
    await add(proxy, "a.gguf");
    expect([...(await runToEnd(source(byView))).rows.values()].map(({ name }) => name)).toEqual(["a.gguf"]);
    await chain.upgradeProxy(proxy, "AgentRegistry");
    const context = chainContext();
    expect((await runToEnd(source(byView), { context })).rows.size).toBe(0);
    expect(context.drops.map(({ reason }) => reason)).toEqual(["it has no name, and the contract's code does not have getModel(bytes32)"]);
  });

  test("is found behind a beacon too", async () => {
    const first = await chain.deploy("FileRegistry");
    const beacon = await chain.deploy("ImplementationBeacon", [first]);
    const proxy = await chain.deploy("BeaconSlotProxy", [beacon]);
    await add(proxy, "a.gguf");
    const context = chainContext();
    expect([...(await runToEnd(source(files(proxy)), { context })).rows.values()].map(stamps)).toEqual([[first, first, first]]);
    expect(context.logs).toEqual([]);
    await chain.write("ImplementationBeacon", beacon, "upgradeTo", [await chain.deploy("AgentRegistry")]);
    await runToEnd(source(files(proxy)), { context });
    expect(context.logs.map(({ message }) => message)).toEqual(expect.arrayContaining([functionsMissing, eventsMissing]));
  });

  test("is not needed: a contract whose code lacks a view of the mapping is reported too, and one that hands calls on in another way is not", async () => {
    const context = chainContext();
    const wrong = { ...files(chain.files), abi: [...files(chain.files).abi, "function getDigest(bytes32) view returns (bytes32)"], read: [{ call: "getDigest", args: ["{key}"], set: { "artifact.sha256": "out" } }] } as const;
    await runToEnd(source(wrong), { context });
    expect(context.logs).toEqual([{ level: "warn", message: functionsMissing, fields: { registry: "fabstir", contract: `eip155:31337:${chain.files}`, functions: ["getDigest(bytes32)"] } }]);
    const listed = listedRegistry(await chain.deploy("ListedRegistry"), { list: lists.pages });
    const quiet = chainContext();
    await runToEnd(source(listed), { context: quiet });
    // Of EIP-1167: it hands every call to an address in its own code.
    const clone: Address = "0x00000000000000000000000000000000000c10e1";
    await chain.rpc("anvil_setCode", [clone, `0x363d3d373d3d3d363d73${chain.files.slice(2)}5af43d82803e903d91602b57fd5bf3`]);
    await add(clone, "a.gguf");
    expect((await runToEnd(source(files(clone)), { context: quiet })).rows.size).toBe(1);
    expect(quiet.logs).toEqual([]);
  });
});
