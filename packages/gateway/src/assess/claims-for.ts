import type { Verifier } from "@modeldex/plugin-kit";
import type { SourceClaim } from "@modeldex/schema";

/**
 * Claims that a verifier is given: those of its kind. Of EXTENSION those of its own `kindUri`; one that names none is given what no other names.
 *
 * @param all - every verifier that is configured
 */
export function claimsFor(verifier: Verifier, claims: readonly SourceClaim[], all: readonly Verifier[]): readonly SourceClaim[] {
  const ofKind = claims.filter(({ kind }) => kind === verifier.kind);
  const named = verifier.kindUri === undefined ? new Set(all.flatMap(({ kind, kindUri }) => (kind === verifier.kind && kindUri !== undefined ? [kindUri] : []))) : undefined;
  return ofKind.filter((claim) => {
    if (claim.kind !== "EXTENSION") return true;
    return named === undefined ? claim.facts.kindUri === verifier.kindUri : !named.has(claim.facts.kindUri);
  });
}
