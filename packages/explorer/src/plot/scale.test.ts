import { describe, expect, it } from "vitest";
import { scaleOf } from "./scale.ts";

describe("a scale", () => {
  it.each([
    ["near values are linear", [69.4, 79.4], "linear", [65, 80]],
    ["far values are logarithmic", [8.03e9, 4.05e11], "log", [5e9, 5e11]],
    ["a zero is never on a logarithmic scale", [0, 0.01, 30], "linear", [0, 40]],
    ["one value has room on both sides", [2], "linear", [1.8, 2.2]],
    ["one zero does too", [0], "linear", [0, 1e-9]],
    ["negative values stay", [-3, 4], "linear", [-4, 6]],
  ])("%s", (_, values, kind, domain) => {
    expect(scaleOf(values, { range: [0, 100] })).toMatchObject({ kind, domain });
  });

  it("has its ticks in order, within its domain, and not many more than asked for; values keep their order within its range", () => {
    const wrong: unknown[] = [];
    let seed = 7;
    const random = (): number => ((seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647);
    for (let round = 0; round < 500; round += 1) {
      const values = Array.from({ length: 1 + Math.floor(random() * 8) }, () => random() * 10 ** (random() * 14 - 3));
      const { domain: [first, last], ticks, at } = scaleOf(values, { range: [20, 300], mostTicks: 5 });
      const places = values.toSorted((a, b) => a - b).map(at);
      const isGood = ticks.every((tick, index) => tick >= first && tick <= last && tick > (ticks[index - 1] ?? Number.NEGATIVE_INFINITY)) && ticks.length >= 1 && ticks.length <= 8
        && places.every((place, index) => place >= 20 && place <= 300 && place >= (places[index - 1] ?? 0));
      if (!isGood) wrong.push({ values, ticks, places });
    }
    expect(wrong).toEqual([]);
  });

  it("keeps ends that are given", () => {
    const scale = scaleOf([69.4, 79.4], { range: [0, 200], domain: [0, 100] });
    expect({ ...scale, at: scale.at(50) }).toEqual({ kind: "linear", domain: [0, 100], ticks: [0, 20, 40, 60, 80, 100], at: 100 });
  });
});
