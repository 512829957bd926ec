import type { ClaimMatchInput, PolicyRuleInput } from "../generated/types.ts";
import type { PolicyProblem } from "./read-rules.ts";
import { policyBounds } from "./rule-values.ts";

/** What the endpoint would refuse of rules that could be read, at the places that it names. Its own word still counts. */
export function checkRules(rules: readonly PolicyRuleInput[]): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  if (rules.length < 1 || rules.length > policyBounds.rules) problems.push({ path: "rules", sentence: `A policy has 1 to ${policyBounds.rules} rules; this one has ${rules.length}.` });
  const first = new Map<string, number>();
  for (const [index, rule] of rules.entries()) {
    const path = `rules[${index}]`;
    const double = first.get(rule.key);
    if (!/^[A-Za-z][A-Za-z0-9._-]{0,63}$/.test(rule.key)) problems.push({ path: `${path}.key`, sentence: "Give a letter, and then at most 63 letters, digits, dots, hyphens or underscores." });
    else if (double !== undefined) problems.push({ path: `${path}.key`, sentence: `Rule ${double + 1} has this key already; each needs one of its own.` });
    else first.set(rule.key, index);
    for (const name of ["title", "explanation", "remedy"] as const) problems.push(...lengthOf(rule[name], `${path}.${name}`));
    const { test } = rule;
    if (test.anyOf !== undefined && (test.anyOf.length < 1 || test.anyOf.length > policyBounds.anyOf)) problems.push({ path: `${path}.test.anyOf`, sentence: `Give 1 to ${policyBounds.anyOf} alternatives.` });
    if (test.require !== undefined) problems.push(...matchProblems(test.require, `${path}.test.require`));
    if (test.forbid !== undefined) problems.push(...matchProblems(test.forbid, `${path}.test.forbid`));
    for (const [place, match] of (test.anyOf ?? []).entries()) problems.push(...matchProblems(match, `${path}.test.anyOf[${place}]`));
  }
  return problems;
}

function matchProblems(match: ClaimMatchInput, path: string): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const conditions = ["kinds", "statuses", "effects", "issuers", "issuerTypes", "methods"] as const;
  if (conditions.every((name) => (match[name] ?? undefined) === undefined)) problems.push({ path, sentence: "Choose at least one kind, status, effect, issuer, type of issuer or method." });
  for (const name of conditions) {
    const values = match[name];
    if (values === undefined || values === null) continue;
    if (values.length < 1 || values.length > policyBounds.values) problems.push({ path: `${path}.${name}`, sentence: `Give 1 to ${policyBounds.values} values, or leave it out to allow all.` });
    for (const [index, value] of values.entries()) if (value === "" || value.length > policyBounds.textLength) problems.push({ path: `${path}.${name}[${index}]`, sentence: `Give a text of 1 to ${policyBounds.textLength} characters.` });
  }
  return [...problems, ...wholeOf(match.maxAgeSeconds, `${path}.maxAgeSeconds`, [0, policyBounds.maxAgeSeconds]), ...wholeOf(match.atLeast, `${path}.atLeast`, [1, policyBounds.atLeast])];
}

function lengthOf(text: string | null | undefined, path: string): readonly PolicyProblem[] {
  if (text === undefined || text === null || (text.length > 0 && text.length <= policyBounds.textLength)) return [];
  return [{ path, sentence: `Give a text of 1 to ${policyBounds.textLength} characters, or leave it out.` }];
}

function wholeOf(value: number | null | undefined, path: string, [least, most]: readonly [number, number]): readonly PolicyProblem[] {
  if (value === undefined || value === null || (Number.isInteger(value) && value >= least && value <= most)) return [];
  return [{ path, sentence: `Give a whole number from ${least} to ${most}.` }];
}

/** The place in a message of the endpoint about rules, and the rest of it: `policy.rules cannot be used. rules[0].key: give …`. */
export function problemOfMessage(message: string): PolicyProblem {
  const place = /rules(?:\[\d+\][A-Za-z0-9.[\]]*)?(?=: |")/.exec(message);
  if (place === null) return { path: "rules", sentence: message };
  const rest = message.slice(place.index + place[0].length).replace(/^(?:: |"; )/, "");
  return { path: place[0].replace(/^policy\./, ""), sentence: rest === "" ? message : `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}` };
}
