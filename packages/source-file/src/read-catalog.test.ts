import { describe, expect, it } from "vitest";
import { wholeModel } from "./fixtures/example-catalog.ts";
import { mistaken } from "./mistakes.ts";
import type { Syntax } from "./parse-document.ts";
import { readCatalog } from "./read-catalog.ts";

/** Each mistake as `line:column field message`. */
function mistakes(text: string, syntax: Syntax = "yaml"): readonly string[] {
  return readCatalog(text, syntax).mistakes.map(({ line, column, field, message }) => `${line}:${column} ${field} ${message}`);
}

describe("readCatalog", () => {
  it("makes a record of every field", () => {
    const [record] = readCatalog(JSON.stringify({ models: [wholeModel] }), "json").records;
    expect(record).toEqual({
      nativeId: "acme/support-7b", name: "Support 7B", aliases: ["acme/support-old"], publisher: { name: "Acme Research", url: "https://acme.example" }, url: "https://models.acme.example/support-7b",
      access: "PRIVATE", description: "Answers tickets.", deprecated: false, revision: "v3", task: "text-generation", capabilities: ["tools"], architecture: "qwen3",
      parameters: { total: 30_500_000_000, active: 3_300_000_000, origin: "STATED" }, precisions: ["BF16", "Q4_K_M"], contextTokens: 131_072,
      license: { stated: "Apache-2.0", name: "Apache License 2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" }, languages: ["en", "zh-Hans", "multilingual"],
      libraries: ["transformers"], formats: ["SAFETENSORS", "GGUF"], tags: ["internal"], createdAt: "2026-03-04T00:00:00Z", updatedAt: "2026-05-01T08:00:00Z",
      links: [
        { reference: "pkg:huggingface/acme/support-7b", relation: "SAME_WEIGHTS", statement: "The catalog file says that this is the same model." },
        { reference: "oci://registry.example/acme/support:3", relation: "QUANTIZED", statement: "The catalog file says that this is the same model." },
      ],
      lineage: [{ reference: "pkg:huggingface/acme/base-30b", relation: "UNKNOWN" }, { reference: "https://huggingface.co/acme/base", relation: "FINETUNE" }],
      artifacts: [{ path: "model.safetensors", sizeBytes: 10, precision: "BF16", url: "https://models.acme.example/model.safetensors", digest: `sha256:${"ab".repeat(32)}`, format: "SAFETENSORS" }],
      offers: [{
        provider: "Acme Inference", callAs: "support-7b", usdPerMillionInputTokens: 0.1, usdPerMillionOutputTokens: 0.4, usdPerMillionCachedInputTokens: 0,
        otherPrices: [{ usd: 2.5, per: "hour", condition: "dedicated" }], contextTokens: 32_768, maxOutputTokens: 4_096, precision: "FP8", url: "https://inference.acme.example", endsAt: "2027-01-01T00:00:00Z",
      }],
      evaluations: [
        { benchmark: "MMLU", author: "INDEPENDENT", value: 71.5, metric: "accuracy", unit: "%", settings: "5-shot", date: "2026-04-01T00:00:00Z", url: "https://acme.example/mmlu" },
        { benchmark: "Tickets", author: "SOURCE", text: "20.0 ± 1.2" },
      ],
      claims: [
        { kind: "CONTENT_DIGEST", statement: "The catalog file gives the sha256 of model.safetensors.", facts: { digest: `sha256:${"ab".repeat(32)}`, path: "model.safetensors" }, evidence: [] },
        { kind: "CONTENT_DIGEST", statement: "The catalog file gives the sha256 of the weights.", facts: { digest: `sha256:${"ab".repeat(32)}` }, evidence: [] },
        { kind: "LICENSE_TERMS", statement: 'The catalog file gives the licence "Apache-2.0".', evidence: [{ kind: "document", url: "https://www.apache.org/licenses/LICENSE-2.0" }] },
      ],
      details: { owner: "team-support", budget: { gpu: 2 } },
    });
  });

  it.each<[string, string, Syntax]>([
    ["YAML with a byte order mark's rest, CRLF and comments", "# ours\r\nmodels:\r\n  - id: 百川/客服-7b # chat\r\n    name: 客服助手\r\n", "yaml"],
    ["a list alone", "- {id: 百川/客服-7b, name: 客服助手}", "yaml"],
    ["JSON indented by tabs", '{\r\n\t"models": [\r\n\t\t{ "id": "百川/客服-7b", "name": "\\u5ba2服助手" }\r\n\t]\r\n}', "json"],
    ["JSONL with empty lines", '\r\n{"id":"百川/客服-7b","name":"客服助手"}\r\n\r\n', "jsonl"],
    ["shared defaults", "models:\n  - &first\n    id: 百川/客服-7b\n    name: 客服助手\n", "yaml"],
  ])("reads %s", (_, text, syntax) => {
    expect(readCatalog(text, syntax)).toMatchObject({ mistakes: [], records: [{ nativeId: "百川/客服-7b", name: "客服助手" }] });
  });

  it("names a model without a name by its id, and reads every form of a count", () => {
    const { records } = readCatalog("- {id: acme/tiny}\n- {id: 'مختبر/نموذج', parameters: 0.5B}\n- {id: robot, parameters: 350m}\n- {id: acme/big/, parameters: 1.5T}", "yaml");
    expect(records.map(({ name, parameters }) => [name, parameters?.total])).toEqual([["tiny", undefined], ["نموذج", 500_000_000], ["robot", 350_000_000], ["big", 1_500_000_000_000]]);
  });

  it("lets entries share defaults by a merge key, hundreds of times", () => {
    const entries = Array.from({ length: 500 }, (_, number) => `  - { <<: *defaults, id: m${number} }`);
    const { records, mistakes: found } = readCatalog(`models:\n  - &defaults { id: m, license: mit, tags: [ours] }\n${entries.join("\n")}`, "yaml");
    expect([found, records.length, records[500]]).toEqual([[], 501, expect.objectContaining({ nativeId: "m499", license: { stated: "mit" }, tags: ["ours"] })]);
  });
});

describe("a mistake names line, column, field, and what would be right", () => {
  const yaml = (...lines: string[]): string => ["models:", "  - id: acme/x", ...lines.map((line) => `    ${line}`)].join("\n");

  it.each<[string, string, string]>([
    ["a wrong count", yaml("parameters: 8X"), '3:17 models[0].parameters (of acme/x) is "8X"; write the number of parameters, such as 8B, 350M or 8030261248'],
    ["a licence that is a number", yaml("license: 2.0"), "3:14 models[0].license (of acme/x) is 2; write an SPDX id such as Apache-2.0, the licence's name, or { id: …, name: …, url: … }"],
    ["a field without value", yaml("description:"), "3:17 models[0].description (of acme/x) has no value; write text of at most 16,000 characters, with something in it"],
    ["a text for a list", yaml("languages: en"), '3:16 models[0].languages (of acme/x) is "en"; write a list of ISO 639 codes, such as [en, zh]'],
    ["a name for a code", yaml("languages: [en, Chinese]"), '3:21 models[0].languages[1] (of acme/x) is "Chinese"; write ISO 639 codes, such as [en, zh]; or multilingual, or code'],
    ["a misspelt field", yaml("licence: mit"), "3:5 models[0].licence (of acme/x) is no field of a catalog; did you mean license"],
    ["a field by its other name", yaml("context_window: 8192"), "3:5 models[0].context_window (of acme/x) is no field of a catalog; did you mean contextLength"],
    ["a field that there is not", yaml("colour: red"), "3:5 models[0].colour (of acme/x) is no field of a catalog; leave it out, or put it under details"],
    ["a field within a list", yaml("artifacts:", "  - path: a", "    hash: b"), "5:9 models[0].artifacts[0].hash (of acme/x) is no field of a catalog; did you mean sha256"],
    ["a short digest", yaml("artifacts:", "  - { path: a, sha256: '00' }"), '4:28 models[0].artifacts[0].sha256 (of acme/x) is "00"; write the 64 hex digits that sha256sum prints'],
    ["a bare reference", yaml("baseModels: [google/gemma]"), '3:18 models[0].baseModels[0] (of acme/x) is "google/gemma"; write a purl such as pkg:huggingface/org/name, a URL, a CAIP id or a digest such as sha256:…'],
    ["a day that is none", yaml("createdAt: 2026-02-30"), '3:16 models[0].createdAt (of acme/x) is "2026-02-30", and there is no such time; write a day such as 2026-03-04'],
    ["an id that is a number", "models:\n  - id: 7", "2:9 models[0].id is 7; write the text by which people name it, such as acme/support-7b: one line of at most 500 characters, without spaces around it"],
    ["no id", "models:\n  - name: x", "2:5 models[0].id is missing; write the text by which people name it, such as acme/support-7b: one line of at most 500 characters, without spaces around it"],
    ["an id twice", "models:\n  - id: a\n  - id: b\n  - id: a", '4:9 models[2].id is "a", which the model in line 2 has already; give each an id of its own'],
    ["a model that is a text", "models:\n  - acme/x", '2:5 models[0] is "acme/x"; write a model with its fields, such as { id: acme/support-7b }'],
    ["models that are none", "models:", '1:8 models has no value; write a list of models, each with an id'],
    ["another name of the list", "model:\n  - id: x", '1:1 model is no field of a catalog; write "models:" with a list of models, each with an id'],
    ["one model alone", "id: acme/x\nname: X", "1:1  is one model alone; put it in a list: models: [{ id: …, … }]"],
    ["something else", "openapi: 3.0.3", '1:1  has no models; write "models:" with a list of models, each with an id'],
    ["a text", "hello", '1:1  is "hello"; write "models:" with a list of models, or that list alone'],
    ["nothing", " \n# nothing\n", '1:1  has no value; write "models:" with a list of models, or that list alone'],
    ["an empty file", "\n", '1:undefined  is empty; write "models: []" when it is to list none'],
    ["a tab", "models:\n\t- id: x", "2:1  is indented by a tab; YAML takes spaces only"],
    ["a field twice", yaml("name: a", "name: b"), "4:5  has a field that is there already; leave one of them out"],
    ["a second document", "models: []\n---\nmodels: []", "2:1  begins a second document (---); write one document, or one file for each"],
    ["text with a colon", yaml("name: Chat: the best"), '3:11  has a second ": " in one line; put the text in quotes'],
    ["a quote that is not closed", yaml('name: "Chat'), '3:16  is no YAML: Missing closing "quote'],
    ["an alias of nothing", yaml("name: *chat"), "1:undefined  has a wrong alias: Unresolved alias (the anchor must be set before the alias): chat"],
    ["aliases without end", `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi".split("").map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(",")}]`).join("\n")}\nmodels: *i`, "1:undefined  uses aliases (*name) so that it grows without end; write the values out"],
  ])("YAML: %s", (_, text, expected) => {
    const [first = ""] = mistakes(text);
    expect(first).toBe(expected);
  });

  it.each<[string, string, Syntax, string]>([
    ["JSON: a wrong value", '{\n  "models": [\n    { "id": "acme/x",\n\t"parameters": "8X" }\n  ]\n}', "json", '4:16 models[0].parameters (of acme/x) is "8X"; write the number of parameters, such as 8B, 350M or 8030261248'],
    ["JSON: an unknown field", '{ "models": [ { "id": "acme/x", "naem": "X" } ] }', "json", "1:33 models[0].naem (of acme/x) is no field of a catalog; did you mean name"],
    ["JSON: a comma too many", '{\n  "models": [\n    { "id": "x" },\n  ]\n}', "json", "4:3  is no JSON: ] stands where a value is expected"],
    ["JSON: cut off", '{ "models": [ { "id": "x"', "json", "1:26  is no JSON: it breaks off where a comma or } is expected"],
    ["JSONL: a wrong value in the third line", '{"id":"a"}\n\n{"id":"b","contextLength":"8k"}', "jsonl", '3:27 [1].contextLength (of b) is "8k"; write a number of tokens, such as 131072'],
    ["JSONL: a line that is no JSON", '{"id":"a"}\n{"id":b}', "jsonl", "2:7  is no JSON: b stands where a value is expected"],
    ["JSON: a name without quotes", "[{ id: 1 }]", "json", '1:4  is no JSON: id stands where a name in "quotes" or } is expected'],
    ["JSON: a text over two lines", '[{ "id": "a\nb" }]', "json", "1:10  is no JSON: a text that is not closed in its line, or has a wrong escape, stands where a value is expected"],
    ["JSON: something behind it", '[{ "id": "a" }] x', "json", "1:17  is no JSON: x stands where the end is expected"],
    ["JSONL: an id twice", '{"id":"a"}\n{"id":"a"}', "jsonl", '2:7 [1].id is "a", which the model in line 1 has already; give each an id of its own'],
  ])("%s", (_, text, syntax, expected) => {
    expect(mistakes(text, syntax)).toEqual([expected]);
  });

  it.each<Syntax>(["yaml", "json", "jsonl"])("refuses a document that is nested without end: %s", (syntax) => {
    const nested = "[".repeat(50_000) + "]".repeat(50_000);
    const told = ["1:undefined  is nested too deeply; a catalog has a list of models with a few fields each"];
    expect(mistakes(nested, syntax)).toEqual(told);
    expect(mistakes(`[{ "id": "x", "details": { "x": ${"[".repeat(50)}${"]".repeat(50)} } }]`, syntax === "jsonl" ? "json" : syntax)).toEqual(told);
    expect(mistakes("models:\n  - id: x\n    details: &own { more: *own }\n")).toEqual(told);
  });

  it("tells five of many, and gives nothing of the document", () => {
    const content = readCatalog(yaml("licence: mit", "parameters: big", "languages: en", "url: here", "tags: ours", "formats: none"), "yaml");
    expect([content.records, content.mistakes.length]).toEqual([[], 6]);
    expect(mistaken([{ label: "models.yaml", mistakes: content.mistakes }]).message).toMatch(/^models\.yaml:\d+:\d+ models\[0\]\.parameters .* And 1 more\. Nothing of the catalog was taken over; what was read before stays\.$/);
  });
});
