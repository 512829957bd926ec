import { toHex } from "viem";
import { expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain } from "../testing/local-chain.ts";
import { startRpcProxy } from "../testing/rpc-proxy.ts";
import { runToEnd } from "../testing/run.ts";

function untimed(log: object): object {
  return Object.fromEntries(Object.entries(log).filter(([name]) => name !== "blockTimestamp"));
}

test.skipIf(anvilPath() === undefined)("where logs have no times, blocks are asked for only where a claim rests on their log (install @foundry-rs/anvil if skipped)", async () => {
  const chain = await startLocalChain();
  const proxy = await startRpcProxy(chain.url, { change: ({ method }, result) => (method === "eth_getLogs" ? (result as readonly object[]).map(untimed) : result) });
  const address = await chain.deploy("ChildFilesRegistry");
  await chain.write("ChildFilesRegistry", address, "register", ["one", 0n]);
  for (let n = 1; n <= 120; n += 1) await chain.write("ChildFilesRegistry", address, "addFile", [0n, `file ${n}`, toHex(n, { size: 32 }), 1n]);
  const run = async (url: string) =>
    await runToEnd(onchain({
      chains: [{ chainId: chain.chainId, rpc: [url], finality: "instant" }],
      registries: [{
        id: "children", chainId: chain.chainId, address, startBlock: 3, key: { from: "args.modelId" },
        abi: [
          "event ModelRegistered(uint256 indexed modelId, address indexed owner, string name, uint64 registeredAt)",
          "event FileAdded(uint256 indexed modelId, string path, bytes32 sha256Hash, uint256 size)",
        ],
        on: {
          ModelRegistered: { op: "upsert", first: true, set: { name: "args.name", owner: "args.owner" } },
          FileAdded: { op: "file", id: "args.path", set: { sha256: "args.sha256Hash" } },
        },
      }],
    }));
  const { rows } = await run(proxy.url);
  const asked = proxy.calls.filter(({ method }) => method === "eth_getBlockByNumber").length;
  const [timed] = (await run(chain.url)).rows.values();
  await proxy.close();
  await chain.stop();
  expect([...rows.values()]).toEqual([timed]);
  expect([timed?.artifacts?.length, timed?.claims?.filter(({ kind, validAt }) => kind === "CONTENT_DIGEST" && validAt !== undefined).length]).toEqual([120, 50]);
  // Of 121 blocks those of the registration and of 50 files; and what opens, begins and remembers a run.
  expect(asked).toBeLessThan(80);
});
