import { glob } from "node:fs/promises";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { SourceError } from "@modeldex/plugin-kit";
import { isAddress } from "./options.ts";

/** One document of the catalog. */
export interface Place {
  readonly kind: "path" | "address";
  /** Absolute path, or URL. */
  readonly at: string;
  /** How messages name it: without folders that are nobody's business, and without a query, which may hold a secret. */
  readonly label: string;
}

/** Most documents of one catalog. */
const maxPlaces = 1_000;

/**
 * Makes the absolute form of what the configuration names; reads nothing.
 *
 * @param directory what relative paths are relative to.
 */
export function absolute(written: string, directory: string): string {
  if (isAddress(written)) return new URL(written).href;
  return /^file:\/\//i.test(written) ? fileURLToPath(written) : resolve(directory, written);
}

/**
 * The documents that a place names now: itself, or for a pattern each file that fits, in the order of their names.
 *
 * @throws {SourceError} `BAD_RESPONSE`: nothing fits a pattern.
 */
export async function placesOf(at: string, directory: string): Promise<readonly Place[]> {
  if (isAddress(at)) return [{ kind: "address", at, label: addressLabel(at) }];
  if (!isPattern(at)) return [{ kind: "path", at, label: pathLabel(at, directory) }];
  const found: string[] = [];
  for await (const path of glob(at)) {
    if (found.length === maxPlaces) throw new SourceError("BAD_RESPONSE", `More than ${maxPlaces} files fit ${pathLabel(at, directory)}; name fewer.`);
    found.push(path);
  }
  if (found.length === 0) throw new SourceError("BAD_RESPONSE", `No file fits ${pathLabel(at, directory)}; put one there, or correct the pattern.`);
  return found.toSorted().map((path) => ({ kind: "path" as const, at: path, label: pathLabel(path, directory) }));
}

/**
 * The place of a document that another one names.
 *
 * @returns `undefined` for one outside of the folder of the other, or on another host.
 */
export function beside(place: Place, written: string): Place | undefined {
  if (place.kind === "address") {
    const folder = new URL(".", place.at);
    const at = URL.parse(written, place.at);
    const isWithin = at !== null && at.origin === folder.origin && at.pathname.startsWith(folder.pathname) && !/%2f|%5c|%2e/i.test(at.pathname);
    return isWithin ? { kind: "address", at: at.href, label: addressLabel(at.href) } : undefined;
  }
  const folder = dirname(place.at);
  const at = resolve(folder, written);
  const inside = relative(folder, at);
  if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside) || isAddress(written)) return undefined;
  return { kind: "path", at, label: place.label.slice(0, place.label.length - basename(place.label).length) + inside };
}

function isPattern(path: string): boolean {
  return path.includes("*");
}

function pathLabel(path: string, directory: string): string {
  const inside = relative(directory, path);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? basename(path) : inside;
}

function addressLabel(at: string): string {
  const { host, pathname } = new URL(at);
  return `${host}${pathname}`;
}
