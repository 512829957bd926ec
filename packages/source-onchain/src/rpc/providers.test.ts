import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anvilPath } from "../testing/anvil.ts";
import type { PassingCall } from "../testing/rpc-proxy.ts";
import { runToEnd, type Run } from "../testing/run.ts";
import { blocksOf, startSampleChain, type SampleChain } from "../testing/sample-chain.ts";

/** Most blocks that each style takes here, where its message names a number. */
const most = 7;

/** Worded after what nodes and providers are known to answer; a function where the message names blocks of the request. */
const styles: readonly (readonly [name: string, code: number, message: string | ((from: number) => string)])[] = [
  ["geth and bsc", -32_602, `exceed maximum block range: ${most}`],
  ["bsc without a word", -32_005, "limit exceeded"],
  ["geth's timeout", -32_002, "request timed out"],
  ["geth's deadline", -32_000, "context deadline exceeded"],
  ["cosmos-evm and ankr for tac", -32_000, `maximum [from, to] blocks distance: ${most}`],
  ["alchemy", -32_602, (from) => `Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x${from.toString(16)}, 0x${(from + most - 1).toString(16)}]`],
  ["alchemy's free plan", -32_600, `Under the Free tier plan, you can make eth_getLogs requests with up to a ${most} block range.`],
  ["infura", -32_005, (from) => `query returned more than 10000 results. Try with this block range [0x${from.toString(16)}, 0x${(from + most - 1).toString(16)}].`],
  ["infura by blocks", -32_602, `range 1000000 exceeds limit of ${most}`],
  ["infura for linea", -32_005, "query returned more than 10000 results"],
  ["quicknode", -32_614, `eth_getLogs is limited to a ${most} range`],
  ["quicknode, formerly", -32_602, `eth_getLogs and eth_newFilter are limited to a ${most} blocks range`],
  ["ankr", -32_600, "block range is too wide"],
  ["1rpc", -32_000, `eth_getLogs is limited to 0 - ${most} blocks range`],
  ["1rpc by bytes", -32_000, "response size should not greater than 10000000 bytes"],
  ["blast", -32_000, `block range exceeds the range allowed for your plan (50 > ${most})`],
  ["blockpi", -32_602, `eth_getLogs is limited to ${most} block range. Please check the parameter requirements at  https://docs.blockpi.io`],
  ["chainstack", -32_000, "Block range limit exceeded. See more details at https://docs.chainstack.com"],
  ["cloudflare", -32_047, `Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: ${most}`],
  ["thirdweb", -32_000, `Maximum allowed number of requested blocks is ${most}`],
  ["coinbase", -32_602, `please limit the query to at most ${most} blocks`],
  ["avalanche", -32_000, `requested too many blocks from 0 to 16777215, maximum is set to ${most}`],
  ["publicnode", -32_701, `exceed maximum block range: ${most}`],
  ["merkle.io and llamarpc", -32_603, "eth_getLogs range is too large, max is 1k blocks"],
  ["llamarpc and reth by results", -32_602, (from) => `query exceeds max results 20000, retry with the range ${from}-${from + most - 1}`],
  ["mevblocker", -32_000, "query exceeds max results 10000"],
  ["drpc", 35, `ranges over ${most} blocks are not supported on freetier`],
  ["base.org", -32_011, "no backend is currently healthy to serve traffic"],
  ["optimism", -32_020, "backend response too large"],
  ["monad", -32_614, `block range too large, currently limited to ${most} blocks`],
  ["zksync", -32_602, (from) => `Query returned more than 10000 results. Try with this block range [0x${from.toString(16)}, 0x${(from + most - 1).toString(16)}].`],
  ["zkevm", -32_602, `logs are limited to a ${most} block range`],
  ["arbitrum", -32_000, "logs matched by query exceeds limit of 10000"],
  ["scroll", -32_000, `block range is larger than max block range, block range = 50, max block range = ${most}`],
  ["hyperliquid and reth", -32_602, `query exceeds max block range ${most}`],
  ["erigon", -32_000, `block range greater than ${most} max`],
  ["erigon's timeout", -32_000, "query timeout exceeded"],
  ["moonbeam", -32_603, `block range is too wide (maximum ${most})`],
  ["harmony", -32_000, `query must be smaller than size ${most}`],
  ["arc", -32_012, "requested range too large"],
];

describe.skipIf(anvilPath() === undefined)("a provider that limits eth_getLogs (install @foundry-rs/anvil if skipped)", () => {
  let chain: SampleChain;
  let undisturbed: Run;
  beforeAll(async () => {
    chain = await startSampleChain();
    undisturbed = await runToEnd(chain.through([chain.url]));
  });
  afterEach(async () => chain.closeProxies());
  afterAll(async () => chain.stop());

  // Refusals end pages earlier, and an agent whose model is on a later page than its registration is counted as not listed first.
  const same = ({ rows, checkpoint, gone }: Run) => ({ rows, checkpoint, gone });

  test.each(styles)("gives equal rows in the style of %s", async (_name, code, message) => {
    let refused = 0;
    const proxy = await chain.proxied({
      answer: (call) => {
        if (blocksOf(call) <= most) return undefined;
        refused += 1;
        const [{ fromBlock }] = call.params as [{ fromBlock: string }];
        return { error: { code, message: typeof message === "string" ? message : message(Number(fromBlock)) } };
      },
    });
    expect(same(await runToEnd(chain.through([proxy.url])))).toEqual(same(undisturbed));
    expect(refused).toBeGreaterThan(0);
    // What names its limit is learned at once; where too many logs are spoken of, the next blocks may have fewer.
    const named = typeof message === "function" || message.includes(`${most}`);
    expect(refused).toBeLessThan(named ? 12 : 25);
  });

  test.each([
    ["413 for a wide range", 413, "<html>Request Entity Too Large</html>"],
    ["504 for a wide range", 504, "<html>Gateway Time-out</html>"],
    ["400 with an error of JSON-RPC", 400, JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32_600, message: "block range is too wide" } })],
    ["200 with half an answer", 200, '{"jsonrpc":"2.0","id":1,"result":[{"addr'],
  ])("gives equal rows where the answer is HTTP %s", async (_what, status, body) => {
    const limit = status === 504 ? 20 : most;
    const proxy = await chain.proxied({
      http: (response, calls) => {
        if (!calls.some((call) => blocksOf(call) > limit)) return false;
        response.writeHead(status, { "content-type": body.startsWith("{") ? "application/json" : "text/html" }).end(body);
        return true;
      },
    });
    expect(same(await runToEnd(chain.through([proxy.url])))).toEqual(same(undisturbed));
    expect(proxy.calls.filter((call) => blocksOf(call) > limit).length).toBeGreaterThan(0);
  });

  test("gives equal rows where a batch may not be larger than a few requests", async () => {
    const proxy = await chain.proxied({
      http: (response, calls: readonly PassingCall[]) => {
        if (calls.length <= 2) return false;
        response.writeHead(413).end("too large");
        return true;
      },
    });
    expect(same(await runToEnd(chain.through([proxy.url])))).toEqual(same(undisturbed));
  });
});

describe.skipIf(anvilPath() === undefined)("an endpoint that cuts answers off (install @foundry-rs/anvil if skipped)", () => {
  let chain: SampleChain;
  beforeAll(async () => {
    chain = await startSampleChain();
    for (let first = 0; first < 1_100; first += 50) await chain.write("FileRegistry", chain.files, "addMany", ["acme/many", first, 50]);
    await chain.mine(3);
  });
  afterAll(async () => {
    await chain.closeProxies();
    await chain.stop();
  });

  test("asks for less where it gives the first 1,000 logs and no error", async () => {
    let cut = 0;
    const proxy = await chain.proxied({
      change: ({ method }, result) => {
        if (method !== "eth_getLogs" || !Array.isArray(result) || result.length <= 1_000) return result;
        cut += 1;
        return result.slice(0, 1_000);
      },
    });
    const undisturbed = await runToEnd(chain.through([chain.url]), { limit: 2_000 });
    expect((await runToEnd(chain.through([proxy.url]), { limit: 2_000 })).rows).toEqual(undisturbed.rows);
    expect(undisturbed.rows.size).toBe(1_109);
    expect(cut).toBeGreaterThan(0);
  });
});
