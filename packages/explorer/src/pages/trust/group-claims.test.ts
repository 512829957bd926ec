import { describe, expect, it } from "vitest";
import { ruleValues } from "../../policy/rule-values.ts";
import { countsOf, filterOf, grouped, groupOf, groups, meets } from "./group-claims.ts";
import type { GroupedClaim, GroupName } from "./group-claims.ts";

const claim = (status: GroupedClaim["status"], effect: GroupedClaim["effect"], more: Partial<GroupedClaim> = {}): GroupedClaim => ({ kind: "LINEAGE", status, effect, verifiability: "OBSERVABLE", statedBy: null, ...more });

describe("groupOf", () => {
  it.each<[GroupedClaim, GroupName]>([
    [claim("VERIFIED", "UNDERMINES"), "against"],
    [claim("ASSERTED", "UNDERMINES", { verifiability: "DECLARATIVE" }), "against"],
    [claim("FAILED", "NEUTRAL"), "against"],
    [claim("VERIFIED", "CAUTION"), "caution"],
    [claim("UNKNOWN", "CAUTION"), "caution"],
    [claim("UNKNOWN", "NEUTRAL"), "unknown"],
    [claim("UNKNOWN", "NEUTRAL", { verifiability: "DECLARATIVE" }), "declared"],
    [claim("ASSERTED", "NEUTRAL", { verifiability: "DECLARATIVE" }), "declared"],
    [claim("VERIFIED", "SUPPORTS", { verifiability: "CRYPTOGRAPHIC" }), "verified"],
    [claim("ASSERTED", "SUPPORTS"), "stated"],
    [claim("NOT_APPLICABLE", "NEUTRAL"), "inapplicable"],
    [claim("VERIFIED", "UNDERMINES", { statedBy: { id: "x" } }), "beside"],
  ])("of %j is %s", (each, group) => expect(groupOf(each)).toBe(group));
});

describe("grouped", () => {
  it("puts each claim into one group, what speaks against it first", () => {
    const claims = ruleValues.statuses.flatMap((status) => ruleValues.effects.map((effect) => claim(status, effect)));
    const result = grouped(claims);
    const placed = result.flatMap((group) => group.claims);
    expect(placed).toHaveLength(claims.length);
    expect(new Set(placed)).toEqual(new Set(claims));
    expect(result[0]?.name).toBe("against");
    expect(result.map(({ name }) => name)).toEqual(groups.map(({ name }) => name).filter((name) => !["declared", "beside"].includes(name)));
  });
});

describe("filters", () => {
  const claims = [claim("VERIFIED", "SUPPORTS"), claim("VERIFIED", "CAUTION", { kind: "AVAILABILITY" }), claim("ASSERTED", "NEUTRAL")];
  it.each([
    ["?kind=lineage&status=VERIFIED", { kind: "LINEAGE", status: "VERIFIED" }, 1],
    ["?effect=CAUTION", { effect: "CAUTION" }, 1],
    ["?kind=nothing&status=", {}, 3],
  ] as const)("of %s are %j", (text, filter, matches) => {
    expect(filterOf(new URLSearchParams(text), ruleValues)).toEqual(filter);
    expect(claims.filter((each) => meets(each, filter))).toHaveLength(matches);
  });
  it("count the values of a field under the other filters", () => {
    expect([...countsOf(claims, "kind", { kind: "AVAILABILITY", status: "VERIFIED" })]).toEqual([["LINEAGE", 1], ["AVAILABILITY", 1]]);
    expect([...countsOf(claims, "status", {})]).toEqual([["VERIFIED", 2], ["ASSERTED", 1]]);
  });
});
