import type { ListingRecord, Source } from "@modeldex/plugin-kit";
import { huggingFace } from "@modeldex/source-hf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { hubDigest, startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

/** A source that lists what it is given; what it no longer is given goes with the next full listing. */
interface ChangingSource extends Source {
  records: ListingRecord[];
}

function changingSource(id: string, records: ListingRecord[] = []): ChangingSource {
  const source: ChangingSource = {
    id, records, contract: 1, kind: "scripted", title: `Changing ${id}`, homepage: "https://scripted.example", listing: "full",
    list: async () => ({ records: source.records }),
    parseReference: (text) => {
      const nativeId = /^pkg:huggingface\/(.+)$/.exec(text)?.[1];
      return nativeId === undefined ? [] : [{ ref: { nativeId }, readAs: "package URL", certain: true }];
    },
  };
  return source;
}

let open: (() => Promise<void>)[] = [];
let hub: TestHub;
beforeEach(async () => {
  hub = await startHub();
  open = [() => hub.close()];
});
afterEach(async () => {
  for (const close of open.reverse()) await close();
});

async function start(sources: readonly Source[]): Promise<TestGateway> {
  const modeldex = await startGateway({ sources: [...sources] });
  open.push(() => modeldex.close());
  return modeldex;
}

const harvest = (modeldex: TestGateway, source: string) => modeldex.gateway.harvest(source, { all: true, signal: AbortSignal.timeout(30_000) });
const file = (path: string, letter: string): NonNullable<ListingRecord["artifacts"]>[number] => ({ path, sizeBytes: 2 ** 31, digest: `sha256:${letter.repeat(64)}` });
/** Code, argument and words of each error. */
const errorsOf = ({ errors = [] }: { readonly errors?: readonly any[] }) => errors.map(({ message, path, extensions: { code, argument } }) => ({ message, path, code, argument }));

describe("files", () => {
  const artifacts = "artifacts(first: 2) { totalCount pageInfo { hasNextPage endCursor } nodes { path role sizeBytes format digest otherDigests url listing { id } } }";

  it("are asked for when one model is read, and never for a list", async () => {
    const modeldex = await start([huggingFace({ endpoint: hub.url })]);
    await harvest(modeldex, "hf");
    const id = "hf:openai/whisper-large-v3";
    const before = hub.requests.length;
    const listed = await modeldex.query(`{ search(text: "whisper large v3", live: false) { nodes { id ${artifacts} } } models(ids: ["${id}"]) { ${artifacts} evaluations { totalCount } listings { nodes { artifacts { totalCount } } } } }`);
    expect([listed.models, listed.search.nodes.map(({ artifacts: found }: any) => found), hub.requests.length - before]).toEqual([[{ artifacts: null, evaluations: null, listings: { nodes: [{ artifacts: null }] } }], [null, null], 0]);
    const { model } = await modeldex.query(`{ model(id: "${id}") { ${artifacts} } }`);
    expect(model.artifacts).toEqual({
      totalCount: 3, pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
      nodes: [
        { path: "model.safetensors", role: "WEIGHTS", sizeBytes: 2_000_000_000, format: "SAFETENSORS", digest: `sha256:${hubDigest("openai/whisper-large-v3", "model.safetensors")}`, otherDigests: [expect.stringMatching(/^git-sha1:/)], url: expect.stringContaining("/resolve/"), listing: { id: `listing:${id}` } },
        { path: "config.json", role: "CONFIGURATION", sizeBytes: 26, format: null, digest: null, otherDigests: [expect.stringMatching(/^git-sha1:/)], url: expect.stringContaining("/resolve/"), listing: { id: `listing:${id}` } },
      ],
    });
    const warm = hub.requests.length;
    const rest = await modeldex.query(`{ model(id: "${id}") { artifacts(first: 2, after: "${model.artifacts.pageInfo.endCursor}") { nodes { path } pageInfo { hasNextPage } } } node(id: "listing:${id}") { ... on Listing { artifacts { totalCount } } } }`);
    expect(rest).toEqual({ model: { artifacts: { nodes: [{ path: "README.md" }], pageInfo: { hasNextPage: false } } }, node: { artifacts: { totalCount: 3 } } });
    expect(hub.requests.length).toBe(warm);
  });

  it("are named by a reference: by path, or by digest once they are known", async () => {
    const modeldex = await start([huggingFace({ endpoint: hub.url })]);
    const reference = "https://huggingface.co/BAAI/bge-m3/blob/main/pytorch_model.bin";
    const document = "query($reference: String!) { resolve(reference: $reference) { outcome listing { key } artifact { path digest listing { key } } } }";
    const digest = `sha256:${hubDigest("BAAI/bge-m3", "pytorch_model.bin")}`;
    const named = { outcome: "RESOLVED", listing: { key: "hf:BAAI/bge-m3" }, artifact: { path: "pytorch_model.bin", digest, listing: { key: "hf:BAAI/bge-m3" } } };
    expect(await modeldex.query(document, { reference })).toEqual({ resolve: named });
    expect(await modeldex.query(document, { reference: digest })).toEqual({ resolve: named });
    expect((await modeldex.query(document, { reference: "https://huggingface.co/BAAI/bge-m3/blob/main/none.bin" })).resolve.artifact).toBe(null);
  });

  it("stay null, and the page whole, when the source does not answer", async () => {
    const modeldex = await start([huggingFace({ endpoint: hub.url })]);
    await harvest(modeldex, "hf");
    hub.fail(503);
    const document = '{ model(id: "hf:BAAI/bge-m3") { name artifacts { totalCount } listings { totalCount } } }';
    expect(await modeldex.query(document)).toEqual({ model: { name: "bge-m3", artifacts: null, listings: { totalCount: 1 } } });
  });
});

describe("a page of models", () => {
  it("is read in a few reads of the catalog, and asks no source", async () => {
    const names = Array.from({ length: 40 }, (_, place) => `org${place}/fam${String.fromCharCode(97 + (place % 26))}${place}-7b`);
    const records = names.map((nativeId, place): ListingRecord => ({
      nativeId, name: nativeId.slice(nativeId.indexOf("/") + 1), publisher: { name: nativeId.slice(0, nativeId.indexOf("/")) }, task: "text-generation", popularity: { downloads30d: 1000 - place },
      parameters: { total: 7e9 + place * 1e6, origin: "STATED" }, artifacts: [file("w.gguf", "0123456789abcdef"[place % 16] ?? "0")].map((each) => ({ ...each, digest: `sha256:${place.toString(16).padStart(64, "0")}` as const })),
      offers: [{ provider: "one", usdPerMillionOutputTokens: place }], lineage: [{ reference: `pkg:huggingface/${names[(place + 1) % 40] ?? ""}`, relation: "FINETUNE" }],
    }));
    const modeldex = await start([changingSource("reg", records)]);
    await harvest(modeldex, "reg");
    const calls = countCalls(modeldex.gateway.services.catalog);
    const { search } = await modeldex.query(`{ search(first: 20, live: false) { nodes {
      id offers { totalCount nodes { provider outputPrice source { id } } } artifacts { totalCount nodes { path listing { key } } } evaluations { totalCount } conflicts { field }
      lineage { base { relation model { name } } derived(first: 2) { totalCount edges { relation node { name } } } }
      alternatives(first: 2) { similarity reasons model { name publisher { name } } } listings { nodes { key } } candidateListings { listing { key } } aliases
    } } }`);
    expect(search.nodes).toHaveLength(20);
    for (const node of search.nodes) {
      expect(node).toMatchObject({ offers: { totalCount: 1 }, artifacts: { totalCount: 1, nodes: [{ path: "w.gguf", listing: { key: node.id } }] }, lineage: { base: [{ relation: "FINETUNE" }], derived: { totalCount: 1 } } });
      expect(node.alternatives).toHaveLength(2);
    }
    // One read for each kind of thing; models and listings that are reached in two steps once more.
    const counts = Object.fromEntries([...new Set(calls)].map((name) => [name, calls.filter((call) => call === name).length]));
    expect(counts).toMatchObject({ searchWindow: 1, listingsOf: 1, derivedFrom: 1, similarTo: 1, aliasesOf: 1 });
    for (const [name, count] of Object.entries(counts)) expect([name, count <= 2]).toEqual([name, true]);
  });
});

/** Notes the name of each call from now on. */
function countCalls(catalog: object): string[] {
  const calls: string[] = [];
  for (const [name, method] of Object.entries(catalog) as [string, (...given: never[]) => unknown][]) {
    Object.assign(catalog, { [name]: (...given: never[]) => { calls.push(name); return method(...given); } });
  }
  return calls;
}

describe("a model", () => {
  it("shows where it can be called, what is reported of it, and on what its listings disagree", async () => {
    const shared = [file("w.gguf", "a")];
    const own = changingSource("reg", [{
      nativeId: "a/One-7B", name: "One-7B", artifacts: shared, contextTokens: 8192, license: { stated: "mit" }, offers: [{ provider: "dear", usdPerMillionOutputTokens: 3 }, { provider: "secret" }],
      evaluations: [{ benchmark: "MMLU", author: "PUBLISHER", value: 61.5, unit: "%" }, { benchmark: "MMLU", author: "COMMUNITY", text: "60 ± 1" }],
    }]);
    const other = changingSource("shop", [{
      nativeId: "one-7b", name: "One-7B", artifacts: shared, contextTokens: 4096, license: { stated: "apache-2.0" },
      offers: [{ provider: "cheap", usdPerMillionInputTokens: 0.1, usdPerMillionOutputTokens: 0.5, callAs: "one", contextTokens: 4096, otherPrices: [{ usd: 0.01, per: "request" }] }, { provider: "free", usdPerMillionOutputTokens: 0 }],
    }]);
    const stranger = { ...changingSource("anyone", [{ nativeId: "9", name: "One-7B", artifacts: shared, license: { stated: "gpl-3.0" }, offers: [{ provider: "liar", usdPerMillionOutputTokens: 0 }] }]), naming: "open" as const };
    const modeldex = await start([own, other, stranger]);
    for (const source of ["reg", "shop", "anyone"]) await harvest(modeldex, source);
    const { model } = await modeldex.query(`{ model(id: "reg:a/One-7B") {
      listings { totalCount } offers(first: 3) { totalCount pageInfo { hasNextPage endCursor } nodes { provider inputPrice outputPrice contextLength callAs otherPrices { usd per condition } source { id } asOf } }
      evaluations { totalCount nodes { benchmark value text unit author source { id } } }
      conflicts { field positions { value listings { key source { id } } } }
    } }`);
    expect(model.listings.totalCount).toBe(3);
    expect(model.offers.nodes.map(({ asOf: _, ...offer }: any) => offer)).toEqual([
      { provider: "free", inputPrice: null, outputPrice: 0, contextLength: null, callAs: null, otherPrices: [], source: { id: "shop" } },
      { provider: "cheap", inputPrice: 0.1, outputPrice: 0.5, contextLength: 4096, callAs: "one", otherPrices: [{ usd: 0.01, per: "request", condition: null }], source: { id: "shop" } },
      { provider: "dear", inputPrice: null, outputPrice: 3, contextLength: null, callAs: null, otherPrices: [], source: { id: "reg" } },
    ]);
    expect([model.offers.totalCount, model.offers.pageInfo.hasNextPage]).toEqual([4, true]);
    const second = await modeldex.query(`{ model(id: "reg:a/One-7B") { offers(after: "${model.offers.pageInfo.endCursor}") { nodes { provider } pageInfo { hasNextPage } } } }`);
    expect(second.model.offers).toEqual({ nodes: [{ provider: "secret" }], pageInfo: { hasNextPage: false } });
    expect(model.evaluations).toEqual({ totalCount: 2, nodes: [
      { benchmark: "MMLU", value: 61.5, text: "61.5 %", unit: "%", author: "PUBLISHER", source: { id: "reg" } },
      { benchmark: "MMLU", value: null, text: "60 ± 1", unit: null, author: "COMMUNITY", source: { id: "reg" } },
    ] });
    const stated = (source: string, key: string) => [{ key, source: { id: source } }];
    expect(model.conflicts).toEqual([
      { field: "license", positions: [
        { value: { spdx: "MIT", name: "MIT License", class: "PERMISSIVE" }, listings: stated("reg", "reg:a/One-7B") },
        { value: { spdx: "Apache-2.0", name: "Apache License 2.0", class: "PERMISSIVE" }, listings: stated("shop", "shop:one-7b") },
      ] },
      { field: "contextLength", positions: [{ value: 8192, listings: stated("reg", "reg:a/One-7B") }, { value: 4096, listings: stated("shop", "shop:one-7b") }] },
    ]);
  });

  it("shows what it was made from and what was made from it, also in a circle", async () => {
    const made = (nativeId: string, base: string, relation: "FINETUNE" | "QUANTIZED", downloads30d = 0): ListingRecord => ({ nativeId, name: nativeId.slice(2), popularity: { downloads30d }, lineage: [{ reference: `pkg:huggingface/${base}`, relation }] });
    const modeldex = await start([changingSource("reg", [
      made("a/first", "b/second", "FINETUNE"), made("b/second", "a/first", "FINETUNE"), ...Array.from({ length: 5 }, (_, place) => made(`c/quant${place}`, "a/first", "QUANTIZED", 50 - place)), made("d/lost", "no/where", "FINETUNE"),
    ])]);
    await harvest(modeldex, "reg");
    const document = "query($id: ID!, $after: String, $relation: LineageRelation) { model(id: $id) { lineage { base { relation reference model { id } statedBy { id } } derived(first: 3, after: $after, relation: $relation) { totalCount edges { relation node { id } statedBy { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } } } }";
    const { model } = await modeldex.query(document, { id: "reg:a/first" });
    expect(model.lineage.base).toEqual([{ relation: "FINETUNE", reference: "pkg:huggingface/b/second", model: { id: "reg:b/second" }, statedBy: [{ id: "reg" }] }]);
    expect(model.lineage.derived).toMatchObject({ totalCount: 6, edges: [{ relation: "QUANTIZED", node: { id: "reg:c/quant0" }, statedBy: [{ id: "reg" }] }, {}, {}], pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const after = model.lineage.derived.pageInfo.endCursor;
    const second = (await modeldex.query(document, { id: "reg:a/first", after })).model.lineage.derived;
    expect([second.nodes.map(({ id }: any) => id), second.pageInfo.hasNextPage, second.pageInfo.hasPreviousPage]).toEqual([["reg:c/quant3", "reg:c/quant4", "reg:b/second"], false, true]);
    expect((await modeldex.query(document, { id: "reg:a/first", relation: "FINETUNE" })).model.lineage.derived).toMatchObject({ totalCount: 1, nodes: [{ id: "reg:b/second" }] });
    expect((await modeldex.query(document, { id: "reg:d/lost" })).model.lineage.base).toEqual([{ relation: "FINETUNE", reference: "pkg:huggingface/no/where", model: null, statedBy: [{ id: "reg" }] }]);
    // The cursor is one of this list alone, and the mistake costs this field alone.
    const wrong = await modeldex.ask(document, { id: "reg:a/first", after, relation: "QUANTIZED" });
    expect([wrong.data.model.lineage.base.length, wrong.data.model.lineage.derived, errorsOf(wrong)]).toEqual([1, null, [{ message: "`after` is not a cursor of this list; give back `endCursor` or an edge's `cursor` as it was.", path: ["model", "lineage", "derived"], code: "BAD_USER_INPUT", argument: "after" }]]);
  });

  it("names those of its publisher that are called the same but for words about training", async () => {
    hub.put({ id: "other-lab/Llama-3.1-8B-Instruct", task: "text-generation", downloads: 5_000, parameters: 8_030_261_248 });
    hub.put({ id: "meta-llama/Llama-3.1-70B-Instruct", task: "text-generation", downloads: 5_000, parameters: 70_553_706_496 });
    const modeldex = await start([huggingFace({ endpoint: hub.url })]);
    await harvest(modeldex, "hf");
    const { models } = await modeldex.query(`{ models(ids: ["hf:meta-llama/Llama-3.1-8B", "hf:meta-llama/Llama-3.1-8B-Instruct", "hf:openai/whisper-large-v3"]) { namesakes { id } } }`);
    expect(models).toEqual([{ namesakes: [{ id: "hf:meta-llama/Llama-3.1-8B-Instruct" }] }, { namesakes: [{ id: "hf:meta-llama/Llama-3.1-8B" }] }, { namesakes: [] }]);
    expect(errorsOf(await modeldex.ask(`{ model(id: "hf:meta-llama/Llama-3.1-8B") { namesakes(first: 0) { id } } }`))).toMatchObject([{ argument: "first" }]);
  });

  it("is held beside its alternatives, or beside what is named, and stands first", async () => {
    for (const [place, family] of ["Mistral", "Gemma", "Phi", "Olmo"].entries()) hub.put({ id: `lab${place}/${family}-8B-Instruct`, task: "text-generation", library: "transformers", license: "apache-2.0", downloads: 9000 - place, parameters: 8_000_000_000, context: 8192 });
    const modeldex = await start([huggingFace({ endpoint: hub.url })]);
    await harvest(modeldex, "hf");
    const document = "query($references: [String!]) { model(id: \"hf:meta-llama/Llama-3.1-8B-Instruct\") { compareWith(references: $references) { models { id } unresolved { reference outcome } rows(groups: [CAPABILITY]) { attribute cells { text } } } } }";
    const before = hub.requests.length;
    const { model: { compareWith } } = await modeldex.query(document);
    expect(compareWith.models.map(({ id }: any) => id)).toHaveLength(4);
    expect(compareWith.models[0].id).toBe("hf:meta-llama/Llama-3.1-8B-Instruct");
    expect(compareWith.models.some(({ id }: any) => /Llama/.test(id.slice(id.indexOf("/")).replace("Llama-3.1-8B-Instruct", "")) || id.includes("GGUF"))).toBe(false);
    expect(compareWith.rows.find(({ attribute }: any) => attribute === "contextLength").cells.slice(1).every(({ text }: any) => text !== "unknown")).toBe(true);
    expect(hub.requests.length - before).toBeLessThanOrEqual(3 * 4);
    const warm = hub.requests.length;
    await modeldex.query(document.replace("{ text }", "{ text known }"));
    const { search } = await modeldex.query('{ search(text: "whisper", live: false) { nodes { id compareWith { models { id } rows(groups: [IDENTITY]) { verdict } } } } }');
    expect([search.nodes.length, hub.requests.length]).toEqual([2, warm]);
    const named = await modeldex.query(document, { references: ["BAAI/bge-m3", "nobody/nothing-at-all"] });
    expect([named.model.compareWith.models.map(({ id }: any) => id), named.model.compareWith.unresolved]).toEqual([
      ["hf:meta-llama/Llama-3.1-8B-Instruct", "hf:BAAI/bge-m3"], [{ reference: "nobody/nothing-at-all", outcome: "NOT_FOUND" }],
    ]);
    expect(errorsOf(await modeldex.ask(document, { references: [] }))).toMatchObject([{ message: "`references` has 0 of them; give 1 to 7, or leave it out for the first alternatives.", code: "BAD_USER_INPUT" }]);
  });

  it("leads to everything of its publisher", async () => {
    const records = Array.from({ length: 25 }, (_, place): ListingRecord => ({ nativeId: `lab/m${place}`, name: `m${place}`, publisher: { name: "Lab" }, ...(place > 2 && { popularity: { downloads30d: 100 - place } }) }));
    const modeldex = await start([changingSource("reg", records)]);
    await harvest(modeldex, "reg");
    const document = "query($id: ID!, $after: String) { node(id: $id) { ... on Publisher { name models(first: 10, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } } }";
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { node }: any = await modeldex.query(document, { id: "publisher:lab", after });
      expect(node.models.totalCount).toBe(25);
      ids.push(...node.models.nodes.map(({ id }: any) => id));
      after = node.models.pageInfo.endCursor;
      more = node.models.pageInfo.hasNextPage;
    }
    expect([ids[0], ids.length, new Set(ids).size]).toEqual(["reg:lab/m3", 25, 25]);
  });
});

describe("digests", () => {
  const document = "query($digests: [Digest!]!, $after: String) { modelsByDigest(digests: $digests) { digest models(first: 5) { totalCount nodes { id } } artifacts(first: 2, after: $after) { totalCount nodes { path digest listing { key source { id } } } pageInfo { hasNextPage endCursor } } } }";

  it("find models and files in the order asked, page by page", async () => {
    const modeldex = await start([changingSource("reg", [{ nativeId: "a/one", name: "one", artifacts: [file("w.gguf", "a"), file("v.gguf", "b")] }]), changingSource("shop", [{ nativeId: "one", name: "one", artifacts: [file("x.gguf", "a"), file("y.gguf", "a")] }])]);
    for (const source of ["reg", "shop"]) await harvest(modeldex, source);
    const [a, none] = [`sha256:${"a".repeat(64)}`, `sha256:${"0".repeat(64)}`];
    const { modelsByDigest } = await modeldex.query(document, { digests: [none, a.toUpperCase().replace("SHA256", "sha256"), a] });
    expect(modelsByDigest[0]).toEqual({ digest: none, models: { totalCount: 0, nodes: [] }, artifacts: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } });
    expect(modelsByDigest[1]).toEqual({
      digest: a, models: { totalCount: 1, nodes: [{ id: "reg:a/one" }] },
      artifacts: {
        totalCount: 3, pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
        nodes: [{ path: "w.gguf", digest: a, listing: { key: "reg:a/one", source: { id: "reg" } } }, { path: "x.gguf", digest: a, listing: { key: "shop:one", source: { id: "shop" } } }],
      },
    });
    expect(modelsByDigest[2]).toEqual(modelsByDigest[1]);
    const rest = await modeldex.query(document, { digests: [a], after: modelsByDigest[1].artifacts.pageInfo.endCursor });
    expect(rest.modelsByDigest[0].artifacts).toMatchObject({ nodes: [{ path: "y.gguf" }], pageInfo: { hasNextPage: false } });
    expect(errorsOf(await modeldex.ask(document, { digests: [none], after: modelsByDigest[1].artifacts.pageInfo.endCursor }))).toMatchObject([{ code: "BAD_USER_INPUT", argument: "after" }]);
  });

  it.each([
    ["a part of one", [`sha256:${"a".repeat(64)}`, "sha256:abc123"], "`digests[1]` is \"sha256:abc123\" with 6 hexadecimal digits; a whole sha256 has 64, and a part of one names nothing for certain."],
    ["one that is not hexadecimal", [`git-sha1:${"z".repeat(40)}`], `\`digests[0]\` is "git-sha1:${"z".repeat(40)}", and a git-sha1 is written in hexadecimal digits.`],
    ["too many", Array.from({ length: 1001 }, (_, place) => `sha256:${place.toString(16).padStart(64, "0")}`), "`digests` has 1001 of them; give at most 1000."],
  ])("refuse %s by the name of the argument", async (_, digests, message) => {
    const modeldex = await start([changingSource("reg")]);
    const answer = await modeldex.ask("query($digests: [Digest!]!) { modelsByDigest(digests: $digests) { digest } sources { id } }", { digests });
    expect(answer.data).toEqual({ modelsByDigest: null, sources: [{ id: "reg" }] });
    expect(errorsOf(answer)).toMatchObject([{ message, code: "BAD_USER_INPUT" }]);
  });

  it("refuse what is none", async () => {
    const modeldex = await start([changingSource("reg")]);
    const [error] = errorsOf(await modeldex.ask("query($digests: [Digest!]!) { modelsByDigest(digests: $digests) { digest } }", { digests: ["abc"] }));
    expect(error?.message).toContain("\"abc\" is not a Digest; write <algorithm>:<value>");
    expect(error?.message).toContain("digests[0]");
    expect(error?.code).toBe("BAD_USER_INPUT");
  });

  it("of a thousand are found at once", async () => {
    const modeldex = await start([changingSource("reg", Array.from({ length: 200 }, (_, place): ListingRecord => ({ nativeId: `a/m${place}`, name: `m${place}`, artifacts: [{ ...file("w.gguf", "a"), digest: `sha256:${place.toString(16).padStart(64, "0")}` }] })))]);
    await harvest(modeldex, "reg");
    const calls = countCalls(modeldex.gateway.services.catalog);
    const { modelsByDigest } = await modeldex.query("query($digests: [Digest!]!) { modelsByDigest(digests: $digests) { models { nodes { id } } artifacts { nodes { path listing { key } } } } }", { digests: Array.from({ length: 1000 }, (_, place) => `sha256:${place.toString(16).padStart(64, "0")}`) });
    expect(modelsByDigest.filter(({ models }: any) => models.nodes.length === 1)).toHaveLength(200);
    expect(calls.length).toBeLessThan(10);
  });
});
