import { keccak256, stringToHex, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { testContext } from "@modeldex/plugin-kit/testing";
import type { Mapping } from "./mapping/mapping.ts";
import { onchain } from "./onchain.ts";
import { erc8004 } from "./presets/erc8004.ts";
import { fabstir } from "./presets/fabstir.ts";
import { anvilPath } from "./testing/anvil.ts";
import { startLocalChain, type LocalChain } from "./testing/local-chain.ts";
import { chainContext, runToEnd } from "./testing/run.ts";

const repo = "TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF";
const file = "tinyllama-1b.Q4_K_M.gguf";
const sha256 = `0x${"ab".repeat(32)}` as const;
const owner = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const other = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe.skipIf(anvilPath() === undefined)("on a chain (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  beforeAll(async () => {
    chain = await startLocalChain();
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = () =>
    onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url], explorer: "https://scan.example" }],
      registries: [
        fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 }),
        erc8004({ chainId: chain.chainId, address: chain.agents, startBlock: 2, modelMetadataKey: "model" }),
      ],
    });
  const fileId = (key: string): string => `eip155:31337:${chain.files}/${key}`;
  const agentId = (key: string): string => `eip155:31337:${chain.agents}/${key}`;

  test("makes a listing of a registration, with the log and the call that say so", async () => {
    const registered = await chain.registerFile({ repo, file, sha256 });
    await chain.mine(2);
    const { rows, checkpoint } = await runToEnd(source());
    const anchor = Number(checkpoint.split(":")[2]);
    const key = keccak256(stringToHex(`${repo}/${file}`));
    const evidence = { kind: "chain", chainId: 31_337, address: chain.files, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, blockAt: expect.any(String) };
    expect(registered.key).toBe(key);
    expect(rows.get(fileId(key))).toEqual({
      nativeId: fileId(key),
      aliases: [fileId(key).replace(chain.files, chain.files.toLowerCase())],
      name: `${repo}/${file}`,
      registrant: `eip155:31337:${chain.account}`,
      url: `https://scan.example/tx/${registered.transactionHash}`,
      revision: `block:${registered.blockNumber}:${registered.blockHash}`,
      createdAt: expect.stringMatching(/^2025-06-15T15:06:\d\dZ$/),
      updatedAt: expect.stringMatching(/^2025-06-15T15:06:\d\dZ$/),
      links: [{ reference: `pkg:huggingface/${repo}`, relation: "REGISTERED", statement: `fabstir names pkg:huggingface/${repo} for this entry.` }],
      artifacts: [{ path: file, digest: `sha256:${"ab".repeat(32)}` }],
      claims: [
        {
          kind: "ONCHAIN_REGISTRATION",
          statement: `Entry ${key} was registered in fabstir (eip155:31337:${chain.files}) in block ${registered.blockNumber}.`,
          facts: { registry: `eip155:31337:${chain.files}`, key },
          evidence: [
            {
              ...evidence,
              signature: "ModelAdded(bytes32,string,string,uint256)",
              blockNumber: registered.blockNumber,
              blockHash: registered.blockHash,
              transactionHash: registered.transactionHash,
              logIndex: 0,
              raw: { topics: [keccak256(stringToHex("ModelAdded(bytes32,string,string,uint256)")), key], data: expect.stringMatching(/^0x[0-9a-f]+$/) },
            },
            {
              ...evidence,
              blockNumber: registered.blockNumber,
              blockHash: registered.blockHash,
              transactionHash: registered.transactionHash,
              raw: { from: chain.account, to: chain.files, input: expect.stringMatching(/^0x[0-9a-f]+$/) },
            },
          ],
          validAt: expect.any(String),
          issuer: { type: "CHAIN", key: `eip155:31337:${chain.files}` },
        },
        {
          kind: "CONTENT_DIGEST",
          statement: `fabstir (eip155:31337:${chain.files}) gives sha256:${"ab".repeat(32)} for ${file} of pkg:huggingface/${repo}.`,
          facts: { digest: `sha256:${"ab".repeat(32)}`, path: file, reference: `pkg:huggingface/${repo}` },
          evidence: [
            {
              ...evidence,
              signature: "getModel(bytes32)",
              blockNumber: anchor,
              blockHash: checkpoint.split(":")[3],
              raw: { call: `${keccak256(stringToHex("getModel(bytes32)")).slice(0, 10)}${key.slice(2)}`, result: expect.stringContaining("ab".repeat(32)) },
            },
          ],
          validAt: expect.any(String),
          issuer: { type: "CHAIN", key: `eip155:31337:${chain.files}` },
        },
      ],
      details: {
        chainId: 31_337, address: chain.files, key, registry: "fabstir", registeredAtBlock: registered.blockNumber,
        transactionHash: registered.transactionHash, finality: "FINALIZED",
        extra: { approvalTier: 1 },
      },
    });
  });

  test("gives evidence that replays: the receipt has the raw log, and the call has the raw result", async () => {
    const { key } = await chain.registerFile({ repo, file: "replayed.gguf", sha256 });
    await chain.mine(2);
    const [log, call] = ((await runToEnd(source())).rows.get(fileId(key))?.claims ?? []).map(({ evidence: [first] }) => first);
    if (log?.kind !== "chain" || call?.kind !== "chain" || !("result" in call.raw)) throw new Error("there is no evidence of the chain");
    const receipt = (await chain.rpc("eth_getTransactionReceipt", [log.transactionHash])) as { logs: { logIndex: string; topics: string[]; data: string; blockHash: string }[] };
    const replayed = receipt.logs.find(({ logIndex }) => Number(logIndex) === log.logIndex);
    expect({ topics: replayed?.topics, data: replayed?.data, blockHash: replayed?.blockHash }).toEqual({ ...log.raw, blockHash: log.blockHash });
    expect(await chain.rpc("eth_call", [{ to: call.address, data: call.raw.call }, toHex(call.blockNumber)])).toBe(call.raw.result);
  });

  test("lists the agent 0 when it names a model, and counts those that name none", async () => {
    const before = await runToEnd(source());
    const zero = await chain.registerAgent({ uri: "https://agents.example/0.json", model: "pkg:huggingface/acme/tiny-chat" });
    await chain.registerAgent({ uri: "https://agents.example/1.json" });
    await chain.mine(2);
    const { rows, notListed } = await runToEnd(source(), { since: before.checkpoint });
    expect(zero.key).toBe("0");
    expect([...rows.keys()].filter((id) => id.includes(chain.agents))).toEqual([agentId("0")]);
    expect(notListed).toBe(1);
    expect(rows.get(agentId("0"))).toMatchObject({
      name: "acme/tiny-chat",
      links: [{ reference: "pkg:huggingface/acme/tiny-chat", relation: "REGISTERED" }],
      claims: [{ kind: "ONCHAIN_REGISTRATION", facts: { registry: `eip155:31337:${chain.agents}`, key: "0", owner } }],
      details: { key: "0", owner, registeredAtBlock: zero.blockNumber, transactionHash: zero.transactionHash },
    });
    const [claim] = rows.get(agentId("0"))?.claims ?? [];
    expect(claim?.evidence).toMatchObject([{ signature: "Registered(uint256,string,address)", logIndex: 1 }]);
  });

  test("follows from a checkpoint: only what changed, each row complete", async () => {
    const { key } = await chain.registerFile({ repo, file: "followed.gguf", sha256 });
    await chain.mine(2);
    const { checkpoint } = await runToEnd(source());
    await chain.write("FileRegistry", chain.files, "deactivate", [key]);
    await chain.write("AgentRegistry", chain.agents, "transferFrom", [owner, other, 0n]);
    await chain.mine(2);
    const second = await runToEnd(source(), { since: checkpoint });
    expect([...second.rows.keys()]).toEqual([fileId(key), agentId("0")]);
    expect(second.rows.get(fileId(key))).toMatchObject({
      name: `${repo}/followed.gguf`, deprecated: true, artifacts: [{ path: "followed.gguf", digest: `sha256:${"ab".repeat(32)}` }], claims: [{}, {}],
    });
    expect(second.rows.get(agentId("0"))).toMatchObject({ name: "acme/tiny-chat", details: { owner: other } });
    expect(second.notListed).toBe(0);
    const [claim] = second.rows.get(agentId("0"))?.claims ?? [];
    expect(claim?.evidence).toMatchObject([{ signature: "Registered(uint256,string,address)" }, { signature: "Transfer(address,address,uint256)" }]);

    await chain.write("FileRegistry", chain.files, "reactivate", [key]);
    await chain.mine(2);
    const third = await runToEnd(source(), { since: second.checkpoint });
    expect([...third.rows.values()].map(({ deprecated }) => deprecated)).toEqual([undefined]);
    expect((await runToEnd(source(), { since: third.checkpoint })).rows.size).toBe(0);
  });

  test("takes a listing back when its agent no longer names a model", async () => {
    const { key } = await chain.registerAgent({ uri: "https://agents.example/2.json", model: "tiny" });
    await chain.mine(2);
    const { checkpoint, rows } = await runToEnd(source());
    expect(rows.get(agentId(key))).toMatchObject({ name: "tiny" });
    expect(rows.get(agentId(key))?.links).toBeUndefined();
    await chain.write("AgentRegistry", chain.agents, "setMetadata", [BigInt(key), "model", "0x"]);
    await chain.mine(2);
    expect((await runToEnd(source(), { since: checkpoint })).gone).toEqual([agentId(key)]);
  });

  test("shows what is not final yet to get and lookup as PENDING, and not to list", async () => {
    const { checkpoint } = await runToEnd(source());
    const { key, transactionHash, blockHash, blockNumber } = await chain.registerFile({ repo, file: "pending.gguf", sha256 });
    expect((await runToEnd(source(), { since: checkpoint })).rows.has(fileId(key))).toBe(false);
    const [record] = (await source().get?.({ refs: [{ nativeId: fileId(key) }], need: new Set() }, chainContext())) ?? [];
    expect(record).toMatchObject({ name: `${repo}/pending.gguf`, details: { finality: "PENDING" }, claims: [{ evidence: [{ finality: "PENDING" }, { finality: "PENDING" }] }, { evidence: [{ finality: "PENDING" }] }] });
    expect(await source().lookup?.(transactionHash, chainContext())).toEqual([record]);
    await chain.mine(2);
    const revision = `block:${blockNumber}:${blockHash}`;
    const [final, then] = (await source().get?.({ refs: [{ nativeId: fileId(key) }, { nativeId: fileId(key), revision }], need: new Set() }, chainContext())) ?? [];
    expect(final).toMatchObject({ details: { finality: "FINALIZED" }, claims: [{ evidence: [{ finality: "FINALIZED" }, { finality: "FINALIZED" }] }, { evidence: [{ finality: "FINALIZED" }] }] });
    expect(then).toMatchObject({ revision, claims: [{}, { evidence: [{ blockNumber, blockHash }] }] });
  });

  test("answers for each reference, in the order asked, through the fetch that the gateway lends", async () => {
    const { key } = await chain.registerFile({ repo, file: "asked.gguf", sha256 });
    const { baseAddresses = [] } = source();
    const lent = createLentFetch({ baseAddresses, userAgent: "modeldex-test" });
    const refs = [
      { nativeId: agentId("77") }, { nativeId: fileId(key).replace(chain.files, chain.files.toLowerCase()) }, { nativeId: "nonsense" },
      { nativeId: `eip155:31337:${chain.files}` }, { nativeId: agentId("0") }, { nativeId: fileId(key), revision: "main" },
    ];
    const answers = (await source().get?.({ refs, need: new Set() }, testContext({ fetch: lent.fetch }))) ?? [];
    await lent.close();
    expect(answers.map((answer) => (answer instanceof Error ? answer.message : answer?.nativeId))).toEqual([
      undefined, fileId(key), undefined, undefined, agentId("0"), 'A revision on a chain is block:<number>:<hash>; "main" is none.',
    ]);
  });

  test("finds by transaction, by a key of 32 bytes, and by the address of a registry its newest entries", async () => {
    const many = await chain.write("FileRegistry", chain.files, "addMany", ["acme/many", 0n, 25n]);
    const last = await chain.registerFile({ repo, file: "newest.gguf", sha256 });
    const found = async (text: string) => ((await source().lookup?.(text, chainContext())) ?? []).map(({ name }) => name);
    expect(await found(last.transactionHash)).toEqual([`${repo}/newest.gguf`]);
    expect(await found(`https://scan.example/tx/${last.transactionHash}`)).toEqual([`${repo}/newest.gguf`]);
    expect(await found(last.key)).toEqual([`${repo}/newest.gguf`]);
    expect(await found(many.transactionHash)).toEqual(Array.from({ length: 20 }, (_, n) => `acme/many/model-${n}.gguf`));
    expect(await found(chain.files)).toEqual([`${repo}/newest.gguf`, ...Array.from({ length: 19 }, (_, n) => `acme/many/model-${24 - n}.gguf`)]);
    expect(await found(`eip155:31337:${chain.agents.toLowerCase()}`)).toEqual(["acme/tiny-chat"]);
    expect(await found(`eip155:1:${chain.agents}`)).toEqual([]);
    expect(await found(`0x${"00".repeat(32)}`)).toEqual([]);
    expect(await found("llama")).toEqual([]);
  });

  test("gives equal rows whatever the size of a page, also when a page ends within a block, and when each page is read by another process", async () => {
    await chain.mine(2);
    const whole = await runToEnd(source());
    const small = await runToEnd(source(), { limit: 3 });
    expect(small.rows).toEqual(whole.rows);
    expect(small.notListed).toBe(whole.notListed);
    expect(small.pages.every(({ records = [] }) => records.length <= 3)).toBe(true);
    expect(small.checkpoint).toBe(whole.checkpoint);

    const resumed = new Map(whole.rows);
    resumed.clear();
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await source().list?.({ limit: 7, ...(cursor === undefined ? {} : { cursor }) }, chainContext());
      expect(await source().list?.({ limit: 7, ...(cursor === undefined ? {} : { cursor }) }, chainContext())).toEqual(page);
      for (const record of page?.records ?? []) resumed.set(record.nativeId, record);
      for (const id of page?.gone ?? []) resumed.delete(id);
      cursor = page?.cursor;
    }
    expect(resumed).toEqual(whole.rows);
  });

  test("says where it stands on each contract", async () => {
    const { pages } = await runToEnd(source());
    const head = Number(await chain.rpc("eth_blockNumber", []));
    const at = (address: string) => ({ chainId: 31_337, address, head, finalized: head - 2, indexed: head - 2 });
    expect(pages.at(-1)).toMatchObject({ chain: at(chain.files), chains: [at(chain.files), at(chain.agents)], asOf: expect.stringMatching(/Z$/) });
  });

  test("reads a registry anew from its start when it is added to the configuration, or its mapping changes", async () => {
    const files = fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 });
    const chains = [{ chainId: chain.chainId, rpc: [chain.url] }];
    const alone = await runToEnd(onchain({ chains, registries: [files] }));
    const both = await runToEnd(source(), { since: alone.checkpoint });
    expect(both.rows.size).toBeGreaterThan(alone.rows.size);
    const page = await onchain({ chains, registries: [files] }).list?.({ limit: 2 }, chainContext());
    expect(page?.cursor).toBeDefined();
    const other = onchain({ chains, registries: [{ ...files, id: "renamed" }] });
    const resumed = await other.list?.({ limit: 2, ...(page?.cursor === undefined ? {} : { cursor: page.cursor }) }, chainContext());
    expect(resumed?.records?.map(({ name }) => name)).toEqual(page?.records?.map(({ name }) => name));
  });

  test("reads a mapping of one's own, whose keys are texts and no topics", async () => {
    const own: Mapping = {
      id: "by-file",
      chainId: chain.chainId,
      address: chain.files,
      startBlock: 1,
      writers: "curated",
      abi: [
        "event ModelAdded(bytes32 indexed modelId, string huggingfaceRepo, string fileName, uint256 tier)",
        "function getModel(bytes32) view returns ((string, string, bytes32, uint256, bool, uint256))",
      ],
      key: { from: "args.fileName" },
      on: { ModelAdded: { op: "upsert", set: { name: "{args.fileName} (tier {args.tier})", publisher: "args.huggingfaceRepo", task: "text-generation", tags: "args.huggingfaceRepo", "artifact.sha256": "args.modelId" } } },
      read: [{ call: "getModel", args: [keccak256(stringToHex("acme/twice/same name.gguf"))], set: { description: "{out.0} {out.4}" } }],
    };
    await chain.registerFile({ repo: "acme/first", file: "same name.gguf", sha256 });
    await chain.mine(2);
    const readBy = onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url] }], registries: [own] });
    const { checkpoint } = await runToEnd(readBy);
    const second = await chain.registerFile({ repo: "acme/twice", file: "same name.gguf", sha256, tier: 2n ** 255n });
    await chain.mine(2);
    const { rows } = await runToEnd(readBy, { since: checkpoint });
    const id = `eip155:31337:${chain.files}/same%20name.gguf`;
    expect([...rows.keys()]).toEqual([id]);
    expect(rows.get(id)).toMatchObject({
      name: `same name.gguf (tier ${2n ** 255n})`,
      publisher: { name: "acme/twice" },
      description: "acme/twice true",
      task: "text-generation",
      tags: ["acme/twice"],
      revision: `block:${second.blockNumber}:${second.blockHash}`,
      claims: [{ kind: "ONCHAIN_REGISTRATION", facts: { key: "same name.gguf" }, evidence: [{ blockNumber: second.blockNumber - 3 }] }, { kind: "CONTENT_DIGEST", facts: { digest: `sha256:${second.key.slice(2)}` } }],
    });
    expect(await readBy.get?.({ refs: [{ nativeId: id }], need: new Set() }, chainContext())).toMatchObject([{ nativeId: id, publisher: { name: "acme/twice" } }]);
  });

  test("stamps the implementation behind a proxy", async () => {
    const implementation = await chain.deploy("FileRegistry");
    const proxy = await chain.deploy("ImplementationSlotProxy", [implementation]);
    await chain.write("FileRegistry", proxy, "addModel", [repo, file, sha256, 1n]);
    const behind = onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }],
      registries: [fabstir({ chainId: chain.chainId, address: proxy, startBlock: 1 })],
    });
    const [record] = (await runToEnd(behind)).rows.values();
    expect(record?.claims?.flatMap(({ evidence }) => evidence)).toMatchObject([{ address: proxy, implementation }, { address: proxy, implementation }, { address: proxy, implementation }]);
    expect(record?.details).toMatchObject({ address: proxy, implementation });
  });
});
