import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { erc8004, fabstir, onchain } from "@modeldex/source-onchain";
import type { Mapping } from "@modeldex/source-onchain";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listedRegistry, lists } from "../packages/source-onchain/src/testing/listed-registry.ts";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import type { LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { runCommand } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";

const sha256Of = (text: string): `0x${string}` => `0x${createHash("sha256").update(text).digest("hex")}`;

let folder: string;
let chain: LocalChain;
let open: TestGateway[];
beforeEach(async () => {
  [folder, chain] = await Promise.all([mkdtemp(join(tmpdir(), "modeldex-")), startLocalChain()]);
  open = [];
});
afterEach(async () => {
  for (const gateway of open) await gateway.close();
  await chain.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Reading {
  readonly of?: LocalChain;
  readonly finality?: "instant" | "finalized" | { readonly depth: number };
  readonly registries?: readonly Mapping[];
  readonly dataDir?: string;
}

/** A gateway that reads the chain. */
async function reading({ of = chain, finality = { depth: 1 }, registries, dataDir }: Reading = {}): Promise<TestGateway> {
  const both = [
    fabstir({ chainId: 31_337, address: of.files, startBlock: 1 }),
    erc8004({ chainId: 31_337, address: of.agents, startBlock: 1, modelMetadataKey: "model" }),
  ];
  const gateway = await startGateway(
    { sources: [onchain({ chains: [{ chainId: 31_337, rpc: [of.url], finality }], registries: registries ?? both })], entriesPerRegistrant: 1_000 },
    dataDir === undefined ? {} : { dataDir },
  );
  open.push(gateway);
  return gateway;
}

async function close(gateway: TestGateway): Promise<void> {
  open.splice(open.indexOf(gateway), 1);
  await gateway.close();
}

const harvest = async ({ gateway }: TestGateway, { all = false, signal = AbortSignal.timeout(60_000), onProgress }: { readonly all?: boolean; readonly signal?: AbortSignal; readonly onProgress?: () => void } = {}) =>
  await gateway.harvest("onchain", { all, signal, ...(onProgress === undefined ? {} : { onProgress }) });
/** What is listed, whole. */
const rows = async ({ gateway }: TestGateway) => {
  const pages = [await gateway.services.catalog.exportListings(0, 1_000)];
  for (let last = pages[0]?.at(-1); last !== undefined; last = pages.at(-1)?.at(-1)) pages.push(await gateway.services.catalog.exportListings(last.position, 1_000));
  const listed = pages.flat().filter(({ state }) => state !== "GONE");
  return new Map(listed.map(({ record }) => [record.nativeId, record] as const).toSorted(([left], [right]) => (left < right ? -1 : 1)));
};
/** What a gateway lists that has seen nothing of what went before. */
const undisturbed = async (options: Reading = {}) => {
  const fresh = await reading(options);
  expect(await harvest(fresh, { all: true })).toMatchObject({ status: "DONE" });
  return await rows(fresh);
};
const stateOf = async (gateway: TestGateway, key: string): Promise<string | undefined> =>
  (await gateway.query("query($id: ID!) { node(id: $id) { ... on Listing { state } } }", { id: `listing:onchain:eip155:31337:${chain.files}/${key}` })).node?.state;
const add = async (name: string) => await chain.registerFile({ repo: `acme/${name}`, file: "model.gguf", sha256: sha256Of(name) });

it("ends with the rows of an undisturbed reader when the chain is reorganised across registered models", async () => {
  const gateway = await reading();
  await add("kept");
  await chain.mine(2);
  const orphan = await add("orphan");
  await chain.registerAgent({ uri: "", model: "pkg:huggingface/acme/orphan" });
  await chain.mine(1);
  expect(await harvest(gateway)).toMatchObject({ status: "DONE", added: 3 });
  await chain.rpc("anvil_reorg", [4, []]);
  await add("after");
  await chain.mine(1);
  expect(await harvest(gateway)).toMatchObject({ status: "DONE", added: 1, gone: 2 });
  expect(await stateOf(gateway, orphan.key)).toBe("GONE");
  expect(await rows(gateway)).toEqual(await undisturbed());
  expect(gateway.logs.filter(({ level }) => level === "warn").map(({ message, msg }) => message ?? msg)).toContain("blocks that were read were reorganised away; everything is read again");
});

it.each([false, true])("ends with the rows of an undisturbed reader when the chain is reorganised between the pages of a run (over everything: %j)", async (all) => {
  const gateway = await reading({ finality: "instant" });
  await add("first");
  expect(await harvest(gateway)).toMatchObject({ status: "DONE", added: 1 });
  for (let first = 0; first < 600; first += 50) await chain.write("FileRegistry", chain.files, "addMany", ["acme/many", BigInt(first), 50n]);
  await add("orphan");
  const stopping = new AbortController();
  expect(await harvest(gateway, { all, signal: stopping.signal, onProgress: () => stopping.abort() })).toMatchObject({ status: "INTERRUPTED" });
  await chain.rpc("anvil_reorg", [3, []]);
  await add("after");
  const second = await harvest(gateway, { all });
  expect(second).toMatchObject({ status: "DONE" });
  expect((await harvest(gateway)).status).toBe("DONE");
  const expected = await undisturbed({ finality: "instant" });
  expect(expected.size).toBe(502);
  expect(await rows(gateway)).toEqual(expected);
}, 60_000);

it("lets go what was seen before it was final and then orphaned: an entry, and the change of one", async () => {
  const gateway = await reading({ finality: "finalized" });
  const kept = await add("kept");
  await chain.mine(3);
  expect(await harvest(gateway)).toMatchObject({ status: "DONE", added: 1 });
  const late = await add("late");
  const { transactionHash } = await chain.write("FileRegistry", chain.files, "deactivate", [kept.key]);
  const { search, resolve } = await gateway.query(
    `query($transaction: String!) { search(text: "acme late") { nodes { name listings { nodes { details { ... on OnChainDetails { finality } } } } } } resolve(reference: $transaction) { listing { state } } }`,
    { transaction: transactionHash },
  );
  expect(search.nodes).toMatchObject([{ name: "acme/late/model.gguf", listings: { nodes: [{ details: { finality: "PENDING" } }] } }]);
  expect(resolve).toEqual({ listing: { state: "DEPRECATED" } });
  await chain.rpc("anvil_reorg", [2, []]);
  await chain.mine(1);
  expect(await harvest(gateway)).toMatchObject({ status: "DONE" });
  expect([await stateOf(gateway, late.key), await stateOf(gateway, kept.key)]).toEqual(["GONE", "LISTED"]);
  expect([...(await rows(gateway)).keys()]).toEqual([...(await undisturbed({ finality: "finalized" })).keys()]);
});

it("keeps what is not final yet when a run over everything does not show it", async () => {
  const gateway = await reading({ finality: "finalized" });
  await add("kept");
  await chain.mine(3);
  const late = await add("late");
  await gateway.query(`{ search(text: "acme late") { nodes { name } } }`);
  expect(await harvest(gateway, { all: true })).toMatchObject({ status: "DONE", gone: 0 });
  expect(await stateOf(gateway, late.key)).toBe("LISTED");
  await chain.mine(3);
  expect(await harvest(gateway, { all: true })).toMatchObject({ status: "DONE" });
  expect(await rows(gateway)).toEqual(await undisturbed({ finality: "finalized" }));
});

it("says why it stopped when the chain was wiped, keeps what it has, and reads the new chain in a run over everything", async () => {
  const dataDir = folder;
  const gateway = await reading({ dataDir });
  for (const file of ["one", "two"]) await add(file);
  await chain.mine(1);
  expect(await harvest(gateway)).toMatchObject({ status: "DONE", added: 2 });
  const before = await rows(gateway);
  await close(gateway);
  const wiped = await startLocalChain({ timestamp: 1_760_000_000 });
  try {
    await wiped.registerFile({ repo: "acme/models", file: "new.gguf", sha256: sha256Of("new") });
    await wiped.mine(9);
    const after = await reading({ of: wiped, dataDir });
    expect(await harvest(after)).toMatchObject({ status: "FAILED", code: "BAD_RESPONSE", message: expect.stringContaining("the chain was reset. Nothing was changed; to index it anew, start a full run without the checkpoint.") });
    expect(await rows(after)).toEqual(before);
    expect(await harvest(after, { all: true })).toMatchObject({ status: "DONE", added: 1, gone: 2 });
    expect(await rows(after)).toEqual(await undisturbed({ of: wiped }));
  } finally {
    await wiped.stop();
  }
});

it("lets go what a contract no longer lists, and says in sources how far each contract is read", async () => {
  const address = await chain.deploy("ListedRegistry");
  const registries = [listedRegistry(address, { list: lists.pages })];
  const gateway = await reading({ registries, dataDir: folder });
  await chain.write("ListedRegistry", address, "addMany", ["model", 0n, 12n]);
  await chain.mine(1);
  expect(await harvest(gateway)).toMatchObject({ status: "DONE", added: 12 });
  await chain.write("ListedRegistry", address, "remove", [[...(await rows(gateway)).keys()][0]?.split("/")[1]]);
  await chain.write("ListedRegistry", address, "addMany", ["later", 0n, 2n]);
  await chain.mine(1);
  expect(await harvest(gateway)).toMatchObject({ status: "DONE", added: 2, gone: 1 });
  expect(await rows(gateway)).toEqual(await undisturbed({ registries }));
  const head = Number(await chain.rpc("eth_blockNumber", []));
  const { source } = await gateway.query(`{ source(id: "onchain") { coverage { chains { chainId address head finalized indexed lagBlocks } } } }`);
  expect(source.coverage.chains).toEqual([{ chainId: 31_337, address, head, finalized: head - 1, indexed: head - 1, lagBlocks: 0 }]);
});

it("prints how far each contract is read", async () => {
  await add("one");
  await chain.mine(4);
  const settings = { MODELDEX_CONFIG: fileURLToPath(new URL("../bench/kill/chain.config.ts", import.meta.url)), MODELDEX_DATA_DIR: folder, CHAIN_RPC: chain.url, CHAIN_REGISTRY: chain.files };
  expect(await runCommand(["harvest", "onchain"], settings)).toMatchObject({ code: 0 });
  const { out } = await runCommand(["sources"], settings);
  expect(out).toContain(`onchain: eip155:31337:${chain.files} is read to the newest final block, 6; the newest is 7\n`);
  const [row] = JSON.parse((await runCommand(["sources", "--json"], settings)).out);
  expect(row.coverage.chains).toEqual([{ chainId: 31_337, address: chain.files, head: 7, finalized: 6, indexed: 6, lagBlocks: 0 }]);
});
