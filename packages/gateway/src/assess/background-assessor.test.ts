import type { ListingKey, SourceId } from "@modeldex/schema";
import { expect, it } from "vitest";
import type { AssessmentResult } from "../observe/recorders.ts";
import { startBackgroundAssessor, type BackgroundAssessing, type BackgroundAssessments } from "./background-assessor.ts";
import { assessRooms, commit, reading, type AssessRooms } from "./testing/rooms.ts";

const minute = 60_000;
const hour = 60 * minute;

/** Runs it until it would wait for the so-manieth time; the clock moves with each wait. */
async function runUntil(waits: number, rooms: AssessRooms, options: BackgroundAssessments = {}, more: Partial<BackgroundAssessing> = {}): Promise<{ readonly waited: readonly number[]; readonly results: readonly AssessmentResult[] }> {
  const waited: number[] = [];
  const results: AssessmentResult[] = [];
  const ended = Promise.withResolvers<void>();
  const stop = startBackgroundAssessor(options, {
    ...rooms,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => { throw new Error("not used"); } },
    holder: "test:1",
    recorders: { assessment: (result) => void results.push(result) },
    pause: (ms, signal) => {
      waited.push(ms);
      rooms.advance(ms);
      if (waited.length < waits) return Promise.resolve();
      ended.resolve();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    },
    ...more,
  });
  await ended.promise;
  await stop();
  return { waited, results };
}

/** Models of the hub, the first the most used. */
async function store(rooms: AssessRooms, names: readonly string[]): Promise<readonly ListingKey[]> {
  const keys = [];
  for (const [place, name] of names.entries()) keys.push(await rooms.store({ nativeId: `acme/${name}`, revision: commit, popularity: { downloads30d: 10 ** (9 - place) } }));
  return keys;
}

const models = (rooms: AssessRooms): readonly string[] => rooms.asked.map((path) => path.split("/")[3] ?? "");

it("assesses the most used models that never were, at its pace, and then those that are due", async () => {
  const rooms = await assessRooms([reading("AVAILABILITY", {}, { expiresAt: "2026-11-01T13:00:00.000Z" })]);
  const keys = await store(rooms, ["a", "b", "c", "d"]);
  await rooms.assess([keys[1] as ListingKey]);
  rooms.asked.length = 0;
  expect(await runUntil(4, rooms, { mostUsed: 3, perMinute: 6 })).toEqual({ waited: [50_000, 10_000, 10_000, 300_000], results: ["DONE", "DONE"] });
  expect(models(rooms)).toEqual(["a", "c"]);
  expect((await rooms.catalog.assessments(keys)).map((each) => each?.claims.length)).toEqual([1, 1, 1, undefined]);
  rooms.asked.length = 0;
  rooms.advance(hour);
  await runUntil(5, rooms, { mostUsed: 3 });
  expect(models(rooms)).toEqual(["a", "b", "c"]);
});

it("asks with the patience of a harvest, so that people go first", async () => {
  const rooms = await assessRooms([reading("AVAILABILITY", { reads: ["artifacts"] })], ["artifacts"]);
  await store(rooms, ["a"]);
  rooms.records.set("acme/a", { nativeId: "acme/a", name: "a", revision: commit, artifacts: [] });
  await runUntil(3, rooms);
  expect([rooms.priorities, rooms.asked]).toEqual([["get harvest", "readFile harvest"], ["/models/acme/a", "/files/acme/a/availability.json"]]);
  const other = await rooms.store({ nativeId: "acme/b", revision: commit });
  rooms.records.set("acme/b", { nativeId: "acme/b", name: "b", revision: commit, artifacts: [] });
  await rooms.assess([other]);
  expect(rooms.priorities.slice(2)).toEqual(["get person", "readFile person"]);
});

it("leaves a source alone that fails, longer each time, and goes on with the others", async () => {
  const rooms = await assessRooms([reading("AVAILABILITY")]);
  await store(rooms, ["a", "b"]);
  rooms.fail(true);
  const failing = await runUntil(3, rooms, { perMinute: 1 });
  expect(failing).toEqual({ waited: [300_000, 60_000, 60_000], results: ["UNAVAILABLE", "UNAVAILABLE"] });
  const asked = rooms.asked.length;
  expect(asked).toBeGreaterThan(0);
  // What could not be found out is due again within the hour, not at once.
  expect((await runUntil(2, rooms)).results).toEqual([]);
  expect(rooms.asked).toHaveLength(asked);
  rooms.fail(false);
  rooms.advance(hour);
  expect((await runUntil(4, rooms)).results).toEqual(["DONE", "DONE"]);
});

it("rests a failing source while others are assessed", async () => {
  const rooms = await assessRooms([reading("AVAILABILITY")]);
  await store(rooms, ["a", "b", "c"]);
  await rooms.store({ nativeId: "other/x", revision: commit, popularity: { downloads30d: 1 } }, "mirror");
  const assessed: string[] = [];
  const status = { state: "DEGRADED", lastErrorAt: "9999-01-01T00:00:00Z" } as const;
  await runUntil(5, rooms, {}, {
    assessor: { ...rooms.assessor, assess: (keys, options) => (assessed.push(...keys), rooms.assessor.assess(keys, options)) },
    ask: { registry: rooms.ask.registry, status: (source) => (source === ("hub" as SourceId) ? status : rooms.ask.status(source)) },
  });
  expect(assessed.slice(0, 2)).toEqual(["hub:acme/a", "mirror:other/x"]);
});

it("passes over one whose assessment breaks off, and is done by one process", async () => {
  const rooms = await assessRooms([reading("AVAILABILITY")]);
  await store(rooms, ["a", "b"]);
  const assess: AssessRooms["assessor"]["assess"] = (keys, options) => (keys[0] === "hub:acme/a" ? Promise.reject(new TypeError("a fault")) : rooms.assessor.assess(keys, options));
  expect((await runUntil(4, rooms, {}, { assessor: { ...rooms.assessor, assess } })).results).toEqual(["FAILED", "DONE"]);
  await rooms.catalog.acquireLease({ source: "+assessments" as SourceId, holder: "other:1", ttlMs: 24 * hour });
  expect(await runUntil(2, rooms)).toEqual({ waited: [50_000, 300_000], results: [] });
});

it("says when the budget reached no further, and comes back to it after an hour", async () => {
  const files = Array.from({ length: 30 }, (_, place) => ({ path: `${String(place)}.bin` }));
  const rooms = await assessRooms([reading("SERIALIZATION_SAFETY", { files: "WEIGHTS", inspects: false })]);
  await rooms.store({ nativeId: "acme/a", revision: commit, artifacts: files });
  expect((await runUntil(3, rooms)).results).toEqual(["PARTLY"]);
  expect(rooms.asked).toHaveLength(25);
  rooms.advance(hour);
  expect((await runUntil(3, rooms)).results).toEqual(["DONE"]);
  expect(rooms.asked).toHaveLength(30);
});
