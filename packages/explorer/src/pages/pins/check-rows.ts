import type { CheckPinsQuery, PinOutcome, RuleSeverity } from "../../generated/types.ts";
import { driftSeverities, pinOutcomes } from "../../words/pins.ts";
import type { GivenEntry, LockDocument } from "./lock-file.ts";

export type PinCheckResult = NonNullable<CheckPinsQuery["checkPins"]>[number];

/** One entry of a lock file, with what came of its check; without a result it was not asked about yet. */
export interface CheckRow {
  readonly entry: GivenEntry;
  readonly result: PinCheckResult | undefined;
}

/** What became of a row; `undefined` while it was not asked about. An entry that is no pin needs no asking. */
export function outcomeOf({ entry, result }: CheckRow): PinOutcome | undefined {
  return "problem" in entry ? "INVALID" : result?.outcome;
}

/** The rows by weight: drifted with the worst first, could not be found out, invalid, unchanged; those not asked about yet come last, all else in the order of the file. */
export function byWeight(rows: readonly CheckRow[]): readonly CheckRow[] {
  return rows.toSorted((a, b) => weightOf(a) - weightOf(b) || a.entry.place - b.entry.place);
}

/** How many of each outcome there are, in words; an empty text where nothing was asked about. */
export function countsText(rows: readonly CheckRow[]): string {
  return outcomes.flatMap((outcome) => {
    const count = rows.filter((row) => outcomeOf(row) === outcome).length;
    return count === 0 ? [] : [`${count} ${pinOutcomes[outcome].label}`];
  }).join(", ");
}

/** Entries that can still be asked about. */
export function unasked(rows: readonly CheckRow[]): readonly { readonly place: number; readonly document: LockDocument }[] {
  return rows.flatMap(({ entry, result }) => (result === undefined && "document" in entry ? [{ place: entry.place, document: entry.document }] : []));
}

/** How many sources the entries name. */
export function sourcesNamed(entries: readonly GivenEntry[]): number {
  return new Set(entries.flatMap((entry) => ("document" in entry ? [JSON.stringify(entry.document["source"])] : []))).size;
}

const outcomes = Object.keys(pinOutcomes) as readonly PinOutcome[];
const severities = Object.keys(driftSeverities) as readonly RuleSeverity[];

function weightOf(row: CheckRow): number {
  const outcome = outcomeOf(row);
  if (outcome === undefined) return 100;
  const worst = Math.min(...(row.result?.drifts ?? []).map(({ severity }) => severities.indexOf(severity)), 9);
  return outcomes.indexOf(outcome) * 10 + (outcome === "DRIFTED" ? worst : 0);
}
