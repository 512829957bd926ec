import { once } from "node:events";
import { createServer } from "node:http";
import type { Source, Subject, Verifier } from "@modeldex/plugin-kit";
import { afterEach, describe, expect, it } from "vitest";
import { createCache } from "../cache/cache.ts";
import { memoryTier } from "../cache/memory-tier.ts";
import { silentLogger } from "../observe/log.ts";
import { createAsker } from "./ask.ts";
import { createRegistry } from "./registry.ts";
import { BudgetExceededError, createRequestBudget, type RequestBudgetLimits } from "./request-budget.ts";
import { createVerifierLender } from "./verifier-tools.ts";

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function server() {
  const paths: string[] = [];
  const listening = createServer((request, response) => {
    paths.push(request.url ?? "");
    response.end("x".repeat(100));
  }).listen(0, "127.0.0.1");
  await once(listening, "listening");
  closers.push(() => (listening.closeAllConnections(), new Promise((resolve) => listening.close(resolve))));
  return { paths, url: `http://127.0.0.1:${(listening.address() as { port: number }).port}` };
}

const subject = (key = "test:org/model"): Subject => ({
  listing: { key, sourceKind: "test", naming: "namespaced", record: { nativeId: "org/model", name: "model", revision: "r1" } },
  others: [],
});

function setUp(members: Partial<Source>, verifierMembers: Partial<Verifier> = {}, limits: RequestBudgetLimits = {}) {
  const source: Source = { id: "test", kind: "test", title: "Test", homepage: "https://test.example", contract: 1, search: async () => [], ...members };
  const ask = createAsker({ registry: createRegistry([source]), cache: createCache({ tiers: [memoryTier()], log: silentLogger }), log: silentLogger });
  const kept: [Uint8Array, string][] = [];
  const catalog = { putEvidence: async (bytes: Uint8Array, mediaType: string) => (kept.push([bytes, mediaType]), `sha256:${"0".repeat(64)}` as const) };
  const lender = createVerifierLender({ ask, catalog, log: silentLogger });
  const budget = createRequestBudget(limits);
  closers.push(async () => (budget.end(), await lender.close(), ask.close()));
  const verifier: Verifier = { id: "test", kind: "CONTENT_DIGEST", depth: "STANDARD", verify: async () => [], ...verifierMembers };
  return { budget, kept, tools: lender.tools(verifier, { subject: subject(), budget }), lender, verifier };
}

describe("verifier tools", () => {
  it("ask only what is public or configured for the verifier, within the budget of the request", async () => {
    const { url, paths } = await server();
    const { tools, budget } = setUp({}, { baseAddresses: [url] }, { requests: 2 });
    expect(await (await tools.fetch(`${url}/a`)).text()).toHaveLength(100);
    await (await tools.fetch(`${url}/b`)).text();
    await expect(tools.fetch(`${url}/c`)).rejects.toMatchObject({ name: "BudgetExceededError", part: "requests" });
    expect(paths).toEqual(["/a", "/b"]);
    expect(budget.left).toMatchObject({ requests: 0, bytes: 7_999_800 });
    await expect(setUp({}).tools.fetch(url)).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });

  it("read a file of the subject at its revision, and count what came over HTTP once", async () => {
    const { url } = await server();
    const requests: unknown[] = [];
    const { tools, budget } = setUp({
      baseAddresses: [url],
      readFile: async (request, context) => (requests.push(request), (await context.fetch(`${url}/file`)).body ?? undefined),
    });
    const stream = await tools.readFile("config.json", { start: 0, end: 99 });
    expect(await new Response(stream).text()).toHaveLength(100);
    expect(requests).toEqual([{ ref: { nativeId: "org/model", revision: "r1" }, path: "config.json", range: { start: 0, end: 99 } }]);
    expect(budget.left).toMatchObject({ requests: 24, bytes: 8_000_000 - 100 });
  });

  it("count the bytes of a source that makes no request, and stop at the budget", async () => {
    const { tools, budget } = setUp({ readFile: async () => new Blob(["y".repeat(60)]).stream() }, {}, { bytes: 100 });
    expect(await new Response(await tools.readFile("a")).text()).toHaveLength(60);
    expect(budget.left).toMatchObject({ requests: 25, bytes: 40 });
    await expect(new Response(await tools.readFile("a")).text()).rejects.toThrow(BudgetExceededError);
  });

  it("give nothing where the source reads no files or is gone, and throw its failure", async () => {
    expect(await setUp({}).tools.readFile("a")).toBeUndefined();
    const { lender, verifier, budget } = setUp({ readFile: async () => undefined });
    expect(await lender.tools(verifier, { subject: subject("gone:org/model"), budget }).readFile("a")).toBeUndefined();
    await expect(setUp({ readFile: async () => { throw new TypeError("x"); } }).tools.readFile("a")).rejects.toMatchObject({ name: "SourceError", code: "BAD_RESPONSE" });
  });

  it("end with the time of the budget, and with the request", async () => {
    const { tools } = setUp({ readFile: () => new Promise(() => undefined) }, {}, { timeMs: 10 });
    await expect(tools.readFile("a")).rejects.toMatchObject({ name: "BudgetExceededError", part: "time" });
    expect(tools.signal.aborted).toBe(true);
    await expect(tools.fetch("https://a.example/")).rejects.toThrow();
    const { lender, verifier, budget } = setUp({});
    const stop = new AbortController();
    const stopped = lender.tools(verifier, { subject: subject(), budget, signal: stop.signal });
    stop.abort(new Error("gone"));
    await expect(stopped.fetch("https://a.example/")).rejects.toThrow("gone");
  });

  it("keep evidence with its media type", async () => {
    const { tools, kept } = setUp({});
    await tools.keep(Buffer.from(" {\"a\":1}"));
    await tools.keep(Buffer.from("GGUF"));
    expect(kept.map(([, mediaType]) => mediaType)).toEqual(["application/json", "application/octet-stream"]);
  });
});
