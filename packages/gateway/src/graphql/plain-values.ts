import { BREAK, getNamedType, isEnumType, isInputObjectType, Kind, parse, visit } from "graphql";
import type { ASTNode, GraphQLSchema } from "graphql";

/** A mistake in a value, as it is told to whoever wrote it. */
export interface PlainValue {
  readonly message: string;
  /** Where the value stands, such as `filter.parameters.min`; absent for a variable, which the message names. */
  readonly argument?: string;
}

/**
 * Completes what graphql-js says of a value that cannot be used: which argument it stands in, and what would be right.
 *
 * @returns `undefined` when the message is about something else than a value.
 */
export function plainValue(message: string, nodes: readonly ASTNode[] | undefined, schema: GraphQLSchema): PlainValue | undefined {
  const [node] = nodes ?? [];
  if (node === undefined) return undefined;
  if (message.startsWith('Variable "$')) return { message: `${message}${hint(message, schema)}` };
  if (!valueKinds.has(node.kind)) return undefined;
  const argument = argumentOf(node);
  return argument === undefined ? undefined : { argument, message: `\`${argument}\`: ${message}${hint(message, schema)}` };
}

const valueKinds: ReadonlySet<string> = new Set([
  Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.NULL, Kind.ENUM, Kind.LIST, Kind.OBJECT, Kind.OBJECT_FIELD,
]);

/** Name of the argument, and of the fields and places within it, that lead to the value. */
function argumentOf(wanted: ASTNode): string | undefined {
  const text = wanted.loc?.source.body;
  if (text === undefined) return undefined;
  let found: string | undefined;
  visit(parse(text), {
    enter: (node, _key, parent, _path, ancestors) => {
      if (node.kind !== wanted.kind || node.loc?.start !== wanted.loc?.start) return undefined;
      found = pathOf([...ancestors, ...(parent === undefined ? [] : [parent]), node]);
      return BREAK;
    },
  });
  return found;
}

function pathOf(line: readonly (ASTNode | readonly ASTNode[])[]): string | undefined {
  let path: string | undefined;
  for (const [place, step] of line.entries()) {
    if (isList(step)) {
      const list = line[place - 1];
      const next = line[place + 1];
      if (list !== undefined && !isList(list) && list.kind === Kind.LIST && next !== undefined && !isList(next)) path = `${path ?? ""}[${step.indexOf(next)}]`;
    } else if (step.kind === Kind.ARGUMENT) path = step.name.value;
    else if (step.kind === Kind.OBJECT_FIELD && path !== undefined) path = `${path}.${step.name.value}`;
  }
  return path;
}

function isList(step: ASTNode | readonly ASTNode[]): step is readonly ASTNode[] {
  return Array.isArray(step);
}

const scalarHints: Readonly<Record<string, string>> = {
  Int: "Write a whole number, at most 2147483647.",
  Float: "Write a number.",
  Boolean: "Write true or false.",
  String: "Write a text.",
  ID: "Write an id, as a text.",
};

function hint(message: string, schema: GraphQLSchema): string {
  const scalar = /(?:^|; )(Int|Float|Boolean|String|ID) cannot represent/.exec(message)?.[1];
  if (scalar !== undefined) return sentence(message, scalarHints[scalar] ?? "");
  const named = /does not exist in "(\w+)" enum|Enum "(\w+)" cannot represent|OneOf Input Object "(\w+)"|Expected (?:value of )?type "\[?(\w+)[\]!]*"|is not defined by type "(\w+)"/.exec(message)?.slice(1).find((name) => name !== undefined);
  const type = named === undefined ? undefined : schema.getType(named);
  if (type === undefined) return "";
  if (isEnumType(type)) return sentence(message, `Write one of ${type.getValues().map(({ name }) => name).join(", ")}.`);
  if (!isInputObjectType(type) || message.includes("Did you mean")) return "";
  const fields = Object.values(type.getFields()).map(({ name, type: inner }) => `${name}: ${getNamedType(inner).name}`);
  if (type.isOneOf) return sentence(message, `Write one of { ${fields.join(" } or { ")} }.`);
  return sentence(message, `Write an object with some of ${fields.slice(0, mostFields).join(", ")}${fields.length > mostFields ? ", …" : ""}.`);
}

/** How many fields of an input are named; the schema has the others. */
const mostFields = 6;

function sentence(message: string, text: string): string {
  return `${/[.?]$/.test(message) ? "" : "."} ${text}`;
}
