import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anvilPath } from "../testing/anvil.ts";
import type { PassingCall } from "../testing/rpc-proxy.ts";
import { mostBlocks as most, rangeLimit, rangeLimits } from "../testing/range-limits.ts";
import { runToEnd, type Run } from "../testing/run.ts";
import { blocksOf, startSampleChain, type SampleChain } from "../testing/sample-chain.ts";

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

  test.each(rangeLimits)("gives equal rows in the style of %s", async (_name, code, message) => {
    const limit = rangeLimit(code, message);
    const proxy = await chain.proxied(limit);
    expect(same(await runToEnd(chain.through([proxy.url])))).toEqual(same(undisturbed));
    const { refused } = limit;
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
