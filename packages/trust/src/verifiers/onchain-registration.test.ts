import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ChainEvidence, ClaimOf, Finding } from "@modeldex/plugin-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath, startChain, type Chain, type Registered } from "../../test/anvil.ts";
import { listing, tools, verdict, type TestTools } from "../../test/subjects.ts";
import { onchainRegistration } from "./onchain-registration.ts";

const topic = "11".repeat(32);
const data = "22".repeat(32);
const subject = { listing: listing("onchain:entry", {}, "open"), others: [] };

function logOf(entry: Registered, change: Partial<ChainEvidence> = {}): ChainEvidence {
  return {
    kind: "chain", chainId: 31_337, ...entry, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1,
    raw: { topics: [`0x${topic}`], data: `0x${data}` }, ...change,
  };
}

function claimOf(...evidence: readonly ChainEvidence[]): ClaimOf<"ONCHAIN_REGISTRATION"> {
  return { kind: "ONCHAIN_REGISTRATION", statement: "registered", facts: { registry: "eip155:31337:0xabc", key: "1", owner: `eip155:31337:0x${"22".repeat(20)}` }, evidence };
}

describe.skipIf(anvilPath() === undefined)("ONCHAIN_REGISTRATION on a real node (npm package @foundry-rs/anvil)", () => {
  let chain: Chain;
  let entry: Registered;
  beforeAll(async () => {
    chain = await startChain();
    entry = await chain.register(topic, data);
    await chain.rpc("anvil_mine", ["0x4"]);
  });
  afterAll(() => chain.stop());

  const verify = async (evidence: readonly ChainEvidence[], urls: readonly string[] = [chain.url], lent: TestTools = tools({}, { fetch })): Promise<readonly Finding[]> =>
    onchainRegistration({ rpc: { 31_337: urls } }).verify({ subject, claim: claimOf(...evidence) }, lent);

  it("reads the log again, keeps the receipt, and says no more than that it is there", async () => {
    const lent = tools({}, { fetch });
    const [finding] = await verify([logOf(entry)], [chain.url], lent);
    expect(finding).toMatchObject({
      status: "VERIFIED", effect: "NEUTRAL", method: "onchain.replay/1",
      statement: expect.stringMatching(/read again and equal at 1 of 1 endpoints\. It names 0x(22){20}, and says who wrote it, not that it is true\.$/),
      checks: [{ key: "log-0", status: "VERIFIED" }, { key: "owner", status: "VERIFIED" }],
      evidence: [{ kind: "chain", finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, kept: expect.stringMatching(/^sha256:/) }],
    });
    expect(JSON.parse(lent.kept[0] ?? "")).toMatchObject({ transactionHash: entry.transactionHash, logs: [{ data: `0x${data}` }] });
  });

  it("counts an endpoint that is given twice once, and counts endpoints, not answers", async () => {
    const statement = async (evidence: readonly ChainEvidence[], urls: readonly string[], lent?: TestTools) => (await verify(evidence, urls, lent))[0]?.statement.match(/at \d of \d endpoints/)?.[0];
    const half: typeof fetch = async (url, init) => (addressOf(url).includes("down") && bodyText(init).includes("0x1234") ? Response.error() : await fetch(chain.url, init));
    const word = `0x${"2a".padStart(64, "0")}`;
    expect([
      await statement([logOf(entry)], [chain.url, `${chain.url}/`, `${chain.url}#again`]),
      await statement([logOf(entry), logOf(entry, { raw: { call: "0x1234", result: word } })], [chain.url]),
      await statement([logOf(entry), logOf(entry, { raw: { call: "0x1234", result: word } })], [chain.url, "http://down.example"], tools({}, { fetch: half })),
    ]).toEqual(["at 1 of 1 endpoints", "at 1 of 1 endpoints", "at 1 of 2 endpoints"]);
  });

  it("gives a command that finds equal data", async () => {
    const [finding] = await verify([logOf(entry)]);
    const { stdout } = await promisify(execFile)("sh", ["-c", finding?.evidence[0]?.reproduce ?? "false"], { env: { PATH: process.env.PATH, ONCHAIN_RPC_31337: `${chain.url},http://127.0.0.1:1` } });
    expect(JSON.parse(stdout)).toMatchObject({ result: { blockHash: entry.blockHash, logs: [{ address: entry.address, topics: [`0x${topic}`], data: `0x${data}` }] } });
  });

  const twins: readonly (readonly [string, () => ChainEvidence, string])[] = [
    ["one byte of the data", () => logOf(entry, { raw: { topics: [`0x${topic}`], data: `0x${data.slice(0, -2)}23` } }), "FAILED UNDERMINES"],
    ["one byte of a topic", () => logOf(entry, { raw: { topics: [`0x${topic.slice(0, -2)}12`], data: `0x${data}` } }), "FAILED UNDERMINES"],
    ["one topic more", () => logOf(entry, { raw: { topics: [`0x${topic}`, `0x${topic}`], data: `0x${data}` } }), "FAILED UNDERMINES"],
    ["the contract", () => logOf(entry, { address: `0x${"33".repeat(20)}` }), "FAILED UNDERMINES"],
    ["the index of the log", () => logOf(entry, { logIndex: 5 }), "FAILED UNDERMINES"],
    ["the hash of the block", () => logOf(entry, { blockHash: `0x${"44".repeat(32)}` }), "FAILED UNDERMINES"],
    ["the same, not said to be final", () => logOf(entry, { blockHash: `0x${"44".repeat(32)}`, finality: "PENDING" }), "FAILED CAUTION"],
    ["the transaction", () => logOf(entry, { transactionHash: `0x${"55".repeat(32)}` }), "FAILED UNDERMINES"],
    ["a block that the node does not have", () => logOf(entry, { blockNumber: 900 }), "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
    ["a chain without an endpoint", () => logOf(entry, { chainId: 1 }), "UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL"],
    ["the address in another case", () => logOf(entry, { address: entry.address.toUpperCase().replace("0X", "0x") }), "VERIFIED NEUTRAL"],
  ];
  it.each(twins)("twin that differs in %s", async (_name, evidence, expected) => {
    expect(verdict(await verify([evidence()]))).toBe(expected);
  });

  it("makes a call again at its block", async () => {
    const call = (result: string) => logOf(entry, { raw: { call: "0x1234", result } });
    const word = (last: string) => `0x${last.padStart(64, "0")}`;
    expect([verdict(await verify([logOf(entry), call(word("2a"))])), verdict(await verify([logOf(entry), call(word("2b"))]))]).toEqual(["VERIFIED NEUTRAL", "FAILED UNDERMINES"]);
  });

  it("is not VERIFIED once the node no longer has the log", async () => {
    const snapshot = await chain.rpc("evm_snapshot");
    const later = await chain.register(topic, "66".repeat(32));
    const evidence = logOf(later, { raw: { topics: [`0x${topic}`], data: `0x${"66".repeat(32)}` }, finality: "PENDING" });
    const before = verdict(await verify([evidence]));
    await chain.rpc("evm_revert", [snapshot]);
    const gone = verdict(await verify([evidence]));
    await chain.rpc("anvil_mine", ["0x3"]);
    expect([before, gone, verdict(await verify([evidence]))]).toEqual(["VERIFIED NEUTRAL", "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL", "FAILED CAUTION"]);
  });

  const addressOf = (input: Parameters<typeof fetch>[0]): string => (input instanceof Request ? input.url : input.toString());
  const bodyText = (init: RequestInit | undefined): string => (typeof init?.body === "string" ? init.body : "");
  const bodyOf = (init: RequestInit | undefined): { readonly method?: string } => JSON.parse(typeof init?.body === "string" ? init.body : "{}") as { readonly method?: string };

  it("does not know while endpoints cannot be asked or do not agree", async () => {
    const lying: typeof fetch = async (url, init) => {
      const response = await fetch(chain.url, init);
      return addressOf(url).includes("lying") ? new Response((await response.text()).replaceAll(data, "77".repeat(32))) : response;
    };
    const down: typeof fetch = async (url, init) => (addressOf(url).includes("down") ? Response.error() : fetch(url, init));
    expect([
      verdict(await verify([logOf(entry)], [chain.url, "http://lying.example/"], tools({}, { fetch: lying }))),
      verdict(await verify([logOf(entry)], ["http://down.example/"], tools({}, { fetch: down }))),
      verdict(await verify([logOf(entry)], [chain.url, "http://down.example/"], tools({}, { fetch: down }))),
    ]).toEqual(["UNKNOWN(NO_TRUST_ANCHOR) NEUTRAL", "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL", "VERIFIED NEUTRAL"]);
  });

  it("asks one by one where a node takes no batches, and by the block where it has no index of old transactions", async () => {
    const asked: string[] = [];
    const old: typeof fetch = async (url, init) => {
      const body = bodyOf(init);
      if (Array.isArray(body)) return new Response('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}}');
      asked.push(body.method ?? "");
      return body.method === "eth_getTransactionReceipt" ? new Response('{"jsonrpc":"2.0","id":1,"result":null}') : fetch(url, init);
    };
    expect([verdict(await verify([logOf(entry)], [chain.url], tools({}, { fetch: old }))), asked.toSorted()]).toEqual([
      "VERIFIED NEUTRAL", ["eth_chainId", "eth_getBlockByNumber", "eth_getBlockByNumber", "eth_getLogs", "eth_getTransactionReceipt"],
    ]);
  });
});

it("has nothing to read again without a log or a call, and refuses an endpoint that is no URL", async () => {
  const claim = claimOf();
  expect(verdict(await onchainRegistration({ rpc: {} }).verify({ subject, claim }, tools()))).toBe("UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL");
  expect(() => onchainRegistration({ rpc: { 1: ["ws://node.example"] } })).toThrow('an rpc endpoint must be an http or https URL, such as "https://rpc.example.org"');
  expect(onchainRegistration({ rpc: { 1: ["http://127.0.0.1:8545"], 10: [] } }).baseAddresses).toEqual(["http://127.0.0.1:8545"]);
});
