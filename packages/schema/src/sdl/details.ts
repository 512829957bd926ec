import { typeDefs } from "./type-defs.ts";

/** A flat GraphQL type that a source adds: its name and its fields. */
export interface DetailsDescription {
  /** PascalCase. Two sources may share it when their fields are equal. */
  readonly typeName: string;
  /** At least one. Types are scalars of the schema or `Finality`, perhaps as a list of non-null ones, perhaps non-null: `String`, `[Int!]!`. */
  readonly fields: Readonly<Record<string, readonly [type: string, description: string]>>;
}

/**
 * Writes the SDL of `ListingDetails`: the types of the sources, and the union of them and `GenericDetails`, which is valid with any set of sources.
 *
 * @throws {Error} naming the type and field: a name that is no GraphQL name or is taken, a type that is not allowed, a missing description,
 * two types of one name with other fields, or one field name with two types (clients select the members side by side).
 * @example
 * detailsSdl([{ typeName: "OllamaDetails", fields: { pulls: ["SafeInt", "How often it was pulled."] } }])
 * // "type OllamaDetails { … } union ListingDetails = GenericDetails | OllamaDetails"
 */
export function detailsSdl(types: readonly DetailsDescription[]): string {
  const taken = servedTypeNames();
  const written = new Map<string, string>();
  const typeOfField = new Map<string, { readonly type: string; readonly typeName: string }>([
    ["fields", { type: "JSON!", typeName: "GenericDetails" }],
  ]);
  for (const description of types) {
    checkTypeName(description.typeName, taken);
    const sdl = writeType(description);
    const earlier = written.get(description.typeName);
    if (earlier !== undefined && earlier !== sdl) {
      throw new Error(`Two sources bring a details type ${description.typeName} with different fields; give one of them another typeName.`);
    }
    written.set(description.typeName, sdl);
    checkFieldTypes(description, typeOfField);
  }
  const members = ["GenericDetails", ...written.keys()].join(" | ");
  const union = `"What only its source says of a listing. Each source plugin adds its own member."\nunion ListingDetails = ${members}`;
  return [...written.values(), union].join("\n\n");
}

const typeNamePattern = /^[A-Z][A-Za-z0-9]{0,59}$/;
const fieldNamePattern = /^(?!__)[_A-Za-z][_A-Za-z0-9]{0,59}$/;
const scalars = ["String", "Int", "SafeInt", "Float", "Boolean", "DateTime", "URL", "Digest", "JSON", "Finality"];
const fieldTypePattern = new RegExp(`^(?:(?:${scalars.join("|")})!?|\\[(?:${scalars.join("|")})!\\]!?)$`);
const builtInNames = ["String", "Int", "Float", "Boolean", "ID", "ListingDetails", "Mutation", "Subscription"];

function servedTypeNames(): ReadonlySet<string> {
  const names = typeDefs.flatMap((sdl) => [...sdl.matchAll(/^(?:scalar|type|interface|union|enum|input) ([A-Za-z0-9_]+)/gm)].map((match) => match[1] ?? ""));
  return new Set([...names, ...builtInNames]);
}

function checkTypeName(typeName: string, taken: ReadonlySet<string>): void {
  if (!typeNamePattern.test(typeName)) {
    throw new Error(`The details type ${JSON.stringify(typeName)} has no valid name; write PascalCase with letters and digits, such as "OllamaDetails".`);
  }
  if (taken.has(typeName)) throw new Error(`The details type ${typeName} has the name of a type of the schema; give it another typeName, such as "${typeName}Details".`);
}

function writeType({ typeName, fields }: DetailsDescription): string {
  const lines = Object.entries(fields).map(([name, [type, description]]) => {
    if (!fieldNamePattern.test(name)) {
      throw new Error(`The field ${JSON.stringify(name)} of the details type ${typeName} has no valid name; write camelCase with letters and digits.`);
    }
    if (!fieldTypePattern.test(type)) {
      throw new Error(
        `The field ${name} of the details type ${typeName} has the type ${JSON.stringify(type)}; allowed are ${scalars.join(", ")}, lists of them such as "[String!]", and each with "!".`,
      );
    }
    if (description.trim() === "") throw new Error(`The field ${name} of the details type ${typeName} has no description; say what it holds.`);
    return `  ${JSON.stringify(description)}\n  ${name}: ${type}`;
  });
  if (lines.length === 0) throw new Error(`The details type ${typeName} has no fields; give it one, or leave \`details\` out of the source.`);
  return `"Fields that only sources of this kind have."\ntype ${typeName} {\n${lines.join("\n")}\n}`;
}

function checkFieldTypes({ typeName, fields }: DetailsDescription, typeOfField: Map<string, { readonly type: string; readonly typeName: string }>): void {
  for (const [name, [type]] of Object.entries(fields)) {
    const other = typeOfField.get(name);
    if (other === undefined) typeOfField.set(name, { type, typeName });
    else if (other.type !== type) {
      throw new Error(
        `The field ${name} is ${type} in the details type ${typeName} and ${other.type} in ${other.typeName}; clients select both side by side, so give it one type or another name.`,
      );
    }
  }
}
