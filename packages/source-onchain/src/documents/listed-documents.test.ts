import type { ListingRecord, SourceClaim } from "@modeldex/plugin-kit";
import { zeroHash, type Address, type Hex } from "viem";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { listedRegistry, lists } from "../testing/listed-registry.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { startRpcProxy } from "../testing/rpc-proxy.ts";
import { chainContext, runToEnd } from "../testing/run.ts";

const card = '{"name":"Tiny","description":"small"}';
const uri = `data:application/json,${card}`;
const sha256: Hex = `0x${createHash("sha256").update(card).digest("hex")}`;

describe.skipIf(anvilPath() === undefined)("documents of entries that a contract lists itself (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let address: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    address = await chain.deploy("ListedRegistry");
    // What the contract calls the name is here where the document is.
    await chain.write("ListedRegistry", address, "add", [uri, sha256]);
    await chain.write("ListedRegistry", address, "add", [`${uri} `, `0x${"ab".repeat(32)}`]);
    await chain.write("ListedRegistry", address, "add", [`${uri}  `, zeroHash]);
    await chain.write("ListedRegistry", address, "add", ["nowhere", zeroHash]);
  });
  afterAll(async () => {
    await chain.stop();
  });

  const digests = ({ claims = [] }: ListingRecord): readonly SourceClaim[] => claims.filter(({ kind }) => kind === "CONTENT_DIGEST");

  test.each(["structs", "count", "pages"] as const)("are named by the item, and held against its digest, by %s and by a get, as several endpoints agree", async (way) => {
    const second = await startRpcProxy(chain.url, {});
    const mapping: Mapping = {
      ...listedRegistry(address, { list: { ...lists[way], set: { owner: "item.owner" } } }),
      documents: [{ uri: "item.name", digest: { algorithm: "sha256", value: "item.sha256Hash" }, set: { name: "doc.name", description: "doc.description" } }],
    };
    const source = onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url, second.url], agreement: 2, finality: "instant" }], registries: [mapping] });
    const rows = [...(await runToEnd(source)).rows.values()];
    expect(rows.map(({ name, description }) => [name.replace(/0x[0-9a-f]{64}$/, "<key>"), description])).toEqual([
      ["Tiny", "small"], ["listed <key>", undefined], ["Tiny", "small"], ["listed <key>", undefined],
    ]);
    expect(rows.map((row) => digests(row).map(({ statement }) => /equal to|different from|no digest of it|it is part of the chain|The chain gives/.exec(statement)?.[0]))).toEqual([
      ["equal to", "The chain gives"], ["different from", "The chain gives"], ["it is part of the chain"], [],
    ]);
    const evidence = rows.flatMap(({ claims = [] }) => claims.flatMap((claim) => claim.evidence));
    expect(evidence.length).toBeGreaterThan(10);
    for (const each of evidence) expect(each).toMatchObject({ kind: "chain", address, endpointsAgreeing: 2, endpointsAsked: 2, raw: { call: expect.any(String), result: expect.any(String) } });
    const got = (await source.get?.({ refs: rows.map(({ nativeId }) => ({ nativeId })), need: new Set() }, chainContext())) ?? [];
    await second.close();
    const withoutCalls = (row: unknown): unknown => JSON.parse(JSON.stringify(row, (name, value: unknown) => (name === "raw" ? "" : value)));
    expect(got.map(withoutCalls)).toEqual(rows.map(withoutCalls));
  });
});
