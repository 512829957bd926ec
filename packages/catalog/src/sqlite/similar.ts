import type { SimilarRequest } from "../reading.ts";
import { CatalogInputError } from "../errors.ts";
import type { Columns } from "./columns.ts";
import type { Predicate } from "./filter.ts";

/** Most models that are given for one. */
const maxSimilar = 200;

/** A model for which others are looked for, with those that were found so far. */
interface Subject {
  readonly seq: number;
  readonly least: number;
  readonly most: number;
  readonly found: Best;
}

/**
 * Numbers of the models that do the same task and are of about the same size, the most used first; see `Catalog.similarTo`. One pass over the columns
 * serves all models that are asked for.
 */
export function similarModels(columns: Columns, models: readonly (number | undefined)[], { limit, sizeFactor, sizes = [] }: SimilarRequest, accepts: Predicate): readonly (readonly number[])[] {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > maxSimilar) throw new CatalogInputError(`There are 1 to ${maxSimilar} similar models to ask for.`);
  if (!(sizeFactor >= 1)) throw new CatalogInputError("A factor of sizes is at least 1.");
  const subjects = new Map<number, Subject>();
  models.forEach((seq, place) => {
    if (seq !== undefined && !subjects.has(seq)) subjects.set(seq, subjectOf(seq, sizeOf(columns, seq) ?? sizes[place], { limit, sizeFactor }));
  });
  const byTask = Map.groupBy(subjects.values(), ({ seq }) => taskOf(columns, seq));
  byTask.delete(undefined);
  if (byTask.size > 0) {
    for (let seq = 1; seq <= columns.highest; seq += 1) {
      const rivals = byTask.get(taskOf(columns, seq));
      if (rivals === undefined || !accepts(seq)) continue;
      const [size, rank] = [columns.numbers.parameters.get(seq), columns.rank.get(seq)];
      for (const subject of rivals) if (subject.seq !== seq && fits(size, subject)) subject.found.offer(rank, seq);
    }
  }
  return models.map((seq) => (seq === undefined ? [] : (subjects.get(seq)?.found.sequences() ?? [])));
}

function sizeOf(columns: Columns, seq: number): number | undefined {
  const size = columns.numbers.parameters.get(seq);
  return Number.isNaN(size) ? undefined : size;
}

/** Where the size is not known, any size fits. */
function subjectOf(seq: number, size = Number.NaN, { limit, sizeFactor }: Pick<SimilarRequest, "limit" | "sizeFactor">): Subject {
  return { seq, least: size / sizeFactor, most: size * sizeFactor, found: new Best(limit) };
}

function fits(size: number, { least, most }: Subject): boolean {
  return Number.isNaN(least) || (size >= least && size <= most);
}

function taskOf(columns: Columns, seq: number): number | undefined {
  const { tasks } = columns.lists;
  const start = tasks.start(seq);
  return start < tasks.end(seq) ? tasks.codes[start] : undefined;
}

/** Keeps the few of many with the lowest rank. */
class Best {
  readonly #limit: number;
  #kept: (readonly [rank: number, seq: number])[] = [];
  #worst = Number.POSITIVE_INFINITY;

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(rank: number, seq: number): void {
    if (rank >= this.#worst) return;
    this.#kept.push([rank, seq]);
    if (this.#kept.length >= 4 * this.#limit) this.#cut();
  }

  sequences(): readonly number[] {
    this.#cut();
    return this.#kept.map(([, seq]) => seq);
  }

  #cut(): void {
    this.#kept = this.#kept.sort(([left], [right]) => left - right).slice(0, this.#limit);
    if (this.#kept.length === this.#limit) this.#worst = this.#kept.at(-1)?.[0] ?? this.#worst;
  }
}
