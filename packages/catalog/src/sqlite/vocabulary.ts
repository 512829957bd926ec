import { setImmediate as nextTurn } from "node:timers/promises";
import { editDistance } from "../edit-distance.ts";
import { openRanks } from "../popularity.ts";
import type { Database } from "./database.ts";
import type { Generation } from "./generation.ts";
import { numberOf, textOf } from "./rows.ts";

/** Words read between two turns of the event loop. */
const chunk = 5_000;
/** A vocabulary that is older is read again when something was written: it only offers corrections, so new words may wait. */
const keptMs = 60_000;
/** Most words that are held. */
const maxWords = 500_000;
/** Catalogs of more models leave out words that only one of them has: most are made up or misspelt themselves. */
const largeCatalog = 2_000;
/** Shortest word that is corrected, and shortest in which two letters may be wrong. */
const shortest = 4;
const shortestForTwo = 6;

interface Word {
  readonly text: string;
  readonly models: number;
  /** One bit for each letter that occurs, a few letters sharing one. */
  readonly letters: number;
}

/**
 * The words that names and properties of models are made of, for correcting one that no model has. Read on first use, a part at a time. Models that are
 * listed only where anybody may write give none.
 */
export class Vocabulary {
  readonly #database: Database;
  readonly #generation: Generation;
  #byLength: ReadonlyMap<number, readonly Word[]> = new Map();
  #read: { readonly generation: string; readonly at: number } | undefined;
  #reading: Promise<void> | undefined;

  constructor(database: Database, generation: Generation) {
    this.#database = database;
    this.#generation = generation;
  }

  /** Reads the words again when that is due. */
  async warm(now: number): Promise<void> {
    const isDue = this.#read === undefined || now - this.#read.at >= keptMs || now < this.#read.at;
    const generation = this.#database.read(() => this.#generation.read(now));
    if (!isDue || generation === this.#read?.generation) return;
    this.#reading ??= this.#readAll(generation, now).finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  /** The nearest word that models have: the least changes, then the same first letter, then the most models. */
  nearest(text: string): string | undefined {
    const most = text.length >= shortestForTwo ? 2 : 1;
    if (text.length < shortest || !/\p{L}/u.test(text)) return undefined;
    const letters = lettersOf(text);
    let best: { readonly word: Word; readonly cost: number } | undefined;
    for (let length = text.length - most; length <= text.length + most; length += 1) {
      for (const word of this.#byLength.get(length) ?? []) {
        // A change of one letter alters at most two bits.
        if (bitCount(word.letters ^ letters) > 2 * most) continue;
        const distance = editDistance(text, word.text, most);
        const startsAlike = word.text[0] === text[0];
        if (distance > most || distance === 0 || (distance === 2 && !startsAlike)) continue;
        const cost = 2 * distance - Number(startsAlike);
        if (best === undefined || cost < best.cost || (cost === best.cost && isMoreUsed(word, best.word))) best = { word, cost };
      }
    }
    return best?.word.text;
  }

  async #readAll(generation: string, now: number): Promise<void> {
    const byLength = new Map<number, Word[]>();
    const fewest = this.#database.read(() => numberOf(this.#database.sql("SELECT count(*) AS count FROM models WHERE rk <= ?").get(openRanks) ?? {}, "count")) > largeCatalog ? 2 : 1;
    let count = 0;
    for (let after = ""; count < maxWords; ) {
      const rows = this.#database.read(() => this.#database.sql("SELECT term, doc FROM vocabulary WHERE term > ? ORDER BY term LIMIT ?").all(after, chunk));
      for (const row of rows) {
        const [text, models] = [textOf(row, "term"), numberOf(row, "doc")];
        if (models < fewest || text.length < shortest - 1 || !/^[\p{L}\p{N}]+$/u.test(text) || !/\p{L}/u.test(text)) continue;
        const words = byLength.get(text.length) ?? [];
        words.push({ text, models, letters: lettersOf(text) });
        byLength.set(text.length, words);
        count += 1;
      }
      if (rows.length < chunk) break;
      after = textOf(rows.at(-1) ?? {}, "term");
      await nextTurn();
    }
    this.#byLength = byLength;
    this.#read = { generation, at: now };
  }
}

/** Whether any model holds a token that is not listed only where anybody may write. */
export function isKnownToken(database: Database, token: string): boolean {
  return database.sql("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1").get(`"${token.replaceAll('"', "")}"`) !== undefined;
}

function isMoreUsed(left: Word, right: Word): boolean {
  return left.models > right.models || (left.models === right.models && left.text < right.text);
}

function lettersOf(text: string): number {
  let letters = 0;
  for (let place = 0; place < text.length; place += 1) letters |= 1 << (text.charCodeAt(place) & 31);
  return letters;
}

function bitCount(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
