import { expect, it } from "vitest";
import { pricesOf, readPriceField } from "./prices.ts";

it.each<[string, object, object]>([
  ["per million tokens, without the noise of fractions", { input_cost_per_token: 1.5000020000000002e-5, output_cost_per_token: 7.5e-5, cache_read_input_token_cost: 1.25e-6 }, { usdPerMillionInputTokens: 15.00002, usdPerMillionOutputTokens: 75, usdPerMillionCachedInputTokens: 1.25 }],
  ["of a cache hit, as DeepSeek's rows write it", { input_cost_per_token: 2.8e-7, input_cost_per_token_cache_hit: 2.8e-8 }, { usdPerMillionInputTokens: 0.28, usdPerMillionCachedInputTokens: 0.028 }],
  ["of outputs that cost nothing, where inputs do", { input_cost_per_token: 2e-8, output_cost_per_token: 0 }, { usdPerMillionInputTokens: 0.02, usdPerMillionOutputTokens: 0 }],
  ["but not of a row without any", { input_cost_per_token: 0, output_cost_per_token: 0 }, {}],
  ["nor of tokens where searches are sold", { input_cost_per_token: 0, output_cost_per_token: 0, input_cost_per_query: 0.002 }, { otherPrices: [{ usd: 0.002, per: "query" }] }],
  ["nor below 0, of texts, or in units of others", { input_cost_per_token: -1e-6, output_cost_per_token: "0.1", input_dbu_cost_per_token: 1.4e-6, input_cost_per_parsec: 1 }, {}],
  ["under conditions", { input_cost_per_token: 1e-6, input_cost_per_token_above_200k_tokens_priority: 4e-6, output_cost_per_token_batches: 2e-6, cache_creation_input_token_cost_above_1hr: 3e-6, output_cost_per_second_1080p: 0.08 }, {
    usdPerMillionInputTokens: 1,
    otherPrices: [
      { usd: 4, per: "million input tokens", condition: "above 200,000 input tokens, priority" }, { usd: 2, per: "million output tokens", condition: "batch" },
      { usd: 3, per: "million input tokens put into the cache", condition: "kept for over an hour" }, { usd: 0.08, per: "second of output", condition: "1080p" },
    ],
  }],
  ["of images, pixels, characters, sound, video and pages", { output_cost_per_image: 0.04, input_cost_per_image: 6e-5, input_cost_per_pixel: 1.9e-8, input_cost_per_character: 1.5e-5, input_cost_per_second: 1e-4, output_cost_per_audio_token: 2.2e-5, input_cost_per_video_per_second: 7e-4, ocr_cost_per_page: 0.003 }, {
    otherPrices: [
      { usd: 0.04, per: "image" }, { usd: 6e-5, per: "input image" }, { usd: 0.019, per: "million input pixels" }, { usd: 15, per: "million input characters" }, { usd: 1e-4, per: "second of input" },
      { usd: 22, per: "million output audio tokens" }, { usd: 7e-4, per: "second of input video" }, { usd: 0.003, per: "page" },
    ],
  }],
  ["of searches by size", { input_cost_per_token: 1e-6, search_context_cost_per_query: { search_context_size_low: 0.01, search_context_size_high: 0.02, other: 1 } }, {
    usdPerMillionInputTokens: 1, otherPrices: [{ usd: 0.01, per: "web search", condition: "low context" }, { usd: 0.02, per: "web search", condition: "high context" }],
  }],
  ["by length of the input, the first as the price", { tiered_pricing: [{ input_cost_per_token: 1.2e-6, output_cost_per_token: 3.6e-6, range: [256_000, 1_000_000] }, { input_cost_per_token: 4e-7, output_cost_per_token: 1.2e-6, output_cost_per_reasoning_token: 4e-6, range: [0, 256_000] }, { input_cost_per_token: 9 }, 7] }, {
    usdPerMillionInputTokens: 0.4, usdPerMillionOutputTokens: 1.2,
    otherPrices: [
      { usd: 4, per: "million reasoning tokens" }, { usd: 1.2, per: "million input tokens", condition: "above 256,000 input tokens" }, { usd: 3.6, per: "million output tokens", condition: "above 256,000 input tokens" },
    ],
  }],
])("reads prices %s", (_what, row, prices) => {
  expect(JSON.parse(JSON.stringify(pricesOf(row as Readonly<Record<string, unknown>>)))).toEqual(prices);
});

it.each(["input_cost_per_token_above", "input_cost_per_tokens", "output_cost_per_token_above_200k_tokens_soon", "rpm", ""])("takes %s for no price", (field) => {
  expect(readPriceField(field)).toBeUndefined();
});
