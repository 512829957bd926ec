import type { Catalog, StoredModel } from "@modeldex/catalog";
import type { SourceId } from "@modeldex/schema";
import { isNamesake } from "./same-model.ts";

/** Models of a publisher that are looked at, the most used. */
const mostOfPublisher = 200;

/** The most used models of a publisher, by its id (`publisher:meta-llama`), of these sources; none that is listed only where anybody may write: there anybody has any publisher's name. */
export async function mostUsedOf(publisher: string, catalog: Catalog, sources: readonly SourceId[]): Promise<readonly StoredModel[]> {
  const { hits } = await catalog.searchSorted({ words: [], filter: { publishers: [publisher], sources, anybodyMayWrite: false }, extra: [] }, { key: "DOWNLOADS", reverse: false }, mostOfPublisher);
  return hits.map(({ model }) => model);
}

/**
 * Of the models of its publisher, those with the same name and size but for words about training: `Llama-3.1-8B-Instruct` beside `Llama-3.1-8B`. Who names one may mean the other.
 *
 * @param others in the order in which they are given back
 */
export function namesakesOf(model: StoredModel, others: readonly StoredModel[]): readonly StoredModel[] {
  return others.filter((other) => other.id !== model.id && isNamesake(model, other));
}
