import { recordedFetch, sourceSuite, testContext } from "@modeldex/plugin-kit/testing";
import { expect, it } from "vitest";
import { exampleHub } from "./example-hub.ts";
import { exchanges } from "./fixtures/example-hub.recorded.ts";

sourceSuite({
  source: () => exampleHub(),
  exchanges,
  examples: {
    known: ["lumen/lantern-1b", "lumen/ember-embed"],
    references: { "https://models.example/models/lumen/lantern-1b": "lumen/lantern-1b" },
  },
});

it("makes records of what the service says, and leaves out what is no model", async () => {
  const context = testContext({ fetch: recordedFetch(exchanges).fetch });
  const page = await exampleHub().list?.({ limit: 10 }, context);
  expect(page?.records).toEqual([
    {
      nativeId: "lumen/lantern-1b", name: "lantern-1b", publisher: { name: "lumen" }, url: "https://models.example/models/lumen/lantern-1b", task: "text-generation",
      license: { stated: "apache-2.0" }, parameters: { total: 1_100_000_000, origin: "STATED" }, popularity: { downloads30d: 1203 }, updatedAt: "2026-03-04T00:00:00Z",
    },
    {
      nativeId: "lumen/ember-embed", name: "ember-embed", publisher: { name: "lumen" }, url: "https://models.example/models/lumen/ember-embed", task: "feature-extraction",
      updatedAt: "2026-02-01T08:00:00Z",
    },
  ]);
  expect(context.drops).toEqual([{ nativeId: "nameless", reason: "its id is not publisher/name" }, { nativeId: "unknown", reason: "its id is not publisher/name" }]);
});

it("says that nothing has changed until half of what is fresh has passed, and then gives everything", async () => {
  const list = async (now: string, since?: string) =>
    exampleHub().list?.({ limit: 10, ...(since !== undefined && { since }) }, testContext({ fetch: recordedFetch(exchanges).fetch, now: new Date(now) }));
  const since = (await list("2026-03-05T00:00:00Z"))?.checkpoint;
  expect(await list("2026-03-05T02:59:59Z", since)).toEqual({ unchanged: true });
  expect(await list("2026-03-05T03:00:00Z", since)).toMatchObject({ whole: true, records: [{ nativeId: "lumen/lantern-1b" }, { nativeId: "lumen/ember-embed" }] });
});

it("names the option that is wrong", () => {
  expect(() => exampleHub({ url: "models.json" })).toThrow("exampleHub(): option url: must be an http or https URL, such as https://models.example/models.json");
});
