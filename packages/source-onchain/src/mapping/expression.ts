import { memberAt } from "./exact-json.ts";
import { ExpressionError } from "./expression-error.ts";
import { parseTransform, transformed, type Transform } from "./transforms.ts";
import { valueText } from "./text.ts";

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
  /** Of `out` in a document, which is of no view: place of the read whose result is meant. */
  readonly read?: number;
}

/** What a path is read from: an event's arguments, a view's result, one of an enumeration, an off-chain document, the key. */
export type Root = (typeof roots)[number];

const roots = ["args", "out", "item", "doc", "key"] as const;

/** What paths are read from. */
export interface Scope {
  readonly args?: unknown;
  readonly out?: unknown;
  readonly item?: unknown;
  readonly doc?: unknown;
  readonly key: string;
}

/**
 * Reads an expression, a list of them as the first that has a value.
 *
 * @throws {ExpressionError} with what is wrong.
 */
export function parseExpression(text: string | readonly string[]): ParsedExpression {
  if (typeof text !== "string") return { kind: "first", options: text.map((option) => parseExpression(option)) };
  const quoted = /^"([^"]+)"$/.exec(text)?.[1];
  if (quoted !== undefined) return { kind: "template", parts: [quoted] };
  if (text.includes("{") || text.includes("}")) return { kind: "template", parts: templateParts(text) };
  if (/^(?:(?:args|out|key)(?![\w-])|(?:item|doc)(?=\s*(?:[.|]|$)))/.test(text) || text.includes("|")) return { kind: "path", path: parsePath(text) };
  if (/^[A-Za-z_]\w*(\.\w+)+$/.test(text)) throw new ExpressionError(`${noRoot(text)}; fixed text with dots is written in double quotes: '"${text}"'`);
  return { kind: "template", parts: [text] };
}

/** @throws {ExpressionError} */
export function parsePath(text: string): ParsedPath {
  const [steps = "", ...pipeline] = piped(text);
  const [root = "", ...members] = steps.split(".");
  if (!isRoot(root)) throw new ExpressionError(noRoot(text));
  const step = root === "doc" ? /^[\w@$-]+$/ : /^\w+$/;
  if (members.some((member) => !step.test(member))) throw new ExpressionError(`"${text}" is no path: write names with dots between them, such as args.modelId`);
  if (root === "key" && members.length > 0) throw new ExpressionError(`"${text}" looks into key, which is text`);
  return { root, members, text, transforms: pipeline.map((transform) => parseTransform(transform, text)) };
}

/**
 * Works an expression out.
 *
 * @param fit - makes each value fit to be put into a template; what it has no text for leaves the whole without.
 * @returns text, or `undefined` when a value is missing or has no text.
 */
export function evaluate(expression: ParsedExpression, scope: Scope, fit: (text: string) => string | undefined = (text) => text): string | undefined {
  if (expression.kind === "path") return textAt(expression.path, scope);
  if (expression.kind === "first") {
    for (const option of expression.options) {
      const text = evaluate(option, scope, fit);
      if (text !== undefined && text !== "") return text;
    }
    return undefined;
  }
  let made = "";
  for (const part of expression.parts) {
    const value = typeof part === "string" ? part : textAt(part, scope);
    const text = typeof part === "string" || value === undefined ? value : fit(value);
    if (text === undefined || text === "") return undefined;
    made += text;
  }
  return made;
}

/** The decoded value that a path leads to; `undefined` when there is none. */
export function valueAt(path: ParsedPath, scope: Scope): unknown {
  const value = memberAt(scope[path.root], path.members);
  return path.transforms.reduce((given, transform) => {
    const { decimals } = transform;
    return transformed(given, transform, decimals === undefined ? undefined : memberAt(scope[decimals.root], decimals.members));
  }, value);
}

/** What transforms give is written as they give it; a bare value as `valueText` has it. */
function textAt(path: ParsedPath, scope: Scope): string | undefined {
  const value = valueAt(path, scope);
  return path.transforms.length > 0 && typeof value === "string" ? value : valueText(value);
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

/** Cut at the bars, but not within double quotes: `args.tags | split:"|"`. */
function piped(text: string): readonly string[] {
  return text.split(/\|(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((part) => part.trim());
}

function isRoot(text: string): text is Root {
  return roots.some((root) => root === text);
}

function noRoot(text: string): string {
  return `"${text}" begins with none of ${roots.join(", ")}`;
}
