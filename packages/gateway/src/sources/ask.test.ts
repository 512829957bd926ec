import { once } from "node:events";
import { createServer } from "node:http";
import { SourceError, type GetRequest, type Source, type SourceContext } from "@modeldex/plugin-kit";
import type { RecordField, SourceId } from "@modeldex/schema";
import { afterEach, describe, expect, it } from "vitest";
import { createCache } from "../cache/cache.ts";
import { memoryTier } from "../cache/memory-tier.ts";
import { connectRedis } from "../cache/redis-connection.ts";
import { redisTier } from "../cache/redis-tier.ts";
import { redisMissing, startRedisServer } from "../cache/testing/redis-server.ts";
import { createLogger, silentLogger, type Logger } from "../observe/log.ts";
import { createAsker, type AskerOptions } from "./ask.ts";
import { createRegistry } from "./registry.ts";
import { BudgetExceededError, createRequestBudget } from "./request-budget.ts";

const id = "test" as SourceId;
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** An asker over one source that has these methods, on a clock of the test. */
function setUp(members: Partial<Source>, options: Partial<AskerOptions> = {}, log: Logger = silentLogger) {
  const source: Source = { id, kind: "test", title: "Test", homepage: "https://test.example", contract: 1, freshMs: 60_000, list: async () => ({}), ...members };
  let time = Date.parse("2026-01-01T00:00:00Z");
  const now = () => new Date(time);
  const cache = createCache({ tiers: [memoryTier()], now, log });
  const ask = createAsker({ registry: createRegistry([source]), cache, log, now, ...options });
  closers.push(() => ask.close());
  return { ask, advance: (ms: number) => void (time += ms), settle: () => (options.cache ?? cache).settle() };
}

/** A source with these ids that counts its calls. */
function shelf(...ids: string[]) {
  const asked: { refs: string[]; need: RecordField[] }[] = [];
  const get = async ({ refs, need }: GetRequest) => {
    asked.push({ refs: refs.map(({ nativeId }) => nativeId), need: [...need] });
    return refs.map(({ nativeId }) => (ids.includes(nativeId) ? { nativeId, name: nativeId.toUpperCase() } : undefined));
  };
  return { asked, get };
}

const search = { text: "llama", filter: {}, limit: 10 };
const never = () => new Promise<never>(() => undefined);

describe("get", () => {
  it("asks for what is not stored in one call, and answers in the order asked", async () => {
    const { asked, get } = shelf("a", "b", "c");
    const { ask } = setUp({ get });
    expect(await ask.get(id, { nativeId: "b" })).toEqual({ status: "OK", value: { nativeId: "b", name: "B" }, origin: "LIVE", asOf: "2026-01-01T00:00:00.000Z", elapsedMs: expect.any(Number) });
    const answers = await ask.getMany(id, ["c", "b", "x", "a"].map((nativeId) => ({ nativeId })));
    expect(answers.map((answer) => answer.status === "OK" && [answer.value?.name, answer.origin])).toEqual([["C", "LIVE"], ["B", "CACHE"], [undefined, "LIVE"], ["A", "LIVE"]]);
    expect(asked.map(({ refs }) => refs)).toEqual([["b"], ["c", "x", "a"]]);
  });

  it("puts askers of one tick into one call, and shares what is under way", async () => {
    const { asked, get } = shelf("a", "b");
    const { ask } = setUp({ get });
    await Promise.all([ask.get(id, { nativeId: "a" }), ask.get(id, { nativeId: "b" }), ask.get(id, { nativeId: "a" }), ask.getMany(id, [{ nativeId: "b" }])]);
    expect(asked.map(({ refs }) => refs)).toEqual([["a", "b"]]);
  });

  it("asks at most a hundred at once", async () => {
    const { asked, get } = shelf();
    const { ask } = setUp({ get });
    await ask.getMany(id, Array.from({ length: 250 }, (_value, index) => ({ nativeId: `m${index}` })));
    expect(asked.map(({ refs }) => refs.length)).toEqual([100, 100, 50]);
  });

  it("keeps answers apart by revision and by the fields that were needed, of those the source fills on demand", async () => {
    const { asked, get } = shelf("a");
    const { ask } = setUp({ get, onDemand: ["artifacts"] });
    const need = (...fields: RecordField[]) => ask.get(id, { nativeId: "a" }, new Set(fields));
    await need();
    await need("tags");
    await need("artifacts", "tags");
    await ask.get(id, { nativeId: "a", revision: "1" });
    expect(asked).toEqual([{ refs: ["a"], need: [] }, { refs: ["a"], need: ["artifacts"] }, { refs: ["a"], need: [] }]);
  });

  it("lets one that fails cost only itself, and does not keep the failure", async () => {
    let calls = 0;
    const get = async ({ refs }: GetRequest) => {
      calls += 1;
      return refs.map(({ nativeId }) => (nativeId === "bad" ? new SourceError("UNAUTHORIZED", "bad is gated.") : nativeId === "odd" ? ({ nativeId: "odd" } as never) : { nativeId, name: nativeId }));
    };
    const { ask } = setUp({ get });
    const refs = ["a", "bad", "odd", "b"].map((nativeId) => ({ nativeId }));
    const [a, bad, odd, b] = await ask.getMany(id, refs);
    expect([a?.status, b?.status]).toEqual(["OK", "OK"]);
    expect(bad).toMatchObject({ status: "FAILED", code: "UNAUTHORIZED", message: "bad is gated." });
    expect(odd).toMatchObject({ status: "FAILED", code: "BAD_RESPONSE" });
    await ask.getMany(id, refs);
    expect(calls).toBe(2);
  });

  it("keeps that there is no such model for a minute", async () => {
    const { asked, get } = shelf();
    const { ask, advance } = setUp({ get, freshMs: 3_600_000 });
    await ask.get(id, { nativeId: "x" });
    advance(59_000);
    expect(await ask.get(id, { nativeId: "x" })).toMatchObject({ status: "OK", value: undefined, origin: "CACHE" });
    advance(1_000);
    expect(await ask.get(id, { nativeId: "x" })).toMatchObject({ origin: "LIVE" });
    expect(asked).toHaveLength(2);
  });
});

describe("trouble of a source is an answer", () => {
  const cases: [string, () => unknown, object][] = [
    ["throws a SourceError", () => Promise.reject(new SourceError("RATE_LIMITED", "Slow down.", { retryAfterMs: 7 })), { code: "RATE_LIMITED", message: "Slow down.", retryAfterMs: 7 }],
    ["throws at once", () => { throw new TypeError("token hf_secret is undefined"); }, { code: "BAD_RESPONSE", message: "The adapter of Test failed in search (TypeError); the log has the cause." }],
    ["rejects with no error", () => Promise.reject("no"), { code: "BAD_RESPONSE", message: "The adapter of Test failed in search (it threw a string); the log has the cause." }],
    ["gives nothing", () => undefined, { code: "BAD_RESPONSE", message: "The adapter of Test answered wrongly: a list was expected, and it gave undefined." }],
    ["gives a page", async () => ({ records: [] }), { code: "BAD_RESPONSE", message: "The adapter of Test answered wrongly: a list was expected, and it gave object." }],
    ["gives its own context", async (...[, context]: unknown[]) => context, { code: "BAD_RESPONSE" }],
    ["never settles", never, { code: "TIMEOUT", message: "Test did not answer within 30 ms." }],
  ];

  it.each(cases)("when search %s", async (_what, method, expected) => {
    const { ask } = setUp({ search: method as never }, { cache: createCache({ tiers: [], log: silentLogger }) });
    const closing = ask.search(id, search, { deadlineMs: 30 });
    expect(await closing).toEqual({ status: "FAILED", elapsedMs: expect.any(Number), message: expect.any(String), ...expected });
  });

  it("when a call is stopped, and when the source cannot do it", async () => {
    const { ask } = setUp({ search: never });
    const stop = new AbortController();
    const stopped = ask.search(id, search, { signal: stop.signal });
    stop.abort();
    expect(await stopped).toMatchObject({ status: "FAILED", code: "TIMEOUT", message: "The request was stopped before Test answered." });
    expect(await ask.lookup(id, "0x1")).toMatchObject({ status: "FAILED", code: "UNSUPPORTED", message: "Test has no lookup." });
    expect(await ask.get(id, { nativeId: "a" })).toMatchObject({ status: "FAILED", code: "UNSUPPORTED" });
    const { ask: listless } = setUp({ search: never, list: undefined as never });
    expect(await listless.list(id, { limit: 1 })).toMatchObject({ status: "FAILED", code: "UNSUPPORTED", dropped: 0 });
  });

  it("and the cause is in the log, with the source", async () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLogger({ write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
    const { ask } = setUp({ search: () => { throw new TypeError("x is undefined"); } }, {}, log);
    await ask.search(id, search);
    expect(lines).toMatchObject([{ level: "warn", source: "test", method: "search", error: { name: "TypeError", message: "x is undefined" } }]);
  });

  it("but a source that is not configured is a mistake of the program", async () => {
    const { ask } = setUp({ search: async () => [] });
    await expect((async () => ask.search("nobody" as SourceId, search))()).rejects.toThrow(RangeError);
  });
});

describe("search, lookup and about", () => {
  it("are checked, cut to the limit, and stored", async () => {
    let calls = 0;
    const records = [{ nativeId: "a", name: " A\0 ", id: 7 }, { name: "no id" }, { nativeId: "b", name: "B" }, { nativeId: "c", name: "C" }];
    const { ask } = setUp({
      search: async () => (calls += 1, records as never),
      lookup: async (text) => (calls += 1, text === "0x1" ? records.slice(0, 1) : []) as never,
      about: async () => (calls += 1, [{ kind: "SOURCE_OPERATOR", statement: "Somebody.", evidence: [], facts: { operator: "Somebody" } }, { kind: "SOURCE_OPERATOR", status: "VERIFIED" }] as never),
    });
    for (const origin of ["LIVE", "CACHE"]) {
      expect(await ask.search(id, { ...search, limit: 2 })).toMatchObject({ status: "OK", origin, value: [{ nativeId: "a", name: "A" }, { nativeId: "b", name: "B" }] });
      expect(await ask.lookup(id, "0x1")).toMatchObject({ status: "OK", origin, value: [{ nativeId: "a", name: "A" }] });
      expect(await ask.lookup(id, "0x2")).toMatchObject({ status: "OK", origin, value: [] });
      expect(await ask.about(id)).toMatchObject({ status: "OK", origin, value: [{ kind: "SOURCE_OPERATOR", facts: { operator: "Somebody" } }] });
    }
    expect(calls).toBe(4);
  });

  it("serve what is stored with its age while the source is down, and say so", async () => {
    let down = false;
    const { ask, advance, settle } = setUp({ search: async () => { if (down) throw new SourceError("UNREACHABLE", "Down."); return [{ nativeId: "a", name: "A" }]; } });
    await ask.search(id, search);
    down = true;
    for (const ageMs of [61_000, 3_600_000]) {
      advance(ageMs);
      expect(await ask.search(id, search)).toMatchObject({ status: "OK", origin: "STALE", asOf: "2026-01-01T00:00:00.000Z", value: [{ nativeId: "a" }] });
      await settle();
    }
    expect(ask.status(id)).toMatchObject({ state: "DEGRADED", message: "Down.", lastSuccessAt: "2026-01-01T00:00:00.000Z", lastErrorAt: "2026-01-01T01:01:01.000Z" });
    expect(await ask.search(id, search, { fresh: true })).toMatchObject({ status: "FAILED", code: "UNREACHABLE" });
    advance(24 * 3_600_000);
    expect(await ask.search(id, search)).toMatchObject({ status: "FAILED", code: "UNREACHABLE" });
  });

  it("store an answer that came too late for whoever asked", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { ask, settle } = setUp({ search: async () => (await promise, [{ nativeId: "a", name: "A" }]) });
    expect(await ask.search(id, search, { deadlineMs: 10 })).toMatchObject({ status: "FAILED", code: "TIMEOUT", message: "Test did not answer within 10 ms." });
    resolve();
    await settle();
    expect(await ask.search(id, search, { deadlineMs: 10 })).toMatchObject({ status: "OK", origin: "CACHE" });
    expect(ask.status(id).state).toBe("OK");
  });
});

describe("publisher", () => {
  const claim = { kind: "PUBLISHER_IDENTITY", statement: "Verified.", facts: { publisher: "acme", confirmedBy: "test.example" }, evidence: [] } as const;

  it("is asked once a day for each name, also where nobody has it", async () => {
    const asked: string[] = [];
    const publisher = async (name: string) => {
      asked.push(name);
      return name === "acme" ? { kind: "ORGANIZATION", claims: [claim, { ...claim, status: "VERIFIED" }], plan: "team" } as never : undefined;
    };
    const { ask, advance } = setUp({ publisher });
    const both = async () => Promise.all(["acme", "nobody"].map((name) => ask.publisher(id, name)));
    expect(await both()).toMatchObject([{ status: "OK", value: { kind: "ORGANIZATION", claims: [claim] } }, { status: "OK", value: undefined }]);
    advance(23 * 3_600_000);
    expect(await both()).toMatchObject([{ origin: "CACHE" }, { origin: "CACHE" }]);
    expect(asked).toEqual(["acme", "nobody"]);
    advance(2 * 3_600_000);
    await both();
    expect(asked).toHaveLength(4);
  });

  it.each(["acme", { kind: "ORGANIZATION" }, { claims: "all" }, 7])("refuses %j, which is no statement", async (answer) => {
    const { ask } = setUp({ publisher: async () => answer as never });
    expect(await ask.publisher(id, "acme")).toMatchObject({ status: "FAILED", code: "BAD_RESPONSE" });
  });

  it("is unsupported where the source has no such method", async () => {
    expect(await setUp({}).ask.publisher(id, "acme")).toMatchObject({ status: "FAILED", code: "UNSUPPORTED" });
  });
});

describe("list and readFile", () => {
  it("give a page as it is now, with the number of rows left out", async () => {
    let calls = 0;
    const list = async (_request: unknown, context: SourceContext) => {
      calls += 1;
      context.drop("row 7", "no name");
      return { records: [{ nativeId: "a", name: "A" }, { nativeId: "b" }] as never, cursor: "2" };
    };
    const { ask } = setUp({ list, listing: "full" });
    for (let round = 0; round < 2; round += 1) {
      expect(await ask.list(id, { limit: 2 }, { priority: "harvest" })).toMatchObject({ status: "OK", origin: "LIVE", value: { records: [{ nativeId: "a", name: "A" }], cursor: "2" }, dropped: 2 });
    }
    expect([calls, ask.listing(id)]).toEqual([2, "full"]);
  });

  it("give a stream that can still be read when the call is over, until the reader stops", async () => {
    let signal: AbortSignal | undefined;
    const readFile = async (request: { path: string }, context: SourceContext) => {
      signal = context.signal;
      return request.path === "a" ? new Blob(["content"]).stream() : undefined;
    };
    const { ask } = setUp({ readFile });
    const stop = new AbortController();
    const result = await ask.readFile(id, { ref: { nativeId: "m" }, path: "a" }, { signal: stop.signal });
    expect(signal?.aborted).toBe(false);
    expect(result.status === "OK" && (await new Response(result.value).text())).toBe("content");
    stop.abort();
    expect(signal?.aborted).toBe(true);
    expect(await ask.readFile(id, { ref: { nativeId: "m" }, path: "b" })).toMatchObject({ status: "OK", value: undefined });
  });

  it("refuse what is no stream", async () => {
    const { ask } = setUp({ readFile: async () => "content" as never });
    expect(await ask.readFile(id, { ref: { nativeId: "m" }, path: "a" })).toMatchObject({ status: "FAILED", code: "BAD_RESPONSE" });
  });

  it("let the budget of the request through", async () => {
    const { ask } = setUp({ readFile: never });
    const budget = createRequestBudget({ timeMs: 10 });
    await expect(ask.readFile(id, { ref: { nativeId: "m" }, path: "a" }, { budget })).rejects.toThrow(BudgetExceededError);
    const wrapping = setUp({ readFile: async (_request, context) => {
      try {
        return (await context.fetch("https://a.example/")).body ?? undefined;
      } catch (cause) {
        throw new SourceError("UNREACHABLE", "No.", { cause });
      }
    } });
    await expect(wrapping.ask.readFile(id, { ref: { nativeId: "m" }, path: "a" }, { budget: createRequestBudget({ requests: 0 }) })).rejects.toThrow(BudgetExceededError);
    expect([ask.status(id).state, wrapping.ask.status(id).state]).toEqual(["NEVER_ASKED", "NEVER_ASKED"]);
  });
});

describe("the state of a source", () => {
  it("goes from never asked over degraded to down, where it is left alone, and back", async () => {
    let down = true;
    let calls = 0;
    const health: object[] = [];
    const get = async ({ refs }: GetRequest) => {
      calls += 1;
      if (down) throw new SourceError("UNREACHABLE", "No connection.");
      return refs.map(() => undefined);
    };
    const { ask, advance } = setUp({ get }, { onHealth: (source, state) => void health.push({ source, ...state }) });
    const states = [ask.status(id).state];
    for (let round = 0; round < 8; round += 1) {
      await ask.get(id, { nativeId: `m${round}` });
      states.push(ask.status(id).state);
    }
    expect(states).toEqual(["NEVER_ASKED", "DEGRADED", "DEGRADED", "DEGRADED", "DEGRADED", "DOWN", "DOWN", "DOWN", "DOWN"]);
    expect(calls).toBe(5);
    expect(await ask.get(id, { nativeId: "n" })).toMatchObject({ status: "FAILED", code: "CIRCUIT_OPEN", retryAfterMs: 5_000 });
    advance(5_000);
    down = false;
    expect(await ask.get(id, { nativeId: "n" })).toMatchObject({ status: "OK" });
    expect(ask.status(id)).toEqual({ state: "OK", lastSuccessAt: "2026-01-01T00:00:05.000Z", lastErrorAt: "2026-01-01T00:00:00.000Z" });
    // The first failure and what followed; equal failures are told once a minute.
    expect(health).toHaveLength(2);
    expect(health.at(-1)).toEqual({ source: "test", lastSuccessAt: "2026-01-01T00:00:05.000Z", lastErrorAt: "2026-01-01T00:00:00.000Z", lastErrorCode: "UNREACHABLE", lastErrorMessage: "No connection." });
  });

  it("is not down because it answers no, or is asked wrongly", async () => {
    const { ask } = setUp({ get: async () => { throw new SourceError("UNAUTHORIZED", "No."); } });
    for (let round = 0; round < 10; round += 1) expect(await ask.get(id, { nativeId: `m${round}` })).toMatchObject({ code: "UNAUTHORIZED" });
    expect(ask.status(id)).toMatchObject({ state: "DEGRADED", message: "No." });
  });

  it("is not DOWN because a caller stopped waiting", async () => {
    const { promise, resolve } = Promise.withResolvers<[]>();
    const { ask, settle } = setUp({ search: () => promise });
    for (let round = 0; round < 10; round += 1) await ask.search(id, { ...search, text: `${round}` }, { deadlineMs: 1 });
    resolve([]);
    await settle();
    expect(ask.status(id).state).toBe("OK");
  });
});

describe("over HTTP", () => {
  /** A registry that counts its requests. */
  async function registry() {
    let requests = 0;
    const server = createServer((request, response) => {
      requests += 1;
      const text = new URL(request.url ?? "", "http://x").searchParams.get("q");
      response.writeHead(200, { ratelimit: `"api";r=${500 - requests};t=300`, "ratelimit-policy": '"api";q=500;w=300' }).end(JSON.stringify([{ nativeId: `org/${text}`, name: text }]));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    closers.push(() => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))));
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const source: Partial<Source> = {
      baseAddresses: [url],
      search: async ({ text }, context) => (await context.fetch(`${url}/api?q=${text}`)).json() as never,
    };
    return { source, url, requests: () => requests };
  }

  it("tells how many requests are left", async () => {
    const { source } = await registry();
    const { ask } = setUp(source);
    expect(await ask.search(id, search)).toMatchObject({ status: "OK", value: [{ nativeId: "org/llama", name: "llama" }] });
    expect(ask.status(id)).toMatchObject({ state: "OK", requestsLeft: 499, resetsAt: "2026-01-01T00:05:00.000Z" });
  });

  it("asks nobody when the gateway is offline, and says so", async () => {
    const { source, requests } = await registry();
    let waits = 0;
    const { ask } = setUp(source, { offline: true, sleep: async () => (waits += 1) });
    expect(ask.status(id)).toMatchObject({ state: "DISABLED", message: expect.stringContaining("offline") as string });
    for (let round = 0; round < 8; round += 1) expect(await ask.search(id, search)).toMatchObject({ status: "FAILED", code: "UNREACHABLE", message: expect.stringContaining("offline") as string });
    expect(await ask.search(id, { ...search, text: "bert" }, { priority: "harvest" })).toMatchObject({ status: "FAILED" });
    expect([ask.status(id).state, requests(), waits]).toEqual(["DISABLED", 0, 0]);
  });

  it("refuses a private address that is not configured", async () => {
    const { url, requests } = await registry();
    const { ask } = setUp({ search: async (_request, context) => (await context.fetch(url)).json() as never });
    expect(await ask.search(id, search)).toMatchObject({ status: "FAILED", code: "UNSUPPORTED" });
    expect(requests()).toBe(0);
  });

  it.skipIf(redisMissing !== undefined)(`makes no request in a second process with the same Redis, and another one with other credentials${redisMissing === undefined ? "" : ` (${redisMissing})`}`, async () => {
    const redis = await startRedisServer();
    closers.push(() => redis.stop());
    const { source, requests } = await registry();
    const process = (members: Partial<Source>) => {
      const connection = connectRedis({ url: redis.url }, silentLogger);
      const tier = redisTier({ redis: connection.client, log: silentLogger, timeoutMs: 2_000 });
      closers.push(async () => (tier.close(), connection.close()));
      const now = () => new Date("2026-01-01T00:00:00Z");
      return setUp({ ...source, ...members }, { cache: createCache({ tiers: [memoryTier(), tier], log: silentLogger, now }) });
    };
    const words = ["llama", "qwen", "bge", "bert", "danish"];
    const askAll = async ({ ask, settle }: ReturnType<typeof process>) => {
      const answers = await Promise.all(words.map((text) => ask.search(id, { ...search, text })));
      await settle();
      return answers.map((answer) => answer.status === "OK" && [answer.origin, answer.value[0]?.nativeId]);
    };
    expect(await askAll(process({}))).toEqual(words.map((word) => ["LIVE", `org/${word}`]));
    expect(await askAll(process({}))).toEqual(words.map((word) => ["CACHE", `org/${word}`]));
    expect(requests()).toBe(5);
    expect(await askAll(process({ credentialScope: "somebody" }))).toEqual(words.map((word) => ["LIVE", `org/${word}`]));
    expect(requests()).toBe(10);
  });
});

describe("close", () => {
  it("ends calls under way, and closes the source even when that fails", async () => {
    let closed = 0;
    const { ask } = setUp({ search: never, close: async () => { closed += 1; throw new Error("no"); } });
    const asking = ask.search(id, search);
    await new Promise(setImmediate);
    await ask.close();
    expect(await asking).toMatchObject({ status: "FAILED", code: "TIMEOUT" });
    expect(closed).toBe(1);
    closers.length = 0;
  });
});
