import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { huggingFace } from "@modeldex/source-hf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway, TestGatewayOptions } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { HubModel, TestHub } from "./support/hub.ts";

const embedder = (name: string, more: Partial<HubModel> = {}): HubModel => ({ id: `lab/${name}`, task: "feature-extraction", license: "mit", parameters: 300_000_000, downloads: 1_000, ...more });
const models = [
  embedder("clean", { downloads: 4_000 }),
  embedder("flagged", { downloads: 3_000, scan: { scansDone: true, filesWithIssues: [{ path: "model.safetensors", level: "unsafe" }] } }),
  embedder("later", { downloads: 2_000 }),
  embedder("unasked", { downloads: 1_000 }),
];
const hour = 3_600_000;
const noFailedScan = { not: { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }] } };

let hub: TestHub;
let modeldex: TestGateway;
let time: number;
beforeEach(async () => {
  time = Date.parse("2026-11-26T12:00:00Z");
  hub = await startHub(models);
});
afterEach(async () => {
  await modeldex.close();
  await hub.close();
});

async function start(backgroundAssessments: NonNullable<Parameters<typeof startGateway>[0]["backgroundAssessments"]> = false, more: TestGatewayOptions = {}): Promise<void> {
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })], backgroundDetails: false, backgroundAssessments }, { now: () => new Date(time), ...more });
  await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
}

/** A report on each, in a request of its own. */
async function assess(...names: readonly string[]): Promise<void> {
  for (const name of names) await modeldex.query(`query($ids: [ID!]!) { models(ids: $ids) { trust { level } } } # ${time}`, { ids: [`hf:lab/${name}`] });
  // Answers are kept for some seconds, whatever is written.
  time += 6_000;
}

const searchPage = `query SearchPage($text: String, $filter: ModelFilterInput) {
  search(text: $text, filter: $filter, first: 20, sort: NAME, live: false) { totalCount nodes { name trust(depth: CACHED) { level assessedAt } } facets(of: [{field: TRUST_LEVEL}, {field: CLAIM_EFFECT, first: 50}, {field: CLAIM_STATUS, first: 50}]) { field values { value label count filter } } }
}`;

async function found(filter: object): Promise<readonly string[]> {
  const { search } = await modeldex.query(searchPage, { filter });
  expect(search.totalCount).toBe(search.nodes.length);
  return search.nodes.map(({ name }: { readonly name: string }) => name);
}

describe("search by trust", () => {
  it("finds no model with a failed scan, keeps what nobody has assessed, and drops one that a scan turns against", async () => {
    await start();
    await assess("clean", "flagged", "later");
    expect(await found(noFailedScan)).toEqual(["clean", "later", "unasked"]);
    expect(await found({ trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["SUPPORTS"] }] })).toEqual(["clean", "later"]);
    expect(await found({ trust: [{ kind: "THIRD_PARTY_SCAN", statuses: ["UNKNOWN"] }] })).toEqual(["unasked"]);
    hub.put({ ...models[2]!, scan: { scansDone: false, filesWithIssues: [{ path: "model.safetensors", level: "unsafe" }] } });
    time += 25 * hour;
    expect(await found(noFailedScan)).toEqual(["clean", "later", "unasked"]);
    await assess("later");
    expect(await found(noFailedScan)).toEqual(["clean", "unasked"]);
    expect(await found({ tasks: ["feature-extraction"], licenseClasses: ["PERMISSIVE"], parameters: { max: 1_000_000_000 }, formats: ["SAFETENSORS"], ...noFailedScan })).toEqual(["clean", "unasked"]);
  });

  it("filters by level, says the same as the reports, and counts what its filters find", async () => {
    await start();
    await assess("clean", "flagged", "later");
    const { search } = await modeldex.query(searchPage, { filter: {} });
    const byLevel = Map.groupBy(search.nodes.filter(({ trust }: any) => trust.assessedAt !== null), ({ trust }: any) => trust.level);
    expect(search.facets[0].values.map(({ value, label, count }: any) => [value, label, count])).toEqual([...byLevel].map(([level, nodes]) => [level, level[0] + level.slice(1).toLowerCase(), nodes.length]));
    for (const [level, nodes] of byLevel) expect(await found({ trustLevels: [level] })).toEqual(nodes.map(({ name }: any) => name));
    expect(search.facets[1].values[0]).toEqual({ value: "THIRD_PARTY_SCAN UNDERMINES", label: "Third-party scan: undermines", count: 1, filter: { trust: [{ kind: "THIRD_PARTY_SCAN", effects: ["UNDERMINES"] }] } });
    for (const { field, values } of search.facets) {
      for (const { value, count, filter } of values) expect([field, value, (await found({ all: [filter] })).length]).toEqual([field, value, count]);
    }
  });

  it("takes back what was found at a revision that the model no longer has", async () => {
    await start();
    await assess("clean");
    expect([await found({ trustLevels: ["PINNED"] }), await found({ trust: [{ kind: "CONTENT_DIGEST", effects: ["SUPPORTS"] }] })]).toEqual([["clean"], ["clean"]]);
    hub.put({ ...models[0]!, lastModified: "2026-11-26T13:00:00.000Z", files: ["model.safetensors", "config.json", "new.py"] });
    time += hour;
    await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
    expect([await found({ trustLevels: ["PINNED"] }), await found({ trust: [{ kind: "CONTENT_DIGEST", statuses: ["UNKNOWN"] }] })]).toEqual([[], ["clean", "flagged", "later", "unasked"]]);
    await assess("clean");
    expect(await found({ trustLevels: ["PINNED"] })).toEqual(["clean"]);
  });

  it("refuses a condition that every model meets", async () => {
    await start();
    const { errors } = await modeldex.ask(searchPage, { filter: { trust: [{ kind: "LINEAGE" }] } });
    expect(errors?.map(({ message, extensions }) => [extensions.code, message])).toEqual([["BAD_USER_INPUT", "`filter.trust[0]` has neither `statuses` nor `effects`, so that every model meets it; give one of them."]]);
  });
});

describe("the background assessor", () => {
  it.each([
    ["assesses the most used models of a serving gateway, without anybody asking", { harvest: true }, ["clean", "flagged"]],
    ["is off where nothing is harvested", { harvest: false }, []],
    ["is off where nothing may be asked", { harvest: true, offline: true }, []],
  ] as const)("%s", async (_, options, models) => {
    const dataDir = await mkdtemp(join(tmpdir(), "modeldex-trust-"));
    await start(false, { dataDir });
    await modeldex.close();
    hub.requests.length = 0;
    await start({ mostUsed: 2, perMinute: 60_000 }, { ...options, dataDir });
    const assessed = () => found({ trust: [{ kind: "THIRD_PARTY_SCAN", statuses: ["ASSERTED"] }] });
    if (models.length > 0) {
      await expect.poll(async () => {
        time += 6_000;
        return assessed();
      }, { timeout: 20_000 }).toEqual(models);
    }
    const counted = (await (await fetch(`${modeldex.url}/metrics`)).text()).split("\n").filter((line) => line.startsWith("modeldex_background_assessments_total{"));
    expect(counted).toEqual(models.length === 0 ? [] : ['modeldex_background_assessments_total{result="DONE"} 2']);
    expect([await assessed(), hub.requests.filter((line) => line.includes("lab/later/") || line.includes("lab/unasked/") || models.length === 0 && line.includes("lab/"))]).toEqual([models, []]);
    await rm(dataDir, { recursive: true, force: true });
  });
});
