import { sequenceOf } from "../popularity.ts";
import type { CatalogQuery } from "../query.ts";
import type { Columns } from "./columns.ts";
import type { Database } from "./database.ts";
import type { Predicate } from "./filter.ts";
import { allRanks, exactRanks, extraRanks, matchExpression, maxExact } from "./streams.ts";

/** What a query finds before its filter: numbers of models, each once. */
export interface Found {
  /** Models of the words and of live hits; every one that passes the filter is a hit. */
  readonly sequences: Int32Array;
  /** Models that the whole text names, the most used first: the first 200 that pass the filter are hits. Empty when the words find all of them. */
  readonly named: readonly number[];
}

/** Everything that a query can find, whatever its filter. */
export function findAll(database: Database, columns: Columns, query: CatalogQuery): Found {
  const exact = exactRanks(database, query.text);
  const exactSorted = [...exact.byId.union(exact.byName)].sort((left, right) => left - right).map(sequenceOf);
  const expression = matchExpression(query.words, "all");
  if (expression === undefined) return { sequences: everyModel(columns), named: [] };
  const ranks = new Set(allRanks(database, expression));
  for (const rank of extraRanks(database, query)) ranks.add(rank);
  const sequences = Int32Array.from(ranks, sequenceOf);
  const matched = new Set(sequences);
  return { sequences, named: exactSorted.every((seq) => matched.has(seq)) ? [] : exactSorted };
}

/** The models among them that pass a filter: exactly those that the windows of a search give. */
export function select(found: Found, accepts: Predicate): number[] {
  const selected: number[] = [];
  for (const seq of found.sequences) if (accepts(seq)) selected.push(seq);
  if (found.named.length === 0) return selected;
  const hits = new Set(selected);
  for (const seq of found.named.filter(accepts).slice(0, maxExact)) hits.add(seq);
  return [...hits];
}

function everyModel(columns: Columns): Int32Array {
  const sequences = new Int32Array(columns.highest);
  for (let place = 0; place < sequences.length; place += 1) sequences[place] = place + 1;
  return sequences;
}
