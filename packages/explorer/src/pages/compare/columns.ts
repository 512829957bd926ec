import type { ComparePageModelFragment, ComparePageResolutionFragment } from "../../generated/types.ts";

/** The most models that the endpoint holds side by side. */
export const mostReferences = 8;

/** One column: what was asked, and what it means. */
export interface Column {
  /** `A` to `H`, by which plots name it. */
  readonly letter: string;
  /** Its place among the references of the address. */
  readonly place: number;
  readonly model: ComparePageModelFragment;
  readonly resolution: ComparePageResolutionFragment;
}

/** The references of an address, in their order; one may stand there twice, at two revisions. */
export function referencesOf(query: URLSearchParams): readonly string[] {
  return query.getAll("ref").map((text) => text.trim()).filter((text) => text !== "");
}

/** The columns of a comparison: the references that mean exactly one model, in their order, with the models that the endpoint gives in the same order. */
export function columnsOf(resolutions: readonly ComparePageResolutionFragment[], models: readonly ComparePageModelFragment[]): readonly Column[] {
  const resolved = resolutions.flatMap((resolution, place) => (resolution.outcome === "RESOLVED" && resolution.model !== null ? [{ resolution, place }] : []));
  return resolved.flatMap((each, at) => {
    const model = models[at];
    return model === undefined ? [] : [{ ...each, model, letter: String.fromCharCode(65 + at) }];
  });
}

/** Columns that show one model, by its id; such columns differ only by listing and revision. */
export function sameModelColumns(columns: readonly Column[]): readonly (readonly Column[])[] {
  return [...Map.groupBy(columns, ({ model }) => model.id).values()].filter(({ length }) => length > 1);
}

/** The list with the items at two places exchanged; the same list where a place is none. */
export function exchanged<Item>(items: readonly Item[], place: number, other: number): readonly Item[] {
  const [one, two] = [items[place], items[other]];
  if (one === undefined || two === undefined) return items;
  return items.map((item, at) => (at === place ? two : at === other ? one : item));
}
