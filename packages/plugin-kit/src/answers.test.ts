import { describe, expect, it } from "vitest";
import { failureOf, found, nextLink, readJson, readJsonIfFound, retryAfterMs } from "./answers.ts";
import { SourceError } from "./source-error.ts";

const now = new Date("2026-01-01T00:00:00Z");
const answer = (body: string | null, init: ResponseInit = {}, url = "https://hub.example/api/models?token=hunter2"): Response =>
  Object.defineProperty(new Response(body, init), "url", { value: url });
type ResponseInit = NonNullable<ConstructorParameters<typeof Response>[1]>;

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    return { resolved: await promise };
  } catch (error) {
    return error instanceof SourceError ? [error.code, error.message, error.cause, error.retryAfterMs] : error;
  }
}

describe("readJson", () => {
  it("gives the value", async () => {
    expect(await readJson(answer('{"a":[1,null]}'), "the list of models")).toEqual({ a: [1, null] });
  });

  it("says what was asked of whom when the answer is no JSON, without quoting it", async () => {
    expect(await failure(readJson(answer("hunter2 {"), "the list of models"))).toEqual([
      "BAD_RESPONSE", "hub.example did not answer in JSON for the list of models.", undefined, undefined,
    ]);
    expect(await failure(readJson(answer("<!DOCTYPE html><p>Sign in"), "the list of models"))).toEqual([
      "BAD_RESPONSE", "hub.example did not answer in JSON for the list of models, but with a web page.", undefined, undefined,
    ]);
    expect(await failure(readJson(answer(null, { status: 204 }, ""), "the list of models"))).toEqual([
      "BAD_RESPONSE", "The origin did not answer in JSON for the list of models.", undefined, undefined,
    ]);
  });

  it("reads what is nested 200 deep, and no more; brackets within texts do not count", async () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(await readJson(answer(nested(200)), "x")).toHaveLength(1);
    const tooDeep = ["BAD_RESPONSE", "hub.example answered for x with JSON that is nested more than 200 deep, the most that is read.", undefined, undefined];
    expect(await failure(readJson(answer(nested(201)), "x"))).toEqual(tooDeep);
    expect(await failure(readJson(answer(`{"a":["\\"",${'{"b":'.repeat(100_000)}`), "x"))).toEqual(tooDeep);
    const texts = ["[".repeat(500), `\\"${"{".repeat(500)}`, "\\", `"${"[".repeat(500)}\\`];
    expect(await readJson(answer(JSON.stringify(texts)), "x")).toEqual(texts);
    expect(await readJson(answer(`[${"[],".repeat(5_000)}1]`), "x")).toHaveLength(5_001);
  });

  it("throws the failure of any other status, and leaves no body unread", async () => {
    const response = answer("busy", { status: 503, headers: { "retry-after": "3" } });
    expect(await failure(readJson(response, "the list of models", now))).toEqual([
      "UNREACHABLE", "hub.example is in trouble and did not give the list of models (503).", undefined, 3000,
    ]);
    expect(response.bodyUsed).toBe(true);
  });
});

describe("found", () => {
  it("gives a success with its body unread, nothing for what is not there, and the failure of any other status", async () => {
    const [there, absent, taken] = [answer("{}"), answer("no", { status: 404 }), answer("no", { status: 405 })];
    expect([await found(there, "it", now), there.bodyUsed, await found(absent, "it", now), absent.bodyUsed, await found(taken, "it", now, [404, 405])]).toEqual([there, false, undefined, true, undefined]);
    expect(await failure(found(answer("no", { status: 405 }), "the model acme/tiny", now))).toEqual(["BAD_RESPONSE", "hub.example did not give the model acme/tiny (405).", undefined, undefined]);
  });
});

describe("readJsonIfFound", () => {
  it("gives a value, nothing for what is not there, and the failure of any other status", async () => {
    expect([await readJsonIfFound(answer("[1]"), "it", now), await readJsonIfFound(answer("no", { status: 404 }), "it", now)]).toEqual([[1], undefined]);
    expect(await failure(readJsonIfFound(answer("no", { status: 403 }), "the model acme/tiny", now))).toEqual(["UNAUTHORIZED", "hub.example refuses the model acme/tiny to these credentials (403).", undefined, undefined]);
    expect(await failure(readJsonIfFound(answer("no"), "the model acme/tiny", now))).toEqual(["BAD_RESPONSE", "hub.example did not answer in JSON for the model acme/tiny.", undefined, undefined]);
  });
});

describe("failureOf", () => {
  it.each([
    [400, "BAD_RESPONSE", "hub.example did not give the model acme/tiny (400)."],
    [401, "UNAUTHORIZED", "hub.example refuses the model acme/tiny to these credentials (401)."],
    [403, "UNAUTHORIZED", "hub.example refuses the model acme/tiny to these credentials (403)."],
    [404, "BAD_RESPONSE", "hub.example did not give the model acme/tiny (404)."],
    [429, "RATE_LIMITED", "hub.example allows no further request for the model acme/tiny now (429)."],
    [500, "UNREACHABLE", "hub.example is in trouble and did not give the model acme/tiny (500)."],
    [599, "UNREACHABLE", "hub.example is in trouble and did not give the model acme/tiny (599)."],
  ])("makes of %i %s", (status, code, message) => {
    const error = failureOf(answer(null, { status }), "the model acme/tiny", now);
    expect([error.code, error.message, error.retryAfterMs]).toEqual([code, message, undefined]);
  });

  it("carries when to ask again, where it can be asked again", () => {
    const headers = { "retry-after": "7" };
    expect([429, 503, 404].map((status) => failureOf(answer(null, { status, headers }), "it", now).retryAfterMs)).toEqual([7000, 7000, undefined]);
  });

  it("takes the end of a window of requests for when to ask again only where the window is what refused", () => {
    const headers = { ratelimit: '"api";r=0;t=103' };
    expect([429, 503].map((status) => failureOf(answer(null, { status, headers }), "it", now).retryAfterMs)).toEqual([103_000, undefined]);
  });
});

describe("retryAfterMs", () => {
  it.each([
    [{}, undefined],
    [{ "retry-after": "120" }, 120_000],
    [{ "retry-after": "Thu, 01 Jan 2026 00:01:00 GMT" }, 60_000],
    [{ "retry-after": "Wed, 31 Dec 2025 23:00:00 GMT" }, 0],
    [{ "retry-after": "99999999999999999999" }, 86_400_000],
    [{ "retry-after": "soon" }, undefined],
    [{ ratelimit: '"api";r=0;t=295' }, 295_000],
    [{ ratelimit: '"api";r=12;t=295, "resolvers";r=0;t=40' }, 40_000],
    [{ ratelimit: '"api";r=0;t=10, "resolvers";r=0;t=40' }, 40_000],
    [{ ratelimit: '"api"; r=5; t=42' }, 42_000],
    [{ "retry-after": "1", ratelimit: '"api";r=0;t=295' }, 1000],
    [{ ratelimit: "limit=100, remaining=0" }, undefined],
  ])("reads %j as %s", (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
  });
});

describe("nextLink", () => {
  const next = (link: string, url?: string): string | undefined => nextLink(answer("", { headers: { link } }, url))?.href;

  it.each([
    ['<https://hub.example/api/models?cursor=abc>; rel="next"', "https://hub.example/api/models?cursor=abc"],
    ["</api/models?cursor=abc>; rel=next", "https://hub.example/api/models?cursor=abc"],
    ["<?cursor=abc>;rel=NEXT", "https://hub.example/api/models?cursor=abc"],
    ['<?page=1>; rel="prev", <?page=3>; rel="next"', "https://hub.example/api/models?page=3"],
    ['<?a=1,2;3>; title="a, b; rel=prev \\" <x>"; rel="next last"', "https://hub.example/api/models?a=1,2;3"],
    ['<?a>; rel="prev"; rel="next"', undefined],
    ['<?a>; rel="nextish"', undefined],
    ['?a; rel="next"', undefined],
    ['<http://[>; rel="next"', undefined],
    ["", undefined],
    ['"'.repeat(10_000), undefined],
    ["<,".repeat(10_000), undefined],
  ])("reads %j", (link, expected) => {
    expect(next(link)).toBe(expected);
  });

  it("gives nothing where there is no header, and nothing relative to an unknown address", () => {
    expect(nextLink(answer(""))).toBe(undefined);
    expect(next("</a>; rel=next", "")).toBe(undefined);
  });
});
