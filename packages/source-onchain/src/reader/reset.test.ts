import type { ListingRecord, ListPage } from "@modeldex/plugin-kit";
import { encodeAbiParameters, stringToHex, type Hex } from "viem";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import type { ChainOptions } from "../options.ts";
import { erc8004 } from "../presets/erc8004.ts";
import { fabstir } from "../presets/fabstir.ts";
import { anvilPath } from "../testing/anvil.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { chainContext, runToEnd } from "../testing/run.ts";

const sha256 = `0x${"cd".repeat(32)}` as const;

describe.skipIf(anvilPath() === undefined)("a chain that changes, and hostile texts on it (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  beforeEach(async () => {
    chain = await startLocalChain();
  });
  afterEach(async () => {
    await chain.stop();
  });

  const source = (finality: ChainOptions["finality"] = "instant") =>
    onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url], ...(finality === undefined ? {} : { finality }) }],
      registries: [
        fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 }),
        erc8004({ chainId: chain.chainId, address: chain.agents, startBlock: 1, modelMetadataKey: "model", modelMetadataAs: "json" }),
      ],
    });

  test.each(["instant", { depth: 1 }] as const)("reads everything again when blocks that were read were reorganised away (finality %j), and ends with the rows of an undisturbed reader", async (finality) => {
    await chain.registerFile({ repo: "acme/models", file: "kept.gguf", sha256 });
    await chain.mine(3);
    const { key } = await chain.registerFile({ repo: "acme/models", file: "orphan.gguf", sha256 });
    await chain.registerAgent({ uri: "", model: JSON.stringify({ name: "Orphan" }) });
    await chain.mine(1);
    const before = await runToEnd(source(finality));
    expect(before.rows.size).toBe(3);
    await chain.rpc("anvil_reorg", [4, []]);
    await chain.registerFile({ repo: "acme/models", file: "after.gguf", sha256 });
    await chain.mine(1);
    const context = chainContext();
    const after = await runToEnd(source(finality), { since: before.checkpoint, limit: 1, context });
    expect(after.pages.map(({ whole }) => whole)).toEqual(after.pages.map(() => true));
    expect([...after.rows.values()].map(({ name }) => name)).toEqual(["acme/models/kept.gguf", "acme/models/after.gguf"]);
    expect(after.rows.has(`eip155:31337:${chain.files}/${key}`)).toBe(false);
    const undisturbed = await runToEnd(source(finality), { limit: 1 });
    expect([after.rows, after.checkpoint]).toEqual([undisturbed.rows, undisturbed.checkpoint]);
    const block = Number(before.checkpoint.split(":")[2]);
    expect(context.logs.filter(({ level }) => level === "warn")).toEqual([
      { level: "warn", message: "blocks that were read were reorganised away; everything is read again", fields: { chainId: 31_337, block, depth: expect.any(Number) } },
    ]);
    // From there on only what is new is read.
    expect((await runToEnd(source(finality), { since: after.checkpoint })).pages).toMatchObject([{ records: [] }]);
  });

  test("reads everything again when only a block far below is still there", async () => {
    await chain.registerFile({ repo: "acme/models", file: "a.gguf", sha256 });
    await chain.mine(60);
    const { checkpoint, rows } = await runToEnd(source());
    await chain.rpc("anvil_reorg", [30, []]);
    await chain.mine(1);
    const context = chainContext();
    const after = await runToEnd(source(), { since: checkpoint, context });
    expect([after.rows, after.pages[0]?.whole]).toEqual([(await runToEnd(source())).rows, true]);
    expect(after.rows.size).toBe(rows.size);
    expect(context.logs).toMatchObject([{ level: "warn", fields: { block: Number(checkpoint.split(":")[2]), depth: 32 } }]);
    await chain.rpc("anvil_reorg", [40, []]);
    await expect(runToEnd(source(), { since: after.checkpoint })).rejects.toThrow("no block below it that was seen is there either: the chain was reset");
  });

  test.each(["everything", "what is new"])("begins anew when its anchor is reorganised away in the middle of a run over %s, and the next run shows everything", async (over) => {
    for (let n = 0; n < 3; n += 1) await chain.registerFile({ repo: "acme/models", file: `kept-${n}.gguf`, sha256 });
    await chain.mine(1);
    const { checkpoint } = await runToEnd(source());
    for (let n = 0; n < 3; n += 1) await chain.registerFile({ repo: "acme/models", file: `orphan-${n}.gguf`, sha256 });
    const since = over === "everything" ? undefined : checkpoint;
    const stored = new Map<string, ListingRecord>();
    const page = (await source().list?.({ limit: 1, ...(since === undefined ? {} : { since }) }, chainContext())) ?? {};
    for (const record of page.records ?? []) stored.set(record.nativeId, record);
    await chain.rpc("anvil_reorg", [3, []]);
    await chain.mine(1);
    const context = chainContext();
    let { cursor } = page;
    let last: ListPage | undefined;
    while (cursor !== undefined) {
      last = await source().list?.({ limit: 1, cursor, ...(since === undefined ? {} : { since }) }, context);
      for (const record of last?.records ?? []) stored.set(record.nativeId, record);
      cursor = last?.cursor;
    }
    expect(context.logs).toMatchObject([{ level: "warn", message: "blocks that were read were reorganised away; everything is read again" }]);
    const next = await runToEnd(source(), { limit: 1, ...(last?.checkpoint === undefined ? {} : { since: last.checkpoint }) });
    expect(next.pages.every(({ whole }) => whole === true)).toBe(true);
    const undisturbed = await runToEnd(source());
    expect(next.rows).toEqual(undisturbed.rows);
    expect(new Map([...stored].filter(([id]) => undisturbed.rows.has(id))).size).toBe(undisturbed.rows.size);
  });

  test("stops at a chain that was wiped, which a run over everything reads anew, also from its middle", async () => {
    for (let n = 0; n < 3; n += 1) await chain.registerFile({ repo: "acme/models", file: `old-${n}.gguf`, sha256 });
    const { checkpoint } = await runToEnd(source());
    const { cursor = "" } = (await source().list?.({ limit: 1 }, chainContext())) ?? {};
    const wiped = await startLocalChain({ timestamp: 1_760_000_000 });
    try {
      await wiped.registerFile({ repo: "acme/models", file: "new.gguf", sha256 });
      await wiped.mine(5);
      const there = onchain({ chains: [{ chainId: 31_337, rpc: [wiped.url], finality: "instant" }], registries: [fabstir({ chainId: 31_337, address: chain.files, startBlock: 1 }), erc8004({ chainId: 31_337, address: chain.agents, startBlock: 1, modelMetadataKey: "model", modelMetadataAs: "json" })] });
      const [, , block, hash] = checkpoint.split(":");
      const message = expect.stringMatching(
        new RegExp(`^Block ${block} of chain 31337 was ${hash} when it was indexed and is 0x[0-9a-f]{64} at 127\\.0\\.0\\.1:\\d+, and no block below it that was seen is there either: the chain was reset\\. Nothing was changed; to index it anew, start a full run without the checkpoint\\.$`),
      );
      await expect(runToEnd(there, { since: checkpoint })).rejects.toMatchObject({ code: "BAD_RESPONSE", message });
      await expect(there.list?.({ limit: 1, cursor, since: checkpoint }, chainContext())).rejects.toMatchObject({ code: "BAD_RESPONSE", message });
      const undisturbed = await runToEnd(there);
      expect([...undisturbed.rows.values()].map(({ name }) => name)).toEqual(["acme/models/new.gguf"]);
      const context = chainContext();
      const anew = await there.list?.({ limit: 10, cursor }, context);
      expect([anew?.records, context.logs.map(({ message: said }) => said)]).toEqual([[...undisturbed.rows.values()], ["the chain was reset in the middle of a run over everything, which begins anew"]]);
      expect((await runToEnd(there, { since: anew?.checkpoint ?? "" })).pages.map(({ whole }) => whole)).toEqual([true]);
    } finally {
      await wiped.stop();
    }
  });

  test("stops when the chain is shorter than it was", async () => {
    await chain.mine(3);
    const snapshot = await chain.rpc("evm_snapshot", []);
    await chain.mine(3);
    const { checkpoint } = await runToEnd(source());
    await chain.rpc("evm_revert", [snapshot]);
    await expect(runToEnd(source(), { since: checkpoint })).rejects.toThrow(
      /^127\.0\.0\.1:\d+ has blocks of chain 31337 up to 5, but block 8 was indexed before: it lags behind, or the chain was reset\. If it was reset, start a full run without the checkpoint\.$/,
    );
  });

  test("has nothing new, and keeps its place, when the final block is behind the checkpoint", async () => {
    await chain.registerFile({ repo: "acme/models", file: "a.gguf", sha256 });
    await chain.mine(1);
    const { checkpoint } = await runToEnd(source());
    const behind = await runToEnd(source("finalized"), { since: checkpoint });
    expect([behind.rows.size, behind.checkpoint]).toEqual([0, checkpoint]);
  });

  test("forgets a pending entry that is reorganised away", async () => {
    await chain.mine(1);
    const { key } = await chain.registerFile({ repo: "acme/models", file: "orphan.gguf", sha256 });
    const refs = [{ nativeId: `eip155:31337:${chain.files}/${key}` }];
    expect(await source("finalized").get?.({ refs, need: new Set() }, chainContext())).toMatchObject([{ details: { finality: "PENDING" } }]);
    await chain.rpc("anvil_reorg", [1, []]);
    expect(await source("finalized").get?.({ refs, need: new Set() }, chainContext())).toEqual([undefined]);
  });

  test("shows hostile texts cleaned and bounded, and drops with a reason what has no name, no meaning, or no end", async () => {
    const emit = async (id: Hex, data: Hex) => await chain.write("FileRegistry", chain.files, "addUndecodable", [id, data]);
    const key = (n: number): Hex => `0x${`${n}`.padStart(64, "0")}`;
    const added = (repo: Hex, file: Hex): Hex => encodeAbiParameters([{ type: "bytes" }, { type: "bytes" }, { type: "uint256" }], [repo, file, 1n]);
    await emit(key(1), added("0x6163006d65ff", stringToHex("evil\u202Egguf")));
    await emit(key(2), added(stringToHex("a".repeat(30_000)), stringToHex("b".repeat(20_000))));
    await emit(key(3), added("0x00", "0x00"));
    await emit(key(4), "0xdeadbeef");
    await emit(key(5), added(stringToHex("c".repeat(100_000)), "0x61"));
    await emit(key(6), added(stringToHex("../..?x=1"), stringToHex("ok.gguf")));
    await emit(key(7), added(stringToHex("acme/a b?x=1#y@z"), stringToHex("ok.gguf")));
    const context = chainContext();
    const { rows } = await runToEnd(source(), { context });
    expect([...rows.values()].map(({ nativeId, name, links, artifacts }) => [nativeId.slice(-1), name, links?.[0]?.reference, artifacts])).toEqual([
      ["1", "ac me\u{FFFD}/evil gguf", undefined, undefined],
      ["2", "a".repeat(300), undefined, undefined],
      ["6", "../..?x=1/ok.gguf", undefined, [{ path: "ok.gguf" }]],
      ["7", "acme/a b?x=1#y@z/ok.gguf", "pkg:huggingface/acme/a%20b%3Fx%3D1%23y%40z", [{ path: "ok.gguf" }]],
    ]);
    expect(context.drops.map(({ nativeId, reason }) => [nativeId.replace(/ 0x[0-9a-f]{64}/, ""), reason])).toEqual([
      [`eip155:31337:${chain.files} log 0`, "its topics and data do not decode as ModelAdded(bytes32,string,string,uint256)"],
      [`eip155:31337:${chain.files} log 0`, "its data has 100192 bytes; at most 65536 are kept"],
      [`eip155:31337:${chain.files}/${key(3)}`, "its name is empty, or no text that can be shown"],
    ]);
  });

  test("reads what an agent says of its model as JSON, and only what is there", async () => {
    const good = { name: "Tiny", reference: "https://huggingface.co/acme/tiny", path: "tiny.gguf", sha256: "AB".repeat(32), size: 1 };
    await chain.registerAgent({ uri: "", model: JSON.stringify(good) });
    await chain.registerAgent({ uri: "", model: '{"name":"' });
    await chain.registerAgent({ uri: "", model: JSON.stringify({ name: "Bare", reference: "javascript:alert(1)", sha256: "12" }) });
    await chain.registerAgent({ uri: "", model: JSON.stringify({ name: { deep: 1 } }) });
    const { rows } = await runToEnd(source());
    expect([...rows.values()].map(({ nativeId, name, links, artifacts, claims }) => [nativeId.slice(-2), name, links?.[0]?.reference, artifacts, claims?.length])).toEqual([
      ["/0", "Tiny", "https://huggingface.co/acme/tiny", [{ path: "tiny.gguf", digest: `sha256:${"ab".repeat(32)}` }], 2],
      ["/2", "Bare", undefined, undefined, 1],
    ]);
    const digest = [...rows.values()][0]?.claims?.[1];
    expect(digest?.evidence).toMatchObject([{ signature: "MetadataSet(uint256,string,string,bytes)", raw: { topics: [{}, {}, {}] } }]);
  });
});
