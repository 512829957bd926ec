import { huggingFace } from "@modeldex/source-hf";
import type { HuggingFaceOptions } from "@modeldex/source-hf";
import type { ListingKey } from "@modeldex/schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway, TestGatewayOptions } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { HubModel, TestHub } from "./support/hub.ts";

/** The smaller the number, the more downloads, and the later the change. */
const lab = (number: number, more: Partial<HubModel> = {}): HubModel => ({ id: `lab/m${number}`, downloads: 1_000 - number, likes: 0, lastModified: `2026-01-01T00:00:${59 - number}.000Z`, ...more });

let hub: TestHub;
let open: (() => Promise<void>)[] = [];
let time = Date.parse("2026-11-26T12:00:00Z");
beforeEach(async () => {
  hub = await startHub(Array.from({ length: 12 }, (_, number) => lab(number)));
  open = [() => hub.close()];
  time = Date.parse("2026-11-26T12:00:00Z");
});
afterEach(async () => {
  for (const close of open.reverse()) await close();
});

async function start(options: HuggingFaceOptions = {}, gateway: TestGatewayOptions = {}): Promise<TestGateway> {
  const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url, harvest: { top: 6 }, ...options })], backgroundDetails: { mostUsed: 3, perMinute: 60_000 } }, { now: () => new Date(time), ...gateway });
  open.push(() => modeldex.close());
  return modeldex;
}

/** A harvest, an hour later. */
async function harvest(modeldex: TestGateway, all = false) {
  time += 3_600_000;
  return modeldex.gateway.harvest("hf", { all, signal: AbortSignal.timeout(30_000) });
}

const told = async (modeldex: TestGateway, after = 0): Promise<string[]> => (await modeldex.gateway.services.catalog.changes(after, 1_000)).map(({ kind, listing }) => `${kind} ${listing}`).sort();
const listed = async (modeldex: TestGateway): Promise<string[]> => (await modeldex.query("{ search(first: 100, live: false) { nodes { id } } }")).search.nodes.map(({ id }: any) => id.replace("hf:lab/", "")).sort();

describe("a bounded harvest", () => {
  it("brings the most downloaded, then what changed of those it knows and what is used, and everything when asked", async () => {
    const modeldex = await start();
    expect(await harvest(modeldex)).toMatchObject({ status: "DONE", seen: 6, added: 6 });
    expect(await listed(modeldex)).toEqual(["m0", "m1", "m2", "m3", "m4", "m5"]);
    const requests = hub.requests.length;
    const later = { lastModified: "2026-11-26T12:30:00.000Z" };
    for (const model of [lab(2, { ...later, task: "fill-mask" }), lab(7, later), lab(8, { ...later, downloads: 5_000 }), lab(9, { ...later, likes: 500 }), { id: "lab/new", downloads: 995, ...later }]) hub.put(model);
    expect(await harvest(modeldex)).toMatchObject({ status: "DONE", seen: 5, added: 3, changed: 1, gone: 0 });
    expect(await listed(modeldex)).toEqual(["m0", "m1", "m2", "m3", "m4", "m5", "m8", "m9", "new"]);
    expect(hub.requests.slice(requests).filter((line) => line.includes("/api/models?"))).toHaveLength(1);
    expect(await harvest(modeldex, true)).toMatchObject({ status: "DONE", seen: 13, added: 4, gone: 0 });
    hub.remove("lab/m11");
    expect(await harvest(modeldex, true)).toMatchObject({ status: "DONE", seen: 12, gone: 1 });
  });

  it("reads the counts of the most downloaded again after a day", async () => {
    const modeldex = await start();
    await harvest(modeldex);
    hub.put(lab(11, { downloads: 9_999 }));
    await harvest(modeldex);
    expect(await listed(modeldex)).not.toContain("m11");
    time += 24 * 3_600_000;
    expect(await harvest(modeldex)).toMatchObject({ status: "DONE", added: 1 });
    expect(await listed(modeldex)).toContain("m11");
  });

  it("tells each model that was renamed, made anew by another, deleted or hidden once", async () => {
    const modeldex = await start();
    await harvest(modeldex);
    const before = (await modeldex.gateway.services.catalog.changes(0, 1_000)).length;
    hub.rename("lab/m0", "lab/first");
    hub.put(lab(1, { stableId: "650000000000000000000001" }));
    hub.remove("lab/m2");
    hub.put(lab(3, { private: true }));
    hub.put(lab(4, { id: "guild/m4", stableId: "650000000000000000000004", downloads: 1 }));
    hub.forward("lab/m4", "guild/m4");
    expect(await harvest(modeldex)).toMatchObject({ status: "DONE", gone: 4 });
    const expected = ["GONE hf:lab/m1", "GONE hf:lab/m2", "GONE hf:lab/m3", "GONE hf:lab/m4", "LISTED hf:guild/m4", "LISTED hf:lab/m1", "RENAMED hf:lab/first"];
    expect(await told(modeldex, before)).toEqual(expected);
    await harvest(modeldex);
    time += 24 * 3_600_000;
    await harvest(modeldex);
    expect((await told(modeldex, before)).filter((line) => expected.includes(line))).toEqual(expected);
    expect(await modeldex.query('{ renamed: model(id: "hf:lab/m0") { id aliases } deleted: model(id: "hf:lab/m2") { listings { nodes { state } } } }')).toEqual({
      renamed: { id: "hf:lab/first", aliases: ["hf:lab/m0"] }, deleted: { listings: { nodes: [{ state: "GONE" }] } },
    });
  });

  it("leads nobody silently from a model that is gone to the one that its name was given to", async () => {
    const modeldex = await start();
    await harvest(modeldex);
    hub.put({ id: "guild/m4", stableId: "650000000000000000000004", downloads: 1 });
    hub.forward("lab/m4", "guild/m4");
    time += 3_600_000;
    const { resolve } = await modeldex.query('{ resolve(reference: "https://huggingface.co/lab/m4") { outcome message model { id } candidates { model { id } reason } } }');
    expect(resolve).toEqual({
      outcome: "AMBIGUOUS", model: null,
      message: "hf:lab/m4 was another model, which is gone; its name leads to hf:guild/m4 now. Give the id of the one that is meant.",
      candidates: [{ model: { id: "hf:guild/m4" }, reason: "the name leads to it now" }, { model: { id: "hf:lab/m4" }, reason: "it had this name, and is gone" }],
    });
    expect(await modeldex.query('{ old: model(id: "hf:lab/m4") { id listings { nodes { key state } } } new: model(id: "hf:guild/m4") { aliases listings { nodes { state } } } }')).toEqual({
      old: { id: "hf:lab/m4", listings: { nodes: [{ key: "hf:lab/m4", state: "GONE" }] } }, new: { aliases: [], listings: { nodes: [{ state: "LISTED" }] } },
    });
  });
});

describe("private repositories", () => {
  const token = "hf_of_a_member";

  it("are served where the configuration names their namespace, also those that nobody downloads, and tell once that they were hidden", async () => {
    hub.put({ id: "acme/secret", private: true, downloads: 0 });
    hub.put({ id: "other/secret", private: true, downloads: 9_999 });
    const modeldex = await start({ token, private: ["acme"] });
    await harvest(modeldex);
    const document = '{ model(id: "hf:acme/secret") { id } other: model(id: "hf:other/secret") { id } search(text: "secret", first: 5) { nodes { id } } }';
    expect(await modeldex.query(document)).toEqual({ model: { id: "hf:acme/secret" }, other: null, search: { nodes: [{ id: "hf:acme/secret" }] } });
    expect((await modeldex.gateway.services.catalog.listings(["hf:acme/secret" as ListingKey]))[0]?.record.access).toBe("PRIVATE");
    const before = (await modeldex.gateway.services.catalog.changes(0, 1_000)).length;
    hub.put({ id: "acme/open", downloads: 2_000 });
    await harvest(modeldex, true);
    hub.put({ id: "acme/open", downloads: 2_000, private: true });
    hub.put(lab(3, { private: true, lastModified: "2026-11-26T13:30:00.000Z" }));
    await harvest(modeldex);
    await harvest(modeldex);
    const lines = await told(modeldex, before);
    expect(lines.filter((line) => /acme\/open|m3$/.test(line))).toEqual(["ACCESS hf:acme/open", "GONE hf:lab/m3", "LISTED hf:acme/open"]);
  });

  it("are never served else, whatever the token may see", async () => {
    hub.put({ id: "acme/secret", private: true, downloads: 9_999 });
    const modeldex = await start({ token });
    await harvest(modeldex);
    await harvest(modeldex, true);
    expect(await modeldex.query('{ model(id: "hf:acme/secret") { id } search(text: "secret", first: 5) { nodes { id } } resolve(reference: "acme/secret") { outcome } }')).toEqual({
      model: null, search: { nodes: [] }, resolve: { outcome: "NOT_FOUND" },
    });
  });
});

describe("whether there is a card", () => {
  it("is told when it goes, not when a list does not say what a look at the model said", async () => {
    const modeldex = await start();
    const look = () => modeldex.query('{ model(id: "hf:lab/m0") { trust { claims(kinds: [CONTENT_DIGEST]) { nodes { statement } } } } }');
    const withCard = async () => (await modeldex.query("{ search(filter: { hasCard: true }, live: false) { nodes { id } } }")).search.nodes;
    await harvest(modeldex);
    const before = (await modeldex.gateway.services.catalog.changes(0, 1_000)).length;
    const rows = async () => (await modeldex.gateway.services.catalog.changes(before, 1_000)).map(({ statement, after }) => [statement, after]);
    for (let round = 0; round < 2; round += 1) {
      await look();
      expect(await withCard()).toEqual([{ id: "hf:lab/m0" }]);
      await harvest(modeldex, true);
      expect(await withCard()).toEqual([{ id: "hf:lab/m0" }]);
    }
    expect((await rows()).filter(([statement]) => statement?.toString().startsWith("Changed"))).toEqual([]);
    hub.put(lab(0, { files: ["config.json", "model.safetensors"], lastModified: "2026-11-27T00:00:00.000Z" }));
    await harvest(modeldex, true);
    await look();
    expect(await withCard()).toEqual([]);
    expect((await rows()).filter(([statement]) => statement?.toString().includes("hasCard"))).toEqual([["Changed: hasCard.", { hasCard: false }]]);
  });
});

describe("what is known of publishers", () => {
  const trust = (id: string) => `{ model(id: "${id}") { publisher { kind } trust { claims(kinds: [PUBLISHER_IDENTITY]) { nodes { status statement issuer { type } subject { type } } } } } }`;

  const nobodySays = { status: "UNKNOWN", statement: 'Nothing that is configured here says who "lab" is.', issuer: { type: "GATEWAY" }, subject: { type: "PUBLISHER" } };

  it("is asked for when one model is looked at, once for all models of a publisher", async () => {
    hub.account("lab", { kind: "organizations", isVerified: true });
    const modeldex = await start();
    await harvest(modeldex);
    const overviews = () => hub.requests.filter((line) => line.includes("/overview"));
    await modeldex.query('{ search(first: 6) { nodes { publisher { kind } trust(depth: CACHED) { level } } } compare(references: ["hf:lab/m0", "hf:lab/m1"]) { rows { attribute } } }');
    expect(overviews()).toEqual([]);
    const claims = { nodes: [nobodySays, { status: "ASSERTED", statement: "The Hub marks the organization lab as verified.", issuer: { type: "SOURCE" }, subject: { type: "PUBLISHER" } }] };
    const { model } = await modeldex.query(trust("hf:lab/m0"));
    expect(model.trust).toEqual({ claims });
    expect((await modeldex.query(trust("hf:lab/m1"))).model.trust).toEqual({ claims });
    expect(overviews()).toEqual(["GET /api/organizations/lab/overview"]);
    expect((await modeldex.query('{ model(id: "hf:lab/m0") { publisher { kind } } }')).model).toEqual({ publisher: { kind: "ORGANIZATION" } });
    await harvest(modeldex, true);
    expect((await modeldex.query('{ model(id: "hf:lab/m0") { name publisher { kind } } }')).model).toMatchObject({ publisher: { kind: "ORGANIZATION" } });
  });

  it("costs no answer when the Hub does not say", async () => {
    const modeldex = await start();
    await harvest(modeldex);
    expect((await modeldex.query(trust("hf:lab/m0"))).model).toEqual({ publisher: { kind: "UNKNOWN" }, trust: { claims: { nodes: [nobodySays] } } });
    expect(hub.requests.filter((line) => line.includes("/overview"))).toEqual(["GET /api/organizations/lab/overview", "GET /api/users/lab/overview"]);
  });
});

describe("a serving process", () => {
  it("harvests by itself, and fetches the details of the most used models behind", async () => {
    for (const number of [0, 1, 2]) hub.put(lab(number, { context: 4_096 + number }));
    const { dataDir } = await start({}, { harvest: true });
    await hub.asked(/sort=downloads/);
    const modeldex = await start({}, { harvest: true, dataDir, now: () => new Date() });
    await expect.poll(() => modeldex.logs.map(({ message }) => message), { timeout: 30_000 }).toContain("background details are complete");
    const { search } = await modeldex.query("{ search(first: 100, live: false, sort: DOWNLOADS) { nodes { contextLength } } }");
    expect(search.nodes.map(({ contextLength }: any) => contextLength)).toEqual([4_096, 4_097, 4_098, null, null, null]);
    expect(hub.requests.filter((line) => line.includes("blobs=true"))).toHaveLength(3);
  });

  it("does neither when that is switched off", async () => {
    const modeldex = await start();
    await modeldex.query("{ search(first: 1, live: false) { totalCount } }");
    expect(hub.requests).toEqual([]);
  });
});
