import { afterEach } from "vitest";
import type { Catalog } from "../catalog.ts";
import { catalogSuite } from "../testing/index.ts";
import { openSqliteCatalog } from "./open-catalog.ts";

const opened: Catalog[] = [];
afterEach(async () => {
  for (const catalog of opened.splice(0)) await catalog.close();
});

catalogSuite("SQLite", async (clock) => {
  const catalog = await openSqliteCatalog({ path: ":memory:", now: () => new Date(clock.at) });
  opened.push(catalog);
  return catalog;
});
