import type { StoredListing, StoredModel, StoredOverlay } from "@modeldex/catalog";
import type { ComparisonGroup, SourceId, ValueOrigin } from "@modeldex/schema";
import type { PolicyDecision, TrustReport } from "@modeldex/trust";

/** One column of a comparison. */
export interface CompareSubject {
  readonly model: StoredModel;
  /** The leading one first. */
  readonly listings: readonly StoredListing[];
  /** What sources say of it beside their listings. */
  readonly overlays?: readonly StoredOverlay[];
  /** Absent when nobody asked for trust rows. */
  readonly trust?: { readonly report: TrustReport; readonly decision: PolicyDecision };
}

/** One known value. `value` is plain JSON; `text` is ready to show in the row's unit. */
export interface KnownValue {
  readonly value: unknown;
  readonly text: string;
  readonly origin?: ValueOrigin;
  /** Sources that state it. */
  readonly statedBy?: readonly SourceId[];
  /** The listings of this model disagree. */
  readonly conflicting?: boolean;
  /** What a reader must know to take it right; told with the row. */
  readonly note?: string;
}

/** One comparable attribute: how it is named, read and held against others. */
export interface Attribute {
  /** Stable name, such as `parameters.total`. */
  readonly key: string;
  readonly label: string;
  readonly group: ComparisonGroup;
  readonly unit?: string;
  /** Absent where neither end is better. */
  readonly better?: "HIGHER" | "LOWER";
  /** Numbers whose difference says nothing, and why: the row is shown, and nobody leads it. */
  readonly notComparable?: (subjects: readonly CompareSubject[]) => string | undefined;
  /** `undefined` when it is not known. */
  readonly read: (subject: CompareSubject) => KnownValue | undefined;
}

/** A whole number as people read it: `8,030,261,248`. */
export function count(value: number): string {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Parameters as people write them: `8.03B`, `270M`; a number that rounds to a thousand of one unit is one of the next (`1B`). */
export function parameterText(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const [divisor, unit] = rounded >= 1e12 ? [1e12, "T"] : rounded >= 1e9 ? [1e9, "B"] : rounded >= 1e6 ? [1e6, "M"] : rounded >= 1e3 ? [1e3, "K"] : [1, ""];
  return `${Number((value / divisor).toPrecision(3))}${unit}`;
}

/** Bytes in decimal units: `16.1 GB`. */
export function byteText(value: number): string {
  const [divisor, unit] = value >= 1e12 ? [1e12, "TB"] : value >= 1e9 ? [1e9, "GB"] : value >= 1e6 ? [1e6, "MB"] : value >= 1e3 ? [1e3, "kB"] : [1, "B"];
  return `${Number((value / divisor).toPrecision(3))} ${unit}`;
}
