import { describe, expect, it } from "vitest";
import { depthOf } from "./depth.ts";

describe("depthOf", () => {
  it.each([[null, "STANDARD"], ["deep", "DEEP"], ["CACHED", "CACHED"], ["all", "STANDARD"]])("of %s is %s", (text, depth) => expect(depthOf(text)).toBe(depth));
});
