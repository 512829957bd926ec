import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { testContext } from "@modeldex/plugin-kit/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { erc8004 } from "../presets/erc8004.ts";
import { fabstir } from "../presets/fabstir.ts";
import { anvilPath } from "../testing/anvil.ts";
import type { PassingCall, RpcProxy, RpcProxyOptions } from "../testing/rpc-proxy.ts";
import { chainContext, runToEnd, type Run } from "../testing/run.ts";
import { blocksOf, startSampleChain, type SampleChain } from "../testing/sample-chain.ts";

describe.skipIf(anvilPath() === undefined)("an endpoint that misbehaves (install @foundry-rs/anvil if skipped)", () => {
  let chain: SampleChain;
  let undisturbed: Run;
  beforeAll(async () => {
    chain = await startSampleChain();
    undisturbed = await runToEnd(chain.through([chain.url]));
  });
  afterEach(async () => chain.closeProxies());
  afterAll(async () => chain.stop());

  const through = (rpc: readonly string[], change: object = {}) => chain.through(rpc, change);
  const proxied = async (options: RpcProxyOptions) => await chain.proxied(options);
  const failure = async (proxy: RpcProxy, change: object = {}) =>
    await runToEnd(through([proxy.url], change)).then(
      () => "no failure",
      (error: unknown) => (error instanceof Error && "code" in error ? [error.code, error.message.replaceAll(proxy.url.slice("http://".length), "<host>")] : error),
    );

  test("asks for less where too many logs come at once, and for more again afterwards", async () => {
    const proxy = await proxied({
      answer: (call) => {
        const [{ fromBlock, toBlock }] = (call.method === "eth_getLogs" ? call.params : [{}]) as [{ fromBlock?: string; toBlock?: string }];
        const dense = Number(fromBlock) <= 10 && Number(toBlock) >= 10 && Number(toBlock) - Number(fromBlock) >= 2;
        return dense ? { error: { code: -32_005, message: "query returned more than 10000 results" } } : undefined;
      },
    });
    expect((await runToEnd(through([proxy.url]))).rows).toEqual(undisturbed.rows);
    expect(Math.max(...proxy.calls.filter(({ method }) => method === "eth_getLogs").slice(-3).map(blocksOf))).toBeGreaterThan(3);
  });

  test("asks for less where an answer is more than the lent fetch reads", async () => {
    const proxy = await proxied({
      http: (response, [call]) => {
        if (call?.method !== "eth_getLogs" || blocksOf(call) < 8) return false;
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id: call.id, result: "x".repeat(300_000) }));
        return true;
      },
    });
    const lent = createLentFetch({ baseAddresses: [proxy.url], userAgent: "modeldex-test", limits: { maxBytes: 200_000 } });
    const { rows } = await runToEnd(through([proxy.url]), { context: testContext({ fetch: lent.fetch }) });
    await lent.close();
    expect(rows).toEqual(undisturbed.rows);
  });

  test("asks for several ranges in one request where only narrow ones are taken", async () => {
    const limited = { answer: (call: PassingCall) => (call.method === "eth_getLogs" && blocksOf(call) > 2 ? { error: { code: -32_000, message: "limited to 2 blocks" } } : undefined) };
    const proxy = await proxied(limited);
    expect((await runToEnd(through([proxy.url]))).rows).toEqual(undisturbed.rows);
    const ranges = proxy.calls.filter(({ method }) => method === "eth_getLogs").length;
    expect(proxy.requests).toBeLessThan(ranges / 1.3);
  });

  test("ends with a sentence where not even one block may be asked for", async () => {
    const proxy = await proxied({ answer: ({ method }) => (method === "eth_getLogs" ? { error: { code: -32_000, message: "block range is too wide" } } : undefined) });
    expect(await failure(proxy)).toEqual(["UNSUPPORTED", "<host> refuses logs of the blocks 1 to 1 of chain 31337 for its size; configure another RPC endpoint."]);
  });

  test("names both ids of an endpoint that serves another chain", async () => {
    const proxy = await proxied({ answer: ({ method }) => (method === "eth_chainId" ? { result: "0x1" } : undefined) });
    expect(await failure(proxy)).toEqual(["BAD_RESPONSE", "<host> serves chain 1, where chain 31337 is configured; correct chainId or rpc."]);
  });

  test("says that there is no contract at an address", async () => {
    const nothing = onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url] }],
      registries: [fabstir({ chainId: chain.chainId, address: "0x00000000000000000000000000000000000000aa", startBlock: 1 })],
    });
    await expect(runToEnd(nothing)).rejects.toThrow(/^There is no contract at eip155:31337:0x00000000000000000000000000000000000000AA \(registry "fabstir"\) in block \d+, says 127\.0\.0\.1:\d+; correct address or chainId\.$/);
  });

  test("asks one by one where no batches are taken", async () => {
    const proxy = await proxied({
      http: (response, calls) => {
        if (calls.length < 2) return false;
        response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32_600, message: "batch not supported" } }));
        return true;
      },
    });
    const { rows } = await runToEnd(through([proxy.url]));
    expect(rows).toEqual(undisturbed.rows);
    expect(proxy.requests - proxy.calls.length).toBeLessThanOrEqual(0);
  });

  test("makes batches, and not requests for each row", async () => {
    const proxy = await proxied({});
    await runToEnd(through([proxy.url]));
    expect(proxy.calls.length).toBeGreaterThan(15);
    expect(proxy.requests).toBeLessThanOrEqual(10);
  });

  test.each([
    ["an error", { error: { code: -32_000, message: "finalized block not found" } }],
    ["null", { result: null }],
    ["invalid params", { error: { code: -32_602, message: "invalid argument 0: hex string without 0x prefix" } }],
  ])("reads 64 blocks below the newest where the tag finalized gets %s", async (_what, given) => {
    const proxy = await proxied({ answer: ({ method, params }) => (method === "eth_getBlockByNumber" && params[0] === "finalized" ? given : undefined) });
    await chain.mine(70);
    const context = chainContext();
    const { pages } = await runToEnd(through([proxy.url]), { context });
    const head = Number(await chain.rpc("eth_blockNumber", []));
    expect(pages[0]?.chain).toMatchObject({ head, finalized: head - 64 });
    expect(context.logs).toContainEqual({ level: "warn", message: "the RPC endpoint knows no finalized block", fields: { host: new URL(proxy.url).host, depth: 64 } });
  });

  test("takes a depth and instant finality as configured, without asking for the tag", async () => {
    const proxy = await proxied({});
    const head = Number(await chain.rpc("eth_blockNumber", []));
    expect((await runToEnd(through([proxy.url], { finality: { depth: 5 } }))).pages[0]?.chain).toMatchObject({ head, finalized: head - 5, indexed: head - 5 });
    expect((await runToEnd(through([proxy.url], { finality: "instant" }))).pages[0]?.chain).toMatchObject({ head, finalized: head, indexed: head });
    expect(proxy.calls.filter(({ params }) => params[0] === "finalized")).toEqual([]);
  });

  test("asks for block times where the node does not add them to logs", async () => {
    const proxy = await proxied({
      change: ({ method }, result) => (method === "eth_getLogs" ? (result as object[]).map((log) => ({ ...log, blockTimestamp: undefined })) : result),
    });
    expect([...(await runToEnd(through([proxy.url]))).rows.values()].map(({ createdAt }) => createdAt)).toEqual([...undisturbed.rows.values()].map(({ createdAt }) => createdAt));
  });

  test("reads the state at a newer final block where the node keeps none for the anchor, and says so in the evidence", async () => {
    const page = await through([chain.url]).list?.({ limit: 1 }, chainContext());
    const anchor = page?.chain?.finalized ?? 0;
    await chain.mine(5);
    const proxy = await proxied({
      answer: ({ method, params }) =>
        method === "eth_call" && Number(params[1]) <= anchor ? { error: { code: -32_000, message: "missing trie node 2b5a (path ) state 0x2b5a is not available" } } : undefined,
    });
    const next = await through([proxy.url]).list?.({ limit: 2, ...(page?.cursor === undefined ? {} : { cursor: page.cursor }) }, chainContext());
    const claim = next?.records?.flatMap(({ claims = [] }) => claims).find(({ kind }) => kind === "CONTENT_DIGEST");
    expect(claim?.evidence).toMatchObject([{ blockNumber: anchor + 5, finality: "FINALIZED" }]);
  });

  test.each([
    ["429", { "retry-after": "7" }, "{}", ["RATE_LIMITED", "<host> allows no further request for a JSON-RPC request now (429)."]],
    ["503", {}, "down", ["UNREACHABLE", "<host> is in trouble and did not give a JSON-RPC request (503)."]],
    ["401", {}, "{}", ["UNAUTHORIZED", "<host> refuses a JSON-RPC request to these credentials (401)."]],
    ["200", {}, '{"jsonrpc":"2.0","id":1,"resu', ["BAD_RESPONSE", "<host> did not answer in JSON; is the URL an RPC endpoint?"]],
    ["200", {}, "<html>", ["BAD_RESPONSE", "<host> did not answer in JSON; is the URL an RPC endpoint?"]],
    ["200", {}, "{}", ["BAD_RESPONSE", "<host> answered without result and without error."]],
    ["200", {}, '{"error":{"code":-32005,"message":"daily request count exceeded, request rate limited"}}', ["RATE_LIMITED", "<host> allows no further request for chain 31337 now."]],
  ])("answers an HTTP %s %o %s with an error of its own", async (status, headers, body, error) => {
    const proxy = await proxied({
      http: (response) => {
        response.writeHead(Number(status), headers).end(body);
        return true;
      },
    });
    expect(await failure(proxy)).toEqual(error);
  });

  test("keeps when to ask again", async () => {
    const proxy = await proxied({
      http: (response) => {
        response.writeHead(429, { "retry-after": "7" }).end();
        return true;
      },
    });
    await expect(runToEnd(through([proxy.url]))).rejects.toMatchObject({ retryAfterMs: 7_000, retryable: true });
  });

  test.each([
    ["logs of another contract", (log: object): object => ({ ...log, address: "0x00000000000000000000000000000000000000aa" }), "<host> gave logs of other blocks or contracts than were asked for."],
    ["logs of another block", (log: object): object => ({ ...log, blockNumber: "0xffff" }), "<host> gave logs of other blocks or contracts than were asked for."],
    ["logs of other events", (log: object): object => ({ ...log, topics: [`0x${"ab".repeat(32)}`] }), "<host> gave logs of other blocks or contracts than were asked for."],
    ["logs without their data", (log: object): object => ({ ...log, data: "0x1" }), "<host> gave a log that is not what Ethereum's JSON-RPC describes."],
  ])("refuses %s", async (_what, change, message) => {
    const proxy = await proxied({ change: ({ method }, result) => (method === "eth_getLogs" ? (result as object[]).map(change) : result) });
    expect(await failure(proxy)).toEqual(["BAD_RESPONSE", message]);
  });

  test.each([
    ["one log twice", (logs: readonly object[]): readonly object[] => [...logs, ...logs.slice(0, 1)], /^<host> gave log 0 of block 3 twice\.$/],
    ["logs of one block with two hashes", (logs: readonly object[]): readonly object[] => [...logs, { ...logs[0], logIndex: "0x7", blockHash: `0x${"ab".repeat(32)}` }], /^<host> gave logs of block 3 with two hashes, 0x[0-9a-f]{64} and 0x(ab){32}\.$/],
  ])("refuses %s", async (_what, change, message) => {
    const proxy = await proxied({ change: ({ method }, result) => (method === "eth_getLogs" ? change(result as object[]) : result) });
    expect(await failure(proxy)).toEqual(["BAD_RESPONSE", expect.stringMatching(message)]);
  });

  test("refuses a log of the final block with another hash than that block has", async () => {
    const key = (await chain.registerFile({ repo: "acme/models", file: "late.gguf", sha256: `0x${"99".repeat(32)}` })).blockNumber;
    const proxy = await proxied({ change: ({ method }, result) => (method === "eth_getLogs" ? (result as object[]).map((log) => ({ ...log, blockHash: `0x${"ab".repeat(32)}` })) : result) });
    expect(await failure(proxy, { finality: "instant" })).toEqual(["BAD_RESPONSE", expect.stringMatching(new RegExp(`^<host> gave logs of block ${key} with two hashes, 0x[0-9a-f]{64} and 0x(ab){32}\\.$`))]);
  });

  test("asks the next endpoint when one fails or serves another chain", async () => {
    const wrong = await proxied({ answer: ({ method }) => (method === "eth_chainId" ? { result: "0x1" } : undefined) });
    const down = await proxied({
      http: (response) => {
        response.destroy();
        return true;
      },
    });
    const right = await runToEnd(through([chain.url]));
    expect((await runToEnd(through([wrong.url, down.url, chain.url]))).rows).toEqual(right.rows);
  });

  test("ends with the reason of the signal while an endpoint hangs", async () => {
    const controller = new AbortController();
    const proxy = await proxied({
      http: () => {
        controller.abort(new Error("the deadline is over"));
        return true;
      },
    });
    await expect(through([proxy.url]).list?.({ limit: 1 }, testContext({ fetch: globalThis.fetch, signal: controller.signal }))).rejects.toThrow("the deadline is over");
  });

  test("answers for the references of a chain that fails with its error, and for the others with their rows", async () => {
    const down = await proxied({
      http: (response) => {
        response.writeHead(503).end();
        return true;
      },
    });
    const two = onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url] }, { chainId: 5, rpc: [down.url] }],
      registries: [
        fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 }),
        erc8004({ id: "down", chainId: 5, address: chain.agents, startBlock: 0, modelMetadataKey: "model" }),
      ],
    });
    const [id = ""] = undisturbed.rows.keys();
    const answers = (await two.get?.({ refs: [{ nativeId: `eip155:5:${chain.agents}/0` }, { nativeId: id }], need: new Set() }, chainContext())) ?? [];
    expect(answers.map((answer) => (answer instanceof Error ? answer.message : answer?.nativeId))).toEqual([
      `${new URL(down.url).host} is in trouble and did not give a JSON-RPC request (503).`, id,
    ]);
  });
});
