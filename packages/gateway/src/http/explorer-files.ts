import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The built pages of the package `@modeldex/explorer`. */
export interface ExplorerFiles {
  /** The folder that is served. */
  readonly folder: string;
  /** The page around all others. */
  readonly shell: string;
  /** The page of GraphiQL. */
  readonly graphiql: string;
  /** The texts of its operations by their sha256. */
  readonly operations: ReadonlyMap<string, string>;
}

/** @returns `undefined` in a checkout where the pages have not been built; a package always has them. */
export async function explorerFiles(): Promise<ExplorerFiles | undefined> {
  const folder = join(dirname(fileURLToPath(import.meta.resolve("@modeldex/explorer/package.json"))), "dist");
  const text = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
  try {
    const [shell, graphiql, manifest] = await Promise.all([text("index.html"), text("graphiql.html"), text("persisted-documents.json")]);
    return { folder, shell, graphiql, operations: operationsOf(JSON.parse(manifest)) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function operationsOf(manifest: unknown): ReadonlyMap<string, string> {
  if (typeof manifest !== "object" || manifest === null) return new Map();
  return new Map(Object.entries(manifest).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
