import type { Source } from "@modeldex/plugin-kit";
import { facetFields } from "@modeldex/schema";
import type { ListingRecord, SourceId } from "@modeldex/schema";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const families = ["bert", "llama", "qwen", "whisper", "mistral", "gemma"];
const words = ["base", "large", "instruct", "chat", "tiny", "danish", "coder", "multilingual"];
const tasks = ["text-generation", "fill-mask", "feature-extraction"];

function record(n: number, random: () => number): ListingRecord {
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value;
  const name = `${pick(families)}-${pick(words)}-${pick(words)}-${n}`;
  return {
    nativeId: `org${n % 17}/${name}`, name, publisher: { name: `org${n % 17}` }, tags: [pick(words), pick(families)],
    ...(random() < 0.8 && { task: pick(tasks) }), ...(random() < 0.7 && { parameters: { total: Math.floor(10 ** (6 + 5 * random())), origin: "STATED" as const } }),
    ...(random() < 0.9 && { popularity: { downloads30d: Math.floor(10 ** (6 * random())) } }), ...(random() < 0.6 && { license: { stated: pick(["mit", "apache-2.0", "llama3", "cc-by-nc-4.0"]) } }),
    ...(random() < 0.5 && { languages: [pick(["en", "da", "zh"]), "multilingual"] }), ...(random() < 0.7 && { createdAt: new Date(Date.UTC(2022 + Math.floor(4 * random()), 5, 1 + Math.floor(20 * random()))).toISOString() }),
  };
}

const random = numbers(20_261_121);
const records = Array.from({ length: 1_500 }, (_, n) => record(n, random));
const source: Source = { id: "file", title: "Scripted", homepage: "https://example.org", contract: 1, kind: "scripted", naming: "curated", list: async () => ({ records }) };

let modeldex: TestGateway;
let next = records.length;
beforeAll(async () => {
  modeldex = await startGateway({ sources: [source] });
  await modeldex.gateway.harvest("file", { all: true, signal: AbortSignal.timeout(30_000) });
});
afterAll(() => modeldex.close());

/** Models that were not there before, all over the order of use. */
async function insert(count: number): Promise<void> {
  const { catalog } = modeldex.gateway.services;
  await catalog.applyListings(Array.from({ length: count }, () => ({ source: "file" as SourceId, naming: "curated" as const, record: record(next++, random), fetchedAt: new Date().toISOString(), linkTargets: [], onDemand: [] })));
}

const page = (variables: object) => modeldex.query(
  "query($text: String, $filter: ModelFilterInput, $sort: ModelSort, $after: String) { search(text: $text, filter: $filter, sort: $sort, after: $after, first: 40, live: false) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }", { ...variables },
).then(({ search }) => search);

it.each([
  ["every model by use", {}],
  ["a common word", { text: "bert" }],
  ["two words, one in tags alone for some", { text: "llama chat" }],
  ["a word and a filter", { text: "danish", filter: { tasks: ["fill-mask"] } }],
  ["a sort by a value that some lack", { text: "qwen", sort: "DOWNLOADS" }],
  ["a sort by name", { sort: "NAME", filter: { licenseClasses: ["PERMISSIVE"] } }],
])("reaches every hit of the first page's time exactly once while others are inserted: %s", async (_, query) => {
  const first = await page(query);
  const before = new Set<string>();
  let cursor: string | null = null;
  do {
    const { nodes, pageInfo }: any = await page({ ...query, after: cursor });
    for (const { id } of nodes) before.add(id);
    cursor = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (cursor !== null);
  expect(before.size).toBe(first.totalCount);
  const seen: string[] = first.nodes.map(({ id }: { id: string }) => id);
  cursor = first.pageInfo.hasNextPage ? first.pageInfo.endCursor : null;
  while (cursor !== null) {
    await insert(25);
    const { nodes, pageInfo }: any = await page({ ...query, after: cursor });
    seen.push(...nodes.map(({ id }: { id: string }) => id));
    cursor = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect([...before].filter((id) => !seen.includes(id))).toEqual([]);
});

it("counts in each facet exactly what applying its filter gives, whatever else is asked", async () => {
  const fields = ["SOURCE", "TASK", "LANGUAGE", "LICENSE", "LICENSE_CLASS", "PUBLISHER", "ACCESS", "PARAMETERS", "CREATED"];
  const filters = [{}, { tasks: ["fill-mask"] }, { any: [{ languages: ["da"] }, { licenseClasses: ["PERMISSIVE"] }] }, { not: { tags: ["bert"] }, parameters: { min: 1_000_000_000 } }];
  for (const text of ["", "bert", "llama instruct"]) {
    for (const filter of filters) {
      const { search } = await modeldex.query(`query($text: String, $filter: ModelFilterInput) { search(text: $text, filter: $filter, live: false) { facets(of: [${fields.map((field) => `{field: ${field}, first: 6}`).join(", ")}]) { field countsAreExact values { count filter } } } }`, { text, filter });
      for (const facet of search.facets) {
        // A facet leaves out its own selection, so that is what its value takes the place of.
        const { tasks: _tasks, parameters: _parameters, ...others } = filter as any;
        const base = facet.field === "TASK" ? { ...others, ...("parameters" in filter && { parameters: (filter as any).parameters }) } : facet.field === "PARAMETERS" ? { ...others, ...("tasks" in filter && { tasks: (filter as any).tasks }) } : filter;
        for (const value of facet.values) {
          const applied = await modeldex.query("query($text: String, $filter: ModelFilterInput) { search(text: $text, filter: $filter, live: false) { totalCount } }", { text, filter: { ...base, all: [value.filter] } });
          expect([facet.field, JSON.stringify(value.filter), applied.search.totalCount]).toEqual([facet.field, JSON.stringify(value.filter), value.count]);
        }
      }
    }
  }
});

it("counts all facets in one request, each with how many models it leaves out when chosen because they lack the value", async () => {
  const query = `query($text: String, $filter: ModelFilterInput, $of: [FacetInput!]!) { search(text: $text, filter: $filter, live: false) { totalCount facets(of: $of) { field totalCount unknownCount } } }`;
  const of = facetFields.map((field) => ({ field, first: 7 }));
  const { search } = await modeldex.query(query, { text: "bert", filter: { parameters: { min: 1 } }, of });
  expect(search.facets.map(({ field }: { field: string }) => field)).toEqual([...facetFields]);
  const found = new Map<string, { totalCount: number; unknownCount: number | null }>(search.facets.map(({ field, ...counts }: { field: string; totalCount: number; unknownCount: number | null }) => [field, counts]));
  const countOf = async (filter: object): Promise<number> => (await modeldex.query(query, { text: "bert", filter, of: [{ field: "TASK" }] })).search.totalCount;
  expect(found.get("PARAMETERS")).toEqual({ totalCount: await countOf({}), unknownCount: await countOf({ not: { parameters: { min: 0 } } }) });
  expect(found.get("LICENSE_CLASS")).toEqual({ totalCount: search.totalCount, unknownCount: await countOf({ parameters: { min: 1 }, licenseClasses: ["UNKNOWN"] }) });
  expect(found.get("CLAIM_STATUS")).toEqual({ totalCount: search.totalCount, unknownCount: null });
});
