import { describe, expect, it } from "vitest";
import { depthOf, withDepth } from "./depth.ts";

describe("depthOf", () => {
  it.each([[null, "STANDARD"], ["deep", "DEEP"], ["CACHED", "CACHED"], ["all", "STANDARD"]])("of %s is %s", (text, depth) => expect(depthOf(text)).toBe(depth));
});

it("withDepth keeps what else stands in the address, and leaves out the usual look", () => {
  const query = new URLSearchParams("policy=strict&depth=cached");
  expect([withDepth(query, "DEEP"), withDepth(query, "STANDARD")]).toEqual(["?policy=strict&depth=deep", "?policy=strict"]);
});
