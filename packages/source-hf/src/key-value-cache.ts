import { asArray, asCount, asRecord, asString, type KeyValueCacheRecord } from "@modeldex/plugin-kit";
import type { Payload } from "./payload.ts";

/** Parts of a multimodal model's configuration that hold its language model. */
const nestedConfigurations = ["text_config", "llm_config", "language_config"];

/** Fields of layers that keep something else than keys and values, share them, or size them layer by layer: no rule is known for these here. */
const otherLayers = /mamba|ssm|rwkv|linear_attn|linear_num|linear_key|attn_layer|layers_block_type|hybrid|recurrent|num_kv_shared_layers|global_head_dim|num_global_key_value_heads|block_configs/;

/**
 * What a decoder keeps of each token, as its `config.json` tells: `num_hidden_layers`, `num_key_value_heads` and `head_dim` (of GPT-2 and its like
 * `n_layer`, `n_head`, `n_embd`); for multi-head latent attention `kv_lora_rank` and `qk_rope_head_dim`; layers of a sliding window by `layer_types`.
 *
 * Fields as the configurations of transformers have them (`configuration_llama.py`, `configuration_deepseek_v3.py`, `configuration_gemma3.py`).
 *
 * @returns `undefined` for what is no decoder, and where some layers keep other things than keys and values.
 */
export function keyValueCacheOf(configuration: Payload): KeyValueCacheRecord | undefined {
  const own = nestedConfigurations.map((name) => asRecord(configuration[name])).find((part) => part !== undefined) ?? configuration;
  if (!isDecoder(configuration) || Object.entries(own).some(([name, value]) => otherLayers.test(name) && isSet(value))) return undefined;
  const layers = firstCount(own, ["num_hidden_layers", "n_layer", "n_layers", "num_layers"]);
  const numbersPerToken = latentNumbers(own) ?? headNumbers(own);
  if (layers === undefined || numbersPerToken === undefined) return undefined;
  const windowed = windowedLayers(own, layers);
  if (windowed === undefined) return undefined;
  if (windowed === 0) return { layers, numbersPerToken };
  return { layers: layers - windowed, numbersPerToken, windowedLayers: windowed, windowTokens: firstCount(own, ["sliding_window"]) ?? 0 };
}

function isDecoder(configuration: Payload): boolean {
  const names = (asArray(configuration["architectures"]) ?? []).map((name) => asString(name) ?? "");
  return configuration["is_encoder_decoder"] !== true && names.some((name) => /(?:ForCausalLM|ForConditionalGeneration|LMHeadModel|LMHead)$/.test(name));
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && value !== 0 && value !== false;
}

/** The compressed vector and the positions, in place of keys and values (DeepSeek-V2, arXiv:2405.04434, section 2.1). */
function latentNumbers(part: Payload): number | undefined {
  const [rank, positions] = [firstCount(part, ["kv_lora_rank"]), firstCount(part, ["qk_rope_head_dim"])];
  return rank === undefined || positions === undefined ? undefined : rank + positions;
}

function headNumbers(part: Payload): number | undefined {
  const heads = firstCount(part, ["num_attention_heads", "n_head", "n_heads"]);
  const hidden = firstCount(part, ["hidden_size", "n_embd", "d_model"]);
  const keyValueHeads = firstCount(part, ["num_key_value_heads", "num_kv_heads", "n_head_kv"]) ?? (part["multi_query"] === true ? 1 : heads);
  const size = firstCount(part, ["head_dim"]) ?? (heads === undefined || hidden === undefined ? undefined : hidden / heads);
  return keyValueHeads === undefined || size === undefined || !Number.isInteger(size) ? undefined : 2 * keyValueHeads * size;
}

/** How many layers keep a window alone; `undefined` when some layers are of a kind that is not known. Without `layer_types` all count as keeping everything. */
function windowedLayers(part: Payload, layers: number): number | undefined {
  const types = asArray(part["layer_types"]);
  if (types === undefined) return 0;
  const windowed = types.filter((type) => type === "sliding_attention").length;
  const whole = types.filter((type) => type === "full_attention").length;
  if (types.length !== layers || windowed + whole !== layers) return undefined;
  return windowed > 0 && firstCount(part, ["sliding_window"]) === undefined ? undefined : windowed;
}

function firstCount(part: Payload, names: readonly string[]): number | undefined {
  return names.map((name) => asCount(part[name])).find((count) => count !== undefined && count > 0);
}
