import { describe, expect, it } from "vitest";
import { SourceError } from "./source-error.ts";
import { testContext } from "./testing/test-context.ts";
import { sha256Of } from "./bytes.ts";
import { wholeDocuments } from "./whole-documents.ts";

const [models, prices] = ["https://hub.example/models.json", "https://prices.example/all.json"];
const hour = 3_600_000;

/** Documents that a test exchanges; one with an ETag is given on its condition. */
function hub(served: Record<string, { json: unknown; etag?: string }>) {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const [url, condition] = [new Request(input).url, new Headers(init?.headers).get("if-none-match")];
    const { json, etag } = served[url] ?? {};
    asked.push(condition === null ? url : `${url} ${condition}`);
    if (json === undefined) return new Response("no", { status: 503 });
    if (etag !== undefined && condition === etag) return new Response(null, { status: 304 });
    return Response.json(json, { headers: etag === undefined ? {} : { etag } });
  };
  return { asked, served, at: (minutes: number) => testContext({ fetch, now: new Date(Date.UTC(2026, 7, 1, 12, minutes)) }) };
}

const places = [{ url: models, what: "the list of models" }];
const rows = (documents: readonly unknown[]) => ({ records: documents.flat().map((name) => ({ nativeId: String(name), name: String(name) })) });
const records = (...names: readonly string[]) => names.map((name) => ({ nativeId: name, name }));
const request = (since?: string) => ({ limit: 500, ...(since !== undefined && { since }) });

describe("one document", () => {
  it("is confirmed by its ETag for half of its freshness, then given anew, and whole when it changed", async () => {
    const { asked, served, at } = hub({ [models]: { json: ["a"], etag: 'W/"one"' } });
    const documents = wholeDocuments(places, 2 * hour);
    const first = await documents.list(request(), at(0), rows);
    expect(first).toEqual({ records: records("a"), checkpoint: '2026-08-01T12:00:00.000Z W/"one"' });
    expect(await documents.list(request(first.checkpoint), at(59), rows)).toEqual({ unchanged: true });
    expect(await documents.list(request(first.checkpoint), at(60), rows)).toEqual({ records: records("a"), checkpoint: '2026-08-01T13:00:00.000Z W/"one"', whole: true });
    served[models] = { json: ["a", "b"], etag: '"two"' };
    expect(await documents.list(request(first.checkpoint), at(59), rows)).toEqual({ records: records("a", "b"), checkpoint: '2026-08-01T12:59:00.000Z "two"', whole: true });
    expect(asked).toEqual([models, `${models} W/"one"`, models, `${models} W/"one"`]);
  });

  it("is confirmed by its digest where the service gives no ETag", async () => {
    const { asked, served, at } = hub({ [models]: { json: ["a"] } });
    const documents = wholeDocuments(places, 2 * hour);
    const { checkpoint = "" } = await documents.list(request(), at(0), rows);
    expect(checkpoint).toBe(`2026-08-01T12:00:00.000Z ${sha256Of('["a"]')}`);
    expect(await documents.list(request(checkpoint), at(30), rows)).toEqual({ unchanged: true });
    served[models] = { json: [] };
    expect(await documents.list(request(checkpoint), at(30), rows)).toEqual({ records: [], checkpoint: `2026-08-01T12:30:00.000Z ${sha256Of("[]")}`, whole: true });
    expect(asked).toEqual([models, models, models]);
  });

  it.each(["nonsense", '2026-08-01T12:00:00.000Z "a\nb"', '2026-08-01T12:31:00.000Z "one"', '9999-99-99T12:00:00.000Z "one"', `2026-08-01T12:00:00.000Z "${"x".repeat(3_000)}"`])(
    "is given whole for %j, which is no checkpoint of the last hour", async (since) => {
      const { asked, at } = hub({ [models]: { json: ["a"], etag: '"one"' } });
      expect(await wholeDocuments(places, 2 * hour).list(request(since), at(30), rows)).toEqual({ records: records("a"), checkpoint: '2026-08-01T12:30:00.000Z "one"', whole: true });
      expect(asked).toEqual([models]);
    },
  );

  it("is kept for the next reading where it has an ETag", async () => {
    const { asked, served, at } = hub({ [models]: { json: ["a"], etag: '"one"' } });
    const documents = wholeDocuments(places, hour);
    expect([await documents.read(at(0)), await documents.read(at(1))]).toEqual([[["a"]], [["a"]]]);
    served[models] = { json: ["b"] };
    expect([await documents.read(at(2)), await documents.read(at(3))]).toEqual([[["b"]], [["b"]]]);
    expect(asked).toEqual([models, `${models} "one"`, `${models} "one"`, `${models} "one"`]);
  });

  it("fails with what the service, the reader of rows, or a cursor is wrong with", async () => {
    const { served, at } = hub({});
    const documents = wholeDocuments(places, hour);
    await expect(documents.list(request(), at(0), rows)).rejects.toMatchObject({ code: "UNREACHABLE", message: "The origin is in trouble and did not give the list of models (503)." });
    await expect(documents.list({ ...request(), cursor: "2" }, at(0), rows)).rejects.toMatchObject({ code: "BAD_RESPONSE" });
    served[models] = { json: {} };
    const failure = new SourceError("BAD_RESPONSE", "The answer is no list.");
    await expect(documents.list(request(), at(0), () => { throw failure; })).rejects.toBe(failure);
  });

  it("does not take that it did not change from a service that was not asked", async () => {
    const unasked = testContext({ fetch: async () => new Response(null, { status: 304 }) });
    await expect(wholeDocuments(places, hour).list(request(), unasked, rows)).rejects.toMatchObject({ code: "BAD_RESPONSE" });
    await expect(wholeDocuments(places, hour).read(unasked)).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});

describe("several documents", () => {
  const both = [...places, { url: prices, what: "the prices" }];

  it("are unchanged together, and read whole when one of them changed", async () => {
    const { asked, served, at } = hub({ [models]: { json: ["a"], etag: '"one"' }, [prices]: { json: ["p"] } });
    const documents = wholeDocuments(both, 2 * hour);
    const { checkpoint = "" } = await documents.list(request(), at(0), rows);
    expect(checkpoint).toBe(`2026-08-01T12:00:00.000Z "one" ${sha256Of('["p"]')}`);
    expect(await documents.list(request(checkpoint), at(5), rows)).toEqual({ unchanged: true });
    served[prices] = { json: ["q"] };
    expect(await documents.list(request(checkpoint), at(10), rows)).toEqual({ records: records("a", "q"), checkpoint: `2026-08-01T12:10:00.000Z "one" ${sha256Of('["q"]')}`, whole: true });
    expect(asked.slice(4)).toEqual([`${models} "one"`, prices, models]);
    expect(await documents.read(at(11))).toEqual([["a"], ["q"]]);
    expect(asked.slice(7)).toEqual([`${models} "one"`, prices]);
  });

  it("fail together", async () => {
    const { at } = hub({ [models]: { json: ["a"] } });
    await expect(wholeDocuments(both, hour).list(request(), at(0), rows)).rejects.toMatchObject({ code: "UNREACHABLE" });
  });
});
