import {
  isEnumType, isInterfaceType, isObjectType, Kind, print, TypeInfo, visit, visitWithTypeInfo, type ASTNode, type DefinitionNode,
  type DocumentNode, type GraphQLSchema, type OperationDefinitionNode,
} from "graphql";

/** One operation without what is not served. */
export interface PrunedOperation {
  readonly name: string;
  /** Absent when nothing of the operation is served. */
  readonly document?: DocumentNode;
  /** What was taken out: `Model.offers`, `Query.changes`, `FacetField.TRUST_LEVEL`, `... on Change`. */
  readonly notServed: readonly string[];
}

/** Takes out of each operation what the contract has and the served schema has not; anything else that is wrong stays in, to be found by a validation. */
export function pruneOperations(document: DocumentNode, served: GraphQLSchema, contract: GraphQLSchema): PrunedOperation[] {
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => pruneOperation(operation, document, served, contract));
}

function pruneOperation(operation: OperationDefinitionNode, all: DocumentNode, served: GraphQLSchema, contract: GraphQLSchema): PrunedOperation {
  const name = operation.name?.value ?? "(without a name)";
  if ((served.getRootType(operation.operation) ?? undefined) === undefined) return { name, notServed: [`${operation.operation} operations`] };
  const notServed = new Set<string>();
  const fragments = all.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  let document = withoutUnused({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] });
  for (let before = ""; before !== print(document); ) {
    before = print(document);
    document = withoutUnused(pruneOnce(document, served, contract, notServed));
  }
  return { name, notServed: [...notServed], ...(document.definitions.some(isOperation) && { document }) };
}

function pruneOnce(document: DocumentNode, served: GraphQLSchema, contract: GraphQLSchema, notServed: Set<string>): DocumentNode {
  const types = new TypeInfo(served);
  const fragments = new Set(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [each.name.value] : [])));
  const isLeftOut = (path: string, isServed: boolean, isPromised: boolean): boolean => {
    if (!isServed && isPromised) notServed.add(path);
    return !isServed && isPromised;
  };
  const lacksType = (condition: string | undefined): boolean =>
    condition !== undefined && isLeftOut(`... on ${condition}`, served.getType(condition) !== undefined, contract.getType(condition) !== undefined);
  const empty = (node: { readonly selectionSet?: { readonly selections: readonly unknown[] } | undefined }): null | undefined =>
    node.selectionSet?.selections.length === 0 ? null : undefined;
  return visit(document, visitWithTypeInfo(types, {
    OperationDefinition: { leave: empty },
    FragmentDefinition: { enter: (node) => (lacksType(node.typeCondition.name.value) ? null : undefined), leave: empty },
    InlineFragment: { enter: (node) => (lacksType(node.typeCondition?.name.value) ? null : undefined), leave: empty },
    FragmentSpread: (node) => (fragments.has(node.name.value) ? undefined : null),
    Field: {
      enter(node) {
        const parent = types.getParentType();
        if (parent === undefined || parent === null || node.name.value.startsWith("__")) return undefined;
        const path = `${parent.name}.${node.name.value}`;
        return isLeftOut(path, types.getFieldDef() !== undefined && types.getFieldDef() !== null, fieldOf(contract, parent.name, node.name.value) !== undefined) ? null : undefined;
      },
      leave: empty,
    },
    Argument(node) {
      const parent = types.getParentType();
      const field = types.getFieldDef();
      if (parent === undefined || parent === null || field === undefined || field === null) return undefined;
      const promised = fieldOf(contract, parent.name, field.name)?.args.some((argument) => argument.name === node.name.value) === true;
      const isServed = field.args.some((argument) => argument.name === node.name.value);
      return isLeftOut(`${parent.name}.${field.name}(${node.name.value})`, isServed, promised) ? null : undefined;
    },
    ListValue: (node) => {
      const kept = node.values.filter((value) => !hasUnservedEnumValue(value, served, contract, notServed));
      return kept.length === node.values.length ? undefined : { ...node, values: kept };
    },
  }));
}

function fieldOf(schema: GraphQLSchema, typeName: string, fieldName: string) {
  const type = schema.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName] : undefined;
}

/** An entry of a list such as `{field: TRUST_LEVEL}`, whose value only the contract has. */
function hasUnservedEnumValue(value: ASTNode, served: GraphQLSchema, contract: GraphQLSchema, notServed: Set<string>): boolean {
  let found = false;
  visit(value, {
    EnumValue(node) {
      const enums = Object.values(contract.getTypeMap()).filter(isEnumType).filter((type) => type.getValue(node.value) !== undefined && type.getValue(node.value) !== null);
      const lacking = enums.filter((type) => {
        const own = served.getType(type.name);
        return isEnumType(own) && (own.getValue(node.value) === undefined || own.getValue(node.value) === null);
      });
      if (enums.length === 0 || lacking.length < enums.length) return;
      found = true;
      for (const type of lacking) notServed.add(`${type.name}.${node.value}`);
    },
  });
  return found;
}

/** Leaves out fragments that nothing spreads, and variables that nothing reads. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const fragments = new Set<string>();
  const variables = new Set<string>();
  const fragmentNamed = new Map(document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])));
  const collect = (definition: DefinitionNode): void => {
    visit(definition, {
      VariableDefinition: () => false,
      Variable: (node) => { variables.add(node.name.value); },
      FragmentSpread(node) {
        const fragment = fragmentNamed.get(node.name.value);
        if (fragment === undefined || fragments.has(node.name.value)) return;
        fragments.add(node.name.value);
        collect(fragment);
      },
    });
  };
  for (const definition of document.definitions) if (isOperation(definition)) collect(definition);
  const definitions = document.definitions.flatMap((each): DefinitionNode[] => {
    if (each.kind === Kind.FRAGMENT_DEFINITION) return fragments.has(each.name.value) ? [each] : [];
    if (!isOperation(each)) return [each];
    return [{ ...each, variableDefinitions: (each.variableDefinitions ?? []).filter((variable) => variables.has(variable.variable.name.value)) }];
  });
  return { ...document, definitions };
}

function isOperation(definition: DefinitionNode): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION;
}
