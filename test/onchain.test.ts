import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { onchainRegistration } from "@modeldex/gateway";
import { huggingFace } from "@modeldex/source-hf";
import { erc8004, fabstir, onchain } from "@modeldex/source-onchain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import type { LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { hubDigest, startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

const run = promisify(execFile);
const repo = "TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF";
const file = "tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf";
const other = { repo: "Qwen/Qwen2.5-Coder-7B", file: "model.safetensors" };
const theirs = { repo: "google-bert/bert-base-uncased", file: "model.safetensors" };

let hub: TestHub;
let chain: LocalChain;
let modeldex: TestGateway;
let transaction: string;
let keys: { readonly equal: string; readonly different: string; readonly incomparable: string };

const key = (id: string, address = chain.files) => `onchain:eip155:${chain.chainId}:${address}/${id}`;
const harvest = async () => expect(await modeldex.gateway.harvest("onchain", { all: false, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE" });

/** What is served of a model, without what depends on when it was asked. */
const valuesOf = (id: string) => modeldex.query(
  `query($id: ID!) { model(id: $id) { id name task description license { spdx class } parameters { total } contextLength formats precisions languages libraries tags publisher { id } popularity { downloads30d }
     trust { level missingForNext systemLevel counts { verified asserted unknown failed } decision { outcome rules { outcome rule { key } } } claims { nodes { kind status effect statement } } } } }`, { id },
).then(({ model }) => model);

beforeAll(async () => {
  [hub, chain] = await Promise.all([startHub(), startLocalChain()]);
  const sources = [
    huggingFace({ endpoint: hub.url }),
    onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url] }],
      registries: [
        fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 0 }),
        erc8004({ chainId: chain.chainId, address: chain.agents, startBlock: 0, modelMetadataKey: "model" }),
      ],
    }),
  ];
  modeldex = await startGateway({ sources, verifiers: [onchainRegistration({ rpc: { [chain.chainId]: [chain.url] } })] });
  await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
  const equal = await chain.registerFile({ repo, file, sha256: `0x${hubDigest(repo, file)}` });
  transaction = equal.transactionHash;
  const different = await chain.registerFile({ ...other, sha256: `0x${"1".repeat(64)}` });
  const incomparable = await chain.registerFile({ repo: "openai/whisper-large-v3", file: "config.json", sha256: `0x${"4".repeat(64)}` });
  await chain.registerAgent({ uri: "https://agents.example/no-model.json" });
  await chain.registerAgent({ uri: "https://agents.example/with-model.json", model: "pkg:huggingface/BAAI/bge-m3" });
  await chain.mine(3);
  keys = { equal: key(equal.key), different: key(different.key), incomparable: key(incomparable.key) };
  await harvest();
});
afterAll(async () => {
  await modeldex.close();
  await Promise.all([hub.close(), chain.stop()]);
});

it("joins what is registered on the chain to the model that it names, and finds it by search", async () => {
  const { search } = await modeldex.query(`{ search(text: "tinyllama chat", live: false) { nodes { id listings { nodes { key access link { kind relation statement } source { id } } } } } }`);
  expect(search.nodes[0].id).toBe(`hf:${repo}`);
  expect(search.nodes[0].listings.nodes.map(({ key: listing, link }: any) => [listing, link.kind, link.relation])).toEqual([
    [`hf:${repo}`, "LEADING", "SAME_WEIGHTS"], [keys.equal, "EXPLICIT_REFERENCE", "REGISTERED"],
  ]);
});

it("resolves an entry by its CAIP id, by the transaction that wrote it, and by the address of the contract", async () => {
  const { resolveMany } = await modeldex.query("query($references: [String!]!) { resolveMany(references: $references) { outcome model { id } listing { key } candidates(first: 10) { model { id } } sources { source { id } status } } }", {
    references: [keys.equal.slice("onchain:".length), chain.files, transaction],
  });
  expect(resolveMany[2]).toMatchObject({ outcome: "RESOLVED", model: { id: `hf:${repo}` }, listing: { key: keys.equal } });
  expect(resolveMany[0]).toMatchObject({ outcome: "RESOLVED", model: { id: `hf:${repo}` }, listing: { key: keys.equal } });
  expect([resolveMany[1].outcome, resolveMany[1].candidates.map(({ model }: any) => model.id).sort()]).toEqual(["AMBIGUOUS", [`hf:${other.repo}`, `hf:${repo}`, "hf:openai/whisper-large-v3"]]);
  // Asked by an id and then to look it up, it is one source.
  expect(resolveMany[1].sources).toEqual([{ source: { id: "onchain" }, status: "OK" }]);
});

it("says of an address of another chain, and of a contract that is not configured, what would be needed", async () => {
  const { resolveMany } = await modeldex.query("query($references: [String!]!) { resolveMany(references: $references) { outcome message } }", {
    references: [`eip155:1:${chain.files}/0x00`, "0x00000000000000000000000000000000000000aa", `https://etherscan.io/address/${chain.files}`],
  });
  for (const { outcome, message } of resolveMany) {
    expect([outcome, message]).toEqual(["NOT_FOUND", "No registry that is read here has it; its chain and contract must be among those of the configuration."]);
  }
});

it("lists an agent only when it names a model, id 0 too, and counts the others", async () => {
  const { source, model } = await modeldex.query(`{ source(id: "onchain") { coverage { listings notListed chains { chainId address indexed finalized } } } model(id: "hf:BAAI/bge-m3") { listings { nodes { key link { relation } details { ... on OnChainDetails { key owner finality } } } } } }`);
  expect(source.coverage).toMatchObject({ listings: 4, notListed: 1 });
  expect(source.coverage.chains.map(({ address }: any) => address).sort()).toEqual([chain.files, chain.agents].sort());
  expect(model.listings.nodes[1]).toMatchObject({ key: key("1", chain.agents), link: { relation: "REGISTERED" }, details: { key: "1", owner: expect.stringMatching(/^(eip155:\d+:)?0x/), finality: "FINALIZED" } });
});

const digestClaim = async (listing: string) => {
  const { node } = await modeldex.query(`query($id: ID!) { node(id: $id) { ... on Listing { trust { level claims(kinds: [CROSS_SOURCE_DIGEST_MATCH]) { nodes { status effect unknownReason evidence { __typename ... on DigestEvidence { left right leftFrom rightFrom } } } } } } } }`, { id: `listing:${listing}` });
  return node.trust.claims.nodes;
};

it("verifies an equal digest, fails a different one, and calls digests of different kinds incomparable", async () => {
  expect(await digestClaim(keys.equal)).toMatchObject([{ status: "VERIFIED", effect: "SUPPORTS", evidence: [{ __typename: "DigestEvidence", left: `sha256:${hubDigest(repo, file)}`, right: `sha256:${hubDigest(repo, file)}` }] }]);
  expect(await digestClaim(keys.different)).toMatchObject([{ status: "FAILED", effect: "UNDERMINES" }]);
  // The Hub states no sha256 of small files, only the sha1 of their git objects.
  expect(await digestClaim(keys.incomparable)).toMatchObject([{ status: "UNKNOWN", unknownReason: "INCOMPARABLE" }]);
});

it("reads the registration again and keeps what the node said, raw", async () => {
  const { node } = await modeldex.query(`query($id: ID!) { node(id: $id) { ... on Listing { trust { claims(kinds: [ONCHAIN_REGISTRATION]) { nodes { status effect method evidence { __typename digest reproduce ... on ChainEvidence { chainId address blockNumber blockHash transactionHash logIndex finality endpointsAgreeing endpointsAsked } } } } } } } }`, { id: `listing:${keys.equal}` });
  const [claim] = node.trust.claims.nodes;
  expect(claim).toMatchObject({ status: "VERIFIED", effect: "NEUTRAL" });
  const evidence = claim.evidence.find(({ __typename }: any) => __typename === "ChainEvidence");
  expect(evidence).toMatchObject({ chainId: chain.chainId, address: chain.files, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1 });
  const kept = await (await fetch(`${modeldex.url}/evidence/${evidence.digest.slice("sha256:".length)}`)).json();
  const { stdout } = await run("sh", ["-c", evidence.reproduce], { env: { ...process.env, [`ONCHAIN_RPC_${chain.chainId}`]: chain.url } });
  expect(JSON.parse(stdout).result).toEqual((kept as any).result ?? kept);
  expect(JSON.parse(stdout).result.logs[evidence.logIndex]).toMatchObject({ blockHash: evidence.blockHash, transactionHash: evidence.transactionHash });
});

it("compares the entry of the chain with the listing of the same weights", async () => {
  const { compare } = await modeldex.query(`query($references: [String!]!) { compare(references: $references) { models { id } resolutions { listing { key } } rows { attribute verdict cells { text known } } } }`, { references: [keys.equal.slice("onchain:".length), repo] });
  expect(compare.models.map(({ id }: any) => id)).toEqual([`hf:${repo}`, `hf:${repo}`]);
  expect(compare.resolutions.map(({ listing }: any) => listing.key)).toEqual([keys.equal, `hf:${repo}`]);
  expect(compare.rows.length).toBeGreaterThanOrEqual(20);
  expect(compare.rows.find(({ attribute }: any) => attribute === "trust.registration").cells[0].known).toBe(true);
});

it("changes no value and no level of a model when a stranger registers its digest, equal or not", async () => {
  const id = `hf:${theirs.repo}`;
  const before = await valuesOf(id);
  const same = await chain.registerFile({ ...theirs, sha256: `0x${hubDigest(theirs.repo, theirs.file)}` });
  await chain.registerFile({ repo: theirs.repo, file: "other.safetensors", sha256: `0x${"2".repeat(64)}` });
  await chain.mine(3);
  await harvest();
  const { model } = await modeldex.query("query($id: ID!) { model(id: $id) { listings { nodes { key } } } }", { id });
  expect(model.listings.nodes.map((node: any) => node.key)).toContain(key(same.key));
  // That the stranger states the same digest is said, without a verdict; nothing else differs.
  const { trust, ...values }: any = await valuesOf(id);
  const isMatch = ({ kind }: any) => kind === "CROSS_SOURCE_DIGEST_MATCH";
  expect(trust.claims.nodes.filter(isMatch)).toMatchObject([{ status: "UNKNOWN", effect: "NEUTRAL", statement: expect.stringContaining(`${key(same.key)}, which anybody may write`) }]);
  const counts = { ...trust.counts, unknown: trust.counts.unknown - 1 };
  expect({ ...values, trust: { ...trust, counts, claims: { nodes: trust.claims.nodes.filter((each: any) => !isMatch(each)) } } }).toEqual(before);
});

it("follows the status of an entry, and does not verify a log that the node no longer has", async () => {
  await chain.write("FileRegistry", chain.files, "deactivate", [keys.different.slice(keys.different.lastIndexOf("/") + 1)]);
  const late = await chain.registerFile({ repo: "google-bert/bert-base-cased", file: "model.safetensors", sha256: `0x${"3".repeat(64)}` });
  await chain.mine(3);
  await harvest();
  const state = await modeldex.query("query($id: ID!) { node(id: $id) { ... on Listing { state } } }", { id: `listing:${keys.different}` });
  expect(state.node.state).toBe("DEPRECATED");
  await chain.rpc("anvil_reorg", [5, []]);
  const { node } = await modeldex.query("query($id: ID!) { node(id: $id) { ... on Listing { trust { claims(kinds: [ONCHAIN_REGISTRATION]) { nodes { status } } } } } }", { id: `listing:${key(late.key)}` });
  expect(node.trust.claims.nodes.map(({ status }: any) => status)).not.toContain("VERIFIED");
});
