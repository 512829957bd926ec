import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SourceId } from "@modeldex/schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCache } from "../cache/cache.ts";
import { memoryTier } from "../cache/memory-tier.ts";
import { loadConfig } from "../config/load.ts";
import { silentLogger } from "../observe/log.ts";
import { createAsker, type Asker } from "./ask.ts";
import { createRegistry } from "./registry.ts";
import { openInThread } from "./threads/open-in-thread.ts";

const id = "test" as SourceId;
let open: (() => Promise<unknown>)[] = [];
let requests = 0;
let address: string;
beforeEach(async () => {
  requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end("Somebody");
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  open = [() => new Promise((resolve) => void server.close(resolve))];
});
afterEach(async () => {
  for (const close of open.reverse()) await close();
});

/** An asker over a source that cannot be searched, in this thread or in its own. */
async function setUp(about: string, threaded: boolean): Promise<Asker> {
  const folder = await mkdtemp(join(tmpdir(), "modeldex-about-"));
  open.push(() => rm(folder, { recursive: true, force: true }));
  const configPath = join(folder, "modeldex.config.mjs");
  await writeFile(configPath, `
    const operator = (name) => [{ kind: "SOURCE_OPERATOR", statement: "Operated by " + name + ".", facts: { operator: name }, evidence: [] }];
    const down = async () => { throw Object.assign(new Error("No connection."), { name: "SourceError", code: "UNREACHABLE" }); };
    export default ({ env }) => ({ sources: [{ id: "test", kind: "test", title: "Test", contract: 1, baseAddresses: [env.ADDRESS], search: down, about: ${about} }] });`);
  const env = { ADDRESS: address };
  const { sources } = await loadConfig(configPath, env);
  const entry = new URL("../source-thread.ts", import.meta.url);
  const ask = createAsker({
    registry: createRegistry(sources), cache: createCache({ tiers: [memoryTier()], log: silentLogger }), log: silentLogger,
    ...(threaded && { open: openInThread({ entry, configPath, env, logLevel: "error" }) }),
  });
  open.push(() => ask.close());
  return ask;
}

const failSearches = async (ask: Asker): Promise<void> => {
  for (let round = 0; round < 6; round += 1) await ask.search(id, { text: `${round}`, filter: {}, limit: 1 });
};
const asks = 'async (context) => operator(await (await context.fetch(env.ADDRESS + "/operator", { signal: context.signal })).text())';

describe.each([["in the main thread", false], ["in a thread of its own", true]])("what a source says of itself, %s", (_where, threaded) => {
  it("is told while the source is left alone, and says nothing about whether it can be reached", async () => {
    const ask = await setUp('async () => operator("Acme")', threaded);
    await failSearches(ask);
    expect(ask.status(id).state).toBe("DOWN");
    expect(await ask.about(id)).toMatchObject({ status: "OK", value: [{ facts: { operator: "Acme" } }] });
    expect(ask.status(id).state).toBe("DOWN");
  });

  it("is asked for only while the source is not left alone", async () => {
    const ask = await setUp(asks, threaded);
    await failSearches(ask);
    expect(await ask.about(id)).toMatchObject({ status: "FAILED", code: "CIRCUIT_OPEN", retryAfterMs: expect.any(Number) });
    expect(requests).toBe(0);
    const other = await setUp(asks, threaded);
    expect(await other.about(id)).toMatchObject({ status: "OK", value: [{ facts: { operator: "Somebody" } }] });
    expect(requests).toBe(1);
  });
});
