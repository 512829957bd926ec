import type { ChangedRow } from "../harvest/dry-run.ts";
import type { DryRunRow } from "./dry-run.ts";
import { counted, plain } from "./print.ts";

const shown = 10;

/** What a harvest would bring, for a person. */
export function dryRunText(rows: readonly DryRunRow[]): string {
  return rows.map(rowText).join("\n");
}

function rowText(row: DryRunRow): string {
  if (row.status === "LISTS_NOTHING") return `${row.source}: lists nothing; it is asked when somebody searches or asks for a model`;
  const { source, status, code, message, cause, since, pages, complete, unchanged, listings, overlays, heldBackBecause, dropped, valuesLeftOut, advice } = row;
  const asked = since === undefined ? "everything was asked for" : `what changed since ${plain(since)} was asked for`;
  const end = status === "FAILED" ? `it failed by ${code ?? ""}: ${plain(message ?? "")}` : unchanged === true ? "nothing has changed" : complete ? "there are no more" : "there are more, so what is gone cannot be told; --limit says how many rows are asked for";
  const held = heldBackBecause === undefined ? "" : ", held back";
  return [
    `${source}: nothing was written; ${asked}; ${counted(pages, "page")}, ${end}`,
    ...(cause === undefined ? [] : [`  because: ${plain(cause)}`]),
    ...(listings.seen === 0 && listings.gone.length === 0 && overlays.seen + overlays.gone.length > 0 ? [] : [`  ${counted(listings.seen, "listing")} seen: ${listings.added.length} new, ${listings.changed.length} changed, ${listings.same} as stored; ${listings.gone.length} gone${held}`]),
    ...some(listings.added, "new", ({ nativeId }) => `new ${plain(nativeId)}`),
    ...some(listings.changed, "changed", changedText),
    ...some(listings.gone, "gone", ({ nativeId }) => `gone ${plain(nativeId)}`),
    ...(overlays.seen + overlays.gone.length === 0 ? [] : [`  ${counted(overlays.seen, "overlay")} seen: ${overlays.added} new, ${overlays.changed} changed, ${overlays.same} as stored; ${overlays.gone.length} gone${held}; ${overlays.matched.length} fit a known model, ${overlays.byName.length} perhaps by name, ${overlays.unmatched.length} none`]),
    ...some(overlays.matched, "that fit", ({ nativeId, model }) => `${plain(nativeId)} is of ${plain(model)}`),
    ...some(overlays.byName, "by name", ({ nativeId, name }) => `${plain(nativeId)} is perhaps of what is called ${plain(name)}`),
    ...some(overlays.unmatched, "that fit none", ({ nativeId, references }) => `${plain(nativeId)} is of no known model${references.length === 0 ? "" : `: ${plain(references.join(", "))}`}`),
    ...some(overlays.gone, "overlays gone", ({ nativeId }) => `gone ${plain(nativeId)}`),
    ...(heldBackBecause === undefined ? [] : [`  held back: ${plain(heldBackBecause)}`]),
    ...some(dropped, "rows left out", ({ nativeId, reason }) => `left out ${plain(nativeId)}: ${plain(reason)}`),
    ...Object.entries(valuesLeftOut).map(([path, count]) => `  value left out or cut: ${plain(path)} (${count} ${count === 1 ? "time" : "times"})${advice[path] === undefined ? "" : `; ${plain(advice[path])}`}`),
  ].join("\n");
}

function changedText({ nativeId, fields, wasGone, storedAs }: ChangedRow): string {
  const why = [...(wasGone === true ? ["it was gone"] : []), ...(storedAs === undefined ? [] : [`it was ${plain(storedAs)}`]), ...fields];
  return `changed ${plain(nativeId)}: ${why.join(", ")}`;
}

function some<Row>(rows: readonly Row[], what: string, text: (row: Row) => string): readonly string[] {
  return [...rows.slice(0, shown).map((row) => `  ${text(row)}`), ...(rows.length > shown ? [`  … and ${rows.length - shown} more ${what} (--json has all)`] : [])];
}
