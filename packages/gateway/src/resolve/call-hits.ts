import type { CallName } from "@modeldex/catalog";
import type { SourceReading } from "../sources/references.ts";
import type { Hit } from "./hits.ts";
import { unique } from "./hits.ts";
import type { Resolving } from "./resolving.ts";

/** What rows about models say under a text, of models that are listed and of others. */
export interface CallHits {
  readonly hits: readonly Hit[];
  /** Keys of rows that belong to no listed model. */
  readonly unmatched: readonly (CallName & { readonly readAs: string })[];
}

/**
 * Hits of a text that is the key of an overlay, or the id by which somebody calls a model. Where a certain reading says whose the text is, only the
 * keys of that source count. What just anybody may write counts only where nobody else says anything; and the ids that a source says others call
 * its models by say nothing beside an id of its own.
 *
 * @param found sources that have a model of this id
 */
export async function callHits(text: string, readings: readonly SourceReading[], found: ReadonlySet<string>, lent: Resolving): Promise<CallHits> {
  const isCertain = readings.some(({ reading }) => reading.certain);
  const asked = unique([text, ...readings.map(({ reading }) => reading.ref.nativeId)]);
  const names = (await lent.catalog.callNames(asked)).flatMap((each, place) => each.map((name) => ({ name, asked: asked[place] ?? text })));
  const ways = names.flatMap(({ name, asked: by }) => {
    const reading = readings.find(({ source, reading: { ref } }) => source === name.source && ref.nativeId === by);
    if (name.provider === undefined && reading !== undefined) return [{ ...name, readAs: reading.reading.readAs }];
    if (isCertain || by !== text || (name.provider !== undefined && found.has(name.source))) return [];
    return [{ ...name, readAs: name.provider === undefined ? `${lent.ask.registry.find(name.source)?.title ?? name.source} key` : `id for calling it at ${name.provider}` }];
  });
  const vouched = ways.filter(({ naming }) => naming !== "open");
  const counting = vouched.length > 0 || found.size > 0 ? vouched : ways;
  return {
    hits: counting.flatMap(({ listing, provider, source, name, readAs }): Hit[] => (listing === undefined ? [] : [{ listing, readAs, because: provider === undefined ? `the row ${name} of ${source} belongs to it` : `${provider} calls it ${name}, says ${source}` }])),
    unmatched: counting.filter(({ listing, provider }) => listing === undefined && provider === undefined),
  };
}
