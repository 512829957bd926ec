import type { ClaimKind, DateTime, SystemTrustLevel, TrustLevel } from "@modeldex/schema";
import { claimsOf } from "./claims-of.ts";
import { conflictsOf } from "./conflicts.ts";
import { artifactLevel, systemLevel } from "./levels.ts";
import { isAssessed, type TrustClaim, type TrustSubjectInput } from "./trust-claim.ts";

/** How many claims have each status; NOT_APPLICABLE ones are left out, and those of rows beside the listing. */
export interface ClaimCounts {
  readonly verified: number;
  readonly asserted: number;
  readonly unknown: number;
  readonly failed: number;
}

/** Claims that cannot all be true. */
export interface ClaimConflict {
  readonly kind: ClaimKind;
  readonly claims: readonly TrustClaim[];
  readonly note: string;
}

/** What is known of one listing at one revision, and of the system around it. */
export interface TrustReport {
  readonly level: TrustLevel;
  /** What the next level lacks, in sentences; empty at the highest. */
  readonly missingForNext: readonly string[];
  readonly systemLevel: SystemTrustLevel;
  readonly systemMissingForNext: readonly string[];
  readonly revision?: string;
  readonly counts: ClaimCounts;
  /** UNDERMINES first, then FAILED, CAUTION, UNKNOWN, the rest; last what rows beside the listing say. */
  readonly claims: readonly TrustClaim[];
  readonly conflicts: readonly ClaimConflict[];
  /** When the newest finding was made; absent when nothing was checked yet. */
  readonly assessedAt?: DateTime;
  /** The time of the report, from which ages are reckoned. */
  readonly reportedAt: DateTime;
}

/** Makes the report of a listing. Pure: the same input gives the same report, in whatever order the findings come. */
export function buildReport(input: TrustSubjectInput): TrustReport {
  const claims = claimsOf(input);
  const own = claims.filter(({ overlay }) => overlay === undefined);
  const artifact = artifactLevel(own);
  const system = systemLevel(own);
  const assessedAt = newestAssessment(own);
  const { revision } = input.listing.record;
  return {
    level: artifact.level,
    missingForNext: artifact.missing,
    systemLevel: system.level,
    systemMissingForNext: system.missing,
    ...(revision === undefined ? {} : { revision }),
    counts: countClaims(own),
    claims,
    conflicts: conflictsOf(input, own),
    ...(assessedAt === undefined ? {} : { assessedAt }),
    reportedAt: input.now.toISOString(),
  };
}

/** Counts claims by status. */
export function countClaims(claims: readonly TrustClaim[]): ClaimCounts {
  const count = (status: TrustClaim["status"]): number => claims.filter((claim) => claim.status === status).length;
  return { verified: count("VERIFIED"), asserted: count("ASSERTED"), unknown: count("UNKNOWN"), failed: count("FAILED") };
}

/** When the newest claim was checked; absent when none was. */
export function newestAssessment(claims: readonly TrustClaim[]): DateTime | undefined {
  return claims.filter(isAssessed).reduce<DateTime | undefined>((newest, { observedAt }) => later(newest, observedAt), undefined);
}

function later(left: DateTime | undefined, right: DateTime): DateTime {
  return left === undefined || Date.parse(right) > Date.parse(left) ? right : left;
}
