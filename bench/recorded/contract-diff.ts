import {
  isEnumType, isInputObjectType, isInterfaceType, isObjectType, isScalarType, isSpecifiedScalarType, isUnionType, print, type GraphQLArgument, type GraphQLField,
  type GraphQLInputField, type GraphQLNamedType, type GraphQLSchema,
} from "graphql";

/** What the served schema has, compared with a contract. Entries are paths such as `Model.trust(depth)`. */
export interface ContractDiff {
  /** Sentences: what is served is not what the contract says. */
  readonly differences: readonly string[];
  /** Served, and not in the contract. */
  readonly additions: readonly string[];
  /** In the contract, and not served. */
  readonly omissions: readonly string[];
}

/** Compares names, kinds, types, nullability, arguments and defaults. */
export function compareWithContract(served: GraphQLSchema, contract: GraphQLSchema): ContractDiff {
  const notes = new Notes();
  const own = (schema: GraphQLSchema): Map<string, GraphQLNamedType> =>
    new Map(Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__") && !isSpecifiedScalar(schema, name)).map((type) => [type.name, type]));
  eachPair(own(served), own(contract), "", notes, (name, type, promised) => { compareType(name, type, promised, notes); });
  return notes;
}

class Notes implements ContractDiff {
  readonly differences: string[] = [];
  readonly additions: string[] = [];
  readonly omissions: string[] = [];

  equal(path: string, what: string, served: string, promised: string): void {
    if (served !== promised) this.differences.push(`${path}: its ${what} is ${served}; the contract has ${promised}.`);
  }
}

function isSpecifiedScalar(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name);
  return isScalarType(type) && isSpecifiedScalarType(type);
}

function compareType(name: string, served: GraphQLNamedType, promised: GraphQLNamedType, notes: Notes): void {
  if (isScalarType(served) && isScalarType(promised)) {
    notes.equal(name, "@specifiedBy", served.specifiedByURL ?? "none", promised.specifiedByURL ?? "none");
  } else if (isEnumType(served) && isEnumType(promised)) {
    comparePresence(served.getValues().map((value) => value.name), promised.getValues().map((value) => value.name), name, notes);
  } else if (isUnionType(served) && isUnionType(promised)) {
    comparePresence(served.getTypes().map((type) => type.name), promised.getTypes().map((type) => type.name), name, notes);
  } else if (isInputObjectType(served) && isInputObjectType(promised)) {
    notes.equal(name, "@oneOf", String(served.isOneOf), String(promised.isOneOf));
    eachPair(byName(Object.values(served.getFields())), byName(Object.values(promised.getFields())), name, notes, (path, field, other) => {
      compareInput(path, field, other, notes);
    });
    for (const field of Object.values(served.getFields())) if (promised.getFields()[field.name] === undefined) mustBeOptional(`${name}.${field.name}`, field, notes);
  } else if ((isObjectType(served) && isObjectType(promised)) || (isInterfaceType(served) && isInterfaceType(promised))) {
    const interfaces = (type: typeof served): string => type.getInterfaces().map((each) => each.name).sort().join(" & ") || "nothing";
    notes.equal(name, "list of interfaces", interfaces(served), interfaces(promised));
    eachPair(byName(Object.values(served.getFields())), byName(Object.values(promised.getFields())), name, notes, (path, field, other) => {
      compareField(path, field, other, notes);
    });
  } else {
    notes.differences.push(`${name}: is another kind of type than in the contract.`);
  }
}

function compareField(path: string, served: GraphQLField<unknown, unknown>, promised: GraphQLField<unknown, unknown>, notes: Notes): void {
  notes.equal(path, "type", String(served.type), String(promised.type));
  const promisedArguments = byName(promised.args);
  for (const argument of served.args) {
    const other = promisedArguments.get(argument.name);
    if (other !== undefined) compareInput(`${path}(${argument.name})`, argument, other, notes);
    else {
      notes.additions.push(`${path}(${argument.name})`);
      mustBeOptional(`${path}(${argument.name})`, argument, notes);
    }
  }
  const servedArguments = byName(served.args);
  notes.omissions.push(...promised.args.filter(({ name }) => !servedArguments.has(name)).map(({ name }) => `${path}(${name})`));
}

function compareInput(path: string, served: GraphQLArgument | GraphQLInputField, promised: GraphQLArgument | GraphQLInputField, notes: Notes): void {
  notes.equal(path, "type", String(served.type), String(promised.type));
  notes.equal(path, "default", defaultOf(served), defaultOf(promised));
}

function defaultOf(input: GraphQLArgument | GraphQLInputField): string {
  const value = input.astNode?.defaultValue;
  return value === undefined ? "none" : print(value);
}

function mustBeOptional(path: string, input: GraphQLArgument | GraphQLInputField, notes: Notes): void {
  if (String(input.type).endsWith("!") && defaultOf(input) === "none") notes.differences.push(`${path}: is required, and the contract does not have it.`);
}

function comparePresence(served: readonly string[], promised: readonly string[], name: string, notes: Notes): void {
  notes.additions.push(...served.filter((each) => !promised.includes(each)).map((each) => `${name}.${each}`));
  notes.omissions.push(...promised.filter((each) => !served.includes(each)).map((each) => `${name}.${each}`));
}

function eachPair<T>(served: ReadonlyMap<string, T>, promised: ReadonlyMap<string, T>, parent: string, notes: Notes, compare: (path: string, one: T, other: T) => void): void {
  const pathOf = (name: string): string => (parent === "" ? name : `${parent}.${name}`);
  for (const [name, one] of served) {
    const other = promised.get(name);
    if (other === undefined) notes.additions.push(pathOf(name));
    else compare(pathOf(name), one, other);
  }
  notes.omissions.push(...[...promised.keys()].filter((name) => !served.has(name)).map(pathOf));
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
