import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Every stored listing of a data folder by its key, as the text that the catalog keeps of it, with its state. */
export function storedRecords(dataDir: string): ReadonlyMap<string, string> {
  const database = new DatabaseSync(join(dataDir, "catalog.sqlite"), { readOnly: true });
  try {
    const rows = database.prepare("SELECT l.key AS key, l.state AS state, l.naming AS naming, r.record AS record FROM listings l JOIN records r ON r.listing = l.seq").all();
    return new Map(rows.map(({ key, state, naming, record }) => [String(key), `${state} ${naming} ${record}`]));
  } finally {
    database.close();
  }
}
