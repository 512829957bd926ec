import { SourceError, type GetRequest, type Source } from "@modeldex/plugin-kit";
import type { ListingKey, ListingRecord, SourceId } from "@modeldex/schema";
import { expect, it } from "vitest";
import { startBackgroundDetails } from "./background-details.ts";
import { harvestRooms, type HarvestRooms } from "./testing/rooms.ts";

const hub = "hub" as SourceId;
const minute = 60_000;

/** A source whose models state their files only when they are asked for; the context length of none but the first. */
function hubOf(answers: { of: (nativeId: string) => ListingRecord | SourceError | undefined }, asked: string[], more: Partial<Source> = {}): Source {
  return {
    id: "hub", kind: "scripted", title: "Hub", homepage: "https://hub.example", contract: 1, onDemand: ["artifacts", "contextTokens", "architecture"],
    get: async ({ refs, need }: GetRequest) => refs.map(({ nativeId }) => {
      asked.push(`${nativeId} ${[...need].sort().join(",")}`);
      return answers.of(nativeId);
    }),
    ...more,
  };
}

const bare = (nativeId: string, revision: string, downloads30d: number): ListingRecord => ({ nativeId, name: nativeId, revision, publisher: { name: "acme" }, popularity: { downloads30d } });
const detailed = (nativeId: string, revision = "1"): ListingRecord => ({ ...bare(nativeId, revision, 1_000 - Number(nativeId.slice(5))), artifacts: [], ...(nativeId === "acme/1" && { contextTokens: 8 }) });

/** Runs it until it would wait for the so-manieth time. */
async function runUntil(waits: number, rooms: HarvestRooms, options: Parameters<typeof startBackgroundDetails>[0] = {}): Promise<readonly number[]> {
  const waited: number[] = [];
  const ended = Promise.withResolvers<void>();
  const stop = startBackgroundDetails(options, {
    ...rooms,
    pause: (ms, signal) => {
      waited.push(ms);
      if (waited.length < waits) return Promise.resolve();
      ended.resolve();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    },
  });
  await ended.promise;
  await stop();
  return waited;
}

async function store(rooms: HarvestRooms, records: readonly ListingRecord[]): Promise<void> {
  await rooms.catalog.applyListings(records.map((record) => rooms.writer.toWrite(hub, record, rooms.now().toISOString())));
  rooms.advance(minute);
}

it("fetches what the most used models lack, some at a time, each once for a revision", async () => {
  const asked: string[] = [];
  const answers = { of: (nativeId: string) => detailed(nativeId) };
  const rooms = await harvestRooms(hubOf(answers, asked));
  await store(rooms, Array.from({ length: 9 }, (_, number) => bare(`acme/${number + 1}`, "1", 999 - number)));
  expect(await runUntil(5, rooms, { mostUsed: 7, perMinute: 10 })).toEqual([30_000, 30_000, 30_000, 300_000, 300_000]);
  expect(asked.map((line) => line.split(" ")[0])).toEqual(["acme/1", "acme/2", "acme/3", "acme/4", "acme/5", "acme/6", "acme/7"]);
  expect(asked[0]).toBe("acme/1 architecture,artifacts,contextTokens");
  expect((await rooms.catalog.listings(["hub:acme/1" as ListingKey]))[0]?.record).toMatchObject({ artifacts: [], contextTokens: 8 });
  expect(rooms.logs.filter(({ message }) => message === "background details are complete")).toMatchObject([{ level: "info", source: "hub", asked: 7, among: 7 }]);
  asked.length = 0;
  answers.of = (nativeId) => detailed(nativeId, "2");
  rooms.advance(24 * 60 * minute);
  await store(rooms, [bare("acme/3", "2", 997)]);
  await runUntil(3, rooms, { mostUsed: 7, perMinute: 3 });
  expect(asked).toHaveLength(1);
});

it("says what is gone, passes over what cannot be read, and leaves the rest for later when the source fails", async () => {
  const asked: string[] = [];
  const answers: { of: (nativeId: string) => ListingRecord | SourceError | undefined } = {
    of: (nativeId) => (nativeId === "acme/1" ? undefined : nativeId === "acme/2" ? new SourceError("BAD_RESPONSE", "Odd.") : new SourceError("RATE_LIMITED", "Later.", { retryAfterMs: 7 * minute })),
  };
  const rooms = await harvestRooms(hubOf(answers, asked));
  await store(rooms, [1, 2, 3].map((number) => bare(`acme/${number}`, "1", 1_000 - number)));
  expect(await runUntil(3, rooms)).toEqual([30_000, 7 * minute, 7 * minute]);
  expect(await rooms.told(3)).toEqual(["GONE hub:acme/1"]);
  expect(rooms.logs.filter(({ message }) => String(message).startsWith("background details have to wait"))).toMatchObject([{ level: "info", code: "RATE_LIMITED" }, { level: "debug", failures: 2 }]);
  answers.of = (nativeId) => detailed(nativeId);
  asked.length = 0;
  rooms.advance(10 * minute);
  await runUntil(3, rooms);
  expect(asked.map((line) => line.split(" ")[0])).toEqual(["acme/3"]);
});

it("hears of each publisher once, and writes it down with the details", async () => {
  const publishers: string[] = [];
  const asked: string[] = [];
  const source = hubOf({ of: (nativeId) => ({ ...detailed(nativeId), claims: [] }) }, asked, {
    publisher: async (name) => {
      publishers.push(name);
      return { kind: "ORGANIZATION", claims: [{ kind: "PUBLISHER_IDENTITY", statement: "Verified.", facts: { publisher: name, confirmedBy: "hub.example" }, evidence: [] }] };
    },
  });
  const rooms = await harvestRooms(source);
  await store(rooms, [1, 2, 3].map((number) => bare(`acme/${number}`, "1", 1_000 - number)));
  await runUntil(3, rooms);
  expect(publishers).toEqual(["acme"]);
  await store(rooms, [bare("acme/1", "1", 5_000)]);
  expect((await rooms.catalog.listings(["hub:acme/1" as ListingKey]))[0]?.record).toMatchObject({ publisher: { name: "acme", kind: "ORGANIZATION" } });
});

it("is done by one process, and by none where no source gives anything on demand", async () => {
  const asked: string[] = [];
  const rooms = await harvestRooms(hubOf({ of: (nativeId) => detailed(nativeId) }, asked));
  await store(rooms, [bare("acme/1", "1", 1)]);
  await rooms.catalog.acquireLease({ source: "hub+details" as SourceId, holder: "other:1", ttlMs: 60 * minute });
  expect(await runUntil(2, rooms)).toEqual([30_000, 300_000]);
  expect(asked).toEqual([]);
  const plain = await harvestRooms({ ...hubOf({ of: () => undefined }, asked), onDemand: [] });
  await startBackgroundDetails({}, plain)();
  expect(asked).toEqual([]);
});
