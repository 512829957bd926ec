import { keccak256, stringToHex, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { follow, withoutReadBlocks } from "../testing/follow.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { extraOf } from "../testing/record-parts.ts";
import { runToEnd } from "../testing/run.ts";
import { fabstir } from "./fabstir.ts";

const repo = "TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF";
const file = "tinyllama-1b.Q4_K_M.gguf";
const sha256 = `0x${"ab".repeat(32)}` as const;

describe.skipIf(anvilPath() === undefined)("the registry of Fabstir, behind a proxy (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let proxy: Address;
  let implementation: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    ({ proxy, implementation } = await chain.deployProxy("FileRegistry"));
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = (enumerate = false) =>
    onchain({
      chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }],
      registries: [fabstir({ chainId: 31_337, address: proxy, startBlock: 3, enumerate })],
    });
  const idOf = (name: string): string => `eip155:31337:${proxy}/${keccak256(stringToHex(name))}`;
  const add = async (name: string, tier = 1n): Promise<unknown> => chain.write("FileRegistry", proxy, "addModel", [repo, name, sha256, tier]);

  test("has the id that Fabstir publishes for a file, and joins its digest from the view", async () => {
    await add(file, 2n);
    const { rows } = await runToEnd(source());
    const [[id, record] = []] = rows;
    expect(id).toBe(idOf(`${repo}/${file}`));
    expect(id?.split("/")[1]).toMatch(/^0x14843424/);
    expect(record).toMatchObject({
      name: `${repo}/${file}`,
      links: [{ reference: `pkg:huggingface/${repo}`, relation: "REGISTERED" }],
      artifacts: [{ path: file, digest: `sha256:${"ab".repeat(32)}` }],
      claims: [{ kind: "ONCHAIN_REGISTRATION", evidence: [{ address: proxy, implementation }, { address: proxy, raw: { from: chain.account } }] }, { kind: "CONTENT_DIGEST", evidence: [{ address: proxy, implementation }] }],
    });
    expect(extraOf(record)).toMatchObject({ approvalTier: 2 });
  });

  test("stamps the implementation of each block when the proxy was upgraded between two entries", async () => {
    const upgraded = await chain.upgradeProxy(proxy, "FileRegistry");
    await add("upgraded.gguf");
    const { rows } = await runToEnd(source());
    const registered = (name: string) => rows.get(idOf(`${repo}/${name}`))?.claims?.[0]?.evidence.slice(0, 1);
    expect(registered(file)).toMatchObject([{ implementation }]);
    expect(registered("upgraded.gguf")).toMatchObject([{ implementation: upgraded.implementation }]);
  });

  test("has the same rows after following each change as after one run over all of them, with and without enumeration", async () => {
    const key = keccak256(stringToHex(`${repo}/second.gguf`));
    const changes = [
      async () => add("second.gguf"),
      async () => chain.write("FileRegistry", proxy, "deactivate", [key]),
      async () => add("third.gguf"),
      async () => chain.write("FileRegistry", proxy, "reactivate", [key]),
      async () => chain.write("FileRegistry", proxy, "deactivate", [keccak256(stringToHex(`${repo}/third.gguf`))]),
    ];
    for (const enumerate of [false, true]) {
      const rows = await follow(() => source(enumerate), changes);
      expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks((await runToEnd(source(enumerate))).rows));
      expect(rows.get(idOf(`${repo}/second.gguf`))?.deprecated).toBeUndefined();
      expect(rows.get(idOf(`${repo}/third.gguf`))?.deprecated).toBe(true);
    }
  });

  test("lists what only getAllModels shows, when the logs before the first block are not read", async () => {
    await add("newest.gguf");
    const late = (enumerate: boolean) =>
      onchain({
        chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }],
        registries: [fabstir({ chainId: 31_337, address: proxy, startBlock: newest, enumerate })],
      });
    const newest = Number(await chain.rpc("eth_blockNumber", []));
    expect([...(await runToEnd(late(false))).rows.keys()]).toEqual([idOf(`${repo}/newest.gguf`)]);
    const { rows } = await runToEnd(late(true));
    expect(rows.get(idOf(`${repo}/${file}`))).toMatchObject({
      name: `${repo}/${file}`, artifacts: [{ path: file, digest: `sha256:${"ab".repeat(32)}` }], links: [{ reference: `pkg:huggingface/${repo}` }],
    });
    expect(rows.get(idOf(`${repo}/third.gguf`))?.deprecated).toBe(true);
  });
});
