import type { StoredSourceFinding } from "@modeldex/catalog";
import type { Verifier } from "@modeldex/plugin-kit";
import type { SourceClaim, TrustDepth } from "@modeldex/schema";
import { canonicalJson, keyedClaims, parseSourceCheckId, sourceCheckId } from "@modeldex/trust";
import { claimsFor } from "./claims-for.ts";

/** One run of a verifier over a claim that a source makes of itself; without a claim, over the source. */
export interface SourceCheck {
  readonly id: string;
  readonly verifier: Verifier;
  readonly claim?: SourceClaim;
  readonly stored: readonly StoredSourceFinding[];
}

/** What is to be done for one source. */
export interface SourcePlan {
  /** On records alone; run every time. */
  readonly onRecords: readonly SourceCheck[];
  /** Never made, expired, or made of another statement. */
  readonly due: readonly SourceCheck[];
  /** Made and still good. */
  readonly settled: readonly SourceCheck[];
  /** Ids of stored checks of what the source no longer states. */
  readonly obsolete: readonly string[];
}

/** Most claims of one source that are looked at. */
const maxClaims = 200;

/** Says which checks there are for a source, and which of them are due. */
export function planSourceChecks(claims: readonly SourceClaim[], verifiers: readonly Verifier[], stored: readonly StoredSourceFinding[], { depth, now }: { readonly depth: TrustDepth; readonly now: Date }): SourcePlan {
  const byCheck = Map.groupBy(stored, ({ check }) => check);
  const all = verifiers.flatMap((verifier) => checksOf(claims, verifier, verifiers)).map((check): SourceCheck => ({ ...check, stored: byCheck.get(check.id) ?? [] }));
  const reached = all.filter(({ verifier }) => depth === "DEEP" || verifier.depth === "STANDARD");
  const onRecords = reached.filter(({ verifier }) => verifier.needs === "records");
  const due = reached.filter((check) => check.verifier.needs !== "records" && isDue(check, now));
  const planned = new Set(all.map(({ id }) => id));
  const configured = new Set(verifiers.map(({ id }) => id));
  return {
    onRecords, due,
    settled: all.filter((check) => !onRecords.includes(check) && !due.includes(check)),
    // Findings of verifiers that are not configured now are left as they are.
    obsolete: [...byCheck.keys()].filter((check) => !planned.has(check) && configured.has(parseSourceCheckId(check).verifier)),
  };
}

/**
 * Whether a claim says another thing than one that was checked. What it was read from, and when, is no part of it: that is other with every block.
 */
export function saysOtherwise(claim: SourceClaim | undefined, checked: SourceClaim | undefined): boolean {
  return gist(claim) !== gist(checked);
}

function checksOf(claims: readonly SourceClaim[], verifier: Verifier, all: readonly Verifier[]): readonly Omit<SourceCheck, "stored">[] {
  const looksAtClaims = verifier.inspects === false;
  const ofVerifier = new Set(looksAtClaims ? claimsFor(verifier, claims, all) : []);
  const ofClaims = keyedClaims(claims).filter(({ claim }) => ofVerifier.has(claim)).slice(0, maxClaims);
  return [
    ...(verifier.inspectsSource === true ? [{ id: sourceCheckId(verifier.id), verifier }] : []),
    ...ofClaims.map(({ key, claim }) => ({ id: sourceCheckId(verifier.id, key), verifier, claim })),
  ];
}

function isDue({ stored, claim }: SourceCheck, now: Date): boolean {
  return stored.length === 0 || stored.some((found) => isPast(found, now) || saysOtherwise(claim, found.claim));
}

function isPast({ finding: { expiresAt } }: StoredSourceFinding, now: Date): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime();
}

function gist(claim: SourceClaim | undefined): string {
  return canonicalJson(claim === undefined ? null : [claim.kind, claim.statement, "facts" in claim ? claim.facts : null, claim.issuer ?? null]);
}
