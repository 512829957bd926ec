/** The beginning of a digest: `sha256:` and 12 to 63 hex digits. */
const abbreviation = /^sha256:[0-9a-f]{12,63}$/;

/** Whether only the beginning of a digest is written, as indexes of registries give it: it tells states apart, and names no bytes for certain. */
export function isAbbreviated(revision: string): boolean {
  return abbreviation.test(revision);
}

/**
 * Compares two revisions of a listing: equal ones are the same, and so is a digest and its abbreviation.
 *
 * @returns the longer of the two; `undefined` when they differ, or one is absent.
 * @example
 * sameRevision("sha256:46e0c10c039e", `sha256:46e0c10c039e${"0".repeat(52)}`)
 * // "sha256:46e0c10c039e0000…"
 */
export function sameRevision(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return short === long || (abbreviation.test(short) && long.startsWith(short) && /^sha256:[0-9a-f]+$/.test(long)) ? long : undefined;
}
