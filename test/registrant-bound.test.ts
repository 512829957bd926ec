import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listing, type ListingRecord, type Source } from "@modeldex/plugin-kit";
import { huggingFace } from "@modeldex/source-hf";
import { erc8004, onchain } from "@modeldex/source-onchain";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startLocalChain, type LocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { emptyFolder, removeFolder, runCommand } from "./support/command.ts";
import { startGateway, type TestGateway } from "./support/gateway.ts";

/** What people search for, most of it as they would type it. */
const common = [
  "llama 3.1 8b instruct", "llama 3.1 8b instruct gguf", "llama", "llama 3", "meta-llama/Llama-3.1-8B-Instruct", "whisper", "whisper large v3", "openai/whisper-large-v3", "bge", "bge m3",
  "BAAI/bge-m3", "bert", "bert base uncased", "german bert", "danish bert", "roberta", "distilbert", "gpt2", "qwen", "qwen2.5 coder 7b", "qwen 7b instruct", "deepseek", "deepseek r1", "mistral 7b",
  "mixtral", "gemma", "gemma 2 9b", "phi 3 mini", "stable diffusion", "stable diffusion xl", "sdxl", "flux", "clip", "vit", "resnet", "all-minilm-l6-v2", "sentence transformers", "e5 large",
  "multilingual embedding", "reranker", "t5", "flan t5", "nllb", "translation", "text-to-speech", "wav2vec2", "yolo", "segment anything", "tinyllama", "code llama",
];
/** Misspelt, part of a word, and without a word. */
const odd = ["whispr", "bertscor", "lama 3", "instrct", "minilm", ""];

interface Starter { readonly record: ListingRecord }
const starter = readFileSync(new URL("../packages/gateway/starter/models.jsonl", import.meta.url), "utf8").trim().split("\n").slice(1).map((line) => (JSON.parse(line) as Starter).record);
const endings = ["", " GGUF", "-Instruct", " v2", " 8B", " whispr bertscor lama instrct"];

/** Ten thousand entries that say everything that people search for: copies of the most used names, with variants, under ids that others have. */
function flood(accounts: number): readonly ListingRecord[] {
  return Array.from({ length: 10_000 }, (_, place) => {
    const { nativeId, name, task, parameters } = starter[Math.floor(place / endings.length) % starter.length] ?? { nativeId: "a/a", name: "a" };
    const id = place % endings.length === 0 ? nativeId : place < common.length * endings.length ? `${common[Math.floor(place / endings.length)]}${endings[place % endings.length]}` : `entry/${place}`;
    return listing({
      nativeId: id, aliases: [`copy/${place}`], name: `${name}${endings[place % endings.length]}`, registrant: `eip155:1:0x${String(place % accounts).padStart(40, "0")}`,
      publisher: { name: nativeId.split("/")[0] ?? "" }, task, parameters, tags: ["whisper", "bge", "llama", "3.1", "8b", "instruct", "gguf"], description: common.join(" "),
      popularity: { downloads30d: 1e9 + place, likes: 1e9 }, createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-01-01T00:00:00Z", hasCard: true,
      evaluations: [{ benchmark: "MMLU", author: "PUBLISHER", value: 100 }], offers: [{ provider: "p", usdPerMillionInputTokens: 0 }],
    });
  });
}

/** A registry where anybody may write, which is empty until it is flooded. */
function openRegistry(): Source & { flood(given: readonly ListingRecord[]): void } {
  let records: readonly ListingRecord[] = [];
  let byId = new Map<string, ListingRecord>();
  return {
    id: "open", contract: 1, kind: "scripted", title: "Open registry", homepage: "https://open.example", listing: "full", naming: "open",
    flood(given) {
      records = given;
      byId = new Map(given.map((record) => [record.nativeId, record]));
    },
    list: async ({ cursor = "0", limit }) => {
      const next = Number(cursor) + limit;
      return { records: records.slice(Number(cursor), next), ...(next < records.length && { cursor: String(next) }) };
    },
    get: async ({ refs }) => refs.map(({ nativeId }) => byId.get(nativeId)),
    search: async ({ limit }) => records.slice(-limit),
  };
}

/** The starter catalog of the Hub, which cannot be reached, beside a registry that is asked. */
const start = async () => {
  const registry = openRegistry();
  return { registry, modeldex: await startGateway({ sources: [huggingFace({ endpoint: "http://127.0.0.1:9" }), registry], live: { hf: false } }, { starter: true }) };
};

const coverageQuery = `{ sources { id coverage { listings notListed dropped notStored entriesPerRegistrant } } }`;
const coverageOf = async (modeldex: TestGateway, id: string) => (await modeldex.query(coverageQuery)).sources.find((source: any) => source.id === id).coverage;
const harvest = (modeldex: TestGateway, source: string) => modeldex.gateway.harvest(source, { all: true, signal: AbortSignal.timeout(120_000) });

/** Whatever of the open registry stands on a page is behind all others. */
async function firstPage(modeldex: TestGateway, text: string, live: boolean): Promise<{ readonly others: readonly string[]; readonly behind: readonly string[]; readonly didYouMean: string | null }> {
  const { search } = await modeldex.query("query($text: String!, $live: Boolean) { search(text: $text, first: 20, live: $live) { didYouMean nodes { id } } }", { text, live });
  const ids: readonly string[] = search.nodes.map(({ id }: any) => id);
  const others = ids.filter((id) => !id.startsWith("open:"));
  return { others, behind: ids.slice(others.length), didYouMean: search.didYouMean };
}

async function answers(modeldex: TestGateway, live: boolean): Promise<unknown> {
  const pages: Record<string, unknown> = {};
  for (const text of [...common, ...odd]) {
    const { others, behind, didYouMean } = await firstPage(modeldex, text, live);
    expect([text, behind.filter((id) => !id.startsWith("open:"))]).toEqual([text, []]);
    pages[text] = { others, didYouMean };
  }
  const sorted: Record<string, unknown> = {};
  for (const sort of ["DOWNLOADS", "LIKES", "CREATED", "UPDATED", "PARAMETERS", "NAME"]) {
    sorted[sort] = (await modeldex.query(`{ search(first: 20, live: false, sort: ${sort}) { nodes { id } } }`)).search.nodes.map(({ id }: any) => id);
  }
  const suggested = Object.fromEntries(await Promise.all(["llam", "whis", "bge", "meta-llama/ll"].map(async (prefix) => {
    const { suggest } = await modeldex.query("query($prefix: String!) { suggest(prefix: $prefix, first: 1) { text model { id } } }", { prefix });
    return [prefix, suggest];
  })));
  const resolved = (await modeldex.query("query($references: [String!]!) { resolveMany(references: $references) { outcome model { id alternatives(first: 5) { model { id } } } } }", {
    references: ["meta-llama/Llama-3.1-8B-Instruct", "whisper-large-v3", "BAAI/bge-m3", "hf:openai/whisper-large-v3"],
  })).resolveMany;
  return { pages, sorted, suggested, resolved };
}

describe("10,000 entries that anybody may write", () => {
  let modeldex: TestGateway;
  afterEach(() => modeldex.close());

  it("by one owner leave the first page of common queries as it was, are kept up to the bound, and `sources` says so", async () => {
    const started = await start();
    modeldex = started.modeldex;
    const before = await answers(modeldex, true);
    started.registry.flood(flood(1));
    expect(await harvest(modeldex, "open")).toMatchObject({ status: "DONE", seen: 10_000, added: 100, notStored: 9_900 });
    expect(await answers(modeldex, false)).toEqual(before);
    const said = { listings: 100, notListed: 0, dropped: 0, notStored: 9_900, entriesPerRegistrant: 100 };
    expect(await coverageOf(modeldex, "open")).toEqual(said);
    expect(await coverageOf(modeldex, "hf")).toMatchObject({ listings: starter.length, notStored: 0, entriesPerRegistrant: null });
    // Asked live, and read again: nothing more is stored, and the count is the same.
    expect(await answers(modeldex, true)).toEqual(before);
    expect(await harvest(modeldex, "open")).toMatchObject({ status: "DONE", added: 0, notStored: 9_900 });
    expect(await coverageOf(modeldex, "open")).toEqual(said);
  });

  it("are found by their id beyond the bound too, first and explained, and twenty of one owner stay", async () => {
    const started = await start();
    modeldex = started.modeldex;
    const records = flood(1);
    started.registry.flood(records);
    await harvest(modeldex, "open");
    for (let place = 9_000; place < 9_030; place += 1) {
      const id = `open:${records[place]?.nativeId}`;
      const { resolve } = await modeldex.query("query($reference: String!) { resolve(reference: $reference) { outcome listing { key } } }", { reference: id });
      expect(resolve).toEqual({ outcome: "RESOLVED", listing: { key: id } });
      const { search } = await modeldex.query("query($text: String!) { search(text: $text, first: 1, live: false) { edges { node { id } why { name value note } } } }", { text: id });
      expect([search.edges[0].node.id, search.edges[0].why.find(({ name }: any) => name === "anybody may register")]).toEqual([id, {
        name: "anybody may register", value: -60, note: "it is listed only where anybody may write an entry",
      }]);
    }
    expect((await coverageOf(modeldex, "open")).listings).toBe(120);
  });

  it("by a hundred owners are all kept, and leave the first pages as they were", async () => {
    const started = await start();
    modeldex = started.modeldex;
    const before = await answers(modeldex, true);
    started.registry.flood(flood(100));
    const { notStored, added } = (await harvest(modeldex, "open")) as { readonly notStored?: number; readonly added: number };
    expect([added, notStored]).toEqual([10_000, undefined]);
    expect(await answers(modeldex, true)).toEqual(before);
  });
});

it("a name or misspelling that anybody may register answers for no other model, and one that nobody else has is resolved", async () => {
  const { registry, modeldex } = await start();
  try {
    registry.flood(["whisper-large-v3", "whispr", "Llama-3.1-8B-Instruct", "zzyzx agent"].map((name, place) => ({ nativeId: `entry/${place}`, name, registrant: "a" })));
    const asked = { references: ["whispr", "zzyzx agent"] };
    const document = "query($references: [String!]!) { resolveMany(references: $references) { outcome model { id } candidates(first: 1) { model { id } } } }";
    await harvest(modeldex, "open");
    const [misspelt, own] = (await modeldex.query(document, asked)).resolveMany;
    expect(misspelt).toEqual({ outcome: "AMBIGUOUS", model: null, candidates: [{ model: { id: expect.stringMatching(/^hf:/) } }] });
    expect(own).toEqual({ outcome: "RESOLVED", model: { id: "open:entry/3" }, candidates: [] });
    // Behind what the correction finds, and alone where only its source is asked for.
    const { search, only } = await modeldex.query(`{
      search(text: "whispr", first: 100, live: false) { didYouMean nodes { id } }
      only: search(text: "whispr", filter: { sources: ["open"] }, live: false) { nodes { id } }
    }`);
    expect([search.didYouMean, search.nodes.at(-1).id, only.nodes]).toEqual(["whisper", "open:entry/1", [{ id: "open:entry/1" }]]);
    // Page by page, each once.
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { search: page }: any = await modeldex.query("query($after: String) { search(text: \"whispr\", first: 5, after: $after, live: false) { nodes { id } pageInfo { endCursor hasNextPage } } }", { after });
      paged.push(...page.nodes.map(({ id }: any) => id));
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect(paged).toEqual(search.nodes.map(({ id }: any) => id));
  } finally {
    await modeldex.close();
  }
});

it("the commands `harvest` and `sources` say what was not stored", async () => {
  const folder = await emptyFolder();
  try {
    const entries = Array.from({ length: 12 }, (_, place) => ({ nativeId: `entry/${place}`, name: `entry ${place}`, registrant: "a" }));
    await writeFile(join(folder, "modeldex.config.mjs"), `export default { entriesPerRegistrant: 5, sources: [{
      id: "open", kind: "k", title: "T", homepage: "https://t.example", contract: 1, naming: "open", listing: "full", list: async () => ({ records: ${JSON.stringify(entries)} }),
    }] };`);
    const settings = { MODELDEX_CONFIG: join(folder, "modeldex.config.mjs"), MODELDEX_DATA_DIR: join(folder, "data"), MODELDEX_STARTER: "off" };
    expect((await runCommand(["harvest", "open"], settings)).out).toMatch(/12 listings seen \(5 new, 0 changed, 0 gone, 0 left out, 7 beyond what is kept of one account\)/);
    expect((await runCommand(["sources"], settings)).out).toContain("open keeps 5 entries of one account where anybody may write; 7 further ones were read and not stored\n");
    expect(JSON.parse((await runCommand(["sources", "--json"], settings)).out)).toMatchObject([{ coverage: { listings: 5, notStored: 7, entriesPerRegistrant: 5 } }]);
  } finally {
    await removeFolder(folder);
  }
});

describe("a registry contract where anybody may write", () => {
  let chain: LocalChain;
  let modeldex: TestGateway;
  beforeAll(async () => {
    chain = await startLocalChain();
  });
  afterAll(async () => {
    await modeldex.close();
    await chain.stop();
  });

  it("is read to its end, and keeps as many entries of the account that wrote them as the operator says", async () => {
    for (let place = 0; place < 12; place += 1) await chain.registerAgent({ uri: `https://agents.example/${place}.json`, model: `pkg:huggingface/acme/model-${place}` });
    await chain.mine(3);
    const source = onchain({
      chains: [{ chainId: chain.chainId, rpc: [chain.url] }],
      registries: [erc8004({ chainId: chain.chainId, address: chain.agents, startBlock: 0, modelMetadataKey: "model" })],
    });
    modeldex = await startGateway({ sources: [source], entriesPerRegistrant: 5 });
    expect(await harvest(modeldex, "onchain")).toMatchObject({ status: "DONE", seen: 12, added: 5, notStored: 7 });
    expect(await coverageOf(modeldex, "onchain")).toMatchObject({ listings: 5, notStored: 7, entriesPerRegistrant: 5 });
    const beyond = `eip155:${chain.chainId}:${chain.agents}/11`;
    const { resolve } = await modeldex.query("query($reference: String!) { resolve(reference: $reference) { outcome listing { key } } }", { reference: beyond });
    expect(resolve).toEqual({ outcome: "RESOLVED", listing: { key: `onchain:${beyond}` } });
  });
});
