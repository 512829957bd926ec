import { SourceError, type Source } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import { expect, it } from "vitest";
import { retryAfterMs, startScheduler } from "./scheduler.ts";
import { harvestRooms } from "./testing/rooms.ts";

const hour = 3_600_000;

it.each([
  [6 * hour, [60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, 3_840_000, 7_680_000, 15_360_000, 21_600_000, 21_600_000]],
  [5_000, [5_000, 10_000, 20_000, 40_000, 40_000]],
])("tries again soon and then less and less often, for a source that is harvested every %i ms", (everyMs, waits) => {
  expect(waits.map((_, place) => retryAfterMs(place + 1, everyMs))).toEqual(waits);
  expect(retryAfterMs(5_000, everyMs)).toBe(waits.at(-1));
});

it("warns once of a source that cannot be reached, says when it works again, and keeps to its interval then", async () => {
  let calls = 0;
  const source: Source = {
    id: "hub", kind: "scripted", title: "Hub", homepage: "https://hub.example", contract: 1,
    list: async () => {
      calls += 1;
      if (calls <= 3) throw new SourceError(calls === 2 ? "TIMEOUT" : "UNREACHABLE", "No route to the hub.");
      return { records: [] };
    },
  };
  const rooms = await harvestRooms(source);
  const waits: number[] = [];
  const ended = Promise.withResolvers<void>();
  const stop = startScheduler([{ source: "hub" as SourceId, everyMs: 6 * hour }], rooms, {
    pause: (ms, signal) => {
      waits.push(ms);
      if (waits.length < 5) return Promise.resolve();
      ended.resolve();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    },
  });
  await ended.promise;
  await stop();
  expect(waits).toEqual([60_000, 120_000, 240_000, 6 * hour, 6 * hour]);
  const told = rooms.logs.filter(({ level, message }) => level !== "debug" && String(message).startsWith("harvest")).map(({ level, message, failures }) => ({ level, message, failures }));
  expect(told).toEqual([
    { level: "warn", message: "harvest failed; it is tried again", failures: 1 },
    { level: "info", message: "harvest works again", failures: 3 },
  ]);
  expect(calls).toBe(5);
});

it("harvests a source without an interval once, tries until that is done, and leaves one alone that was harvested before", async () => {
  let calls = 0;
  const source: Source = {
    id: "shelf", kind: "scripted", title: "Shelf", homepage: "https://shelf.example", contract: 1, listing: "full",
    list: async () => {
      calls += 1;
      if (calls === 1) throw new SourceError("UNREACHABLE", "No route to the shelf.");
      return { records: [{ nativeId: "acme/one", name: "one" }] };
    },
  };
  const rooms = await harvestRooms(source);
  const shelf = "shelf" as SourceId;
  const waits: number[] = [];
  const start = () => startScheduler([{ source: shelf }], rooms, { pause: async (ms) => void waits.push(ms) });
  const first = start();
  await expect.poll(async () => (await rooms.catalog.harvestState(shelf)).lastRunAt).toBeDefined();
  await first();
  expect([calls, waits, (await rooms.catalog.coverage(shelf)).listings]).toEqual([2, [60_000], 1]);
  const second = start();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await second();
  expect([calls, waits]).toEqual([2, [60_000]]);
});
