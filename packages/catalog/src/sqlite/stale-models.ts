import { setImmediate as nextTurn } from "node:timers/promises";
import type { DateTime } from "@modeldex/schema";
import type { Database } from "./database.ts";
import { numberOf } from "./rows.ts";
import { saveModels } from "./save-models.ts";
import { beginWork } from "./work.ts";

/** Models made again in one transaction. */
const chunk = 1_000;

/** Makes models again that an earlier version made, a part at a time, so that a process that ends meanwhile goes on from there. */
export async function remakeStaleModels(database: Database, at: DateTime): Promise<void> {
  const isStale = (): boolean => database.sql("SELECT 1 FROM stale_models LIMIT 1").get() !== undefined;
  while (database.read(isStale)) {
    await database.write((transaction) => {
      const work = beginWork(transaction, at);
      const asked = database.sql("SELECT seq FROM stale_models ORDER BY seq LIMIT ?").all(chunk).map((row) => numberOf(row, "seq"));
      const known = database.sql("SELECT m.seq FROM json_each(?) AS asked CROSS JOIN models AS m ON m.seq = asked.value").all(JSON.stringify(asked));
      for (const row of known) {
        work.models.add(numberOf(row, "seq"));
        work.reworded.add(numberOf(row, "seq"));
      }
      saveModels(work);
      database.sql("DELETE FROM stale_models WHERE seq <= ?").run(asked.at(-1) ?? 0);
    });
    await nextTurn();
  }
}
