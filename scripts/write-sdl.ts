// Writes the schema as a file, which goes with the release: node scripts/write-sdl.ts
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { schemaText } from "../packages/schema/src/sdl/schema-text.ts";

const path = fileURLToPath(new URL("../packages/schema/schema.graphql", import.meta.url));
const header = `# The schema of Modeldex. Written by scripts/write-sdl.ts from packages/schema/src/sdl; a change here is lost.
# A gateway adds a member to the union ListingDetails for each configured source that has fields of its own: its GET /schema.graphql shows them.
`;
const text = `${header}\n${schemaText()}`;
writeFileSync(path, text);
console.log(`packages/schema/schema.graphql: ${text.split("\n").length} lines`);
