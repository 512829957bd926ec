import { comparisonGroups } from "@modeldex/schema";
import type { ComparisonGroup, DateTime, RowVerdict, SourceId, ValueOrigin } from "@modeldex/schema";
import { accessAttributes } from "./access-attributes.ts";
import { plainAttributes } from "./attributes.ts";
import type { Attribute, CompareSubject, KnownValue } from "./attribute.ts";
import { evaluationAttributes } from "./evaluations.ts";
import { rankOf, trustAttributes } from "./trust-attributes.ts";

/** One attribute over all columns. */
export interface ComparisonRow {
  readonly attribute: string;
  readonly label: string;
  readonly group: ComparisonGroup;
  readonly unit?: string;
  readonly better?: "HIGHER" | "LOWER";
  readonly verdict: RowVerdict;
  /** One per subject, in their order. */
  readonly cells: readonly ComparisonCell[];
  /** Positions that lead the row; empty when neither end is better or nobody is ahead. */
  readonly leaders: readonly number[];
  readonly note?: string;
}

export interface ComparisonCell {
  readonly value: unknown;
  readonly text: string;
  readonly known: boolean;
  readonly origin?: ValueOrigin;
  readonly asOf?: DateTime;
  readonly statedBy: readonly SourceId[];
  readonly conflicting: boolean;
}

/** The rows of a comparison, group by group. Unknown is not equal and not different. `onlyDifferences` keeps DIFFERENT and NOT_COMPARABLE. */
export function compareRows(
  subjects: readonly CompareSubject[],
  options: { readonly onlyDifferences?: boolean; readonly groups?: readonly ComparisonGroup[] } = {},
): readonly ComparisonRow[] {
  const attributes = [...plainAttributes, ...accessAttributes, ...evaluationAttributes(subjects), ...trustAttributes];
  const wanted = attributes.filter(({ group }) => options.groups === undefined || options.groups.includes(group));
  const rows = wanted.map((attribute) => rowOf(attribute, subjects)).sort((a, b) => comparisonGroups.indexOf(a.group) - comparisonGroups.indexOf(b.group));
  return options.onlyDifferences === true ? rows.filter(({ verdict }) => verdict === "DIFFERENT" || verdict === "NOT_COMPARABLE") : rows;
}

function rowOf(attribute: Attribute, subjects: readonly CompareSubject[]): ComparisonRow {
  const values = subjects.map((subject) => attribute.read(subject));
  const equal = verdictOf(values);
  const why = equal === "DIFFERENT" ? attribute.notComparable?.(subjects) : undefined;
  const verdict = why === undefined ? equal : "NOT_COMPARABLE";
  const notes = [why, ...values.map((value) => value?.note)].filter((note) => note !== undefined);
  return {
    attribute: attribute.key,
    label: attribute.label,
    group: attribute.group,
    verdict,
    cells: values.map((value, position) => cellOf(value, subjects[position])),
    leaders: verdict === "DIFFERENT" ? leadersOf(attribute, values) : [],
    ...(attribute.unit !== undefined && { unit: attribute.unit }),
    ...(attribute.better !== undefined && { better: attribute.better }),
    ...(notes.length > 0 && { note: notes.join("; ") }),
  };
}

function verdictOf(values: readonly (KnownValue | undefined)[]): RowVerdict {
  const known = values.filter((value) => value !== undefined);
  const first = known[0];
  if (first === undefined) return "UNKNOWN";
  if (known.some(({ value }) => !equal(value, first.value))) return "DIFFERENT";
  return known.length < values.length ? "PARTLY_UNKNOWN" : "SAME";
}

function leadersOf(attribute: Attribute, values: readonly (KnownValue | undefined)[]): readonly number[] {
  if (attribute.better === undefined) return [];
  const places = values.map((value) => (value === undefined ? undefined : rankOf(attribute, value.value)));
  const known = places.filter((place) => place !== undefined);
  if (known.length < 2) return [];
  const best = attribute.better === "HIGHER" ? Math.max(...known) : Math.min(...known);
  return places.flatMap((place, position) => (place === best ? [position] : []));
}

function cellOf(value: KnownValue | undefined, subject: CompareSubject | undefined): ComparisonCell {
  if (value === undefined) return { value: null, text: "unknown", known: false, statedBy: [], conflicting: false };
  const leading = subject?.listings[0];
  return {
    value: value.value,
    text: value.text,
    known: true,
    statedBy: value.statedBy ?? (leading === undefined ? [] : [leading.source]),
    conflicting: value.conflicting ?? false,
    ...(value.origin !== undefined && { origin: value.origin }),
    ...(leading !== undefined && { asOf: leading.fetchedAt }),
  };
}

function equal(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase();
  return JSON.stringify(a) === JSON.stringify(b);
}
