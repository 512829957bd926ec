import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Where built pages keep the digest of what they were made of, within their folder. */
export const builtOf = ".vite/inputs.sha256";

/** What the pages are made of besides the files of `folders`, from the folder of the package. */
const files = ["index.html", "graphiql.html", "vite.config.ts", "tsconfig.json", "package.json", "../../tsconfig.base.json", "../../pnpm-lock.yaml"];
const folders = ["src", "public", "scripts"];

/** The digest of everything that the pages are made of, tests left out. */
export async function inputsDigest(packageFolder: string): Promise<string> {
  const found = await Promise.all(folders.map((folder) => readdir(join(packageFolder, folder), { recursive: true, withFileTypes: true })));
  const within = found.flat().filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name)).map((entry) => relative(packageFolder, join(entry.parentPath, entry.name)));
  const digests = [...files, ...within].toSorted().map(async (path) => `${path} ${createHash("sha256").update(await readFile(join(packageFolder, path))).digest("hex")}\n`);
  return createHash("sha256").update((await Promise.all(digests)).join("")).digest("hex");
}

/** Whether `dist` holds whole pages, made of what stands there now. */
export async function pagesAreCurrent(packageFolder: string): Promise<boolean> {
  const [now, then] = await Promise.all([inputsDigest(packageFolder), readFile(join(packageFolder, "dist", builtOf), "utf8").catch(() => "")]);
  return now === then;
}
