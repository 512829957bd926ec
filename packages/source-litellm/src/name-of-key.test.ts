import { expect, it } from "vitest";
import { nameOfKey, type KeyName } from "./name-of-key.ts";

/** Keys of 2026-08-21 with their provider and name; then author, region and `callAs` where there are such and that is not the name. */
const cases: readonly [key: string, provider: string, name: string, more?: Partial<KeyName>][] = [
  ["gpt-4o", "openai", "gpt-4o"],
  ["azure/eu/gpt-4o-2024-08-06", "azure", "gpt-4o-2024-08-06", { region: "eu" }],
  ["azure/global-standard/gpt-4o-mini", "azure", "gpt-4o-mini", { region: "global-standard" }],
  ["azure/gpt-35-turbo-instruct", "azure_text", "gpt-3.5-turbo-instruct", { callAs: "gpt-35-turbo-instruct" }],
  ["azure_ai/FW-GLM-5.1", "azure_ai", "GLM-5.1", { callAs: "FW-GLM-5.1" }],
  ["azure_ai/global/grok-3", "azure_ai", "grok-3", { region: "global" }],
  ["azure_ai/cohere-rerank-v3.5", "azure_ai", "rerank-v3.5", { author: "cohere", callAs: "cohere-rerank-v3.5" }],
  // Bedrock: geography, maker, and a version of Bedrock's own.
  ["bedrock/us-east-1/meta.llama3-8b-instruct-v1:0", "bedrock", "llama3-8b-instruct", { author: "meta", region: "us-east-1", callAs: "meta.llama3-8b-instruct-v1:0" }],
  ["us.meta.llama3-3-70b-instruct-v1:0", "bedrock_converse", "llama3-3-70b-instruct", { author: "meta", callAs: "us.meta.llama3-3-70b-instruct-v1:0" }],
  ["bedrock/us-gov-west-1/claude-sonnet-4-5-20250929-v1:0", "bedrock", "claude-sonnet-4-5-20250929", { region: "us-gov-west-1", callAs: "claude-sonnet-4-5-20250929-v1:0" }],
  ["bedrock/invoke/anthropic.claude-3-5-sonnet-20240620-v1:0", "bedrock", "claude-3-5-sonnet-20240620", { author: "anthropic", callAs: "anthropic.claude-3-5-sonnet-20240620-v1:0" }],
  ["anthropic.claude-3-5-sonnet-20241022-v2:0", "bedrock", "claude-3-5-sonnet-20241022", { author: "anthropic", callAs: "anthropic.claude-3-5-sonnet-20241022-v2:0" }],
  ["anthropic.claude-haiku-4-5@20251001", "bedrock_converse", "claude-haiku-4-5-20251001", { author: "anthropic", callAs: "anthropic.claude-haiku-4-5@20251001" }],
  ["global.anthropic.claude-opus-4-6-v1", "bedrock_converse", "claude-opus-4-6", { author: "anthropic", callAs: "global.anthropic.claude-opus-4-6-v1" }],
  ["anthropic.claude-v2:1", "bedrock", "claude-v2.1", { author: "anthropic", callAs: "anthropic.claude-v2:1" }],
  ["anthropic.claude-v1", "bedrock", "claude-v1", { author: "anthropic", callAs: "anthropic.claude-v1" }],
  ["mistral.mistral-7b-instruct-v0:2", "bedrock", "mistral-7b-instruct-v0.2", { author: "mistral", callAs: "mistral.mistral-7b-instruct-v0:2" }],
  ["amazon.titan-embed-text-v1", "bedrock", "titan-embed-text-v1", { author: "amazon", callAs: "amazon.titan-embed-text-v1" }],
  ["amazon.titan-embed-text-v2:0", "bedrock", "titan-embed-text-v2", { author: "amazon", callAs: "amazon.titan-embed-text-v2:0" }],
  ["amazon.rerank-v1:0", "bedrock", "rerank-v1", { author: "amazon", callAs: "amazon.rerank-v1:0" }],
  ["cohere.rerank-v3-5:0", "bedrock", "rerank-v3.5", { author: "cohere", callAs: "cohere.rerank-v3-5:0" }],
  ["cohere.embed-english-v3", "bedrock", "embed-english-v3", { author: "cohere", callAs: "cohere.embed-english-v3" }],
  ["meta.llama2-13b-chat-v1", "bedrock", "llama2-13b-chat", { author: "meta", callAs: "meta.llama2-13b-chat-v1" }],
  ["us.deepseek.r1-v1:0", "bedrock_converse", "deepseek-r1", { author: "deepseek", callAs: "us.deepseek.r1-v1:0" }],
  ["deepseek.v3.2", "bedrock_converse", "deepseek-v3.2", { author: "deepseek", callAs: "deepseek.v3.2" }],
  ["openai.gpt-oss-120b-1:0", "bedrock_converse", "gpt-oss-120b", { author: "openai", callAs: "openai.gpt-oss-120b-1:0" }],
  ["nvidia.nemotron-nano-9b-v2", "bedrock_converse", "nemotron-nano-9b-v2", { author: "nvidia", callAs: "nvidia.nemotron-nano-9b-v2" }],
  ["bedrock_mantle/xai.grok-4.6", "bedrock_mantle", "grok-4.6", { author: "xai", callAs: "xai.grok-4.6" }],
  ["oci/meta.llama-3.1-8b-instruct", "oci", "llama-3.1-8b-instruct", { author: "meta", callAs: "meta.llama-3.1-8b-instruct" }],
  // Fireworks writes p for the point, and a region at the end.
  ["fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct", "fireworks_ai", "llama-v3.1-8b-instruct", { callAs: "accounts/fireworks/models/llama-v3p1-8b-instruct" }],
  ["fireworks_ai/accounts/fireworks/models/qwen2p5-coder-0p5b", "fireworks_ai", "qwen2.5-coder-0.5b", { callAs: "accounts/fireworks/models/qwen2p5-coder-0p5b" }],
  ["fireworks_ai/accounts/fireworks/routers/kimi-k3-us", "fireworks_ai", "kimi-k3", { region: "us", callAs: "accounts/fireworks/routers/kimi-k3-us" }],
  ["fireworks_ai/nomic-ai/nomic-embed-text-v1.5", "fireworks_ai-embedding-models", "nomic-embed-text-v1.5", { author: "nomic-ai", callAs: "nomic-ai/nomic-embed-text-v1.5" }],
  // Vertex writes versions after @, and -maas for what it runs of others.
  ["vertex_ai/claude-3-5-sonnet@20240620", "vertex_ai-anthropic_models", "claude-3-5-sonnet-20240620", { callAs: "claude-3-5-sonnet@20240620" }],
  ["vertex_ai/claude-opus-5@default", "vertex_ai-anthropic_models", "claude-opus-5", { callAs: "claude-opus-5@default" }],
  ["vertex_ai/mistral-large@2411-001", "vertex_ai-mistral_models", "mistral-large-2411", { callAs: "mistral-large@2411-001" }],
  ["vertex_ai/mistralai/codestral-2@001", "vertex_ai-mistral_models", "codestral-2", { author: "mistralai", callAs: "mistralai/codestral-2@001" }],
  ["vertex_ai/imagegeneration@006", "vertex_ai-image-models", "imagegeneration-006", { callAs: "imagegeneration@006" }],
  ["vertex_ai/meta/llama-3.1-8b-instruct-maas", "vertex_ai-llama_models", "llama-3.1-8b-instruct", { author: "meta", callAs: "meta/llama-3.1-8b-instruct-maas" }],
  ["jamba-1.5-large@001", "ai21", "jamba-1.5-large", { callAs: "jamba-1.5-large@001" }],
  // Authors before a slash, and hosts in their place.
  ["openrouter/z-ai/glm-4.6:exacto", "openrouter", "glm-4.6", { author: "z-ai", callAs: "z-ai/glm-4.6:exacto" }],
  ["together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo", "together_ai", "Llama-3.3-70B-Instruct-Turbo", { author: "meta-llama", callAs: "meta-llama/Llama-3.3-70B-Instruct-Turbo" }],
  ["groq/qwen/qwen3-32b", "groq", "qwen3-32b", { author: "qwen", callAs: "qwen/qwen3-32b" }],
  ["watsonx/ibm/granite-3-8b-instruct", "watsonx", "granite-3-8b-instruct", { author: "ibm", callAs: "ibm/granite-3-8b-instruct" }],
  ["cloudflare/@cf/meta/llama-3.2-1b-instruct", "cloudflare", "llama-3.2-1b-instruct", { author: "meta", callAs: "@cf/meta/llama-3.2-1b-instruct" }],
  ["nvidia_nim/ranking/nvidia/llama-3.2-nv-rerankqa-1b-v2", "nvidia_nim", "llama-3.2-nv-rerankqa-1b-v2", { author: "nvidia", callAs: "ranking/nvidia/llama-3.2-nv-rerankqa-1b-v2" }],
  ["perplexity/perplexity/kimi-k3", "perplexity", "kimi-k3", { callAs: "perplexity/kimi-k3" }],
  ["pinstripes/ps/glm-4.5-air", "pinstripes", "glm-4.5-air", { callAs: "ps/glm-4.5-air" }],
  ["featherless_ai/featherless-ai/Qwerky-72B", "featherless_ai", "Qwerky-72B", { author: "featherless-ai", callAs: "featherless-ai/Qwerky-72B" }],
  ["fal_ai/fal-ai/flux-pro/v1.1-ultra", "fal_ai", "flux-pro-v1.1-ultra", { callAs: "fal-ai/flux-pro/v1.1-ultra" }],
  ["fal_ai/fal-ai/bytedance/seedream/v3/text-to-image", "fal_ai", "seedream-v3", { author: "bytedance", callAs: "fal-ai/bytedance/seedream/v3/text-to-image" }],
  ["aiml/flux/dev", "aiml", "flux-dev", { callAs: "flux/dev" }],
  // Words of one host.
  ["databricks/databricks-meta-llama-3-1-8b-instruct", "databricks", "meta-llama-3-1-8b-instruct", { callAs: "databricks-meta-llama-3-1-8b-instruct" }],
  ["gradient_ai/anthropic-claude-3.5-haiku", "gradient_ai", "claude-3.5-haiku", { author: "anthropic", callAs: "anthropic-claude-3.5-haiku" }],
  ["snowflake/openai-gpt-4.1", "snowflake", "gpt-4.1", { author: "openai", callAs: "openai-gpt-4.1" }],
  ["snowflake/snowflake-llama-3.3-70b", "snowflake", "snowflake-llama-3.3-70b"],
  ["sagemaker/meta-textgeneration-llama-2-13b", "sagemaker", "llama-2-13b", { callAs: "meta-textgeneration-llama-2-13b" }],
  ["ollama/gpt-oss:120b-cloud", "ollama", "gpt-oss:120b", { callAs: "gpt-oss:120b-cloud" }],
  ["github_copilot/claude-sonnet-4.5", "github_copilot", "claude-sonnet-4.5"],
  ["amazon-nova/nova-lite-v1", "amazon_nova", "nova-lite-v1"],
  ["text-completion-codestral/codestral-2405", "text-completion-codestral", "codestral-2405"],
  // Names that lead elsewhere tomorrow.
  ["mistral/mistral-large-latest", "mistral", "mistral-large-latest", { moving: true }],
  ["vertex_ai/codestral@latest", "vertex_ai-mistral_models", "codestral-latest", { moving: true, callAs: "codestral@latest" }],
  ["moonshot/kimi-latest-128k", "moonshot", "kimi-latest-128k", { moving: true }],
  ["oci/cohere.command-latest", "oci", "command-latest", { moving: true, author: "cohere", callAs: "cohere.command-latest" }],
  ["command-nightly", "cohere", "command-nightly", { moving: true }],
  ["text-moderation-stable", "openai", "text-moderation-stable", { moving: true }],
  ["deepseek/deepseek-chat", "deepseek", "deepseek-chat", { moving: true }],
  ["openrouter/deepseek/deepseek-chat", "openrouter", "deepseek-chat", { author: "deepseek", callAs: "deepseek/deepseek-chat" }],
];

it.each(cases.map(([key, provider, name, more = {}]) => ({ key, provider, name, more })))("reads $key of $provider", ({ key, provider, name, more }) => {
  expect(nameOfKey(key, provider)).toEqual({ name, callAs: name, moving: false, ...more });
});

it.each(["", "/", "a/", "//", "openai/", "bedrock/us-east-1/", "us.", "fal_ai/fal-ai/", "@", "bedrock/.", "x".repeat(100_000), "a-1-".repeat(20_000), "a.".repeat(50_000)])("gives some name for every key (%#)", (key) => {
  for (const provider of ["openai", "bedrock", "fal_ai", "fireworks_ai", "vertex_ai-llama_models", ""]) {
    const { name, callAs } = nameOfKey(key, provider);
    expect([typeof name, typeof callAs, name !== "" || key === ""]).toEqual(["string", "string", true]);
  }
});
