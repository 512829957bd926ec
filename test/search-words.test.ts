import type { Source } from "@modeldex/plugin-kit";
import type { ListingRecord } from "@modeldex/schema";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";

const named = (nativeId: string, more: Partial<ListingRecord> = {}): ListingRecord => ({ nativeId, name: nativeId.slice(nativeId.indexOf("/") + 1), ...more });
const records: readonly ListingRecord[] = [
  ...Array.from({ length: 45 }, (_, n) => named(`many/whisper-tune-${n}`, { popularity: { downloads30d: 1_000 * n }, hasCard: n % 3 === 0, ...(n % 2 === 0 && { formats: ["SAFETENSORS"] }) })),
  named("openai/whisper-large-v3", { popularity: { downloads30d: 4_000_000 }, hasCard: true, task: "automatic-speech-recognition" }),
  named("copy/whisper-large-v3"),
  named("flair/ner-danish-large"), named("x/xyz-ner-danish-large-v2"), named("m/bertscore-base"),
  named("deepset/gbert", { languages: ["de"], tags: ["bert"], parameters: { total: 110_000_000, origin: "WEIGHTS" } }), named("dbmdz/bert-base-german", { popularity: { downloads30d: 50 } }),
  named("lab/通义听写", { description: "中文语音识别模型。" }),
  named("lab/cheap", { offers: [{ provider: "p", usdPerMillionInputTokens: 0.1, usdPerMillionOutputTokens: 0.4 }], evaluations: [{ benchmark: "MMLU", author: "PUBLISHER", value: 61 }] }),
  named("lab/dear", { offers: [{ provider: "p", usdPerMillionInputTokens: 3 }], evaluations: [{ benchmark: "mmlu", author: "PUBLISHER", value: 88.5 }], lineage: [{ reference: "lab/cheap", relation: "FINETUNE" }] }),
];
const source: Source = {
  id: "file", title: "Scripted", homepage: "https://example.org", contract: 1, kind: "scripted", naming: "curated", list: async () => ({ records }),
  parseReference: (text) => (records.some(({ nativeId }) => nativeId === text) ? [{ ref: { nativeId: text }, readAs: "id", certain: true }] : []),
};

let modeldex: TestGateway;
beforeAll(async () => {
  modeldex = await startGateway({ sources: [source] });
  await modeldex.gateway.harvest("file", { all: true, signal: AbortSignal.timeout(30_000) });
});
afterAll(() => modeldex.close());

const search = async (arguments_: string, fields = "totalCount didYouMean nodes { id }"): Promise<any> => (await modeldex.query(`{ search(${arguments_}) { ${fields} } }`)).search;
const found = async (arguments_: string): Promise<readonly string[]> => (await search(arguments_)).nodes.map(({ id }: { id: string }) => id.slice("file:".length));

it("shows the hits of a corrected spelling where the text finds nothing, says so, and pages through exactly those", async () => {
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo, totalCount, didYouMean } = await search(`text: "Whsiper tune", first: 20, after: ${JSON.stringify(after)}`, "totalCount didYouMean nodes { id } pageInfo { hasNextPage endCursor }");
    expect([totalCount, didYouMean]).toEqual([45, "whisper tune"]);
    seen.push(...nodes.map(({ id }: { id: string }) => id));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect([seen.length, new Set(seen).size]).toEqual([45, 45]);
  expect(await search('text: "whsiper tune", sort: NAME, first: 1')).toEqual({ totalCount: 45, didYouMean: "whisper tune", nodes: [{ id: "file:many/whisper-tune-0" }] });
});

it("corrects nothing where the text finds something, or nothing is near", async () => {
  expect(await search('text: "whisper tune", first: 1')).toMatchObject({ didYouMean: null });
  // A filter that leaves nothing over makes no word unknown.
  expect(await search('text: "whisper tune", filter: {tags: ["none"]}')).toEqual({ totalCount: 0, didYouMean: null, nodes: [] });
  expect(await search('text: "xqzzywv"')).toEqual({ totalCount: 0, didYouMean: null, nodes: [] });
  // Parts of names are hits: a correction is only named.
  expect(await search('text: "bertscor"')).toEqual({ totalCount: 1, didYouMean: null, nodes: [{ id: "file:m/bertscore-base" }] });
});

it("searches for the words that are found where others are not, says so, and counts and pages through exactly those", async () => {
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo, ...rest } = await search(`text: "whisper xqzzywv tune", first: 20, after: ${JSON.stringify(after)}`, "totalCount didYouMean facets(of: [{field: FORMAT}]) { values { value count } } nodes { id } pageInfo { hasNextPage endCursor }");
    expect(rest).toEqual({ totalCount: 45, didYouMean: "whisper tune", facets: [{ values: [{ value: "SAFETENSORS", count: 23 }] }] });
    seen.push(...nodes.map(({ id }: { id: string }) => id));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect([seen.length, new Set(seen).size]).toEqual([45, 45]);
  // Each word is found, and no model has both: the last one goes.
  expect(await search('text: "whisper cheap", first: 1')).toMatchObject({ totalCount: 47, didYouMean: "whisper" });
  expect(await search('text: "whisper models", first: 1')).toMatchObject({ totalCount: 47, didYouMean: null });
  expect(await search('text: "whsiper large models"')).toMatchObject({ totalCount: 2, didYouMean: "whisper large models" });
});

it("says which correction the candidates for a misspelt reference are of", async () => {
  const { resolve } = await modeldex.query('{ resolve(reference: "openai/whisper-lrge-v3") { outcome message candidates(first: 1) { reason model { id } } } }');
  expect(resolve).toEqual({
    outcome: "AMBIGUOUS", message: 'No model has this name or all of its words; the candidates are those of "openai/whisper-large-v3".',
    candidates: [{ reason: 'it is found by "openai/whisper-large-v3"', model: { id: "file:openai/whisper-large-v3" } }],
  });
});

it("finds no candidates for a reference of which only some words are found", async () => {
  expect((await modeldex.query('{ resolve(reference: "whisper xqzzywv tune") { outcome candidates { model { id } } } }')).resolve).toEqual({ outcome: "NOT_FOUND", candidates: [] });
});

it("finds parts of names below whole words", async () => {
  expect((await found('text: "danish-large"')).toSorted()).toEqual(["flair/ner-danish-large", "x/xyz-ner-danish-large-v2"]);
  expect(await found('text: "anish-larg"')).toHaveLength(2);
  const { edges } = await search('text: "bertscor"', "edges { why { name note } }");
  expect(edges[0].why.map(({ name }: { name: string }) => name)).toContain("part of a word");
});

it("reads words as what they mean, and names that among the reasons", async () => {
  const { edges } = await search('text: "german bert"', "edges { node { id } why { name note } }");
  expect(edges.map(({ node }: any) => node.id)).toEqual(["file:dbmdz/bert-base-german", "file:deepset/gbert"]);
  expect(edges[1].why.find(({ name }: any) => name === "read as")).toEqual({ name: "read as", note: "`german` read as the language de" });
  expect(await found('text: "speech recognition"')).toEqual(["openai/whisper-large-v3"]);
  expect(await found('text: "bert 110m"')).toEqual(["deepset/gbert"]);
});

it("finds names and descriptions in Chinese", async () => {
  for (const text of ["通义听写", "听写", "义听", "语音识别"]) expect(await found(`text: "${text}"`)).toEqual(["lab/通义听写"]);
});

it("hides what has no card or no weights, with counts that hold", async () => {
  const fields = "totalCount facets(of: [{field: FORMAT}, {field: TASK}]) { values { value count filter } }";
  for (const filter of ["{hasCard: true}", "{hasWeights: true}", "{hasCard: false, hasWeights: true}", "{not: {hasCard: false}}"]) {
    const { totalCount, facets } = await search(`text: "whisper", filter: ${filter}`, fields);
    expect((await found(`text: "whisper", filter: ${filter}, first: 100`)).length).toBe(totalCount);
    for (const { values } of facets) {
      for (const { count, filter: chosen } of values) {
        const applied = await modeldex.query("query($all: [ModelFilterInput!]) { search(text: \"whisper\", filter: {all: $all}) { totalCount } }", { all: [chosen, ...(filter.includes("not") ? [{ not: { hasCard: false } }] : [Object.fromEntries([...filter.matchAll(/(has\w+): (\w+)/g)].map(([, name, value]) => [name, value === "true"]))])] });
        expect(applied.search.totalCount).toBe(count);
      }
    }
  }
  expect((await search('text: "whisper", filter: {hasCard: true}')).totalCount).toBe(16);
});

it("filters and sorts by price, benchmark and base", async () => {
  expect(await found("filter: {hasOffer: true}, sort: INPUT_PRICE")).toEqual(["lab/cheap", "lab/dear"]);
  expect(await found("filter: {inputPrice: {max: 0.1}}")).toEqual(["lab/cheap"]);
  expect(await found("filter: {outputPrice: {min: 0.1}}, sort: OUTPUT_PRICE, reverse: true")).toEqual(["lab/cheap"]);
  expect((await found('sort: BENCHMARK, benchmark: "MMLU", first: 2'))).toEqual(["lab/dear", "lab/cheap"]);
  expect(await found('filter: {baseModels: ["file:lab/cheap"]}')).toEqual(["lab/dear"]);
  expect(await found('filter: {baseModels: ["lab/cheap"]}')).toEqual(["lab/dear"]);
  expect(await found('filter: {languages: ["German"]}')).toEqual(["deepset/gbert"]);
  const { facets } = (await modeldex.query("{ search { facets(of: [{field: INPUT_PRICE}]) { values { label count } } } }")).search;
  expect(facets[0].values).toEqual([{ label: "$0.1 – $0.2", count: 1 }, { label: "$3 – $5", count: 1 }]);
});

it.each([
  ["sort: BENCHMARK", "`benchmark` is missing; a search sorted by BENCHMARK needs the name of one, such as `mmlu`."],
  ['sort: BENCHMARK, benchmark: "  "', "`benchmark` is missing; a search sorted by BENCHMARK needs the name of one, such as `mmlu`."],
  ['sort: BENCHMARK, benchmark: "nosuchbench"', "`benchmark` is \"nosuchbench\", of which no model here has a result; there are results of mmlu."],
  ['sort: LIKES, benchmark: "mmlu"', "`benchmark` says by which benchmark to sort; with another sort leave it out."],
  ["filter: {inputPrice: {}}", "`filter.inputPrice` has neither `min` nor `max`; give one of them, or leave the range out."],
  ["filter: {baseModels: []}", "`filter.baseModels` is an empty list, which nothing can meet; leave it out."],
])("refuses %s", async (arguments_, message) => {
  const { errors } = await modeldex.ask(`{ search(${arguments_}) { totalCount } }`);
  expect(errors?.map((error) => [error.message, error.extensions.code])).toEqual([[message, "BAD_USER_INPUT"]]);
});

it("completes what was typed, and names the model where only one has that name", async () => {
  const { suggest } = await modeldex.query('{ suggest(prefix: "whisper l") { text model { id } } }');
  expect(suggest).toEqual([{ text: "whisper-large-v3", model: null }]);
  const { suggest: paths } = await modeldex.query('{ suggest(prefix: "openai/wh", first: 3) { text model { id } } }');
  expect(paths).toEqual([{ text: "openai/whisper-large-v3", model: { id: "file:openai/whisper-large-v3" } }]);
  const refused = await modeldex.ask(`{ suggest(prefix: "${"x".repeat(501)}") { text } }`);
  expect(refused.errors?.[0]).toMatchObject({ message: "`prefix` has 501 characters; at most 500 are read.", extensions: { code: "BAD_USER_INPUT", argument: "prefix" } });
});
