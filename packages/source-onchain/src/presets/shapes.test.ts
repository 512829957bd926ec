import { CID } from "multiformats/cid";
import { keccak256, sha256, stringToBytes, stringToHex, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { follow, withoutReadBlocks } from "../testing/follow.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { extensions, extraOf, valueOf } from "../testing/record-parts.ts";
import { runToEnd } from "../testing/run.ts";

describe.skipIf(anvilPath() === undefined)("shapes of registries without a preset (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  const addresses = new Map<string, Address>();
  beforeAll(async () => {
    chain = await startLocalChain();
    for (const name of ["FreeTextRegistry", "TokenRegistry", "CidRegistry"]) addresses.set(name, await chain.deploy(name));
  });
  afterAll(async () => {
    await chain.stop();
  });

  const at = (name: string): Address => addresses.get(name) ?? "0x";
  const source = (mapping: Mapping) => onchain({ chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }], registries: [mapping] });
  const idOf = (name: string, key: string): string => `eip155:31337:${at(name)}/${encodeURIComponent(key)}`;
  const common = (name: string) => ({ id: "shape", chainId: 31_337, address: at(name), startBlock: 3 });

  describe("nothing indexed, a hash as free text, versions by registering again", () => {
    const mapping = (): Mapping => ({
      ...common("FreeTextRegistry"),
      abi: [
        "event ModelRegistered(string modelName, string modelHash, address registeredBy, uint256 timestamp, uint256 version)",
        "event ModelVerified(string modelName, bool isValid, uint256 timestamp)",
      ],
      key: { from: "args.modelName" },
      on: {
        ModelRegistered: [
          { op: "upsert", set: { name: "args.modelName", owner: "args.registeredBy", "artifact.path": "{args.modelName}.bin", "artifact.sha256": "args.modelHash", "extra.hash": "args.modelHash" } },
          { op: "version", version: "args.version", set: { version: "args.version" } },
        ],
        ModelVerified: { op: "upsert", set: { "extra.verified": "args.isValid" } },
      },
    });
    const register = async (name: string, hash: string): Promise<unknown> => chain.write("FreeTextRegistry", at("FreeTextRegistry"), "registerModel", [name, hash]);

    test("reads a text as a digest where it is one, and shows it as it is where it is none", async () => {
      const digest = sha256(stringToBytes("weights"));
      await register("acme tiny", digest.slice(2).toUpperCase());
      await register("acme/odd", "see my website");
      const { rows } = await runToEnd(source(mapping()));
      expect(rows.get(idOf("FreeTextRegistry", "acme tiny"))).toMatchObject({ name: "acme tiny", artifacts: [{ digest: `sha256:${digest.slice(2)}` }] });
      const odd = rows.get(idOf("FreeTextRegistry", "acme/odd"));
      expect(odd?.artifacts?.[0]?.digest).toBeUndefined();
      expect(extraOf(odd)).toMatchObject({ hash: "see my website" });
    });

    test("keeps one entry with its newest version when a name is registered again, and a version leads to it", async () => {
      await register("acme tiny", "second");
      const { rows } = await runToEnd(source(mapping()));
      const record = rows.get(idOf("FreeTextRegistry", "acme tiny"));
      expect(record).toMatchObject({ details: { version: "2" } });
      expect(extraOf(record)).toMatchObject({ hash: "second" });
      expect(record?.aliases).toEqual(expect.arrayContaining([`${idOf("FreeTextRegistry", "acme tiny")}@1`]));
    });

    test("has the same rows after following each change as after one run over all of them", async () => {
      const rows = await follow(() => source(mapping()), [
        async () => register("followed", "1"),
        async () => chain.write("FreeTextRegistry", at("FreeTextRegistry"), "verifyModel", ["followed", true]),
        async () => register("followed", "2"),
      ]);
      expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks((await runToEnd(source(mapping()))).rows));
      expect(extraOf(rows.get(idOf("FreeTextRegistry", "followed")))).toMatchObject({ hash: "2", verified: true });
    });
  });

  describe("tokens of ERC-721 with ids from 0", () => {
    const mapping = (): Mapping => ({
      ...common("TokenRegistry"),
      abi: [
        "event ModelRegistered(uint256 indexed tokenId, address indexed owner, string name, string ipfsHash, uint8 category, uint256 price)",
        "event ModelUpdated(uint256 indexed tokenId, string ipfsHash, uint256 price)",
        "event ModelRated(uint256 indexed tokenId, address indexed rater, uint8 rating)",
        "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
        "function ownerOf(uint256) view returns (address)",
      ],
      key: { from: "args.tokenId" },
      enums: { category: ["language", "vision", "audio"] },
      on: {
        ModelRegistered: {
          op: "upsert",
          set: { name: "args.name", owner: "args.owner", task: "args.category | enum:category", "extra.price": "args.price | scaled:18", "artifact.path": "model", "artifact.cid": "args.ipfsHash" },
        },
        ModelUpdated: { op: "upsert", set: { "extra.price": "args.price | scaled:18" } },
        ModelRated: {
          op: "claim", kindUri: "https://acme.example/rating", id: "{args.rater}", issuer: "args.rater", statement: "{args.rater} rated it {args.rating}.", value: { rating: "args.rating" },
        },
        Transfer: { op: "upsert", set: { owner: "args.to" } },
      },
    });
    const cid = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
    const write = async (functionName: string, args: readonly unknown[], from = 0): Promise<unknown> => chain.write("TokenRegistry", at("TokenRegistry"), functionName, args, from);

    test("lists the token 0, its category by name, its price as a decimal, and its owner after a transfer", async () => {
      await write("registerModel", ["acme-vision", cid, 1, 1_500_000_000_000_000_000n]);
      await write("registerModel", ["acme-other", cid, 3, 0n]);
      await write("updateModel", [0n, cid, 2n ** 200n]);
      await write("transferFrom", [chain.account, chain.accounts[6], 0n]);
      const { rows } = await runToEnd(source(mapping()));
      expect(rows.get(idOf("TokenRegistry", "0"))).toMatchObject({ name: "acme-vision", task: "vision", details: { key: "0", owner: chain.accounts[6] } });
      const whole = `${2n ** 200n / 10n ** 18n}`;
      expect(extraOf(rows.get(idOf("TokenRegistry", "0")))).toMatchObject({ price: expect.stringMatching(new RegExp(`^${whole}\\.\\d+$`)) });
      // The table of the mapping has no fourth name.
      expect(rows.get(idOf("TokenRegistry", "1"))?.task).toBeUndefined();
    });

    test("keeps the last rating of each account as that account's claim", async () => {
      await write("rateModel", [0n, 2], 1);
      await write("rateModel", [0n, 5], 2);
      await write("rateModel", [0n, 4], 1);
      const { rows } = await runToEnd(source(mapping()));
      const claims = extensions(rows.get(idOf("TokenRegistry", "0")));
      expect(claims).toHaveLength(2);
      expect(new Map(claims.map((claim) => [claim.statement, valueOf(claim)]))).toEqual(
        new Map([[`${chain.accounts[1]} rated it 4.`, { rating: 4 }], [`${chain.accounts[2]} rated it 5.`, { rating: 5 }]]),
      );
    });

    test("has the same rows after following each change as after one run over all of them", async () => {
      const rows = await follow(() => source(mapping()), [
        async () => write("registerModel", ["followed", cid, 0, 1n]),
        async () => write("rateModel", [2n, 1], 3),
        async () => write("transferFrom", [chain.account, chain.accounts[7], 2n]),
      ]);
      expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks((await runToEnd(source(mapping()))).rows));
      expect(rows.get(idOf("TokenRegistry", "2"))).toMatchObject({ details: { owner: chain.accounts[7] } });
    });
  });

  describe("a CID in 32 bytes, and a status machine", () => {
    const mapping = (): Mapping => ({
      ...common("CidRegistry"),
      abi: [
        "event ModelRegistered(uint256 indexed modelId, address indexed provider, bytes32 metadataCID, uint8 riskTier)",
        "event ModelUpdated(uint256 indexed modelId, bytes32 oldCID, bytes32 newCID)",
        "event ModelStatusChanged(uint256 indexed modelId, uint8 status)",
      ],
      key: { from: "args.modelId" },
      enums: { status: ["None", "Active", "Suspended", "Retired"] },
      on: {
        ModelRegistered: { op: "upsert", set: { name: "Model {args.modelId}", owner: "args.provider", "extra.metadata": "ipfs://{args.metadataCID | cid}", "extra.riskTier": "args.riskTier" } },
        ModelUpdated: { op: "upsert", set: { "extra.metadata": "ipfs://{args.newCID | cid}" } },
        ModelStatusChanged: { op: "status", value: { from: "args.status | enum:status", table: { Active: "LISTED", Suspended: "DEPRECATED", Retired: "GONE" } } },
      },
    });
    const digest = sha256(stringToBytes("metadata"));
    const write = async (functionName: string, args: readonly unknown[]): Promise<unknown> => chain.write("CidRegistry", at("CidRegistry"), functionName, args);

    test("writes 32 bytes as the CID whose digest they are, and follows the one that came last", async () => {
      await write("registerModel", [digest, 2]);
      const metadata = async (): Promise<string> => String((extraOf((await runToEnd(source(mapping()))).rows.get(idOf("CidRegistry", "1"))) as { metadata?: string }).metadata);
      const first = CID.parse((await metadata()).replace("ipfs://", ""));
      expect([first.version, first.code, `0x${Buffer.from(first.multihash.digest).toString("hex")}`]).toEqual([1, 0x55, digest]);
      const next = keccak256(stringToHex("next"));
      await write("updateModel", [1n, next]);
      expect(`0x${Buffer.from(CID.parse((await metadata()).replace("ipfs://", "")).multihash.digest).toString("hex")}`).toBe(next);
    });

    test("goes from listed to deprecated and back, and from retired to gone", async () => {
      const status = async (): Promise<string> => {
        const record = (await runToEnd(source(mapping()))).rows.get(idOf("CidRegistry", "1"));
        return record === undefined ? "gone" : record.deprecated === true ? "deprecated" : "listed";
      };
      const seen = [await status()];
      for (const change of ["suspend", "unsuspend", "retire"]) {
        await write(change, [1n]);
        seen.push(await status());
      }
      expect(seen).toEqual(["listed", "deprecated", "listed", "gone"]);
    });

    test("has the same rows after following each change as after one run over all of them", async () => {
      const rows = await follow(() => source(mapping()), [
        async () => write("registerModel", [digest, 0]),
        async () => write("registerModel", [digest, 1]),
        async () => write("suspend", [2n]),
        async () => write("retire", [3n]),
      ]);
      expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks((await runToEnd(source(mapping()))).rows));
      expect([rows.get(idOf("CidRegistry", "2"))?.deprecated, rows.has(idOf("CidRegistry", "3"))]).toEqual([true, false]);
    });
  });
});
