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

/** A block as a revision names it; its chain is not part of it. @returns `undefined` for another revision. */
export function blockOfRevision(revision: string | undefined): { readonly blockNumber: number; readonly blockHash: string } | undefined {
  const [, number, hash] = /^block:(\d{1,16}):(0x[0-9a-f]{64})$/i.exec(revision ?? "") ?? [];
  return number === undefined || hash === undefined ? undefined : { blockNumber: Number(number), blockHash: hash };
}

/** Whether its source says that the block of its revision is final, by chain evidence for that block or a later one: its word, which nobody has checked. */
export function isSaidToBeFinal({ revision, claims = [] }: ListingRecord): boolean {
  const block = blockOfRevision(revision);
  if (block === undefined) return false;
  const evidence = claims.flatMap((claim) => claim.evidence).filter((entry) => entry.kind === "chain");
  return evidence.some(
    ({ finality, blockHash, blockNumber }) => finality === "FINALIZED" && (blockHash.toLowerCase() === block.blockHash.toLowerCase() || blockNumber > block.blockNumber),
  );
}

/** Whether the form of the revision alone says that what it stands for cannot change: a commit or a digest, which name bytes. A block does not: its source may err. */
export function isImmutable({ revision }: ListingRecord): boolean {
  const form = revision === undefined ? undefined : revisionForm(revision);
  return form === "commit" || form === "digest";
}
