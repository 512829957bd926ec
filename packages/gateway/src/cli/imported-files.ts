import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** Most files that are watched; a folder of an adapter is far below. */
const mostFiles = 500;
const relativeImport = /(?:\bfrom|\bimport)\s*\(?\s*(["'])(\.{1,2}\/[^"'\n]+)\1/g;

/** A module and all that it imports by a relative path, also those that are not there. Packages are not followed. */
export async function importedFiles(entry: string): Promise<readonly string[]> {
  const found = new Set([entry]);
  for (const path of found) {
    if (found.size >= mostFiles) break;
    const text = /\.[cm]?[jt]s$/.test(path) ? await readFile(path, "utf8").catch(() => "") : "";
    for (const [, , specifier = ""] of text.matchAll(relativeImport)) found.add(resolve(dirname(path), specifier.replace(/[?#].*$/, "")));
  }
  return [...found];
}

/** Text by which a change of any of the files is seen. A file that is not there is a state, too. */
export async function filesState(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const states = await Promise.all(paths.map((path) => stat(path).then(({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`, () => "missing")));
  return new Map(paths.map((path, place) => [path, states[place] ?? ""]));
}
