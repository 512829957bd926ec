import type { ListPage, ListRequest } from "@modeldex/plugin-kit";
import { recordedFetch, testContext, type RecordedExchange } from "@modeldex/plugin-kit/testing";
import { describe, expect, it } from "vitest";
import { disabledModel, endpoint, gpt2, llama, llamaGguf } from "./fixtures/hub-answers.ts";
import { listAddress, newestAddress, nextPage } from "./fixtures/hub-requests.ts";
import { harvestPage, type Harvest } from "./harvest-pages.ts";
import { writeCheckpoint, writePlace, type Place } from "./harvest-place.ts";
import { hubClient } from "./hub-client.ts";

const hub = hubClient({ endpoint });
const now = "2026-11-26T12:00:00Z";
const day = 86_400_000;
const newest = { url: newestAddress(), json: [{ id: llama.id, lastModified: llama.lastModified }] };

async function page(exchanges: readonly RecordedExchange[], request: ListRequest, harvest: Harvest["harvest"] = "all", more: Partial<Harvest> = {}) {
  const recorded = recordedFetch(exchanges);
  const context = testContext({ fetch: recorded.fetch, now: new Date(now) });
  const given = await harvestPage({ hub, harvest, countsEveryMs: day, namespaces: [], ...more }, request, context);
  return { ...summary(given), drops: context.drops, requests: recorded.calls.length };
}

function summary({ records = [], updates, ...rest }: ListPage) {
  return { ids: records.map(({ nativeId }) => nativeId), ...(updates && { updates: updates.map(({ nativeId }) => nativeId) }), ...rest };
}

const place = (part: Place["part"], more: Partial<Place> = {}): string => writePlace({ part, given: 0, ...more });
const at = "2024-10-16T22:00:37Z";
const ended = writeCheckpoint({ changed: at, countedAt: now });

describe("a run over everything", () => {
  it("goes by date of creation, 500 at a time, and gives the newest change at its start as checkpoint at its end", async () => {
    const first = [newest, { url: listAddress({ sort: "createdAt", limit: "500" }), headers: nextPage("YWJj"), json: [llama, gpt2] }];
    expect(await page(first, { limit: 5_000 })).toEqual({ ids: [llama.id, gpt2.id], cursor: place("all", { newest: at, cursor: "YWJj" }), drops: [], requests: 2 });
    const last = [{ url: listAddress({ sort: "createdAt", limit: "500", cursor: "YWJj" }), json: [llamaGguf] }];
    expect(await page(last, { limit: 500, cursor: place("all", { newest: at, cursor: "YWJj" }) })).toEqual({ ids: [llamaGguf.id], checkpoint: ended, drops: [], requests: 1 });
  });

  it("is what a bounded source gives when it is asked for everything", async () => {
    const first = [newest, { url: listAddress({ sort: "createdAt", limit: "2" }), json: [llama, gpt2] }];
    expect(await page(first, { limit: 2, whole: true }, { top: 1 })).toEqual({ ids: [llama.id, gpt2.id], checkpoint: ended, drops: [], requests: 2 });
  });

  it("goes on from a short page and from one that holds nothing to serve, and says that what is private is gone", async () => {
    const exchanges = [{ url: listAddress({ sort: "createdAt", limit: "2", cursor: "YWJj" }), headers: nextPage("ZGVm+/=="), json: [{ ...gpt2, private: true }] }];
    expect(await page(exchanges, { limit: 2, cursor: place("all", { cursor: "YWJj" }) })).toEqual({
      ids: [], gone: [gpt2.id], cursor: place("all", { cursor: "ZGVm+/==" }), drops: [{ nativeId: gpt2.id, reason: "private repositories are not served" }], requests: 1,
    });
  });

  it("drops rows that cannot be read with their reasons, and gives a repeated one once, also under another name", async () => {
    const rows = [null, { ...gpt2, id: "../../etc" }, { ...gpt2, private: "no" }, gpt2, gpt2, { ...gpt2, id: "openai/gpt2" }];
    expect(await page([{ url: listAddress({ sort: "createdAt", limit: "10", cursor: "YQ" }), json: rows }], { limit: 10, cursor: place("all", { cursor: "YQ" }) })).toEqual({
      ids: [gpt2.id],
      drops: [
        { nativeId: "(no id)", reason: "the row has no id" },
        { nativeId: "../../etc", reason: "the id is not of the form org/name" },
        { nativeId: gpt2.id, reason: "whether it is private is said by neither true nor false" },
      ],
      requests: 1,
    });
  });

  it("refuses a page of which nothing can be read", async () => {
    const exchanges = [{ url: listAddress({ sort: "createdAt", limit: "10", cursor: "YQ" }), json: [{ name: 1 }, 2] }];
    await expect(page(exchanges, { limit: 10, cursor: place("all", { cursor: "YQ" }) })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });

  it.each([
    "https://attacker.example/api/models?cursor=1", "a b", "", "x".repeat(5_000), "YWJj", "2.YWJj", "part=all", "part=new&given=0", "part=all&given=-1", "part=all&given=0&cursor=a%20b",
    `${place("all", { cursor: "YQ" })}&author=x`, place("all", { newest: "tomorrow" }), place("changed"),
  ])("refuses the cursor %j without a request", async (cursor) => {
    await expect(page([], { limit: 10, cursor })).rejects.toMatchObject({ code: "BAD_RESPONSE", message: expect.stringContaining("cursor") });
  });

  it("keeps of the next page's address the cursor alone", async () => {
    const exchanges = [{ url: listAddress({ sort: "createdAt", limit: "1", cursor: "YQ" }), headers: nextPage("Yg", "https://attacker.example"), json: [gpt2] }];
    expect((await page(exchanges, { limit: 1, cursor: place("all", { cursor: "YQ" }) })).cursor).toBe(place("all", { cursor: "Yg" }));
  });

  it.each([nextPage("YQ"), nextPage("no cursor!"), { link: `<${endpoint}/api/models>; rel="next"` }])("refuses a next page that leads nowhere: %j", async (headers) => {
    const exchanges = [{ url: listAddress({ sort: "createdAt", limit: "1", cursor: "YQ" }), headers, json: [gpt2] }];
    await expect(page(exchanges, { limit: 1, cursor: place("all", { cursor: "YQ" }) })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});

describe("a run since a checkpoint", () => {
  const countedAt = "2026-11-26T11:00:00Z";

  it("goes by date of change down to the checkpoint, which it includes", async () => {
    const since = writeCheckpoint({ changed: "2024-02-19T10:57:45Z", countedAt });
    const exchanges = [{ url: listAddress({ sort: "lastModified", limit: "500" }), headers: nextPage("YWJj"), json: [llama, gpt2, llamaGguf, disabledModel] }];
    expect(await page(exchanges, { limit: 500, since })).toEqual({ ids: [llama.id, gpt2.id], checkpoint: writeCheckpoint({ changed: at, countedAt }), drops: [], requests: 1 });
  });

  it("goes on while every row is newer, and keeps the newest change of its first page", async () => {
    const since = writeCheckpoint({ changed: "2023-01-01T00:00:00Z", countedAt });
    const first = [{ url: listAddress({ sort: "lastModified", limit: "2" }), headers: nextPage("YWJj"), json: [llama, gpt2] }];
    const further = place("changed", { newest: at, countedAt, cursor: "YWJj" });
    expect(await page(first, { limit: 2, since })).toEqual({ ids: [llama.id, gpt2.id], cursor: further, drops: [], requests: 1 });
    const last = [{ url: listAddress({ sort: "lastModified", limit: "2", cursor: "YWJj" }), json: [{ ...llamaGguf, lastModified: "2026-11-26T11:59:00.000Z" }] }];
    expect(await page(last, { limit: 2, since, cursor: further })).toEqual({ ids: [llamaGguf.id], checkpoint: writeCheckpoint({ changed: at, countedAt }), drops: [], requests: 1 });
  });

  it("keeps its checkpoint when nothing changed", async () => {
    const since = writeCheckpoint({ changed: "2026-01-01T00:00:00Z", countedAt });
    expect(await page([{ url: listAddress({ sort: "lastModified", limit: "2" }), json: [llama] }], { limit: 2, since })).toEqual({ ids: [], checkpoint: since, drops: [], requests: 1 });
  });

  it("reads everything again when its counts are too old", async () => {
    const since = writeCheckpoint({ changed: "2026-01-01T00:00:00Z", countedAt: "2026-11-25T11:59:59Z" });
    const { cursor = "" } = await page([{ url: listAddress({ sort: "lastModified", limit: "2" }), json: [llama] }], { limit: 2, since });
    expect(cursor).toBe(place("all", { newest: "2026-01-01T00:00:00Z", countedAt: "2026-11-25T11:59:59Z" }));
    const again = [{ url: listAddress({ sort: "createdAt", limit: "2" }), json: [gpt2] }];
    expect(await page(again, { limit: 2, since, cursor })).toEqual({ ids: [gpt2.id], checkpoint: writeCheckpoint({ changed: "2026-01-01T00:00:00Z", countedAt: now }), drops: [], requests: 1 });
  });

  it("takes the checkpoint of earlier versions, which says nothing of counts", async () => {
    const exchanges = [{ url: listAddress({ sort: "lastModified", limit: "2" }), json: [llama] }];
    expect((await page(exchanges, { limit: 2, since: "2026-01-01T00:00:00Z" }, { top: 3 })).cursor).toBe(place("top", { newest: "2026-01-01T00:00:00Z" }));
  });

  it.each(["https://attacker.example", "2026-01-01", "changed=yesterday", `${ended}&cursor=x`])("refuses the checkpoint %j", async (since) => {
    await expect(page([], { limit: 2, since })).rejects.toMatchObject({ code: "BAD_RESPONSE", message: expect.stringContaining("checkpoint") });
  });
});

describe("a run with a bound", () => {
  it("brings the most downloaded models up to the bound, and remembers how much the last of them is used", async () => {
    const first = [newest, { url: listAddress({ sort: "downloads", limit: "2" }), headers: nextPage("YWJj"), json: [gpt2, llama] }];
    const further = place("top", { given: 2, newest: at, cursor: "YWJj" });
    expect(await page(first, { limit: 2 }, { top: 3 })).toEqual({ ids: [gpt2.id, llama.id], cursor: further, expected: 3, drops: [], requests: 2 });
    const last = [{ url: listAddress({ sort: "downloads", limit: "1", cursor: "YWJj" }), headers: nextPage("ZGVm"), json: [llamaGguf] }];
    const checkpoint = writeCheckpoint({ changed: at, countedAt: now, least: 18_908 });
    expect(await page(last, { limit: 2, cursor: further }, { top: 3 })).toEqual({ ids: [llamaGguf.id], checkpoint, expected: 3, drops: [], requests: 1 });
  });

  it("counts whatever is new among the most used where the Hub has fewer", async () => {
    const exchanges = [newest, { url: listAddress({ sort: "downloads", limit: "10" }), json: [gpt2] }];
    expect((await page(exchanges, { limit: 10 }, { top: 50 })).checkpoint).toBe(writeCheckpoint({ changed: at, countedAt: now, least: 0 }));
  });

  it("brings of what changed those that are used or liked, and the others where they are known", async () => {
    const since = writeCheckpoint({ changed: "2024-01-01T00:00:00Z", countedAt: "2026-11-26T11:00:00Z", least: 18_908 });
    const changed = (id: string, counts: object) => ({ id, _id: id, private: false, lastModified: "2024-10-16T22:00:37.000Z", ...counts });
    const rows = [changed("a/used", { downloads: 18_908, likes: 0 }), changed("a/liked", { downloads: 2, likes: 20 }), changed("a/new", { downloads: 18_907, likes: 19 }), changed("a/bare", {})];
    expect(await page([{ url: listAddress({ sort: "lastModified", limit: "10" }), json: rows }], { limit: 10, since }, { top: 3 })).toEqual({
      ids: ["a/used", "a/liked"], updates: ["a/new", "a/bare"], checkpoint: writeCheckpoint({ changed: at, countedAt: "2026-11-26T11:00:00Z", least: 18_908 }), drops: [], requests: 1,
    });
  });

  it("lists the most downloaded again after what changed, when their counts are too old", async () => {
    const since = writeCheckpoint({ changed: "2026-01-01T00:00:00Z", countedAt: "2026-11-24T00:00:00Z", least: 5 });
    const { cursor } = await page([{ url: listAddress({ sort: "lastModified", limit: "2" }), json: [llama] }], { limit: 2, since }, { top: 3 });
    expect(cursor).toBe(place("top", { newest: "2026-01-01T00:00:00Z", countedAt: "2026-11-24T00:00:00Z", least: 5 }));
  });
});

describe("namespaces whose private repositories are served", () => {
  const secret = { ...gpt2, _id: "1", id: "acme/secret", private: true };
  const own = hubClient({ endpoint, token: "hf_x", private: ["acme", "lab"] });
  const more = { hub: own, namespaces: ["acme", "lab"] };

  it("are listed one after the other at the end of a run, and the checkpoint comes last", async () => {
    const first = [newest, { url: listAddress({ sort: "downloads", limit: "2" }), json: [{ ...secret, id: "other/secret" }, gpt2] }];
    const { cursor = "", ids, gone } = await page(first, { limit: 2 }, { top: 2 }, more);
    const carried = { newest: at, countedAt: now, least: 0 };
    expect({ cursor, ids, gone }).toEqual({ cursor: place("own", carried), ids: [gpt2.id], gone: ["other/secret"] });
    const second = [{ url: listAddress({ sort: "createdAt", author: "acme", limit: "2" }), headers: nextPage("YQ"), json: [secret] }];
    expect(await page(second, { limit: 2, cursor }, { top: 2 }, more)).toEqual({ ids: ["acme/secret"], cursor: place("own", { ...carried, cursor: "YQ" }), drops: [], requests: 1 });
    const third = [{ url: listAddress({ sort: "createdAt", author: "acme", limit: "2", cursor: "YQ" }), json: [] }];
    expect(await page(third, { limit: 2, cursor: place("own", { ...carried, cursor: "YQ" }) }, { top: 2 }, more)).toEqual({ ids: [], cursor: place("own", { ...carried, given: 1 }), drops: [], requests: 1 });
    const last = [{ url: listAddress({ sort: "createdAt", author: "lab", limit: "2" }), json: [] }];
    expect(await page(last, { limit: 2, cursor: place("own", { ...carried, given: 1 }) }, { top: 2 }, more)).toEqual({ ids: [], checkpoint: writeCheckpoint({ changed: at, countedAt: now, least: 0 }), drops: [], requests: 1 });
  });

  it("are left out when the configuration no longer has them", async () => {
    expect(await page([], { limit: 2, cursor: place("own", { given: 3, newest: at }) }, { top: 2 }, more)).toEqual({ ids: [], checkpoint: writeCheckpoint({ changed: at }), drops: [], requests: 0 });
  });
});
