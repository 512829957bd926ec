/** Why a listing or overlay belongs to its model although its name contradicts another one of it, or says less and was joined by name; by its key. */
export const groupExceptions: ReadonlyMap<string, string> = new Map([
  ["litellm:lambda_ai/qwen25-coder-32b-instruct", "25 is 2.5 without its point, which is among the spellings that the rules know"],
  ...equalTo("OpenRouter's qwen/qwen3-coder is named Qwen3 Coder 480B A35B and refers to the model", ["qwen.qwen3-coder-480b-a35b-v1:0"]),
  ...equalTo("OpenRouter's and models.dev's Llama 4 Maverick refer to the model; there is one of that name, and its base is called so", [
    "databricks/databricks-llama-4-maverick", "meta.llama4-maverick-17b-instruct-v1:0", "snowflake/llama4-maverick", "us.meta.llama4-maverick-17b-instruct-v1:0", "vercel_ai_gateway/meta/llama-4-maverick",
  ]),
  ...equalTo("OpenRouter's and models.dev's Llama 4 Scout refer to the model; there is one of that name, and its base is called so", ["meta.llama4-scout-17b-instruct-v1:0", "us.meta.llama4-scout-17b-instruct-v1:0", "vercel_ai_gateway/meta/llama-4-scout"]),
  ...equalTo("OpenRouter's and models.dev's mistral-nemo refer to the model; there is one tuned state of it", ["azure_ai/mistral-nemo", "novita/mistralai/mistral-nemo"]),
  ...equalTo("OpenRouter's row of that name refers to the model; there is one state of that version", ["cloudflare/@cf/mistralai/mistral-small-3.1-24b-instruct"]),
  ...equalTo("OpenRouter's row of that name refers to the model; 0.1 is its only version", [
    "fireworks_ai/accounts/fireworks/models/mixtral-8x22b-instruct", "fireworks_ai/accounts/fireworks/models/mixtral-8x22b-instruct-hf", "vercel_ai_gateway/mistral/mixtral-8x22b-instruct",
  ]),
  ...equalTo("OpenRouter's row of that name refers to the model; 0905 is a state of the tuned one alone", ["novita/moonshotai/kimi-k2-0905"]),
  ...equalTo("OpenRouter's row of that name refers to the model; v1 is its only version", ["novita/sao10k/l3-8b-lunaris"]),
  ...equalTo("OpenRouter's row of that name refers to the model: the service qwen3-coder is the large one", ["vercel_ai_gateway/alibaba/qwen3-coder"]),
  ...equalTo("models.dev's row of that name refers to the model; 2411 is a state of the tuned one alone", ["mistral/mistral-large-2411", "vertex_ai/mistral-large-2411", "vertex_ai/mistral-large@2411-001"]),
]);

/**
 * Why a member may say more than the leading listing, by the rule that joined it: one that says base beside a bare name of which every other of the
 * publisher is trained further. All of these were read (37 models, 512 tags of Ollama, 2026-11-27): each bare one is the base model.
 */
export function explainedByRule(aspects: readonly string[], because: string): string | undefined {
  const isBase = aspects.join() === "training" && because.includes("and the base model can only be") && because.includes("none is called base");
  return isBase ? "it says base, and the bare one is the base model by what its publisher calls the others" : undefined;
}

/** Overlays of LiteLLM whose name is that of a listing which a reference joins. */
function equalTo(reason: string, keys: readonly string[]): readonly (readonly [string, string])[] {
  return keys.map((key) => [`litellm:${key}`, reason]);
}
