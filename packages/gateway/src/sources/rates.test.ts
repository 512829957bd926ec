import { setImmediate as tick } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import { createRateBudget } from "./rate-budget.ts";
import { readRateLimit } from "./rate-limit-headers.ts";
import { createTurns } from "./turns.ts";

const at = Date.parse("2026-01-01T00:00:00Z");

function clock() {
  let time = at;
  return { now: () => new Date(time), advance: (ms: number) => void (time += ms) };
}

describe("readRateLimit", () => {
  it.each<[string, Record<string, string>, object]>([
    ["structured fields", { ratelimit: '"api";r=499;t=295', "ratelimit-policy": '"fixed window";"api";q=500;w=300' }, { limit: 500, remaining: 499, resetMs: 295_000, windowMs: 300_000 }],
    ["the earlier draft", { ratelimit: "limit=100, remaining=50, reset=5" }, { limit: 100, remaining: 50, resetMs: 5_000 }],
    ["single headers", { "ratelimit-limit": "10", "ratelimit-remaining": "0", "ratelimit-reset": "7" }, { limit: 10, remaining: 0, resetMs: 7_000 }],
    ["X- headers with seconds since 1970", { "x-ratelimit-limit": "60", "x-ratelimit-remaining": "59", "x-ratelimit-reset": String(at / 1_000 + 30) }, { limit: 60, remaining: 59, resetMs: 30_000 }],
    ["X- headers with milliseconds since 1970", { "x-ratelimit-reset": String(at + 1_500) }, { resetMs: 1_500 }],
    ["Retry-After in seconds", { "retry-after": "3" }, { retryAfterMs: 3_000 }],
    ["Retry-After as a date", { "retry-after": "Thu, 01 Jan 2026 00:00:10 GMT" }, { retryAfterMs: 10_000 }],
    ["a moment that is over", { "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT", "x-ratelimit-reset": "1000000001" }, { retryAfterMs: 0, resetMs: 0 }],
    ["a time beyond belief", { "retry-after": "99999999" }, { retryAfterMs: 86_400_000 }],
    ["nonsense", { ratelimit: "soon", "retry-after": "later", "x-ratelimit-remaining": "-1", "x-ratelimit-limit": "many" }, {}],
    ["nothing", {}, {}],
  ])("reads %s", (_what, headers, expected) => {
    expect(readRateLimit(new Headers(headers), at)).toEqual(expected);
  });
});

describe("createRateBudget", () => {
  const url = new URL("https://a.example/api/models");

  it("allows everything while nothing is known", () => {
    const budget = createRateBudget([], clock().now);
    expect(Array.from({ length: 1_000 }, () => budget.take(url, "harvest")).every((ms) => ms === 0)).toBe(true);
    expect(budget.state()).toEqual({});
  });

  it("keeps to the declared limit of the longest prefix, until the window is over", () => {
    const { now, advance } = clock();
    const budget = createRateBudget([{ pathPrefix: "/", requests: 1, windowMs: 1_000 }, { pathPrefix: "/api", requests: 2, windowMs: 5_000 }], now);
    expect([budget.take(url, "person"), budget.take(url, "person")]).toEqual([0, 0]);
    advance(1_000);
    expect(budget.take(url, "person")).toBe(4_000);
    expect(budget.take(new URL("https://a.example/other"), "person")).toBe(0);
    expect(budget.take(new URL("https://b.example/api/models"), "person")).toBe(0);
    advance(4_000);
    expect(budget.take(url, "person")).toBe(0);
  });

  it("leaves a tenth of the window to people", () => {
    const { now } = clock();
    const budget = createRateBudget([{ pathPrefix: "/", requests: 100, windowMs: 60_000 }], now);
    let harvested = 0;
    while (budget.take(url, "harvest") === 0) harvested += 1;
    let asked = 0;
    while (budget.take(url, "person") === 0) asked += 1;
    expect([harvested, asked]).toEqual([90, 10]);
  });

  it("believes the headers rather than the declaration, and within a window only the lower count", () => {
    const { now, advance } = clock();
    const budget = createRateBudget([{ pathPrefix: "/", requests: 500, windowMs: 300_000 }], now);
    budget.take(url, "person");
    const say = (remaining: number) => budget.observe(url, 200, new Headers({ ratelimit: `"api";r=${remaining};t=100`, "ratelimit-policy": '"api";q=1000;w=300' }));
    say(998);
    expect(budget.state()).toEqual({ requestsLeft: 998, resetsAt: new Date(at + 100_000) });
    say(3);
    say(5);
    expect(budget.state().requestsLeft).toBe(3);
    advance(100_000);
    expect(budget.state()).toEqual({ requestsLeft: 1_000, resetsAt: new Date(at + 400_000) });
  });

  it("pauses as long as a 429 says, and not for a window that has requests left", () => {
    const { now, advance } = clock();
    const budget = createRateBudget([], now);
    budget.observe(url, 429, new Headers({ ratelimit: '"api";r=10;t=200' }));
    expect(budget.take(url, "person")).toBe(0);
    budget.observe(url, 429, new Headers({ ratelimit: '"api";r=0;t=200' }));
    expect(budget.take(url, "person")).toBe(200_000);
    advance(200_000);
    expect(budget.take(url, "person")).toBe(0);
    budget.observe(url, 503, new Headers({ "retry-after": "2" }));
    expect(budget.take(url, "person")).toBe(2_000);
  });
});

describe("createCircuitBreaker", () => {
  it("opens after failures in a row, lets one probe through, and closes when it succeeds", () => {
    const { now, advance } = clock();
    const breaker = createCircuitBreaker({ failuresToOpen: 3, openMs: 5_000, now });
    const fail = () => (expect(breaker.enter()).toBe(0), breaker.failed());
    fail();
    fail();
    breaker.enter();
    breaker.succeeded();
    fail();
    fail();
    expect(breaker.state()).toBe("CLOSED");
    fail();
    expect([breaker.state(), breaker.enter()]).toEqual(["OPEN", 5_000]);
    advance(5_000);
    expect([breaker.state(), breaker.enter(), breaker.enter()]).toEqual(["HALF_OPEN", 0, 5_000]);
    breaker.failed();
    expect([breaker.state(), breaker.enter()]).toEqual(["OPEN", 5_000]);
    advance(5_000);
    expect(breaker.enter()).toBe(0);
    breaker.succeeded();
    expect([breaker.state(), breaker.enter(), breaker.enter()]).toEqual(["CLOSED", 0, 0]);
  });

  it("lets another probe through when one told nothing", () => {
    const { now, advance } = clock();
    const breaker = createCircuitBreaker({ failuresToOpen: 1, openMs: 10, now });
    breaker.enter();
    breaker.failed();
    advance(10);
    expect(breaker.enter()).toBe(0);
    breaker.passed();
    expect(breaker.enter()).toBe(0);
  });
});

describe("createTurns", () => {
  it("gives turns in order, people before harvests, and no more than allowed", async () => {
    const turns = createTurns(2);
    const signal = new AbortController().signal;
    const order: string[] = [];
    const take = async (name: string, priority: "person" | "harvest") => {
      const end = await turns.take(priority, signal);
      order.push(name);
      return end;
    };
    const first = await take("a", "person");
    const second = await take("b", "harvest");
    const waiting = [take("c", "harvest"), take("d", "harvest"), take("e", "person")];
    await tick();
    expect(order).toEqual(["a", "b"]);
    first();
    first();
    await tick();
    expect(order).toEqual(["a", "b", "e"]);
    second();
    (await waiting[2]!)();
    await Promise.all(waiting);
    expect(order).toEqual(["a", "b", "e", "c", "d"]);
  });

  it("forgets whoever stopped waiting", async () => {
    const turns = createTurns(1);
    const end = await turns.take("person", new AbortController().signal);
    const impatient = new AbortController();
    const waiting = turns.take("person", impatient.signal);
    impatient.abort(new Error("gone"));
    await expect(waiting).rejects.toThrow("gone");
    await expect(turns.take("person", impatient.signal)).rejects.toThrow("gone");
    end();
    expect(await turns.take("harvest", new AbortController().signal)).toBeTypeOf("function");
  });
});
