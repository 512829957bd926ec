import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SourceError } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCache } from "../../cache/cache.ts";
import { memoryTier } from "../../cache/memory-tier.ts";
import { loadConfig } from "../../config/load.ts";
import { createLogger } from "../../observe/log.ts";
import { createAsker, type Asker } from "../ask.ts";
import { createRegistry } from "../registry.ts";
import { createRequestBudget } from "../request-budget.ts";
import { openInThread } from "./open-in-thread.ts";

const id = "test" as SourceId;
const entry = new URL("../../source-thread.ts", import.meta.url);
let folder: string;
let open: (() => Promise<unknown>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modeldex-threads-"));
  open = [() => rm(folder, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const close of open.reverse()) await close();
});

/** An asker over the one source of a configuration file with these members, in a thread. `env` reaches the file. */
async function setUp(members: string, env: Readonly<Record<string, string>> = {}): Promise<{ readonly ask: Asker; readonly logs: Record<string, unknown>[] }> {
  const configPath = join(folder, "modeldex.config.mjs");
  await writeFile(configPath, `
    import { threadId } from "node:worker_threads";
    import { writeFileSync } from "node:fs";
    class SourceError extends Error { name = "SourceError"; constructor(code, message, more) { super(message); Object.assign(this, { code }, more); } }
    const row = (nativeId) => ({ nativeId, name: nativeId });
    export default ({ env }) => ({ sources: [{ id: "test", kind: "test", title: "Test", homepage: "https://test.example", contract: 1, list: async () => ({}), ${members} }] });`);
  const logs: Record<string, unknown>[] = [];
  const log = createLogger({ level: "debug", write: (line) => void logs.push(JSON.parse(line)) });
  const { sources } = await loadConfig(configPath, env);
  const ask = createAsker({ registry: createRegistry(sources), cache: createCache({ tiers: [memoryTier()], log }), log, open: openInThread({ entry, configPath, env, logLevel: "debug" }) });
  open.push(() => ask.close());
  return { ask, logs };
}

async function textOf(stream: ReadableStream<Uint8Array> | undefined): Promise<string> {
  return new Response(stream ?? null).text();
}

describe("a source in a thread", () => {
  it("answers as it does in the main thread, from another thread", async () => {
    const { ask } = await setUp(`
      search: async ({ text }) => [row(text + " " + (threadId > 0)), { nativeId: 7 }],
      lookup: async (text) => [row("looked up " + text)],
      about: async () => [{ kind: "OPERATOR", statement: "Says so.", facts: {}, evidence: [] }],
      get: async ({ refs, need }) => refs.map(({ nativeId }) => nativeId === "gone" ? undefined : nativeId === "closed" ? new SourceError("UNAUTHORIZED", "Not for you.") : { ...row(nativeId), tags: [...need] }), onDemand: ["tags"],`);
    expect(await ask.search(id, { text: "bert", filter: {}, limit: 5 })).toMatchObject({ status: "OK", origin: "LIVE", value: [{ nativeId: "bert true", name: "bert true" }] });
    expect(await ask.lookup(id, "0x1")).toMatchObject({ status: "OK", value: [{ nativeId: "looked up 0x1" }] });
    expect((await ask.about(id)).status).toBe("OK");
    expect(await ask.getMany(id, ["a", "gone", "closed"].map((nativeId) => ({ nativeId })), new Set(["tags"]))).toMatchObject([
      { status: "OK", value: { nativeId: "a", tags: ["tags"] } }, { status: "OK", value: undefined }, { status: "FAILED", code: "UNAUTHORIZED", message: "Not for you." },
    ]);
    expect(ask.status(id)).toMatchObject({ state: "OK" });
  });

  it("gives a page of many rows whole and in their order, with what was left out", async () => {
    const { ask } = await setUp(`list: async ({ cursor, limit }, context) => { context.drop("x", "no"); return { records: Array.from({ length: 1_234 }, (_, n) => row("m" + n)), overlays: [{ nativeId: "o", offers: [] }], cursor: cursor + limit, expected: 9 }; },`);
    const page = await ask.list(id, { cursor: "c", limit: 500 });
    expect(page).toMatchObject({ status: "OK", dropped: 1, value: { cursor: "c500", expected: 9 } });
    expect(page.status === "OK" && page.value.records?.map(({ nativeId }) => nativeId)).toEqual(Array.from({ length: 1_234 }, (_, n) => `m${n}`));
  });

  it("keeps codes, times and sentences of errors, and the log has what was wrong", async () => {
    const { ask, logs } = await setUp(`
      search: async ({ text }, context) => {
        context.log.warn("about to fail", { text });
        if (text === "throttled") throw new SourceError("RATE_LIMITED", "Come back.", { retryAfterMs: 5_000 });
        if (text === "type") throw new TypeError("secret detail");
        if (text === "none") return "no list";
      },`);
    const search = (text: string) => ask.search(id, { text, filter: {}, limit: 5 });
    expect(await search("throttled")).toMatchObject({ status: "FAILED", code: "RATE_LIMITED", message: "Come back.", retryAfterMs: 5_000 });
    expect(await search("type")).toMatchObject({ code: "BAD_RESPONSE", message: "The adapter of Test failed in search (TypeError); the log has the cause." });
    expect(await search("none")).toMatchObject({ code: "BAD_RESPONSE", message: "The adapter of Test answered wrongly: a list was expected, and it gave string." });
    expect(ask.status(id)).toMatchObject({ state: "DEGRADED" });
    expect(logs).toContainEqual(expect.objectContaining({ level: "warn", source: "test", message: "about to fail", text: "throttled" }));
    expect(logs.filter(({ message }) => message === "a source answered wrongly")).toMatchObject([{ source: "test", error: { message: "secret detail" } }, { source: "test" }]);
  });

  it("is told when nobody waits any more, and ends with what it opened", async () => {
    const { ask } = await setUp(`
      list: (request, { signal }) => new Promise(() => signal.addEventListener("abort", () => writeFileSync(env.FOLDER + "/aborted", ""))),
      close: async () => writeFileSync(env.FOLDER + "/closed-" + (threadId > 0), ""),`, { FOLDER: folder });
    const leaving = new AbortController();
    const asked = ask.list(id, { limit: 1 }, { signal: leaving.signal });
    leaving.abort(new Error("gone"));
    expect(await asked).toMatchObject({ code: "TIMEOUT", message: "The request was stopped before Test answered." });
    expect(await ask.list(id, { limit: 1 }, { deadlineMs: 300 })).toMatchObject({ code: "TIMEOUT", message: "Test did not answer within 300 ms." });
    await ask.close();
    expect(await Promise.all(["aborted", "closed-true", "closed-false"].map((name) => readFile(join(folder, name), "utf8")))).toEqual(["", "", ""]);
  });

  it("must be in the configuration each time that it is loaded", async () => {
    const { ask, logs } = await setUp(`id: threadId > 0 ? "other" : "test", search: async () => [],`);
    expect(await ask.search(id, { text: "x", filter: {}, limit: 1 }, { deadlineMs: 60_000 })).toMatchObject({ code: "BAD_RESPONSE", message: "The adapter of Test could not be loaded in its thread; the log has the cause." });
    expect(JSON.stringify(logs)).toContain('has no source \\"test\\" when it is loaded again');
  });
});

describe("a file read in a thread", () => {
  const members = `
    baseAddresses: [env.URL],
    readFile: async ({ path }, context) => {
      if (path === "none") return undefined;
      if (path === "fetched") return (await context.fetch(env.URL + "/x")).body;
      const chunks = path === "breaks" ? ["ab"] : Array.from({ length: 50 }, (_, n) => String(n % 10).repeat(1000));
      return new ReadableStream({ pull(controller) {
        if (chunks.length > 0) controller.enqueue(new TextEncoder().encode(chunks.shift()));
        else if (path === "breaks") controller.error(new SourceError("UNREACHABLE", "It broke off."));
        else controller.close();
      } });
    },`;
  const ref = { nativeId: "a" };

  it("comes whole, chunk by chunk, and is undefined when there is none", async () => {
    const { ask } = await setUp(members, { URL: "http://127.0.0.1:9" });
    const read = await ask.readFile(id, { ref, path: "digits" });
    expect(read.status === "OK" && (await textOf(read.value))).toBe(Array.from({ length: 50 }, (_, n) => String(n % 10).repeat(1000)).join(""));
    expect(await ask.readFile(id, { ref, path: "none" })).toMatchObject({ status: "OK", value: undefined });
  });

  it("fails with the error of the source when it breaks off, and with the caller's when that leaves", async () => {
    const { ask } = await setUp(members, { URL: "http://127.0.0.1:9" });
    const broken = await ask.readFile(id, { ref, path: "breaks" });
    await expect(textOf(broken.status === "OK" ? broken.value : undefined)).rejects.toMatchObject({ code: "UNREACHABLE", message: "It broke off." });
    const leaving = new AbortController();
    const left = await ask.readFile(id, { ref, path: "digits" }, { signal: leaving.signal });
    leaving.abort(new SourceError("TIMEOUT", "left"));
    await expect(textOf(left.status === "OK" ? left.value : undefined)).rejects.toMatchObject({ message: "left" });
  });

  it("counts against the budget of the request, wherever it is read", async () => {
    const server = createServer((_request, response) => response.end("x".repeat(100))).listen(0, "127.0.0.1");
    await once(server, "listening");
    open.push(async () => (server.closeAllConnections(), server.close()));
    const { ask } = await setUp(members, { URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const budget = createRequestBudget({ requests: 2, bytes: 1_000 });
    open.push(async () => budget.end());
    const read = () => ask.readFile(id, { ref, path: "fetched" }, { budget });
    for (const left of [1, 0]) {
      const answer = await read();
      expect(answer.status === "OK" && (await textOf(answer.value))).toBe("x".repeat(100));
      expect(budget.left).toMatchObject({ requests: left });
    }
    expect(budget.left.bytes).toBe(800);
    await expect(read()).rejects.toMatchObject({ name: "BudgetExceededError", part: "requests" });
  });
});

describe("a thread that breaks down", () => {
  const members = `search: async ({ text }) => {
    if (text === "exit") process.exit(3);
    if (text === "later") { setTimeout(() => { throw new RangeError("uncaught"); }, 1); await new Promise(() => {}); }
    if (text === "rejects") { void Promise.reject(new Error("left alone")); }
    return [row(text)];
  },`;
  const search = (ask: Asker, text: string) => ask.search(id, { text, filter: {}, limit: 1 }, { fresh: true });

  it.each([["exit", "ended its thread (3)"], ["later", "broke down (RangeError)"]])("costs its calls an answer (%s), is left alone for a moment, and works again", async (text, how) => {
    const { ask, logs } = await setUp(members);
    expect(await search(ask, "bert")).toMatchObject({ status: "OK" });
    expect(await search(ask, text)).toMatchObject({ status: "FAILED", code: "BAD_RESPONSE", message: `The adapter of Test ${how}; the log has the cause.` });
    expect(logs).toContainEqual(expect.objectContaining({ level: "error", source: "test", message: "a source broke down and is begun anew when it is next asked" }));
    const next = await search(ask, "bert");
    expect(next).toMatchObject({ status: "FAILED", code: "CIRCUIT_OPEN", retryAfterMs: expect.any(Number) });
    await expect.poll(async () => (await search(ask, "bert")).status, { timeout: 10_000, interval: 100 }).toBe("OK");
  });

  it("does not break down by a rejected promise that its adapter left alone", async () => {
    const { ask, logs } = await setUp(members);
    expect(await search(ask, "rejects")).toMatchObject({ status: "OK" });
    expect(await search(ask, "bert")).toMatchObject({ status: "OK" });
    expect(logs).toContainEqual(expect.objectContaining({ level: "warn", message: "a source left a rejected promise alone" }));
  });
});
