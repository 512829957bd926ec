import { describe, expect, it } from "vitest";
import { reportChanges } from "./report-changes.ts";
import type { ReportFigures } from "./report-changes.ts";

const report: ReportFigures = { level: "PINNED", systemLevel: "NAMED", counts: { verified: 1, asserted: 2, unknown: 7, failed: 0 }, assessedAt: null, decision: { outcome: "INDETERMINATE" } };

describe("reportChanges", () => {
  it.each<[string, ReportFigures, readonly string[]]>([
    ["nothing", report, []],
    ["another time alone", { ...report, assessedAt: "2026-01-01T00:00:00Z" }, []],
    ["a level and a decision", { ...report, level: "INSPECTED", decision: { outcome: "ALLOW" } }, ["files: Inspected, before Pinned", "decision: Meets the policy, before Cannot be decided"]],
    ["counts", { ...report, counts: { verified: 4, asserted: 2, unknown: 3, failed: 1 } }, ["verified here: 4, before 1", "unknown: 3, before 7", "contradicted: 1, before 0"]],
  ])("tells %s", (_, now, changes) => expect(reportChanges(report, now)).toEqual(changes));
});
