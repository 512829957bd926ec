import { describe, expect, it } from "vitest";
import { claimAnchor } from "./claim-anchor.ts";

describe("claimAnchor", () => {
  it.each([
    [`claim:sha256:${"ab".repeat(32)}`, `claim-${"ab".repeat(12)}`],
    [`claim:${"0f".repeat(32)}`, `claim-${"0f".repeat(12)}`],
    ["something else/1#x", "claim-something-else-1-x"],
  ])("of %s is %s", (id, anchor) => expect(claimAnchor(id)).toBe(anchor));
});
