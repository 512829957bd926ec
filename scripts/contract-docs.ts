// Writes the page about the contract of plugins from the docstrings of its types: node scripts/contract-docs.ts
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contractPage } from "./contract/contract-page.ts";
import { readDeclarations } from "./contract/read-declarations.ts";

const root = new URL("../", import.meta.url);
const contract = ["packages/plugin-kit/src/source.ts", "packages/plugin-kit/src/verifier.ts", "packages/schema/src/records.ts", "packages/schema/src/claims.ts"];
const values = ["packages/schema/src/values.ts", "packages/schema/src/answer-values.ts"];

const declarations = (files: readonly string[]) => files.flatMap((file) => readDeclarations(readFileSync(new URL(file, root), "utf8")));

/** The page as it is to be. */
export const page = contractPage(declarations(contract), declarations(values));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("docs/plugin-contract.md", root), page);
  console.log(`docs/plugin-contract.md: ${page.split("\n").length} lines`);
}
