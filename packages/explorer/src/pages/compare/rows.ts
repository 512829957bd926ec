import type { ComparePageRowFragment, ComparisonGroup, RowVerdict } from "../../generated/types.ts";
import { comparisonGroups, leaderWords } from "../../words/comparison.ts";

type Row = ComparePageRowFragment;

export interface RowGroup {
  readonly group: ComparisonGroup;
  readonly rows: readonly Row[];
  /** With those that are not shown. */
  readonly all: readonly Row[];
  /** Rows of the group that are not shown. */
  readonly hidden: number;
}

/** Groups in the reader's order; a group without any row is left out. */
export function groupsOf(rows: readonly Row[], onlyDifferences: boolean): readonly RowGroup[] {
  return groupOrder.flatMap((group) => {
    const all = rows.filter((row) => row.group === group);
    const shown = onlyDifferences ? all.filter(isDifference) : all;
    return all.length === 0 ? [] : [{ group, rows: shown, all, hidden: all.length - shown.length }];
  });
}

/** What the endpoint keeps with `onlyDifferences`; what is not known is not held to be different. */
export function isDifference({ verdict }: Pick<Row, "verdict">): boolean {
  return verdict === "DIFFERENT" || verdict === "NOT_COMPARABLE";
}

/** Why rows are hidden, in words: `4 in which all are the same, 2 in which …`; `undefined` when none is. */
export function hiddenText(rows: readonly Row[]): string | undefined {
  const parts = (Object.keys(reasons) as (keyof typeof reasons)[]).flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${reasons[verdict]}`];
  });
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** What a group without a difference says. That nothing is known of two models is not that they are equal. */
export function emptyText(rows: readonly Pick<Row, "verdict">[]): string {
  const same = rows.filter(({ verdict }) => verdict === "SAME").length;
  if (same === rows.length) return "all the same";
  return same === 0 ? "nothing comparable" : "what can be compared is the same";
}

/**
 * What the leader of a row is called; `undefined` where a cell does not lead, and where more or less is no better model: counts of claims, which may speak
 * for or against it, and how much it is used.
 */
export function leaderWord({ group, unit, better, leaders }: Pick<Row, "group" | "unit" | "better" | "leaders">, at: number): string | undefined {
  const isQuality = group !== "POPULARITY" && unit !== "claims";
  return better !== null && isQuality && leaders.includes(at) ? leaderWords[better] : undefined;
}

/** Groups that an address folds. */
export function foldedGroups(text: string | null): ReadonlySet<ComparisonGroup> {
  const named = new Set((text ?? "").split(","));
  return new Set(groupOrder.filter((group) => named.has(group)));
}

const reasons: Readonly<Record<Exclude<RowVerdict, "DIFFERENT" | "NOT_COMPARABLE">, string>> = {
  SAME: "in which all are the same",
  PARTLY_UNKNOWN: "in which the known values are the same and some are not known",
  UNKNOWN: "in which nothing is known",
};

const groupOrder = Object.keys(comparisonGroups) as readonly ComparisonGroup[];
