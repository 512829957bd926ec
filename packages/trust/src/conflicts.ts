import { claimKinds, readLicense } from "@modeldex/schema";
import { byCodeUnits } from "./canonical.ts";
import { licenseClaim, statedClaim } from "./claims-of.ts";
import type { ClaimConflict } from "./report.ts";
import type { TrustClaim, TrustListing, TrustSubjectInput } from "./trust-claim.ts";

/**
 * Claims that cannot all be true: different sha256 of one path, different licences, and digests that another source contradicts. They are
 * shown and never settled. Records that anybody may write are not held against a listing of a source that keeps its names.
 */
export function conflictsOf(input: TrustSubjectInput, claims: readonly TrustClaim[]): readonly ClaimConflict[] {
  const found = [...digestConflicts(claims), ...crossSourceConflicts(claims), ...licenseConflicts(input, claims)];
  return found.toSorted((left, right) => claimKinds.indexOf(left.kind) - claimKinds.indexOf(right.kind) || byCodeUnits(left.note, right.note));
}

/** A model of many files has a claim for each. */
const maxShown = 20;

function digestConflicts(claims: readonly TrustClaim[]): readonly ClaimConflict[] {
  const stated = claims.flatMap((claim) => {
    const { facts } = claim;
    return claim.kind === "CONTENT_DIGEST" && facts !== undefined && "digest" in facts && facts.path !== undefined ? [{ claim, path: facts.path, digest: facts.digest }] : [];
  });
  const groups = Map.groupBy(stated, ({ path, digest }) => `${digest.slice(0, digest.indexOf(":"))} ${path}`);
  return [...groups.values()]
    .filter((group) => new Set(group.map(({ digest }) => digest)).size > 1)
    .map((group) => ({ kind: "CONTENT_DIGEST", claims: group.map(({ claim }) => claim), note: `Different digests are stated for ${group[0]?.path ?? ""}.` }));
}

function crossSourceConflicts(claims: readonly TrustClaim[]): readonly ClaimConflict[] {
  const failed = claims.filter(({ kind, status }) => kind === "CROSS_SOURCE_DIGEST_MATCH" && status === "FAILED");
  const own = claims.filter(({ kind, status }) => kind === "CONTENT_DIGEST" && status !== "UNKNOWN" && status !== "NOT_APPLICABLE");
  return failed.map((claim) => ({ kind: "CROSS_SOURCE_DIGEST_MATCH", claims: [claim, ...own.slice(0, maxShown)], note: claim.statement }));
}

function licenseConflicts({ listing, others, now }: TrustSubjectInput, claims: readonly TrustClaim[]): readonly ClaimConflict[] {
  const own = claims.filter(({ kind }) => kind === "LICENSE_TERMS");
  const ownLicense = spelled(listing);
  if (own.length === 0 || ownLicense === undefined) return [];
  const differing = others.filter((other) => (listing.naming === "open" || other.naming !== "open") && (spelled(other) ?? ownLicense) !== ownLicense);
  const theirs = differing.flatMap((other) => {
    const claim = licenseClaim(other);
    return claim === undefined ? [] : [statedClaim(claim, other, now)];
  });
  if (theirs.length === 0) return [];
  return [{ kind: "LICENSE_TERMS", claims: [...own, ...theirs], note: "The listings of this model state different licences." }];
}

/** A licence in one vocabulary, so that spellings are no conflict. */
function spelled({ record }: TrustListing): string | undefined {
  if (record.license === undefined) return undefined;
  const { spdx, name } = readLicense(record.license);
  return (spdx ?? name ?? record.license.stated).trim().toLowerCase();
}
