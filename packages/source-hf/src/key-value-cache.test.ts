import { describe, expect, it } from "vitest";
import { keyValueCacheOf } from "./key-value-cache.ts";

const decoder = { architectures: ["LlamaForCausalLM"] };
/** Fields of `config.json` as the publishers of these repositories wrote them at release (2019 to 2025). */
const llama31 = { ...decoder, hidden_size: 4096, num_attention_heads: 32, num_hidden_layers: 32, num_key_value_heads: 8, max_position_embeddings: 131_072 };
const qwen3 = { architectures: ["Qwen3ForCausalLM"], head_dim: 128, hidden_size: 5120, num_attention_heads: 64, num_hidden_layers: 64, num_key_value_heads: 8, use_sliding_window: false, sliding_window: null };
const gpt2 = { architectures: ["GPT2LMHeadModel"], n_ctx: 1024, n_embd: 768, n_head: 12, n_layer: 12 };
const deepseekV3 = { architectures: ["DeepseekV3ForCausalLM"], hidden_size: 7168, kv_lora_rank: 512, qk_rope_head_dim: 64, num_attention_heads: 128, num_key_value_heads: 128, num_hidden_layers: 61, v_head_dim: 128 };
const gptOss = {
  architectures: ["GptOssForCausalLM"], head_dim: 64, hidden_size: 2880, num_attention_heads: 64, num_key_value_heads: 8, num_hidden_layers: 24, sliding_window: 128,
  layer_types: Array.from({ length: 24 }, (_, place) => (place % 2 === 0 ? "sliding_attention" : "full_attention")),
};

describe("what a decoder keeps of each token", () => {
  it.each([
    ["grouped heads, as of meta-llama/Llama-3.1-8B-Instruct", llama31, { layers: 32, numbersPerToken: 2048 }],
    ["heads of a size of their own, as of Qwen/Qwen3-32B", qwen3, { layers: 64, numbersPerToken: 2048 }],
    ["one key for each head, under the older names of openai-community/gpt2", gpt2, { layers: 12, numbersPerToken: 1536 }],
    ["latent attention, as of deepseek-ai/DeepSeek-V3", deepseekV3, { layers: 61, numbersPerToken: 576 }],
    ["windows in every other layer, as of openai/gpt-oss-20b", gptOss, { layers: 12, numbersPerToken: 1024, windowedLayers: 12, windowTokens: 128 }],
    ["the language model within a multimodal one", { architectures: ["Mistral3ForConditionalGeneration"], text_config: { ...llama31, architectures: undefined } }, { layers: 32, numbersPerToken: 2048 }],
  ])("is read with %s", (_, configuration, expected) => {
    expect(keyValueCacheOf(configuration)).toEqual(expected);
  });

  it.each([
    ["what is no decoder", { architectures: ["BertForMaskedLM"], hidden_size: 768, num_attention_heads: 12, num_hidden_layers: 12 }],
    ["an encoder with a decoder", { ...llama31, architectures: ["T5ForConditionalGeneration"], is_encoder_decoder: true }],
    ["layers of a kind that is not known", { ...gptOss, layer_types: gptOss.layer_types.map((type, place) => (place === 3 ? "linear_attention" : type)) }],
    ["state spaces beside attention", { ...llama31, mamba_d_state: 128 }],
    ["windows of an unknown length", { ...gptOss, sliding_window: null }],
    ["a missing number", { ...decoder, num_hidden_layers: 32 }],
    ["sizes that are no numbers", { ...llama31, num_hidden_layers: "32", head_dim: -1 }],
    ["heads that do not divide", { ...llama31, hidden_size: 4097 }],
    ["an empty file", {}],
  ])("is not known of %s", (_, configuration) => {
    expect(keyValueCacheOf(configuration)).toBeUndefined();
  });
});
