import type { StoredListing, StoredOverlay } from "@modeldex/catalog";
import { listingKey } from "@modeldex/schema";
import type { ListingRecord, Offer, OverlayRecord, SourceId } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { conflictsOf, isContested } from "./conflicts.ts";

interface Draft extends Partial<Pick<StoredListing, "naming" | "state">> {
  readonly relation?: StoredListing["link"]["relation"];
}

function listing(source: string, record: Partial<ListingRecord>, { naming = "namespaced", state = "LISTED", relation = "UNKNOWN" }: Draft = {}): StoredListing {
  return {
    key: listingKey(source, "a/b"), source: source as SourceId, naming, state, record: { nativeId: "a/b", name: "b", ...record },
    link: { kind: source === "hf" ? "LEADING" : "EXPLICIT_REFERENCE", relation, statement: "", evidence: [] },
  } as unknown as StoredListing;
}

const told = (...listings: readonly StoredListing[]) => conflictsOf(listings).map(({ field, positions }) => ({ field, positions: positions.map(({ value, listings: by }) => [value, by.map(({ source }) => source)]) }));

describe("conflicts", () => {
  it("tell each value with those who state it, that of the leading listing first", () => {
    const found = told(listing("hf", { task: "text-generation", contextTokens: 131_072, license: { stated: "mit" } }), listing("or", { contextTokens: 32_768, task: "Text-Generation" }), listing("md", { contextTokens: 131_072, license: { stated: "apache-2.0" } }));
    expect(found).toEqual([
      { field: "license", positions: [[{ spdx: "MIT", name: "MIT License", class: "PERMISSIVE" }, ["hf"]], [{ spdx: "Apache-2.0", name: "Apache License 2.0", class: "PERMISSIVE" }, ["md"]]] },
      { field: "contextLength", positions: [[131_072, ["hf", "md"]], [32_768, ["or"]]] },
    ]);
  });

  it("are none where something is unknown, written in another way, rounded, or read off a name", () => {
    const counted = (total: number, origin: "WEIGHTS" | "STATED" | "NAME") => ({ parameters: { total, origin } });
    expect(told(
      listing("hf", { ...counted(8_030_261_248, "WEIGHTS"), architecture: "llama", license: { stated: "llama3.1" } }),
      listing("or", { ...counted(8_000_000_000, "STATED"), architecture: "LlamaForCausalLM", license: { stated: "Llama3.1", url: "https://x.example/license" } }),
      listing("ol", counted(405e9, "NAME")), listing("md", {}),
    )).toEqual([]);
    expect(told(listing("hf", counted(8_030_261_248, "WEIGHTS")), listing("or", counted(70e9, "STATED")))).toHaveLength(1);
    expect(told(listing("hf", counted(8_030_261_248, "WEIGHTS")), listing("ol", counted(2e9, "WEIGHTS"), { relation: "QUANTIZED" }))).toEqual([]);
  });

  it("are not made by entries that anybody may write, nor by what is gone", () => {
    const own = listing("hf", { license: { stated: "mit" } });
    expect(told(own, listing("chain", { license: { stated: "apache-2.0" } }, { naming: "open" }), listing("old", { license: { stated: "gpl-3.0" } }, { state: "GONE" }))).toEqual([]);
    expect(isContested([own, listing("or", { license: { stated: "apache-2.0" } })], "license")).toBe(true);
  });

  it("tell other bytes at one path, where both say that they hold the same weights", () => {
    const files = (letter: string, path = "w.gguf") => ({ artifacts: [{ path, digest: `sha256:${letter.repeat(64)}` as const }, { path: "README.md", digest: `sha256:${letter.repeat(64)}` as const }] });
    expect(told(listing("hf", files("a")), listing("ms", files("b"), { relation: "SAME_WEIGHTS" }), listing("ol", files("c"), { relation: "QUANTIZED" }))).toEqual([
      { field: "artifacts", positions: [[{ path: "w.gguf", digest: `sha256:${"a".repeat(64)}` }, ["hf"]], [{ path: "w.gguf", digest: `sha256:${"b".repeat(64)}` }, ["ms"]]] },
    ]);
    expect(told(listing("hf", files("a")), listing("ms", files("b", "v.gguf"), { relation: "SAME_WEIGHTS" }))).toEqual([]);
  });
});

function overlay(source: string, record: Partial<OverlayRecord>, naming: StoredOverlay["naming"] = "curated"): StoredOverlay {
  return { key: listingKey(source, "row"), source: source as SourceId, naming, record: { nativeId: "row", ...record }, fetchedAt: "2026-08-21T00:00:00Z" } as unknown as StoredOverlay;
}

/** Llama 3.1 8B Instruct as six places have it: values of the Hub (2024-09), Ollama and OpenRouter (2026-08); the registry, the file and the overlay are synthetic. */
const original = { parameters: { total: 8_030_261_248, origin: "WEIGHTS" as const }, architecture: "llama", contextTokens: 131_072, task: "text-generation", license: { stated: "llama3.1" }, precisions: ["BF16"], formats: ["SAFETENSORS" as const] };
const everywhere = [
  listing("hf", original),
  listing("ollama", { parameters: { total: 8_000_000_000, origin: "STATED" }, architecture: "llama", contextTokens: 8_192, precisions: ["Q4_K_M"], formats: ["GGUF"], artifacts: [{ path: "model", role: "WEIGHTS", sizeBytes: 4_920_734_272, digest: `sha256:${"6".repeat(64)}` }] }, { relation: "QUANTIZED" }),
  listing("oci", { architecture: "transformer", parameters: { total: 8_000_000_000, origin: "STATED" }, license: { stated: "other" }, precisions: ["BF16"], formats: ["SAFETENSORS"] }, { relation: "SAME_WEIGHTS" }),
  listing("openrouter", { contextTokens: 16_384, task: "text-generation", offers: [{ provider: "DeepInfra", precision: "bf16", contextTokens: 131_072 }, { provider: "Novita", precision: "fp8", contextTokens: 16_384 }] }, { relation: "HOSTED" }),
  listing("file", { architecture: "LlamaForCausalLM", task: "chat", license: { stated: "Llama3.1" }, contextTokens: 131_072 }),
] as const;

describe("a model that six places have", () => {
  it("is contradicted nowhere by packagings, services, rounding, spelling and rows beside it", () => {
    expect(conflictsOf(everywhere, [overlay("litellm", { contextTokens: 128_000, capabilities: ["tools"], offers: [{ provider: "deepinfra", contextTokens: 128_000 }] })])).toEqual([]);
  });

  it.each<[string, string, Partial<ListingRecord>, readonly unknown[]]>([
    ["another size in the same weights", "parameters", { parameters: { total: 70_553_706_496, origin: "STATED" } }, [original.parameters, { total: 70_553_706_496, origin: "STATED" }]],
    ["another architecture", "architecture", { architecture: "Qwen3ForCausalLM" }, ["llama", "Qwen3ForCausalLM"]],
    ["another task", "task", { task: "embedding" }, ["text-generation", "embedding"]],
    ["another context of the same weights", "contextLength", { contextTokens: 8_192 }, [131_072, 8_192]],
  ])("is contradicted by %s", (_, field, record, values) => {
    const found = conflictsOf([everywhere[0], listing("shelf", record)]);
    expect(found.map(({ field: name, positions }) => [name, positions.map(({ value }) => value)])).toEqual([[field, values]]);
    expect(conflictsOf([everywhere[0], listing("shelf", record, { relation: "QUANTIZED" })])).toEqual([]);
    expect(conflictsOf([everywhere[0], listing("shelf", { ...record, name: "b-Q4_K_M-GGUF" })])).toEqual([]);
  });

  it("is contradicted by a packaging under another licence, and by a service that claims more than the model takes", () => {
    expect(told(everywhere[0], listing("ollama", { license: { stated: "apache-2.0" } }, { relation: "QUANTIZED" })).map(({ field }) => field)).toEqual(["license"]);
    expect(told(everywhere[0], listing("openrouter", { contextTokens: 1_048_576 }, { relation: "HOSTED" }))).toEqual([{ field: "contextLength", positions: [[131_072, ["hf"]], [1_048_576, ["openrouter"]]] }]);
  });

  it.each([
    ["chat", "text-generation", true], ["Text Generation", "text-generation", true], ["sentence-similarity", "embedding", true], ["audio-transcription", "automatic-speech-recognition", true],
    ["text-generation", "image-text-to-text", false], ["text-generation", "text-to-image", false], ["constructor", "chat", false],
  ])("holds the tasks %s and %s for the same: %s", (left, right, same) => {
    expect(conflictsOf([listing("hf", { task: left }), listing("file", { task: right })])).toHaveLength(same ? 0 : 1);
  });

  it("lets a service take text alone of a model that takes images", () => {
    const seeing = listing("hf", { task: "image-text-to-text" });
    expect(told(seeing, listing("openrouter", { task: "text-generation" }, { relation: "HOSTED" }))).toEqual([]);
    expect(told(seeing, listing("openrouter", { task: "text-to-image" }, { relation: "HOSTED" }))).toHaveLength(1);
  });

  it.each([
    ["llama", "LlamaForCausalLM", true], ["qwen3_moe", "Qwen3MoeForCausalLM", true], ["gpt2", "GPT2LMHeadModel", true], ["bert", "BertModel", true], ["gemma3", "gemma3_text", true], ["whisper", "WhisperForConditionalGeneration", true],
    ["llama", "transformer", true], ["qwen2", "qwen3", false], ["llama", "llama4", false],
  ])("holds the architectures %s and %s for the same: %s", (left, right, same) => {
    expect(conflictsOf([listing("hf", { architecture: left }), listing("file", { architecture: right })])).toHaveLength(same ? 0 : 1);
  });
});

describe("prices of one service", () => {
  const offer = (more: Partial<Offer> = {}): Offer => ({ provider: "DeepInfra", callAs: "meta-llama/Llama-3.1-8B-Instruct", usdPerMillionInputTokens: 0.03, usdPerMillionOutputTokens: 0.05, ...more });
  const beside: Partial<Offer> = { provider: "deepinfra", callAs: "deepinfra/meta-llama/Llama-3.1-8B-Instruct" };
  const held = (theirs: readonly Offer[], ours: readonly Offer[] = [offer()], naming: StoredOverlay["naming"] = "curated") =>
    conflictsOf([listing("hf", {}), listing("openrouter", { offers: ours }, { relation: "HOSTED" })], [overlay("litellm", { offers: theirs }, naming)]).map(({ field, positions }) => [field, positions.map(({ value, sources, listings }) => [value, sources, listings.map(({ key }) => key)])]);

  it("contradict each other where two sources tell other ones, whoever lists the model", () => {
    expect(held([offer({ ...beside, usdPerMillionOutputTokens: 0.06 })])).toEqual([["offers", [
      [{ provider: "DeepInfra", callAs: "meta-llama/Llama-3.1-8B-Instruct", inputPrice: 0.03, outputPrice: 0.05 }, ["openrouter"], ["openrouter:a/b"]],
      [{ provider: "deepinfra", callAs: "deepinfra/meta-llama/Llama-3.1-8B-Instruct", inputPrice: 0.03, outputPrice: 0.06 }, ["litellm"], []],
    ]]]);
  });

  it.each<[string, readonly Offer[], (readonly Offer[])?, StoredOverlay["naming"]?]>([
    ["are equal", [offer(beside)]],
    ["are equal but for rounding", [offer({ ...beside, usdPerMillionInputTokens: 0.03 + 1e-12 })]],
    ["are of another provider", [offer({ provider: "Novita", usdPerMillionOutputTokens: 9 })]],
    ["are of another id at that provider", [offer({ ...beside, callAs: "deepinfra/other", usdPerMillionOutputTokens: 9 })]],
    ["name no id", [{ provider: "DeepInfra", usdPerMillionOutputTokens: 9 }]],
    ["are of another precision", [offer({ ...beside, precision: "fp8", usdPerMillionOutputTokens: 9 })], [offer({ precision: "bf16" })]],
    ["are not stated by one of them", [{ ...beside, provider: "deepinfra" }]],
    ["are tiers, one of which is equal", [offer({ ...beside, usdPerMillionOutputTokens: 9 }), offer(beside)]],
    ["are tiers that one source tells", [], [offer(), offer({ usdPerMillionOutputTokens: 9 })]],
    ["come from where anybody may write", [offer({ ...beside, usdPerMillionOutputTokens: 0 })], [offer()], "open"],
  ])("contradict nothing where they %s", (_, theirs, ours, naming) => {
    expect(held(theirs, ours, naming)).toEqual([]);
  });

  it("are told where one is more than 100 times what the others cost, with the middle of the others", () => {
    const others = [0.1, 0.12, 0.2].map((usd, place) => ({ provider: `P${place}`, usdPerMillionInputTokens: usd, usdPerMillionOutputTokens: 1 }));
    const wandb = { provider: "wandb", callAs: "wandb/one", usdPerMillionInputTokens: 71_000, usdPerMillionOutputTokens: 2 };
    expect(held([wandb], others)).toEqual([["offers", [
      [{ provider: "wandb", callAs: "wandb/one", inputPrice: 71_000, outputPrice: 2 }, ["litellm"], []],
      [{ medianOfOthers: 3, inputPrice: 0.12 }, ["openrouter"], ["openrouter:a/b"]],
    ]]]);
    expect(held([wandb], others.slice(1))).toEqual([]);
    expect(held([wandb], others, "open")).toEqual([]);
    expect(held([{ ...wandb, endsAt: "2026-08-01T00:00:00Z" }], others)).toEqual([]);
    expect(held([{ ...wandb, usdPerMillionOutputTokens: 280_000 }], others)).toEqual([["offers", [
      [{ provider: "wandb", callAs: "wandb/one", inputPrice: 71_000, outputPrice: 280_000 }, ["litellm"], []],
      [{ medianOfOthers: 3, inputPrice: 0.12, outputPrice: 1 }, ["openrouter"], ["openrouter:a/b"]],
    ]]]);
  });
});
