import { keccak256, stringToHex, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { follow, withoutReadBlocks } from "../testing/follow.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { extraOf } from "../testing/record-parts.ts";
import { runToEnd } from "../testing/run.ts";
import { opengradientTee, type OpenGradientTeeOptions } from "./opengradient-tee.ts";

/** keccak256 of the three measurements in tee-gateway's measurements.txt, as computed on 2026-11-20. */
const pcrHash = "0xb4c9585138438b60a72e11257b3c8a96d20c621e53d016f27657285361f77e87";

describe.skipIf(anvilPath() === undefined)("OpenGradient's enclaves (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let plain: Address;
  let ohttp: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    plain = await chain.deploy("TEERegistry");
    ohttp = await chain.deploy("TEERegistryWithKeys");
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = (address: Address, version: OpenGradientTeeOptions["version"], listed = true) =>
    onchain({
      chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }],
      registries: [opengradientTee({ chainId: 31_337, address, startBlock: 3, ...(version === undefined ? {} : { version }), listed })],
    });
  const key = (n: number) => stringToHex(`public key ${n}`);
  const idOf = (address: Address, n: number): string => `eip155:31337:${address}/${keccak256(key(n))}`;
  const register = async (n: number, teeType = 0): Promise<unknown> =>
    await chain.write("TEERegistry", plain, "registerTEE", [key(n), `https://enclave-${n}.example`, pcrHash, teeType]);

  test("counts enclaves as evidence, and lists none as a model", async () => {
    await register(0);
    expect(await runToEnd(source(plain, "plain", false))).toMatchObject({ rows: new Map(), notListed: 1 });
    expect(opengradientTee({ startBlock: 0 }).listed).toBe(false);
  });

  test("shows, when it is asked to, endpoint, measurement and whether it is enabled, under the hash of its key", async () => {
    const record = (await runToEnd(source(plain, "plain"))).rows.get(idOf(plain, 0));
    expect(record).toMatchObject({ name: "Enclave https://enclave-0.example", details: { owner: chain.account } });
    expect(extraOf(record)).toMatchObject({ endpoint: "https://enclave-0.example", pcrHash, enabled: true, teeType: "LLMProxy" });
  });

  test("reads the later form of the registry with its own ABI and with the earlier one, and the earlier form not with the later ABI", async () => {
    await chain.write("TEERegistryWithKeys", ohttp, "registerTEE", [key(1), "https://enclave-1.example", pcrHash, 1]);
    const id = idOf(ohttp, 1);
    const own = extraOf((await runToEnd(source(ohttp, "ohttp"))).rows.get(id));
    const earlier = extraOf((await runToEnd(source(ohttp, "plain"))).rows.get(id));
    expect(own).toMatchObject({ endpoint: "https://enclave-1.example", pcrHash, teeType: "Validator", ohttpKeyId: 7 });
    expect(earlier).toMatchObject({ endpoint: "https://enclave-1.example", pcrHash, teeType: "Validator" });
    expect(earlier).not.toHaveProperty("ohttpKeyId");
    expect((await runToEnd(source(plain, "ohttp"))).rows.size).toBe(0);
  });

  test("has the same rows after following each change as after one run over all of them", async () => {
    const rows = await follow(() => source(plain, "plain"), [
      async () => register(2),
      async () => chain.write("TEERegistry", plain, "disableTEE", [keccak256(key(2))]),
      async () => register(3),
      async () => chain.write("TEERegistry", plain, "enableTEE", [keccak256(key(2))]),
      async () => chain.write("TEERegistry", plain, "disableTEE", [keccak256(key(3))]),
    ]);
    expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks((await runToEnd(source(plain, "plain"))).rows));
    expect([2, 3].map((n) => [rows.get(idOf(plain, n))?.deprecated, extraOf(rows.get(idOf(plain, n)))])).toMatchObject([
      [undefined, { enabled: true }],
      [true, { enabled: false }],
    ]);
  });
});
