import type { AbiEvent, AbiFunction, AbiParameter } from "viem";
import { ExpressionError } from "./expression-error.ts";
import type { ParsedPath } from "./expression.ts";
import { typeName } from "./value-types.ts";

/** Where a path ends: the type there, and the steps that lead there in what viem decodes (names, or indexes where one name is missing). */
export interface ResolvedPath {
  readonly path: ParsedPath;
  readonly type: AbiParameter;
  readonly indexed: boolean;
  /** The log has only the keccak256 hash of it: `string`, `bytes`, list or struct, indexed. */
  readonly hashed: boolean;
}

/**
 * Follows a path into the arguments of an event.
 *
 * @throws {ExpressionError} there is no such argument; the message has those that there are.
 */
export function resolveArgument(path: ParsedPath, event: AbiEvent): ResolvedPath {
  const [first, ...rest] = path.members;
  const available = `event ${event.name} has ${listed(event.inputs, "args")}`;
  if (first === undefined) throw new ExpressionError(`"${path.text}" names no argument; ${available}`);
  const found = memberOf(event.inputs, first);
  if (found === undefined) throw new ExpressionError(`there is no ${path.root}.${first}; ${available}`);
  const inner = resolveMembers(found.parameter, rest, `${path.root}.${first}`);
  const indexed = event.inputs[found.index]?.indexed === true;
  const hashed = indexed && !/^(?:u?int\d*|bytes\d+|address|bool)$/.test(found.parameter.type);
  return { path: { ...path, members: [found.step, ...inner.steps] }, type: inner.type, indexed, hashed };
}

/**
 * Follows a path into the result of a view: a single output is `out` itself (`item`, of a view that gives one of an enumeration), several are
 * `out.<name>`.
 *
 * @throws {ExpressionError} there is no such output; the message has those that there are.
 */
export function resolveOutput(path: ParsedPath, view: AbiFunction): ResolvedPath {
  const { root } = path;
  const [only, second] = view.outputs;
  if (only === undefined) throw new ExpressionError(`function ${view.name} returns nothing`);
  if (second === undefined) {
    // One named output that is no struct may also be called by its name.
    const members = !isStruct(only) && only.name !== undefined && path.members[0] === only.name ? path.members.slice(1) : path.members;
    return resolveWithin(path, { type: only, members });
  }
  const [first, ...rest] = path.members;
  const available = `function ${view.name} returns ${listed(view.outputs, root)}`;
  const found = first === undefined ? undefined : memberOf(view.outputs, first);
  if (found === undefined) throw new ExpressionError(`there is no ${[root, ...path.members].join(".")}; ${available}`);
  const inner = resolveMembers(found.parameter, rest, `${root}.${first}`);
  return { path: { ...path, members: [`${found.index}`, ...inner.steps] }, type: inner.type, indexed: false, hashed: false };
}

/**
 * Follows a path into a value of some type.
 *
 * @throws {ExpressionError} it has no such member.
 */
export function resolveWithin(path: ParsedPath, { type, members = path.members }: { readonly type: AbiParameter; readonly members?: readonly string[] }): ResolvedPath {
  const inner = resolveMembers(type, members, path.root);
  return { path: { ...path, members: inner.steps }, type: inner.type, indexed: false, hashed: false };
}

/** Follows names or indexes into the inputs of a function, as viem decodes calldata: a list, then members. */
export function resolveInput(text: string, { name, inputs }: AbiFunction): { readonly type: AbiParameter; readonly steps: readonly string[] } {
  const [first = "", ...rest] = text.split(".");
  const found = memberOf(inputs, first);
  if (found === undefined) throw new ExpressionError(`function ${name} has no argument ${first}; it has ${listed(inputs, "")}`);
  const inner = resolveMembers(found.parameter, rest, first);
  return { type: inner.type, steps: [`${found.index}`, ...inner.steps] };
}

/** Type of the elements of a list: `string` of `string[]`. */
export function elementType(list: AbiParameter): AbiParameter | undefined {
  const type = /^(.*)\[\d*\]$/.exec(list.type)?.[1];
  return type === undefined ? undefined : { ...list, type };
}

function resolveMembers(start: AbiParameter, members: readonly string[], at: string): { readonly type: AbiParameter; readonly steps: readonly string[] } {
  const [first, ...rest] = members;
  if (first === undefined) return { type: start, steps: [] };
  const element = elementType(start);
  if (element !== undefined) {
    const length = /\[(\d+)\]$/.exec(start.type)?.[1];
    if (!/^(?:0|[1-9]\d{0,5})$/.test(first)) throw new ExpressionError(`${at} is ${typeName(start)}; write the index of one of them, such as ${at}.0`);
    if (length !== undefined && Number(first) >= Number(length)) throw new ExpressionError(`there is no ${at}.${first}; ${at} is ${typeName(start)}`);
    const inner = resolveMembers(element, rest, `${at}.${first}`);
    return { type: inner.type, steps: [first, ...inner.steps] };
  }
  if (!isStruct(start)) throw new ExpressionError(`${at} is ${typeName(start)}, which has no member ${first}`);
  const found = memberOf(start.components, first);
  if (found === undefined) throw new ExpressionError(`there is no ${at}.${first}; ${at} has ${listed(start.components, at)}`);
  const inner = resolveMembers(found.parameter, rest, `${at}.${first}`);
  return { type: inner.type, steps: [found.step, ...inner.steps] };
}

function memberOf(parameters: readonly AbiParameter[], name: string) {
  let index = parameters.findIndex((parameter) => parameter.name === name);
  if (index === -1 && /^\d+$/.test(name)) index = Number(name);
  const parameter = parameters[index];
  if (parameter === undefined) return undefined;
  // viem decodes to a list as soon as one has no name.
  const byName = parameters.every((each) => each.name !== undefined && each.name !== "");
  return { parameter, index, step: byName && parameter.name !== undefined ? parameter.name : `${index}` };
}

function listed(parameters: AbiEvent["inputs"] | readonly AbiParameter[], at: string): string {
  if (parameters.length === 0) return "none";
  return parameters
    .map((parameter, index) => {
      const name = parameter.name === undefined || parameter.name === "" ? `${index}` : parameter.name;
      return `${at === "" ? "" : `${at}.`}${name} (${typeName(parameter)}${"indexed" in parameter && parameter.indexed === true ? " indexed" : ""})`;
    })
    .join(", ");
}

function isStruct(parameter: AbiParameter): parameter is AbiParameter & { readonly components: readonly AbiParameter[] } {
  return parameter.type === "tuple" && "components" in parameter;
}
