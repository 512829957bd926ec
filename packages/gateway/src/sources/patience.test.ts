import { expect, it } from "vitest";
import { createLogger, silentLogger } from "../observe/log.ts";
import { createPatience } from "./patience.ts";

/** A patience on a clock of the test; `take` runs something that takes so long. */
function setUp() {
  let time = 0;
  const lines: string[] = [];
  const patience = createPatience({ log: createLogger({ write: (line) => void lines.push(line) }), elapsed: () => time });
  const take = (ms: number, source = "slow") => patience.run(source, "parseReference", () => ((time += ms), "ran"), "left out");
  return { take, wait: (ms: number) => void (time += ms), lines };
}

it("leaves out for a minute what is slow three times in a row", () => {
  const { take, wait } = setUp();
  expect([take(200), take(200), take(5), take(200), take(200), take(200), take(5), take(5, "other")]).toEqual(["ran", "ran", "ran", "ran", "ran", "ran", "left out", "ran"]);
  wait(60_000);
  expect(take(5)).toBe("ran");
});

it("never again runs what has blocked for more than a second, and says so", () => {
  const { take, wait, lines } = setUp();
  expect([take(2_000), take(5)]).toEqual(["ran", "left out"]);
  wait(10 * 24 * 3_600_000);
  expect([take(5), take(5, "other")]).toEqual(["left out", "ran"]);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: "error", source: "slow", what: "parseReference", tookMs: 2_000 }]);
});

it("counts the time of what throws as well, and throws it on", () => {
  let time = 0;
  const patience = createPatience({ log: silentLogger, elapsed: () => time });
  const fail = () => patience.run("slow", "naming", () => { time += 1_001; throw new TypeError("no"); }, "open");
  expect(fail).toThrow("no");
  expect(fail()).toBe("open");
});
