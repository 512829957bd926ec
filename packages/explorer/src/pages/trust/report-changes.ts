import type { TrustPageReportFragment } from "../../generated/types.ts";
import { decisionOutcomes } from "../../words/policies.ts";
import { systemLevels, trustLevels } from "../../words/trust.ts";

/** What of a report is held against the one before. */
export interface ReportFigures extends Pick<TrustPageReportFragment, "level" | "systemLevel" | "counts" | "assessedAt"> {
  readonly decision: Pick<TrustPageReportFragment["decision"], "outcome">;
}

/** What another look at the same listing changed, one phrase each: `unknown: 4, before 7`. */
export function reportChanges(before: ReportFigures, now: ReportFigures): readonly string[] {
  const words: readonly (readonly [string, string, string])[] = [
    ["files", trustLevels[before.level].label, trustLevels[now.level].label],
    ["system", systemLevels[before.systemLevel].label, systemLevels[now.systemLevel].label],
    ["decision", decisionOutcomes[before.decision.outcome].label, decisionOutcomes[now.decision.outcome].label],
    ["verified here", String(before.counts.verified), String(now.counts.verified)],
    ["asserted", String(before.counts.asserted), String(now.counts.asserted)],
    ["unknown", String(before.counts.unknown), String(now.counts.unknown)],
    ["contradicted", String(before.counts.failed), String(now.counts.failed)],
  ];
  return words.filter(([, was, is]) => was !== is).map(([name, was, is]) => `${name}: ${is}, before ${was}`);
}
