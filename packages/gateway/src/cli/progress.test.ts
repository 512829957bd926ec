import { expect, it } from "vitest";
import { progressLine, type Progress } from "./progress.ts";

/** What is written for these steps, one every `stepMs`. */
function written(steps: readonly Progress[], { terminal, stepMs }: { readonly terminal: boolean; readonly stepMs: number }): string {
  let [text, at] = ["", 0];
  const err = { isTTY: terminal, write: (piece: string) => ((text += piece), true) } as unknown as NodeJS.WritableStream;
  const line = progressLine({ label: "hf", err, elapsed: () => at });
  for (const step of steps) {
    at += stepMs;
    line.show(step);
  }
  line.end();
  return text;
}

const steps = (count: number, each: number, expected?: number): Progress[] => Array.from({ length: count }, (_, n) => ({ done: each * (n + 1), ...(expected !== undefined && { expected }) }));

it("tells count, rate and time left once in ten seconds where the output is no terminal", () => {
  expect(written(steps(40, 500, 60_000), { terminal: false, stepMs: 500 })).toBe("hf: 10000 of 60000, 1000 a second, 50 s left\nhf: 20000 of 60000, 1000 a second, 40 s left\n");
});

it("writes over its line on a terminal, and removes it at the end", () => {
  expect(written(steps(2, 100), { terminal: true, stepMs: 250 })).toBe("\rhf: 100\u001b[K\rhf: 200, 400 a second\u001b[K\r\u001b[K");
});

it("says nothing of work that is done at once", () => {
  expect(written(steps(10, 1), { terminal: true, stepMs: 10 })).toBe("");
});

it.each([
  [100, "10 s left"], [6_000, "10 min left"], [70_000, "1 h 57 min left"],
])("gives the time for %d more at ten a second as %s", (more, expected) => {
  expect(written([{ done: 0 }, { done: 100, expected: 100 + more }], { terminal: true, stepMs: 10_000 })).toContain(expected);
});

it("takes the rate of this run, not of what an earlier one had done", () => {
  expect(written([{ done: 50_000 }, { done: 50_100 }], { terminal: true, stepMs: 1_000 })).toContain("50100, 100 a second");
});
