import type { Catalog, CatalogQuery } from "@modeldex/catalog";
import { queryWords, type QueryWord } from "@modeldex/schema";

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
}

/**
 * Searches, and looks for a misspelt word where the text finds little: a word that no model has, in no spelling and no meaning, with a near one that
 * finds more. Where the text as typed finds nothing at all, whatever the filter, the corrected one is searched for instead.
 *
 * @param earlier the correction that an earlier page has shown
 */
export async function spelled<Page extends { readonly hits: readonly unknown[] }>(typed: CatalogQuery, earlier: string | undefined, { catalog, pageFor }: SpellingTools<Page>): Promise<Spelled<Page>> {
  if (earlier !== undefined) {
    const query = withText(typed, earlier);
    return { query, page: await pageFor(query, earlier), didYouMean: earlier };
  }
  const page = await pageFor(typed);
  const corrected = page.hits.length >= little || typed.text === undefined ? undefined : await correct(typed.text, typed.words, catalog);
  if (corrected === undefined) return { query: typed, page };
  const found = (await catalog.count({ ...typed, filter: {} })).count;
  const better = withText(typed, corrected);
  if (found >= little || (await catalog.count({ ...better, filter: {} })).count <= found) return { query: typed, page };
  if (found > 0) return { query: typed, page, didYouMean: corrected };
  return { query: better, page: await pageFor(better, corrected), didYouMean: corrected };
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
