import type { ListPage } from "@modeldex/plugin-kit";
import { testContext } from "@modeldex/plugin-kit/testing";
import { expect, it } from "vitest";
import { dockerModel, fallbackTag, modelKit, modelPack, ollamaModel, referrersIndex, type Artifact } from "./fixtures/artifacts.ts";
import { scriptedRegistry, type RegistryScript } from "./fixtures/scripted-registry.ts";
import { oci } from "./oci.ts";
import type { OciOptions } from "./options.ts";

const origin = "https://one.example";
const checkpoint = "2026-11-20T12:00:00.000Z";

type Asked = Parameters<NonNullable<ReturnType<typeof oci>["list"]>>[0];

/** A source over a script, and what one page of it asks. */
function over(script: Omit<RegistryScript, "origin">, options: Partial<OciOptions> = {}) {
  const source = oci({ url: origin, ...options });
  return async (request: Partial<Asked>) => {
    const context = testContext({ fetch: scriptedRegistry({ origin, ...script }), now: new Date(checkpoint) });
    return { page: await source.list!({ limit: 100, ...request }, context), drops: context.drops };
  };
}

async function walked(list: ReturnType<typeof over>, request: Partial<Asked> = {}) {
  const pages: ListPage[] = [];
  const drops: unknown[] = [];
  let cursor: string | undefined;
  do {
    const answer = await list({ ...request, ...(cursor !== undefined && { cursor }) });
    pages.push(answer.page);
    drops.push(...answer.drops);
    cursor = answer.page.cursor;
  } while (cursor !== undefined);
  return { pages, drops, ids: pages.flatMap(({ records = [] }) => records.map(({ nativeId }) => nativeId)) };
}

const large: Readonly<Record<string, Readonly<Record<string, Artifact>>>> = { "ai/llama3.1": { latest: dockerModel("Q4_K_M"), "8B-Q4_K_M": dockerModel("Q4_K_M"), "8B-F16": dockerModel("F16") }, kits: { v1: modelKit }, ollama: { "8b": ollamaModel } };
const all = ["one.example/ai/llama3.1:8B-Q4_K_M", "one.example/ai/llama3.1:8B-F16", "one.example/kits:v1", "one.example/ollama:8b"];

it("walks a catalog of one repository a page, and the artifacts of one repository one by one", async () => {
  const calls: string[] = [];
  const { pages, ids } = await walked(over({ content: large, calls }), { limit: 1 });
  expect(pages.map(({ records }) => records?.length)).toEqual([1, 1, 1, 1]);
  expect(ids).toEqual(all);
  expect(pages.map(({ cursor }) => cursor)).toEqual(["1 ", "0 ai/llama3.1", "0 kits", undefined]);
  expect(calls.filter((call) => call.includes("_catalog"))).toEqual(["GET /v2/_catalog?n=2", "GET /v2/_catalog?n=2", "GET /v2/_catalog?n=2&last=ai%2Fllama3.1", "GET /v2/_catalog?n=2&last=kits"]);
});

it("lists configured repositories without asking for a catalog, and says which one is not there", async () => {
  const calls: string[] = [];
  const { ids, drops } = await walked(over({ content: large, calls }, { repositories: ["none", "kits"] }));
  expect({ ids, drops }).toEqual({ ids: ["one.example/kits:v1"], drops: [{ nativeId: "one.example/none", reason: "the service names it and does not have it" }] });
  expect(calls.filter((call) => call.includes("_catalog"))).toEqual([]);
  expect((await walked(over({ content: large }, { repositories: [] }))).pages).toEqual([{ records: [], checkpoint }]);
});

it("asks for each manifest by its tag and for each configuration once, and lists everything in every run", async () => {
  const calls: string[] = [];
  const list = over({ content: { ...large, kits: { v1: modelKit, [fallbackTag(modelKit)]: referrersIndex(modelKit) } }, calls });
  const { pages, ids } = await walked(list, { since: checkpoint });
  expect(ids).toEqual(all);
  expect(pages.map(({ whole, checkpoint: given, notListed }) => ({ whole, given, notListed }))).toEqual([undefined, 1, undefined].map((notListed) => ({ whole: true, given: checkpoint, notListed })));
  expect(calls.filter((call) => /llama3\.1\/(?:manifests\/(?!sha256)|blobs)/.test(call)).map((call) => call.replace(/sha256:.*/, "…")).sort()).toEqual([
    "GET /v2/ai/llama3.1/blobs/…", "GET /v2/ai/llama3.1/blobs/…", "GET /v2/ai/llama3.1/manifests/8B-F16", "GET /v2/ai/llama3.1/manifests/8B-Q4_K_M", "GET /v2/ai/llama3.1/manifests/latest",
  ]);
});

it("drops an artifact whose bytes are wrong, and lets nothing go then", async () => {
  const cut: RegistryScript["instead"] = (request) => (request.url.endsWith("/kits/manifests/v1") ? new Response(modelKit.bytes.slice(0, 100), { headers: { "docker-content-digest": modelKit.digest } }) : undefined);
  const { pages, drops } = await walked(over({ content: large, instead: cut }), { since: checkpoint });
  expect(pages.map(({ records, whole }) => [records?.length, whole])).toEqual([[2, true], [0, undefined], [1, true]]);
  expect(drops).toEqual([{ nativeId: "one.example/kits:v1", reason: expect.stringMatching(/^the manifest one\.example\/kits:v1 came with other bytes than those of its digest sha256:/) }]);
});

it("drops a tag that is listed and is not there", async () => {
  const { ids, drops } = await walked(over({ content: large, instead: (request) => (request.url.endsWith("/manifests/8B-F16") ? new Response("", { status: 404 }) : undefined) }));
  expect(ids).toEqual(all.filter((id) => !id.endsWith("F16")));
  expect(drops).toEqual([{ nativeId: "one.example/ai/llama3.1:8B-F16", reason: "the service names it and does not have it" }]);
});

it("fails when the registry does", async () => {
  await expect(over({ content: large, instead: () => new Response("", { status: 503 }) })({})).rejects.toMatchObject({ code: "UNREACHABLE" });
});

it("drops a repository that is refused, as Docker Hub refuses one that there is not, and lets nothing go then; where the credentials are it fails", async () => {
  const instead: RegistryScript["instead"] = (request) => (request.url.includes("/v2/none/") ? new Response("", { status: 401 }) : undefined);
  const { pages, drops, ids } = await walked(over({ content: large, instead }, { repositories: ["kits", "none"] }), { since: checkpoint });
  expect([ids, pages.map(({ whole }) => whole)]).toEqual([["one.example/kits:v1"], [true, undefined]]);
  expect(drops).toEqual([{ nativeId: "one.example/none", reason: "one.example refuses the tags of none to these credentials (401)." }]);
  const refused = over({ content: large, instead: () => new Response("", { status: 401 }) }, { repositories: ["none", "kits"], token: "expired" });
  await expect(refused({})).rejects.toMatchObject({ code: "UNAUTHORIZED", message: "one.example refuses anything that it has to these credentials (401)." });
});

it("lists a repository of many artifacts in parts", async () => {
  const many = { tags: Object.fromEntries(Array.from({ length: 205 }, (_, place) => [`v${place}`, place < 100 ? modelPack : dockerModel(`Q${place}`)])) };
  const { pages, ids } = await walked(over({ content: many }));
  expect([pages.map(({ records }) => records?.length), pages.map(({ cursor }) => cursor), new Set(ids).size]).toEqual([[100, 6], ["100 ", undefined], 106]);
});

it.each([401, 404, 405])("says to name repositories when the catalog answers %i", async (status) => {
  const list = over({ content: large, instead: (request) => (request.url.includes("_catalog") ? new Response("", { status }) : undefined) });
  await expect(list({})).rejects.toMatchObject({ code: status === 401 ? "UNAUTHORIZED" : "BAD_RESPONSE", message: expect.stringContaining("name its repositories in the option repositories") });
});

it.each(["", "x", "0", "0 ../x", "0 ai/x?n=1", "-1 ai/x", "0 ai/x\n", "9999999 ai/x"])("refuses the cursor %j", async (cursor) => {
  await expect(over({ content: large })({ cursor })).rejects.toMatchObject({ code: "BAD_RESPONSE", message: "The cursor is none of this source; start the run anew without it." });
});
