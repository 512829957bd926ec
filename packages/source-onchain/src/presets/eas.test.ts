import { encodeAbiParameters, keccak256, parseAbiParameters, stringToHex, type Address, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { follow, withoutReadBlocks } from "../testing/follow.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { extensions, extraOf, isRevoked } from "../testing/record-parts.ts";
import { chainContext, runToEnd } from "../testing/run.ts";
import { eas, type EasOptions } from "./eas.ts";

const schema = "string model, bytes32 sha256, uint8 score";
const schemaUid = keccak256(stringToHex(schema));
const otherSchema = keccak256(stringToHex("another schema"));
const sha256 = `0x${"cd".repeat(32)}` as const;
const nobody = `0x${"00".repeat(20)}` as const;

describe.skipIf(anvilPath() === undefined)("attestations in EAS (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let address: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    address = await chain.deploy("EAS");
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = (model: EasOptions["model"] = { field: "model", as: "purl" }, attesters = [chain.accounts[1] ?? "", (chain.accounts[2] ?? "").toLowerCase()], overlay = false) =>
    onchain({
      chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }],
      registries: [eas({ chainId: 31_337, address, startBlock: 3, schemaUid, schema, attesters, model, overlay })],
    });
  const idOf = (uid: Hex): string => `eip155:31337:${address}/${uid}`;
  const attest = async (
    model: string,
    { from = 1, expirationTime = 0n, under = schemaUid, data }: { from?: number; expirationTime?: bigint; under?: Hex; data?: Hex } = {},
  ): Promise<Hex> => {
    const encoded = data ?? encodeAbiParameters(parseAbiParameters("string, bytes32, uint8"), [model, sha256, 87]);
    const { transactionHash } = await chain.write(
      "EAS", address, "attest", [{ schema: under, data: { recipient: nobody, expirationTime, revocable: true, refUID: `0x${"00".repeat(32)}`, data: encoded, value: 0n } }], from,
    );
    const { logs } = (await chain.rpc("eth_getTransactionReceipt", [transactionHash])) as { readonly logs: readonly { readonly data: Hex }[] };
    return logs[0]?.data ?? "0x";
  };

  test("makes an entry that links to the model which the attestation names, with its fields and a claim of its attester", async () => {
    const uid = await attest("pkg:huggingface/acme/tiny-chat");
    const record = (await runToEnd(source())).rows.get(idOf(uid));
    expect(record).toMatchObject({
      name: "acme/tiny-chat",
      links: [{ reference: "pkg:huggingface/acme/tiny-chat", relation: "REGISTERED" }],
      details: { key: uid, owner: chain.accounts[1] },
    });
    expect(extraOf(record)).toMatchObject({ model: "pkg:huggingface/acme/tiny-chat", sha256, score: 87 });
    expect(extensions(record)).toMatchObject([
      {
        statement: `${chain.accounts[1]} made attestation ${uid} under schema ${schemaUid}.`,
        facts: { kindUri: `https://attest.org/schema/${schemaUid}`, value: { uid, schema: schemaUid, recipient: nobody } },
        issuer: { key: expect.stringContaining(chain.accounts[1] ?? "") },
        evidence: [{ address, signature: "Attested(address,address,bytes32,bytes32)" }],
      },
    ]);
  });

  test("counts the attestations of the configured attesters under the configured schema, and no others", async () => {
    const second = await attest("pkg:huggingface/acme/of-the-second", { from: 2 });
    const stranger = await attest("pkg:huggingface/acme/of-a-stranger", { from: 3 });
    const foreign = await attest("pkg:huggingface/acme/of-another-schema", { under: otherSchema });
    const { rows } = await runToEnd(source());
    expect([second, stranger, foreign].map((uid) => rows.has(idOf(uid)))).toEqual([true, false, false]);
    expect((await runToEnd(source(undefined, [chain.accounts[3] ?? ""]))).rows.has(idOf(stranger))).toBe(true);
  });

  test("says which are revoked, and until when one holds", async () => {
    const uid = await attest("pkg:huggingface/acme/revoked");
    const until = await attest("pkg:huggingface/acme/until", { expirationTime: 4_102_444_800n });
    await chain.write("EAS", address, "revoke", [uid], 1);
    const { rows } = await runToEnd(source());
    const revoked = rows.get(idOf(uid));
    expect(revoked?.deprecated).toBe(true);
    expect(extensions(revoked).map(isRevoked)).toEqual([true]);
    expect(extraOf(revoked)).toMatchObject({ revokedAt: expect.stringMatching(/^2025-06-15T/) });
    expect(extraOf(rows.get(idOf(until)))).toMatchObject({ expiresAt: "2100-01-01T00:00:00Z" });
    expect(extraOf(rows.get(idOf(until)))).not.toHaveProperty("revokedAt");
  });

  test("reads the model as a digest of weights, or as the name of a repository", async () => {
    const uid = await attest("acme/tiny-chat");
    const asDigest = (await runToEnd(source({ field: "sha256", as: "sha256" }))).rows.get(idOf(uid));
    expect(asDigest).toMatchObject({ artifacts: [{ digest: `sha256:${"cd".repeat(32)}` }] });
    expect(asDigest?.links).toBeUndefined();
    const asRepository = (await runToEnd(source({ field: "model", as: "huggingface" }))).rows.get(idOf(uid));
    expect(asRepository).toMatchObject({ name: "acme/tiny-chat", links: [{ reference: "pkg:huggingface/acme/tiny-chat" }] });
  });

  test("makes of an attestation what is said of the model that it names, and lists nothing, unless it names a digest", async () => {
    const overlays = async () => {
      const { pages, rows } = await runToEnd(source(undefined, undefined, true));
      expect(rows.size).toBe(0);
      return new Map(pages.flatMap((page) => page.overlays ?? []).map((row) => [row.nativeId, row]));
    };
    const uid = await attest("pkg:huggingface/acme/overlaid");
    const own = (await overlays()).get(idOf(uid));
    expect(own).toEqual({
      nativeId: idOf(uid),
      registrant: `eip155:31337:${chain.accounts[1]}`,
      links: [{ reference: "pkg:huggingface/acme/overlaid", relation: "REGISTERED", statement: "eas names pkg:huggingface/acme/overlaid for this entry." }],
      claims: [
        expect.objectContaining({ kind: "ONCHAIN_REGISTRATION" }),
        expect.objectContaining({ kind: "EXTENSION", statement: `${chain.accounts[1]} made attestation ${uid} under schema ${schemaUid}.`, issuer: { type: "ATTESTER", key: `eip155:31337:${chain.accounts[1]}` } }),
        expect.objectContaining({ kind: "EXTENSION", statement: expect.stringContaining("score 87"), facts: { kindUri: "urn:modeldex:entry-values", value: expect.objectContaining({ score: 87, sha256 }) }, issuer: { type: "CHAIN", key: `eip155:31337:${address}` } }),
      ],
    });
    expect(await source(undefined, undefined, true).get?.({ refs: [{ nativeId: idOf(uid) }], need: new Set() }, chainContext())).toEqual([undefined]);
    await chain.write("EAS", address, "revoke", [uid], 1);
    expect((await overlays()).get(idOf(uid))?.claims?.map(isRevoked)).toEqual([false, true, false]);
    const options = { chainId: 1, startBlock: 0, schemaUid, schema, attesters: [address] } as const;
    expect([eas({ ...options, model: { field: "model", as: "purl" } }).overlay, eas({ ...options, model: { field: "sha256", as: "sha256" } }).overlay]).toEqual([true, undefined]);
  });

  test("makes no entry of an attestation whose data is not of the schema", async () => {
    const uid = await attest("", { data: "0x1234" });
    expect((await runToEnd(source())).rows.has(idOf(uid))).toBe(false);
  });

  test("has the same rows after following each change as after one run over all of them", async () => {
    let uid: Hex = "0x";
    const rows = await follow(source, [
      async () => (uid = await attest("pkg:huggingface/acme/followed")),
      async () => attest("pkg:huggingface/acme/of-a-stranger", { from: 3 }),
      async () => chain.write("EAS", address, "revoke", [uid], 1),
    ]);
    expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks((await runToEnd(source())).rows));
    expect(rows.get(idOf(uid))?.deprecated).toBe(true);
  });
});

test("refuses options under which nothing, or anybody's attestation, would count", () => {
  const options = { chainId: 1, startBlock: 0, schemaUid, schema, attesters: ["0x70997970C51812dc3A010C7d01b50e0d17dc79C8"], model: { field: "model", as: "purl" } } as const;
  expect(eas(options).address).toBe("0xA1207F3BBa224E2c9c3c6D5aF63D0eb1582Ce587");
  expect(() => eas({ ...options, attesters: [] })).toThrow("eas: option attesters: needs at least one address: anybody can attest anything");
  expect(() => eas({ ...options, attesters: ["acme"] })).toThrow('eas: option attesters[0]: "acme" is no address: 0x and 40 hex digits');
  expect(() => eas({ ...options, model: { field: "digest", as: "sha256" } })).toThrow("eas: option model.field: the schema has no field digest; it has model, sha256, score");
  expect(() => eas({ ...options, schema: "(string a) model" })).toThrow('eas: option schema: "(string a) model" is no field: write its type and its name, such as string model');
});
