import type { DateTime, SourceId, SystemTrustLevel } from "@modeldex/schema";
import { claimsOfSource } from "./claims-of.ts";
import { systemLevel } from "./levels.ts";
import { countClaims, newestAssessment, type ClaimCounts } from "./report.ts";
import type { TrustClaim, TrustSystem } from "./trust-claim.ts";

/** What a report about a source rests on. */
export interface SourceReportInput {
  readonly source: SourceId;
  /** Name of the source, for a person. */
  readonly sourceTitle: string;
  /** Absent: it was not asked what it is, or says nothing. */
  readonly system?: TrustSystem;
  /** The time of the report: what has expired by then is stale. */
  readonly now: Date;
}

/** What is known of a source itself: who operates it, who can change what it lists, and what of it can change. */
export interface SourceReport {
  readonly systemLevel: SystemTrustLevel;
  /** What the next level lacks, in sentences; empty at the highest. */
  readonly systemMissingForNext: readonly string[];
  readonly counts: ClaimCounts;
  /** UNDERMINES first, then FAILED, CAUTION, UNKNOWN, the rest. */
  readonly claims: readonly TrustClaim[];
  /** When the newest finding was made; absent when nothing was checked yet. */
  readonly assessedAt?: DateTime;
}

/**
 * Makes the report of a source. Pure: the same input gives the same report, in whatever order the findings come.
 *
 * Its level is that of what it states of itself as a whole: where a level rests on the revision of a listing, that listing's report may show a higher one.
 */
export function buildSourceReport({ source, sourceTitle, system, now }: SourceReportInput): SourceReport {
  const claims = system === undefined ? [] : claimsOfSource(system, { source, sourceTitle, now });
  const { level, missing } = systemLevel(claims);
  const assessedAt = newestAssessment(claims);
  return { systemLevel: level, systemMissingForNext: missing, counts: countClaims(claims), claims, ...(assessedAt === undefined ? {} : { assessedAt }) };
}
