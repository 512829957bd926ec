import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a world keeps in its folder, so that the next start is the same world again. */
export interface KeptWorld {
  /** Ports of the places by their names: listings of registries of artifacts are called by their address. */
  readonly ports: Readonly<Record<string, number>>;
  /** Models whose trust was looked at. */
  readonly assessed: readonly string[];
  /** How long it took to make. */
  readonly madeInSeconds: number;
}

const nameOfFile = "world.json";

/**
 * What was kept in a folder. A folder in which somebody began a world and did not end it is emptied.
 *
 * @returns `undefined` when there is no whole world; the folder is there and empty then.
 * @throws {Error} when the folder holds something else.
 */
export function openFolder(folder: string): KeptWorld | undefined {
  const path = join(folder, nameOfFile);
  if (existsSync(path)) {
    const kept = JSON.parse(readFileSync(path, "utf8")) as KeptWorld | { readonly begun: true };
    if (!("begun" in kept)) return kept;
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} holds something else than a world; name an empty folder.`);
  writeFileSync(path, JSON.stringify({ begun: true }));
  return undefined;
}

/** Writes what the next start needs; from then on the folder holds a whole world. */
export function keep(folder: string, world: KeptWorld): void {
  const path = join(folder, nameOfFile);
  writeFileSync(`${path}.new`, JSON.stringify(world));
  renameSync(`${path}.new`, path);
}
