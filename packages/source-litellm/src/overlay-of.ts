import { asCount, asHttpUrl, asString, asTime, overlay, precisionsFromName, someOf, type OverlayRecord } from "@modeldex/plugin-kit";
import { nameOfKey } from "./name-of-key.ts";
import { pricesOf } from "./prices.ts";
import { hubId, providerName } from "./providers.ts";

/** What is a capability of those things that a row says are supported; the rest is how LiteLLM or its callers ask for something. */
const capability = /^supports_(?:embedding_)?(function_calling|parallel_function_calling|tool_choice|(?:native_structured_out|(?:pdf|audio|video|image)_in|audio_out)put|response_schema|reasoning|vision|web_search|url_context|computer_use|prompt_caching|assistant_prefill)$/;
const words: Readonly<Record<string, string>> = {
  function_calling: "tools", parallel_function_calling: "parallel-tools", response_schema: "structured-output", native_structured_output: "structured-output", image_input: "vision",
};

/**
 * What a row says beside a model that others list: where it can be called, and for how much.
 *
 * @param provider `litellm_provider` of the row.
 */
export function overlayOf(key: string, provider: string, row: Readonly<Record<string, unknown>>): OverlayRecord {
  const { name, author, region, callAs, moving } = nameOfKey(key, provider);
  const supported = Object.keys(row).sort().flatMap((field) => (row[field] === true ? capability.exec(field)?.[1] ?? [] : []));
  const reference = referenceOf(callAs, provider);
  const [precision, ...others] = precisionsFromName(callAs);
  return overlay({
    nativeId: key,
    // A name that means another model tomorrow joins nothing by name.
    name: moving ? undefined : name,
    publisher: author === undefined ? undefined : { name: author, id: author },
    links: reference === undefined ? undefined : [{ reference, relation: "HOSTED", statement: `The key ${key} of LiteLLM's map of prices is made of this id.` }],
    offers: [{
      provider: `${providerName(provider)}${region === undefined ? "" : ` (${region})`}`, providerId: provider, callAs, ...pricesOf(row),
      // `qwen3-32b-fp8` is what the provider itself calls what it serves.
      precision: others.length === 0 ? precision : undefined,
      // LiteLLM writes 0 where there is no such limit, as for images.
      contextTokens: asCount(row["max_input_tokens"]) || undefined, maxOutputTokens: asCount(row["max_output_tokens"]) || undefined,
      capabilities: someOf(supported.map((word) => words[word] ?? word.replaceAll("_", "-"))),
      url: asHttpUrl(row["source"]), endsAt: asTime(asString(row["deprecation_date"])),
    }],
  });
}

/** The same model elsewhere, where a key is made of its id there. */
function referenceOf(callAs: string, provider: string): string | undefined {
  if (provider === "openrouter") return /^[\w.-]+\/[\w.-]+(?::[\w-]+)?$/.test(callAs) ? `https://openrouter.ai/${callAs}` : undefined;
  // Names of Ollama's library have no capital letters.
  if (provider === "ollama") return /^[a-z0-9._-]+(?::[\w.-]+)?$/.test(callAs) ? `https://ollama.com/library/${callAs}` : undefined;
  const id = hubId(callAs, provider);
  return id === undefined ? undefined : `https://huggingface.co/${id}`;
}
