import { asCount, asHttpUrl, asString, asTime, overlay, type OverlayRecord } from "@modeldex/plugin-kit";
import { nameOfKey, type KeyName } from "./name-of-key.ts";
import { pricesOf } from "./prices.ts";
import { hubId, providerName } from "./providers.ts";

/** Words for what a row says that the provider supports. */
export const supports: Readonly<Record<string, string>> = {
  supports_function_calling: "tools", supports_tool_choice: "tool-choice", supports_parallel_function_calling: "parallel-tools",
  supports_response_schema: "structured-output", supports_native_structured_output: "structured-output", supports_reasoning: "reasoning", supports_vision: "vision",
  supports_image_input: "vision", supports_embedding_image_input: "vision", supports_pdf_input: "pdf-input", supports_audio_input: "audio-input", supports_audio_output: "audio-output",
  supports_video_input: "video-input", supports_web_search: "web-search", supports_url_context: "url-context", supports_computer_use: "computer-use",
  supports_prompt_caching: "prompt-caching", supports_assistant_prefill: "assistant-prefill",
};

/**
 * What a row says beside a model that others list: where it can be called, and for how much.
 *
 * @param provider `litellm_provider` of the row.
 */
export function overlayOf(key: string, provider: string, row: Readonly<Record<string, unknown>>): OverlayRecord {
  const named = nameOfKey(key, provider);
  const { name, author, region, callAs, moving } = named;
  const capabilities = new Set(Object.entries(supports).flatMap(([field, word]) => (row[field] === true ? [word] : [])));
  const reference = referenceOf(named, provider);
  return overlay({
    nativeId: key,
    // A name that means another model tomorrow joins nothing by name.
    name: moving ? undefined : name,
    publisher: author === undefined ? undefined : { name: author, id: author },
    links: reference === undefined ? undefined : [{ reference, relation: "HOSTED", statement: `The key ${key} of LiteLLM's map of prices is made of this id.` }],
    offers: [{
      provider: region === undefined ? providerName(provider) : `${providerName(provider)} (${region})`,
      providerId: provider,
      callAs,
      ...pricesOf(row),
      contextTokens: positive(row["max_input_tokens"]),
      maxOutputTokens: positive(row["max_output_tokens"]),
      capabilities: capabilities.size === 0 ? undefined : [...capabilities],
      url: asHttpUrl(row["source"]),
      endsAt: asTime(asString(row["deprecation_date"])),
    }],
  });
}

/** The same model elsewhere, where a key is made of its id there. */
function referenceOf({ callAs }: KeyName, provider: string): string | undefined {
  if (provider === "openrouter") return /^[\w.-]+\/[\w.-]+(?::[\w-]+)?$/.test(callAs) ? `https://openrouter.ai/${callAs}` : undefined;
  // Names of Ollama's library have no capital letters.
  if (provider === "ollama") return /^[a-z0-9._-]+(?::[\w.-]+)?$/.test(callAs) ? `https://ollama.com/library/${callAs}` : undefined;
  const id = hubId(callAs, provider);
  return id === undefined ? undefined : `https://huggingface.co/${id}`;
}

/** LiteLLM writes 0 where there is no such limit, as for images. */
function positive(value: unknown): number | undefined {
  const count = asCount(value);
  return count === 0 ? undefined : count;
}
