/**
 * Writes the JSON Schema of catalog files from their definition.
 *
 * node scripts/catalog-schema.ts
 */
import { writeFileSync } from "node:fs";
import { catalogJsonSchema } from "@modeldex/source-file";

writeFileSync(new URL("../packages/source-file/catalog.schema.json", import.meta.url), `${JSON.stringify(catalogJsonSchema(), null, 2)}\n`);
