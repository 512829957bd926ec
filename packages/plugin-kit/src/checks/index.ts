export { checkSource } from "../testing/check-source.ts";
export type { SourceCheckOptions, SourceExamples } from "../testing/bench.ts";
export { sourceRules } from "../testing/problems.ts";
export type { SourceProblem, SourceRule } from "../testing/problems.ts";
export { recordedFetch, UnknownExchangeError } from "../testing/recorded-fetch.ts";
export type { RecordedCall, RecordedExchange, RecordedFetch } from "../testing/recorded-fetch.ts";
export { testContext } from "../testing/test-context.ts";
export type { DroppedRow, LogLine, TestContext, TestContextOptions } from "../testing/test-context.ts";
