import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { distinctQueries, outageModels, wrongAnswer } from "../bench/distinct-queries.ts";
import { percentile, startLoad } from "../bench/load.ts";
import { redisMissing, startRedisServer } from "../packages/gateway/src/cache/testing/redis-server.ts";
import type { RedisServer } from "../packages/gateway/src/cache/testing/redis-server.ts";
import { emptyFolder, removeFolder, serveCommand, stopCommand } from "./support/command.ts";
import type { ServingCommand } from "./support/command.ts";
import { startHub, wellKnown } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

describe.skipIf(redisMissing !== undefined)(`several processes with one Redis${redisMissing === undefined ? "" : ` (${redisMissing})`}`, () => {
  let hub: TestHub;
  let redis: RedisServer;
  let open: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    hub = await startHub([...wellKnown, ...outageModels], 10_000_000);
    redis = await startRedisServer();
    open = [() => hub.close(), () => redis.stop()];
  });
  afterEach(async () => {
    for (const close of open.reverse()) await close();
  });

  /** A process with an empty data folder of its own. */
  async function serve(more: Readonly<Record<string, string>> = {}): Promise<ServingCommand> {
    const folder = await emptyFolder();
    const serving = await serveCommand({ HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: folder, REDIS_URL: redis.url, MODELDEX_LOG: "info", ...more });
    open.push(async () => {
      await stopCommand(serving);
      await removeFolder(folder);
    });
    return serving;
  }

  it("lets a second process answer what the first was asked without a call to the source", async () => {
    const document = "query($text: String) { search(text: $text, first: 5) { nodes { id name license { spdx } } pageInfo { hasNextPage endCursor } sources { source { id } status origin asOf } } }";
    const texts = ["llama3.1 8b instruct", "qwen 2.5 coder 7b", "bge m3", "bert base uncased", "danish bert", "model"];
    const first = await serve();
    const answers = [];
    for (const text of texts) answers.push(await first.query(document, { text }));
    const { resolve } = await first.query('{ resolve(reference: "TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF") { outcome model { id } } }');
    await stopCommand(first);

    const second = await serve();
    const before = hub.requests.length;
    for (const [place, text] of texts.entries()) {
      const { search } = await second.query(document, { text });
      const { search: known } = answers[place] as any;
      expect(search.nodes).toEqual(known.nodes);
      expect(search.sources).toEqual([{ source: { id: "hf" }, status: "OK", origin: "CACHE", asOf: known.sources[0].asOf }]);
    }
    const { search } = await second.query('{ search(text: "model", first: 5) { totalCount pageInfo { endCursor } } }');
    const { search: next } = await second.query('query($after: String) { search(text: "model", first: 5, after: $after) { nodes { id } } }', { after: search.pageInfo.endCursor });
    expect(next.nodes).toHaveLength(5);
    expect(await second.query('{ resolve(reference: "TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF") { outcome model { id } } }')).toEqual({ resolve });
    expect(hub.requests.slice(before)).toEqual([]);
  });

  it("shares nothing between processes that see the source with other credentials, or at another address", async () => {
    const document = '{ search(text: "danish bert") { nodes { id } sources { origin } } }';
    const live = { search: { nodes: [{ id: "hf:Maltehb/danish-bert-botxo" }], sources: [{ origin: "LIVE" }] } };
    expect(await (await serve()).query(document)).toEqual(live);
    expect(await (await serve({ HF_TOKEN: "hf_member" })).query(document)).toEqual(live);
    const other = await startHub();
    open.push(() => other.close());
    expect(await (await serve({ HF_ENDPOINT: other.url })).query(document)).toEqual(live);
    expect(await (await serve({ HF_TOKEN: "hf_member" })).query(document)).toEqual({ search: { ...live.search, sources: [{ origin: "CACHE" }] } });
  });

  it("fails no request while Redis is paused, killed and started again", async () => {
    const serving = await serve();
    const load = startLoad({ endpoint: `${serving.url}/graphql`, concurrency: 6, next: distinctQueries(), wrong: wrongAnswer });
    const phases: readonly (readonly [string, () => unknown])[] = [["running", () => undefined], ["paused", () => redis.pause()], ["killed", () => redis.kill()], ["started again", () => redis.restart()]];
    const shown = [];
    for (const [name, begin] of phases) {
      await begin();
      await delay(1_500);
      const samples = load.take();
      shown.push({ name, asked: samples.length > 20, failures: [...new Set(samples.flatMap(({ failure }) => failure ?? []))], slow: percentile(samples, 0.95) > 2_000 });
    }
    await load.stop();
    expect(shown).toEqual(phases.map(([name]) => ({ name, asked: true, failures: [], slow: false })));
    expect(load.take().flatMap(({ failure }) => failure ?? [])).toEqual([]);
    expect(serving.printed.err).toContain("Redis does not answer and is left alone until it does");
  });

  it("is started although there is no Redis, and uses it as soon as there is one", async () => {
    await redis.kill();
    const document = '{ search(text: "bge m3") { nodes { id } sources { origin } } }';
    const alone = await serve();
    expect(await alone.query(document)).toEqual({ search: { nodes: [{ id: "hf:BAAI/bge-m3" }], sources: [{ origin: "LIVE" }] } });
    await redis.restart();
    await vi.waitUntil(() => alone.printed.err.includes("Redis answers again"), { timeout: 20_000, interval: 50 });
    await alone.query('{ search(text: "danish bert") { nodes { id } } }');
    const second = await serve();
    const asked = hub.requests.length;
    await second.query('{ search(text: "danish bert") { nodes { id } } }');
    expect(hub.requests.length).toBe(asked);
  });
});
