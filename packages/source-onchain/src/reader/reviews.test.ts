import type { ListingRecord, SourceClaim } from "@modeldex/plugin-kit";
import { keccak256, stringToHex, toHex, type Address, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { followed } from "../testing/followed.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { chainContext, runToEnd } from "../testing/run.ts";

const kindUri = "https://registry.example/review";
const id32 = (n: number): Hex => toHex(n, { size: 32 });

describe.skipIf(anvilPath() === undefined)("claims about entries, and two id spaces (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let registry: Address;
  let reputation: Address;
  const made = { model: 0, dataset: 0 };
  beforeAll(async () => {
    chain = await startLocalChain();
    registry = await chain.deploy("ReviewedRegistry");
    reputation = await chain.deploy("ReviewedRegistry");
  });
  afterAll(async () => {
    await chain.stop();
  });

  const abi = [
    "event ModelRegistered(uint256 indexed id, string name)",
    "event DatasetRegistered(uint256 indexed id, string name)",
    "event Reviewed(uint256 indexed id, bytes32 indexed reviewId, address indexed reviewer, uint256 score, string text)",
    "event ReviewRevoked(uint256 indexed id, bytes32 indexed reviewId)",
    "event Endorsed(uint256 modelId, uint256 datasetId, string text)",
    "function licenseOf(uint256 id) view returns (string)",
    "function licenseOf(uint256 id, uint8 kind) view returns (string)",
  ];
  const review = { op: "claim", id: "args.reviewId", kindUri, statement: "{args.reviewer} rated it {args.score}: {args.text}", issuer: "args.reviewer", value: { score: "args.score", text: "args.text" } } as const;
  const endorsement = { op: "claim", kindUri: "https://registry.example/endorsement", statement: "args.text", issuer: "0x00000000000000000000000000000000000000E1" } as const;
  const mappings = (): readonly Mapping[] => [
    {
      id: "models", chainId: chain.chainId, address: registry, space: "model", startBlock: 3, abi,
      key: { from: "args.id" },
      on: {
        ModelRegistered: { op: "upsert", first: true, set: { name: "args.name" } },
        Reviewed: review,
        ReviewRevoked: { op: "revoke", id: "args.reviewId" },
        Endorsed: { ...endorsement, key: "args.modelId" },
      },
      read: [{ call: "licenseOf(uint256)", args: ["{key}"], set: { license: "out" } }],
    },
    {
      id: "datasets", chainId: chain.chainId, address: registry, space: "dataset", startBlock: 3, abi,
      key: { from: "args.id" },
      on: { DatasetRegistered: { op: "upsert", set: { name: "args.name" } }, Endorsed: { ...endorsement, key: "args.datasetId" } },
      read: [{ call: "licenseOf(uint256,uint8)", args: ["{key}", "1"], set: { license: "out" } }],
    },
    {
      id: "reputation", chainId: chain.chainId, address: reputation, claimsOn: "models", startBlock: 0, abi,
      key: { from: "args.id" },
      on: { Reviewed: { ...review, kindUri: "https://registry.example/feedback" }, ReviewRevoked: { op: "revoke", id: "args.reviewId" } },
    },
  ];
  const source = () => onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: mappings() });
  const idOf = (space: "model" | "dataset", key: number): string => `eip155:31337:${registry}/${space}:${key}`;
  const write = async (address: Address, functionName: string, args: readonly unknown[], from = 0) => await chain.write("ReviewedRegistry", address, functionName, args, from);
  const register = async (space: "model" | "dataset", name: string): Promise<number> => {
    await write(registry, space === "model" ? "registerModel" : "registerDataset", [name]);
    made[space] += 1;
    return made[space] - 1;
  };
  const rowOf = async (id: string): Promise<ListingRecord | undefined> => (await runToEnd(source())).rows.get(id);
  const saidIn = (row: ListingRecord | undefined): readonly SourceClaim[] => (row?.claims ?? []).filter(({ kind }) => kind === "EXTENSION");

  test("keeps two kinds of entries with equal keys apart, each read by its own overload of a function", async () => {
    const [model, dataset] = [await register("model", "acme/model"), await register("dataset", "acme/data")];
    expect([model, dataset]).toEqual([0, 0]);
    const { rows } = await runToEnd(source());
    expect([...rows.keys()]).toEqual([idOf("model", 0), idOf("dataset", 0)]);
    expect(rows.get(idOf("model", 0))).toMatchObject({
      name: "acme/model", license: { stated: "apache-2.0" }, aliases: [idOf("model", 0).replace(registry, registry.toLowerCase())], details: { space: "model", key: "0" },
      claims: [{ statement: expect.stringContaining("Entry model:0 was registered in models"), facts: { key: "model:0" } }],
    });
    expect(rows.get(idOf("dataset", 0))).toMatchObject({ name: "acme/data", license: { stated: "mit" }, details: { space: "dataset", key: "0" } });
    const refs = [`eip155:31337:${registry.toLowerCase()}/dataset:0`, idOf("model", 0), `eip155:31337:${registry}/0`, `eip155:31337:${registry}/file:0`];
    const answers = (await source().get?.({ refs: refs.map((nativeId) => ({ nativeId })), need: new Set() }, chainContext())) ?? [];
    expect(answers).toEqual([rows.get(idOf("dataset", 0)), rows.get(idOf("model", 0)), undefined, undefined]);
  });

  test("gives what somebody says as their claim, with the log; one with the same id in the place of the earlier one", async () => {
    const key = await register("model", "acme/reviewed");
    const { checkpoint } = await runToEnd(source());
    await write(registry, "review", [key, id32(1), 3n, "meh"], 1);
    const second = await write(registry, "review", [key, id32(2), 2n ** 200n, "  good\n\u0007 one\u202E"], 2);
    const again = await write(registry, "review", [key, id32(1), 4n, "better"], 1);
    const { rows } = await runToEnd(source(), { since: checkpoint });
    const row = rows.get(idOf("model", key));
    const issuer = (account: number) => ({ type: "ATTESTER", key: `eip155:31337:${chain.accounts[account]}` });
    expect(saidIn(row)).toEqual([
      {
        kind: "EXTENSION",
        statement: `${chain.accounts[1]} rated it 4: better`,
        facts: { kindUri, value: { score: 4, text: "better" } },
        evidence: [{
          kind: "chain", chainId: 31_337, address: registry, signature: "Reviewed(uint256,bytes32,address,uint256,string)", blockNumber: again.blockNumber, blockHash: again.blockHash,
          blockAt: expect.any(String), finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, transactionHash: again.transactionHash, logIndex: 0,
          raw: { topics: [keccak256(stringToHex("Reviewed(uint256,bytes32,address,uint256,string)")), id32(key), id32(1), expect.any(String)], data: expect.any(String) },
        }],
        validAt: expect.any(String),
        issuer: issuer(1),
      },
      expect.objectContaining({
        statement: `${chain.accounts[2]} rated it ${2n ** 200n}: good one`,
        facts: { kindUri, value: { score: `${2n ** 200n}`, text: "good\n  one" } },
        evidence: [expect.objectContaining({ blockNumber: second.blockNumber })],
        issuer: issuer(2),
      }),
    ]);
    // A claim changes no entry.
    expect(row?.revision).toBe((await runToEnd(source())).rows.get(idOf("model", key))?.claims?.[0]?.evidence.map((each) => ("blockHash" in each ? `block:${each.blockNumber}:${each.blockHash}` : ""))[0]);
  });

  test("keeps a claim that was revoked, and says in which block", async () => {
    const key = await register("model", "acme/revoked");
    await write(registry, "review", [key, id32(1), 1n, "bad"], 1);
    await write(registry, "review", [key, id32(2), 2n, "good"], 2);
    const revoked = await write(registry, "revokeReview", [key, id32(1)], 1);
    await write(registry, "revokeReview", [key, id32(1)], 1);
    await write(registry, "revokeReview", [key, id32(7)], 1);
    const [good, bad] = saidIn(await rowOf(idOf("model", key)));
    expect(good).toMatchObject({ facts: { value: { score: 2, text: "good" } } });
    expect(bad).toMatchObject({
      statement: `Revoked in block ${revoked.blockNumber}: ${chain.accounts[1]} rated it 1: bad`,
      facts: { kindUri, value: { score: 1, text: "bad", revoked: true, revokedInBlock: revoked.blockNumber } },
      evidence: [{ signature: "Reviewed(uint256,bytes32,address,uint256,string)" }, { signature: "ReviewRevoked(uint256,bytes32)", blockNumber: revoked.blockNumber }],
    });
    // Made anew, it stands.
    await write(registry, "review", [key, id32(1), 5n, "great"], 1);
    expect(saidIn(await rowOf(idOf("model", key))).map(({ statement }) => statement)).toEqual([`${chain.accounts[1]} rated it 5: great`, `${chain.accounts[2]} rated it 2: good`]);
  });

  test("gives one log that is about two entries to both, also on pages of one", async () => {
    const [model, dataset] = [await register("model", "acme/endorsed"), await register("dataset", "acme/endorsed-data")];
    const log = await write(registry, "endorse", [BigInt(model), BigInt(dataset), "made from it"]);
    for (const limit of [1, 100]) {
      const { rows } = await runToEnd(source(), { limit });
      for (const id of [idOf("model", model), idOf("dataset", dataset)]) {
        expect(saidIn(rows.get(id))).toMatchObject([{ statement: "made from it", evidence: [{ transactionHash: log.transactionHash }] }]);
      }
    }
  });

  test("puts the claims of another contract to the entries that they are about, and lists nothing from there", async () => {
    const key = await register("model", "acme/rated");
    const { checkpoint, rows: before } = await runToEnd(source());
    await write(registry, "review", [key, id32(1), 1n, "here"], 1);
    await write(reputation, "review", [key, id32(1), 2n, "there"], 2);
    await write(reputation, "review", [9_999n, id32(1), 2n, "about nothing"], 2);
    await write(reputation, "revokeReview", [key, id32(1)], 2);
    const run = await runToEnd(source(), { since: checkpoint });
    expect([...run.rows.keys()]).toEqual([idOf("model", key)]);
    expect(run.notListed).toBe(0);
    expect(run.rows.get(idOf("model", key))).toMatchObject({ ...before.get(idOf("model", key)), claims: [{}, {}, {}] });
    expect(saidIn(run.rows.get(idOf("model", key)))).toMatchObject([
      { facts: { kindUri: "https://registry.example/feedback", value: { text: "there", revoked: true } }, evidence: [{ address: reputation }, { address: reputation }] },
      { facts: { kindUri, value: { score: 1, text: "here" } }, evidence: [{ address: registry }] },
    ]);
    // Ids of claims are those of their contract: here nothing was revoked.
    expect(saidIn(run.rows.get(idOf("model", key)))[1]).toHaveProperty("facts", { kindUri, value: { score: 1, text: "here" } });
    const [asked] = (await source().get?.({ refs: [{ nativeId: idOf("model", key) }, { nativeId: `eip155:31337:${reputation}/${key}` }], need: new Set() }, chainContext())) ?? [];
    expect(asked).toEqual(run.rows.get(idOf("model", key)));
    expect((await source().lookup?.((asked as ListingRecord).claims?.at(-1)?.evidence.map((each) => ("transactionHash" in each ? each.transactionHash : ""))[0] ?? "", chainContext()))?.map(({ nativeId }) => nativeId)).toEqual([idOf("model", key)]);
  });

  test("lists nothing of which there are claims alone, even where a view would give it a name", async () => {
    await write(reputation, "review", [8_888n, id32(1), 2n, "about nothing"], 2);
    const [models, , claims] = mappings();
    if (models === undefined || claims === undefined) throw new Error("they are there");
    const named: Mapping = { ...models, read: [{ call: "licenseOf(uint256)", args: ["{key}"], set: { name: "model {key}" } }] };
    const context = chainContext();
    const { rows, notListed } = await runToEnd(onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: [named, claims] }), { context });
    expect([rows.has(idOf("model", 0)), rows.has(idOf("model", 8_888)), notListed, context.drops]).toEqual([true, false, 0, []]);
  });

  test("counts an entry that is not listed once, on the page where it begins, however early somebody says something about it", async () => {
    const [, datasets, claims] = mappings();
    if (datasets === undefined || claims === undefined) throw new Error("they are there");
    await write(reputation, "review", [made.dataset, id32(1), 2n, "early"], 2);
    await write(registry, "review", [0n, id32(1), 2n, "between, so that a page ends"], 2);
    await write(reputation, "review", [77_777n, id32(1), 2n, "between"], 2);
    await register("dataset", "acme/counted");
    const unnamed: Mapping = { ...datasets, on: { DatasetRegistered: { op: "upsert", set: { "extra.title": "args.name" } } }, read: [], listed: false };
    const counting = () => onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: [unnamed, { ...claims, claimsOn: "datasets" }] });
    expect([(await runToEnd(counting())).notListed, (await runToEnd(counting(), { limit: 1 })).notListed]).toEqual([made.dataset, made.dataset]);
  });

  test("passes over what was said before the first block of the registry that it is about, on pages of any size", async () => {
    const [, datasets, claims] = mappings();
    if (datasets === undefined || claims === undefined) throw new Error("they are there");
    const key = made.dataset;
    await write(reputation, "review", [key, id32(1), 1n, "too early"], 2);
    await write(reputation, "review", [77_777n, id32(1), 2n, "between"], 2);
    const { blockNumber } = await write(registry, "registerDataset", ["acme/late"]);
    made.dataset += 1;
    await write(reputation, "review", [key, id32(2), 2n, "in time"], 2);
    const late = () => onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: [{ ...datasets, startBlock: blockNumber }, { ...claims, claimsOn: "datasets" }] });
    const whole = await runToEnd(late());
    expect(saidIn(whole.rows.get(idOf("dataset", key))).map(({ statement }) => statement)).toEqual([`${chain.accounts[2]} rated it 2: in time`]);
    expect((await runToEnd(late(), { limit: 1 })).rows).toEqual(whole.rows);
  });

  test("keeps the newest 200 claims of an entry, and says how many there are", async () => {
    const key = await register("model", "acme/popular");
    await write(registry, "reviewMany", [key, 0n, 150n, "x"], 1);
    await write(registry, "revokeReview", [key, id32(3)], 1);
    await write(reputation, "reviewMany", [key, 1_000n, 100n, "y"], 2);
    await write(registry, "review", [key, id32(5), 5n, "again"], 1);
    await write(registry, "revokeReview", [key, id32(140)], 1);
    const said = saidIn(await rowOf(idOf("model", key)));
    expect(said.length).toBe(201);
    expect(said[0]?.statement).toBe(`${chain.accounts[1]} rated it 5: again`);
    expect(said.at(-2)?.statement).toBe(`${chain.accounts[1]} rated it 51: x`);
    expect(said.filter(({ statement }) => statement.startsWith("Revoked")).length).toBe(1);
    expect(said.at(-1)).toEqual({
      kind: "EXTENSION",
      statement: "200 of 250 claims about this entry are shown, the newest.",
      facts: { kindUri: "urn:modeldex:claims-left-out", value: { shown: 200, of: 250 } },
      evidence: [],
      issuer: { type: "CHAIN", key: `eip155:31337:${registry}` },
    });
  });

  test("drops a claim whose log is too long to be evidence, and one whose issuer is no address", async () => {
    const key = await register("model", "acme/quiet");
    await write(registry, "review", [key, id32(1), 1n, "x".repeat(9_000)]);
    const context = chainContext();
    const { rows } = await runToEnd(source(), { context });
    expect(saidIn(rows.get(idOf("model", key)))).toEqual([]);
    expect(context.drops.map(({ reason }) => reason)).toEqual(["its data has 9120 bytes; at most 8192 are kept"]);
    const [models] = mappings();
    const nobody = { ...models, on: { ...models?.on, Reviewed: { ...review, issuer: "args.text" } } } as Mapping;
    const byText = onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: [nobody] });
    const second = chainContext();
    await runToEnd(byText, { context: second });
    expect(new Set(second.drops.map(({ reason }) => reason))).toEqual(new Set(["its issuer is no address", "its data has 9120 bytes; at most 8192 are kept"]));
  });

  test("gives equal rows whether read at once, in pages of one, or as it happens", async () => {
    const follow = followed(source);
    await follow.read();
    const key = made.model;
    // Before the entry begins, what is said of it does not count.
    await write(reputation, "review", [key, id32(1), 1n, "early"], 2);
    await follow.read();
    await register("model", "acme/followed");
    await follow.read();
    const dataset = await register("dataset", "acme/followed-data");
    await write(registry, "review", [key, id32(1), 1n, "one"], 1);
    await write(reputation, "reviewMany", [key, 1n, 130n, "many"], 2);
    await follow.read();
    await write(reputation, "revokeReview", [key, id32(130)], 2);
    await write(registry, "reviewMany", [key, 2n, 130n, "more"], 1);
    await write(registry, "endorse", [BigInt(key), BigInt(dataset), "together"]);
    await follow.read();
    await write(registry, "revokeReview", [key, id32(1)], 1);
    await write(registry, "revokeReview", [key, id32(131)], 1);
    await follow.read();
    const whole = await runToEnd(source());
    expect(saidIn(whole.rows.get(idOf("model", key))).at(-1)?.statement).toBe("200 of 262 claims about this entry are shown, the newest.");
    const small = await runToEnd(source(), { limit: 1 });
    expect(small.rows).toEqual(whole.rows);
    expect(small.notListed).toBe(whole.notListed);
    // What a view gave is as of the block of its run; here no view is evidence.
    expect(new Map(follow.rows)).toEqual(whole.rows);
  });
});
