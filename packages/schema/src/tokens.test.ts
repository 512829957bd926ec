import { describe, expect, it } from "vitest";
import { maxTokens, nameSignature, nameTokens, queryWords } from "./tokens.ts";

/** Whether a query finds a name: every word by one of its alternatives. */
function finds(query: string, name: string): boolean {
  const tokens = new Set(nameTokens(name));
  return queryWords(query).every(({ alternatives }) => alternatives.some((all) => all.every((token) => tokens.has(token))));
}

const ids = [
  "meta-llama/Llama-3.1-8B-Instruct", "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "unsloth/llama3.1-8b", "meta-llama/Llama-3.2-1B",
  "Qwen/Qwen2.5-Coder-7B-Instruct", "Qwen/Qwen2.5-Coder-7B-Instruct-GGUF", "openai-community/gpt2", "someone/gpt-2-small", "microsoft/Phi-3-mini-4k-instruct",
  "google/gemma-2-2b-it", "black-forest-labs/FLUX.1-dev", "BAAI/bge-m3", "BAAI/bge-small-en-v1.5", "openai/whisper-large-v3",
  "openai/whisper-large-v3-turbo", "facebook/wav2vec2-base-960h", "deepseek-ai/DeepSeek-R1", "google-t5/t5-small", "mlx-community/Mistral-7B-Instruct-v0.3-4bit",
  "TheBloke/Mistral-7B-v0.1-GGUF-Q4_K_M", "google-bert/bert-base-uncased", "Maltehb/danish-bert-botxo",
];

describe("queryWords and nameTokens", () => {
  it.each<[string, readonly string[]]>([
    ["llama3.1", ["meta-llama/Llama-3.1-8B-Instruct", "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "unsloth/llama3.1-8b"]],
    ["llama 3.1", ["meta-llama/Llama-3.1-8B-Instruct", "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "unsloth/llama3.1-8b"]],
    ["llama31", ["meta-llama/Llama-3.1-8B-Instruct", "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "unsloth/llama3.1-8b"]],
    ["llama 3", ["meta-llama/Llama-3.1-8B-Instruct", "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "unsloth/llama3.1-8b", "meta-llama/Llama-3.2-1B"]],
    ["llama3", ["meta-llama/Llama-3.1-8B-Instruct", "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "unsloth/llama3.1-8b", "meta-llama/Llama-3.2-1B"]],
    ["llama 3.2", ["meta-llama/Llama-3.2-1B"]],
    ["llama3.1 8b instruct", ["meta-llama/Llama-3.1-8B-Instruct", "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF"]],
    ["LLAMA-3.1-8B gguf", ["bartowski/Meta-Llama-3.1-8B-Instruct-GGUF"]],
    ["qwen 2.5 coder 7b", ["Qwen/Qwen2.5-Coder-7B-Instruct", "Qwen/Qwen2.5-Coder-7B-Instruct-GGUF"]],
    ["qwen 2.5 coder 7b gguf", ["Qwen/Qwen2.5-Coder-7B-Instruct-GGUF"]],
    ["qwen2.5", ["Qwen/Qwen2.5-Coder-7B-Instruct", "Qwen/Qwen2.5-Coder-7B-Instruct-GGUF"]],
    ["qwen25-coder", ["Qwen/Qwen2.5-Coder-7B-Instruct", "Qwen/Qwen2.5-Coder-7B-Instruct-GGUF"]],
    ["gpt2", ["openai-community/gpt2", "someone/gpt-2-small"]],
    ["gpt-2", ["openai-community/gpt2", "someone/gpt-2-small"]],
    ["gpt 2", ["openai-community/gpt2", "someone/gpt-2-small"]],
    ["phi3 mini", ["microsoft/Phi-3-mini-4k-instruct"]],
    ["phi-3-mini 4k", ["microsoft/Phi-3-mini-4k-instruct"]],
    ["gemma2 2b", ["google/gemma-2-2b-it"]],
    ["flux1 dev", ["black-forest-labs/FLUX.1-dev"]],
    ["flux.1", ["black-forest-labs/FLUX.1-dev"]],
    ["4-bit", ["mlx-community/Mistral-7B-Instruct-v0.3-4bit"]],
    ["mistral 4bits", ["mlx-community/Mistral-7B-Instruct-v0.3-4bit"]],
    ["bge 1.5", ["BAAI/bge-small-en-v1.5"]],
    ["bge m3", ["BAAI/bge-m3"]],
    ["bge-m3", ["BAAI/bge-m3"]],
    ["bgem3", ["BAAI/bge-m3"]],
    ["whisper large 3", ["openai/whisper-large-v3", "openai/whisper-large-v3-turbo"]],
    ["whisper large v3", ["openai/whisper-large-v3", "openai/whisper-large-v3-turbo"]],
    ["whisper-large-v3-turbo", ["openai/whisper-large-v3-turbo"]],
    ["wav2vec 2", ["facebook/wav2vec2-base-960h"]],
    ["wav2vec2", ["facebook/wav2vec2-base-960h"]],
    ["q4_k_m", ["TheBloke/Mistral-7B-v0.1-GGUF-Q4_K_M"]],
    ["mistral q4", ["TheBloke/Mistral-7B-v0.1-GGUF-Q4_K_M"]],
    ["mistral v0", ["mlx-community/Mistral-7B-Instruct-v0.3-4bit", "TheBloke/Mistral-7B-v0.1-GGUF-Q4_K_M"]],
    ["deepseek r1", ["deepseek-ai/DeepSeek-R1"]],
    ["deep seek r1", ["deepseek-ai/DeepSeek-R1"]],
    ["t5", ["google-t5/t5-small"]],
    ["bert base uncased", ["google-bert/bert-base-uncased"]],
    ["danish bert", ["Maltehb/danish-bert-botxo"]],
    ["bert", ["google-bert/bert-base-uncased", "Maltehb/danish-bert-botxo"]],
    ["llama 4", []],
    ["whisper v2", []],
  ])("find by %j exactly the models that it means", (query, expected) => {
    expect(ids.filter((id) => finds(query, id))).toEqual(expected);
  });

  it.each<[string, string]>([
    ["yolo 8", "ultralytics/yolov8"],
    ["yolov8", "ultralytics/YOLO-v8"],
    ["yolov8", "ultralytics/yolov8n"],
    ["mobilenetv3", "timm/mobilenetv3_small_100"],
    ["mobilenet v3 small", "timm/mobilenetv3_small_100"],
    ["code llama 7b", "codellama/CodeLlama-7b-hf"],
    ["tinyllama", "TinyLlama/TinyLlama-1.1B-Chat-v1.0"],
    ["TinyLlama", "someone/tiny-llama"],
    ["llama 8b", "fireworks/llama-v3p1-8b-instruct"],
    ["llama 3.1 8b", "fireworks/llama-v3p1-8b-instruct"],
    ["llama-v3p1-8b-instruct", "meta-llama/Llama-3.1-8B-Instruct"],
    ["stable diffusion 2.1", "stabilityai/stable-diffusion-2-1"],
    ["stable diffusion v1.5", "stable-diffusion-v1-5/stable-diffusion-v1-5"],
    ["stable diffusion 1.5", "stable-diffusion-v1-5/stable-diffusion-v1-5"],
    ["claude 3.5 sonnet", "anthropic/claude-3-5-sonnet-20240620"],
    ["llama 3.3 nemotron", "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5"],
    ["qwen2vl", "Qwen/Qwen2-VL-7B-Instruct"],
    ["qwen 2 vl", "someone/qwen2vl-7b"],
    ["gpt4o", "openai/gpt-4o"],
    ["gemma2b", "google/gemma-2b"],
    ["gemma 2b", "someone/gemma2b"],
    ["all minilm l6 v2", "sentence-transformers/all-MiniLM-L6-v2"],
    ["iq2_xxs", "someone/model-UD-IQ2_XXS"],
    ["iq2", "someone/model-UD-IQ2_XXS"],
    ["q4 k m", "someone/model.Q4_K_M.gguf"],
    ["聊天", "某人/中文聊天模型-7B"],
    ["中文聊天模型7b", "某人/中文聊天模型-7B"],
    ["型", "某人/中文聊天模型-7B"],
    ["음성", "누군가/한국어음성인식"],
    ["сбер елка", "Сбер/Ёлка-2"],
    ["Ёлка 2", "сбер/елка2"],
    ["cafe", "someone/Café-1B"],
    ["３．１", "meta-llama/Llama-3.1-8B"],
    ["σισυφος", "someone/ΣΊΣΥΦΟΣ"],
  ])("let %j find %s", (query, id) => {
    expect(finds(query, id)).toBe(true);
  });

  it.each<[string, string]>([
    ["gpt2", "openai/gpt-4"],
    ["llama 3.1", "meta-llama/Llama-3-8B"],
    ["8b", "google/gemma-2-2b-it"],
    ["聊型", "某人/中文聊天模型-7B"],
    ["2024 8.6", "someone/model-2024-08-06"],
    ["code llama", "meta-llama/LLaMA-7b"],
  ])("do not let %j find %s", (query, id) => {
    expect(finds(query, id)).toBe(false);
  });

  it("let every text find itself, whatever it holds", () => {
    const missed = generatedTexts(3000).filter((text) => !finds(text, text));
    expect(missed).toEqual([]);
  });

  it("give only lower-case letters and digits, none twice, and not more than the bound", () => {
    const wrong = generatedTexts(3000).filter((text) => {
      const tokens = nameTokens(text);
      const all = [...tokens, ...queryWords(text).flatMap(({ alternatives }) => alternatives.flat())];
      return tokens.length > maxTokens || new Set(tokens).size !== tokens.length || all.some((token) => !/^[\p{L}\p{N}]{1,64}$/u.test(token) || token !== token.toLowerCase());
    });
    expect(wrong).toEqual([]);
  });

  it("read the beginning of a text that is too long", () => {
    const words = Array.from({ length: 5000 }, (_, index) => `w${index}x`);
    expect(nameTokens(words.join(" "))).toEqual(words.slice(0, maxTokens));
    expect(queryWords("界".repeat(5000))[0]?.alternatives[0]).toEqual(["界".repeat(64)]);
    expect(nameTokens("ﷺ".repeat(1024)).every((token) => token.length <= 64)).toBe(true);
  });

  it("give nothing for a text without letters and digits", () => {
    expect([nameTokens(" -/_.!"), queryWords("\0\uD800"), nameSignature("")]).toEqual([[], [], ""]);
  });

  it("offer the split and the unsplit form of a word", () => {
    expect(queryWords("GPT2 whisper-v3")).toEqual([
      { text: "gpt2", alternatives: [["gpt", "2"], ["gpt2"]] },
      { text: "whisper", alternatives: [["whisper"]] },
      { text: "v3", alternatives: [["v3"], ["3"]] },
    ]);
  });

  it.each<[string, readonly string[]]>([
    ["whisper model", ["whisper"]], ["best Models for German", ["german"]], ["model", ["model"]], ["the model", ["the", "model"]], ["someone/my-model", ["someone", "my", "model"]],
    ["masked language model", ["masked language model"]], ["7b-model", ["7b", "model"]],
  ])("leave out of %j the words that only fill it", (text, expected) => {
    expect(queryWords(text).map((word) => word.text)).toEqual(expected);
  });

  it.each<[string, string | undefined]>([
    ["7b-13b", "parameters from 6.5B to 14B"], ["7b to 13b", "parameters from 6.5B to 14B"], ["between 1b and 3b", "parameters from 940M to 3.3B"], ["1b", "parameters from 940M to 1.3B"], ["8b", "parameters from 7.5B to 8.5B"], ["from 500m to 1 billion", "parameters from 470M to 1.3B"],
    ["13b-7b", "parameters from 12B to 14B"], ["gemma-2-2b", undefined], ["open-source llm", "an open-source licence, permissive or copyleft"], ["commercial use", "a licence that asks for no terms of use, permissive or copyleft"],
    ["vision language models", "the task image-text-to-text"],
  ])("read %j by its first word as %s", (text, expected) => {
    expect(queryWords(text)[0]?.reading?.as).toBe(expected);
  });

  it("put the tokens of the signature first", () => {
    expect(nameTokens("meta-llama/Llama-3.1-8B-Instruct")).toEqual(["meta", "llama", "3p1", "8b", "instruct", "llama31", "3"]);
  });
});

describe("nameSignature", () => {
  it.each<[string, readonly string[]]>([
    ["llama 3p1 8b", ["Llama-3.1-8B", "llama3.1 8b", "LLAMA 3.1-8b", "llama_3.1_8B"]],
    ["gpt 2", ["gpt2", "GPT-2"]],
    ["flux 1 dev", ["FLUX.1-dev", "flux1 dev"]],
    ["bge small en v1p5", ["bge-small-en-v1.5", "BGE small en v1.5"]],
    ["model q4km", ["model-Q4_K_M", "Model q4_k_m"]],
    ["mobilenet v3 small", ["mobilenetv3_small", "MobileNet-V3-Small"]],
    ["wav2vec 2 base", ["wav2vec2-base", "wav2vec-2 base"]],
  ])("is %j for every spelling", (signature, names) => {
    expect(names.map(nameSignature)).toEqual(names.map(() => signature));
  });

  it.each([["GLM-4.5", "GLM-4.5v"], ["opus-mt-de-en", "opus-mt-en-de"], ["Phi-3-mini-4k", "Phi-3-mini-128k"], ["gemma-3n-e4b", "gemma-3-4b"], ["Llama-3.1-8B", "Llama-3-1-8B-it"]])(
    "differs for %s and %s",
    (one, other) => {
      expect(nameSignature(one)).not.toBe(nameSignature(other));
    },
  );
});

/** Texts of all kinds, the same in each run: pieces of names and scripts glued with all separators. */
function generatedTexts(count: number): string[] {
  const pieces = [
    "llama", "Llama", "3.1", "8B", "v0.1", "v3", "gpt2", "Q4_K_M", "iq2_xs", "4-bit", "bits", "中文模型", "русский", "İ", "ß", "Ⅷ", "½", "e\u0301", "हिन्दी", "日本語テスト", "한국어",
    "1.58", "7b1", "wav2vec2", "m3", "CodeLlama", "x", "2", "0", "q8", "k", ".", "..", "１２", "𝔸𝔹", "𠀀𠀁", "ภาษาไทย", "v", "v2.", "ς", "Σ", "a1b2c3", "\u200d", "🤗", "_", "NaN",
  ];
  const separators = ["", "-", "_", " ", "/", ".", "  ", ":"];
  let state = 20261121;
  const next = (bound: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(next(10) === 0 ? 120 : 8) }, () => `${pieces[next(pieces.length)]}${separators[next(separators.length)]}`).join(""),
  );
}
