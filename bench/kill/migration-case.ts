import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

import { migrate, migrations } from "../../packages/catalog/src/sqlite/migrations.ts";
import { startGroup } from "./command-cases.ts";
import { type KillCase, numberFrom } from "./kill-case.ts";

/** The steps that are tried: those of the catalog, and while it has only one, a further one that goes over all rows. */
export const triedSteps: readonly string[] = migrations.length > 1 ? migrations : [
  ...migrations,
  "CREATE TABLE tried (listing INTEGER PRIMARY KEY, record TEXT NOT NULL); INSERT INTO tried SELECT listing, upper(record) FROM records; CREATE INDEX tried_record ON tried (record); ALTER TABLE models ADD COLUMN tried TEXT;",
];

/** Opening a file that was written with the first schema. */
export function migrationCase(rows: number): KillCase {
  const program = fileURLToPath(new URL("migrate-file.ts", import.meta.url));
  return {
    name: "migration",
    file: (folder) => join(folder, "catalog.sqlite"),
    prepare: (folder) => makeFirstSchema(join(folder, "catalog.sqlite"), rows),
    start: (folder) => startGroup([program, join(folder, "catalog.sqlite")], {}),
    progress: versionOf,
    problem: (file) => {
      const version = versionOf(file);
      const kept = numberFrom(file, "listings", "SELECT count(*) FROM listings");
      if (kept !== rows) return `${kept} of ${rows} listings are left at schema ${version}`;
      return version >= 1 && version <= triedSteps.length ? undefined : `the file says it has schema ${version}`;
    },
    contents: (file) => ({
      version: versionOf(file),
      schema: file.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all().map((row) => ({ ...row })),
      tables: ["listings", "records", "models", "changes"].map((table) => file.prepare(`SELECT * FROM ${table} ORDER BY 1`).all().map((row) => ({ ...row }))),
    }),
  };
}

function versionOf(file: DatabaseSync): number {
  return Number(file.prepare("PRAGMA user_version").get()?.["user_version"]);
}

/** A file as the first version of the schema left it. That schema never changes, so its rows can be written out. */
function makeFirstSchema(path: string, rows: number): void {
  const file = new DatabaseSync(path);
  try {
    migrate(file, { path, readOnly: false }, migrations.slice(0, 1));
    file.exec(`
      BEGIN;
      WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${rows})
      INSERT INTO listings (seq, source, native_id, folded, model, naming, state, parts, fetched_at, first_seen_at, run, link_kind, link_relation, link_statement)
        SELECT n, 'hf', 'lab-' || (n % 37) || '/model-' || n, 'lab-' || (n % 37) || '/model-' || n, n, 'namespaced', 'LISTED', 0, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 0, 'LEADING', 'SAME', '' FROM n;
      INSERT INTO records (listing, record) SELECT seq, json_object('nativeId', native_id, 'name', 'model-' || seq, 'tags', json_array('a', 'b', 'c'), 'task', 'text-generation') FROM listings;
      INSERT INTO models (seq, id, rk, leading, listing_count, touched, words_digest, name_tokens, doc)
        SELECT seq, key, seq, seq, 1, 1, 'd' || seq, 'model ' || seq,
          json_object('id', key, 'leading', key, 'name', 'model-' || seq, 'state', 'LISTED', 'sources', json_array('hf'), 'listingCount', 1, 'tags', json_array('a', 'b'),
            'libraries', json_array(), 'formats', json_array(), 'precisions', json_array(), 'languages', json_array(), 'capabilities', json_array(),
            'license', json_object('class', 'UNKNOWN'), 'statedBy', json_object()) FROM listings;
      INSERT INTO words (rowid, name, aux) SELECT seq, name_tokens, 'lab' FROM models;
      INSERT INTO changes (kind, at, source, listing, statement) SELECT 'LISTED', '2026-01-01T00:00:00Z', 'hf', key, '' FROM listings;
      UPDATE catalog SET sequence = 1, id = 'made-for-the-migration';
      COMMIT;`);
  } finally {
    file.close();
  }
}
