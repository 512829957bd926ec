import { asArray, asNumber, asRecord, type Draft, type Offer } from "@modeldex/plugin-kit";

type Row = Readonly<Record<string, unknown>>;
type Prices = Pick<Draft<Offer>, "usdPerMillionInputTokens" | "usdPerMillionOutputTokens" | "usdPerMillionCachedInputTokens" | "otherPrices">;

/**
 * The prices of a row, which are in USD per unit. A row in which nothing costs anything states none: LiteLLM writes 0 for what is free, and also
 * for what is paid otherwise or not known; and so it does for tokens where something else is sold, such as searches.
 */
export function pricesOf(row: Row): Prices {
  const [, ...tiers] = tiersOf(row);
  const stated = [...pricesIn({ ...tiersOf(row)[0]?.row, ...row }), ...tiers.flatMap((tier) => pricesIn(tier.row, tier.condition))].filter(({ usd }) => usd >= 0);
  const costs = stated.filter(({ usd }) => usd > 0);
  if (costs.length === 0) return {};
  const sellsTokens = costs.some(({ per }) => per.includes("token"));
  const plain = (per: string): number | undefined => stated.find((price) => price.per === per && price.condition === undefined && (price.usd > 0 || sellsTokens))?.usd;
  const other = costs.filter(({ per, condition }) => condition !== undefined || !basic.has(per));
  return {
    usdPerMillionInputTokens: plain(inputTokens),
    usdPerMillionOutputTokens: plain(outputTokens),
    usdPerMillionCachedInputTokens: plain(cachedTokens),
    otherPrices: other.length === 0 ? undefined : other,
  };
}

/** What a field of a row is the price of; `undefined`: it is no price, or one that is not known here. */
export function readPriceField(field: string): { readonly per: string; readonly factor: number; readonly condition?: string } | undefined {
  const [unit, per] = units.find(([start]) => field === start || field.startsWith(`${start}_`)) ?? [];
  if (unit === undefined || per === undefined) return undefined;
  const words: string[] = [];
  let rest = field.slice(unit.length);
  while (rest !== "") {
    const [word, read] = conditions.map(([form, text]) => [form.exec(rest), text] as const).find(([match]) => match !== null) ?? [];
    if (word === undefined || word === null || read === undefined) return undefined;
    words.push(read.replace("#", word[1] ?? ""));
    rest = rest.slice(word[0].length);
  }
  return { per, factor: per.startsWith("million") ? 1e6 : 1, ...(words.length > 0 && { condition: words.join(", ") }) };
}

const inputTokens = "million input tokens";
const outputTokens = "million output tokens";
const cachedTokens = "million cached input tokens";
const basic = new Set([inputTokens, outputTokens, cachedTokens]);

/** Where one begins as another does, the longer comes first. */
const units: readonly (readonly [start: string, per: string])[] = ([
  ["input_cost_per_token_cache_hit", cachedTokens], ["cache_read_input_token_cost", cachedTokens], ["cache_read_input_audio_token_cost", "million cached input audio tokens"],
  ["cache_creation_input_token_cost", "million input tokens put into the cache"], ["cache_creation_input_audio_token_cost", "million input audio tokens put into the cache"],
  ["output_cost_per_reasoning_token", "million reasoning tokens"], ["citation_cost_per_token", "million citation tokens"],
  ["ocr_cost_per_page", "page"], ["ocr_cost_per_credit", "credit"], ["annotation_cost_per_page", "annotated page"], ["input_cost_per_query", "query"], ["input_cost_per_request", "request"],
  ...(["input", "output"] as const).flatMap((side): readonly (readonly [string, string])[] => [
    ...["audio", "image", "video"].map((kind) => [`${side}_cost_per_${kind}_token`, `million ${side} ${kind} tokens`] as const),
    [`${side}_cost_per_token`, `million ${side} tokens`], [`${side}_cost_per_character`, `million ${side} characters`], [`${side}_cost_per_pixel`, `million ${side} pixels`],
    [`${side}_cost_per_image`, side === "output" ? "image" : "input image"], [`${side}_cost_per_audio_per_second`, `second of ${side} audio`], [`${side}_cost_per_video_per_second`, `second of ${side} video`],
    [`${side}_cost_per_second`, `second of ${side}`],
  ]),
] satisfies readonly (readonly [string, string])[]).toSorted(([left], [right]) => right.length - left.length);

const conditions: readonly (readonly [form: RegExp, text: string])[] = [
  [/^_above_(\d+)k_tokens/, "above #,000 input tokens"], [/^_above_1hr/, "kept for over an hour"], [/^_above_(\d+)s_interval/, "longer than # seconds"],
  [/^_batches/, "batch"], [/^_priority/, "priority"], [/^_flex/, "flex"], [/^_(1080p)/, "#"],
];

interface Price {
  readonly usd: number;
  readonly per: string;
  readonly condition?: string;
}

function pricesIn(row: Row, under?: string): readonly Price[] {
  const plain = Object.entries(row).flatMap(([field, value]): readonly Price[] => {
    const [usd, read] = [asNumber(value), readPriceField(field)];
    const condition = [under, read?.condition].filter((word) => word !== undefined).join(", ");
    return usd === undefined || read === undefined ? [] : [{ usd: rounded(usd * read.factor), per: read.per, ...(condition !== "" && { condition }) }];
  });
  const searches = Object.entries(asRecord(row["search_context_cost_per_query"]) ?? {}).flatMap(([size, value]): readonly Price[] => {
    const [usd, word] = [asNumber(value), /^search_context_size_(\w+)$/.exec(size)?.[1]];
    return usd === undefined || word === undefined ? [] : [{ usd, per: "web search", condition: `${word} context` }];
  });
  return [...plain, ...searches];
}

/** Prices by length of the input, the lowest first: that one is the price where the row has no other. */
function tiersOf(row: Row): readonly { readonly row: Row; readonly condition: string }[] {
  return (asArray(row["tiered_pricing"]) ?? []).flatMap((tier) => {
    const fields = asRecord(tier) ?? {};
    const from = asNumber(asArray(fields["range"])?.[0]);
    return from === undefined ? [] : [{ row: fields, from, condition: `above ${from.toLocaleString("en-US")} input tokens` }];
  }).toSorted((left, right) => left.from - right.from);
}

/** Without the noise of binary fractions. */
function rounded(usd: number): number {
  return Number(usd.toPrecision(12));
}
