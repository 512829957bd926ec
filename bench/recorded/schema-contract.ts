// Holds the served schema against a folder with `schema.graphql` and `queries/*.graphql`.
// Run: node bench/recorded/schema-contract.ts <folder>
// Ends with 1 when something served is not what the contract says, or an operation fails for another reason than a part that is not served.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildASTSchema, parse, validate, validateSchema, type GraphQLSchema } from "graphql";
import { detailsSdl, typeDefs, type DetailsDescription } from "../../packages/schema/src/index.ts";
import { compareWithContract } from "./contract-diff.ts";
import { pruneOperations } from "./contract-operations.ts";

const folder = process.argv[2];
if (folder === undefined || !existsSync(join(folder, "schema.graphql"))) {
  console.error("Give the folder that holds schema.graphql and queries/: node bench/recorded/schema-contract.ts <folder>");
  process.exit(2);
}

const served = buildASTSchema(parse([...typeDefs, detailsSdl(await detailsOfSources())].join("\n")));
const contract = buildASTSchema(parse(readFileSync(join(folder, "schema.graphql"), "utf8")));
const invalid = validateSchema(served).map((error) => `the served schema is not valid: ${error.message}`);
const problems = [...invalid, ...checkSchema(served, contract), ...checkOperations(folder, served, contract)];
console.log(problems.length === 0 ? "\nNothing that is served differs from the contract." : `\n${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Details types that the sources of this repository export. */
async function detailsOfSources(): Promise<DetailsDescription[]> {
  const found: DetailsDescription[] = [];
  for (const source of ["source-hf", "source-onchain"]) {
    const exported: Readonly<Record<string, unknown>> = await import(`../../packages/${source}/src/index.ts`);
    const types = Object.values(exported).filter(isDetails);
    if (types.length === 0) console.log(`${source} exports no details type: its member of ListingDetails is not checked.`);
    found.push(...types);
  }
  return found;
}

function isDetails(value: unknown): value is DetailsDescription {
  return typeof value === "object" && value !== null && "typeName" in value && typeof value.typeName === "string" && "fields" in value && typeof value.fields === "object";
}

function checkSchema(own: GraphQLSchema, promised: GraphQLSchema): readonly string[] {
  const { differences, additions, omissions } = compareWithContract(own, promised);
  const count = Object.keys(own.getTypeMap()).filter((name) => !name.startsWith("__")).length;
  console.log(`Types served: ${count}. Differences: ${differences.length}. Additions: ${additions.length}. Not served: ${omissions.length}.`);
  for (const difference of differences) console.log(`  DIFFERS  ${difference}`);
  for (const addition of additions) console.log(`  added    ${addition}`);
  if (omissions.length > 0) console.log(`  not served: ${omissions.join(", ")}`);
  return differences;
}

function checkOperations(path: string, own: GraphQLSchema, promised: GraphQLSchema): string[] {
  const failures: string[] = [];
  const queries = join(path, "queries");
  const files = existsSync(queries) ? readdirSync(queries).filter((file) => file.endsWith(".graphql")).sort() : [];
  for (const file of files) {
    console.log(`\n${file}`);
    const document = parse(readFileSync(join(queries, file), "utf8"));
    failures.push(...report(file, validate(promised, document), "is not valid against the contract itself"));
    for (const { name, document: pruned, notServed } of pruneOperations(document, own, promised)) {
      const part = pruned === undefined ? "nothing of it is served" : notServed.length === 0 ? "served whole" : "served without";
      console.log(`  ${name}: ${part}${notServed.length === 0 ? "" : ` (${notServed.join(", ")})`}`);
      if (pruned !== undefined) failures.push(...report(name, validate(own, pruned), "fails"));
    }
  }
  return failures;
}

function report(name: string, errors: readonly { readonly message: string }[], what: string): string[] {
  const sentences = errors.map((error) => `${name} ${what}: ${error.message}`);
  for (const sentence of sentences) console.log(`  FAILS  ${sentence}`);
  return sentences;
}
