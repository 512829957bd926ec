import type { ListingRecord } from "@modeldex/plugin-kit";
import type { Digest } from "@modeldex/schema";
import { expect, it } from "vitest";
import { assessRooms, commit, reading, told, type AssessRooms } from "./testing/rooms.ts";

const sha = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const files = ["a", "b", "c", "d"].map((letter, place) => ({ path: `${letter}.bin`, digest: sha(letter), sizeBytes: place + 1 }));
const record = (nativeId: string): ListingRecord => ({ nativeId, name: nativeId, revision: commit, artifacts: files });
/** One request for what is filled on demand, three cheap ones, one for each of four files. */
const whole = 8;
const verifiers = [
  reading("SERIALIZATION_SAFETY", { files: "WEIGHTS", inspects: false, cost: "HIGH", reads: ["artifacts"] }),
  reading("AVAILABILITY"), reading("LINEAGE"), reading("DOCUMENTATION_COMPLETENESS"),
];

async function roomsWith(models: readonly string[]): Promise<{ readonly rooms: AssessRooms; readonly keys: Awaited<ReturnType<AssessRooms["store"]>>[] }> {
  const rooms = await assessRooms(verifiers, ["artifacts"]);
  const keys = [];
  for (const model of models) {
    rooms.records.set(model, record(model));
    keys.push(await rooms.store({ nativeId: model, revision: commit }));
  }
  return { rooms, keys };
}

const isKnown = (text: string): boolean => !text.endsWith("BUDGET_EXCEEDED");

it("knows with more requests whatever it knows with fewer, and says of exactly the rest that the budget was exceeded", async () => {
  let before: readonly string[] = [];
  for (let requests = 0; requests <= whole + 1; requests += 1) {
    const { rooms, keys } = await roomsWith(["acme/a"]);
    const claims = told((await rooms.assess(keys, { requests }))[0]);
    const known = claims.filter(isKnown);
    expect({ requests: rooms.asked.length, lost: before.filter((each) => !known.includes(each)), other: claims.filter((each) => !/ (?:VERIFIED|BUDGET_EXCEEDED)$/.test(each)) }, `${String(requests)} requests`).toEqual({ requests: Math.min(requests, whole), lost: [], other: [] });
    // Without the list of files the check of them is one unknown.
    expect(claims).toHaveLength(requests === 0 ? 4 : 7);
    expect(known).toHaveLength(Math.max(0, Math.min(requests, whole) - 1));
    before = known;
  }
  expect(before).toEqual(["AVAILABILITY VERIFIED", "DOCUMENTATION_COMPLETENESS VERIFIED", "LINEAGE VERIFIED", ...["aa", "bb", "cc", "dd"].map((letters) => `SERIALIZATION_SAFETY ${letters} VERIFIED`)]);
});

it.each([1, 2, 3, 5])("goes on where the last report ended, %i requests at a time, and asks nothing once it is complete", async (requests) => {
  const { rooms, keys } = await roomsWith(["acme/a"]);
  const steps: number[] = [];
  for (let reports = 0; reports < whole + 2; reports += 1) {
    const before = rooms.asked.length;
    const [report] = await rooms.assess(keys, { requests });
    steps.push(rooms.asked.length - before);
    if (told(report).every(isKnown)) break;
  }
  expect(steps.reduce((sum, each) => sum + each, 0)).toBe(whole);
  expect(steps).toHaveLength(Math.ceil(whole / requests));
  expect(new Set(rooms.asked).size).toBe(whole);
  await rooms.assess(keys);
  expect(rooms.asked).toHaveLength(whole);
});

it("lets each model of a page have its cheap checks before any has a dear one, and one dear one each before a second", async () => {
  const models = ["acme/a", "acme/b", "acme/c"];
  const { rooms, keys } = await roomsWith(models);
  const cheap = 4 * models.length;
  const reports = await rooms.assess(keys, { requests: cheap + models.length + 1 });
  expect(reports.map((report) => told(report).filter((each) => each.endsWith(" VERIFIED")).map((each) => each.split(" ").slice(0, -1).join(" ")))).toEqual([
    ["AVAILABILITY", "DOCUMENTATION_COMPLETENESS", "LINEAGE", "SERIALIZATION_SAFETY aa", "SERIALIZATION_SAFETY bb"],
    ["AVAILABILITY", "DOCUMENTATION_COMPLETENESS", "LINEAGE", "SERIALIZATION_SAFETY aa"],
    ["AVAILABILITY", "DOCUMENTATION_COMPLETENESS", "LINEAGE", "SERIALIZATION_SAFETY aa"],
  ]);
});

it("makes a page of 20 models complete, report by report within one budget each, and then asks and writes nothing", async () => {
  const { rooms, keys } = await roomsWith(Array.from({ length: 20 }, (_, place) => `acme/m${String(place)}`));
  const asked = async (): Promise<number> => {
    const before = rooms.asked.length;
    await rooms.assess(keys);
    return rooms.asked.length - before;
  };
  const steps: number[] = [];
  while (steps.at(-1) !== 0 && steps.length < 10) steps.push(await asked());
  // One file of each digest is read for all: they are the same bytes under the same path.
  expect(Math.max(...steps)).toBe(25);
  expect(rooms.asked.filter((path) => path.endsWith(".json"))).toHaveLength(60);
  const generation = async (): Promise<string> => {
    rooms.advance(6_000);
    return rooms.catalog.generation();
  };
  const before = await generation();
  const summaries = await rooms.catalog.assessments(keys);
  expect(await asked()).toBe(0);
  expect([await generation(), await rooms.catalog.assessments(keys)]).toEqual([before, summaries]);
  expect(summaries.map((summary) => summary?.claims.length)).toEqual(Array.from({ length: 20 }, () => 4));
});

it("does not wait for the cheap checks of one that hangs longer than half of the time", async () => {
  const order: string[] = [];
  const hanging = reading("LINEAGE", {
    verify: async ({ subject: { listing } }, tools) => {
      if (listing.record.name === "acme/a") await new Promise<void>((resolve) => tools.signal.addEventListener("abort", () => resolve(), { once: true }));
      order.push(`cheap ${listing.record.name}`);
      return [];
    },
  });
  const dear = reading("AVAILABILITY", { cost: "HIGH", verify: async ({ subject: { listing } }) => (order.push(`dear ${listing.record.name}`), []) });
  const rooms = await assessRooms([dear, hanging]);
  const keys = [await rooms.store({ nativeId: "acme/a" }), await rooms.store({ nativeId: "acme/b" })];
  await rooms.assess(keys, { timeMs: 60 });
  expect(order).toEqual(["cheap acme/b", "dear acme/a", "dear acme/b", "cheap acme/a"]);
});
