import type { ListingRecord, RecordField } from "@modeldex/plugin-kit";
import { describe, expect, it } from "vitest";
import { disabledModel, endpoint, gpt2, gpt2Beside, gpt2Configuration, gpt2Whole, llama, llamaGguf } from "./fixtures/hub-answers.ts";
import { readModel } from "./normalise.ts";

function record(payload: unknown, need: readonly RecordField[] = [], configuration?: Readonly<Record<string, unknown>>): ListingRecord {
  const reading = readModel(payload, { endpoint, need: new Set(need), configuration });
  if (reading.status !== "listing") throw new Error(`${reading.nativeId}: ${reading.reason}`);
  return reading.record;
}

it.each(["N/A", "n/a", "NA", "none", "Unknown", "-", "?"])("takes the task %j for none", (task) => {
  const { task: read, modalities } = record({ ...llama, pipeline_tag: task, tags: [] });
  expect([read, modalities]).toEqual([undefined, undefined]);
});

describe("an entry of a list", () => {
  it("becomes a listing that holds what the Hub says, field by field", () => {
    expect(record(llama)).toEqual({
      nativeId: "meta-llama/Llama-3.1-8B",
      stableId: "66944f1fe0c5c2e493a804f5",
      name: "Llama-3.1-8B",
      publisher: { name: "meta-llama", url: "https://huggingface.co/meta-llama" },
      url: "https://huggingface.co/meta-llama/Llama-3.1-8B",
      access: "GATED",
      hasCard: true,
      revision: "d04e592bb4f6aa9cfee91e2e20afa771667e1d4b",
      task: "text-generation",
      modalities: { input: ["text"], output: ["text"] },
      parameters: { total: 8030261248, origin: "WEIGHTS" },
      precisions: ["BF16"],
      license: { stated: "llama3.1" },
      languages: ["en", "de", "fr", "th"],
      libraries: ["transformers"],
      formats: ["SAFETENSORS"],
      tags: ["safetensors", "llama", "facebook", "meta", "pytorch", "llama-3", "arxiv:2204.05149", "eval-results", "region:us"],
      createdAt: "2024-07-14T22:20:15Z",
      updatedAt: "2024-10-16T22:00:37Z",
      popularity: { downloads30d: 607450, downloadsAllTime: 28272325, likes: 2579, trending: 21 },
      offers: [{
        provider: "featherless-ai", callAs: "meta-llama/Llama-3.1-8B",
        url: "https://huggingface.co/meta-llama/Llama-3.1-8B?inference_api=true&inference_provider=featherless-ai",
      }],
      details: {
        repositoryId: "66944f1fe0c5c2e493a804f5", trendingScore: 21, gated: "manual", usedStorageBytes: 32_130_000_000, inferenceProviders: ["featherless-ai"],
      },
    });
  });

  it("names what it was quantized from, and takes no word of its publisher for a format", () => {
    expect(record(llamaGguf)).toMatchObject({
      parameters: { total: 6738415616, origin: "WEIGHTS" },
      formats: ["GGUF"],
      lineage: [{ reference: "pkg:huggingface/meta-llama/Llama-2-7b-hf", relation: "QUANTIZED" }],
      license: { stated: "llama2" },
    });
  });

  it("reads the formats that the Hub found, and leaves out a creation date that is the Hub's floor", () => {
    const { createdAt, formats } = record(gpt2);
    expect({ createdAt, formats }).toEqual({ createdAt: undefined, formats: ["PICKLE", "KERAS", "MSGPACK", "TFLITE", "OTHER", "ONNX", "SAFETENSORS"] });
  });

  it("says of a disabled model that it is, also when it is gated besides", () => {
    const { access, details, popularity } = record(disabledModel);
    expect({ access, details, popularity }).toEqual({
      access: "DISABLED",
      details: { repositoryId: "6283a9b7806a1feb9fbacf18", trendingScore: 0, gated: "auto", inferenceProviders: [] },
      popularity: { downloads30d: 0, downloadsAllTime: 1559, likes: 141, trending: 0 },
    });
  });

  it("leaves out whatever an early body does not say", () => {
    expect(record({ modelId: "gpt2", tags: [], private: false, pipeline_tag: null, likes: 0, siblings: [{ rfilename: ".gitattributes" }] })).toEqual({
      nativeId: "gpt2", name: "gpt2", url: "https://huggingface.co/gpt2", hasCard: false, formats: [], tags: [], popularity: { likes: 0 }, details: { inferenceProviders: [] },
    });
  });

  it.each([
    [{ gated: false }, "OPEN"], [{ gated: "auto" }, "GATED"], [{ gated: true }, "GATED"], [{ disabled: true, gated: false }, "DISABLED"], [{}, undefined],
    [{ private: true, gated: "auto" }, "PRIVATE"], [{ private: true, disabled: true }, "DISABLED"],
  ])("reads the access of %j as %s", (fields, access) => {
    const reading = readModel({ id: "a/b", ...fields }, { endpoint, servesPrivate: () => true });
    expect(reading).toMatchObject({ status: "listing", record: access === undefined ? {} : { access } });
  });

  it("is served while it is private only where that is wanted", () => {
    const statuses = (servesPrivate?: (id: string) => boolean) => ["acme/x", "lab/x"].map((id) => readModel({ id, private: true }, { endpoint, ...(servesPrivate && { servesPrivate }) }).status);
    expect([statuses(), statuses((id) => id.startsWith("acme/"))]).toEqual([["private", "private"], ["listing", "private"]]);
  });

  it.each([
    [{ tags: ["license:mit"] }, true], [{ tags: ["base_model:x/y"] }, true], [{ tags: ["dataset:squad"] }, true], [{ tags: ["da"] }, true], [{ cardData: { tags: ["x"] } }, true],
    [{ siblings: [{ rfilename: "README.md" }] }, true], [{ siblings: [{ rfilename: "config.json" }, { rfilename: "docs/README.md" }] }, false],
    [{ siblings: [], tags: ["license:mit"] }, false], [{ tags: ["transformers", "ast", "region:us"] }, undefined], [{ cardData: {} }, undefined], [{}, undefined],
  ])("of %j says whether there is a card: %s", (fields, expected) => {
    expect(record({ id: "a/b", ...fields }).hasCard).toBe(expected);
  });
});

describe("the licence", () => {
  it.each([
    [{ tags: ["license:mit"], cardData: { license: "apache-2.0" } }, { stated: "mit" }],
    [{ tags: ["license:mit", "license:CC-BY-4.0"] }, { stated: "mit AND cc-by-4.0" }],
    [{ cardData: { license: '"MIT"' } }, { stated: "mit" }],
    [{ cardData: { license: ["apache-2.0", "cc0-1.0"] } }, { stated: "apache-2.0 AND cc0-1.0" }],
    [{ tags: ["license:other"], cardData: { license_name: "qwen", license_link: "https://example.org/LICENSE" } }, { stated: "other", name: "qwen", url: "https://example.org/LICENSE" }],
    [{ sha: gpt2.sha, tags: ["license:other"], cardData: { license_link: "LICENSE" } }, { stated: "other", url: `${endpoint}/a/b/resolve/${gpt2.sha}/LICENSE` }],
    [{ tags: ["license:other"], cardData: { license_link: "javascript:alert(1)" } }, { stated: "other" }],
    [{ tags: ["license:other"], cardData: { license_link: "../../../secrets" } }, { stated: "other" }],
    [{ cardData: { license: { name: "mit" } } }, undefined],
    [{ tags: ["license:"] }, undefined],
  ])("of %j is handed on as stated", (fields, license) => {
    expect(record({ id: "a/b", ...fields }).license).toEqual(license);
  });
});

describe("the languages", () => {
  it.each([
    [{ tags: ["en", "da", "bert"], cardData: { language: ["da", "pt-BR", "English"] } }, ["da", "pt"]],
    [{ tags: ["transformers", "en", "multilingual", "yue"] }, ["en", "multilingual", "yue"]],
    [{ tags: ["jax", "ami", "tts", "nlp"] }, undefined],
    [{ cardData: { language: "code" } }, ["code"]],
  ])("of %j are codes", (fields, languages) => {
    expect(record({ id: "a/b", ...fields }).languages).toEqual(languages);
  });
});

describe("parameters and precisions", () => {
  const quantizedFrom = (id: string) => ({ baseModels: { relation: "quantized", models: [{ id }] } });
  it.each([
    ["a/b", { safetensors: { total: 5, parameters: { F32: 2, BF16: 3 } } }, { total: 5, origin: "WEIGHTS" }, ["BF16", "F32"]],
    ["a/b", { safetensors: { total: 1000, parameters: { BF16: 998, F32: 1, I64: 1 } } }, { total: 1000, origin: "WEIGHTS" }, ["BF16"]],
    ["a/b-8B-FP8", { safetensors: { total: 100, parameters: { F8_E4M3: 90, BF16: 10 } } }, { total: 100, origin: "WEIGHTS" }, ["FP8", "BF16"]],
    ["a/Qwen3-32B-NVFP4", { safetensors: { total: 19, parameters: { U8: 16, F8_E4M3: 2, BF16: 1 } } }, { total: 32e9, origin: "NAME" }, ["FP8", "BF16"]],
    ["a/my-quant", { safetensors: { total: 19, parameters: { I32: 16, F16: 3 } }, ...quantizedFrom("meta/Big-70B") }, { total: 70e9, origin: "NAME" }, ["F16"]],
    ["a/my-quant", { safetensors: { total: 19, parameters: { I32: 16, F16: 3 } } }, undefined, ["F16"]],
    ["a/my-merge", { baseModels: { relation: "merge", models: [{ id: "meta/Big-70B" }] } }, undefined, undefined],
    ["a/Llama-3.1-8B-Instruct-AWQ", { tags: ["4-bit", "awq"] }, { total: 8e9, origin: "NAME" }, ["4-bit", "AWQ"]],
  ])("of %s with %j", (id, fields, parameters, precisions) => {
    const read = record({ id, ...fields });
    expect({ parameters: read.parameters, precisions: read.precisions }).toEqual({ parameters, precisions });
  });
});

describe("what it was made from", () => {
  it.each([
    [{ tags: ["base_model:x/y", "base_model:adapter:x/y"] }, [{ reference: "pkg:huggingface/x/y", relation: "ADAPTER" }]],
    [{ tags: ["base_model:x/y"], cardData: { base_model_relation: "merge" } }, [{ reference: "pkg:huggingface/x/y", relation: "MERGE" }]],
    [{ cardData: { base_model: ["x/y", "gpt2", "./local path", "a/b"] } }, [{ reference: "pkg:huggingface/x/y", relation: "UNKNOWN" }, { reference: "pkg:huggingface/gpt2", relation: "UNKNOWN" }]],
    [{ baseModels: { relation: "merge", models: [{ id: "x/1" }, { id: "x/2" }] }, tags: ["base_model:z/z"] }, [{ reference: "pkg:huggingface/x/1", relation: "MERGE" }, { reference: "pkg:huggingface/x/2", relation: "MERGE" }]],
    [{ tags: ["base_model:a/b"] }, undefined],
    [{ _id: "1", baseModels: { relation: "finetune", models: [{ _id: "1", id: "a/former" }, { _id: "2", id: "x/y" }] } }, [{ reference: "pkg:huggingface/x/y", relation: "FINETUNE" }]],
  ])("is read of %j", (fields, lineage) => {
    expect(record({ id: "a/b", ...fields }).lineage).toEqual(lineage);
  });
});

describe("the whole of a model", () => {
  const whole = { ...gpt2Whole, ...gpt2Beside };

  it("gives its files with sizes and digests", () => {
    const at = (path: string) => `${endpoint}/${gpt2.id}/resolve/${gpt2.sha}/${path}`;
    expect(record(whole, ["artifacts"]).artifacts).toEqual([
      { path: ".gitattributes", url: at(".gitattributes"), sizeBytes: 445, otherDigests: ["git-sha1:602b71f15d40ed68c5f96330e3f3175a76a32126"] },
      { path: "README.md", url: at("README.md"), sizeBytes: 8092, otherDigests: ["git-sha1:10c66461e4c109db5a2196bff4bb59be30396ed8"] },
      { path: "config.json", url: at("config.json"), sizeBytes: 665, otherDigests: ["git-sha1:10c66461e4c109db5a2196bff4bb59be30396ed9"] },
      {
        path: "model.safetensors",
        url: at("model.safetensors"),
        sizeBytes: 548105171,
        format: "SAFETENSORS",
        digest: "sha256:248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707",
        otherDigests: ["git-sha1:b54d89f4b84af2dd1c40bbf4b96f1a4c7d7d5f30", "xet:f39b58dcd1ec07aaa95eb0c2f827a00dfac2404728b60d273ab3687f73311e03"],
      },
      {
        path: "pytorch_model.bin",
        url: at("pytorch_model.bin"),
        sizeBytes: 548118077,
        format: "PICKLE",
        digest: "sha256:7c5d3f4b8b76583b422fcb9189ad6c89d5d97a094541ce8932dce3ecabde1421",
        otherDigests: ["git-sha1:a8d26a67c53da60c7d0f3a2fdd0b4b6f1fd9e3b5"],
      },
    ]);
  });

  it("cuts a long list of files, keeps the weights, and says how many there are", () => {
    const siblings = [...Array.from({ length: 2_500 }, (_, index) => ({ rfilename: `runs/${index}.txt` })), { rfilename: "model.safetensors" }, { rfilename: "../evil" }];
    const { artifacts, artifactCount } = record({ ...gpt2Whole, siblings }, ["artifacts"]);
    expect({ count: artifacts?.length, first: artifacts?.[0]?.path, artifactCount }).toEqual({ count: 2_000, first: "model.safetensors", artifactCount: 2_501 });
  });

  it("gives reported results with who reports them", () => {
    expect(record(whole, ["evaluations"]).evaluations).toEqual([
      { benchmark: "cais/hle", author: "SOURCE", value: 4.2, date: "2026-03-01T00:00:00Z" },
      { benchmark: "openai/gsm8k", author: "COMMUNITY", value: 1.5, settings: "gsm8k, 5-shot", url: `${endpoint}/${gpt2.id}/discussions/12` },
      { benchmark: "LAMBADA", author: "PUBLISHER", value: 35.13, metric: "ppl", settings: "test", url: "https://example.org/gpt2" },
      { benchmark: "CBT-CN", author: "SOURCE", value: 87.65, metric: "acc" },
      { benchmark: "LAMBADA", author: "PUBLISHER", text: "45.99 ± 0.5", metric: "acc", settings: "test", url: "https://example.org/gpt2" },
    ]);
  });

  it("knows that there are none when the Hub says so, or was asked and shows none", () => {
    const { "model-index": _, ...silent } = gpt2Whole;
    expect([record({ ...gpt2Whole, "model-index": null }, ["evaluations"]).evaluations, record(silent, ["evaluations"]).evaluations, record(silent).evaluations]).toEqual([[], [], undefined]);
  });

  it.each([
    [{ max_position_embeddings: 131072, model_max_length: 5 }, 131072],
    [{ text_config: { max_position_embeddings: 8192 }, n_positions: 5 }, 8192],
    [gpt2Configuration, 1024],
    [{ seq_length: 2048 }, 2048],
    [{ model_max_length: 1e30 }, undefined],
    [{ max_position_embeddings: "4096" }, undefined],
  ])("reads the context length of %j", (configuration, contextTokens) => {
    expect(record(gpt2Whole, ["contextTokens"], configuration).contextTokens).toBe(contextTokens);
  });

  it("lists providers that serve it now, also of the shape that one model has", () => {
    const { offers, details } = record(whole);
    expect({ offers, details }).toEqual({
      offers: [{ provider: "hf-inference", callAs: "openai-community/gpt2", url: `${endpoint}/${gpt2.id}?inference_api=true&inference_provider=hf-inference` }],
      details: { repositoryId: gpt2._id, trendingScore: 16, spaces: 3, usedStorageBytes: 13_290_500_000, inferenceProviders: ["hf-inference"] },
    });
  });
});

describe("any payload", () => {
  it("is read or refused, and never throws, with any field absent or of another type", () => {
    const whole: Readonly<Record<string, unknown>> = { ...gpt2Whole, ...gpt2Beside, ...llamaGguf, cardData: { license: "other", language: ["en"], base_model: "x/y" } };
    const need = new Set<RecordField>(["architecture", "artifacts", "claims", "contextTokens", "evaluations"]);
    const wrong = [undefined, null, 0, -1.5, Number.NaN, "", "text", [], [null], [[]], {}, { a: 1 }, true, "x".repeat(5_000), [{ id: 7 }], { models: "x", relation: 3 }];
    for (const field of Object.keys(whole)) {
      for (const value of wrong) {
        const reading = readModel({ ...whole, [field]: value }, { endpoint, need });
        expect(field === "id" || field === "private" || reading.status === "listing").toBe(true);
      }
    }
    for (const value of wrong) expect(readModel(value, { endpoint, need }).status).toBe("unreadable");
  });
});
