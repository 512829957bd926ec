import { describe, expect, test } from "vitest";
import { judgeNames } from "./judge-names.ts";
import { canonicalPublisher, familyHome, isCalled, publisherOfAccount } from "./publishers.ts";
import { isSilent, readSignature, saysMore, signaturesContradict, signatureText } from "./signature.ts";

/** An id with its owner, as the Hub and OpenRouter write it, or a bare name of Ollama's library. */
function named(id: string) {
  const slash = id.indexOf("/");
  return { name: id.slice(slash + 1), nativeId: id, publisher: slash < 0 ? "" : id.slice(0, slash) };
}

const read = (id: string) => readSignature({ names: [named(id).name], publisher: canonicalPublisher([named(id).publisher]), tellsPublisher: true });

describe("names of one model in different places", () => {
  const same: readonly (readonly [string, string])[] = [
    ["llama3.1:8b-instruct-q4_K_M", "meta-llama/Llama-3.1-8B-Instruct"],
    ["accounts/fireworks/models/llama-v3p1-8b-instruct".slice("accounts/fireworks/models/".length), "meta-llama/Llama-3.1-8B-Instruct"],
    ["meta/llama3-1-8b-instruct", "meta-llama/Llama-3.1-8B-Instruct"],
    ["meta-llama/Meta-Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct"],
    ["qwen25-coder-32b-instruct", "Qwen/Qwen2.5-Coder-32B-Instruct"],
    ["deepseek-r1:8b-llama-distill-q4_K_M", "deepseek-ai/DeepSeek-R1-Distill-Llama-8B"],
    ["deepseek/deepseek-r1-0528", "deepseek-ai/DeepSeek-R1-0528"],
    ["mistral-small3.2:24b-instruct-2506-q4_K_M", "mistralai/Mistral-Small-3.2-24B-Instruct-2506"],
    ["gemma3n:e4b-it-q4_K_M", "google/gemma-3n-E4B-it"],
    ["gemma3:270m-it-q8_0", "google/gemma-3-270m-it"],
    ["qwen3:4b-thinking-2507-q4_K_M", "Qwen/Qwen3-4B-Thinking-2507"],
    ["llama4:17b-scout-16e-instruct-q4_K_M", "meta-llama/Llama-4-Scout-17B-16E-Instruct"],
    ["cohere/command-r-08-2024", "CohereForAI/c4ai-command-r-08-2024"],
    ["openai/gpt-4o-2024-08-06", "openai/gpt-4o-20240806"],
    ["z-ai/glm-4-32b-chat", "THUDM/GLM-4-32B-chat"],
  ];
  test.each(same)("%s and %s say the same", (left, right) => {
    expect([judgeNames(named(left), named(right)).verdict, judgeNames(named(right), named(left)).verdict]).toEqual(["SAME", "SAME"]);
  });

  const silent: readonly (readonly [string, string])[] = [
    ["llama3.1:8b", "meta-llama/Llama-3.1-8B"],
    ["qwen3:4b", "Qwen/Qwen3-4B"],
    ["gemma3:270m", "google/gemma-3-270m"],
    ["nvidia/llama-3.3-nemotron-super-49b-v1.5", "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5"],
    ["nvidia/nemotron-nano-9b-v2", "nvidia/NVIDIA-Nemotron-Nano-9B-v2"],
    ["ai21/jamba-large-1.7", "ai21labs/AI21-Jamba-Large-1.7"],
    ["stablelm2:1.6b", "stabilityai/stablelm-2-1_6b"],
    ["meituan/longcat-2.0", "meituan-longcat/LongCat-2.0"],
  ];
  test.each(silent)("%s and %s leave something open", (left, right) => {
    expect(judgeNames(named(left), named(right)).verdict).toBe("SILENT");
  });

  const different: readonly (readonly [string, string])[] = [
    ["mixtral:v0.1", "mistralai/Mixtral-8x7B-v0.1"],
    ["deepseek/deepseek-r1", "deepseek-ai/DeepSeek-R1-0528"],
    ["qwen/qwen3-235b-a22b", "Qwen/Qwen3-235B-A22B-Instruct-2507"],
    ["openai/gpt-4o-2024-08-06", "openai/gpt-4o-2024-05-13"],
    ["anthropic/claude-3-5-sonnet-20240620", "anthropic/claude-3-5-sonnet-20241022"],
    ["anthropic/claude-3-7-sonnet-20250219", "anthropic/claude-3.7-sonnet"],
    ["liquid/lfm-2.2-6b", "LiquidAI/LFM2-2.6B"],
    ["ai/magistral-small-3.2", "mistralai/Mistral-Small-3.2"],
    ["facebook/wmt19-de-en", "facebook/wmt19-en-de"],
    ["google/gemma-3n-e4b-it", "google/gemma-3-4b-it"],
    ["z-ai/glm-4.5v", "zai-org/GLM-4.5"],
    ["microsoft/Phi-3-mini-4k-instruct", "microsoft/Phi-3-mini-128k-instruct"],
    ["01-ai/Yi-1.5-34B-Chat", "01-ai/Yi-1.5-34B-Chat-16K"],
    ["mistralai/ministral-3b-2512", "mistralai/Ministral-3-3B-Instruct-2512"],
    ["bartowski/Llama-3.1-8B-Instruct-GGUF", "meta-llama/Llama-3.1-8B-Instruct"],
    ["openai/chatgpt-4o-latest", "openai/chatgpt-4o-latest"],
    ["Qwen/Qwen2.5-7B-Instruct", "Qwen/Qwen2.5-7B"],
    ["gemma:2b-instruct", "google/gemma-1.1-2b-it"],
    ["acme/7b", "acme/7b"],
  ];
  test.each(different)("%s is not said by %s", (left, right) => {
    expect([judgeNames(named(left), named(right)).verdict, judgeNames(named(right), named(left)).verdict]).toEqual(["DIFFERENT", "DIFFERENT"]);
  });
});

test("a signature holds each kind of what a name says, and packaging apart", () => {
  expect(read("Qwen/Qwen3-30B-A3B-Instruct-2507-FP8")).toEqual({
    publisher: "qwen", words: ["qwen"], languages: [], versions: ["3"], sizes: ["30b", "a3b"], training: ["instruct"], dates: ["2507"], packaging: ["fp8"], isMoving: false, spoken: "qwen 3 30b a3b instruct 2507",
  });
  expect(readSignature({ names: ["Support 7B"] })).toEqual({ words: ["support"], languages: [], versions: [], sizes: ["7b"], training: [], dates: [], packaging: [], isMoving: false, spoken: "support 7b" });
  expect(signatureText(readSignature({ names: ["Support 7B"] }))).toBe("");
});

test("a name is silent until it tells training, date, or a kind of model that has but one", () => {
  expect(["meta-llama/Llama-3.1-8B", "deepseek-ai/DeepSeek-V3"].map((id) => isSilent(read(id)))).toEqual([true, true]);
  expect(["meta-llama/Llama-3.1-8B-Instruct", "deepseek-ai/DeepSeek-V3-0324", "openai/whisper-large-v3", "nomic-ai/nomic-embed-text-v1.5"].map((id) => isSilent(read(id)))).toEqual([false, false, false, false]);
});

test("a longer name of one family and size says more by training, date or version", () => {
  expect(saysMore(read("google/gemma-1.1-2b-it"), read("google/gemma-2b-it"))).toBe(true);
  expect(saysMore(read("Qwen/Qwen3-8B-Base"), read("Qwen/Qwen3-8B"))).toBe(true);
  expect(saysMore(read("Qwen/Qwen3-8B"), read("Qwen/Qwen3-8B-Base"))).toBe(false);
  expect(saysMore(read("Qwen/Qwen3-8B"), read("Qwen/Qwen3-8B"))).toBe(false);
});

test("names contradict by size, training, and within a family by version and date", () => {
  const contradict = (left: string, right: string): boolean => signaturesContradict(read(left), read(right)) && signaturesContradict(read(right), read(left));
  expect(contradict("qwen:72b-text", "qwen:110b-text")).toBe(true);
  expect(contradict("a/llama-3.1-8b-base", "b/llama-3.1-8b-chat")).toBe(true);
  expect(contradict("a/llama-3-8b", "b/llama-3.1-8b")).toBe(true);
  expect(contradict("a/kimi-k2-0711", "b/kimi-k2-0905")).toBe(true);
  expect(contradict("a/llama-2-7b-chat", "b/llama-2-7b-instruct")).toBe(false);
  expect(contradict("a/model", "b/llama-3.1-8b")).toBe(false);
  expect(contradict("a/whisper-2", "b/llama-3")).toBe(false);
});

test("publishers are known by what different places call them", () => {
  expect(canonicalPublisher(["meta-llama", "Meta"])).toBe(canonicalPublisher(["Meta AI"]));
  expect(canonicalPublisher(["z-ai"])).toBe(canonicalPublisher(["THUDM"]));
  expect(canonicalPublisher(["Some_Lab", "Some Lab"])).toBe("some_lab");
  expect(canonicalPublisher([])).toBeUndefined();
  expect(familyHome("gemma")).toBe("google");
  expect(["meta-llama", "FacebookAI", "meta", "x-ai", "Meta-AI", "Some_Lab"].map(publisherOfAccount)).toEqual(["meta-llama", "meta-llama", undefined, undefined, undefined, "some_lab"]);
  expect([isCalled("meta", "meta-llama"), isCalled("Meta AI", "facebook"), isCalled("x-ai", "x-ai"), isCalled("meta", "me"), isCalled("mistral", "mistral-community")]).toEqual([true, true, true, false, false]);
  expect(familyHome("constructor")).toBeUndefined();
});
