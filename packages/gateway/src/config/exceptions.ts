import { parseListingKey } from "@modeldex/schema";
import type { Policy, PolicyException } from "@modeldex/trust";
import type { Logger } from "../observe/log.ts";
import { ConfigError } from "./config.ts";
import { objectOf, shown } from "./option-checks.ts";

const fields = ["subject", "rule", "policy", "reason", "by", "until"] as const;
const maxTextLength = 500;

/** What exceptions are held against. */
interface ExceptionGround {
  readonly now: Date;
  readonly log: Pick<Logger, "warn">;
  /** Ids of the configured sources. @default not looked at */
  readonly sources?: readonly string[];
}

/**
 * The operator's exceptions to rules of policies. One that has ended is kept out; that and one about an unknown source are said in the log.
 *
 * @throws {ConfigError} naming the option, and what to write instead.
 */
export function exceptionsOf(definitions: readonly unknown[], policies: readonly Policy[], { now, log, sources }: ExceptionGround): readonly PolicyException[] {
  const exceptions = definitions.map((definition, position) => exceptionOf(definition, `exceptions[${String(position)}]`, policies));
  const hasEnded = ({ until }: PolicyException): boolean => Date.parse(until) <= now.getTime();
  for (const [position, exception] of exceptions.entries()) {
    const source = parseListingKey(exception.subject)?.source;
    if (sources !== undefined && !sources.some((id) => id === source)) log.warn("an exception is about a source that there is not, and never counts", { option: `exceptions[${String(position)}].subject`, subject: exception.subject, sources });
    if (hasEnded(exception)) log.warn("an exception has ended and no longer counts; renew it or take it out", { option: `exceptions[${String(position)}]`, ...exception });
  }
  return exceptions.filter((exception) => !hasEnded(exception));
}

function exceptionOf(definition: unknown, where: string, policies: readonly Policy[]): PolicyException {
  const given = objectOf(definition, where, fields);
  const subject = textOf(given["subject"], `${where}.subject`, 'the key of a listing, such as "hf:org/name", or of one revision of it, "hf:org/name@<commit>"');
  if (parseListingKey(subject) === undefined || subject.includes("*")) {
    throw new ConfigError(`${where}.subject is ${shown(subject)}; write the key of one listing, such as "hf:org/name", or of one revision of it, "hf:org/name@<commit>".`);
  }
  const policy = given["policy"] === undefined ? undefined : policyOf(given["policy"], `${where}.policy`, policies);
  return {
    subject,
    rule: ruleOf(given["rule"], `${where}.rule`, policy === undefined ? policies : [policy]),
    ...(policy === undefined ? {} : { policy: policy.id }),
    reason: textOf(given["reason"], `${where}.reason`, "why the rule does not count, in a sentence"),
    by: textOf(given["by"], `${where}.by`, 'who answers for it, such as "ada@example.org"'),
    until: timeOf(given["until"], `${where}.until`),
  };
}

function policyOf(value: unknown, where: string, policies: readonly Policy[]): Policy {
  const policy = policies.find(({ id }) => id === value);
  if (policy === undefined) throw new ConfigError(`${where} is ${shown(value)}; the policies here are ${policies.map(({ id }) => id).join(", ")}.`);
  return policy;
}

function ruleOf(value: unknown, where: string, policies: readonly Policy[]): string {
  const keys = [...new Set(policies.flatMap(({ rules }) => rules.map(({ key }) => key)))];
  const key = keys.find((each) => each === value);
  if (key === undefined) throw new ConfigError(`${where} is ${shown(value)}; the rules of ${policies.map(({ id }) => id).join(", ")} are ${keys.join(", ")}.`);
  return key;
}

function textOf(value: unknown, where: string, right: string): string {
  if (typeof value === "string" && value.trim() !== "" && value.length <= maxTextLength) return value.trim();
  throw new ConfigError(`${where} is ${shown(value)?.slice(0, 80)}; write ${right}, of at most ${String(maxTextLength)} characters.`);
}

/** A time with its zone, as RFC 3339 has it; a day that there is not is refused rather than moved. */
function timeOf(value: unknown, where: string): string {
  const [, day] = (typeof value === "string" && /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.exec(value)) || [];
  const isDay = day !== undefined && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (!isDay || typeof value !== "string" || Number.isNaN(Date.parse(value))) {
    throw new ConfigError(`${where} is ${shown(value)}; write until when it counts, as a time with its zone, such as "2027-01-31T00:00:00Z".`);
  }
  return new Date(value).toISOString();
}
