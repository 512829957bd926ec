import {
  claimEffects, claimKinds, claimStatuses, issuerTypes, systemTrustLevels, trustLevels,
} from "@modeldex/schema";
import { canonicalDigest } from "./canonical.ts";
import { PolicyError, type ClaimMatch, type Policy, type PolicyRule, type RuleTest } from "./policy.ts";
import { ruleSeverities, unknownHandlings } from "@modeldex/schema";

/** Bounds of a policy, so that what it costs to judge is known. */
export const policyBounds = { rules: 50, anyOf: 20, values: 50, textLength: 500, atLeast: 50, maxAgeSeconds: 10 * 366 * 86_400 } as const;

/** A policy as somebody writes it; unnamed when it is given in place. Rules have the shape of `PolicyRuleInput` of the schema. */
export interface PolicyDefinition {
  /** @default the digest of the rules */
  readonly id?: string;
  /** @default "1" */
  readonly version?: string;
  readonly title?: string;
  readonly rules: readonly PolicyRuleDefinition[];
}

/** A rule as somebody writes it. */
export interface PolicyRuleDefinition extends Omit<PolicyRule, "title" | "onUnknown"> {
  /** @default the key */
  readonly title?: string;
  /** @default "INDETERMINATE" */
  readonly onUnknown?: PolicyRule["onUnknown"];
}

/**
 * Reads a policy. Members that are null count as absent, and a default that is given as one that is left out; a member that is not known is refused, since it would silently not count.
 *
 * @param input has the shape of {@link PolicyDefinition}.
 * @throws {PolicyError} names the rule and the field, and what would be right.
 * @example
 * parsePolicy({ rules: [{ key: "no-failure", severity: "BLOCK", test: { forbid: { statuses: ["FAILED"] } } }] }).rules[0]?.title
 * // "no-failure"
 */
export function parsePolicy(input: unknown): Policy {
  const definition = fields(input, "policy", ["id", "version", "title", "rules"]);
  const given = definition.rules;
  if (!Array.isArray(given)) throw new PolicyError("policy.rules", "give a list of rules.");
  if (given.length < 1 || given.length > policyBounds.rules) {
    throw new PolicyError("policy.rules", `give 1 to ${String(policyBounds.rules)} rules, not ${String(given.length)}.`);
  }
  const rules = given.map((rule: unknown, index) => parseRule(rule, `rules[${String(index)}]`));
  refuseEqualKeys(rules);
  const digest = canonicalDigest(rules);
  return {
    id: optionalText(definition.id, "policy.id") ?? digest,
    version: optionalText(definition.version, "policy.version") ?? "1",
    title: optionalText(definition.title, "policy.title") ?? "Policy given in place",
    rules,
    digest,
  };
}

function refuseEqualKeys(rules: readonly PolicyRule[]): void {
  const seen = new Map<string, number>();
  for (const [index, { key }] of rules.entries()) {
    const first = seen.get(key);
    if (first !== undefined) throw new PolicyError(`rules[${String(index)}].key`, `"${key}" is the key of rules[${String(first)}] already; give each rule a key of its own.`);
    seen.set(key, index);
  }
}

function parseRule(input: unknown, path: string): PolicyRule {
  const rule = fields(input, path, ["key", "title", "severity", "test", "onUnknown", "explanation", "remedy"]);
  if (typeof rule.key !== "string" || !/^[A-Za-z][A-Za-z0-9._-]{0,63}$/.test(rule.key)) {
    throw new PolicyError(`${path}.key`, "give a letter and then at most 63 letters, digits, dots, hyphens or underscores, such as \"scan-not-flagged\".");
  }
  const title = optionalText(rule.title, `${path}.title`);
  const explanation = optionalText(rule.explanation, `${path}.explanation`);
  const remedy = optionalText(rule.remedy, `${path}.remedy`);
  return {
    key: rule.key,
    title: title ?? rule.key,
    severity: oneOf(rule.severity, ruleSeverities, `${path}.severity`),
    test: parseTest(rule.test, `${path}.test`),
    onUnknown: rule.onUnknown === undefined ? "INDETERMINATE" : oneOf(rule.onUnknown, unknownHandlings, `${path}.onUnknown`),
    ...(explanation === undefined ? {} : { explanation }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function parseTest(input: unknown, path: string): RuleTest {
  const names = ["require", "forbid", "anyOf", "level", "systemLevel"] as const;
  const test = fields(input, path, names);
  const given = names.filter((name) => test[name] !== undefined);
  if (given.length !== 1) throw new PolicyError(path, `give exactly one of ${names.join(", ")}, not ${given.length === 0 ? "none" : given.join(" and ")}.`);
  if (test.require !== undefined) return { require: parseMatch(test.require, `${path}.require`) };
  if (test.forbid !== undefined) return { forbid: parseMatch(test.forbid, `${path}.forbid`) };
  if (test.level !== undefined) return { level: oneOf(test.level, trustLevels, `${path}.level`) };
  if (test.systemLevel !== undefined) return { systemLevel: oneOf(test.systemLevel, systemTrustLevels, `${path}.systemLevel`) };
  const matchers = list(test.anyOf, `${path}.anyOf`, policyBounds.anyOf);
  return { anyOf: matchers.map((match, index) => parseMatch(match, `${path}.anyOf[${String(index)}]`)) };
}

function parseMatch(input: unknown, path: string): ClaimMatch {
  const conditions = ["kinds", "statuses", "effects", "issuers", "issuerTypes", "methods"] as const;
  const match = fields(input, path, [...conditions, "maxAgeSeconds", "atLeast"]);
  if (conditions.every((name) => match[name] === undefined)) throw new PolicyError(path, `give at least one of ${conditions.join(", ")}.`);
  const values = <Value extends string>(name: (typeof conditions)[number], allowed: readonly Value[]): readonly Value[] | undefined =>
    match[name] === undefined
      ? undefined
      : list(match[name], `${path}.${name}`, policyBounds.values).map((value, index) => oneOf(value, allowed, `${path}.${name}[${String(index)}]`));
  const texts = (name: (typeof conditions)[number]): readonly string[] | undefined =>
    match[name] === undefined
      ? undefined
      : list(match[name], `${path}.${name}`, policyBounds.values).map((value, index) => text(value, `${path}.${name}[${String(index)}]`));
  const number = (name: "maxAgeSeconds" | "atLeast", least: number): number | undefined =>
    match[name] === undefined ? undefined : whole(match[name], `${path}.${name}`, least, policyBounds[name]);
  const atLeast = number("atLeast", 1);
  return withoutAbsent({
    kinds: values("kinds", claimKinds),
    statuses: values("statuses", claimStatuses),
    effects: values("effects", claimEffects),
    issuers: texts("issuers"),
    issuerTypes: values("issuerTypes", issuerTypes),
    methods: texts("methods"),
    maxAgeSeconds: number("maxAgeSeconds", 0),
    // One issuer is what a matcher asks for anyway: given in full, it is the same rule with the same digest.
    atLeast: atLeast === 1 ? undefined : atLeast,
  });
}

/** Members of an object that are not null. */
function fields<Name extends string>(input: unknown, path: string, known: readonly Name[]): Readonly<Partial<Record<Name, unknown>>> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw new PolicyError(path, `give an object with ${known.join(", ")}.`);
  const isKnown = (name: string): name is Name => known.some((entry) => entry === name);
  const members: Partial<Record<Name, unknown>> = {};
  for (const [name, value] of Object.entries(input)) {
    if (!isKnown(name)) throw new PolicyError(`${path}.${name.slice(0, 80)}`, `there is no such field; there are ${known.join(", ")}.`);
    if (value !== null && value !== undefined) members[name] = value;
  }
  return members;
}

function list(input: unknown, path: string, most: number): readonly unknown[] {
  if (!Array.isArray(input)) throw new PolicyError(path, "give a list.");
  if (input.length < 1 || input.length > most) throw new PolicyError(path, `give 1 to ${String(most)} entries, not ${String(input.length)}; leave it out to allow all.`);
  return input;
}

function oneOf<Value extends string>(input: unknown, allowed: readonly Value[], path: string): Value {
  const value = allowed.find((entry) => entry === input);
  if (value === undefined) throw new PolicyError(path, `give one of ${allowed.join(", ")}, not ${shown(input)}.`);
  return value;
}

function text(input: unknown, path: string): string {
  if (typeof input !== "string" || input === "" || input.length > policyBounds.textLength) {
    throw new PolicyError(path, `give a text of 1 to ${String(policyBounds.textLength)} characters, not ${shown(input)}.`);
  }
  return input;
}

function optionalText(input: unknown, path: string): string | undefined {
  return input === undefined ? undefined : text(input, path);
}

function whole(input: unknown, path: string, least: number, most: number): number {
  if (typeof input !== "number" || !Number.isInteger(input) || input < least || input > most) {
    throw new PolicyError(path, `give a whole number from ${String(least)} to ${String(most)}, not ${shown(input)}.`);
  }
  return input;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? typeof value).slice(0, 80);
}

function withoutAbsent<Fields extends object>(values: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
}
