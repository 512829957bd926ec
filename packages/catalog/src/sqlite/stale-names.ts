import { setImmediate as nextTurn } from "node:timers/promises";
import type { DateTime } from "@modeldex/schema";
import type { Database } from "./database.ts";
import { rowsBySequence } from "./listing-rows.ts";
import { saveNameKey } from "./name-keys.ts";
import { numberOf } from "./rows.ts";
import { beginWork, keepRows } from "./work.ts";
import { finish } from "./write-listings.ts";

/** Listings that get their numbers in one transaction. */
const chunk = 1_000;

/** Gives listings that an earlier version stored their numbers, a part at a time, so that a process that ends meanwhile goes on from there. */
export async function keyStaleNames(database: Database, at: DateTime): Promise<void> {
  const isStale = (): boolean => database.sql("SELECT 1 FROM stale_names LIMIT 1").get() !== undefined;
  while (database.read(isStale)) {
    await database.write((transaction) => {
      const work = beginWork(transaction, at);
      const asked = database.sql("SELECT seq FROM stale_names ORDER BY seq LIMIT ?").all(chunk).map((row) => numberOf(row, "seq"));
      for (const row of keepRows(work, rowsBySequence(database, asked))) {
        saveNameKey(work, row);
        work.relink.add(row.seq);
      }
      finish(work);
      database.sql("DELETE FROM stale_names WHERE seq <= ?").run(asked.at(-1) ?? 0);
    });
    await nextTurn();
  }
}
