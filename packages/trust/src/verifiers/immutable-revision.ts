import type { ListingRecord } from "@modeldex/plugin-kit";

/** What a revision is, by its form. */
export type RevisionForm = "commit" | "digest" | "block";

/**
 * Reads the form of a revision: a git commit (40 or 64 hex), a digest (`sha256:…`, `cid:…`), or a block of a chain (`block:<number>:<hash>`).
 *
 * @returns `undefined` for a branch, a tag, or whatever else can be moved.
 */
export function revisionForm(revision: string): RevisionForm | undefined {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) return "commit";
  if (/^block:\d{1,16}:0x[0-9a-f]{64}$/i.test(revision)) return "block";
  const isDigest = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}|blake3:[0-9a-f]{64}|keccak256:(?:0x)?[0-9a-f]{64}|git-sha1:[0-9a-f]{40}|cid:[A-Za-z0-9]{40,}|walrus:[A-Za-z0-9_-]{43})$/.test(revision);
  return isDigest ? "digest" : undefined;
}

/** Whether the record says that the block of its revision is final: by chain evidence of its claims for that block or a later one. */
export function isFinalBlock({ revision, claims = [] }: ListingRecord): boolean {
  const [, number, hash] = /^block:(\d{1,16}):(0x[0-9a-f]{64})$/i.exec(revision ?? "") ?? [];
  if (number === undefined || hash === undefined) return false;
  const evidence = claims.flatMap((claim) => claim.evidence).filter((entry) => entry.kind === "chain");
  return evidence.some(
    ({ finality, blockHash, blockNumber }) => finality === "FINALIZED" && (blockHash.toLowerCase() === hash.toLowerCase() || blockNumber > Number(number)),
  );
}

/** Whether what the record describes at its revision can no longer change. */
export function isImmutable(record: ListingRecord): boolean {
  const form = record.revision === undefined ? undefined : revisionForm(record.revision);
  return form === "commit" || form === "digest" || (form === "block" && isFinalBlock(record));
}
