import { openSqliteCatalog } from "@modeldex/catalog";
import type { Catalog } from "@modeldex/catalog";
import type { Source } from "@modeldex/plugin-kit";
import { onTestFinished } from "vitest";
import { createCache } from "../../cache/cache.ts";
import { memoryTier } from "../../cache/memory-tier.ts";
import { createLogger } from "../../observe/log.ts";
import { createAsker } from "../../sources/ask.ts";
import { createReferences } from "../../sources/references.ts";
import { createRegistry } from "../../sources/registry.ts";
import type { Harvesting } from "../run.ts";

/** What harvests work with, over a catalog in memory, on a clock of the test. */
export interface HarvestRooms extends Harvesting {
  readonly catalog: Catalog;
  /** Lines of the log, parsed. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  /** Kind and listing of each change after the first so many. */
  told(after?: number): Promise<readonly string[]>;
  advance(ms: number): void;
}

/** Makes the rooms for one source; they are closed with the test. */
export async function harvestRooms(source: Source): Promise<HarvestRooms> {
  let time = Date.parse("2026-11-01T12:00:00Z");
  const now = (): Date => new Date(time);
  const logs: Record<string, unknown>[] = [];
  const log = createLogger({ level: "debug", write: (line) => void logs.push(JSON.parse(line) as Record<string, unknown>) });
  const registry = createRegistry([source]);
  const catalog = await openSqliteCatalog({ path: ":memory:", now });
  const ask = createAsker({ registry, cache: createCache({ tiers: [memoryTier()], now, log }), log, now, sleep: async () => undefined });
  onTestFinished(async () => {
    await ask.close();
    await catalog.close();
  });
  return {
    catalog, ask, log, logs, now, holder: "test:1",
    writer: createReferences({ registry, log }),
    told: async (after = 0) => (await catalog.changes(after, 1_000)).map(({ kind, listing }) => `${kind} ${listing ?? ""}`),
    advance: (ms) => void (time += ms),
  };
}
