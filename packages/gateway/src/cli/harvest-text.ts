import type { HarvestResult } from "../harvest/run.ts";
import { counted } from "./print.ts";

/** How a harvest of a source ended, for a person. */
export function harvestText(id: string, result: HarvestResult): string {
  switch (result.status) {
    case "DONE": {
      const done = result.unchanged === true ? "nothing has changed since the last harvest" : `${counts(result)}${result.dropped === 0 ? "" : `; modeldex try-source ${id} tells why rows were left out`}`;
      const empty = result.unchanged !== true && result.seen === 0 && result.gone === 0 ? `\n${id}: nothing new was listed; modeldex sources says how far it was read` : "";
      return `${id}: ${done}${empty}${result.heldBackBecause === undefined ? "" : `\n${id}: ${result.heldBackBecause}`}`;
    }
    case "REFUSED": return `${id}: ${result.holder} harvests it already (its lease ends at ${result.until}).`;
    case "FAILED": case "INTERRUPTED": return `${id}: ${result.status.toLowerCase()} after ${counts(result)}: ${result.message}`;
    default: return result satisfies never;
  }
}

/** The rate is that of what was seen now, not of what was seen before an interruption. */
function counts({ seen, overlays = 0, seenBefore = 0, added, changed, gone, dropped, notStored = 0, elapsedMs }: Exclude<HarvestResult, { status: "REFUSED" }>): string {
  const now = seen - seenBefore;
  const rate = elapsedMs > 0 && now > 0 ? `, ${Math.round((1000 * now) / elapsedMs)} a second` : "";
  const all = `${counted(seen, overlays > 0 ? "row" : "listing")} seen${seenBefore === 0 ? "" : ` in all, ${now} of them now`}`;
  return `${all} (${added} new, ${changed} changed, ${gone} gone, ${dropped} left out${notStored === 0 ? "" : `, ${notStored} beyond what is kept of one account`}) in ${(elapsedMs / 1000).toFixed(1)} s${rate}`;
}
