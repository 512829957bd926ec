import type { AbiParameter } from "viem";
import type { ResolvedPath } from "./abi-values.ts";
import { ExpressionError } from "./expression-error.ts";
import { parseExpression, parsePath, type ParsedExpression, type ParsedPath, type Root } from "./expression.ts";
import { checkUse, type Use } from "./field-types.ts";
import type { KeyForm } from "./key.ts";
import type { CheckedMapping, CheckedSet } from "./mapping-schema.ts";
import type { Target } from "./mapping.ts";
import type { Check } from "./mapping-issues.ts";
import type { Setter } from "./registry.ts";
import { definitionOf, transformText, type Transform } from "./transforms.ts";
import { classNames, isOf, typeName, unknownType } from "./value-types.ts";

/** Where an expression stands: what it may be read from there. */
export interface Place {
  /** How a path is followed, by its root; without a row it cannot be read here. */
  readonly roots: { readonly [R in Root]?: (path: ParsedPath) => ResolvedPath };
  /** End of the sentence about another root: `is no argument: in an event write args.<name>`. */
  readonly otherwise: string;
  readonly enums: CheckedMapping["enums"];
}

/**
 * Reads an expression and checks each of its paths: that it leads to something, that its transforms fit to it and to each other, and that the
 * result can be what it is used for.
 *
 * @throws {ExpressionError}
 */
export function compileExpression(given: string | readonly string[], { use, place }: { readonly use: Use; readonly place: Place }): ParsedExpression {
  return compiled(parseExpression(given), use, place);
}

function compiled(parsed: ParsedExpression, use: Use, place: Place): ParsedExpression {
  switch (parsed.kind) {
    case "first":
      return { kind: "first", options: parsed.options.map((option) => compiled(option, use, place)) };
    case "path":
      return { kind: "path", path: usable(parsed.path, use, place) };
    case "template":
      return { kind: "template", parts: parsed.parts.map((part) => (typeof part === "string" ? part : usable(part, "text", place))) };
    default:
      return parsed satisfies never;
  }
}

/** The setters of a `set`, each with its own issue. */
export function compileSet(set: CheckedSet | undefined, { at, place, check }: { readonly at: string; readonly place: Place; readonly check: Check }): readonly Setter[] {
  return Object.entries(set ?? {}).flatMap(([name, given]): readonly Setter[] => {
    // The schema of the mapping has checked the names of the targets.
    const target = name as Target | `extra.${string}`;
    const { reference, relation = "REGISTERED" } = typeof given === "string" || !("reference" in given) ? { reference: given } : given;
    const value = check(`${at}.${name}`, () => compileExpression(reference, { use: target, place }));
    if (value === undefined) return [];
    return target === "link" ? [{ target, value, relation }] : [{ target, value }];
  });
}

/**
 * Follows a path to its end and through its transforms.
 *
 * @returns with the type of what comes out.
 * @throws {ExpressionError}
 */
export function resolvePath(text: string | ParsedPath, place: Place): ResolvedPath {
  const path = typeof text === "string" ? parsePath(text) : text;
  const follow = place.roots[path.root];
  if (follow === undefined) throw new ExpressionError(`"${path.text}" ${place.otherwise}`);
  let resolved = follow(path);
  const transforms: Transform[] = [];
  for (const transform of path.transforms) {
    if (isTopicHash(resolved, transform)) {
      // The log has this hash already.
      resolved = { ...resolved, type: { type: "bytes32" }, hashed: false };
      continue;
    }
    const { type, ...ready } = readyTransform(transform, resolved, place);
    transforms.push({ ...ready, type: resolved.type.type });
    resolved = { ...resolved, type };
  }
  return { ...resolved, path: { ...resolved.path, transforms } };
}

/** How `key` is followed: bare it is text, to transforms it is of its type. */
export function keyRoot(form: KeyForm | undefined): (path: ParsedPath) => ResolvedPath {
  return (path) => ({ path, type: { type: path.transforms.length === 0 ? "string" : (form?.type ?? "string") }, indexed: false, hashed: false });
}

function usable(path: ParsedPath, use: Use, place: Place): ParsedPath {
  const resolved = resolvePath(path, place);
  checkUse(resolved, use);
  return resolved.path;
}

/** `string indexed | keccak256`: what the topic is. */
function isTopicHash({ hashed, type, path }: ResolvedPath, { name }: Transform): boolean {
  return hashed && name === "keccak256" && path.members.length === 1 && (type.type === "string" || type.type === "bytes");
}

function readyTransform(transform: Transform, given: ResolvedPath, place: Place): Omit<Transform, "type"> & { readonly type: AbiParameter } {
  const { name } = transform;
  const { type } = given.type;
  const { takes, gives } = definitionOf(name);
  const signed = name === "hex" && type.startsWith("int");
  // What comes is a hash; the check of the result says so.
  if (!given.hashed && (signed || !takes.some((each) => isOf(type, each)))) {
    throw new ExpressionError(`"${given.path.text}" uses ${name} on ${typeName(given.type)}; it is for ${signed ? "unsigned integers, bytes or an address" : classNames(takes)}`);
  }
  const made = { ...transform, type: { type: gives } };
  if (name === "enum") return { ...made, table: tableOf(transform, given, place) };
  return transform.decimals === undefined ? made : { ...made, decimals: decimalsOf(transform, given, place) };
}

function tableOf({ argument = "" }: Transform, { path, type }: ResolvedPath, { enums = {} }: Place): ReadonlyMap<string, string> {
  const table = Object.hasOwn(enums, argument) ? enums[argument] : undefined;
  const available = Object.keys(enums);
  if (table === undefined) throw new ExpressionError(`"${path.text}" names the table ${argument}; enums has ${available.length === 0 ? "none" : available.join(", ")}`);
  if (!Array.isArray(table)) return new Map(Object.entries(table));
  if (isOf(type.type, "integer")) return new Map(table.map((text, index) => [`${index}`, text]));
  throw new ExpressionError(`"${path.text}" looks ${typeName(type)} up in ${argument}, which is a list by index; write it as an object by text`);
}

function decimalsOf(transform: Transform, { path }: ResolvedPath, place: Place): NonNullable<Transform["decimals"]> {
  const text = transform.argument ?? "";
  if (transform.decimals?.root !== path.root) throw new ExpressionError(`"${path.text}" takes its decimals from ${text}; they must be beside the value, at ${path.root}.<name>`);
  const resolved = resolvePath(text, place);
  if (!isOf(resolved.type.type, "integer")) throw new ExpressionError(`"${path.text}" takes its decimals from ${text}, which is ${typeName(resolved.type)}; a number of decimals is an integer`);
  if (resolved.path.read !== path.read) throw new ExpressionError(`"${path.text}" takes its decimals from ${text}, which is of another read`);
  return { root: transform.decimals.root, members: resolved.path.members };
}

/** The texts that a path can have, where they are known: those of an `enum`, and of a bool. */
export function possibleTexts({ path, type }: ResolvedPath): readonly string[] | undefined {
  const last = path.transforms.at(-1);
  if (last?.name === "enum" && last.table !== undefined) return [...last.table.values()];
  return last === undefined && type.type === "bool" ? ["true", "false"] : undefined;
}

/** Whether a whole expression is one path, and of which type its value is; a template is text. */
export function typedExpression(text: string, place: Place): { readonly expression: ParsedExpression; readonly type: string; readonly resolved?: ResolvedPath } {
  const parsed = parseExpression(text);
  if (parsed.kind !== "path") return { expression: compileExpression(text, { use: "text", place }), type: "string" };
  const resolved = resolvePath(parsed.path, place);
  return { expression: { kind: "path", path: resolved.path }, type: resolved.type.type, resolved };
}

/** A document's members have no type. */
export function documentRoot(path: ParsedPath): ResolvedPath {
  return { path, type: { type: unknownType }, indexed: false, hashed: false };
}

/** How a transform of a path is written. */
export function lastTransform({ path }: ResolvedPath): string {
  const last = path.transforms.at(-1);
  return last === undefined ? path.text : transformText(last);
}
