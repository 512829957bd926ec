import type { Artifact, ListingRecord } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { weightSetsOf } from "./weight-sets.ts";

type Sizes = Readonly<Record<string, number | undefined>>;

const files = (sizes: Sizes): readonly Artifact[] => Object.entries(sizes).map(([path, sizeBytes]) => ({ path, ...(sizeBytes !== undefined && { sizeBytes }) }));
const setsOf = (sizes: Sizes, more: Partial<ListingRecord> = {}) => weightSetsOf({ nativeId: "a/b", name: "b", artifacts: files(sizes), ...more }).map(({ path, bytes, fileCount, format, precision }) => [path, bytes, fileCount, format, precision]);

/** `meta-llama/Llama-3.1-8B-Instruct` at 0e9e39f2 (2024-09-25): sizes as the Hub lists them. */
const llama31 = {
  "config.json": 855, "model-00001-of-00004.safetensors": 4_976_698_672, "model-00002-of-00004.safetensors": 4_999_802_720, "model-00003-of-00004.safetensors": 4_915_916_176,
  "model-00004-of-00004.safetensors": 1_168_138_808, "original/consolidated.00.pth": 16_060_617_592, "tokenizer.json": 9_085_657,
};

describe("files that are loaded together", () => {
  it("are the shards of the copy that libraries load, and not the original beside it", () => {
    expect(setsOf(llama31, { precisions: ["BF16"] })).toEqual([["model-00001-of-00004.safetensors", 16_060_556_376, 4, "SAFETENSORS", "BF16"]]);
    const mistral = { "consolidated.safetensors": 14_496_078_512, "model-00001-of-00002.safetensors": 9_000, "model-00002-of-00002.safetensors": 5_000 };
    expect(setsOf(mistral)).toEqual([["model-00001-of-00002.safetensors", 14_000, 2, "SAFETENSORS", undefined]]);
    expect(setsOf({ "consolidated.00.pth": 5, "consolidated.01.pth": 6 })).toEqual([["consolidated.00.pth", 11, 2, "PICKLE", undefined]]);
  });

  it("are one quantization each in a repository of GGUF, with its shards, and without the projector beside them", () => {
    const found = setsOf({
      "x-8B-Q4_K_M.gguf": 4_920, "x-8B-Q8_0.gguf": 8_540, "BF16/x-8B-BF16-00001-of-00002.gguf": 9_000, "BF16/x-8B-BF16-00002-of-00002.gguf": 7_000, "mmproj-x-8B-f16.gguf": 600, "imatrix.gguf": 5,
    });
    expect(found).toEqual([
      ["x-8B-Q4_K_M.gguf", 4_920, 1, "GGUF", "Q4_K_M"], ["x-8B-Q8_0.gguf", 8_540, 1, "GGUF", "Q8_0"], ["BF16/x-8B-BF16-00001-of-00002.gguf", 16_000, 2, "GGUF", "BF16"],
    ]);
  });

  it("are told apart by format: safetensors before pickles, GGUF and ONNX beside them", () => {
    const found = setsOf(
      { "model.safetensors": 548, "pytorch_model.bin": 551, "tf_model.h5": 498, "flax_model.msgpack": 497, "rust_model.ot": 702, "onnx/decoder_model.onnx": 653, "x-q4_0.gguf": 100 },
      { precisions: ["F32", "Q4_0"] },
    );
    expect(found).toEqual([["x-q4_0.gguf", 100, 1, "GGUF", "Q4_0"], ["onnx/decoder_model.onnx", 653, 1, "ONNX", undefined], ["model.safetensors", 548, 1, "SAFETENSORS", "F32"]]);
    expect(setsOf({ "onnx/model.onnx": 10, "onnx/model.onnx_data": 990, "onnx/model_fp16.onnx": 500, "onnx/model_q4.onnx": 200 })).toEqual([
      ["onnx/model.onnx", 1000, 2, "ONNX", undefined], ["onnx/model_fp16.onnx", 500, 1, "ONNX", "FP16"], ["onnx/model_q4.onnx", 200, 1, "ONNX", "Q4"],
    ]);
    expect(setsOf({ "onnx/encoder_model.onnx": 10, "onnx/decoder_model.onnx": 20 })).toEqual([]);
  });

  it("are all parts of a pipeline, in each of its variants", () => {
    const pipeline = {
      "model_index.json": 1, "unet/diffusion_pytorch_model.safetensors": 3_438, "unet/diffusion_pytorch_model.fp16.safetensors": 1_719, "vae/diffusion_pytorch_model.safetensors": 334,
      "vae/diffusion_pytorch_model.fp16.safetensors": 167, "text_encoder/model.safetensors": 492,
    };
    expect(setsOf(pipeline)).toEqual([["unet/diffusion_pytorch_model.safetensors", 4_264, 3, "SAFETENSORS", undefined], ["unet/diffusion_pytorch_model.fp16.safetensors", 2_378, 3, "SAFETENSORS", "FP16"]]);
  });

  it("are the layers of a registry that have no names, together", () => {
    const layers = (paths: readonly string[]) => setsOf({}, { artifacts: paths.map((path) => ({ path, role: "WEIGHTS", sizeBytes: 5, ...(path.endsWith(".gguf") && { format: "GGUF" as const }) })), precisions: ["Q4_0"] });
    expect(layers(["model.gguf", "model-2.gguf", "projector.gguf"])).toEqual([["model.gguf", 10, 2, "GGUF", "Q4_0"]]);
    expect(layers(["model.gguf", "2-model.gguf"])).toEqual([["model.gguf", 10, 2, "GGUF", "Q4_0"]]);
    expect(layers(["tensor", "tensor-2", "tensor-3"])).toEqual([["tensor", 15, 3, undefined, undefined]]);
    expect(layers(["phi-2.gguf", "phi-3.gguf"])).toEqual([["phi-2.gguf", 5, 1, "GGUF", undefined], ["phi-3.gguf", 5, 1, "GGUF", undefined]]);
    expect(layers(["weights.tar.gz"])).toEqual([]);
  });

  it("take the precision that tells the weights, not that of the few layers beside them", () => {
    expect(setsOf({ "model.safetensors": 5_730 }, { precisions: ["F16", "AWQ", "4bit"] })).toEqual([["model.safetensors", 5_730, 1, "SAFETENSORS", "AWQ"]]);
    expect(setsOf({ "weights": undefined }, { artifacts: [{ path: "sha256-87048bcd", role: "WEIGHTS", format: "GGUF", sizeBytes: 4_661_211_808 }], precisions: ["Q4_0"] })).toEqual([["sha256-87048bcd", 4_661_211_808, 1, "GGUF", "Q4_0"]]);
  });

  it.each<[string, Sizes, Partial<ListingRecord>?]>([
    ["a shard is missing", { "model-00001-of-00003.safetensors": 5, "model-00003-of-00003.safetensors": 5 }],
    ["a size is not stated", { "model-00001-of-00002.safetensors": 5, "model-00002-of-00002.safetensors": undefined }],
    ["the list is cut", llama31, { artifactCount: 3_000 }],
    ["two files may be copies or parts", { "v1-5-pruned.safetensors": 7_700, "v1-5-pruned-emaonly.safetensors": 4_265 }],
    ["folders may hold copies or parts", { "a/model.safetensors": 5, "b/model.safetensors": 5 }],
    ["there is an adapter alone", { "adapter_model.safetensors": 5, "adapter_config.json": 1 }],
    ["there are no weights", { "README.md": 5 }],
    ["files are empty", { "model.safetensors": 0 }],
  ])("are not known where %s", (_, sizes, more = {}) => {
    expect(setsOf(sizes, more)).toEqual([]);
  });

  it("are counted once for a record, however many fields of a query ask", () => {
    const record = { nativeId: "a/b", name: "b", artifacts: files(llama31) };
    expect(weightSetsOf(record)).toBe(weightSetsOf(record));
  });

  it("are not known without a list of files", () => {
    expect(weightSetsOf({ nativeId: "a/b", name: "b", formats: ["GGUF"] })).toEqual([]);
  });
});
