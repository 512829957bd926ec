import type { ModelFilter, Range } from "@modeldex/catalog";
import { badInput } from "./errors.ts";
import { baseModelsOf, languagesOf, licenseOf } from "./filter-values.ts";
import type { ReadReference } from "./filter-values.ts";

const mostValues = 100;
const deepest = 5;

type Input = Readonly<Record<string, unknown>>;

/** What values of a filter are read with. */
export interface FilterGround {
  readonly sourceIds: readonly string[];
  readonly read: ReadReference;
}

/** Reads a ModelFilterInput; nulls are as if left out. */
export function filterOf(input: Input | null | undefined, ground: FilterGround): ModelFilter {
  return read(input ?? {}, "filter", 0, ground);
}

/** A filter in the shape of ModelFilterInput. */
export function filterInput(filter: ModelFilter): Input {
  const { createdAt, updatedAt, ...rest } = filter;
  return { ...rest, ...(createdAt && { createdAt: timeRange(createdAt) }), ...(updatedAt && { updatedAt: timeRange(updatedAt) }) };
}

function read(input: Input, where: string, depth: number, ground: FilterGround): ModelFilter {
  if (depth > deepest) throw badInput(where, `nests deeper than ${deepest}; write the conditions side by side.`);
  return Object.fromEntries(Object.entries(input).flatMap(([field, value]) => {
    if (value === null || value === undefined) return [];
    return [[field, member(field, value, `${where}.${field}`, depth, ground)]];
  })) as ModelFilter;
}

function member(field: string, value: unknown, where: string, depth: number, ground: FilterGround): unknown {
  switch (field) {
    case "all": case "any": return list(value, where).map((inner, place) => read(inner as Input, `${where}[${place}]`, depth + 1, ground));
    case "not": return read(value as Input, where, depth + 1, ground);
    case "hasOffer": case "hasWeights": case "hasCard": return value;
    case "inputPrice": case "outputPrice": case "parameters": case "contextLength": case "downloads30d": return numberRange(value as Input, where);
    case "createdAt": case "updatedAt": return dateRange(value as Input, where);
    case "publishers": return list(value, where).map((id) => (String(id).startsWith("publisher:") ? String(id) : `publisher:${String(id)}`).toLowerCase());
    case "sources": return list(value, where).map((id) => knownSource(String(id), where, ground.sourceIds));
    case "languages": return list(value, where).flatMap((text) => languagesOf(String(text), where));
    case "licenses": return list(value, where).map((text) => licenseOf(String(text), where));
    case "trust": return list(value, where).map((predicate, place) => claimPredicate(predicate as Input, `${where}[${place}]`));
    case "baseModels": return list(value, where).flatMap((text) => baseModelsOf(String(text), ground.read));
    default: return list(value, where);
  }
}

/** One that restricts nothing is a mistake: a kind that nobody has checked has a status too. */
function claimPredicate({ kind, statuses, effects }: Input, where: string): Input {
  if ((statuses ?? effects ?? undefined) === undefined) throw badInput(where, "has neither `statuses` nor `effects`, so that every model meets it; give one of them.");
  const given = (values: unknown, name: string) => (values === null || values === undefined ? {} : { [name]: list(values, `${where}.${name}`) });
  return { kind, ...given(statuses, "statuses"), ...given(effects, "effects") };
}

function list(value: unknown, where: string): readonly unknown[] {
  const values = value as readonly unknown[];
  if (values.length > mostValues) throw badInput(where, `has ${values.length} values; at most ${mostValues} are read.`);
  if (values.length === 0) throw badInput(where, "is an empty list, which nothing can meet; leave it out.");
  return values;
}

function knownSource(id: string, where: string, sourceIds: readonly string[]): string {
  if (!sourceIds.includes(id)) throw badInput(where, `has "${id}"; the sources here are ${sourceIds.join(", ") || "none"}.`);
  return id;
}

function numberRange({ min, max }: Input, where: string): Range {
  return range(min as number | null | undefined, max as number | null | undefined, where, "min", "max");
}

function dateRange({ from, to }: Input, where: string): Range {
  const ms = (value: unknown): number | undefined => (typeof value === "string" ? Date.parse(value) : undefined);
  return range(ms(from), ms(to), where, "from", "to");
}

function range(min: number | null | undefined, max: number | null | undefined, where: string, low: string, high: string): Range {
  const from = min ?? undefined;
  const to = max ?? undefined;
  if (from === undefined && to === undefined) throw badInput(where, `has neither \`${low}\` nor \`${high}\`; give one of them, or leave the range out.`);
  if (from !== undefined && to !== undefined && from > to) throw badInput(where, `has \`${low}\` above \`${high}\`; turn them round.`);
  return { ...(from !== undefined && { min: from }), ...(to !== undefined && { max: to }) };
}

function timeRange({ min, max }: Range): Input {
  return { ...(min !== undefined && { from: new Date(min).toISOString() }), ...(max !== undefined && { to: new Date(max).toISOString() }) };
}
