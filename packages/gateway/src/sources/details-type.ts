import type { DetailScalar, DetailsType } from "@modeldex/plugin-kit";
import { finalities } from "@modeldex/schema";
import { isObject, json, list, oneOf, toWrite, wanting, type Clean } from "./clean.ts";
import { anyDigest, boolean, dateTime, finite, text, url } from "./clean-values.ts";

const integer = (limit: number): Clean<number> => wanting(`a whole number, at most ${limit} from 0`, (value) => (typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= limit ? value : undefined));

const scalars: Readonly<Record<DetailScalar, Clean<unknown>>> = {
  String: text(16_384),
  Int: integer(2 ** 31 - 1),
  SafeInt: integer(Number.MAX_SAFE_INTEGER),
  Float: finite,
  Boolean: boolean,
  DateTime: dateTime,
  URL: url,
  Digest: anyDigest,
  JSON: json,
  Finality: oneOf(finalities),
};

/** @returns what is wrong with a declaration of details, one sentence each; empty when nothing is. */
export function checkDetails(value: unknown): string[] {
  const fields = isObject(value) ? value["fields"] : undefined;
  if (!isObject(value) || !isObject(fields)) return ["its details must be { typeName, fields: { name: [type, description] } }."];
  const problems: string[] = [];
  const { typeName } = value;
  if (typeof typeName !== "string" || !/^[A-Z][A-Za-z0-9]{1,60}$/.test(typeName)) {
    problems.push("the typeName of its details must be in PascalCase, such as \"HuggingFaceDetails\".");
  }
  if (Object.keys(fields).length === 0) problems.push("its details declare no field; leave details out.");
  for (const [field, declaration] of Object.entries(fields)) {
    if (!/^[a-z][A-Za-z0-9]{0,60}$/.test(field)) problems.push(`the field ${field} of its details must be in camelCase.`);
    const [type, description] = Array.isArray(declaration) ? (declaration as unknown[]) : [];
    if (typeof type !== "string" || readType(type) === undefined) {
      problems.push(`the field ${field} of its details must have a type such as "String", "Int!" or "[URL!]", made of ${Object.keys(scalars).join(", ")}.`);
    }
    if (typeof description !== "string" || description.trim() === "") problems.push(`the field ${field} of its details must have a description as its second element.`);
  }
  return problems;
}

/** Whether two declarations have the same fields of the same types. */
export function sameDetails(left: DetailsType, right: DetailsType): boolean {
  const shape = (details: DetailsType) => Object.entries(details.fields).map(([field, [type]]) => `${field}: ${type}`).toSorted().join();
  return shape(left) === shape(right);
}

/**
 * Keeps the declared fields with values of the declared types. Without a field that is declared as never null there are no details at all.
 * Without a declaration: any JSON of bounded size.
 */
export function detailsCleaner(details: DetailsType | undefined): Clean<Readonly<Record<string, unknown>>> {
  if (details === undefined) return (value, note) => {
    const kept = isObject(value) ? json(value, note) : undefined;
    return isObject(kept) ? kept : undefined;
  };
  const fields = Object.entries(details.fields).map(([field, [type]]) => ({ field, ...(readType(type) ?? unusable) }));
  return (value, note) => {
    if (!isObject(value)) return undefined;
    const kept: Record<string, unknown> = {};
    for (const { field, clean, required } of fields) {
      const given = value[field];
      const cleaned = given === undefined || given === null ? undefined : clean(given, note);
      if (cleaned !== undefined) kept[field] = cleaned;
      else if (required) return undefined;
      else if (given !== undefined && given !== null) note(`details.${field}`, toWrite(clean));
    }
    return kept;
  };
}

interface ReadType {
  readonly clean: Clean<unknown>;
  readonly required: boolean;
}

const unusable: ReadType = { clean: () => undefined, required: false };

function readType(type: string): ReadType | undefined {
  const match = /^(\[)?([A-Za-z]+)(!\])?(!)?$/.exec(type);
  const scalar = match?.[2];
  if (scalar === undefined || (match?.[1] === undefined) !== (match?.[3] === undefined) || !Object.hasOwn(scalars, scalar)) return undefined;
  const clean = scalars[scalar as DetailScalar];
  return { clean: match?.[1] === undefined ? clean : list("details", clean, 1_000), required: match?.[4] === "!" };
}
