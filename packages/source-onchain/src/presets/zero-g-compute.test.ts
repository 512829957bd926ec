import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { follow, withoutReadBlocks } from "../testing/follow.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { extraOf } from "../testing/record-parts.ts";
import { runToEnd } from "../testing/run.ts";
import { zeroGCompute } from "./zero-g-compute.ts";

const signer = "0x00000000000000000000000000000000000051e5";
const params = {
  serviceType: "chatbot", url: "https://gpu.example", model: "deepseek-ai/DeepSeek-V3", verifiability: "TeeML", inputPrice: 10n ** 12n, outputPrice: 2n ** 70n,
  additionalInfo: "{}", teeSignerAddress: signer,
} as const;

describe.skipIf(anvilPath() === undefined)("the services of 0G Compute (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let address: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    address = await chain.deploy("InferenceServing");
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = (version: "paged" | "whole" = "paged") =>
    onchain({
      chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }],
      registries: [zeroGCompute({ chainId: 31_337, address, startBlock: 3, version })],
    });
  const idOf = (provider: string): string => `eip155:31337:${address}/${provider.toLowerCase()}`;
  const serve = async (from: number, changes: Partial<Record<keyof typeof params, unknown>> = {}): Promise<unknown> =>
    await chain.write("InferenceServing", address, "addOrUpdateService", [{ ...params, ...changes }], from);

  test("lists a service as an offer of its model, with prices above 2^53 and its signer as they are", async () => {
    await serve(1);
    const provider = chain.accounts[1] ?? "";
    const record = (await runToEnd(source())).rows.get(idOf(provider));
    expect(record).toMatchObject({
      name: params.model,
      offers: [{ provider, url: "https://gpu.example", callAs: params.model }],
      details: { owner: provider },
    });
    expect(record?.links).toBeUndefined();
    expect(extraOf(record)).toMatchObject({
      serviceType: "chatbot", inputPrice: 1_000_000_000_000, outputPrice: `${2n ** 70n}`, verifiability: "TeeML", additionalInfo: "{}",
      teeSigner: expect.stringMatching(new RegExp(signer, "i")), teeSignerAcknowledged: false,
    });
  });

  test("says what the contract's owner acknowledged, and takes it back when another model is served", async () => {
    const acknowledged = async (): Promise<unknown> => extraOf((await runToEnd(source())).rows.get(idOf(chain.accounts[1] ?? "")));
    await chain.write("InferenceServing", address, "acknowledgeTEESignerByOwner", [chain.accounts[1], true]);
    expect(await acknowledged()).toMatchObject({ teeSignerAcknowledged: true });
    await serve(1, { model: "another" });
    expect(await acknowledged()).toMatchObject({ teeSignerAcknowledged: false });
  });

  test("reads every page of a list of more than 50", async () => {
    for (const first of [0n, 30n, 60n, 90n]) await chain.write("InferenceServing", address, "addMany", [first, 30n, params]);
    const { rows } = await runToEnd(source());
    expect(rows.size).toBe(121);
    expect(rows.get(idOf(`0x${(0x1000 + 119).toString(16).padStart(40, "0")}`))).toMatchObject({ name: params.model });
  });

  test("has the same rows after following each change as after one run over all of them; a removed service is gone", async () => {
    const rows = await follow(source, [
      async () => serve(2, { model: "first" }),
      async () => serve(3, { model: "second", verifiability: "" }),
      async () => serve(2, { model: "changed", url: "https://moved.example" }),
      async () => chain.write("InferenceServing", address, "removeService", [], 3),
      async () => chain.write("InferenceServing", address, "acknowledgeTEESignerByOwner", [chain.accounts[2], true]),
    ]);
    expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks((await runToEnd(source())).rows));
    expect(rows.get(idOf(chain.accounts[2] ?? ""))).toMatchObject({ name: "changed", offers: [{ url: "https://moved.example", callAs: "changed" }] });
    expect(rows.has(idOf(chain.accounts[3] ?? ""))).toBe(false);
    expect(extraOf(rows.get(idOf(chain.accounts[2] ?? "")))).toMatchObject({ teeSignerAcknowledged: true });
  });

  test("reads an older deployment, whose list has no pages and whose services have no signer", async () => {
    const paged = await runToEnd(source());
    const whole = await runToEnd(source("whole"));
    expect([...whole.rows.keys()].toSorted()).toEqual([...paged.rows.keys()].toSorted());
    const extra = extraOf(whole.rows.get(idOf(chain.accounts[2] ?? "")));
    expect(extra).toMatchObject({ verifiability: "TeeML" });
    expect(extra).not.toHaveProperty("teeSigner");
  });
});
