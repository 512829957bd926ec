import { describe, expect, it } from "vitest";
import type { PolicyRuleInput } from "../generated/types.ts";
import { checkRules, problemOfMessage } from "./check-rules.ts";
import { readRules } from "./read-rules.ts";

const whole: readonly PolicyRuleInput[] = [
  { key: "a", title: "A", severity: "BLOCK", test: { require: { kinds: ["LINEAGE"], statuses: ["VERIFIED"], effects: ["SUPPORTS"], issuers: ["hf"], issuerTypes: ["GATEWAY"], methods: ["x/1"], maxAgeSeconds: 0, atLeast: 2 } }, onUnknown: "DENY", explanation: "Why", remedy: "What" },
  { key: "b", severity: "WARN", test: { forbid: { statuses: ["FAILED"] } } },
  { key: "c", severity: "INFO", test: { anyOf: [{ methods: ["y/1"] }, { kinds: ["EXTENSION"] }] } },
  { key: "d", severity: "BLOCK", test: { level: "ATTESTED" } },
  { key: "e", severity: "BLOCK", test: { systemLevel: "INDEPENDENT" } },
];

describe("readRules", () => {
  it("reads every kind of rule without loss", () => {
    expect(readRules(JSON.parse(JSON.stringify(whole)))).toEqual({ rules: whole, problems: [] });
    expect(checkRules(whole)).toEqual([]);
  });
  it("takes null for absent", () => expect(readRules([{ key: "b", title: null, severity: "WARN", test: { forbid: { statuses: ["FAILED"], kinds: null }, level: null } }])).toEqual({ rules: [{ key: "b", severity: "WARN", test: { forbid: { statuses: ["FAILED"] } } }], problems: [] }));
  it.each<[unknown, string]>([
    [{}, "rules"],
    [[1], "rules[0]"],
    [[{ ...whole[1], sevrity: "WARN" }], "rules[0].sevrity"],
    [[{ ...whole[1], severity: "WARNING" }], "rules[0].severity"],
    [[{ key: "a", test: { level: "LISTED" } }], "rules[0].severity"],
    [[{ ...whole[1], title: 3 }], "rules[0].title"],
    [[{ ...whole[1], onUnknown: "ALLOW" }], "rules[0].onUnknown"],
    [[{ ...whole[1], test: {} }], "rules[0].test"],
    [[{ ...whole[1], test: { level: "LISTED", systemLevel: "OPAQUE" } }], "rules[0].test"],
    [[{ ...whole[1], test: { level: "SAFE" } }], "rules[0].test.level"],
    [[{ ...whole[1], test: { anyOf: {} } }], "rules[0].test.anyOf"],
    [[{ ...whole[1], test: { anyOf: [{ kinds: ["LINEAGE"] }, 1] } }], "rules[0].test.anyOf[1]"],
    [[{ ...whole[1], test: { forbid: { kinds: ["LINEAGE", "X"] } } }], "rules[0].test.forbid.kinds[1]"],
    [[{ ...whole[1], test: { forbid: { kinds: "LINEAGE" } } }], "rules[0].test.forbid.kinds"],
    [[{ ...whole[1], test: { forbid: { kinds: ["LINEAGE"], atLeast: "2" } } }], "rules[0].test.forbid.atLeast"],
  ])("names what is wrong in %j", (value, path) => expect(readRules(value).problems.map((problem) => problem.path)).toEqual([path]));
});

describe("checkRules", () => {
  const [, second] = whole;
  if (second === undefined) throw new Error("there are five rules");
  it.each<[string, readonly PolicyRuleInput[], string]>([
    ["no rule", [], "rules"],
    ["too many rules", Array.from({ length: 51 }, (_, index) => ({ ...second, key: `k${index}` })), "rules"],
    ["an empty key", [{ ...second, key: "" }], "rules[0].key"],
    ["a key with a space", [{ ...second, key: "a b" }], "rules[0].key"],
    ["equal keys", [second, second], "rules[1].key"],
    ["an empty title", [{ ...second, title: "" }], "rules[0].title"],
    ["a long remedy", [{ ...second, remedy: "x".repeat(501) }], "rules[0].remedy"],
    ["no condition", [{ ...second, test: { require: { maxAgeSeconds: 5 } } }], "rules[0].test.require"],
    ["an empty list", [{ ...second, test: { forbid: { kinds: [] } } }], "rules[0].test.forbid.kinds"],
    ["an empty issuer", [{ ...second, test: { forbid: { issuers: ["hf", ""] } } }], "rules[0].test.forbid.issuers[1]"],
    ["no alternative", [{ ...second, test: { anyOf: [] } }], "rules[0].test.anyOf"],
    ["an age below zero", [{ ...second, test: { anyOf: [{ kinds: ["LINEAGE"], maxAgeSeconds: -1 }] } }], "rules[0].test.anyOf[0].maxAgeSeconds"],
    ["half an issuer", [{ ...second, test: { forbid: { kinds: ["LINEAGE"], atLeast: 1.5 } } }], "rules[0].test.forbid.atLeast"],
  ])("names %s", (_, rules, path) => expect(checkRules(rules).map((problem) => problem.path)).toEqual([path]));
});

describe("problemOfMessage", () => {
  it.each([
    ["`policy.rules` cannot be used. rules[0].key: give a letter.", { path: "rules[0].key", sentence: "Give a letter." }],
    ["`policy.rules` cannot be used. policy.rules: give 1 to 50 rules, not 0.", { path: "rules", sentence: "Give 1 to 50 rules, not 0." }],
    ['Variable "$policy" got invalid value "X" at "policy.rules[2].test.require.kinds[0]"; Value "X" does not exist in "ClaimKind" enum.', { path: "rules[2].test.require.kinds[0]", sentence: 'Value "X" does not exist in "ClaimKind" enum.' }],
    ["The endpoint is away.", { path: "rules", sentence: "The endpoint is away." }],
  ])("of %s", (message, problem) => expect(problemOfMessage(message)).toEqual(problem));
});
