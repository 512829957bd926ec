import { describe, expect, it } from "vitest";
import { failure, lend } from "./fixtures/lend.ts";
import { json, loopbackServer } from "./fixtures/loopback-server.ts";
import { createLentFetch } from "./lent-fetch.ts";

const refused = (host: string): string =>
  `UNSUPPORTED: ${host} was not asked: it is no public address, and not one that is configured for this source.`;

describe("addresses that the lent fetch asks", () => {
  it("asks a configured loopback address", async () => {
    await using server = await loopbackServer((_request, response) => json(response, { ok: true }));
    await using lent = lend({ baseAddresses: [server.origin] });
    const response = await lent.fetch(`${server.origin}/api/models?limit=1`, { headers: { authorization: "Bearer secret" } });
    expect(await response.json()).toEqual({ ok: true });
    expect([response.url, response.redirected, response.status]).toEqual([`${server.origin}/api/models?limit=1`, false, 200]);
    expect(server.requests.map(({ line, headers }) => [line, headers["user-agent"], headers.authorization])).toEqual([
      ["GET /api/models?limit=1", "modeldex-test", "Bearer secret"],
    ]);
  });

  it("refuses every spelling of a loopback address that is not configured, and the server sees nothing", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using lent = lend();
    const { port } = server;
    const spellings = [
      `127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `127.1:${port}`, `2130706433:${port}`, `0x7f000001:${port}`, `0177.0.0.1:${port}`,
      `0x7f.1:${port}`, `0.0.0.0:${port}`, `0:${port}`, `[::ffff:127.0.0.1]:${port}`, `[::ffff:7f00:1]:${port}`, `[::1]:${port}`, `[::]:${port}`, `[64:ff9b::127.0.0.1]:${port}`,
      `①②⑦.0.0.1:${port}`, `127。0。0。1:${port}`,
    ];
    for (const spelling of spellings) {
      const url = `http://${spelling}/`;
      expect([spelling, await failure(lent.fetch(url))]).toEqual([spelling, refused(new URL(url).host)]);
    }
    expect(server.requests).toEqual([]);
  });

  it("refuses private, metadata and multicast addresses", async () => {
    await using lent = lend();
    for (const host of ["10.0.0.1", "192.168.0.1", "169.254.169.254", "168.63.129.16", "100.100.100.200", "224.0.0.1", "[fd00:ec2::254]", "[fe80::1]"]) {
      expect(await failure(lent.fetch(`http://${host}/latest/meta-data/`))).toBe(refused(host));
    }
  });

  it("refuses a name that leads to a loopback address, at each connection anew", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    const asked: string[] = [];
    await using lent = lend({}, {
      resolveHost: async (hostname) => {
        asked.push(hostname);
        return [{ address: "127.0.0.1", family: 4 }];
      },
    });
    expect(await failure(lent.fetch(`http://rebind.example:${server.port}/`))).toBe(refused(`rebind.example:${server.port}`));
    expect(await failure(lent.fetch(`http://rebind.example:${server.port}/`))).toBe(refused(`rebind.example:${server.port}`));
    expect([asked, server.requests]).toEqual([["rebind.example", "rebind.example"], []]);
  });

  it("connects to the address that was judged, and asks for no second one", async () => {
    await using open = await loopbackServer((_request, response) => json(response, "open"), "127.0.0.2");
    const answers = ["127.0.0.2", "127.0.0.1"];
    await using lent = lend({}, {
      isPublic: (address) => address === "127.0.0.2",
      resolveHost: async () => [{ address: answers.shift() ?? "127.0.0.1", family: 4 }],
    });
    const response = await lent.fetch(`http://changing.example:${open.port}/`, { headers: { connection: "close" } });
    expect(await response.json()).toBe("open");
    expect(answers).toEqual(["127.0.0.1"]);
  });

  it("connects to the public one of several addresses of a name", async () => {
    await using open = await loopbackServer((_request, response) => json(response, "open"), "127.0.0.2");
    await using lent = lend({}, {
      isPublic: (address) => address === "127.0.0.2",
      resolveHost: async () => [{ address: "127.0.0.1", family: 4 }, { address: "127.0.0.2", family: 4 }],
    });
    expect(await (await lent.fetch(`http://mixed.example:${open.port}/`)).json()).toBe("open");
  });

  it("keeps to the path of a configured address, at a border of segments", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using lent = lend({ baseAddresses: [`${server.origin}/api/`] });
    const host = new URL(server.origin).host;
    for (const path of ["/api", "/api/", "/api/models", "/api/refs%2Fpr%2F1", "/other/../api/x", "/api/a..b"]) {
      expect([path, (await lent.fetch(server.origin + path)).status]).toEqual([path, 200]);
    }
    for (const path of ["/", "/apis", "/admin", "/api/../admin", "/api/%2e%2e/admin", "/api/..%2fadmin", "/api/%2e%2e%2fadmin", "/api/%252e%252e%252fadmin", "/api/..%5cadmin"]) {
      expect([path, await failure(lent.fetch(server.origin + path))]).toEqual([path, refused(host)]);
    }
    expect(server.requests.map(({ line }) => line)).toEqual(["GET /api", "GET /api/", "GET /api/models", "GET /api/refs%2Fpr%2F1", "GET /api/x", "GET /api/a..b"]);
  });

  it("does not use a connection to a configured path for one that is not configured", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using lent = lend({ baseAddresses: [`${server.origin}/api`] });
    await (await lent.fetch(`${server.origin}/api`)).text();
    expect(await failure(lent.fetch(`${server.origin}/admin`))).toBe(refused(new URL(server.origin).host));
    expect(server.requests.length).toBe(1);
  });

  it("refuses other schemes, credentials in URLs, and other methods", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using lent = lend({ baseAddresses: [server.origin] });
    const host = new URL(server.origin).host;
    expect(await failure(lent.fetch("file:///etc/passwd"))).toBe("UNSUPPORTED: A request was not sent: file: URLs are not lent, only http: and https:.");
    expect(await failure(lent.fetch("data:text/plain,x"))).toBe("UNSUPPORTED: A request was not sent: data: URLs are not lent, only http: and https:.");
    expect(await failure(lent.fetch("/api"))).toBe("UNSUPPORTED: A request was not sent: its address is no absolute URL.");
    expect(await failure(lent.fetch(`http://user:hunter2@${host}/`))).toBe(`UNSUPPORTED: ${host} was not asked: the URL carries a user name or password.`);
    expect(await failure(lent.fetch(server.origin, { method: "DELETE" }))).toBe(
      `UNSUPPORTED: ${host} was not asked: the method DELETE is not lent, only GET, HEAD and POST.`,
    );
    expect(server.requests).toEqual([]);
  });

  it("sends a credential to configured hosts only", async () => {
    await using open = await loopbackServer((_request, response) => json(response, {}), "127.0.0.2");
    await using lent = lend({ baseAddresses: ["http://hub.example"] }, { isPublic: () => true });
    const host = new URL(open.origin).host;
    for (const name of ["authorization", "Cookie", "x-api-key", "proxy-authorization"]) {
      expect(await failure(lent.fetch(open.origin, { headers: { [name]: "secret" } }))).toBe(
        `UNSUPPORTED: ${host} was not asked: ${name.toLowerCase()} goes only to hosts in the source's baseAddresses.`,
      );
    }
    expect(open.requests).toEqual([]);
  });

  it("sends nothing when offline, not even to configured addresses", async () => {
    await using server = await loopbackServer((_request, response) => json(response, {}));
    await using lent = lend({ baseAddresses: [server.origin], offline: true });
    expect(await failure(lent.fetch(server.origin))).toBe(`UNREACHABLE: ${new URL(server.origin).host} was not asked: this gateway is offline.`);
    expect(server.requests).toEqual([]);
  });

  it("refuses configured addresses that are no plain http(s) URL", () => {
    const make = (address: string) => () => createLentFetch({ baseAddresses: ["https://a.example", address], userAgent: "x" });
    expect(make("wss://rpc.example")).toThrow("baseAddresses: option baseAddresses[1]: must be an http or https URL, such as https://models.example.org");
    expect(make("hub.example")).toThrow("baseAddresses: option baseAddresses[1]: must be an http or https URL, such as https://models.example.org");
    expect(make("https://user:hunter2@hub.example")).toThrow(
      "baseAddresses: option baseAddresses[1]: must not carry a user name or password (hub.example); give credentials as an option of the source",
    );
  });
});
