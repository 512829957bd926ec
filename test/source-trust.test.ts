import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controlAuthority, onchainRegistration } from "@modeldex/gateway";
import { onchain } from "@modeldex/source-onchain";
import type { Mapping } from "@modeldex/source-onchain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import type { LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { startRpcProxy } from "../packages/source-onchain/src/testing/rpc-proxy.ts";
import type { RpcProxy } from "../packages/source-onchain/src/testing/rpc-proxy.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";

let folder: string;
let chain: LocalChain;
let node: RpcProxy;
let down = false;
let modeldex: TestGateway;
let registry: `0x${string}`;
let code: `0x${string}`;
/** Milliseconds that the gateway's clock is before the computer's. */
let ahead = 0;

const [owner, other, administrator] = [1, 2, 3];
const zeroAddress = `0x${"0".repeat(40)}` as const;
const account = (number = 0) => chain.accounts[number] as `0x${string}`;
const later = () => void (ahead += 2 * 3_600_000);

/** A gateway over the chain, with the data of the one before. */
async function start(): Promise<TestGateway> {
  const mapping: Mapping = {
    id: "models", chainId: chain.chainId, address: registry, startBlock: 0, abi: ["event Registered(bytes32 indexed id, string name)"], key: { from: "args.id" },
    on: { Registered: { op: "upsert", set: { name: "args.name" } } }, about: { operator: "Acme" },
  };
  const rpc = { [chain.chainId]: [node.url] };
  return await startGateway(
    {
      sources: [
        onchain({ chains: [{ chainId: chain.chainId, rpc: [node.url], finality: "instant" }], registries: [mapping] }),
        { id: "quiet", kind: "quiet", title: "Quiet", contract: 1, list: async () => ({ records: [] }) },
      ],
      verifiers: [onchainRegistration({ rpc }), controlAuthority({ rpc })],
    },
    { dataDir: folder, now: () => new Date(Date.now() + ahead) },
  );
}

const claimFields = "kind status effect unknownReason statement stale method subject { type reference } checks { key status statement } evidence { __typename digest reproduce }";
const X = () => `eip155:${chain.chainId}:${registry}`;
const plain = (statement: string) => statement.replaceAll(X(), "X").replaceAll("models (X)", "X");

/** What is said of the source, as `KIND STATUS EFFECT statement`. */
async function sourceTrust(id = "onchain") {
  const { source } = await modeldex.query(`query($id: ID!) { source(id: $id) { trust { systemLevel systemMissingForNext counts { verified asserted unknown failed } claims { totalCount nodes { ${claimFields} } } } } }`, { id });
  return source.trust;
}
const lineOf = ({ kind, status, effect, stale, statement }: any) => `${kind} ${status} ${effect}${stale ? " stale" : ""}: ${plain(statement)}`;
const authority = ({ claims }: any): readonly string[] => claims.nodes.filter(({ kind, statement }: any) => kind === "CONTROL_AUTHORITY" && !statement.includes("configuration")).map(lineOf).toSorted();
/** The same of the listing's report. */
async function listingTrust() {
  const { search } = await modeldex.query(`{ search(text: "tiny model", live: false, first: 1) { nodes { listings(first: 1) { nodes { trust { claims(kinds: [CONTROL_AUTHORITY], first: 20) { nodes { ${claimFields} } } } } } } } }`);
  return search.nodes[0].listings.nodes[0].trust;
}
async function told(): Promise<readonly (readonly [string, unknown])[]> {
  const { changes } = await modeldex.query(`{ changes(kinds: [FINDING], sources: ["onchain"]) { nodes { statement source { id } listing { id } before after } } }`);
  return changes.nodes.map(({ statement, source, listing, after }: any) => [plain(statement), [source.id, listing, after.states]]);
}
const held = (number: number) => `Held by one account, ${account(number)}.`;
const owned = (number: number) => `One account, ${account(number)}, owns X.`;
const replaced = (by: `0x${string}`) => `One account, ${account(administrator)}, can replace the code of X, which is now that of ${by}.`;
const waits = "Nobody may take it over.";

beforeAll(async () => {
  [folder, chain] = await Promise.all([mkdtemp(join(tmpdir(), "modeldex-")), startLocalChain()]);
  node = await startRpcProxy(chain.url, { http: (response) => down && (response.destroy(), true) });
  code = await chain.deploy("HandedRegistry");
  registry = await chain.deploy("SlotProxy", [code, account(administrator), zeroAddress, "0x"]);
  await chain.write("HandedRegistry", registry, "initialize", [account(owner)]);
  await chain.write("HandedRegistry", registry, "register", ["tiny model"]);
  await chain.mine(5);
  modeldex = await start();
  expect(await modeldex.gateway.harvest("onchain", { all: false, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE", added: 1 });
});
afterAll(async () => {
  await modeldex.close();
  await node.close();
  await chain.stop();
  await rm(folder, { recursive: true, force: true });
});

it("says who operates a source and who can change it, each with its evidence, and where it is listed too", async () => {
  const trust = await sourceTrust();
  expect(authority(trust)).toEqual([`CONTROL_AUTHORITY VERIFIED CAUTION: ${owned(owner)}`, `CONTROL_AUTHORITY VERIFIED CAUTION: ${replaced(code)}`]);
  expect(trust).toMatchObject({ systemLevel: "NAMED", systemMissingForNext: [expect.stringMatching(/^Entries must be addressed by content/)], counts: { verified: 2, failed: 0, unknown: 0 }, claims: { totalCount: trust.claims.nodes.length } });
  expect(trust.claims.nodes.filter(({ kind }: any) => kind === "SOURCE_OPERATOR").map(lineOf)).toEqual([
    "SOURCE_OPERATOR ASSERTED NEUTRAL: X is operated by Acme, says the configuration.", `SOURCE_OPERATOR ASSERTED NEUTRAL: On the chain, X is owned by eip155:${chain.chainId}:${account(owner)}.`,
  ]);
  const [first] = trust.claims.nodes;
  expect(first).toMatchObject({ kind: "CONTROL_AUTHORITY", method: "chain.authority/1", subject: { type: "CONTRACT", reference: X() } });
  expect(first.evidence[0]).toMatchObject({ __typename: "ChainEvidence", reproduce: expect.stringContaining("curl") });
  const kept = await fetch(`${modeldex.url}/evidence/${first.evidence[0].digest.slice("sha256:".length)}`);
  expect([kept.status, JSON.stringify(await kept.json())]).toEqual([200, expect.stringContaining(registry.toLowerCase())]);
  expect(authority(await listingTrust())).toEqual(authority(trust));
  expect(await told()).toEqual([]);
});

it("says that nobody is named where a source says nothing of itself, and nothing of a source that there is not", async () => {
  expect((await sourceTrust("quiet")).claims.nodes.map(lineOf)).toEqual(["SOURCE_OPERATOR UNKNOWN NEUTRAL: Nobody is named who operates Quiet."]);
  expect(await sourceTrust("quiet")).toMatchObject({ systemLevel: "OPAQUE", counts: { unknown: 1 } });
});

it("asks the chain once for a source, however many listings ask at once, and not again while it is fresh", async () => {
  later();
  await listingTrust();
  const before = node.requests;
  await Promise.all([sourceTrust(), listingTrust(), sourceTrust()]);
  expect(node.requests).toBe(before);
  later();
  const asked = `{ a: source(id: "onchain") { trust { counts { verified } } } b: source(id: "onchain") { trust { counts { verified } } } c: source(id: "onchain") { trust { counts { verified } } } }`;
  const counted = async (document: string) => {
    const from = node.calls.length;
    const answer = await modeldex.query(document);
    return { answer, owners: node.calls.slice(from).filter(({ method, params }) => method === "eth_call" && JSON.stringify(params).includes("0x8da5cb5b") && JSON.stringify(params).includes("blockHash")).length };
  };
  const three = await counted(asked);
  later();
  const one = await counted(`{ a: source(id: "onchain") { trust { counts { verified } } } }`);
  expect([three.answer.c.trust, three.owners]).toEqual([{ counts: { verified: 2 } }, one.owners]);
  expect(one.owners).toBeGreaterThan(0);
});

const handed = async (to: `0x${string}`, from: number) => {
  await chain.write("HandedRegistry", registry, "transferOwnership", [to], from);
  await chain.mine(5);
  later();
};

it("follows another owner, and tells it once", async () => {
  await handed(account(other), owner);
  expect(authority(await sourceTrust())).toEqual([`CONTROL_AUTHORITY VERIFIED CAUTION: ${owned(other)}`, `CONTROL_AUTHORITY VERIFIED CAUTION: ${replaced(code)}`].toSorted());
  expect(authority(await listingTrust())).toEqual(authority(await sourceTrust()));
  expect(await told()).toEqual([[owned(other), ["onchain", null, [held(other), waits]]]]);
});

it("follows other code behind the proxy, and tells it once", async () => {
  const next = await chain.deploy("HandedRegistry");
  // The administrator's calls are taken by the proxy itself.
  await chain.write("UupsRegistry", registry, "upgradeToAndCall", [next, "0x"], administrator);
  await chain.mine(5);
  later();
  code = next;
  expect(authority(await listingTrust())).toContain(`CONTROL_AUTHORITY VERIFIED CAUTION: ${replaced(next)}`);
  expect((await told()).slice(1)).toEqual([[replaced(next), ["onchain", null, [held(administrator), `The code is that of ${next}.`]]]]);
  later();
  await sourceTrust();
  expect(await told()).toHaveLength(2);
});

it("follows an ownership that is given up, and tells it once", async () => {
  await handed(zeroAddress, other);
  expect(authority(await sourceTrust())).toContain("CONTROL_AUTHORITY VERIFIED SUPPORTS: Nobody owns X: its ownership was given up.");
  expect((await told()).slice(2)).toEqual([["Nobody owns X: its ownership was given up.", ["onchain", null, ["Held by nobody.", waits]]]]);
});

const last = () => ["CONTROL_AUTHORITY VERIFIED CAUTION", "CONTROL_AUTHORITY VERIFIED SUPPORTS"].map((verdict, index) => `${verdict} stale: ${[replaced(code), "Nobody owns X: its ownership was given up."][index]}`);

it("keeps what was found last, out of date, while the chain cannot be asked", async () => {
  down = true;
  later();
  const trust = await sourceTrust();
  expect(authority(trust).filter((line) => line.includes("VERIFIED"))).toEqual(last());
  expect(authority(await listingTrust()).filter((line) => line.includes("VERIFIED"))).toEqual(last());
  expect(await told()).toHaveLength(3);
});

it("keeps it when the gateway is killed and started again, also while nothing can be asked, and checks it again when it can", async () => {
  // The files as they are, which is what a process that was killed leaves.
  const left = await mkdtemp(join(tmpdir(), "modeldex-"));
  await cp(folder, left, { recursive: true });
  await modeldex.close();
  await rm(folder, { recursive: true, force: true });
  folder = left;
  modeldex = await start();
  expect(authority(await sourceTrust()).filter((line) => line.includes("VERIFIED"))).toEqual(last());
  const { search } = await modeldex.query(`{ search(text: "tiny model", live: false, first: 1) { nodes { listings(first: 1) { nodes { trust(depth: CACHED) { claims(kinds: [CONTROL_AUTHORITY], first: 20) { nodes { ${claimFields} } } } } } } } }`);
  expect(authority(search.nodes[0].listings.nodes[0].trust).filter((line) => line.includes("VERIFIED"))).toEqual(last());
  down = false;
  later();
  expect(authority(await sourceTrust())).toEqual(last().map((line) => line.replace(" stale", "")));
  expect(await told()).toHaveLength(3);
});

it("says nothing of a source that the configuration no longer names", async () => {
  await modeldex.close();
  modeldex = await startGateway({ sources: [] }, { dataDir: folder, now: () => new Date(Date.now() + ahead) });
  const { changes } = await modeldex.query(`{ changes(first: 1) { nodes { source { id trust { systemLevel } } } } }`);
  expect(changes.nodes).toEqual([{ source: { id: "onchain", trust: null } }]);
});
