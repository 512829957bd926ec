import type { Evaluation } from "@modeldex/schema";
import type { Attribute, CompareSubject, KnownValue } from "./attribute.ts";

const mostRows = 60;

/**
 * One row for each benchmark that at least one of the models reports. Two results are comparable only where benchmark, metric and settings are
 * equal; otherwise the row says how they differ.
 */
export function evaluationAttributes(subjects: readonly CompareSubject[]): readonly Attribute[] {
  const names = new Map<string, string>();
  for (const subject of subjects) for (const { benchmark } of reported(subject)) if (!names.has(folded(benchmark))) names.set(folded(benchmark), benchmark);
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, mostRows).map(([key, label]) => ({
    key: `evaluation.${key}`,
    label,
    group: "EVALUATION",
    better: "HIGHER",
    notComparable: (all) => measuredDifferently(all, key),
    read: (subject) => resultOf(subject, key),
  }));
}

function resultOf(subject: CompareSubject, key: string): KnownValue | undefined {
  const result = pick(subject, key);
  if (result === undefined) return undefined;
  const source = subject.listings[0]?.source;
  const measure = [result.metric, result.settings].filter((part) => part !== undefined).join(", ");
  const text = result.text ?? String(result.value);
  return { value: result.value ?? result.text ?? null, text: measure === "" ? text : `${text} (${measure})`, ...(source !== undefined && { statedBy: [source] }) };
}

function measuredDifferently(subjects: readonly CompareSubject[], key: string): string | undefined {
  const measures = new Set(subjects.flatMap((subject) => {
    const result = pick(subject, key);
    return result === undefined ? [] : [[result.metric ?? "metric not stated", result.settings ?? "settings not stated", ...(result.unit === undefined ? [] : [result.unit])].join(", ")];
  }));
  const parts = subjects.map((subject) => pick(subject, key)).filter((result) => result !== undefined && result.value === undefined);
  if (parts.length > 0) return "a result is not one number";
  return measures.size > 1 ? `measured differently: ${[...measures].sort().join(" / ")}` : undefined;
}

function pick(subject: CompareSubject, key: string): Evaluation | undefined {
  return reported(subject).find(({ benchmark }) => folded(benchmark) === key);
}

function reported({ listings }: CompareSubject): readonly Evaluation[] {
  return listings[0]?.record.evaluations ?? [];
}

function folded(benchmark: string): string {
  return benchmark.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
}
