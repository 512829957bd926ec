// Brings a file to the schema that is tried, as opening a catalog does: node migrate-file.ts <file>. Started, and killed, by migration-case.ts.
import { DatabaseSync } from "node:sqlite";

import { migrate } from "../../packages/catalog/src/sqlite/migrations.ts";
import { triedSteps } from "./migration-case.ts";

const [, , path = ""] = process.argv;
const file = new DatabaseSync(path);
migrate(file, { path, readOnly: false }, triedSteps);
file.close();
