import { expect, test } from "vitest";
import { Random } from "../testing/samples.ts";
import { type BinScale, histogram } from "./histogram.ts";

const spans = (values: readonly number[], scale: BinScale, first: number): readonly string[] => histogram(values, scale, first).map(({ label, count }) => `${label}: ${count}`);

test("borders are round, and as fine as the number of bins allows", () => {
  const parameters = [0, 110e6, 494e6, 1.5e9, 7e9, 7.6e9, 8e9, 70e9, 405e9];
  expect(spans(parameters, "decimal", 10)).toEqual(["0: 1", "100M – 200M: 1", "300M – 500M: 1", "1B – 2B: 1", "7B – 10B: 3", "70B – 100B: 1", "300B – 500B: 1"]);
  expect(spans(parameters, "decimal", 4)).toEqual(["0: 1", "100M – 10B: 6", "10B – 1T: 2"]);
  expect(spans(parameters, "decimal", 1)).toEqual(["0 – 405B: 9"]);
  expect(spans([512, 4096, 8191, 131_072], "binary", 5)).toEqual(["512 – 1K: 1", "4K – 8K: 2", "128K – 256K: 1"]);
  const dates = ["2023-12-31T23:59:59.999Z", "2024-01-01T00:00:00Z", "2024-02-29T12:00:00Z", "1969-05-05T00:00:00Z"].map((date) => Date.parse(date));
  expect(spans(dates, "calendar", 4)).toEqual(["1969-05: 1", "2023-12: 1", "2024-01: 1", "2024-02: 1"]);
  expect(spans(dates, "calendar", 3)).toEqual(["1969 Q2: 1", "2023 Q4: 1", "2024 Q1: 2"]);
  expect(spans(dates, "calendar", 2)).toEqual(["1965 – 1969: 1", "2020 – 2024: 3"]);
});

test("every whole number is in exactly one bin", () => {
  const random = new Random(1);
  for (const scale of ["decimal", "binary", "calendar"] as const) {
    for (let round = 0; round < 300; round += 1) {
      const values = Array.from({ length: 1 + random.below(30) }, () => Math.floor(10 ** (random.below(130) / 10)) + random.below(3) - 1).filter((value) => scale === "calendar" || value >= 0);
      if (values.length === 0) continue;
      const first = 1 + random.below(12);
      const bins = histogram(values, scale, first);
      expect(bins.length).toBeLessThanOrEqual(first);
      for (const value of values) expect(bins.filter(({ min, max }) => min <= value && value <= max)).toHaveLength(1);
      for (const { min, max, count } of bins) expect(values.filter((value) => min <= value && value <= max)).toHaveLength(count);
    }
  }
});

test("nothing gives no bins", () => {
  expect([histogram([], "decimal", 5), histogram([1], "decimal", 0)]).toEqual([[], []]);
});
