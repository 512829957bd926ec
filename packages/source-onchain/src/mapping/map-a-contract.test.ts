import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { sha256, stringToBytes, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { follow, withoutReadBlocks } from "../testing/follow.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { chainContext, runToEnd } from "../testing/run.ts";
import { compileMapping } from "./compile-mapping.ts";
import { mappingSchema } from "./mapping-schema.ts";
import type { Mapping } from "./mapping.ts";

const page = readFileSync(new URL("../../docs/map-a-contract.md", import.meta.url), "utf8");
const mappings = blocks("ts mapping").map((text) => structuredClone(runInNewContext(`(${text})`)) as Mapping);
const listings = blocks("json listing").map((text) => JSON.parse(text) as object);

test("has two mappings that start, whose signatures are those of the page", () => {
  const signatures = blocks("solidity").map((text) => text.trim().split("\n").map((line) => line.replace(/;$/, "")));
  expect(mappings.map(({ abi }) => abi)).toEqual(signatures);
  for (const mapping of mappings) expect(compileMapping(mappingSchema.parse(mapping))).not.toHaveProperty("issues");
  expect([mappings.length, listings.length]).toEqual([2, 2]);
});

describe.skipIf(anvilPath() === undefined)("on a chain (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let editions: Address;
  let checkpoints: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    editions = await chain.deploy("EditionRegistry");
    checkpoints = await chain.deploy("CheckpointRegistry");
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = (which: 0 | 1) => onchain({ chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }], registries: [{ ...(mappings[which] as Mapping), address: which === 0 ? editions : checkpoints }] });
  const publish = async (slug: string, edition: number) => chain.write("EditionRegistry", editions, "publish", [slug, edition, `0x${"ab".repeat(32)}`, "https://huggingface.co/acme/tiny-chat"]);

  test("lists an edition as the page shows it, and the next edition beside it", async () => {
    await publish("tiny-chat", 1);
    await publish("tiny-chat", 2);
    const { blockNumber } = await chain.write("EditionRegistry", editions, "withdraw", ["tiny-chat", 1, "trained on the test set"]);
    const { rows } = await runToEnd(source(0));
    const first = rows.get(`eip155:31337:${editions}/tiny-chat~1`);
    expect(first).toMatchObject(listings[0] ?? {});
    expect(first?.claims?.[0]).toMatchObject({
      statement: expect.stringMatching(new RegExp(String.raw`; it is deprecated, says EditionWithdrawn\(string,uint32,address,string\) in block ${blockNumber}\.$`)),
      evidence: [{ signature: "EditionPublished(string,uint32,address,bytes32,string)" }, { signature: "EditionWithdrawn(string,uint32,address,string)", blockNumber, finality: "FINALIZED" }],
    });
    expect(first?.revision).toContain(`block:${blockNumber}:`);
    const second = rows.get(`eip155:31337:${editions}/tiny-chat~2`);
    expect(second).toMatchObject({ name: "tiny-chat", details: { version: "2" } });
    expect(second?.deprecated).toBeUndefined();
  });

  test("takes no slug that has the text between the values within itself", async () => {
    await publish("tiny-chat~2", 9);
    const context = chainContext();
    const { rows } = await runToEnd(source(0), { context });
    expect([...rows.values()].map(({ name, details }) => [name, details?.["key"]])).toEqual([["tiny-chat", "tiny-chat~1"], ["tiny-chat", "tiny-chat~2"]]);
    expect(context.drops).toMatchObject([{ reason: expect.stringContaining("has its separator within one") }]);
  });

  test("has the same rows after following each change of an edition as after one run over all of them", async () => {
    const rows = await follow(() => source(0), [
      async () => publish("followed", 1),
      async () => chain.write("EditionRegistry", editions, "switchTo", ["followed", 1, false]),
      async () => publish("followed", 2),
      async () => chain.write("EditionRegistry", editions, "switchTo", ["followed", 1, true]),
      async () => chain.write("EditionRegistry", editions, "switchTo", ["followed", 2, false]),
    ]);
    expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks((await runToEnd(source(0))).rows));
    expect(["1", "2"].map((edition) => rows.get(`eip155:31337:${editions}/followed~${edition}`)?.deprecated)).toEqual([undefined, true]);
  });

  test("lists a checkpoint as the page shows it, and deprecates it by its stage", async () => {
    const card = '{"description":"Talks.","license":"apache-2.0","tags":["chat"]}';
    expect(page).toContain(card);
    await chain.write("CheckpointRegistry", checkpoints, "add", ["acme/tiny-chat", "tiny-chat.gguf", `0x${"cd".repeat(32)}`, `data:application/json,${encodeURIComponent(card)}`, sha256(stringToBytes(card))]);
    const before = await runToEnd(source(1));
    const id = `eip155:31337:${checkpoints}/0`;
    expect(before.rows.get(id)).toMatchObject(listings[1] ?? {});
    expect(before.rows.get(id)?.deprecated).toBeUndefined();
    await chain.write("CheckpointRegistry", checkpoints, "setStage", [0n, 2]);
    const { rows } = await runToEnd(source(1), { since: before.checkpoint });
    expect(rows.get(id)).toMatchObject({ deprecated: true, details: { extra: { stage: "retired" } } });
    expect(rows.get(id)?.claims?.[0]?.statement).toMatch(/; it is deprecated, says checkpointOf\(uint256\)\.$/);
  });
});

/** The fenced texts of the page with this word behind the fence. */
function blocks(word: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${word}\\n([^]*?)^\`\`\``, "gm"))].map(([, text = ""]) => text);
}
