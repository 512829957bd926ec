import type { LineageStatement, StoredModel } from "@modeldex/catalog";
import { modelId } from "@modeldex/schema";
import type { LineageRelation } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { isNamedBy, isPackaging, isSameModel } from "./same-model.ts";
import type { KnownModel } from "./same-model.ts";

interface Draft {
  readonly billions?: number;
  readonly from?: Readonly<Record<string, LineageRelation>>;
}

function known(id: string, { billions, from = {} }: Draft = {}): KnownModel {
  const model = { id: modelId(`hf:${id}`), name: id.slice(id.indexOf("/") + 1), publisher: { name: id.slice(0, id.indexOf("/")) }, ...(billions !== undefined && { parameters: { total: billions * 1e9, origin: "WEIGHTS" as const } }) };
  const bases = Object.entries(from).map(([base, relation]): LineageStatement => ({ relation, reference: `pkg:huggingface/${base}`, model: modelId(`hf:${base}`), statedBy: [] }));
  return { model: model as unknown as StoredModel, bases };
}

const llama = known("meta-llama/Llama-3.1-8B-Instruct", { billions: 8.03, from: { "meta-llama/Llama-3.1-8B": "FINETUNE" } });

describe("the same model", () => {
  it.each([
    ["a mirror", known("NousResearch/Meta-Llama-3.1-8B-Instruct", { billions: 8.03 })],
    ["a mirror whose size is not known", known("x/llama3.1-8b-instruct")],
    ["a quantization by its name", known("bartowski/Meta-Llama-3.1-8B-Instruct-GGUF")],
    ["a quantization by what is stated", known("x/tiny-and-fast", { from: { "meta-llama/Llama-3.1-8B-Instruct": "QUANTIZED" } })],
    ["an adapter", known("x/sql-lora", { from: { "meta-llama/Llama-3.1-8B-Instruct": "ADAPTER" } })],
    ["its own base", known("meta-llama/Llama-3.1-8B", { billions: 8.03 })],
    ["a finetune that says no more", known("x/Llama-3.1-8B-Instruct-abliterated", { billions: 8.03, from: { "meta-llama/Llama-3.1-8B-Instruct": "FINETUNE" } })],
  ])("is %s", (_, other) => {
    expect([isSameModel(llama, other), isSameModel(other, llama)]).toEqual([true, true]);
  });

  it.each([
    ["a model of another size by the same name", known("meta-llama/Llama-3.1-8B-Instruct", { billions: 70.6 })],
    ["a finetune of another size", known("x/Llama-3.1-8B-Instruct-turbo", { billions: 4, from: { "meta-llama/Llama-3.1-8B-Instruct": "FINETUNE" } })],
    ["a finetune with a name of its own", known("x/Hermes-8B", { billions: 8.03, from: { "meta-llama/Llama-3.1-8B-Instruct": "FINETUNE" } })],
    ["a model that learned from it", known("x/Llama-3.1-8B-Instruct-mini", { billions: 8.03, from: { "meta-llama/Llama-3.1-8B-Instruct": "DISTILLED" } })],
    ["a model of another family", known("Qwen/Qwen2.5-7B-Instruct", { billions: 7.6 })],
  ])("is not %s", (_, other) => {
    expect([isSameModel(llama, other), isSameModel(other, llama)]).toEqual([false, false]);
  });

  it("is one base packaged twice", () => {
    const packaged = (id: string): KnownModel => known(id, { from: { "Qwen/Qwen3-8B": "QUANTIZED" } });
    expect(isSameModel(packaged("a/fast"), packaged("b/small"))).toBe(true);
  });
});

it("knows a packaging by what is stated, else by its name", () => {
  expect([llama, known("x/Qwen3-8B-AWQ"), known("x/y", { from: { "a/b": "CONVERTED" } }), known("meta-llama/Llama-2-7b-chat-hf")].map(isPackaging)).toEqual([false, true, true, false]);
});

it("is what a reference names, or a mirror of that trained as far", () => {
  const models = ["meta-llama/Llama-3.1-8B", "unsloth/Meta-Llama-3.1-8B", "meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3-8B"].map((id) => known(id).model);
  for (const reference of ["pkg:huggingface/meta-llama/Llama-3.1-8B", "hf:meta-llama/Llama-3.1-8B"]) {
    expect(models.map((model) => isNamedBy(model, reference))).toEqual([true, true, false, false]);
  }
});
