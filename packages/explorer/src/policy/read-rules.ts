import type { ClaimMatchInput, PolicyRuleInput, RuleTestInput } from "../generated/types.ts";
import { ruleValues, testKinds } from "./rule-values.ts";

/** What is wrong with a rule, and where: `rules[0].test.require.kinds`, as the endpoint names places too. */
export interface PolicyProblem {
  readonly path: string;
  /** One sentence, of what would be right. */
  readonly sentence: string;
}

export interface ReadRules {
  /** Those that could be read, in their order. */
  readonly rules: readonly PolicyRuleInput[];
  /** What could not be read: a field that there is not, a value of another kind. */
  readonly problems: readonly PolicyProblem[];
}

type Report = (path: string, sentence: string) => undefined;

/** Reads rules that came from an address, a file or a field, in the shape of `PolicyRuleInput`. Whether they can be used, `checkRules` says. */
export function readRules(value: unknown): ReadRules {
  const problems: PolicyProblem[] = [];
  const report: Report = (path, sentence) => void problems.push({ path, sentence });
  if (!Array.isArray(value)) return { rules: [], problems: [{ path: "rules", sentence: "Give a list of rules." }] };
  const rules = value.flatMap((rule: unknown, index) => readRule(rule, `rules[${index}]`, report) ?? []);
  return { rules, problems };
}

/** One rule as the endpoint defines it; `undefined` where it is in no form that is known here. */
export function readDefinition(value: unknown): PolicyRuleInput | undefined {
  const { rules, problems } = readRules([value]);
  return problems.length === 0 ? rules[0] : undefined;
}

function readRule(value: unknown, path: string, report: Report): PolicyRuleInput | undefined {
  const rule = membersOf(value, path, { known: ["key", "title", "severity", "test", "onUnknown", "explanation", "remedy"], report });
  if (rule === undefined) return undefined;
  const text = (name: string): string | undefined => textOf(rule[name], `${path}.${name}`, report);
  const severity = rule["severity"] === undefined ? report(`${path}.severity`, `Give one of ${ruleValues.severities.join(", ")}.`) : oneOf(rule["severity"], ruleValues.severities, { path: `${path}.severity`, report });
  const test = readTest(rule["test"], `${path}.test`, report);
  const onUnknown = rule["onUnknown"] === undefined ? undefined : oneOf(rule["onUnknown"], ruleValues.unknownHandlings, { path: `${path}.onUnknown`, report });
  const [key, title, explanation, remedy] = [text("key"), text("title"), text("explanation"), text("remedy")];
  if (severity === undefined || test === undefined) return undefined;
  return {
    key: key ?? "",
    ...(title !== undefined && { title }),
    severity,
    test,
    ...(onUnknown !== undefined && { onUnknown }),
    ...(explanation !== undefined && { explanation }),
    ...(remedy !== undefined && { remedy }),
  };
}

function readTest(value: unknown, path: string, report: Report): RuleTestInput | undefined {
  const test = membersOf(value, path, { known: testKinds, report });
  if (test === undefined) return undefined;
  const given = testKinds.filter((kind) => test[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) return report(path, `Give exactly one of ${testKinds.join(", ")}.`);
  const inner = test[kind];
  switch (kind) {
    case "require": return mapped(readMatch(inner, `${path}.require`, report), (require) => ({ require }));
    case "forbid": return mapped(readMatch(inner, `${path}.forbid`, report), (forbid) => ({ forbid }));
    case "anyOf":
      if (!Array.isArray(inner)) return report(`${path}.anyOf`, "Give a list.");
      return { anyOf: inner.flatMap((each: unknown, index) => readMatch(each, `${path}.anyOf[${index}]`, report) ?? []) };
    case "level": return mapped(oneOf(inner, ruleValues.levels, { path: `${path}.level`, report }), (level) => ({ level }));
    case "systemLevel": return mapped(oneOf(inner, ruleValues.systemLevels, { path: `${path}.systemLevel`, report }), (systemLevel) => ({ systemLevel }));
    default: return kind satisfies never;
  }
}

function readMatch(value: unknown, path: string, report: Report): ClaimMatchInput | undefined {
  const match = membersOf(value, path, { known: ["kinds", "statuses", "effects", "issuers", "issuerTypes", "methods", "maxAgeSeconds", "atLeast"], report });
  if (match === undefined) return undefined;
  const values = <Value extends string>(name: string, allowed: readonly Value[]): readonly Value[] | undefined =>
    listOf(match[name], `${path}.${name}`, report)?.flatMap((each, index) => oneOf(each, allowed, { path: `${path}.${name}[${index}]`, report }) ?? []);
  const texts = (name: string): readonly string[] | undefined =>
    listOf(match[name], `${path}.${name}`, report)?.flatMap((each, index) => textOf(each, `${path}.${name}[${index}]`, report) ?? []);
  const number = (name: string): number | undefined => {
    const given = match[name];
    if (given === undefined || typeof given === "number") return given;
    return report(`${path}.${name}`, "Give a whole number.");
  };
  const read = {
    kinds: values("kinds", ruleValues.kinds), statuses: values("statuses", ruleValues.statuses), effects: values("effects", ruleValues.effects),
    issuers: texts("issuers"), issuerTypes: values("issuerTypes", ruleValues.issuerTypes), methods: texts("methods"),
    maxAgeSeconds: number("maxAgeSeconds"), atLeast: number("atLeast"),
  };
  return Object.fromEntries(Object.entries(read).filter(([, each]) => each !== undefined));
}

/** Members that are not null; a name that is not known is reported, since it would silently not count. */
function membersOf(value: unknown, path: string, { known, report }: { readonly known: readonly string[]; readonly report: Report }): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return report(path, `Give an object with ${known.join(", ")}.`);
  for (const name of Object.keys(value)) if (!known.includes(name)) report(`${path}.${name.slice(0, 80)}`, `There is no such field; there are ${known.join(", ")}.`);
  return Object.fromEntries(Object.entries(value).filter(([name, each]) => known.includes(name) && each !== null && each !== undefined));
}

function listOf(value: unknown, path: string, report: Report): readonly unknown[] | undefined {
  if (value === undefined || Array.isArray(value)) return value;
  return report(path, "Give a list.");
}

function textOf(value: unknown, path: string, report: Report): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  return report(path, "Give a text.");
}

function oneOf<Value extends string>(value: unknown, allowed: readonly Value[], { path, report }: { readonly path: string; readonly report: Report }): Value | undefined {
  return allowed.find((each) => each === value) ?? report(path, `Give one of ${allowed.join(", ")}.`);
}

function mapped<From, To>(value: From | undefined, to: (value: From) => To): To | undefined {
  return value === undefined ? undefined : to(value);
}
