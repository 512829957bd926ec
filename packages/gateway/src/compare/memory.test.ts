import type { StoredListing } from "@modeldex/catalog";
import { listingKey } from "@modeldex/schema";
import type { ListingRecord, ListingRelation, SourceId } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { memoryOf, usualContextTokens } from "./memory.ts";
import { bitsOf, copyPrecisions } from "./precision-bits.ts";

function listing(source: string, record: Partial<ListingRecord>, relation: ListingRelation = "SAME_WEIGHTS", more: Partial<StoredListing> = {}): StoredListing {
  return {
    key: listingKey(source, "a/b"), source: source as SourceId, naming: "curated", state: "LISTED", record: { nativeId: "a/b", name: "b", ...record },
    link: { kind: source === "hf" ? "LEADING" : "NAME_AND_PUBLISHER", relation, statement: "", evidence: [] }, ...more,
  } as unknown as StoredListing;
}

const parameters = (total: number, origin: "WEIGHTS" | "STATED" | "NAME" = "WEIGHTS") => ({ parameters: { total, origin } });
/** Of `meta-llama/Llama-3.1-8B-Instruct`: `model.safetensors.index.json` and `config.json` (2024-09-25). */
const llama = { ...parameters(8_030_261_248), contextTokens: 131_072, keyValueCache: { layers: 32, numbersPerToken: 2_048 } };
const at = (contextTokens = usualContextTokens, fitsIn?: number) => ({ contextTokens, ...(fitsIn !== undefined && { fitsIn }) });

describe("parameters × bits", () => {
  /** Sizes as ollama.com lists them (read on 2026-07-15), rounded there to two digits; parameters as the Hub counts those of the original. */
  it.each([
    ["llama3.1:8b-instruct-q2_K", 8_030_261_248, "Q2_K", 3.2], ["llama3.1:8b-instruct-q3_K_S", 8_030_261_248, "Q3_K_S", 3.7], ["llama3.1:8b-instruct-q3_K_M", 8_030_261_248, "Q3_K_M", 4],
    ["llama3.1:8b-instruct-q3_K_L", 8_030_261_248, "Q3_K_L", 4.3], ["llama3.1:8b-instruct-q4_K_S", 8_030_261_248, "Q4_K_S", 4.7], ["llama3.1:8b-instruct-q5_K_S", 8_030_261_248, "Q5_K_S", 5.6],
    ["llama3.1:8b-instruct-q5_K_M", 8_030_261_248, "Q5_K_M", 5.7], ["llama3.1:8b-instruct-q6_K", 8_030_261_248, "Q6_K", 6.6], ["llama3.1:8b-instruct-q8_0", 8_030_261_248, "Q8_0", 8.5],
    ["llama3.1:8b-instruct-fp16", 8_030_261_248, "FP16", 16], ["llama3.1:70b-instruct-q2_K", 70_553_706_496, "Q2_K", 26], ["llama3.1:70b-instruct-q3_K_M", 70_553_706_496, "Q3_K_M", 34],
    ["llama3.1:70b-instruct-q6_K", 70_553_706_496, "Q6_K", 58], ["llama3.1:70b-instruct-q8_0", 70_553_706_496, "Q8_0", 75], ["deepseek-r1:70b-llama-distill-fp16", 70_553_706_496, "F16", 141],
    ["qwen3:32b-q8_0", 32_762_123_264, "Q8_0", 35], ["qwen3:32b-fp16", 32_762_123_264, "F16", 66], ["qwen3:30b-a3b-q4_K_M", 30_532_122_624, "Q4_K_M", 19], ["qwen3:0.6b-q8_0", 751_632_384, "Q8_0", 0.832],
  ])("comes within a tenth of what is published for %s", (_, total, precision, gigabytes) => {
    const ratio = (total * (bitsOf(precision)?.bits ?? 0)) / 8e9 / gigabytes;
    expect([ratio, ratio > 0.9 && ratio < 1.1]).toEqual([ratio, true]);
  });

  /** Sizes of files: the manifest of `llama3.1:8b` (2024-07-25), ollama.com (2026-07-15), and the Hub for the FP8 and AWQ repositories of that model. */
  it.each([
    ["llama3.1:8b of 2024-07-25", 8_030_261_248, "Q4_0", 4_661_211_808], ["llama3.1:8b-instruct-q5_1", 8_030_261_248, "Q5_1", 6.1e9], ["gpt-oss:20b", 20_914_757_184, "MXFP4", 14e9],
    ["RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8", 8_030_261_248, "FP8", 9.1e9], ["hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4", 8_030_261_248, "AWQ", 5.7e9],
  ])("is the least that %s takes", (_, total, precision, bytes) => {
    const { bits = 0, isLeast } = bitsOf(precision) ?? {};
    expect([isLeast, (total * bits) / 8 <= bytes]).toEqual([true, true]);
  });

  it.each([["w4a16", 4], ["fp8_e4m3", 8], ["8bit", 8], ["3.5bpw", 3.5], ["bf16", 16], ["q4-k-m", 4.8944], ["NVFP4A16", 4]])("reads %s as it is written", (precision, bits) => {
    expect(bitsOf(precision)?.bits).toBe(bits);
  });

  it.each(["Q4", "unknown", "", "Q4_K_XL", "constructor", "EXL2"])("knows no width of %j", (precision) => {
    expect(bitsOf(precision)).toBeUndefined();
  });

  it("takes no type of a few layers for a copy", () => {
    expect([["BF16", "F32"], ["F16", "AWQ", "4bit"], ["Q4_K_M", "BF16", "Q8_0"], []].map(copyPrecisions)).toEqual([["BF16"], ["AWQ"], ["Q4_K_M", "BF16", "Q8_0"], []]);
  });
});

describe("the memory of a model", () => {
  it("is that of each way to get it, the smallest first, with what was counted", () => {
    const original = listing("hf", { ...llama, precisions: ["BF16"], formats: ["SAFETENSORS"] });
    const ollama = listing("ollama", { precisions: ["Q4_K_M"], formats: ["GGUF"], artifacts: [{ path: "model", role: "WEIGHTS", format: "GGUF", sizeBytes: 4_920_734_272 }] }, "QUANTIZED");
    const hosted = listing("openrouter", { contextTokens: 16_384, precisions: ["FP8"], offers: [{ provider: "one" }] }, "HOSTED");
    expect(memoryOf([original, hosted, ollama], at()).map(({ listing: { key }, ...rest }) => [key, rest])).toEqual([
      ["ollama:a/b", {
        precision: "Q4_K_M", format: "GGUF", path: "model", fileCount: 1, basis: "FILES", bytes: 6_593_923_706, weightsBytes: 4_920_734_272, contextBytes: 1_073_741_824, overheadBytes: 599_447_610,
        contextTokens: 8_192, isLowerBound: false,
        formula: "4,920,734,272 bytes of model + 8,192 tokens × 32 layers × 2,048 numbers × 2 bytes + 10 % for the runtime",
        assumptions: ["One conversation at a time; keys and values are kept in 16 bits.", "The runtime takes 10 % of weights and context, as much as vLLM keeps free by default."],
      }],
      ["hf:a/b", {
        precision: "BF16", format: "SAFETENSORS", basis: "PARAMETERS", bytes: 18_847_690_752, weightsBytes: 16_060_522_496, contextBytes: 1_073_741_824, overheadBytes: 1_713_426_432, contextTokens: 8_192,
        isLowerBound: false, formula: "8,030,261,248 parameters × 16 bits ÷ 8 + 8,192 tokens × 32 layers × 2,048 numbers × 2 bytes + 10 % for the runtime",
        assumptions: ["BF16 takes 16 bits per weight.", "One conversation at a time; keys and values are kept in 16 bits.", "The runtime takes 10 % of weights and context, as much as vLLM keeps free by default."],
      }],
    ]);
  });

  it("counts no file that cannot hold all weights, and says so", () => {
    const held = (sizeBytes: number, record: Partial<ListingRecord>) => memoryOf([listing("hf", { ...record, formats: ["SAFETENSORS"], artifacts: [{ path: "model.safetensors", role: "WEIGHTS", format: "SAFETENSORS", sizeBytes }] })], at())
      .map(({ basis, weightsBytes, assumptions }) => [basis, weightsBytes, assumptions.filter((each) => each.includes("counted"))]);
    const told = "model.safetensors is not counted: 135 bytes are too few for so many parameters.";
    expect([
      held(135, { ...llama, precisions: ["BF16"] }), held(135, parameters(8_030_261_248)), held(135, { ...parameters(8_000_000_000, "NAME"), precisions: ["BF16"] }),
      held(16_060_522_496, { ...llama, precisions: ["BF16"] }), held(1_200_000_000, parameters(2_412_820_480)),
    ]).toEqual([[["PARAMETERS", 16_060_522_496, [told]]], [], [["FILES", 135, []]], [["FILES", 16_060_522_496, []]], [["FILES", 1_200_000_000, []]]]);
  });

  it("grows with the context, up to what the model takes", () => {
    const one = listing("hf", { ...llama, precisions: ["BF16"] });
    expect([1, 131_072, 1_000_000].map((tokens) => memoryOf([one], at(tokens)).map(({ contextBytes, contextTokens }) => [contextTokens, contextBytes]))).toEqual([[[1, 131_072]], [[131_072, 17_179_869_184]], [[131_072, 17_179_869_184]]]);
  });

  it("counts a window no further than it reaches", () => {
    const windowed = listing("hf", { ...parameters(20_914_757_184), precisions: ["BF16"], keyValueCache: { layers: 12, numbersPerToken: 1_024, windowedLayers: 12, windowTokens: 128 } });
    expect(memoryOf([windowed], at(1_000)).map(({ contextBytes, formula }) => [contextBytes, formula])).toEqual([
      [(1_000 + 128) * 12 * 1_024 * 2, "20,914,757,184 parameters × 16 bits ÷ 8 + 1,000 tokens × 12 layers × 1,024 numbers × 2 bytes + 128 tokens × 12 layers with a window × 1,024 numbers × 2 bytes + 10 % for the runtime"],
    ]);
    expect(memoryOf([windowed], at(100))[0]?.contextBytes).toBe(100 * 24 * 1_024 * 2);
  });

  it("is a lower bound, and may fit or not, where the context is not known; that it does not fit is known all the same", () => {
    const silent = listing("hf", { ...parameters(8e9, "NAME"), precisions: ["BF16"] });
    const told = (fitsIn?: number) => memoryOf([silent], at(8_192, fitsIn)).map(({ bytes, contextBytes, isLowerBound, fits }) => [bytes, contextBytes, isLowerBound, fits]);
    expect([told(), told(24e9), told(16e9)]).toEqual([[[17.6e9, undefined, true, undefined]], [[17.6e9, undefined, true, undefined]], [[17.6e9, undefined, true, false]]]);
    expect(memoryOf([silent], at()).map(({ formula, assumptions }) => [formula, assumptions])).toEqual([[
      "8,000,000,000 parameters × 16 bits ÷ 8 + 10 % for the runtime; what the context takes is not known",
      ["The number of parameters is what the name tells.", "BF16 takes 16 bits per weight.", "The runtime takes 10 % of weights and context, as much as vLLM keeps free by default."],
    ]]);
    const known = listing("hf", { ...llama, precisions: ["BF16", "Q4_K_M"] });
    expect(memoryOf([known], at(8_192, 12e9)).map(({ precision, fits }) => [precision, fits])).toEqual([["Q4_K_M", true], ["BF16", false]]);
    expect(memoryOf([listing("hf", { ...llama, precisions: ["FP8"] })], at(8_192, 12e9)).map(({ isLowerBound, fits }) => [isLowerBound, fits])).toEqual([[true, undefined]]);
  });

  it("multiplies what the original counts, not what a packaging counts of its own tensors", () => {
    const packed = listing("shelf", { ...parameters(1_980_000_000), precisions: ["INT4"], formats: ["SAFETENSORS"] }, "QUANTIZED");
    expect(memoryOf([listing("hf", llama), packed], at()).map(({ weightsBytes }) => weightsBytes)).toEqual([4_015_130_624]);
  });

  it("of a packaging of another model counts the context as that one does, and says so", () => {
    const gguf = listing("hf", { parameters: { total: 8_030_261_248, origin: "WEIGHTS" }, precisions: ["Q4_K_M"], formats: ["GGUF"] });
    const base = listing("hub", llama, "SAME_WEIGHTS", { key: listingKey("hf", "meta-llama/Llama-3.1-8B-Instruct") });
    const stranger = listing("chain", { keyValueCache: { layers: 1, numbersPerToken: 1 } }, "REGISTERED", { naming: "open" });
    const [found] = memoryOf([gguf], { ...at(), packagedFrom: [stranger, base] });
    expect([found?.contextBytes, found?.isLowerBound, found?.assumptions[1]]).toEqual([1_073_741_824, false, "A token takes what it takes in hf:meta-llama/Llama-3.1-8B-Instruct, of which this is a packaging."]);
    expect(memoryOf([gguf], at())[0]?.contextBytes).toBeUndefined();
  });

  it.each<[string, readonly StoredListing[]]>([
    ["nothing but a name is known", [listing("hf", {})]],
    ["the precision is not known", [listing("hf", llama)]],
    ["the number of parameters is not known", [listing("hf", { precisions: ["BF16"] })]],
    ["the width of the precision is not known", [listing("hf", { ...llama, precisions: ["EXL2"] })]],
    ["it is only served", [listing("openrouter", { ...llama, precisions: ["FP8"], offers: [{ provider: "one" }] })]],
    ["it is an adapter", [listing("hf", { ...llama, precisions: ["BF16"], lineage: [{ reference: "pkg:huggingface/a/c", relation: "ADAPTER" }] })]],
    ["it is gone", [listing("hf", { ...llama, precisions: ["BF16"] }, "SAME_WEIGHTS", { state: "GONE" })]],
    ["it is switched off", [listing("hf", { ...llama, precisions: ["BF16"], access: "DISABLED" })]],
    ["the entry states more than an integer counts", [listing("hf", { ...parameters(Number.MAX_SAFE_INTEGER), precisions: ["F64"] })]],
    ["its files come to more than an integer counts", [listing("hf", { artifacts: ["1", "2"].map((shard) => ({ path: `model-0000${shard}-of-00002.safetensors`, sizeBytes: Number.MAX_SAFE_INTEGER })) })]],
    ["only somebody who may write anything says so", [listing("hf", {}), listing("chain", { ...llama, precisions: ["BF16"] }, "REGISTERED", { naming: "open" })]],
  ])("is absent where %s", (_, listings) => {
    expect(memoryOf(listings, at())).toEqual([]);
  });
});

it("counts no context of a configuration that comes to more than an integer counts", () => {
  const absurd = { layers: Number.MAX_SAFE_INTEGER, numbersPerToken: Number.MAX_SAFE_INTEGER };
  const [found] = memoryOf([listing("hf", { ...parameters(8e9), precisions: ["BF16"], keyValueCache: absurd })], at());
  expect([found?.bytes, found?.contextBytes, found?.isLowerBound]).toEqual([17_600_000_000, undefined, true]);
});
