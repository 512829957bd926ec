import { getNamedType, isCompositeType, isInterfaceType, isObjectType, Kind } from "graphql";
import type { DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLField, GraphQLNamedType, GraphQLSchema, OperationDefinitionNode, SelectionSetNode } from "graphql";
import { listSize, sizeOfValue, sizeVariables } from "./list-size.ts";
import type { Variables } from "./list-size.ts";

/** What an operation asks for, with its fragments written out. */
export interface Measure {
  /** Fields within fields. */
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly rootFields: number;
  /** How often the most repeated field stands in one selection under one name; `__typename` too. */
  readonly repeats: number;
  readonly directives: number;
  /** Objects that the answer can hold at most: lists within lists multiply. What describes the schema itself is not counted. */
  readonly nodes: number;
}

export interface OperationToMeasure {
  readonly schema: GraphQLSchema;
  /** Valid, so that its fragments come to an end. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
}

/** Measures an operation, in a time that grows with its text and not with what it asks for. */
export function measureOperation({ schema, document, operation, variables }: OperationToMeasure): Measure {
  const fragments = new Map(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])));
  const root = schema.getRootType(operation.operation) ?? undefined;
  const walk: Walk = { schema, fragments, variables, seen: new Map() };
  const variableDirectives = (operation.variableDefinitions ?? []).reduce((sum, { directives = [] }) => sum + directives.length, 0);
  const { width, ...whole } = measureSet(operation.selectionSet, root, undefined, walk);
  return { ...whole, rootFields: width, directives: capped(whole.directives + (operation.directives?.length ?? 0) + variableDirectives) };
}

/** Measures operations, and those that were seen before by looking up what was found then. */
export function createMeasuring(): (asked: OperationToMeasure) => Measure {
  const kept = new WeakMap<OperationDefinitionNode, { readonly sizing: readonly string[]; readonly measures: Map<string, Measure> }>();
  return (asked) => {
    let known = kept.get(asked.operation);
    if (known === undefined) kept.set(asked.operation, (known = { sizing: sizingVariables(asked.document), measures: new Map() }));
    const key = JSON.stringify(known.sizing.map((name) => sizeOfValue(asked.variables[name]) ?? null));
    const before = known.measures.get(key);
    if (before !== undefined) return before;
    const measure = measureOperation(asked);
    if (known.measures.size >= mostKept) known.measures.clear();
    known.measures.set(key, measure);
    return measure;
  };
}

/** Sets of sizes for which the measure of one operation is kept. */
const mostKept = 50;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
  /** Measures of fragments by name and page. */
  readonly seen: Map<string, Part>;
}

type Part = Omit<Measure, "rootFields"> & {
  /** Fields of the selection itself. */
  readonly width: number;
};

const nothing: Part = { depth: 0, width: 0, fields: 0, aliases: 0, repeats: 0, directives: 0, nodes: 0 };

function measureSet(set: SelectionSetNode, parent: GraphQLNamedType | undefined, page: number | undefined, walk: Walk): Part {
  const parts = set.selections.map((selection): Part => {
    const directives = selection.directives?.length ?? 0;
    switch (selection.kind) {
      case Kind.FIELD: return measureField(selection, parent, page, walk);
      case Kind.INLINE_FRAGMENT: {
        const type = selection.typeCondition === undefined ? parent : walk.schema.getType(selection.typeCondition.name.value);
        return plus(measureSet(selection.selectionSet, type, page, walk), { ...nothing, directives });
      }
      case Kind.FRAGMENT_SPREAD: return plus(measureFragment(selection.name.value, page, walk), { ...nothing, directives });
      default: return selection satisfies never;
    }
  });
  return parts.reduce(plus, { ...nothing, repeats: mostRepeated(set) });
}

function measureField(field: FieldNode, parent: GraphQLNamedType | undefined, page: number | undefined, walk: Walk): Part {
  const own: Part = { depth: 1, width: 1, fields: 1, aliases: field.alias === undefined ? 0 : 1, repeats: 1, directives: field.directives?.length ?? 0, nodes: 0 };
  if (field.selectionSet === undefined) return own;
  const definition = fieldOf(parent, field.name.value);
  const type = definition && getNamedType(definition.type);
  const size = definition && listSize(field, definition, { page, variables: walk.variables });
  const inner = measureSet(field.selectionSet, type, size?.page, walk);
  const nodes = size === undefined || !isCompositeType(type) ? 0 : size.own * (1 + inner.nodes);
  return { ...plus(own, inner), depth: 1 + inner.depth, width: 1, nodes: capped(nodes) };
}

function measureFragment(name: string, page: number | undefined, walk: Walk): Part {
  const key = `${name} ${page ?? ""}`;
  const before = walk.seen.get(key);
  if (before !== undefined) return before;
  const fragment = walk.fragments.get(name);
  if (fragment === undefined) return nothing;
  const part = measureSet(fragment.selectionSet, walk.schema.getType(fragment.typeCondition.name.value), page, walk);
  walk.seen.set(key, part);
  return part;
}

function fieldOf(parent: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function mostRepeated(set: SelectionSetNode): number {
  const counts = new Map<string, number>();
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD) continue;
    const name = (selection.alias ?? selection.name).value;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

function plus(left: Part, right: Part): Part {
  return {
    depth: Math.max(left.depth, right.depth),
    width: capped(left.width + right.width),
    fields: capped(left.fields + right.fields),
    aliases: capped(left.aliases + right.aliases),
    repeats: Math.max(left.repeats, right.repeats),
    directives: capped(left.directives + right.directives),
    nodes: capped(left.nodes + right.nodes),
  };
}

/** Fragments within fragments double with each; numbers stay countable. */
function capped(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER);
}

function sizingVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const visitSet = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) for (const name of sizeVariables(selection)) names.add(name);
      if ("selectionSet" in selection && selection.selectionSet !== undefined) visitSet(selection.selectionSet);
    }
  };
  for (const definition of document.definitions) if ("selectionSet" in definition) visitSet(definition.selectionSet);
  return [...names];
}
