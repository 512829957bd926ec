import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { ownVersion } from "./own-version.ts";
import { CommandError } from "./report.ts";
import { checkSourceName, makeSourcePackage, sourceShapes, type SourceHome, type SourcePackage, type SourceShape } from "./source-package.ts";
import type { Surroundings } from "./surroundings.ts";

export interface NewSourceFlags {
  readonly shape: string;
  readonly into?: string;
  readonly kit?: string;
  readonly json?: boolean;
}

/** Writes a package `source-<name>` whose test passes, and says what to do next. */
export async function newSourceCommand(name: string, { shape, into, kit, json }: NewSourceFlags, around: Surroundings): Promise<void> {
  checkSourceName(name);
  if (!isShape(shape)) throw new CommandError(`--shape is "${shape}"; there are ${sourceShapes.join(", ")}.`);
  const checkout = checkoutAbove(around.directory);
  const parent = into === undefined ? (checkout === undefined ? around.directory : join(checkout, "packages")) : resolve(around.directory, into);
  const folder = join(parent, `source-${name}`);
  if (existsSync(folder)) throw new CommandError(`${folder} is there already; write another name, or another folder by --into.`);
  const home = await homeIn(parent, folder, { kit, directory: around.directory });
  const made = await makeSourcePackage(name, shape, home);
  await write(folder, made.files);
  around.out.write(json === true ? `${JSON.stringify(answer({ name, shape, folder, home, made }), null, 2)}\n` : `${text({ shape, folder, home, made, around, kit })}\n`);
}

function isShape(text: string): text is SourceShape {
  return sourceShapes.some((shape) => shape === text);
}

/** The root of the checkout of this workspace in which a folder is. */
function checkoutAbove(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (isCheckout(folder)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function isCheckout(folder: string): boolean {
  return existsSync(join(folder, "pnpm-workspace.yaml")) && existsSync(join(folder, "packages/plugin-kit/package.json"));
}

async function homeIn(parent: string, folder: string, { kit, directory }: { readonly kit: string | undefined; readonly directory: string }): Promise<SourceHome> {
  if (basename(parent) === "packages" && isCheckout(dirname(parent))) {
    if (kit !== undefined) throw new CommandError("--kit is for a package outside of the workspace; in it the kit is the workspace's own.");
    return { kind: "WORKSPACE", licenseText: await readFile(join(dirname(parent), "packages/plugin-kit/LICENSE"), "utf8") };
  }
  return { kind: "ALONE", ...(await needs(kit ?? `^${ownVersion()}`, folder, directory)) };
}

type Needs = Pick<SourceHome & { readonly kind: "ALONE" }, "dependencies" | "devDependencies">;

/** What `pnpm -r pack` calls the tarballs of those packages that an adapter and its tests need. */
const tarballForm = /^modeldex-(plugin-kit|schema|gateway|catalog|explorer|trust)-\d.*\.tgz$/;

/** @throws {CommandError} for what is neither a version nor a place where the packages are. */
async function needs(kit: string, folder: string, directory: string): Promise<Needs> {
  if (/^[\^~]?\d+\.\d+\.\d+[\w.+-]*$/.test(kit) || kit === "latest") return { dependencies: { "@modeldex/plugin-kit": kit }, devDependencies: { "@modeldex/gateway": kit } };
  const place = resolve(directory, kit);
  const pack = `pack them in a clone by "npx -y pnpm@12 -r pack --pack-destination ${join(directory, "tarballs")}", and give that folder`;
  if (!existsSync(place)) throw new CommandError(`--kit is "${kit}", which is neither a version, such as ^${ownVersion()}, nor a file or folder; for tarballs of the packages, ${pack}.`);
  const from = statSync(place).isDirectory() ? place : dirname(place);
  const tarballs = new Map<string, string>();
  for (const file of (await readdir(from)).toSorted()) {
    const [, name] = tarballForm.exec(file) ?? [];
    if (name !== undefined) tarballs.set(`@modeldex/${name}`, `file:${relative(folder, join(from, file)).replaceAll("\\", "/")}`);
  }
  const missing = ["@modeldex/plugin-kit", "@modeldex/schema"].filter((name) => !tarballs.has(name));
  if (missing.length > 0) throw new CommandError(`${from} has no tarball of ${missing.join(" and ")}; ${pack}.`);
  // The kit asks for schema by a version that npm need not know; the file beside it is taken for that.
  const isOfKit = ([name]: readonly [string, string]): boolean => name === "@modeldex/plugin-kit" || name === "@modeldex/schema";
  return { dependencies: Object.fromEntries([...tarballs].filter(isOfKit)), devDependencies: Object.fromEntries([...tarballs].filter((entry) => !isOfKit(entry))) };
}

/** @throws {CommandError} when a file cannot be written. */
async function write(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  try {
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content, { flag: "wx" });
    }
  } catch (cause) {
    throw new CommandError(`${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, undefined, cause);
  }
}

interface Written {
  readonly shape: SourceShape;
  readonly folder: string;
  readonly home: SourceHome;
  readonly made: SourcePackage;
}

function answer({ name, shape, folder, home, made }: Written & { readonly name: string }): object {
  const { factory, packageName, files, configEntry, next } = made;
  return { name, shape, folder, package: packageName, factory, inWorkspace: home.kind === "WORKSPACE", files: [...files.keys()].toSorted(), configEntry, next };
}

/** Where the person stands: npm and pnpm run a script in the folder of its package, and say where they were called. */
function standing({ env, directory }: Surroundings): string {
  return env.INIT_CWD !== undefined && isAbsolute(env.INIT_CWD) ? env.INIT_CWD : directory;
}

function text({ shape, folder, home, made, around, kit }: Written & { readonly around: Surroundings; readonly kit: string | undefined }): string {
  const alone = home.kind === "ALONE";
  const { configEntry, next, packageName } = made;
  return [
    `${packageName}, the source of a service of the shape ${shape}: ${made.files.size} files in ${folder}`,
    ...(alone && kit === undefined ? ["The packages of Modeldex may not be on your registry yet: --kit takes a folder of their tarballs (pnpm -r pack --pack-destination <folder> in a clone)."] : []),
    "",
    `In ${alone ? relative(standing(around), folder) || folder : "the root of the workspace"}:`,
    ...next.flatMap(({ why, command }) => [`  # ${why}`, `  ${command}`]),
    "",
    `In modeldex.config.ts${alone ? " in that folder" : ", once the root depends on it (pnpm add --workspace-root --workspace " + packageName + ")"}:`,
    `  ${configEntry.import}`,
    `  ${configEntry.source}    // among sources`,
  ].join("\n");
}
