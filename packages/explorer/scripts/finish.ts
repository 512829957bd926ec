import { copyFile, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const texts = new Set([".html", ".js", ".css", ".svg", ".json"]);

/** Puts the operations into the folder of the built pages, by which a gateway knows them beforehand, and a `.br` and a `.gz` beside each text file, for browsers that take them. */
export async function finish(folder: string, operations: string): Promise<void> {
  await copyFile(operations, join(folder, "persisted-documents.json"));
  for (const entry of await readdir(folder, { recursive: true })) {
    const path = join(folder, entry);
    if (!texts.has(extname(path)) || !(await stat(path)).isFile()) continue;
    const bytes = await readFile(path);
    // Quality 9 takes a fraction of the time of 11, for a few percent more bytes.
    await writeFile(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
