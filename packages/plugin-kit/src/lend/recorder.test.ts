import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { recordedFetch } from "../testing/recorded-fetch.ts";
import { json, loopbackServer, redirect } from "./fixtures/loopback-server.ts";
import { createRecorder, type RecorderOptions } from "./recorder.ts";

/** Records some work against a server, whose addresses are written without its port. */
async function recorded(answer: Parameters<typeof loopbackServer>[0], work: (fetch: typeof globalThis.fetch, origin: string) => Promise<unknown>, options?: RecorderOptions) {
  await using server = await loopbackServer(answer);
  const recorder = createRecorder(options);
  const lent = recorder.lendFetch({ baseAddresses: [server.origin], userAgent: "modeldex-test" });
  try {
    await work(lent.fetch, server.origin);
  } finally {
    await lent.close();
  }
  const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(server.origin, "http://origin.example")) as T;
  return { ...plain(recorder.recording()), requests: plain(recorder.requests().map(({ elapsedMs: _elapsedMs, ...rest }) => rest)), heard: server.requests };
}

const text = async (response: Promise<Response>): Promise<string> => (await response).text();

describe("a recording", () => {
  it("is in the form that recordedFetch answers from, also for bytes, redirects and posts", async () => {
    const { exchanges, leftOut, requests } = await recorded(
      (request, response) => {
        if (request.url === "/old") return redirect(response, "/new", 307);
        if (request.url === "/bytes") return void response.writeHead(200, { "content-type": "application/octet-stream" }).end(Buffer.from([0xff, 0x00, 0xfe]));
        if (request.url === "/gone") return void response.writeHead(404, { "content-type": "text/plain" }).end("no such page");
        json(response, { asked: `${request.method} ${request.url}` });
      },
      async (fetch, origin) => {
        await text(fetch(`${origin}/old`));
        await text(fetch(`${origin}/bytes`));
        await text(fetch(`${origin}/gone`));
        await text(fetch(`${origin}/rpc`, { method: "POST", body: '{"method":"eth_chainId"}' }));
      },
    );
    expect(leftOut).toEqual([]);
    expect(exchanges).toEqual([
      { url: "http://origin.example/old", status: 307, headers: { location: "/new" } },
      { url: "http://origin.example/new", headers: { "content-type": "application/json" }, json: { asked: "GET /new" } },
      { url: "http://origin.example/bytes", headers: { "content-type": "application/octet-stream" }, base64: "/wD+" },
      { url: "http://origin.example/gone", status: 404, headers: { "content-type": "text/plain" }, text: "no such page" },
      { method: "POST", body: { method: "eth_chainId" }, url: "http://origin.example/rpc", headers: { "content-type": "application/json" }, json: { asked: "POST /rpc" } },
    ]);
    expect(requests.map(({ method, url, status, bytes }) => `${method} ${url} ${status} ${bytes}`)).toEqual([
      "GET http://origin.example/old 307 undefined", "GET http://origin.example/new 200 20", "GET http://origin.example/bytes 200 3", "GET http://origin.example/gone 404 12", "POST http://origin.example/rpc 200 21",
    ]);
    const again = recordedFetch(exchanges).fetch;
    expect(await (await again("http://origin.example/old")).json()).toEqual({ asked: "GET /new" });
    expect(new Uint8Array(await (await again("http://origin.example/bytes")).arrayBuffer())).toEqual(new Uint8Array([0xff, 0x00, 0xfe]));
    expect(await (await again("http://origin.example/rpc", { method: "POST", body: '{"method":"eth_chainId"}' })).json()).toEqual({ asked: "POST /rpc" });
  });

  it("keeps JSON to the byte where its digest stands in the address or in a header, unless it holds a credential", async () => {
    const manifest = '{ "files": [] }\n';
    const digest = createHash("sha256").update(manifest).digest("hex");
    const secret = '{ "access_token": "fresh-secret" }\n';
    const { exchanges } = await recorded(
      (request, response) => {
        const isSecret = request.url?.startsWith("/secret") === true;
        response.writeHead(200, { "content-type": "application/json", ...(request.url === "/tag" && { "x-content-digest": `sha256:${digest}` }) }).end(isSecret ? secret : manifest);
      },
      async (fetch, origin) => {
        for (const path of [`/blobs/sha256:${digest}`, "/tag", "/other", `/secret/${createHash("sha256").update(secret).digest("hex")}`]) await text(fetch(`${origin}${path}`));
      },
    );
    expect(exchanges.map(({ text: kept, json: value }) => ({ ...(kept !== undefined && { kept }), ...(value !== undefined && { value }) }))).toEqual([{ kept: manifest }, { kept: manifest }, { value: { files: [] } }, { value: { access_token: "removed" } }]);
  });

  it("holds no token that a service gives, also when no request has used it yet", async () => {
    const { exchanges } = await recorded((_request, response) => json(response, { token: "given-by-the-realm", expires_in: 300, bos_token: "<s>", tokens: ["a"] }), (fetch, origin) => text(fetch(`${origin}/token?service=registry.example`)));
    expect(exchanges.map(({ json: value }) => value)).toEqual([{ token: "removed", expires_in: 300, bos_token: "<s>", tokens: ["a"] }]);
  });

  it("is of what another fetch answers, where that is lent", async () => {
    const answers = recordedFetch([{ url: "https://hub.example/a", json: [1] }]);
    const recorder = createRecorder({ lend: ({ onResponse }) => ({ close: async () => undefined, fetch: async (input, init) => {
      const answer = await answers.fetch(input, init);
      onResponse?.(new URL(answer.url), answer.status, answer.headers);
      return answer;
    } }) });
    const lent = recorder.lendFetch({ baseAddresses: [], userAgent: "modeldex-test" });
    expect(await text(lent.fetch("https://hub.example/a"))).toBe("[1]");
    expect(recorder.recording()).toEqual({ exchanges: [{ url: "https://hub.example/a", headers: { "content-type": "application/json" }, json: [1] }], leftOut: [] });
  });

  it("holds no credential: of headers, parameters, cookies, bodies and answers, and none that is named", async () => {
    const { exchanges, leftOut, requests, heard } = await recorded(
      (_request, response) => {
        response.setHeader("set-cookie", "sid=cookie-secret").setHeader("x-auth-token", "header-secret").setHeader("x-total-count", "7").setHeader("link", "</p?page=2&api_key=query-secret>; rel=next");
        json(response, { echo: "Bearer header-credential", access_token: "fresh-secret", bos_token: "<s>", models: [{ id: "a", by: "known-secret!" }] });
      },
      (fetch, origin) => text(fetch(`${origin}/p?page=1&api_key=query-secret&X-Amz-Signature=query-secret`, {
        method: "POST", headers: { authorization: "Bearer header-credential", cookie: "session=cookie-credential", "content-type": "application/json" },
        body: JSON.stringify({ password: "body-secret", search: "known-secret!", page: 1 }),
      })),
      { secrets: ["known-secret!"] },
    );
    expect(heard[0]?.body).toContain("body-secret");
    expect(JSON.stringify([exchanges, leftOut, requests])).not.toMatch(/secret|credential/);
    expect(exchanges).toEqual([{
      method: "POST", url: "http://origin.example/p?page=1&api_key=removed&X-Amz-Signature=removed", body: { password: "removed", search: "removed", page: 1 },
      headers: { "content-type": "application/json", link: "</p?page=2&api_key=removed>; rel=next", "x-total-count": "7" },
      json: { echo: "removed", access_token: "removed", bos_token: "<s>", models: [{ id: "a", by: "removed" }] },
    }]);
  });

  it("is bounded, and says what is not in it", async () => {
    const { exchanges, leftOut, requests } = await recorded(
      (request, response) => void response.end("x".repeat(Number(request.url?.slice(1)))),
      async (fetch, origin) => {
        for (const size of [60, 101, 30, 31]) await text(fetch(`${origin}/${size}`));
        await (await fetch(`${origin}/50`)).body?.cancel();
        await fetch("http://127.0.0.1:9/").catch(() => undefined);
      },
      { maxBodyBytes: 100, maxBytes: 120 },
    );
    expect(exchanges.map(({ url }) => url)).toEqual(["http://origin.example/60", "http://origin.example/30"]);
    expect(leftOut).toEqual([
      { request: "GET http://origin.example/101", reason: "its body is larger than 100 bytes; record a shorter page" },
      { request: "GET http://origin.example/31", reason: "all bodies together are larger than 120 bytes" },
      { request: "GET http://origin.example/50", reason: "its body was not read to its end" },
      { request: "GET http://127.0.0.1:9/", reason: expect.stringContaining("127.0.0.1:9 was not asked: it is no public address") },
    ]);
    expect(requests.at(-1)).toEqual({ method: "GET", url: "http://127.0.0.1:9/", failure: expect.stringContaining("no public address") });
  });

  it("keeps the status of an answer that is no success, although nobody reads its body", async () => {
    const { exchanges, leftOut } = await recorded((_request, response) => void response.writeHead(404, { "content-type": "text/plain" }).end("no such model"), (fetch, origin) => fetch(`${origin}/none`));
    expect([exchanges, leftOut]).toEqual([[{ url: "http://origin.example/none", status: 404, headers: { "content-type": "text/plain" } }], []]);
  });

  it("keeps the last of several answers to one request", async () => {
    let asked = 0;
    const { exchanges } = await recorded(
      (_request, response) => {
        asked += 1;
        if (asked === 1) response.writeHead(503).end("later");
        else json(response, []);
      },
      async (fetch, origin) => {
        await text(fetch(`${origin}/models`));
        await text(fetch(`${origin}/models`));
      },
    );
    expect(exchanges).toEqual([{ url: "http://origin.example/models", headers: { "content-type": "application/json" }, json: [] }]);
  });
});
