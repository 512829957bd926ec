import { setImmediate as nextTurn } from "node:timers/promises";
import type { ModelDocument } from "../merge-model.ts";
import { Columns, type TrustWords } from "./columns.ts";
import type { Database } from "./database.ts";
import { jsonOf, numberOf, optionalText, type Row } from "./rows.ts";

/** Models read between two turns of the event loop: some 10 ms. */
const chunk = 500;
/** How often columns that are in use are brought up to date between readings, in milliseconds. */
const refreshMs = 250;
/** How long after the last reading that goes on, in milliseconds. */
const inUseMs = 60_000;

/** Models with what was last found about their leading listings. */
const models = "SELECT m.seq, m.rk, m.touched, m.doc, a.level, a.system_level, a.claims FROM models AS m LEFT JOIN assessments AS a ON a.listing = m.leading";

/** Stands for the last model of a write. */
const wholeWrite = Number.MAX_SAFE_INTEGER;

/**
 * Keeps columns in step with the file, whoever writes it. They are made on first use, so that a process that only harvests holds none. While they are in
 * use they follow the file by themselves, so that a reading finds little that is new, however much a harvest writes and however rarely somebody asks.
 */
export class ColumnCache {
  readonly #database: Database;
  #columns = new Columns();
  #seen = { touched: -1, seq: 0 };
  #removalsSeen = -1;
  #warming: Promise<void> | undefined;
  #usedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Reads most of what is new, without holding up the event loop. */
  async warm(): Promise<void> {
    this.#usedAt = performance.now();
    this.#follow();
    await this.#catchUp();
  }

  /** Stops to follow the file, before that is closed. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #catchUp(): Promise<void> {
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

  #follow(): void {
    if (this.#timer !== undefined || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (performance.now() - this.#usedAt > inUseMs) return;
      // A failure is told to the next reading, which meets it again.
      void this.#catchUp().then(() => this.#follow(), () => undefined);
    }, refreshMs).unref();
  }

  async #readAll(): Promise<void> {
    while (!this.#closed && this.#readChunk() === chunk) await nextTurn();
  }

  #readChunk(): number {
    const { touched, seq } = this.#seen;
    // Two statements: as one condition over both numbers SQLite looks at every model of the last write again.
    const ofLastWrite = this.#database.sql(`${models} WHERE m.touched = ? AND m.seq > ? ORDER BY m.seq LIMIT ?`).all(touched, seq, chunk);
    const later = this.#database.sql(`${models} WHERE m.touched > ? ORDER BY m.touched, m.seq LIMIT ?`).all(touched, chunk - ofLastWrite.length);
    const rows = [...ofLastWrite, ...later];
    for (const row of rows) this.#columns.put(numberOf(row, "seq"), numberOf(row, "rk"), jsonOf<ModelDocument>(row, "doc"), trustOf(row));
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

function trustOf(row: Row): TrustWords | undefined {
  if (row["claims"] === null) return undefined;
  const [level, systemLevel] = [optionalText(row, "level"), optionalText(row, "system_level")];
  return {
    // A digest behind a claim is nothing that is filtered by.
    claims: jsonOf<readonly string[]>(row, "claims").map((word) => word.split(" ", 3).join(" ")),
    trustLevels: level === undefined ? [] : [level],
    systemTrustLevels: systemLevel === undefined ? [] : [systemLevel],
  };
}
