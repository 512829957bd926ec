import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { huggingFace } from "@modeldex/source-hf";
import { onchain } from "@modeldex/source-onchain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";
import { greatest, homoglyph, word, writeHostileEntries } from "../packages/source-onchain/src/testing/hostile-entries.ts";
import type { HostileEntries } from "../packages/source-onchain/src/testing/hostile-entries.ts";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import type { LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { emptyFolder, removeFolder, runCommand } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { listedRows } from "./support/rows.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

describe.skipIf(anvilPath() === undefined)("what anybody may write on a chain (install @foundry-rs/anvil if skipped)", () => {
  let folder: string;
  let hub: TestHub;
  let chain: LocalChain;
  let hostile: HostileEntries;
  let modeldex: TestGateway;
  /** Lines of the log after the first run. */
  let logged: number;
  beforeAll(async () => {
    [hub, chain, folder] = await Promise.all([startHub(), startLocalChain(), emptyFolder()]);
    hostile = await writeHostileEntries(chain);
    await chain.mine(3);
    modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url }), source()] });
    await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
    expect(await modeldex.gateway.harvest("onchain", { all: false, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE", added: 17, dropped: 9 });
    logged = modeldex.logs.length;
  }, 60_000);
  afterAll(async () => {
    await modeldex?.close();
    await Promise.all([hub?.close(), chain?.stop(), removeFolder(folder)]);
  });

  const source = () => {
    return onchain({ chains: [{ chainId: chain.chainId, rpc: [chain.url] }], registries: hostile.mappings });
  };
  const documentId = (key: bigint) => `eip155:${chain.chainId}:${hostile.documents}/${key}`;
  const hashedId = (key: string) => `eip155:${chain.chainId}:${hostile.hashed}/${encodeURIComponent(key)}`;
  const fileId = (key: string) => `eip155:${chain.chainId}:${chain.files}/${key}`;

  it("is listed as far as it has a name, cleaned and bounded, and everything beside it is listed too", async () => {
    const names = new Map([...(await listedRows(modeldex))].map(([id, { name }]) => [id, name]));
    expect(names).toEqual(new Map([
      [documentId(0n), "first model"],
      [documentId(1n), "nul  in it"],
      [documentId(2n), "safe gpj.exe  override"],
      [documentId(3n), "long ".repeat(60).trim()],
      [documentId(4n), homoglyph],
      [documentId(7n), "<script>alert(1)</script> \u{1F600} e\u0301\u0301\u0301\u0301"],
      [documentId(9n), "with address"],
      [documentId(greatest), "last model"],
      ...["plain name", "b/../../etc", "%00%2f"].map((name) => [hashedId(name), name] as const),
      [hashedId("nul\u0000name"), "nul name"],
      [hashedId("ра\u202Eypal"), "ра ypal"],
      [fileId(word(1)), "ac me\u{FFFD}/a\u{FFFD}(b.gguf"],
      [fileId(hostile.good.before), "acme/before/ok.gguf"],
      [fileId(hostile.good.after), "acme/after/ok.gguf"],
      [`eip155:${chain.chainId}:${chain.agents}/0`, "BAAI/bge-m3"],
    ]));
  });

  it("is counted in sources where it was left out, each time with the reason, and the source is well", async () => {
    const { source } = await modeldex.query(`{ source(id: "onchain") { status { state message } coverage { listings dropped notListed notStored } } }`);
    expect(source).toEqual({ status: { state: "OK", message: null }, coverage: { listings: 17, dropped: 9, notListed: 0, notStored: 0 } });
    const leftOut = modeldex.logs.slice(0, logged).filter(({ message }) => message === "a row was left out").map(({ nativeId, reason }) => `${String(nativeId).replace(/ 0x[0-9a-f]{64}/, "")}: ${String(reason)}`);
    const undecodable = "its topics and data do not decode as ModelAdded(bytes32,string,string,uint256)";
    const nameless = "its name is empty, or no text that can be shown";
    const noKey = "its key is empty, no text, or too long for an id";
    const account = (address: string) => `eip155:${chain.chainId}:${address}`;
    expect(leftOut.toSorted()).toEqual([
      `${account(hostile.documents)} log 0: its data has 66144 bytes; at most 65536 are kept`,
      `${documentId(5n)}: ${nameless}`, `${documentId(6n)}: ${nameless}`,
      `${account(hostile.hashed)} log 0: ${noKey}`, `${account(hostile.hashed)} log 0: ${noKey}`,
      `${account(chain.files)} log 0: ${undecodable}`, `${account(chain.files)} log 0: ${undecodable}`,
      `${account(chain.files)} log 0: its data has 100192 bytes; at most 65536 are kept`,
      `${fileId(word(3))}: ${nameless}`,
    ].toSorted());
    expect(modeldex.logs.filter(({ level }) => level === "warn" || level === "error")).toEqual([]);
    // Read again whole, it is the same again, and counted once.
    expect(await modeldex.gateway.harvest("onchain", { all: true, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE", added: 0, changed: 0, gone: 0, dropped: 9 });
    expect((await modeldex.query(`{ source(id: "onchain") { coverage { dropped } } }`)).source.coverage.dropped).toBe(9);
  });

  it("is served without anything that cannot be seen, in every field, and resolved by its id", async () => {
    for (const [id, record] of await listedRows(modeldex)) {
      expect([id, texts(record).filter(([, text]) => hidden.test(text))]).toEqual([id, []]);
      const { resolve } = await modeldex.query(
        `query($reference: String!) { resolve(reference: $reference) { outcome message model { id name description publisher { name } tags } listing { key url license { name } details { ... on OnChainDetails { key owner extra } } trust { claims { nodes { statement issuer { key name } subject { reference } evidence { ... on ChainEvidence { signature } } } } } } } }`, { reference: id },
      );
      expect([id, resolve.outcome, resolve.listing.key]).toEqual([id, "RESOLVED", `onchain:${id}`]);
      expect([id, texts(resolve).filter(([, text]) => hidden.test(text))]).toEqual([id, []]);
      expect(Math.max(...texts(resolve).map(([, text]) => text.length))).toBeLessThan(20_000);
    }
    const key = async (id: string) => (await modeldex.query("query($id: ID!) { node(id: $id) { ... on Listing { details { ... on OnChainDetails { key } } url } } }", { id: `listing:onchain:${id}` })).node;
    expect(await key(documentId(greatest))).toEqual({ details: { key: `${greatest}` }, url: null });
    // Two keys that would look the same.
    expect([await key(hashedId("nul\u0000name")), await key(hashedId("ра\u202Eypal"))].map(({ details }) => details.key)).toEqual(["nul%00name", encodeURIComponent("ра\u202Eypal")]);
    expect(await key(documentId(9n))).toMatchObject({ url: null });
  });

  it("stands in for nobody: letters that look like others join no model, and answer for none", async () => {
    const { model } = await modeldex.query("query($id: ID!) { model(id: $id) { listings { nodes { key } } } }", { id: "hf:openai/whisper-large-v3" });
    expect(model.listings.nodes).toEqual([{ key: "hf:openai/whisper-large-v3" }]);
    const { search, resolve } = await modeldex.query(`{ search(text: "openai whisper large v3", live: false, first: 10) { nodes { id } } resolve(reference: "openai/whisper-large-v3") { outcome model { id } } }`);
    expect([search.nodes[0].id, search.nodes.map(({ id }: any) => id).includes(`onchain:${documentId(4n)}`)]).toEqual(["hf:openai/whisper-large-v3", false]);
    expect(resolve).toEqual({ outcome: "RESOLVED", model: { id: "hf:openai/whisper-large-v3" } });
  });

  it("can be carried to another gateway as it is", async () => {
    const file = join(folder, "models.ndjson");
    const config = join(folder, "modeldex.config.mjs");
    await writeFile(config, `export default { sources: [{ id: "onchain", kind: "k", title: "T", homepage: "https://t.example", contract: 1, listing: "full", naming: "open", list: async () => ({ records: [] }) }] };`);
    const settings = (dataDir: string) => ({ MODELDEX_DATA_DIR: dataDir, MODELDEX_CONFIG: config, MODELDEX_STARTER: "off" });
    expect(await runCommand(["export", file, "--source", "onchain"], settings(modeldex.dataDir))).toMatchObject({ code: 0, err: "" });
    const dataDir = join(folder, "other");
    expect(await runCommand(["import", file], settings(dataDir))).toMatchObject({ code: 0, out: expect.stringContaining("17 new"), err: "" });
    const other = await startGateway({ sources: [source()] }, { dataDir });
    try {
      expect(await listedRows(other)).toEqual(await listedRows(modeldex));
    } finally {
      await other.close();
    }
  });
});

/** What nobody can see, or what changes how the rest is read. */
const hidden = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/u;

/** Every text in a value, with where it is. */
function texts(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`)) : [];
}
