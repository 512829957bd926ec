import { onchainRegistration } from "@modeldex/gateway";
import { huggingFace } from "@modeldex/source-hf";
import { onchain } from "@modeldex/source-onchain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import { hashedName, registeredFile, schemaUid, startRegistries, unknownFile } from "../packages/source-onchain/src/testing/registries.ts";
import type { Entries, Registries } from "../packages/source-onchain/src/testing/registries.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { hubDigest, startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

describe.skipIf(anvilPath() === undefined)("a chain with a contract for every preset (install @foundry-rs/anvil if skipped)", () => {
  let hub: TestHub;
  let on: Registries;
  let entries: Entries;
  let modeldex: TestGateway;
  beforeAll(async () => {
    [hub, on] = await Promise.all([startHub(), startRegistries()]);
    entries = await on.register(hubDigest(registeredFile.repo, registeredFile.file));
    const { chainId, url } = on.chain;
    modeldex = await startGateway({
      sources: [huggingFace({ endpoint: hub.url }), onchain({ chains: [{ chainId, rpc: [url], explorer: "https://explorer.example" }], registries: on.mappings })],
      verifiers: [onchainRegistration({ rpc: { [chainId]: [url] } })],
    });
    await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
    expect(await modeldex.gateway.harvest("onchain", { all: false, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE", added: 12, dropped: 0 });
  }, 60_000);
  afterAll(async () => {
    await modeldex?.close();
    await Promise.all([hub?.close(), on?.chain.stop()]);
  });

  const onHub = { file: `hf:${registeredFile.repo}`, agent: "hf:BAAI/bge-m3", attested: "hf:openai/whisper-large-v3", revoked: "hf:openai/whisper-large-v3-turbo" };
  const idOf = {
    file: () => on.id("fabstir", entries.file.key),
    unknown: () => on.id("fabstir", entries.unknown.key),
    service: () => on.id("zeroG", entries.provider.toLowerCase()),
    agent: () => on.id("identity", "0"),
    attested: () => on.id("eas", entries.attested.key),
    revoked: () => on.id("eas", entries.revoked.key),
    ora: () => on.id("ora", "0"),
    cid: () => on.id("cids", "1"),
    hashed: () => on.id("hashed", encodeURIComponent(hashedName)),
    children: () => on.id("children", "0"),
    model: () => on.id("reviewed", "model:0"),
    dataset: () => on.id("reviewed", "dataset:0"),
  };
  type Entry = keyof typeof idOf;
  /** Id of the model that an entry belongs to. */
  const modelOf = (entry: Entry): string => (entry in onHub ? onHub[entry as keyof typeof onHub] : `onchain:${idOf[entry]()}`);

  const detailsOf = async (entry: Entry) => {
    const { model } = await modeldex.query(
      `query($id: ID!) { model(id: $id) { id listings { nodes { key state url license { spdx } link { kind relation } artifacts { nodes { path sizeBytes digest otherDigests } } details { ... on OnChainDetails { chainId address space key registry owner version registeredAtBlock transactionHash finality implementation extra } } } } } }`,
      { id: modelOf(entry) },
    );
    return { model, listing: model.listings.nodes.find(({ key }: any) => key === `onchain:${idOf[entry]()}`) };
  };
  const resolved = async (reference: string) => {
    const { resolve } = await modeldex.query(
      "query($reference: String!) { resolve(reference: $reference) { outcome readAs message model { id } listing { key } artifact { path } candidates(first: 10) { listing { key } reason } } }", { reference },
    );
    return resolve;
  };

  it.each<[Entry, string]>([
    ["file", "tinyllama chat"], ["unknown", "acme only on chain"], ["service", "zero served model"], ["agent", "bge m3"], ["attested", "whisper large v3"], ["revoked", "whisper large v3 turbo"],
    ["ora", "Llama 2 of the oracle"], ["cid", "cid model 1"], ["hashed", "hashed"], ["children", "children of acme"], ["model", "spaced model"], ["dataset", "spaced dataset"],
  ])("finds %s by its name", async (entry, text) => {
    const { search } = await modeldex.query("query($text: String!) { search(text: $text, live: false, first: 1) { nodes { id listings { nodes { key link { relation } } } } } }", { text });
    expect(search.nodes[0].id).toBe(modelOf(entry));
    expect(search.nodes[0].listings.nodes.at(-1)).toEqual({ key: `onchain:${idOf[entry]()}`, link: { relation: "REGISTERED" } });
  });

  it("gives each entry with what the contract says of it, and where", async () => {
    const { accounts } = on.chain;
    const details = async (entry: Entry) => (await detailsOf(entry)).listing;
    const written = (of: { readonly blockNumber: number; readonly transactionHash: string }) => ({ registeredAtBlock: of.blockNumber, transactionHash: of.transactionHash, chainId: on.chain.chainId, finality: "FINALIZED" });
    const address = expect.stringMatching(/^0x[0-9a-fA-F]{40}$/);
    expect(await details("file")).toMatchObject({
      state: "LISTED", url: `https://explorer.example/tx/${entries.file.transactionHash}`, link: { kind: "EXPLICIT_REFERENCE" },
      artifacts: { nodes: [{ path: registeredFile.file, digest: `sha256:${hubDigest(registeredFile.repo, registeredFile.file)}` }] },
      details: { ...written(entries.file), registry: "fabstir", address: on.addresses.fabstir, key: entries.file.key, implementation: address, owner: null, extra: { approvalTier: 2 } },
    });
    expect(await details("service")).toMatchObject({
      details: { registry: "zero-g-compute", key: entries.provider.toLowerCase(), owner: entries.provider, implementation: null, extra: { inputPrice: 10 ** 12, outputPrice: `${2n ** 70n}`, verifiability: "TeeML", teeSignerAcknowledged: false } },
    });
    expect(await details("agent")).toMatchObject({ details: { ...written(entries.agent), registry: "erc8004", key: "0", owner: accounts[0], implementation: address, extra: { agentName: "Embedding agent", registeredAs: idOf.agent() } } });
    expect(await details("attested")).toMatchObject({ state: "LISTED", details: { ...written(entries.attested), owner: accounts[1], extra: { model: "pkg:huggingface/openai/whisper-large-v3", score: 87 } } });
    expect(await details("revoked")).toMatchObject({ state: "DEPRECATED", details: { extra: { revokedAt: expect.stringMatching(/^2025-06-15T/) } } });
    // No event tells of it: the contract is where it can be seen.
    expect(await details("ora")).toMatchObject({ url: `https://explorer.example/address/${on.addresses.ora}`, details: { registeredAtBlock: null, transactionHash: null, owner: accounts[2], implementation: address, extra: { fee: 3, unverifiable: false } } });
    expect(await details("cid")).toMatchObject({ artifacts: { nodes: [{ otherDigests: [`cid:${entries.metadata.cidV1}`] }] }, details: { ...written(entries.metadata), extra: { riskTier: 2 } } });
    expect(await details("hashed")).toMatchObject({ artifacts: { nodes: [{ digest: `sha256:${"ab".repeat(32)}` }] }, details: { ...written(entries.hashed), key: hashedName } });
    expect(await details("children")).toMatchObject({
      artifacts: { nodes: [{ path: "a.bin", sizeBytes: 2 ** 40, digest: `sha256:${"a1".repeat(32)}` }, { path: "b.bin", sizeBytes: 7, digest: `sha256:${"b1".repeat(32)}` }] }, details: { version: "v1", owner: accounts[0] },
    });
    expect([(await details("model")), (await details("dataset"))].map((each) => [each.details.space, each.details.key, each.license.spdx])).toEqual([["model", "0", "Apache-2.0"], ["dataset", "0", "MIT"]]);
  });

  const id = (entry: Entry) => idOf[entry]();
  it.each<[string, Entry, () => string]>([
    ["its CAIP-10 account with key", "file", () => id("file")],
    ["its CAIP-10 account in lower case", "service", () => id("service").toLowerCase()],
    ["the key of its listing", "hashed", () => `onchain:${id("hashed")}`],
    ["its CAIP-19 asset", "agent", () => `eip155:${on.chain.chainId}/erc721:${on.addresses.identity}/0`],
    ["its version", "children", () => `${id("children")}@v1`],
    ["the transaction of its registration", "agent", () => entries.agent.transactionHash],
    ["a transaction with feedback about it", "agent", () => entries.feedback.transactionHash],
    ["the transaction of an attestation", "attested", () => entries.attested.transactionHash],
    ["the uid of an attestation", "revoked", () => entries.revoked.key],
    ["the transaction whose calldata has its name", "hashed", () => entries.hashed.transactionHash],
    ["the transaction of a child", "children", () => entries.children.transactionHash],
    ["its computed key", "file", () => entries.file.key],
    ["the address of its contract", "cid", () => on.addresses.cids],
    ["the address of a contract without events", "ora", () => on.addresses.ora],
    ["the address of a contract that speaks of it", "agent", () => on.addresses.reputation],
    ["the address of its validators' contract", "agent", () => on.addresses.validation],
    ["an address that is its key", "service", () => entries.provider],
    ["the URL of its transaction", "file", () => `https://explorer.example/tx/${entries.file.transactionHash}`],
    ["the URL of its contract", "hashed", () => `https://explorer.example/address/${on.addresses.hashed}#code`],
    ["the URL of its token", "agent", () => `https://explorer.example/token/${on.addresses.identity}/instance/0`],
    ["the CIDv0 of its file", "cid", () => entries.metadata.cidV0],
    ["the CIDv1 of its file", "cid", () => entries.metadata.cidV1],
    ["the URL of its CID", "cid", () => `ipfs://${entries.metadata.cidV0}/model.json`],
    ["the 32 bytes that the contract has of a CID", "cid", () => entries.metadata.digest],
    ["a digest of its file", "children", () => `sha256:${"b1".repeat(32)}`],
    ["org/name/file", "file", () => `${registeredFile.repo}/${registeredFile.file}`],
    ["org/name/file that no Hub has", "unknown", () => `${unknownFile.repo}/${unknownFile.file}`],
    ["the URL of a file that the Hub does not have", "unknown", () => `https://huggingface.co/${unknownFile.repo}/blob/main/${unknownFile.file}`],
  ])("resolves %s to %s", async (_what, entry, reference) => {
    expect(await resolved(reference())).toMatchObject({ outcome: "RESOLVED", model: { id: modelOf(entry) }, listing: { key: `onchain:${id(entry)}` }, candidates: [] });
  });

  it("says which file was named, where a text is the id of its content", async () => {
    for (const [reference, path] of [[entries.metadata.cidV0, "metadata"], [entries.metadata.digest, "metadata"], [`sha256:${"b1".repeat(32)}`, "b.bin"]] as const) {
      expect((await resolved(reference)).artifact).toEqual({ path });
    }
  });

  it("reads the URL of a file that the Hub has as the Hub's, whose model has the entry as well", async () => {
    const { model, listing } = await resolved(`https://huggingface.co/${registeredFile.repo}/resolve/main/${registeredFile.file}`);
    expect([model.id, listing.key]).toEqual([onHub.file, onHub.file]);
    expect((await detailsOf("file")).listing.key).toBe(`onchain:${id("file")}`);
  });

  it("says so where a text may be several entries, and where it is none", async () => {
    const candidates = async (reference: string) => {
      const { outcome, candidates: found } = await resolved(reference);
      return [outcome, found.map(({ listing }: any) => listing.key).toSorted()];
    };
    const keys = (...of: readonly Entry[]) => of.map((entry) => `onchain:${id(entry)}`).toSorted();
    expect(await candidates(on.id("reviewed", "0"))).toEqual(["AMBIGUOUS", keys("model", "dataset")]);
    expect(await candidates(on.addresses.reviewed)).toEqual(["AMBIGUOUS", keys("model", "dataset")]);
    expect(await candidates(on.addresses.eas)).toEqual(["AMBIGUOUS", keys("attested", "revoked")]);
    expect(await candidates(on.addresses.fabstir)).toEqual(["AMBIGUOUS", keys("file", "unknown")]);
    expect((await resolved(on.addresses.eas)).candidates[0].reason).toBe("onchain finds it by this text");
    // Enclaves are no models; nothing is known of the others.
    for (const reference of [on.addresses.tee, on.id("reputation", "0"), `0x${"12".repeat(20)}`, `0x${"12".repeat(32)}`, `${id("children")}@v9`]) {
      expect([reference, (await resolved(reference)).outcome]).toEqual([reference, "NOT_FOUND"]);
    }
  });

  it("gives what others say of an entry as their claims, and says what was revoked", async () => {
    const claims = async (entry: Entry) => {
      const { node } = await modeldex.query("query($id: ID!) { node(id: $id) { ... on Listing { trust { level claims(kinds: [EXTENSION, ONCHAIN_REGISTRATION]) { nodes { kind kindUri status effect statement issuer { type key } } } } } } }", { id: `listing:onchain:${id(entry)}` });
      // Which of equal weight comes first is not said.
      const served: readonly string[][] = node.trust.claims.nodes.map(({ kind, kindUri, status, effect, statement, issuer }: any) => [kindUri ?? kind, `${status} ${effect}`, statement, issuer.key.split(":").at(-1)]);
      return served.toSorted(([left = "", , first = ""], [right = "", , second = ""]) => (`${left} ${first}` < `${right} ${second}` ? -1 : 1));
    };
    const [, attester, client, validator] = on.chain.accounts;
    const standard = "https://eips.ethereum.org/EIPS/eip-8004";
    const registered = (address: string) => ["ONCHAIN_REGISTRATION", "VERIFIED NEUTRAL", expect.stringMatching(/read again and equal at (\d) of \1 endpoints/), address];
    expect(await claims("agent")).toEqual([
      registered(on.addresses.identity),
      [`${standard}#feedback`, "ASSERTED NEUTRAL", `${client} gave agent 0 feedback number 1: 87.5.`, client],
      [`${standard}#feedback`, "ASSERTED NEUTRAL", expect.stringMatching(new RegExp(`^Revoked in block \\d+: ${client} gave agent 0 feedback number 2: 0\\.1\\.$`)), client],
      [`${standard}#validation`, "ASSERTED NEUTRAL", expect.stringMatching(/ on agent 0 with 90 of 100\.$/), validator],
    ]);
    const schemaUri = `https://attest.org/schema/${schemaUid}`;
    expect(await claims("attested")).toEqual([registered(on.addresses.eas), [schemaUri, "ASSERTED NEUTRAL", `${attester} made attestation ${entries.attested.key} under schema ${schemaUid}.`, attester]]);
    expect(await claims("revoked")).toEqual([registered(on.addresses.eas), [schemaUri, "ASSERTED NEUTRAL", expect.stringMatching(/^Revoked in block \d+: /), attester]]);
    expect((await claims("hashed"))[0]).toEqual(registered(on.addresses.hashed));
    expect((await claims("ora"))[0]).toEqual(["ONCHAIN_REGISTRATION", "VERIFIED NEUTRAL", expect.any(String), on.addresses.ora]);
  });

  it("compares each entry that names a model of the Hub with the Hub's listing of it", async () => {
    for (const entry of Object.keys(onHub) as (keyof typeof onHub)[]) {
      const { compare } = await modeldex.query(
        "query($references: [String!]!) { compare(references: $references) { models { id } resolutions { listing { key } } rows { attribute verdict cells { text known } } } }", { references: [id(entry), onHub[entry]] },
      );
      expect(compare.models).toEqual([{ id: onHub[entry] }, { id: onHub[entry] }]);
      expect(compare.resolutions).toEqual([{ listing: { key: `onchain:${id(entry)}` } }, { listing: { key: onHub[entry] } }]);
      const rows = new Map<string, any>(compare.rows.map((row: any) => [row.attribute, row]));
      // What is said of a model is the Hub's word on both sides; only what is of the listing itself differs.
      for (const attribute of ["name", "license.spdx", "popularity.downloads30d", "sources"]) expect([entry, rows.get(attribute).verdict]).toEqual([entry, "SAME"]);
      expect(rows.get("sources").cells[0].text).toBe("hf, onchain");
      expect(rows.get("revision").cells[0].text).toMatch(/^block:\d+:0x/);
    }
    const { compare } = await modeldex.query("query($references: [String!]!) { compare(references: $references) { rows { attribute verdict cells { text } } } }", { references: [id("file"), onHub.file] });
    const crossSource = compare.rows.find(({ attribute }: any) => attribute === "trust.crossSource");
    expect(crossSource.cells[0].text).toBe(`verified, supports: ${onHub.file} states the same for the digest of this listing.`);
  });

  it("says in a comparison who states a registration that nobody has checked yet", async () => {
    const { compare } = await modeldex.query("query($references: [String!]!) { compare(references: $references) { rows { attribute cells { text } } } }", { references: [id("unknown"), "hf:google-bert/bert-base-cased"] });
    const registration = compare.rows.find(({ attribute }: any) => attribute === "trust.registration");
    expect(registration.cells).toEqual([{ text: expect.stringMatching(/^asserted, neutral: Entry 0x\w{64} was registered in fabstir \(/) }, { text: "unknown" }]);
  });

  it("counts what is no model, and says of each contract how far it is read", async () => {
    const { source } = await modeldex.query(`{ source(id: "onchain") { status { state message } coverage { listings notListed dropped chains { chainId address head finalized indexed lagBlocks } } } }`);
    const head = Number(await on.chain.rpc("eth_blockNumber", []));
    const chains = Object.values(on.addresses).toSorted().map((address) => ({ chainId: on.chain.chainId, address, head, finalized: head - 2, indexed: head - 2, lagBlocks: 0 }));
    expect(source.coverage).toEqual({ listings: 12, notListed: 1, dropped: 0, chains });
    expect(source.status).toEqual({ state: "OK", message: null });
  });
});
