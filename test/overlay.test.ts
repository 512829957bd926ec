import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { onchainRegistration } from "@modeldex/gateway";
import { listing, overlay, SourceError } from "@modeldex/plugin-kit";
import type { ListingRecord, OverlayRecord, Source, Verifier } from "@modeldex/plugin-kit";
import { huggingFace } from "@modeldex/source-hf";
import { eas, onchain } from "@modeldex/source-onchain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emptyFolder, removeFolder, runCommand } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";

const attester = { type: "ATTESTER", key: "eip155:1:0x00000000000000000000000000000000000000aa" } as const;
const registry = "eip155:1:0x00000000000000000000000000000000000000bb";
const refersTo = (nativeId: string) => [{ reference: `shelf://${nativeId}`, relation: "UNKNOWN" as const, statement: `It names ${nativeId}.` }];
const attestation = (nativeId: string, about: string, statement: string, more: Partial<OverlayRecord> = {}) => overlay({
  ...more, nativeId, links: refersTo(about),
  claims: [{ kind: "EXTENSION", statement, facts: { kindUri: "https://attest.example/evaluated", value: true }, issuer: attester, evidence: [] }, ...(more.claims ?? [])],
});
const registered = { kind: "ONCHAIN_REGISTRATION", statement: "It is written there.", facts: { registry, key: "7" }, evidence: [] } as const satisfies NonNullable<OverlayRecord["claims"]>[number];

/** A shelf that lists models, attestations that anybody may write, and prices that an operator keeps. */
interface World {
  readonly sources: readonly Source[];
  shelf: readonly ListingRecord[];
  attests: readonly OverlayRecord[];
  prices: readonly OverlayRecord[];
}

function world(): World {
  const about = { homepage: "https://shelf.example", contract: 1, listing: "full" } as const;
  const made: World = {
    shelf: [listing({ nativeId: "lumen/lantern-8b", name: "lantern-8b", stableId: "1", license: { stated: "mit" }, revision: "r1", claims: [] }), listing({ nativeId: "acme/other-7b", name: "other-7b", stableId: "2" })],
    attests: [], prices: [],
    sources: [
      { ...about, id: "shelf", kind: "shelf", title: "Shelf", list: async () => ({ records: made.shelf }), parseReference: (text) => (text.startsWith("shelf://") ? [{ ref: { nativeId: text.slice(8) }, readAs: "shelf address", certain: true }] : []) },
      { ...about, id: "attests", kind: "attests", title: "Attestations", naming: "open", list: async ({ cursor }) => (cursor === undefined ? { overlays: made.attests.slice(0, 1), cursor: "2" } : { overlays: made.attests.slice(1) }) },
      { ...about, id: "prices", kind: "prices", title: "Prices", naming: "curated", list: async () => ({ overlays: made.prices }) },
    ],
  };
  return made;
}

/** Says of a claim what its key says; it looks at no listing. */
const verifier: Verifier<"ONCHAIN_REGISTRATION"> = {
  id: "test-registration/1", kind: "ONCHAIN_REGISTRATION", depth: "STANDARD", inspects: false,
  verify: async ({ claim }) => {
    if (claim === undefined) throw new SourceError("UNSUPPORTED", "A claim was expected.");
    const isRight = claim.facts.key === "7";
    return [{ kind: "ONCHAIN_REGISTRATION", method: "test/1", statement: isRight ? "It was read again." : "It is not there.", status: isRight ? "VERIFIED" : "FAILED", effect: isRight ? "SUPPORTS" : "UNDERMINES", evidence: [] }];
  },
};
const rule = { key: "only", severity: "BLOCK", onUnknown: "DENY" } as const;
const policies = [
  { id: "no-failed", version: "1", title: "Nothing failed", rules: [{ ...rule, test: { forbid: { statuses: ["FAILED"] } } }, { ...rule, key: "level", onUnknown: "INDETERMINATE", test: { level: "PINNED" } }] },
  { id: "attested", version: "1", title: "Attested by one", rules: [{ ...rule, test: { require: { kinds: ["EXTENSION"], statuses: ["ASSERTED"], issuers: [attester.key] } } }] },
  { id: "any-extension", version: "1", title: "Attested by anybody", rules: [{ ...rule, test: { require: { kinds: ["EXTENSION"], statuses: ["ASSERTED"] } } }] },
] as const;

const harvest = async (modeldex: TestGateway, ...ids: readonly string[]) => {
  for (const id of ids) expect(await modeldex.gateway.harvest(id, { all: true, force: true, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE" });
};
const coverage = async (modeldex: TestGateway, id: string) => (await modeldex.query("query($id: ID!) { source(id: $id) { coverage { listings overlays overlaysUnmatched } } }", { id })).source.coverage;
/** Everything that is served of a model but what other sources say of it. */
const valuesOf = async (modeldex: TestGateway, id: string, policy = "no-failed") => {
  const { model } = await modeldex.query(
    `query($id: ID!, $reference: String!, $policy: ID!) { model(id: $id) { id name task description license { spdx class } parameters { total } contextLength capabilities formats precisions languages libraries tags publisher { id } popularity { downloads30d }
       listings { nodes { key link { kind relation } } } candidateListings { listing { key } } conflicts { field } offers { nodes { provider } } evaluations { nodes { benchmark } } aliases
       trust(policy: { id: $policy }) { level missingForNext systemLevel systemMissingForNext counts { verified asserted unknown failed } conflicts { kind } decision { outcome inputDigest rules { outcome explanation } } claims { nodes { kind status statement statedBy { id } } } } }
       compare(references: [$reference, "shelf:acme/other-7b"]) { rows(groups: [TRUST]) { attribute verdict cells { text } } } }`, { id, reference: id, policy },
  ).then((data: any) => ({ model: { ...data.model, compare: data.compare } }));
  return { ...model, trust: { ...model.trust, claims: model.trust.claims.nodes.filter((claim: any) => claim.statedBy === null) } };
};
const claimsBeside = async (modeldex: TestGateway, id: string) => {
  const { model } = await modeldex.query("query($id: ID!) { model(id: $id) { trust { claims { nodes { kind status effect statement method issuer { type key name } subject { type reference } statedBy { id title } } } } } }", { id });
  return model.trust.claims.nodes.filter((claim: any) => claim.statedBy !== null);
};
const byStatement = ([, , left]: readonly string[], [, , right]: readonly string[]) => (left! < right! ? -1 : 1);
const id = "shelf:lumen/lantern-8b";

describe("rows that say something of a model and list none", () => {
  let shown: World;
  let modeldex: TestGateway;
  beforeEach(async () => {
    shown = world();
    modeldex = await startGateway({ sources: shown.sources, verifiers: [verifier], policies });
    return () => modeldex.close();
  });

  it("wait for the listing that they speak of, and are counted until it comes and when it goes", async () => {
    shown.attests = [attestation("a1", "lumen/lantern-8b", "It was evaluated."), attestation("a2", "nobody/nothing", "So was this.")];
    await harvest(modeldex, "attests");
    expect(await coverage(modeldex, "attests")).toEqual({ listings: 0, overlays: 2, overlaysUnmatched: 2 });
    await harvest(modeldex, "shelf");
    expect(await coverage(modeldex, "attests")).toEqual({ listings: 0, overlays: 2, overlaysUnmatched: 1 });
    const said = [{
      kind: "EXTENSION", status: "ASSERTED", effect: "NEUTRAL", statement: "It was evaluated.", method: "source.statement/1", issuer: { ...attester, name: null },
      subject: { type: "LISTING", reference: id }, statedBy: { id: "attests", title: "Attestations" },
    }];
    expect(await claimsBeside(modeldex, id)).toEqual(said);
    const { search, node } = await modeldex.query(`{ search(text: "evaluated", live: false) { totalCount } node(id: "listing:attests:a1") { id } }`);
    expect([search.totalCount, node]).toEqual([0, null]);
    shown.shelf = [shown.shelf[1]!];
    await harvest(modeldex, "shelf");
    expect([await coverage(modeldex, "attests"), await claimsBeside(modeldex, id)]).toEqual([{ listings: 0, overlays: 2, overlaysUnmatched: 2 }, []]);
  });

  it("change no value, level, conflict, count, comparison or decision where anybody may write", async () => {
    await harvest(modeldex, "shelf");
    const before = await valuesOf(modeldex, id);
    const generous = { contextTokens: 1_000_000, capabilities: ["tools"], offers: [{ provider: "p", usdPerMillionInputTokens: 0 }], evaluations: [{ benchmark: "MMLU", author: "PUBLISHER", value: 100 }] } as const;
    const against = [
      { ...registered, facts: { registry, key: "wrong" } }, { kind: "LICENSE_TERMS", statement: "It is proprietary.", evidence: [] }, { kind: "SOURCE_OPERATOR", statement: "Somebody runs it.", facts: { operator: "Somebody" }, evidence: [] },
      { kind: "CONTENT_DIGEST", statement: "Other bytes.", facts: { path: "model.safetensors", digest: `sha256:${"1".repeat(64)}` }, evidence: [] },
    ] as const satisfies OverlayRecord["claims"];
    shown.attests = [attestation("a1", "lumen/lantern-8b", "It is bad.", { ...generous, claims: against }), attestation("a2", "lumen/lantern-8b", "It is good.", generous)];
    await harvest(modeldex, "attests");
    expect((await claimsBeside(modeldex, id)).map(({ kind, status, statement }: any) => [kind, status, statement]).toSorted(byStatement)).toEqual([
      ["CONTENT_DIGEST", "ASSERTED", "Other bytes."], ["LICENSE_TERMS", "ASSERTED", "It is proprietary."], ["SOURCE_OPERATOR", "ASSERTED", "Somebody runs it."], ["ONCHAIN_REGISTRATION", "FAILED", "It is not there."],
      ["EXTENSION", "ASSERTED", "It is bad."], ["EXTENSION", "ASSERTED", "It is good."],
    ].toSorted(byStatement));
    expect(await valuesOf(modeldex, id)).toEqual(before);
    expect((await valuesOf(modeldex, id, "any-extension")).trust.decision.outcome).toBe("DENY");
    expect((await valuesOf(modeldex, id, "attested")).trust.decision.outcome).toBe("ALLOW");
  });

  it("are verified where a verifier looks at claims alone", async () => {
    shown.attests = [attestation("a1", "lumen/lantern-8b", "It was evaluated.", { claims: [registered] })];
    await harvest(modeldex, "shelf", "attests");
    const chain = async () => (await claimsBeside(modeldex, id)).filter(({ kind }: any) => kind === "ONCHAIN_REGISTRATION");
    expect(await chain()).toMatchObject([{ status: "VERIFIED", statement: "It was read again.", method: "test/1", statedBy: { id: "attests" } }]);
    // The finding goes with the row that stated it.
    shown.attests = [attestation("a1", "lumen/lantern-8b", "It was evaluated.")];
    await harvest(modeldex, "attests");
    expect(await chain()).toEqual([]);
    expect((await valuesOf(modeldex, id)).trust.claims.filter(({ kind }: any) => kind === "ONCHAIN_REGISTRATION")).toEqual([]);
  });

  it("add offers and values where their source keeps its names, and take them away when they go", async () => {
    await harvest(modeldex, "shelf");
    const before = await valuesOf(modeldex, id);
    shown.prices = [overlay({ nativeId: "row", links: refersTo("lumen/lantern-8b"), contextTokens: 8_192, capabilities: ["tools"], offers: [{ provider: "p", usdPerMillionInputTokens: 2 }], evaluations: [{ benchmark: "MMLU", author: "INDEPENDENT", value: 70 }] })];
    await harvest(modeldex, "prices");
    const { model, search } = await modeldex.query(`query($id: ID!) { model(id: $id) { contextLength capabilities offers { nodes { provider inputPrice source { id } } } evaluations { nodes { benchmark value source { id } } } listings { totalCount } compareWith(references: ["shelf:acme/other-7b"]) { rows(groups: [CAPABILITY]) { attribute cells { text statedBy { id } } } } } search(filter: { inputPrice: { max: 3 } }, live: false) { nodes { id } } }`, { id });
    const { compareWith, ...values } = model;
    expect(compareWith.rows.find(({ attribute }: any) => attribute === "contextLength").cells).toEqual([{ text: "8,192", statedBy: [{ id: "prices" }] }, { text: "unknown", statedBy: [] }]);
    expect(values).toEqual({
      contextLength: 8_192, capabilities: ["tools"], listings: { totalCount: 1 },
      offers: { nodes: [{ provider: "p", inputPrice: 2, source: { id: "prices" } }] }, evaluations: { nodes: [{ benchmark: "MMLU", value: 70, source: { id: "prices" } }] },
    });
    expect(search.nodes).toEqual([{ id }]);
    shown.prices = [];
    await harvest(modeldex, "prices");
    expect(await valuesOf(modeldex, id)).toEqual(before);
  });

  it("follow a rename of what they speak of, and nothing removes them that a full run merely did not bring", async () => {
    shown.attests = Array.from({ length: 20 }, (_, place) => attestation(`a${place}`, "lumen/lantern-8b", `Evaluation ${place}.`));
    await harvest(modeldex, "shelf", "attests");
    shown.shelf = [listing({ ...shown.shelf[0]!, nativeId: "lumen/beacon-8b", name: "beacon-8b" }), shown.shelf[1]!];
    await harvest(modeldex, "shelf");
    expect(await claimsBeside(modeldex, "shelf:lumen/beacon-8b")).toHaveLength(20);
    shown.attests = [];
    expect(await modeldex.gateway.harvest("attests", { all: true, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE", heldBackBecause: expect.stringMatching(/came back empty/) });
    expect(await coverage(modeldex, "attests")).toEqual({ listings: 0, overlays: 20, overlaysUnmatched: 0 });
  });
});

describe("attestations on a chain", () => {
  const schema = "string model, uint8 score";
  const schemaUid = `0x${"22".repeat(32)}`;
  const word = (value: number) => value.toString(16).padStart(64, "0");
  /** The ABI's form of (string, uint8), for a text of at most 32 bytes. */
  const encoded = (text: string, score: number) => `0x${word(64)}${word(score)}${word(text.length)}${Buffer.from(text).toString("hex").padEnd(64, "0")}`;
  const zero = `0x${"00".repeat(32)}`;

  it("are shown with the model of the Hub that they name, read again from the chain, and list nothing", async () => {
    const [hub, chain] = await Promise.all([startHub(), startLocalChain()]);
    const address = await chain.deploy("EAS");
    const by = chain.accounts[1]!;
    const sources = [
      huggingFace({ endpoint: hub.url }),
      onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url], finality: "instant" }], registries: [eas({ chainId: chain.chainId, address, startBlock: 0, schemaUid, schema, attesters: [by], model: { field: "model", as: "huggingface" } })] }),
    ];
    const modeldex = await startGateway({ sources, verifiers: [onchainRegistration({ rpc: { [chain.chainId]: [chain.url] } })] });
    try {
      const attest = async (model: string) => {
        await chain.write("EAS", address, "attest", [{ schema: schemaUid, data: { recipient: `0x${"00".repeat(20)}`, expirationTime: 0n, revocable: true, refUID: zero, data: encoded(model, 87), value: 0n } }], 1);
      };
      await attest("BAAI/bge-m3");
      await attest("nobody/nothing");
      await chain.mine(1);
      await harvest(modeldex, "onchain");
      expect(await coverage(modeldex, "onchain")).toEqual({ listings: 0, overlays: 2, overlaysUnmatched: 2 });
      await harvest(modeldex, "hf");
      expect(await coverage(modeldex, "onchain")).toEqual({ listings: 0, overlays: 2, overlaysUnmatched: 1 });
      const said = await claimsBeside(modeldex, "hf:BAAI/bge-m3");
      expect(said.map(({ kind, status, issuer, statedBy }: any) => [kind, status, issuer.type, issuer.key, statedBy.id])).toEqual(expect.arrayContaining([
        ["ONCHAIN_REGISTRATION", "VERIFIED", "CHAIN", `eip155:${chain.chainId}:${address}`, "onchain"], ["EXTENSION", "ASSERTED", "ATTESTER", `eip155:${chain.chainId}:${by}`, "onchain"],
      ]));
      expect(said.map(({ statement }: any) => statement)).toContainEqual(expect.stringMatching(/ says: model BAAI\/bge-m3, score 87\b/));
      const { model } = await modeldex.query(`{ model(id: "hf:BAAI/bge-m3") { listings { nodes { key } } trust { counts { verified } } } }`);
      expect(model.listings.nodes).toEqual([{ key: "hf:BAAI/bge-m3" }]);
    } finally {
      await modeldex.close();
      await Promise.all([hub.close(), chain.stop()]);
    }
  });
});

describe("an export of such rows", () => {
  let folder: string;
  const configuration = `
const about = { homepage: "https://shelf.example", contract: 1, listing: "full", list: async () => ({ records: [] }) };
export default { sources: [{ ...about, id: "shelf", kind: "shelf", title: "Shelf" }, { ...about, id: "attests", kind: "attests", title: "Attestations", naming: "open" }] };`;
  const settings = (data: string) => ({ MODELDEX_CONFIG: join(folder, "modeldex.config.mjs"), MODELDEX_DATA_DIR: join(folder, data) });
  beforeAll(async () => {
    folder = await emptyFolder();
    await writeFile(join(folder, "modeldex.config.mjs"), configuration);
  });
  afterAll(() => removeFolder(folder));

  it("is read into an empty folder, and shows the same after a restart; what is said of a private listing stays at home", async () => {
    const shown = world();
    shown.shelf = [...shown.shelf, listing({ nativeId: "lumen/secret", name: "secret", access: "PRIVATE" })];
    shown.attests = [attestation("a1", "lumen/lantern-8b", "It was evaluated."), attestation("a2", "lumen/secret", "So was this.")];
    let modeldex = await startGateway({ sources: shown.sources }, { dataDir: join(folder, "outside") });
    await harvest(modeldex, "attests", "shelf");
    const said = await claimsBeside(modeldex, id);
    await modeldex.close();
    modeldex = await startGateway({ sources: shown.sources }, { dataDir: join(folder, "outside") });
    expect(said).toHaveLength(1);
    expect(await claimsBeside(modeldex, id)).toEqual(said);
    await modeldex.close();

    const file = join(folder, "models.ndjson.gz");
    const exported = await runCommand(["export", file], settings("outside"));
    expect(exported.out).toContain("One row beside them, about models that others list");
    const text = gunzipSync(await readFile(file)).toString();
    expect([text.includes("secret"), text.split("\n").filter((line) => line.startsWith('{"overlay":')).length]).toEqual([false, 1]);
    const imported = await runCommand(["import", file], settings("inside"));
    expect(imported.out).toContain("One row beside them, about models that others list");
    modeldex = await startGateway({ sources: shown.sources }, { dataDir: join(folder, "inside") });
    expect(await claimsBeside(modeldex, id)).toEqual(said);
    expect(await coverage(modeldex, "attests")).toEqual({ listings: 0, overlays: 1, overlaysUnmatched: 0 });
    await modeldex.close();

    const kept = text.split("\n").slice(0, -2).filter((line) => !line.startsWith('{"overlay":')).map((line) => `${line}\n`).join("");
    const end = JSON.parse(text.trim().split("\n").at(-1)!).end;
    await writeFile(file, gzipSync(`${kept}${JSON.stringify({ end: { ...end, sha256: createHash("sha256").update(kept).digest("hex") } })}\n`));
    expect((await runCommand(["import", file], settings("other"))).err).toContain("it has 0 overlays, and its last line says 1. Nothing was imported.");
    expect((await runCommand(["sources"], settings("inside"))).out).toContain("attests has 1 row about models that others list; 0 of them fit none that is known here");
  });
});
