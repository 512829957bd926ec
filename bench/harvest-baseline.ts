import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";

import { nameTokens } from "../packages/schema/src/index.ts";
import { leanQuery } from "../packages/source-hf/src/fields.ts";

/** What one run of the plain loop did. */
export interface PlainHarvest {
  readonly listings: number;
  readonly pages: number;
  readonly seconds: number;
  readonly listingsPerSecond: number;
}

/**
 * The least that a harvest of everything can be: fetches the same pages with the same fields, one after the other, and writes id,
 * name tokens and JSON of each model into one SQLite table with FTS5, one transaction a page. It joins, checks, resumes and counts nothing.
 * The speed of `modeldex harvest hf --all` is stated as its ratio to this.
 *
 * @param hubUrl base address of a Hub.
 * @param file SQLite file; an older one there is removed.
 */
export async function plainHarvest(hubUrl: string, file: string): Promise<PlainHarvest> {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
  const database = new DatabaseSync(file);
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE VIRTUAL TABLE models USING fts5(id UNINDEXED, tokens, json UNINDEXED);
    `);
    const insert = database.prepare("INSERT INTO models (id, tokens, json) VALUES (?, ?, ?)");
    const started = performance.now();
    let listings = 0;
    let pages = 0;
    let next: string | undefined = `${hubUrl}/api/models?${leanQuery({ sort: "createdAt", limit: "500" })}`;
    while (next !== undefined) {
      const response: Response = await fetch(next);
      if (!response.ok) throw new Error(`${hubUrl} answered page ${pages + 1} with status ${response.status}.`);
      const rows = (await response.json()) as readonly { readonly id: string }[];
      database.exec("BEGIN");
      for (const row of rows) insert.run(row.id, nameTokens(row.id).join(" "), JSON.stringify(row));
      database.exec("COMMIT");
      listings += rows.length;
      pages += 1;
      next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
      // Lets timers and signals in between pages, as any process that also serves must.
      await wait(0);
    }
    const seconds = (performance.now() - started) / 1000;
    return { listings, pages, seconds, listingsPerSecond: listings / seconds };
  } finally {
    database.close();
  }
}
