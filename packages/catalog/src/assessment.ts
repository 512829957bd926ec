import type { ClaimEffect, ClaimKind, ClaimStatus, DateTime, Digest, ListingKey, SourceId, SystemTrustLevel, TrustLevel } from "@modeldex/schema";

/** What one assessment of a listing came to, for searches: kept beside its findings, from which reports are made. */
export interface Assessment {
  /** The listing's revision that was assessed. */
  readonly revision?: string;
  readonly level: TrustLevel;
  readonly systemLevel: SystemTrustLevel;
  /** What was found, each once. */
  readonly claims: readonly AssessedClaim[];
  /** Which checks there were: an assessment by others is due again. */
  readonly verifiers: string;
  readonly assessedAt: DateTime;
  /** When something of it expires; absent: nothing does. */
  readonly dueAt?: DateTime;
}

/** One thing that was found. `artifact`: the bytes that it speaks against, where it is about bytes. */
export interface AssessedClaim {
  readonly kind: ClaimKind;
  readonly status: ClaimStatus;
  readonly effect: ClaimEffect;
  readonly artifact?: Digest;
}

/**
 * An assessment as it is kept. Without levels the listing has come to another revision since: what is left are warnings about bytes that it still
 * has, or may have while its files are not known.
 */
export interface StoredAssessment extends Omit<Assessment, "level" | "systemLevel"> {
  readonly level?: TrustLevel;
  readonly systemLevel?: SystemTrustLevel;
}

/** Which listings to assess. */
export interface LackingAssessmentRequest {
  /** How many of the most used models are looked at. */
  readonly among: number;
  /** Sources whose listings may be assessed now. */
  readonly sources: readonly SourceId[];
  /** Which checks there are; see `Assessment.verifiers`. */
  readonly verifiers: string;
  readonly now: DateTime;
  readonly limit: number;
}

/** Files of a listing, and the checks that would look at them. */
export interface FileFindingsRequest {
  readonly listing: ListingKey;
  readonly files: readonly { readonly check: string; readonly digest: Digest; readonly path: string }[];
}
