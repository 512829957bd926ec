import type { LineageRelation, ModelPageBaseFragment, ModelPageDerivedFragment, ModelPageLineageFragment, ModelPageRelativeFragment } from "../../generated/types.ts";

/** One base on the way up from a model. */
export interface BaseNode {
  /** The way to it; no two nodes of a tree have the same. */
  readonly key: string;
  readonly relation: LineageRelation;
  /** The base as the source names it. */
  readonly reference: string;
  /** The base; `undefined` when it is not in the catalog. */
  readonly model: ModelPageRelativeFragment | undefined;
  readonly statedBy: ModelPageBaseFragment["statedBy"];
  /** It stands on the way from it to the model already: what follows would come round again. */
  readonly isAgain: boolean;
  readonly bases: readonly BaseNode[];
}

/** Models that were made from one in the same way. */
export interface DerivedGroup {
  readonly relation: LineageRelation;
  /** How many there are; `undefined` when that is not known. */
  readonly total: number | undefined;
  readonly page: ModelPageDerivedFragment;
}

interface BaseLink extends ModelPageBaseFragment {
  readonly model: (ModelPageRelativeFragment & { readonly lineage?: { readonly base: readonly BaseLink[] } }) | null;
}

/** What a model was made from, as far as the answer tells. A base that comes round again ends its branch. */
export function baseTree({ id, lineage }: Pick<ModelPageLineageFragment, "id" | "lineage">): readonly BaseNode[] {
  return basesOf(lineage.base, "", new Set([id]));
}

function basesOf(links: readonly BaseLink[], way: string, seen: ReadonlySet<string>): readonly BaseNode[] {
  return links.map(({ relation, reference, statedBy, model }, place) => {
    const key = way === "" ? `${place}` : `${way}.${place}`;
    const isAgain = model !== null && seen.has(model.id);
    const inner = model === null || isAgain ? [] : basesOf(model.lineage?.base ?? [], key, new Set([...seen, model.id]));
    return { key, relation, reference, statedBy, model: model ?? undefined, isAgain, bases: inner };
  });
}

/** What was made from a model, by the way it was made, the most first; ways of which there is none are left out. */
export function derivedGroups({ quantized, finetunes, adapters, merges, distilled, converted, otherwise }: ModelPageLineageFragment["lineage"]): readonly DerivedGroup[] {
  const pages: readonly (readonly [LineageRelation, ModelPageDerivedFragment | null])[] = [
    ["QUANTIZED", quantized], ["FINETUNE", finetunes], ["ADAPTER", adapters], ["MERGE", merges], ["DISTILLED", distilled], ["CONVERTED", converted], ["UNKNOWN", otherwise],
  ];
  return pages
    .flatMap(([relation, page]) => (page === null || page.edges.length === 0 ? [] : [{ relation, total: page.totalCount ?? undefined, page }]))
    .toSorted((a, b) => (b.total ?? b.page.edges.length) - (a.total ?? a.page.edges.length));
}
