import type { Database } from "./database.ts";
import type { Generation } from "./generation.ts";
import { numberOf } from "./rows.ts";

/** Most counts that are remembered. */
const maxRemembered = 10_000;

/** How many models hold a word, those that are listed only where anybody may write left out. Common words have long lists in the index, so counts are kept for one generation. */
export class TokenCounts {
  readonly #database: Database;
  readonly #generation: Generation;
  readonly #counts = new Map<string, number>();
  #of = "";

  constructor(database: Database, generation: Generation) {
    this.#database = database;
    this.#generation = generation;
  }

  read(tokens: readonly string[], now: number): ReadonlyMap<string, number> {
    const generation = this.#generation.read(now);
    if (generation !== this.#of || this.#counts.size > maxRemembered) this.#counts.clear();
    this.#of = generation;
    return new Map(tokens.map((token) => [token, this.#countOf(token)]));
  }

  #countOf(token: string): number {
    let count = this.#counts.get(token);
    if (count === undefined) {
      const row = this.#database.sql("SELECT count(*) AS count FROM words WHERE words MATCH ?").get(`"${token.replaceAll('"', "")}"`) ?? {};
      count = numberOf(row, "count");
      this.#counts.set(token, count);
    }
    return count;
  }
}
