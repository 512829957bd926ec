import type { Catalog, ModelFilter } from "@modeldex/catalog";
import type { ListingRecord, ModelId, SourceId } from "@modeldex/schema";
import type { LiveFilter } from "@modeldex/plugin-kit";
import type { Asker, AskResult } from "../sources/ask.ts";
import type { Writer } from "../sources/references.ts";

/** Asks sources during a search and writes what they answer into the catalog. */
export interface LiveSearch {
  ask(request: LiveRequest): Promise<LiveAnswer>;
}

export interface LiveRequest {
  readonly text: string;
  readonly filter: ModelFilter;
  /** False: nobody is asked. */
  readonly ask: boolean;
  readonly signal: AbortSignal;
}

export interface LiveAnswer {
  /** Per source that was asked. */
  readonly answers: ReadonlyMap<SourceId, AskResult<readonly ListingRecord[]>>;
  /** Models of the hits, the best of each source in turn. */
  readonly models: readonly ModelId[];
}

export interface LiveOptions {
  readonly catalog: Catalog;
  readonly ask: Asker;
  readonly writer: Writer;
  /** Sources that can search and may be asked. */
  readonly sources: readonly SourceId[];
  readonly deadlineMs: number;
  readonly limit: number;
}

/** Live search over the sources that can. An answer that was written already is not written again. */
export function createLiveSearch(options: LiveOptions): LiveSearch {
  const written = new Map<string, string>();
  return {
    async ask({ text, filter, ask, signal }) {
      const chosen = ask ? options.sources.filter((source) => filter.sources === undefined || filter.sources.includes(source)) : [];
      const answers = new Map(await Promise.all(chosen.map(async (source) => {
        const request = { text, filter: hints(filter), limit: options.limit };
        const answer = await options.ask.search(source, request, { signal, deadlineMs: options.deadlineMs, priority: "person" });
        if (answer.status === "OK") await keep(source, answer.value, answer.asOf, JSON.stringify([source, request]));
        return [source, answer] as const;
      })));
      return { answers, models: await modelsOf(answers) };
    },
  };

  async function keep(source: SourceId, records: readonly ListingRecord[], asOf: string, request: string): Promise<void> {
    if (written.get(request) === asOf) return;
    await options.catalog.applyListings(records.map((record) => options.writer.toWrite(source, record, asOf)));
    if (written.size > 5_000) written.clear();
    written.set(request, asOf);
  }

  async function modelsOf(answers: LiveAnswer["answers"]): Promise<readonly ModelId[]> {
    const lists = [...answers].map(([source, answer]) => (answer.status === "OK" ? answer.value.map(({ nativeId }) => options.writer.key(source, nativeId)) : []));
    const longest = Math.max(0, ...lists.map(({ length }) => length));
    const keys = Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list[place] ?? [])).flat();
    if (keys.length === 0) return [];
    const models = (await options.catalog.models(keys)).filter((model) => model !== undefined);
    // What anybody may write takes no place of others.
    const ordered = [...models.filter(({ anybodyMayWrite }) => anybodyMayWrite !== true), ...models.filter(({ anybodyMayWrite }) => anybodyMayWrite === true)];
    return [...new Set(ordered.map(({ id }) => id))].slice(0, options.limit);
  }
}

/** What a source may narrow its search by; the catalog filters again. */
function hints(filter: ModelFilter): LiveFilter {
  return {
    ...(filter.tasks && { tasks: filter.tasks }),
    ...(filter.libraries && { libraries: filter.libraries }),
    ...(filter.languages && { languages: filter.languages }),
    ...(filter.tags && { tags: filter.tags }),
    ...(filter.publishers && { publishers: filter.publishers.map((id) => id.replace(/^publisher:/, "")) }),
  };
}
