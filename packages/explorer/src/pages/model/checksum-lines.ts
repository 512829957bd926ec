import type { ModelPageArtifactFragment } from "../../generated/types.ts";

/** What `sha256sum --check` takes, for the files of one listing. */
export interface ChecksumFile {
  /** Key of the listing. */
  readonly listing: string;
  readonly lines: readonly string[];
}

type FileToCheck = Pick<ModelPageArtifactFragment, "path" | "digest"> & { readonly listing: { readonly key: string } };

/**
 * Lines of a file of checksums, in the form of GNU coreutils, for the first listing that states a sha256: files of two listings may have one path.
 * Paths that lead out of a folder, or hold control characters other than a line break, are left out.
 */
export function checksumFile(files: readonly FileToCheck[]): ChecksumFile | undefined {
  const listing = files.find(({ digest }) => digest?.startsWith("sha256:"))?.listing.key;
  if (listing === undefined) return undefined;
  const lines = files.flatMap(({ path, digest, listing: { key } }) => {
    if (key !== listing || digest === null || !/^sha256:[0-9a-f]{64}$/.test(digest) || !staysInside(path)) return [];
    const escaped = path.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
    return [`${escaped === path ? "" : "\\"}${digest.slice("sha256:".length)}  ${escaped}`];
  });
  return lines.length === 0 ? undefined : { listing, lines };
}

function staysInside(path: string): boolean {
  return !/^[/~-]/.test(path) && !path.split(/[/\\]/).includes("..") && !/[\p{Cc}\p{Cf}]/u.test(path.replaceAll(/[\r\n]/g, ""));
}
