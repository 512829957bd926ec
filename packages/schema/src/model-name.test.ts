import { describe, expect, it } from "vitest";
import { parametersFromName, precisionsFromName } from "./model-name.ts";

const billion = 1e9;
const million = 1e6;

describe("parametersFromName", () => {
  it.each<[string, number]>([
    ["meta-llama/Llama-3.1-8B-Instruct", 8 * billion],
    ["TinyLlama/TinyLlama-1.1B-Chat-v1.0", 1.1 * billion],
    ["google/gemma-3-270m", 270 * million],
    ["facebook/m2m100_418M", 418 * million],
    ["facebook/nllb-200-distilled-600M", 600 * million],
    ["EleutherAI/gpt-neo-125m", 125 * million],
    ["Qwen/Qwen2.5-0.5B", 0.5 * billion],
    ["Qwen/Qwen2.5-14B-Instruct-1M", 14 * billion],
    ["THUDM/glm-4-9b-chat-1m", 9 * billion],
    ["bigscience/bloom-7b1", 7.1 * billion],
    ["stabilityai/stablelm-2-1_6b", 1.6 * billion],
    ["internlm/internlm2_5-1_8b-chat", 1.8 * billion],
    ["someone/Llama_3_8b", 8 * billion],
    ["PY007/TinyLlama-1.1B-step-50K-105b", 1.1 * billion],
    ["fla-hub/transformer-1.3B-100k", 1.3 * billion],
    ["openai/gpt-oss-120b", 120 * billion],
    ["BlinkDL/RWKV-4-Raven-7B-v12-Eng98%-ctx8192", 7 * billion],
    ["TheBloke/Llama-2-13B.Q4_K_M.gguf", 13 * billion],
    ["lmsys/vicuna-7b-v1.5", 7 * billion],
    ["100B-lab/model-3b", 3 * billion],
    ["qwen2.5:7b", 7 * billion],
  ])("reads %s", (name, total) => {
    expect(parametersFromName(name)).toEqual({ total, origin: "NAME" });
  });

  it.each<[string, number, number]>([
    ["Qwen/Qwen3-30B-A3B-Instruct-2507", 30 * billion, 3 * billion],
    ["Qwen/Qwen3-235B-A22B", 235 * billion, 22 * billion],
    ["ibm-granite/granite-3.0-3b-a800m-instruct", 3 * billion, 800 * million],
  ])("reads the active ones of %s", (name, total, active) => {
    expect(parametersFromName(name)).toEqual({ total, active, origin: "NAME" });
  });

  it.each([
    ["experts that share layers", "mistralai/Mixtral-8x7B-v0.1"],
    ["experts that share layers, large", "mistralai/Mixtral-8x22B-Instruct-v0.1"],
    ["a merge of experts", "someone/Llama-3-8B-x4-MoE"],
    ["active ones and a number of experts", "meta-llama/Llama-4-Scout-17B-16E-Instruct"],
    ["active ones alone", "Qwen/Qwen1.5-MoE-A2.7B"],
    ["effective ones", "google/gemma-3n-E4B-it"],
    ["active and total side by side", "allenai/OLMoE-1B-7B-0924"],
    ["encoder and decoder side by side", "google/t5gemma-2-1b-1b"],
    ["a version", "someone/model-v1.5b"],
    ["a width", "someone/model-4bit"],
    ["a context length", "01-ai/yi-200k"],
    ["numbers of training samples", "laion/CLIP-ViT-H-14-laion2B-s32B-b79K"],
    ["a date", "someone/model-2024-08-06"],
    ["letters of a word", "someone/a1b-c3bm-x"],
    ["a helper named after a large model", "RedHatAI/Qwen3-8B-speculator.eagle3"],
    ["nothing", "BAAI/bge-m3"],
    ["an empty text", ""],
    ["zero", "MaxJeblick/llama2-0b-unit-test"],
    ["a count in the publisher's name only", "team-7b/model"],
  ])("reads none off %s", (_what, name) => {
    expect(parametersFromName(name)).toBeUndefined();
  });

  it.each(["1", "1.", "1x", "1_", "b-", "a1"])("takes no more than its share of time for hostile names, such as many of %j", (piece) => {
    // Sixteen times the text may take some sixteen times as long, on a busy machine more, never 256 times.
    const short = fastest((text) => parametersFromName(text), piece.repeat(5_000));
    const long = fastest((text) => parametersFromName(text), piece.repeat(80_000));
    expect(long / Math.max(short, 0.05)).toBeLessThan(100);
  });
});

describe("precisionsFromName", () => {
  it.each<[string, readonly string[]]>([
    ["Llama-3.1-8B-Instruct.q4_k_m.gguf", ["Q4_K_M"]],
    ["model-UD-Q4_K_XL", ["Q4_K_XL"]],
    ["model-IQ2_XXS", ["IQ2_XXS"]],
    ["model-iq4_nl.gguf", ["IQ4_NL"]],
    ["model.Q8_0.gguf", ["Q8_0"]],
    ["model-TQ1_0", ["TQ1_0"]],
    ["model-q4", ["Q4"]],
    ["RedHatAI/Llama-3.1-8B-Instruct-FP8-dynamic", ["FP8"]],
    ["nvidia/Qwen3-8B-NVFP4", ["NVFP4"]],
    ["gpt-oss-20b-MXFP4", ["MXFP4"]],
    ["model-MXFP4A16", ["MXFP4A16"]],
    ["model-bf16", ["BF16"]],
    ["model-f16.gguf", ["F16"]],
    ["model-fp16", ["FP16"]],
    ["hugging-quants/Mixtral-8x7B-Instruct-v0.1-AWQ-INT4", ["AWQ", "INT4"]],
    ["TheBloke/Llama-2-7B-GPTQ", ["GPTQ"]],
    ["model-4bit", ["4bit"]],
    ["model-8-bit", ["8bit"]],
    ["model-exl2-4.65bpw", ["EXL2", "4.65bpw"]],
    ["model-w4a16", ["W4A16"]],
    ["Q4_K_M and q4_k_m", ["Q4_K_M"]],
    ["meta-llama/Llama-3.1-8B-Instruct", []],
    ["Qwen/QwQ-32B", []],
    ["someone/afp8x", []],
    ["bert-base-int8ed", []],
    ["", []],
  ])("reads %s", (name, expected) => {
    expect(precisionsFromName(name)).toEqual(expected);
  });
});

/** The shortest of nine runs, in milliseconds. */
function fastest(run: (text: string) => unknown, text: string): number {
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now();
    run(text);
    return performance.now() - began;
  });
  return Math.min(...times);
}
