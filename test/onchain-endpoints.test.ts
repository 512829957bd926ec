import type { ListingRecord } from "@modeldex/plugin-kit";
import { onchain } from "@modeldex/source-onchain";
import type { ChainOptions } from "@modeldex/source-onchain";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import { rangeLimit, rangeLimits } from "../packages/source-onchain/src/testing/range-limits.ts";
import { registeredFile, startRegistries } from "../packages/source-onchain/src/testing/registries.ts";
import type { Registries } from "../packages/source-onchain/src/testing/registries.ts";
import { startRpcProxy } from "../packages/source-onchain/src/testing/rpc-proxy.ts";
import type { RpcProxyOptions } from "../packages/source-onchain/src/testing/rpc-proxy.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway, TestGatewayOptions } from "./support/gateway.ts";
import { hubDigest } from "./support/hub.ts";
import { listedRows } from "./support/rows.ts";
import { scriptedSource } from "./support/scripted-source.ts";

describe.skipIf(anvilPath() === undefined)("endpoints of a chain that misbehave (install @foundry-rs/anvil if skipped)", () => {
  let on: Registries;
  const open: (() => Promise<unknown>)[] = [];
  let added = 0;
  beforeAll(async () => {
    on = await startRegistries();
    await on.register(hubDigest(registeredFile.repo, registeredFile.file));
    // So that 64 blocks below the newest there is something as well.
    await on.chain.rpc("anvil_mine", ["0x64"]);
  }, 60_000);
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
  });
  afterAll(async () => {
    await on?.chain.stop();
  });

  /** A gateway with a shelf beside the chain, which it reads through these endpoints. */
  async function reading(rpc: readonly string[], change: Partial<ChainOptions> = {}, options: TestGatewayOptions = {}): Promise<TestGateway> {
    const shelf = scriptedSource("shelf", ["shelf/spaced-model", "shelf/other"]);
    const gateway = await startGateway({ sources: [shelf, onchain({ chains: [{ chainId: on.chain.chainId, rpc, ...change }], registries: on.mappings })] }, options);
    open.push(() => gateway.close());
    return gateway;
  }
  /** An endpoint before the node; `fault` is what it does as long as it is set. */
  async function endpoint(fault?: RpcProxyOptions) {
    let current = fault;
    const proxy = await startRpcProxy(on.chain.url, {
      answer: (call) => current?.answer?.(call),
      change: (call, result) => (current?.change === undefined ? result : current.change(call, result)),
      whole: (answers) => (current?.whole === undefined ? answers : current.whole(answers)),
      http: (response, calls) => current?.http?.(response, calls) ?? false,
    });
    open.push(() => proxy.close());
    return { url: proxy.url, host: new URL(proxy.url).host, misbehave: (next: RpcProxyOptions | undefined) => void (current = next) };
  }
  const harvest = async ({ gateway }: TestGateway) => await gateway.harvest("onchain", { all: false, signal: AbortSignal.timeout(100_000) });
  const known = new Map<string, ReadonlyMap<string, ListingRecord>>();
  /** The rows of a gateway that has seen nothing else, once for each height of the chain. */
  const undisturbed = async (change: Partial<ChainOptions> = {}) => {
    const what = `${JSON.stringify(change)} ${String(await on.chain.rpc("eth_blockNumber", []))}`;
    const before = known.get(what);
    if (before !== undefined) return before;
    const gateway = await reading([on.chain.url], change);
    expect(await harvest(gateway)).toMatchObject({ status: "DONE" });
    const rows = await listedRows(gateway);
    known.set(what, rows);
    return rows;
  };
  const statusOf = async (gateway: TestGateway) => (await gateway.query(`{ source(id: "onchain") { status { state message } } }`)).source.status;
  /** A further entry, deep enough to be final. */
  const add = async () => {
    added += 1;
    await on.chain.write("FileRegistry", on.addresses.fabstir, "addModel", ["acme/added", `file-${added}.gguf`, `0x${"55".repeat(32)}`, 1n]);
    await on.chain.mine(3);
  };
  /** Rows without how many endpoints agreed, and the numbers of those that did. */
  const votes = (rows: ReadonlyMap<string, ListingRecord>) => {
    const agreeing = new Set<number>();
    const without = new Map([...rows].map(([id, row]) => [id, {
      ...row,
      claims: row.claims?.map((claim) => ({
        ...claim,
        evidence: claim.evidence.map((each) => {
          if (each.kind !== "chain") return each;
          agreeing.add(each.endpointsAgreeing);
          return { ...each, endpointsAgreeing: 0, endpointsAsked: 0 };
        }),
      })),
    }]));
    return { agreeing: [...agreeing], without };
  };

  const omits: RpcProxyOptions = { change: ({ method }, result) => (method === "eth_getLogs" ? (result as object[]).slice(1) : result) };
  const otherHash: RpcProxyOptions = { change: ({ method, params }, result) => (method === "eth_getBlockByNumber" && params[0] !== "latest" ? { ...(result as object), hash: `0x${"ab".repeat(32)}` } : result) };
  const otherChain: RpcProxyOptions = { answer: ({ method }) => (method === "eth_chainId" ? { result: "0x1" } : undefined) };
  const truncated: RpcProxyOptions = { http: (response) => (response.writeHead(200, { "content-type": "application/json" }).end('[{"jsonrpc":"2.0","id":1,"resu'), true) };
  const busy = (seconds: number): RpcProxyOptions => ({ http: (response) => (response.writeHead(429, { "retry-after": `${seconds}` }).end(), true) });
  const hangs: RpcProxyOptions = { http: () => true };

  it.each<[string, RpcProxyOptions, number, string, RegExp]>([
    ["serves another chain than it should", otherChain, 1, "BAD_RESPONSE", /^<a> serves chain 1, where chain 31337 is configured; correct chainId or rpc\.$/],
    ["breaks off within its JSON", truncated, 1, "BAD_RESPONSE", /^<a> did not answer in JSON; is the URL an RPC endpoint\?$/],
    ["allows no further request for five minutes", busy(300), 1, "RATE_LIMITED", /^Registries on chains allows no further request for /],
    ["leaves out a log, where two must agree", omits, 2, "BAD_RESPONSE", /^The RPC endpoints of chain 31337 do not agree: of the blocks \d+ to \d+ .* Equal answers of 2 are needed, so none of them was taken\.$/],
    ["has another final block, where two must agree", otherHash, 2, "BAD_RESPONSE", /^The RPC endpoints of chain 31337 do not agree: block \d+ is 0x(?:ab){32} at <a> and 0x\w+ at <b>\./],
  ])("an endpoint %s: the source says why it stopped, keeps what it has, and goes on afterwards", async (_what, fault, agreement, code, message) => {
    let laterMs = 0;
    const [first, second] = [await endpoint(), await endpoint()];
    const gateway = await reading([first.url, second.url].slice(0, agreement), { agreement }, { now: () => new Date(Date.now() + laterMs) });
    const named = (text: string) => text.replaceAll(first.host, "<a>").replaceAll(second.host, "<b>");
    // Reads the same blocks in the same runs, through the node itself.
    const beside = await reading([on.chain.url]);
    for (const each of [gateway, beside]) expect(await harvest(each)).toMatchObject({ status: "DONE", dropped: 0 });
    const before = await listedRows(gateway);
    await add();
    first.misbehave(fault);
    const stopped = await harvest(gateway);
    expect(stopped).toMatchObject({ status: "FAILED", code, message: expect.any(String) });
    expect(named(stopped.status === "FAILED" ? stopped.message : "")).toMatch(message);
    const { state, message: said } = await statusOf(gateway);
    expect([state, named(said)]).toEqual(["DEGRADED", expect.stringMatching(message)]);
    expect(await listedRows(gateway)).toEqual(before);
    first.misbehave(undefined);
    laterMs = 301_000;
    for (const each of [gateway, beside]) expect(await harvest(each)).toMatchObject({ status: "DONE", added: 1 });
    expect(await statusOf(gateway)).toEqual({ state: "OK", message: null });
    expect(votes(await listedRows(gateway)).without).toEqual(votes(await listedRows(beside)).without);
  });

  it.each<[string, RpcProxyOptions]>([
    ["leaves out a log", omits],
    ["has another final block", otherHash],
    ["serves another chain", otherChain],
    ["breaks off within its JSON", truncated],
    ["allows no further request", busy(300)],
  ])("one of three endpoints %s: two that agree give the rows of an undisturbed reader", async (_what, fault) => {
    const expected = votes(await undisturbed());
    for (const place of [0, 1, 2]) {
      const three = await Promise.all([0, 1, 2].map(async (each) => await endpoint(each === place ? fault : undefined)));
      const gateway = await reading(three.map(({ url }) => url), { agreement: 2 });
      expect(await harvest(gateway)).toMatchObject({ status: "DONE", dropped: 0 });
      expect(votes(await listedRows(gateway))).toEqual({ ...expected, agreeing: [2] });
    }
  }, 30_000);

  it("an endpoint asks to wait a second, again and again: it is waited for", async () => {
    let refused = 0;
    const slow = await endpoint({ http: (response) => (refused < 2 ? (refused += 1, response.writeHead(429, { "retry-after": "1" }).end(), true) : false) });
    const gateway = await reading([slow.url]);
    expect(await harvest(gateway)).toMatchObject({ status: "DONE" });
    expect(refused).toBe(2);
    expect(await listedRows(gateway)).toEqual(await undisturbed());
  }, 30_000);

  it.each([
    ["an error", { error: { code: -32_000, message: "finalized block not found" } }],
    ["null", { result: null }],
    ["invalid params", { error: { code: -32_602, message: "invalid argument 0: hex string without 0x prefix" } }],
  ])("an endpoint that knows no finalized block (%s) is read 64 blocks below the newest", async (_what, given) => {
    const plain = await endpoint({ answer: ({ method, params }) => (method === "eth_getBlockByNumber" && params[0] === "finalized" ? given : undefined) });
    const gateway = await reading([plain.url]);
    expect(await harvest(gateway)).toMatchObject({ status: "DONE" });
    expect(await listedRows(gateway)).toEqual(await undisturbed({ finality: { depth: 64 } }));
    const { source } = await gateway.query(`{ source(id: "onchain") { coverage { chains { head finalized indexed } } } }`);
    const head = Number(await on.chain.rpc("eth_blockNumber", []));
    for (const chain of source.coverage.chains) expect(chain).toEqual({ head, finalized: head - 64, indexed: head - 64 });
  });

  it.each(rangeLimits)("an endpoint limits ranges in the style of %s: the rows are those of an undisturbed reader", async (_name, code, message) => {
    const limit = rangeLimit(code, message);
    const narrow = await endpoint(limit);
    const gateway = await reading([narrow.url]);
    expect(await harvest(gateway)).toMatchObject({ status: "DONE", dropped: 0 });
    expect(limit.refused).toBeGreaterThan(0);
    expect(await listedRows(gateway)).toEqual(await undisturbed());
  });

  const searched = async (gateway: TestGateway) => {
    const { search } = await gateway.query(`{ search(text: "spaced model") { nodes { id } sources { source { id } status code message count } } }`);
    return { ids: search.nodes.map(({ id }: any) => id), of: (source: string) => search.sources.find((row: any) => row.source.id === source) };
  };

  it("an endpoint hangs: in the same search the hits of another source and what is stored are there, and its row says why it gave nothing", async () => {
    const only = await endpoint();
    const gateway = await reading([only.url]);
    await harvest(gateway);
    const stored = `onchain:${on.id("reviewed", "model:0")}`;
    only.misbehave(hangs);
    const { ids, of } = await searched(gateway);
    expect(ids).toEqual(expect.arrayContaining(["shelf:shelf/spaced-model", stored]));
    expect(of("shelf")).toMatchObject({ status: "OK", count: 1 });
    expect(of("onchain")).toMatchObject({ status: "FAILED", code: "TIMEOUT", message: expect.stringMatching(/^\S.{15,}\.$/) });
    const { resolve } = await gateway.query("query($reference: String!) { resolve(reference: $reference) { outcome message sources { source { id } status code } } }", { reference: `0x${"12".repeat(32)}` });
    expect(resolve).toMatchObject({ outcome: "UNREACHABLE", message: expect.any(String), sources: expect.arrayContaining([{ source: { id: "onchain" }, status: "FAILED", code: "TIMEOUT" }]) });
    // What is known by its id needs nobody.
    const known = await gateway.query("query($reference: String!) { resolve(reference: $reference) { outcome model { id } } }", { reference: on.id("reviewed", "model:0") });
    expect(known.resolve).toEqual({ outcome: "RESOLVED", model: { id: stored } });
  }, 30_000);

  it("the first of two endpoints hangs: the second gives the rows of an undisturbed reader", async () => {
    const [first, second] = [await endpoint(hangs), await endpoint()];
    const gateway = await reading([first.url, second.url]);
    expect(await harvest(gateway)).toMatchObject({ status: "DONE" });
    expect(await listedRows(gateway)).toEqual(await undisturbed());
  }, 60_000);

  it("a registry's proxy is upgraded between two runs: everything is read again, and the rows are those of an undisturbed reader", async () => {
    const gateway = await reading([on.chain.url]);
    await harvest(gateway);
    const digests = async () => [...(await listedRows(gateway)).values()].filter(({ details }) => details?.["registry"] === "fabstir").map(({ artifacts }) => artifacts?.[0]?.digest !== undefined);
    await on.chain.upgradeProxy(on.addresses.fabstir, "FileRegistry");
    await add();
    expect(await harvest(gateway)).toMatchObject({ status: "DONE", added: 1, gone: 0 });
    expect(await listedRows(gateway)).toEqual(await undisturbed());
    expect(new Set(await digests())).toEqual(new Set([true]));
    // To code that has nothing of what the mapping reads: what its logs say stays.
    const { implementation } = await on.chain.upgradeProxy(on.addresses.fabstir, "AgentRegistry");
    await on.chain.mine(3);
    expect(await harvest(gateway)).toMatchObject({ status: "DONE", added: 0, gone: 0 });
    expect(await listedRows(gateway)).toEqual(await undisturbed());
    expect(new Set(await digests())).toEqual(new Set([false]));
    expect(gateway.logs).toContainEqual(expect.objectContaining({
      level: "warn", message: "the contract's code does not have functions that the mapping reads; what they gave is missing", implementation, functions: ["getModel(bytes32)"],
    }));
  });
});
