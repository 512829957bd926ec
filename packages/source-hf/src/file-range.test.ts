import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { testContext } from "@modeldex/plugin-kit/testing";
import { afterEach, describe, expect, it } from "vitest";
import { huggingFace } from "./hugging-face.ts";

const content = Buffer.from("0123456789abcdefghij");
const token = "hf_secret";
const opened: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler) {
  const asked: { readonly url: string | undefined; readonly authorization: string | undefined; readonly range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, authorization: request.headers.authorization, range: request.headers.range });
    handler(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  opened.push({ close: async () => await new Promise((resolve) => server.close(resolve)) });
  return { asked, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Serves the content by range, as the Hub's file hosts do. */
const byRange: Handler = (request, response) => {
  const [, start = "0", end = ""] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (request.headers.range === undefined) return void response.end(content);
  if (Number(start) >= content.length) return void response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
  const part = content.subarray(Number(start), Number(end) + 1);
  return void response.writeHead(206, { "content-range": `bytes ${start}-${Number(start) + part.length - 1}/${content.length}` }).end(part);
};

function open(endpoint: string) {
  const lent = createLentFetch({ baseAddresses: [endpoint], userAgent: "modeldex-test/1" });
  opened.push(lent);
  return openWith(lent.fetch, endpoint);
}

function openWith(fetch: typeof globalThis.fetch, endpoint: string) {
  const source = huggingFace({ endpoint, token });
  return async (path: string, range?: { readonly start: number; readonly end: number }, nativeId = "org/name") => {
    const stream = await source.readFile({ ref: { nativeId, revision: "refs/pr/1" }, path, ...(range !== undefined && { range }) }, testContext({ fetch }));
    return stream === undefined ? undefined : await new Response(stream).text();
  };
}

describe("readFile", () => {
  it("reads a range, the end of a file, and the whole of it, with the token at the Hub", async () => {
    const hub = await serve(byRange);
    const read = open(hub.origin);
    expect([await read("a b/model.bin", { start: 2, end: 5 }), await read("model.bin", { start: 18, end: 99 }), await read("model.bin")]).toEqual(["2345", "ij", content.toString()]);
    expect(hub.asked[0]).toEqual({ url: "/org/name/resolve/refs%2Fpr%2F1/a%20b/model.bin", authorization: `Bearer ${token}`, range: "bytes=2-5" });
  });

  it("gives nothing beyond the end of the file", async () => {
    const hub = await serve(byRange);
    expect(await open(hub.origin)("model.bin", { start: 500, end: 600 })).toBe("");
  });

  it("cuts the range out of a whole file, and stops reading there", async () => {
    const sent = Promise.withResolvers<void>();
    const hub = await serve((request, response) => {
      response.write(content);
      const more = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
      response.on("close", () => {
        clearInterval(more);
        sent.resolve();
      });
    });
    expect(await open(hub.origin)("model.bin", { start: 8, end: 11 })).toBe("89ab");
    await sent.promise;
  });

  it("refuses other bytes than those asked for", async () => {
    const hub = await serve((_request, response) => void response.writeHead(206, { "content-range": "bytes 7-9/20" }).end("789"));
    await expect(open(hub.origin)("model.bin", { start: 0, end: 2 })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });

  it("follows a redirect to another host without the token, with the range", async () => {
    const files = await serve(byRange);
    const hub = await serve((_request, response) => void response.writeHead(302, { location: `${files.origin}/bytes?signed=1` }).end());
    // Not the lent fetch: it follows no redirect from one loopback address to another.
    expect(await openWith(globalThis.fetch, hub.origin)("model.bin", { start: 2, end: 5 })).toBe("2345");
    expect([hub.asked[0]?.authorization, files.asked]).toEqual([`Bearer ${token}`, [{ url: "/bytes?signed=1", authorization: undefined, range: "bytes=2-5" }]]);
  });

  it.each([
    ["a file that is not there", 404, { "x-error-code": "EntryNotFound" }],
    ["a revision that is not there", 404, { "x-error-code": "RevisionNotFound" }],
  ])("gives nothing for %s", async (_, status, headers) => {
    const hub = await serve((_request, response) => void response.writeHead(status, headers).end("Not found"));
    expect(await open(hub.origin)("model.bin")).toBeUndefined();
  });

  it.each([
    ["a gated repository", 403, { "x-error-code": "GatedRepo" }, "UNAUTHORIZED"],
    ["a disabled repository", 403, { "x-error-message": "Access to this resource is disabled." }, "UNAUTHORIZED"],
    ["a refused token", 401, { "x-error-message": "Invalid credentials in Authorization header" }, "UNAUTHORIZED"],
    ["a file host in trouble", 503, {}, "UNREACHABLE"],
  ])("tells %s", async (_, status, headers, code) => {
    const hub = await serve((_request, response) => void response.writeHead(status, headers).end("no"));
    await expect(open(hub.origin)("model.bin")).rejects.toMatchObject({ code, message: expect.not.stringContaining(token) });
  });

  it.each(["../../api/whoami-v2", "a/./b", "a//b", "/etc/passwd", "", "a\\b", "a\nb"])("asks nobody for the path %j", async (path) => {
    const hub = await serve(byRange);
    expect([await open(hub.origin)(path), await open(hub.origin)("model.bin", undefined, "../..")]).toEqual([undefined, undefined]);
    expect(hub.asked).toEqual([]);
  });

  it("refuses what is no range", async () => {
    const hub = await serve(byRange);
    await expect(open(hub.origin)("model.bin", { start: 5, end: 2 })).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });
});

it("sends the token with lists and lookups to the endpoint, and follows a rename there", async () => {
  const hub = await serve((request, response) => {
    if (request.url?.startsWith("/api/models/old/name?") === true) return void response.writeHead(307, { location: "/api/models/org/name" }).end();
    response.end(JSON.stringify(request.url?.startsWith("/api/models?") === true ? [{ id: "org/name" }] : { id: "org/name" }));
  });
  const source = huggingFace({ endpoint: hub.origin, token });
  const lent = createLentFetch({ baseAddresses: source.baseAddresses, userAgent: "modeldex-test/1" });
  opened.push(lent);
  const context = testContext({ fetch: lent.fetch });
  const [found] = await source.get({ refs: [{ nativeId: "old/name" }], need: new Set() }, context);
  await source.search({ text: "name", filter: {}, limit: 1 }, context);
  expect(found).toMatchObject({ nativeId: "org/name", aliases: ["old/name"] });
  expect(hub.asked.map(({ url, authorization }) => [url?.split("?")[0], authorization])).toEqual([
    ["/api/models/old/name", `Bearer ${token}`], ["/api/models/org/name", `Bearer ${token}`], ["/api/models", `Bearer ${token}`],
  ]);
});
