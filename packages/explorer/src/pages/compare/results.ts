import type { ComparePageEvaluationFragment, ComparePageRowFragment, EvaluationAuthor } from "../../generated/types.ts";

/** One result that is drawn: the column, the number, and who reports it where that is known. */
export interface DrawnResult {
  readonly column: number;
  readonly value: number;
  readonly text: string;
  readonly author: EvaluationAuthor | undefined;
  readonly date: string | null;
  readonly source: string | undefined;
}

/** One benchmark that can be drawn. */
export interface DrawnBenchmark {
  readonly label: string;
  /** Metric and settings, where all are stated alike. */
  readonly measure: string | undefined;
  readonly unit: string | undefined;
  readonly results: readonly DrawnResult[];
  /** Columns of which no result is known. */
  readonly without: readonly number[];
}

export interface Results {
  readonly drawn: readonly DrawnBenchmark[];
  /** Measured in different ways: named with the reason, never drawn side by side. */
  readonly notComparable: readonly { readonly label: string; readonly note: string | null }[];
  /** Benchmarks of which fewer than two numbers are known. */
  readonly alone: readonly string[];
}

/** What of the reported results can be drawn: rows with two numbers or more which the endpoint takes as comparable. */
export function resultsOf(rows: readonly ComparePageRowFragment[], evaluations: readonly (readonly ComparePageEvaluationFragment[])[]): Results {
  const reported = rows.filter(({ group, verdict }) => group === "EVALUATION" && verdict !== "UNKNOWN");
  const notComparable = reported.filter(({ verdict }) => verdict === "NOT_COMPARABLE");
  const comparable = reported.filter(({ verdict }) => verdict !== "NOT_COMPARABLE").map((row) => drawnOf(row, evaluations));
  return {
    drawn: comparable.filter(({ results }) => results.length >= 2),
    notComparable: notComparable.map(({ label, note }) => ({ label, note })),
    alone: comparable.filter(({ results }) => results.length < 2).map(({ label }) => label),
  };
}

function drawnOf(row: ComparePageRowFragment, evaluations: readonly (readonly ComparePageEvaluationFragment[])[]): DrawnBenchmark {
  const found = row.cells.map((cell, column) => evaluations[column]?.find(({ benchmark, value }) => folded(benchmark) === folded(row.label) && value === cell.value));
  const results = row.cells.flatMap(({ value, text, known }, column): readonly DrawnResult[] => {
    if (!known || typeof value !== "number") return [];
    const evaluation = found[column];
    return [{ column, value, text, author: evaluation?.author, date: evaluation?.date ?? null, source: evaluation?.source.title }];
  });
  const of = results.map(({ column }) => found[column]);
  return {
    label: row.label,
    measure: alike(of.map((each) => (each === undefined ? undefined : [each.metric, each.settings].filter((part) => part !== null).join(", ")))),
    unit: alike(of.map((each) => each?.unit ?? undefined)),
    results,
    without: row.cells.flatMap((cell, column) => (typeof cell.value === "number" && cell.known ? [] : [column])),
  };
}

/** The text that all have; `undefined` where one differs or is not known. */
function alike(texts: readonly (string | undefined)[]): string | undefined {
  const [first] = texts;
  return first !== undefined && first !== "" && texts.every((text) => text === first) ? first : undefined;
}

function folded(benchmark: string): string {
  return benchmark.trim().toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
}
