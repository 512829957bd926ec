import { sequenceOf } from "../popularity.ts";
import type { CatalogQuery } from "../query.ts";
import type { Columns } from "./columns.ts";
import type { Database } from "./database.ts";
import { exactRanks, isVouchedId, maxExact } from "./exact.ts";
import type { Predicate } from "./filter.ts";
import { ranksBesideParts, streamsOf } from "./name-parts.ts";
import { allRanks, extraRanks } from "./streams.ts";

/** What a query finds before its filter: numbers of models, each once. */
export interface Found {
  /** Models of the words, of parts of names and of live hits; every one that passes the filter is a hit. */
  readonly sequences: Int32Array;
  /** Models that the whole text names, the most used first: the first 200 that pass the filter are hits. Empty when the words find all of them. */
  readonly named: readonly number[];
}

/** Everything that a query can find, whatever its filter. */
export function findAll(database: Database, columns: Columns, query: CatalogQuery): Found {
  const exact = exactRanks(database, query);
  const { main, few } = streamsOf(database, query, { isId: isVouchedId(exact) });
  if (main === undefined) return { sequences: everyModel(columns), named: [] };
  const matched = allRanks(database, main);
  const ranks = few === undefined ? matched : [...new Set([...ranksBesideParts(database, few, () => true), ...matched])];
  const sequences = new Int32Array(ranks.length);
  for (let place = 0; place < ranks.length; place += 1) sequences[place] = sequenceOf(ranks[place] ?? 0);
  const named = [...exact.byId.union(exact.byName)].sort((left, right) => left - right).map(sequenceOf);
  const extra = extraRanks(database, query).map(sequenceOf);
  if (named.length === 0 && extra.length === 0) return { sequences, named };
  const isMatched = new Uint8Array(columns.highest + 1);
  for (const seq of sequences) isMatched[seq] = 1;
  const missing = extra.filter((seq) => isMatched[seq] !== 1);
  const whole = new Int32Array(sequences.length + missing.length);
  whole.set(sequences);
  whole.set(missing, sequences.length);
  return { sequences: whole, named: named.every((seq) => isMatched[seq] === 1) ? [] : named };
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
