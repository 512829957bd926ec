import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { onchainRegistration } from "@modeldex/gateway";
import type { ChainEvidence } from "@modeldex/plugin-kit";
import { onchain } from "@modeldex/source-onchain";
import { reproduceCommand } from "../packages/trust/src/reproduce.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registrantsOf } from "../packages/source-onchain/src/authority/registrants.ts";
import { readOptions } from "../packages/source-onchain/src/options.ts";
import { onChain } from "../packages/source-onchain/src/rpc/session.ts";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import type { Anvil } from "../packages/source-onchain/src/testing/anvil.ts";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import type { LocalChain, Written } from "../packages/source-onchain/src/testing/local-chain.ts";
import { chainContext } from "../packages/source-onchain/src/testing/run.ts";
import { startSecondNode } from "../packages/source-onchain/src/testing/second-node.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";

const run = promisify(execFile);
const owner = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const nobody = "0x0000000000000000000000000000000000000000";

/** As it is served: with its raw form and its command. */
interface Served {
  readonly raw: ChainEvidence["raw"];
  readonly reproduce: string;
  readonly logIndex: number | null;
  readonly blockHash: string;
  readonly address: string;
}

describe.skipIf(anvilPath() === undefined)("evidence of a chain (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let second: Anvil;
  let modeldex: TestGateway;
  let proxy: string;
  let registered: Written;
  let other: string;
  const abi = ["event Registered(bytes32 indexed id, string name)"];
  const mapping = (id: string, address: string) => ({
    id, chainId: chain.chainId, address, startBlock: 0, abi, key: { from: "args.id" }, on: { Registered: { op: "upsert", set: { name: "args.name" } } },
  } as const);

  beforeAll(async () => {
    chain = await startLocalChain();
    const initialize = `0xc4d66de8${owner.slice(2).toLowerCase().padStart(64, "0")}`;
    proxy = await chain.deploy("SlotProxy", [await chain.deploy("UupsRegistry"), nobody, nobody, initialize]);
    const paused = await chain.deploy("OwnedRegistry", [chain.account]);
    registered = await chain.write("UupsRegistry", proxy as `0x${string}`, "register", ["acme/tiny-chat"]);
    await chain.write("OwnedRegistry", paused, "register", ["acme/other"]);
    other = paused;
    await chain.write("OwnedRegistry", paused, "register", [`acme/wordy ${"x".repeat(60_000)}`]);
    await chain.mine(3);
    const source = onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url] }], registries: [mapping("upgradeable", proxy), mapping("owned", paused)] });
    modeldex = await startGateway({ sources: [source], verifiers: [onchainRegistration({ rpc: { [chain.chainId]: [chain.url] } })] });
    await modeldex.gateway.harvest("onchain", { all: true, signal: AbortSignal.timeout(30_000) });
    second = await startSecondNode(chain);
  });
  afterAll(async () => {
    await modeldex.close();
    await Promise.all([chain.stop(), second.stop()]);
  });

  const claimsOf = async (name: string, kinds: readonly string[]): Promise<readonly { readonly kind: string; readonly status: string; readonly statement: string; readonly subject: unknown; readonly issuer: unknown; readonly evidence: readonly Served[] }[]> => {
    const { search } = await modeldex.query(`query($text: String!) { search(text: $text, live: false, first: 1) { nodes { id } } }`, { text: name });
    const { node } = await modeldex.query(
      `query($id: ID!, $kinds: [ClaimKind!]) { node(id: $id) { ... on Listing { trust { claims(kinds: $kinds, first: 50) { nodes { kind status statement subject { type reference } issuer { type key } evidence { ... on ChainEvidence { address blockHash logIndex raw reproduce } } } } } } } }`,
      { id: `listing:${search.nodes[0].id}`, kinds },
    );
    return node.trust.claims.nodes;
  };
  const rpc = async (method: string, params: readonly unknown[]) => {
    const response = await fetch(second.url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) });
    return ((await response.json()) as { readonly result?: unknown }).result;
  };

  /** Runs the command as it stands, at the second node, and makes of the answer what would have been stored. */
  const again = async ({ raw, reproduce, logIndex }: Pick<Served, "raw" | "reproduce" | "logIndex">): Promise<unknown> => {
    const { stdout } = await run("sh", ["-c", reproduce], { env: { PATH: process.env.PATH, [`ONCHAIN_RPC_${chain.chainId}`]: second.url } });
    const { result, error } = JSON.parse(stdout) as { readonly result?: any; readonly error?: { readonly code: number } };
    if ("topics" in raw) {
      const log = result.logs.find((each: { readonly logIndex: string }) => Number(each.logIndex) === logIndex);
      return { topics: log.topics, data: log.data };
    }
    if ("call" in raw) return { call: raw.call, ...(raw.from === undefined ? {} : { from: raw.from }), ...(error?.code === 3 ? { reverted: true } : { result }) };
    if ("slot" in raw) return { slot: raw.slot, value: result };
    if ("codeHash" in raw) return { codeHash: await rpc("web3_sha3", [result]) };
    return { from: result.from, to: result.to, input: result.input };
  };
  const kindOf = ({ raw }: Pick<Served, "raw">) => ["topics", "reverted", "result", "slot", "codeHash", "input"].find((member) => member in raw);
  const lower = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(/0x[0-9a-fA-F]+/g, (hex) => hex.toLowerCase()));

  it("of who may change a registry is served with its command, and every command gives the same at a second node", async () => {
    const claims = [...(await claimsOf("tiny chat", ["CONTROL_AUTHORITY", "CHANGE_HISTORY", "SOURCE_OPERATOR"])), ...(await claimsOf("other", ["CONTROL_AUTHORITY"]))];
    const evidence = claims.flatMap((claim) => claim.evidence);
    expect(new Set(evidence.map(kindOf))).toEqual(new Set(["topics", "reverted", "result", "slot", "codeHash"]));
    for (const each of evidence) expect(lower(await again(each))).toEqual(lower(each.raw));
  });

  it("of a registration gives the same at a second node", async () => {
    const [claim] = await claimsOf("tiny chat", ["ONCHAIN_REGISTRATION"]);
    expect(claim).toMatchObject({ status: "VERIFIED", evidence: [{ raw: { topics: [expect.any(String), expect.any(String)] } }, { raw: { from: expect.any(String), input: expect.any(String) } }] });
    for (const each of claim?.evidence ?? []) expect(lower(await again(each))).toEqual(lower(each.raw));
  });

  it("of 60 KB, log and calldata, is kept whole and gives the same at a second node", async () => {
    const [claim] = await claimsOf("wordy", ["ONCHAIN_REGISTRATION"]);
    expect(claim?.status).toBe("VERIFIED");
    expect(claim?.evidence.map(kindOf)).toEqual(["topics", "input"]);
    for (const each of claim?.evidence ?? []) {
      expect(JSON.stringify(each.raw).length).toBeGreaterThan(120_000);
      expect(lower(await again(each))).toEqual(lower(each.raw));
    }
  });

  it("of who sent a registration gives the same at a second node", async () => {
    const { chains: [only] } = readOptions({ chains: [{ chainId: chain.chainId, rpc: [chain.url] }], registries: [mapping("upgradeable", proxy)] });
    if (only === undefined) throw new Error("there is no chain");
    const found = await onChain(only, chainContext(), async (session) => {
      const logs = await session.logs({ addresses: [only.registries[0]!.address], topics: [], fromBlock: registered.blockNumber, toBlock: registered.blockNumber });
      return await registrantsOf(session, logs.map((log) => ({ log })));
    });
    const evidence = found.get(registered.transactionHash)?.evidence;
    if (evidence === undefined) throw new Error("there is no evidence");
    expect(lower(await again({ raw: evidence.raw, reproduce: reproduceCommand(evidence), logIndex: null }))).toEqual(lower(evidence.raw));
  });

  it("tells in one sentence each who can do what, only with the entries of that registry", async () => {
    const statements = async (name: string) => (await claimsOf(name, ["CONTROL_AUTHORITY"])).map(({ statement, status, subject, issuer }) => [statement, status, subject, issuer]);
    const account = `eip155:${chain.chainId}:${proxy}`;
    const contract = { type: "CONTRACT", reference: account };
    const byChain = { type: "CHAIN", key: account };
    expect((await statements("tiny chat")).toSorted((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1))).toEqual([
      [`Of upgradeable (${account}) the configuration says: anybody may write entries, and name them.`, "ASSERTED", { type: "SOURCE", reference: "onchain" }, { type: "OPERATOR", key: account }],
      [expect.stringMatching(new RegExp(`^The code of upgradeable \\(${account}\\), now that of 0x\\w{40}, can be replaced by ${owner}, a single key; a stranger's call of upgradeToAndCall is refused\\.$`)), "ASSERTED", contract, byChain],
      [`The owner of upgradeable (${account}) is ${owner}, a single key.`, "ASSERTED", contract, byChain],
    ]);
    const ofOther = (await statements("other")).map(([statement]) => statement).join("\n");
    expect(ofOther).toContain(`The owner of owned (eip155:${chain.chainId}:${other}) is ${chain.account}, a single key.`);
    expect(ofOther).not.toContain(proxy);
  });
});
