import { evaluate, type Scope } from "../mapping/expression.ts";
import type { EntryStatus } from "../mapping/mapping.ts";
import type { Setter, StatusValue } from "../mapping/registry.ts";
import type { Entry } from "./entries.ts";
import { statedText } from "./stated.ts";

/** Whether an entry begins with this event; what was before it does not count. */
export function begins({ event: { does } }: Entry): boolean {
  return does.op === "upsert" && does.first;
}

/** Whether an event alone gives a name. */
export function givesName(entry: Entry): boolean {
  return settersOf(entry).some((setter) => setter.target === "name" && statedText("name", setter.value, scopeOf(entry)) !== undefined);
}

/** The owner that an event alone names. */
export function namesOwner(entry: Entry): string | undefined {
  const setter = settersOf(entry).findLast(({ target }) => target === "owner");
  return setter === undefined ? undefined : statedText("owner", setter.value, scopeOf(entry));
}

/** Whether an event sets the status; one whose text the table does not have changes nothing. */
export function decides(entry: Entry): boolean {
  const { does } = entry.event;
  return does.op === "status" && statusOf(does.value, scopeOf(entry)) !== undefined;
}

/** What a rule sets of the listing's fields. */
export function settersOf({ event: { does } }: Entry): readonly Setter[] {
  return does.op === "upsert" || does.op === "version" ? does.set : [];
}

/** The status that is given, or that a table has for a text. */
export function statusOf(value: StatusValue, scope: Scope): EntryStatus | undefined {
  return typeof value === "string" ? value : value.table.get(evaluate(value.from, scope) ?? "");
}

/** What the expressions of a rule are read from. */
export function scopeOf({ args, key }: Pick<Entry, "args" | "key">): Scope {
  return { args, key };
}
