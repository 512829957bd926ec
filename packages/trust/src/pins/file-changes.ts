import type { LockFile } from "./lock-entry.ts";

/** What a file is to whoever pinned it. */
export type FileGroup = "WEIGHTS" | "CODE" | "SIGNATURE" | "LICENSE" | "CONFIGURATION" | "METADATA";

/** One path whose content is not what it was. */
export interface FileChange {
  readonly path: string;
  readonly group: FileGroup;
  /** Its digest, else its size; `null`: there was no such file. Of weights that no digest tells apart any more: `noDigest`. */
  readonly before: string | number | null;
  readonly after: string | number | null;
}

/**
 * How the files of one state differ from those of another, by path.
 *
 * Bytes are told apart by sha256 or, where one side has none, by a digest of the same kind, then by size; what cannot be told apart counts as equal, but for
 * weights: where their source no longer states a digest that could be held against the pinned one, they may be any.
 * A file of weights whose bytes are at another path now is a change of configuration: the weights are the same.
 */
export function fileChanges(before: readonly LockFile[], after: readonly LockFile[]): readonly FileChange[] {
  const [old, now] = [new Map(before.map((file) => [file.path, file])), new Map(after.map((file) => [file.path, file]))];
  const [oldWeights, newWeights] = [weightDigests(before), weightDigests(after)];
  const moved = ({ digest }: LockFile, elsewhere: ReadonlySet<string>): boolean => digest !== undefined && elsewhere.has(digest);
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths.flatMap((path): FileChange[] => {
    const [was, is] = [old.get(path), now.get(path)];
    const file = is ?? was;
    if (file === undefined) return [];
    const group = groupOf(file);
    if (was !== undefined && is !== undefined && areEqual(was, is)) return group === "WEIGHTS" && isUntold(was, is) ? [{ path, group, before: shownOf(was), after: noDigest }] : [];
    const onlyMoved = group === "WEIGHTS" && (was === undefined || moved(was, newWeights)) && (is === undefined || moved(is, oldWeights));
    return [{ path, group: onlyMoved ? "CONFIGURATION" : group, ...told(was, is) }];
  });
}

/** What a file of this name and role is to whoever pinned it. */
export function groupOf({ path, role }: Pick<LockFile, "path" | "role">): FileGroup {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (/\.(?:sig|asc|p7s|sigstore|sigstore\.json|intoto\.jsonl)$/.test(name)) return "SIGNATURE";
  // A chat template is a program (Jinja) that loaders run.
  if (role === "CODE" || /^chat_template|\.(?:jinja2?|j2)$/.test(name)) return "CODE";
  if (role === "OTHER") return /^\.git|\.(?:png|jpe?g|gif|svg|webp)$/.test(name) ? "METADATA" : "CONFIGURATION";
  return role === "DOCUMENTATION" ? "METADATA" : role;
}

/** Stands for a file of weights of which its source states nothing that could be compared. */
export const noDigest = "no digest to compare";

function isUntold(was: LockFile, is: LockFile): boolean {
  return sameKind(was, is) === undefined && (was.digest !== undefined || (was.otherDigests ?? []).length > 0);
}

function areEqual(was: LockFile, is: LockFile): boolean {
  const pair = sameKind(was, is);
  return pair === undefined ? was.sizeBytes === undefined || is.sizeBytes === undefined || was.sizeBytes === is.sizeBytes : pair[0] === pair[1];
}

/** What is shown of both sides: digests of one kind, so that they differ where the bytes do. */
function told(was: LockFile | undefined, is: LockFile | undefined): Pick<FileChange, "before" | "after"> {
  const pair = was === undefined || is === undefined ? undefined : sameKind(was, is);
  return pair === undefined ? { before: shownOf(was), after: shownOf(is) } : { before: pair[0], after: pair[1] };
}

function sameKind(was: LockFile, is: LockFile): readonly [string, string] | undefined {
  if (was.digest !== undefined && is.digest !== undefined) return [was.digest, is.digest];
  for (const digest of was.otherDigests ?? []) {
    const other = is.otherDigests?.find((each) => each.slice(0, each.indexOf(":")) === digest.slice(0, digest.indexOf(":")));
    if (other !== undefined) return [digest, other];
  }
  return undefined;
}

function shownOf(file: LockFile | undefined): string | number | null {
  return file?.digest ?? file?.otherDigests?.[0] ?? file?.sizeBytes ?? null;
}

function weightDigests(files: readonly LockFile[]): ReadonlySet<string> {
  return new Set(files.flatMap(({ role, digest }) => (role === "WEIGHTS" && digest !== undefined ? [digest] : [])));
}
