import type { ListingRecord } from "@modeldex/plugin-kit";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anvilPath } from "../testing/anvil.ts";
import type { PassingCall, RpcProxy, RpcProxyOptions } from "../testing/rpc-proxy.ts";
import { chainContext, runToEnd, type Run } from "../testing/run.ts";
import { blocksOf, startSampleChain, type SampleChain } from "../testing/sample-chain.ts";

describe.skipIf(anvilPath() === undefined)("endpoints that must agree (install @foundry-rs/anvil if skipped)", () => {
  let chain: SampleChain;
  let undisturbed: Run;
  beforeAll(async () => {
    chain = await startSampleChain();
    // Of endpoints that lag behind, only those by more than a minute are passed over.
    await chain.rpc("anvil_mine", ["0x64", "0x2"]);
    undisturbed = await runToEnd(chain.through([chain.url]));
  });
  afterEach(async () => chain.closeProxies());
  afterAll(async () => chain.stop());

  /** Rows as a reader of so many endpoints states them. */
  const stated = (rows: ReadonlyMap<string, ListingRecord>, endpointsAgreeing: number, endpointsAsked: number) =>
    new Map([...rows].map(([id, row]) => [id, { ...row, claims: row.claims?.map((claim) => ({ ...claim, evidence: claim.evidence.map((evidence) => ({ ...evidence, endpointsAgreeing, endpointsAsked })) })) }]));
  const proxies = async (...options: readonly RpcProxyOptions[]) => await Promise.all(options.map(async (each) => chain.proxied(each)));
  const agreeing = (on: readonly RpcProxy[], agreement = 2) => chain.through(on.map(({ url }) => url), { agreement });
  const failure = async (on: readonly RpcProxy[], agreement = 2) =>
    await runToEnd(agreeing(on, agreement)).then(
      () => "no failure",
      (error: unknown) =>
        error instanceof Error && "code" in error ? [error.code, on.reduce((text, { url }, index) => text.replaceAll(new URL(url).host, `<${"abc"[index]}>`), error.message)] : error,
    );

  const omits: RpcProxyOptions = { change: ({ method }, result) => (method === "eth_getLogs" ? (result as object[]).slice(1) : result) };
  const lies: readonly (readonly [what: string, lie: RpcProxyOptions, message: RegExp])[] = [
    ["leaves out a log", omits, /of the blocks 1 to 137 <a> gives \d+ logs and <b> \d+; <a> has no log 0 of block 3\./],
    [
      "changes the data of a log",
      { change: ({ method }, result) => (method === "eth_getLogs" ? (result as { data: string }[]).map((log, index) => (index === 0 ? { ...log, data: log.data.replace("61636d65", "61636d66") } : log)) : result) },
      /of the blocks 1 to 137 log 0 of block 3 is another one at <a> than at <b>\./,
    ],
    [
      "has another final block",
      { change: ({ method, params }, result) => (method === "eth_getBlockByNumber" && params[0] !== "latest" ? { ...(result as object), hash: `0x${"ab".repeat(32)}` } : result) },
      /block 137 is 0x(ab){32} at <a> and 0x[0-9a-f]{64} at <b>\./,
    ],
    [
      "changes the result of a view",
      { change: ({ method }, result) => (method === "eth_call" && (result as string).length > 10 ? (result as string).replace("1111", "2222") : result) },
      /the result of a call of 0x5FbDB2315678afecb367f032d93F642f64180aa3 at block 137 differs between <a> and <b>\./,
    ],
    [
      "says that a view is reverted",
      { answer: ({ method }) => (method === "eth_call" ? { error: { code: 3, message: "execution reverted" } } : undefined) },
      /a call at block 0x89 is reverted by one of <a> and <b> alone\./,
    ],
    [
      "invents an implementation",
      { change: ({ method }, result) => (method === "eth_getStorageAt" ? `0x${"0".repeat(24)}${"ab".repeat(20)}` : result) },
      /the result of eth_getStorageAt 0x5FbDB2315678afecb367f032d93F642f64180aa3 differs between <a> and <b>\./,
    ],
  ];

  test("gives the rows of a single endpoint, and says that both agree", async () => {
    const run = await runToEnd(agreeing(await proxies({}, {})));
    expect(run.rows).toEqual(stated(undisturbed.rows, 2, 2));
    expect(run.checkpoint).toBe(undisturbed.checkpoint);
  });

  test("says of no entry who sent it where one has no index of transactions, and gives all else", async () => {
    const unindexed: RpcProxyOptions = { change: ({ method }, result) => (method === "eth_getTransactionByHash" ? null : result) };
    const [alone, ...both] = await proxies(unindexed, unindexed, {});
    if (alone === undefined) throw new Error("there are three");
    const { rows } = await runToEnd(agreeing(both));
    expect(rows).toEqual(stated((await runToEnd(chain.through([alone.url]))).rows, 2, 2));
    const nameless = [...rows.values()].filter(({ registrant }) => registrant === undefined).map(({ details }) => details?.["registry"]);
    expect([rows.size, new Set(nameless)]).toEqual([undisturbed.rows.size, new Set(["fabstir"])]);
  });

  test("asks twice as much as a single endpoint, and no more", async () => {
    const [alone, ...both] = await proxies({}, {}, {});
    if (alone === undefined) throw new Error("there are three");
    await runToEnd(chain.through([alone.url]));
    await runToEnd(agreeing(both));
    expect(both.reduce((sum, { calls }) => sum + calls.length, 0)).toBeLessThanOrEqual(2 * alone.calls.length);
    expect(both.reduce((sum, { requests }) => sum + requests, 0)).toBeLessThanOrEqual(2 * alone.requests);
  });

  test("asks for no more than two blocks beside that, of each endpoint and in each session, where their newest blocks differ", async () => {
    const [alone, ...both] = await proxies({}, {}, await lagging(138));
    if (alone === undefined) throw new Error("there are three");
    await runToEnd(chain.through([alone.url]));
    await runToEnd(agreeing(both));
    // The start of the run, and one page.
    const sessions = alone.calls.filter(({ method }) => method === "eth_chainId").length;
    const calls = both.reduce((sum, each) => sum + each.calls.length, 0);
    expect(sessions).toBe(2);
    expect(calls).toBeGreaterThan(2 * alone.calls.length);
    expect(calls).toBeLessThanOrEqual(2 * alone.calls.length + 2 * 2 * sessions);
  });

  test.each(lies)("stops and names what differs when one of two %s", async (_what, lie, message) => {
    expect(await failure(await proxies(lie, {}))).toEqual([
      "BAD_RESPONSE",
      expect.stringMatching(new RegExp(`^The RPC endpoints of chain 31337 do not agree: ${message.source} Equal answers of 2 are needed, so none of them was taken\\.$`)),
    ]);
  });

  test.each(lies)("gives the rows of an undisturbed reader when one of three %s", async (_what, lie) => {
    for (const three of [[lie, {}, {}], [{}, lie, {}], [{}, {}, lie]]) {
      const run = await runToEnd(agreeing(await proxies(...three)));
      const asked = three[2] === lie ? 2 : 3;
      const ofCalls = [...run.rows.values()].flatMap(({ claims = [] }) => claims.flatMap(({ evidence }) => evidence)).map((each) => (each.kind === "chain" ? [each.endpointsAgreeing, each.endpointsAsked] : []));
      // Pages that were read before the lie came up have no third vote.
      for (const votes of ofCalls) expect([[2, 2], [2, asked]]).toContainEqual(votes);
      expect(stated(run.rows, 1, 1)).toEqual(undisturbed.rows);
      expect(run.checkpoint).toBe(undisturbed.checkpoint);
    }
  });

  test("does not take what two of three say where three must agree", async () => {
    const [code, text] = (await failure(await proxies({}, omits, {}), 3)) as [string, string];
    expect([code, text]).toEqual(["BAD_RESPONSE", expect.stringMatching(/do not agree: of the blocks 1 to 137 .* Equal answers of 3 are needed/)]);
  });

  test("takes no side where two and two agree", async () => {
    const three = await proxies({}, omits, omits, {});
    // The first two differ, the third decides.
    expect((await runToEnd(agreeing(three.slice(0, 3)))).rows.size).toBe(undisturbed.rows.size - 1);
    expect(await failure(three, 3)).toEqual(["BAD_RESPONSE", expect.stringContaining("do not agree")]);
  });

  /** Behaves as one whose newest block is `height`. */
  const lagging = async (height: number): Promise<RpcProxyOptions> => {
    const [head, finalized] = await Promise.all([height, height - 2].map(async (number) => chain.rpc("eth_getBlockByNumber", [`0x${number.toString(16)}`, false])));
    return {
      answer: ({ method, params }) => {
        if (method !== "eth_getBlockByNumber") return undefined;
        if (params[0] === "latest") return { result: head };
        if (params[0] === "finalized") return { result: finalized };
        return Number(params[0]) > height ? { result: null } : undefined;
      },
      change: (call, result) => (call.method === "eth_getLogs" ? (result as { blockNumber: string }[]).filter(({ blockNumber }) => Number(blockNumber) <= height) : result),
    };
  };

  test("ends at the newest block that both know when one lags behind", async () => {
    const stale = await lagging(30);
    const alone = await runToEnd(chain.through([(await chain.proxied(stale)).url]));
    const run = await runToEnd(agreeing(await proxies({}, stale)));
    expect(run.rows).toEqual(stated(alone.rows, 2, 2));
    expect(run.checkpoint).toBe(alone.checkpoint);
    expect(run.pages[0]?.chain).toMatchObject({ head: 30, finalized: 28 });
  });

  test("passes over one of three that lags behind", async () => {
    const stale = await lagging(20);
    for (const three of [[stale, {}, {}], [{}, stale, {}]]) {
      const run = await runToEnd(agreeing(await proxies(...three)));
      expect(run.rows).toEqual(stated(undisturbed.rows, 2, 2));
      expect(run.checkpoint).toBe(undisturbed.checkpoint);
    }
  });

  test("says that one lags behind where the other has a block that was indexed", async () => {
    const page = await chain.through([chain.url]).list?.({ limit: 2 }, chainContext());
    const on = await proxies({}, { answer: ({ method, params }) => (method === "eth_getBlockByNumber" && params[0] === "0x64" ? { result: null } : undefined) });
    const cursor = page?.cursor?.replace(/:137:0x[0-9a-f]{64}:/, `:100:${((await chain.rpc("eth_getBlockByNumber", ["0x64", false])) as { hash: string }).hash}:`);
    await expect(agreeing(on).list?.({ limit: 2, ...(cursor === undefined ? {} : { cursor }) }, chainContext())).rejects.toThrow(
      `${new URL(on[1]?.url ?? "").host} lags behind ${new URL(on[0]?.url ?? "").host} on chain 31337, and answers of 2 RPC endpoints are needed.`,
    );
  });

  test.each([
    ["is down", { http: (response) => (response.destroy(), true) }],
    ["serves another chain", { answer: ({ method }) => (method === "eth_chainId" ? { result: "0x1" } : undefined) }],
    ["allows no more requests", { http: (response) => (response.writeHead(429).end(), true) }],
    ["allows no more logs", { answer: ({ method }) => (method === "eth_getLogs" ? { error: { code: 429, message: "too many requests" } } : undefined) }],
    ["gives half an answer to views", { http: (response, calls) => calls.some(({ method }) => method === "eth_call") && (response.end('[{"jsonrpc":"2.0","id":1,"resu'), true) }],
    ["keeps no old state", { answer: ({ method }) => (method === "eth_call" ? { error: { code: -32_000, message: "missing trie node 2b5a (path )" } } : undefined) }],
    ["has no method", { answer: ({ method }) => (method === "eth_getStorageAt" ? { error: { code: -32_601, message: "the method eth_getStorageAt does not exist" } } : undefined) }],
  ] satisfies [string, RpcProxyOptions][])("asks the third when one of three %s", async (_what, fault) => {
    for (const three of [[fault, {}, {}], [{}, fault, {}]]) {
      const run = await runToEnd(agreeing(await proxies(...three)));
      expect(run.rows).toEqual(stated(undisturbed.rows, 2, 2));
      expect(run.checkpoint).toBe(undisturbed.checkpoint);
    }
  });

  test("names the hosts when too few answer", async () => {
    const down: RpcProxyOptions = { http: (response) => (response.writeHead(503).end(), true) };
    const busy: RpcProxyOptions = { http: (response) => (response.writeHead(429, { "retry-after": "7" }).end(), true) };
    expect(await failure(await proxies(down, {}, busy))).toEqual([
      "UNREACHABLE",
      "Equal answers of 2 RPC endpoints of chain 31337 are needed, and too few answered: <a> is in trouble and did not give a JSON-RPC request (503). <c> allows no further request for a JSON-RPC request now (429).",
    ]);
    await expect(runToEnd(agreeing(await proxies(busy, busy)))).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 7_000, retryable: true });
  });

  test("asks all for the narrower ranges that one of them takes", async () => {
    const narrow: RpcProxyOptions = { answer: (call: PassingCall) => (blocksOf(call) > 9 ? { error: { code: -32_000, message: "limited to 9 blocks" } } : undefined) };
    const on = await proxies({}, narrow);
    expect((await runToEnd(agreeing(on))).rows).toEqual(stated(undisturbed.rows, 2, 2));
    expect(on[0]?.calls.filter((call) => blocksOf(call) > 9).length).toBe(1);
  });

  test("reads at a depth where one of them knows no finalized block", async () => {
    const untagged: RpcProxyOptions = { answer: ({ method, params }) => (method === "eth_getBlockByNumber" && params[0] === "finalized" ? { result: null } : undefined) };
    const { pages } = await runToEnd(agreeing(await proxies({}, untagged)));
    expect(pages[0]?.chain).toMatchObject({ head: 139, finalized: 139 - 64 });
  });

  test("answers with what is final where they do not agree on the newest block", async () => {
    const forked: RpcProxyOptions = { change: ({ method, params }, result) => (method === "eth_getBlockByNumber" && (params[0] === "latest" || Number(params[0]) > 137) ? { ...(result as object), hash: `0x${"cd".repeat(32)}` } : result) };
    const context = chainContext();
    const run = await runToEnd(agreeing(await proxies({}, forked)), { context });
    expect(run.rows).toEqual(stated(undisturbed.rows, 2, 2));
    expect(run.pages[0]?.chain).toMatchObject({ head: 137, finalized: 137 });
    expect(context.logs).toContainEqual(expect.objectContaining({ message: "the RPC endpoints do not agree on the newest block" }));
  });
});
