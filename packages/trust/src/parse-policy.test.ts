import { describe, expect, it } from "vitest";
import { builtInPolicies } from "./built-in-policies.ts";
import { parsePolicy } from "./parse-policy.ts";
import { PolicyError } from "./policy.ts";

const rule = { key: "a", severity: "BLOCK", test: { require: { kinds: ["CONTENT_DIGEST"] } } };
const one = (change: object) => ({ rules: [{ ...rule, ...change }] });
const testing = (test: unknown) => one({ test });
const problem = (input: unknown): string => {
  try {
    parsePolicy(input);
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return "accepted";
};

describe("parsePolicy", () => {
  it("fills in what is left out, and takes null for absent", () => {
    const policy = parsePolicy({ id: null, rules: [{ ...rule, title: null, onUnknown: null, test: { require: { kinds: ["CONTENT_DIGEST"], issuers: null }, forbid: null } }] });
    expect(policy).toEqual({
      id: policy.digest, version: "1", title: "Policy given in place", digest: policy.digest,
      rules: [{ key: "a", title: "a", severity: "BLOCK", onUnknown: "INDETERMINATE", test: { require: { kinds: ["CONTENT_DIGEST"] } } }],
    });
  });

  it("gives rules that can be edited and given back, with the same digest", () => {
    for (const policy of builtInPolicies) expect(parsePolicy({ rules: JSON.parse(JSON.stringify(policy.rules)) }).digest).toBe(policy.digest);
  });

  it("gives equal rules one digest whatever the order of their members, and other rules another", () => {
    const turned = { test: { require: { kinds: ["CONTENT_DIGEST"] } }, severity: "BLOCK", key: "a" };
    expect(parsePolicy({ rules: [turned] }).digest).toBe(parsePolicy({ rules: [rule] }).digest);
    expect(parsePolicy(one({ severity: "WARN" })).digest).not.toBe(parsePolicy({ rules: [rule] }).digest);
  });

  it.each([
    ["onUnknown", one({ onUnknown: "INDETERMINATE" })],
    ["title", one({ title: "a" })],
    ["atLeast of a requirement", testing({ require: { kinds: ["CONTENT_DIGEST"], atLeast: 1 } })],
    ["all of them", one({ title: "a", onUnknown: "INDETERMINATE", explanation: null, test: { require: { kinds: ["CONTENT_DIGEST"], issuers: null, atLeast: 1 } } })],
  ])("gives a rule one digest whether the default of %s is given or left out", (_name, full) => {
    expect(parsePolicy(full)).toEqual(parsePolicy({ rules: [rule] }));
  });

  it.each([
    ["forbid", (match: object) => ({ forbid: match })],
    ["anyOf", (match: object) => ({ anyOf: [match, { kinds: ["LINEAGE"] }] })],
  ])("does so within %s, and a number that is no default makes another rule", (_name, around) => {
    const digest = (more: object) => parsePolicy(testing(around({ effects: ["UNDERMINES"], ...more }))).digest;
    expect([digest({ atLeast: 1 }) === digest({}), digest({ atLeast: 2 }) === digest({})]).toEqual([true, false]);
  });

  it("gives the built-in rules their digest when the schema has filled in its defaults", () => {
    const filled = (test: object): object => Object.fromEntries(Object.entries(test).map(([name, value]) => [name, typeof value === "string" ? value : Array.isArray(value) ? value.map((match: object) => ({ ...match, atLeast: 1 })) : { ...(value as object), atLeast: 1 }]));
    for (const policy of builtInPolicies) {
      expect(parsePolicy({ rules: policy.rules.map((each) => ({ ...each, test: filled(each.test) })) }).digest).toBe(policy.digest);
    }
  });

  it.each([
    ["policy", [], "policy: give an object with id, version, title, rules."],
    ["no rules", { rules: [] }, "policy.rules: give 1 to 50 rules, not 0."],
    ["too many rules", { rules: Array.from({ length: 51 }, (_, index) => ({ ...rule, key: `a${String(index)}` })) }, "policy.rules: give 1 to 50 rules, not 51."],
    ["a key", one({ key: "1 a" }), 'rules[0].key: give a letter and then at most 63 letters, digits, dots, hyphens or underscores, such as "scan-not-flagged".'],
    ["a key twice", { rules: [rule, rule] }, 'rules[1].key: "a" is the key of rules[0] already; give each rule a key of its own.'],
    ["a severity", one({ severity: "FATAL" }), 'rules[0].severity: give one of BLOCK, WARN, INFO, not "FATAL".'],
    ["a field", one({ onUnkown: "DENY" }), "rules[0].onUnkown: there is no such field; there are key, title, severity, test, onUnknown, explanation, remedy."],
    ["two tests", testing({ require: { kinds: ["LINEAGE"] }, level: "PINNED" }), "rules[0].test: give exactly one of require, forbid, anyOf, level, systemLevel, not require and level."],
    ["no test", testing({}), "rules[0].test: give exactly one of require, forbid, anyOf, level, systemLevel, not none."],
    ["a kind", testing({ require: { kinds: ["LINEAGE", "MAGIC"] } }), /^rules\[0\]\.test\.require\.kinds\[1\]: give one of CONTENT_DIGEST, .*, not "MAGIC"\.$/],
    ["an empty matcher", testing({ forbid: { atLeast: 2 } }), "rules[0].test.forbid: give at least one of kinds, statuses, effects, issuers, issuerTypes, methods."],
    ["an empty list", testing({ forbid: { kinds: [] } }), "rules[0].test.forbid.kinds: give 1 to 50 entries, not 0; leave it out to allow all."],
    ["many matchers", testing({ anyOf: Array.from({ length: 21 }, () => ({ kinds: ["LINEAGE"] })) }), "rules[0].test.anyOf: give 1 to 20 entries, not 21; leave it out to allow all."],
    ["an age", testing({ forbid: { kinds: ["LINEAGE"], maxAgeSeconds: -1 } }), "rules[0].test.forbid.maxAgeSeconds: give a whole number from 0 to 316224000, not -1."],
    ["a count", testing({ forbid: { kinds: ["LINEAGE"], atLeast: 0 } }), "rules[0].test.forbid.atLeast: give a whole number from 1 to 50, not 0."],
    ["a level", testing({ level: "GREAT" }), 'rules[0].test.level: give one of LISTED, PINNED, INSPECTED, AUTHENTICATED, ATTESTED, not "GREAT".'],
    ["a prototype", testing(JSON.parse('{"__proto__":{"level":"PINNED"}}')), "rules[0].test.__proto__: there is no such field; there are require, forbid, anyOf, level, systemLevel."],
  ])("refuses %s, naming the field and what would be right", (_name, input, expected) => {
    expect(problem(input)).toEqual(expected instanceof RegExp ? expect.stringMatching(expected) : expected);
  });
});
