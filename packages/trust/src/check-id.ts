import type { Artifact, Digest, SourceClaim } from "@modeldex/schema";
import { canonicalDigest } from "./canonical.ts";

/** Digest of a claim as the source states it, evidence and all: a claim that changes is checked again. */
export function claimDigest(claim: SourceClaim): Digest {
  return canonicalDigest(claim);
}

/** What a run of a verifier looked at; nothing: the subject itself. */
export interface CheckTarget {
  readonly claim?: SourceClaim;
  /** A row beside the listing states the claim. */
  readonly overlay?: boolean;
  /** A file: by its sha256 where that is known, else by its path. */
  readonly file?: Pick<Artifact, "path" | "digest">;
}

/**
 * Names one run of a verifier: `<verifier id>` for a look at the subject, `<verifier id>#<digest of the claim>` for a claim,
 * `<verifier id>#overlay:<digest of the claim>` for one that a row beside the listing states, `<verifier id>#file:<sha256:… or path>` for a file.
 *
 * @example
 * checkId("code-execution/1")
 * // "code-execution/1"
 */
export function checkId(verifierId: string, { claim, overlay = false, file }: CheckTarget = {}): string {
  if (file !== undefined) return `${verifierId}#${filePrefix}${file.digest ?? file.path}`;
  return claim === undefined ? verifierId : `${verifierId}#${overlay ? overlayPrefix : ""}${claimDigest(claim)}`;
}

const overlayPrefix = "overlay:";
const filePrefix = "file:";

/** What a check id says. `claim` is the digest of the claim, `file` the sha256 or path; both absent for a look at the subject. */
export interface ParsedCheckId {
  readonly verifier: string;
  readonly claim?: string;
  /** A row beside the listing states the claim. */
  readonly overlay?: true;
  readonly file?: string;
}

/** Takes a check id apart. */
export function parseCheckId(check: string): ParsedCheckId {
  const hash = check.indexOf("#");
  if (hash < 0) return { verifier: check };
  const [verifier, target] = [check.slice(0, hash), check.slice(hash + 1)];
  if (target.startsWith(filePrefix)) return { verifier, file: target.slice(filePrefix.length) };
  return target.startsWith(overlayPrefix) ? { verifier, claim: target.slice(overlayPrefix.length), overlay: true } : { verifier, claim: target };
}
