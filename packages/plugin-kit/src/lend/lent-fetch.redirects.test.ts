import { describe, expect, it } from "vitest";
import { failure, lend } from "./fixtures/lend.ts";
import { json, loopbackServer, redirect } from "./fixtures/loopback-server.ts";

const hostOf = (origin: string): string => new URL(origin).host;
/** Stands for the public internet. */
const publicAddress = "127.0.0.2";
const isPublic = (address: string): boolean => address === publicAddress;
const secrets = { authorization: "Bearer secret", cookie: "session=secret", "x-api-key": "secret", "x-other-key": "secret", accept: "application/json" };

describe("redirects of the lent fetch", () => {
  it("follows within one host, with credentials, and says where it arrived", async () => {
    await using server = await loopbackServer((request, response) =>
      request.url === "/new" ? json(response, "here") : redirect(response, request.url === "/old" ? "/newer" : "/new", 307));
    const seen: string[] = [];
    await using lent = lend({ baseAddresses: [server.origin], onResponse: (url, status) => seen.push(`${status} ${url.pathname}`) });
    const response = await lent.fetch(`${server.origin}/old`, { headers: secrets });
    expect([await response.json(), response.url, response.redirected]).toEqual(["here", `${server.origin}/new`, true]);
    expect(seen).toEqual(["307 /old", "307 /newer", "200 /new"]);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer secret", "Bearer secret", "Bearer secret"]);
  });

  it("leaves every credential behind when the origin changes, also on the way back", async () => {
    await using home = await loopbackServer((request, response) =>
      request.url === "/file" ? redirect(response, `${other.origin}/file`) : json(response, "back"));
    await using other: Awaited<ReturnType<typeof loopbackServer>> = await loopbackServer((_request, response) => json(response, "file"), publicAddress);
    await using lent = lend({ baseAddresses: [home.origin] }, { isPublic });
    const response = await lent.fetch(`${home.origin}/file`, { headers: { ...secrets, range: "bytes=0-3" } });
    expect(await response.json()).toBe("file");
    const [request] = other.requests;
    expect(Object.keys(request!.headers).sort()).toEqual([
      "accept", "accept-encoding", "accept-language", "connection", "host", "range", "sec-fetch-mode", "user-agent",
    ]);
    expect(JSON.stringify(other.requests)).not.toContain("secret");
  });

  it("refuses a redirect to a private address, which sees no request", async () => {
    await using forbidden = await loopbackServer((_request, response) => json(response, "internal"), "127.0.0.3");
    await using open = await loopbackServer((_request, response) => redirect(response, `${forbidden.origin}/secret`), publicAddress);
    await using lent = lend({}, { isPublic });
    expect(await failure(lent.fetch(open.origin))).toBe(
      `UNSUPPORTED: ${hostOf(forbidden.origin)} was not asked: it is no public address, and not one that is configured for this source.`,
    );
    expect([open.requests.length, forbidden.requests.length]).toEqual([1, 0]);
  });

  it("refuses a redirect to a configured private address of another origin", async () => {
    await using internal = await loopbackServer((_request, response) => json(response, "internal"), "127.0.0.3");
    await using open = await loopbackServer((_request, response) => redirect(response, `${internal.origin}/admin`), publicAddress);
    await using lent = lend({ baseAddresses: [open.origin, internal.origin] }, { isPublic });
    expect(await failure(lent.fetch(open.origin))).toBe(
      `UNSUPPORTED: ${hostOf(internal.origin)} was not asked: it is no public address, and not one that is configured for this source.`,
    );
    expect(internal.requests).toEqual([]);
    expect(await (await lent.fetch(internal.origin)).json()).toBe("internal");
  });

  it("refuses to be sent back to a configured private address by another host", async () => {
    await using internal = await loopbackServer((request, response) => request.url === "/start" ? redirect(response, open.origin) : json(response, "admin"), "127.0.0.3");
    await using open: Awaited<ReturnType<typeof loopbackServer>> = await loopbackServer((_request, response) => redirect(response, `${internal.origin}/admin`), publicAddress);
    await using lent = lend({ baseAddresses: [internal.origin] }, { isPublic });
    expect(await failure(lent.fetch(`${internal.origin}/start`))).toContain("UNSUPPORTED");
    expect(internal.requests.map(({ line }) => line)).toEqual(["GET /start"]);
  });

  it("refuses a redirect out of the configured path of a private address", async () => {
    await using server = await loopbackServer((_request, response) => redirect(response, "/admin"));
    await using lent = lend({ baseAddresses: [`${server.origin}/api`] });
    expect(await failure(lent.fetch(`${server.origin}/api`))).toContain("UNSUPPORTED");
    expect(server.requests.map(({ line }) => line)).toEqual(["GET /api"]);
  });

  it("refuses redirects to other schemes, to credentials in the URL, and to no URL", async () => {
    const targets = ["file:///etc/passwd", "http://user:hunter2@hub.example/", "http://[broken"];
    await using server = await loopbackServer((request, response) => redirect(response, targets[Number(request.url?.slice(1))] ?? ""));
    await using lent = lend({ baseAddresses: [server.origin] });
    expect([await failure(lent.fetch(`${server.origin}/0`)), await failure(lent.fetch(`${server.origin}/1`)), await failure(lent.fetch(`${server.origin}/2`))]).toEqual([
      "UNSUPPORTED: A request was not sent: file: URLs are not lent, only http: and https:.",
      "UNSUPPORTED: hub.example was not asked: the URL carries a user name or password.",
      `BAD_RESPONSE: ${hostOf(server.origin)} redirects to something that is no URL.`,
    ]);
  });

  it("follows as many redirects as allowed and no more", async () => {
    await using server = await loopbackServer((request, response) => {
      const left = Number(request.url?.slice(1));
      return left === 0 ? json(response, "arrived") : redirect(response, `/${left - 1}`);
    });
    await using lent = lend({ baseAddresses: [server.origin] });
    expect(await (await lent.fetch(`${server.origin}/3`)).json()).toBe("arrived");
    expect(await failure(lent.fetch(`${server.origin}/4`))).toBe(`BAD_RESPONSE: ${hostOf(server.origin)} redirects more than 3 times.`);
  });

  it("hangs up on a redirect that has an endless body", async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await loopbackServer((request, response) => {
      if (request.url === "/new") return json(response, "arrived");
      response.on("close", closed.resolve);
      return void response.writeHead(302, { location: "/new" }).write("x".repeat(10_000));
    });
    await using lent = lend({ baseAddresses: [server.origin] });
    expect(await (await lent.fetch(server.origin)).json()).toBe("arrived");
    await closed.promise;
  });

  it("gives the redirect itself when asked to", async () => {
    await using server = await loopbackServer((_request, response) => redirect(response, "http://10.0.0.1/renamed", 307));
    await using lent = lend({ baseAddresses: [server.origin] });
    const response = await lent.fetch(server.origin, { redirect: "manual" });
    expect([response.status, response.headers.get("location"), response.url]).toEqual([307, "http://10.0.0.1/renamed", `${server.origin}/`]);
    expect(await failure(lent.fetch(server.origin, { redirect: "error" }))).toBe(
      `BAD_RESPONSE: ${hostOf(server.origin)} redirects, where an answer was expected.`,
    );
  });

  it("sends a body again within its host, turns it into a GET where HTTP says so, and never takes it to another host", async () => {
    await using other = await loopbackServer((_request, response) => json(response, {}), publicAddress);
    await using server = await loopbackServer((request, response) => {
      if (request.url === "/same") return redirect(response, "/end", 308);
      if (request.url === "/get") return redirect(response, "/end", 303);
      return request.url === "/away" ? redirect(response, other.origin, 307) : json(response, "end");
    });
    await using lent = lend({ baseAddresses: [server.origin] }, { isPublic });
    for (const path of ["/same", "/get"]) {
      await (await lent.fetch(server.origin + path, { method: "POST", body: JSON.stringify({ a: 1 }), headers: { "content-type": "application/json" } })).text();
    }
    expect(server.requests.map(({ line, body, headers }) => [line, body, headers["content-type"]])).toEqual([
      ["POST /same", '{"a":1}', "application/json"], ["POST /end", '{"a":1}', "application/json"],
      ["POST /get", '{"a":1}', "application/json"], ["GET /end", "", undefined],
    ]);
    expect(await failure(lent.fetch(`${server.origin}/away`, { method: "POST", body: "x" }))).toBe(
      `BAD_RESPONSE: ${hostOf(server.origin)} redirects a POST to ${hostOf(other.origin)}; a body is not sent to another host.`,
    );
    expect(other.requests).toEqual([]);
  });
});
