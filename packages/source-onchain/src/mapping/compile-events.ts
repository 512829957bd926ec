import { toEventSelector, type AbiEvent } from "viem";
import { formatAbiItem } from "viem/utils";
import type { ReadAbi } from "./abi-schema.ts";
import { resolveArgument } from "./abi-values.ts";
import { compileExpression, compileSet, keyRoot, resolvePath, type Place } from "./compile-expression.ts";
import { compileEventKey, type KeyForms } from "./compile-key.ts";
import { compileRecovery } from "./compile-recovery.ts";
import { checkTexts, compileStatusTable } from "./compile-status.ts";
import { ExpressionError } from "./expression-error.ts";
import { parsePath, type ParsedPath } from "./expression.ts";
import { checkUse } from "./field-types.ts";
import { findItem } from "./find-abi-item.ts";
import type { KeyForm } from "./key.ts";
import type { FileTarget } from "./mapping.ts";
import type { Check, MappingIssue } from "./mapping-issues.ts";
import type { CheckedMapping, CheckedRule } from "./mapping-schema.ts";
import type { Action, EventKey, Recovery, RegistryEvent, StatusValue } from "./registry.ts";

/** A rule whose event was found. */
export interface FoundRule {
  /** Where it stands: `on.ModelAdded`, `on.ModelAdded[1]`. */
  readonly at: string;
  readonly rule: CheckedRule;
  readonly event: AbiEvent;
  readonly recover: readonly Recovery[];
  /** Absent when it was found wrong. */
  readonly key?: { readonly from: EventKey; readonly topic?: number };
}

interface Work {
  readonly mapping: CheckedMapping;
  readonly issues: MappingIssue[];
  readonly check: Check;
}

/** Finds the event, the recovered texts and the key of every rule. */
export function findRules({ events, functions }: ReadAbi, { mapping, issues, check, keys }: Work & { readonly keys: KeyForms }): readonly FoundRule[] {
  const met = new Map<string, string>();
  return Object.entries(mapping.on ?? {}).flatMap(([name, given]): readonly FoundRule[] => {
    const event = check(`on.${name}`, () => findItem(name, events, "event"));
    if (event === undefined) return [];
    const signature = formatAbiItem(event);
    const before = met.get(signature);
    if (before !== undefined) issues.push({ path: `on.${name}`, message: `event ${signature} has a rule already, under ${before}; write several rules of one event as a list` });
    met.set(signature, name);
    return (Array.isArray(given) ? given : [given]).map((rule, index): FoundRule => {
      const at = Array.isArray(given) ? `on.${name}[${index}]` : `on.${name}`;
      const recover = Object.entries(rule.recover ?? {}).flatMap(([argument, source]) => check(`${at}.recover.${argument}`, () => compileRecovery(argument, source, { event, functions })) ?? []);
      const from = rule.key ?? mapping.key.from;
      const keyAt = rule.key === undefined && from !== undefined ? "key.from" : `${at}.key`;
      const key = check(keyAt, () => {
        if (from === undefined) throw new ExpressionError(`nothing says which argument of event ${event.name} is the key; write key.from, or key here`);
        return compileEventKey(from, { event, place: eventPlace({ rule, event, recover }, mapping), as: mapping.key.as });
      });
      const differs = key === undefined ? undefined : keys.add(key.form, `event ${event.name}`);
      if (differs !== undefined) issues.push({ path: keyAt, message: differs });
      return { at, rule, event, recover, ...(key === undefined ? {} : { key }) };
    });
  });
}

/** What each rule does. */
export function compileRules(rules: readonly FoundRule[], { mapping, issues, check, keyForm }: Work & { readonly keyForm: KeyForm | undefined }): readonly RegistryEvent[] {
  if (rules.some(({ rule }) => rule.op === "revoke") && !rules.some(({ rule }) => rule.op === "claim" && rule.id !== undefined)) {
    const revoke = rules.find(({ rule }) => rule.op === "revoke");
    issues.push({ path: `${revoke?.at}.id`, message: "there is no claim with an id that could be revoked; give the claim an id" });
  }
  return rules.flatMap(({ at, rule, event, recover, key }, index): readonly RegistryEvent[] => {
    if (mapping.claimsOn !== undefined && rule.op !== "claim" && rule.op !== "revoke") {
      issues.push({ path: `${at}.op`, message: `with claimsOn the entries are those of "${mapping.claimsOn}", so op must be claim or revoke, not ${rule.op}` });
    }
    const place = eventPlace({ rule, event, recover }, mapping, keyForm);
    const when = Object.entries(rule.when ?? {}).flatMap(([path, text]) => {
      const resolved = check(`${at}.when`, () => {
        const found = resolvePath(parsePath(path), place);
        checkUse(found, "text");
        checkTexts(found, [text]);
        return found;
      });
      return resolved === undefined ? [] : [{ path: resolved.path, text }];
    });
    const does = actionOf(rule, { at, place, check, issues });
    if (key === undefined || does === undefined) return [];
    const { topic } = key;
    return [{
      topic: toEventSelector(event),
      rule: index,
      abi: event,
      signature: formatAbiItem(event),
      keyFrom: key.from,
      ...(topic === undefined ? {} : { keyTopic: topic }),
      when,
      recover,
      does,
    }];
  });
}

/** What an event can be asked for: its arguments, with those that are recovered, and the key. */
function eventPlace({ rule, event, recover }: Pick<FoundRule, "rule" | "event" | "recover">, { enums }: CheckedMapping, keyForm?: KeyForm): Place {
  // One that is wrong has its own issue, and is none of those who name it.
  const given = Object.keys(rule.recover ?? {});
  return {
    roots: {
      args: (path) => {
        const resolved = resolveArgument(path, event);
        const recovered = recover.some(({ argument }) => argument === resolved.path.members[0]) || given.includes(`args.${path.members[0]}`);
        return recovered ? { ...resolved, hashed: false } : resolved;
      },
      ...(keyForm === undefined ? {} : { key: keyRoot(keyForm) }),
    },
    otherwise: "is no argument: in an event write args.<name>",
    enums,
  };
}

/** What can be read in an event that makes or changes an entry, by a path that need not say which one. */
export function argumentOfUpserts(path: ParsedPath, rules: readonly FoundRule[], mapping: CheckedMapping) {
  const made = rules.filter(({ rule }) => rule.op === "upsert" || rule.op === "version");
  const found = made.flatMap((rule) => {
    try {
      return [{ event: rule.event, resolved: eventPlace(rule, mapping).roots.args?.(path) }];
    } catch (error) {
      if (error instanceof ExpressionError) return [];
      throw error;
    }
  });
  const [first] = found;
  if (first?.resolved === undefined) {
    const events = [...new Set(made.map(({ event }) => `${event.name} has ${event.inputs.map(({ name }, index) => `args.${name ?? index}`).join(", ")}`))];
    throw new ExpressionError(`no event that makes an entry has ${[path.root, ...path.members].join(".")}; ${events.length === 0 ? "there is none" : events.join("; ")}`);
  }
  const { resolved } = first;
  if (/^\d+$/.test(resolved.path.members[0] ?? "")) throw new ExpressionError(`${path.text} is read from events by name; give every argument of ${first.event.name} a name in the ABI`);
  const other = found.find((each) => each.resolved?.type.type !== resolved.type.type || each.resolved.path.members.join(".") !== resolved.path.members.join("."));
  if (other !== undefined) throw new ExpressionError(`${path.text} is ${resolved.type.type} in event ${first.event.name} and ${other.resolved?.type.type} in event ${other.event.name}; it must be of one type`);
  return found.find((each) => each.resolved?.hashed === true)?.resolved ?? resolved;
}

function actionOf(rule: CheckedRule, { at, place, check, issues }: { readonly at: string; readonly place: Place; readonly check: Check; readonly issues: MappingIssue[] }): Action | undefined {
  const text = (member: string, given: string | readonly string[], use: "text" | "issuer" = "text") =>
    check(`${at}.${member}`, () => compileExpression(given, { use, place }));
  switch (rule.op) {
    case "upsert":
      return { op: "upsert", first: rule.first ?? false, set: compileSet(rule.set, { at: `${at}.set`, place, check }) };
    case "status": {
      const { value } = rule;
      const status = typeof value === "string" ? value : check(`${at}.value`, (): StatusValue => compileStatusTable(value, place));
      return status === undefined ? undefined : { op: "status", value: status };
    }
    case "file": {
      const id = text("id", rule.id);
      const { removed = false, set = {} } = rule;
      if (removed && Object.keys(set).length > 0) issues.push({ path: `${at}.set`, message: "a file that is removed has no values; leave out set or removed" });
      return id === undefined ? undefined : { op: "file", id, removed, set: fileSetters(set, { at: `${at}.set`, place, check }) };
    }
    case "version": {
      const version = text("version", rule.version);
      const set = compileSet(rule.set, { at: `${at}.set`, place, check });
      return version === undefined ? undefined : { op: "version", version, set };
    }
    case "claim": {
      const id = rule.id === undefined ? undefined : text("id", rule.id);
      const [statement, issuer] = [text("statement", rule.statement), text("issuer", rule.issuer, "issuer")];
      const value = Object.entries(rule.value ?? {}).flatMap(([name, given]) => {
        const compiled = text(`value.${name}`, given);
        return compiled === undefined ? [] : [{ name, value: compiled }];
      });
      if (statement === undefined || issuer === undefined) return undefined;
      return { op: "claim", ...(id === undefined ? {} : { id }), kindUri: rule.kindUri, statement, issuer, value };
    }
    case "revoke": {
      const id = text("id", rule.id);
      return id === undefined ? undefined : { op: "revoke", id };
    }
    default:
      return rule satisfies never;
  }
}

function fileSetters(
  set: Readonly<Record<string, string | readonly string[] | undefined>>,
  { at, place, check }: { readonly at: string; readonly place: Place; readonly check: Check },
): Extract<Action, { op: "file" }>["set"] {
  return Object.entries(set).flatMap(([name, given]) => {
    if (given === undefined) return [];
    // The schema of the mapping has checked the names of the targets.
    const target = name as FileTarget;
    const value = check(`${at}.${target}`, () => compileExpression(given, { use: target === "format" ? "text" : `artifact.${target}`, place }));
    return value === undefined ? [] : [{ target, value }];
  });
}
