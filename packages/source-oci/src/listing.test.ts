import type { ListPage } from "@modeldex/plugin-kit";
import { testContext } from "@modeldex/plugin-kit/testing";
import { expect, it } from "vitest";
import { dockerModel, fallbackTag, modelKit, modelPack, ollamaModel, referrersIndex, type Artifact } from "./fixtures/artifacts.ts";
import { scriptedRegistry, type RegistryScript } from "./fixtures/scripted-registry.ts";
import { oci } from "./oci.ts";
import type { OciRegistryOptions } from "./options.ts";

const [one, two] = ["https://one.example", "https://two.example"];
const noon = new Date("2026-11-20T12:00:00Z");
const later = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000);

type Asked = Parameters<NonNullable<ReturnType<typeof oci>["list"]>>[0];

/** A source over scripts, and what one page of it asks. */
function over(scripts: readonly RegistryScript[], options: Readonly<Record<string, Partial<OciRegistryOptions>>> = {}) {
  const source = oci({ registries: scripts.map(({ origin }) => ({ url: origin, ...options[origin] })) });
  return async (request: Partial<Asked>, now = noon) => {
    const context = testContext({ fetch: scriptedRegistry(...scripts), now });
    return { page: await source.list!({ limit: 100, ...request }, context), drops: context.drops, logs: context.logs };
  };
}

async function walked(list: ReturnType<typeof over>, request: Partial<Asked> = {}) {
  const pages: ListPage[] = [];
  let cursor: string | undefined;
  do {
    const { page } = await list({ ...request, ...(cursor !== undefined && { cursor }) });
    pages.push(page);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

const ids = (pages: readonly ListPage[]) => pages.flatMap(({ records = [] }) => records.map(({ nativeId }) => nativeId));
const large: Readonly<Record<string, Readonly<Record<string, Artifact>>>> = { "ai/llama3.1": { latest: dockerModel("Q4_K_M"), "8B-Q4_K_M": dockerModel("Q4_K_M"), "8B-F16": dockerModel("F16") }, kits: { v1: modelKit }, ollama: { "8b": ollamaModel } };
const all = ["one.example/ai/llama3.1:8B-Q4_K_M", "one.example/ai/llama3.1:8B-F16", "one.example/kits:v1", "one.example/ollama:8b"];

it("walks a catalog of one repository a page, and the artifacts of one repository one by one", async () => {
  const calls: string[] = [];
  const list = over([{ origin: one, content: large, calls }]);
  const pages = await walked(list, { limit: 1 });
  expect(pages.map(({ records }) => records?.length)).toEqual([1, 1, 1, 1]);
  expect(ids(pages)).toEqual(all);
  expect(pages.map(({ cursor }) => cursor)).toEqual(["1795176000 0 1 one.example ", "1795176000 0 0 one.example ai/llama3.1", "1795176000 0 0 one.example kits", undefined]);
  expect(calls.filter((call) => call.includes("_catalog"))).toEqual(["GET /v2/_catalog?n=100", "GET /v2/_catalog?n=1", "GET /v2/_catalog?n=1", "GET /v2/_catalog?n=1&last=ai%2Fllama3.1", "GET /v2/_catalog?n=1&last=kits"]);
});

it("lists configured repositories without asking for a catalog, and says which one is not there", async () => {
  const calls: string[] = [];
  const list = over([{ origin: one, content: large, calls }], { [one]: { repositories: ["none", "kits"] } });
  const first = await list({});
  expect({ records: first.page.records, drops: first.drops }).toEqual({ records: undefined, drops: [{ nativeId: "one.example/none", reason: "the registry has no such repository, or does not list its tags" }] });
  expect(ids(await walked(list))).toEqual(["one.example/kits:v1"]);
  expect(calls.filter((call) => call.includes("_catalog"))).toEqual([]);
});

it("says that nothing has changed while every tag stands for what it did, for half the time that answers are fresh", async () => {
  const content = { ...large, kits: { v1: modelKit } as Record<string, Artifact> };
  const list = over([{ origin: one, content }, { origin: two, content: { packs: { v1: modelPack } } }]);
  const [{ checkpoint: since = "" } = {}] = await walked(list);
  expect((await list({ since })).page).toEqual({ unchanged: true });
  expect((await list({ since }, later(359))).page).toEqual({ unchanged: true });
  expect((await list({ since }, later(360))).page).toMatchObject({ whole: true });
  const signed = { ...content.kits, [fallbackTag(modelKit)]: referrersIndex(modelKit) };
  for (const kits of [signed, { v1: modelPack }, { v2: modelKit }]) {
    content.kits = kits;
    const pages = await walked(list, { since });
    expect(pages.every(({ whole }) => whole === true)).toBe(true);
    expect(ids(pages)).toHaveLength(5);
  }
  await expect(list({ since: "yesterday" })).rejects.toMatchObject({ code: "BAD_RESPONSE", message: "The checkpoint is none of this source; start a run without it." });
});

it("looks at no more than 500 tags for that, and gives a checkpoint without their state where there are more", async () => {
  const calls: string[] = [];
  const many = { tags: Object.fromEntries(Array.from({ length: 501 }, (_, place) => [`v${place}`, modelPack])) };
  const [first] = await walked(over([{ origin: one, content: many, calls }]));
  expect(first?.checkpoint).toBe("1795176000-unseen");
  expect(calls.filter((call) => call.startsWith("HEAD"))).toHaveLength(501);
  expect(first?.records?.map(({ movingAliases }) => movingAliases?.length)).toEqual([500]);
  expect((await walked(over([{ origin: one, content: many }]), { since: "1795176000-unseen" }))[0]).toMatchObject({ whole: true, checkpoint: "1795176000-unseen" });
});

it("drops an artifact whose bytes are wrong, and lets nothing go then", async () => {
  const cut: RegistryScript["instead"] = (request) => (request.method === "GET" && request.url.endsWith(modelKit.digest) ? new Response(modelKit.bytes.slice(0, 100)) : undefined);
  const list = over([{ origin: one, content: large, instead: cut }]);
  const pages = await walked(list, { since: "1795176000-unseen" });
  expect(pages.map(({ records, whole }) => [records?.length, whole])).toEqual([[2, true], [0, undefined], [1, true]]);
  expect((await list({ cursor: "1795176000 1 0 one.example " })).drops).toEqual([{ nativeId: "one.example/kits:v1", reason: expect.stringMatching(/^the manifest one\.example\/kits@sha256:.* came with other bytes than it is to have/) }]);
});

const down: RegistryScript["instead"] = () => new Response("", { status: 503 });

it("puts a registry that fails off until the others are listed, and then lets the run fail, so that nothing of it goes", async () => {
  const list = over([{ origin: one, content: large, instead: down }, { origin: two, content: { packs: { v1: modelPack }, kits: { v1: modelKit } } }]);
  const first = await list({});
  const second = await list({ cursor: first.page.cursor! });
  expect(ids([first.page, second.page])).toEqual(["two.example/kits:v1", "two.example/packs:v1"]);
  expect([first.page.checkpoint, second.page.cursor]).toEqual(["1795176000-unseen", "1795176000 0 0 !one.example "]);
  const failed = list({ cursor: second.page.cursor! });
  await expect(failed).rejects.toMatchObject({ code: "UNREACHABLE", message: "one.example is in trouble and did not give its catalog; where it has none, name its repositories in the option repositories (503)." });
});

it("lists it last when it is well again by then", async () => {
  let well = false;
  const list = over([{ origin: one, content: large, instead: (request) => (well ? undefined : down(request)) }, { origin: two, content: { packs: { v1: modelPack } } }]);
  const { page: first } = await list({});
  well = true;
  const { page: second } = await list({ cursor: first.cursor! });
  expect(ids([first, second])).toEqual(["two.example/packs:v1", ...all.slice(0, 2)]);
});

it("puts it off also when it fails in the middle", async () => {
  let catalogs = 0;
  const list = over([{ origin: one, content: large, instead: (request) => (request.url.includes("_catalog") && catalogs++ > 1 ? down(request) : undefined) }, { origin: two, content: { packs: { v1: modelPack } } }]);
  const { page: first } = await list({});
  const second = await list({ cursor: first.cursor! });
  expect([ids([first]), ids([second.page]), second.page.cursor]).toEqual([all.slice(0, 2), ["two.example/packs:v1"], "1795176000 0 0 !one.example "]);
  expect(second.logs).toEqual([{ level: "warn", message: "a registry is put off until the others are listed", fields: { host: "one.example", code: "UNREACHABLE" } }]);
});

it("drops a configured repository that is refused, as Docker Hub refuses one that there is not, and lets nothing go then; all of them are the registry's failure", async () => {
  const refused = new Set(["none"]);
  const instead: RegistryScript["instead"] = (request) => ([...refused].some((name) => request.url.includes(`/v2/${name}/`)) ? new Response("", { status: 401 }) : undefined);
  const list = over([{ origin: one, content: large, instead }], { [one]: { repositories: ["none", "kits"] } });
  const first = await list({ since: "1795176000-unseen" });
  const message = "one.example refuses the tags of none to these credentials (401).";
  expect([first.page.records, first.page.whole, first.drops]).toEqual([undefined, undefined, [{ nativeId: "one.example/none", reason: message }]]);
  expect(ids(await walked(list))).toEqual(["one.example/kits:v1"]);
  refused.add("kits");
  await expect(list({})).rejects.toMatchObject({ code: "UNAUTHORIZED", message });
});

it("lists the 1,000 most explicit tags of a repository, a hundred artifacts a page, and says so", async () => {
  const many = { tags: Object.fromEntries(Array.from({ length: 1_002 }, (_, place) => [`v${place}`, place < 900 ? modelPack : dockerModel(`Q${place}`)])) };
  const list = over([{ origin: one, content: many }]);
  const first = await list({});
  expect(first.drops).toEqual([{ nativeId: "one.example/tags", reason: "it has 1002 tags, of which the 1000 most explicit are listed" }]);
  expect((await walked(list)).map(({ records }) => records?.length)).toEqual([100, 3]);
});

it("begins anew at an old cursor, so that a run that was left at one registry does not leave the others as they are", async () => {
  const list = over([{ origin: one, content: large, instead: down }, { origin: two, content: { packs: { v1: modelPack } } }]);
  const cursor = "1795176000 0 0 !one.example ";
  await expect(list({ cursor }, later(60))).rejects.toMatchObject({ code: "UNREACHABLE" });
  expect(ids([(await list({ cursor }, later(61))).page])).toEqual(["two.example/packs:v1"]);
});

it("fails at once when every registry does", async () => {
  await expect(over([{ origin: one, content: {}, instead: down }, { origin: two, content: {}, instead: down }])({})).rejects.toMatchObject({ code: "UNREACHABLE" });
});

it.each([401, 404, 405])("says to name repositories when the catalog answers %i", async (status) => {
  const list = over([{ origin: one, content: large, instead: (request) => (request.url.includes("_catalog") ? new Response("", { status }) : undefined) }]);
  await expect(list({})).rejects.toMatchObject({ code: status === 401 ? "UNAUTHORIZED" : "BAD_RESPONSE", message: expect.stringContaining("name its repositories in the option repositories") });
});

it.each(["", "1795176000 0 0 other.example ", "1795176000 0 0 one.example ../x", "1795176000 0 0 one.example ai/x?n=1", "x"])("refuses the cursor %j", async (cursor) => {
  await expect(over([{ origin: one, content: large }])({ cursor })).rejects.toMatchObject({ code: "BAD_RESPONSE", message: "The cursor is none of this source; start the run anew without it." });
});
