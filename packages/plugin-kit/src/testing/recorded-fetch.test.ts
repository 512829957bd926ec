import { describe, expect, it } from "vitest";
import { recordedFetch, UnknownExchangeError } from "./recorded-fetch.ts";
import { testContext } from "./test-context.ts";

const hub = "https://hub.example";

describe("recordedFetch", () => {
  it("answers by method, path and query, in any order of parameters", async () => {
    const recorded = recordedFetch([
      { url: `${hub}/models?a=1&b=2`, json: { ok: true } },
      { url: "/models", text: "any host", headers: { "x-a": "1" } },
      { method: "HEAD", url: `${hub}/file`, headers: { "content-length": "7" } },
      { url: `${hub}/bytes`, bytes: new Uint8Array([1, 2]), status: 206 },
    ]);
    const first = await recorded.fetch(`${hub}/models?b=2&a=1`);
    expect([await first.json(), first.url, first.headers.get("content-type")]).toEqual([{ ok: true }, `${hub}/models?b=2&a=1`, "application/json"]);
    expect(await (await recorded.fetch("https://other.example/models")).text()).toBe("any host");
    expect((await recorded.fetch(`${hub}/file`, { method: "HEAD" })).headers.get("content-length")).toBe("7");
    const bytes = await recorded.fetch(new URL(`${hub}/bytes`));
    expect([bytes.status, new Uint8Array(await bytes.arrayBuffer())]).toEqual([206, new Uint8Array([1, 2])]);
    expect(recorded.unused()).toEqual([]);
  });

  it("tells bodies apart", async () => {
    const recorded = recordedFetch([
      { method: "POST", url: hub, body: { method: "eth_chainId", id: 1 }, json: "0x1" },
      { method: "POST", url: hub, body: "plain", json: "text" },
    ]);
    const post = async (body: string): Promise<unknown> => await (await recorded.fetch(hub, { method: "POST", body })).json();
    expect([await post('{"id":1,"method":"eth_chainId"}'), await post("plain")]).toEqual(["0x1", "text"]);
    await expect(post("other")).rejects.toThrow(UnknownExchangeError);
    expect(recorded.calls.map(({ method, body }) => [method, body])).toEqual([
      ["POST", '{"id":1,"method":"eth_chainId"}'], ["POST", "plain"], ["POST", "other"],
    ]);
  });

  it("gives several answers to one request in their order, and the last one from then on", async () => {
    const recorded = recordedFetch([{ url: `${hub}/a`, status: 429 }, { url: `${hub}/a`, json: 1 }]);
    const statuses = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await recorded.fetch(`${hub}/a`)).status);
    expect([statuses, recorded.calls.length]).toEqual([[429, 200, 200], 3]);
  });

  it("fails for what it was not given, and says what it has", async () => {
    const recorded = recordedFetch([{ url: `${hub}/a` }, { method: "POST", url: `${hub}/b` }]);
    await expect(recorded.fetch(`${hub}/c?x=1`)).rejects.toThrow(
      `nothing is recorded for GET ${hub}/c?x=1; recorded: GET ${hub}/a, POST ${hub}/b`,
    );
    expect([recorded.unknown, recorded.unused().length]).toEqual([[`GET ${hub}/c?x=1`], 2]);
    await expect(recordedFetch([]).fetch(hub)).rejects.toThrow(`nothing is recorded for GET ${hub}/; recorded: nothing`);
  });

  it("follows redirects as the lent fetch does", async () => {
    const recorded = recordedFetch([
      { url: `${hub}/old`, status: 307, headers: { location: "/new" } },
      { url: `${hub}/new`, status: 302, headers: { location: "https://cdn.example/file" } },
      { url: "https://cdn.example/file", text: "file" },
      { url: `${hub}/loop`, status: 302, headers: { location: "/loop" } },
    ]);
    const headers = { authorization: "Bearer secret", range: "bytes=0-1" };
    const response = await recorded.fetch(`${hub}/old`, { headers });
    expect([await response.text(), response.url, response.redirected]).toEqual(["file", "https://cdn.example/file", true]);
    expect(recorded.calls.map(({ headers: sent }) => sent)).toEqual([headers, headers, { range: "bytes=0-1" }]);
    expect((await recorded.fetch(`${hub}/old`, { redirect: "manual" })).headers.get("location")).toBe("/new");
    await expect(recorded.fetch(`${hub}/loop`)).rejects.toThrow("redirects");
  });

  it("rejects with the reason of an aborted signal", async () => {
    const reason = new Error("enough");
    await expect(recordedFetch([{ url: hub }]).fetch(hub, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("testContext", () => {
  it("stands still in time, and collects drops and log lines", () => {
    const context = testContext({ now: new Date("2026-02-03T00:00:00Z") });
    context.now().setFullYear(1999);
    context.drop("acme/broken", "it has no name");
    context.log.warn("odd", { id: 1 });
    context.log.debug("asking");
    expect([context.now().toISOString(), context.drops, context.logs, context.signal.aborted]).toEqual([
      "2026-02-03T00:00:00.000Z",
      [{ nativeId: "acme/broken", reason: "it has no name" }],
      [{ level: "warn", message: "odd", fields: { id: 1 } }, { level: "debug", message: "asking" }],
      false,
    ]);
    expect(testContext().now().toISOString()).toBe("2026-01-01T00:00:00.000Z");
  });

  it("lends a fetch that asks nobody when none is given", async () => {
    await expect(testContext().fetch(hub)).rejects.toThrow(UnknownExchangeError);
  });
});
