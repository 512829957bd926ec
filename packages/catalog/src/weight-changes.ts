import type { ListingRecord } from "@modeldex/schema";
import { isWeights } from "./digests.ts";

/** Files of weights of one state of a listing. */
export interface WeightFiles {
  /** sha256 by path; null where the source states none. */
  readonly digests: Readonly<Record<string, string | null>>;
  /** Whether there are more files than the record names. */
  readonly isCut: boolean;
}

/** How the weights of one state differ from those of another. */
export interface WeightChange {
  readonly kind: "WEIGHTS";
  readonly statement: string;
  /** Digests by path, of the paths that differ. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** Paths that one row of the log names. */
const maxPaths = 8;

/** The files of weights that a record names. */
export function weightFiles({ artifacts = [], artifactCount }: ListingRecord): WeightFiles {
  const weights = artifacts.filter(isWeights);
  return { digests: Object.fromEntries(weights.map(({ path, digest }) => [path, digest ?? null])), isCut: artifactCount !== undefined && artifactCount > artifacts.length };
}

/** Whether any digest is known, by which a later state could be told apart. */
export function hasDigests({ digests }: WeightFiles): boolean {
  return Object.values(digests).some((digest) => digest !== null);
}

/**
 * Tells that the weights are not those of before: other bytes at a path, files that came or went. The same bytes at another path are the same
 * weights, and a digest that was not stated says nothing.
 *
 * @returns `undefined` when nothing speaks for a change.
 */
export function changedWeights(before: WeightFiles, after: WeightFiles): WeightChange | undefined {
  const [old, now] = [new Map(Object.entries(before.digests)), new Map(Object.entries(after.digests))];
  const [oldBytes, newBytes] = [new Set(old.values()), new Set(now.values())];
  const moved = (digest: string | null, bytes: ReadonlySet<string | null>): boolean => digest !== null && bytes.has(digest);
  const other = [...now].filter(([path, digest]) => digest !== null && (old.get(path) ?? digest) !== digest).map(([path]) => path);
  const came = before.isCut || old.size === 0 ? [] : [...now].filter(([path, digest]) => !old.has(path) && !moved(digest, oldBytes)).map(([path]) => path);
  const went = after.isCut || now.size === 0 ? [] : [...old].filter(([path, digest]) => !now.has(path) && !moved(digest, newBytes)).map(([path]) => path);
  const said = [sentence("Other bytes at", other), sentence("New:", came), sentence("No longer there:", went)].filter((part) => part !== undefined);
  if (said.length === 0) return undefined;
  const paths = [...other, ...came, ...went].slice(0, maxPaths);
  const only = (digests: ReadonlyMap<string, string | null>): Record<string, unknown> => Object.fromEntries(paths.filter((path) => digests.has(path)).map((path) => [path, digests.get(path)]));
  return { kind: "WEIGHTS", statement: said.join(" "), before: only(old), after: only(now) };
}

function sentence(what: string, paths: readonly string[]): string | undefined {
  if (paths.length === 0) return undefined;
  const more = paths.length > maxPaths ? ` and ${paths.length - maxPaths} more` : "";
  return `${what} ${paths.slice(0, maxPaths).join(", ")}${more}.`;
}
