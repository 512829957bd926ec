import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as operationTypes from "@graphql-codegen/typescript-operations";
import { formatDocument, stringifyDocument } from "@urql/core";
import { buildSchema, Kind, parse, print, validate, visit } from "graphql";
import type { DefinitionNode, DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from "graphql";

const packageFolder = join(import.meta.dirname, "..");

interface OperationFile {
  /** Name of the file without `.graphql`, such as `model-page`. */
  readonly name: string;
  readonly path: string;
  readonly document: DocumentNode;
}

/**
 * What `src/generated` holds, by file name: `types.ts` with the types of all operations and fragments, one module for each `.graphql` file that has
 * operations, and `persisted-documents.json`, by which a gateway knows the operations before they are sent.
 *
 * @throws {Error} naming the file and the mistake, when a document does not fit the schema.
 */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const schema = buildSchema(await readFile(join(packageFolder, "../schema/schema.graphql"), "utf8"));
  const files = await operationFiles();
  const fragments = new Map(files.flatMap(({ document }) => document.definitions).filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
  const output = new Map<string, string>([["types.ts", await typesOf(schema, files)]]);
  const manifest: Record<string, string> = {};
  for (const { name, path, document } of files) {
    const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
    if (operations.length === 0) continue;
    const sent = operations.map((operation) => sentText(operation, fragments));
    for (const [index, text] of sent.entries()) {
      const mistakes = validate(schema, parse(text));
      if (mistakes[0] !== undefined) throw new Error(`${path}: ${operations[index]?.name?.value ?? "an operation"}: ${mistakes[0].message}`);
      manifest[sha256(text)] = text;
    }
    output.set(`${name}.ts`, moduleOf(operations, sent));
  }
  const sorted = Object.fromEntries(Object.entries(manifest).toSorted(([, a], [, b]) => (a < b ? -1 : 1)));
  return output.set("persisted-documents.json", `${JSON.stringify(sorted, undefined, 2)}\n`);
}

async function operationFiles(): Promise<readonly OperationFile[]> {
  const entries = await readdir(join(packageFolder, "src"), { recursive: true });
  const paths = entries.filter((entry) => entry.endsWith(".graphql")).toSorted();
  return Promise.all(paths.map(async (path) => ({ name: basename(path, ".graphql"), path, document: parse(await readFile(join(packageFolder, "src", path), "utf8")) })));
}

/** The text of one operation with its fragments, letter by letter as the client sends it. */
function sentText(operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string {
  const used = new Map<string, FragmentDefinitionNode>();
  const collect = (node: DefinitionNode): void => void visit(node, {
    FragmentSpread: ({ name: { value } }) => {
      const fragment = fragments.get(value);
      if (fragment === undefined || used.has(value)) return;
      used.set(value, fragment);
      collect(fragment);
    },
  });
  collect(operation);
  const text = print({ kind: Kind.DOCUMENT, definitions: [operation, ...used.values()] });
  // The client's type of a document is another one than graphql's; a parsed document is both.
  const formatted: unknown = formatDocument(parse(text));
  return stringifyDocument(formatted as DocumentNode);
}

function moduleOf(operations: readonly OperationDefinitionNode[], sent: readonly string[]): string {
  const names = operations.map(({ name }) => name?.value ?? "");
  const types = names.flatMap((name) => [`${name}Query`, `${name}QueryVariables`]);
  return [
    generatedBy,
    `import { operation } from "../client/operation.ts";`,
    `import type { ${types.join(", ")} } from "./types.ts";`,
    "",
    ...names.map((name, index) => {
      const text = sent[index] ?? "";
      return `export const ${name} = operation<${name}Query, ${name}QueryVariables>(${JSON.stringify(sha256(text))}, ${JSON.stringify(text)});`;
    }),
    "",
  ].join("\n");
}

async function typesOf(schema: GraphQLSchema, files: readonly OperationFile[]): Promise<string> {
  const text = await codegen({
    schema: parse("scalar Unused"), schemaAst: schema, filename: "types.ts",
    documents: files.map(({ path, document }) => ({ location: path, document })),
    config: {}, plugins: [{ operations: {
      immutableTypes: true, useTypeImports: true, skipTypename: true, inlineFragmentTypes: "combine", enumsAsTypes: true, enumType: "string-literal", namingConvention: "keep", strictScalars: true, defaultScalarType: "unknown",
      maybeValue: "T | null",
      scalars: { DateTime: "string", URL: "string", JSON: "unknown", SafeInt: "number", Digest: "string" },
    } }],
    pluginMap: { operations: operationTypes },
  });
  return `${generatedBy}\n${text}`;
}

const generatedBy = "// Written by scripts/generate.ts; a change here is lost.";

function isFragment(definition: DefinitionNode): definition is FragmentDefinitionNode {
  return definition.kind === Kind.FRAGMENT_DEFINITION;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
