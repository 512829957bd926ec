import type { ListingRecord } from "@modeldex/plugin-kit";
import { keccak256, type Address, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { followed } from "../testing/followed.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { chainContext, runToEnd } from "../testing/run.ts";

const hash = (byte: string): Hex => `0x${byte.repeat(32)}`;
const other = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const cid = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKDmdf";
const walrus = Buffer.from("12".repeat(32), "hex").toString("base64url");

describe.skipIf(anvilPath() === undefined)("files, versions and states of entries (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let address: Address;
  let models = 0;
  beforeAll(async () => {
    chain = await startLocalChain();
    address = await chain.deploy("ChildFilesRegistry");
  });
  afterAll(async () => {
    await chain.stop();
  });

  const mapping = (): Mapping => ({
    id: "children",
    chainId: chain.chainId,
    address,
    startBlock: 3,
    abi: [
      "event ModelRegistered(uint256 indexed modelId, address indexed owner, string name, uint64 registeredAt)",
      "event OwnerChanged(uint256 indexed modelId, address owner)",
      "event StateChanged(uint256 indexed modelId, uint8 state)",
      "event FileAdded(uint256 indexed modelId, string path, bytes32 sha256Hash, uint256 size)",
      "event FileContent(uint256 indexed modelId, string path, string cid, bytes32 keccak)",
      "event FileRemoved(uint256 indexed modelId, string path)",
      "event VersionAdded(uint256 indexed modelId, string version, bytes32 sha256Hash, string notes)",
      "event Served(uint256 indexed modelId, string provider, string url, string callAs)",
    ],
    key: { from: "args.modelId" },
    enums: { state: ["Draft", "Live", "Retired", "Deleted"] },
    on: {
      ModelRegistered: { op: "upsert", first: true, set: { name: "args.name", owner: "args.owner", createdAt: "args.registeredAt | unix" } },
      OwnerChanged: { op: "upsert", set: { owner: "args.owner" } },
      StateChanged: [
        { op: "status", value: { from: "args.state | enum:state", table: { Live: "LISTED", Retired: "DEPRECATED", Deleted: "GONE" } } },
        { op: "upsert", set: { "extra.state": "args.state | enum:state", "extra.stateNumber": "args.state" } },
      ],
      FileAdded: { op: "file", id: "args.path", set: { sha256: "args.sha256Hash", size: "args.size", url: "https://files.example/{args.path}" } },
      FileContent: { op: "file", id: "args.path", set: { cid: "args.cid", keccak256: "args.keccak" } },
      FileRemoved: { op: "file", id: "args.path", removed: true },
      VersionAdded: { op: "version", version: "args.version", set: { description: "args.notes", "artifact.path": "weights", "artifact.sha256": "args.sha256Hash" } },
      Served: { op: "upsert", set: { "offer.provider": "args.provider", "offer.url": "args.url", "offer.callAs": "args.callAs", alias: "args.callAs" } },
    },
  });
  const source = () => onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: [mapping()] });
  const idOf = (key: number): string => `eip155:31337:${address}/${key}`;
  const send = async (functionName: string, ...args: readonly unknown[]) => await chain.write("ChildFilesRegistry", address, functionName, args);
  const register = async (name: string, registeredAt = 0n): Promise<number> => {
    await send("register", name, registeredAt);
    models += 1;
    return models - 1;
  };
  const rowOf = async (key: number): Promise<ListingRecord | undefined> => (await runToEnd(source())).rows.get(idOf(key));

  test("adds files, changes them by any of their events, and takes them away", async () => {
    const key = await register("filed");
    await send("addFile", key, "b.bin", hash("b1"), 7n);
    await send("addFile", key, "a.bin", hash("a1"), 2n ** 60n);
    await send("setContent", key, "b.bin", `ipfs://${cid}`, hash("cc"));
    await send("addFile", key, "gone.bin", hash("dd"), 1n);
    expect((await rowOf(key))?.artifacts?.map(({ path }) => path)).toEqual(["a.bin", "b.bin", "gone.bin"]);
    const changed = await send("addFile", key, "b.bin", hash("b2"), 8n);
    await send("removeFile", key, "gone.bin");
    await send("setContent", key, "w.bin", `walrus://${walrus}`, hash("00"));
    const row = await rowOf(key);
    expect(row?.artifacts).toEqual([
      { path: "a.bin", url: "https://files.example/a.bin", digest: `sha256:${"a1".repeat(32)}` },
      { path: "b.bin", sizeBytes: 8, url: "https://files.example/b.bin", digest: `sha256:${"b2".repeat(32)}`, otherDigests: [`keccak256:${"cc".repeat(32)}`, `cid:${cid}`] },
      { path: "w.bin", otherDigests: [`walrus:${walrus}`] },
    ]);
    expect(row?.claims?.map(({ kind }) => kind)).toEqual(["ONCHAIN_REGISTRATION", "CONTENT_DIGEST", "CONTENT_DIGEST"]);
    expect(row?.claims?.[1]).toMatchObject({
      statement: `children (eip155:31337:${address}) gives sha256:${"b2".repeat(32)} for b.bin.`,
      facts: { digest: `sha256:${"b2".repeat(32)}`, path: "b.bin" },
      evidence: [{ signature: "FileAdded(uint256,string,bytes32,uint256)", blockNumber: changed.blockNumber, transactionHash: changed.transactionHash }],
      issuer: { type: "CHAIN", key: `eip155:31337:${address}` },
    });
  });

  test("gives the values of the newest version, and an id to each version", async () => {
    const key = await register("versioned");
    await send("addVersion", key, "v1", hash("01"), "first");
    await send("addVersion", key, "v2 rc/1", hash("02"), "");
    const row = await rowOf(key);
    expect(row).toMatchObject({ artifacts: [{ path: "weights", digest: `sha256:${"02".repeat(32)}` }], details: { version: "v2 rc/1" } });
    expect(row?.description).toBeUndefined();
    const lower = idOf(key).replace(address, address.toLowerCase());
    expect(row?.aliases).toEqual([lower, `${idOf(key)}@v1`, `${lower}@v1`, `${idOf(key)}@v2%20rc%2F1`, `${lower}@v2%20rc%2F1`]);
    const refs = [{ nativeId: `${idOf(key)}@v1` }, { nativeId: `${lower}@v2%20rc%2F1` }, { nativeId: `${idOf(key)}@v3` }];
    expect(await source().get?.({ refs, need: new Set() }, chainContext())).toEqual([row, row, undefined]);
    // Said again, the older one is the newest.
    await send("addVersion", key, "v1", hash("03"), "again");
    expect(await rowOf(key)).toMatchObject({ description: "again", artifacts: [{ digest: `sha256:${"03".repeat(32)}` }], details: { version: "v1" } });
  });

  test("sets the status by a table, which passes over what it does not have, and shows other values as they are", async () => {
    const key = await register("stated");
    await send("setState", key, 2);
    expect(await rowOf(key)).toMatchObject({ deprecated: true, details: { extra: { state: "Retired", stateNumber: 2 } } });
    await send("setState", key, 0);
    expect(await rowOf(key)).toMatchObject({ deprecated: true, details: { extra: { state: "Draft", stateNumber: 0 } } });
    await send("setState", key, 200);
    expect(await rowOf(key)).toMatchObject({ deprecated: true, details: { extra: { stateNumber: 200 } } });
    expect((await rowOf(key))?.details?.["extra"]).toEqual({ stateNumber: 200 });
    const { checkpoint } = await runToEnd(source());
    await send("setState", key, 3);
    expect((await runToEnd(source(), { since: checkpoint })).gone).toEqual([idOf(key)]);
    await send("setState", key, 1);
    expect((await rowOf(key))?.deprecated).toBeUndefined();
  });

  test("takes times, offers and owners that the contract states, and no time that is later than its block", async () => {
    const key = await register("timed", 1_700_000_000n);
    await send("serve", key, "Acme", "https://api.example/v1", "acme/timed");
    const made = await send("setOwner", key, other);
    expect(await rowOf(key)).toMatchObject({
      createdAt: "2023-11-14T22:13:20Z",
      movingAliases: ["acme/timed"],
      offers: [{ provider: "Acme", url: "https://api.example/v1", callAs: "acme/timed" }],
      details: { owner: other },
      claims: [{ kind: "ONCHAIN_REGISTRATION", facts: { owner: other }, evidence: [{ signature: "ModelRegistered(uint256,address,string,uint64)" }, { signature: "OwnerChanged(uint256,address)", blockNumber: made.blockNumber }] }],
    });
    const future = await register("future", 4_000_000_000n);
    expect((await rowOf(future))?.createdAt).toMatch(/^2025-06-15T/);
  });

  test("keeps the newest 2,000 files of an entry, and says how many there are", async () => {
    const key = await register("large");
    for (let first = 0; first < 2_010; first += 402) await send("addParts", key, BigInt(first), 402n);
    await send("removeFile", key, "part-2009.bin");
    await send("addFile", key, "part-3.bin", hash("33"), 3n);
    const row = await rowOf(key);
    expect(row?.artifacts?.length).toBe(1_999);
    expect(row?.artifactCount).toBe(2_009);
    const paths = new Set(row?.artifacts?.map(({ path }) => path));
    expect(["part-0.bin", "part-3.bin", "part-9.bin", "part-10.bin", "part-11.bin", "part-2008.bin", "part-2009.bin"].filter((path) => paths.has(path))).toEqual(["part-3.bin", "part-11.bin", "part-2008.bin"]);
    expect(row?.claims?.filter(({ kind }) => kind === "CONTENT_DIGEST").length).toBe(50);
    const [asked] = (await source().get?.({ refs: [{ nativeId: idOf(key) }], need: new Set() }, chainContext())) ?? [];
    expect(asked).toEqual(row);
  });

  test("drops with its reason what names no file or version", async () => {
    const key = await register("dropped");
    await send("addFile", key, "", hash("01"), 1n);
    await send("addFile", key, "nul\u0000.bin", hash("01"), 1n);
    await send("addVersion", key, "", hash("01"), "");
    const context = chainContext();
    expect((await runToEnd(source(), { context })).rows.get(idOf(key))?.artifacts).toBeUndefined();
    expect(context.drops.map(({ reason }) => reason)).toEqual([
      "the id of its file is empty, or no text that can be an id", "the id of its file is empty, or no text that can be an id", "its version is empty, or no text that can be an id",
    ]);
  });

  test("gives equal rows whether read at once, in pages of one, or as it happens", async () => {
    const follow = followed(source);
    await follow.read();
    const key = await register("followed");
    await follow.read();
    await send("addFile", key, "a.bin", hash("a1"), 1n);
    await send("setContent", key, "a.bin", cid, hash("cc"));
    await send("addVersion", key, "v1", hash("01"), "first");
    await follow.read();
    await send("addFile", key, "b.bin", hash("b1"), 1n);
    await send("removeFile", key, "a.bin");
    await send("setState", key, 2);
    await follow.read();
    await send("setContent", key, "a.bin", "", keccak256("0x01"));
    await send("addVersion", key, "v2", hash("02"), "second");
    await send("setState", key, 0);
    await send("serve", key, "Acme", "not a url", "");
    await follow.read();
    await send("setOwner", key, other);
    await follow.read();
    const whole = await runToEnd(source());
    expect(follow.rows.get(idOf(key))).toEqual(whole.rows.get(idOf(key)));
    expect(new Map(follow.rows)).toEqual(whole.rows);
    expect((await runToEnd(source(), { limit: 1 })).rows).toEqual(whole.rows);
    expect(whole.rows.get(idOf(key))).toMatchObject({ deprecated: true, description: "second", artifacts: [{ path: "a.bin" }, { path: "b.bin" }, { path: "weights" }] });
  });
});
