import type { ClaimMatchInput, PolicyRuleInput, RuleTestInput } from "../../generated/types.ts";
import type { PolicyProblem } from "../../policy/read-rules.ts";
import { testKindOf } from "../../policy/rule-values.ts";
import type { TestKind } from "../../policy/rule-values.ts";

/** A rule to begin with, whose key none of the others has. */
export function newRule(rules: readonly PolicyRuleInput[]): PolicyRuleInput {
  const keys = new Set(rules.map(({ key }) => key));
  let number = rules.length + 1;
  while (keys.has(`rule-${number}`)) number += 1;
  return { key: `rule-${number}`, severity: "BLOCK", test: { forbid: { effects: ["UNDERMINES"] } } };
}

/** The list with one entry replaced. */
export function replaced<Item>(items: readonly Item[], index: number, item: Item): readonly Item[] {
  return items.map((each, place) => (place === index ? item : each));
}

/** The list without one entry. */
export function without<Item>(items: readonly Item[], index: number): readonly Item[] {
  return items.filter((_, place) => place !== index);
}

/** The list with one entry moved by one place; the same list where it cannot go further. */
export function moved<Item>(items: readonly Item[], index: number, by: -1 | 1): readonly Item[] {
  const to = index + by;
  const item = items[index];
  if (item === undefined || to < 0 || to >= items.length) return items;
  const rest = items.toSpliced(index, 1);
  return rest.toSpliced(to, 0, item);
}

/** The same rule with another kind of test. Conditions are kept where the kinds share them. */
export function withTestKind(test: RuleTestInput, kind: TestKind): RuleTestInput {
  if (testKindOf(test) === kind) return test;
  const match: ClaimMatchInput = test.require ?? test.forbid ?? test.anyOf?.[0] ?? { effects: ["UNDERMINES"] };
  switch (kind) {
    case "require": return { require: match };
    case "forbid": return { forbid: match };
    case "anyOf": return { anyOf: [match] };
    case "level": return { level: "PINNED" };
    case "systemLevel": return { systemLevel: "NAMED" };
    default: return kind satisfies never;
  }
}

/** An object without the members that are empty: no value, an empty text or an empty list. */
export function compact<Shape extends object>(value: Shape): Shape {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined && each !== null && each !== "" && !(Array.isArray(each) && each.length === 0))) as Shape;
}

/** What is wrong at a field, or at one of its values. */
export function problemAt(problems: readonly PolicyProblem[], path: string): string | undefined {
  return problems.find((problem) => problem.path === path || problem.path.startsWith(`${path}[`))?.sentence;
}

/** The id of the field for a path, in a form that an address and a selector take. */
export function fieldId(path: string): string {
  return `field-${path.replaceAll(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "")}`;
}

/** The field that stands for a path: a value of a list has the field of its list. */
export function fieldOfPath(path: string): string {
  return /\.(?:kinds|statuses|effects|issuers|issuerTypes|methods)\[\d+\]$/.test(path) ? path.replace(/\[\d+\]$/, "") : path;
}

/** A path for a person: `Rule 4, test, forbid, kinds`. */
export function placeWords(path: string): string {
  const words = path.replace(/^rules\[(\d+)\]/, (_, index: string) => `Rule ${Number(index) + 1}`).replaceAll(/\[(\d+)\]/g, (_, index: string) => ` ${Number(index) + 1}`).split(".");
  return words.join(", ").replace(/^rules$/, "Rules");
}

/** Lines of a field as values, without empty ones. */
export function linesOf(text: string): readonly string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
