import { describe, expect, test } from "vitest";
import { contradiction, isRepackaged, nameRelation, packagingDiffers, readName, trainingSaid, unsaid } from "./names.ts";

describe("reading a name", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf", "meta llama 3.1 8b instruct", "q4km gguf"],
    ["llama-v3p1-8b-instruct", "llama 3.1 8b instruct", ""],
    ["llama3-1-8b", "llama 3.1 8b", ""],
    ["Llama-3_3-Nemotron-Super-49B-v1_5", "llama 3.3 nemotron super 49b 1.5", ""],
    ["llama-3.3-nemotron-super-49b-v1.5", "llama 3.3 nemotron super 49b 1.5", ""],
    ["DeepSeek-R1-0528", "deepseek r1 0528", ""],
    ["gemma-3n-e4b-it", "gemma 3n e4b it", ""],
    ["Mixtral-8x7B-v0.1-AWQ", "mixtral 8x7b 0.1", "awq"],
    ["qwen3-235b-a22b-fp8", "qwen 3 235b a22b", "fp8"],
    ["Qwen2.5-7B-4-bit", "qwen 2.5 7b", "4bit"],
    ["gpt-4o-2024-08-06", "gpt 4o 2024 08.06", ""],
    ["whisper-large-v3-turbo", "whisper large 3 turbo", ""],
    ["yolov8n", "yolov 8n", ""],
    ["通义千问-7B", "通义千问 7b", ""],
    ["Phi-4-mini-w4a16-nf4.bf16", "phi 4 mini", "w4a16 nf4 bf16"],
    ["UD-IQ2_XXS", "", "udiq2xxs"],
  ];
  test.each(cases)("%s", (name, words, packaging) => {
    const reading = readName(name);
    expect({ words: reading.words.join(" "), packaging: reading.packaging.join(" ") }).toEqual({ words, packaging });
  });
});

describe("an explicit reference", () => {
  const said: readonly (readonly [string, string])[] = [
    ["meta-llama/llama-3.1-8b-instruct", "meta-llama/Llama-3.1-8B-Instruct"],
    ["meta/Meta-Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct"],
    ["nvidia/llama-3.3-nemotron-super-49b-v1.5", "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5"],
    ["bartowski/Llama-3.1-8B-Instruct-GGUF", "meta-llama/Llama-3.1-8B-Instruct"],
    ["x/llama-3.1-8b-instruct.Q4_K_M.gguf", "meta-llama/Llama-3.1-8B-Instruct"],
    ["qwen/qwen-2.5-coder-32b", "Qwen/Qwen2.5-Coder-32B"],
    ["x/chatglm3", "THUDM/ChatGLM-3"],
    ["deepseek/deepseek-r1", "deepseek-ai/DeepSeek-R1"],
    ["registry/42", "deepseek-ai/DeepSeek-R1"],
  ];
  test.each(said)("%s is said by %s", (referring, target) => {
    expect(unsaid(named(referring), named(target))).toEqual([]);
  });

  const notSaid: readonly (readonly [string, string, readonly string[]])[] = [
    ["liquid/lfm-2.2-6b", "LiquidAI/LFM2-2.6B", ["2.2", "6b"]],
    ["deepseek/deepseek-reasoner", "deepseek-ai/DeepSeek-R1", ["reasoner"]],
    ["z-ai/glm-4.7-flashx", "zai-org/GLM-4.7-Flash", ["flashx"]],
    ["moonshotai/kimi-k2-thinking-turbo", "moonshotai/Kimi-K2-Thinking", ["turbo"]],
    ["stepfun/step-3.5-flash-2603", "stepfun-ai/Step-3.5-Flash", ["2603"]],
    ["microsoft/phi-3.5-128k", "microsoft/Phi-3.5-mini-instruct", ["128k"]],
    ["x/llama-3-8b", "meta-llama/Llama-3.1-8B", ["3"]],
    ["x/my cool model", "meta-llama/Llama-3.1-8B", ["my", "cool", "model"]],
  ];
  test.each(notSaid)("%s says more than %s", (referring, target, missing) => {
    expect(unsaid(named(referring), named(target))).toEqual(missing);
  });
});

describe("equal bytes", () => {
  const contradicting: readonly (readonly [string, string, string])[] = [
    ["qwen:72b-text", "qwen:110b-text", "the names differ in size: 72000000000 parameters and 110000000000 parameters"],
    ["Llama-3.1-8B", "llama-3-8b", "the names differ in version: 3.1 and 3"],
    ["Llama-3.1-8B-Instruct", "llama3.1-8b-base", "the names differ in training: instruct and base"],
    ["gpt-4o-20240806", "gpt-4o-20240513", "the names differ in date: 20240806 and 20240513"],
    ["Mixtral-8x7B", "mixtral-8x22b", "the names differ in size: 8 × 7000000000 parameters and 8 × 22000000000 parameters"],
  ];
  test.each(contradicting)("%s contradicts %s", (left, right, reason) => {
    expect(contradiction(left, right)).toBe(reason);
  });

  const agreeing: readonly (readonly [string, string])[] = [
    ["Llama-3.1-8B", "unsloth-llama-3.1-8b-instruct"],
    ["whisper-large", "whisper-large-v3"],
    ["model", "Qwen2.5-7B-Instruct-GGUF"],
    ["#3", "whisper-large-v2"],
    ["my model 7", "whisper-large-v2"],
    ["opt-1.5b", "OPT-1500M"],
    ["Mistral-7B-v1.0", "mistral 7b v1"],
    ["Llama-3.1-8B-Instruct", "Llama-3.1-8B-Instruct-Q4_K_M"],
  ];
  test.each(agreeing)("%s may be %s", (left, right) => {
    expect(contradiction(left, right)).toBeUndefined();
    expect(contradiction(right, left)).toBeUndefined();
  });
});

test("packaging differs when one name tells of it and the other does not, or of another", () => {
  expect(packagingDiffers("Qwen2.5-7B-GGUF", "Qwen2.5-7B")).toBe(true);
  expect(packagingDiffers("Qwen2.5-7B-AWQ", "Qwen2.5-7B-GPTQ")).toBe(true);
  expect(packagingDiffers("Qwen2.5-7B-AWQ", "qwen 2.5 7b awq")).toBe(false);
});

describe("two names", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["meta-llama/Llama-3.1-8B-Instruct", "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "SAME"],
    ["meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B", "SAME"],
    ["google/gemma-3-4b-it", "google/gemma-3-4b-pt", "SAME"],
    ["Qwen/Qwen2.5-7B", "unsloth/Qwen2.5-7B-bnb-4bit", "SAME"],
    ["zai-org/ChatGLM-3", "x/chatglm3", "SAME"],
    ["meta-llama/Llama-3.1-8B", "NousResearch/Hermes-3-Llama-3.1-8B", "EXTENDS"],
    ["openai/whisper-large-v3", "openai/whisper-large-v3-turbo", "EXTENDS"],
    ["google-bert/bert-base-uncased", "google-bert/bert-base-cased", "OTHER"],
    ["Qwen/Qwen3-8B", "google/gemma-3-8b", "OTHER"],
    ["a/7b", "b/7b", "SAME"],
    ["a/1", "b/whisper-1", "OTHER"],
  ];
  test.each(cases)("%s and %s: %s", (left, right, relation) => {
    expect([nameRelation(named(left), named(right)), nameRelation(named(right), named(left))]).toEqual([relation, relation]);
  });

  test("tell how far a model was trained; base beside no size is a size", () => {
    const names = ["meta-llama/Llama-3.1-8B-Instruct", "gemma-3-4b-it", "Qwen3-8B-Base", "gemma-3-4b-pt", "flan-t5-base", "bert-base-uncased", "Qwen3-8B", ""];
    expect(names.map(trainingSaid)).toEqual(["TUNED", "TUNED", "UNTUNED", "UNTUNED", undefined, undefined, undefined, undefined]);
  });

  test("tell of other packaging, but not of the library that loads the weights", () => {
    expect(["Qwen2.5-7B-AWQ", "llama.Q4_K_M.gguf", "Llama-2-7b-chat-hf", "Qwen2.5-7B-bf16"].map(isRepackaged)).toEqual([true, true, false, false]);
  });
});

function named(id: string) {
  return { name: id.slice(id.indexOf("/") + 1), nativeId: id, publisher: id.slice(0, id.indexOf("/")) };
}
