import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { testContext } from "@modeldex/plugin-kit/testing";
import { afterEach, expect, test } from "vitest";
import { configuration, digests, library, license, manifest, shown, tags, weights } from "./fixtures/ollama-answers.ts";
import { ollama } from "./ollama.ts";
import type { OllamaOptions } from "./options.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Served {
  readonly url: string;
  readonly asked: string[];
}

async function serve(answer: RequestListener): Promise<Served> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}${request.headers["if-none-match"] === undefined ? "" : " if-none-match"}${request.headers.range === undefined ? "" : ` ${request.headers.range}`}`);
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** An address where nobody listens. */
async function closed(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

function open(options: OllamaOptions) {
  const source = ollama(options);
  const lent = createLentFetch({ baseAddresses: source.baseAddresses ?? [], userAgent: "modeldex-test" });
  closing.push(async () => await lent.close());
  return { source, context: testContext({ fetch: lent.fetch }) };
}

/** The host that the registry sends people to for large blobs; heeds ranges unless it is told not to. */
const storage = (heedsRanges = true) => (request: IncomingMessage, response: ServerResponse): void => {
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (!heedsRanges || start === undefined || end === undefined) return void response.end(weights);
  if (Number(start) >= weights.length) return void response.writeHead(416).end();
  const last = Math.min(Number(end), weights.length - 1);
  response.writeHead(206, { "content-range": `bytes ${start}-${last}/${weights.length}` }).end(weights.slice(Number(start), last + 1));
};

interface Registry {
  readonly weightsAt: string;
  readonly configuration?: string;
}

/** As registry.ollama.ai answers: manifests as text/plain, weights from another host, 404 for `/v2/`, 412 for what wants a newer client. */
const registry = ({ weightsAt, configuration: given = configuration }: Registry): RequestListener => ({ url = "" }, response) => {
  const [, path = ""] = /^\/v2\/library\/llama3\.1\/(.+)$/.exec(url) ?? [];
  if (path === "manifests/8b-instruct-q4_K_M" || path === "manifests/8b") return void response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(manifest);
  if (path === "manifests/new") return void response.writeHead(412, { "content-type": "application/json" }).end('{"error":"pull model manifest: 412"}');
  if (path === "manifests/page") return void response.writeHead(200, { "content-type": "application/json" }).end("<!doctype html><title>Ollama</title>");
  if (path === "manifests/empty") return void response.writeHead(200, { "content-type": "application/json" }).end('{"errors":[]}');
  if (path === "manifests/broken") return void response.writeHead(500).end();
  if (path === `blobs/${digests.configuration}`) return void response.end(given);
  if (path === `blobs/${digests.license}`) return void response.end(license);
  if (path === `blobs/${digests.weights}`) return void response.writeHead(307, { location: `${weightsAt}/anything?signature=1` }).end();
  response.writeHead(404, { "content-type": "application/json" }).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{}}]}');
};

const everything = new Set(ollama().onDemand);

async function got(nativeId: string, given: Partial<Registry> = {}) {
  const { url } = await serve(registry({ weightsAt: "http://127.0.0.1", ...given }));
  const { source, context } = open({ registry: url });
  return (await source.get?.({ refs: [{ nativeId }], need: everything }, context))?.[0];
}

test("takes the digest of the manifest over its bytes as they came, whatever type the registry gives", async () => {
  expect(await got("llama3.1:8b")).toMatchObject({ nativeId: "llama3.1:8b", revision: digests.manifest, formats: ["GGUF"], precisions: ["Q4_K_M"], parameters: { total: 8_000_000_000, origin: "STATED" }, architecture: "llama" });
});

test("takes a configuration only with its last line break, which its digest counts", async () => {
  expect(configuration.endsWith("}\n")).toBe(true);
  expect(await got("llama3.1:8b", { configuration: configuration.trimEnd() })).toMatchObject({ code: "BAD_RESPONSE", message: expect.stringMatching(/^the file (sha256:[0-9a-f]{64}) came with other bytes than those of its digest \1: theirs is /) });
});

test.each([
  ["wants a newer client", "llama3.1:new", { code: "UNSUPPORTED", message: expect.stringContaining("gives the manifest of llama3.1:new to newer versions of Ollama alone (412)") }],
  ["answers with a page", "llama3.1:page", { code: "BAD_RESPONSE", message: expect.stringContaining("but with a web page") }],
  ["answers with something that is no manifest", "llama3.1:empty", { code: "BAD_RESPONSE", message: expect.stringContaining("with something that is no manifest") }],
  ["is in trouble", "llama3.1:broken", { code: "UNREACHABLE" }],
])("tells that the registry %s", async (_, nativeId, expected) => {
  expect(await got(nativeId)).toMatchObject(expected);
});

test("says that there is no such model, and asks nobody about names of other hosts and about ids", async () => {
  const { url, asked } = await serve(registry({ weightsAt: "" }));
  const { source, context } = open({ registry: url });
  const refs = ["no-such-model", "hf.co/ada/tiny:Q4_K_M", "models.example/ada/tiny", "46e0c10c039e", "two words", "../../etc"].map((nativeId) => ({ nativeId }));
  expect(await source.get?.({ refs, need: new Set() }, context)).toEqual(refs.map(() => undefined));
  expect(asked).toEqual(["GET /v2/library/no-such-model/manifests/latest"]);
});

test.each([
  ["where storage heeds it", true, { start: 5, end: 12 }, weights.slice(5, 13)],
  ["where storage gives the whole file", false, { start: 5, end: 12 }, weights.slice(5, 13)],
  ["as far as the file reaches", true, { start: 30, end: 999 }, weights.slice(30)],
  ["that begins behind its end", true, { start: 999, end: 1_000 }, ""],
  ["of everything", true, undefined, weights],
])("reads a range of a layer from the host that the registry sends it to, %s", async (_, heeds, range, expected) => {
  const cdn = await serve(storage(heeds));
  const { url } = await serve(registry({ weightsAt: cdn.url }));
  // Node's own fetch: the lent one follows a redirect to a public host alone, and here the public one is on the loopback too.
  const [{ source }, context] = [open({ registry: url }), testContext({ fetch })];
  const stream = await source.readFile?.({ ref: { nativeId: "llama3.1:8b", revision: digests.manifest }, path: "model.gguf", ...(range !== undefined && { range }) }, context);
  expect(await new Response(stream).text()).toBe(expected);
  expect(cdn.asked).toEqual([`GET /anything?signature=1${range === undefined ? "" : ` bytes=${range.start}-${range.end}`}`]);
});

test("has no file at another revision or path, and refuses what is no range and a storage that nobody may reach", async () => {
  const cdn = await serve(storage());
  const { url } = await serve(registry({ weightsAt: cdn.url }));
  const { source, context } = open({ registry: url });
  const read = async (path: string, more: { readonly revision?: string; readonly range?: { readonly start: number; readonly end: number } } = {}) =>
    await source.readFile?.({ ref: { nativeId: "llama3.1:8b", ...(more.revision !== undefined && { revision: more.revision }) }, path, ...(more.range !== undefined && { range: more.range }) }, context);
  expect([await read("model.gguf", { revision: `sha256:${"0".repeat(64)}` }), await read("other.gguf")]).toEqual([undefined, undefined]);
  await expect(read("model.gguf", { range: { start: 7, end: 3 } })).rejects.toMatchObject({ code: "UNSUPPORTED", message: "Bytes 7 to 3 are no range; it starts at 0 and its end is inclusive." });
  // The lent fetch follows no redirect to a private address that is not configured.
  await expect(read("model.gguf")).rejects.toMatchObject({ code: "UNSUPPORTED" });
  expect(cdn.asked).toEqual([]);
});

test("asks for the index only whether it has changed, and for what is installed each time", async () => {
  const index = await serve((request, response) => {
    if (request.headers["if-none-match"] === '"v1"') return void response.writeHead(304).end();
    response.writeHead(200, { "content-type": "application/json", etag: '"v1"' }).end(JSON.stringify(library));
  });
  let models: readonly object[] = tags.models;
  const near = await serve((_, response) => void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ models })));
  const options = { library: `${index.url}/models.json`, host: near.url, registry: false } as const;
  const first = open(options);
  const page = await first.source.list?.({ limit: 500 }, first.context);
  const since = { limit: 500, since: page?.checkpoint ?? "" };
  expect(await first.source.list?.(since, first.context)).toEqual({ unchanged: true });
  // Another process has nothing at hand, and needs nothing while the checkpoint holds.
  const second = open(options);
  expect(await second.source.list?.(since, second.context)).toEqual({ unchanged: true });
  expect(index.asked).toEqual(["GET /models.json", "GET /models.json if-none-match", "GET /models.json if-none-match"]);
  models = tags.models.slice(1);
  const changed = await second.source.list?.(since, second.context);
  expect([changed?.whole, changed?.records?.length, index.asked.length, near.asked.length]).toEqual([true, page?.records?.length, 5, 4]);
});

test("lists nothing, and lets nothing go, while the daemon cannot be reached", async () => {
  const index = await serve((_, response) => void response.end(JSON.stringify(library)));
  const { source, context } = open({ library: index.url, host: await closed(), registry: false });
  await expect(source.list?.({ limit: 500 }, context)).rejects.toMatchObject({ code: "UNREACHABLE", message: expect.stringContaining("127.0.0.1:") });
  await expect(source.get?.({ refs: [{ nativeId: "llama3.1" }], need: new Set() }, context)).rejects.toMatchObject({ code: "UNREACHABLE" });
});

test.each([
  ["a page", "<html>Sign in</html>", "but with a web page"],
  ["another document", '{"models":[]}', "in no form that is known here"],
  ["no document", "", "did not answer in JSON"],
])("refuses an index that is %s", async (_, body, expected) => {
  const index = await serve((__, response) => void response.end(body));
  const { source, context } = open({ library: index.url, registry: false });
  await expect(source.list?.({ limit: 500 }, context)).rejects.toMatchObject({ code: "BAD_RESPONSE", message: expect.stringContaining(expected) });
});

test("asks a daemon for what it says of one model, and takes its 404 for a model that is gone meanwhile", async () => {
  const bodies: string[] = [];
  const near = await serve((request, response) => {
    if (request.url === "/api/tags") return void response.end(JSON.stringify(tags));
    request.setEncoding("utf8").on("data", (text: string) => bodies.push(text)).on("end", () => {
      const known = bodies.at(-1)?.includes("acme-support") === true;
      response.writeHead(known ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(known ? shown : { error: "model not found" }));
    });
  });
  const { source, context } = open({ host: near.url, registry: false });
  const answers = await source.get?.({ refs: [{ nativeId: "acme-support:7b" }, { nativeId: "ada/tiny" }, { nativeId: "unknown" }], need: everything }, context);
  expect(answers?.map((answer) => answer !== undefined && "nativeId" in answer && [answer.nativeId, answer.contextTokens])).toEqual([["acme-support:7b", 32_768], ["ada/tiny", undefined], false]);
  expect(bodies.sort()).toEqual(['{"model":"acme-support:7b"}', '{"model":"ada/tiny"}']);
});
