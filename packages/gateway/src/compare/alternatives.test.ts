import { openSqliteCatalog } from "@modeldex/catalog";
import type { Catalog, ListingWrite } from "@modeldex/catalog";
import type { ListingKey, ListingRecord, SourceId } from "@modeldex/schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alternatives } from "./alternatives.ts";
import type { Alternative } from "./alternatives.ts";

let catalog: Catalog;
beforeEach(async () => {
  catalog = await openSqliteCatalog({ path: ":memory:" });
});
afterEach(() => catalog.close());

interface Draft extends Omit<Partial<ListingRecord>, "lineage"> {
  readonly billions?: number;
  readonly used?: number;
  readonly from?: Readonly<Record<string, "FINETUNE" | "QUANTIZED">>;
  readonly source?: string;
}

function write(nativeId: string, { billions, used = 0, from = {}, source = "hf", ...record }: Draft): ListingWrite {
  const lineage = Object.entries(from).map(([base, relation]) => ({ reference: base, relation }));
  return {
    source: source as SourceId, naming: "namespaced", fetchedAt: "2026-03-01T00:00:00Z", linkTargets: [], onDemand: [],
    lineageTargets: lineage.map(({ reference }) => ({ reference, target: `hf:${reference}` as ListingKey })),
    record: {
      nativeId, name: nativeId.slice(nativeId.indexOf("/") + 1), publisher: { name: nativeId.slice(0, nativeId.indexOf("/")) }, task: "text-generation", popularity: { downloads30d: used },
      ...(billions !== undefined && { parameters: { total: billions * 1e9, origin: "WEIGHTS" } }), ...(lineage.length > 0 && { lineage }), ...record,
    },
  };
}

async function alternativesOf(id: string, first = 5, filter = {}): Promise<readonly Alternative[]> {
  const [model] = await catalog.models([id]);
  if (model === undefined) throw new Error(`${id} is not there`);
  return (await alternatives([model], { first, filter }, { catalog, sources: ["hf" as SourceId] }))[0] ?? [];
}
const idsOf = (found: readonly Alternative[]): readonly string[] => found.map(({ model }) => model.id.slice(3));

describe("alternatives", () => {
  it("have the same task and about the same size, and say what is alike and what is better", async () => {
    await catalog.applyListings([
      write("meta-llama/Llama-3.1-8B-Instruct", { billions: 8.03, used: 1_000_000, license: { stated: "llama3.1" }, contextTokens: 131_072, languages: ["en", "de"], access: "GATED", createdAt: "2024-07-18T00:00:00Z" }),
      write("Qwen/Qwen3-8B", { billions: 8.19, used: 4_000_000, license: { stated: "apache-2.0" }, contextTokens: 262_144, languages: ["en", "de", "zh"], access: "OPEN", createdAt: "2025-04-27T00:00:00Z" }),
      write("mistralai/Mistral-7B-Instruct-v0.3", { billions: 7.25, used: 900_000, license: { stated: "apache-2.0" } }),
      write("google/gemma-3-27b-it", { billions: 27.4, used: 9_000_000 }),
      write("google/gemma-3-1b-it", { billions: 1, used: 9_000_000 }),
      write("BAAI/bge-m3", { billions: 8, used: 9_000_000, task: "sentence-similarity" }),
    ]);
    const found = await alternativesOf("hf:meta-llama/Llama-3.1-8B-Instruct");
    expect(found.map(({ model, reasons }) => ({ id: model.id, reasons }))).toEqual([
      {
        id: "hf:Qwen/Qwen3-8B",
        reasons: [
          "Same task: text-generation.", "About the same size: 8.19B parameters instead of 8.03B.", "Permissive licence instead of use-restricted: Apache-2.0.",
          "4 times the downloads: 4,000,000 in 30 days instead of 1,000,000.", "Longer context: 262,144 tokens instead of 131,072.", "Its files are open to anybody, not gated.",
          "Also knows zh.", "Newer: published 2025-04-27, not 2024-07-18.",
        ],
      },
      {
        id: "hf:mistralai/Mistral-7B-Instruct-v0.3",
        reasons: ["Same task: text-generation.", "About the same size: 7.25B parameters instead of 8.03B.", "Permissive licence instead of use-restricted: Apache-2.0."],
      },
    ]);
    for (const { similarity } of found) expect(similarity > 0 && similarity <= 1).toBe(true);
    expect(idsOf(await alternativesOf("hf:meta-llama/Llama-3.1-8B-Instruct", 5, { contextLength: { min: 200_000 } }))).toEqual(["Qwen/Qwen3-8B"]);
    expect(await alternativesOf("hf:meta-llama/Llama-3.1-8B-Instruct")).toEqual(found);
  });

  it("are never the model in other clothes, and none of them comes twice", async () => {
    const base = "meta-llama/Llama-3.1-8B-Instruct";
    await catalog.applyListings([
      write(base, { billions: 8.03, used: 100 }),
      write("bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", { billions: 8.03, used: 900, from: { [base]: "QUANTIZED" } }),
      write("NousResearch/Meta-Llama-3.1-8B-Instruct", { billions: 8.03, used: 900 }),
      write("x/llama-3.1-8b-instruct-ft-7", { billions: 8.03, used: 900, from: { [base]: "FINETUNE" } }),
      write("y/unnamed", { used: 900, billions: 8, from: { [base]: "QUANTIZED" } }),
      write("Qwen/Qwen3-8B", { billions: 8.19, used: 500 }),
      write("unsloth/Qwen3-8B", { billions: 8.19, used: 800 }),
      write("Qwen/Qwen3-8B-AWQ", { billions: 8.19, used: 900 }),
      write("NousResearch/Hermes-4-8B", { billions: 8.03, used: 50, from: { [base]: "FINETUNE" } }),
    ]);
    const found = idsOf(await alternativesOf(`hf:${base}`, 9));
    expect(found).toHaveLength(2);
    expect(found).toContain("NousResearch/Hermes-4-8B");
    expect(found.filter((id) => id.endsWith("Qwen3-8B"))).toHaveLength(1);
  });

  it("of a model whose size only its name tells are of about that size", async () => {
    await catalog.applyListings([
      write("TheBloke/Llama-2-7B-GGUF", {}), write("openai-community/gpt2", { billions: 0.137, used: 900 }), write("tiiuae/falcon-7b", { billions: 7.22, used: 5 }), write("x/Big-12B", { billions: 12.2, used: 900 }),
    ]);
    expect(idsOf(await alternativesOf("hf:TheBloke/Llama-2-7B-GGUF"))).toEqual(["tiiuae/falcon-7b"]);
    expect(idsOf(await alternativesOf("hf:tiiuae/falcon-7b"))).toEqual([]);
  });

  it("leave out what the model was made from, and keep what was made from it", async () => {
    await catalog.applyListings([write("acme/support-7b", { billions: 7.62, from: { "Qwen/Qwen2.5-7B-Instruct": "FINETUNE" } }), write("Qwen/Qwen2.5-7B-Instruct", { billions: 7.62, used: 900 })]);
    expect(idsOf(await alternativesOf("hf:acme/support-7b"))).toEqual([]);
    expect(idsOf(await alternativesOf("hf:Qwen/Qwen2.5-7B-Instruct"))).toEqual(["acme/support-7b"]);
  });

  it("leave out what that was made from in turn, and mirrors of it, but not what else was made from it", async () => {
    const [instruct, base] = ["meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B"];
    await catalog.applyListings([
      write("acme/ward-8b", { billions: 8.03, from: { [instruct]: "FINETUNE" } }), write(instruct, { billions: 8.03, used: 900, from: { [base]: "FINETUNE" } }),
      write(base, { billions: 8.03, used: 800 }), write("unsloth/Meta-Llama-3.1-8B", { billions: 8.03, used: 700 }), write("NousResearch/Hermes-3-8B", { billions: 8.03, from: { [base]: "FINETUNE" } }),
    ]);
    expect(idsOf(await alternativesOf("hf:acme/ward-8b"))).toEqual(["NousResearch/Hermes-3-8B"]);
    expect(idsOf(await alternativesOf("hf:NousResearch/Hermes-3-8B"))).toEqual([instruct, "acme/ward-8b"]);
  });

  it("leave out mirrors of a base that the catalog does not have", async () => {
    await catalog.applyListings([write("acme/ward-8b", { billions: 8.03, from: { "meta-llama/Llama-3.1-8B": "FINETUNE" } }), write("unsloth/Meta-Llama-3.1-8B", { billions: 8.03 }), write("unsloth/Llama-3.1-8B-Instruct", { billions: 8.03 })]);
    expect(idsOf(await alternativesOf("hf:acme/ward-8b"))).toEqual(["unsloth/Llama-3.1-8B-Instruct"]);
  });

  it("of a model that was trained to answer are none that only complete text, as far as names tell", async () => {
    await catalog.applyListings([
      write("meta-llama/Llama-3.1-8B-Instruct", { billions: 8.03, used: 9 }), write("meta-llama/Llama-3.1-8B", { billions: 8.03, used: 900 }),
      write("Qwen/Qwen2.5-7B-Instruct", { billions: 7.62, used: 8 }), write("Qwen/Qwen2.5-7B", { billions: 7.62, used: 900 }), write("Qwen/Qwen3-8B-Base", { billions: 8.19, used: 900 }), write("Qwen/Qwen3-8B", { billions: 8.19, used: 7, from: { "Qwen/Qwen3-8B-Base": "FINETUNE" } }),
      write("x/Qwen3-8B-Instruct-mine", { billions: 8.19, used: 6 }), write("allenai/OLMo-7B", { billions: 7.3, used: 5 }),
    ]);
    const chat = ["Qwen/Qwen2.5-7B-Instruct", "Qwen/Qwen3-8B", "x/Qwen3-8B-Instruct-mine", "allenai/OLMo-7B"];
    expect(new Set(idsOf(await alternativesOf("hf:meta-llama/Llama-3.1-8B-Instruct", 9)))).toEqual(new Set(chat));
    expect(new Set(idsOf(await alternativesOf("hf:Qwen/Qwen3-8B", 9)))).toEqual(new Set(["meta-llama/Llama-3.1-8B-Instruct", "Qwen/Qwen2.5-7B-Instruct", "x/Qwen3-8B-Instruct-mine", "allenai/OLMo-7B"]));
    expect(idsOf(await alternativesOf("hf:meta-llama/Llama-3.1-8B", 9))).toContain("Qwen/Qwen3-8B-Base");
  });

  it("leave out what shares a file with it although the names contradict", async () => {
    const artifacts = [{ path: "model.safetensors", sizeBytes: 2 ** 31, digest: `sha256:${"a".repeat(64)}` as const }];
    await catalog.applyListings([write("a/base-7b", { billions: 7, artifacts }), write("b/other-8b", { billions: 7, artifacts, used: 900 }), write("c/third-7b", { billions: 7 })]);
    expect(idsOf(await alternativesOf("hf:a/base-7b"))).toEqual(["c/third-7b"]);
  });

  it("of a packaging may be packagings of other models; of a model without a task there are none", async () => {
    await catalog.applyListings([
      write("a/One-7B-GGUF", { billions: 7 }), write("b/Two-7B-GGUF", { billions: 7, used: 9 }), write("a/One-7B", { billions: 7, used: 900 }),
      { ...write("c/silent", { billions: 7 }), record: { nativeId: "c/silent", name: "silent" } }, write("d/Elsewhere-7B", { billions: 7, used: 999, source: "retired" }),
    ]);
    expect(idsOf(await alternativesOf("hf:a/One-7B-GGUF"))).toEqual(["b/Two-7B-GGUF"]);
    expect(await alternativesOf("hf:c/silent")).toEqual([]);
  });

  it("serve many models with three reads of the catalog", async () => {
    await catalog.applyListings(Array.from({ length: 120 }, (_, place) => write(`org${place}/family${String.fromCharCode(97 + (place % 26))}${place}-7b`, { billions: 7 + (place % 5) / 10, used: place })));
    const calls: string[] = [];
    const counting = new Proxy(catalog, { get: (target, name: keyof Catalog) => (...given: never[]) => { calls.push(name); return (target[name] as (...all: never[]) => unknown)(...given); } });
    const models = (await catalog.models(Array.from({ length: 20 }, (_, place) => `hf:org${place}/family${String.fromCharCode(97 + (place % 26))}${place}-7b`))).filter((model) => model !== undefined);
    const found = await alternatives(models, { first: 3, filter: {} }, { catalog: counting, sources: ["hf" as SourceId] });
    expect([found.length, new Set(found.map((each) => each.length))]).toEqual([20, new Set([3])]);
    expect(calls.toSorted()).toEqual(["candidateListingsOf", "lineageOf", "similarTo"]);
  });
});
