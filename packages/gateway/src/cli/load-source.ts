import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Source } from "@modeldex/plugin-kit";
import { loadSettings } from "../config/load.ts";
import { loadFailure } from "../config/load-failure.ts";
import { CommandError } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";

/** Where a source is: named in the configuration, or in a module. */
export type SourcePlace =
  | { readonly kind: "CONFIGURED"; readonly id: string }
  | { readonly kind: "MODULE"; readonly specifier: string; readonly path?: string; readonly exportName?: string };

/**
 * Reads where a source is: a path (`./shelf.ts`, `shelf.ts#shelf`), a package (`@acme/source-shelf#shelf`), or else an id of the configuration.
 *
 * @throws {CommandError} when there is no such file.
 */
export function readPlace(text: string, directory: string): SourcePlace {
  const hash = text.lastIndexOf("#");
  const [name, exportName] = hash > 0 ? [text.slice(0, hash), text.slice(hash + 1)] : [text, undefined];
  const named = exportName === undefined ? {} : { exportName };
  if (/^[./~]|^[A-Za-z]:[\\/]|\.[cm]?[jt]s$/.test(name)) {
    const path = resolve(directory, name);
    if (!existsSync(path) || !statSync(path).isFile()) throw new CommandError(`There is no file ${path}; give the path of a module that exports a source or its factory, such as ./shelf.ts.`);
    return { kind: "MODULE", specifier: pathToFileURL(path).href, path, ...named };
  }
  return exportName === undefined && /^[a-z][a-z0-9-]*$/.test(name) ? { kind: "CONFIGURED", id: name } : { kind: "MODULE", specifier: name, ...named };
}

/** @throws {CommandError} when there is no source at that place. Errors of a factory are thrown as they are. */
export async function loadSource(place: SourcePlace, options: unknown, around: Surroundings): Promise<Source> {
  if (place.kind === "MODULE") return fromModule(place, options, around);
  const { config } = await loadSettings(around.env, around.directory);
  const found = config.sources.find(({ id }) => id === place.id);
  if (found === undefined) {
    throw new CommandError(`"${place.id}" is no source of the configuration; there are ${config.sources.map(({ id }) => id).join(", ") || "none"}. A file is given by its path, such as ./${place.id}.ts, and a package with #, such as ${place.id}#factory.`);
  }
  if (options !== undefined) throw new CommandError("--options are for a source that is given by its file or package; a configured one has those of the configuration.");
  return found;
}

async function fromModule({ specifier, exportName }: SourcePlace & { readonly kind: "MODULE" }, options: unknown, around: Surroundings): Promise<Source> {
  const module = await importFrom(around.directory, specifier).catch((cause: unknown) => {
    throw new CommandError(loadFailure(specifier, cause), undefined, cause);
  });
  const exported = chosenExport(module, specifier, exportName);
  if (typeof exported !== "function") {
    if (options !== undefined) throw new CommandError(`${specifier} exports a source and not its factory, so it takes no --options.`);
    return exported as Source;
  }
  // An operator calls a factory without options when it needs none.
  return (await (options === undefined ? exported({}) : exported(options))) as Source;
}

type Factory = (options: unknown) => unknown;

function chosenExport(module: Readonly<Record<string, unknown>>, specifier: string, name: string | undefined): Factory | object {
  const able = Object.keys(module).filter((key) => typeof module[key] === "function" || isSource(module[key]));
  const chosen = name ?? (able.includes("default") ? "default" : able.length === 1 ? able[0] : undefined);
  if (chosen === undefined) throw new CommandError(able.length === 0 ? `${specifier} exports no source and no factory of one; write "export function …".` : `${specifier} exports ${able.join(", ")}; say which by #, such as ${able[0] ?? ""} in "…#${able[0] ?? ""}".`);
  if (!able.includes(chosen)) throw new CommandError(`${specifier} exports no function or source "${chosen}"; there are ${able.join(", ") || "none"}.`);
  return module[chosen] as Factory | object;
}

function isSource(value: unknown): boolean {
  return typeof value === "object" && value !== null && "contract" in value;
}

/** Imports as a module in that folder would: a package is looked for beside the adapter first, then beside the gateway. */
async function importFrom(directory: string, specifier: string): Promise<Readonly<Record<string, unknown>>> {
  if (specifier.startsWith("file:")) return (await import(specifier)) as Readonly<Record<string, unknown>>;
  let found = specifier;
  try {
    found = pathToFileURL(createRequire(join(directory, "modeldex.config.js")).resolve(specifier)).href;
  } catch {
    // It is not there, or for import alone: the import below finds it beside the gateway, or says what is wrong.
  }
  return (await import(found)) as Readonly<Record<string, unknown>>;
}
