import { describe, expect, it } from "vitest";
import type { PolicyRuleInput } from "../generated/types.ts";
import { fitsAddress, mostPolicyLetters, parsePolicyParam, policyInput, policyLetters, policyParam, policyProblem } from "./policy-param.ts";
import type { ChosenPolicy } from "./policy-param.ts";

const rule: PolicyRuleInput = { key: "no-code", severity: "BLOCK", test: { forbid: { kinds: ["CODE_EXECUTION_REQUIRED"], effects: ["CAUTION", "UNDERMINES"] } }, onUnknown: "DENY", remedy: "Lies den Code; 先读代码 🙂?>~" };
const encoded = (value: unknown): string => `~${Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url")}`;

describe("a policy in an address", () => {
  it.each<[string, ChosenPolicy]>([
    ["of the gateway", { kind: "gateway", id: "production-strict" }],
    ["without rules", { kind: "own", title: "Empty", rules: [] }],
    ["in any script", { kind: "own", title: "Größe — 政策 🙂", rules: [rule] }],
    ["with many rules", { kind: "own", title: "Long", rules: Array.from({ length: 50 }, (_, index) => ({ ...rule, key: `rule-${index}` })) }],
  ])("comes back as it was: %s", (_, policy) => {
    const text = policyParam(policy);
    expect(parsePolicyParam(text)).toEqual(policy);
    expect(parsePolicyParam(new URLSearchParams(new URLSearchParams({ policy: text }).toString()).get("policy"))).toEqual(policy);
    expect(policyProblem(text)).toBeUndefined();
  });
  it("of one's own is letters that need no escape", () => expect(policyParam({ kind: "own", title: "?>~ÿ", rules: [rule] })).toMatch(/^~[A-Za-z0-9_-]+$/));
  it.each([null, ""])("is none for %j", (text) => {
    expect(parsePolicyParam(text)).toBeUndefined();
    expect(policyProblem(text)).toBeUndefined();
  });
  it.each([
    ["cut off", policyParam({ kind: "own", title: "x", rules: [rule] }).slice(0, 40), /cut off or altered/],
    ["not base64", "~%%%", /cut off or altered/],
    ["not UTF-8", "~_w", /cut off or altered/],
    ["not JSON", encoded("{rules:"), /cut off or altered/],
    ["a list", encoded([]), /no list of rules/],
    ["without rules", encoded({ title: "x" }), /no list of rules/],
    ["with other rules", encoded({ title: "x", rules: "all" }), /no list of rules/],
  ])("that is %s is named as such", (_, text, sentence) => {
    expect(parsePolicyParam(text)).toBeUndefined();
    expect(policyProblem(text)).toMatch(sentence);
  });
  it("without a name gets one", () => expect(parsePolicyParam(encoded({ rules: [] }))).toEqual({ kind: "own", title: "My policy", rules: [] }));
});

describe("fitsAddress", () => {
  const ofLength = (letters: number): ChosenPolicy => ({ kind: "own", title: "x", rules: [{ ...rule, remedy: "x".repeat(letters) }] });
  const over = mostPolicyLetters - policyLetters(ofLength(0));
  it("counts the letters of the longest address", () => {
    const most = [...Array(over + 1).keys()].filter((letters) => letters % 50 === 0 && fitsAddress(ofLength(letters))).at(-1) ?? 0;
    expect(policyParam(ofLength(most)).length).toBeLessThanOrEqual(mostPolicyLetters);
    expect(fitsAddress(ofLength(over + 1))).toBe(false);
  });
});

describe("policyInput", () => {
  it.each<[ChosenPolicy | undefined, unknown]>([
    [undefined, { id: "open-weights-default" }],
    [{ kind: "gateway", id: "x" }, { id: "x" }],
    [{ kind: "own", title: "x", rules: [rule] }, { rules: [rule] }],
  ])("of %j", (policy, input) => expect(policyInput(policy)).toEqual(input));
});
