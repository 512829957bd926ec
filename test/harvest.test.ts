import { SourceError } from "@modeldex/plugin-kit";
import type { ListPage, ListRequest, Source } from "@modeldex/plugin-kit";
import type { ListingRecord } from "@modeldex/schema";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";

let modeldex: TestGateway;
let list: (request: ListRequest) => ListPage;
const source: Source = { id: "file", title: "Scripted", homepage: "https://example.org", contract: 1, kind: "scripted", listing: "full", list: async (request) => list(request) };
beforeEach(async () => void (modeldex = await startGateway({ sources: [source] })));
afterEach(() => modeldex.close());

const records = (count: number, from = 0): ListingRecord[] => Array.from({ length: count }, (_, n) => ({ nativeId: `org/m${from + n}`, name: `m${from + n}` }));
const harvest = (more: { readonly force?: boolean; readonly all?: boolean } = {}) => modeldex.gateway.harvest("file", { all: true, signal: AbortSignal.timeout(30_000), ...more });
const listed = async () => (await modeldex.query("{ search(first: 1) { totalCount } }")).search.totalCount;

it("goes on at its cursor after an interruption", async () => {
  const asked: (string | undefined)[] = [];
  let broken = true;
  list = ({ cursor }) => {
    asked.push(cursor);
    if (cursor === undefined) return { records: records(10), cursor: "next" };
    if (broken) throw new SourceError("UNREACHABLE", "gone for a moment");
    return { records: records(5, 10) };
  };
  await harvest();
  broken = false;
  asked.length = 0;
  expect(await harvest()).toMatchObject({ status: "DONE", seen: 15, gone: 0 });
  expect([asked, await listed()]).toEqual([["next"], 15]);
});

it("removes what a whole run has not seen, but not when that is implausibly much, unless it is forced", async () => {
  list = () => ({ records: records(100) });
  await harvest();
  list = () => ({ records: records(90) });
  expect(await harvest()).toMatchObject({ status: "DONE", gone: 10 });
  list = () => ({ records: records(20) });
  const held = await harvest();
  expect(held).toMatchObject({ status: "DONE", gone: 0, heldBackBecause: expect.stringContaining("70 of 90 listings (78 %) were not seen") });
  list = () => ({ records: [] });
  expect(await harvest()).toMatchObject({ status: "DONE", gone: 0, heldBackBecause: expect.stringContaining("came back empty") });
  expect(await listed()).toBe(90);
  expect(await harvest({ force: true })).toMatchObject({ status: "DONE", gone: 90 });
  expect(await listed()).toBe(0);
  const { model } = await modeldex.query('{ model(id: "file:org/m1") { id listings { nodes { state goneAt } } } }');
  expect(model).toEqual({ id: "file:org/m1", listings: { nodes: [{ state: "GONE", goneAt: expect.any(String) }] } });
});

it("drops a bad row with its reason, and keeps the page", async () => {
  list = () => ({ records: [...records(3), { nativeId: "", name: "no id" } as ListingRecord, { nativeId: "org/bad", name: 5 } as unknown as ListingRecord] });
  expect(await harvest()).toMatchObject({ status: "DONE", seen: 3, dropped: 2 });
  const { source: served } = await modeldex.query('{ source(id: "file") { coverage { listings dropped } } }');
  expect(served.coverage).toEqual({ listings: 3, dropped: 2 });
});

it("stops at pages that never end, and at a source that fails, without losing what it has", async () => {
  list = ({ cursor }) => ({ records: records(2, cursor === undefined ? 0 : 2), cursor: "same" });
  expect(await harvest()).toMatchObject({ status: "FAILED", code: "BAD_RESPONSE", message: "file gave the same cursor twice; its pages would never end." });
  expect(await listed()).toBe(4);
});
