import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { failure, lend } from "./fixtures/lend.ts";
import { json, loopbackServer, redirect } from "./fixtures/loopback-server.ts";
import { isLocalName, proxyChoice } from "./proxy.ts";

/** A proxy that finds every name on one loopback port, or refuses with a status. */
async function startProxy(port: number, refuse?: number) {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    if (refuse !== undefined) return void response.writeHead(refuse).end();
    const { pathname, search } = new URL(request.url ?? "");
    request.pipe(ask({ port, host: "127.0.0.1", path: pathname + search, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    }));
  });
  proxy.on("connect", (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    if (refuse !== undefined) return void socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
    const through = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connected\r\n\r\n");
      through.pipe(socket).pipe(through);
    });
    through.on("error", () => socket.destroy());
    socket.on("error", () => through.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return { seen, host, url: `http://${host}`, [Symbol.asyncDispose]: async () => { proxy.closeAllConnections(); proxy.close(); } };
}

const unknownHere = { resolveHost: async () => { throw new Error("ENOTFOUND"); } };

describe("createLentFetch with a proxy", () => {
  it("asks http and https URLs through it, with its credentials, and gives the answer as of the origin", async () => {
    await using server = await loopbackServer((_request, response) => json(response, { ok: true }));
    await using proxy = await startProxy(server.port);
    const withSecret = proxy.url.replace("//", "//user:hunter2@");
    await using lent = lend({ baseAddresses: ["http://hub.example"], proxy: { http: withSecret, https: proxy.url } });
    const answer = await lent.fetch("http://hub.example/api?x=1", { headers: { authorization: "Bearer secret" } });
    expect([await answer.json(), answer.url]).toEqual([{ ok: true }, "http://hub.example/api?x=1"]);
    expect(server.requests.map(({ line, headers }) => [line, headers.host, headers.authorization, headers["proxy-authorization"]])).toMatchObject([["GET /api?x=1", "hub.example", "Bearer secret", expect.anything()]]);
    // The server behind speaks no TLS: that it was asked is enough here; test/proxy.test.ts goes on.
    expect(await failure(lent.fetch("https://hub.example/"))).toMatch(/^UNREACHABLE: hub\.example, through the proxy 127\.0\.0\.1:\d+, cannot be reached/);
    expect(proxy.seen).toEqual([`GET http://hub.example/api?x=1 Basic ${btoa("user:hunter2")}`, "CONNECT hub.example:443"]);
  });

  it("asks this machine and the hosts of NO_PROXY directly", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using proxy = await startProxy(server.port);
    await using lent = lend({ baseAddresses: [server.origin, `http://near.example:${server.port}`], proxy: { http: proxy.url, except: "near.example" } }, { resolveHost: async () => [{ address: "127.0.0.1", family: 4 }], isPublic: () => true });
    expect((await lent.fetch(server.origin)).status).toBe(200);
    expect((await lent.fetch(`http://a.near.example:${server.port}/`)).status).toBe(200);
    expect(proxy.seen).toEqual([]);
  });

  it("still refuses what is not public of URLs from outside: addresses, names that mean such here, local names, redirects", async () => {
    await using server = await loopbackServer((request, response) => (request.url === "/away" ? redirect(response, "http://10.0.0.1/") : json(response, {})));
    await using proxy = await startProxy(server.port);
    const resolveHost = async (hostname: string) => [{ address: hostname === "inside.example" ? "10.1.2.3" : "8.8.8.8", family: 4 }, { address: "8.8.4.4", family: 4 }];
    await using lent = lend({ baseAddresses: ["http://hub.example"], proxy: { http: proxy.url, https: proxy.url } }, { resolveHost });
    for (const url of ["http://10.0.0.1/", "https://[fd00::1]/", "http://169.254.169.254/latest/meta-data/", "http://inside.example/", "https://wiki/", "http://printer.local/", "http://db.internal/"]) {
      expect([url, await failure(lent.fetch(url))]).toEqual([url, expect.stringMatching(/^UNSUPPORTED: .* was not asked: it is no public address/)]);
    }
    expect(await failure(lent.fetch("http://hub.example/away"))).toMatch(/^UNSUPPORTED: 10\.0\.0\.1 was not asked/);
    expect((await lent.fetch("http://open.example/")).status).toBe(200);
    expect(proxy.seen).toEqual(["GET http://hub.example/away", "GET http://open.example/"]);
  });

  it("leaves a name to the proxy that is not known here", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using proxy = await startProxy(server.port);
    await using lent = lend({ proxy: { http: proxy.url } }, unknownHere);
    expect((await lent.fetch("http://cdn.example/file")).status).toBe(200);
  });

  it("says that the proxy refuses, or is not there", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using proxy = await startProxy(server.port, 403);
    await using lent = lend({ baseAddresses: ["https://hub.example"], proxy: { https: proxy.url } });
    expect(await failure(lent.fetch("https://hub.example/"))).toBe(`UNREACHABLE: The proxy ${proxy.host} does not let requests to hub.example through (403).`);
    await using gone = lend({ baseAddresses: ["https://hub.example"], proxy: { https: "http://127.0.0.1:9" } });
    expect(await failure(gone.fetch("https://hub.example/"))).toBe("UNREACHABLE: hub.example, through the proxy 127.0.0.1:9, cannot be reached (ECONNREFUSED).");
    expect(server.requests).toEqual([]);
  });

  it("sends nothing to the proxy when offline", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using proxy = await startProxy(server.port);
    await using lent = lend({ baseAddresses: ["http://hub.example"], proxy: { http: proxy.url }, offline: true });
    expect(await failure(lent.fetch("http://hub.example/"))).toMatch(/this gateway is offline/);
    expect(proxy.seen).toEqual([]);
  });
});

describe("proxyChoice", () => {
  const through = (except: string, url: string) => proxyChoice({ http: "http://p.example:1", https: "http://p.example:1", except })(new URL(url)) !== undefined;

  it.each([
    ["", "https://a.example", true], ["*", "https://a.example", false], ["a.example", "https://a.example", false], ["a.example", "https://b.a.example", false], [".a.example", "https://b.a.example", false],
    ["*.a.example", "https://b.a.example", false], ["a.example", "https://xa.example", true], ["A.Example", "https://a.example.", false], ["x, a.example:8443 y", "https://a.example:8443", false],
    ["a.example:8443", "https://a.example", true], ["a.example:443", "https://a.example", false], ["10.0.0.0/8", "http://10.2.3.4", false], ["10.0.0.0/8", "http://11.2.3.4", true], ["10.0.0.1", "http://10.0.0.1:8080", false],
    ["10.0.0.1:80", "http://10.0.0.1:8080", true], ["[2001:db8::1]:443", "https://[2001:db8::1]", false], ["2001:db8::/32", "https://[2001:db8::5]", false], ["2001:db8::1", "https://[2001:db8::2]", true],
    ["", "http://localhost:11434", false], ["", "http://127.0.0.1:11434", false], ["", "http://[::1]:1", false], ["", "http://[::ffff:127.0.0.1]", false], ["", "http://a.localhost", false], [",,  ,", "http://a.example", true],
  ])("NO_PROXY=%j, %s: through the proxy is %s", (except, url, expected) => {
    expect(through(except, url)).toBe(expected);
  });

  it("goes by the scheme", () => {
    const choose = proxyChoice({ https: "http://p.example:1" });
    expect([choose(new URL("http://a.example")), choose(new URL("https://a.example"))?.host]).toEqual([undefined, "p.example:1"]);
  });
});

it.each([["wiki", true], ["a.local", true], ["a.internal.", true], ["router.home.arpa", true], ["a.localhost", true], ["a.example", false], ["local.example", false]])("isLocalName(%j) is %s", (name, expected) => {
  expect(isLocalName(name)).toBe(expected);
});
