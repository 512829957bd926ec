import { matchesGlob } from "node:path";
import { expect, it } from "vitest";
import config from "../vitest.config.ts";

it("a test beside an adapter at the root of a clone is run, as the page about writing a source says", () => {
  const { include } = config.test ?? {};
  expect(include?.some((pattern) => matchesGlob("shelf.test.ts", pattern))).toBe(true);
});
