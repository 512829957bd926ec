import { builtInPolicies } from "@modeldex/trust";
import { describe, expect, it } from "vitest";
import { ConfigError } from "./config.ts";
import { exceptionsOf } from "./exceptions.ts";
import { policiesOf } from "./policies.ts";

const house = { id: "house", title: "House rules", version: "1", rules: [{ key: "signed", severity: "BLOCK" as const, test: { require: { kinds: ["PUBLISHER_SIGNATURE" as const] } } }] };
const policies = policiesOf([house], ["hf"]);
const exception = { subject: "hf:acme/tiny", rule: "signed", policy: "house", reason: "They have no key yet.", by: "ada@acme.example", until: "2026-12-01T00:00:00Z" };
const read = (given: readonly unknown[], at = "2026-11-01T00:00:00Z") => {
  const lines: { readonly message: string; readonly fields: object }[] = [];
  const exceptions = exceptionsOf(given, policies, { now: new Date(at), log: { warn: (message, details = {}) => void lines.push({ message, fields: details }) } });
  return { exceptions, lines };
};
const problem = (change: object): string => {
  try {
    read([exception, { ...exception, ...change }]);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "accepted";
};

describe("the operator's exceptions", () => {
  it("are read, with their end in UTC", () => {
    const { policy: _, ...anyPolicy } = exception;
    expect(read([{ ...exception, until: "2026-12-01T01:00:00+01:00" }, { ...anyPolicy, rule: "nothing-against", subject: "hf:acme/tiny@main" }])).toEqual({
      exceptions: [{ ...exception, until: "2026-12-01T00:00:00.000Z" }, { ...anyPolicy, rule: "nothing-against", subject: "hf:acme/tiny@main", until: "2026-12-01T00:00:00.000Z" }],
      lines: [],
    });
  });

  it("that have ended do not count, and are said in the log", () => {
    const ended = read([exception], "2026-12-01T00:00:00Z");
    expect(ended).toEqual({ exceptions: [], lines: [{ message: "an exception has ended and no longer counts; renew it or take it out", fields: { option: "exceptions[0]", ...exception, until: "2026-12-01T00:00:00.000Z" } }] });
    expect(read([exception], "2026-11-30T23:59:59.999Z").exceptions).toHaveLength(1);
  });

  const rulesOf = (...ids: readonly string[]) => [...new Set(policies.filter(({ id }) => ids.includes(id)).flatMap(({ rules }) => rules.map(({ key }) => key)))].join(", ");
  const allIds = [...builtInPolicies.map(({ id }) => id), "house"];
  const key = 'write the key of one listing, such as "hf:org/name", or of one revision of it, "hf:org/name@<commit>".';
  const time = 'write until when it counts, as a time with its zone, such as "2027-01-31T00:00:00Z".';
  it.each([
    ["a policy that there is not", { policy: "strict" }, `exceptions[1].policy is "strict"; the policies here are ${allIds.join(", ")}.`],
    ["a rule that the policy has not", { rule: "no-failed-claim" }, 'exceptions[1].rule is "no-failed-claim"; the rules of house are signed.'],
    ["a rule that no policy has", { policy: undefined, rule: "x" }, `exceptions[1].rule is "x"; the rules of ${allIds.join(", ")} are ${rulesOf(...allIds)}.`],
    ["no rule", { rule: undefined }, "exceptions[1].rule is undefined; the rules of house are signed."],
    ["a subject that is no key", { subject: "acme/tiny" }, `exceptions[1].subject is "acme/tiny"; ${key}`],
    ["a subject for all", { subject: "hf:*" }, `exceptions[1].subject is "hf:*"; ${key}`],
    ["no reason", { reason: " " }, 'exceptions[1].reason is " "; write why the rule does not count, in a sentence, of at most 500 characters.'],
    ["nobody who answers for it", { by: undefined }, 'exceptions[1].by is undefined; write who answers for it, such as "ada@example.org", of at most 500 characters.'],
    ["no end", { until: undefined }, `exceptions[1].until is undefined; ${time}`],
    ["a day without a time", { until: "2026-12-01" }, `exceptions[1].until is "2026-12-01"; ${time}`],
    ["a day that there is not", { until: "2026-02-30T00:00:00Z" }, `exceptions[1].until is "2026-02-30T00:00:00Z"; ${time}`],
    ["a time that there is not", { until: "2026-12-01T25:00:00Z" }, `exceptions[1].until is "2026-12-01T25:00:00Z"; ${time}`],
    ["a field that there is not", { expires: 1 }, "exceptions[1].expires is not an option; there are subject, rule, policy, reason, by, until."],
  ])("are refused with %s", (_name, change, message) => {
    expect(problem(change)).toBe(message);
  });
});
