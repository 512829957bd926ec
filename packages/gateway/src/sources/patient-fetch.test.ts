import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { afterEach, describe, expect, it } from "vitest";
import { patientFetch, type FetchCall } from "./patient-fetch.ts";
import { createRateBudget } from "./rate-budget.ts";
import { BudgetExceededError, createRequestBudget } from "./request-budget.ts";
import { createTurns } from "./turns.ts";

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
const status = (code: number, headers: Record<string, string> = {}, body = ""): Answer => (response) => void response.writeHead(code, headers).end(body);
const hangUp: Answer = (response) => void response.destroy();

/** A server that gives these answers in turn, the last one for ever; and a fetch that waits on a clock of its own. */
async function setUp(...answers: Answer[]) {
  const requests: { method: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests.push({ method: request.method ?? "", body: Buffer.concat(chunks).toString() });
      (answers.length > 1 ? answers.shift() : answers[0])?.(response, request);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const lent = createLentFetch({ baseAddresses: [url], userAgent: "test" });
  closers.push(async () => {
    await lent.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  let time = Date.parse("2026-01-01T00:00:00Z");
  const start = time;
  const waits: number[] = [];
  const rates = createRateBudget([], () => new Date(time));
  const sleep = async (ms: number) => {
    waits.push(ms);
    time += ms;
  };
  const loan = { fetch: lent.fetch, title: "Test", rates, turns: createTurns(4), now: () => new Date(time), sleep, random: () => 0 };
  const fetchAs = (call: Partial<FetchCall> = {}) => patientFetch(loan, { priority: "harvest", signal: new AbortController().signal, deadlineAt: start + 60_000, ...call });
  return { url, requests, waits, rates, fetchAs };
}

describe("patientFetch", () => {
  it("repeats 429, 502, 503, 504 and lost connections for a harvest, waiting longer each time", async () => {
    const { url, requests, waits, fetchAs } = await setUp(status(502), hangUp, status(503), status(504), status(200, {}, "there"));
    expect(await (await fetchAs()(url)).text()).toBe("there");
    expect(requests).toHaveLength(5);
    expect(waits).toEqual([125, 250, 500, 1_000]);
  });

  it("repeats once for a person", async () => {
    const { url, requests, fetchAs } = await setUp(status(503), status(503), status(200));
    expect((await fetchAs({ priority: "person" })(url)).status).toBe(503);
    expect(requests).toHaveLength(2);
  });

  it("waits as long as the origin says", async () => {
    const { url, waits, fetchAs } = await setUp(status(429, { "retry-after": "7" }), status(200));
    expect((await fetchAs()(url)).status).toBe(200);
    expect(waits).toEqual([7_000]);
  });

  it("does not wait beyond the deadline, and says when to ask again", async () => {
    const { url, requests, fetchAs } = await setUp(status(429, { "retry-after": "120" }));
    await expect(fetchAs()(url)).rejects.toMatchObject({ name: "SourceError", code: "RATE_LIMITED", retryAfterMs: 120_000, message: "Test allows no further request for 2 minutes." });
    await expect(fetchAs()(url)).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 120_000 });
    expect(requests).toHaveLength(1);
  });

  it("asks again after Retry-After, also where no request is left in a window whose end is not told", async () => {
    const refusal = status(429, { "x-ratelimit-limit": "60", "x-ratelimit-remaining": "0", "retry-after": "2" });
    const { url, requests, waits, fetchAs } = await setUp(refusal, status(200), status(200));
    const fetch = fetchAs({ priority: "person" });
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);
    expect(waits).toEqual([2_000]);
    expect(requests).toHaveLength(3);
    const bare = await setUp(status(429, { "x-ratelimit-remaining": "0", "retry-after": "2" }), status(200));
    for (let asked = 0; asked < 3; asked += 1) expect((await bare.fetchAs()(bare.url)).status).toBe(200);
    expect(bare.waits).toEqual([2_000]);
  });

  it("fails at once when no request is allowed again before the deadline", async () => {
    const person = { priority: "person", deadlineAt: Date.parse("2026-01-01T00:00:05Z") } as const;
    for (const [headers, retryAfterMs] of [
      [{ "x-ratelimit-remaining": "0", "retry-after": "10" }, 10_000],
      [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "40", "retry-after": "2" }, 40_000],
      [{ "x-ratelimit-remaining": "0" }, 60_000],
    ] as const) {
      const { url, requests, waits, fetchAs } = await setUp(status(429, { ...headers }));
      await expect(fetchAs(person)(url)).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs });
      expect(requests).toHaveLength(1);
      expect(waits).toEqual([]);
    }
  });

  it("asks nothing while the window is used up, and goes on in the next", async () => {
    const { url, requests, waits, fetchAs } = await setUp(status(200, { ratelimit: '"api";r=0;t=30', "ratelimit-policy": '"api";q=500;w=300' }), status(200));
    await fetchAs()(url);
    await expect(fetchAs({ deadlineAt: Date.parse("2026-01-01T00:00:05Z") })(url)).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 30_000 });
    expect(requests).toHaveLength(1);
    expect((await fetchAs()(url)).status).toBe(200);
    expect(waits).toEqual([30_000]);
  });

  it("gives other answers as they are, also errors of the request", async () => {
    for (const code of [200, 304, 401, 404, 418, 500]) {
      const { url, requests, fetchAs } = await setUp(status(code));
      expect((await fetchAs()(url)).status).toBe(code);
      expect(requests).toHaveLength(1);
    }
  });

  it("repeats a POST whose body can be sent again, and not one from a stream", async () => {
    const text = await setUp(status(503), status(200));
    await text.fetchAs()(text.url, { method: "POST", body: "{\"id\":1}" });
    expect(text.requests).toEqual(Array(2).fill({ method: "POST", body: "{\"id\":1}" }));
    const request = await setUp(status(503), status(200));
    await request.fetchAs()(new Request(request.url, { method: "POST", body: "again" }));
    expect(request.requests.map(({ body }) => body)).toEqual(["again", "again"]);
    const stream = await setUp(status(503), status(200));
    const body = new Blob(["once"]).stream();
    expect((await stream.fetchAs()(stream.url, { method: "POST", body, duplex: "half" } as RequestInit)).status).toBe(503);
    expect(stream.requests).toHaveLength(1);
  });

  it("does not repeat what cannot pass: an address that is refused", async () => {
    const { fetchAs, waits } = await setUp(status(200));
    await expect(fetchAs()("http://10.0.0.1/")).rejects.toMatchObject({ code: "UNSUPPORTED" });
    expect(waits).toEqual([]);
  });

  it("ends with the signal, while asking and while waiting", async () => {
    const { url, fetchAs } = await setUp(() => undefined);
    const stop = new AbortController();
    const asking = fetchAs({ signal: stop.signal })(url);
    stop.abort(new Error("stopped"));
    await expect(asking).rejects.toThrow("stopped");
    await expect(fetchAs({ signal: stop.signal })(url)).rejects.toThrow("stopped");
  });

  it("counts requests and bytes against the budget of the request, repeated ones too", async () => {
    const { url, requests, fetchAs } = await setUp(status(503), status(200, {}, "x".repeat(600)));
    const budget = createRequestBudget({ requests: 3, bytes: 1_000 });
    const fetch = fetchAs({ budget });
    const answer = await fetch(url);
    expect([answer.url, (await answer.text()).length]).toEqual([`${url}/`, 600]);
    expect(budget.left).toMatchObject({ requests: 1, bytes: 400 });
    await expect((await fetch(url)).text()).rejects.toThrow(BudgetExceededError);
    await expect(fetch(url)).rejects.toMatchObject({ name: "BudgetExceededError", part: "bytes" });
    expect(requests).toHaveLength(3);
    budget.end();
  });
});
