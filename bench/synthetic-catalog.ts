import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { openSqliteCatalog } from "../packages/catalog/src/index.ts";
import { syntheticPage } from "./synthetic-listings.ts";

const pageSize = 1_000;

/** Fills the catalog of a gateway's folder. @returns the native ids, the most used first. */
export async function fillCatalog(dataDir: string, count: number): Promise<readonly string[]> {
  mkdirSync(dataDir, { recursive: true });
  const catalog = await openSqliteCatalog({ path: join(dataDir, "catalog.sqlite") });
  const ids: string[] = [];
  for (let start = 0; start < count; start += pageSize) {
    const writes = syntheticPage({ start, count: Math.min(pageSize, count - start) });
    await catalog.applyListings(writes);
    ids.push(...writes.map(({ record }) => record.nativeId));
  }
  await catalog.close();
  return ids;
}
