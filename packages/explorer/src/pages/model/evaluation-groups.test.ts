import { expect, test } from "vitest";
import type { ModelPageEvaluationFragment } from "../../generated/types.ts";
import { byBenchmark, reporters } from "./evaluation-groups.ts";

test("puts together only what has equal benchmark, metric and settings", () => {
  const groups = byBenchmark([result("MMLU", "acc", "5-shot", "60"), result("GSM8K", "acc", null, "70"), result("mmlu ", "acc", "0-shot", "50"), result("MMLU", "ACC", "5-shot", "61"), result("MMLU", null, "5-shot", "62")]);
  expect(groups.map(({ benchmark, comparable }) => [benchmark, comparable.map(({ results }) => results.map(({ text }) => text))])).toEqual([
    ["MMLU", [["60", "61"], ["50"], ["62"]]],
    ["GSM8K", [["70"]]],
  ]);
});

test("does not take settings that are not stated for empty ones", () => {
  expect(byBenchmark([result("a", "m", null, "1"), result("a", "m", "", "2")])[0]?.comparable).toHaveLength(2);
});

test("names everybody who reports results, and where they are listed", () => {
  const own = result("a", null, null, "1");
  const laboratory = { ...own, author: "INDEPENDENT", source: { id: "lab", title: "Laboratory" } } as const;
  expect(reporters([own, laboratory, { ...own, author: "COMMUNITY" }, own])).toEqual([
    { author: "PUBLISHER", at: "Hub", results: 2 }, { author: "INDEPENDENT", at: "Laboratory", results: 1 }, { author: "COMMUNITY", at: "Hub", results: 1 },
  ]);
});

function result(benchmark: string, metric: string | null, settings: string | null, text: string): ModelPageEvaluationFragment {
  return { benchmark, metric, settings, text, unit: null, date: null, source: { id: "hf", title: "Hub" }, author: "PUBLISHER", url: null };
}
