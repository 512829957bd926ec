import { SourceError } from "@modeldex/plugin-kit";
import type { ListPage, ListRequest, Source } from "@modeldex/plugin-kit";
import type { ListingRecord } from "@modeldex/schema";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { scriptedSource } from "./support/scripted-source.ts";

let modeldex: TestGateway;
let list: (request: ListRequest) => ListPage;
const source: Source = { id: "file", title: "Scripted", homepage: "https://example.org", contract: 1, kind: "scripted", listing: "full", list: async (request) => list(request) };
beforeEach(async () => void (modeldex = await startGateway({ sources: [source] })));
afterEach(() => modeldex.close());

const records = (count: number, from = 0): ListingRecord[] => Array.from({ length: count }, (_, n) => ({ nativeId: `org/m${from + n}`, name: `m${from + n}` }));
const harvest = (more: { readonly force?: boolean; readonly all?: boolean } = {}) => modeldex.gateway.harvest("file", { all: true, signal: AbortSignal.timeout(30_000), ...more });
const listed = async () => (await modeldex.query("{ search(first: 1) { totalCount } }")).search.totalCount;

it("goes on at its cursor after an interruption", async () => {
  const asked: (string | undefined)[] = [];
  let broken = true;
  list = ({ cursor }) => {
    asked.push(cursor);
    if (cursor === undefined) return { records: records(10), cursor: "next" };
    if (broken) throw new SourceError("UNREACHABLE", "gone for a moment");
    return { records: records(5, 10) };
  };
  expect(await harvest()).not.toHaveProperty("seenBefore");
  broken = false;
  asked.length = 0;
  expect(await harvest()).toMatchObject({ status: "DONE", seen: 15, seenBefore: 10, gone: 0 });
  expect([asked, await listed()]).toEqual([["next"], 15]);
});

it("removes what a whole run has not seen, but not when that is implausibly much, unless it is forced", async () => {
  list = () => ({ records: records(100) });
  await harvest();
  list = () => ({ records: records(90) });
  expect(await harvest()).toMatchObject({ status: "DONE", gone: 10 });
  list = () => ({ records: records(20) });
  const held = await harvest();
  expect(held).toMatchObject({ status: "DONE", gone: 0, heldBackBecause: expect.stringContaining("70 of 90 listings (78 %) were not seen") });
  list = () => ({ records: [] });
  expect(await harvest()).toMatchObject({ status: "DONE", gone: 0, heldBackBecause: expect.stringContaining("came back empty") });
  expect(await listed()).toBe(90);
  expect(await harvest({ force: true })).toMatchObject({ status: "DONE", gone: 90 });
  expect(await listed()).toBe(0);
  const { model } = await modeldex.query('{ model(id: "file:org/m1") { id listings { nodes { state goneAt } } } }');
  expect(model).toEqual({ id: "file:org/m1", listings: { nodes: [{ state: "GONE", goneAt: expect.any(String) }] } });
});

it("drops a bad row with its reason, and keeps the page", async () => {
  list = () => ({ records: [...records(3), { nativeId: "", name: "no id" } as ListingRecord, { nativeId: "org/bad", name: 5 } as unknown as ListingRecord] });
  expect(await harvest()).toMatchObject({ status: "DONE", seen: 3, dropped: 2 });
  const { source: served } = await modeldex.query('{ source(id: "file") { coverage { listings dropped } } }');
  expect(served.coverage).toEqual({ listings: 3, dropped: 2 });
});

it("stops at pages that never end, and at a source that fails, without losing what it has", async () => {
  list = ({ cursor }) => ({ records: records(2, cursor === undefined ? 0 : 2), cursor: "same" });
  expect(await harvest()).toMatchObject({ status: "FAILED", code: "BAD_RESPONSE", message: "file gave the same cursor twice; its pages would never end." });
  expect(await listed()).toBe(4);
});

it("writes nothing when nothing has changed since the checkpoint, and lets go when a delta shows everything", async () => {
  const asked: ListRequest[] = [];
  let state = "1";
  let shown = 40;
  list = (request) => {
    asked.push(request);
    if (request.since === state) return { unchanged: true };
    return { records: records(shown), checkpoint: state, ...(request.since !== undefined && { whole: true as const }) };
  };
  const delta = (more = {}) => harvest({ all: false, ...more });
  const stored = async () => [await modeldex.gateway.services.catalog.generation(), (await modeldex.query('{ source(id: "file") { coverage { listings lastFullRunAt running { heldBackBecause listingsSeen } } } }')).source.coverage];
  expect(await delta()).toMatchObject({ status: "DONE", seen: 40, added: 40 });
  const before = await stored();
  expect(await delta()).toEqual({ status: "DONE", unchanged: true, seen: 0, added: 0, changed: 0, gone: 0, dropped: 0, elapsedMs: 0 });
  expect(await stored()).toEqual(before);
  [state, shown] = ["2", 35];
  expect(await delta()).toMatchObject({ status: "DONE", seen: 35, gone: 5 });
  expect(asked.map(({ since }) => since)).toEqual([undefined, "1", "1"]);
  [state, shown] = ["3", 5];
  expect(await delta()).toMatchObject({ status: "DONE", seen: 5, gone: 0, heldBackBecause: "30 of 35 listings (86 %) were not seen, more than 20 %; nothing was removed. When they are really gone, let go by: modeldex harvest file --force" });
  expect((await stored())[1]).toMatchObject({ listings: 35, running: { listingsSeen: 5, heldBackBecause: expect.stringContaining("30 of 35") } });
  // As long as it waits, each run says so and by which command it is let go.
  expect(await delta()).toMatchObject({ unchanged: true, heldBackBecause: expect.stringMatching(/30 of 35 .*let go by: modeldex harvest file --force$/) });
  expect(await delta({ force: true })).toMatchObject({ status: "DONE", seen: 5, gone: 30 });
  expect((await stored())[1]).toMatchObject({ listings: 5, running: null });
});

it("lets go of everything where the source's removals are trusted, and takes a wrong page for what it is", async () => {
  const trusting = await startGateway({ sources: [{ ...source, removals: "trusted" }] });
  const run = (all: boolean) => trusting.gateway.harvest("file", { all, signal: AbortSignal.timeout(30_000) });
  try {
    list = () => ({ records: records(30), checkpoint: "1" });
    await run(true);
    list = () => ({ whole: true, checkpoint: "2" });
    expect(await run(false)).toMatchObject({ status: "DONE", seen: 0, gone: 30 });
    list = () => ({ unchanged: true });
    expect(await run(true)).toMatchObject({ status: "FAILED", code: "BAD_RESPONSE", message: "file says that nothing has changed, and was asked for everything." });
    list = () => ({ unchanged: true, records: records(1) });
    expect(await run(false)).toMatchObject({ status: "FAILED", code: "BAD_RESPONSE", message: expect.stringContaining("a page that is unchanged says nothing else") });
  } finally {
    await trusting.close();
  }
});

it("lets go in a run without checkpoint to begin from, also when not everything was asked for", async () => {
  list = () => ({ records: records(12) });
  await harvest({ all: false });
  list = () => ({ records: records(11) });
  expect(await harvest({ all: false })).toMatchObject({ status: "DONE", seen: 11, gone: 1 });
});

it("goes on asking a source that answers wrongly as often as ever, leaves one alone that does not answer, and logs each trouble once", async () => {
  const asked = { wrong: 0, silent: 0 };
  const enough = Promise.withResolvers<void>();
  const failing = (id: keyof typeof asked, error: SourceError): Source => ({
    ...source, id, harvestEveryMs: 10,
    list: async () => {
      asked[id] += 1;
      if (asked.wrong === 40) enough.resolve();
      throw error;
    },
  });
  const keeping = await startGateway({ sources: [failing("wrong", new SourceError("BAD_RESPONSE", "Line 3 is wrong.")), failing("silent", new SourceError("UNREACHABLE", "Nobody is there."))] }, { harvest: true });
  try {
    await enough.promise;
    expect(asked.silent * 2).toBeLessThan(asked.wrong);
    const told = keeping.logs.filter(({ level }) => level === "warn").map(({ source: id, message, msg, reason }) => [id, message ?? msg, reason]);
    expect(told.filter(([id]) => id === "wrong")).toEqual([["wrong", "a source answered wrongly", undefined], ["wrong", "harvest failed; it is tried again", "Line 3 is wrong."]]);
    expect((await keeping.query('{ source(id: "wrong") { status { state message } } }')).source.status).toEqual({ state: "DEGRADED", message: "Line 3 is wrong." });
  } finally {
    await keeping.close();
  }
});

it("lists a source that states no interval once when it serves, unless the source or the configuration says otherwise, and then says by which command", async () => {
  const sources = (): Source[] => [{ ...scriptedSource("shelf", ["acme/one"]) }, { ...scriptedSource("asked", ["acme/two"]), harvestEveryMs: false }];
  const serving = await startGateway({ sources: sources() }, { harvest: true });
  const named = await startGateway({ sources: sources(), harvest: [] }, { harvest: true });
  try {
    const stored = async ({ query }: TestGateway) => (await query("{ sources { coverage { listings } } }")).sources.map(({ coverage }: any) => coverage.listings);
    await expect.poll(() => stored(serving)).toEqual([1, 0]);
    expect(await serving.gateway.probe()).toEqual([{ id: "shelf", state: "1 listing stored; ready" }, { id: "asked", state: "0 listings stored; ready; bring what it lists by: modeldex harvest asked" }]);
    expect(await stored(named)).toEqual([0, 0]);
    expect((await named.gateway.probe())[0]).toEqual({ id: "shelf", state: "0 listings stored; ready; bring what it lists by: modeldex harvest shelf" });
  } finally {
    await Promise.all([serving.close(), named.close()]);
  }
});
