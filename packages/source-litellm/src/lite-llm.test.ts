import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { sourceSuite, testContext } from "@modeldex/plugin-kit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { priceMap } from "./fixtures/price-map.ts";
import { liteLlm, mapPath } from "./lite-llm.ts";
import { overlayOf } from "./overlay-of.ts";
import { hubId, providerName } from "./providers.ts";
import { readingsOf } from "./references.ts";
import { whyNoModel } from "./no-model.ts";

const url = `https://raw.githubusercontent.com${mapPath}`;

describe("as a source", () => {
  sourceSuite({
    source: () => liteLlm(),
    exchanges: [{ url, json: priceMap, headers: { etag: '"abc"' } }],
    examples: {
      references: {
        "bedrock/us-east-1/meta.llama3-8b-instruct-v1:0": "bedrock/us-east-1/meta.llama3-8b-instruct-v1:0",
        "us.meta.llama3-3-70b-instruct-v1:0": "us.meta.llama3-3-70b-instruct-v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-5-sonnet-20240620-v1:0": "anthropic.claude-3-5-sonnet-20240620-v1:0",
        "accounts/fireworks/models/llama-v3p1-8b-instruct": "fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct",
        "vertex_ai/claude-3-5-sonnet@20240620": "vertex_ai/claude-3-5-sonnet@20240620",
      },
      foreign: ["gpt-4o", "openai/gpt-oss-120b", "meta-llama/Llama-3.1-8B", "amazon.com", "groq/", "groq//a", "groq/../a", "https://openrouter.ai/z-ai/glm-4.6", "arn:aws:s3:::bucket/key", "arn:aws:bedrock:us-east-1:1:guardrail/x"],
    },
  });
});

describe("a row", () => {
  const rowOf = (key: keyof typeof priceMap) => {
    const row: Readonly<Record<string, unknown>> = priceMap[key];
    return overlayOf(key, String(row["litellm_provider"]), row);
  };

  it("says where a model can be called, for how much, with what limits and until when", () => {
    expect(rowOf("gpt-4o")).toEqual({
      nativeId: "gpt-4o", name: "gpt-4o",
      offers: [{
        provider: "OpenAI", providerId: "openai", callAs: "gpt-4o", usdPerMillionInputTokens: 2.5, usdPerMillionOutputTokens: 10, usdPerMillionCachedInputTokens: 1.25,
        otherPrices: [{ usd: 1.25, per: "million input tokens", condition: "batch" }, { usd: 17, per: "million output tokens", condition: "priority" }],
        contextTokens: 128_000, maxOutputTokens: 16_384, capabilities: ["tools", "structured-output", "vision"],
      }],
    });
    expect(rowOf("azure/eu/gpt-4o-2024-08-06")).toEqual({
      nativeId: "azure/eu/gpt-4o-2024-08-06", name: "gpt-4o-2024-08-06",
      offers: [{
        provider: "Azure OpenAI (eu)", providerId: "azure", callAs: "gpt-4o-2024-08-06", usdPerMillionInputTokens: 2.75, usdPerMillionOutputTokens: 11, contextTokens: 128_000, maxOutputTokens: 16_384,
        endsAt: "2027-04-14T00:00:00Z",
      }],
    });
  });

  it("names the model elsewhere where its key is made of the id there, and states no price where nothing costs anything", () => {
    const key = "deepinfra/meta-llama/Meta-Llama-3.1-8B-Instruct";
    expect(rowOf(key)).toMatchObject({
      name: "Meta-Llama-3.1-8B-Instruct", publisher: { name: "meta-llama", id: "meta-llama" },
      links: [{ reference: "https://huggingface.co/meta-llama/Meta-Llama-3.1-8B-Instruct", relation: "HOSTED", statement: `The key ${key} of LiteLLM's map of prices is made of this id.` }],
    });
    expect(rowOf("openrouter/z-ai/glm-4.6:exacto")).toMatchObject({ links: [{ reference: "https://openrouter.ai/z-ai/glm-4.6:exacto" }], offers: [{ url: "https://openrouter.ai/z-ai/glm-4.6:exacto" }] });
    expect(rowOf("ollama/llama2:13b")).toEqual({
      nativeId: "ollama/llama2:13b", name: "llama2:13b",
      links: [{ reference: "https://ollama.com/library/llama2:13b", relation: "HOSTED", statement: "The key ollama/llama2:13b of LiteLLM's map of prices is made of this id." }],
      offers: [{ provider: "Ollama", providerId: "ollama", callAs: "llama2:13b", contextTokens: 4_096, maxOutputTokens: 4_096 }],
    });
    expect(overlayOf("ollama/mistral-7B-Instruct-v0.1", "ollama", {})).not.toHaveProperty("links");
    expect(overlayOf("openrouter/a", "openrouter", { max_input_tokens: 0 })).toEqual({ nativeId: "openrouter/a", name: "a", offers: [{ provider: "OpenRouter", providerId: "openrouter", callAs: "a" }] });
  });

  /** Rows of the map of 2026-08-21. */
  it("states no price that is that of a thousand or a million tokens, and the dearest that is asked", () => {
    const priced = (key: string, provider: string, input: number, output: number) => overlayOf(key, provider, { input_cost_per_token: input, output_cost_per_token: output }).offers?.map(({ usdPerMillionInputTokens, usdPerMillionOutputTokens }) => [usdPerMillionInputTokens, usdPerMillionOutputTokens]);
    expect([
      priced("wandb/meta-llama/Llama-3.1-8B-Instruct", "wandb", 0.022, 0.022), priced("azure_ai/jais-30b-chat", "azure_ai", 0.0032, 0.00971), priced("watsonx/bigscience/mt0-xxl-13b", "watsonx", 0.0005, 0.002),
      priced("o1-pro", "openai", 0.00015, 0.0006),
    ]).toEqual([[[undefined, undefined]], [[undefined, undefined]], [[undefined, undefined]], [[150, 600]]]);
  });

  it.each([
    ["lambda_ai/qwen3-32b-fp8", "lambda_ai", "FP8"], ["cloudflare/@cf/meta/llama-3.1-8b-instruct-fp8", "cloudflare", "FP8"], ["cloudflare/@hf/thebloke/codellama-7b-instruct-awq", "cloudflare", "AWQ"], ["groq/qwen/qwen3-32b", "groq", undefined],
  ])("reads the precision off the id %s", (key, provider, precision) => {
    expect(overlayOf(key, provider, {}).offers?.map((offer) => offer.precision)).toEqual([precision]);
  });

  it("joins nothing by a name that means another model tomorrow", () => {
    expect(rowOf("mistral/mistral-large-latest")).not.toHaveProperty("name");
  });

  it.each([
    ["meta-llama/Llama-3.3-70B-Instruct", "nebius", "meta-llama/Llama-3.3-70B-Instruct"], ["@hf/thebloke/codellama-7b-instruct-awq", "cloudflare", "thebloke/codellama-7b-instruct-awq"],
    ["openai/gpt-oss-20b", "together_ai", "openai/gpt-oss-20b"], ["meta-llama/Llama-3.3-70B-Instruct-Turbo", "together_ai", undefined], ["Qwen/Qwen3-235B-A22B-fp8-tput", "together_ai", undefined],
    ["anthropic/claude-4-opus", "deepinfra", undefined], ["google/gemini-2.5-pro", "deepinfra", undefined], ["openai/gpt-5.2", "gmi", undefined], ["qwen/qwen3-32b", "groq", undefined],
    ["@cf/meta/llama-3.2-1b-instruct", "cloudflare", undefined], ["a/b/c", "nebius", undefined], ["deepseek/deepseek-v3.2", "novita", undefined],
  ])("means by %s of %s the id %s of the Hub", (callAs, provider, id) => {
    expect(hubId(callAs, provider)).toBe(id);
  });

  it.each([
    ["vertex_ai-llama_models", "Google Vertex AI"], ["bedrock_converse", "Amazon Bedrock"], ["bedrock_mantle", "Amazon Bedrock Mantle"], ["azure_ai", "Azure AI Foundry"], ["azure_text", "Azure OpenAI"],
    ["featherless_ai", "Featherless AI"], ["groq", "Groq"], ["cohere_chat", "Cohere Chat"], ["metal", "Metal"],
  ])("calls %s %s", (provider, name) => {
    expect(providerName(provider)).toBe(name);
  });

  it.each<[string, string, string, RegExp | undefined]>([
    ["azure/hd/1024-x-1792/dall-e-3", "azure", "image_generation", /size or steps/], ["max-x-max/max-steps/stability.stable-diffusion-xl-v0", "bedrock", "image_generation", /size or steps/],
    ["bedrock/*/1-month-commitment/cohere.command-text-v14", "bedrock", "chat", /reserved capacity/], ["ft:gpt-4o-2024-08-06", "openai", "chat", /customers tune/], ["azure/ft:gpt-4o", "azure", "chat", /customers tune/],
    ["together-ai-4.1b-8b", "together_ai", "chat", /models of a size/], ["tavily/search", "tavily", "search", /searches/], ["bedrock/guardrails", "bedrock", "guardrail", /filters/], ["azure/container", "azure", "chat", /containers/],
    ["openrouter/openrouter/free", "openrouter", "chat", /chooses/], ["azure_ai/model_router", "azure_ai", "chat", /chooses/], ["perplexity/preset/pro-search", "perplexity", "responses", /chooses/],
    ["stability/inpaint", "stability", "image_edit", /operation/], ["reducto/parse-v3", "reducto", "ocr", /operation/], ["stability/sd3-large", "stability", "image_generation", undefined],
    ["dall-e-3", "openai", "image_generation", undefined], ["mistral/mistral-ocr-2512", "mistral", "ocr", undefined], ["fireworks_ai/accounts/fireworks/routers/kimi-k3-us", "fireworks_ai", "chat", undefined],
  ])("with the key %s of %s for %s is left out as %s", (key, provider, mode, reason) => {
    const given = whyNoModel(key, provider, mode);
    if (reason === undefined) expect(given).toBeUndefined();
    else expect(given).toMatch(reason);
  });
});

it("reads an id of Bedrock behind LiteLLM's prefix as well, and is certain of nothing", () => {
  expect(readingsOf("bedrock/us.anthropic.claude-3-5-haiku-20241022-v1:0")).toEqual([
    { ref: { nativeId: "bedrock/us.anthropic.claude-3-5-haiku-20241022-v1:0" }, readAs: "LiteLLM key", certain: false },
    { ref: { nativeId: "us.anthropic.claude-3-5-haiku-20241022-v1:0" }, readAs: "id of Amazon Bedrock", certain: false },
  ]);
});

it.each<[object, string]>([[{ endpoint: "ftp://x" }, "endpoint"], [{ id: "Lite" }, "id"], [{ endpont: "https://x.example" }, "endpont"]])("refuses the options %o, naming %s", (options, named) => {
  expect(() => liteLlm(options)).toThrow(named);
});

describe("over HTTP", () => {
  let server: Server;
  let endpoint: string;
  let asked: (string | undefined)[];
  let answer: { status: number; body: string; etag?: string };
  beforeEach(async () => {
    [asked, answer] = [[], { status: 200, body: JSON.stringify(priceMap), etag: 'W/"one"' }];
    server = createServer((request, response) => {
      asked.push(request.headers["if-none-match"]);
      const { status, body, etag } = answer;
      const same = etag !== undefined && request.headers["if-none-match"] === etag && status === 200;
      response.writeHead(request.url === mapPath ? (same ? 304 : status) : 404, { "content-type": "text/plain; charset=utf-8", ...(etag && { etag }) }).end(same ? undefined : body);
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => void (await new Promise((resolve) => server.close(resolve))));

  const list = async (since?: string, now = "2026-01-01T00:00:00Z") => {
    const lent = createLentFetch({ baseAddresses: [endpoint], userAgent: "test" });
    const context = testContext({ now: new Date(now), fetch: lent.fetch });
    const page = await liteLlm({ endpoint: `${endpoint}/` }).list({ limit: 500, ...(since !== undefined && { since }) }, context).catch((error: unknown) => error as Error & { code: string });
    await lent.close();
    return { page, drops: context.drops };
  };

  it("gives overlays alone, whole, and says of each row that is no model why it is left out", async () => {
    const { page, drops } = await list();
    expect(page).toEqual({
      overlays: ["gpt-4o", "azure/eu/gpt-4o-2024-08-06", "deepinfra/meta-llama/Meta-Llama-3.1-8B-Instruct", "ollama/llama2:13b", "openrouter/z-ai/glm-4.6:exacto", "mistral/mistral-large-latest"].map((nativeId) => expect.objectContaining({ nativeId })),
      checkpoint: '2026-01-01T00:00:00.000Z W/"one"',
    });
    expect(drops).toEqual([
      { nativeId: "sample_spec", reason: "the sample of a row, no model" }, { nativeId: "1024-x-1024/dall-e-2", reason: "a tariff by size or steps of an image, no model" },
      { nativeId: "fallback_generalizations", reason: "it names no provider, so it is no price" },
    ]);
  });

  it("asks whether the map has changed, and for half a day takes no for an answer", async () => {
    const since = '2026-01-01T00:00:00.000Z W/"one"';
    expect((await list(since, "2026-01-01T11:59:59Z")).page).toEqual({ unchanged: true });
    expect((await list(since, "2026-01-01T12:00:00Z")).page).toMatchObject({ whole: true, checkpoint: '2026-01-01T12:00:00.000Z W/"one"' });
    answer = { ...answer, etag: 'W/"two"' };
    expect((await list(since, "2026-01-01T01:00:00Z")).page).toMatchObject({ whole: true, checkpoint: '2026-01-01T01:00:00.000Z W/"two"' });
    expect(asked).toEqual(['W/"one"', undefined, 'W/"one"']);
  });

  it("knows a map without ETag by its digest, and sends nothing of a checkpoint that is not its own", async () => {
    answer = { status: 200, body: JSON.stringify(priceMap) };
    const first = (await list()).page as { checkpoint: string };
    expect(first.checkpoint).toMatch(/^2026-01-01T00:00:00\.000Z sha256:[0-9a-f]{64}$/);
    expect((await list(first.checkpoint, "2026-01-01T01:00:00Z")).page).toEqual({ unchanged: true });
    for (const since of ["https://attacker.invalid/", '2026-01-01T00:00:00.000Z "a"\r\nx:y', '2027-01-01T00:00:00.000Z W/"one"', 'later W/"one"']) expect((await list(since)).page).toMatchObject({ whole: true });
    expect(asked).toEqual(Array.from({ length: 6 }, () => undefined));
  });

  it.each([
    [{ status: 404, body: "404: Not Found" }, "BAD_RESPONSE"], [{ status: 503, body: "" }, "UNREACHABLE"], [{ status: 304, body: "" }, "BAD_RESPONSE"], [{ status: 200, body: "<html>" }, "BAD_RESPONSE"],
    [{ status: 200, body: "{}" }, "BAD_RESPONSE"], [{ status: 200, body: '{"gpt-4o":{"mode":"chat"}}' }, "BAD_RESPONSE"], [{ status: 200, body: "[]" }, "BAD_RESPONSE"],
  ])("fails where it gets %o with %s", async (given, code) => {
    answer = given;
    expect((await list()).page).toMatchObject({ name: "SourceError", code });
  });
});
