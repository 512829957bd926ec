import type { ListPage } from "@modeldex/plugin-kit";
import { expect, it } from "vitest";
import { pageParts } from "./page-parts.ts";

const rows = (count: number) => Array.from({ length: count }, (_, place) => ({ nativeId: `m${place}`, name: `m${place}` }));

it("leaves a page of 500 rows as it is", () => {
  const page: ListPage = { records: rows(500), cursor: "2", expected: 500 };
  expect(pageParts(page, "1")).toEqual([page]);
  expect(pageParts({ gone: ["x"], checkpoint: "c" }, undefined)).toEqual([{ gone: ["x"], checkpoint: "c" }]);
});

it("puts what counts once the page is whole on the last part, and on the others the place of the page", () => {
  const records = rows(1_201);
  const page: ListPage = { records, cursor: "2", checkpoint: "c", expected: 9_000, asOf: "2026-01-01T00:00:00Z", notListed: 3, gone: ["x"] };
  const asOf = "2026-01-01T00:00:00Z";
  expect(pageParts(page, "1")).toEqual([{ records: records.slice(0, 500), cursor: "1", asOf }, { records: records.slice(500, 1_000), cursor: "1", asOf }, { ...page, records: records.slice(1_000) }]);
  expect(pageParts({ records }, undefined).map((part) => "cursor" in part)).toEqual([false, false, false]);
});
