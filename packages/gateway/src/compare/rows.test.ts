import type { StoredListing, StoredModel, StoredOverlay } from "@modeldex/catalog";
import { listingKey, modelId, readLicense } from "@modeldex/schema";
import type { ListingRecord, SourceId } from "@modeldex/schema";
import { expect, it } from "vitest";
import type { CompareSubject } from "./attribute.ts";
import { compareRows } from "./rows.ts";

type Draft = Partial<ListingRecord>;

function listing(source: string, nativeId: string, record: Draft, naming: StoredListing["naming"] = "namespaced"): StoredListing {
  return {
    key: listingKey(source, nativeId), source: source as SourceId, naming, state: "LISTED", fetchedAt: "2026-08-01T00:00:00.000Z",
    link: { kind: source === "hf" ? "LEADING" : "EXPLICIT_REFERENCE", relation: "UNKNOWN", statement: "", evidence: [] },
    record: { nativeId, name: nativeId.slice(nativeId.indexOf("/") + 1), ...record },
  } as unknown as StoredListing;
}

function subject(...listings: readonly [StoredListing, ...StoredListing[]]): CompareSubject {
  const [{ key, record }] = listings;
  const model = {
    id: modelId(key), name: record.name, sources: [...new Set(listings.map(({ source }) => source))], license: readLicense(record.license), capabilities: [], languages: record.languages ?? [],
    libraries: record.libraries ?? [], formats: record.formats ?? [], precisions: [], tags: [], state: "LISTED", ...(record.popularity && { popularity: record.popularity }),
  } as unknown as StoredModel;
  return { model, listings };
}

const one = (draft: Draft, source = "hf", id = "a/one") => subject(listing(source, id, draft));
const row = (subjects: readonly CompareSubject[], attribute: string) => compareRows(subjects).find((candidate) => candidate.attribute === attribute);

it("has at least twenty attributes, each once, in the order of the groups", () => {
  const rows = compareRows([one({}), one({}, "hf", "b/two")]);
  expect(rows.length).toBeGreaterThanOrEqual(20);
  expect(new Set(rows.map(({ attribute }) => attribute)).size).toBe(rows.length);
  expect([...new Set(rows.map(({ group }) => group))]).toEqual(["IDENTITY", "CAPABILITY", "LICENSE", "POPULARITY", "COST", "ARTIFACTS", "TRUST"]);
});

it.each([
  ["both known and equal", 131_072, 131_072, "SAME", []],
  ["both known and not equal", 131_072, 8_192, "DIFFERENT", [0]],
  ["one unknown", 131_072, undefined, "PARTLY_UNKNOWN", []],
  ["none known", undefined, undefined, "UNKNOWN", []],
])("judges a value: %s", (_, left, right, verdict, leaders) => {
  const context = (value: number | undefined): Draft => (value === undefined ? {} : { contextTokens: value });
  expect(row([one(context(left)), one(context(right), "hf", "b/two")], "contextLength")).toMatchObject({ verdict, leaders });
});

it("keeps unknown apart from equal and different: it is shown as unknown, and leads nothing", () => {
  const found = row([one({ contextTokens: 4096 }), one({}, "hf", "b/two"), one({ contextTokens: 8192 }, "hf", "c/three")], "contextLength");
  expect(found).toMatchObject({ verdict: "DIFFERENT", leaders: [2] });
  expect(found?.cells.map(({ known, text }) => [known, text])).toEqual([[true, "4,096"], [false, "unknown"], [true, "8,192"]]);
});

it("says when the listings of one model disagree, and who states the value that is shown", () => {
  const both = subject(listing("hf", "a/one", { contextTokens: 4096 }), listing("file", "one", { contextTokens: 8192 }));
  expect(row([both, one({ contextTokens: 4096 }, "hf", "b/two")], "contextLength")?.cells[0]).toMatchObject({ value: 4096, conflicting: true, statedBy: ["hf"] });
});

it("gives no voice to a record that anybody may write", () => {
  const both = subject(listing("hf", "a/one", { contextTokens: 4096 }), listing("onchain", "x", { contextTokens: 1 }, "open"));
  expect(row([both, one({}, "hf", "b/two")], "contextLength")?.cells[0]).toMatchObject({ value: 4096, conflicting: false, statedBy: ["hf"] });
});

it("holds no downloads of two sources against each other", () => {
  const found = row([one({ popularity: { downloads30d: 5 } }), one({ popularity: { downloads30d: 9 } }, "file", "two")], "popularity.downloads30d");
  expect(found).toMatchObject({ verdict: "NOT_COMPARABLE", leaders: [], note: "counted differently by hf and file" });
});

it("compares results only where benchmark, metric and settings are equal", () => {
  const reported = (value: number, settings: string): Draft => ({ evaluations: [{ benchmark: "MMLU-Pro", author: "PUBLISHER", metric: "acc", settings, value }] });
  const equal = row([one(reported(40, "5-shot")), one(reported(42, "5-shot"), "hf", "b/two")], "evaluation.mmlu-pro");
  const other = row([one(reported(40, "5-shot")), one(reported(42, "0-shot"), "hf", "b/two")], "evaluation.mmlu-pro");
  expect([equal?.verdict, equal?.leaders]).toEqual(["DIFFERENT", [1]]);
  expect([other?.verdict, other?.leaders, other?.note]).toEqual(["NOT_COMPARABLE", [], "measured differently: acc, 0-shot / acc, 5-shot"]);
});

it("keeps only rows that differ or cannot be compared, and only the groups asked for", () => {
  const subjects = [one({ contextTokens: 1, languages: ["en"] }), one({ contextTokens: 2, languages: ["en"] }, "hf", "b/two")];
  expect(compareRows(subjects, { onlyDifferences: true, groups: ["CAPABILITY"] }).map(({ attribute }) => attribute)).toEqual(["contextLength"]);
});

it("does not say a size when the list of files is cut or a size is not stated", () => {
  const files = (artifacts: ListingRecord["artifacts"], artifactCount?: number): Draft => ({ ...(artifacts && { artifacts }), ...(artifactCount && { artifactCount }) });
  const known = one(files([{ path: "model.safetensors", sizeBytes: 2_000_000_000 }, { path: "README.md" }]));
  expect(row([known, one(files([{ path: "model.safetensors" }]), "hf", "b/two"), one(files([{ path: "a.safetensors", sizeBytes: 5 }], 3_000), "hf", "c/three")], "weights.bytes")?.cells.map(({ text }) => text)).toEqual(["2 GB", "unknown", "unknown"]);
});

/** A model of the Hub with a quantization elsewhere and a service, one that is only served, one that is only registered on a chain, and one that only a name is known of. */
const withWeights = {
  ...subject(
    listing("hf", "a/one", { parameters: { total: 8_030_261_248, origin: "WEIGHTS" }, precisions: ["BF16"], formats: ["SAFETENSORS"], keyValueCache: { layers: 32, numbersPerToken: 2_048 }, license: { stated: "llama3.1" } }),
    listing("ollama", "one:8b", { precisions: ["Q4_K_M"], formats: ["GGUF"] }, "curated"),
    listing("openrouter", "a/one", { offers: [{ provider: "Dear", usdPerMillionInputTokens: 0.2, usdPerMillionOutputTokens: 0.4, precision: "bf16" }, { provider: "Cheap", callAs: "a/one", usdPerMillionInputTokens: 0.03, precision: "fp8" }] }, "curated"),
  ),
  overlays: [{ source: "litellm" as SourceId, naming: "curated", record: { nativeId: "cheap/a/one", offers: [{ provider: "cheap", callAs: "cheap/a/one", usdPerMillionInputTokens: 0.05 }] }, fetchedAt: "2026-08-21T00:00:00Z" } as unknown as StoredOverlay],
};
const hosted = subject(listing("openrouter", "x/only", { contextTokens: 400_000, offers: [{ provider: "X", usdPerMillionInputTokens: 1.25, usdPerMillionOutputTokens: 10 }] }, "curated"));
const registered = subject(listing("onchain", "0x1/7", { license: { stated: "mit" } }, "open"));
const kinds = [withWeights, hosted, registered, one({}, "hf", "d/four")];
const textsOf = (attribute: string) => row(kinds, attribute)?.cells.map(({ text, known }) => (known ? text : null));

it.each([
  ["sources", "DIFFERENT", ["hf, ollama, openrouter", "openrouter", "onchain", "hf"], []],
  ["license.spdx", "DIFFERENT", ["LicenseRef-HF-llama3.1", null, "MIT", null], []],
  ["offers.providers", "DIFFERENT", ["Cheap, Dear", "X", null, null], []],
  ["offers.precisions", "PARTLY_UNKNOWN", ["BF16, FP8", null, null, null], []],
  ["offers.inputPrice", "DIFFERENT", ["0.03 to 0.2 (3 offers)", "1.25", null, null], [0]],
  ["offers.outputPrice", "DIFFERENT", ["0.4", "10", null, null], [0]],
  ["precisions", "PARTLY_UNKNOWN", ["BF16, Q4_K_M", null, null, null], []],
  ["formats", "PARTLY_UNKNOWN", ["GGUF, SAFETENSORS", null, null, null], []],
  ["memory.least", "PARTLY_UNKNOWN", ["6.59 GB (Q4_K_M) to 18.8 GB (BF16)", null, null, null], []],
])("compares across kinds of source, and takes the unknown neither for equal nor for different: %s", (attribute, verdict, texts, leaders) => {
  expect([row(kinds, attribute)?.verdict, textsOf(attribute), row(kinds, attribute)?.leaders]).toEqual([verdict, texts, leaders]);
});

it("says who tells prices, and when two sources tell other ones of one service", () => {
  expect(row(kinds, "offers.inputPrice")?.cells.map(({ statedBy, conflicting }) => [statedBy, conflicting])).toEqual([[["openrouter", "litellm"], true], [["openrouter"], false], [[], false], [[], false]]);
});

it("tells a price that is far above the others beside the range, in its unit, and marks the cell", () => {
  // LiteLLM's map of 2026-08 states the price of Weights & Biases a million times too high; the others are synthetic.
  const offers = [0.12, 0.2, 0.9].map((usd, place) => ({ provider: `P${place}`, usdPerMillionInputTokens: usd, usdPerMillionOutputTokens: 1 }));
  const wandb = { source: "litellm" as SourceId, naming: "curated", record: { nativeId: "wandb/one", offers: [{ provider: "wandb", usdPerMillionInputTokens: 71_000, usdPerMillionOutputTokens: 1 }] }, fetchedAt: "2026-08-21T00:00:00Z" } as unknown as StoredOverlay;
  const odd = { ...one({ offers }), overlays: [wandb] };
  expect(row([odd, hosted], "offers.inputPrice")).toMatchObject({
    unit: "USD per million tokens", verdict: "DIFFERENT", leaders: [0], cells: [{ value: 0.12, text: "0.12 to 0.9 (3 of 4 offers)", conflicting: true }, { text: "1.25", conflicting: false }],
    note: "litellm tells 71000 of wandb for hf:a/one, more than 100 times the median of the other offers (0.2): not in the range",
  });
  expect(row([odd, hosted], "offers.outputPrice")).toMatchObject({ cells: [{ text: "1 (4 offers)", conflicting: false }, {}] });
  expect(row([odd, hosted], "offers.outputPrice")).not.toHaveProperty("note");
});

it("knows that nobody serves a model where a source says so", () => {
  const served = one({ offers: [] });
  expect(row([{ ...served, model: { ...served.model, hasOffer: false } }, hosted], "offers.providers")).toMatchObject({ verdict: "DIFFERENT", cells: [{ text: "none", known: true, value: [] }, { text: "X" }] });
});

it("holds the memory of one precision against that of the same, and of no other", () => {
  const sized = (total: number, precision: string, id: string) => subject(listing("hf", id, { parameters: { total, origin: "WEIGHTS" }, precisions: [precision], keyValueCache: { layers: 32, numbersPerToken: 2_048 } }));
  expect(row([sized(8e9, "BF16", "a/one"), sized(4e9, "BF16", "b/two")], "memory.least")).toMatchObject({ verdict: "DIFFERENT", leaders: [1] });
  expect(row([sized(8e9, "BF16", "a/one"), sized(8e9, "Q4_K_M", "b/two")], "memory.least")).toMatchObject({ verdict: "NOT_COMPARABLE", leaders: [], note: "the smallest are in BF16 and Q4_K_M" });
  expect(row([sized(8e9, "FP8", "a/one"), sized(9e9, "FP8", "b/two")], "memory.least")).toMatchObject({ verdict: "NOT_COMPARABLE", note: "something that is not known comes on top" });
});

it("takes two spellings of a publisher for no conflict", () => {
  const both = subject(listing("hf", "a/one", { publisher: { name: "meta-llama" } }), listing("openrouter", "a/one", { publisher: { name: "Meta" } }));
  expect(row([both, one({}, "hf", "b/two")], "publisher")?.cells[0]).toMatchObject({ value: "meta-llama", conflicting: false, statedBy: ["hf"] });
});
