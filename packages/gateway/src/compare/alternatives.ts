import { trainingSaid } from "@modeldex/catalog";
import type { Catalog, ModelFilter, StoredModel } from "@modeldex/catalog";
import { parametersFromName } from "@modeldex/schema";
import type { ModelId, SourceId } from "@modeldex/schema";
import { reasonsFor } from "./reasons.ts";
import { isNamedBy, isPackaging, isSameModel } from "./same-model.ts";
import type { KnownModel } from "./same-model.ts";
import { isTuned, isUntuned } from "./training.ts";

/** Lent to the search for alternatives. */
export interface Weighing {
  readonly catalog: Catalog;
  /** Sources that are served; models that none of them lists are no alternative. */
  readonly sources: readonly SourceId[];
}

export interface Alternative {
  readonly model: StoredModel;
  /** Sentences for a person. */
  readonly reasons: readonly string[];
  /** From 0 to 1. */
  readonly similarity: number;
}

export interface AlternativesRequest {
  readonly filter: ModelFilter;
  /** How many for each model. */
  readonly first: number;
}

/** The larger size is at most so many times the smaller one. */
const sizeFactor = 1.5;
/** Models that are looked at for one alternative, and at least. */
const perAlternative = 12;
const fewest = 60;
const most = 200;
/** What the most used candidate gains over the least used one. */
const weightOfUse = 0.25;

/**
 * Models that a person weighing one of these should also look at: of the most used with the same task and about the same size, those that are most
 * alike, none of them listed only where anybody may write, none the model itself in other clothes, what it was made from (or what that was made from, or a mirror
 * of either), nor one of them twice. Beside a model that was trained to answer stands none that is known to only complete text. Three reads of the catalog, however many models are asked for.
 */
export async function alternatives(models: readonly StoredModel[], { filter, first }: AlternativesRequest, { catalog, sources }: Weighing): Promise<readonly (readonly Alternative[])[]> {
  const ids = models.map(({ id }) => id);
  const limit = Math.min(most, Math.max(fewest, first * perAlternative));
  const [found, doubtful] = await Promise.all([
    catalog.similarTo(ids, { filter: { all: [filter, { sources, anybodyMayWrite: false }] }, sizeFactor, limit, sizes: models.map(sizeOf) }),
    catalog.candidateListingsOf(ids),
  ]);
  const all = [...new Map([...models, ...found.flat()].map((model) => [model.id, model])).values()];
  const lineage = await catalog.lineageOf(all.map(({ id }) => id));
  const known = new Map(all.map((model, place): [ModelId, KnownModel] => [model.id, { model, bases: lineage[place] ?? [] }]));
  return models.map((model, place) => {
    const perhapsSame = new Set((doubtful[place] ?? []).map(({ listing }) => listing.model));
    const candidates = (found[place] ?? []).filter(({ id }) => !perhapsSame.has(id)).flatMap(({ id }) => known.get(id) ?? []);
    const subject = known.get(model.id);
    return subject === undefined ? [] : choose(subject, fitting(subject, candidates, known), first);
  });
}

/** Those that are another model than the subject, and for the same use. */
function fitting(subject: KnownModel, candidates: readonly KnownModel[], known: ReadonlyMap<ModelId, KnownModel>): readonly KnownModel[] {
  const [packaged, bases] = [isPackaging(subject), basesOf(subject, known)];
  const others = candidates.filter((candidate) => sharesOutput(subject.model, candidate.model) && (packaged || !isPackaging(candidate)) && !isSameModel(subject, candidate)
    && !bases.some((base) => isNamedBy(candidate.model, base)));
  if (!isTuned(subject)) return others;
  const tuned = candidates.filter(({ model: { name } }) => trainingSaid(name) === "TUNED");
  return others.filter((candidate) => !isUntuned(candidate, tuned));
}

/** @param candidates the most used first */
function choose(subject: KnownModel, candidates: readonly KnownModel[], first: number): readonly Alternative[] {
  const ranked = candidates
    .map((candidate, place) => ({ candidate, similarity: similarity(subject.model, candidate.model), use: 1 - place / candidates.length }))
    .sort((left, right) => right.similarity + weightOfUse * right.use - left.similarity - weightOfUse * left.use || (left.candidate.model.id < right.candidate.model.id ? -1 : 1));
  const chosen: (typeof ranked)[number][] = [];
  for (const entry of ranked) {
    if (chosen.length === first) break;
    if (!chosen.some(({ candidate }) => isSameModel(candidate, entry.candidate))) chosen.push(entry);
  }
  return chosen.map(({ candidate, similarity: alike }) => ({ model: candidate.model, reasons: reasonsFor(subject.model, candidate.model), similarity: Number(alike.toFixed(3)) }));
}

/** What a model was made from, and what that was made from where it is known, by id, else by reference: whoever weighs a model that says so knows those already. */
function basesOf({ bases }: KnownModel, known: ReadonlyMap<ModelId, KnownModel>): readonly string[] {
  const before = bases.flatMap(({ model }) => (model === undefined ? [] : (known.get(model)?.bases ?? [])));
  return [...new Set([...bases, ...before].map(({ model, reference }) => model ?? reference))];
}

/** As it is stated, else as the name tells. */
function sizeOf({ parameters, name }: StoredModel): number | undefined {
  return parameters?.total ?? parametersFromName(name)?.total;
}

/** One task can give different things, such as text and embeddings. */
function sharesOutput({ modalities: left }: StoredModel, { modalities: right }: StoredModel): boolean {
  const [own, theirs] = [left?.output ?? [], right?.output ?? []];
  return own.length === 0 || theirs.length === 0 || own.some((output) => theirs.includes(output));
}

/** Parts of the similarity; what is not known of one of the two counts half. Together 1. */
const weights = { task: 0.3, size: 0.25, input: 0.1, languages: 0.1, context: 0.1, libraries: 0.1, architecture: 0.05 } as const;

function similarity(left: StoredModel, right: StoredModel): number {
  const parts: Readonly<Record<keyof typeof weights, number>> = {
    task: Number(left.task === right.task),
    size: closeness(sizeOf(left), sizeOf(right)),
    input: overlap(left.modalities?.input ?? [], right.modalities?.input ?? []),
    languages: overlap(left.languages, right.languages),
    context: closeness(left.contextTokens, right.contextTokens),
    libraries: overlap(left.libraries, right.libraries),
    architecture: left.architecture === undefined || right.architecture === undefined ? 0.5 : Number(left.architecture === right.architecture),
  };
  return Object.entries(weights).reduce((sum, [part, weight]) => sum + weight * parts[part as keyof typeof weights], 0);
}

/** 1 for equal numbers, 0 where one is twice the other or more. */
function closeness(left: number | undefined, right: number | undefined): number {
  if (left === undefined || right === undefined || left <= 0 || right <= 0) return 0.5;
  return Math.max(0, 1 - Math.abs(Math.log2(left / right)));
}

/** How much of what the two have together both have. */
function overlap(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return 0.5;
  const [own, theirs] = [new Set(left), new Set(right)];
  return own.intersection(theirs).size / own.union(theirs).size;
}
