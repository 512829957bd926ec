import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SourceError } from "@modeldex/plugin-kit";
import { huggingFace } from "@modeldex/source-hf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway, TestGatewayOptions } from "./support/gateway.ts";
import { startHub, wellKnown } from "./support/hub.ts";
import type { HubTrouble, TestHub } from "./support/hub.ts";
import { scriptedSource } from "./support/scripted-source.ts";

const questions = [
  ["llama3.1 8b instruct", "hf:meta-llama/Llama-3.1-8B-Instruct"],
  ["qwen 2.5 coder 7b", "hf:Qwen/Qwen2.5-Coder-7B-Instruct"],
  ["bge m3", "hf:BAAI/bge-m3"],
  ["bert base uncased", "hf:google-bert/bert-base-uncased"],
  ["danish bert", "hf:Maltehb/danish-bert-botxo"],
] as const;

let hub: TestHub;
let open: (() => Promise<void>)[] = [];
beforeEach(async () => {
  hub = await startHub();
  open = [() => hub.close()];
});
afterEach(async () => {
  for (const close of open.reverse()) await close();
});

/** A gateway over the Hub of this test, with an empty catalog unless it is told otherwise. */
async function start(options: TestGatewayOptions & { readonly token?: string } = {}): Promise<TestGateway> {
  const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url, token: options.token })] }, options);
  open.push(() => modeldex.close());
  return modeldex;
}

/** How many requests reached the Hub while this ran. */
async function requestsDuring(run: () => Promise<unknown>): Promise<number> {
  const before = hub.requests.length;
  await run();
  return hub.requests.length - before;
}

const page = "query($text: String, $first: Int, $after: String, $live: Boolean) { search(text: $text, first: $first, after: $after, live: $live) { nodes { id } pageInfo { hasNextPage endCursor } sources { source { id } status origin asOf code message count } } }";
const idsOf = ({ search }: any): string[] => search.nodes.map(({ id }: any) => id);

describe("an empty catalog", () => {
  it("answers the five queries by asking the Hub, and keeps what came", async () => {
    const modeldex = await start();
    for (const [text, id] of questions) {
      const answer = await modeldex.query(page, { text });
      expect(idsOf(answer).slice(0, 3)).toContain(id);
      expect(answer.search.sources).toEqual([{ source: { id: "hf" }, status: "OK", origin: "LIVE", asOf: expect.any(String), code: null, message: null, count: idsOf(answer).length }]);
      expect(idsOf(await modeldex.query(page, { text, live: false }))).toContain(id);
    }
  });

  it("asks once for each query, and not again for a repeat, for other fields or for the second page", async () => {
    for (let number = 0; number < 30; number += 1) hub.put({ id: `lab/bert-variant-${number}`, downloads: number });
    const modeldex = await start();
    const text = "bert";
    expect(await requestsDuring(() => modeldex.query(page, { text, first: 10 }))).toBe(1);
    const first = await modeldex.query(page, { text, first: 10 });
    const repeated = await requestsDuring(async () => {
      await modeldex.query(page, { text, first: 10 });
      await modeldex.query('{ search(text: "bert", first: 20) { totalCount nodes { name license { spdx class } popularity { downloads30d } publisher { name } parameters { total } contextLength } facets(of: [{field: TASK}]) { field } sources { status origin } } }');
      const second = await modeldex.query(page, { text, first: 10, after: first.search.pageInfo.endCursor });
      expect(second.search.nodes).toHaveLength(10);
      expect(idsOf(second).filter((id) => idsOf(first).includes(id))).toEqual([]);
    });
    expect(repeated).toBe(0);
  });

  it("asks nothing beyond the search itself for a page of 20 models with their listings, links and stored trust", async () => {
    for (let number = 0; number < 40; number += 1) hub.put({ id: `lab/embedder-${number}`, downloads: number, task: "sentence-similarity", license: "mit" });
    const modeldex = await start();
    const document = `{ search(text: "embedder", first: 20) { nodes {
      id contextLength trust(depth: CACHED) { level missingForNext claims { totalCount } decision { outcome } }
      listings { nodes { key fetchedAt revision license { spdx } link { statement } trust(depth: CACHED) { level } details { __typename } } } candidateListings { listing { key } } aliases
    } } }`;
    expect(await requestsDuring(async () => {
      const { search } = await modeldex.query(document);
      expect(search.nodes).toHaveLength(20);
      expect(search.nodes[0]).toMatchObject({ contextLength: null, trust: { level: "LISTED" }, listings: { nodes: [{ key: "hf:lab/embedder-39" }] } });
    })).toBe(1);
    expect(await requestsDuring(() => modeldex.query(document.replace("aliases", "name")))).toBe(0);
  });

  it("compares two models, trust included, with at most three requests for each, and again with none", async () => {
    const modeldex = await start();
    const document = (groups: string) => `query($references: [String!]!) { compare(references: $references) { models { id } rows${groups} { attribute verdict cells { known text } } } }`;
    const references = ["meta-llama/Llama-3.1-8B-Instruct", "https://huggingface.co/Qwen/Qwen2.5-Coder-7B-Instruct/tree/main"];
    const cold = await requestsDuring(async () => {
      const { compare } = await modeldex.query(document("(groups: [IDENTITY, CAPABILITY, LICENSE, POPULARITY, ARTIFACTS])"), { references });
      expect(compare.models.map(({ id }: any) => id)).toEqual(["hf:meta-llama/Llama-3.1-8B-Instruct", "hf:Qwen/Qwen2.5-Coder-7B-Instruct"]);
      const verdicts = Object.fromEntries(compare.rows.map(({ attribute, verdict }: any) => [attribute, verdict]));
      expect(verdicts).toMatchObject({ "parameters.total": "DIFFERENT", contextLength: "PARTLY_UNKNOWN", "weights.bytes": "SAME" });
    });
    expect(cold).toBe(3 * references.length);
    expect(await requestsDuring(() => modeldex.query(document(""), { references }))).toBe(0);
    expect(await requestsDuring(() => modeldex.query(document("").replace("{ id }", "{ id name }"), { references }))).toBe(0);
  });

  it("makes no outbound call when it is offline, and says so", async () => {
    const modeldex = await start({ offline: true });
    expect(await requestsDuring(async () => {
      const answer = await modeldex.query(page, { text: "bert" });
      expect([idsOf(answer), answer.search.sources[0].status]).toEqual([[], "SKIPPED"]);
      expect(await modeldex.query('{ resolve(reference: "BAAI/bge-m3") { outcome } model(id: "hf:BAAI/bge-m3") { id } }')).toEqual({ resolve: { outcome: "UNREACHABLE" }, model: null });
      expect(await modeldex.query("{ sources { status { state } } }")).toEqual({ sources: [{ status: { state: "DISABLED" } }] });
    })).toBe(0);
  });

  it("serves no private model, whichever way it is asked for", async () => {
    hub.put({ id: "acme/secret-whisper", private: true, downloads: 99_000_000 });
    const modeldex = await start({ token: "hf_of_a_member" });
    await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
    const answers = [
      await modeldex.query(page, { text: "whisper" }),
      await modeldex.query('{ model(id: "hf:acme/secret-whisper") { id } resolve(reference: "acme/secret-whisper") { outcome model { id } candidates { model { id } } } node(id: "listing:hf:acme/secret-whisper") { id } }'),
      await modeldex.query("{ search(first: 100) { totalCount nodes { id } } }"),
    ];
    expect(answers[1]).toEqual({ model: null, node: null, resolve: { outcome: "NOT_FOUND", model: null, candidates: [] } });
    expect(answers[2].search.totalCount).toBe(wellKnown.length);
    expect(JSON.stringify(answers)).not.toContain("secret");
  });
});

describe("the starter catalog", () => {
  it("is served as what it is: stale, as old as its oldest fact, each listing with its own date", async () => {
    const modeldex = await start({ starter: true });
    const document = '{ search(text: "whisper large v3", first: 5, live: false) { nodes { id listings { nodes { fetchedAt } } } sources { source { id } status origin asOf count } } }';
    const { search } = await modeldex.query(document);
    expect(search.nodes[0].id).toBe("hf:openai/whisper-large-v3");
    const dates: string[] = search.nodes.flatMap(({ listings }: any) => listings.nodes.map(({ fetchedAt }: any) => fetchedAt));
    expect(new Set(dates).size).toBeGreaterThan(1);
    expect(search.sources).toEqual([{ source: { id: "hf" }, status: "OK", origin: "STALE", asOf: dates.sort()[0], count: dates.length }]);
    expect(hub.requests).toEqual([]);
  });

  it("is made newer by asking, and stands in, with its age, while the Hub fails", async () => {
    hub.fail(503);
    const modeldex = await start({ starter: true });
    const failing = await modeldex.query(page, { text: "whisper large v3", first: 3 });
    expect(idsOf(failing)[0]).toBe("hf:openai/whisper-large-v3");
    expect(failing.search.sources[0]).toMatchObject({ status: "FAILED", code: "UNREACHABLE", origin: "STALE" });
    hub.fail(undefined);
    const { model } = await modeldex.query('{ model(id: "hf:openai/whisper-large-v3", maxAgeSeconds: 60) { listings { nodes { fetchedAt } } } }');
    expect(Date.now() - Date.parse(model.listings.nodes[0].fetchedAt)).toBeLessThan(60_000);
  });

  it("is asked of again whenever an age is named, whatever was answered a moment ago", async () => {
    const modeldex = await start({ starter: true });
    const question = '{ model(id: "hf:openai/whisper-large-v3", maxAgeSeconds: 0) { listings { nodes { fetchedAt } } } }';
    const dates: number[] = [];
    for (let time = 1; time <= 3; time++) {
      const { model } = await modeldex.query(question);
      dates.push(Date.parse(model.listings.nodes[0].fetchedAt));
      expect(hub.requests).toHaveLength(time);
    }
    expect(dates).toEqual(dates.toSorted((left, right) => left - right));
  });

  it("is not brought again into a catalog that holds something, and not at all when it is switched off", async () => {
    const modeldex = await start();
    expect(await modeldex.query("{ search { totalCount } }")).toEqual({ search: { totalCount: 0 } });
    await modeldex.query(page, { text: "bge m3" });
    expect(await modeldex.gateway.prepare()).toBe(0);
    const again = await start({ starter: true, dataDir: modeldex.dataDir });
    expect(await again.query("{ search { totalCount } }")).toEqual({ search: { totalCount: 1 } });
  });
});

describe("a source in trouble", () => {
  it.each<[string, HubTrouble, string]>([
    ["answers 503", 503, "UNREACHABLE"],
    ["hangs", "HANG", "TIMEOUT"],
    ["answers garbage", "GARBAGE", "BAD_RESPONSE"],
    ["cuts the connection", "RESET", "UNREACHABLE"],
    ["answers 429", 429, "RATE_LIMITED"],
    ["answers 401", 401, "UNAUTHORIZED"],
    ["sends elsewhere, to a private address", { redirectTo: "http://127.0.0.1:9/api/models" }, "UNSUPPORTED"],
  ])("costs its own outcome row when it %s; the hits of another source stay", async (_, trouble, code) => {
    const shelf = scriptedSource("shelf", ["acme/whisper-small", "acme/other"]);
    const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url }), shelf], search: { liveDeadlineMs: 700 } });
    open.push(() => modeldex.close());
    hub.fail(trouble);
    const began = performance.now();
    const answer = await modeldex.query(page, { text: "whisper" });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(idsOf(answer)).toEqual(["shelf:acme/whisper-small"]);
    const [hf, other] = answer.search.sources;
    expect(hf).toEqual({ source: { id: "hf" }, status: "FAILED", origin: null, asOf: null, code, message: expect.stringMatching(/^\S.{15,}\.$/), count: 0 });
    expect(other).toMatchObject({ source: { id: "shelf" }, status: "OK", origin: "LIVE", code: null, count: 1 });
    hub.fail(undefined);
  });

  it("is not asked about by the answer of a moment ago: an answer that rests on a failure is not kept", async () => {
    const modeldex = await start();
    hub.fail("GARBAGE");
    expect(idsOf(await modeldex.query(page, { text: "bge m3" }))).toEqual([]);
    hub.fail(undefined);
    expect(idsOf(await modeldex.query(page, { text: "bge m3" }))).toEqual(["hf:BAAI/bge-m3"]);
  });

  it("answers within its deadline while the Hub hangs, whatever is asked", async () => {
    const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })], search: { liveDeadlineMs: 500 }, server: { requestDeadlineMs: 4_000 } });
    open.push(() => modeldex.close());
    await modeldex.query(page, { text: "bert" });
    hub.fail("HANG");
    const asked = [
      ['{ search(text: "whisper") { nodes { id } sources { code } } }', { search: { nodes: [], sources: [{ code: "TIMEOUT" }] } }],
      ['{ resolve(reference: "openai/whisper-large-v3") { outcome } }', { resolve: { outcome: "UNREACHABLE" } }],
      ['{ model(id: "hf:openai/whisper-large-v3") { id } }', { model: null }],
      ['{ model(id: "hf:google-bert/bert-base-uncased") { id contextLength trust { level } } }', { model: { id: "hf:google-bert/bert-base-uncased", contextLength: null, trust: { level: "LISTED" } } }],
      ['{ compare(references: ["hf:google-bert/bert-base-uncased", "hf:google-bert/bert-base-cased"]) { models { id } } }', { compare: { models: [{ id: "hf:google-bert/bert-base-uncased" }, { id: "hf:google-bert/bert-base-cased" }] } }],
    ] as const;
    for (const [document, expected] of asked) {
      const began = performance.now();
      expect(await modeldex.query(document)).toEqual(expected);
      expect(performance.now() - began).toBeLessThan(5_000);
    }
    hub.fail(undefined);
  });

  it("says that a report took longer than a request may, beside what was ready, and is at no fault", async () => {
    const server = { requestDeadlineMs: 400 };
    const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })], server });
    open.push(() => modeldex.close());
    await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
    hub.fail("HANG");
    const { data, errors } = await modeldex.ask('{ model(id: "hf:google-bert/bert-base-uncased") { id trust { level } } }');
    expect(data).toEqual({ model: { id: "hf:google-bert/bert-base-uncased", trust: null } });
    expect(errors).toMatchObject([{
      message: "This was not answered within 0.4 s, which is the longest that a request may take here. Ask again: what was stored meanwhile is not asked for anew. Or ask for less at once.",
      path: ["model", "trust"], extensions: { code: "LIMIT_EXCEEDED", limit: "requestDeadlineMs", most: 400, requestId: expect.any(String) },
    }]);
    expect(modeldex.logs.filter(({ level }) => level === "error")).toEqual([]);
    expect(modeldex.logs.filter(({ message }) => message === "a request was not answered in time")).toMatchObject([{ level: "warn", requestId: errors?.[0].extensions.requestId, path: "model.trust" }]);
    hub.fail(undefined);
  });

  it("keeps what a source throws in its own row, also what is no SourceError, and shows no stack", async () => {
    const broken = scriptedSource("broken", ["acme/whisper"]);
    const throttled = scriptedSource("throttled", ["acme/whisper"]);
    const modeldex = await startGateway({ sources: [broken, throttled, huggingFace({ endpoint: hub.url })] });
    open.push(() => modeldex.close());
    broken.fail(async () => { throw new TypeError("cannot read secrets of undefined"); });
    throttled.fail(async () => { throw new SourceError("RATE_LIMITED", "Come back in a minute.", { retryAfterMs: 60_000 }); });
    const { search } = await modeldex.query('{ search(text: "whisper") { nodes { id } sources { source { id } status code message retryAfterMs } } }');
    expect(search.nodes).toHaveLength(2);
    expect(search.sources).toMatchObject([
      { source: { id: "broken" }, status: "FAILED", code: "BAD_RESPONSE" }, { source: { id: "throttled" }, status: "FAILED", code: "RATE_LIMITED", message: "Come back in a minute.", retryAfterMs: 60_000 }, { source: { id: "hf" }, status: "OK" },
    ]);
    expect(JSON.stringify(search)).not.toContain("cannot read secrets");
    expect(modeldex.logs.some((line) => JSON.stringify(line).includes("cannot read secrets"))).toBe(true);
  });
});

it("sends the token to the Hub alone, and writes it into no log line and no answer", async () => {
  const token = "hf_neverToBeSeen0123456789";
  const strangerHeard: string[] = [];
  const stranger = createServer((request, response) => {
    strangerHeard.push(`${request.url ?? ""} ${request.headers.authorization ?? ""}`);
    response.writeHead(200, { "content-type": "application/json" }).end("[]");
  });
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  open.push(async () => void stranger.close());
  const address = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  const neighbour = { ...scriptedSource("neighbour", ["acme/whisper"]), baseAddresses: [address], search: async (_: unknown, { fetch }: any) => (await fetch(`${address}/search`)).json() };
  const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url, token }), neighbour] });
  open.push(() => modeldex.close());
  const answers: unknown[] = [await modeldex.ask(page, { text: "whisper" })];
  answers.push(await modeldex.ask('{ compare(references: ["openai/whisper-large-v3", "BAAI/bge-m3"]) { rows { cells { text } } } model(id: "hf:BAAI/bge-m3") { trust { claims { nodes { statement evidence { sourceUrl reproduce } } } } } }'));
  hub.fail({ redirectTo: `${address}/stolen` });
  answers.push(await modeldex.ask(page, { text: "llama" }), await modeldex.ask('{ resolve(reference: "Qwen/Qwen2.5-Coder-7B") { outcome message } }'));
  hub.fail(401);
  answers.push(await modeldex.ask(page, { text: "danish" }), await modeldex.ask("{ sources { id homepage status { message } } }"));
  expect(new Set(hub.credentials)).toEqual(new Set([`Bearer ${token}`]));
  expect(strangerHeard.filter((line) => !line.startsWith("/search"))).toEqual([]);
  expect(strangerHeard.filter((line) => line.includes(token))).toEqual([]);
  expect(strangerHeard.length).toBeGreaterThan(0);
  expect(JSON.stringify(answers)).not.toContain(token);
  expect(JSON.stringify(modeldex.logs)).not.toContain(token);
});
