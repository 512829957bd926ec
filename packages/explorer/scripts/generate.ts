import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generated } from "./generated-files.ts";

/** Writes `src/generated` from the `.graphql` files of `src` and the schema. A test holds what is there equal to what this writes. */
const folder = join(import.meta.dirname, "../src/generated");
await mkdir(folder, { recursive: true });
const files = await generated();
for (const name of await readdir(folder)) if (!files.has(name)) await rm(join(folder, name));
for (const [name, text] of files) await writeFile(join(folder, name), text);
console.log(`${files.size} files written to src/generated.`);
