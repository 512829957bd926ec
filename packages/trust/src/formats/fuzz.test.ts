import { describe, expect, it } from "vitest";

import { fuzzedFormats } from "./fixtures/fuzzed-formats.ts";
import { runFuzz } from "./fixtures/run-fuzz.ts";

const inputs = 1500;

describe.each(fuzzedFormats)("$name", (format) => {
  it(`reads ${inputs} mutated files without a throw, within its limits, and most of them far`, async () => {
    const report = await runFuzz(format, { inputs, seed: 1 });
    expect(report.faults).toEqual([]);
    expect(report.laterShare).toBeGreaterThan(0.25);
    expect(Object.values(report.outcomes).reduce((sum, count) => sum + count, 0)).toBe(inputs);
  });

  it("makes the same inputs of the same seed", async () => {
    const [left, right] = [await runFuzz(format, { inputs: 100, seed: 7 }), await runFuzz(format, { inputs: 100, seed: 7 })];
    expect([left.outcomes, left.stages, left.mostBytesRead]).toEqual([right.outcomes, right.stages, right.mostBytesRead]);
  });
});

describe("runFuzz", () => {
  it("reports what throws, reads outside the file, overruns or names a stage that is none", async () => {
    const format = { name: "made up", stages: ["one", "two"] as const, limits: { maxBytes: 10, maxReads: 2 }, samples: () => [Buffer.from("aaaa"), Buffer.from("bbbb"), Buffer.from("cccc"), Buffer.from("dddd")] };
    const report = await runFuzz({
      ...format,
      inspect: async (source) => {
        const first = Buffer.from(await source.read(0, 1)).toString();
        if (first === "a") throw new Error("broken");
        if (first === "b") await source.read(99, 100);
        return { outcome: "SOUND", stage: first === "d" ? "three" : "two", ...(first === "c" ? { overrun: "it walked too far" } : {}) };
      },
    }, { inputs: 4, seed: 1 });
    expect(report.faults.map(({ input, what, hex }) => [input, what.split("\n")[0], hex])).toEqual([
      [0, "it threw: Error: broken", "61616161"], [1, "it asked for byte 99 of a file of 4", "62626262"], [2, "it walked too far", "63636363"], [3, "the stage three is none of the format", "64646464"],
    ]);
    expect(report.laterShare).toBe(0.5);
  });
});
