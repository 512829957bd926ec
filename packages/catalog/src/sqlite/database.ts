import { DatabaseSync, type StatementSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { CatalogBusyError, CatalogFileError } from "../errors.ts";
import { migrate } from "./migrations.ts";
import { isBusy } from "./rows.ts";

/** Longest time that a write waits for another process, in milliseconds. */
const writeWaitMs = 30_000;

/** Entries of one account that are kept where anybody may write, unless the operator says otherwise. */
export const defaultEntriesPerRegistrant = 100;

/** Most answers that are remembered. */
const maxRemembered = 5_000;

export interface DatabaseOptions {
  /** File, made when it does not exist; or `:memory:`. */
  readonly path: string;
  readonly readOnly: boolean;
  /** See `SqliteCatalogOptions`. */
  readonly entriesPerRegistrant?: number;
}

/** One write transaction. */
export interface Transaction {
  readonly database: Database;
  /** Number of this write: larger than that of every earlier one. Asking for it says that something visible changes. */
  sequence(): number;
  /** Says that a run ended: readers of the generation see it at once. */
  runEnded(): void;
}

/** A connection with its prepared statements. All work between `BEGIN` and `COMMIT` is synchronous, so transactions of one process never interleave. */
export class Database {
  readonly readOnly: boolean;
  /** Entries of one account that are kept where anybody may write. */
  readonly entriesPerRegistrant: number;
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #remembered = new Map<string, boolean | number>();
  #rememberedAt = -1;

  constructor(options: DatabaseOptions) {
    this.readOnly = options.readOnly;
    this.entriesPerRegistrant = options.entriesPerRegistrant ?? defaultEntriesPerRegistrant;
    this.#connection = new DatabaseSync(options.path, { readOnly: options.readOnly, timeout: 5_000, enableForeignKeyConstraints: true });
    try {
      migrate(this.#connection, options);
      this.#connection.exec("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY");
      // Pages go back into the file every 32 MB of log, not every 4: a harvest writes the same pages again and again.
      if (!options.readOnly) this.#connection.exec("PRAGMA wal_autocheckpoint = 8192");
      // A write that finds the file taken goes back to the event loop instead of blocking the thread.
      this.#connection.exec("PRAGMA busy_timeout = 20");
    } catch (error) {
      this.#connection.close();
      throw error;
    }
  }

  /** The prepared statement of a text; prepared once. */
  sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#connection.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /** What was found out of the present state of the file before, or is found out now. Small answers to questions that one search asks several times. */
  remember<T extends boolean | number>(question: string, answer: () => T): T {
    const sequence = Number(this.sql("SELECT sequence FROM catalog").get()?.["sequence"]);
    if (sequence !== this.#rememberedAt || this.#remembered.size >= maxRemembered) this.#remembered.clear();
    this.#rememberedAt = sequence;
    const known = this.#remembered.get(question);
    if (known !== undefined) return known as T;
    const found = answer();
    this.#remembered.set(question, found);
    return found;
  }

  /** Runs `work` on one snapshot of the file. */
  read<T>(work: () => T): T {
    this.sql("BEGIN").run();
    try {
      return work();
    } finally {
      this.sql("COMMIT").run();
    }
  }

  /**
   * Runs `work` as the only writer; all of it is stored or nothing.
   *
   * @throws {CatalogBusyError} after 30 s in which another process did not let go of the file.
   * @throws {CatalogFileError} when the catalog is open for reading only.
   */
  async write<T>(work: (transaction: Transaction) => T): Promise<T> {
    if (this.readOnly) throw new CatalogFileError("This catalog is open for reading only; open it without `readOnly` to write.");
    const end = performance.now() + writeWaitMs;
    // Nothing is awaited between BEGIN and COMMIT: a read of this process would find the transaction open.
    while (!this.#begin(end)) await delay(5 + Math.random() * 20);
    try {
      const transaction = new OpenTransaction(this);
      const result = work(transaction);
      transaction.finish();
      this.#connection.exec("COMMIT");
      return result;
    } catch (error) {
      // SQLite itself rolls back on some errors, such as a full disk.
      if (this.#connection.isTransaction) this.#connection.exec("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  /** @returns `false` while another process writes. */
  #begin(end: number): boolean {
    try {
      this.#connection.exec("BEGIN IMMEDIATE");
      return true;
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > end) {
        throw new CatalogBusyError("Another process has been writing to the catalog for 30 s; end it, or try again later.", { cause: error });
      }
      return false;
    }
  }
}

class OpenTransaction implements Transaction {
  readonly database: Database;
  #sequence: number | undefined;
  #runsEnded = 0;

  constructor(database: Database) {
    this.database = database;
  }

  sequence(): number {
    this.#sequence ??= Number(this.database.sql("SELECT sequence FROM catalog").get()?.["sequence"]) + 1;
    return this.#sequence;
  }

  runEnded(): void {
    this.#runsEnded += 1;
  }

  finish(): void {
    if (this.#sequence !== undefined) this.database.sql("UPDATE catalog SET sequence = ?").run(this.#sequence);
    if (this.#runsEnded > 0) this.database.sql("UPDATE catalog SET runs_ended = runs_ended + ?").run(this.#runsEnded);
  }
}
