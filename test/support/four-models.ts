import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HubModel } from "./hub.ts";

/**
 * What the Hub, OpenRouter, Ollama's library and LiteLLM say of Llama 3.1 8B Instruct, Qwen3 32B, DeepSeek R1 Distill Llama 70B and Whisper large v3, and of what
 * stands nearest to them. Ids, counts, prices, limits, dates and short digests are facts: the Hub's of 2026-05-12, `GET https://openrouter.ai/api/v1/models` of
 * 2026-08-01, the library and the map of prices of 2026-08-21. Files, digests and further dates at the Hub are synthetic.
 */
export const names = {
  llama: "meta-llama/Llama-3.1-8B-Instruct", qwen: "Qwen/Qwen3-32B", distill: "deepseek-ai/DeepSeek-R1-Distill-Llama-70B", whisper: "openai/whisper-large-v3",
} as const;

const llamaLike = (layers: number, hidden: number, heads: number) => ({ model_type: "llama", architectures: ["LlamaForCausalLM"], num_hidden_layers: layers, hidden_size: hidden, num_attention_heads: heads, num_key_value_heads: 8 });
const config = (value: object): Pick<HubModel, "contents" | "files"> => ({ contents: { "config.json": JSON.stringify(value) }, files: ["config.json", "model.safetensors"] });

export const hubModels: readonly HubModel[] = [
  { id: names.llama, createdAt: "2024-07-18T08:56:00.000Z", task: "text-generation", library: "transformers", license: "llama3.1", downloads: 6_888_821, parameters: 8_030_261_248, gated: "manual", ...config({ ...llamaLike(32, 4096, 32), max_position_embeddings: 131_072 }) },
  { id: "meta-llama/Llama-3.1-8B", task: "text-generation", library: "transformers", license: "llama3.1", downloads: 900_000, parameters: 8_030_261_248, gated: "manual" },
  { id: names.qwen, createdAt: "2025-04-27T03:52:59.000Z", task: "text-generation", library: "transformers", license: "apache-2.0", downloads: 3_518_027, parameters: 32_762_123_264, ...config({ model_type: "qwen3", architectures: ["Qwen3ForCausalLM"], num_hidden_layers: 64, hidden_size: 5120, num_attention_heads: 64, num_key_value_heads: 8, head_dim: 128, max_position_embeddings: 40_960 }) },
  { id: "Qwen/Qwen3-32B-AWQ", task: "text-generation", library: "transformers", license: "apache-2.0", downloads: 200_000, tags: ["base_model:Qwen/Qwen3-32B", "base_model:quantized:Qwen/Qwen3-32B"] },
  { id: names.distill, task: "text-generation", library: "transformers", license: "mit", downloads: 123_566, parameters: 70_553_706_496, ...config({ ...llamaLike(80, 8192, 64), max_position_embeddings: 131_072 }) },
  { id: "deepseek-ai/DeepSeek-R1-Distill-Llama-8B", task: "text-generation", library: "transformers", license: "mit", downloads: 1_037_437, parameters: 8_030_261_248 },
  { id: names.whisper, createdAt: "2023-11-07T18:41:14.000Z", task: "automatic-speech-recognition", library: "transformers", license: "apache-2.0", downloads: 4_731_648, parameters: 1_543_490_560, ...config({ model_type: "whisper", architectures: ["WhisperForConditionalGeneration"], is_encoder_decoder: true }) },
  { id: "openai/whisper-large-v3-turbo", task: "automatic-speech-recognition", library: "transformers", license: "mit", downloads: 3_900_000, parameters: 808_878_080 },
];

const routed = (id: string, name: string, created: number, hub: string, context: number, [prompt, completion]: readonly [string, string]) => ({
  id, canonical_slug: id, hugging_face_id: hub, name, created, description: "Synthetic.", context_length: context, architecture: { modality: "text->text", input_modalities: ["text"], output_modalities: ["text"], tokenizer: "Other", instruct_type: null },
  pricing: { prompt, completion }, top_provider: { context_length: context, max_completion_tokens: null, is_moderated: false }, supported_parameters: ["max_tokens", "tools"], links: { details: `/api/v1/models/${id}/endpoints` },
});
const openRouterRows = [
  // Under its former name at the Hub.
  routed("meta-llama/llama-3.1-8b-instruct", "Meta: Llama 3.1 8B Instruct", 1_721_692_800, "meta-llama/Meta-Llama-3.1-8B-Instruct", 131_072, ["0.00000005", "0.00000008"]),
  routed("qwen/qwen3-32b", "Qwen: Qwen3 32B", 1_745_875_945, "Qwen/Qwen3-32B", 131_072, ["0.00000008", "0.00000028"]),
  routed("deepseek/deepseek-r1-distill-llama-70b", "DeepSeek: R1 Distill Llama 70B", 1_737_663_169, names.distill, 8_192, ["0.0000008", "0.0000008"]),
  routed("aion-labs/aion-rp-llama-3.1-8b", "AionLabs: Aion-RP 1.0 (8B)", 1_738_696_718, "", 32_768, ["0.0000008", "0.0000016"]),
];
/** `GET /api/v1/models/qwen/qwen3-32b/endpoints` as it stood of Nebius on 2026-08-21. */
const endpoints = [{ name: "Nebius | qwen/qwen3-32b-04-28", provider_name: "Nebius", tag: "nebius/base", quantization: "fp8", status: 0, context_length: 40_960, pricing: { prompt: "0.0000001", completion: "0.0000003" } }];

const tag = (fullTag: string, modelHash: string, size: string, contextWindow: string) => ({ fullTag, size, contextWindow, modelHash, capabilities: ["Text"], extractedAt: "2026-08-21T22:59:06.495Z" });
const family = (...tags: readonly ReturnType<typeof tag>[]) => ({
  description: "Synthetic.", categories: [], pullCount: "1M", tagCount: tags.length, lastUpdated: "1 year ago", extractedAt: "2026-08-21T22:59:06.406Z", tags: Object.fromEntries(tags.map((each) => [each.fullTag.slice(each.fullTag.indexOf(":") + 1), each])),
});
const library = {
  lastUpdated: "2026-08-21T22:59:52.837Z", totalModels: 3, totalTags: 9, categories: [], topModels: [],
  models: {
    "llama3.1": family(tag("llama3.1:8b", "46e0c10c039e", "4.9GB", "128K"), tag("llama3.1:8b-instruct-q4_K_M", "46e0c10c039e", "4.9GB", "128K"), tag("llama3.1:8b-text-q4_K_M", "6f98b5a6e4b7", "4.9GB", "128K")),
    "qwen3": family(tag("qwen3:32b", "030ee887880f", "20GB", "40K"), tag("qwen3:32b-q4_K_M", "030ee887880f", "20GB", "40K"), tag("qwen3:32b-q8_0", "a46beca077e5", "35GB", "40K")),
    "deepseek-r1": family(tag("deepseek-r1:70b", "d37b54d01a76", "43GB", "128K"), tag("deepseek-r1:70b-llama-distill-q4_K_M", "d37b54d01a76", "43GB", "128K"), tag("deepseek-r1:8b-llama-distill-q4_K_M", "9e54bf95550c", "4.9GB", "128K")),
  },
};

const priced = (provider: string, input: number, output: number, tokens: number, more: object = {}) => ({ litellm_provider: provider, mode: "chat", max_input_tokens: tokens, input_cost_per_token: input, output_cost_per_token: output, ...more });
const prices = {
  "deepinfra/meta-llama/Meta-Llama-3.1-8B-Instruct": priced("deepinfra", 3e-8, 5e-8, 131_072), "fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct": priced("fireworks_ai", 1e-7, 1e-7, 16_384),
  "cloudflare/@cf/meta/llama-3.1-8b-instruct-fp8": priced("cloudflare", 1.52e-7, 2.87e-7, 32_000), "azure_ai/Meta-Llama-3.1-8B-Instruct": priced("azure_ai", 3e-7, 6.1e-7, 128_000, { deprecation_date: "2026-06-13" }),
  "wandb/meta-llama/Llama-3.1-8B-Instruct": priced("wandb", 0.022, 0.022, 128_000), "us.meta.llama3-1-8b-instruct-v1:0": priced("bedrock", 2.2e-7, 2.2e-7, 128_000), "groq/llama-3.1-8b-instant": priced("groq", 5e-8, 8e-8, 131_072),
  "groq/qwen/qwen3-32b": priced("groq", 2.9e-7, 5.9e-7, 131_000, { deprecation_date: "2026-07-17" }), "nebius/Qwen/Qwen3-32B": priced("nebius", 1e-7, 3e-7, 32_768), "novita/qwen/qwen3-32b-fp8": priced("novita", 1e-7, 4.5e-7, 40_960),
  "nscale/deepseek-ai/DeepSeek-R1-Distill-Llama-70B": { ...priced("nscale", 3.75e-7, 3.75e-7, 0), max_input_tokens: undefined }, "nscale/deepseek-ai/DeepSeek-R1-Distill-Llama-8B": priced("nscale", 2.5e-8, 2.5e-8, 0),
  "vercel_ai_gateway/deepseek/deepseek-r1-distill-llama-70b": priced("vercel_ai_gateway", 7.5e-7, 9.9e-7, 131_072),
  "groq/whisper-large-v3": { litellm_provider: "groq", mode: "audio_transcription", input_cost_per_second: 0.000_030_83, output_cost_per_second: 0 }, "groq/whisper-large-v3-turbo": { litellm_provider: "groq", mode: "audio_transcription", input_cost_per_second: 0.000_011_11, output_cost_per_second: 0 },
};

/** OpenRouter, an index of Ollama's library and LiteLLM's map at one address. */
export async function startServices(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const answers: Readonly<Record<string, object>> = {
    "/api/v1/models": { data: openRouterRows }, "/library.json": library, "/BerriAI/litellm/main/model_prices_and_context_window.json": prices,
    ...Object.fromEntries(openRouterRows.map(({ id }) => [`/api/v1/models/${id}/endpoints`, { data: { id, endpoints: id === "qwen/qwen3-32b" ? endpoints : [] } }])),
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ""];
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" }).end(answer === undefined ? "{}" : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
