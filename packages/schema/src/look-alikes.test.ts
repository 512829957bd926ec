import { describe, expect, it } from "vitest";
import { isDisguised, looksLike, nameLikeness, nameParts, withoutPart, withoutSuffix } from "./look-alikes.ts";

describe("nameLikeness", () => {
  const cases: readonly (readonly [left: string, right: string, expected: string | undefined])[] = [
    ["Llama-3.1-8B", "llama3.1 8b", "EQUAL"],
    ["Ｌｌａｍａ-3.1-8B", "Llama-3.1-8B", "EQUAL"],
    ["Llama-3.1-8B", "Llama-31-8B", "EQUAL"],
    ["IIama-3.1-8B", "llama-3.1-8B", "LOOK_ALIKE"],
    ["IIama-3.1-8B", "Llama-3.1-8B", "LOOK_ALIKE"],
    ["L1ama-3.1-8B", "Llama-3.1-8B", "LOOK_ALIKE"],
    ["Mistra1-7B-v0.3", "Mistral-7B-v0.3", "LOOK_ALIKE"],
    ["MistraI-7B", "Mistral7B", "LOOK_ALIKE"],
    ["gernma-3-4b-it", "gemma-3-4b-it", "LOOK_ALIKE"],
    ["vvhisper-large-v3", "whisper-large-v3", "LOOK_ALIKE"],
    ["Phi-3-mini", "Рhi-3-mini", "LOOK_ALIKE"],
    ["τhisper-large", "thisper-large", "LOOK_ALIKE"],
    ["b0rea1is-large", "borealis-large", "LOOK_ALIKE"],
    ["Llama-2-7b-hf", "Llama-2-7b", "SUFFIX"],
    ["Llama-2-7b-official", "Llama-2-7b", "SUFFIX"],
    ["original-Llama-2-7b", "Llama2-7b", "SUFFIX"],
    ["Mistrall-7B", "Mistral-7B", "SPELLING mistrall mistral"],
    ["Lama-3.1-8B", "Llama-3.1-8B", "SPELLING lama llama"],
    ["Qweenn2.5-7B", "Qwen2.5-7B", "SPELLING qweenn qwen"],
    ["whipser-large-v3", "whisper-large-v3", "SPELLING whipser whisper"],
    ["stable-diffussion-xl", "stable-diffusion-xl", "SPELLING diffussion diffusion"],
    ["stable-difusoin-xl", "stable-diffusion-xl", undefined],
    ["Llama-3.1-8B", "Llama-3.2-8B", undefined],
    ["Llama-3.1-8B", "Llama-3.1-70B", undefined],
    ["Qwen2.5-7B", "Qwen2.5-8B", undefined],
    ["Llama-3.1-8B-Instruct", "Llama-3.1-8B", undefined],
    ["model-v1", "model-v2", undefined],
    ["Qwen-VL", "Qwen-V1", undefined],
    ["gemma-3-4b-it", "gemma-3-4b-pt", undefined],
    ["opus-mt-en-de", "opus-mt-en-fr", undefined],
    ["bert-base-cased", "bert-base-uncased", undefined],
    ["bert-xI", "bert-xL", undefined],
    ["roberta-base", "deberta-base", undefined],
    ["albert-base", "bert-base", undefined],
    ["o1-mini", "ol-mini", undefined],
    ["t5-small", "t5-large", undefined],
    ["x-Q4_K_M", "x-Q4_K_S", undefined],
    ["llava-7b", "llama-7b", undefined],
    ["model-10B", "model-1OB", undefined],
    ["gemini1-pro", "gemini2-pro", undefined],
    ["...", "...", undefined],
  ];
  it.each(cases)("%s and %s", (left, right, expected) => {
    const said = (one: string, other: string) => {
      const likeness = nameLikeness(one, other);
      return likeness?.kind === "SPELLING" ? `SPELLING ${likeness.words.join(" ")}` : likeness?.kind;
    };
    expect(said(left, right)).toBe(expected);
    expect(said(right, left)?.split(" ")[0]).toBe(expected?.split(" ")[0]);
  });
});

describe("looksLike", () => {
  it.each([
    ["meta-Ilama", "meta-llama", true], ["meta-1lama", "meta-llama", true], ["rnistralai", "mistralai", true], ["0penai", "openai", true], ["gооgle", "google", true],
    ["ｇoogle", "google", true], ["vvhisper", "whisper", true], ["AI-Ilabs", "AI-llabs", true],
    ["Meta-Llama", "meta-llama", false], ["AI-labs", "ai-labs", false], ["meta-llamas", "meta-llama", false], ["meta-ilama", "meta-llama", false], ["acme", "other", false], ["", "", false],
  ] as const)("%s and %s: %s", (left, right, expected) => {
    expect([looksLike(left, right), looksLike(right, left)]).toEqual([expected, expected]);
  });
});

it("takes names apart, and says what is written to be taken for something else", () => {
  expect([nameParts("L1ama-3.1-8B"), withoutPart("Qwenn2.5-7B", "Qwenn"), withoutPart("whisperr", "whisperr"), withoutSuffix("Llama-2-7b-hf"), withoutSuffix("hf"), withoutSuffix("Llama-2")]).toEqual([
    ["L1ama", "3.1", "8", "B"], "2.5 7B", undefined, "Llama 2 7b", undefined, undefined,
  ]);
  expect(["L1ama", "Mistra1", "Рhi", "llama", "10", "v"].map(isDisguised)).toEqual([true, true, true, false, false, false]);
});

it("reads no more than the beginning of a long name, and is fast on a hostile one", () => {
  const long = "rn1I".repeat(10_000);
  expect(nameLikeness(long, `${long}x`)?.kind).toBe("EQUAL");
  expect(nameLikeness("a".repeat(250), "b".repeat(250))).toBeUndefined();
});
