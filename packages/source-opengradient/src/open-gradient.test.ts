import { sourceSuite, testContext, recordedFetch } from "@modeldex/plugin-kit/testing";
import { toFunctionSelector } from "viem";
import { describe, expect, test } from "vitest";
import { views } from "./enclaves.ts";
import { modelOf } from "./model-row.ts";
import { openGradient } from "./open-gradient.ts";
import { readingsOf } from "./references.ts";

const api = "https://hub-api.opengradient.ai/api/v0/models/";
const site = { site: "https://hub.opengradient.ai", aggregator: "https://walrus.example" };
const walrusId = "jKzAHsOHS1zA193_9N-n5H_IjupBjKce08qMLLseRe8";
const cid = "QmbUqS93oc4JTLMHwpVxsE39mhNxy6hpf6Py3r9oANr8aZ";
const volatility = { name: "vol-1hr", description: "# Volatility\nOne hour ahead.", taskName: "Time Series Forecasting", authorUsername: "OpenGradient", llmPath: walrusId, colour: "green", nested: { a: 1 } };
const chat = { name: "tiny chat", taskName: "Text Generation", authorUsername: "ada", versions: [{ versionString: "1.00", files: [{ name: "tiny.onnx", size: 12, ipfsCid: cid }, { name: "noise.bin", ipfsCid: "no id" }] }] };

describe("as a source", () => {
  sourceSuite({
    source: () => openGradient(),
    exchanges: [
      { url: `${api}?page=0&limit=2`, json: [volatility, chat] },
      { url: `${api}?page=1&limit=2`, json: { models: [{ name: "later", authorUsername: "bo" }] } },
      { url: `${api}vol-1hr?authorUsername=OpenGradient`, json: volatility },
      { url: `${api}tiny%20chat?authorUsername=ada`, json: chat },
      { url: `${api}no-such-model?authorUsername=modeldex-suite`, status: 404, json: { detail: "Not Found" } },
    ],
    examples: {
      known: ["OpenGradient/vol-1hr", "ada/tiny chat"],
      listLimit: 2,
      references: {
        "https://hub.opengradient.ai/models/OpenGradient/vol-1hr": "OpenGradient/vol-1hr",
        "https://hub.opengradient.ai/models/ada/tiny%20chat?tab=files": "ada/tiny chat",
        "https://hub.opengradient.ai/models/vol-1hr": "vol-1hr",
        "ada/tiny": "ada/tiny",
      },
      foreign: ["https://hub.opengradient.ai/users/ada", "vol-1hr", "https://huggingface.co/ada/tiny", "https://hub.opengradient.ai/models/a/b/c"],
    },
  });
});

test("keeps what the hub says of a model, the ids of its files, and fields that nobody has described", () => {
  expect(modelOf(volatility, site)).toEqual({
    nativeId: "OpenGradient/vol-1hr",
    movingAliases: ["vol-1hr"],
    name: "vol-1hr",
    publisher: { name: "OpenGradient", url: "https://hub.opengradient.ai/models/OpenGradient" },
    url: "https://hub.opengradient.ai/models/OpenGradient/vol-1hr",
    description: "# Volatility\nOne hour ahead.",
    task: "time-series-forecasting",
    artifacts: [{ path: "model", url: `https://walrus.example/v1/blobs/${walrusId}`, otherDigests: [`walrus:${walrusId}`] }],
    details: { task: "Time Series Forecasting", blobIds: [walrusId], otherFields: { colour: "green" } },
  });
  expect(modelOf(chat, site)).toMatchObject({ task: "text-generation", artifacts: [{ path: "tiny.onnx", sizeBytes: 12, format: "ONNX", otherDigests: [`cid:${cid}`] }], details: { release: "1.00", blobIds: [cid] } });
});

test.each([
  ["without a name", { authorUsername: "ada" }],
  ["without an author", { name: "tiny" }],
  ["with a slash in its name", { name: "a/b", authorUsername: "ada" }],
  ["whose name is a step up", { name: "..", authorUsername: "ada" }],
  ["that is no object", 7],
])("makes no listing of a row %s", (_, row) => {
  expect(modelOf(row, site)).toBeUndefined();
});

test("takes fields of wrong types as if they were not there", () => {
  const wrong = { ...volatility, description: 7, taskName: ["x"], llmPath: 9, versions: "none", tags: { a: 1 }, authorAddress: "0x12", license: [] };
  expect(modelOf(wrong, site)).toEqual({
    nativeId: "OpenGradient/vol-1hr", movingAliases: ["vol-1hr"], name: "vol-1hr", url: "https://hub.opengradient.ai/models/OpenGradient/vol-1hr",
    publisher: { name: "OpenGradient", url: "https://hub.opengradient.ai/models/OpenGradient" }, details: { otherFields: { colour: "green" } },
  });
});

test("asks on for the page after, in pages of the size that the run began with, and drops a row that is no model", async () => {
  const { fetch } = recordedFetch([
    { url: `${api}?page=0&limit=2`, json: { models: [volatility, { name: "nobody's" }] } },
    { url: `${api}?page=1&limit=2`, json: [] },
  ]);
  const context = testContext({ fetch });
  const source = openGradient();
  const first = await source.list?.({ limit: 2 }, context);
  expect([first?.records?.map(({ nativeId }) => nativeId), first?.cursor, context.drops]).toEqual([
    ["OpenGradient/vol-1hr"], "1x2", [{ nativeId: "nobody's", reason: "it has no name or no author, or they make no id" }],
  ]);
  expect(await source.list?.({ limit: 100, cursor: "1x2" }, context)).toEqual({ records: [] });
});

test("refuses a cursor that is none, and an answer that is no list", async () => {
  const { fetch } = recordedFetch([{ url: `${api}?page=0&limit=10`, json: { detail: "moved" } }]);
  const source = openGradient();
  await expect(source.list?.({ limit: 10, cursor: "https://evil.example" }, testContext({ fetch }))).rejects.toThrow("The cursor is no page of OpenGradient's hub");
  await expect(source.list?.({ limit: 10 }, testContext({ fetch }))).rejects.toThrow("OpenGradient's hub did not answer with a list of models.");
});

test("does not take one model for another", async () => {
  const { fetch } = recordedFetch([{ url: `${api}tiny?authorUsername=ada`, json: volatility }]);
  const [answer] = (await openGradient().get?.({ refs: [{ nativeId: "ada/tiny" }], need: new Set() }, testContext({ fetch }))) ?? [];
  expect(answer).toMatchObject({ code: "BAD_RESPONSE", message: "OpenGradient's hub was asked for ada/tiny and answered with OpenGradient/vol-1hr." });
});

test("names the option that is wrong", () => {
  expect(() => openGradient({ endpoint: "hub" })).toThrow('openGradient(): option endpoint: must be an http or https URL, such as https://hub-api.opengradient.ai');
  expect(() => openGradient({ enclaves: { rpc: "https://rpc.example", registry: "0x12" } })).toThrow("option enclaves.registry: must be a contract's address: 0x and 40 hex digits");
});

test("calls the views of the registry of enclaves by their selectors", () => {
  for (const { signature, selector } of Object.values(views)) expect(toFunctionSelector(signature)).toBe(selector);
});

test("reads the addresses of another site when it is configured", () => {
  expect(readingsOf("https://hub.example/models/ada/tiny", "https://hub.example")).toEqual([{ ref: { nativeId: "ada/tiny" }, readAs: "OpenGradient URL", certain: true }]);
});
