import { recordedFetch, sourceSuite, testContext } from "@modeldex/plugin-kit/testing";
import { expect, it } from "vitest";
import { exampleHub } from "./example-hub.ts";
import { exchanges } from "./fixtures/example-hub.recorded.ts";

sourceSuite({
  source: () => exampleHub(),
  exchanges,
  examples: {
    known: ["lumen/lantern-1b"],
    search: "lantern",
    // So many rows a page as were recorded.
    listLimit: 2,
    references: { "https://models.example/models/lumen/lantern-1b": "lumen/lantern-1b" },
  },
});

it("makes a record of what the service says, and leaves out what is no model", async () => {
  const context = testContext({ fetch: recordedFetch(exchanges).fetch });
  expect(await exampleHub().list?.({ limit: 2 }, context)).toEqual({
    records: [
      {
        nativeId: "lumen/lantern-1b", name: "lantern-1b", publisher: { name: "lumen" }, url: "https://models.example/models/lumen/lantern-1b", description: "A small model for texts.",
        task: "text-generation", license: { stated: "apache-2.0" }, createdAt: "2026-03-04T05:06:07Z", popularity: { likes: 31 },
      },
    ],
    cursor: "cDI+/w==",
    expected: 4,
  });
  const last = await exampleHub().list?.({ limit: 2, cursor: "cDI+/w==" }, context);
  expect([last?.records?.map(({ nativeId }) => nativeId), last?.cursor]).toEqual([["lumen/ember-embed"], undefined]);
  expect(context.drops).toEqual([{ nativeId: "nameless", reason: "its id is not publisher/name" }, { nativeId: "unknown", reason: "its id is not publisher/name" }]);
});

it("names the option that is wrong", () => {
  expect(() => exampleHub({ endpoint: "models.example" })).toThrow("exampleHub(): option endpoint: must be an http or https URL, such as https://api.models.example/v1");
});
