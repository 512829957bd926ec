import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emptyFolder, removeFolder, runCommand, serveCommand, stopCommand } from "./support/command.ts";
import type { ServingCommand } from "./support/command.ts";

/** What `search` waits for live sources, as the product promises, and what an answer may take besides. */
const liveDeadlineMs = 2_500;
const graceMs = 200;

/** A healthy source, one that does with each text what its word says, and two that list more than is good. */
const configuration = `
  const row = (nativeId) => ({ nativeId, name: nativeId.slice(nativeId.indexOf("/") + 1) });
  const source = (id, members) => ({ id, kind: "scripted", title: id.toUpperCase(), homepage: "https://scripted.example", contract: 1, ...members });
  const rows = (count) => Array.from({ length: count }, (_, n) => row("many/m" + n));
  const block = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
  const misdeeds = {
    throws: () => { throw new TypeError("at once"); },
    settles: () => new Promise(() => {}),
    blocks: () => { block(2_000); return [row("bad/blocks")]; },
    stuck: () => { for (;;); },
    floods: () => rows(100_000),
    exits: () => process.exit(7),
    later: () => { setTimeout(() => { throw new RangeError("later"); }, 20); return new Promise(() => {}); },
    eats: () => { const eaten = []; for (;;) eaten.push(new Array(10_000).fill(eaten.length)); },
  };
  export default { sources: [
    source("good", { search: async ({ text }) => [row("acme/" + text + "-small"), row("acme/" + text + "-large")] }),
    source("bad", { freshMs: 1, search: ({ text }) => (misdeeds[text] ?? (() => [row("bad/" + text)]))() }),
    source("slow", { listing: "full", list: async () => { block(2_000); return { records: rows(15_000) }; }, harvestEveryMs: 3_600_000 }),
    source("flood", { listing: "full", list: async () => ({ records: rows(100_000) }) }),
  ] };`;

let folder: string;
let settings: Readonly<Record<string, string>>;
let open: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  folder = await emptyFolder();
  open = [() => removeFolder(folder)];
  settings = { MODELDEX_CONFIG: join(folder, "modeldex.config.mjs"), MODELDEX_DATA_DIR: join(folder, "data") };
  await writeFile(settings["MODELDEX_CONFIG"]!, configuration);
});
afterAll(async () => {
  for (const close of open.reverse()) await close();
});

async function serve(more: Readonly<Record<string, string>> = {}): Promise<ServingCommand> {
  const serving = await serveCommand({ ...settings, ...more });
  open.push(() => stopCommand(serving));
  return serving;
}

async function timed<T>(run: () => Promise<T>): Promise<{ readonly answer: T; readonly tookMs: number }> {
  const began = performance.now();
  return { answer: await run(), tookMs: performance.now() - began };
}

const document = "query($text: String, $of: [ID!]) { search(text: $text, filter: { sources: $of }) { nodes { id } sources { source { id } status code message } } }";

async function search(serving: ServingCommand, text: string, of: readonly string[]) {
  const { answer, tookMs } = await timed(() => serving.query(document, { text, of }));
  const rowOf = (id: string) => answer.search.sources.find(({ source }: any) => source.id === id);
  return { good: rowOf("good"), bad: rowOf("bad"), ids: answer.search.nodes.map(({ id }: any) => id).filter((id: string) => id.startsWith("good:")).sort(), tookMs };
}

describe("a source that misbehaves in a search", () => {
  let serving: ServingCommand;
  beforeAll(async () => void (serving = await serve()));
  // It is begun anew after it got stuck or broke down, whatever the test before did to it.
  beforeEach(() => expect.poll(async () => (await search(serving, `bert ${Math.random()}`, ["bad"])).bad.status, { timeout: 40_000, interval: 200 }).toBe("OK"));

  it.each([
    ["throws", "BAD_RESPONSE", "The adapter of BAD failed in search (TypeError); the log has the cause."],
    ["settles", "TIMEOUT", "BAD did not answer within 2500 ms."],
    ["stuck", "TIMEOUT", "BAD did not answer within 2500 ms."],
    ["floods", "BAD_RESPONSE", "The adapter of BAD answered wrongly: it gave 100,000 rows at once, and at most 20,000 are taken; give pages with a cursor."],
    ["exits", "BAD_RESPONSE", "The adapter of BAD ended its thread (7); the log has the cause."],
    ["later", "BAD_RESPONSE", "The adapter of BAD broke down (RangeError); the log has the cause."],
    ["eats", undefined, undefined],
  ])("%s: harms only itself", async (text, code, message) => {
    const both = search(serving, text, ["good", "bad"]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    // No part of it is a part of the name that the other search is for.
    const word = [...text].reverse().join("");
    const beside = await search(serving, word, ["good"]);
    const { good, bad, ids, tookMs } = await both;
    expect(tookMs).toBeLessThan(liveDeadlineMs + graceMs);
    expect(beside.tookMs).toBeLessThan(liveDeadlineMs + graceMs);
    const healthy = { source: { id: "good" }, status: "OK", code: null, message: null };
    expect({ good, ids }).toEqual({ good: healthy, ids: [`good:acme/${text}-large`, `good:acme/${text}-small`] });
    expect(beside).toMatchObject({ good: healthy, ids: [`good:acme/${word}-large`, `good:acme/${word}-small`] });
    if (code === undefined) expect(["TIMEOUT", "BAD_RESPONSE"]).toContain(bad.code);
    else expect(bad).toEqual({ source: { id: "bad" }, status: "FAILED", code, message });
    expect((await fetch(`${serving.url}/healthz`)).status).toBe(200);
  });

  it("blocks for two seconds: its own answer comes, and nobody else waits for it", async () => {
    const both = search(serving, "blocks", ["good", "bad"]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const beside: number[] = [];
    for (let round = 0; round < 5; round += 1) beside.push((await search(serving, `whisper ${round}`, ["good"])).tookMs);
    const { good, bad, tookMs } = await both;
    expect(tookMs).toBeLessThan(liveDeadlineMs + graceMs);
    expect([good.status, bad.status]).toEqual(["OK", "OK"]);
    // All five were answered while the other one blocked.
    expect(beside.reduce((sum, ms) => sum + ms)).toBeLessThan(tookMs);
  });
});

describe("a source that misbehaves in a harvest", () => {
  it("blocks, then gives 15,000 rows in one page: people are answered meanwhile, and all of it is stored", async () => {
    const serving = await serve({ MODELDEX_HARVEST: "on" });
    const tookMs: number[] = [];
    for (let listings = 0; listings < 15_000;) {
      const asked = await search(serving, `whisper${tookMs.length}x`, ["good"]);
      expect([asked.good.status, asked.ids.length]).toEqual(["OK", 2]);
      tookMs.push(asked.tookMs);
      listings = (await serving.query('{ source(id: "slow") { coverage { listings } } }')).source.coverage.listings;
    }
    expect(tookMs.length).toBeGreaterThan(5);
    expect(Math.max(...tookMs)).toBeLessThan(liveDeadlineMs + graceMs);
  });

  it("gives 100,000 rows in one page: the run fails, says what is the most, and stores nothing", async () => {
    const { code, out } = await runCommand(["harvest", "flood", "--json"], settings);
    expect([code, JSON.parse(out)]).toMatchObject([4, { status: "FAILED", code: "BAD_RESPONSE", seen: 0, message: "The adapter of FLOOD answered wrongly: it gave 100,000 rows at once, and at most 20,000 are taken; give pages with a cursor." }]);
  });
});
