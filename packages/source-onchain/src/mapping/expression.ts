import { hexToBytes, isHex } from "viem";
import { valueText } from "../record/text.ts";

/** A parsed expression; see `Expression`. */
export type ParsedExpression =
  | { readonly kind: "path"; readonly path: ParsedPath }
  | { readonly kind: "template"; readonly parts: readonly (string | ParsedPath)[] }
  /** The first of them that has a value. */
  | { readonly kind: "first"; readonly options: readonly ParsedExpression[] };

export interface ParsedPath {
  readonly root: Root;
  readonly members: readonly string[];
  /** In the order in which they are applied. */
  readonly transforms: readonly Transform[];
  /** As written. */
  readonly text: string;
}

/** What a path is read from: an event's arguments, a view's result, one of an enumeration, an off-chain document, the key. */
export type Root = "args" | "out" | "item" | "doc" | "key";

export type Transform = { readonly kind: "utf8" | "model-name" } | { readonly kind: "json"; readonly member: string };

/** What paths are read from. */
export interface Scope {
  readonly args?: unknown;
  readonly out?: unknown;
  readonly item?: unknown;
  readonly doc?: unknown;
  readonly key: string;
}

/**
 * Reads an expression.
 *
 * @throws {ExpressionError} with what is wrong.
 */
export function parseExpression(text: string): ParsedExpression {
  if (text.includes("{") || text.includes("}")) return { kind: "template", parts: templateParts(text) };
  if (/^(args|out|key)(?![\w-])/.test(text) || text.includes("|")) return { kind: "path", path: parsePath(text) };
  if (/^[A-Za-z_]\w*(\.\w+)+$/.test(text)) throw new ExpressionError(`"${text}" begins with none of args, out, key`);
  return { kind: "template", parts: [text] };
}

/** Why a text is no expression. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

/** @throws {ExpressionError} */
export function parsePath(text: string): ParsedPath {
  const [steps = "", transform, ...more] = text.split("|").map((part) => part.trim());
  if (more.length > 0) throw new ExpressionError(`"${text}" has more than one transform`);
  const [root, ...members] = steps.split(".");
  if (root !== "args" && root !== "out" && root !== "key") throw new ExpressionError(`"${text}" begins with none of args, out, key`);
  if (members.some((member) => !/^\w+$/.test(member))) throw new ExpressionError(`"${text}" is no path: write names with dots between them, such as args.modelId`);
  if (root === "key" && members.length > 0) throw new ExpressionError(`"${text}" looks into key, which is text`);
  return { root, members, text, transforms: transform === undefined ? [] : [parseTransform(transform, text)] };
}

/**
 * Works an expression out.
 *
 * @param fit - makes each value fit to be put into a template; what it has no text for leaves the whole without.
 * @returns text, or `undefined` when a value is missing or has no text.
 */
export function evaluate(expression: ParsedExpression, scope: Scope, fit: (text: string) => string | undefined = (text) => text): string | undefined {
  if (expression.kind === "path") return valueText(valueAt(expression.path, scope));
  if (expression.kind === "first") {
    for (const option of expression.options) {
      const text = evaluate(option, scope, fit);
      if (text !== undefined && text !== "") return text;
    }
    return undefined;
  }
  let made = "";
  for (const part of expression.parts) {
    const value = typeof part === "string" ? part : valueText(valueAt(part, scope));
    const text = typeof part === "string" || value === undefined ? value : fit(value);
    if (text === undefined || text === "") return undefined;
    made += text;
  }
  return made;
}

/** The decoded value that a path leads to; `undefined` when there is none. */
export function valueAt(path: ParsedPath, scope: Scope): unknown {
  let value: unknown = scope[path.root];
  for (const member of path.members) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, member)) return undefined;
    value = Object.entries(value).find(([name]) => name === member)?.[1];
  }
  return path.transforms.reduce((given, transform) => transformed(given, transform), value);
}

function transformed(value: unknown, transform: Transform): unknown {
  const text = bytesText(value);
  if (text === undefined) return undefined;
  switch (transform.kind) {
    case "utf8":
      return text;
    case "model-name":
      return modelName(text);
    case "json":
      return jsonMember(text, transform.member);
    default:
      return transform satisfies never;
  }
}

function templateParts(text: string): readonly (string | ParsedPath)[] {
  const parts: (string | ParsedPath)[] = [];
  for (const [, placeholder, fixed] of text.matchAll(/\{([^{}]*)\}|([^{}]+|[{}])/g)) {
    if (placeholder !== undefined) parts.push(parsePath(placeholder));
    else if (fixed === "{" || fixed === "}") throw new ExpressionError(`"${text}" has a brace without its partner`);
    else if (fixed !== undefined) parts.push(fixed);
  }
  return parts;
}

function parseTransform(transform: string, text: string): Transform {
  if (transform === "utf8" || transform === "model-name") return { kind: transform };
  const member = /^json:(\w+)$/.exec(transform)?.[1];
  if (member !== undefined) return { kind: "json", member };
  throw new ExpressionError(`"${text}" has the transform "${transform}"; there are utf8, model-name and json:<member>`);
}

/** Bytes as UTF-8 (invalid sequences become U+FFFD), without the zeros that fill up a bytes32. */
function bytesText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (!isHex(value)) return value;
  return new TextDecoder().decode(hexToBytes(value)).replace(/\u0000+$/, "");
}

/** Of a purl, `pkg:<type>/<namespace>/<name>@<version>`, namespace and name; other text is its own name. */
function modelName(text: string): string {
  const path = /^pkg:[a-z][a-z0-9.+-]*\/([^@?#]+)/.exec(text)?.[1];
  if (path === undefined) return text;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function jsonMember(text: string, member: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // Anybody writes these bytes; what is no JSON has no members.
    return undefined;
  }
  if (typeof document !== "object" || document === null || !Object.hasOwn(document, member)) return undefined;
  return Object.entries(document).find(([name]) => name === member)?.[1];
}
