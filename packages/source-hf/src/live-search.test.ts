import { recordedFetch, testContext } from "@modeldex/plugin-kit/testing";
import { describe, expect, it } from "vitest";
import { endpoint, gpt2, llama } from "./fixtures/hub-answers.ts";
import { listAddress } from "./fixtures/hub-requests.ts";
import { hubClient } from "./hub-client.ts";
import { searchHub, searchWords } from "./live-search.ts";

describe("searchWords", () => {
  it.each([
    ["llama3.1 8b instruct", ["llama", "3.1", "8b", "instruct"]],
    ["qwen 2.5 coder 7b", ["qwen", "2.5", "coder", "7b"]],
    ["Qwen2.5-VL-7B", ["qwen", "2.5", "vl", "7b"]],
    ["qwen2vl", ["qwen", "2", "vl"]],
    ["bge m3", ["bge", "m3"]],
    ["BAAI/bge-m3", ["baai", "bge", "m3"]],
    ["gpt4o", ["gpt", "4o"]],
    ["mixtral8x7b", ["mixtral", "8x7b"]],
    ["llama 4bit", ["llama", "4bit"]],
    ["whisper large v3", ["whisper", "large", "v3"]],
    ["stable_diffusion", ["stable", "diffusion"]],
    ["bert bert distilbert", ["distilbert"]],
    ["  ?!  ", []],
    ["通义千问 7b", ["通义千问", "7b"]],
  ])("splits %j", (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  it("keeps to twelve words", () => {
    expect(searchWords("aa bb cc dd ee ff gg hh ii jj kk ll mm nn")).toHaveLength(12);
  });
});

describe("searchHub", () => {
  const hub = hubClient({ endpoint });

  it("asks for one page with a search parameter for each word", async () => {
    const recorded = recordedFetch([{ url: listAddress({ sort: "downloads", limit: "2" }, [["search", "llama"], ["search", "3.1"]]), json: [llama, gpt2] }]);
    const records = await searchHub(hub, { text: "llama3.1", filter: {}, limit: 2 }, testContext({ fetch: recorded.fetch }));
    expect(records.map(({ nativeId }) => nativeId)).toEqual([llama.id, gpt2.id]);
    expect(recorded.calls).toHaveLength(1);
  });

  it("passes on hints of one value, in the words of the Hub, and none of several", async () => {
    const tags = ["transformers", "da", "license:gpl-3.0"].map((tag) => ["filter", tag] as const);
    const recorded = recordedFetch([{ url: listAddress({ sort: "downloads", limit: "10", pipeline_tag: "text-generation", author: "google" }, tags), json: [] }]);
    const filter = { tasks: ["text-generation"], libraries: ["transformers"], languages: ["da"], licenses: ["GPL-3.0-only"], publishers: ["google"], tags: ["moe", "chat"] };
    expect(await searchHub(hub, { text: "", filter, limit: 10 }, testContext({ fetch: recorded.fetch }))).toEqual([]);
    expect(recorded.unused()).toEqual([]);
  });

  it("gives no more than were asked for, and what is private not at all", async () => {
    const recorded = recordedFetch([{ url: listAddress({ sort: "downloads", limit: "1" }, [["search", "gpt"]]), json: [{ ...gpt2, private: true }, llama, gpt2] }]);
    const context = testContext({ fetch: recorded.fetch });
    const records = await searchHub(hub, { text: "gpt", filter: {}, limit: 1 }, context);
    expect(records.map(({ nativeId }) => nativeId)).toEqual([llama.id]);
    expect(context.drops).toEqual([{ nativeId: gpt2.id, reason: "private repositories are not served" }]);
  });
});
