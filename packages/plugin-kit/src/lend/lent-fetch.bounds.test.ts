import { once } from "node:events";
import { createServer } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { failure, lend } from "./fixtures/lend.ts";
import { json, loopbackServer } from "./fixtures/loopback-server.ts";

const hostOf = (origin: string): string => new URL(origin).host;

describe("bounds of the lent fetch", () => {
  it("reads an answer up to its limit, to the byte", async () => {
    await using server = await loopbackServer((_request, response) => response.end("x".repeat(1000)));
    await using lent = lend({ baseAddresses: [server.origin], limits: { maxBytes: 1000 } });
    expect((await (await lent.fetch(server.origin)).text()).length).toBe(1000);
  });

  it("refuses an answer that announces too much, before its body", async () => {
    await using server = await loopbackServer((_request, response) => response.writeHead(200, { "content-length": "1001" }).write("x"));
    await using lent = lend({ baseAddresses: [server.origin], limits: { maxBytes: 1000 } });
    expect(await failure(lent.fetch(server.origin))).toBe(
      `BAD_RESPONSE: ${hostOf(server.origin)} answered with more than 1000 bytes, the most that is read of one answer.`,
    );
  });

  it("stops reading an endless answer, and hangs up", async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await loopbackServer((_request, response) => {
      const write = (): void => void (response.write("x".repeat(10_000)) ? setImmediate(write) : response.once("drain", write));
      response.on("close", closed.resolve);
      write();
    });
    await using lent = lend({ baseAddresses: [server.origin], limits: { maxBytes: 100_000 } });
    expect(await failure((await lent.fetch(server.origin)).text())).toContain("BAD_RESPONSE");
    await closed.promise;
  });

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
  ] as const)("counts what a %s answer unpacks to", async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(5_000_000));
    expect(bomb.byteLength).toBeLessThan(10_000);
    await using server = await loopbackServer((_request, response) => response.writeHead(200, { "content-encoding": encoding }).end(bomb));
    await using lent = lend({ baseAddresses: [server.origin], limits: { maxBytes: 100_000 } });
    expect(await failure((await lent.fetch(server.origin)).arrayBuffer())).toContain("BAD_RESPONSE");
  });

  it("does not take the length that a HEAD tells for a body", async () => {
    await using server = await loopbackServer((_request, response) => response.writeHead(200, { "content-length": "5000000000" }).end());
    await using lent = lend({ baseAddresses: [server.origin] });
    const response = await lent.fetch(server.origin, { method: "HEAD" });
    expect([response.headers.get("content-length"), response.body]).toEqual(["5000000000", null]);
  });

  it("gives up on a server that does not answer in time", async () => {
    await using server = await loopbackServer(() => undefined);
    await using lent = lend({ baseAddresses: [server.origin], limits: { timeoutMs: 50 } });
    expect(await failure(lent.fetch(server.origin))).toBe(`TIMEOUT: ${hostOf(server.origin)} gave no complete answer within 50 ms.`);
  });

  it("gives up on a body that does not end in time", async () => {
    await using server = await loopbackServer((_request, response) => response.write("begin"));
    await using lent = lend({ baseAddresses: [server.origin], limits: { timeoutMs: 1000 } });
    const response = await lent.fetch(server.origin);
    expect(await failure(response.text())).toBe(`TIMEOUT: ${hostOf(server.origin)} gave no complete answer within 1000 ms.`);
  });

  it("rejects with the caller's reason when the caller aborts, before the answer and within the body", async () => {
    await using server = await loopbackServer((request, response) => void (request.url === "/body" && response.write("begin")));
    await using lent = lend({ baseAddresses: [server.origin] });
    const early = new AbortController();
    const reason = new Error("nobody waits any more");
    const pending = failure(lent.fetch(server.origin, { signal: early.signal }));
    early.abort(reason);
    expect(await pending).toBe(reason);
    const late = new AbortController();
    const response = await lent.fetch(`${server.origin}/body`, { signal: late.signal });
    late.abort(reason);
    expect(await failure(response.text())).toBe(reason);
    expect(await failure(lent.fetch(server.origin, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  it("rejects with the reason of its own signal", async () => {
    await using server = await loopbackServer(() => undefined);
    const stop = new AbortController();
    await using lent = lend({ baseAddresses: [server.origin], signal: stop.signal });
    const pending = failure(lent.fetch(server.origin));
    stop.abort(new Error("shutting down"));
    expect(await pending).toEqual(new Error("shutting down"));
  });

  it("ends requests under way when closed, and sends none afterwards", async () => {
    const arrived = Promise.withResolvers<void>();
    await using server = await loopbackServer(() => arrived.resolve());
    await using lent = lend({ baseAddresses: [server.origin] });
    const pending = failure(lent.fetch(server.origin));
    await arrived.promise;
    await lent.close();
    expect(await pending).toBe(`UNREACHABLE: ${hostOf(server.origin)} cannot be reached (UND_ERR_DESTROYED).`);
    expect(await failure(lent.fetch(server.origin))).toContain("UNREACHABLE");
    expect(server.requests.length).toBe(1);
  });
});

describe("failures of the lent fetch", () => {
  it("names the host and the cause, but neither path, query nor credential", async () => {
    await using gone = await loopbackServer(() => undefined);
    const { origin } = gone;
    await gone[Symbol.asyncDispose]();
    await using lent = lend({ baseAddresses: [origin] });
    expect(await failure(lent.fetch(`${origin}/v2/apikey123?token=hunter2`, { headers: { authorization: "Bearer hunter2" } }))).toBe(
      `UNREACHABLE: ${hostOf(origin)} cannot be reached (ECONNREFUSED).`,
    );
  });

  it("says that a name does not exist", async () => {
    await using lent = lend({}, { resolveHost: async () => Promise.reject(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" })) });
    expect(await failure(lent.fetch("http://no-such-hub.example/"))).toBe("UNREACHABLE: no-such-hub.example cannot be reached (ENOTFOUND).");
  });

  it("tells an answer that is no HTTP, and one that breaks off", async () => {
    await using garbage = await rawServer("SSH-2.0-OpenSSH_9.6\r\n");
    await using cut = await rawServer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf");
    await using packed = await rawServer("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\nnot gzip!");
    await using odd = await rawServer("HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n");
    await using lent = lend({ baseAddresses: [garbage.origin, cut.origin, packed.origin, odd.origin] });
    expect(await failure(lent.fetch(garbage.origin))).toBe(`BAD_RESPONSE: ${hostOf(garbage.origin)} did not answer in valid HTTP.`);
    expect(await failure((await lent.fetch(cut.origin)).text())).toBe(`UNREACHABLE: ${hostOf(cut.origin)} cannot be reached (UND_ERR_SOCKET).`);
    expect(await failure((await lent.fetch(packed.origin)).text())).toBe(`BAD_RESPONSE: ${hostOf(packed.origin)} sent an answer that cannot be read (Z_DATA_ERROR).`);
    expect(await failure(lent.fetch(odd.origin))).toBe(`BAD_RESPONSE: ${hostOf(odd.origin)} answered with the status 999, which HTTP does not have.`);
  });

  it("gives answers of every other kind as they are", async () => {
    await using server = await loopbackServer((request, response) => response.writeHead(Number(request.url?.slice(1)), { "x-error-code": "GatedRepo" }).end());
    await using lent = lend({ baseAddresses: [server.origin] });
    for (const status of [204, 206, 304, 401, 404, 429, 500, 503]) {
      const response = await lent.fetch(`${server.origin}/${status}`);
      expect([response.status, response.headers.get("x-error-code"), await response.text()]).toEqual([status, "GatedRepo", ""]);
    }
  });

  it("takes a Request, and any form of body and headers", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using lent = lend({ baseAddresses: [server.origin] });
    await lent.fetch(new Request(`${server.origin}/a`, { method: "POST", body: new URLSearchParams({ q: "x" }), headers: { "user-agent": "mine" } }));
    await lent.fetch(new URL(`${server.origin}/b`), { method: "POST", body: new TextEncoder().encode("bytes"), headers: [["x-a", "1"]] });
    expect(server.requests.map(({ line, body, headers }) => [line, body, headers["content-type"], headers["user-agent"], headers["x-a"]])).toEqual([
      ["POST /a", "q=x", "application/x-www-form-urlencoded;charset=UTF-8", "mine", undefined],
      ["POST /b", "bytes", undefined, "modeldex-test", "1"],
    ]);
  });
});

async function rawServer(answer: string): Promise<{ readonly origin: string } & AsyncDisposable> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
