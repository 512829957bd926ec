import type { Digest, SourceClaim } from "@modeldex/schema";
import { canonicalDigest } from "./canonical.ts";

/** Digest of a claim as the source states it, evidence and all: a claim that changes is checked again. */
export function claimDigest(claim: SourceClaim): Digest {
  return canonicalDigest(claim);
}

/**
 * Names one run of a verifier: `<verifier id>` for a look at the subject, `<verifier id>#<digest of the claim>` for a claim.
 *
 * @example
 * checkId("code-execution/1")
 * // "code-execution/1"
 */
export function checkId(verifierId: string, claim?: SourceClaim): string {
  return claim === undefined ? verifierId : `${verifierId}#${claimDigest(claim)}`;
}

/** Takes a check id apart; `claim` is the digest of the claim, absent for a look at the subject. */
export function parseCheckId(check: string): { readonly verifier: string; readonly claim?: string } {
  const hash = check.indexOf("#");
  return hash < 0 ? { verifier: check } : { verifier: check.slice(0, hash), claim: check.slice(hash + 1) };
}
