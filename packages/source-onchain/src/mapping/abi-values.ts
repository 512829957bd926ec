import type { AbiEvent, AbiFunction, AbiParameter } from "viem";
import { ExpressionError, type ParsedPath } from "./expression.ts";

/** Where a path ends: the type there, and the steps that lead there in what viem decodes (names, or indexes where one name is missing). */
export interface ResolvedPath {
  readonly path: ParsedPath;
  readonly type: AbiParameter;
  readonly indexed: boolean;
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
  const found = member(event.inputs, first);
  if (found === undefined) throw new ExpressionError(`there is no ${path.root}.${first}; ${available}`);
  const inner = resolveMembers(found.parameter, rest, `${path.root}.${first}`);
  const indexed = event.inputs[found.index]?.indexed === true;
  return { path: { ...path, members: [found.step, ...inner.steps] }, type: inner.type, indexed };
}

/**
 * Follows a path into the result of a view: a single output is `out` itself, several are `out.<name>`.
 *
 * @throws {ExpressionError} there is no such output; the message has those that there are.
 */
export function resolveOutput(path: ParsedPath, view: AbiFunction): ResolvedPath {
  const [only, second] = view.outputs;
  if (only === undefined) throw new ExpressionError(`function ${view.name} returns nothing`);
  if (second === undefined) {
    // One named output that is no struct may also be called by its name.
    const members = !isStruct(only) && only.name !== undefined && path.members[0] === only.name ? path.members.slice(1) : path.members;
    const inner = resolveMembers(only, members, "out");
    return { path: { ...path, members: inner.steps }, type: inner.type, indexed: false };
  }
  const [first, ...rest] = path.members;
  const available = `function ${view.name} returns ${listed(view.outputs, "out")}`;
  const found = first === undefined ? undefined : member(view.outputs, first);
  if (found === undefined) throw new ExpressionError(`there is no ${["out", ...path.members].join(".")}; ${available}`);
  const inner = resolveMembers(found.parameter, rest, `out.${first}`);
  return { path: { ...path, members: [`${found.index}`, ...inner.steps] }, type: inner.type, indexed: false };
}

/** How a type is written: `bytes32`, `struct`, `string[]`. */
export function typeName({ type }: AbiParameter): string {
  return type.replace(/^tuple/, "struct");
}

function resolveMembers(start: AbiParameter, members: readonly string[], at: string): { readonly type: AbiParameter; readonly steps: readonly string[] } {
  const [first, ...rest] = members;
  if (first === undefined) return { type: start, steps: [] };
  if (!isStruct(start)) throw new ExpressionError(`${at} is ${typeName(start)}, which has no member ${first}`);
  const found = member(start.components, first);
  if (found === undefined) throw new ExpressionError(`there is no ${at}.${first}; ${at} has ${listed(start.components, at)}`);
  const inner = resolveMembers(found.parameter, rest, `${at}.${first}`);
  return { type: inner.type, steps: [found.step, ...inner.steps] };
}

function member(parameters: readonly AbiParameter[], name: string) {
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
      return `${at}.${name} (${typeName(parameter)}${"indexed" in parameter && parameter.indexed === true ? " indexed" : ""})`;
    })
    .join(", ");
}

function isStruct(parameter: AbiParameter): parameter is AbiParameter & { readonly components: readonly AbiParameter[] } {
  return parameter.type === "tuple" && "components" in parameter;
}
