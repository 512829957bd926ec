import { recordedFetch, sourceSuite, testContext } from "@modeldex/plugin-kit/testing";
import { expect, it } from "vitest";
import { exampleHub } from "./example-hub.ts";
import { digest, exchanges, weights } from "./fixtures/example-hub.recorded.ts";

sourceSuite({
  source: () => exampleHub(),
  exchanges,
  examples: {
    known: ["lumen/lantern-1b:q4_k_m", `lumen/lantern-1b@${digest}`],
    unknown: "lumen/lantern-1b:no-such-tag",
    references: { "example-hub://lumen/lantern-1b:q4_k_m": "lumen/lantern-1b:q4_k_m" },
  },
});

const get = async (nativeId: string, answers = exchanges) =>
  exampleHub().get?.({ refs: [{ nativeId }], need: new Set() }, testContext({ fetch: recordedFetch(answers).fetch }));

it("gives the same listing by tag and by digest; the tag is an alias that may move", async () => {
  const record = {
    nativeId: `lumen/lantern-1b@${digest}`, name: "lantern-1b", publisher: { name: "lumen" }, revision: digest, license: { stated: "apache-2.0" }, createdAt: "2026-03-04T05:06:07Z",
    artifacts: [{ path: "lantern-1b-q4_k_m.gguf", sizeBytes: 807_694_464, format: "GGUF", digest: weights }],
  };
  expect(await get(`lumen/lantern-1b@${digest}`)).toEqual([record]);
  expect(await get("lumen/lantern-1b:q4_k_m")).toEqual([{ ...record, movingAliases: ["lumen/lantern-1b:q4_k_m"] }]);
});

it("refuses bytes that have another digest than the one that was asked for", async () => {
  const url = `https://registry.models.example/v1/lumen/lantern-1b/manifests/${digest}`;
  const [answer] = (await get(`lumen/lantern-1b@${digest}`, [{ url, text: "{}" }])) ?? [];
  expect(answer).toMatchObject({ code: "BAD_RESPONSE", message: expect.stringMatching(/^the manifest of lumen\/lantern-1b@sha256:[0-9a-f]{64} came with other bytes than those of its digest /) });
});

it("names the option that is wrong", () => {
  expect(() => exampleHub({ endpoint: "models.example" })).toThrow("exampleHub(): option endpoint: must be an http or https URL, such as https://registry.models.example/v1");
});
