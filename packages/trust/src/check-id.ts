import type { Digest, SourceClaim } from "@modeldex/schema";
import { canonicalDigest } from "./canonical.ts";

/** Digest of a claim as the source states it, evidence and all: a claim that changes is checked again. */
export function claimDigest(claim: SourceClaim): Digest {
  return canonicalDigest(claim);
}

/**
 * Names one run of a verifier: `<verifier id>` for a look at the subject, `<verifier id>#<digest of the claim>` for a claim,
 * `<verifier id>#overlay:<digest of the claim>` for one that a row beside the listing states.
 *
 * @example
 * checkId("code-execution/1")
 * // "code-execution/1"
 */
export function checkId(verifierId: string, claim?: SourceClaim, { overlay = false }: { readonly overlay?: boolean } = {}): string {
  return claim === undefined ? verifierId : `${verifierId}#${overlay ? overlayPrefix : ""}${claimDigest(claim)}`;
}

const overlayPrefix = "overlay:";

/** Takes a check id apart; `claim` is the digest of the claim, absent for a look at the subject. `overlay`: a row beside the listing states it. */
export function parseCheckId(check: string): { readonly verifier: string; readonly claim?: string; readonly overlay?: true } {
  const hash = check.indexOf("#");
  if (hash < 0) return { verifier: check };
  const [verifier, claim] = [check.slice(0, hash), check.slice(hash + 1)];
  return claim.startsWith(overlayPrefix) ? { verifier, claim: claim.slice(overlayPrefix.length), overlay: true } : { verifier, claim };
}
