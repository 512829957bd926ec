import { asArray, asCount, asNumber, asRecord, asString, asStrings, asTime, type Draft, type Offer } from "@modeldex/plugin-kit";

/** An object of an answer. */
export type Row = Readonly<Record<string, unknown>>;

/** OpenRouter's own offer of a row: at the price that it shows, with the context of the provider that takes the most. */
export function ownOffer(row: Row, id: string): Draft<Offer> {
  const maxOutputTokens = asRecord(row["top_provider"])?.["max_completion_tokens"];
  return { ...offerOf({ ...row, max_completion_tokens: maxOutputTokens }, id, "OpenRouter"), endsAt: asTime(row["expiration_date"]) };
}

/** One offer for each row of a model's endpoints; without the name of its provider a row says nothing. */
export function endpointOffers(rows: readonly unknown[], slug: string): readonly Draft<Offer>[] {
  return rows.flatMap((value): readonly Draft<Offer>[] => {
    const row = asRecord(value) ?? {};
    const [provider, precision, status, uptime = -1] = [asString(row["provider_name"]), asString(row["quantization"]), asNumber(row["status"]), asNumber(row["uptime_last_30m"])];
    if (provider === undefined) return [];
    return [{
      ...offerOf(row, slug, provider),
      endpoint: asString(row["tag"]),
      precision: precision === "unknown" ? undefined : precision?.toUpperCase(),
      uptimePercent: uptime >= 0 && uptime <= 100 ? uptime : undefined,
      degraded: status === undefined ? undefined : status < 0,
    }];
  });
}

function offerOf(row: Row, callAs: string, provider: string): Draft<Offer> {
  return {
    provider, callAs, url: `https://openrouter.ai/${callAs}`, ...pricesOf(asRecord(row["pricing"]) ?? {}), capabilities: capabilitiesOf(row["supported_parameters"]),
    contextTokens: asCount(row["context_length"]) || undefined, maxOutputTokens: asCount(row["max_completion_tokens"]) || undefined,
  };
}

/** Units of prices, which are written in USD for one: one token, one image, one request. */
const textUnits = { prompt: ["million input tokens", 1e6], completion: ["million output tokens", 1e6], input_cache_read: ["million cached input tokens", 1e6] } as const;
const otherUnits = {
  request: ["request", 1], web_search: ["web search", 1], image: ["image", 1], image_output: ["million image output tokens", 1e6],
  audio: ["million audio input tokens", 1e6], audio_output: ["million audio output tokens", 1e6], input_audio_cache: ["million cached audio input tokens", 1e6],
  internal_reasoning: ["million reasoning tokens", 1e6], input_cache_write: ["million input tokens written to the cache", 1e6],
  input_cache_write_1h: ["million input tokens written to the cache for an hour", 1e6],
} as const;

/** Prices in USD per million tokens, or as many as are sold at once; `overrides` hold for long prompts. */
function pricesOf(pricing: Row): Pick<Draft<Offer>, "usdPerMillionInputTokens" | "usdPerMillionOutputTokens" | "usdPerMillionCachedInputTokens" | "otherPrices"> {
  const overrides = (asArray(pricing["overrides"]) ?? []).flatMap((value) => {
    const [row, from] = [asRecord(value) ?? {}, asCount(asRecord(value)?.["min_prompt_tokens"])];
    return from === undefined ? [] : otherPrices(row, { ...textUnits, ...otherUnits }).map((price) => ({ ...price, condition: `prompts of ${from} tokens or more` }));
  });
  const otherwise = [...otherPrices(pricing, otherUnits), ...overrides];
  return {
    usdPerMillionInputTokens: priceOf(pricing["prompt"], 1e6), usdPerMillionOutputTokens: priceOf(pricing["completion"], 1e6),
    usdPerMillionCachedInputTokens: priceOf(pricing["input_cache_read"], 1e6), otherPrices: otherwise.length === 0 ? undefined : otherwise,
  };
}

/** A zero says only of tokens of text that something is free; elsewhere it stands where nothing is sold, such as images to a model of text. */
function otherPrices(pricing: Row, units: Readonly<Record<string, readonly [per: string, factor: number]>>): NonNullable<Offer["otherPrices"]> {
  return Object.entries(units).flatMap(([kind, [unit, unitFactor]]) => {
    // An image costs so much for one, or, as newer rows have it, what a token of text costs for each of its tokens.
    const [per, factor] = kind === "image" && pricing["image"] === pricing["prompt"] ? ["million image input tokens", 1e6] as const : [unit, unitFactor] as const;
    const usd = priceOf(pricing[kind], factor) ?? 0;
    return usd === 0 ? [] : [{ usd, per }];
  });
}

/** Written as text, now and then as a number; negative where it varies. */
function priceOf(value: unknown, factor: number): number | undefined {
  const price = asNumber(value) ?? Number(asString(value));
  return price >= 0 && Number.isFinite(price) ? Number((price * factor).toPrecision(12)) : undefined;
}

const words: Readonly<Record<string, string>> = { tools: "tools", structured_outputs: "structured-output", response_format: "json-output", reasoning: "reasoning", web_search_options: "web-search", parallel_tool_calls: "parallel-tools" };

/** What can be done, by the parameters that a request may have. */
export function capabilitiesOf(parameters: unknown): readonly string[] | undefined {
  const found = asStrings(parameters)?.flatMap((parameter) => words[parameter] ?? []);
  return found === undefined ? undefined : [...new Set(found)];
}
