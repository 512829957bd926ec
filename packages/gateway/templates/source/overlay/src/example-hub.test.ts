import { recordedFetch, sourceSuite, testContext } from "@modeldex/plugin-kit/testing";
import { expect, it } from "vitest";
import { exampleHub } from "./example-hub.ts";
import { exchanges } from "./fixtures/example-hub.recorded.ts";

sourceSuite({ source: () => exampleHub(), exchanges });

it("says what the results are of, and leaves out rows that are of no model", async () => {
  const context = testContext({ fetch: recordedFetch(exchanges).fetch });
  const page = await exampleHub().list?.({ limit: 10 }, context);
  expect(page?.overlays).toEqual([
    {
      nativeId: "https://huggingface.co/lumen/lantern-1b",
      links: [{ reference: "https://huggingface.co/lumen/lantern-1b", relation: "UNKNOWN", statement: "Example Hub reports its results under https://huggingface.co/lumen/lantern-1b." }],
      evaluations: [
        { benchmark: "arc-challenge", author: "SOURCE", value: 41.5, metric: "accuracy", date: "2026-03-04T00:00:00Z" },
        { benchmark: "hellaswag", author: "SOURCE", value: 60.25, metric: "accuracy" },
      ],
    },
    {
      nativeId: "https://huggingface.co/lumen/ember-embed",
      links: [{ reference: "https://huggingface.co/lumen/ember-embed", relation: "UNKNOWN", statement: "Example Hub reports its results under https://huggingface.co/lumen/ember-embed." }],
      evaluations: [{ benchmark: "mteb", author: "SOURCE", value: 55 }],
    },
  ]);
  expect(context.drops).toEqual([{ nativeId: "Lantern", reason: "its model is no URL" }, { nativeId: "https://huggingface.co/lumen/lantern-3b", reason: "it has no benchmark or no score" }]);
});

it("says that nothing has changed until half of what is fresh has passed, and then gives everything", async () => {
  const list = async (now: string, since?: string) =>
    exampleHub().list?.({ limit: 10, ...(since !== undefined && { since }) }, testContext({ fetch: recordedFetch(exchanges).fetch, now: new Date(now) }));
  const since = (await list("2026-03-05T00:00:00Z"))?.checkpoint;
  expect(await list("2026-03-05T02:59:59Z", since)).toEqual({ unchanged: true });
  expect((await list("2026-03-05T03:00:00Z", since))?.whole).toBe(true);
});

it("names the option that is wrong", () => {
  expect(() => exampleHub({ url: "results.json" })).toThrow("exampleHub(): option url: must be an http or https URL, such as https://models.example/results.json");
});
