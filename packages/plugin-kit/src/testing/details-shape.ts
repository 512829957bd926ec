import { finalities } from "@modeldex/schema";
import type { DetailField, DetailScalar, DetailsType } from "../source.ts";
import { problem, shown, type SourceProblem } from "./problems.ts";
import { isHttpUrl, isTime, json, type Shape } from "./shape.ts";

/** The details of a record: the declared fields with values of their types; any JSON when none are declared. */
export function detailsShape(type: DetailsType | undefined): Shape {
  return function* (value, at) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      yield problem("details", `${at} is ${shown(value)}; write an object`);
      return;
    }
    if (type === undefined) {
      yield* json(value, at);
      return;
    }
    for (const [name, [field]] of Object.entries(type.fields)) {
      if (field.endsWith("!") && !Object.hasOwn(value, name)) {
        yield problem("details", `${at}.${name} is missing; it is declared as ${field}, so give it or declare it without the !`);
      }
    }
    for (const [name, entry] of Object.entries(value)) {
      const field = type.fields[name]?.[0];
      if (field === undefined) yield problem("details", `${at}.${name} is not declared; add it to details.fields or leave it out`);
      else if (entry === undefined || entry === null) yield problem("absence", `${at}.${name} is ${shown(entry)}; leave it out when the source does not say`);
      else if (!fits(field, entry)) yield problem("details", `${at}.${name} is ${shown(entry)}; it is declared as ${field}`);
    }
  };
}

/** What is wrong with a declaration of details. */
export function* detailsProblems(type: DetailsType): Iterable<SourceProblem> {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(type.typeName)) {
    yield problem("declaration", `details.typeName is ${shown(type.typeName)}; write a name such as AcmeDetails`);
  }
  const fields = Object.entries(type.fields);
  if (fields.length === 0) yield problem("declaration", "details.fields is empty; declare a field, or leave details out");
  for (const [name, declared] of fields) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) yield problem("declaration", `details.fields has ${shown(name)}; write names in camelCase`);
    const [field, description]: readonly unknown[] = Array.isArray(declared) ? declared : [];
    if (typeof field !== "string" || !fieldPattern.test(field)) {
      yield problem("declaration", `details.fields.${name} has the type ${shown(field)}; write one of ${Object.keys(scalars).join(", ")}, with ! or as [String!]`);
    }
    if (typeof description !== "string" || description.trim() === "") {
      yield problem("declaration", `details.fields.${name} has no description; write one, it becomes public documentation`);
    }
  }
}

const scalars: Readonly<Record<DetailScalar, (value: unknown) => boolean>> = {
  String: (value) => typeof value === "string" && value !== "",
  Int: (value) => typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 31,
  SafeInt: (value) => Number.isSafeInteger(value),
  Float: (value) => typeof value === "number" && Number.isFinite(value),
  Boolean: (value) => typeof value === "boolean",
  DateTime: (value) => typeof value === "string" && isTime(value),
  URL: (value) => typeof value === "string" && isHttpUrl(value),
  Digest: (value) => typeof value === "string" && /^[a-z][a-z0-9-]*:\S+$/.test(value),
  JSON: (value) => [...json(value, "")].length === 0,
  Finality: (value) => finalities.some((finality) => finality === value),
};

const fieldPattern = new RegExp(`^(?:(?:${Object.keys(scalars).join("|")})!?|\\[(?:${Object.keys(scalars).join("|")})!\\]!?)$`);

function fits(field: DetailField, value: unknown): boolean {
  const name = /[A-Za-z]+/.exec(field)?.[0];
  const accepts = Object.entries(scalars).find(([scalar]) => scalar === name)?.[1];
  // What is wrong with the declaration is told once, there.
  if (accepts === undefined) return true;
  return field.startsWith("[") ? Array.isArray(value) && value.every(accepts) : accepts(value);
}
