import { SourceError, type Source } from "@modeldex/plugin-kit";
import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { testContext } from "@modeldex/plugin-kit/testing";
import { toHex, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { erc8004 } from "../presets/erc8004.ts";
import { fabstir } from "../presets/fabstir.ts";
import { anvilPath } from "../testing/anvil.ts";
import { listedRegistry, lists } from "../testing/listed-registry.ts";
import { startLocalChain, type LocalChain, type Written } from "../testing/local-chain.ts";
import { startRpcProxy, type RpcProxyOptions } from "../testing/rpc-proxy.ts";

const path = "/v2/a-secret-path?key=a-secret-parameter";

/** Errors with everything that is written of them to a log: messages, stacks and causes. */
function told(error: unknown): unknown {
  return error instanceof Error ? { ...Object.fromEntries(Object.entries(error)), message: error.message, stack: error.stack, cause: told(error.cause) } : error;
}

describe.skipIf(anvilPath() === undefined)("keys in the URL of an RPC endpoint (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let listed: Address;
  let made: Written & { readonly key: string };
  beforeAll(async () => {
    chain = await startLocalChain();
    listed = await chain.deploy("ListedRegistry");
    await chain.write("ListedRegistry", listed, "add", ["listed", toHex(1, { size: 32 })]);
    await chain.registerAgent({ uri: 'data:application/json,{"description":"a card"}', model: "tiny" });
    made = await chain.registerFile({ repo: "acme/models", file: "a.gguf", sha256: `0x${"ab".repeat(32)}` });
  });
  afterAll(async () => {
    await chain.stop();
  });

  const registries = (): readonly Mapping[] => [
    fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 }),
    { ...erc8004({ chainId: chain.chainId, address: chain.agents, startBlock: 2, modelMetadataKey: "model" }), documents: [{ uri: "args.agentURI", set: { description: "doc.description" } }] },
    listedRegistry(listed, { list: lists.structs }),
  ];
  const refused = (method: string, message: string): RpcProxyOptions => ({ answer: (call) => (call.method === method ? { error: { code: -32_000, message } } : undefined) });
  const quoted = "no luck with http://node.example/v2/a-secret-path?key=a-secret-parameter (a-secret-path)";

  test.each<[string, RpcProxyOptions, readonly string[]]>([
    ["answers", {}, ["list", "get", "lookup", "by address", "search", "about"]],
    ["quotes its URL in errors of logs", refused("eth_getLogs", quoted), ["list"]],
    ["quotes its URL in errors of calls", refused("eth_call", quoted), []],
    ["quotes its URL as if calls were reverted", refused("eth_call", `execution reverted: ${quoted}`), []],
    ["refuses all with the status 401 and its URL", { http: (response) => { response.writeHead(401).end(quoted); return true; } }, []],
    ["refuses all with the status 500 and a JSON-RPC error", { http: (response) => { response.writeHead(500).end(JSON.stringify({ error: { message: quoted } })); return true; } }, []],
    ["leads elsewhere", { http: (response) => { response.writeHead(302, { location: "http://127.0.0.1:1/v2/a-secret-path" }).end(); return true; } }, []],
    ["breaks off", { http: (response) => { response.destroy(); return true; } }, []],
  ])("are in no record, claim, message, log line, or cause of an error where the endpoint %s", async (_what, options, answered) => {
    const proxy = await startRpcProxy(chain.url, options);
    const second = await startRpcProxy(chain.url, {});
    const seen: unknown[] = [];
    const succeeded = new Set<string>();
    for (const [rpc, agreement] of [[[proxy.url], 1], [[proxy.url, second.url], 2]] as const) {
      const source = onchain({ chains: [{ chainId: chain.chainId, rpc: rpc.map((url) => `${url}${path}`), agreement, finality: { depth: 1 } }], registries: registries() });
      const lent = createLentFetch({ baseAddresses: source.baseAddresses ?? [], userAgent: "modeldex-test" });
      const calls: readonly (readonly [string, (from: Source, context: ReturnType<typeof testContext>) => Promise<unknown> | undefined])[] = [
        ["list", (from, context) => from.list?.({ limit: 100 }, context)],
        ["get", (from, context) => from.get?.({ refs: [{ nativeId: `eip155:31337:${chain.files}/${made.key}` }, { nativeId: `eip155:31337:${chain.agents}/0` }], need: new Set() }, context)],
        ["lookup", (from, context) => from.lookup?.(made.transactionHash, context)],
        ["by address", (from, context) => from.lookup?.(listed, context)],
        ["search", (from, context) => from.search?.({ text: "acme", filter: {}, limit: 5 }, context)],
        ["about", (from, context) => from.about?.(context)],
      ];
      for (const [name, call] of calls) {
        const context = testContext({ fetch: lent.fetch });
        const given = await Promise.resolve(call(source, context)).catch((error: unknown) => (error instanceof SourceError ? error : Promise.reject(error as Error)));
        if (!(given instanceof Error)) succeeded.add(name);
        seen.push([name, Array.isArray(given) ? given.map(told) : told(given), context.logs.map(({ message, fields }) => [message, fields]), context.drops]);
      }
      await lent.close();
    }
    await Promise.all([proxy.close(), second.close()]);
    expect(proxy.requests).toBeGreaterThan(5);
    expect([...succeeded]).toEqual(expect.arrayContaining([...answered]));
    expect(JSON.stringify(seen, (_name, value: unknown) => (typeof value === "bigint" ? `${value}` : value))).not.toMatch(/a-secret/);
  });
});
