import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Catalog } from "../catalog.ts";
import { sample } from "../testing/samples.ts";
import { ColumnCache } from "./column-cache.ts";
import { Database } from "./database.ts";
import { openSqliteCatalog } from "./open-catalog.ts";

let folder: string;
let writer: Catalog;
let database: Database;
let cache: ColumnCache;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "modeldex-columns-"));
  const path = join(folder, "catalog.sqlite");
  writer = await openSqliteCatalog({ path });
  database = new Database({ path, readOnly: true });
  cache = new ColumnCache(database);
});

afterEach(async () => {
  cache.close();
  database.close();
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Stores models whose numbers follow on those before. */
async function store(from: number, count: number): Promise<void> {
  await writer.applyListings(Array.from({ length: count }, (_, place) => sample(`hf:a/m${from + place}`, { task: `task-${(from + place) % 5}` })));
}

test("columns in use follow the file by themselves, whoever writes it", async () => {
  await store(0, 3);
  await cache.warm();
  const columns = database.read(() => cache.fresh());
  expect(columns.highest).toBe(3);
  await store(3, 1_200);
  await vi.waitFor(() => expect(columns.highest).toBe(1_203), { timeout: 30_000 });
});

test("a reading sees what was written since, however much that is", async () => {
  await cache.warm();
  await store(0, 1_300);
  const columns = database.read(() => cache.fresh());
  expect([columns.highest, columns.has(1_300), columns.lists.tasks.wordCount]).toEqual([1_300, true, 5]);
});

test("columns that were closed read nothing more", async () => {
  await store(0, 700);
  const warmed = cache.warm();
  cache.close();
  database.close();
  await warmed;
  database = new Database({ path: join(folder, "catalog.sqlite"), readOnly: true });
  cache = new ColumnCache(database);
});
