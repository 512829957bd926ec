import { huggingFace } from "@modeldex/source-hf";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub, wellKnown } from "./support/hub.ts";
import type { HubModel, TestHub } from "./support/hub.ts";

let hub: TestHub;
let modeldex: TestGateway;
beforeAll(async () => {
  hub = await startHub();
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
  const result = await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
  expect(result).toMatchObject({ status: "DONE", seen: wellKnown.length, added: wellKnown.length });
});
afterAll(async () => {
  await modeldex.close();
  await hub.close();
});

const names = (text: string, more = "") => modeldex.query(`{ search(text: ${JSON.stringify(text)}, live: false ${more}) { nodes { id } } }`).then(({ search }) => search.nodes.map(({ id }: { id: string }) => id));

it.each([
  ["whisper large v3", "hf:openai/whisper-large-v3"],
  ["llama3.1 8b instruct", "hf:meta-llama/Llama-3.1-8B-Instruct"],
  ["qwen 2.5 coder 7b", "hf:Qwen/Qwen2.5-Coder-7B-Instruct"],
  ["bge m3", "hf:BAAI/bge-m3"],
  ["bert base uncased", "hf:google-bert/bert-base-uncased"],
  ["danish bert", "hf:Maltehb/danish-bert-botxo"],
])("finds %s", async (text, id) => {
  expect((await names(text)).slice(0, 3)).toContain(id);
});

it("puts the exact id first, for every model", async () => {
  for (const { id } of wellKnown) expect((await names(id))[0]).toBe(`hf:${id}`);
});

it("says without text which are used most", async () => {
  const { search } = await modeldex.query("{ search(first: 3) { totalCount totalCountIsExact nodes { id popularity { downloads30d } } pageInfo { hasNextPage } } }");
  expect(search).toEqual({
    totalCount: wellKnown.length, totalCountIsExact: true, pageInfo: { hasNextPage: true },
    nodes: [["google-bert/bert-base-uncased", 60_000_000], ["meta-llama/Llama-3.1-8B-Instruct", 9_600_000], ["BAAI/bge-m3", 8_000_000]].map(([id, downloads30d]) => ({ id: `hf:${id}`, popularity: { downloads30d } })),
  });
});

it("answers filters, facets and sorts together, and each facet's count by applying it", async () => {
  const facets = "facets(of: [{field: LICENSE_CLASS}, {field: TASK}, {field: LANGUAGE}, {field: PARAMETERS, first: 4}, {field: SOURCE}, {field: FORMAT}]) { field values { value count filter } }";
  const { search } = await modeldex.query(`{ search { ${facets} } }`);
  expect(search.facets.map(({ field, values }: any) => [field, values.length > 0])).toEqual(["LICENSE_CLASS", "TASK", "LANGUAGE", "PARAMETERS", "SOURCE", "FORMAT"].map((field) => [field, true]));
  for (const { values } of search.facets) {
    for (const { count, filter } of values) {
      const applied = await modeldex.query("query($filter: ModelFilterInput) { search(filter: $filter) { totalCount } }", { filter: { all: [filter] } });
      expect(applied.search.totalCount).toBe(count);
    }
  }
});

it.each(["RELEVANCE", "DOWNLOADS", "LIKES", "CREATED", "UPDATED", "PARAMETERS", "CONTEXT_LENGTH", "INPUT_PRICE", "OUTPUT_PRICE", "NAME"])("reaches every model exactly once by cursor, sorted by %s", async (sort) => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { search }: any = await modeldex.query("query($sort: ModelSort, $after: String) { search(sort: $sort, first: 5, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }", { sort, after });
    seen.push(...search.nodes.map(({ id }: { id: string }) => id));
    after = search.pageInfo.hasNextPage ? search.pageInfo.endCursor : null;
  } while (after !== null);
  expect([...seen].sort()).toEqual(wellKnown.map(({ id }) => `hf:${id}`).sort());
});

it("makes a mistake in one field cost that field alone, with a code and the argument", async () => {
  const { data, errors } = await modeldex.ask('{ wrong: search(first: 500) { totalCount } right: search(text: "bge") { totalCount } }');
  expect(data).toEqual({ wrong: null, right: { totalCount: 1 } });
  expect(errors).toEqual([{ message: "`first` is 500; write a number from 1 to 100.", path: ["wrong"], locations: [{ line: 1, column: 3 }], extensions: { code: "BAD_USER_INPUT", argument: "first", requestId: expect.any(String) } }]);
});

it("refuses a cursor of another search", async () => {
  const { search } = await modeldex.query('{ search(text: "bert", first: 1) { pageInfo { endCursor } } }');
  const { errors } = await modeldex.ask("query($after: String) { search(text: \"whisper\", after: $after) { totalCount } }", { after: search.pageInfo.endCursor });
  expect(errors?.map(({ message }) => message)).toEqual(["`after` belongs to another search; give it back with the same text, filter and sort."]);
});

it("resolves what people paste, and is never silently guessing", async () => {
  const outcome = async (reference: string) => {
    const { resolve } = await modeldex.query("query($reference: String!) { resolve(reference: $reference) { outcome model { id } candidates { model { id } } } }", { reference });
    return [resolve.outcome, resolve.model?.id ?? resolve.candidates.map(({ model }: any) => model.id)];
  };
  expect(await outcome("https://huggingface.co/openai/whisper-large-v3/tree/main")).toEqual(["RESOLVED", "hf:openai/whisper-large-v3"]);
  expect(await outcome("pkg:huggingface/BAAI/bge-m3")).toEqual(["RESOLVED", "hf:BAAI/bge-m3"]);
  expect(await outcome("hf:BAAI/bge-m3")).toEqual(["RESOLVED", "hf:BAAI/bge-m3"]);
  expect(await outcome("baai/BGE-M3")).toEqual(["RESOLVED", "hf:BAAI/bge-m3"]);
  expect(await outcome("llama 3.1 8b instruct")).toEqual(["RESOLVED", "hf:meta-llama/Llama-3.1-8B-Instruct"]);
  expect(await outcome("qwen coder")).toEqual(["AMBIGUOUS", ["hf:Qwen/Qwen2.5-Coder-7B-Instruct", "hf:Qwen/Qwen2.5-Coder-7B"]]);
  expect(await outcome("nobody/nothing-at-all")).toEqual(["NOT_FOUND", []]);
  expect(await outcome("???")).toEqual(["NOT_RECOGNIZED", []]);
  expect(await outcome(" ")).toEqual(["NOT_RECOGNIZED", []]);
});

it("names the revision that was asked for, and keeps the present state", async () => {
  const [model] = wellKnown;
  const sha = (await modeldex.query('{ model(id: "hf:openai/whisper-large-v3") { listings { nodes { revision } } } }')).model.listings.nodes[0].revision;
  const ask = async (reference: string, fields: string) => (await modeldex.query(`query($reference: String!) { resolve(reference: $reference) { outcome ${fields} } }`, { reference })).resolve;
  expect(await ask(`openai/whisper-large-v3@${sha}`, "revision")).toMatchObject({ outcome: "RESOLVED", revision: sha });
  hub.put({ ...(model as HubModel), license: "mit", lastModified: "2026-10-01T00:00:00.000Z" });
  const present = (await modeldex.query('{ model(id: "hf:openai/whisper-large-v3", maxAgeSeconds: 0) { license { spdx } listings { nodes { revision } } } }')).model;
  expect([present.license.spdx, present.listings.nodes[0].revision !== sha]).toEqual(["MIT", true]);
  expect(await ask(`openai/whisper-large-v3@${sha}`, "message")).toMatchObject({ outcome: "NOT_FOUND", message: `hf: it has no revision ${sha} of this model.` });
  expect((await modeldex.query('{ model(id: "hf:openai/whisper-large-v3") { license { spdx } } }')).model.license.spdx).toBe("MIT");
});

it("refetches models, listings, sources and publishers by their ids", async () => {
  const { search } = await modeldex.query('{ search(text: "BAAI/bge-m3", first: 1) { nodes { id publisher { id } listings { nodes { id source { id } } } } } }');
  const [{ id, publisher, listings }] = search.nodes;
  const ids = [id, listings.nodes[0].id, listings.nodes[0].source.id, publisher.id];
  const types = await Promise.all(ids.map((each: string) => modeldex.query("query($id: ID!) { node(id: $id) { __typename id } }", { id: each }).then(({ node }) => node)));
  expect(types).toEqual(["Model", "Listing", "Source", "Publisher"].map((__typename, place) => ({ __typename, id: ids[place] })));
  expect(await modeldex.query('{ node(id: "nothing") { id } model(id: "hf:no/thing") { id } }')).toEqual({ node: null, model: null });
});

it("serves health, readiness, pages and CORS for anonymous readers", async () => {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${modeldex.url}${path}`, { headers });
  expect([(await get("/healthz")).status, (await get("/readyz")).status]).toEqual([200, 200]);
  for (const [path, title] of [["/graphiql", "GraphiQL - Modeldex"], ["/", "Modeldex"]] as const) expect(await (await get(path)).text()).toContain(`<title>${title}</title>`);
  const byGet = await get(`/graphql?query=${encodeURIComponent("{ sources { id } }")}`, { origin: "https://elsewhere.example" });
  expect([await byGet.json(), byGet.headers.get("access-control-allow-origin"), byGet.headers.get("access-control-allow-credentials")]).toEqual([{ data: { sources: [{ id: "hf" }] } }, "*", null]);
  expect([(await get("/evidence/zz")).status, (await get(`/evidence/${"0".repeat(64)}`)).status]).toEqual([400, 404]);
});
