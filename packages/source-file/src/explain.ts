import { z } from "zod";
import { shown, type Mistake } from "./mistakes.ts";
import type { ParsedDocument, Path } from "./parse-document.ts";

type Issue = z.core.$ZodIssue;

/** Most mistakes of one document that are looked for. */
const mostMistakes = 100;

/**
 * Says where in a document what a schema found stands, and what would be right.
 *
 * @param schema the schema that was asked, whose fields are suggested for unknown ones.
 */
export function explain(document: ParsedDocument, issues: readonly Issue[], schema: z.ZodType): readonly Mistake[] {
  return issues.slice(0, mostMistakes).flatMap((issue): readonly Mistake[] => {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => mistakeAt(document, [...path, key], unknownField(key, fieldsAt(schema, path)), "key"));
    return [mistakeAt(document, path, problem(document.value, path, issue.message))];
  });
}

/** A mistake at a path, where that stands. */
export function mistakeAt(document: ParsedDocument, path: Path, message: string, of: "key" | "value" = "value"): Mistake {
  return { ...document.position(path, of), field: fieldName(document.value, path), message };
}

function problem(root: unknown, path: Path, right: string): string {
  const value = valueAt(root, path);
  if (value === undefined) return `is missing; ${right}`;
  if (value === null) return `has no value; ${right}`;
  return `is ${shown(value)}; ${right}`;
}

/** `models[1].parameters (of acme/x)`. */
function fieldName(root: unknown, path: Path): string {
  let field = "";
  for (const step of path) {
    if (typeof step === "number") field += `[${step}]`;
    else field += field === "" ? step : `.${step}`;
  }
  const model = path.findIndex((step) => typeof step === "number");
  const id = model < 0 ? undefined : valueAt(root, [...path.slice(0, model + 1), "id"]);
  return typeof id === "string" && path.at(-1) !== "id" ? `${field} (of ${id.slice(0, 80)})` : field;
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  return value;
}

function unknownField(key: string, fields: readonly string[]): string {
  const close = closest(key, fields);
  const names = fields.length <= 12 ? `; there are ${fields.join(", ")}` : "; leave it out, or put it under details";
  return `is no field of a catalog${close === undefined ? names : `; did you mean ${close}?`}`.replace(/\?$/, "");
}

/** Names of the fields of the object at a path. */
function fieldsAt(schema: z.ZodType, path: Path): readonly string[] {
  let at: z.ZodType | undefined = schema;
  for (const step of path) at = at === undefined ? undefined : inner(at, step);
  const object = at === undefined ? undefined : objectIn(at);
  return object === undefined ? [] : Object.keys(object.shape);
}

function inner(schema: z.ZodType, step: string | number): z.ZodType | undefined {
  const bare = unwrapped(schema);
  if (typeof step === "number") return bare instanceof z.ZodArray ? (bare.element as z.ZodType) : undefined;
  const member: unknown = objectIn(bare)?.shape[step];
  return member instanceof z.ZodType ? member : undefined;
}

function objectIn(schema: z.ZodType): z.ZodObject | undefined {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodObject) return bare;
  return bare instanceof z.ZodUnion ? bare.options.map((option) => objectIn(option as z.ZodType)).find((found) => found !== undefined) : undefined;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}

/** Other names that people use for a field. */
const otherNames: Readonly<Record<string, string>> = {
  licence: "license", context: "contextLength", contextwindow: "contextLength", contexttokens: "contextLength", maxtokens: "contextLength", params: "parameters", size: "parameters",
  parametercount: "parameters", title: "name", author: "publisher", vendor: "publisher", owner: "publisher", organization: "publisher", provider: "publisher",
  summary: "description", lang: "languages", homepage: "url", link: "url", files: "artifacts", prices: "offers", pricing: "offers", benchmarks: "evaluations",
  derivedfrom: "baseModels", parent: "baseModels", parents: "baseModels", same: "sameAs", keywords: "tags", labels: "tags", quantization: "precisions", version: "revision",
  commit: "revision", digest: "sha256", hash: "sha256", input: "inputPrice", output: "outputPrice", score: "value", updated: "updatedAt", created: "createdAt", pipelinetag: "task",
};

function closest(key: string, fields: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const wanted = plain(key);
  const known = fields.find((field) => plain(field) === wanted || plain(field) === `${wanted}s` || `${plain(field)}s` === wanted);
  const other = otherNames[wanted];
  if (known !== undefined) return known;
  if (other !== undefined && fields.includes(other)) return other;
  const near = fields.map((field) => ({ field, steps: distance(wanted, plain(field)) })).toSorted((a, b) => a.steps - b.steps)[0];
  return near !== undefined && near.steps <= Math.max(1, Math.floor(wanted.length / 4)) ? near.field : undefined;
}

/** Characters to insert, remove, replace, or swap with the next (optimal string alignment). */
function distance(left: string, right: string): number {
  const [from, to] = [[...left].slice(0, 60), [...right]];
  const rows = [Array.from({ length: to.length + 1 }, (_, place) => place)];
  const at = (row: number, place: number): number => rows[row]?.[place] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row += 1) {
    rows.push([row]);
    for (let place = 1; place <= to.length; place += 1) {
      const same = from[row - 1] === to[place - 1];
      const swapped = from[row - 1] === to[place - 2] && from[row - 2] === to[place - 1];
      rows[row]?.push(Math.min(at(row - 1, place - 1) + (same ? 0 : 1), at(row - 1, place) + 1, at(row, place - 1) + 1, swapped ? at(row - 2, place - 2) + 1 : Number.POSITIVE_INFINITY));
    }
  }
  return at(from.length, to.length);
}
