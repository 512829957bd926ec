import { keccak256, stringToHex, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { follow, withoutReadBlocks } from "../testing/follow.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { extraOf } from "../testing/record-parts.ts";
import { chainContext, runToEnd } from "../testing/run.ts";
import { oraOao } from "./ora-oao.ts";

const modelHash = keccak256(stringToHex("model"));
const programHash = keccak256(stringToHex("program"));

describe.skipIf(anvilPath() === undefined)("the models of ORA's oracle (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let address: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    ({ proxy: address } = await chain.deployProxy("AIOracle"));
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = () =>
    onchain({
      chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }],
      registries: [oraOao({ chainId: 31_337, address, startBlock: 3, labels: { "0": "Llama 2", "1": "Stable Diffusion" } })],
    });
  const idOf = (key: number): string => `eip155:31337:${address}/${key}`;
  const upload = async (id: bigint): Promise<unknown> =>
    await chain.write("AIOracle", address, "uploadModel", [id, modelHash, programHash, 3n * 10n ** 16n, chain.accounts[4], 50n]);

  test("lists models that no event names, from number 0 on, by the label of the configuration or by their number", async () => {
    await upload(0n);
    await upload(11n);
    const { rows } = await runToEnd(source());
    expect([...rows.keys()].toSorted()).toEqual([idOf(0), idOf(11)]);
    expect(rows.get(idOf(0))).toMatchObject({ name: "Llama 2", details: { owner: chain.accounts[4] } });
    expect(rows.get(idOf(11))).toMatchObject({ name: "ORA model 11" });
    expect(extraOf(rows.get(idOf(11)))).toMatchObject({ modelHash, programHash, fee: "30000000000000000", unverifiable: false });
    expect(rows.get(idOf(11))?.artifacts ?? []).toEqual([]);
  });

  test("has the same rows after following each change as after one run over all of them; a removed model is gone", async () => {
    const rows = await follow(source, [async () => upload(1n), async () => upload(12n), async () => chain.write("AIOracle", address, "removeModel", [11n])]);
    const whole = await runToEnd(source());
    expect([...rows.keys()].toSorted()).toEqual([0, 1, 12].map(idOf).toSorted());
    expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks(whole.rows));
    expect(rows.get(idOf(1))?.name).toBe("Stable Diffusion");
  });

  test("gives an entry by its id, with the call that shows it", async () => {
    const [record] = (await source().get?.({ refs: [{ nativeId: idOf(0) }], need: new Set() }, chainContext())) ?? [];
    expect(record).toMatchObject({ nativeId: idOf(0), name: "Llama 2" });
  });
});
