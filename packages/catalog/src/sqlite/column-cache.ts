import { setImmediate as nextTurn } from "node:timers/promises";
import type { ModelDocument } from "../merge-model.ts";
import { Columns } from "./columns.ts";
import type { Database } from "./database.ts";
import { jsonOf, numberOf } from "./rows.ts";

/** Models read between two turns of the event loop. */
const chunk = 2_000;

/** Stands for the last model of a write. */
const wholeWrite = Number.MAX_SAFE_INTEGER;

/**
 * Keeps columns in step with the file, whoever writes it. They are made on first use, so that a process that only harvests holds none.
 */
export class ColumnCache {
  readonly #database: Database;
  #columns = new Columns();
  #seen = { touched: -1, seq: 0 };
  #removalsSeen = -1;
  #warming: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Reads most of what is new, without holding up the event loop. */
  async warm(): Promise<void> {
    this.#warming ??= this.#readAll().finally(() => {
      this.#warming = undefined;
    });
    await this.#warming;
  }

  /** The columns as of the present read transaction. */
  fresh(): Columns {
    while (this.#readChunk() === chunk);
    this.#readRemovals();
    return this.#columns;
  }

  async #readAll(): Promise<void> {
    while (this.#readChunk() === chunk) await nextTurn();
  }

  #readChunk(): number {
    const { touched, seq } = this.#seen;
    const rows = this.#database
      .sql(`SELECT seq, rk, touched, doc FROM models WHERE ${seq === wholeWrite ? "touched > ?1" : "touched >= ?1 AND (touched > ?1 OR seq > ?2)"} ORDER BY touched, seq LIMIT ?3`)
      .all(touched, seq, chunk);
    for (const row of rows) this.#columns.put(numberOf(row, "seq"), numberOf(row, "rk"), jsonOf<ModelDocument>(row, "doc"));
    const last = rows.at(-1);
    // All that one write touched is visible at once, so after the last part of it nothing more has its number.
    if (last !== undefined) this.#seen = { touched: numberOf(last, "touched"), seq: rows.length < chunk ? wholeWrite : numberOf(last, "seq") };
    return rows.length;
  }

  #readRemovals(): void {
    const rows = this.#database.sql("SELECT touched, seq FROM removed_models WHERE touched > ? ORDER BY touched").all(this.#removalsSeen);
    for (const row of rows) {
      this.#columns.remove(numberOf(row, "seq"));
      this.#removalsSeen = numberOf(row, "touched");
    }
  }
}
