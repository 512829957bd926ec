import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import { keccak256, stringToHex, toHex, type Address, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { withoutReadBlocks } from "../testing/follow.ts";
import { listedRegistry, lists } from "../testing/listed-registry.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { chainContext, runToEnd } from "../testing/run.ts";

type Contracts = Readonly<Record<"children" | "reviews" | "listed", Address>>;

const operations = 60;
const hashes = ["11", "22", "00"].map((digits): Hex => `0x${digits.repeat(32)}`);

describe.skipIf(anvilPath() === undefined)("runs after runs give what one run over everything gives (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  beforeAll(async () => {
    chain = await startLocalChain();
  });
  afterAll(async () => {
    await chain.stop();
  });

  test.each([1, 2, 3, 4, 5, 6])("whatever is written, and wherever runs and pages end: seed %i", async (seed) => {
    const random = randomFrom(seed);
    const contracts = { children: await chain.deploy("ChildFilesRegistry"), reviews: await chain.deploy("ReviewedRegistry"), listed: await chain.deploy("ListedRegistry") };
    const listedFrom = Number(await chain.rpc("eth_blockNumber", []));
    const finality = seed % 2 === 0 ? ({ depth: 3 } as const) : "instant";
    const source = (): Source => onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality }], registries: registries(contracts, listedFrom, seed) });
    const write = writer(chain, contracts, random);
    const rows = new Map<string, ListingRecord>();
    let since: string | undefined;
    const run = async (between: () => Promise<void>): Promise<void> => {
      const shown = new Set<string>();
      let cursor: string | undefined;
      let whole = since === undefined;
      for (;;) {
        const page = await source().list?.({ limit: 1 + random(8), ...(cursor === undefined ? {} : { cursor }), ...(since === undefined ? {} : { since }) }, chainContext());
        if (page === undefined) throw new Error("the source lists");
        for (const record of page.records ?? []) {
          rows.set(record.nativeId, record);
          shown.add(record.nativeId);
        }
        for (const id of page.gone ?? []) {
          rows.delete(id);
          shown.delete(id);
        }
        whole ||= page.whole === true;
        cursor = page.cursor;
        if (cursor === undefined) {
          if (whole) for (const id of rows.keys()) if (!shown.has(id)) rows.delete(id);
          since = page.checkpoint;
          return;
        }
        await between();
      }
    };
    for (let done = 0; done < operations; done += 1) {
      await write();
      if (random(6) !== 0) continue;
      await run(async () => {
        if (random(4) !== 0 || done >= operations) return;
        done += 1;
        await write();
      });
    }
    await chain.mine(3);
    await run(async () => undefined);
    const once = await runToEnd(source(), { limit: 1_000 });
    expect(comparable(rows)).toEqual(comparable(once.rows));
    expect(once.rows.size).toBeGreaterThan(1);
  });
});

/** Whole rows, but for the pages of an enumeration that items were read with: their calls name offset and limit. */
function comparable(rows: ReadonlyMap<string, ListingRecord>): unknown {
  return JSON.parse(JSON.stringify(withoutReadBlocks(rows), (_name, value: unknown) => (isPage(value) ? "a page" : value)));
}

function isPage(value: unknown): boolean {
  return typeof value === "object" && value !== null && "signature" in value && String(value.signature).endsWith("(uint256,uint256)");
}

/** Two spaces of one contract, children, claims of another contract, an enumeration; of every other seed entries begin with no event of their own. */
function registries({ children, reviews, listed }: Contracts, listedFrom: number, seed: number): readonly Mapping[] {
  const review = { op: "claim", id: "args.reviewId", kindUri: "https://registry.example/review", statement: "{args.text}", issuer: "args.reviewer", value: { score: "args.score" } } as const;
  const endorsed = { op: "claim", kindUri: "https://registry.example/endorsement", statement: "args.text", issuer: "0x00000000000000000000000000000000000000E1" } as const;
  const abi = [
    "event ModelRegistered(uint256 indexed id, string name)",
    "event DatasetRegistered(uint256 indexed id, string name)",
    "event Reviewed(uint256 indexed id, bytes32 indexed reviewId, address indexed reviewer, uint256 score, string text)",
    "event ReviewRevoked(uint256 indexed id, bytes32 indexed reviewId)",
    "event Endorsed(uint256 modelId, uint256 datasetId, string text)",
  ];
  const chainId = 31_337;
  return [
    {
      id: "children", chainId, address: children, startBlock: 0,
      abi: [
        "event ModelRegistered(uint256 indexed modelId, address indexed owner, string name, uint64 registeredAt)",
        "event OwnerChanged(uint256 indexed modelId, address owner)",
        "event StateChanged(uint256 indexed modelId, uint8 state)",
        "event FileAdded(uint256 indexed modelId, string path, bytes32 sha256Hash, uint256 size)",
        "event FileRemoved(uint256 indexed modelId, string path)",
        "event VersionAdded(uint256 indexed modelId, string version, bytes32 sha256Hash, string notes)",
        "event Served(uint256 indexed modelId, string provider, string url, string callAs)",
      ],
      key: { from: "args.modelId" },
      on: {
        ModelRegistered: { op: "upsert", ...(seed % 3 === 0 ? {} : { first: true }), set: { name: "args.name", owner: "args.owner" } },
        OwnerChanged: { op: "upsert", set: { owner: "args.owner" } },
        StateChanged: { op: "status", value: { from: "args.state", table: { "0": "LISTED", "1": "DEPRECATED", "2": "GONE" } } },
        FileAdded: { op: "file", id: "args.path", set: { sha256: "args.sha256Hash", size: "args.size" } },
        FileRemoved: { op: "file", id: "args.path", removed: true },
        VersionAdded: { op: "version", version: "args.version", set: { name: "args.notes", "artifact.path": "weights", "artifact.sha256": "args.sha256Hash" } },
        Served: { op: "upsert", set: { "offer.provider": "args.provider", "extra.uri": "args.url" } },
      },
      documents: [{ uri: "args.url", set: { description: "doc.description" } }],
    },
    {
      id: "models", chainId, address: reviews, space: "model", startBlock: 0, abi, key: { from: "args.id" },
      on: {
        ModelRegistered: { op: "upsert", first: true, set: { name: "args.name" } },
        Reviewed: review, ReviewRevoked: { op: "revoke", id: "args.reviewId" }, Endorsed: { ...endorsed, key: "args.modelId" },
      },
    },
    {
      id: "datasets", chainId, address: reviews, space: "dataset", startBlock: 0, abi, key: { from: "args.id" },
      on: { DatasetRegistered: { op: "upsert", set: { name: "args.name" } }, Endorsed: { ...endorsed, key: "args.datasetId" } },
    },
    { id: "reviews", chainId, address: reviews, claimsOn: "children", startBlock: 0, abi, key: { from: "args.id" }, on: { Reviewed: review, ReviewRevoked: { op: "revoke", id: "args.reviewId" } } },
    listedRegistry(listed, { startBlock: listedFrom, list: Object.values(lists)[seed % Object.values(lists).length] ?? lists.structs }),
  ];
}

/** Does something at random, of everything that the contracts can do, about one of few entries. */
function writer(chain: LocalChain, { children, reviews, listed }: Contracts, random: (below: number) => number): () => Promise<unknown> {
  let added = 0;
  const there: string[] = [];
  const send = async (contract: "ChildFilesRegistry" | "ReviewedRegistry" | "ListedRegistry", name: string, ...args: readonly unknown[]) =>
    await chain.write(contract, { ChildFilesRegistry: children, ReviewedRegistry: reviews, ListedRegistry: listed }[contract], name, args, random(3));
  const key = (): bigint => BigInt(random(4));
  const reviewId = (): Hex => toHex(random(3), { size: 32 });
  const hash = (): Hex => hashes[random(3)] ?? "0x";
  const path = (): string => ["a.bin", "b.bin", "c.bin"][random(3)] ?? "";
  const does = [
    async () => await send("ChildFilesRegistry", "register", ["tiny", "small", ""][random(3)], 0n),
    async () => await send("ChildFilesRegistry", "register", `model ${random(100)}`, 0n),
    async () => await send("ChildFilesRegistry", "setOwner", key(), chain.accounts[random(5)]),
    async () => await send("ChildFilesRegistry", "setState", key(), random(4)),
    async () => await send("ChildFilesRegistry", "addFile", key(), path(), hash(), BigInt(random(9))),
    async () => await send("ChildFilesRegistry", "removeFile", key(), path()),
    async () => await send("ChildFilesRegistry", "addVersion", key(), `v${random(3)}`, hash(), ["one", "two", ""][random(3)]),
    async () => await send("ChildFilesRegistry", "serve", key(), "somebody", [`data:application/json,{"description":"text ${random(9)}"}`, "data:,{", ""][random(3)], "name"),
    async () => await send("ReviewedRegistry", random(2) === 0 ? "registerModel" : "registerDataset", ["one", "two", ""][random(3)]),
    async () => await send("ReviewedRegistry", "review", key(), reviewId(), BigInt(random(9)), "well"),
    async () => await send("ReviewedRegistry", "review", key(), reviewId(), BigInt(random(9)), "good"),
    async () => await send("ReviewedRegistry", "revokeReview", key(), reviewId()),
    async () => await send("ReviewedRegistry", "endorse", key(), key(), "endorsed"),
    async () => {
      there.push(`listed-${added}`);
      added += 1;
      return await send("ListedRegistry", "add", `listed-${added - 1}`, hash());
    },
    async () => {
      const name = there[random(there.length || 1)];
      if (name === undefined) return undefined;
      if (random(2) === 0) return await send("ListedRegistry", "setDigest", keccak256(stringToHex(name)), hash());
      there.splice(there.indexOf(name), 1);
      return await send("ListedRegistry", "remove", keccak256(stringToHex(name)));
    },
  ];
  return async () => await does[random(does.length)]?.();
}

function randomFrom(seed: number): (below: number) => number {
  let state = seed * 7_919;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}
