import type { LineageStatement, StoredModel } from "@modeldex/catalog";
import { modelId } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import type { KnownModel } from "./same-model.ts";
import { isTuned, isUntuned } from "./training.ts";

function known(id: string, { task = "text-generation", from }: { readonly task?: string; readonly from?: string } = {}): KnownModel {
  const model = { id: modelId(`hf:${id}`), name: id.slice(id.indexOf("/") + 1), publisher: { name: id.slice(0, id.indexOf("/")) }, task };
  const bases: readonly LineageStatement[] = from === undefined ? [] : [{ relation: "FINETUNE", reference: `pkg:huggingface/${from}`, statedBy: [] }];
  return { model: model as unknown as StoredModel, bases };
}

describe("a model that was trained to answer", () => {
  it.each([
    ["says so in its name", known("google/gemma-3-4b-it"), true],
    ["was made from what says that it was not", known("Qwen/Qwen3-8B", { from: "Qwen/Qwen3-8B-Base" }), true],
    ["does other work, where such words mean something else", known("Helsinki-NLP/opus-mt-en-it", { task: "translation" }), false],
    ["is not called a base", known("Qwen/Qwen3-8B-Base", { from: "Qwen/Qwen3-4B-Base" }), false],
    ["is not known as one without a word", known("Qwen/Qwen3-8B"), false],
  ])("%s", (_, model, answer) => expect(isTuned(model)).toBe(answer));
});

describe("a model that only completes text", () => {
  it.each([
    ["says so in its name", known("google/gemma-3-4b-pt"), true],
    ["has a namesake of its publisher that was tuned", known("meta-llama/Llama-3.1-8B"), true],
    ["has more than somebody else's namesake", known("x/Llama-3.1-8B"), false],
    ["is not the tuned one", known("meta-llama/Llama-3.1-8B-Instruct"), false],
  ])("%s", (_, model, answer) => expect(isUntuned(model, [known("meta-llama/Llama-3.1-8B-Instruct")])).toBe(answer));
});
