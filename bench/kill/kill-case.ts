import type { ChildProcess } from "node:child_process";
import type { DatabaseSync } from "node:sqlite";

/** Work on a catalog file that is done by another process, and that may be killed at any moment and started again. */
export interface KillCase {
  readonly name: string;
  /** The file within a folder. */
  file(folder: string): string;
  /** Puts into an empty folder what the work begins with. */
  prepare(folder: string): void;
  /** Begins the work, or takes it up. The process leads a group of its own. */
  start(folder: string): ChildProcess;
  /** Whether the work is done, by what the process has printed; without, it is done when the process ends with 0. */
  readonly doneAt?: RegExp;
  /** How much is stored; never goes back. */
  progress(file: DatabaseSync): number;
  /** Why what is stored cannot be, if it cannot. */
  problem(file: DatabaseSync): string | undefined;
  /** What the whole work leaves, without times and numbers that tell only in which order it came. */
  contents(file: DatabaseSync): unknown;
}

/** One number of the first row; 0 when there is no such table yet. */
export function numberFrom(file: DatabaseSync, table: string, sql: string): number {
  if (file.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?").get(table) === undefined) return 0;
  return Number(Object.values(file.prepare(sql).get() ?? { none: 0 })[0] ?? 0);
}

/** Everything that came into a catalog, whenever and in whichever order. */
export function catalogContents(file: DatabaseSync): unknown {
  const rows = (sql: string): readonly object[] => file.prepare(sql).all().map((row) => ({ ...row }));
  return {
    listings: rows("SELECT l.key, l.state, l.link_kind, l.link_statement, r.record, m.id FROM listings AS l JOIN records AS r ON r.listing = l.seq JOIN models AS m ON m.seq = l.model ORDER BY l.key"),
    models: rows("SELECT id, doc, name_tokens, words_digest FROM models ORDER BY id"),
    signatures: rows("SELECT s.signature, l.key FROM signatures AS s JOIN listings AS l ON l.seq = s.listing ORDER BY 1, 2"),
    found: rows("SELECT m.id FROM words AS w JOIN models AS m ON m.rk = w.rowid WHERE w.words MATCH 'model OR llama' ORDER BY 1"),
    changes: rows("SELECT kind, listing, model, statement FROM changes ORDER BY 2, 1, 3, 4"),
    // A run that had ended when its process was killed is followed by another, which may be one of changes alone.
    lastFullRun: rows("SELECT source, listings_seen, ended_at IS NOT NULL AS ended FROM runs WHERE is_full = 1 ORDER BY run DESC LIMIT 1"),
    underWay: rows("SELECT source FROM runs WHERE ended_at IS NULL"),
  };
}
