import { listing, overlay } from "@modeldex/plugin-kit";
import type { ListingRecord, OverlayRecord, Source } from "@modeldex/plugin-kit";
import { huggingFace } from "@modeldex/source-hf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";

interface Shelf extends Partial<Pick<Source, "naming" | "parseReference">> {
  readonly records?: readonly ListingRecord[];
  readonly overlays?: readonly OverlayRecord[];
}

/** Answers from records in memory, and counts its calls. */
function shelf(id: string, { records = [], overlays = [], ...more }: Shelf): Source & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    id, calls, contract: 1, kind: "scripted", title: `Scripted ${id}`, homepage: "https://scripted.example", listing: "full", naming: "curated", ...more,
    list: async () => {
      calls.push("list");
      return { records, overlays };
    },
    get: async ({ refs }) => {
      calls.push(`get ${refs.map(({ nativeId }) => nativeId).join(" ")}`);
      return refs.map(({ nativeId }) => records.find((record) => record.nativeId === nativeId));
    },
  };
}

const hubReference = (text: string) => {
  const nativeId = /^pkg:huggingface\/(.+)$/.exec(text)?.[1];
  return nativeId === undefined ? [] : [{ ref: { nativeId }, readAs: "package URL", certain: true }];
};
const original = "pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct";
const same = (relation: "HOSTED" | "QUANTIZED" | "SAME_WEIGHTS" | "REGISTERED", reference = original) => [{ reference, relation, statement: `It names ${reference}.` }];
const sha256 = (letter: string) => `sha256:${letter.repeat(64)}` as const;

/** Llama 3.1 8B Instruct: sizes and counts of the Hub (0e9e39f2, 2024-09-25), prices as OpenRouter had them in 2026; the registry, the chain and the rows of prices beside it are synthetic. */
const hub = shelf("hf", {
  naming: "namespaced", parseReference: hubReference,
  records: [
    listing({
      nativeId: "meta-llama/Llama-3.1-8B-Instruct", name: "Llama-3.1-8B-Instruct", publisher: { name: "meta-llama" }, url: "https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct", access: "GATED", task: "text-generation",
      parameters: { total: 8_030_261_248, origin: "WEIGHTS" }, architecture: "llama", contextTokens: 131_072, precisions: ["BF16"], formats: ["SAFETENSORS"], license: { stated: "llama3.1" }, popularity: { downloads30d: 5_000_000 },
      keyValueCache: { layers: 32, numbersPerToken: 2_048 },
      artifacts: [4_976_698_672, 4_999_802_720, 4_915_916_176, 1_168_138_808].map((sizeBytes, place) => ({ path: `model-0000${place + 1}-of-00004.safetensors`, sizeBytes, digest: sha256("0123"[place] ?? "0") })),
    }),
    listing({
      nativeId: "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", name: "Meta-Llama-3.1-8B-Instruct-GGUF", publisher: { name: "bartowski" }, precisions: ["Q4_K_M", "Q8_0"], formats: ["GGUF"], license: { stated: "llama3.1" },
      popularity: { downloads30d: 300_000 }, lineage: [{ reference: original, relation: "QUANTIZED" }],
    }),
    listing({ nativeId: "mlx-community/Meta-Llama-3.1-8B-Instruct-4bit", name: "Meta-Llama-3.1-8B-Instruct-4bit", publisher: { name: "mlx-community" }, precisions: ["4bit"], popularity: { downloads30d: 20_000 }, lineage: [{ reference: original, relation: "CONVERTED" }] }),
  ],
});
const ollama = shelf("ollama", {
  records: [
    listing({
      nativeId: "llama3.1:8b-instruct-q4_K_M", name: "llama3.1:8b-instruct-q4_K_M", url: "https://ollama.com/library/llama3.1:8b-instruct-q4_K_M", links: same("QUANTIZED"), precisions: ["Q4_K_M"], formats: ["GGUF"], architecture: "llama",
      contextTokens: 8_192, parameters: { total: 8_000_000_000, origin: "STATED" }, artifacts: [{ path: "model", role: "WEIGHTS", format: "GGUF", sizeBytes: 4_920_734_272, digest: sha256("6") }],
    }),
    listing({ nativeId: "hf.co/bartowski/Meta-Llama-3.1-8B-Instruct-GGUF:Q8_0", name: "Meta-Llama-3.1-8B-Instruct-GGUF:Q8_0", links: same("SAME_WEIGHTS", "pkg:huggingface/bartowski/Meta-Llama-3.1-8B-Instruct-GGUF"), precisions: ["Q8_0"], formats: ["GGUF"] }),
  ],
});
const registry = shelf("oci", {
  naming: "namespaced",
  records: [listing({ nativeId: "registry.example/somebody/llama-fast:q8", name: "llama-fast", publisher: { name: "somebody" }, precisions: ["Q8_0"], formats: ["GGUF"], lineage: [{ reference: original, relation: "QUANTIZED" }] })],
});
const router = shelf("openrouter", {
  records: [
    listing({
      nativeId: "meta-llama/llama-3.1-8b-instruct", name: "llama-3.1-8b-instruct", links: same("HOSTED"), contextTokens: 16_384,
      offers: [
        { provider: "DeepInfra", callAs: "meta-llama/Llama-3.1-8B-Instruct", precision: "bf16", usdPerMillionInputTokens: 0.03, usdPerMillionOutputTokens: 0.05, contextTokens: 131_072 },
        { provider: "Novita", precision: "fp8", usdPerMillionInputTokens: 0.02, usdPerMillionOutputTokens: 0.05, contextTokens: 16_384 }, { provider: "Groq", precision: "unknown" },
      ],
    }),
    listing({ nativeId: "lumen/closed-1", name: "closed-1", publisher: { name: "lumen" }, contextTokens: 400_000, offers: [{ provider: "Lumen", usdPerMillionInputTokens: 1.25, usdPerMillionOutputTokens: 10 }] }),
  ],
});
const prices = shelf("litellm", {
  overlays: [
    overlay({ nativeId: "deepinfra/meta-llama/Llama-3.1-8B-Instruct", links: same("HOSTED"), contextTokens: 128_000, offers: [{ provider: "deepinfra", callAs: "deepinfra/meta-llama/Llama-3.1-8B-Instruct", usdPerMillionInputTokens: 0.03, usdPerMillionOutputTokens: 0.06 }] }),
    overlay({ nativeId: "novita/x", links: same("HOSTED"), offers: [{ provider: "novita", callAs: "novita/x", usdPerMillionInputTokens: 0.02 }] }),
  ],
});
const chain = shelf("onchain", {
  naming: "open",
  records: [
    listing({ nativeId: "0x1/7", name: "#7", links: same("REGISTERED"), license: { stated: "mit" }, precisions: ["F32"], offers: [{ provider: "liar", usdPerMillionOutputTokens: 0 }] }),
    listing({ nativeId: "0x1/8", name: "tensor-only", license: { stated: "mit" } }),
  ],
});

const id = "hf:meta-llama/Llama-3.1-8B-Instruct";
const all = [hub, chain, ollama, registry, router, prices];
let modeldex: TestGateway;
const ask = (fields: string, of = id) => modeldex.query(`{ model(id: "${of}") { ${fields} } }`).then(({ model }) => model);

beforeAll(async () => {
  modeldex = await startGateway({ sources: all });
  for (const source of all) expect(await modeldex.gateway.harvest(source.id, { all: true, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE" });
});
afterAll(() => modeldex.close());

describe("a model that several places have", () => {
  it("says in one list where it can be had, in which precision, from whom, for what price and under which licence", async () => {
    const { availability } = await ask("availability { kind source { id } listing { key } precision format sizeBytes provider callAs inputPrice outputPrice license { spdx } access url }");
    const row = ({ kind, source, listing: entry, precision, format, sizeBytes, provider, inputPrice, outputPrice }: any) => [kind, source.id, entry?.key ?? null, precision, format, sizeBytes, provider, inputPrice, outputPrice];
    const routed = "openrouter:meta-llama/llama-3.1-8b-instruct";
    expect(availability.map(row)).toEqual([
      ["WEIGHTS", "hf", id, "BF16", "SAFETENSORS", 16_060_556_376, null, null, null],
      ["WEIGHTS", "ollama", "ollama:llama3.1:8b-instruct-q4_K_M", "Q4_K_M", "GGUF", 4_920_734_272, null, null, null],
      ["HOSTED", "openrouter", routed, "FP8", null, null, "Novita", 0.02, 0.05],
      ["HOSTED", "openrouter", routed, "BF16", null, null, "DeepInfra", 0.03, 0.05],
      ["HOSTED", "litellm", null, null, null, null, "deepinfra", 0.03, 0.06],
      ["HOSTED", "litellm", null, null, null, null, "novita", 0.02, null],
      ["HOSTED", "openrouter", routed, null, null, null, "Groq", null, null],
      ["REGISTERED", "onchain", "onchain:0x1/7", null, null, null, null, null, null],
    ]);
    expect(availability[0]).toMatchObject({ license: { spdx: "LicenseRef-HF-llama3.1" }, access: "GATED", url: "https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct" });
    const { few, hosted } = await ask('few: availability(precision: "q4-k-m") { source { id } } hosted: availability(kind: HOSTED, precision: "fp8", first: 1) { provider }');
    expect([few, hosted]).toEqual([[{ source: { id: "ollama" } }], [{ provider: "Novita" }]]);
  });

  it("says whether it fits, with what was counted", async () => {
    const fields = "precision format path fileCount bytes weightsBytes contextBytes overheadBytes contextLength basis isLowerBound fits formula assumptions listing { key }";
    const { memory } = await ask(`memory(fitsIn: 12884901888) { ${fields} }`);
    expect(memory).toEqual([
      {
        precision: "Q4_K_M", format: "GGUF", path: "model", fileCount: 1, bytes: 6_593_923_706, weightsBytes: 4_920_734_272, contextBytes: 1_073_741_824, overheadBytes: 599_447_610, contextLength: 8_192, basis: "FILES",
        isLowerBound: false, fits: true, formula: "4,920,734,272 bytes of model + 8,192 tokens × 32 layers × 2,048 numbers × 2 bytes + 10 % for the runtime",
        assumptions: ["One conversation at a time; keys and values are kept in 16 bits.", "The runtime takes 10 % of weights and context, as much as vLLM keeps free by default."], listing: { key: "ollama:llama3.1:8b-instruct-q4_K_M" },
      },
      {
        precision: "BF16", format: "SAFETENSORS", path: "model-00001-of-00004.safetensors", fileCount: 4, bytes: 18_847_728_020, weightsBytes: 16_060_556_376, contextBytes: 1_073_741_824, overheadBytes: 1_713_429_820,
        contextLength: 8_192, basis: "FILES", isLowerBound: false, fits: false,
        formula: "16,060,556,376 bytes of 4 files, the first of which is model-00001-of-00004.safetensors + 8,192 tokens × 32 layers × 2,048 numbers × 2 bytes + 10 % for the runtime",
        assumptions: ["One conversation at a time; keys and values are kept in 16 bits.", "The runtime takes 10 % of weights and context, as much as vLLM keeps free by default."], listing: { key: id },
      },
    ]);
    const { long, listings } = await ask("long: memory(contextLength: 9000000, first: 1) { contextLength contextBytes fits } listings { nodes { key memory(contextLength: 1) { precision contextBytes } } }");
    expect(long).toEqual([{ contextLength: 131_072, contextBytes: 17_179_869_184, fits: null }]);
    expect(Object.fromEntries(listings.nodes.map(({ key, memory: own }: any) => [key, own]))).toEqual({
      [id]: [{ precision: "BF16", contextBytes: 131_072 }], "ollama:llama3.1:8b-instruct-q4_K_M": [{ precision: "Q4_K_M", contextBytes: 131_072 }], "onchain:0x1/7": [], "openrouter:meta-llama/llama-3.1-8b-instruct": [],
    });
    const { node } = await modeldex.query('{ node(id: "listing:ollama:llama3.1:8b-instruct-q4_K_M") { ... on Listing { memory { precision bytes } } } }');
    expect(node).toEqual({ memory: [{ precision: "Q4_K_M", bytes: 6_593_923_706 }] });
  });

  it.each([
    ["memory(contextLength: 0)", "contextLength", "`contextLength` is 0; write a number of tokens from 1 to 100000000."],
    ["memory(fitsIn: -1)", "fitsIn", "`fitsIn` is -1; write a number of bytes from 1 on, such as 25769803776 for 24 GiB."],
    ["memory(first: 101)", "first", "`first` is 101; write a number from 1 to 100."],
    ["availability(first: 0)", "first", "`first` is 0; write a number from 1 to 100."],
  ])("refuses %s, and says what would be right", async (field, argument, message) => {
    const { errors = [] } = await modeldex.ask(`{ model(id: "${id}") { ${field} { __typename } } }`);
    expect(errors.map((error) => [error.message, error.extensions.code, error.extensions.argument])).toEqual([[message, "BAD_USER_INPUT", argument]]);
  });

  it("shows what two sources tell of one service as two offers, each with the other, and their prices as a conflict", async () => {
    const { offers, cheap, together, conflicts } = await ask(`offers { totalCount nodes { provider callAs precision outputPrice source { id } alsoStatedBy { id } } }
      cheap: offers(maxOutputPrice: 0.05) { nodes { provider } } together: offers(provider: "deep_infra", precision: "BF16") { totalCount nodes { source { id } } }
      conflicts { field positions { value statedBy { id } listings { key } } }`);
    const told = offers.nodes.map(({ provider, precision, source, alsoStatedBy }: any) => [provider, precision, source.id, alsoStatedBy.map((each: any) => each.id)]);
    expect(told).toEqual([
      ["Novita", "FP8", "openrouter", []], ["DeepInfra", "BF16", "openrouter", ["litellm"]], ["deepinfra", null, "litellm", ["openrouter"]], ["novita", null, "litellm", []], ["Groq", null, "openrouter", []],
    ]);
    expect([offers.totalCount, cheap.nodes, together]).toEqual([5, [{ provider: "Novita" }, { provider: "DeepInfra" }], { totalCount: 1, nodes: [{ source: { id: "openrouter" } }] }]);
    expect(conflicts).toEqual([{
      field: "offers",
      positions: [
        { value: { provider: "DeepInfra", callAs: "meta-llama/Llama-3.1-8B-Instruct", precision: "BF16", inputPrice: 0.03, outputPrice: 0.05 }, statedBy: [{ id: "openrouter" }], listings: [{ key: "openrouter:meta-llama/llama-3.1-8b-instruct" }] },
        { value: { provider: "deepinfra", callAs: "deepinfra/meta-llama/Llama-3.1-8B-Instruct", inputPrice: 0.03, outputPrice: 0.06 }, statedBy: [{ id: "litellm" }], listings: [] },
      ],
    }]);
  });

  it("has packagings by others as derived, and as nothing else; its own packaging is a listing with its precision", async () => {
    const derived = (relation: string) => `derived(relation: ${relation}) { edges { relation node { id } statedBy { id } } }`;
    const { listings, lineage } = await ask(`listings { nodes { key precisions link { relation } } } lineage { quantized: ${derived("QUANTIZED")} converted: ${derived("CONVERTED")} }`);
    expect(listings.nodes).toEqual([
      { key: id, precisions: ["BF16"], link: { relation: "SAME_WEIGHTS" } },
      { key: "ollama:llama3.1:8b-instruct-q4_K_M", precisions: ["Q4_K_M"], link: { relation: "QUANTIZED" } },
      { key: "onchain:0x1/7", precisions: ["F32"], link: { relation: "REGISTERED" } },
      { key: "openrouter:meta-llama/llama-3.1-8b-instruct", precisions: [], link: { relation: "HOSTED" } },
    ]);
    const gguf = "hf:bartowski/Meta-Llama-3.1-8B-Instruct-GGUF";
    expect(lineage).toEqual({
      quantized: { edges: [
        { relation: "QUANTIZED", node: { id: gguf }, statedBy: [{ id: "hf" }] }, { relation: "QUANTIZED", node: { id: "oci:registry.example/somebody/llama-fast:q8" }, statedBy: [{ id: "oci" }] },
      ] },
      converted: { edges: [{ relation: "CONVERTED", node: { id: "hf:mlx-community/Meta-Llama-3.1-8B-Instruct-4bit" }, statedBy: [{ id: "hf" }] }] },
    });
    const repackaged = await ask("listings { nodes { key } } lineage { base { relation model { id } } } memory { precision bytes isLowerBound basis }", gguf);
    expect([repackaged.listings.nodes, repackaged.lineage]).toEqual([[{ key: gguf }, { key: "ollama:hf.co/bartowski/Meta-Llama-3.1-8B-Instruct-GGUF:Q8_0" }], { base: [{ relation: "QUANTIZED", model: { id } }] }]);
    expect(repackaged.memory).toEqual([
      { precision: "Q4_K_M", bytes: 6_585_321_222, isLowerBound: false, basis: "PARAMETERS" }, ...[1, 2].map(() => ({ precision: "Q8_0", bytes: 10_567_367_170, isLowerBound: false, basis: "PARAMETERS" })),
    ]);
  });
});

describe("a comparison across kinds of source", () => {
  it("knows what is unknown of each, and asks nobody", async () => {
    const before = all.map(({ calls }) => calls.length);
    const { compare } = await modeldex.query(`query($references: [String!]!) { compare(references: $references) { models { id } unresolved { reference }
      rows(groups: [IDENTITY, LICENSE, COST, ARTIFACTS]) { attribute verdict leaders note cells { text known conflicting statedBy { id } } } } }`, { references: [id, "openrouter:lumen/closed-1", "ollama:hf.co/bartowski/Meta-Llama-3.1-8B-Instruct-GGUF:Q8_0", "onchain:0x1/8"] });
    expect(compare.unresolved).toEqual([]);
    expect(compare.models.map((model: any) => model.id)).toEqual([id, "openrouter:lumen/closed-1", "hf:bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "onchain:0x1/8"]);
    const rows = Object.fromEntries(compare.rows.map(({ attribute, verdict, leaders, cells }: any) => [attribute, [verdict, cells.map(({ known, text }: any) => (known ? text : null)), leaders]]));
    expect(Object.fromEntries(["sources", "license.spdx", "offers.providers", "offers.inputPrice", "offers.outputPrice", "offers.precisions", "precisions", "memory.least"].map((key) => [key, rows[key]]))).toEqual({
      "sources": ["DIFFERENT", ["hf, ollama, onchain, openrouter", "openrouter", "hf, ollama", "onchain"], []],
      "license.spdx": ["DIFFERENT", ["LicenseRef-HF-llama3.1", null, "LicenseRef-HF-llama3.1", "MIT"], []],
      "offers.providers": ["DIFFERENT", ["DeepInfra, Groq, Novita", "Lumen", null, null], []],
      "offers.inputPrice": ["DIFFERENT", ["0.02 to 0.03 (4 offers)", "1.25", null, null], [0]],
      "offers.outputPrice": ["DIFFERENT", ["0.05 to 0.06 (3 offers)", "10", null, null], [0]],
      "offers.precisions": ["PARTLY_UNKNOWN", ["BF16, FP8", null, null, null], []],
      "precisions": ["DIFFERENT", ["BF16, Q4_K_M", null, "Q4_K_M, Q8_0", null], []],
      "memory.least": ["PARTLY_UNKNOWN", ["6.59 GB (Q4_K_M) to 18.8 GB (BF16)", null, null, null], []],
    });
    const price = compare.rows.find(({ attribute }: any) => attribute === "offers.inputPrice").cells[0];
    expect([price.conflicting, price.statedBy]).toEqual([true, [{ id: "openrouter" }, { id: "litellm" }]]);
    expect(all.map(({ calls }) => calls.length)).toEqual(before);
  });
});

describe("the memory of a model of the Hub", () => {
  it("is counted by files that are asked for one model at a time, and in a list by what is stored", async () => {
    const host = await startHub();
    const own = await startGateway({ sources: [huggingFace({ endpoint: host.url })] });
    try {
      await own.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
      const whisper = "hf:openai/whisper-large-v3";
      const before = host.requests.length;
      const fields = "memory { weightsBytes contextBytes basis path isLowerBound } availability { kind sizeBytes format }";
      const { models } = await own.query(`{ models(ids: ["${whisper}"]) { ${fields} } }`);
      expect([models[0].memory.map(({ basis }: any) => basis).includes("FILES"), models[0].availability.map(({ kind, sizeBytes }: any) => [kind, sizeBytes]), host.requests.length - before]).toEqual([false, [["WEIGHTS", null]], 0]);
      const { model } = await own.query(`{ model(id: "${whisper}") { ${fields} } }`);
      expect(model).toEqual({ memory: [{ weightsBytes: 2_000_000_000, contextBytes: null, basis: "FILES", path: "model.safetensors", isLowerBound: true }], availability: [{ kind: "WEIGHTS", sizeBytes: 2_000_000_000, format: "SAFETENSORS" }] });
      const warm = host.requests.length;
      expect(warm - before <= 3).toBe(true);
      await own.query(`{ model(id: "${whisper}") { ${fields} } }`);
      expect(host.requests.length).toBe(warm);
    } finally {
      await own.close();
      await host.close();
    }
  });
});
