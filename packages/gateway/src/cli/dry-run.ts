import { existsSync } from "node:fs";
import { join } from "node:path";
import { openSqliteCatalog } from "@modeldex/catalog";
import { createCaches } from "../cache/caches.ts";
import { loadSettings } from "../config/load.ts";
import { dryRun, type DryRun } from "../harvest/dry-run.ts";
import { silentLogger } from "../observe/log.ts";
import { createAsker } from "../sources/ask.ts";
import { lendThrough } from "../sources/lend-through.ts";
import { createReferences } from "../sources/references.ts";
import { createRegistry } from "../sources/registry.ts";
import { chosen } from "./chosen-source.ts";
import { dryRunText } from "./dry-run-text.ts";
import { exitCodes } from "./exit-codes.ts";
import { stoppable } from "./open-gateway.ts";
import { createSourceNotes, type TakenNotes } from "./source-notes.ts";
import type { Surroundings } from "./surroundings.ts";
import { wholeNumber } from "./whole-number.ts";

export interface DryRunFlags {
  readonly all?: boolean;
  readonly force?: boolean;
  readonly limit?: string;
  readonly json?: boolean;
}

/** One source, as `--json` prints it. */
export type DryRunRow = { readonly source: string } & (({ readonly status: "DONE" | "FAILED" } & DryRun & Omit<TakenNotes, "log">) | { readonly status: "LISTS_NOTHING" });

const defaultLimit = 2_000;
const mostRows = 1_000_000;

/** Says for each configured source what a harvest would bring, and what would go. The catalog is opened for reading only, or is an empty one in memory where there is none yet. */
export async function dryRunCommand(source: string | undefined, flags: DryRunFlags, around: Surroundings): Promise<void> {
  const limit = flags.limit === undefined ? defaultLimit : wholeNumber("--limit", flags.limit, mostRows);
  const settings = await loadSettings(around.env, around.directory);
  const registry = createRegistry(settings.config.sources, settings.config.live);
  const able = registry.ids.filter((id) => registry.can(id, "LIST"));
  const ids = source === undefined ? registry.ids : registry.ids.filter((id) => chosen(source, able).includes(id));
  const path = join(settings.dataDir, "catalog.sqlite");
  const isThere = existsSync(path);
  if (!isThere) around.err.write(`There is no catalog in ${settings.dataDir} yet: everything that is listed is new.\n`);
  const now = (): Date => new Date();
  const notes = createSourceNotes();
  const caches = createCaches({ log: silentLogger, now });
  const ask = createAsker({ registry, cache: caches.answers, log: notes.log, offline: settings.offline, lendFetch: lendThrough(settings.proxy) });
  try {
    const catalog = await openSqliteCatalog(isThere ? { path, readOnly: true } : { path: ":memory:" });
    try {
      const lent = { catalog, ask, writer: createReferences({ registry, log: notes.log }), now };
      await stoppable(async (signal) => {
        const rows: DryRunRow[] = [];
        for (const id of ids) {
          if (!able.includes(id)) rows.push({ source: id, status: "LISTS_NOTHING" });
          else {
            notes.begin();
            const result = await dryRun(id, { all: flags.all === true, force: flags.force === true, limit, signal }, lent);
            const { log: _log, ...taken } = notes.taken();
            rows.push({ source: id, ...result, ...taken });
            if (result.status === "FAILED") process.exitCode = exitCodes.sourceTrouble;
          }
          if (flags.json !== true) around.out.write(`${dryRunText(rows.slice(-1))}\n`);
        }
        if (flags.json === true) around.out.write(`${JSON.stringify(rows, null, 2)}\n`);
        else if (rows.length === 0) around.out.write("No source is configured; name some in modeldex.config.ts.\n");
      });
    } finally {
      await catalog.close();
    }
  } finally {
    await ask.close();
    await caches.close();
  }
}
