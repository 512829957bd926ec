import { recordedFetch, sourceSuite, testContext } from "@modeldex/plugin-kit/testing";
import { expect, it } from "vitest";
import { harbour } from "./harbour-source.ts";

const large = {
  slug: "tidewater/harbour-asr-large", title: "Harbour ASR Large", owner: { handle: "tidewater", display_name: "Tidewater Co-op" }, kind: "asr", size_m: 1540, licence: "Apache 2.0",
  langs: ["en", "da"], visibility: "public", retired: false, created: 1767225600, changed: "2026-03-04T05:06:07Z", downloads: { month: 1203, ever: 9001 },
  former_slugs: ["tidewater/asr-large"], derived_from: "https://huggingface.co/openai/whisper-large-v3",
};
const small = { slug: "skerry/murmur", title: "Murmur", owner: { handle: "skerry", display_name: "Skerry" }, kind: "tts", size_m: null, licence: null, langs: [], visibility: "team", retired: true, created: 1767225601, changed: "2026-04-01T00:00:00Z", downloads: { month: 0, ever: 3 }, former_slugs: [], derived_from: null };
const api = "https://api.harbour.example/v2";

const exchanges = [
  { url: `${api}/models?page_size=1&page=1`, json: { items: [large], total: 2, next_page: 2, server_time: "2026-05-01T00:00:00Z" } },
  { url: `${api}/models?page_size=1&page=2`, json: { items: [small], total: 2, next_page: null, server_time: "2026-05-01T00:00:01Z" } },
  { url: `${api}/models/tidewater/harbour-asr-large`, json: { ...large, files: [{ name: "model.safetensors", bytes: 3_080_000_000, sha256: "a".repeat(64) }] } },
  { url: `${api}/models/modeldex-suite/no-such-model`, status: 404, json: { error: "not_found" } },
  { url: `${api}/models?page_size=1&page=1&changed_after=2026-05-01T00:00:00Z`, json: { items: [], total: 0, next_page: null, server_time: "2026-05-02T00:00:00Z" } },
  { url: `${api}/find?q=asr&limit=20`, json: { hits: [large] } },
];

sourceSuite({
  source: () => harbour({ key: "hk-of-the-test" }),
  exchanges,
  examples: { known: ["tidewater/harbour-asr-large"], search: "asr", listLimit: 1, references: { "https://harbour.example/m/tidewater/harbour-asr-large": "tidewater/harbour-asr-large" } },
  secrets: ["hk-of-the-test"],
});

it("makes a record of what Harbour says, with files only when they are needed", async () => {
  const get = async (need: readonly "artifacts"[]) => harbour({ key: "hk-of-the-test" }).get?.({ refs: [{ nativeId: large.slug }], need: new Set(need) }, testContext({ fetch: recordedFetch(exchanges).fetch }));
  const record = {
    nativeId: "tidewater/harbour-asr-large", name: "Harbour ASR Large", url: "https://harbour.example/m/tidewater/harbour-asr-large", aliases: ["tidewater/asr-large"],
    publisher: { name: "Tidewater Co-op", id: "tidewater" }, access: "OPEN", deprecated: false, task: "automatic-speech-recognition", license: { stated: "Apache 2.0" },
    parameters: { total: 1_540_000_000, origin: "STATED" }, languages: ["en", "da"], popularity: { downloads30d: 1203, downloadsAllTime: 9001 },
    createdAt: "2026-01-01T00:00:00Z", updatedAt: "2026-03-04T05:06:07Z", lineage: [{ reference: "https://huggingface.co/openai/whisper-large-v3", relation: "UNKNOWN" }],
  };
  expect(await get([])).toEqual([record]);
  expect(await get(["artifacts"])).toEqual([{ ...record, artifacts: [{ path: "model.safetensors", sizeBytes: 3_080_000_000, digest: `sha256:${"a".repeat(64)}` }] }]);
});

it("names the option that is wrong", () => {
  expect(() => harbour({ key: "two words" })).toThrow("harbour(): option key: must be the key of a team, without spaces");
});
