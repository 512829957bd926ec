import type { ModelPageEvaluationFragment } from "../../generated/types.ts";

/** Results that may be held against one another: equal benchmark, metric and settings. */
export interface ComparableResults {
  readonly metric: string | undefined;
  readonly settings: string | undefined;
  readonly results: readonly ModelPageEvaluationFragment[];
}

export interface BenchmarkResults {
  readonly benchmark: string;
  readonly comparable: readonly ComparableResults[];
}

/** Groups results by benchmark, then by metric and settings; in the order of the answer. Letter case and outer spaces do not count. */
export function byBenchmark(evaluations: readonly ModelPageEvaluationFragment[]): readonly BenchmarkResults[] {
  return [...Map.groupBy(evaluations, ({ benchmark }) => plain(benchmark)).values()].map((results) => ({
    benchmark: results[0]?.benchmark ?? "",
    comparable: [...Map.groupBy(results, ({ metric, settings }) => JSON.stringify([plain(metric), plain(settings)])).values()].map((equal) => ({
      metric: equal[0]?.metric ?? undefined, settings: equal[0]?.settings ?? undefined, results: equal,
    })),
  }));
}

/** Somebody who reports results, where they are listed, and how many of them. */
export interface Reporter {
  readonly author: ModelPageEvaluationFragment["author"];
  /** Title of the source. */
  readonly at: string;
  readonly results: number;
}

/** Who reports results and where, in the order of the answer. */
export function reporters(evaluations: readonly Pick<ModelPageEvaluationFragment, "author" | "source">[]): readonly Reporter[] {
  return [...Map.groupBy(evaluations, ({ author, source }) => `${author} ${source.id}`).values()].flatMap((those) => {
    const [first] = those;
    return first === undefined ? [] : [{ author: first.author, at: first.source.title, results: those.length }];
  });
}

function plain(text: string | null): string | null {
  return text === null ? null : text.trim().toLowerCase();
}
