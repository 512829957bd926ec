import type { Catalog, CatalogQuery } from "@modeldex/catalog";
import { queryWords, type QueryWord } from "@modeldex/schema";
import { exactId } from "../ranking/rank.ts";
import { mostExtra, type SearchHit } from "./search-hit.ts";

/** Most words of a text that are tried without one of them. */
const mostTried = 8;

/** A text that finds fewer models than this, with a word that no model has, is told a correction. */
const little = 5;

/** What is searched for in the end, and a page of it. */
export interface Spelled<Page> {
  readonly query: CatalogQuery;
  readonly page: Page;
  readonly didYouMean?: string;
}

export interface SpellingTools<Page> {
  readonly catalog: Catalog;
  /** @param corrected the text of the query, where that is not the one that was typed: later pages go on with it */
  readonly pageFor: (query: CatalogQuery, corrected?: string) => Promise<Page>;
  /** Whether a text of which some words find nothing is searched for without them. */
  readonly partly: boolean;
}

/**
 * Searches, and looks for a misspelt word where the text finds little: a word that no model has, in no spelling and no meaning, with a near one that
 * finds more. What is listed only where anybody may write does not count, so that nobody can register a misspelling; it stands behind what the
 * correction finds. Where the text as typed finds nothing at all, whatever the filter, the corrected one is searched for instead, or what is left of the
 * text without the words that nothing has.
 *
 * @param earlier the correction that an earlier page has shown
 */
export async function spelled<Page extends { readonly hits: readonly Pick<SearchHit, "model" | "why">[] }>(typed: CatalogQuery, earlier: string | undefined, { catalog, pageFor, partly }: SpellingTools<Page>): Promise<Spelled<Page>> {
  if (earlier !== undefined) {
    const query = withText(typed, earlier);
    return { query, page: await pageFor(query, earlier), didYouMean: earlier };
  }
  const page = await pageFor(typed);
  const hits = vouched(page.hits);
  if (hits >= little || typed.text === undefined) return { query: typed, page };
  const corrected = await correct(typed.text, typed.words, catalog);
  if (corrected === undefined && !partly) return { query: typed, page };
  const countOf = async (query: CatalogQuery): Promise<number> => (await catalog.count({ ...query, filter: { anybodyMayWrite: false } })).count;
  const found = hits > 0 && corrected === undefined ? hits : await countOf(typed);
  const isBetter = corrected !== undefined && found < little && (await countOf(withText(typed, corrected))) > found;
  if (found > 0 || isNamedById(page.hits)) return { query: typed, page, ...(isBetter && { didYouMean: corrected }) };
  const better = isBetter ? corrected : partly ? await shortened(corrected === undefined ? typed : withText(typed, corrected), countOf) : undefined;
  if (better === undefined) return { query: typed, page };
  const query = { ...withText(typed, better), extra: [...typed.extra, ...page.hits.map(({ model }) => model.id)].slice(0, mostExtra) };
  const betterPage = await pageFor(query, better);
  // Whoever looks only where anybody may write finds what was typed.
  if (page.hits.length > 0 && vouched(betterPage.hits) === 0) return { query: typed, page, didYouMean: better };
  return { query, page: betterPage, didYouMean: better };
}

/** How many hits are not listed only where anybody may write. */
function vouched(hits: readonly Pick<SearchHit, "model">[]): number {
  return hits.filter(({ model }) => model.anybodyMayWrite !== true).length;
}

function isNamedById(hits: readonly Pick<SearchHit, "why">[]): boolean {
  return hits.some(({ why }) => why.some(({ name }) => name === exactId));
}

/** The text without the words that find nothing by themselves, or without the last one that keeps the others from finding something. */
async function shortened(query: CatalogQuery, countOf: (query: CatalogQuery) => Promise<number>): Promise<string | undefined> {
  const { words, text = "" } = query;
  if (words.length < 2 || words.length > mostTried || !/\s/.test(text)) return undefined;
  const known: QueryWord[] = [];
  for (const word of words) if ((await countOf(withText(query, word.text))) > 0) known.push(word);
  const tried = known.length < words.length ? [known] : words.map((_, place) => words.toSpliced(-1 - place, 1));
  for (const left of tried) {
    const rest = left.map((word) => word.text).join(" ");
    if (rest !== "" && (await countOf(withText(query, rest))) > 0) return rest;
  }
  return undefined;
}

function withText({ filter, extra }: CatalogQuery, text: string): CatalogQuery {
  return { words: queryWords(text), text, filter, extra };
}

/** The text with the nearest known word in the place of each unknown one; `undefined` when there is none to correct. */
async function correct(text: string, words: readonly QueryWord[], catalog: Catalog): Promise<string | undefined> {
  const asked = words.filter(({ reading }) => reading === undefined);
  const nearest = await catalog.nearestTokens([...new Set(asked.flatMap(({ alternatives }) => alternatives.flat()))]);
  const corrections = new Map<QueryWord, string>();
  for (const word of asked) {
    if (!word.alternatives.every((tokens) => tokens.some((token) => nearest.has(token)))) continue;
    const tokens = word.alternatives.find((each) => each.every((token) => !nearest.has(token) || nearest.get(token) !== undefined));
    if (tokens !== undefined) corrections.set(word, tokens.map((token) => spoken(nearest.get(token) ?? token)).join(" "));
  }
  if (corrections.size === 0) return undefined;
  let corrected = text.toLowerCase();
  for (const [word, correction] of corrections) {
    if (!corrected.includes(word.text)) return words.map((each) => corrections.get(each) ?? each.text).join(" ");
    corrected = corrected.replace(word.text, () => correction);
  }
  return corrected;
}

/** A token as people write it: `3p1` is 3.1. */
function spoken(token: string): string {
  return token.replace(/(?<=^v?[0-9]+)p(?=[0-9])/g, ".");
}
