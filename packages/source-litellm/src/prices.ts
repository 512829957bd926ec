import { asArray, asNumber, asRecord, someOf, type Draft, type Offer } from "@modeldex/plugin-kit";

type Row = Readonly<Record<string, unknown>>;
type Price = NonNullable<Offer["otherPrices"]>[number];

/**
 * Nobody asks so much for a million tokens: such a row gives the price of a thousand or of a million tokens as that of one, as those of `wandb/…` and
 * `azure_ai/jais-30b-chat` do (map of 2026-08-21, in which the dearest model otherwise costs 600), and which of them it is, is not said.
 */
const mostUsd = 1_000;

/** What is sold, by a field without its conditions. */
const units: readonly (readonly [field: RegExp, per: string])[] = [
  [/^(?:input_cost_per_token_cache_hit|cache_read_input_token_cost)$/, "million cached input tokens"], [/^cache_read_input_audio_token_cost$/, "million cached input audio tokens"],
  [/^cache_creation_input_token_cost$/, "million input tokens put into the cache"], [/^cache_creation_input_(audio)_token_cost$/, "million input $1 tokens put into the cache"],
  [/^(?:output_cost_per_)?(reasoning|citation)(?:_cost_per)?_token$/, "million $1 tokens"],
  [/^(input|output)_cost_per_(token|character|pixel)$/, "million $1 $2s"], [/^(input|output)_cost_per_(audio|image|video)_token$/, "million $1 $2 tokens"],
  [/^(input|output)_cost_per_second$/, "second of $1"], [/^(input|output)_cost_per_(audio|video)_per_second$/, "second of $1 $2"],
  [/^output_cost_per_image$/, "image"], [/^input_cost_per_image$/, "input image"], [/^(?:input|ocr)_cost_per_(query|request|page|credit)$/, "$1"], [/^annotation_cost_per_page$/, "annotated page"],
];

/** What a field of a row is the price of; `undefined`: it is no price, or one that is not known here. */
export function readPriceField(field: string): { readonly per: string; readonly factor: number; readonly condition: string | undefined } | undefined {
  const [, sold = "", under = ""] = /^(.+?)((?:_above_(?:\d+k_tokens|1hr|\d+s_interval)|_batches|_priority|_flex|_1080p)*)$/.exec(field) ?? [];
  const [form, words] = units.find(([pattern]) => pattern.test(sold)) ?? [];
  if (form === undefined || words === undefined) return undefined;
  const condition = under.replace(/_above_(\d+)k_tokens/, ", above $1,000 input tokens").replace("_above_1hr", ", kept for over an hour").replace(/_above_(\d+)s_interval/, ", longer than $1 seconds")
    .replace("_batches", ", batch").replaceAll(/_(priority|flex|1080p)/g, ", $1").slice(2);
  return { per: sold.replace(form, words), factor: words.startsWith("million") ? 1e6 : 1, condition: condition === "" ? undefined : condition };
}

/**
 * The prices of a row, which are in USD per unit. A row in which nothing costs anything states none: LiteLLM writes 0 for what is free, and also
 * for what is paid otherwise or not known; and so it does for tokens where something else is sold, such as searches. One with a price that is
 * out of all reason states none either.
 */
export function pricesOf(row: Row): Pick<Draft<Offer>, "usdPerMillionInputTokens" | "usdPerMillionOutputTokens" | "usdPerMillionCachedInputTokens" | "otherPrices"> {
  const [first, ...tiers] = tiersOf(row);
  const stated = [...pricesIn({ ...first?.tier, ...row }), ...tiers.flatMap(({ tier, condition }) => pricesIn(tier, condition))].filter(({ usd }) => usd >= 0);
  const costs = stated.filter(({ usd }) => usd > 0);
  if (costs.some(({ usd, per }) => /^million .*tokens$/.test(per) && usd > mostUsd)) return {};
  const sellsTokens = costs.some(({ per }) => per.includes("token"));
  const [input, output, cached] = ["million input tokens", "million output tokens", "million cached input tokens"].map((unit) => stated.find(({ per, condition, usd }) => per === unit && condition === undefined && (usd > 0 || sellsTokens)));
  return {
    usdPerMillionInputTokens: input?.usd, usdPerMillionOutputTokens: output?.usd, usdPerMillionCachedInputTokens: cached?.usd,
    otherPrices: someOf(costs.filter(({ per, condition }) => condition !== undefined || !/^million (?:input|output|cached input) tokens$/.test(per))),
  };
}

function pricesIn(row: Row, tier?: string): readonly Price[] {
  const plain = Object.entries(row).flatMap(([field, value]): readonly Price[] => {
    const [usd, read] = [asNumber(value), readPriceField(field)];
    if (usd === undefined || read === undefined) return [];
    const conditions = [tier, read.condition].filter((condition) => condition !== undefined);
    // Without the noise of binary fractions.
    return [{ usd: Number((usd * read.factor).toPrecision(12)), per: read.per, ...(conditions.length > 0 && { condition: conditions.join(", ") }) }];
  });
  const searches = Object.entries(asRecord(row["search_context_cost_per_query"]) ?? {}).flatMap(([field, value]): readonly Price[] => {
    const [usd, size] = [asNumber(value), /^search_context_size_(\w+)$/.exec(field)?.[1]];
    return usd === undefined || size === undefined ? [] : [{ usd, per: "web search", condition: `${size} context` }];
  });
  return [...plain, ...searches];
}

/** Prices by length of the input, the lowest first: that one is the price where the row has no other. */
function tiersOf(row: Row): readonly { readonly tier: Row; readonly condition: string }[] {
  const tiers = (asArray(row["tiered_pricing"]) ?? []).map((tier) => ({ tier: asRecord(tier) ?? {}, from: asNumber(asArray(asRecord(tier)?.["range"])?.[0]) ?? -1 }));
  return tiers.filter(({ from }) => from >= 0).toSorted((one, other) => one.from - other.from).map(({ tier, from }) => ({ tier, condition: `above ${from.toLocaleString("en-US")} input tokens` }));
}
