import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** What the endpoint does with each request. */
let isThere = true;
let asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-05-12T10:00:00Z") });
  vi.resetModules();
  isThere = true;
  asked = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(`${path} ${(Date.now() - Date.parse("2026-05-12T10:00:00Z")) / 1_000}`);
    if (!isThere) throw new TypeError("no answer");
    return new Response("{}");
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page of its own whose endpoint has just gone. */
async function gone(): Promise<typeof import("./connection.ts")> {
  const page = await import("./connection.ts");
  await page.watchedFetch("/graphql");
  isThere = false;
  await expect(page.watchedFetch("/graphql")).rejects.toThrow("no answer");
  asked = [];
  return page;
}

describe("an endpoint that is gone", () => {
  it("is looked for less and less often, at least once a minute, and nothing changes meanwhile", async () => {
    const { connection } = await gone();
    const before = connection();
    await vi.advanceTimersByTimeAsync(220_000);
    expect(asked).toEqual([3, 9, 21, 45, 93, 153, 213].map((second) => `/healthz ${second}`));
    expect(connection()).toBe(before);
    expect(before.lostAt).toEqual(new Date("2026-05-12T10:00:00Z"));
  });

  it("is found: the absence is told with its ends, once, and it is no longer looked for", async () => {
    const { connection, onConnection } = await gone();
    const told: unknown[] = [];
    onConnection(() => told.push(connection()));
    isThere = true;
    await vi.advanceTimersByTimeAsync(200_000);
    const [from, until] = [new Date("2026-05-12T10:00:00Z"), new Date("2026-05-12T10:00:03Z")];
    expect(told).toEqual([{ lostAt: undefined, answeredAt: until, absence: { from, until }, epoch: 1 }]);
    expect(asked).toEqual(["/healthz 3"]);
  });

  it("is looked for at once when somebody asks, and only once at a time", async () => {
    const { lookAgain } = await gone();
    expect(await Promise.all([lookAgain(), lookAgain()])).toEqual([false, false]);
    expect(asked).toEqual(["/healthz 0"]);
    isThere = true;
    expect(await lookAgain()).toBe(true);
  });

  it("that says it is well but answers no question is not asked ever faster", async () => {
    const { watchedFetch, connection } = await gone();
    vi.stubGlobal("fetch", async (path: string) => new Response("", { status: path === "/healthz" ? 200 : 503 }));
    const losses: number[] = [];
    for (let time = 0; time < 3; time++) {
      await vi.advanceTimersToNextTimerAsync();
      expect(connection().lostAt).toBeUndefined();
      await watchedFetch("/graphql");
      losses.push((Date.now() - Date.parse("2026-05-12T10:00:00Z")) / 1_000);
    }
    expect(losses).toEqual([3, 9, 21]);
  });

  it("is looked for at once when the browser is online again, or its tab is looked at", async () => {
    const window_ = new EventTarget();
    const document_ = Object.assign(new EventTarget(), { visibilityState: "hidden" });
    vi.stubGlobal("addEventListener", window_.addEventListener.bind(window_));
    vi.stubGlobal("removeEventListener", window_.removeEventListener.bind(window_));
    vi.stubGlobal("document", document_);
    await gone();
    await vi.advanceTimersByTimeAsync(10_000);
    asked = [];
    document_.dispatchEvent(new Event("visibilitychange"));
    expect(asked).toEqual([]);
    document_.visibilityState = "visible";
    document_.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(0);
    window_.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(asked).toEqual(["/healthz 10", "/healthz 10", "/healthz 13"]);
    isThere = true;
    window_.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    asked = [];
    window_.dispatchEvent(new Event("online"));
    document_.dispatchEvent(new Event("visibilitychange"));
    expect(asked).toEqual([]);
  });
});
