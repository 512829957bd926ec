import type { ReferenceReading } from "@modeldex/plugin-kit";

/** Words before the slash of a key. `openai` and `meta` are not among them: before a slash they are authors. */
const prefixes = new Set(
  `ai21 aiml amazon-nova anyscale assemblyai azure azure_ai baseten bedrock bedrock_mantle black_forest_labs cerebras chatgpt cloudflare codestral cognition cohere crusoe dashscope
   databricks deepgram deepinfra deepseek elevenlabs fal_ai featherless_ai fireworks_ai friendliai gemini gigachat github_copilot gmi gradient_ai groq heroku huggingface hyperbolic
   inception lambda_ai lemonade libertai llamagate meta_llama minimax mistral moonshot morph nebius novita nscale nvidia_nim oci ollama openrouter ovhcloud palm perplexity publicai
   recraft replicate runwayml sagemaker sambanova sarvam scaleway snowflake soniox stability tencent tensormesh text-completion-codestral together_ai v0 vercel_ai_gateway vertex_ai
   volcengine voyage wandb watsonx xai zai`.split(/\s+/),
);

/** Geography, maker and model, as Amazon Bedrock writes ids: https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html. */
const bedrockId = /^(?:(?:us|eu|apac|au|jp|global|us-gov|ca|sa)\.)?(?:ai21|amazon|anthropic|cohere|deepseek|google|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|stability|twelvelabs|writer|xai|zai)\.(?=[^/]*[-\d])[a-z0-9][\w.:@-]*$/;
const bedrockArn = /^arn:aws[\w-]*:bedrock:[\w-]*:\d*:(?:foundation-model|inference-profile)\/([\w.:@-]+)$/;
const longest = 512;

/** Readings of keys of LiteLLM's map, and of ids of which its keys are made; never certain, since other places have the same ids. */
export function readingsOf(text: string): readonly ReferenceReading[] {
  if (text.length > longest || !/^[\w@*][\w.:@*/-]*$/.test(text) || text.includes("//")) return [];
  const arn = bedrockArn.exec(text)?.[1];
  if (arn !== undefined) return bedrockId.test(arn) ? [reading(arn, "ARN of Amazon Bedrock")] : [];
  if (bedrockId.test(text)) return [reading(text, "id of Amazon Bedrock")];
  if (/^accounts\/[\w-]+\/(?:models|routers)\/[\w.-]+$/.test(text)) return [reading(`fireworks_ai/${text}`, "id of Fireworks AI")];
  const slash = text.indexOf("/");
  if (slash < 1 || text.endsWith("/") || !prefixes.has(text.slice(0, slash)) || /(?:^|\/)\.{1,2}(?:\/|$)/.test(text)) return [];
  const own = reading(text, "LiteLLM key");
  const bare = text.slice(text.lastIndexOf("/") + 1);
  // LiteLLM takes `bedrock/` before every id; only some keys have it.
  return text.startsWith("bedrock/") && bedrockId.test(bare) ? [own, reading(bare, "id of Amazon Bedrock")] : [own];
}

function reading(nativeId: string, readAs: string): ReferenceReading {
  return { ref: { nativeId }, readAs, certain: false };
}
