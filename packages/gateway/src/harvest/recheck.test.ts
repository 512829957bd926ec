import { SourceError, type ListPage, type ListRequest, type Source } from "@modeldex/plugin-kit";
import type { ListingRecord, SourceId } from "@modeldex/schema";
import { expect, it } from "vitest";
import { harvest } from "./run.ts";
import { harvestRooms } from "./testing/rooms.ts";

type Answer = ListingRecord | SourceError | undefined;

/** A source that lists the most used of its models and knows all of them. */
function partial(models: Map<string, Answer>, listed: { names: readonly string[] }, more: Partial<Source> = {}): Source & { readonly asked: string[]; readonly lists: ListRequest[] } {
  const asked: string[] = [];
  const lists: ListRequest[] = [];
  return {
    id: "hub", kind: "scripted", title: "Hub", homepage: "https://hub.example", contract: 1, listing: "partial", asked, lists,
    list: async (request): Promise<ListPage> => {
      lists.push(request);
      return { records: listed.names.flatMap((name) => { const model = models.get(name); return model === undefined || model instanceof SourceError ? [] : model; }) };
    },
    get: async ({ refs }) => refs.map(({ nativeId }) => {
      asked.push(nativeId);
      return models.get(nativeId);
    }),
    ...more,
  };
}

const record = (nativeId: string, stableId = nativeId, more: Partial<ListingRecord> = {}): ListingRecord => ({ nativeId, stableId, name: nativeId, ...more });
const names = (count: number, from = 0): string[] => Array.from({ length: count }, (_, number) => `a/${from + number}`);
const hub = "hub" as SourceId;

async function setUp(count: number, more: Partial<Source> = {}) {
  const models = new Map<string, Answer>(names(count).map((name) => [name, record(name)]));
  const listed = { names: names(count) };
  const source = partial(models, listed, more);
  const rooms = await harvestRooms(source);
  const run = (options: { readonly all?: boolean } = {}) => {
    rooms.advance(60_000);
    return harvest(hub, { all: false, signal: new AbortController().signal, ...options }, rooms);
  };
  expect(await run()).toMatchObject({ status: "DONE", seen: count, added: count, gone: 0 });
  return { models, listed, source, rooms, run };
}

it("tells each model that was deleted, renamed or given to another once, among those that a part no longer shows", async () => {
  const { models, listed, source, rooms, run } = await setUp(8);
  listed.names = names(4);
  models.delete("a/4");
  models.set("a/5", record("b/5", "a/5", { aliases: ["a/5"] })).set("b/5", record("b/5", "a/5"));
  models.set("a/6", record("a/6", "another"));
  expect(await run()).toMatchObject({ status: "DONE", seen: 4, gone: 2, changed: 1 });
  expect([source.asked.toSorted(), (await rooms.told(8)).toSorted()]).toEqual([
    names(4, 4), ["GONE hub:a/4", "GONE hub:a/6", "LISTED hub:a/6", "RENAMED hub:b/5"],
  ]);
  expect(await run()).toMatchObject({ status: "DONE", gone: 0 });
  expect(await rooms.told(12)).toEqual([]);
});

it("looks at a bounded number after each run, those that were fetched longest ago first", async () => {
  const { listed, source, run } = await setUp(450);
  listed.names = [];
  const counts = [];
  for (let round = 0; round < 3; round += 1) {
    await run();
    counts.push(new Set(source.asked).size);
  }
  expect(counts).toEqual([200, 400, 450]);
});

it("asks for nothing where a run shows everything, or nobody can be asked", async () => {
  const whole = await setUp(3, { listing: "bounded" });
  whole.listed.names = ["a/1"];
  expect(await whole.run({ all: true })).toMatchObject({ gone: 2 });
  expect([whole.source.asked, whole.source.lists.map(({ whole: wanted }) => wanted)]).toEqual([[], [undefined, true]]);
  const full = await setUp(3, { listing: "full" });
  full.listed.names = ["a/1"];
  expect(await full.run()).toMatchObject({ gone: 2 });
  expect(full.source.asked).toEqual([]);
  const silent = await setUp(3, { get: undefined as never });
  silent.listed.names = ["a/1"];
  expect(await silent.run()).toMatchObject({ status: "DONE", gone: 0 });
});

it("leaves what it cannot learn as it is, and stops where all would fail", async () => {
  const { models, listed, source, rooms, run } = await setUp(120);
  listed.names = ["a/0"];
  models.set("a/1", new SourceError("BAD_RESPONSE", "One that cannot be read."));
  models.set("a/2", new SourceError("RATE_LIMITED", "Later."));
  expect(await run()).toMatchObject({ status: "DONE", gone: 0 });
  expect([source.asked.length, await rooms.told(120)]).toEqual([50, []]);
});

it("does not believe a source that misses many and does not know what it has just listed", async () => {
  const { models, listed, rooms, run, source } = await setUp(30);
  const get = source.get;
  const broken = { ...source, get: async ({ refs }: { refs: readonly unknown[] }) => refs.map(() => undefined) };
  listed.names = ["a/0"];
  Object.assign(source, { get: broken.get });
  const other = await harvestRooms(source);
  await other.catalog.applyListings(names(30).map((name) => other.writer.toWrite(hub, record(name), "2026-10-01T00:00:00Z")));
  expect(await harvest(hub, { all: false, signal: new AbortController().signal }, other)).toMatchObject({ status: "DONE", gone: 0 });
  expect(other.logs.filter(({ level }) => level === "warn")).toMatchObject([{ message: "the source does not know listings that it has just shown; nothing was taken for gone", missing: 29, shown: "a/0" }]);
  Object.assign(source, { get });
  for (const name of names(29, 1)) models.delete(name);
  expect(await run()).toMatchObject({ status: "DONE", gone: 29 });
  expect((await rooms.told(30)).length).toBe(29);
});

it("ends a whole run that was interrupted before it goes on with parts, unless that is long ago", async () => {
  let stopping = new AbortController();
  const cursors: unknown[] = [];
  const source: Source = {
    id: "hub", kind: "scripted", title: "Hub", homepage: "https://hub.example", contract: 1, listing: "bounded",
    list: async ({ cursor, whole }) => {
      cursors.push([cursor, whole]);
      if (cursor === undefined && whole === true) return { records: [record("a/1")], cursor: "next", checkpoint: "c" };
      if (cursor === "next" && !stopping.signal.aborted) stopping.abort();
      return { records: [record("a/2")], checkpoint: "c" };
    },
  };
  const rooms = await harvestRooms(source);
  const run = (all: boolean) => harvest(hub, { all, signal: stopping.signal }, rooms);
  expect(await run(true)).toMatchObject({ status: "INTERRUPTED" });
  stopping = new AbortController();
  stopping.abort = () => undefined;
  expect(await run(false)).toMatchObject({ status: "DONE", seen: 2 });
  expect(await run(false)).toMatchObject({ status: "DONE", seen: 1 });
  expect(cursors).toEqual([[undefined, true], ["next", true], ["next", true], [undefined, undefined]]);
  stopping = new AbortController();
  expect(await run(true)).toMatchObject({ status: "INTERRUPTED" });
  rooms.advance(3 * 24 * 60 * 60_000);
  stopping = new AbortController();
  expect(await run(false)).toMatchObject({ status: "DONE", seen: 1 });
});
