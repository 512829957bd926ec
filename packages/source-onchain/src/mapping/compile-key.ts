import type { AbiEvent } from "viem";
import { compileExpression, resolvePath, typedExpression, type Place } from "./compile-expression.ts";
import { ExpressionError } from "./expression-error.ts";
import type { ParsedExpression, ParsedPath } from "./expression.ts";
import { refuseHash } from "./field-types.ts";
import { keyFormOf, type KeyForm } from "./key.ts";
import type { MappingIssue } from "./mapping-issues.ts";
import type { EventKey } from "./registry.ts";
import { typeName } from "./value-types.ts";

type KeyAs = KeyForm["as"] | undefined;

/**
 * The key of an event: a path, or a template of several values.
 *
 * @returns `topic`: 1 to 3 when a filter can ask for it.
 * @throws {ExpressionError}
 */
export function compileEventKey(
  from: string,
  { event, place, as }: { readonly event: AbiEvent; readonly place: Place; readonly as: KeyAs },
): { readonly from: EventKey; readonly form: KeyForm; readonly topic?: number } {
  if (/[{}]/.test(from)) return { from: composedKey(from, place), form: formOf(from, "string", as) };
  const resolved = resolvePath(from, place);
  refuseHash(resolved);
  const form = formOf(from, resolved.type.type, as);
  const index = event.inputs.findIndex((input, at) => input.name === resolved.path.members[0] || `${at}` === resolved.path.members[0]);
  const topic = event.inputs.slice(0, index + 1).filter((input) => input.indexed === true).length;
  return { from: { kind: "path", path: resolved.path }, form, ...(resolved.indexed && isTopic(resolved.path, event.inputs[index]?.type) ? { topic } : {}) };
}

/** Values with a text between every two, so that two entries never have one key. */
function composedKey(from: string, place: Place): EventKey {
  const expression = compileExpression(from, { use: "text", place });
  if (expression.kind !== "template" || expression.parts.every((part) => typeof part === "string")) throw new ExpressionError(`"${from}" is no template of values, such as {args.id}~{args.version}`);
  if (expression.parts.some((part, index) => typeof part !== "string" && index > 0 && typeof expression.parts[index - 1] !== "string")) {
    throw new ExpressionError(`"${from}" has nothing between two of its values, so that other values make the same key; write a text there, such as ~`);
  }
  return expression;
}

/**
 * The key of an item of an enumeration, also as a template of several values.
 *
 * @throws {ExpressionError}
 */
export function compileItemKey(from: string, { place, as }: { readonly place: Place; readonly as: KeyAs }): { readonly expression: ParsedExpression; readonly form: KeyForm } {
  const { expression, type, resolved } = typedExpression(from, place);
  if (resolved !== undefined && type.startsWith("tuple")) throw new ExpressionError(`${from} is ${typeName({ type })}; write which of its fields is the key, such as key: "item.id"`);
  return { expression, form: formOf(from, type, as) };
}

/** Takes the form of each key of a mapping; another type than before is an issue. */
export class KeyForms {
  form: KeyForm | undefined;
  #first = "";

  add(form: KeyForm, what: string): MappingIssue["message"] | undefined {
    if (this.form === undefined) {
      this.form = form;
      this.#first = what;
    }
    if (this.form.type === form.type) return undefined;
    return `the key is ${form.type} in ${what} and ${this.form.type} in ${this.#first}; all must have one type`;
  }
}

function formOf(from: string, type: string, as: KeyAs): KeyForm {
  const form = keyFormOf({ type });
  if (form === undefined) throw new ExpressionError(`${from} is ${typeName({ type })}, which makes no key; a key is an integer, bytes1 to bytes32, an address or a string`);
  if (as !== undefined && as !== form.as) throw new ExpressionError(`${from} is ${form.type}, whose keys are written as "${form.as}", not as "${as}"`);
  return form;
}

/** As it is; or the hash of a text, which is what its topic is. */
function isTopic({ transforms }: ParsedPath, type: string | undefined): boolean {
  return transforms.length === 0 || (transforms.length === 1 && transforms[0]?.name === "keccak256" && type === "string");
}
