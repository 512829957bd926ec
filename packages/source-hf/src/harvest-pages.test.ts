import type { ListPage, ListRequest } from "@modeldex/plugin-kit";
import { recordedFetch, testContext, type RecordedExchange } from "@modeldex/plugin-kit/testing";
import { describe, expect, it } from "vitest";
import { disabledModel, endpoint, gpt2, llama, llamaGguf } from "./fixtures/hub-answers.ts";
import { listAddress, newestAddress, nextPage } from "./fixtures/hub-requests.ts";
import { harvestPage, type Harvest } from "./harvest-pages.ts";
import { hubClient } from "./hub-client.ts";

const hub = hubClient({ endpoint });
const newest = { url: newestAddress(), json: [{ id: llama.id, lastModified: llama.lastModified }] };

async function page(exchanges: readonly RecordedExchange[], request: ListRequest, harvest: Harvest["harvest"] = "all") {
  const recorded = recordedFetch(exchanges);
  const context = testContext({ fetch: recorded.fetch });
  const given = await harvestPage({ hub, harvest }, request, context);
  return { ...summary(given), drops: context.drops, requests: recorded.calls.length };
}

function summary({ records = [], ...rest }: ListPage) {
  return { ids: records.map(({ nativeId }) => nativeId), ...rest };
}

describe("a full run", () => {
  it("goes by date of creation, 500 at a time, and gives the newest change as checkpoint", async () => {
    const first = [newest, { url: listAddress({ sort: "createdAt", limit: "500" }), headers: nextPage("YWJj"), json: [llama, gpt2] }];
    expect(await page(first, { limit: 5_000 })).toEqual({ ids: [llama.id, gpt2.id], cursor: "YWJj", checkpoint: "2024-10-16T22:00:37Z", drops: [], requests: 2 });
    const last = [{ url: listAddress({ sort: "createdAt", limit: "500", cursor: "YWJj" }), json: [llamaGguf] }];
    expect(await page(last, { limit: 500, cursor: "YWJj" })).toEqual({ ids: [llamaGguf.id], drops: [], requests: 1 });
  });

  it("goes on from a short page and from one that holds nothing to serve", async () => {
    const exchanges = [{ url: listAddress({ sort: "createdAt", limit: "2", cursor: "YWJj" }), headers: nextPage("ZGVm+/=="), json: [{ ...gpt2, private: true }] }];
    expect(await page(exchanges, { limit: 2, cursor: "YWJj" })).toEqual({
      ids: [], cursor: "ZGVm+/==", drops: [{ nativeId: gpt2.id, reason: "private repositories are not served" }], requests: 1,
    });
  });

  it("drops rows that cannot be read with their reasons, and gives a repeated one once", async () => {
    const rows = [null, { ...gpt2, id: "../../etc" }, { ...gpt2, private: "no" }, gpt2, gpt2];
    expect(await page([{ url: listAddress({ sort: "createdAt", limit: "10", cursor: "YQ" }), json: rows }], { limit: 10, cursor: "YQ" })).toEqual({
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
    await expect(page(exchanges, { limit: 10, cursor: "YQ" })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });

  it.each(["https://attacker.example/api/models?cursor=1", "a b", "", "x".repeat(5_000), "YWJj&author=x", "2.YWJj"])("refuses the cursor %j without a request", async (cursor) => {
    const recorded = recordedFetch([]);
    await expect(harvestPage({ hub, harvest: "all" }, { limit: 10, cursor }, testContext({ fetch: recorded.fetch }))).rejects.toMatchObject({ code: "BAD_RESPONSE" });
    expect(recorded.calls).toEqual([]);
  });

  it("keeps of the next page's address the cursor alone", async () => {
    const exchanges = [{ url: listAddress({ sort: "createdAt", limit: "1", cursor: "YQ" }), headers: nextPage("Yg", "https://attacker.example"), json: [gpt2] }];
    expect((await page(exchanges, { limit: 1, cursor: "YQ" })).cursor).toBe("Yg");
  });

  it.each([nextPage("YQ"), nextPage("no cursor!"), { link: `<${endpoint}/api/models>; rel="next"` }])("refuses a next page that leads nowhere: %j", async (headers) => {
    const exchanges = [{ url: listAddress({ sort: "createdAt", limit: "1", cursor: "YQ" }), headers, json: [gpt2] }];
    await expect(page(exchanges, { limit: 1, cursor: "YQ" })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});

describe("a run since a checkpoint", () => {
  it("goes by date of change down to the checkpoint, which it includes", async () => {
    const since = "2024-02-19T10:57:45Z";
    const exchanges = [{ url: listAddress({ sort: "lastModified", limit: "500" }), headers: nextPage("YWJj"), json: [llama, gpt2, llamaGguf, disabledModel] }];
    expect(await page(exchanges, { limit: 500, since })).toEqual({ ids: [llama.id, gpt2.id], checkpoint: "2024-10-16T22:00:37Z", drops: [], requests: 1 });
  });

  it("goes on while every row is newer, and gives the checkpoint with its first page only", async () => {
    const since = "2023-01-01T00:00:00Z";
    const first = [{ url: listAddress({ sort: "lastModified", limit: "2" }), headers: nextPage("YWJj"), json: [llama, gpt2] }];
    expect(await page(first, { limit: 2, since })).toEqual({ ids: [llama.id, gpt2.id], cursor: "YWJj", checkpoint: "2024-10-16T22:00:37Z", drops: [], requests: 1 });
    const last = [{ url: listAddress({ sort: "lastModified", limit: "2", cursor: "YWJj" }), json: [llamaGguf] }];
    expect(await page(last, { limit: 2, since, cursor: "YWJj" })).toEqual({ ids: [llamaGguf.id], drops: [], requests: 1 });
  });

  it("keeps its checkpoint when nothing changed", async () => {
    const since = "2026-01-01T00:00:00Z";
    expect(await page([{ url: listAddress({ sort: "lastModified", limit: "2" }), json: [llama] }], { limit: 2, since })).toEqual({ ids: [], checkpoint: since, drops: [], requests: 1 });
  });

  it("refuses a checkpoint that is no time", async () => {
    await expect(page([], { limit: 2, since: "https://attacker.example" })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});

describe("a run with a bound", () => {
  it("brings the most downloaded models up to the bound, and counts in its cursor", async () => {
    const first = [{ url: listAddress({ sort: "downloads", limit: "2" }), headers: nextPage("YWJj"), json: [gpt2, llama] }];
    expect(await page(first, { limit: 2 }, { top: 3 })).toEqual({ ids: [gpt2.id, llama.id], cursor: "2.YWJj", drops: [], requests: 1 });
    const last = [{ url: listAddress({ sort: "downloads", limit: "1", cursor: "YWJj" }), headers: nextPage("ZGVm"), json: [llamaGguf] }];
    expect(await page(last, { limit: 2, cursor: "2.YWJj" }, { top: 3 })).toEqual({ ids: [llamaGguf.id], drops: [], requests: 1 });
  });

  it("refuses a cursor of a run without a bound", async () => {
    await expect(page([], { limit: 2, cursor: "YWJj" }, { top: 3 })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});
