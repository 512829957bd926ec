import { recordedFetch, sourceSuite, testContext, type RecordedExchange } from "@modeldex/plugin-kit/testing";
import { describe, expect, test } from "vitest";
import { auto, coder, coderFree, endpoints, grok, grokLatest, kimiLatest, mistralLarge, mistralSmall, models, northFree, rows } from "./fixtures/models.ts";
import { openRouter } from "./open-router.ts";
import { recordsOf } from "./records.ts";
import { readingsOf } from "./references.ts";

const address = "https://openrouter.ai/api/v1/models";
const hub = (record: { readonly nativeId: string }) => record.nativeId;
const kept = (...given: readonly unknown[]) => recordsOf(given, (nativeId, reason) => expect.fail(`${nativeId}: ${reason}`));

describe("as a source", () => {
  sourceSuite({
    source: () => openRouter(),
    exchanges: [
      { url: address, headers: { etag: '"one"' }, json: models },
      { url: `${address}/mistralai/mistral-small-2603/endpoints`, json: endpoints },
      { url: `${address}/qwen/qwen3-coder/endpoints`, json: { data: { endpoints: [] } } },
      { url: `${address}/x-ai/grok-4.5/endpoints`, status: 404, json: { error: { message: "Not Found", code: 404 } } },
    ],
    examples: {
      known: ["mistralai/mistral-small-2603", "qwen/qwen3-coder:free", "~x-ai/grok-latest"],
      references: {
        "https://openrouter.ai/mistralai/mistral-small-2603": "mistralai/mistral-small-2603",
        "openrouter/qwen/qwen3-coder:free": "qwen/qwen3-coder:free",
        "x-ai/grok-4.5": "x-ai/grok-4.5",
      },
      foreign: ["https://huggingface.co/qwen/qwen3-coder", "grok-4.5", "a/b/c", "https://openrouter.ai/docs/quickstart"],
    },
  });
});

describe("records", () => {
  test("have everything that a row says, under names of the contract", () => {
    expect(kept(grokLatest, grok)).toEqual([{
      nativeId: "x-ai/grok-4.5",
      aliases: ["x-ai/grok-4.5-20260708"],
      movingAliases: ["~x-ai/grok-latest"],
      name: "Grok 4.5",
      publisher: { name: "xAI", id: "x-ai", url: "https://openrouter.ai/x-ai" },
      url: "https://openrouter.ai/x-ai/grok-4.5",
      description: grok.description,
      modalities: { input: ["text", "image"], output: ["text"] },
      capabilities: ["reasoning", "json-output", "structured-output", "tools"],
      createdAt: "2026-07-02T13:46:40Z",
      offers: [{
        provider: "OpenRouter", callAs: "x-ai/grok-4.5", url: "https://openrouter.ai/x-ai/grok-4.5",
        usdPerMillionInputTokens: 2, usdPerMillionOutputTokens: 6, usdPerMillionCachedInputTokens: 0.3,
        otherPrices: [
          { usd: 0.005, per: "web search" },
          { usd: 2, per: "million image input tokens" },
          { usd: 4, per: "million input tokens", condition: "prompts of 200000 tokens or more" },
          { usd: 12, per: "million output tokens", condition: "prompts of 200000 tokens or more" },
          { usd: 0.6, per: "million cached input tokens", condition: "prompts of 200000 tokens or more" },
        ],
        capabilities: ["reasoning", "json-output", "structured-output", "tools"], contextTokens: 500_000, maxOutputTokens: 30_000, endsAt: "2026-12-31T00:00:00Z",
      }],
      evaluations: [
        { benchmark: "Artificial Analysis Intelligence Index", author: "INDEPENDENT", value: 49.9, metric: "index", url: "https://artificialanalysis.ai" },
        { benchmark: "Artificial Analysis Coding Index", author: "INDEPENDENT", value: 69.1, metric: "index", url: "https://artificialanalysis.ai" },
        { benchmark: "Design Arena website", author: "INDEPENDENT", settings: "models", value: 1201, metric: "Elo", url: "https://www.designarena.ai" },
        { benchmark: "Design Arena website", author: "INDEPENDENT", settings: "models", value: 54.2, metric: "win rate", unit: "%", url: "https://www.designarena.ai" },
      ],
      details: {
        topProviderContextTokens: 256_000, moderated: true, tokenizer: "Grok", knowledgeCutoff: "2026-02-01T00:00:00Z", supportedParameters: grok.supported_parameters,
        defaultParameters: { temperature: 0.7 }, reasoning: { mandatory: true, supported_efforts: ["high", "low"], default_effort: "high" },
      },
    }]);
  });

  test("hold variants as offers, in any order of the rows, and are named by the base also where it is not offered", () => {
    const shown = kept(coderFree, coder, northFree).map(({ nativeId, aliases, name, offers, links }) => ({ nativeId, aliases, name, links: links?.map(({ reference, relation }) => [reference, relation]), offers: offers?.map(({ callAs, usdPerMillionInputTokens, otherPrices, contextTokens }) => [callAs, usdPerMillionInputTokens, otherPrices, contextTokens]) }));
    expect(shown).toEqual([
      {
        nativeId: "qwen/qwen3-coder", aliases: ["qwen/qwen3-coder:free", "qwen/qwen3-coder-480b-a35b-07-25"], name: "Qwen3 Coder 480B A35B", links: [["https://huggingface.co/Qwen/Qwen3-Coder-480B-A35B-Instruct", "HOSTED"]],
        offers: [["qwen/qwen3-coder", 0.22, undefined, 262_144], ["qwen/qwen3-coder:free", 0, undefined, 262_000]],
      },
      {
        nativeId: "cohere/north-mini-code", aliases: ["cohere/north-mini-code:free", "cohere/north-mini-code-20260617"], name: "North Mini Code", links: [["https://huggingface.co/CohereLabs/North-Mini-Code-1.0", "HOSTED"]],
        offers: [["cohere/north-mini-code:free", 0, undefined, 131_072]],
      },
    ]);
  });

  test("take the publisher's name from another row of the same author, else its id, and have none where an id hides the author", () => {
    const publishers = (...given: readonly unknown[]) => kept(...given).map(({ name, publisher }) => [name, publisher?.name]);
    expect(publishers(mistralLarge, mistralSmall, kimiLatest)).toEqual([["Mistral Large 2407", "Mistral"], ["Mistral Small 4", "Mistral"], ["MoonshotAI Kimi Latest", undefined]]);
    expect(publishers(mistralLarge)).toEqual([["Mistral Large 2407", "mistralai"]]);
  });

  test("say of a router that it is none of a model, and state no price that varies", () => {
    expect(kept(auto)).toMatchObject([{ tags: ["router"], details: { router: true }, offers: [{ provider: "OpenRouter", callAs: "openrouter/auto", contextTokens: 2_000_000 }] }]);
    expect(kept(auto)[0]?.offers?.[0]).not.toHaveProperty("usdPerMillionInputTokens");
  });

  test("keep an id that moves as a listing of its own while nothing says where it leads, and while its target is not listed", () => {
    expect(kept(kimiLatest, grokLatest).map(hub)).toEqual(["~moonshotai/kimi-latest", "~x-ai/grok-latest"]);
    const { naming } = openRouter();
    expect(["~x-ai/grok-latest", "openrouter/auto", "x-ai/grok-4.5"].map((id) => (typeof naming === "function" ? naming(id) : naming))).toEqual(["namespaced", "namespaced", "curated"]);
  });

  test("do not take the id of one model for an alias of another", () => {
    expect(kept({ ...grok, canonical_slug: coder.id }, coder).map(({ aliases }) => aliases)).toEqual([undefined, ["qwen/qwen3-coder-480b-a35b-07-25"]]);
  });

  test("are dropped with a reason where a row names no model", () => {
    const drops: (readonly [string, string])[] = [];
    const found = recordsOf([7, { id: "one" }, { id: "a/b" }, { id: "a/b c", name: "c" }, coder, coder], (...drop) => drops.push(drop));
    const form = "its id is not author/slug, with or without a variant after a colon";
    expect([found.map(hub), drops]).toEqual([["qwen/qwen3-coder"], [["unknown", form], ["one", form], ["a/b", "it has no name"], ["a/b c", form], ["qwen/qwen3-coder", "its id is there twice"]]]);
  });

  test("leave out members of other types than expected, and know nothing of new ones", () => {
    const odd = { id: "a/b", name: "b", created: "yesterday", description: 7, architecture: [], pricing: "free", top_provider: null, supported_parameters: { tools: true }, hugging_face_id: "no id", benchmarks: { design_arena: [3], artificial_analysis: 1 }, alias_target: "c/d", new_member: { at: 1 } };
    expect(kept(odd)).toEqual([{ nativeId: "a/b", name: "b", publisher: { name: "a", id: "a", url: "https://openrouter.ai/a" }, url: "https://openrouter.ai/a/b", offers: [{ provider: "OpenRouter", callAs: "a/b", url: "https://openrouter.ai/a/b" }] }]);
  });

  test.each([
    ["0.00000014", 0.14], ["0.00000008333333333333334", 0.0833333333333], [1e-7, 0.1], ["0", 0], ["-1", undefined], ["", undefined], ["free", undefined], [null, undefined], ["1e999", undefined],
  ])("reads the price of a token %o as %o USD per million", (prompt, expected) => {
    expect(kept({ id: "a/b", name: "b", pricing: { prompt } })[0]?.offers?.[0]?.usdPerMillionInputTokens).toBe(expected);
  });
});

describe("get", () => {
  const fresh = (...exchanges: readonly RecordedExchange[]) => recordedFetch([{ url: address, json: models }, ...exchanges]);

  test("asks for the list once, and for providers only when offers are needed", async () => {
    const recorded = fresh({ url: `${address}/mistralai/mistral-small-2603/endpoints`, json: endpoints });
    const refs = [{ nativeId: "mistralai/mistral-small-2603" }, { nativeId: "no/such" }];
    const ask = async (...need: "offers"[]) => (await openRouter().get?.({ refs, need: new Set(need) }, testContext({ fetch: recorded.fetch }))) ?? [];
    const own = { provider: "OpenRouter", callAs: "mistralai/mistral-small-2603", url: "https://openrouter.ai/mistralai/mistral-small-2603", usdPerMillionInputTokens: 0.1, usdPerMillionOutputTokens: 0.4, capabilities: [], contextTokens: 131_072 };
    expect(await ask()).toEqual([expect.objectContaining({ offers: [own] }), undefined]);
    expect(recorded.calls.map(({ url }) => url)).toEqual([address]);
    const { provider: _, ...shared } = { ...own, usdPerMillionInputTokens: 0.15, usdPerMillionOutputTokens: 0.6, contextTokens: 262_144, degraded: false };
    const { capabilities: _none, ...mistral } = shared;
    expect(await ask("offers")).toEqual([expect.objectContaining({
      offers: [
        own,
        { provider: "Mistral", endpoint: "mistral", uptimePercent: 99.91, ...mistral },
        { provider: "Mistral", endpoint: "mistral/zdr", ...mistral },
        { ...shared, provider: "Nebius", endpoint: "nebius/fp8", precision: "FP8", usdPerMillionInputTokens: 0.1, usdPerMillionOutputTokens: 0.3, contextTokens: 131_072, maxOutputTokens: 32_768, capabilities: ["tools"], uptimePercent: 54.5, degraded: true },
      ],
    }), undefined]);
    expect(recorded.calls.map(({ url }) => url)).toEqual([address, address, `${address}/mistralai/mistral-small-2603/endpoints`]);
  });

  test("fails for the one model whose providers cannot be read", async () => {
    const recorded = fresh({ url: `${address}/qwen/qwen3-coder/endpoints`, json: { data: {} } }, { url: `${address}/mistralai/mistral-small-2603/endpoints`, status: 503 }, { url: `${address}/x-ai/grok-4.5/endpoints`, status: 404 });
    const refs = ["qwen/qwen3-coder", "mistralai/mistral-small-2603", "x-ai/grok-4.5"].map((nativeId) => ({ nativeId }));
    const answers = await openRouter().get?.({ refs, need: new Set(["offers"]) }, testContext({ fetch: recorded.fetch }));
    expect(answers).toEqual([
      expect.objectContaining({ code: "BAD_RESPONSE", message: "OpenRouter did not answer with a list of providers for qwen/qwen3-coder." }),
      expect.objectContaining({ code: "UNREACHABLE" }),
      expect.objectContaining({ nativeId: "x-ai/grok-4.5", offers: [expect.objectContaining({ provider: "OpenRouter" })] }),
    ]);
  });
});

test.each([
  [{ ...models, total_count: 400 }, `OpenRouter gave ${rows.length} models and says that there are more: a part is not taken for the whole.`],
  [{ ...models, links: { next: "/api/v1/models?page=2" } }, "a part is not taken for the whole"],
  [{ models: [] }, "OpenRouter did not answer with a list of models in `data`."],
])("refuses a list that is not whole", async (json, message) => {
  await expect(openRouter().list?.({ limit: 500 }, testContext({ fetch: recordedFetch([{ url: address, json }]).fetch }))).rejects.toThrow(message);
});

test.each([
  ["https://openrouter.ai/x-ai/grok-4.5", "x-ai/grok-4.5", true], ["openrouter.ai/models/x-ai/grok-4.5?tab=providers#top", "x-ai/grok-4.5", true],
  ["https://openrouter.ai/qwen/qwen3-coder%3Afree", "qwen/qwen3-coder:free", true], ["https://openrouter.ai/qwen/qwen3-coder/providers", "qwen/qwen3-coder", true],
  ["https://openrouter.ai/api/v1/models/x-ai/grok-4.5/endpoints", "x-ai/grok-4.5", true], ["http://mirror.example/api/v1/models/x-ai/grok-4.5/endpoints", "x-ai/grok-4.5", true],
  ["openrouter/meta-llama/llama-3.3-70b-instruct", "meta-llama/llama-3.3-70b-instruct", true], ["openrouter/auto", "openrouter/auto", true],
  ["~x-ai/grok-latest", "~x-ai/grok-latest", true], ["qwen/qwen3-32b", "qwen/qwen3-32b", false], ["qwen/qwen3-coder:free", "qwen/qwen3-coder:free", false],
  ["https://openrouter.ai/docs/quickstart", undefined, undefined], ["https://openrouter.ai/api/v1/models", undefined, undefined], ["https://openrouter.ai/rankings", undefined, undefined],
  ["ollama/llama3", "ollama/llama3", false], ["https://huggingface.co/a/b", undefined, undefined], ["llama", undefined, undefined],
])("reads %s", (text, nativeId, certain) => {
  expect(readingsOf(text, "http://mirror.example").map(({ ref, certain: is }) => [ref.nativeId, is])).toEqual(nativeId === undefined ? [] : [[nativeId, certain]]);
});

test("names the option that is wrong", () => {
  expect(() => openRouter({ endpoint: "openrouter" })).toThrow("openRouter(): option endpoint: must be an http or https URL, such as https://openrouter.ai");
});
