import { SourceError, type ModelRef, type RecordField } from "@modeldex/plugin-kit";
import { recordedFetch, testContext, type RecordedExchange } from "@modeldex/plugin-kit/testing";
import { describe, expect, it } from "vitest";
import { disabledModel, endpoint, gpt2, gpt2Beside, gpt2Configuration, gpt2Whole, llama, llamaGguf } from "./fixtures/hub-answers.ts";
import { modelAddress } from "./fixtures/hub-requests.ts";
import { hubClient } from "./hub-client.ts";
import { lookUpModels } from "./lookup-models.ts";
import { onDemandFields } from "./normalise.ts";

/** The Hub's answer for what does not exist, and for what is private, to a request without a token. */
const anonymousMissing = { status: 401, headers: { "x-error-message": "Invalid username or password." }, json: { error: "Invalid username or password." } };

async function get(refs: readonly (string | ModelRef)[], exchanges: readonly RecordedExchange[], more: { readonly token?: string; readonly need?: readonly RecordField[] } = {}) {
  const recorded = recordedFetch(exchanges);
  const asked = refs.map((ref) => (typeof ref === "string" ? { nativeId: ref } : ref));
  const answers = await lookUpModels(hubClient({ endpoint, token: more.token }), { refs: asked, need: new Set(more.need) }, testContext({ fetch: recorded.fetch }));
  return { answers, requests: recorded.calls.map((call) => new URL(call.url).pathname) };
}

function brief(answer: Awaited<ReturnType<typeof get>>["answers"][number]) {
  return answer instanceof SourceError ? answer.code : answer?.nativeId;
}

describe("get without further need", () => {
  it("answers each reference in its order with one request", async () => {
    const { answers, requests } = await get([llama.id, "no/such-model", gpt2.id, disabledModel.id], [
      { url: modelAddress(llama.id, "lean"), json: llama },
      { url: modelAddress("no/such-model", "lean"), ...anonymousMissing },
      { url: modelAddress(gpt2.id, "lean"), json: gpt2 },
      { url: modelAddress(disabledModel.id, "lean"), json: disabledModel },
    ]);
    expect(answers.map(brief)).toEqual([llama.id, undefined, gpt2.id, disabledModel.id]);
    expect(requests).toHaveLength(4);
    expect(answers.map((answer) => (answer instanceof SourceError ? undefined : answer?.access))).toEqual(["GATED", undefined, "OPEN", "DISABLED"]);
  });

  it("does not serve a private model that the token may see", async () => {
    expect((await get([gpt2.id], [{ url: modelAddress(gpt2.id, "lean"), json: { ...gpt2, private: true } }], { token: "hf_x" })).answers).toEqual([undefined]);
  });

  it("serves a private model where the configuration allows it", async () => {
    const recorded = recordedFetch([gpt2.id, llama.id].map((id) => ({ url: modelAddress(id, "lean"), json: { ...(id === gpt2.id ? gpt2 : llama), private: true } })));
    const hub = hubClient({ endpoint, token: "hf_x", private: ["OpenAI-community"] });
    const answers = await lookUpModels(hub, { refs: [{ nativeId: gpt2.id }, { nativeId: llama.id }], need: new Set() }, testContext({ fetch: recorded.fetch }));
    expect(answers.map((answer) => (answer instanceof SourceError ? answer.code : answer?.access))).toEqual(["PRIVATE", undefined]);
  });

  it("follows a name in another case, and one that leads to another repository, and keeps the asked name", async () => {
    const at = (id: string, location: string) => ({ url: modelAddress(id, "lean"), status: 307, headers: { location: `/api/models/${location}` } });
    const later = { ...gpt2, _id: "66d1a1f0c6f3a5f0a1b2c3d4", id: "stable-diffusion-v1-5/stable-diffusion-v1-5" };
    const { answers } = await get(["OpenAI-Community/GPT2", "runwayml/stable-diffusion-v1-5"], [
      at("OpenAI-Community/GPT2", gpt2.id), { url: modelAddress(gpt2.id, "lean"), json: gpt2 },
      at("runwayml/stable-diffusion-v1-5", later.id), { url: modelAddress(later.id, "lean"), json: later },
    ]);
    expect(answers).toMatchObject([
      { nativeId: gpt2.id, stableId: gpt2._id, aliases: ["OpenAI-Community/GPT2"] }, { nativeId: later.id, stableId: later._id, aliases: ["runwayml/stable-diffusion-v1-5"] },
    ]);
  });

  it("asks for a revision, and answers nothing for one that is not there", async () => {
    const at = (revision: string) => modelAddress(gpt2.id, "lean").replace("?", `/revision/${encodeURIComponent(revision)}?`);
    const { answers } = await get([{ nativeId: gpt2.id, revision: "refs/pr/1" }, { nativeId: gpt2.id, revision: "gone" }], [
      { url: at("refs/pr/1"), json: gpt2 },
      { url: at("gone"), status: 404, headers: { "x-error-code": "RevisionNotFound" }, json: { error: "Invalid rev id: gone" } },
    ]);
    expect(answers.map(brief)).toEqual([gpt2.id, undefined]);
  });

  it.each(["..", "a/../b", "a/b/c", "a b", "", "a?b"])("asks nobody for %j, which is no id", async (nativeId) => {
    expect(await get([{ nativeId }, { nativeId: "a/b", revision: "../../x" }], [])).toEqual({ answers: [undefined, undefined], requests: [] });
  });

  it("follows renames, and keeps the former ids as aliases", async () => {
    const { answers } = await get(["gpt2"], [
      { url: modelAddress("gpt2", "lean"), status: 307, headers: { location: "/api/models/openai/gpt2" } },
      { url: modelAddress("openai/gpt2", "lean"), status: 307, headers: { location: `/api/models/${gpt2.id}?expand[]=author` } },
      { url: modelAddress(gpt2.id, "lean"), json: gpt2 },
    ]);
    expect(answers).toMatchObject([{ nativeId: gpt2.id, stableId: gpt2._id, aliases: ["gpt2", "openai/gpt2"] }]);
  });

  it.each([
    "https://attacker.example/api/models/a/b", "//attacker.example/api/models/a/b", "/login", "/api/models/", "/api/models/..%2f..", `/api/models/gpt2`,
  ])("does not follow a redirect to %j", async (location) => {
    const { answers, requests } = await get(["gpt2"], [{ url: modelAddress("gpt2", "lean"), status: 307, headers: { location } }]);
    expect(answers.map(brief)).toEqual(["BAD_RESPONSE"]);
    expect(requests).toEqual(["/api/models/gpt2"]);
  });

  it("gives up after two redirects", async () => {
    const hop = (from: string, to: string) => ({ url: modelAddress(from, "lean"), status: 307, headers: { location: `/api/models/${to}` } });
    const { answers, requests } = await get(["a/1"], [hop("a/1", "a/2"), hop("a/2", "a/3"), hop("a/3", "a/4")]);
    expect(answers.map(brief)).toEqual(["BAD_RESPONSE"]);
    expect(requests).toHaveLength(3);
  });

  it("costs one answer when one model fails", async () => {
    const { answers } = await get([gpt2.id, llama.id], [
      { url: modelAddress(gpt2.id, "lean"), status: 500, text: "upstream trouble" },
      { url: modelAddress(llama.id, "lean"), json: llama },
    ]);
    expect(answers.map(brief)).toEqual(["UNREACHABLE", llama.id]);
  });

  it("fails as a whole when all fail alike", async () => {
    const failing = [gpt2.id, llama.id].map((id) => ({ url: modelAddress(id, "lean"), status: 503, text: "" }));
    await expect(get([gpt2.id, llama.id], failing)).rejects.toMatchObject({ code: "UNREACHABLE" });
  });

  it("fails as a whole at a refused token, which says nothing about the model, and does not name it", async () => {
    const refused = { status: 401, headers: { "x-error-message": "Invalid credentials in Authorization header" }, json: { error: "Invalid credentials" } };
    const asked = get([gpt2.id, llama.id], [gpt2.id, llama.id].map((id) => ({ url: modelAddress(id, "lean"), ...refused })), { token: "hf_secret" });
    await expect(asked).rejects.toMatchObject({ code: "UNAUTHORIZED", message: expect.not.stringContaining("hf_secret") });
  });

  it("stops asking when the budget is used up", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `org/model-${index}`);
    const recorded = recordedFetch(ids.map((id) => ({ url: modelAddress(id, "lean"), status: 429, headers: { ratelimit: '"api";r=0;t=42' }, json: {} })));
    const asked = lookUpModels(hubClient({ endpoint }), { refs: ids.map((nativeId) => ({ nativeId })), need: new Set() }, testContext({ fetch: recorded.fetch }));
    await expect(asked).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 42_000 });
    expect(recorded.calls.length).toBeLessThanOrEqual(6);
  });
});

describe("get with a need of more", () => {
  const whole = [
    { url: modelAddress(gpt2.id, "whole"), json: gpt2Whole },
    { url: modelAddress(gpt2.id, "beside"), json: gpt2Beside },
  ];
  const configuration = `${endpoint}/${gpt2.id}/resolve/${gpt2.sha}/config.json`;

  it("makes three requests for everything, and two without the context length", async () => {
    const all = await get([gpt2.id], [...whole, { url: configuration, json: gpt2Configuration }], { need: onDemandFields });
    expect(all.requests).toEqual([`/api/models/${gpt2.id}`, `/api/models/${gpt2.id}`, `/${gpt2.id}/resolve/${gpt2.sha}/config.json`]);
    expect(all.answers).toMatchObject([{ contextTokens: 1024, keyValueCache: { layers: 12, numbersPerToken: 1536 }, architecture: "gpt2", popularity: { downloadsAllTime: gpt2.downloadsAllTime } }]);
    const some = await get([gpt2.id], whole, { need: ["artifacts"] });
    expect(some.requests).toHaveLength(2);
    expect(some.answers.flatMap((answer) => (answer instanceof SourceError ? [] : onDemandFields.filter((field) => answer?.[field] !== undefined)))).toEqual(["artifacts", "hasCard"]);
  });

  it("takes the context length of a GGUF file from its header, without its configuration", async () => {
    const { gguf, ...rest } = llamaGguf;
    const { answers, requests } = await get([llamaGguf.id], [
      { url: modelAddress(llamaGguf.id, "whole"), json: { ...rest, siblings: [{ rfilename: "llama-2-7b.Q4_K_M.gguf", size: 10 }] } },
      { url: modelAddress(llamaGguf.id, "beside"), json: { _id: llamaGguf._id, id: llamaGguf.id, gguf } },
    ], { need: ["contextTokens"] });
    expect(answers).toMatchObject([{ contextTokens: 4096, precisions: ["Q4_K_M"], formats: ["GGUF"] }]);
    expect(requests).toHaveLength(2);
  });

  it.each([
    ["gated", { status: 401, headers: { "x-error-code": "GatedRepo" }, text: "restricted" }],
    ["not there", { status: 404, headers: { "x-error-code": "EntryNotFound" }, text: "Entry not found" }],
    ["no JSON", { text: '{"rope_theta": Infinity}' }],
  ])("leaves the context length out when the configuration is %s", async (_, answer) => {
    const { answers } = await get([gpt2.id], [...whole, { url: configuration, ...answer }], { need: ["contextTokens"] });
    expect(answers).toMatchObject([{ nativeId: gpt2.id }]);
    expect(answers[0]).not.toHaveProperty("contextTokens");
  });

  it("fails rather than leave it out when the Hub is in trouble", async () => {
    await expect(get([gpt2.id], [...whole, { url: configuration, status: 502, text: "" }], { need: ["contextTokens"] })).rejects.toMatchObject({ code: "UNREACHABLE" });
  });

  it("refuses to put two repositories together when the name changed hands in between", async () => {
    const { answers } = await get([gpt2.id], [whole[0]!, { url: modelAddress(gpt2.id, "beside"), json: { ...gpt2Beside, _id: "000000000000000000000000" } }], { need: ["artifacts"] });
    expect(answers.map(brief)).toEqual(["BAD_RESPONSE"]);
  });
});
