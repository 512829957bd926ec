import type { Database } from "./database.ts";
import { numberOf, textOf } from "./rows.ts";

/** Shortest time between two generations, unless a run ends, in milliseconds. */
const sampleMs = 5_000;

/** Samples the number of the last write, so that answers kept under it live for a while also during a harvest. */
export class Generation {
  readonly #database: Database;
  #sampled: { readonly text: string; readonly at: number; readonly runsEnded: number } | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param now milliseconds since 1970 */
  read(now: number): string {
    const row = this.#database.sql("SELECT id, sequence, runs_ended FROM catalog").get() ?? {};
    const runsEnded = numberOf(row, "runs_ended");
    if (this.#sampled === undefined || this.#sampled.runsEnded !== runsEnded || now - this.#sampled.at >= sampleMs || now < this.#sampled.at) {
      this.#sampled = { text: `${textOf(row, "id")}:${numberOf(row, "sequence")}`, at: now, runsEnded };
    }
    return this.#sampled.text;
  }
}
