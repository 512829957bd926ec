import { describe, expect, it } from "vitest";
import type { PolicyRuleInput, RuleTestInput } from "../../generated/types.ts";
import { testKinds } from "../../policy/rule-values.ts";
import { checkRules } from "../../policy/check-rules.ts";
import { compact, fieldId, fieldOfPath, linesOf, moved, newRule, placeWords, problemAt, replaced, without, withTestKind } from "./edit-rules.ts";

describe("newRule", () => {
  it("has a key that none has, and can be used", () => {
    const rules: PolicyRuleInput[] = [];
    for (let round = 0; round < 4; round += 1) rules.push(newRule(rules));
    const left = rules.slice(1);
    expect(checkRules([...left, newRule(left)])).toEqual([]);
  });
});

describe("lists", () => {
  it.each([[0, -1, "abc"], [0, 1, "bac"], [2, -1, "acb"], [2, 1, "abc"], [7, 1, "abc"]] as const)("move entry %i by %i", (index, by, result) => expect(moved(["a", "b", "c"], index, by).join("")).toBe(result));
  it("replace and drop", () => {
    expect(replaced(["a", "b", "c"], 1, "x").join("")).toBe("axc");
    expect(without(["a", "b", "c"], 1).join("")).toBe("ac");
  });
});

describe("withTestKind", () => {
  const match = { kinds: ["LINEAGE" as const] };
  const tests: readonly RuleTestInput[] = [{ require: match }, { forbid: match }, { anyOf: [match, { effects: ["CAUTION"] }] }, { level: "ATTESTED" }, { systemLevel: "NAMED" }];
  it("gives a test of each kind that can be used, from each", () => {
    for (const test of tests) for (const kind of testKinds) {
      const next = withTestKind(test, kind);
      expect(Object.keys(next)).toEqual([kind]);
      expect(checkRules([{ key: "a", severity: "BLOCK", test: next }])).toEqual([]);
    }
  });
  it("keeps conditions", () => expect(withTestKind({ anyOf: [match] }, "forbid")).toEqual({ forbid: match }));
  it("keeps all of the same kind", () => expect(withTestKind({ level: "ATTESTED" }, "level")).toEqual({ level: "ATTESTED" }));
});

describe("fields", () => {
  it("leave out what is empty", () => expect(compact({ a: "", b: [], c: null, d: undefined, e: 0, f: "x" })).toEqual({ e: 0, f: "x" }));
  it("split lines", () => expect(linesOf(" a \n\n b")).toEqual(["a", "b"]));
  it.each([
    ["rules[0].test.forbid.kinds[3]", "rules[0].test.forbid.kinds", "field-rules-0-test-forbid-kinds"],
    ["rules[1].test.anyOf[2]", "rules[1].test.anyOf[2]", "field-rules-1-test-anyOf-2"],
    ["rules[0].key", "rules[0].key", "field-rules-0-key"],
  ])("of %s", (path, field, id) => {
    expect(fieldOfPath(path)).toBe(field);
    expect(fieldId(field)).toBe(id);
  });
  it.each([["rules", "Rules"], ["rules[3].key", "Rule 4, key"], ["rules[0].test.anyOf[1].kinds[2]", "Rule 1, test, anyOf 2, kinds 3"]])("%s is named %s", (path, words) => expect(placeWords(path)).toBe(words));
  it("know what is wrong at them and at their values alone", () => {
    const problems = [{ path: "rules[0].test.forbid.kinds[3]", sentence: "x" }];
    expect(problemAt(problems, "rules[0].test.forbid.kinds")).toBe("x");
    expect(problemAt(problems, "rules[0].test.forbid")).toBeUndefined();
  });
});
