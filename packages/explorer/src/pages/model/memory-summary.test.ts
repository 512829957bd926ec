import { describe, expect, it } from "vitest";
import { contextEffect, memorySummary, sharedAssumptions } from "./memory-summary.ts";
import type { CountedEstimate } from "./memory-summary.ts";

const fits: CountedEstimate = { fits: true, contextBytes: 1, assumptions: [] };
const not: CountedEstimate = { fits: false, contextBytes: 1, assumptions: [] };
const byWeights: CountedEstimate = { fits: null, contextBytes: null, assumptions: [] };
const open: CountedEstimate = { fits: null, contextBytes: 1, assumptions: [] };
const many = (count: number, each: CountedEstimate): readonly CountedEstimate[] => Array.from({ length: count }, () => each);
const because = "room for the context is not counted, because it is not known here what a token takes";

describe("memorySummary", () => {
  it.each<[readonly CountedEstimate[], string]>([
    [[], ""],
    [[...many(2, fits), not], "2 of 3 fit in 24 GiB"],
    [[not], "0 of 1 fit in 24 GiB"],
    [many(18, byWeights), `18 of 18 fit in 24 GiB by their weights alone; ${because}`],
    [[byWeights], `1 of 1 fits in 24 GiB by its weights alone; ${because}`],
    [[...many(3, fits), ...many(5, not), ...many(10, open)], "3 fit in 24 GiB, 5 do not, 10 cannot be told"],
    [[...many(2, not), ...many(4, byWeights)], `2 do not fit in 24 GiB, 4 cannot be told: their weights alone fit; ${because}`],
    [[fits, open, byWeights], `1 fits in 24 GiB, 2 cannot be told: of these, 1 fits by its weights alone; ${because}`],
    [[open], "1 cannot be told"],
  ])("counts what is not known apart (%#)", (estimates, sentence) => expect(memorySummary(estimates, "24 GiB")).toBe(sentence));
});

it("contextEffect says where the number of tokens changes nothing", () => {
  expect(contextEffect([])).toBeUndefined();
  expect(contextEffect([fits, open])).toBeUndefined();
  expect(contextEffect([byWeights, byWeights])).toMatch(/^The context to count changes nothing here/);
  expect(contextEffect([fits, byWeights, byWeights])).toMatch(/^The context counts for 1 of 3 ways/);
});

it("sharedAssumptions are those of each estimate, and none of a single one", () => {
  expect(sharedAssumptions([{ ...fits, assumptions: ["a", "b"] }, { ...not, assumptions: ["b", "c"] }])).toEqual(["b"]);
  expect(sharedAssumptions([{ ...fits, assumptions: ["a"] }])).toEqual([]);
});
