import type { StoredModel } from "@modeldex/catalog";
import { isNamesake } from "./same-model.ts";
import type { Weighing } from "./alternatives.ts";

/** Models of a publisher that are looked at, the most used. */
const mostOfPublisher = 200;

/**
 * Other models of the publisher with the same name and size but for words about training, the most used first: `Llama-3.1-8B-Instruct` beside `Llama-3.1-8B`. Who names one may mean the
 * other. One read of the catalog; none where no publisher is known.
 *
 * @param publisher its id, such as `publisher:meta-llama`
 */
export async function namesakes(model: StoredModel, publisher: string | undefined, first: number, { catalog, sources }: Weighing): Promise<readonly StoredModel[]> {
  if (publisher === undefined) return [];
  const { hits } = await catalog.searchSorted({ words: [], filter: { publishers: [publisher], sources, anybodyMayWrite: false }, extra: [] }, { key: "DOWNLOADS", reverse: false }, mostOfPublisher);
  return hits.map(({ model: other }) => other).filter((other) => other.id !== model.id && isNamesake(model, other)).slice(0, first);
}
