import type { Catalog, ModelHit, StoredModel } from "@modeldex/catalog";
import type { Namesake, SubjectListing } from "@modeldex/plugin-kit";
import { isDisguised, mayBeMiswritten, nameLikeness, nameParts, queryWords, withoutPart, withoutSuffix, type ListingKey } from "@modeldex/schema";
import type { SourceRegistry } from "../sources/registry.ts";
import { shownListing } from "./subject.ts";

/** Lent for looking for names. */
export interface NamesakeLoan {
  readonly catalog: Pick<Catalog, "searchWindow" | "listings" | "tokenCounts">;
  readonly ask: { readonly registry: Pick<SourceRegistry, "find"> };
}

/** Most namesakes that are given. */
const most = 20;
/** Most words of the name that are taken for a misspelt one, and most searches beside the one for the whole name. */
const maxSuspects = 2;
const maxSearches = 3;
/** A word that more models have is a word of its own. */
const fewModels = 3;

/**
 * Stored models whose name is equal to that of the listing, or looks like it, by other publishers: see `VerifierTools.namesakes`.
 *
 * Of each search the 200 most used models are looked at: names that many have are found among those that matter. At most six queries of the catalog.
 */
export async function namesakesOf({ key, record }: SubjectListing, { catalog, ask }: NamesakeLoan): Promise<readonly Namesake[]> {
  const { name } = record;
  if (queryWords(name).length === 0) return [];
  const counts = await catalog.tokenCounts(wordsOf(name));
  const searches = [name, ...otherSearches(name, counts)].slice(0, maxSearches + 1);
  const [own, ...windows] = await Promise.all([catalog.listings([key as ListingKey]), ...searches.map((text) => search(text, text !== name, catalog))]);
  const hits = new Map(windows.flat().map(({ model }) => [model.id, model]));
  const models = [...hits.values()].filter((model) => model.id !== own[0]?.model && !isSamePublisher(model, record.publisher));
  const likenesses = await withoutOwnWords(models.map((model) => ({ model, likeness: nameLikeness(ownName(name), ownName(model.name)) })), counts, catalog);
  const byUse = likenesses.toSorted((left, right) => downloads(right.model) - downloads(left.model) || (left.model.id < right.model.id ? -1 : 1)).slice(0, most);
  const listings = await catalog.listings(byUse.map(({ model }) => model.leading));
  return listings.flatMap((listing, place) => {
    const found = byUse[place];
    return listing === undefined || found === undefined ? [] : [{ listing: shownListing(listing, ask.registry), likeness: found.likeness.kind === "EQUAL" ? ("EQUAL" as const) : ("SIMILAR" as const) }];
  });
}

/** What else the listing could be taken for is searched by: its name without what says that it is the real one, and without each word that hardly any model has. */
function otherSearches(name: string, counts: ReadonlyMap<string, number>): readonly string[] {
  const own = ownName(name);
  const bare = withoutSuffix(own);
  const parts = nameParts(own).filter(mayBeMiswritten);
  const suspects = parts.filter((part) => isDisguised(part) || (counts.get(part.toLowerCase()) ?? 0) <= fewModels).slice(0, maxSuspects);
  const rests = suspects.map((part) => withoutPart(own, part));
  // A name of one word leaves nothing to search by but its own halves, one of which a letter written otherwise leaves as it is.
  const halves = rests.includes(undefined) ? suspects.flatMap((part) => [part.slice(0, Math.ceil(part.length / 2)), part.slice(Math.floor(part.length / 2))]) : [];
  return [bare, ...rests, ...halves].filter((text) => text !== undefined);
}

async function search(text: string, byParts: boolean, catalog: NamesakeLoan["catalog"]): Promise<readonly ModelHit[]> {
  const words = queryWords(text);
  if (words.length === 0) return [];
  const { hits } = await catalog.searchWindow({ words, filter: { anybodyMayWrite: false }, extra: [], ...(byParts && !/\s/.test(text) ? { text } : {}) });
  return hits;
}

type Likened = { readonly model: StoredModel; readonly likeness: NonNullable<ReturnType<typeof nameLikeness>> };

/** Leaves out names that differ in a word that is one of its own: `cased` and `uncased`. A misspelt one is rarer than the right one, and rare. */
async function withoutOwnWords(
  models: readonly { readonly model: StoredModel; readonly likeness: ReturnType<typeof nameLikeness> }[], counts: ReadonlyMap<string, number>, catalog: NamesakeLoan["catalog"],
): Promise<readonly Likened[]> {
  const alike = models.flatMap(({ model, likeness }): readonly Likened[] => (likeness === undefined ? [] : [{ model, likeness }]));
  const theirs = [...new Set(alike.flatMap(({ likeness }) => (likeness.kind === "SPELLING" ? [likeness.words[1]] : [])))];
  const counted = theirs.length === 0 ? new Map<string, number>() : await catalog.tokenCounts(theirs);
  return alike.filter(({ likeness }) => {
    if (likeness.kind !== "SPELLING") return true;
    const [own, other] = likeness.words;
    return Math.min(counts.get(own) ?? 0, counted.get(other) ?? 0) <= fewModels;
  });
}

function wordsOf(name: string): readonly string[] {
  return nameParts(ownName(name)).filter(mayBeMiswritten).map((part) => part.toLowerCase());
}

/** A name without a publisher before it. */
function ownName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function isSamePublisher({ publisher }: StoredModel, own: StoredModel["publisher"]): boolean {
  const names = (record: StoredModel["publisher"]): readonly string[] => [record?.name, record?.id].filter((text) => text !== undefined).map((text) => text.toLowerCase());
  return (publisher === undefined && own === undefined) || names(publisher).some((name) => names(own).includes(name));
}

function downloads({ popularity }: StoredModel): number {
  return popularity?.downloads30d ?? 0;
}
