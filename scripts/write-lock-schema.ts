// Writes the JSON Schema of lock files beside the page about them: node scripts/write-lock-schema.ts
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { lockFileSchema } from "../packages/trust/src/pins/lock-schema.ts";

const path = fileURLToPath(new URL("../docs/lock-file.schema.json", import.meta.url));
const text = `${JSON.stringify(lockFileSchema, null, 1)}\n`;
writeFileSync(path, text);
console.log(`docs/lock-file.schema.json: ${text.split("\n").length} lines`);
