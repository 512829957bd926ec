import { facetFields, systemTrustLevels, trustLevels, type FacetField } from "@modeldex/schema";
import { CatalogInputError } from "../errors.ts";
import type { CatalogQuery, Facet, FacetRequest, FacetValue, ModelFilter } from "../query.ts";
import { canonicalJson } from "../canonical-json.ts";
import { compareText } from "../text-order.ts";
import { type ClaimPart, countClaims } from "./claim-facets.ts";
import type { ListColumn } from "./column-kinds.ts";
import { type Columns, type ListName, microUsd, type NumberName } from "./columns.ts";
import type { Database } from "./database.ts";
import { compileFilter } from "./filter.ts";
import { type BinScale, histogram } from "./histogram.ts";
import { findAll, select } from "./matches.ts";

/** Most values of one facet. */
export const maxFacetValues = 1_000;

/** Counts by value; see `Catalog.facets`. */
export function countFacets(database: Database, columns: Columns, { query, requests }: { readonly query: CatalogQuery; readonly requests: readonly FacetRequest[] }): readonly Facet[] {
  const found = findAll(database, columns, query);
  const selections = new Map<string, readonly number[]>();
  return requests.map(({ field, first }) => {
    if (!facetFields.includes(field)) throw new CatalogInputError(`There is no facet ${String(field)}; ask for one of ${facetFields.join(", ")}.`);
    if (!Number.isSafeInteger(first) || first < 0 || first > maxFacetValues) throw new CatalogInputError(`A facet has 0 to ${maxFacetValues} values.`);
    const filter = withoutSelection(query.filter, field);
    const key = canonicalJson(filter);
    const selected = selections.get(key) ?? select(found, compileFilter(database, columns, filter));
    selections.set(key, selected);
    const facet = facets[field];
    const unknownCount = countUnknown(columns, facet, selected);
    return { field, countsAreExact: true, totalCount: selected.length, ...(unknownCount !== undefined && { unknownCount }), values: countValues(columns, facet, { selected, first }) };
  });
}

interface ListFacet {
  readonly kind: "list";
  readonly column: ListName;
  readonly filter: keyof ModelFilter;
  /** @default by count */
  readonly order?: readonly string[];
}

interface ClaimFacet {
  readonly kind: "claim";
  readonly part: ClaimPart;
  readonly filter: "trust";
}

interface NumberFacet {
  readonly kind: "number";
  readonly column: NumberName;
  readonly filter: keyof ModelFilter;
  readonly scale: BinScale;
}

const facets = {
  SOURCE: { kind: "list", column: "sources", filter: "sources" },
  TASK: { kind: "list", column: "tasks", filter: "tasks" },
  LIBRARY: { kind: "list", column: "libraries", filter: "libraries" },
  FORMAT: { kind: "list", column: "formats", filter: "formats" },
  PRECISION: { kind: "list", column: "precisions", filter: "precisions" },
  LANGUAGE: { kind: "list", column: "languages", filter: "languages" },
  LICENSE: { kind: "list", column: "licenses", filter: "licenses" },
  LICENSE_CLASS: { kind: "list", column: "licenseClasses", filter: "licenseClasses" },
  PUBLISHER: { kind: "list", column: "publishers", filter: "publishers" },
  ARCHITECTURE: { kind: "list", column: "architectures", filter: "architectures" },
  ACCESS: { kind: "list", column: "access", filter: "access" },
  INPUT_MODALITY: { kind: "list", column: "inputModalities", filter: "inputModalities" },
  OUTPUT_MODALITY: { kind: "list", column: "outputModalities", filter: "outputModalities" },
  TRUST_LEVEL: { kind: "list", column: "trustLevels", filter: "trustLevels", order: trustLevels.toReversed() },
  SYSTEM_TRUST_LEVEL: { kind: "list", column: "systemTrustLevels", filter: "systemTrustLevels", order: systemTrustLevels.toReversed() },
  CLAIM_STATUS: { kind: "claim", part: "status", filter: "trust" },
  CLAIM_EFFECT: { kind: "claim", part: "effect", filter: "trust" },
  PARAMETERS: { kind: "number", column: "parameters", filter: "parameters", scale: "decimal" },
  CONTEXT_LENGTH: { kind: "number", column: "contextLength", filter: "contextLength", scale: "binary" },
  INPUT_PRICE: { kind: "number", column: "inputPrice", filter: "inputPrice", scale: "price" },
  CREATED: { kind: "number", column: "createdAt", filter: "createdAt", scale: "calendar" },
  UPDATED: { kind: "number", column: "updatedAt", filter: "updatedAt", scale: "calendar" },
} as const satisfies Record<FacetField, ListFacet | ClaimFacet | NumberFacet>;

/** A facet shows what could be chosen instead, so the choice in its own field does not count. */
function withoutSelection(filter: ModelFilter, field: FacetField): ModelFilter {
  const own = facets[field].filter;
  const { [own]: _selection, all, ...rest } = filter;
  const others = all?.filter((member) => Object.keys(member).some((key) => key !== own));
  return others === undefined || others.length === 0 ? rest : { ...rest, all: others };
}

/** Models that no choice in the field finds, but the choice of what is not known. */
function countUnknown(columns: Columns, facet: ListFacet | ClaimFacet | NumberFacet, selected: readonly number[]): number | undefined {
  switch (facet.kind) {
    case "list": return countIf(selected, hasNoText(columns.lists[facet.column]));
    case "claim": return undefined;
    case "number": {
      const column = columns.numbers[facet.column];
      return countIf(selected, (seq) => Number.isNaN(column.get(seq)));
    }
  }
}

function hasNoText(column: ListColumn): (seq: number) => boolean {
  const unknown = column.codeOf("UNKNOWN");
  return (seq) => {
    const [start, end] = [column.start(seq), column.end(seq)];
    return start === end || (end === start + 1 && unknown !== undefined && column.codes[start] === unknown);
  };
}

function countIf(selected: readonly number[], isCounted: (seq: number) => boolean): number {
  let count = 0;
  for (const seq of selected) if (isCounted(seq)) count += 1;
  return count;
}

function countValues(columns: Columns, facet: ListFacet | ClaimFacet | NumberFacet, { selected, first }: Selected): readonly FacetValue[] {
  switch (facet.kind) {
    case "list": return countTexts(columns, facet, selected).slice(0, first);
    case "claim": return countClaims(columns, facet.part, selected).slice(0, first);
    case "number": return countBins(columns, facet, { selected, first });
  }
}

function countTexts(columns: Columns, { column: name, filter, order }: ListFacet, selected: readonly number[]): readonly FacetValue[] {
  const column = columns.lists[name];
  const { codes } = column;
  const counts = new Int32Array(column.wordCount);
  for (const seq of selected) {
    for (let place = column.start(seq), end = column.end(seq); place < end; place += 1) {
      const code = codes[place] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  const values = [...counts.entries()].filter(([, count]) => count > 0).map(([code, count]) => ({ value: column.textOf(code), count }));
  return values
    .sort((left, right) => (order === undefined ? right.count - left.count || compareText(left.value, right.value) : order.indexOf(left.value) - order.indexOf(right.value)))
    .map(({ value, count }) => ({ value, label: labelOf(columns, value, order !== undefined), count, filter: { [filter]: [value] } }));
}

function labelOf({ publisherNames }: Columns, value: string, isLevel: boolean): string {
  return isLevel ? value.charAt(0) + value.slice(1).toLowerCase() : (publisherNames.get(value) ?? value);
}

interface Selected {
  readonly selected: readonly number[];
  /** Most bins. */
  readonly first: number;
}

function countBins(columns: Columns, { column: name, filter, scale }: NumberFacet, { selected, first }: Selected): readonly FacetValue[] {
  const column = columns.numbers[name];
  const unit = scale === "price" ? microUsd : 1;
  const values = selected.map((seq) => column.get(seq)).filter((value) => !Number.isNaN(value)).map((value) => Math.round(value * unit));
  return histogram(values, scale, first).map((bin) => {
    const [min, max] = [bin.min / unit, bin.max / unit];
    const told = (end: number): string => (scale === "calendar" ? new Date(end).toISOString() : `${end}`);
    return { value: `${told(min)}..${told(max)}`, label: bin.label, count: bin.count, filter: { [filter]: { min, max } } };
  });
}
