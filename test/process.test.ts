import { writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { huggingFace } from "@modeldex/source-hf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deadAddress, emptyFolder, removeFolder, runCommand, serveCommand, startCommand, stopCommand } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import { writeHarvestConfig } from "./support/harvest-config.ts";
import { startHub } from "./support/hub.ts";
import type { HubModel, TestHub } from "./support/hub.ts";

let hub: TestHub;
let folder: string;
let settings: Readonly<Record<string, string>>;
let open: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  hub = await startHub();
  folder = await emptyFolder();
  settings = { HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: folder };
  open = [() => removeFolder(folder), () => hub.close()];
});
afterEach(async () => {
  for (const close of open.reverse()) await close();
});

async function serve(more: Readonly<Record<string, string>> = {}) {
  const serving = await serveCommand({ ...settings, ...more });
  open.push(() => stopCommand(serving));
  return serving;
}

/** Enough for eight pages of a harvest; every third has a larger sibling's weights to be linked by. */
const many: readonly HubModel[] = Array.from({ length: 4_000 }, (_, number) => ({
  id: `lab-${number % 37}/model-${number}-${number % 9}b`, task: number % 2 === 0 ? "text-generation" : "fill-mask", license: number % 3 === 0 ? "mit" : "apache-2.0", downloads: (number * 7_919) % 100_003, likes: number % 500, parameters: 1_000_000 * (number + 1),
  ...(number % 3 === 1 && { tags: [`base_model:lab-${(number - 1) % 37}/model-${number - 1}-${(number - 1) % 9}b`] }),
}));

describe("serve", () => {
  it("prints its address, its sources with their state, and a question that works as it stands", async () => {
    const serving = await serve();
    expect(serving.printed.out.split("\n")).toEqual([
      `Modeldex serves ${serving.url}/graphql   (pages at ${serving.url}, queries to try at ${serving.url}/graphiql)`, "", "Sources", "  hf      0 listings stored; ready; bring what it lists by: modeldex harvest hf", "", "Ask it", expect.stringMatching(/^ {2}curl -s /), "",
    ]);
    const [, body = ""] = /-d '(.+)'/.exec(serving.printed.out) ?? [];
    const answer = await fetch(`${serving.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body });
    expect(await answer.json()).toMatchObject({ data: { search: { nodes: [{ id: "hf:openai/whisper-large-v3" }, {}] } } });
  });

  it("says in one line that a source cannot be reached, and serves", async () => {
    const address = await deadAddress();
    const serving = await serve({ HF_ENDPOINT: address });
    expect(serving.printed.out).toContain(`\n  hf      0 listings stored; UNREACHABLE: ${address.slice("http://".length)} cannot be reached (ECONNREFUSED).\n`);
    expect(serving.printed.out + serving.printed.err).not.toMatch(/^\s+at /m);
    expect(await serving.query("{ search { totalCount } }")).toEqual({ search: { totalCount: 0 } });
  });

  it("begins with the starter catalog in an empty folder, once, and not when it is switched off", async () => {
    const count = "{ search { totalCount } }";
    const off = await serve({ MODELDEX_STARTER: "off", MODELDEX_OFFLINE: "1" });
    expect([off.printed.out.includes("well-known"), await off.query(count)]).toEqual([false, { search: { totalCount: 0 } }]);
    await stopCommand(off);
    const first = await serve({ MODELDEX_STARTER: "on", MODELDEX_OFFLINE: "1" });
    const [, added = ""] = /begins with (\d+) well-known models/.exec(first.printed.out) ?? [];
    expect(Number(added)).toBeGreaterThan(2_000);
    expect(await first.query(count)).toEqual({ search: { totalCount: Number(added) } });
    expect(first.printed.out).toContain(`\n  hf      ${added} listings stored; not asked, since MODELDEX_OFFLINE=1\n`);
    await stopCommand(first);
    const second = await serve({ MODELDEX_STARTER: "on", MODELDEX_OFFLINE: "1" });
    expect([second.printed.out.includes("well-known"), await second.query(count)]).toEqual([false, { search: { totalCount: Number(added) } }]);
    expect(hub.requests).toEqual([]);
  });

  it("ends within seconds at SIGTERM, and answers the request that is under way", async () => {
    const serving = await serve();
    hub.fail("HANG");
    const answer = serving.query('{ search(text: "danish") { nodes { id } sources { status } } }');
    await hub.asked(/search=danish/);
    const began = performance.now();
    serving.signal("SIGTERM");
    hub.fail(undefined);
    expect(await answer).toEqual({ search: { nodes: [{ id: "hf:Maltehb/danish-bert-botxo" }], sources: [{ status: "OK" }] } });
    expect((await serving.ended).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("ends within seconds also when a request waits for a source that never answers", async () => {
    const serving = await serve();
    hub.fail("HANG");
    const answer = serving.query('{ search(text: "danish") { nodes { id } sources { code } } }');
    await hub.asked(/search=danish/);
    const began = performance.now();
    serving.signal("SIGTERM");
    expect(await answer).toEqual({ search: { nodes: [], sources: [{ code: "TIMEOUT" }] } });
    expect((await serving.ended).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(8_000);
  });
});

describe("harvest", () => {
  beforeEach(() => many.forEach((model) => hub.put(model)));

  it("brings everything while another process serves the same folder, and that one answers with it", async () => {
    const serving = await serve();
    const harvest = startCommand(["harvest", "hf", "--all", "--json"], settings);
    const asked: number[] = [];
    let over = false;
    void harvest.ended.then(() => (over = true));
    while (!over) {
      const began = performance.now();
      await serving.query('query($id: ID!) { search(text: "model", live: false, first: 5) { totalCount } model(id: $id) { id } }', { id: `hf:nobody/x${asked.length % 3}` });
      asked.push(performance.now() - began);
    }
    const { code, out } = await harvest.ended;
    expect([code, JSON.parse(out)]).toEqual([0, { source: "hf", status: "DONE", seen: 4_012, added: 4_012, changed: 0, gone: 0, dropped: 0, elapsedMs: expect.any(Number) }]);
    expect(asked.length).toBeGreaterThan(0);
    expect(await serving.query('{ search(live: false) { totalCount } source(id: "hf") { coverage { listings running { startedAt } } } }')).toEqual({ search: { totalCount: 4_012 }, source: { coverage: { listings: 4_012, running: null } } });
  });

  it("is refused, by the name of the holder, while another process harvests the source", async () => {
    hub.fail("HANG", 2);
    const first = startCommand(["harvest", "hf", "--all"], settings);
    open.push(() => stopCommand(first));
    await hub.asked(/cursor=/);
    const second = await runCommand(["harvest", "hf", "--all"], settings);
    expect(second).toEqual({ code: 4, out: expect.stringMatching(new RegExp(`^hf: ${hostname()}:${first.processId} harvests it already \\(its lease ends at \\S+Z\\)\\.\n$`)), err: "" });
    hub.fail(undefined);
    expect(await first.ended).toMatchObject({ code: 0, out: expect.stringMatching(/^hf: 4012 listings seen \(4012 new, 0 changed, 0 gone, 0 left out\)/) });
  });

  it("is done by one of two that serve the same folder, and the other answers too and says who does it", async () => {
    hub.fail("HANG", 3);
    const keeping = { MODELDEX_CONFIG: await writeHarvestConfig(folder), MODELDEX_HARVEST: "on" };
    const busy = await serve(keeping);
    await hub.asked(/cursor=/);
    const idle = await serve({ ...keeping, MODELDEX_LOG: "info" });
    const holder = `${hostname()}:${busy.processId}`;
    const line = idle.printed.err.split("\n").find((text) => text.includes("another process harvests")) ?? "{}";
    expect(JSON.parse(line)).toMatchObject({ level: "info", message: "another process harvests the source", source: "hf", holder });
    const refused = await runCommand(["harvest", "hf"], settings);
    expect([refused.code, refused.out]).toEqual([4, expect.stringContaining(`hf: ${holder} harvests it already`)]);
    for (const serving of [busy, idle]) {
      const { source, search } = await serving.query('{ source(id: "hf") { coverage { running { startedAt listingsSeen } } } search(text: "model", live: false, first: 1) { totalCount nodes { id } } }');
      expect(source.coverage.running).toEqual({ startedAt: expect.any(String), listingsSeen: expect.any(Number) });
      expect(search.nodes.length).toBe(Math.min(1, search.totalCount));
    }
    hub.fail(undefined);
    await expect.poll(async () => (await idle.query('{ search(live: false) { totalCount } source(id: "hf") { coverage { running { listingsSeen } } } }')), { timeout: 60_000 })
      .toEqual({ search: { totalCount: 4_012 }, source: { coverage: { running: null } } });
  }, 120_000);

  it("goes on where it was killed, at once, and ends with the rows of an undisturbed run", async () => {
    hub.fail("HANG", 5);
    const killed = startCommand(["harvest", "hf", "--all"], settings);
    await hub.asked(/cursor=MjAwMA/);
    killed.signal("SIGKILL");
    expect((await killed.ended).code).toBe(null);
    hub.fail(undefined);
    const before = hub.requests.length;
    const resumed = await runCommand(["harvest", "hf", "--all", "--json"], settings);
    const pages = hub.requests.slice(before);
    expect([resumed.code, JSON.parse(resumed.out)]).toEqual([0, expect.objectContaining({ status: "DONE", seen: 4_012, gone: 0 })]);
    expect([pages[0]?.includes("cursor="), pages.length < 9]).toEqual([true, true]);

    const other = await emptyFolder();
    open.push(() => removeFolder(other));
    expect((await runCommand(["harvest", "hf", "--all"], { ...settings, MODELDEX_DATA_DIR: other })).code).toBe(0);
    expect(await rowsOf(folder)).toEqual(await rowsOf(other));
  });

  it("stops at SIGTERM with what it has, and says that the next one goes on", async () => {
    hub.fail("HANG", 4);
    const stopped = startCommand(["harvest", "hf", "--all"], settings);
    await hub.asked(/cursor=MTUwMA/);
    stopped.signal("SIGTERM");
    expect(await stopped.ended).toEqual({ code: 6, err: "", out: expect.stringMatching(/^hf: interrupted after \d+ listings seen .*the next harvest goes on here\n$/) });
  });

  it("keeps what it has when the source fails, and ends with 4", async () => {
    hub.fail("GARBAGE", 4);
    const failed = await runCommand(["harvest", "hf", "--all"], settings);
    expect(failed).toEqual({ code: 4, err: "", out: expect.stringMatching(/^hf: failed after 1500 listings seen .*did not answer in JSON.*\n$/) });
  });
});

describe("a wrong configuration", () => {
  it.each([
    ["a file that is not there", undefined, { MODELDEX_CONFIG: "nowhere.ts" }, "nowhere.ts, which does not exist"],
    ["an option that there is not", "export default { sources: [], sauces: [] }", {}, '"sauces" is not an option; there are sources'],
    ["no default export", "export const config = {}", {}, "has no default export"],
    ["a file that does not parse", "export default {", {}, "could not be loaded"],
    ["a source that is none", "export default { sources: [{ id: 'x', contract: 1, kind: 'x', title: 'X', homepage: 'https://x.example' }] }", {}, 'sources[0] ("x"): it has none of get, list and search; give it at least one.'],
    ["a wrong port", "export default { sources: [] }", { PORT: "http" }, 'PORT is "http"; write a number from 0 to 65535.'],
    ["a wrong address of Redis", "export default { sources: [] }", { REDIS_URL: "localhost:6379" }, "REDIS_URL must begin with redis://"],
    ["a wrong switch", "export default { sources: [] }", { MODELDEX_STARTER: "no" }, 'MODELDEX_STARTER is "no"; write MODELDEX_STARTER=off, or leave it out.'],
    ["a harvest of a source that there is not", "export default { sources: [], harvest: ['hf'] }", {}, 'harvest names "hf", which is not a source that lists; there are none.'],
  ])("ends the start with 2, one sentence and no stack: %s", async (_, body, env, message) => {
    const path = join(folder, "modeldex.config.mjs");
    if (body !== undefined) await writeFile(path, body);
    const { code, out, err } = await runCommand(["serve"], { ...settings, MODELDEX_CONFIG: path, ...env });
    expect({ code, out, lines: err.trim().split("\n").length }).toEqual({ code: 2, out: "", lines: 1 });
    expect(err).toContain(message);
  });

  it("names the option of the Hub that is wrong", async () => {
    const { code, err } = await runCommand(["serve"], { ...settings, HF_ENDPOINT: "not an address" });
    expect([code, err]).toEqual([2, expect.stringMatching(/endpoint.*must be an http or https address/)]);
  });

  it("says so when the port is taken", async () => {
    const serving = await serve();
    const { code, err } = await runCommand(["serve"], { ...settings, PORT: new URL(serving.url).port });
    expect([code, err]).toEqual([2, `Port ${new URL(serving.url).port} of 127.0.0.1 is in use; end the other process, or set PORT to a free port (0 takes any).\n`]);
  });
});

describe("the asking commands", () => {
  const json = async (...words: string[]) => {
    const { code, out, err } = await runCommand([...words, "--json"], settings);
    return { code, err, answer: out === "" ? undefined : JSON.parse(out) };
  };

  it("search: hits with 0, none with 3, wrong arguments with 2", async () => {
    const found = await json("search", "bge", "m3");
    expect(found).toMatchObject({ code: 0, err: "", answer: { totalCount: 1, nodes: [{ id: "hf:BAAI/bge-m3", license: { spdx: "MIT" } }], sources: [{ status: "OK", origin: "LIVE" }] } });
    expect(await json("search", "nothing-of-this-name")).toMatchObject({ code: 3, answer: { nodes: [] } });
    expect(await json("search", "bge", "--first", "0")).toMatchObject({ code: 2, answer: undefined, err: '--first is "0"; write a number from 1 to 100.\n' });
    const plain = await runCommand(["search", "bge m3"], settings);
    expect(plain.out.split("\n").slice(0, 2)).toEqual([expect.stringMatching(/^MODEL +TASK +PARAMETERS +LICENCE +DOWNLOADS/), expect.stringMatching(/^hf:BAAI\/bge-m3 +sentence-similarity +- +MIT +8000000$/)]);
  });

  it("resolve: 0 when one model is meant, 3 when none or several, 4 when its source does not answer", async () => {
    expect(await json("resolve", "https://huggingface.co/BAAI/bge-m3")).toMatchObject({ code: 0, answer: { outcome: "RESOLVED", model: { id: "hf:BAAI/bge-m3" } } });
    expect(await json("resolve", "qwen coder")).toMatchObject({ code: 3, answer: { outcome: "AMBIGUOUS" } });
    expect(await json("resolve", "nobody/nothing")).toMatchObject({ code: 3, answer: { outcome: "NOT_FOUND" } });
    hub.fail(503);
    expect(await json("resolve", "openai/whisper-large-v3")).toMatchObject({ code: 4, answer: { outcome: "UNREACHABLE" } });
  });

  it("compare: 0 when all are found, 3 when one is not, 2 for one reference", async () => {
    const { code, answer } = await json("compare", "openai/whisper-large-v3", "openai/whisper-large-v3-turbo", "--all");
    expect([code, answer.models.map(({ id }: any) => id), answer.rows.length >= 20]).toEqual([0, ["hf:openai/whisper-large-v3", "hf:openai/whisper-large-v3-turbo"], true]);
    expect(await json("compare", "openai/whisper-large-v3", "nobody/nothing")).toMatchObject({ code: 3, answer: { unresolved: [{ reference: "nobody/nothing", outcome: "NOT_FOUND" }] } });
    expect(await json("compare", "openai/whisper-large-v3")).toMatchObject({ code: 2, answer: undefined, err: expect.stringContaining("give 2 to 8") });
  });

  it("trust: 0 with the decision, 5 when the policy denies or is not decided, 3 when nothing is known of it", async () => {
    const plain = await json("trust", "BAAI/bge-m3");
    expect(plain).toMatchObject({ code: 0, answer: { outcome: "RESOLVED", listing: { trust: { counts: { failed: 0 }, decision: { policy: { id: "open-weights-default" } } } } } });
    hub.put({ id: "acme/flagged", scan: { scansDone: true, filesWithIssues: [{ path: "model.safetensors", level: "unsafe" }] } });
    expect(await json("trust", "acme/flagged")).toMatchObject({ code: 5, answer: { listing: { trust: { decision: { outcome: "DENY" } } } } });
    expect(await json("trust", "nobody/nothing")).toMatchObject({ code: 3, answer: { outcome: "NOT_FOUND", listing: null } });
    expect(await json("trust", "BAAI/bge-m3", "--policy", "nobodys")).toMatchObject({ code: 2, answer: undefined });
  });
});

/** Every listing of a data folder as the endpoint shows it, but for the time of the harvest, and the order of the most used. */
async function rowsOf(dataDir: string): Promise<readonly unknown[]> {
  const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] }, { dataDir, offline: true });
  const rows: unknown[] = [];
  try {
    for (let after: string | null = null; ;) {
      const { search }: any = await modeldex.query(`query($after: String) { search(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes {
        id name aliases task tags languages license { spdx class } parameters { total } popularity { downloads30d likes } publisher { id }
        listings { nodes { key nativeId revision url name state access link { kind relation statement } details { ... on HuggingFaceDetails { repositoryId gated } } } } candidateListings { listing { key } }
      } } }`, { after });
      rows.push(...search.nodes);
      if (!search.pageInfo.hasNextPage) return rows;
      after = search.pageInfo.endCursor;
    }
  } finally {
    await modeldex.close();
  }
}
