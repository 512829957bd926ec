import { isListType, isNonNullType, valueFromASTUntyped } from "graphql";
import type { FieldNode, GraphQLArgument, GraphQLField, GraphQLOutputType, ValueNode } from "graphql";
import { mostPerPage } from "./pages.ts";

/** What a list is taken for whose length nothing in the request bounds; such lists are short. */
const shortList = 5;
/** What a page is taken for that has no `first` and no default in the schema. */
const usualPage = 20;

export type Variables = Readonly<Record<string, unknown>>;

/** How a field lengthens its answer. */
export interface ListSize {
  /** Objects that the field itself gives. */
  readonly own: number;
  /** Objects of `nodes` and `edges` below it, where it is a connection. */
  readonly page?: number;
}

/**
 * The most objects that a field can give: its `first` or `last`, or as many as the ids or references that it is given.
 * More than a page may hold counts as a full page; the field itself refuses it.
 *
 * @param page size of the connection that the field stands in.
 */
export function listSize(field: FieldNode, definition: GraphQLField<unknown, unknown>, { page, variables }: { readonly page: number | undefined; readonly variables: Variables }): ListSize {
  const isList = givesList(definition.type);
  const paged = definition.args.filter(({ name }) => name === "first" || name === "last");
  if (paged.length > 0) {
    const asked = paged.map((argument) => given(field, argument, variables)).filter((value) => typeof value === "number");
    const size = Math.min(mostPerPage, Math.max(0, asked.length === 0 ? usualPage : Math.max(...asked)));
    return isList ? { own: size } : { own: 1, page: size };
  }
  if (!isList) return { own: 1 };
  if (page !== undefined && (definition.name === "nodes" || definition.name === "edges")) return { own: page };
  const lists = definition.args.filter(({ type }) => isNonNullType(type) && isListType(type.ofType)).map((argument) => given(field, argument, variables));
  const lengths = lists.flatMap((list) => (Array.isArray(list) ? [list.length] : []));
  return { own: lengths.length === 0 ? shortList : Math.max(...lengths) };
}

/** Names of the variables that the size of a field can rest on. */
export function sizeVariables(field: FieldNode): readonly string[] {
  return (field.arguments ?? []).flatMap(({ value }) => (value.kind === "Variable" ? [value.name.value] : []));
}

/** The part of a variable's value that sizes rest on. */
export function sizeOfValue(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : typeof value === "number" ? value : undefined;
}

function givesList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function given(field: FieldNode, argument: GraphQLArgument, variables: Variables): unknown {
  const node: ValueNode | undefined = field.arguments?.find(({ name }) => name.value === argument.name)?.value;
  if (node === undefined) return argument.defaultValue;
  return node.kind === "Variable" ? (variables[node.name.value] ?? argument.defaultValue) : valueFromASTUntyped(node, variables);
}
