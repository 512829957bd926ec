import { squeezedName } from "@modeldex/schema";
import { openRanks, rankLimit } from "../popularity.ts";
import type { CatalogQuery } from "../query.ts";
import type { Database } from "./database.ts";
import type { Predicate } from "./filter.ts";
import { firstRanks, matchExpression, type RankSource } from "./streams.ts";

/**
 * Parts of names are looked for where the words find nothing, whatever the filter, and for a text without spaces also where they find no more models
 * than this; not where the text is an id. Models that are listed only where anybody may write do not count.
 */
const fewHits = 4;
/** Most models that the words give beside parts of names: those few, and of what anybody may write as many as a stream gives. */
const mostBesideParts = 204;
/** Shortest part that the index of parts can find, in letters. */
const shortest = 3;
const vouched = { after: 0, through: openRanks } as const;

/** What a query walks through. */
export interface Streams {
  /** The stream that is read window by window: all columns, or parts of names; every model without words. */
  readonly main: RankSource | undefined;
  /** Names alone. */
  readonly names: RankSource | undefined;
  /** All columns, where `main` is parts of names: few, so they all stand in the first window. */
  readonly few: RankSource | undefined;
}

export interface StreamOptions {
  readonly isId: boolean;
  readonly wantsParts?: boolean | undefined;
}

/**
 * Chooses what a query walks through.
 *
 * @param isId whether the text is the id of a model, so that nobody looks for parts of it
 * @param wantsParts as it was chosen for the first window; absent to choose now
 */
export function streamsOf(database: Database, query: CatalogQuery, { isId, wantsParts = isId ? false : undefined }: StreamOptions): Streams {
  const [all, names] = [wordSource(query, "all"), wordSource(query, "name")];
  if (all === undefined || wantsParts === false) return { main: all, names, few: undefined };
  const most = /\s/.test(query.text?.trim() ?? "") ? 0 : fewHits;
  const isFew = wantsParts === true || database.remember(`${most} ${all.expression}`, () => firstRanks(database, all, () => true, { ...vouched, limit: most + 1 }).length <= most);
  const parts = isFew ? partSource(query.text) : undefined;
  return parts === undefined ? { main: all, names, few: undefined } : { main: parts, names, few: all };
}

/** What the words find where parts of names are looked for too, the most used first; the others are left to parts of names. */
export function ranksBesideParts(database: Database, few: RankSource, accepts: Predicate): readonly number[] {
  return firstRanks(database, few, accepts, { after: 0, through: rankLimit, limit: mostBesideParts });
}

/** Whether words or parts of names find a model that is not listed only where anybody may write. */
export function findsVouched(database: Database, query: CatalogQuery): boolean {
  const sources = [wordSource(query, "all"), partSource(query.text)].filter((source) => source !== undefined);
  return sources.some((source) => firstRanks(database, source, () => true, { ...vouched, limit: 1 }).length > 0);
}

function wordSource({ words }: CatalogQuery, scope: "name" | "all"): RankSource | undefined {
  const expression = matchExpression(words, scope);
  return expression === undefined ? undefined : { index: "words", expression };
}

/** Every piece of the text stands within the names. At least one is long enough for the index. */
function partSource(text: string | undefined): RankSource | undefined {
  const pieces = [...new Set((text ?? "").split(/\s+/).map(squeezedName))].filter((piece) => piece !== "");
  const trigrams = [...new Set(pieces.flatMap(trigramsOf))];
  if (trigrams.length === 0) return undefined;
  const spread = Math.max(1, trigrams.length / maxTrigrams);
  const chosen = trigrams.filter((_, place) => Math.floor(place / spread) !== Math.floor((place - 1) / spread));
  return { index: "parts", expression: chosen.map((trigram) => `"${trigram}"`).join(" AND "), pieces };
}

/** Most that are looked up: each costs a list, and the text itself is held against what they find. */
const maxTrigrams = 5;

/** Every third run of three letters, and the last: they cover the piece, and each one more costs a list. */
function trigramsOf(piece: string): readonly string[] {
  const letters = [...piece];
  const runs = letters.slice(0, Math.max(0, letters.length - shortest + 1)).map((_, place) => letters.slice(place, place + shortest).join(""));
  return runs.filter((_, place) => place % shortest === 0 || place === runs.length - 1);
}
