import type { SearchPageFacetFragment } from "../../generated/types.ts";
import type { Chip } from "./chips.ts";
import { choiceFields, rangeFields } from "./filter-fields.ts";
import type { ChoiceField, ChoiceKey, RangeField, RangeKey } from "./filter-fields.ts";
import { filterOf } from "./filter-state.ts";
import type { SearchState } from "./filter-state.ts";

type Facets = readonly Pick<SearchPageFacetFragment, "field" | "totalCount" | "unknownCount">[];

/** How many models a condition leaves out because their value is not known. */
export interface LeftOut {
  readonly field: string;
  /** Of models that meet everything else; `undefined` where the endpoint does not count them. */
  readonly count: number | undefined;
  /** Whether it is one that the endpoint counts, so that a number may be on its way. */
  readonly isCounted: boolean;
  /** The change of the search that shows those alone; where a condition can say that. */
  readonly shown?: Partial<SearchState>;
}

/** Each model has one of these, known or not. */
const neverUnknown: readonly ChoiceKey[] = ["source", "state"];

/** The conditions, each field once, that leave out what is not known. What is excluded leaves nothing unknown out. */
export function leftOut({ choices, ranges, possessions, scans }: SearchState, facets: Facets): readonly LeftOut[] {
  const chosen = choices.filter(({ key, isNot }) => !isNot && !neverUnknown.includes(key));
  const keys = [...new Set(chosen.map(({ key }) => key))].filter((key) => !chosen.some((each) => each.key === key && takesUnknown(each.value)));
  const said = ranges.filter(({ isNot }) => isNot !== true);
  return [
    ...keys.map((key) => ofField(choiceFields[key], facets)),
    ...said.map((range): LeftOut => ({
      ...ofField(rangeFields[range.key], facets),
      ...(rangeFields[range.key].ends !== "day" && { shown: { ranges: ranges.map((each) => (each === range ? { key: range.key, min: "0", isNot: true } : each)) } }),
    })),
    // Having and lacking are both known only where a source says so.
    ...(possessions.length === 0 ? [] : [{ field: "What it has or lacks", count: undefined, isCounted: false }]),
    ...(scans === "scanned" || scans === "finding" ? [{ field: "Scans by others", count: undefined, isCounted: false }] : []),
  ];
}

function takesUnknown(value: string): boolean {
  // Of a claim that nobody has checked the status is UNKNOWN and the effect NEUTRAL.
  return value === "UNKNOWN" || value.endsWith(" UNKNOWN") || value.endsWith(" NEUTRAL");
}

function ofField({ label, facet }: ChoiceField | RangeField, facets: Facets): LeftOut {
  const count = facet === undefined ? undefined : (facets.find(({ field }) => field === facet)?.unknownCount ?? undefined);
  return { field: label, count, isCounted: facet !== undefined && facet !== "CLAIM_STATUS" && facet !== "CLAIM_EFFECT" };
}

/**
 * How many models there are without a condition; `undefined` where that was not counted. A facet leaves out every choice of its own field, so it tells
 * this where nothing else is chosen there.
 */
export function countWithout(state: SearchState, { without }: Pick<Chip, "without">, facets: Facets): number | undefined {
  const rest = { ...state, ...without };
  const left = new Set<unknown>([...rest.choices, ...rest.ranges]);
  const key = [...state.choices, ...state.ranges].find((each) => !left.has(each))?.key;
  if (key === undefined) return undefined;
  const others = Object.entries(filterOf(state) ?? {}).filter(([name]) => name !== filterName(key));
  if (JSON.stringify(Object.fromEntries(others)) !== JSON.stringify(filterOf(rest) ?? {})) return undefined;
  const { facet }: ChoiceField | RangeField = isRange(key) ? rangeFields[key] : choiceFields[key];
  return facets.find(({ field }) => field === facet)?.totalCount;
}

/** What the filter of the endpoint calls a field. */
function filterName(key: ChoiceKey | RangeKey): string | undefined {
  return Object.keys(isRange(key) ? rangeFields[key].filter(undefined, undefined) : choiceFields[key].filter([]))[0];
}

function isRange(key: ChoiceKey | RangeKey): key is RangeKey {
  return Object.hasOwn(rangeFields, key);
}
