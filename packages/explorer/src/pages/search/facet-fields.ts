import type { FacetField, FacetInput } from "../../generated/types.ts";
import { choiceFields, rangeFields } from "./filter-fields.ts";
import type { ChoiceField, ChoiceKey, RangeField, RangeKey } from "./filter-fields.ts";
import type { SearchState } from "./filter-state.ts";

/** Conditions that are in sight, in order of use. */
export const firstFields = ["task", "license", "params", "scans", "language", "format", "source"] as const satisfies readonly (ChoiceKey | RangeKey | "scans")[];

/** Conditions that are opened. */
export const laterFields = [
  "trust", "effect", "status", "system", "library", "publisher", "access", "context", "price", "output-price", "precision", "spdx", "architecture", "takes", "gives", "downloads", "created", "updated", "state",
] as const satisfies readonly (ChoiceKey | RangeKey)[];

/** Which facets are asked for. */
export interface OpenFacets {
  readonly later: boolean;
  /** Those of which many values are shown. */
  readonly whole: readonly FacetField[];
}

/** Values of a facet that are shown at first. */
export const usualValues = 7;
/** The most that are shown. */
export const mostValues = 60;

/** Whether a condition of the later ones is chosen, so that they are open from the beginning. */
export function opensLater({ choices, ranges, possessions }: SearchState): boolean {
  const later: readonly string[] = laterFields;
  return possessions.length > 0 || [...choices, ...ranges].some(({ key }) => later.includes(key));
}

/** What to count for what is open, and for what is chosen: how many models a condition leaves out because they lack its value. */
export function facetInputs({ later, whole }: OpenFacets, { choices, ranges }: Pick<SearchState, "choices" | "ranges">): readonly FacetInput[] {
  const all: Readonly<Record<string, ChoiceField | RangeField>> = { ...choiceFields, ...rangeFields };
  const keys = new Set<string>([...firstFields, ...(later ? laterFields : []), ...[...choices, ...ranges].map(({ key }) => key)]);
  return [...keys].flatMap((key) => {
    const field = all[key]?.facet;
    return field === undefined ? [] : [{ field, first: whole.includes(field) ? mostValues : usualValues }];
  });
}
